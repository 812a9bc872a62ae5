"""What there is to say about a workbook as a whole, and about sums in it that do not hold."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Final

from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.findings import PhaseName, Severity
from xbrl_pipeline.model.outcome import Phrase
from xbrl_pipeline.workbook.cells import Cell, Merge, SheetCells, Workbook

_LOOKS: Final = 2_000_000  # cells per sheet: merges made to overlap would never end
_WEIGHTY: Final = frozenset({"workbook.note.external_link", "workbook.note.dde", "workbook.note.connection"})


def note_file(book: Workbook, tally: Tally) -> None:
    """Write down what the reader noticed, what is hidden or covered, and which stored sums are out of date."""
    for note in book.notes:
        severity = Severity.WARNING if note.code in _WEIGHTY else Severity.INFO
        params = {name: _worded(name, value) for name, value in note.params.items()}
        tally.note(Remark(note.code, params, severity, PhaseName.READ))
    for sheet in book.sheets:
        if sheet.cells:
            for remark, cells in (*_hidden(sheet, tally), *_covered(sheet)):
                tally.note(remark, *cells)
    for ref, found in book.sums.items():
        if not found.holds:
            stored = tally.cell(ref)
            gaps: dict[str, object] = {
                "stored": stored.value if stored else "",
                "formula": found.formula,
                "value": found.value,
            }
            tally.note(Remark("workbook.cell.stale", gaps, Severity.WARNING, PhaseName.READ), ref)


def _worded(name: str, value: str | int) -> str | int:
    return Phrase(value) if name == "separator" else value


def _hidden(sheet: SheetCells, tally: Tally) -> Iterator[tuple[Remark, tuple[CellRef, ...]]]:
    """Say where figures stand that a reader of the sheet does not see; hidden words and codes do no harm."""
    refs = [cell.ref for cell in sheet.cells if sheet.hides(cell.ref) and tally.matters(cell.ref)]
    if not refs:
        return
    if sheet.hidden:
        yield _remark("workbook.note.hidden_sheet", sheet=sheet.name, count=len(refs)), (refs[0],)
        return
    rows = sorted({ref.row for ref in refs if ref.row in sheet.hidden_rows})
    columns = sorted({ref.column for ref in refs if ref.row not in sheet.hidden_rows})
    if rows:
        yield _remark("workbook.note.hidden_rows", sheet=sheet.name, rows=_runs(rows)), (refs[0],)
    if columns:
        letters = tuple(map(column_letters, columns))
        yield _remark("workbook.note.hidden_columns", sheet=sheet.name, columns=letters), (refs[0],)


def _covered(sheet: SheetCells) -> Iterator[tuple[Remark, tuple[CellRef, ...]]]:
    """Find values that merged cells hide: they count in every formula and nobody sees them."""
    looks = _LOOKS
    for merge in sheet.merges:
        looks -= min(_area(merge), len(sheet.cells))
        cells = tuple(cell.ref for cell in _under(sheet, merge)) if looks > 0 else ()
        if cells:
            yield Remark("workbook.note.covered", {}, Severity.WARNING, PhaseName.READ), cells


def _area(merge: Merge) -> int:
    return (merge.last_row - merge.first_row + 1) * (merge.last_column - merge.first_column + 1)


def _under(sheet: SheetCells, merge: Merge) -> Iterable[Cell]:
    if _area(merge) > len(sheet.cells):
        cells: Iterable[Cell | None] = sheet.cells
    else:
        rows, columns = range(merge.first_row, merge.last_row + 1), range(merge.first_column, merge.last_column + 1)
        cells = (sheet.at(row, column) for row in rows for column in columns)
    return [cell for cell in cells if cell is not None and _is_under(cell, merge)]


def _is_under(cell: Cell, merge: Merge) -> bool:
    row, column = cell.ref.row, cell.ref.column
    inside = merge.first_row <= row <= merge.last_row and merge.first_column <= column <= merge.last_column
    return inside and (row, column) != (merge.first_row, merge.first_column)


def _remark(code: str, **params: object) -> Remark:
    return Remark(code, params, Severity.INFO, PhaseName.READ)


def _runs(rows: list[int]) -> tuple[str, ...]:
    """Write rows briefly: ``5-9, 12``."""
    starts = [rows[0], *(after for before, after in pairwise(rows) if after != before + 1)]
    ends = [*(before for before, after in pairwise(rows) if after != before + 1), rows[-1]]
    return tuple(str(start) if start == end else f"{start}-{end}" for start, end in zip(starts, ends, strict=True))
