"""Finding the codes of a template in a workbook, wherever sheets, rows and columns have gone since."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final
from urllib.parse import unquote

from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.template.codes import FINGERPRINT, SHEET, SKIP, Aspects, CodeNames
from xbrl_pipeline.template.fingerprint import BoundSheet, Fingerprint, read_fingerprint
from xbrl_pipeline.workbook.cells import Cell, SheetCells, Workbook

_WIDTH: Final = 6
_CORNER_PARTS: Final = 4


@dataclass(frozen=True, slots=True)
class CodeCell:
    """A cell of the code row or column; no aspects where its text is no code of this taxonomy."""

    cell: Cell
    aspects: Aspects | None

    @property
    def skips(self) -> bool:
        """Whether the user asked to skip the row or column."""
        return self.cell.shown == SKIP


@dataclass(frozen=True)
class BoundCells:
    """A sheet with its codes by row and by column, and the sheet of the template that it was."""

    sheet: SheetCells
    made: BoundSheet | None  # none where it cannot be told
    corner: CellRef | None
    foreign: str  # taxonomy and report of another template, or empty
    rows: dict[int, CodeCell]
    columns: dict[int, CodeCell]

    @property
    def is_table(self) -> bool:
        """Whether rows name their members."""
        return any(code.aspects is not None and code.aspects.key is not None for code in self.columns.values())

    @property
    def code_cells(self) -> frozenset[CellRef]:
        """The cells that hold codes."""
        found = {code.cell.ref for code in (*self.rows.values(), *self.columns.values())}
        return frozenset(found | ({self.corner} if self.corner else set()))


def find_fingerprint(book: Workbook) -> Fingerprint | None:
    """Return the fingerprint of a workbook; None where it was not made by ``template``."""
    for sheet in book.sheets:
        corner = next((cell for cell in sheet.cells if cell.value == FINGERPRINT), None)
        if corner is not None:
            found = read_fingerprint(_texts(sheet, corner.ref))
            if found is not None:
                return replace(found, own=sheet.name)
    return None


def has_codes(book: Workbook) -> bool:
    """Tell whether a workbook has sheets of a template, with or without its fingerprint."""
    return any(_is_corner(cell) for sheet in book.sheets for cell in sheet.cells)


def _texts(sheet: SheetCells, corner: CellRef) -> Iterator[list[str]]:
    rows = sorted({cell.ref.row for cell in sheet.cells if cell.ref.row >= corner.row})
    for row in rows:
        cells = (sheet.at(row, column) for column in range(corner.column, corner.column + _WIDTH))
        yield [cell.shown if cell is not None else "" for cell in cells]


def bound_sheets(book: Workbook, fingerprint: Fingerprint, names: CodeNames) -> Iterator[BoundCells | SheetCells]:
    """Give every sheet but the fingerprint: with its codes, or bare where it has none."""
    for sheet in book.sheets:
        if sheet.name != fingerprint.own:
            found = _bind(sheet, fingerprint, names)
            yield found if found is not None else sheet


def _bind(sheet: SheetCells, fingerprint: Fingerprint, names: CodeNames) -> BoundCells | None:
    corner = next((cell for cell in sheet.cells if _is_corner(cell)), None)
    made, foreign = _origin(corner, fingerprint)
    if corner is None:
        made = _by_title(sheet, fingerprint) or _by_codes(sheet, fingerprint)
    row = corner.ref.row if corner else _most(sheet, _codes(made, "columns"), by_row=True)
    column = corner.ref.column if corner else _most(sheet, _codes(made, "rows"), by_row=False)
    if corner is None and row is None and column is None and _by_title(sheet, fingerprint) is None:
        return None
    found = [cell for cell in sheet.cells if corner is None or cell.ref != corner.ref]
    rows = {cell.ref.row: _code(cell, names) for cell in found if cell.ref.column == column and cell.ref.row != row}
    columns = {
        cell.ref.column: _code(cell, names) for cell in found if cell.ref.row == row and cell.ref.column != column
    }
    return BoundCells(sheet, made, corner.ref if corner else None, foreign, rows, columns)


def _is_corner(cell: Cell) -> bool:
    return isinstance(cell.value, str) and cell.value.startswith(f"{SHEET} ")


def _origin(corner: Cell | None, fingerprint: Fingerprint) -> tuple[BoundSheet | None, str]:
    parts = corner.shown.split() if corner is not None else []
    if len(parts) != _CORNER_PARTS:
        return None, ""
    _, taxonomy, report, code = map(unquote, parts)
    if (taxonomy, report) != (fingerprint.taxonomy, fingerprint.report):
        return None, f"{taxonomy} {report}"
    return next((sheet for sheet in fingerprint.sheets if sheet.code == code), None), ""


def _code(cell: Cell, names: CodeNames) -> CodeCell:
    return CodeCell(cell, names.read(cell.shown) if isinstance(cell.value, str) and cell.shown != SKIP else None)


def _by_title(sheet: SheetCells, fingerprint: Fingerprint) -> BoundSheet | None:
    return next((made for made in fingerprint.sheets if fold(made.title) == fold(sheet.name)), None)


def _by_codes(sheet: SheetCells, fingerprint: Fingerprint) -> BoundSheet | None:
    """Recognise a sheet by the codes of its rows, where they can be of one sheet only."""
    shown = {cell.shown for cell in sheet.cells if isinstance(cell.value, str)}
    counts = {made.code: len(shown & {row.code for row in made.rows}) for made in fingerprint.sheets}
    best = max(counts, key=lambda code: counts[code], default="")
    return next((made for made in fingerprint.sheets if made.code == best and counts[best]), None)


def _codes(made: BoundSheet | None, kind: str) -> frozenset[str]:
    bound = () if made is None else made.rows if kind == "rows" else made.columns
    return frozenset(each.code for each in bound) | (frozenset({"@row"}) if kind == "rows" else frozenset())


def _most(sheet: SheetCells, codes: Iterable[str], *, by_row: bool) -> int | None:
    """Return the row or column with most of these codes, for a sheet whose corner was overwritten."""
    known = frozenset(codes)
    cells = [cell.ref for cell in sheet.cells if isinstance(cell.value, str) and cell.shown in known]
    counts = Counter(ref.row if by_row else ref.column for ref in cells)
    return counts.most_common(1)[0][0] if counts else None
