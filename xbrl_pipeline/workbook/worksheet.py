"""One worksheet of Excel, streamed row by row: each cell that is not empty, once, as it is stored."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from xbrl_pipeline.base.markup import Element, stream
from xbrl_pipeline.model.cells import column_letters, column_number
from xbrl_pipeline.workbook.archive import ArchiveParts
from xbrl_pipeline.workbook.cells import CellError
from xbrl_pipeline.workbook.raw import (
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
from xbrl_pipeline.workbook.stored import day_of, error_value, unescape

_ADDRESS: Final = re.compile(r"([A-Za-z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_RANGE: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6}):([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
_TRUTHS: Final = {"1": "1", "0": "0", "true": "1", "false": "0"}
_YES: Final = ("1", "true", "on")
_LAST_COLUMN: Final = 16_384
_COLUMNS: Final = {column_letters(number): number for number in range(1, 703)}  # A to ZZ
_DAMAGED: Final = error_content(CellError.DAMAGED)


@dataclass(frozen=True, slots=True)
class CellContext:
    """What the cells of all sheets need: their namespace, the shared texts, and which styles show a day."""

    space: str
    strings: list[str]
    dates: frozenset[str]
    since_1904: bool


def read_sheet(parts: ArchiveParts, part: str, sheet: RawSheet, context: CellContext) -> Iterator[list[RawCell]]:
    """Give the cells of a sheet row by row in stored order, and write down on the way what is hidden and merged."""
    space = context.space
    row_tag, column_tag, merge_tag = f"{space}row", f"{space}col", f"{space}mergeCell"
    reader = _Cells(sheet.name, context)
    with parts.open(part) as source:
        for _, element in stream(source, [row_tag, column_tag, merge_tag]):
            tag = element.tag
            if tag == row_tag:
                yield reader.read_row(element)
                if element.get("hidden") in _YES:
                    sheet.hidden_rows.append(reader.row)
            elif tag == column_tag and element.get("hidden") in _YES:
                sheet.hidden_columns.append(_span(element))
            elif tag == merge_tag and (corners := _RANGE.fullmatch(element.get("ref") or "")):
                sheet.merges.append(_corners(corners))


def _span(column: Element) -> tuple[int, int]:
    first, last = column.get("min") or "", column.get("max") or ""
    if not (first.isdecimal() and last.isdecimal()):
        raise RefusalError("workbook.unreadable")
    return min(int(first), _LAST_COLUMN), min(int(last), _LAST_COLUMN)


def _corners(match: re.Match[str]) -> tuple[int, int, int, int]:
    left, top, right, bottom = match.groups()
    return int(top), column_number(left), int(bottom), column_number(right)


class _Cells:
    """Keeps count of rows and columns, for files that leave the addresses out, and of shared formulas."""

    def __init__(self, sheet: str, context: CellContext) -> None:
        self.sheet, self.context = sheet, context
        self.row = 0
        self.shared: dict[str, Formula] = {}
        space = context.space
        self.value_tag, self.formula_tag, self.inline_tag = f"{space}v", f"{space}f", f"{space}is"
        self.cell_tag, self.extension_tag = f"{space}c", f"{space}extLst"

    def read_row(self, row: Element) -> list[RawCell]:
        """Return the cells of a row that are not empty."""
        self._count(row.get("r"))
        found: list[RawCell] = []
        number, text, cell_tag, width = self.row, str(self.row), self.cell_tag, -len(str(self.row))
        column = last = 0
        for cell in row:
            if cell.tag != cell_tag:
                self._check_stranger(cell)
                continue
            address = cell.get("r")
            if address is None:
                column += 1
            else:
                known = _COLUMNS.get(address[:width]) if address.endswith(text) else None
                column = known or self._column(address, text)
            if len(cell):
                content, formula = self._read(cell, column)
                if content is not None:
                    found.append((number, column, *content, formula))
                    last = max(last, column)
        if found:
            check_place(self.sheet, number, last)
        return found

    def _check_stranger(self, element: Element) -> None:
        """Refuse what stands among the cells of a row and is none: cells may be in there."""
        if element.tag != self.extension_tag:
            raise RefusalError("workbook.unreadable")

    def _count(self, number: str | None) -> None:
        if number is None:
            self.row += 1
        elif number.isdecimal() and number.isascii() and len(number) <= len("1048576") and int(number):
            self.row = int(number)
        else:
            raise RefusalError("workbook.bad_address", sheet=self.sheet, address=number[:20])

    def _column(self, address: str, row: str) -> int:
        match = _ADDRESS.fullmatch(address)
        column = 0 if match is None or match[2] != row else column_number(match[1])
        if not 0 < column <= _LAST_COLUMN:
            raise RefusalError("workbook.bad_address", sheet=self.sheet, address=address[:20])
        return column

    def _read(self, cell: Element, column: int) -> tuple[Content | None, Formula | None]:
        value = inline = formula = None
        for child in cell:
            tag = child.tag
            if tag == self.value_tag:
                if value is not None or len(child):
                    return _DAMAGED, None
                value = child.text or ""
            elif tag == self.formula_tag:
                formula = self._formula(child, column)
            elif tag == self.inline_tag:
                inline = child
            elif tag != self.extension_tag:
                return _DAMAGED, None  # a value may be in there
        kind = cell.get("t")
        if value and (kind is None or kind == "n") and not value.isspace():
            return self._number(value, cell.get("s")), formula
        return self._content(kind, value, inline, formula), formula

    def _formula(self, element: Element, column: int) -> Formula:
        text, shared = element.text or "", element.get("si")
        if element.get("t") == "shared" and shared is not None:
            if text:
                self.shared[shared] = Formula(text, self.row, column)
            return self.shared.get(shared, Formula(""))
        return Formula(text if element.get("t") in (None, "normal") else "")

    def _content(
        self, kind: str | None, value: str | None, inline: Element | None, formula: Formula | None
    ) -> Content | None:
        if inline is not None and not value:
            return text_content(inline_text(inline, self.context.space))
        if kind in {"str", "inlineStr"}:
            return text_content(unescape(value or ""))
        if not value or value.isspace():
            return None if formula is None else error_content(CellError.NOT_CALCULATED)
        return self._shared(value) if kind == "s" else _other_content(kind or "", value)

    def _number(self, value: str, style: str | None) -> Content | None:
        if style not in self.context.dates:
            return number_content(value)
        day = day_of(value, since_1904=self.context.since_1904)
        return error_content(day, value) if isinstance(day, CellError) else day_content(day)

    def _shared(self, value: str) -> Content | None:
        index = value.strip()
        known = index.isascii() and index.isdecimal() and len(index) <= len("2000000000")
        if not known or int(index) >= len(self.context.strings):
            return error_content(CellError.DAMAGED, value)
        return text_content(self.context.strings[int(index)])


def _other_content(kind: str, value: str) -> Content | None:
    bare = value.strip()
    if kind == "b" and bare.lower() in _TRUTHS:
        return TRUTH, _TRUTHS[bare.lower()], ""
    if kind == "e":
        return error_content(error_value(bare), bare)
    if kind == "d":
        return day_content(bare)
    return error_content(CellError.DAMAGED, value)


def inline_text(item: Element, space: str) -> str:
    """Return the text of a shared or inline string: its own, or that of its runs, without the phonetic help."""
    text_tag, run_tag = f"{space}t", f"{space}r"
    texts = []
    for child in item:
        if child.tag == text_tag:
            texts.append(child.text or "")
        elif child.tag == run_tag:
            texts += [part.text or "" for part in child if part.tag == text_tag]
    return unescape("".join(texts))
