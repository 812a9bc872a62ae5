"""Accounts that are one item in parts: *Lening gemeente, hoofdsom 1 januari* and *Lening gemeente, aflossing*.

What a part is called, and on which side it stands, says nothing of where the item belongs: a repayment is a debit of a
debt and no claim. So all parts go where the item as a whole goes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Final

from xbrl_pipeline.recognise.trial_balance.ledger import Item
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement

_PARTED: Final = re.compile(r"^(?P<stem>.*\w)\s*(?:,|:|;|\s[-\u2013/])\s*(?P<part>[^,:;]*)$")
_OPENING: Final = re.compile(
    r"\b(?:stand|saldo|begin\w*|hoofdsom|aanschafw\w*|opening|oorspronkelijk\w*)\b|\b1[ -](?:jan|1)"
)
_PART: Final = re.compile(
    r"opname|aflos|dotati|toevoeg|onttrek|vrijval|besteding|mutatie|overboek|oprent|herwaard|correctie|bijschrijv|"
    r"invest|afschr|verkoop|aankoop|storting|opneming|\bcum"
)


def unite_parts(items: Iterable[Item], verdicts: dict[int, AccountPlacement]) -> None:
    """Give all parts of an item the verdict of its opening balance, on the side on which they stand together."""
    for parts in _parted(items):
        verdict = verdicts[id(parts[0])]
        if verdict.ignore or any(verdicts[id(each)].ignore for each in parts):
            continue
        line = verdict.other if verdict.other and _credit(parts) else verdict.line
        for each in parts:
            verdicts[id(each)] = replace(verdict, item=each, line=line, other="")


def _parted(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Give the parts of each item that has an opening balance and movements beside one another, the opening first."""
    for stem, found in groupby(items, key=lambda item: _stem(item)[0]):
        parts = list(found)
        opening = [each for each in parts if _OPENING.search(_stem(each)[1])]
        moving = [each for each in parts if each not in opening and _PART.search(_stem(each)[1])]
        if stem and len(opening) == 1 and moving and len(opening) + len(moving) == len(parts):
            yield [*opening, *moving]


def _stem(item: Item) -> tuple[str, str]:
    found = _PARTED.match(item.name.casefold())
    return (found["stem"], found["part"]) if found is not None and item.half == "balance" else ("", "")


def _credit(parts: Iterable[Item]) -> bool:
    amounts = [each.balances for each in parts]
    this_year = sum((each.get("current", Decimal(0)) for each in amounts), Decimal(0))
    return (this_year or sum((each.get("previous", Decimal(0)) for each in amounts), Decimal(0))) < 0
