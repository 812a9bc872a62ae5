"""The same cells written by many programs, and by hand as some programs spell a package."""

import io
import random
import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

import openpyxl
import pandas as pd
import xlsxwriter
from openpyxl.formatting.rule import Rule
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.numbers import NumberFormat

from tests.workbook.packages import packed
from tests.workbook.test_ods import MIME, ods, table

Value = str | bool | int | float | date
Cells = Mapping[tuple[int, int], Value]  # by row and column, 1-based
Writer = Callable[[Cells], bytes]

SHEET: Final = "Balans 2025"
_TEXTS: Final = (
    "Matériële vaste activa",
    "a & b < c",
    "regel 1\nregel 2",
    "1.234,50",
    "-",
    "0100",
    "=geen formule",
    "日本",
    "x" * 300,
    "  ingesprongen",
    "'s-Gravenhage",
    "TRUE",
)
_FORMATS: Final = (
    "General",
    "0.00",
    "#,##0;[Red]-#,##0",
    "[$€-413] #,##0.00",
    '#,##0 "duizend"',
    "0.00%",
    "_ * #,##0_ ;_ * -#,##0_ ;_ * \\-_ ;_ @_ ",
    "0.00E+00",
    "\\d0",
    "[Blue]#,##0",
)
_DAY_FORMATS: Final = (
    "d-m-yyyy",
    "dd mmm yyyy",
    "[$-413]d mmmm yyyy;@",
    "mm-dd-yy",
    'yyyy"-"mm"-"dd',
    "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy",
)


def make_cells(seed: int, rows: int = 14, columns: int = 6) -> dict[tuple[int, int], Value]:
    """Make cells of every kind; about one place in six stays empty."""
    dice = random.Random(seed)  # noqa: S311 - the same cells each time
    makers: tuple[Callable[[], Value], ...] = (
        lambda: dice.choice(_TEXTS),
        lambda: dice.randint(-(10**9), 10**9),
        lambda: float(Decimal(dice.randint(-(10**11), 10**11)).scaleb(-2)),
        lambda: dice.choice((0, 0.1 + 0.2, -0.5, 1e-7, 123456789012345, 1e21)),
        lambda: date(dice.randint(1950, 2060), dice.randint(1, 12), dice.randint(1, 28)),
        lambda: dice.random() < 0.5,
    )
    places = [(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)]
    return {place: dice.choice(makers)() for place in places if dice.random() > 1 / 6}


def _format_of(place: tuple[int, int], value: Value) -> str:
    """Choose a format for a cell, so that all come along in one book."""
    formats = _DAY_FORMATS if isinstance(value, date) else _FORMATS
    return formats[sum(place) % len(formats)]


def by_openpyxl(cells: Cells) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    for (row, column), value in cells.items():
        cell = sheet.cell(row, column)
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        elif not isinstance(value, bool):
            cell.number_format = _format_of((row, column), value)
    # as tables and conditional formats bring them: numbers of formats that cells use too, with other codes
    for number, code in ((14, "0.00"), (164, "d-m-yyyy"), (165, "0.00%"), (166, "d-m-yyyy")):
        look = DifferentialStyle(numFmt=NumberFormat(numFmtId=number, formatCode=code))
        sheet.conditional_formatting.add("A1:F14", Rule("expression", dxf=look, formula=["TRUE"]))
    return _saved(book)


def by_openpyxl_in_one_go(cells: Cells) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    for row in _grid(cells):
        sheet.append([f"'{value}" if isinstance(value, str) and value.startswith("=") else value for value in row])
    return _saved(book)


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def by_xlsxwriter(cells: Cells, **options: bool) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, **options}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.conditional_format("A1:F14", {"type": "no_blanks", "format": book.add_format({"num_format": "0.0%"})})
        for (row, column), value in sorted(cells.items()):
            look = book.add_format({"num_format": _format_of((row, column), value)})
            at = row - 1, column - 1
            if isinstance(value, str):
                sheet.write_string(*at, value)
            elif isinstance(value, bool):
                sheet.write_boolean(*at, value)
            elif isinstance(value, date):
                sheet.write_datetime(*at, datetime.combine(value, time()), look)
            else:
                sheet.write_number(*at, value, look)
    return buffer.getvalue()


