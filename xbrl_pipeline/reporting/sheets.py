"""Writing spreadsheets in memory: text is never a formula or a link, numbers are numbers, bytes do not vary."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from math import ceil
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model import amounts
from xbrl_pipeline.model.cells import CellRef


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a cell of a workbook beside this one; ``target`` is its file name."""

    text: str
    target: str
    cell: CellRef


Value = str | int | Decimal | Link | None
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
TEXT_FORMAT: Final = {"quote_prefix": True}  # also after a user edits the cell, "=…" stays text
_LONGEST: Final = 32_767  # characters in a cell
_LONGEST_LINK: Final = 250
_NOT_IN_LINKS: Final = '#"<>'  # would end an address or be read as part of it
_LINE: Final = 15.0  # points
MOST_LINES: Final = 20  # Excel takes 27
_DIGITS: Final = 15  # that a spreadsheet keeps of a number


class Book:
    """A workbook in memory with one look."""

    def __init__(self, created: datetime, title: str) -> None:
        self._bytes = BytesIO()
        self._book = Workbook(self._bytes, OPTIONS)
        self._book.set_properties(properties(created, title))
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top", "indent": 1, **TEXT_FORMAT})
        self._link = self._book.add_format(
            {"text_wrap": True, "valign": "top", "indent": 1, "font_color": "#0B5A94", "underline": 1, **TEXT_FORMAT}
        )
        self._whole = self._book.add_format({"valign": "top", "num_format": "#,##0"})
        self._cents = self._book.add_format({"valign": "top", "num_format": "#,##0.00"})

    def sheet(
        self,
        name: str,
        heads: Sequence[str],
        rows: Iterable[Sequence[Value]],
        widths: Sequence[int],
        *,
        aside: int = 0,
        lines: int = MOST_LINES,
    ) -> None:
        """Add a table with a frozen head and a filter; ``widths`` in characters, rows of at most so many ``lines``.

        The last ``aside`` columns are not printed, and make no row higher.
        """
        printed = len(heads) - aside
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._row(sheet, 0, heads, self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            self._row(sheet, last, row, self._text)
            sheet.set_row(last, _height(row[:printed], widths[:printed], lines))
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.print_area(0, 0, last, printed - 1)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.set_footer("&L&A&R&P / &N")

    def close(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self._book.close()
        return self._bytes.getvalue()

    def _row(self, sheet: Worksheet, row: int, values: Sequence[Value], text: Format) -> None:
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, Link):
                self._write_link(sheet, row, column, value, text)
            elif isinstance(value, str) or not fits(value):
                sheet.write_string(row, column, cell_text(value), text)
            else:
                sheet.write_number(row, column, float(value), self._whole if value == int(value) else self._cents)

    def _write_link(self, sheet: Worksheet, row: int, column: int, link: Link, text: Format) -> None:
        """Write a link; where Excel would not take its address the text alone."""
        place = link.cell.sheet.replace("'", "''")
        address = f"external:{link.target}#'{place}'!{link.cell.address}"
        plain = cell_text(link.text)
        fits_link = len(address) < _LONGEST_LINK and not any(char in link.cell.sheet for char in _NOT_IN_LINKS)
        if not fits_link or sheet.write_url(row, column, address, self._link, plain) != 0:
            sheet.write_string(row, column, plain, text)


def _height(row: Sequence[Value], widths: Sequence[int], most: int) -> float:
    """Return the height in points at which wrapped text fits: a reader that does not fit it itself would cut it off."""
    texts = (value.text if isinstance(value, Link) else str(value or "") for value in row)
    needed = max((ceil((len(text) + 2) / width) for text, width in zip(texts, widths, strict=True)), default=1)
    return _LINE * min(needed, most)


def properties(created: datetime, title: str) -> dict[str, object]:
    """Return document properties that depend on nothing but the report."""
    return {"title": title, "created": created.astimezone(UTC).replace(tzinfo=None)}


def cell_text(value: str | int | Decimal) -> str:
    """Return a text as a cell can hold it."""
    return printable(str(value))[:_LONGEST]


def fits(value: int | Decimal) -> bool:
    """Return whether a spreadsheet keeps every digit of a number."""
    return amounts.fits(Decimal(value)) and len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS
