"""How one amount becomes another when people type it: a wrong power of ten, a lost digit, two digits that swapped."""

from decimal import Decimal
from typing import Final

_SCALES: Final = (1, 2, 3, 6)  # powers of ten that people get wrong
_MOST: Final = 30  # digits of an amount that somebody typed
LONG: Final = 4  # digits of an amount of which a digit less says something


def is_scaled(old: Decimal, new: Decimal) -> bool:
    """Tell whether two amounts differ by a power of ten that people get wrong, cents apart."""
    if old == 0 or new == 0:
        return False
    return any(old == new * 10**power or new == old * 10**power for power in _SCALES)


def has_lost_digit(old: Decimal, new: Decimal) -> bool:
    """Tell whether an amount is another one from which one digit fell out; of short amounts that says little."""
    if max(old.adjusted(), new.adjusted()) > _MOST:
        return False
    short, long = f"{old.copy_abs():f}", f"{new.copy_abs():f}"
    if len(long) != len(short) + 1 or len(short) < LONG or (old < 0) != (new < 0):
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def is_transposed(old: Decimal, new: Decimal) -> bool:
    """Tell whether two digits next to each other changed places."""
    before, after = f"{old:f}", f"{new:f}"
    if len(before) != len(after):
        before, after = (f"{each.copy_abs():f}" for each in (old, new))  # abs() would round an endless amount
        width = max(len(before), len(after))
        before, after = before.rjust(width, "0"), after.rjust(width, "0")
    places = [place for place, (left, right) in enumerate(zip(before, after, strict=True)) if left != right]
    adjacent = len(places) == 2 and places[1] == places[0] + 1  # noqa: PLR2004 - two digits
    return adjacent and before[places[0]] == after[places[1]] and before[places[1]] == after[places[0]]
