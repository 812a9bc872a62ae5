"""Amounts of a workbook that contradict one another are asked, each contradiction once, and an answer settles it."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import (
    HEADS,
    ROW,
    TOP,
    YEARS,
    Change,
    Pages,
    Reader,
    Value,
    balance,
    cell_of,
    clear,
    income,
    page,
    row_of,
)
from xbrl_pipeline.model.questions import Question, Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

PARTS = ("Vorderingen", "Liquide middelen")
TOTAL = "Totaal vlottende activa"
COSTS = ("Personeelslasten", "Afschrijvingen", "Huisvestingslasten", "Overige lasten")
LOOSE = ("Baten", "Rijksbijdragen", "Lasten", *COSTS)
DEPRECIATION = "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets"


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def off_by(amount: int, label: str = TOTAL, column: int = 1) -> Pages:
    """Return the clear workbook with one amount of its balance sheet that is other than it should be."""
    pages = clear()
    row = pages["Balans"][row_of(pages["Balans"], label) - 1]
    value = row[column]
    assert isinstance(value, int)
    row[column] = value + amount
    return pages


def only(questions: list[Question]) -> Question:
    (question,) = questions
    return question


# a total that is not the sum of its parts


@pytest.mark.parametrize("label", [TOTAL, *PARTS])
def test_a_total_that_does_not_tie_in_one_column_is_asked_with_its_parts(read: Reader, label: str) -> None:
    pages = off_by(90_000, label)
    question = only(read(pages).asked(Topic.SUM))
    assert set(question.cells) == {cell_of("Balans", pages["Balans"], each) for each in (TOTAL, *PARTS)}
    assert question.money == 90_000
    assert question.personal


def test_what_does_not_tie_is_shown_as_it_stands_until_it_is_answered(read: Reader) -> None:
    pages = off_by(90_000)
    assert cell_of("Balans", pages["Balans"], TOTAL) in read(pages).cells


def test_a_total_that_is_called_wrong_is_left_out_of_that_column_alone(read: Reader) -> None:
    pages = off_by(90_000)
    question = only(read(pages).asked(Topic.SUM))
    found = read(pages, answers={question.id: "total"})
    assert not found.asked(Topic.SUM)
    assert found.amount("AssetsCurrent") is None
    assert found.amount("AssetsCurrent", "T-1") == ROW[TOTAL]["T-1"]
    assert found.amount("Receivables") == ROW["Vorderingen"]["T"]


def test_parts_that_are_called_wrong_are_left_out_of_that_column_alone(read: Reader) -> None:
    pages = off_by(90_000)
    question = only(read(pages).asked(Topic.SUM))
    found = read(pages, answers={question.id: "parts"})
    assert not found.asked(Topic.SUM)
    assert found.amount("Receivables") is None
    assert found.amount("CashAndCashEquivalents") is None
    assert found.amount("Receivables", "T-1") == ROW["Vorderingen"]["T-1"]
    assert found.amount("AssetsCurrent") == 1_388_885 + 90_000


def test_a_person_can_report_what_does_not_tie_as_it_stands(read: Reader) -> None:
    pages = off_by(90_000)
    question = only(read(pages).asked(Topic.SUM))
    found = read(pages, answers={question.id: "use"})
    assert not found.asked(Topic.SUM)
    assert found.amount("AssetsCurrent") == 1_388_885 + 90_000


def test_rounding_is_not_asked(read: Reader) -> None:
    assert not read(off_by(1)).asked(Topic.SUM)


def test_a_row_that_nobody_can_place_among_the_parts_explains_the_difference(read: Reader) -> None:
    pages = off_by(90_000)
    sheet = pages["Balans"]
    sheet.insert(row_of(sheet, "Liquide middelen"), ["Kruimelpost dakgoot", 90_000, None])
    assert not read(pages).asked(Topic.SUM)


def test_a_total_that_ties_in_no_column_has_parts_that_nobody_knows(read: Reader) -> None:
    pages = off_by(90_000)
    row = pages["Balans"][row_of(pages["Balans"], TOTAL) - 1]
    row[2] = 1_379_135 + 45_000
    assert not read(pages).asked(Topic.SUM)


# years that are exchanged


def exchanged() -> Pages:
    return {**clear(), "Exploitatie": income(YEARS[::-1])}


def test_a_result_of_the_other_year_than_equity_moved_in_is_asked_once_for_all(read: Reader) -> None:
    found = read(exchanged())
    question = only([each for each in found.asked(Topic.COLUMN) if each.id.startswith("years:")])
    assert {cell.sheet for cell in question.cells} == {"Balans", "Exploitatie"}
    assert len(question.choices) == 2
    assert question.personal
    assert not {cell.sheet for cell in found.cells} & {"Balans", "Exploitatie"}


@pytest.mark.parametrize(("right", "wrong"), [("balans", "exploitatie"), ("exploitatie", "balans")])
def test_the_years_of_the_side_that_is_called_wrong_are_exchanged(read: Reader, right: str, wrong: str) -> None:
    question = only(read(exchanged()).asked(Topic.COLUMN))
    answer = next(choice.value for choice in question.choices if choice.value.startswith(right))
    found = read(exchanged(), answers={question.id: answer})
    assert not found.open
    turned = wrong == "balans"
    assert found.amount("Assets") == ROW["Totaal activa"]["T-1" if turned else "T"]
    assert found.amount("Assets", "T-1") == ROW["Totaal activa"]["T" if turned else "T-1"]
    assert found.amount("Income") == ROW["Totaal baten"]["T-1" if turned else "T"]


def test_a_note_with_the_amounts_of_several_lines_exchanged_is_asked(read: Reader) -> None:
    rows = [row for row in BALANCE if row[0] in (*PARTS, TOTAL)]
    pages = {**clear(), "Toelichting": page("Vlottende activa (in euro's)", HEADS[::-1], rows)}
    question = only([each for each in read(pages).asked(Topic.COLUMN) if each.id.startswith("years:")])
    assert cell_of("Toelichting", pages["Toelichting"], TOTAL) in question.cells


def test_a_result_that_equity_did_not_move_by_in_any_year_is_not_asked(read: Reader) -> None:
    pages = exchanged()
    sheet = pages["Exploitatie"]
    sheet[row_of(sheet, "Nettoresultaat na belastingen") - 1][1:] = [43_000, 7_000]
    assert not read(pages).asked(Topic.COLUMN)


def with_note(heads: Sequence[Value] = HEADS, off: int = 0) -> Pages:
    """Return the clear workbook with a note to the receivables; ``off`` is what this year is more than on the balance.

    Its names are those of lines that the balance sheet does not show.
    """
    total = ROW["Vorderingen"]["T"], ROW["Vorderingen"]["T-1"]
    assert total[0] is not None
    assert total[1] is not None
    rows = [
        ("Debiteuren", 100_000, 90_000),
        ("Overlopende activa", total[0] - 100_000 + off, total[1] - 90_000),
        ("Totaal vorderingen", total[0] + off, total[1]),
    ]
    return {**clear(), "Toelichting": page("Vorderingen (in euro's)", heads, rows)}


def test_one_total_of_a_note_with_its_years_exchanged_is_asked_and_the_proven_side_stands(read: Reader) -> None:
    pages = with_note(HEADS[::-1])
    found = read(pages)
    question = only([each for each in found.asked(Topic.COLUMN) if each.id.startswith("years:")])
    assert {cell.sheet for cell in question.cells} == {"Toelichting"}
    assert "Toelichting" not in {cell.sheet for cell in found.cells}
    assert found.amount("Receivables") == ROW["Vorderingen"]["T"]
    balances = next(choice.value for choice in question.choices if choice.value.startswith("balans"))
    settled = read(pages, answers={question.id: balances})
    assert not settled.open
    assert settled.amount("TradeReceivables") == 100_000


# a line that stands twice with different amounts


def test_a_note_without_contradictions_is_not_asked_about(read: Reader) -> None:
    found = read(with_note())
    assert not found.open
    assert found.amount("TradeReceivables") == 100_000


def test_a_note_that_differs_from_the_statement_is_asked_with_its_parts_and_neither_is_reported(read: Reader) -> None:
    pages = with_note(off=45_000)
    found = read(pages)
    question = only(found.asked(Topic.SUM))
    assert cell_of("Balans", pages["Balans"], "Vorderingen") in question.cells
    note = pages["Toelichting"]
    assert {cell_of("Toelichting", note, label) for label in ("Debiteuren", "Totaal vorderingen")} <= {*question.cells}
    assert question.money == 45_000
    assert question.personal
    assert found.amount("Receivables") is None
    assert found.amount("Receivables", "T-1") == ROW["Vorderingen"]["T-1"]


@pytest.mark.parametrize(
    ("right", "total", "part"), [("balans", ROW["Vorderingen"]["T"], None), ("toelichting", None, 100_000)]
)
def test_the_amount_that_is_called_wrong_is_left_out_with_its_parts(
    read: Reader, right: str, total: int | None, part: int | None
) -> None:
    pages = with_note(off=45_000)
    question = only(read(pages).asked(Topic.SUM))
    answer = next(choice.value for choice in question.choices if choice.value.startswith(right))
    found = read(pages, answers={question.id: answer})
    assert not found.open
    expected = total if total is not None else (ROW["Vorderingen"]["T"] or 0) + 45_000
    assert found.amount("Receivables") == expected
    assert found.amount("TradeReceivables") == part
    assert found.amount("TradeReceivables", "T-1") == 90_000


def test_a_note_that_is_off_by_rounding_is_not_asked_about(read: Reader) -> None:
    assert not read(with_note(off=1)).asked(Topic.SUM)


def test_a_line_that_differs_in_every_period_is_one_question(read: Reader) -> None:
    pages = with_note(off=45_000)
    for row in pages["Toelichting"][TOP:]:
        if isinstance(row[2], int):
            row[2] += 30_000
    question = only(read(pages).asked(Topic.SUM))
    assert cell_of("Balans", pages["Balans"], "Vorderingen", 3) in question.cells


# signs that nothing proves


def loose_costs() -> Pages:
    """Return the clear workbook without totals of its costs, of which one stands without the minus of the others."""
    pages = {**clear(), "Balans": balance(("31-12-2025",))}
    rows = [row for row in INCOME if row[0] in LOOSE]
    pages["Exploitatie"] = page("Staat van baten en lasten over 2025 (in euro's)", YEARS, rows)
    sheet = pages["Exploitatie"]
    for label in COSTS:
        if label != "Afschrijvingen":
            row = sheet[row_of(sheet, label) - 1]
            row[1:] = [-value for value in row[1:] if isinstance(value, int)]
    return pages


def test_a_cost_with_another_sign_than_those_beside_it_is_asked_where_no_sum_proves_it(read: Reader) -> None:
    pages = loose_costs()
    found = read(pages)
    question = only(found.asked(Topic.SIGN))
    cells = {cell_of("Exploitatie", pages["Exploitatie"], "Afschrijvingen", column) for column in (2, 3)}
    assert {*question.cells} == cells
    assert not cells & found.cells
    assert found.amount("EmployeeBenefitsExpenses") == ROW["Personeelslasten"]["T"]


@pytest.mark.parametrize(("answer", "sign"), [("plus", 1), ("minus", -1)])
def test_the_sign_that_a_person_says_is_that_of_the_amount(read: Reader, answer: str, sign: int) -> None:
    pages = loose_costs()
    question = only(read(pages).asked(Topic.SIGN))
    found = read(pages, answers={question.id: answer})
    assert not found.asked(Topic.SIGN)
    assert found.amount(DEPRECIATION) == sign * (ROW["Afschrijvingen"]["T"] or 0)


def test_a_sum_that_holds_proves_a_sign(read: Reader) -> None:
    pages = clear()
    sheet = pages["Exploitatie"]
    for label in (*COSTS, "Totaal lasten"):
        row = sheet[row_of(sheet, label) - 1]
        row[1:] = [-value for value in row[1:] if isinstance(value, int)]
    assert not read(pages).asked(Topic.SIGN)


# one amount over several rows


def merge(area: str) -> Change:
    return lambda book: book["Balans"].merge_cells(area)


def merged() -> tuple[Pages, int]:
    """Return a workbook in which two lines share one amount, and the row of the first of them."""
    pages = clear()
    sheet = pages["Balans"]
    first = row_of(sheet, "Voorzieningen")
    for column in (1, 2):
        one, other = sheet[first - 1][column], sheet[first][column]
        assert isinstance(one, int)
        assert isinstance(other, int)
        sheet[first - 1][column], sheet[first][column] = one + other, None
    return pages, first


def test_one_amount_merged_over_two_lines_is_asked_and_reported_as_neither(read: Reader) -> None:
    pages, row = merged()
    found = read(pages, change=merge(f"B{row}:B{row + 1}"))
    question = only(found.asked(Topic.ROW))
    cells = {cell_of("Balans", pages["Balans"], "Voorzieningen", column) for column in (2, 3)}
    assert {*question.cells} == cells
    assert not cells & found.cells
    assert found.amount("EquityAndLiabilities") == ROW["Totaal passiva"]["T"]
    assert read(pages, answers={question.id: "Provisions"}, change=merge(f"B{row}:B{row + 1}")).amount("Provisions")


def test_a_name_that_is_merged_like_its_amount_is_one_line(read: Reader) -> None:
    pages, row = merged()
    pages["Balans"][row][0] = None

    def join(book: Workbook) -> None:
        for column in "ABC":
            book["Balans"].merge_cells(f"{column}{row}:{column}{row + 1}")

    assert not read(pages, change=join).asked(Topic.ROW)


# units


def test_a_result_that_equity_moved_by_in_another_unit_only_is_asked(read: Reader) -> None:
    pages = clear()
    pages["Balans"] = page("Balans per 31 december 2025 (x € 1.000)", HEADS, BALANCE, factor=0.1)
    pages["Exploitatie"] = page("Staat van baten en lasten over 2025 (in euro's)", YEARS, INCOME, factor=0.1)
    found = read(pages)
    cells = {cell for question in found.asked(Topic.SCALE) for cell in question.cells}
    assert {cell.sheet for cell in cells} == {"Balans", "Exploitatie"}
    assert not cells & found.cells


def test_a_balance_in_thousands_goes_with_a_result_in_euros(read: Reader) -> None:
    pages = {**clear(), "Balans": page("Balans (x € 1.000)", HEADS, BALANCE, factor=0.001)}
    assert not read(pages).asked(Topic.SCALE)


# a unit that the workbook states of all amounts, and tables that state another


@pytest.mark.parametrize(
    ("said", "asked"),
    [
        ("Alle bedragen in deze jaarrekening zijn x € 1.000", True),
        ("Alle bedragen zijn x € 1.000, tenzij anders vermeld", False),
        ("Alle bedragen luiden in hele euro's", False),
    ],
)
def test_a_unit_stated_of_all_amounts_against_that_of_the_heads_is_asked(read: Reader, said: str, asked: bool) -> None:
    pages: Pages = {"Titelblad": [["Jaarrekening 2025"], [said]], **clear()}
    found = read(pages)
    taken = [cell for cell in found.cells if cell.sheet == "Balans"]
    assert (Topic.SCALE in {question.topic for question in found.recognition.questions}) == asked
    assert (taken == []) == asked
