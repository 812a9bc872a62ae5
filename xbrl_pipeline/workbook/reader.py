"""Reading a workbook: its non-empty cells as decimals, dates, texts, yes/no or errors."""

import hashlib
import math
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

from openpyxl.utils.escape import unescape

from xbrl_pipeline.messages import day
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import Cell, CellError, CellValue, SheetCells, Workbook
from xbrl_pipeline.workbook.gate import admit
from xbrl_pipeline.workbook.notation import plain
from xbrl_pipeline.workbook.sheets import Hidden, Stored, StoredValue, open_book, sheets_of, stored_cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook as Book
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

MAX_ROW: Final = 100_000
MAX_COLUMN: Final = 1_000
_INVISIBLE: Final = "\u200b\u200c\u200d\u2060\ufeff"
_ERRORS: Final = {
    error.value: error for error in CellError if error.value.startswith("#") and error is not CellError.OTHER
}
# As Excel shows them in Dutch: they come into a sheet as text when values are pasted or exported.
_DUTCH_ERRORS: Final = {
    "#LEEG!": CellError.NULL,
    "#DEEL/0!": CellError.DIVISION_BY_ZERO,
    "#WAARDE!": CellError.VALUE,
    "#VERW!": CellError.REFERENCE,
    "#NAAM?": CellError.NAME,
    "#GETAL!": CellError.NUMBER,
    "#N/B": CellError.NOT_AVAILABLE,
}


def read_workbook(path: Path) -> Workbook:
    """Read every non-empty cell; a file that is unsafe, damaged or no workbook is a PipelineError."""
    data = admit(path)
    try:
        sheets = tuple(_sheets(path, open_book(data)))
    except PipelineError:
        raise
    except Exception as error:  # openpyxl fails in many ways on a damaged file, all with the same meaning here
        raise PipelineError("workbook.unreadable", path=str(path)) from error
    if not sheets:
        raise PipelineError("workbook.no_workbook", path=str(path))
    return Workbook(sheets, hashlib.sha256(data).hexdigest())


def _sheets(path: Path, book: "Book") -> Iterator[SheetCells]:
    for sheet in sheets_of(book):
        hidden = Hidden()
        cells = _cells(path, book, sheet, hidden)
        state = sheet.sheet_state != "visible"
        yield SheetCells(sheet.title, cells, state, frozenset(hidden.rows), frozenset(hidden.columns))


def _cells(path: Path, book: "Book", sheet: "ReadOnlyWorksheet", hidden: Hidden) -> tuple[Cell, ...]:
    cells: dict[CellRef, Cell] = {}
    for stored in stored_cells(book, sheet, hidden):
        ref = CellRef(sheet.title, stored.row, stored.column)
        value = _value(stored)
        if isinstance(value, str) and not visible(value):
            continue
        _check_place(path, ref, cells)
        cells[ref] = Cell(ref, value, _shown(value, stored), stored.formula)
    return tuple(cells[ref] for ref in sorted(cells))


def _check_place(path: Path, ref: CellRef, seen: dict[CellRef, Cell]) -> None:
    if ref.row > MAX_ROW or ref.column > MAX_COLUMN:
        raise PipelineError("workbook.far_cell", path=str(path), cell=str(ref), rows=MAX_ROW, columns=MAX_COLUMN)
    if ref in seen:
        raise PipelineError("workbook.cell_twice", path=str(path), cell=str(ref))


def visible(text: str) -> str:
    """Return a text without the white space and invisible characters around it."""
    return text.strip().strip(_INVISIBLE).strip()


def _value(stored: Stored) -> CellValue:
    if stored.kind == "!":
        return CellError.DAMAGED
    if stored.value is None:
        return CellError.NOT_CALCULATED
    if stored.kind == "e":
        return _ERRORS.get(str(stored.value), CellError.OTHER)
    return _typed(stored.value)


def _typed(value: StoredValue) -> CellValue:
    match value:
        case bool():
            return value
        case int() | float():
            return number(value)
        case datetime() if value.time() == time():
            return value.date()
        case date() if not isinstance(value, datetime):
            return value
        case _:  # a time, or a day with a time, is words: never an amount or a day
            return _text(str(value))


def _text(value: str) -> str | CellError:
    text = _whole_characters(unescape(value)).replace("\r\n", "\n").replace("\r", "\n")
    name = visible(text).upper()
    return _ERRORS.get(name) or _DUTCH_ERRORS.get(name) or text


def _whole_characters(text: str) -> str:
    """Join surrogate pairs that were escaped one by one; half a pair becomes the replacement character."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def number(value: float) -> Decimal | CellError:
    """Turn a stored number into the decimal that Excel shows: 15 significant digits, so 0.1 + 0.2 is 0.3."""
    if not math.isfinite(value):
        return CellError.NUMBER
    return plain(Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g")))


def _shown(value: CellValue, stored: Stored) -> str:
    match value:
        case CellError():
            return str(stored.value) if stored.value else ""
        case bool():
            return "WAAR" if value else "ONWAAR"
        case Decimal():
            return format(value, "f").replace(".", ",")
        case date():
            return day(value)
        case _:
            return visible(value)
