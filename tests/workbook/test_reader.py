import hashlib
import pickle
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.workbook.packages import MAIN, RELATIONS, packed, parts, saved
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import Cell, CellError
from xbrl_pipeline.workbook.reader import read_workbook
from xbrl_pipeline.workbook.stored import StoredNumber, number


def cells_of(folder: Path, rows: str) -> dict[str, Cell]:
    """Read the cells of a sheet written as XML."""
    (sheet,) = read_workbook(saved(folder, packed(parts(rows)))).sheets
    return {cell.ref.address: cell for cell in sheet.cells}


def row(*cells: str) -> str:
    return f"<row r='1'>{''.join(cells)}</row>"


@pytest.fixture
def real(tmp_path: Path) -> Path:
    path = tmp_path / "echt.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Balans 2025")
        sheet.write("A1", "Vaste activa")
        sheet.write("B1", 0.1 + 0.2)
        sheet.write_datetime("C1", datetime(2025, 12, 31), book.add_format({"num_format": "d-m-yyyy"}))  # noqa: DTZ001
        sheet.write_formula("D1", "=1+1", None, 2)
        sheet.write_boolean("E1", True)
        sheet.write_formula("F1", "=1/0", None, "#DIV/0!")
        sheet.write("G1", " \u00a0\u200b ")
        sheet.write("H1", "#VERW!")
        sheet.write("I1", 1_234_567.5)
        sheet.merge_range("A3:C3", "samengevoegd")
        book.add_worksheet("Verborgen").hide()
        book.add_chartsheet("Grafiek")
    return path


def test_every_kind_of_cell(real: Path) -> None:
    sheet = read_workbook(real).sheets[0]
    assert sheet.name == "Balans 2025"
    read = {cell.ref.address: (cell.value, cell.shown, cell.formula) for cell in sheet.cells}
    assert read == {
        "A1": ("Vaste activa", "Vaste activa", False),
        "B1": (Decimal("0.3"), "0,3", False),
        "C1": (date(2025, 12, 31), "31-12-2025", False),
        "D1": (Decimal(2), "2", True),
        "E1": (True, "WAAR", False),
        "F1": (CellError.DIVISION_BY_ZERO, "#DIV/0!", True),
        "H1": (CellError.REFERENCE, "#VERW!", False),
        "I1": (Decimal("1234567.5"), "1234567,5", False),
        "A3": ("samengevoegd", "samengevoegd", False),
    }


def test_sheets_keep_their_order_and_charts_hold_no_cells(real: Path) -> None:
    book = read_workbook(real)
    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [("Balans 2025", False), ("Verborgen", True)]


def test_the_hash_is_of_the_bytes_that_were_read(real: Path) -> None:
    assert read_workbook(real).sha256 == hashlib.sha256(real.read_bytes()).hexdigest()


def test_reading_can_be_sent_to_another_process(real: Path) -> None:
    assert pickle.loads(pickle.dumps(read_workbook))(real) == read_workbook(real)  # noqa: S301 - our own bytes


STYLES: Final = f"""<styleSheet xmlns='{MAIN}'>
<numFmts count='1'><numFmt numFmtId='164' formatCode='#,##0'/></numFmts>
<cellXfs count='3'><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/></cellXfs>
<dxfs count='2'><dxf><numFmt numFmtId='14' formatCode='0.00%'/></dxf>
<dxf><numFmt numFmtId='164' formatCode='d-m-yyyy'/></dxf></dxfs></styleSheet>"""


def with_styles(rows: str) -> dict[str, bytes]:
    relation = f"<Relationship Id='rId2' Type='{RELATIONS}/styles' Target='styles.xml'/></Relationships>"
    members = parts(rows)
    relations = members["xl/_rels/workbook.xml.rels"].replace(b"</Relationships>", relation.encode())
    return members | {"xl/_rels/workbook.xml.rels": relations, "xl/styles.xml": STYLES.encode()}


