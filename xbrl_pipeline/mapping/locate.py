"""Finding the header and the lines of a mapping in a sheet, by what the cells say and not by where they stand."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Final

from xbrl_pipeline.mapping.files import Column
from xbrl_pipeline.mapping.plan import PlannedLine, PlannedSheet
from xbrl_pipeline.mapping.words import Remark, fold, nearest
from xbrl_pipeline.model.cells import CellRef, column_number
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_MAX_COMPARED: Final = 2_000  # labels; comparing each with each is slow


@dataclass(frozen=True, slots=True, eq=False)
class Trouble:
    """What is wrong with a header or a line, and at which cells; several rows may share one."""

    remark: Remark
    cells: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True)
class Headers:
    """The row with the headers, and the columns whose header is not what the mapping expects."""

    row: int
    troubles: dict[int, Trouble]
    remarks: tuple[Trouble, ...] = ()


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows by number with the line they hold; ``spoiled`` rows belong to a line that cannot be trusted."""

    bound: dict[int, PlannedLine]
    spoiled: dict[int, tuple[PlannedLine, Trouble]]
    troubles: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    number: Cell | None
    label: Cell | None
    place: CellRef
    said: str  # the folded words
    digits: str | None  # the number as text

    @property
    def index(self) -> int:
        return self.place.row


def find_headers(planned: PlannedSheet, sheet: SheetCells) -> Headers:
    """Check the headers; a header row that moved is followed when exactly one row has all of them."""
    row = planned.sheet.header_row
    if row is None:
        return Headers(0, {})
    expected = {number: column.header for number, column in planned.columns.items() if column.header is not None}
    troubles = {
        number: _header_trouble(sheet, row, number, planned.columns[number])
        for number in expected
        if not _stands(sheet, row, number, expected[number])
    }
    moved = _moved(sheet, expected) if troubles else None
    if moved is None:
        return Headers(row, troubles)
    remark = Remark("mapping.header_moved", {"row": str(row), "found": str(moved)}, Severity.INFO)
    return Headers(moved, {}, (Trouble(remark, (CellRef(sheet.name, moved, min(expected)),)),))


def _stands(sheet: SheetCells, row: int, column: int, header: str) -> bool:
    cell = sheet.at(row, column)
    return cell is not None and fold(cell.shown) == fold(header)


def _moved(sheet: SheetCells, expected: dict[int, str]) -> int | None:
    rows = [
        row
        for row in sorted({cell.ref.row for cell in sheet.cells})
        if all(_stands(sheet, row, column, header) for column, header in expected.items())
    ]
    return rows[0] if len(rows) == 1 else None


def _header_trouble(sheet: SheetCells, row: int, number: int, column: Column) -> Trouble:
    cell = sheet.at(row, number)
    params: dict[str, object] = {"expected": column.header or "", "column": column.column}
    ref = CellRef(sheet.name, row, number)
    if cell is None:
        return Trouble(Remark("mapping.header_empty", params), (ref,))
    return Trouble(Remark("mapping.header_differs", {**params, "shown": cell.shown}), (ref,))


def find_lines(planned: PlannedSheet, sheet: SheetCells, after: int) -> Lines:
    """Find the row of every line below the header."""
    rows = tuple(_rows(planned, sheet, after))
    bound: dict[int, PlannedLine] = {}
    spoiled: dict[int, tuple[PlannedLine, Trouble]] = {}
    missing: list[PlannedLine] = []
    troubles: list[Trouble] = []
    for line in planned.lines:
        found = _find(line, rows, numbered=planned.sheet.line_column is not None)
        trouble = _trouble(line, found)
        if trouble is not None:
            troubles.append(trouble)
            spoiled.update({row.index: (line, trouble) for row in found if row.index not in spoiled})
        elif found:
            _bind(planned, line, found[0], bound)
        elif not line.line.optional and line.concept is not None:
            missing.append(line)
    troubles += [_missing(line, sheet, rows, bound, spoiled) for line in missing]
    return Lines(bound, {row: entry for row, entry in spoiled.items() if row not in bound}, tuple(troubles))


