"""Writing spreadsheets in memory: text is never a formula or a link, numbers are numbers, bytes do not vary."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xbrl_pipeline.reporting.text import printable

Value = str | int | Decimal | None
OPTIONS: Final = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
TEXT_FORMAT: Final = {"quote_prefix": True}  # also after a user edits the cell, "=…" stays text
_LONGEST: Final = 32_767  # characters in a cell
_DIGITS: Final = 15  # that a spreadsheet keeps of a number


class Book:
    """A workbook in memory with one look."""

    def __init__(self, created: datetime, title: str) -> None:
        self._bytes = BytesIO()
        self._book = Workbook(self._bytes, OPTIONS)
        self._book.set_properties(properties(created, title))
        self._head = self._book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        self._text = self._book.add_format({"text_wrap": True, "valign": "top", **TEXT_FORMAT})
        self._whole = self._book.add_format({"valign": "top", "num_format": "#,##0"})
        self._cents = self._book.add_format({"valign": "top", "num_format": "#,##0.00"})

    def sheet(self, name: str, heads: Sequence[str], rows: Iterable[Sequence[Value]], widths: Sequence[int]) -> None:
        """Add a table with a frozen head and a filter; ``widths`` in characters."""
        sheet = self._book.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        self._row(sheet, 0, heads, self._head)
        last = 0
        for last, row in enumerate(rows, start=1):
            self._row(sheet, last, row, self._text)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, last, len(heads) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)

    def close(self) -> bytes:
        """Finish the workbook and return its bytes."""
        self._book.close()
        return self._bytes.getvalue()

    def _row(self, sheet: Worksheet, row: int, values: Sequence[Value], text: Format) -> None:
        for column, value in enumerate(values):
            if value is None or value == "":
                continue
            if isinstance(value, str) or not fits(value):
                sheet.write_string(row, column, cell_text(value), text)
            else:
                sheet.write_number(row, column, float(value), self._whole if value == int(value) else self._cents)


def properties(created: datetime, title: str) -> dict[str, object]:
    """Return document properties that depend on nothing but the report."""
    return {"title": title, "created": created.astimezone(UTC).replace(tzinfo=None)}


def cell_text(value: str | int | Decimal) -> str:
    """Return a text as a cell can hold it."""
    return printable(str(value))[:_LONGEST]


def fits(value: int | Decimal) -> bool:
    """Return whether a spreadsheet keeps every digit of a number."""
    return len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS
