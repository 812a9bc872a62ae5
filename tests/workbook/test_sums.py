"""Stored results against the sums that they stand for; any other formula is left alone."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.workbook.packages import packed, parts, saved
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.workbook.cells import Cell, CellError, CellSum, CellValue, SheetCells
from xbrl_pipeline.workbook.raw import Formula
from xbrl_pipeline.workbook.reader import read_workbook
from xbrl_pipeline.workbook.sums import check_sums

GRID: dict[str, CellValue] = {
    "Blad1!A1": Decimal(1),
    "Blad1!A2": Decimal("2.5"),
    "Blad1!A3": "n.v.t.",
    "Blad1!A4": CellError.REFERENCE,
    "Blad1!B1": Decimal(10),
    "Blad1!B2": True,
    "Een blad!A1": Decimal(100),
}


def outcome(text: str, stored: Decimal = Decimal(0), origin: tuple[int, int] = (0, 0)) -> CellSum | None:
    """Work out a formula in Blad1!C9."""
    ref = CellRef("Blad1", 9, 3)
    values = {CellRef.parse(place): value for place, value in GRID.items()} | {ref: stored}
    names = dict.fromkeys(place.sheet for place in values)
    sheets = [
        SheetCells(
            name, tuple(Cell(place, value, "") for place, value in sorted(values.items()) if place.sheet == name)
        )
        for name in names
    ]
    return check_sums(sheets, {ref: Formula(text, *origin)}).get(ref)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("A1+A2", "3.5"),
        ("A1-A2", "-1.5"),
        ("-A1+2", "1"),
        ("SUM(A1:A3)", "3.5"),
        ("sum(A1:B1,A2)", "13.5"),
        ("SUM(A1:A2)-B1", "-6.5"),
        ("SUM($A$1:A2,'Een blad'!A1)", "103.5"),
        ("Blad1!A1*2", "2"),
        ("2*(A1+A2)", "7"),
        ("B1/4", "2.5"),
        ("SUM(A1,A1+1)", "3"),
        ("A1+Z99", "1"),
        ("1+1", "2"),
        ("SUM(B2)", "0"),
        ("SUM(A2:A1)", "3.5"),
        ("1.5E2+A1", "151"),
    ],
)
def test_plain_sums(text: str, value: str) -> None:
    found = outcome(text)
    assert found is not None
    assert found.value == Decimal(value)
    assert outcome(text, Decimal(value)) == CellSum(f"={text}", Decimal(value), holds=True)


@pytest.mark.parametrize(
    "text",
    [
        "A1*A2",
        "A1/A2",
        "A1/0",
        "A3+1",
        "A4+1",
        "SUM(A1:A4)",
        "ROUND(A1,0)",
        "SUM(A1:A2",
        "SUM(A1:A2))",
        "A1+",
        "IF(A1,1,2)",
        "SUM(Blad1:Blad2!A1)",
        "[1]Blad!A1",
        "Weg!A1",
        "A1:A2",
        "A1%",
        "A1&A2",
        "A1^2",
        "",
        "naam+1",
        "A1+LOG10(A2)",
        "SUM(A:A)",
        "(" * 5_000 + "1",
        "-" * 500 + "1",
        "cmd|' /C calc'!A0",
        "#REF!+1",
    ],
)
def test_anything_else_is_not_ours_to_work_out(text: str) -> None:
    assert outcome(text) is None


def test_a_shared_formula_moves_with_its_cell() -> None:
    found = outcome("A1+$B$1+B$1", origin=(8, 3))
    assert found is not None
    assert found.value == Decimal("22.5")  # A2 + B1 + B1
    assert outcome("A1", origin=(99, 9)) is None


def test_the_noise_of_binary_arithmetic_is_no_difference() -> None:
    assert outcome("SUM(A1:A2)", Decimal("3.50000000000001")) == CellSum("=SUM(A1:A2)", Decimal("3.5"), holds=True)
    found = outcome("SUM(A1:A2)", Decimal("3.51"))
    assert found is not None
    assert not found.holds


@given(st.lists(st.decimals(-(10**9), 10**9, places=2), min_size=2, max_size=40))
def test_what_a_spreadsheet_adds_up_is_never_called_stale(amounts: list[Decimal]) -> None:
    stored = Decimal(format(sum(map(float, amounts)), ".15g"))
    cells = [Cell(CellRef("B", row, 1), value, "") for row, value in enumerate(amounts, start=1)]
    total = Cell(CellRef("B", len(cells) + 1, 1), stored, "")
    formula = {total.ref: Formula(f"SUM(A1:A{len(cells)})")}
    found = check_sums([SheetCells("B", (*cells, total))], formula)[total.ref]
    assert found.holds
    other = Cell(total.ref, stored + Decimal("0.01"), "")
    assert not check_sums([SheetCells("B", (*cells, other))], formula)[total.ref].holds


def test_sums_without_end_cost_no_more_than_a_little() -> None:
    cells = [Cell(CellRef("B", row, 1), Decimal(1), "") for row in range(1, 10_001)]
    formulas = {cell.ref: Formula("SUM(B1:XFD1048576)") for cell in cells}
    assert len(check_sums([SheetCells("B", tuple(cells))], formulas)) < 400


def test_formulas_of_a_file_shared_and_over_sheets(tmp_path: Path) -> None:
    rows = (
        "<row r='1'><c r='A1'><v>1</v></c><c r='B1'><f t='shared' ref='B1:B2' si='0'>A1*2</f><v>2</v></c></row>"
        "<row r='2'><c r='A2'><v>5</v></c><c r='B2'><f t='shared' si='0'/><v>99</v></c>"
        "<c r='C2'><f t='array' ref='C2'>SUM(A1:A2)</f><v>0</v></c><c r='D2'><f>SUM(A1:A2)</f><v>6</v></c></row>"
    )
    book = read_workbook(saved(tmp_path, packed(parts(rows))))
    found = {ref.address: (int(found.value), found.holds) for ref, found in book.sums.items()}
    assert found == {"B1": (2, True), "B2": (10, False), "D2": (6, True)}
