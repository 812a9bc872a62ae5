"""Workbooks of LibreOffice (.ods): ``content.xml`` streamed row by row, repeated rows and cells counted, not built."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import IO, Final

from xbrl_pipeline.base.markup import Element, stream
from xbrl_pipeline.workbook.archive import ArchiveParts
from xbrl_pipeline.workbook.cells import CellError, FileNote
from xbrl_pipeline.workbook.raw import (
    MAX_CELLS,
    TRUTH,
    Content,
    Formula,
    RawCell,
    RawSheet,
    RefusalError,
    check_place,
    day_content,
    error_content,
    number_content,
    text_content,
)
from xbrl_pipeline.workbook.stored import error_value

_URN: Final = "urn:oasis:names:tc:opendocument:xmlns"
_TABLE: Final = f"{{{_URN}:table:1.0}}"
_OFFICE: Final = f"{{{_URN}:office:1.0}}"
_TEXT: Final = f"{{{_URN}:text:1.0}}"
_STYLE: Final = f"{{{_URN}:style:1.0}}"
_CALC: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_CALC_OLD: Final = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}error"
_CELLS: Final = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HIDDEN: Final = ("collapse", "filter")
_NUMBERS: Final = ("float", "percentage", "currency")
_NOT_TEXT: Final = (f"{_OFFICE}annotation", f"{_OFFICE}annotation-end")
_MOST_REPEATS: Final = 10_000_000
_REFERENCE: Final = re.compile(r"\[([^\[\]]*)\]")
_SHEET_NAME: Final = re.compile(r"\$?('(?:[^']|'')*'|[^.'$ ]*)\.")
_EXTERNAL: Final = ("'file:", "file:", "'http:", "'https:")


def read_sheets(parts: ArchiveParts, notes: list[FileNote]) -> Iterator[RawSheet]:
    """Give the sheets in their order; the rows of one must be read before the next is asked for."""
    with parts.open("content.xml") as source:
        yield from _Document(source, notes).sheets()


class _Document:
    """One pass over the parts of ``content.xml`` that matter: styles of sheets, sheets, columns and rows."""

    def __init__(self, source: IO[bytes], notes: list[FileNote]) -> None:
        tags = [f"{_TABLE}{name}" for name in ("table", "table-row", "table-column", "table-source", "tracked-changes")]
        tags += [f"{_STYLE}style", f"{_OFFICE}dde-source"]
        self._events = stream(source, tags, [f"{_TABLE}table"])
        self._notes = notes
        self._unseen: set[str] = set()  # styles of sheets that are not shown

    def sheets(self) -> Iterator[RawSheet]:
        for event, element in self._events:
            if element.tag == f"{_STYLE}style":
                self._keep_style(element)
            elif element.tag == f"{_OFFICE}dde-source":
                self._notes.append(FileNote("workbook.note.dde", {}))
            elif event == "start":
                yield from self._sheet(element)

    def _keep_style(self, style: Element) -> None:
        properties = style.find(f"{_STYLE}table-properties")
        if properties is not None and properties.get(f"{_TABLE}display") == "false":
            self._unseen.add(style.get(f"{_STYLE}name", ""))

    def _sheet(self, table: Element) -> Iterator[RawSheet]:
        name = table.get(f"{_TABLE}name") or ""
        sheet = RawSheet(name, hidden=table.get(f"{_TABLE}style-name") in self._unseen)
        sheet.rows = self._rows(sheet)
        if name.startswith(_EXTERNAL):  # what LibreOffice keeps of a workbook that formulas refer to
            for _ in sheet.rows:
                pass
            self._notes.append(FileNote("workbook.note.external_link", {}))
        else:
            yield sheet

    def _rows(self, sheet: RawSheet) -> Iterator[list[RawCell]]:
        row = column = 0
        for event, element in self._events:
            tag = element.tag
            if event == "start":
                raise RefusalError("workbook.nested_table", sheet=sheet.name)
            if tag == f"{_TABLE}table":
                return
            if tag == f"{_TABLE}table-column":
                last = column + _repeats(element, "columns")
                if element.get(f"{_TABLE}visibility") in _HIDDEN:
                    sheet.hidden_columns.append((column + 1, last))
                column = last
            elif tag == f"{_TABLE}table-row":
                yield from _read_row(sheet, element, row)
                row += _repeats(element, "rows")
            elif tag == f"{_TABLE}table-source":
                self._notes.append(FileNote("workbook.note.external_link", {}))


def _repeats(element: Element, of: str) -> int:
    text = element.get(f"{_TABLE}number-{of}-repeated", "1")
    if not (text.isascii() and text.isdecimal() and 0 < int(text[:12]) <= _MOST_REPEATS):
        raise RefusalError("workbook.unreadable")
    return int(text)


def _read_row(sheet: RawSheet, row: Element, above: int) -> Iterator[list[RawCell]]:
    """Read a row; one that holds values and is repeated gives its cells as often as it stands there."""
    cells = [cell for found in _row_cells(row) for cell in _expand(sheet, above + 1, *found)]
    if not cells:
        return
    repeats = _repeats(row, "rows")
    check_place(sheet.name, above + repeats, 1)
    if repeats * len(cells) > MAX_CELLS:
        raise RefusalError("workbook.too_many_cells", limit=MAX_CELLS)
    hidden = row.get(f"{_TABLE}visibility") in _HIDDEN
    for number in range(above + 1, above + 1 + repeats):
        if hidden:
            sheet.hidden_rows.append(number)
        yield [(number, *cell[1:]) for cell in cells]


def _row_cells(row: Element) -> Iterator[tuple[Element, int, int]]:
    """Give each cell of a row with its first column and how often it stands there."""
    column = 0
    for cell in row:
        if cell.tag not in _CELLS:
            raise RefusalError("workbook.unreadable")  # cells may be in there
        repeats = _repeats(cell, "columns")
        yield cell, column + 1, repeats
        column += repeats


def _expand(sheet: RawSheet, row: int, cell: Element, first: int, repeats: int) -> Iterator[RawCell]:
    _note_merge(sheet, row, cell, first)
    content = _content(cell)
    if content is None:
        return
    check_place(sheet.name, 1, first + repeats - 1)
    formula = _formula(cell)
    for column in range(first, first + repeats):
        yield row, column, *content, formula


def _note_merge(sheet: RawSheet, row: int, cell: Element, column: int) -> None:
    across, down = (cell.get(f"{_TABLE}number-{of}-spanned", "1") for of in ("columns", "rows"))
    if (across, down) != ("1", "1"):
        if not (across.isdecimal() and down.isdecimal() and len(across + down) <= len("16384") * 3):
            raise RefusalError("workbook.unreadable")
        sheet.merges.append((row, column, row + int(down) - 1, column + int(across) - 1))


def _content(cell: Element) -> Content | None:
    kind = cell.get(f"{_OFFICE}value-type")
    if kind is None:
        no_result = cell.get(f"{_TABLE}formula") is not None
        return error_content(CellError.NOT_CALCULATED) if no_result else text_content(_text(cell))
    if "error" in (cell.get(_CALC), cell.get(_CALC_OLD)):
        shown = _text(cell).strip()
        return error_content(error_value(shown), shown)
    return _typed(kind, cell)


def _typed(kind: str, cell: Element) -> Content | None:
    if kind in _NUMBERS:
        return number_content(cell.get(f"{_OFFICE}value", ""))
    if kind == "boolean":
        truth = {"true": "1", "false": "0"}.get(cell.get(f"{_OFFICE}boolean-value", ""))
        return error_content(CellError.DAMAGED, _text(cell)) if truth is None else (TRUTH, truth, "")
    if kind == "date":
        return day_content(cell.get(f"{_OFFICE}date-value", "")) or error_content(CellError.DAMAGED, _text(cell))
    if kind == "string":
        return text_content(_text(cell) or cell.get(f"{_OFFICE}string-value", ""))
    return text_content(_text(cell))  # a time: words


def _text(cell: Element) -> str:
    return "\n".join("".join(_pieces(part)) for part in cell if part.tag == f"{_TEXT}p")


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for part in element:
        if part.tag == f"{_TEXT}s":
            yield " " * min(int(part.get(f"{_TEXT}c", "1")), 1_000)
        elif part.tag == f"{_TEXT}tab":
            yield "\t"
        elif part.tag == f"{_TEXT}line-break":
            yield "\n"
        elif part.tag not in _NOT_TEXT:
            yield from _pieces(part)
        yield part.tail or ""


def _formula(cell: Element) -> Formula | None:
    written = cell.get(f"{_TABLE}formula")
    return None if written is None else Formula(a1_formula(written))


def a1_formula(written: str) -> str:
    """Return an OpenFormula (``of:=SUM([.A1:.A3])``) as Excel would write it; what is no formula gives nothing."""
    space, sign, text = written.partition("=")
    if not sign or space not in ("of:", ""):
        return ""
    return _REFERENCE.sub(lambda match: _a1_reference(match[1]), text).replace(";", ",")


def _a1_reference(reference: str) -> str:
    """Turn ``$Blad1.A1:.B2`` into ``Blad1!A1:B2``; a range over sheets gives nothing that can be read."""
    parts = [_SHEET_NAME.match(part) for part in reference.split(":")]
    if any(part is None for part in parts) or any(part and part[1] for _, part in pairwise(parts)):
        return "#"
    cells = ":".join(_SHEET_NAME.sub("", part, count=1) for part in reference.split(":"))
    sheet = parts[0][1] if parts[0] else ""
    return f"{sheet}!{cells}" if sheet else cells
