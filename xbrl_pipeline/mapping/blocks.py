"""The blocks of a sheet: which of its cells belong to which table, also after rows were inserted above them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from xbrl_pipeline.mapping.locate import header_places, rows_with
from xbrl_pipeline.mapping.plan import PlannedSheet
from xbrl_pipeline.model.cells import CellRef, column_number
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_Block = tuple[PlannedSheet, SheetCells]


def split(blocks: Sequence[PlannedSheet], sheet: SheetCells, ignored: Iterable[str]) -> tuple[list[_Block], SheetCells]:
    """Give each block the cells that are its own, and return what is left: cells of no block.

    Cells of ignored areas (``G5:K30``) are in neither.
    """
    free = without(sheet, ignored)
    pairs: list[_Block] = []
    for planned, first, last in _ranges(blocks, free):
        left, right = _territory(planned, blocks)
        mine = [cell for cell in free.cells if first <= cell.ref.row <= last and left <= cell.ref.column <= right]
        pairs.append((planned, replace(sheet, cells=tuple(mine))))
    taken = {cell.ref for _, block in pairs for cell in block.cells}
    return pairs, replace(sheet, cells=tuple(cell for cell in free.cells if cell.ref not in taken))


def without(sheet: SheetCells, areas: Iterable[str]) -> SheetCells:
    """Return a sheet without the cells of some areas."""
    corners = [_corners(area) for area in areas]
    return replace(sheet, cells=tuple(cell for cell in sheet.cells if not any(_lies(cell, *area) for area in corners)))


def within(sheet: SheetCells, area: str) -> list[Cell]:
    """Return the cells of an area."""
    return [cell for cell in sheet.cells if _lies(cell, *_corners(area))]


def _corners(area: str) -> tuple[CellRef, CellRef]:
    first, _, last = area.partition(":")
    return CellRef.parse(f"!{first}"), CellRef.parse(f"!{last or first}")


def _lies(cell: Cell, first: CellRef, last: CellRef) -> bool:
    return first.row <= cell.ref.row <= last.row and first.column <= cell.ref.column <= last.column


def _ranges(blocks: Sequence[PlannedSheet], sheet: SheetCells) -> list[tuple[PlannedSheet, int, int]]:
    """Return first and last row of each block. A block moves with its headers, and its end with the next block."""
    far = max((cell.ref.row for cell in sheet.cells), default=1)
    steps = {id(planned): _step(planned, blocks, sheet) for planned in blocks}
    ranges = []
    for planned in blocks:
        last = planned.sheet.last_row
        below = [other for other in blocks if last is not None and other.sheet.first_row > last]
        following = min(below, key=lambda other: other.sheet.first_row, default=planned)
        end = far if last is None else last + steps[id(following)]
        ranges.append((planned, planned.sheet.first_row + steps[id(planned)] if planned.sheet.rows else 1, end))
    return ranges


def _step(planned: PlannedSheet, blocks: Sequence[PlannedSheet], sheet: SheetCells) -> int:
    """Return by how many rows a block has moved: tables with the same headers keep their order."""
    start = _start(planned)
    if start is None or not planned.sheet.rows:
        return 0
    places = _places(planned, sheet)
    alike = [other for other in blocks if _start(other) is not None and _places(other, sheet) == places]
    order = sorted(alike, key=lambda other: _start(other) or 0)
    if len(places) != len(order):
        return 0
    return places[next(place for place, other in enumerate(order) if other is planned)] - start


def _start(planned: PlannedSheet) -> int | None:
    """Return the row by which it is seen that a block has moved: that of its headers, or else its first."""
    if planned.sheet.header_rows:
        return planned.sheet.header_rows[0]
    return None if planned.sheet.start is None else planned.sheet.first_row


def _places(planned: PlannedSheet, sheet: SheetCells) -> list[int]:
    """Return every row where the headers of a block, or else its first words, could stand."""
    if planned.sheet.header_rows:
        return header_places(planned, sheet)
    return rows_with(planned.sheet.start or "", sheet)


def _territory(planned: PlannedSheet, blocks: Sequence[PlannedSheet]) -> tuple[int, int]:
    """Return the first and last column of a block: up to the tables that stand beside it."""
    beside = sorted((other for other in blocks if other is planned or _beside(other, planned)), key=_first_column)
    starts = [_first_column(other) for other in beside]
    far = 16_384
    edges = [1, *starts[1:], far + 1]
    place = next(place for place, other in enumerate(beside) if other is planned)
    left, right = list(pairwise(edges))[place]
    return left, right - 1


def _beside(other: PlannedSheet, planned: PlannedSheet) -> bool:
    first, last = planned.sheet.first_row, planned.sheet.last_row
    begins, ends = other.sheet.first_row, other.sheet.last_row
    return (ends is None or ends >= first) and (last is None or begins <= last)


def _first_column(planned: PlannedSheet) -> int:
    return min(column_number(column) for column in planned.sheet.named_columns)
