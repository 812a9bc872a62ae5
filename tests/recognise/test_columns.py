"""Heads and columns: which period each column holds, however columns and what stands above them are laid out."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.recognise.books import BALANCE, INCOME, Rows
from tests.recognise.kinds import (
    HEADS,
    STAFF,
    YEARS,
    Page,
    Reader,
    Value,
    assert_clear,
    balance,
    budgeted,
    cell_of,
    clear,
    income,
    page,
    with_balance,
    with_income,
)
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.recognise.showing import read_out
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

BALANCE_TITLE, INCOME_TITLE = (
    "Balans per 31 december 2025 (in euro's)",
    "Staat van baten en lasten over 2025 (in euro's)",
)


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


@pytest.mark.parametrize(
    "heads",
    [
        ("31-12-2025", "31-12-2024"),
        (date(2025, 12, 31), date(2024, 12, 31)),
        ("2025", "2024"),
        (2025, 2024),
        ("boekjaar 2025", "boekjaar 2024"),
        ("boekjaar", "vorig boekjaar"),
        ("Realisatie 2025", "Realisatie 2024"),
        ("31 december 2025", "31 december 2024"),
    ],
    ids=str,
)
def test_a_year_is_understood_however_it_is_written(read: Reader, heads: Sequence[Value]) -> None:
    assert_clear(read(with_balance(balance(heads))))


def test_years_the_other_way_round_are_what_their_heads_say(read: Reader) -> None:
    rows = [(label, before, now) for label, now, before in BALANCE]
    assert_clear(read(with_balance(page("Balans (in euro's)", ("31-12-2024", "31-12-2025"), rows))))


def test_the_budget_of_the_year_is_a_budget(read: Reader) -> None:
    found = read(with_income(budgeted("Begroting 2025")))
    assert_clear(found)
    assert found.amount("EmployeeBenefitsExpenses", "budget") == 2 * STAFF


def test_the_budget_of_the_next_year_is_left_out_with_a_reason(read: Reader) -> None:
    sheet = budgeted("Begroting 2026")
    found = read(with_income(sheet))
    assert_clear(found)
    assert not any(cell.sheet == "Exploitatie" and cell.column == 3 for cell in found.cells)
    assert found.aside(cell_of("Exploitatie", sheet, "Personeelslasten", 3))


def test_forecasts_of_years_to_come_are_left_out_with_a_reason(read: Reader) -> None:
    rows = [[label, now, now, now] for label, now, _ in INCOME]
    pages = clear()
    heads = ("Begroting 2026", "Begroting 2027", "Begroting 2028")
    pages["Meerjarenbegroting"] = page("Meerjarenbegroting", heads, rows)
    found = read(pages)
    assert_clear(found)
    assert found.aside(cell_of("Meerjarenbegroting", pages["Meerjarenbegroting"], "Personeelslasten", 2))


def test_more_years_beside_a_whole_statement_make_it_no_forecast(read: Reader) -> None:
    rows = [[label, now, now, now and 2 * now, before, now] for label, now, before in INCOME]
    heads = ("Begroting 2026", "Realisatie 2025", "Begroting 2025", "Realisatie 2024", "Meerjarenraming 2027")
    found = read(with_income(page(INCOME_TITLE, heads, rows)))
    assert_clear(found)
    assert found.amount("EmployeeBenefitsExpenses", "budget") == 2 * STAFF


@pytest.mark.parametrize("heads", [("ACT YTD 12.2025", "ACT YTD 12.2024"), ("REAL 25", "REAL 24")], ids=str)
def test_a_year_is_understood_in_the_heads_of_packages(read: Reader, heads: Sequence[Value]) -> None:
    assert_clear(read(with_income(income(heads))))


def test_a_line_number_is_no_day(read: Reader) -> None:
    numbers = {"Rijksbijdragen": "3.1", "Overige baten": "3.5.10", "Totaal baten": "3"}
    sheet: Page = [[INCOME_TITLE], [], [None, "Omschrijving", *YEARS]]
    sheet += [[numbers.get(label), label, now, before] for label, now, before in INCOME]
    assert_clear(read(with_income(sheet)))


def levels(rows: Rows, *, outer_first: bool, depth: int) -> Iterator[list[Value]]:
    """Give each row its amounts in one of the columns of a period: totals outside, the largest outermost."""
    for label, *amounts in rows:
        outermost = label in ("Totaal activa", "Totaal passiva")
        level = 0 if not label.startswith("Totaal") else depth - 1 if outermost else 1
        place = depth - 1 - level if outer_first else level
        cells: list[Value] = []
        for amount in amounts:
            cells += [amount if column == place else None for column in range(depth)]
        yield [label, *cells]


@pytest.mark.parametrize("outer_first", [False, True])
@pytest.mark.parametrize("depth", [2, 3])
def test_a_period_may_have_several_columns_under_one_head(read: Reader, depth: int, *, outer_first: bool) -> None:
    none: list[Value] = [None] * (depth - 1)
    heads: list[Value] = ["Omschrijving", "31-12-2025", *none, "31-12-2024", *none]
    sheet: Page = [[BALANCE_TITLE], [], heads, *levels(BALANCE, outer_first=outer_first, depth=depth)]

    def merge(book: Workbook) -> None:
        for first in (2, 2 + depth):
            book["Balans"].merge_cells(start_row=3, end_row=3, start_column=first, end_column=first + depth - 1)

    assert_clear(read(with_balance(sheet), merge))


def test_heads_of_a_second_statement_over_other_columns_than_its_figures_are_seen(read: Reader) -> None:
    """Without them the amounts of the budget would be taken for those of the year above it."""
    rows: Page = [[label, None, now and 2 * now, None, now, None, before] for label, now, before in INCOME]
    below: Page = [
        [INCOME_TITLE],
        ["", "2025", None, "2025", None, "2024"],
        ["", "begroting", None, "uitkomst", None, "uitkomst"],
        *rows,
    ]
    sheet: Page = [*balance(), [], [], *below]
    start = len(balance()) + 3

    def merge(book: Workbook) -> None:
        for row in (start + 1, start + 2):
            for first in (2, 4, 6):
                book["Cijfers"].merge_cells(start_row=row, end_row=row, start_column=first, end_column=first + 1)

    pages = {"Algemeen": clear()["Algemeen"], "Cijfers": sheet}
    found = read(pages, merge)
    assert_clear(found)
    assert found.amount("EmployeeBenefitsExpenses", "budget") == 2 * STAFF


def test_tables_beside_one_another_may_begin_at_other_rows(read: Reader) -> None:
    left, right = balance(), income()
    right = [[], [], [], [], [], [], *right]
    width = max(map(len, left)) + 1
    both: Page = []
    for number in range(max(len(left), len(right))):
        one = left[number] if number < len(left) else []
        other = right[number] if number < len(right) else []
        both.append([*one, *([None] * (width - len(one))), *other])
    assert_clear(read({"Algemeen": clear()["Algemeen"], "Cijfers": both}))


def test_an_empty_row_may_part_what_a_column_is_from_its_year(read: Reader) -> None:
    rows: Page = [[label, now, now and 2 * now, before] for label, now, before in INCOME]
    sheet: Page = [
        [INCOME_TITLE],
        [],
        ["", "Realisatie", "Begroting", "Realisatie"],
        [],
        ["", "2025", "2025", "2024"],
        *rows,
    ]
    found = read(with_income(sheet))
    assert_clear(found)
    assert found.amount("EmployeeBenefitsExpenses", "budget") == 2 * STAFF


def test_movements_between_two_balances_are_no_differences(read: Reader) -> None:
    pages = clear()
    rows: Page = [
        ["Algemene reserve", 1_600_000, 40_000, 2_000, 1_642_000],
        ["Bestemmingsreserve publiek", 60_225, 2_255, -2_000, 60_480],
        ["Totaal eigen vermogen", 1_660_225, 42_255, 0, 1_702_480],
    ]
    heads = ("Stand 31-12-2024", "Resultaat 2025", "Overig", "Stand 31-12-2025")
    pages["Eigen vermogen"] = page("Verloop eigen vermogen (in euro's)", heads, rows)
    found = read(pages)
    assert found.amount("GeneralReserve") == 1_642_000
    assert found.amount("EquityResultAllocation") == 42_255
    assert found.aside(cell_of("Eigen vermogen", pages["Eigen vermogen"], "Algemene reserve", 4))


def test_the_unit_of_a_workbook_is_asked_once(read: Reader) -> None:
    """A board of some hundred thousands is a small one in euros and a large one in thousands."""
    pages = clear()
    pages["Balans"] = page("Balans per 31 december 2025", HEADS, BALANCE, factor=0.15)
    pages["Exploitatie"] = page("Staat van baten en lasten over 2025", YEARS, INCOME, factor=0.15)
    for row in pages["Exploitatie"]:
        if row and row[0] == "Rijksbijdragen":
            row[0] = "College- en cursusgelden"
    assert len(read(pages).asked(Topic.SCALE)) == 1


def test_each_column_counts_in_the_unit_that_its_head_states(read: Reader) -> None:
    rows: Page = [[label, now, before and round(before / 1000)] for label, now, before in BALANCE]
    heads = ("31-12-2025 (in €)", "31-12-2024 (x € 1.000)")
    found = read(with_balance(page("Balans per 31 december 2025", heads, rows)))
    assert found.amount("Receivables") == 402_110
    assert found.amount("Receivables", "T-1") == 378_000
    shown = [each for each in read_out(found.recognition, messages("nl")) if each.key == "Receivables"]
    assert [each.value for each in shown] == [402_110, 378_000]
    assert not found.recognition.questions


def test_heads_that_state_two_units_and_leave_one_column_out_are_asked(read: Reader) -> None:
    rows: Page = [[label, now, now, before and round(before / 1000)] for label, now, before in INCOME]
    heads = ("2025 (in €)", "Begroting 2025", "2024 (x € 1.000)")
    found = read(with_income(page("Staat van baten en lasten", heads, rows)))
    assert [question.topic for question in found.asked(Topic.SCALE)] == [Topic.SCALE]
    assert found.amount("Income") is None
