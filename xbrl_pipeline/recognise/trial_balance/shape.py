"""The accounts of a sheet as a list: the column with their numbers, their words, and what stands beside them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.trial_balance.numbers import AccountNumber, read_account, split_account, split_side
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.notation import Number, read_number

_CHAPTERS: Final = 100  # below it a number with points is that of a chapter: 1.1.2.01
_LONGEST: Final = 10  # digits of an account number
_ACCOUNT: Final = re.compile(
    r"[A-Za-z]{0,15}[0-9]{2,10}(?:[-./ ][0-9A-Za-z]{1,8}){0,3}|[0-9]{1,2}(?:[-./ ][0-9]{1,4}){0,6}"
)


@dataclass(frozen=True)
class AccountLine:
    """A row with an account: ``number`` as the sheet shows it."""

    row: int
    key: AccountNumber
    number: str
    words: str
    place: int  # how many headings stand above it


@dataclass(frozen=True)
class Shape:
    """A sheet as a list of accounts. Columns are numbers; ``words`` is None where they stand behind the number."""

    sheet: SheetCells
    account: int
    words: int | None
    lines: tuple[AccountLine, ...]
    heads: tuple[int, ...]  # rows with headers
    codes: int | None  # RGS
    letters: tuple[int, ...]  # columns that say D or C
    amounts: tuple[int, ...]
    beside: tuple[int, ...]  # numbers that are no amounts: cost centres, periods
    texts: tuple[int, ...]  # words that many accounts share

    @cached_property
    def rows(self) -> dict[int, list[Cell]]:
        """Every row with its cells."""
        return by_row(self.sheet.cells)

    @cached_property
    def repeated(self) -> bool:
        """Whether an account stands in several rows."""
        return len({line.key for line in self.lines}) < len(self.lines)

    @cached_property
    def width(self) -> int:
        """How many digits the account numbers have: 10 is account 0010 where others have four."""
        return max(len(str(line.key.number)) for line in self.lines)

    @cached_property
    def group_columns(self) -> tuple[int, ...]:
        """The columns with words of groups: one for each account, and few of them."""
        found = []
        for column in self.texts:
            words: dict[AccountNumber, set[str]] = {}
            for line in self.lines:
                cell = self.sheet.at(line.row, column)
                words.setdefault(line.key, set()).add(cell.shown.strip() if cell is not None else "")
            distinct = {word for each in words.values() for word in each}
            if all(len(each) == 1 for each in words.values()) and 2 * len(distinct) <= len(words):
                found.append(column)
        return tuple(found)

    def digits(self, key: AccountNumber) -> str:
        """Return an account number as the plan of accounts has it."""
        chapter = key.rest if key.number < _CHAPTERS else ""
        return key.letters + str(key.number).zfill(self.width) + chapter

    def head(self, column: int) -> str:
        """Return the words above a column; a head over several columns counts for each of them."""
        return " ".join(filter(None, (self.head_at(row, column) for row in self.heads)))

    def head_at(self, row: int, column: int) -> str:
        """Return the words above a column in one of the rows with headers."""
        cell = self.sheet.at(row, column) or self._spread(row, column)
        return " ".join(cell.shown.split()) if cell is not None else ""

    def _spread(self, row: int, column: int) -> Cell | None:
        """Return the head to the left that runs on over a column: merged, or above lower heads of its own."""
        for merge in self.sheet.merges:
            if merge.first_row <= row <= merge.last_row and merge.first_column <= column <= merge.last_column:
                return self.sheet.at(merge.first_row, merge.first_column)
        lower = [other for other in self.heads if other > row and self.sheet.at(other, column) is not None]
        if not lower or column not in (*self.amounts, *self.letters):
            return None
        left = [c for c in (*self.amounts, *self.letters) if c < column and self.sheet.at(row, c) is not None]
        return self.sheet.at(row, max(left)) if left else None


def by_row(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    """Return cells by row."""
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.ref.row, []).append(cell)
    return rows


def amount_of(cell: Cell | None) -> Decimal:
    """Return the amount in a cell; nothing for words and for what has two readings."""
    if cell is None:
        return Decimal(0)
    if isinstance(cell.value, Decimal):
        return cell.value
    bare, side = split_side(cell)
    read = read_number(bare.shown) if isinstance(cell.value, str) else None
    value = read.value if isinstance(read, Number) and not read.percent else Decimal(0)
    return -value if side == "credit" else value


def account_of(cell: Cell) -> AccountNumber | None:
    """Read the account number in a cell."""
    if isinstance(cell.value, Decimal):
        whole = cell.value >= 1 and cell.value % 1 == 0 and len(str(int(cell.value))) <= _LONGEST
        return AccountNumber("", int(cell.value)) if whole else None
    if not isinstance(cell.value, str):
        return None
    number, _ = split_account(cell.shown.strip())
    return read_account(number) if _ACCOUNT.fullmatch(number) else None
