"""Values as a spreadsheet stores them: binary numbers with their noise, day numbers, and escaped characters."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final, NamedTuple

from xbrl_pipeline.workbook.cells import CellError

KEPT: Final = 15  # significant digits that every spreadsheet keeps and shows
_DOUBLE: Final = 17  # significant digits that a double can need to be written down
_LARGEST: Final = 308  # power of ten beyond which there is no double
_LONGEST: Final = 1_000  # characters; nobody writes a number longer than this
_NUMBER: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?", re.ASCII)
_PLAIN: Final = re.compile(r"0|-?[1-9][0-9]*|-?(?:0|[1-9][0-9]*)\.[0-9]*[1-9]", re.ASCII)
_CLEAN: Final = Context(prec=KEPT, rounding=ROUND_HALF_EVEN, Emax=999_999, Emin=-999_999)
_ESCAPED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")
_INVISIBLE: Final = "\u200c\u200d"  # within a text these two change how letters look
# Marks that show nothing wherever they stand. Not among them are those that turn the direction in which is read
# (202B, 202E, 2067): behind one of these a figure looks like another.
_UNSEEN: Final = dict.fromkeys(
    map(ord, "\u00ad\u061c\u200b\u200e\u200f\u202a\u202c\u202d\u2060\u2066\u2068\u2069\ufeff")
)
_TURNING: Final = re.compile("[\u202b\u202e\u2067]")
_ERRORS: Final = {
    error.value: error for error in CellError if error.value.startswith("#") and error is not CellError.OTHER
}
# As Excel shows them in Dutch: they come into a sheet as text when values are pasted or exported.
_DUTCH_ERRORS: Final = {
    "#LEEG!": CellError.NULL,
    "#DEEL/0!": CellError.DIVISION_BY_ZERO,
    "#WAARDE!": CellError.VALUE,
    "#VERW!": CellError.REFERENCE,
    "#NAAM?": CellError.NAME,
    "#GETAL!": CellError.NUMBER,
    "#N/B": CellError.NOT_AVAILABLE,
}
_LAST_SERIAL: Final = 2_958_465  # 31-12-9999
_LEAP_BUG: Final = 60  # 29-2-1900 in the calendar of 1900, a day that never was


class StoredNumber(NamedTuple):
    """A stored number as plain decimal text; ``noise`` is what stood there where cleaning changed it."""

    text: str
    noise: str = ""


def is_plain(text: str) -> bool:
    """Tell whether a stored number is already as it should be: most are, and this is quick to see."""
    return len(text) <= KEPT and _PLAIN.fullmatch(text) is not None


def number(text: str) -> StoredNumber | CellError:
    """Read a stored number: 15 significant digits, so that 0.30000000000000004 is 0.3.

    What a double cannot hold, and whole numbers whose digits a double has lost, are errors.
    """
    bare = text.strip()
    if len(bare) > _LONGEST or _NUMBER.fullmatch(bare) is None:
        return CellError.DAMAGED
    value = Decimal(bare)
    if value and abs(value.adjusted()) > _LARGEST:
        return CellError.NUMBER
    return _clean(value)


def _clean(value: Decimal) -> StoredNumber | CellError:
    digits = len(value.as_tuple().digits)
    if digits <= KEPT:
        return StoredNumber(plain_text(value))
    clean = _CLEAN.plus(value)
    if clean == value:
        return StoredNumber(plain_text(value))
    lost = value.adjusted() >= KEPT or (digits > _DOUBLE and Decimal(float(value)) != value)
    return CellError.DIGITS if lost else StoredNumber(plain_text(clean), plain_text(value))


def plain_text(value: Decimal) -> str:
    """Write a number without exponent, negative zero or zeros at the end of its fraction."""
    if not value:
        return "0"
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def day_of(text: str, *, since_1904: bool) -> str | CellError:
    """Turn a stored day number into ``2025-12-31``, or into words where it has a time of day."""
    stored = number(text)
    if isinstance(stored, CellError):
        return stored
    value = Decimal(stored.text)
    serial = int(value)
    if value < 0 or serial > _LAST_SERIAL:
        return CellError.NO_DAY
    return _with_time(_calendar(serial, since_1904=since_1904), value - serial)


def _calendar(serial: int, *, since_1904: bool) -> date | None:
    """Return the day of a number; none for a time alone and for days that never were."""
    if since_1904:
        return date(1904, 1, 1) + timedelta(days=min(serial, _LAST_SERIAL - 1_462))
    if serial in (0, _LEAP_BUG):
        return None
    return date(1899, 12, 31 if serial < _LEAP_BUG else 30) + timedelta(days=serial)


def _with_time(day: date | None, fraction: Decimal) -> str | CellError:
    if not fraction:
        return CellError.NO_DAY if day is None else day.isoformat()
    seconds = round(fraction * 86_400)
    clock = f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return clock if day is None else f"{day.isoformat()} {clock}"


def unescape(text: str) -> str:
    """Turn ``_x000D_`` into the character that it stands for; half a surrogate pair becomes the replacement."""
    if "_x" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def visible(text: str) -> str:
    """Return a text without the white space around it, and without characters that show nothing."""
    bare = text.strip()
    return bare if bare.isascii() else bare.translate(_UNSEEN).strip().strip(_INVISIBLE).strip()


def turning_mark(text: str) -> str | None:
    """Return the first character that makes a text look like another one by turning its direction, if there is any."""
    found = _TURNING.search(text)
    return None if found is None else found[0]


def error_named(text: str) -> CellError | None:
    """Return the error that a text is the name of, in English or Dutch."""
    name = text.upper()
    return _ERRORS.get(name) or _DUTCH_ERRORS.get(name)


def error_value(text: str) -> CellError:
    """Return the error that a cell of type error holds."""
    return error_named(text.strip()) or CellError.OTHER