def test_formats_of_tables_and_conditions_say_nothing_about_cells(tmp_path: Path) -> None:
    rows = row("<c r='A1' s='1'><v>46022</v></c><c r='B1' s='2'><v>46022</v></c>")
    (sheet,) = read_workbook(saved(tmp_path, packed(with_styles(rows)))).sheets
    assert [cell.value for cell in sheet.cells] == [date(2025, 12, 31), Decimal(46022)]


def test_parts_with_backslashes_and_in_other_case(tmp_path: Path) -> None:
    spelt = {name.replace("/", "\\").replace("Content_Types", "content_types"): data for name, data in parts().items()}
    (sheet,) = read_workbook(saved(tmp_path, packed(spelt))).sheets
    assert [str(cell.ref) for cell in sheet.cells] == ["Balans!A1"]


@pytest.mark.parametrize("double", ["xl\\workbook.xml", "XL/Worksheets\\Sheet1.xml"])
def test_a_part_that_stands_there_twice_in_two_spellings_is_refused(tmp_path: Path, double: str) -> None:
    with pytest.raises(PipelineError) as caught:
        read_workbook(saved(tmp_path, packed(parts() | {double: b"<a/>"})))
    assert caught.value.code == "workbook.unsafe_part"


def test_macros_are_noticed_behind_backslashes(tmp_path: Path) -> None:
    book = read_workbook(saved(tmp_path, packed(parts() | {"xl\\vbaProject.bin": b"code"})))
    assert [note.code for note in book.notes] == ["workbook.note.macros"]


def test_a_module_sheet_without_a_part_is_named(tmp_path: Path) -> None:
    members = parts()
    module = b"<sheet name='Module1' sheetId='2' state='veryHidden' r:id=''/></sheets>"
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"</sheets>", module)
    book = read_workbook(saved(tmp_path, packed(members)))
    assert [sheet.name for sheet in book.sheets] == ["Balans"]
    assert [(note.code, note.params) for note in book.notes] == [("workbook.note.other_sheet", {"sheet": "Module1"})]


@pytest.mark.parametrize("more", ["r:id='rId9'", ""])
def test_a_sheet_that_leads_nowhere_is_refused(tmp_path: Path, more: str) -> None:
    members = parts()
    lost = f"<sheet name='Baten' sheetId='2' {more}/></sheets>".encode()
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"</sheets>", lost)
    with pytest.raises(PipelineError) as caught:
        read_workbook(saved(tmp_path, packed(members)))
    assert (caught.value.code, caught.value.params["sheet"]) == ("workbook.sheet_without_part", "Baten")


@pytest.mark.parametrize("kind", ["", "t='s'", "t='n'", "t='str'", "t='inlineStr'", "t='b'", "t='e'", "t='d'"])
@pytest.mark.parametrize("value", ["<v/>", "<v></v>", "<v> \n </v>"])
def test_a_cell_that_says_its_kind_and_nothing_else_is_empty(tmp_path: Path, kind: str, value: str) -> None:
    assert cells_of(tmp_path, row(f"<c r='A1' {kind}>{value}</c>")) == {}


@pytest.mark.parametrize("kind", ["", "t='s'", "t='n'"])
def test_a_formula_that_says_its_kind_and_nothing_else_is_not_calculated(tmp_path: Path, kind: str) -> None:
    cells = cells_of(tmp_path, row(f"<c r='A1' {kind}><f>B1</f><v/></c>"))
    assert cells["A1"].value is CellError.NOT_CALCULATED


@pytest.mark.parametrize(
    "stored",
    [
        "<c r='A1' t='inlineStr'><is><t>Activa</t></is></c>",
        "<c r='A1' t='inlineStr'><v>Activa</v></c>",
        "<c r='A1' t='s'><is><t>Activa</t></is></c>",
        "<c r='A1'><is><t>Activa</t></is></c>",
    ],
)
def test_a_text_in_the_cell_itself_is_never_lost(tmp_path: Path, stored: str) -> None:
    assert cells_of(tmp_path, row(stored))["A1"].value == "Activa"


