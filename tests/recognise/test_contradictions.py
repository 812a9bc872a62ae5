"""Amounts of a workbook that contradict one another are asked, each contradiction once, and an answer settles it."""

from pathlib import Path

import pytest

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import HEADS, ROW, YEARS, Pages, Reader, cell_of, clear, income, page, row_of
from xbrl_pipeline.model.questions import Question, Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

PARTS = ("Vorderingen", "Liquide middelen")
TOTAL = "Totaal vlottende activa"


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
