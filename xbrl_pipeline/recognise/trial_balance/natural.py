"""Lists in which every account is positive on its own side: assets and funding, income and expenses alike."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.trial_balance.files import Year
from xbrl_pipeline.recognise.trial_balance.assign import Assigner
from xbrl_pipeline.recognise.trial_balance.ledger import AccountLedger, Item
from xbrl_pipeline.recognise.trial_balance.tree import Side
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement

_CREDIT: Final = frozenset({"funding", "income"})
_FEWEST: Final = 12  # accounts; with fewer a sum may come out by chance


def find_turned(ledger: AccountLedger, assigner: Assigner, apart: Mapping[int, AccountPlacement]) -> list[Item] | None:
    """Return the accounts that are positive for credit, where with them debit equals credit; None where it does not.

    Financial income and expenses stand as a part of the result (expenses negative) or, like all others, positive.
    """
    outside = {key for key, verdict in apart.items() if verdict.outside}
    items = [item for item in ledger.accounts if item.used and not item.group and id(item) not in outside]
    items = [item for item in items if any(item.balances.values())]
    years = [year for year in ledger.years if year != "budget" and any(item.balances.get(year) for item in items)]
    sides = {id(item): assigner.side_of(item) for item in items}
    if len(items) < _FEWEST or not years or None in sides.values():
        return None
    for as_result in (True, False):
        turned = [item for item in items if _is_credit(item, sides[id(item)], assigner, as_result=as_result)]
        known = {id(item) for item in turned}
        sums = [_sum(items, known, year) for year in years]
        if any(sums):
            turned = _mended(items, turned, years, sums)
        if turned and len(turned) < len(items):
            return turned
    return None


def _mended(items: Sequence[Item], turned: list[Item], years: Sequence[Year], sums: Sequence[Decimal]) -> list[Item]:
    """Turn the one account without which debit would equal credit in every year; nothing where no or several would."""
    known = {id(item) for item in turned}
    found = []
    for item in items:
        signed = [(-1 if id(item) in known else 1) * item.balances.get(year, Decimal(0)) for year in years]
        if len(years) > 1 and all(2 * value == rest for value, rest in zip(signed, sums, strict=True)):
            found.append(item)
    if len(found) != 1:
        return []
    return [item for item in items if (id(item) in known) != (item is found[0])]


def _is_credit(item: Item, side: Side | None, assigner: Assigner, *, as_result: bool) -> bool:
    if side == "financial":
        return as_result or not assigner.is_debit(item)
    return side in _CREDIT


def _sum(items: Sequence[Item], turned: set[int], year: Year) -> Decimal:
    values = ((-1 if id(item) in turned else 1) * item.balances.get(year, Decimal(0)) for item in items)
    return sum(values, Decimal(0))
