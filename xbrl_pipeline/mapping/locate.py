"""Finding the header and the lines of a mapping in a sheet, by what the cells say and not by where they stand."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any, Final

from xbrl_pipeline.mapping.plan import PlannedLine, PlannedSheet
from xbrl_pipeline.mapping.sheets import Column
from xbrl_pipeline.mapping.words import Remark, fold, nearest
from xbrl_pipeline.model.cells import CellRef, column_letters, column_number
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
    """The rows with the headers, and the columns whose header is not what the mapping expects.

    ``moved`` says by how many rows they stand lower than the mapping says.
    """

    rows: tuple[int, ...]
    troubles: dict[int, Trouble]
    remarks: tuple[Trouble, ...] = ()
    moved: int = 0

    @property
    def last(self) -> int:
        """The last row with headers; 0 where there is none."""
        return self.rows[-1] if self.rows else 0


@dataclass(frozen=True, slots=True)
class LocatedRows:
    """Rows by number with the line they hold; ``spoiled`` rows belong to a line that cannot be trusted.

    ``narrow`` has lines that are about some columns of a row alone, by row and column.
    """

    bound: dict[int, PlannedLine]
    spoiled: dict[int, tuple[PlannedLine, Trouble]]
    troubles: tuple[Trouble, ...]
    narrow: dict[tuple[int, int], PlannedLine]


@dataclass(frozen=True, slots=True)
class _Row:
    number: Cell | None
    labels: tuple[Cell, ...]
    place: CellRef
    shown: str  # the words, over all columns with words
    said: str  # the folded words
    digits: str | None  # the number as text

    @property
    def index(self) -> int:
        return self.place.row


def find_headers(planned: PlannedSheet, sheet: SheetCells) -> Headers:
    """Check the headers; header rows that moved are followed when exactly one place has all of them."""
    rows = planned.sheet.header_rows
    if not rows:
        return Headers((), {})
    expected = expected_headers(planned)
    troubles = {
        number: _header_trouble(sheet, rows, number, planned.columns[number])
        for number in expected
        if not _stands(sheet, rows, number, expected[number])
    }
    places = header_places(planned, sheet) if troubles else []
    if len(places) != 1:
        return Headers(rows, troubles)
    found = moved_by(rows, places[0] - rows[0])
    remark = Remark("mapping.header_moved", {"row": str(rows[0]), "found": str(found[0])}, Severity.INFO)
    trouble = Trouble(remark, (CellRef(sheet.name, found[0], min(expected)),))
    return Headers(found, {}, (trouble,), places[0] - rows[0])


def expected_headers(planned: PlannedSheet) -> dict[int, str]:
    """Return the headers that the mapping names, by column."""
    return {number: column.header for number, column in planned.columns.items() if column.header is not None}


def header_places(planned: PlannedSheet, sheet: SheetCells) -> list[int]:
    """Return every row where all headers of a block could begin."""
    expected, rows = expected_headers(planned), planned.sheet.header_rows
    if not expected:
        return []
    return [
        first
        for first in sorted({cell.ref.row for cell in sheet.cells})
        if all(_stands(sheet, moved_by(rows, first - rows[0]), *header) for header in expected.items())
    ]


def rows_with(text: str, sheet: SheetCells) -> list[int]:
    """Return every row with a cell that holds a text and nothing else."""
    wanted = fold(text)
    return sorted({cell.ref.row for cell in sheet.cells if wanted and fold(cell.shown) == wanted})


def is_titled(planned: PlannedSheet, sheet: SheetCells) -> bool:
    """Tell whether the title that says the period of a block stands on its sheet, or is the name of it."""
    title = planned.sheet.title
    return title is None or fold(sheet.name) == fold(title) or bool(rows_with(title, sheet))


def moved_by(rows: tuple[int, ...], step: int) -> tuple[int, ...]:
    """Return rows that stand so many lower."""
    return tuple(row + step for row in rows)


def header_text(sheet: SheetCells, rows: Iterable[int], column: int) -> str:
    """Return the words above a column, from top to bottom."""
    cells = (sheet.at(row, column) for row in rows)
    return " ".join(cell.shown for cell in cells if cell is not None)


def _stands(sheet: SheetCells, rows: Iterable[int], column: int, header: str) -> bool:
    return fold(header_text(sheet, rows, column)) == fold(header)


def _header_trouble(sheet: SheetCells, rows: tuple[int, ...], number: int, column: Column) -> Trouble:
    shown = header_text(sheet, rows, number)
    params: dict[str, object] = {"expected": column.header or "", "column": column.column}
    ref = CellRef(sheet.name, rows[-1], number)
    if not shown:
        return Trouble(Remark("mapping.header_empty", params), (ref,))
    return Trouble(Remark("mapping.header_differs", {**params, "shown": shown}), (ref,))


def find_lines(planned: PlannedSheet, sheet: SheetCells, headers: Headers) -> LocatedRows:
    """Find the row of every line below the header."""
    rows = tuple(_rows(planned, sheet, headers.last))
    bound: dict[int, PlannedLine] = {}
    narrow: dict[tuple[int, int], PlannedLine] = {}
    spoiled: dict[int, tuple[PlannedLine, Trouble]] = {}
    missing: list[PlannedLine] = []
    troubles: list[Trouble] = []
    for line, same in _found(planned, rows, headers.moved):
        found = same
        counted = line.line.nth is not None and len(found) == line.line.of
        if line.line.nth is not None and counted:
            found = [found[line.line.nth - 1]]
        trouble = _trouble(line, found) if line.line.nth is None or counted else _miscount(line, found)
        if trouble is not None:
            troubles.append(trouble)
            spoiled.update({row.index: (line, trouble) for row in found if row.index not in spoiled})
        elif found and line.columns:
            narrow.update(dict.fromkeys(((found[0].index, column) for column in line.columns), line))
        elif found:
            _bind(planned, line, found[0], bound)
        elif not line.line.optional and line.concept is not None:
            missing.append(line)
    troubles += [_missing(line, sheet, rows, bound, spoiled) for line in missing]
    spoiled = {row: entry for row, entry in spoiled.items() if row not in bound}
    return LocatedRows(bound, spoiled, tuple(troubles), narrow)


def _found(planned: PlannedSheet, rows: tuple[_Row, ...], moved: int) -> Iterator[tuple[PlannedLine, list[_Row]]]:
    """Give the rows of each line; a row that a line names by what stands above it is not another line's."""
    numbered = _numbered(planned)
    named = {
        place: _below(line, rows, _find(line, rows, numbered=numbered))
        for place, line in enumerate(planned.lines)
        if line.line.after
    }
    taken = {row.index for found in named.values() for row in found}
    for place, line in enumerate(planned.lines):
        if line.line.row is not None:
            yield line, _unworded(planned, rows, line.line.row + moved)
        elif place in named:
            yield line, named[place]
        elif line.line.nth is not None:
            yield line, _find(line, rows, numbered=numbered)
        else:
            found = _find(line, rows, numbered=numbered)
            yield line, [row for row in found if row.index not in taken] if len(found) > 1 else found


