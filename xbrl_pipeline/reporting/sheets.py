"""Writing spreadsheets in memory: text is never a formula or a link, numbers are numbers, bytes do not vary."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from html import escape
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model import amounts
from xbrl_pipeline.model.cells import CellRef, column_letters


@dataclass(frozen=True, slots=True)
class CellLink:
    """A text that leads to a cell of a workbook beside this one; ``target`` is its file name."""

    text: str
    target: str
    cell: CellRef


Value = str | int | Decimal | CellLink | None
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
_MOST_LINKS: Final = 65_530  # on a sheet
_RELATION: Final = "rId0"  # until the file that links lead to has its number
_ESCAPE: Final = re.compile("_(?=x[0-9a-fA-F]{4}_)")
_LINE: Final = 15.0  # points
MOST_LINES: Final = 20  # Excel takes 27
_DIGITS: Final = 15  # that a spreadsheet keeps of a number


class _Sheet(Worksheet):  # type: ignore[misc]
    """A sheet whose rows are written here: XlsxWriter takes five times as long over them, a cell and a check at a time.

    Relies on XlsxWriter 3.2: ``_write_sheet_data`` and ``_write_hyperlinks`` write these two elements and no more.
    """

    rows: list[str]
    links: dict[str, list[str]]  # by file, the elements

    def lead(self, link: CellLink, address: str) -> bool:
        """Make a cell lead elsewhere; tell whether Excel takes the address, and one more."""
        location = f"'{link.cell.sheet.replace(chr(39), chr(39) * 2)}'!{link.cell.address}"
        known = self.links.setdefault(link.target, [])
        fits_link = len(f"external:{link.target}#{location}") < _LONGEST_LINK and len(known) < _MOST_LINKS
        if not fits_link or any(char in link.cell.sheet for char in _NOT_IN_LINKS):
            return False
        known.append(f'<hyperlink ref="{address}" r:id="{_RELATION}" location="{escape(location)}"/>')
        return True

    def _write_sheet_data(self) -> None:
        self.fh.write(f"<sheetData>{''.join(self.rows)}</sheetData>")

    def _write_hyperlinks(self) -> None:
        links = {target: elements for target, elements in self.links.items() if elements}
        if not links:
            return
        self.fh.write("<hyperlinks>")
        for target, elements in links.items():
            self.rel_count += 1
            self.external_hyper_links.append(["/hyperlink", target, "External"])
            self.fh.write("".join(elements).replace(_RELATION, f"rId{self.rel_count}"))
        self.fh.write("</hyperlinks>")


class ReportWorkbook:
    """A workbook in memory with one look."""

    def __init__(self, created: datetime, title: str) -> None:
        self._bytes = BytesIO()
        self._book = Workbook(self._bytes, OPTIONS)
        self._book.set_properties(properties(created, title))
        self._head = self._style({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
        text = {"text_wrap": True, "valign": "top", "indent": 1, **TEXT_FORMAT}
        self._text = self._style(text)
        self._link = self._style({"font_color": "#0B5A94", "underline": 1, **text})
        self._whole = self._style({"valign": "top", "num_format": "#,##0"})
        self._cents = self._style({"valign": "top", "num_format": "#,##0.00"})
        self._inline = _Inline()

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
        sheet = self._book.add_worksheet(name, worksheet_class=_Sheet)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.rows, sheet.links = [], {}
        columns = tuple(column_letters(number) for number in range(1, len(heads) + 1))
        sheet.rows.append(f'<row r="1">{self._row(sheet, columns, 1, heads, self._head)}</row>')
        last = 0
        for last, row in enumerate(rows, start=1):
            high = min(_lines(row[:printed], widths), lines)
            size = f' ht="{_LINE * high:g}" customHeight="1"' if high > 1 else ""
            cells = self._row(sheet, columns, last + 1, row, self._text)
            sheet.rows.append(f'<row r="{last + 1}"{size}>{cells}</row>')
        sheet.dim_rowmin, sheet.dim_rowmax, sheet.dim_colmin, sheet.dim_colmax = 0, last, 0, len(heads) - 1
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

    def _style(self, look: dict[str, object]) -> int:
        """Return the number by which cells name a look."""
        number: int = self._book.add_format(look)._get_xf_index()  # noqa: SLF001 - that of its own cells, written here
        return number

    def _row(self, sheet: _Sheet, columns: Sequence[str], row: int, values: Sequence[Value], text: int) -> str:
        """Write the cells of a row that are not empty."""
        cells, inline, number = "", self._inline, str(row)
        for column, value in zip(columns, values, strict=True):
            if isinstance(value, str):
                if value:
                    cells += f'<c r="{column}{number}" s="{text}" t="inlineStr">{inline[value]}</c>'
            elif isinstance(value, CellLink):
                style = self._link if sheet.lead(value, f"{column}{number}") else text
                if value.text:
                    cells += f'<c r="{column}{number}" s="{style}" t="inlineStr">{inline[value.text]}</c>'
            elif value is not None and fits(value):
                style = self._whole if value == int(value) else self._cents
                cells += f'<c r="{column}{number}" s="{style}"><v>{float(value):.16G}</v></c>'
            elif value is not None:
                cells += f'<c r="{column}{number}" s="{text}" t="inlineStr">{inline[str(value)]}</c>'
        return cells


class _Inline(dict[str, str]):
    """Texts as cells have them: most stand in a workbook more than once."""

    def __missing__(self, text: str) -> str:
        self[text] = written = _inline(cell_text(text))
        return written


def _inline(text: str) -> str:
    """Write a text as ECMA-376 has it (18.3.1.53, 22.9.2.19): what looks like an escape is none."""
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<is><t{space}>{escape(_ESCAPE.sub('_x005F_', text), quote=False)}</t></is>"


def _lines(row: Sequence[Value], widths: Sequence[int]) -> int:
    """Return in how many lines wrapped text fits: a reader that does not fit it itself would cut it off."""
    most = 1
    for value, width in zip(row, widths, strict=False):
        if value:
            length = len(value if isinstance(value, str) else value.text if isinstance(value, CellLink) else str(value))
            if length + 2 > most * width:
                most = -(-(length + 2) // width)
    return most


def properties(created: datetime, title: str) -> dict[str, object]:
    """Return document properties that depend on nothing but the report."""
    return {"title": title, "created": created.astimezone(UTC).replace(tzinfo=None)}


def cell_text(value: str | int | Decimal) -> str:
    """Return a text as a cell can hold it."""
    return printable(str(value))[:_LONGEST]


def fits(value: int | Decimal) -> bool:
    """Return whether a spreadsheet keeps every digit of a number."""
    if isinstance(value, int) and abs(value) < 10**_DIGITS:
        return True
    return amounts.fits(Decimal(value)) and len(Decimal(value).normalize().as_tuple().digits) <= _DIGITS
