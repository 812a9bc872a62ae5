"""A workbook as plain values: its sheets, their cells, and what the mapping file says of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from samples.builder.boards import Board
from samples.builder.tables import Line
from xbrl_pipeline.model.cells import CellRef, column_letters

CellValue = date | int | str | None
Overrides = Mapping[tuple[str, str], object]
Means = Literal["current", "previous", "budget", "value", "note"]


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell; ``parts`` are weight and row of what its formula adds up in the same column."""

    row: int
    column: int
    value: CellValue
    style: str
    parts: tuple[tuple[int, int], ...] = ()
    concept: str = ""

    @property
    def address(self) -> str:
        """The address inside the sheet: ``D10``."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True, slots=True)
class Column:
    """A column that the mapping file names; ``header`` is what a reader sees above it."""

    column: int
    means: Means
    header: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row that the mapping file names."""

    label: str
    number: str = ""
    concept: str = ""
    reversed: bool = False
    start: bool = False

    @classmethod
    def of(cls, line: Line) -> "Row":
        """Return the row of a statement line."""
        return cls(line.label, line.number, line.concept, line.reversed, line.start)


@dataclass(frozen=True, slots=True)
class SheetContent:
    """One sheet. Without ``columns`` or ``trial_balance`` it holds prose only."""

    name: str
    cells: tuple[Cell, ...]
    widths: tuple[tuple[int, int], ...]
    statement: Literal["separate", "consolidated", "none"] = "none"
    header_row: int = 0
    line_column: int = 0
    label_column: int = 0
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    trial_balance: Mapping[str, Any] | None = None  # what the mapping file says of it, where it is one


@dataclass(frozen=True, slots=True)
class BoardWorkbook:
    """The workbook of one board."""

    board: Board
    sheets: tuple[SheetContent, ...]
    report: str = "jaarverantwoording"

    def sheet(self, name: str) -> SheetContent:
        """Return a sheet by name; KeyError if there is none."""
        found = [sheet for sheet in self.sheets if sheet.name == name]
        if not found:
            raise KeyError(name)
        return found[0]


def input_cells(workbook: BoardWorkbook) -> list[tuple[str, str, int, str]]:
    """Return sheet, address, value and concept of each amount that is typed rather than computed."""
    return [
        (sheet.name, cell.address, cell.value, cell.concept)
        for sheet in workbook.sheets
        if sheet.statement != "none"
        for cell in sheet.cells
        if cell.concept and not cell.parts and isinstance(cell.value, int)
    ]


def with_overrides(workbook: BoardWorkbook, overrides: Overrides) -> BoardWorkbook:
    """Return the workbook with other values typed into cells; formulas keep the values they had."""
    unknown = {sheet for sheet, _ in overrides} - {sheet.name for sheet in workbook.sheets}
    if unknown:
        raise KeyError(*unknown)
    sheets = (_overridden(sheet, _of_sheet(overrides, sheet.name)) for sheet in workbook.sheets)
    return replace(workbook, sheets=tuple(sheets))


def recalculated(workbook: BoardWorkbook) -> BoardWorkbook:
    """Return the workbook as Excel shows it after working out every formula again."""
    sheets = (replace(sheet, cells=_recalculated(sheet.cells)) for sheet in workbook.sheets)
    return replace(workbook, sheets=tuple(sheets))


def _of_sheet(overrides: Overrides, name: str) -> dict[str, object]:
    return {address: value for (sheet, address), value in overrides.items() if sheet == name}


def _overridden(sheet: SheetContent, values: dict[str, object]) -> SheetContent:
    missing = set(values) - {cell.address for cell in sheet.cells}
    if missing:
        raise KeyError(*(CellRef.parse(f"{sheet.name}!{address}") for address in sorted(missing)))
    cells = (_typed(cell, values[cell.address]) if cell.address in values else cell for cell in sheet.cells)
    return replace(sheet, cells=tuple(cells))


def _typed(cell: Cell, value: object) -> Cell:
    if value is not None and not isinstance(value, date | int | str):
        raise TypeError(value)
    return replace(cell, value=value, parts=())


def _recalculated(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    grid = {(cell.row, cell.column): cell for cell in cells}

    def amount(cell: Cell) -> int:
        if cell.parts:
            return sum(weight * amount(grid[row, cell.column]) for weight, row in cell.parts)
        return cell.value if isinstance(cell.value, int) else 0

    return tuple(replace(cell, value=amount(cell)) if cell.parts else cell for cell in cells)