def by_xlsxwriter_row_by_row(cells: Cells) -> bytes:
    return by_xlsxwriter(cells, constant_memory=True)


def by_xlsxwriter_since_1904(cells: Cells) -> bytes:
    return by_xlsxwriter(cells, date_1904=True)


def by_pandas(cells: Cells) -> bytes:
    buffer = io.BytesIO()
    with pd.ExcelWriter(buffer, engine="xlsxwriter") as writer:
        frame = pd.DataFrame(_grid(cells), dtype=object)
        frame.to_excel(writer, sheet_name=SHEET, header=False, index=False)
    return buffer.getvalue()


def _grid(cells: Cells) -> list[list[Value | None]]:
    rows, columns = max(row for row, _ in cells), max(column for _, column in cells)
    return [[cells.get((row, column)) for column in range(1, columns + 1)] for row in range(1, rows + 1)]


def _respelt(data: bytes, name: Callable[[str], str], part: Callable[[str, bytes], bytes]) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    return packed({name(each): part(each, source.read(each)) for each in source.namelist()})


def with_backslashes(cells: Cells) -> bytes:
    """As report writers of Windows name the parts."""
    return _respelt(by_xlsxwriter(cells), lambda name: name.replace("/", "\\"), lambda _, data: data)


def in_other_case(cells: Cells) -> bytes:
    return _respelt(by_xlsxwriter(cells), str.lower, lambda _, data: data)


def with_empty_texts(cells: Cells) -> bytes:
    """As exporters write each empty cell: a shared text without its number, or a number without digits."""

    def filled(name: str, data: bytes) -> bytes:
        empties = b'<c r="XA%d" t="s"><v/></c><c r="XB%d"><v></v></c>'
        rows = re.compile(rb'(<row r="([0-9]+)".*?)</row>')
        if not name.startswith("xl/worksheets/"):
            return data
        return rows.sub(lambda row: row[1] + empties.replace(b"%d", row[2]) + b"</row>", data)

    return _respelt(by_xlsxwriter(cells), str, filled)


def with_a_module(cells: Cells) -> bytes:
    """With a module of before Excel 97, which has a name and no part."""

    def listed(name: str, data: bytes) -> bytes:
        module = b'<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
        return data.replace(b"</sheets>", module) if name == "xl/workbook.xml" else data

    return _respelt(by_xlsxwriter(cells), str, listed)


def as_open_document(cells: Cells) -> bytes:
    entry = f'<m:file-entry m:full-path="/" m:media-type="{MIME.decode()}"/>'
    manifest = f'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{entry}</m:manifest>'
    return ods(_open_document(cells), **{"META-INF/manifest.xml": manifest.encode()})


def as_open_document_unsaid(cells: Cells) -> bytes:
    """Zipped anew, without the part that says what it is."""
    source = zipfile.ZipFile(io.BytesIO(as_open_document(cells)))
    return packed({name: source.read(name) for name in source.namelist() if name != "mimetype"})


def _open_document(cells: Cells) -> str:
    rows = ("".join(map(_open_cell, row)) for row in _grid(cells))
    return table("".join(f"<table:table-row>{row}</table:table-row>" for row in rows), SHEET)


def _open_cell(value: Value | None) -> str:
    if value is None:
        return "<table:table-cell/>"
    kind, said = "float", f'office:value="{value}"'
    if isinstance(value, str):
        text = value.replace("&", "&amp;").replace("<", "&lt;").replace("\n", "</text:p><text:p>")
        text = text.replace("  ", "<text:s text:c='2'/>")
        return f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>'
    if isinstance(value, bool):
        kind, said = "boolean", f'office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, date):
        kind, said = "date", f'office:date-value="{value.isoformat()}"'
    return f'<table:table-cell office:value-type="{kind}" {said}><text:p>{value}</text:p></table:table-cell>'
