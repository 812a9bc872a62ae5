"""Amounts as instances write them: the one way in which a text becomes a number that is calculated with."""

import re
from decimal import Decimal
from typing import Final

LONGEST: Final = 25  # digits before and behind the point together: below the 28 within which Decimal is exact
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?")
_SPACE: Final = " \t\r\n"  # of XML


def read_amount(text: str | None) -> Decimal | None:
    """Read a number of XML Schema.

    None for what is none, and for one of so many digits that sums with it would no longer be exact: what it is then
    stands in the file, and nothing is calculated with it.
    """
    bare = (text or "").strip(_SPACE)
    if not _NUMBER.fullmatch(bare):
        return None
    value = Decimal(bare)
    return value if fits(value) else None


def fits(value: Decimal) -> bool:
    """Tell whether a number has no more digits than sums can take."""
    if not value.is_finite():
        return False
    text = str(value)
    if len(text) <= LONGEST and "E" not in text:
        return True  # nearly all
    _, digits, exponent = value.as_tuple()
    last = next((place for place, digit in enumerate(reversed(digits)) if digit), None)
    if last is None:
        return True
    behind = max(0, -(int(exponent) + last))
    return max(0, value.adjusted() + 1) + behind <= LONGEST
