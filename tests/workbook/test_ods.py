"""OpenDocument: written by LibreOffice where it is there, and by hand where a file must be odd."""

import io
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

from tests.workbook.packages import packed, saved
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import Cell, CellError, Merge, SheetCells
from xbrl_pipeline.workbook.ods import a1_formula
from xbrl_pipeline.workbook.reader import read_workbook

MIME: Final = b"application/vnd.oasis.opendocument.spreadsheet"
SPACES: Final = (
    " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    + ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)
HIDDEN: Final = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'


def ods(tables: str, **more: bytes) -> bytes:
    content = (
        f"<office:document-content {SPACES}><office:automatic-styles>{HIDDEN}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed({"mimetype": MIME, "content.xml": content.encode(), **more})


def table(rows: str, name: str = "Balans", more: str = "") -> str:
    return f'<table:table table:name="{name}" {more}>{rows}</table:table>'


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def value(kind: str, shown: str = "", more: str = "") -> str:
    return f'<table:table-cell office:value-type="{kind}" {more}><text:p>{shown}</text:p></table:table-cell>'


def amount(text: str, more: str = "") -> str:
    return value("float", text, f'office:value="{text}" {more}')


def sheet_of(folder: Path, rows: str) -> SheetCells:
    (sheet,) = read_workbook(saved(folder, ods(table(rows)), "jaarrekening.ods")).sheets
    return sheet


def cells_of(folder: Path, *cells: str) -> dict[str, Cell]:
    return {cell.ref.address: cell for cell in sheet_of(folder, row(*cells)).cells}


def test_every_kind_of_cell(tmp_path: Path) -> None:
    cells = cells_of(
        tmp_path,
        amount("1234.5"),
        value("percentage", "12,50%", 'office:value="0.125"'),
        value("currency", "€ 5", 'office:value="5" office:currency="EUR"'),
        value("date", "31-12-25", 'office:date-value="2025-12-31"'),
        value("date", "", 'office:date-value="2025-12-31T14:30:00"'),
        value("boolean", "WAAR", 'office:boolean-value="true"'),
        value("string", "een<text:s text:c='2'/>twee<text:line-break/>drie<text:span> vier</text:span>"),
        value("string", "#VERW!", 'calcext:value-type="error"'),
        value("string", "Err:502", 'calcext:value-type="error"'),
        "<table:table-cell table:formula='of:=[.A1]+1'/>",
    )
    assert [cell.value for cell in cells.values()] == [
        Decimal("1234.5"),
        Decimal("0.125"),
        Decimal(5),
        date(2025, 12, 31),
        "2025-12-31 14:30:00",
        True,
        "een  twee\ndrie vier",
        CellError.REFERENCE,
        CellError.OTHER,
        CellError.NOT_CALCULATED,
    ]
    assert cells["I1"].shown == "Err:502"


def test_a_remark_beside_a_cell_is_not_its_text(tmp_path: Path) -> None:
    note = "<table:table-cell office:value-type='string'><office:annotation><text:p>let op</text:p></office:annotation>"
    cells = cells_of(tmp_path, f"{note}<text:p>Activa</text:p></table:table-cell>")
    assert cells["A1"].value == "Activa"


def test_repeats_are_counted_and_not_built(tmp_path: Path) -> None:
    rows = (
        row("<table:table-cell table:number-columns-repeated='16384'/>", more="table:number-rows-repeated='3'")
        + row("<table:table-cell table:number-columns-repeated='2'/>", amount("7", "table:number-columns-repeated='2'"))
        + row(amount("8"), more="table:number-rows-repeated='2'")
        + row("<table:table-cell/>", more="table:number-rows-repeated='1048570'")
    )
    assert [cell.ref.address for cell in sheet_of(tmp_path, rows).cells] == ["C4", "D4", "A5", "A6"]


@pytest.mark.parametrize("repeat", ["table:number-rows-repeated='1000000'", "table:number-rows-repeated='100001'"])
def test_values_that_are_repeated_without_end(tmp_path: Path, repeat: str) -> None:
    with pytest.raises(PipelineError) as caught:
        sheet_of(tmp_path, row(amount("1"), more=repeat))
    assert caught.value.code == "workbook.far_cell"


@pytest.mark.parametrize("repeats", ["0", "-1", "x", "99999999999999"])
def test_a_count_that_is_no_count(tmp_path: Path, repeats: str) -> None:
    with pytest.raises(PipelineError) as caught:
        sheet_of(tmp_path, row(amount("1"), more=f"table:number-rows-repeated='{repeats}'"))
    assert caught.value.code in {"workbook.unreadable", "workbook.far_cell"}


def test_what_is_hidden_and_merged(tmp_path: Path) -> None:
    rows = (
        "<table:table-column/><table:table-column table:visibility='collapse' table:number-columns-repeated='2'/>"
        + row(amount("1", "table:number-columns-spanned='2' table:number-rows-spanned='2'"))
        + row("<table:covered-table-cell/>", amount("2"), more="table:visibility='filter'")
    )
    sheet = sheet_of(tmp_path, rows)
    assert (sheet.hidden_rows, sheet.hidden_columns) == (frozenset({2}), ((2, 3),))
    assert sheet.merges == (Merge(1, 1, 2, 2),)
    assert [sheet.hides(cell.ref) for cell in sheet.cells] == [False, True]


def test_a_hidden_sheet_and_the_copy_of_another_file(tmp_path: Path) -> None:
    tables = (
        table(row(amount("1")), "Balans")
        + table(row(amount("2")), "Oud", 'table:style-name="ta2"')
        + table(row(amount("3")), "'file:///x.ods'#Blad")
    )
    book = read_workbook(saved(tmp_path, ods(tables), "a.ods"))
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("Balans", False), ("Oud", True)]
    assert [note.code for note in book.notes] == ["workbook.note.external_link"]


def test_sums_are_worked_out_again(tmp_path: Path) -> None:
    total = amount("9", "table:formula='of:=SUM([.A1:.A2];[$Balans.A1])'")
    book = read_workbook(saved(tmp_path, ods(table(row(amount("1")) + row(amount("2")) + row(total))), "a.ods"))
    ((ref, found),) = book.sums.items()
    assert (str(ref), found.value, found.holds) == ("Balans!A3", Decimal(4), False)


@pytest.mark.parametrize(
    ("written", "formula"),
    [
        ("of:=SUM([.A1:.A3])", "SUM(A1:A3)"),
        ("of:=[$'Een blad'.$A$1]+[.B2]", "'Een blad'!$A$1+B2"),
        ("of:=SUM([.A1];[Blad2.B1:.B9])", "SUM(A1,Blad2!B1:B9)"),
        ("of:=SUM([Blad1.A1:Blad3.A1])", "SUM(#)"),
        ("msoxl:=A1", ""),
    ],
)
def test_formulas_as_excel_would_write_them(written: str, formula: str) -> None:
    assert a1_formula(written) == formula


def test_a_password_and_macros(tmp_path: Path) -> None:
    manifest = b"<m:manifest xmlns:m='urn:x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    with pytest.raises(PipelineError) as caught:
        read_workbook(saved(tmp_path, ods(table(""), **{"META-INF/manifest.xml": manifest}), "a.ods"))
    assert caught.value.code == "workbook.password"
    book = read_workbook(saved(tmp_path, ods(table(""), **{"Basic/Standard/Module1.xml": b"<a/>"}), "a.ods"))
    assert [note.code for note in book.notes] == ["workbook.note.macros"]


def test_a_password_is_named_before_what_it_hides(tmp_path: Path) -> None:
    manifest = b"<m:manifest xmlns:m='urn:x'><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>"
    hidden = packed({"mimetype": MIME, "content.xml": b"\x07\xa9\x11<\x00", "META-INF/manifest.xml": manifest})
    with pytest.raises(PipelineError) as caught:
        read_workbook(saved(tmp_path, hidden, "a.ods"))
    assert caught.value.code == "workbook.password"


def test_a_spreadsheet_that_does_not_say_what_it_is(tmp_path: Path) -> None:
    data = ods(table(row(amount("7"))))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        unsaid = packed({"content.xml": archive.read("content.xml")})
    (sheet,) = read_workbook(saved(tmp_path, unsaid, "a.ods")).sheets
    assert [cell.value for cell in sheet.cells] == [Decimal(7)]


@pytest.mark.parametrize("body", ["text", "presentation"])
def test_a_document_with_a_table_is_no_spreadsheet(tmp_path: Path, body: str) -> None:
    tables = table(row(amount("7")))
    content = f"<office:document-content {SPACES}><office:{body}>{tables}</office:{body}></office:document-content>"
    with pytest.raises(PipelineError) as caught:
        read_workbook(saved(tmp_path, packed({"content.xml": content.encode()}), "a.ods"))
    assert caught.value.code == "workbook.no_workbook"


def test_an_ods_with_another_name_is_read_and_named(tmp_path: Path) -> None:
    book = read_workbook(saved(tmp_path, ods(table(row(amount("1")))), "a.xlsx"))
    assert [(note.code, note.params["kind"]) for note in book.notes] == [("workbook.note.other_extension", ".ods")]


def test_a_doctype_is_refused(tmp_path: Path) -> None:
    data = packed({"mimetype": MIME, "content.xml": b"<!DOCTYPE a><a/>"})
    with pytest.raises(PipelineError) as caught:
        read_workbook(saved(tmp_path, data, "a.ods"))
    assert caught.value.code == "workbook.doctype"
