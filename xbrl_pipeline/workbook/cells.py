"""What a workbook holds: sheets with the cells that are not empty, and nothing of how a spreadsheet stores them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import Enum, unique
from functools import cached_property

from xbrl_pipeline.model.cells import CellRef


@unique
class CellError(Enum):
    """A cell without a usable value. The values are Excel's own names, as it stores them in any language."""

    NOT_CALCULATED = "not calculated"  # a formula whose result was never stored
    DAMAGED = "damaged"  # the file itself is wrong at this cell
    DIGITS = "too many digits"  # a spreadsheet keeps 15; the others are lost or made up
    NO_DAY = "no such day"  # a day number that no calendar has, such as 60 in that of 1900
    NULL = "#NULL!"
    DIVISION_BY_ZERO = "#DIV/0!"
    VALUE = "#VALUE!"
    REFERENCE = "#REF!"
    NAME = "#NAME?"
    NUMBER = "#NUM!"
    NOT_AVAILABLE = "#N/A"
    OTHER = "#"


CellValue = Decimal | date | str | bool | CellError


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that is not empty. ``shown`` is what a reader sees: decimal comma, no thousands, ``31-12-2025``.

    ``noise`` is the number as stored where the value is that number without the noise of binary arithmetic.
    """

    ref: CellRef
    value: CellValue
    shown: str
    formula: bool = False
    noise: Decimal | None = None
    source: str = ""  # the formula itself, as stored; of a shared one that of its first cell


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were joined into one; only the first of them is seen. Rows and columns are 1-based and inclusive."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class SheetCells:
    """A sheet and its cells, in reading order. Hidden rows and columns are read like any other."""

    name: str
    cells: tuple[Cell, ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: tuple[tuple[int, int], ...] = ()  # first and last of each run
    merges: tuple[Merge, ...] = ()
    turned: bool = False  # its rows are columns of the sheet, and its columns rows
    places: Mapping[tuple[int, int], CellRef] = field(default_factory=dict)  # where cells stand that were moved here

    @cached_property
    def by_place(self) -> dict[tuple[int, int], Cell]:
        """Cells by row and column."""
        return {(cell.ref.row, cell.ref.column): cell for cell in self.cells}

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell at a place, None when it is empty."""
        return self.by_place.get((row, column))

    def place(self, row: int, column: int) -> CellRef:
        """Return how a person knows a place: by the row and column of the sheet itself."""
        ref = CellRef(self.name, row, column)
        return self.places.get((row, column), ref.turned() if self.turned else ref)

    def turn(self) -> "SheetCells":
        """Return the sheet with rows and columns exchanged: cells, merges and what is hidden."""
        cells = [replace(cell, ref=cell.ref.turned()) for cell in self.cells]
        columns = {cell.ref.column for cell in self.cells}
        return replace(
            self,
            cells=tuple(sorted(cells, key=lambda cell: cell.ref)),
            hidden_rows=frozenset(
                column for column in columns if any(first <= column <= last for first, last in self.hidden_columns)
            ),
            hidden_columns=tuple((row, row) for row in sorted(self.hidden_rows)),
            merges=tuple(
                Merge(merge.first_column, merge.first_row, merge.last_column, merge.last_row) for merge in self.merges
            ),
            turned=not self.turned,
        )

    def hides(self, ref: CellRef) -> bool:
        """Tell whether a reader of the sheet does not see a cell."""
        columns = any(first <= ref.column <= last for first, last in self.hidden_columns)
        return self.hidden or columns or ref.row in self.hidden_rows


@dataclass(frozen=True, slots=True)
class CellSum:
    """A formula that only adds, subtracts or multiplies by constants, worked out again from the cells it names."""

    formula: str
    value: Decimal
    holds: bool  # the stored result is this value, but for the noise of binary arithmetic


@dataclass(frozen=True, slots=True)
class FileNote:
    """Something to say about a file as a whole: the code of a sentence, and what fills its gaps."""

    code: str
    params: Mapping[str, str | int]


@dataclass(frozen=True)
class Workbook:
    """The sheets in their order. ``sha256`` is of the very bytes that were read.

    ``untyped``: the file knows texts only (csv), so that amounts written as text are nothing to remark upon.
    """

    sheets: tuple[SheetCells, ...]
    sha256: str = ""
    notes: tuple[FileNote, ...] = ()
    sums: Mapping[CellRef, CellSum] = field(default_factory=dict)
    untyped: bool = False
