"""How columns of a trial balance relate by the sums of their accounts: closing is opening and movement."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Final

from xbrl_pipeline.recognise.trial_balance.amounts import Amount

_MOST: Final = Decimal("0.98")  # of the accounts for which a relation must hold
FEWEST_PARTS: Final = 2
_FEW: Final = 10  # one in so many


def _holds(relation: Iterable[bool], size: int) -> bool:
    return sum(relation) >= _MOST * size


def adds(one: Amount, other: Amount, end: Amount) -> bool:
    """Tell whether opening and movement come to the closing balance, account by account, and not just by noughts."""
    if not (one.filled and other.filled):
        return False
    rows = list(zip(one.balances, other.balances, end.balances, strict=True))
    mixed = sum(bool(a) and bool(b) for a, b, _ in rows)
    return mixed > 0 and _holds((a + b == c for a, b, c in rows), len(rows))


def adds_up(parts: Sequence[Amount], total: Amount) -> bool:
    """Tell whether parts come to a total, account by account."""
    sums = [sum(values, Decimal(0)) for values in zip(*(part.balances for part in parts), strict=True)]
    if sum(part.filled > 0 for part in parts) < FEWEST_PARTS or not total.filled:
        return False
    return _holds((a == b for a, b in zip(sums, total.balances, strict=True)), len(sums))


def splits(one: Amount, other: Amount, closing: Amount) -> bool:
    """Tell whether each account stands in one of two columns with its closing balance, but for a few in neither."""
    rows = list(zip(one.balances, other.balances, closing.balances, strict=True))
    apart = all(not (a and b) and a + b in (0, c) for a, b, c in rows)
    left = sum(not (a or b) and bool(c) for a, b, c in rows)  # accounts without money
    return apart and one.filled > 0 and other.filled > 0 and left * _FEW <= len(rows)


def within(some: Amount, closing: Amount) -> bool:
    """Tell whether a column shows part of the accounts, with their closing balances."""
    pairs = list(zip(some.balances, closing.balances, strict=True))
    return some is not closing and 0 < some.filled < closing.filled and all(a in (0, b) for a, b in pairs)


def is_result(one: Amount, other: Amount, named: dict[str, list[Amount]]) -> bool:
    """Tell which half holds income and expenses: by its head, else the one that stands first."""
    if one in named["result"] or other in named["balance"]:
        return True
    if other in named["result"] or one in named["balance"]:
        return False
    return min(one.columns) < min(other.columns)


def is_movement(one: Amount, other: Amount) -> bool:
    """Tell which of two columns that come to the closing balance is the movement: by heads, else the later one."""
    if one.holds == "movement" or other.holds == "opening":
        return True
    return not (other.holds == "movement" or one.holds == "opening") and min(one.columns) > min(other.columns)
