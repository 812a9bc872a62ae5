"""What a workbook holds: sheets with the cells that are not empty, and nothing of how Excel stores them."""

from dataclasses import dataclass
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
    """One cell that is not empty. ``shown`` is what a reader sees: decimal comma, no thousands, ``31-12-2025``."""

    ref: CellRef
    value: CellValue
    shown: str
    formula: bool = False


@dataclass(frozen=True)
class SheetCells:
    """A sheet and its cells, in reading order."""

    name: str
    cells: tuple[Cell, ...]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    def unseen(self, ref: CellRef) -> bool:
        """Tell whether a reader of the sheet does not see a cell."""
        return self.hidden or ref.row in self.hidden_rows or ref.column in self.hidden_columns

    @cached_property
    def by_place(self) -> dict[tuple[int, int], Cell]:
        """Cells by row and column."""
        return {(cell.ref.row, cell.ref.column): cell for cell in self.cells}

    def at(self, row: int, column: int) -> Cell | None:
        """Return the cell at a place, None when it is empty."""
        return self.by_place.get((row, column))


@dataclass(frozen=True)
class Workbook:
    """The sheets in their order. ``sha256`` is of the very bytes that were read."""

    sheets: tuple[SheetCells, ...]
    sha256: str = ""