def _bind(planned: PlannedSheet, line: PlannedLine, row: _Row, bound: dict[int, PlannedLine]) -> None:
    if row.index in bound:
        titles = (bound[row.index].title, line.title)
        raise PipelineError("mapping.lines_share_row", sheet=planned.sheet.sheet, row=str(row.index), titles=titles)
    bound[row.index] = line


def _rows(planned: PlannedSheet, sheet: SheetCells, after: int) -> Iterator[_Row]:
    numbers = planned.sheet.line_column and column_number(planned.sheet.line_column)
    labels = column_number(planned.sheet.label_column)
    for index in sorted({cell.ref.row for cell in sheet.cells if cell.ref.row > after}):
        number, label = sheet.at(index, numbers) if numbers else None, sheet.at(index, labels)
        if cell := number or label:
            yield _Row(number, label, cell.ref, fold(label.shown) if label else "", number_text(number))


def _find(planned: PlannedLine, rows: Iterable[_Row], *, numbered: bool) -> list[_Row]:
    line = planned.line
    label = None if line.label is None else fold(line.label)
    if line.line is None:
        return [row for row in rows if row.said == label and not (numbered and row.number)]
    exact = [row for row in rows if row.digits == line.line]
    both = [row for row in rows if row.said == label and _same_number(row, line.line)]
    return both or exact


def number_text(cell: Cell | None) -> str | None:
    """Return the line number in a cell; a numeric 3.1 reads ``3.1`` whatever Excel's language shows."""
    if cell is None:
        return None
    return format(cell.value, "f") if isinstance(cell.value, Decimal) else " ".join(cell.shown.split())


def _same_number(row: _Row, line: str) -> bool:
    """Compare by value: a numeric cell lost the last zero of 3.10, and the words beside it prove that it is 3.10."""
    if row.number is None or not isinstance(row.number.value, Decimal):
        return row.digits == line
    try:
        return Decimal(line) == row.number.value
    except InvalidOperation:
        return False


def _trouble(planned: PlannedLine, found: list[_Row]) -> Trouble | None:
    if len(found) > 1:
        remark = Remark("mapping.line_twice", {"title": planned.title, "rows": tuple(str(row.index) for row in found)})
        return Trouble(remark, tuple(row.place for row in found))
    label = planned.line.label
    if not found or label is None or found[0].said == fold(label):
        return None
    return _differs(planned, found[0])


def _differs(planned: PlannedLine, row: _Row) -> Trouble:
    shown = row.label.shown if row.label else ""
    params = {"number": planned.line.line, "shown": shown, "expected": planned.line.label}
    return Trouble(Remark("mapping.label_differs", params), (row.label.ref if row.label else row.place,))


def _missing(
    planned: PlannedLine,
    sheet: SheetCells,
    rows: Iterable[_Row],
    bound: Container[int],
    spoiled: dict[int, tuple[PlannedLine, Trouble]],
) -> Trouble:
    """Say that a line is gone. A free row that looks like it is taken to be what is left of it, and spoiled with it."""
    free = {row.label.shown: row for row in rows if row.label and row.index not in bound and row.index not in spoiled}
    near = nearest(planned.line.label or "", islice(free, _MAX_COMPARED))
    if near is None:
        return Trouble(Remark("mapping.line_missing", {"title": planned.title, "sheet": sheet.name}))
    row = free[near]
    params = {"title": planned.title, "sheet": sheet.name, "shown": _title(row)}
    trouble = Trouble(Remark("mapping.line_missing.similar", params), (row.place,))
    spoiled[row.index] = (planned, trouble)
    return trouble


def _title(row: _Row) -> str:
    return " ".join(part for part in (row.digits, row.label.shown if row.label else None) if part)
