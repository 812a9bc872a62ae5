"""Account numbers, and the ranges and codes by which a mapping names them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal, NamedTuple

from xbrl_pipeline.workbook.cells import Cell

_NUMBER: Final = re.compile(r"([A-Za-z]*)([0-9]{1,18})([-./ ]?[0-9A-Za-z./ ]*)")
_SEPARATOR: Final = re.compile(r"^[-/]")
_RANGE: Final = re.compile(r"([A-Za-z]*[0-9]{1,18}) *(?:-|\u2013|t/m) *([A-Za-z]*[0-9]{1,18})")
_LEADING: Final = re.compile(r"\s*([A-Za-z]{0,3}[0-9][0-9.]*)(?:\s*[-\u2013:|]\s*|\s+)(?=[^\W\d_])(.*)", re.DOTALL)
_SIDES: Final[dict[Literal["debit", "credit"], frozenset[str]]] = {
    "debit": frozenset({"d", "debet", "debit", "dt", "deb", "db", "dr"}),
    "credit": frozenset({"c", "credit", "ct", "cred", "cr", "cd"}),
}
_SIDED: Final = re.compile(r"([0-9][0-9., ]*?) *([A-Za-z]+\.?)")
_CODE: Final = re.compile(r"([A-Za-z]+)(\*?)")
_LAST: Final = "\uffff"


class AccountNumber(NamedTuple):
    """An account number in its order: ``0100`` is 100, and ``4000.10`` stands between ``4000`` and ``4001``."""

    letters: str
    number: int
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """A range of account numbers as written in a mapping; both ends belong to it."""

    written: str
    first: AccountNumber
    last: AccountNumber

    def holds(self, number: AccountNumber) -> bool:
        """Tell whether an account lies in the range."""
        return self.first <= number <= self.last

    def meets(self, other: "Span") -> "Span | None":
        """Return what two ranges have in common."""
        first, last = max(self.first, other.first), min(self.last, other.last)
        return Span(self.written, first, last) if first <= last else None

    def covers(self, other: "Span") -> bool:
        """Tell whether another range lies wholly within this one."""
        return self.first <= other.first and other.last <= self.last


@dataclass(frozen=True, slots=True)
class RgsCode:
    """An RGS code as written in a mapping: ``BLimKas`` itself, or with ``*`` every code that begins so."""

    prefix: str
    open: bool

    @property
    def written(self) -> str:
        """The code as it stands in the mapping."""
        return self.prefix + "*" * self.open

    def holds(self, code: str) -> bool:
        """Tell whether a code of an account falls under it."""
        return code.startswith(self.prefix) if self.open else code == self.prefix

    def meets(self, other: "RgsCode") -> "RgsCode | None":
        """Return what two codes have in common: the narrower of the two."""
        narrow, wide = (
            (self, other) if (len(self.prefix), not self.open) > (len(other.prefix), not other.open) else (other, self)
        )
        return narrow if wide.holds(narrow.prefix) else None

    def covers(self, other: "RgsCode") -> bool:
        """Tell whether every account of another code falls under this one."""
        return self.holds(other.prefix) and (self.open or not other.open)


Name = Span | RgsCode


def read_account(text: str) -> AccountNumber | None:
    """Read the account number in a cell; None where the words are no account number.

    ``4000-10`` and ``4000/10`` are ``4000.10``: a mapping can only name the last of these.
    """
    match = _NUMBER.fullmatch(text.strip())
    return AccountNumber(match[1].upper(), int(match[2]), _SEPARATOR.sub(".", match[3].strip())) if match else None


def split_account(text: str) -> tuple[str, str]:
    """Split ``4000 - Salarissen`` into number and words; what has no number in front is all number, as it was."""
    match = _LEADING.fullmatch(text)
    return (match[1].rstrip("."), " ".join(match[2].split())) if match else (text, "")


def read_side(text: str) -> Literal["debit", "credit"] | None:
    """Read the letter or word that says on which side an amount stands."""
    word = text.strip().rstrip(".").casefold()
    return next((side for side, words in _SIDES.items() if word in words), None)


def split_side(cell: Cell) -> tuple[Cell, Literal["debit", "credit"] | None]:
    """Part an amount from the side behind it, as in ``1.234,56 D``; the cell itself where none is there."""
    found = _SIDED.fullmatch(cell.shown.strip()) if isinstance(cell.value, str) else None
    side = read_side(found[2]) if found is not None else None
    if found is None or side is None:
        return cell, None
    return replace(cell, value=found[1], shown=found[1]), side


def read_accounts(text: str) -> list[Span]:
    """Read ``4000-4099, 4210``; a part that is no number or range is a ValueError with that part."""
    return [_span(part) for part in _parts(text)]


def read_codes(text: str) -> list[RgsCode]:
    """Read ``WPerLes*, WPerSol``; a part that is no code is a ValueError with that part."""
    return [_code(part) for part in _parts(text)]


def read_names(text: str) -> list[Name]:
    """Read a list of accounts and codes: what has digits is an account."""
    return [_span(part) if any(char.isdigit() for char in part) else _code(part) for part in _parts(text)]


def shared(one: Iterable[Name], other: Iterable[Name], excepted: Iterable[Name]) -> tuple[Name, Name] | None:
    """Return the first two names of two lists that claim the same account, the excepted ones left out."""
    left_out = list(excepted)
    for mine in one:
        for yours in other:
            common = _common(mine, yours)
            if common is not None and not any(_covers(name, common) for name in left_out):
                return mine, yours
    return None


def _common(one: Name, other: Name) -> Name | None:
    if isinstance(one, Span) and isinstance(other, Span):
        return one.meets(other)
    if isinstance(one, RgsCode) and isinstance(other, RgsCode):
        return one.meets(other)
    return None  # a number and a code may name the same account: that shows only at the account


def _covers(name: Name, common: Name) -> bool:
    if isinstance(name, Span) and isinstance(common, Span):
        return name.covers(common)
    return isinstance(name, RgsCode) and isinstance(common, RgsCode) and name.covers(common)


def _parts(text: str) -> Iterator[str]:
    for part in text.replace(";", ",").split(","):
        if not part.strip():
            raise ValueError(text)
        yield part.strip()


def _span(part: str) -> Span:
    ends = _RANGE.fullmatch(part)
    first, last = (read_account(ends[1]), read_account(ends[2])) if ends else (read_account(part), read_account(part))
    if first is None or last is None or first.letters != last.letters or first > last:
        raise ValueError(part)
    return Span(part, first, last._replace(rest=_LAST) if ends else last)


def _code(part: str) -> RgsCode:
    match = _CODE.fullmatch(part)
    if match is None:
        raise ValueError(part)
    return RgsCode(match[1], bool(match[2]))
