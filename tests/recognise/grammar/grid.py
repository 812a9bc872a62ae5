"""Cells, blocks and sheets before they are written: what stands where, and what it means."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

Value = str | int | float | date | None
Kind = Literal["fact", "optional", "neutral", "forbidden", "entity"]


@dataclass(frozen=True)
class Mark:
    """What a cell means: a fact, an optional fact, not judged, not to be reported, an entity datum."""

    kind: Kind
    concept: str = ""
    period: str = ""
    scope: str = ""
    value: int = 0
    scale: int = 1
    sign: int = 1
    why: str = ""
    group: str = ""  # part of a sum: cells of one group add up to the value


@dataclass(frozen=True)
class Face:
    """How a cell looks."""

    bold: bool = False
    italic: bool = False
    indent: int = 0
    form: str = "General"
    align: str = ""
    top: int = 0
    bottom: int = 0
    fill: str = ""
    color: str = ""
    size: int = 0
    wrap: bool = False


@dataclass(eq=False)
class Cell:
    """One cell."""

    value: Value = None
    face: Face = Face()
    number: Decimal | None = None
    marks: list[Mark] = field(default_factory=list)
    parts: tuple[tuple[int, Cell], ...] = ()
    comment: str = ""


@dataclass(eq=False)
class Relation:
    """A total cell and the cells that add up to it, in terms of the numbers in the cells."""

    name: str
    total: Cell
    parts: list[tuple[int, Cell]]
    slack: Decimal = Decimal(0)


@dataclass(eq=False)
class Block:
    """A rectangle of cells that can be placed on a sheet."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    widths: dict[int, float] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_cols: set[int] = field(default_factory=set)

    def put(self, row: int, col: int, cell: Cell) -> Cell:
        """Place a cell; a place may be filled once."""
        if (row, col) in self.cells:
            raise ValueError(f"cell {row},{col} twice: {self.cells[row, col].value!r} and {cell.value!r}")
        self.cells[row, col] = cell
        return cell

    def text(self, row: int, col: int, value: Value, face: Face = Face(), mark: Mark | None = None) -> Cell:
        """Place a text, year or date."""
        return self.put(row, col, Cell(value, face, marks=[mark] if mark else []))

    @property
    def height(self) -> int:
        """Number of rows in use."""
        return max((r for r, _ in self.cells), default=-1) + 1

    @property
    def width(self) -> int:
        """Number of columns in use."""
        return max((c for _, c in self.cells), default=-1) + 1

    def place(self, other: Block, row: int, col: int) -> None:
        """Copy another block onto this one."""
        for (r, c), cell in other.cells.items():
            self.put(r + row, c + col, cell)
        self.merges += [(a + row, b + col, c + row, d + col) for a, b, c, d in other.merges]
        for c, w in other.widths.items():
            self.widths[c + col] = max(w, self.widths.get(c + col, 0))
        self.hidden_rows |= {r + row for r in other.hidden_rows}
        self.hidden_cols |= {c + col for c in other.hidden_cols}

    def open_rows(self, at: int, count: int = 1) -> None:
        """Insert empty rows before row `at`."""
        self.cells = {(r + count if r >= at else r, c): cell for (r, c), cell in self.cells.items()}
        self.merges = [(a + count if a >= at else a, b, c + count if c >= at else c, d) for a, b, c, d in self.merges]
        self.hidden_rows = {r + count if r >= at else r for r in self.hidden_rows}

    def open_cols(self, at: int, count: int = 1) -> None:
        """Insert empty columns before column `at`."""
        self.cells = {(r, c + count if c >= at else c): cell for (r, c), cell in self.cells.items()}
        self.merges = [(a, b + count if b >= at else b, c, d + count if d >= at else d) for a, b, c, d in self.merges]
        self.widths = {c + count if c >= at else c: w for c, w in self.widths.items()}
        self.hidden_cols = {c + count if c >= at else c for c in self.hidden_cols}


@dataclass(eq=False)
class Sheet(Block):
    """A sheet of the workbook."""

    name: str = ""
    state: str = "visible"
    footer: str = ""
    header: str = ""
    freeze: tuple[int, int] | None = None
    gridlines: bool = True
    landscape: bool = False
    zoom: int = 100


@dataclass(eq=False)
class Workbook:
    """The whole workbook with what the key needs besides the cells."""

    sheets: list[Sheet] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    formulas: float = 0.0
    title: str = ""
    author: str = ""

    def relate(self, relations: Iterable[Relation]) -> None:
        """Remember which cells add up."""
        self.relations.extend(relations)
