from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.reporting.sheets import CellLink, ReportWorkbook, Value

LONG = ["x" * 32_767]
MOMENT = datetime(2026, 1, 1, tzinfo=UTC)


def written(*rows: tuple[Value, ...]) -> bytes:
    book = ReportWorkbook(MOMENT, "Titel")
    book.sheet("Blad & meer", [f"Kop {number}" for number in range(len(rows[0]))], rows, [10] * len(rows[0]))
    return book.close()


def read(*rows: tuple[Value, ...]) -> Worksheet:
    return openpyxl.load_workbook(BytesIO(written(*rows))).worksheets[0]


@pytest.mark.parametrize(
    "text",
    [
        "a<b>&\"c'",
        " ervoor en erna ",
        "twee\nregels",
        "=1+1",
        "<r><t>x</t></r>",
        "]]>",
        "h\u00e9 \U0001f600",
        "x" * 32_767,
    ],
)
def test_a_text_is_read_as_it_was_written(text: str) -> None:
    cell = read((text,))["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)


def test_what_looks_like_an_escape_is_none() -> None:
    with ZipFile(BytesIO(written(("_x0041_",)))) as archive:
        assert b">_x005F_x0041_<" in archive.read("xl/worksheets/sheet1.xml")


def test_what_misleads_is_replaced() -> None:
    assert read(("a\x07b\u202ec\ud800",))["A2"].value == "a\ufffdb\ufffdc\ufffd"


@pytest.mark.parametrize(
    ("number", "kept", "look"),
    [
        (3, 3, "#,##0"),
        (Decimal("-1234.00"), -1234, "#,##0"),
        (Decimal("0.1"), 0.1, "#,##0.00"),
        (Decimal(123456789012345), 123456789012345, "#,##0"),
        (Decimal(1234567890123456), "1234567890123456", "General"),
        (Decimal("1E+3"), 1000, "#,##0"),
        (0, 0, "#,##0"),
    ],
)
def test_numbers_are_numbers_while_every_digit_is_kept(number: int | Decimal, kept: object, look: str) -> None:
    cell = read((number,))["A2"]
    assert (cell.value, cell.number_format) == (kept, look)


def test_what_is_empty_has_no_cell() -> None:
    sheet = read(("a", None, "", "d"))
    assert [cell.value for cell in sheet[2]] == ["a", None, None, "d"]
    assert sheet.dimensions == "A1:D2"


def test_links_lead_to_cells_of_the_workbook_beside() -> None:
    sheet = read(
        (
            CellLink("hier", "source.xlsx", CellRef("d'Balans & <co", 10, 4)),
            CellLink("B1", "source.xlsx", CellRef("B", 1, 1)),
        )
    )
    assert sheet["A2"].hyperlink is None  # Excel takes no address with such a character
    assert sheet["A2"].value == "hier"
    found = sheet["B2"].hyperlink
    assert found is not None
    assert (found.target, found.location, sheet["B2"].font.u) == ("source.xlsx", "'B'!A1", "single")


def test_a_quote_in_the_name_of_a_sheet_is_doubled() -> None:
    found = read((CellLink("hier", "source.xlsx", CellRef("d'r & co", 1, 2)),))["A2"].hyperlink
    assert found is not None
    assert found.location == "'d''r & co'!B1"


def test_no_more_links_than_excel_takes() -> None:
    link = CellLink("hier", "s.xlsx", CellRef("B", 1, 1))
    with ZipFile(BytesIO(written(*[(link,)] * 65_535))) as archive:
        root = etree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
        assert len(root.findall(".//{*}hyperlink")) == 65_530
        assert len(root.findall(".//{*}sheetData/{*}row/{*}c")) == 65_536
        assert archive.read("xl/worksheets/_rels/sheet1.xml.rels").count(b"<Relationship ") == 1


def test_rows_are_high_enough_for_their_texts() -> None:
    heights = read(("x" * 8,), ("x" * 9,), ("x" * 28,), ("x" * 5_000,))
    assert [heights.row_dimensions[number].height for number in range(2, 6)] == [None, 30, 45, 300]
