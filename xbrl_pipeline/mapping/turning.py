"""Turned blocks of a sheet: their cells are read with rows and columns exchanged, and named as they stand."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from xbrl_pipeline.mapping.account import account_for
from xbrl_pipeline.mapping.locate import expected_headers, header_text
from xbrl_pipeline.mapping.plan import MappingPlan, PlannedSheet
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.words import NOBODY, Pen, Remark, RemarkSubject, fold
from xbrl_pipeline.model.cells import CellRef, column_letters, column_number
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.workbook.cells import Cell, SheetCells

# remarks whose words speak of rows and columns, and those for a table in which these changed places
_WORDED: Final = {
    "mapping.header_empty": "mapping.header_empty.turned",
    "mapping.header_differs": "mapping.header_differs.turned",
    "mapping.header_moved": "mapping.header_moved.turned",
    "mapping.line_missing.similar": "mapping.line_missing.similar_turned",
    "mapping.line_twice": "mapping.line_twice.turned",
    "mapping.line_count": "mapping.line_count.turned",
    "mapping.label_differs": "mapping.label_differs.turned",
    "mapping.row_unmapped": "mapping.row_unmapped.turned",
    "mapping.column_unmapped": "mapping.column_unmapped.turned",
}


def split_turned(
    blocks: Sequence[PlannedSheet], sheet: SheetCells, tally: Tally
) -> tuple[list[tuple[PlannedSheet, SheetCells]], SheetCells]:
    """Give each turned block its cells, rows and columns exchanged, and return what is left of the sheet.

    A block whose periods all stand so many rows higher or lower is followed, and said to have moved.
    """
    planned = [block for block in blocks if block.sheet.turned]
    if not planned:
        return [], sheet
    whole = sheet.turn()
    turned = [_followed(block, _step(block, planned, whole), sheet, tally) for block in planned]
    upright = [block for block in blocks if not block.sheet.turned]
    views: list[tuple[PlannedSheet, SheetCells]] = []
    taken: set[CellRef] = set()
    for block in turned:
        mine = tuple(cell for cell in _own(block, turned, upright, whole) if cell.ref not in taken)
        taken |= {cell.ref for cell in mine}
        views.append((block, replace(whole, cells=mine)))
    return views, replace(sheet, cells=tuple(cell for cell in sheet.cells if cell.ref.turned() not in taken))


def account_for_turned(plan: MappingPlan, planned: PlannedSheet, view: SheetCells, tally: Tally) -> None:
    """Give every cell of a turned block its fate, as of an upright one, and write it down where the cell stands."""
    sums = {ref.turned(): found for ref, found in tally.book.sums.items() if ref.sheet == view.name}
    own = Tally(_TurnedPen(tally.pen.messages), replace(tally.book, sheets=(view,), sums=sums))
    account_for(plan, planned, view, own)
    tally.absorb(own, CellRef.turned)


def _step(block: PlannedSheet, turned: Sequence[PlannedSheet], whole: SheetCells) -> int:
    """Return by how many rows of the sheet a block has moved: tables with the same periods keep their order."""
    places = _places(block, whole)
    alike = sorted(_first(other) for other in turned if _places(other, whole) == places)
    return places[alike.index(_first(block))] - _first(block) if len(places) == len(alike) else 0


def _places(block: PlannedSheet, whole: SheetCells) -> list[int]:
    """Return every row of the sheet where all periods of a block could begin."""
    expected, heads = expected_headers(block), block.sheet.header_rows
    first = min(expected, default=0)
    return [
        place
        for place in sorted({cell.ref.column for cell in whole.cells if cell.ref.row in heads})
        if expected and all(_stands(whole, heads, number + place - first, text) for number, text in expected.items())
    ]


def _stands(whole: SheetCells, heads: Sequence[int], number: int, text: str) -> bool:
    return fold(header_text(whole, heads, number)) == fold(text)


def _first(block: PlannedSheet) -> int:
    return min(expected_headers(block), default=0)


def _followed(block: PlannedSheet, step: int, sheet: SheetCells, tally: Tally) -> PlannedSheet:
    """Return a block with its rows of the sheet moved."""
    if step == 0:
        return block
    first, named = _first(block), block.sheet
    lines = [replace(each, line=each.line.model_copy(update=_moved(each.line.column, step))) for each in block.lines]
    columns = [column.model_copy(update=_moved(column.column, step)) for column in named.columns]
    update: dict[str, Any] = {
        "columns": columns,
        "label_column": _moved(named.label_column, step)["column"],
        "line_column": _moved(named.line_column, step)["column"],
        "lines": [each.line for each in lines],
    }
    remark = Remark("mapping.turned_moved", {"row": str(first), "found": str(first + step)}, Severity.INFO)
    tally.note(remark, CellRef(sheet.name, first + step, named.header_rows[0]))
    return PlannedSheet(named.model_copy(update=update), tuple(lines))


def _moved(columns: str | list[str] | None, step: int) -> dict[str, Any]:
    if isinstance(columns, list):
        return {"column": [column_letters(column_number(column) + step) for column in columns]}
    return {"column": None if columns is None else column_letters(column_number(columns) + step)}


def _own(
    block: PlannedSheet, turned: Sequence[PlannedSheet], upright: Sequence[PlannedSheet], whole: SheetCells
) -> list[Cell]:
    """Return the cells of a block: from below the block above it, whose titles may say a unit, to its last period.

    Where an upright block begins above its end it has its own rows only: that block may reach as far as these.
    """
    low, high = _span(block)
    if all(other.sheet.first_row > high for other in upright):
        low = max((_span(other)[1] for other in turned if _span(other)[1] < low), default=0) + 1
    first, last = block.sheet.first_row, block.sheet.last_row
    return [
        cell
        for cell in whole.cells
        if low <= cell.ref.column <= high and first <= cell.ref.row and (last is None or cell.ref.row <= last)
    ]


def _span(block: PlannedSheet) -> tuple[int, int]:
    rows = [column_number(column) for column in block.sheet.named_columns]
    return min(rows), max(rows)


@dataclass(frozen=True, slots=True)
class _TurnedPen(Pen):
    """Writes findings about cells of a turned sheet as a reader of the sheet knows them."""

    def write(
        self, remark: Remark, *cells: CellRef, about: RemarkSubject = NOBODY, because: tuple[CellRef, ...] = ()
    ) -> Finding:
        return Pen(self.messages).write(
            _turned_remark(remark),
            *(cell.turned() for cell in cells),
            about=about,
            because=tuple(cell.turned() for cell in because),
        )


def _turned_remark(remark: Remark) -> Remark:
    """Return a remark whose rows are the columns of the sheet, and the other way round."""
    params = dict(remark.params)
    for name in ("row", "found"):
        if name in params:
            params[name] = column_letters(int(str(params[name])))
    if "column" in params:
        params["column"] = str(column_number(str(params["column"])))
    if "sign" in params:  # the place of a minus sign beside an amount
        params["sign"] = str(CellRef.parse(str(params["sign"])).turned())
    rows, columns = params.get("rows"), params.get("columns")
    if isinstance(rows, tuple):
        params["rows"] = params["columns"] = tuple(column_letters(int(row)) for row in rows)
    if isinstance(columns, tuple):
        params["rows"] = tuple(str(column_number(column)) for column in columns)
    return replace(remark, code=_WORDED.get(remark.code, remark.code), params=params)