def _numbered(planned: PlannedSheet) -> bool:
    return planned.sheet.line_column is not None


def _below(planned: PlannedLine, rows: Iterable[_Row], found: list[_Row]) -> list[_Row]:
    above = fold(planned.line.after or "")
    start = next((row.index for row in rows if row.said == above), None)
    return [row for row in found if start is not None and row.index > start][:1]


def _unworded(planned: PlannedSheet, rows: Iterable[_Row], index: int) -> list[_Row]:
    """Return a row by its number: it stands for itself only as long as it has no words."""
    worded = next((row for row in rows if row.index == index), None)
    place = CellRef(planned.sheet.sheet, index, min(planned.labels))
    return [worded or _Row(None, (), place, "", "", None)]


def _bind(planned: PlannedSheet, line: PlannedLine, row: _Row, bound: dict[int, PlannedLine]) -> None:
    if row.index in bound:
        params: dict[str, Any] = {"sheet": planned.sheet.sheet, "titles": (bound[row.index].title, line.title)}
        if planned.sheet.turned:
            raise PipelineError("mapping.lines_share_column", column=column_letters(row.index), **params)
        raise PipelineError("mapping.lines_share_row", row=str(row.index), **params)
    bound[row.index] = line


def _rows(planned: PlannedSheet, sheet: SheetCells, after: int) -> Iterator[_Row]:
    numbers = planned.sheet.line_column and column_number(planned.sheet.line_column)
    for index in sorted({cell.ref.row for cell in sheet.cells if cell.ref.row > after}):
        number = sheet.at(index, numbers) if numbers else None
        labels = tuple(cell for column in planned.labels if (cell := sheet.at(index, column)) is not None)
        if number or labels:
            place = number.ref if number else labels[0].ref
            shown = " ".join(cell.shown for cell in labels)
            yield _Row(number, labels, place, shown, fold(shown), number_text(number))


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


def _miscount(planned: PlannedLine, found: list[_Row]) -> Trouble | None:
    """Say that there are more or fewer rows with the words of a line than when it was counted off among them."""
    if not found:
        return None
    params = {"title": planned.title, "of": str(planned.line.of), "rows": tuple(str(row.index) for row in found)}
    return Trouble(Remark("mapping.line_count", params), tuple(row.place for row in found))


def _trouble(planned: PlannedLine, found: list[_Row]) -> Trouble | None:
    if len(found) > 1:
        remark = Remark("mapping.line_twice", {"title": planned.title, "rows": tuple(str(row.index) for row in found)})
        return Trouble(remark, tuple(row.place for row in found))
    if found and planned.line.row is not None and found[0].said:
        return _differs(planned, found[0])
    label = planned.line.label
    if not found or label is None or found[0].said == fold(label):
        return None
    return _differs(planned, found[0])


def _differs(planned: PlannedLine, row: _Row) -> Trouble:
    params = {
        "number": planned.line.line or str(row.index),
        "shown": row.shown,
        "expected": planned.line.label or "",
    }
    return Trouble(Remark("mapping.label_differs", params), (row.labels[0].ref if row.labels else row.place,))


def _missing(
    planned: PlannedLine,
    sheet: SheetCells,
    rows: Iterable[_Row],
    bound: Container[int],
    spoiled: dict[int, tuple[PlannedLine, Trouble]],
) -> Trouble:
    """Say that a line is gone. A free row that looks like it is taken to be what is left of it, and spoiled with it."""
    free = {row.shown: row for row in rows if row.labels and row.index not in bound and row.index not in spoiled}
    near = nearest(planned.line.label or "", islice(free, _MAX_COMPARED))
    if near is None:
        return Trouble(Remark("mapping.line_missing", {"title": planned.title, "sheet": sheet.name}))
    row = free[near]
    params = {"title": planned.title, "sheet": sheet.name, "shown": _title(row)}
    trouble = Trouble(Remark("mapping.line_missing.similar", params), (row.place,))
    spoiled[row.index] = (planned, trouble)
    return trouble


def _title(row: _Row) -> str:
    return " ".join(part for part in (row.digits, row.shown) if part)
