"""Dutch numbers and dates written as text, by an explicit grammar. What has two readings is never guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from typing import Final, Literal

Decimals = Literal["comma", "point", "comma-only"]


class Unread(Enum):
    """Why a text is no number."""

    NIL = "nil"  # a dash, or a word for nothing
    AMBIGUOUS = "ambiguous"  # 1.234 is a thousand or a bit more than one
    NOT_A_NUMBER = "not a number"


class NotADate(Enum):
    """Why a text is no date."""

    SHORT_YEAR = "short year"
    NO_SUCH_DAY = "no such day"
    NOT_A_DATE = "not a date"


@dataclass(frozen=True, slots=True)
class Number:
    """A number read from text; of a percentage the value is the fraction (28,4% is 0.284)."""

    value: Decimal
    percent: bool = False


DASHES: Final = frozenset({"-", "--", "\u2010", "\u2011", "\u2012", "\u2013", "\u2014", "\u2212"})
_MINUSES: Final = DASHES | {"-/-", "(-)", "min", "minus"}
_NOTHING: Final = frozenset({"nihil", "nvt", "n.v.t.", "n.v.t"})
_LONGEST: Final = 25  # below the 28 digits within which Decimal arithmetic is exact
_SPACES: Final = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f\t", " ") | {"\u2212": "-"})
_CURRENCY: Final = re.compile(r"€|(?<![a-z])EUR(?![a-z])", re.IGNORECASE)
_NUMBER: Final = re.compile(
    r"""
    (?P<whole> 0 | [1-9][0-9]* | [1-9][0-9]{0,2}(?:\.[0-9]{3})+ | [1-9][0-9]{0,2}(?:[ ][0-9]{3})+ )
    (?: ,(?P<fraction>[0-9]+) | (?P<whole_euros>,(?:-|--|\u2013|\u2014|=)) )?
    """,
    re.VERBOSE,
)
# A point after five digits or more cannot part thousands. After four it may also be an account or a month (2025.12).
_POINTED: Final = re.compile(r"[1-9][0-9]{4,}\.[0-9]{2}")
_OTHER_WAY: Final = str.maketrans(".,", ",.")
_THOUSANDS: Final = re.compile(r"[1-9][0-9]{0,2}\.[0-9]{3}")
_TWO_READINGS: Final = re.compile(r"[0-9]{1,3}\.[0-9]{3}|[1-9][0-9]{0,2},[0-9]{3}")
_POINTS_PART: Final = re.compile(
    r"[1-9][0-9]{0,2}(?:(?:\.[0-9]{3}){2,}(?:,[0-9]{1,2})?|\.[0-9]{3},(?:[0-9]{2}|-|--|=))"
)
_POINTS_DO_NOT: Final = re.compile(
    r"[0-9]+\.[0-9]{1,2}|[1-9][0-9]{3,}\.[0-9]+|[1-9][0-9]{0,2}(?:(?:,[0-9]{3}){2,}(?:\.[0-9]+)?|,[0-9]{3}\.[0-9]+)"
)
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})([-/.])([0-9]{1,2})\2([0-9]{4}|[0-9]{2})")
_YEAR_FIRST: Final = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_IN_WORDS: Final = re.compile(r"([0-9]{1,2})([- /])([a-z]{3,9})\.?\2([0-9]{4}|[0-9]{2})")
_MONTHS: Final = (
    ("januari", "jan"),
    ("februari", "feb"),
    ("maart", "mrt"),
    ("april", "apr"),
    ("mei",),
    ("juni", "jun"),
    ("juli", "jul"),
    ("augustus", "aug"),
    ("september", "sep", "sept"),
    ("oktober", "okt"),
    ("november", "nov"),
    ("december", "dec"),
)


def parts_thousands(texts: Iterable[str]) -> bool | None:
    """Tell by a number that shows it whether points part thousands in these texts; None where none or both do.

    ``1.234.567`` and ``1.234,50`` show that they do; ``1234.50``, ``1,234,567`` and ``1,234.50`` that they do not.
    """
    shown = {
        _POINTS_PART.fullmatch(digits) is not None
        for text in texts
        for digits in (_without_percent(_without_sign(_without_currency(text.translate(_SPACES).strip())[0])[0])[0],)
        if _POINTS_PART.fullmatch(digits) or _POINTS_DO_NOT.fullmatch(digits)
    }
    return shown.pop() if len(shown) == 1 else None


@lru_cache(maxsize=20_000)
def is_minus(text: str) -> bool:
    """Tell whether a text is no more than a minus sign, as some put in a column beside the amounts."""
    return text.translate(_SPACES).replace(" ", "").lower() in _MINUSES


def read_number(text: str, *, decimals: Decimals = "comma") -> Number | Unread:
    """Read ``1.234,56``, ``(1 234)``, ``€ 1.234,-``, ``28,4%`` and the like; ``1.234`` alone is ambiguous.

    ``decimals``: what is known of the notation. ``point``: decimals stand behind a point, as in ``1,234.56``, and
    ``1.234`` is a bit more than one. ``comma-only``: a point never begins decimals, and ``1.234`` is a thousand.
    """
    bare, currency = _without_currency(text.translate(_SPACES).strip())
    if bare in DASHES or bare.lower() in _NOTHING:
        return Unread.NIL
    if len(bare) > _LONGEST:
        return Unread.NOT_A_NUMBER
    unsigned, negative = _without_sign(bare)
    digits, percent = _without_percent(unsigned)
    if decimals == "point" or _POINTED.fullmatch(digits):
        digits = digits.translate(_OTHER_WAY)
    elif _TWO_READINGS.fullmatch(digits) and not (decimals == "comma-only" and _THOUSANDS.fullmatch(digits)):
        return Unread.AMBIGUOUS
    match = _NUMBER.fullmatch(digits)
    if match is None or (percent and (currency or match["whole_euros"])):
        return Unread.NOT_A_NUMBER
    value = Decimal(re.sub(r"[. ]", "", match["whole"]) + "." + (match["fraction"] or "0"))
    return Number(_signed(value.scaleb(-2) if percent else value, negative), percent)


def read_date(text: str) -> date | NotADate:
    """Read ``31-12-2025``, ``31.12.2025``, ``2025-12-31``, ``31 december 2025`` or ``31-dec-2025``.

    Years have four digits.
    """
    bare = " ".join(text.translate(_SPACES).lower().split())
    if match := _DAY_FIRST.fullmatch(bare):
        return _day(match[4], int(match[3]), match[1])
    if match := _YEAR_FIRST.fullmatch(bare):
        return _day(match[1], int(match[2]), match[3])
    if (match := _IN_WORDS.fullmatch(bare)) and (month := _month(match[3])):
        return _day(match[4], month, match[1])
    return NotADate.NOT_A_DATE


def plain(value: Decimal) -> Decimal:
    """Return the same number without exponent, negative zero or zeros at the end of its fraction."""
    text = format(value, "f")
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text) if value else Decimal(0)


def _without_currency(text: str) -> tuple[str, bool]:
    bare, count = _CURRENCY.subn("", text)
    return (" ".join(bare.split()), True) if count == 1 else (text, False)


def _without_sign(text: str) -> tuple[str, bool]:
    if text.startswith("(") and text.endswith(")"):
        return text[1:-1].strip(), True
    if text.startswith("-/-") or text.endswith("-/-"):  # how Dutch bookkeeping writes "minus"
        return text.removeprefix("-/-").removesuffix("-/-").strip(), True
    if text.startswith(("-", "+")):
        return text[1:].strip(), text[0] == "-"
    if text.endswith("-") and not text.endswith((",-", "--")):
        return text[:-1].strip(), True
    return text, False


def _without_percent(text: str) -> tuple[str, bool]:
    return (text[:-1].strip(), True) if text.endswith("%") else (text, False)


def _signed(value: Decimal, negative: bool) -> Decimal:
    return plain(value.copy_negate() if negative else value)


def _month(word: str) -> int | None:
    return next((number for number, names in enumerate(_MONTHS, 1) if word in names), None)


def _day(year: str, month: int, day: str) -> date | NotADate:
    if len(year) != len("2025"):
        return NotADate.SHORT_YEAR
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return NotADate.NO_SUCH_DAY
