"""A cell in a workbook, as people name it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import Self

_A = ord("A")
_LETTERS = 26
_SHOWN = 16  # places that are named before the middle is left out


@lru_cache(maxsize=2_048)
def column_letters(column: int) -> str:
    """Return the letters of a 1-based column number: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, _LETTERS)
        letters = chr(_A + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Return the 1-based number of a column named by letters."""
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - _A + 1
    return number


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell; row and column are 1-based. ``str()`` gives ``Balans!D10``."""

    sheet: str
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.sheet}!{column_letters(self.column)}{self.row}"

    @property
    def address(self) -> str:
        """The address inside the sheet: ``D10``."""
        return f"{column_letters(self.column)}{self.row}"

    def turned(self) -> Self:
        """Return the place of this cell when rows and columns are exchanged."""
        return type(self)(self.sheet, self.column, self.row)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read what ``str()`` wrote; the sheet may itself hold an exclamation mark."""
        sheet, _, address = text.rpartition("!")
        letters = address.rstrip("0123456789")
        return cls(sheet, int(address[len(letters) :]), column_number(letters))


def cells_text(cells: Iterable[CellRef]) -> str:
    """Write cells so that a sheet is named once: ``Balans!D10, D12; Kasstroom!C3``; of many the first and the last."""
    groups = groupby(cells, key=lambda cell: cell.sheet)
    return "; ".join(f"{sheet}!{in_short([cell.address for cell in group])}" for sheet, group in groups)


def in_short(found: Sequence[str]) -> str:
    """Write places one after the other; of many the first and the last, with their number."""
    if len(found) <= _SHOWN:
        return ", ".join(found)
    return f"{', '.join(found[: _SHOWN // 2])}, … {found[-1]} ({len(found)})"