@pytest.mark.parametrize("mark", [*"\u00ad\u061c\u200b\u200e\u200f\u202a\u202c\u202d\u2060\u2066\u2068\u2069\ufeff"])
def test_marks_that_show_nothing_are_not_shown(tmp_path: Path, mark: str) -> None:
    texts = (f"{mark}5.383.789,00", f"31-12-2025{mark}", f"Immaterië{mark}le activa", f"\u00a0{mark} ")
    cells = (f"<c t='inlineStr'><is><t xml:space='preserve'>{text}</t></is></c>" for text in texts)
    shown = [cell.shown for cell in cells_of(tmp_path, row(*cells)).values()]
    assert shown == ["5.383.789,00", "31-12-2025", "Immateriële activa"]


@pytest.mark.parametrize("mark", [*"\u202b\u202e\u2067"])
def test_marks_behind_which_a_figure_looks_like_another_stay(tmp_path: Path, mark: str) -> None:
    cells = cells_of(tmp_path, row(f"<c r='A1' t='inlineStr'><is><t>{mark}987,00</t></is></c>"))
    assert cells["A1"].shown == f"{mark}987,00"


def test_a_formula_without_a_stored_result(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book["Sheet"]["B2"] = "=SUM(A1:A2)"
    book.save(tmp_path / "a.xlsx")
    (cell,) = read_workbook(tmp_path / "a.xlsx").sheets[0].cells
    assert (cell.value, cell.formula) == (CellError.NOT_CALCULATED, True)


def test_a_formula_that_gave_an_empty_text_is_an_empty_cell(tmp_path: Path) -> None:
    assert cells_of(tmp_path, row("<c r='A1' t='str'><f>IF(B1=\"\",\"\",B1)</f><v></v></c>")) == {}


def test_a_formula_that_openpyxl_could_not_translate_keeps_its_value(tmp_path: Path) -> None:
    shared = (
        "<c r='A1'><f t='shared' ref='A1:A2' si='0'>SUM({1;</f><v>7</v></c><c r='B1'><f t='shared' si='0'/><v>8</v></c>"
    )
    cells = cells_of(tmp_path, row(shared))
    assert [cell.value for cell in cells.values()] == [Decimal(7), Decimal(8)]


@pytest.mark.parametrize(
    ("stored", "error"),
    [
        ("<c r='A1' t='e'><v>#N/A</v></c>", CellError.NOT_AVAILABLE),
        ("<c r='A1' t='e'><v>#SPILL!</v></c>", CellError.OTHER),
        ("<c r='A1' t='inlineStr'><is><t>#NAAM?</t></is></c>", CellError.NAME),
        ("<c r='A1'><v>NaN</v></c>", CellError.DAMAGED),
        ("<c r='A1' t='s'><v>99</v></c>", CellError.DAMAGED),
        ("<c r='A1'><v>1E400</v></c>", CellError.NUMBER),
        (f"<c r='A1'><v>{'9' * 5000}</v></c>", CellError.DAMAGED),
        ("<c r='A1'><v>1234567890123456</v></c>", CellError.DIGITS),
        ("<c r='A1'><v>1_000</v></c>", CellError.DAMAGED),
        ("<c r='A1'><v>1<x/>2</v></c>", CellError.DAMAGED),
        ("<c r='A1'><x><v>1</v></x></c>", CellError.DAMAGED),
        ("<c r='A1' t='b'><v>2</v></c>", CellError.DAMAGED),
        ("<c r='A1' t='zz'><v>2</v></c>", CellError.DAMAGED),
        ("<c r='A1' t='d'><v>2025-02-30</v></c>", CellError.NO_DAY),
    ],
)
def test_cells_without_a_usable_value(tmp_path: Path, stored: str, error: CellError) -> None:
    assert cells_of(tmp_path, row(stored))["A1"].value is error


def test_escaped_characters_and_line_ends(tmp_path: Path) -> None:
    text = "<c r='A1' t='inlineStr'><is><t>een_x000D_&#10;twee _xD83D__xDE00_ _xD83D_</t></is></c>"
    assert cells_of(tmp_path, row(text))["A1"].value == "een\ntwee \U0001f600 \ufffd"


def test_a_day_with_a_time_is_words(tmp_path: Path) -> None:
    cells = cells_of(
        tmp_path, row("<c r='A1' t='d'><v>2025-12-31T14:30:00Z</v></c><c r='B1' t='d'><v>2025-12-31</v></c>")
    )
    assert cells["A1"].value == "2025-12-31 14:30:00"
    assert cells["B1"].value == date(2025, 12, 31)


def test_the_calendar_of_1904(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = CALENDAR_MAC_1904
    book["Sheet"]["A1"] = date(2025, 12, 31)
    book.save(tmp_path / "a.xlsx")
    assert read_workbook(tmp_path / "a.xlsx").sheets[0].cells[0].value == date(2025, 12, 31)


def test_a_wrong_dimension_hides_nothing(tmp_path: Path) -> None:
    data = parts("<row r='9'><c r='C9'><v>5</v></c></row>")
    sheet = data["xl/worksheets/sheet1.xml"].replace(b"<sheetData>", b"<dimension ref='A1'/><sheetData>")
    book = read_workbook(saved(tmp_path, packed(data | {"xl/worksheets/sheet1.xml": sheet})))
    assert [str(cell.ref) for cell in book.sheets[0].cells] == ["Balans!C9"]


def test_cells_come_in_reading_order_however_they_are_stored(tmp_path: Path) -> None:
    stored = "<row r='2'><c r='B2'><v>3</v></c><c r='A2'><v>2</v></c></row><row r='1'><c r='C1'><v>1</v></c></row>"
    assert list(cells_of(tmp_path, stored)) == ["C1", "A2", "B2"]


@pytest.mark.parametrize("address", ["XFD1048576", "A100001", "ALM1"])
def test_a_cell_far_away_is_refused(tmp_path: Path, address: str) -> None:
    digits = address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    with pytest.raises(PipelineError) as caught:
        cells_of(tmp_path, f"<row r='{digits}'><c r='{address}'><v>1</v></c></row>")
    assert (caught.value.code, caught.value.params["cell"]) == ("workbook.far_cell", f"Balans!{address}")


def test_an_empty_cell_far_away_is_only_formatting(tmp_path: Path) -> None:
    assert cells_of(tmp_path, "<row r='1048576'><c r='XFD1048576' s='0'/></row>") == {}


def test_a_cell_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PipelineError) as caught:
        cells_of(tmp_path, row("<c r='A1'><v>1</v></c><c r='A1'><v>2</v></c>"))
    assert caught.value.code == "workbook.cell_twice"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("<row r='1'><c r='ZZZZ9'><v>1</v></c></row>", "workbook.bad_address"),
        ("<row r='1'><c r='A2'><v>1</v></c></row>", "workbook.bad_address"),
        ("<row r='1'><c r='XFE1'><v>1</v></c></row>", "workbook.bad_address"),
        ("<row r='x'/>", "workbook.bad_address"),
        ("<row r='0'/>", "workbook.bad_address"),
        ("<row", "workbook.unreadable"),
        ("<row r='1'><x><c r='A1'><v>1</v></c></x></row>", "workbook.unreadable"),
    ],
)
def test_a_sheet_with_addresses_or_markup_that_no_program_writes(tmp_path: Path, rows: str, code: str) -> None:
    with pytest.raises(PipelineError) as caught:
        cells_of(tmp_path, rows)
    assert caught.value.code == code


def test_cells_by_their_place(tmp_path: Path) -> None:
    sheet = read_workbook(saved(tmp_path, packed(parts()))).sheets[0]
    assert sheet.at(1, 1) == Cell(CellRef("Balans", 1, 1), Decimal(1), "1")
    assert sheet.at(1, 2) is None


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(0, 4))
def test_a_number_as_typed_survives_the_float_that_excel_stores(digits: int, places: int) -> None:
    typed = Decimal(digits).scaleb(-places)
    found = number(repr(float(typed)))
    assert isinstance(found, StoredNumber)
    assert Decimal(found.text) == typed
