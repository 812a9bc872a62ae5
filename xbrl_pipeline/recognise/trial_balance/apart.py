"""Accounts that no statement shows: pupils and fte, what cancels out within a board, the contra of the result."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Final

from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.recognise.trial_balance.ledger import AccountLedger, Item
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement
from xbrl_pipeline.recognise.trial_balance.vocabulary import is_apart, matches

RESULT: Final = "ResultForTheYear"
_FEW: Final = 5  # one in so many
_MOST_NAMED: Final = 3  # lines that the name of a clearing account may point to besides
_RESERVE: Final = "GeneralReserve"
_SUSPENSE: Final = ("ReceivablesOtherCurrent", "AccruedIncomeOther", "PayablesOtherCurrent", "AccrualsOtherCurrent")
_CONTRA: Final = re.compile(r"tegenrek.*(?:statist|aantal|leerling|fte|formatie)")
_NO_CHARGE: Final = re.compile(
    r"interne? ?(?:begeleid|audit|coach|opleid|vervang|schol|communic|verbouw|zorg|controle|verhuiz|onderhoud)"
)
_STATISTICS: Final = re.compile(r"statisti|kengetal|leerlingaantal|\bfte|formatie|hoeveelhe|aantallen")


def find_statistics(ledger: AccountLedger) -> dict[int, AccountPlacement]:
    """Find the accounts that hold no money: debit equals credit only without them."""
    items = [item for item in ledger.accounts if item.used and not item.group]
    named = [item for item in items if is_apart(item.name, "statistics")]
    named += [item for item in items if item not in named and any(map(_STATISTICS.search, item.about))]
    named += [item for item in items if item not in named and _CONTRA.search(item.name.casefold())]
    for group in _groups(items, named):
        rest = [item for item in items if item not in group]
        needed = any(total(items, year) for year in _real(ledger)) or _apart_by_number(group, items)
        needed |= any(_CONTRA.search(item.name.casefold()) for item in group)
        if (
            group
            and rest
            and needed
            and not _is_money(group, named)
            and all(total(rest, year) == 0 for year in _real(ledger))
        ):
            return {id(item): AccountPlacement(item, ignore="statistics", outside=True) for item in group}
    return {}


def _is_money(group: Sequence[Item], named: Sequence[Item]) -> bool:
    """Tell whether names in a group, other than those that say that they hold no money, are those of lines."""
    others = [item for item in group if item not in named]
    known = [item for item in others if any(not match.weak for match in matches(item.name))]
    return len(known) * _FEW > len(group)


def _groups(items: Sequence[Item], named: Sequence[Item]) -> Iterator[list[Item]]:
    """Give the accounts that may hold no money: those whose names say so, and those with numbers alike."""
    yield list(named)
    for contra in (item for item in named if _CONTRA.search(item.name.casefold())):
        for length in range(len(contra.digits) - 1, 1, -1):
            yield [item for item in items if item.digits.startswith(contra.digits[:length])]
    for length in (1, 2):
        starts = {item.digits[:length] for item in named}
        yield [item for item in items if item.digits[:length] in starts]
        for start in sorted(starts):
            yield [item for item in items if item.digits.startswith(start)]


def _apart_by_number(group: Sequence[Item], items: Sequence[Item]) -> bool:
    """Tell whether all accounts that begin with the same digit hold no money, and no others do."""
    starts = {item.digits[:1] for item in group}
    return {id(item) for item in group} == {id(item) for item in items if item.digits[:1] in starts}


def find_internal(ledger: AccountLedger) -> dict[int, AccountPlacement]:
    """Find current accounts and charges between schools of the board that cancel out."""
    items = [item for item in ledger.accounts if item.used and not item.group and _is_internal(item)]
    found: dict[int, AccountPlacement] = {}
    for half in ("balance", "income"):
        own = [item for item in items if item.half == half]
        if own and all(total(own, year) == 0 for year in ledger.years):
            found |= {id(item): AccountPlacement(item, ignore="internal") for item in own}
            continue
        for one, other in combinations(own, 2):
            free = id(one) not in found and id(other) not in found
            if free and all(total((one, other), year) == 0 for year in ledger.years):
                found |= {id(item): AccountPlacement(item, ignore="internal") for item in (one, other)}
    return found


def _is_internal(item: Item) -> bool:
    return is_apart(item.name, "internal") and not _NO_CHARGE.search(item.name.casefold())


def find_clearing(ledger: AccountLedger) -> Iterator[AccountPlacement]:
    """Give the clearing accounts: nothing where they are even, else a question."""
    for item in ledger.accounts:
        if item.used and not item.group and item.half != "income" and is_apart(item.name, "clearing"):
            even = not any(item.balances.values())
            named = [match.key for match in matches(item.name) if match.half == "balance"]
            choices = tuple(dict.fromkeys((*named[:_MOST_NAMED], *_SUSPENSE)))
            yield AccountPlacement(item, ignore="even") if even else AccountPlacement(item, choices=choices)


def find_result(ledger: AccountLedger, apart: dict[int, AccountPlacement]) -> tuple[dict[int, AccountPlacement], bool]:
    """Find the contra account of an appropriated result; tell whether the result must be put on a line.

    Before appropriation income and expenses are open, and balance sheet and result add up to nothing. After it the
    reserves hold the result, and a contra account brings income and expenses to nothing.
    """
    items = [item for item in ledger.accounts if item.used and not item.group and id(item) not in apart]
    contra = [item for item in items if is_apart(item.name, "appropriation")]
    flows = [item for item in items if item.half == "income" and item not in contra]
    unclosed = unclosed_years(ledger, apart)
    years = [year for year in _real(ledger) if any(item.balances.get(year) for item in flows) and year not in unclosed]
    found: dict[int, AccountPlacement] = {}
    if unclosed and not years:
        return {id(item): AccountPlacement(item, ignore="contra") for item in contra}, False
    even = [year for year in years if total([*flows, *contra], year) == 0]
    open_result = any(total(flows, year) for year in years)
    if contra and even == years and years:
        return {id(item): AccountPlacement(item, ignore="contra") for item in contra}, False
    for item in contra:
        if any(item.balances.values()):
            found[id(item)] = AccountPlacement(item, choices=(RESULT, _RESERVE))
        else:
            found[id(item)] = AccountPlacement(item, ignore="even")
    return found, open_result


def unclosed_years(ledger: AccountLedger, apart: Mapping[int, AccountPlacement]) -> tuple[Year, ...]:
    """Return the years in which the balance sheet ties by itself while income and expenses are open.

    Beside the balances before appropriation those of last year often stand as they were carried forward.
    """
    outside = {key for key, verdict in apart.items() if verdict.outside}
    items = [item for item in ledger.accounts if item.used and not item.group and id(item) not in outside]
    flows = [item for item in items if item.half == "income" and not is_apart(item.name, "appropriation")]
    rest = [item for item in items if item not in flows and not is_apart(item.name, "appropriation")]
    years = [year for year in _real(ledger) if any(item.balances.get(year) for item in flows)]
    return tuple(year for year in years if total(rest, year) == 0 != total(items, year))


def ties_by_number(ledger: AccountLedger, apart: Mapping[int, AccountPlacement]) -> bool:
    """Tell whether the accounts with the lowest first digits tie by themselves: a balance sheet, before open flows."""
    outside = {key for key, verdict in apart.items() if verdict.outside}
    items = [item for item in ledger.accounts if item.used and not item.group and id(item) not in outside]
    years = [year for year in _real(ledger) if any(item.balances.get(year) for item in items)]
    for digit in sorted({item.digits[:1] for item in items})[1:]:
        below = [item for item in items if item.digits[:1] < digit]
        if len(below) >= _FEW and years and all(total(below, year) == 0 for year in years):
            return True
    return False


def total(items: Iterable[Item], year: Year) -> Decimal:
    """Add up the balances of accounts in a year, debit positive."""
    return sum((item.balances.get(year, Decimal(0)) for item in items), Decimal(0))


def _real(ledger: AccountLedger) -> list[Year]:
    """Return the years that must tie; a budget need not."""
    return [year for year in ledger.years if year != "budget"]
