"""One clear workbook, and one thing in it changed so that two readings are as good: that is asked and not reported."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import HEADS, Pages, Reader, balance, clear, page, row_of
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


@dataclass(frozen=True)
class Case:
    """What is changed, what is asked because of it, and which cells wait for the answer."""

    name: str
    change: Callable[[Pages], object]
    topic: Topic
    sheet: str = "Balans"
    labels: tuple[str, ...] = ()  # rows of which nothing may be reported; without any, the whole sheet


def leave_out_the_unit(pages: Pages) -> None:
    pages["Balans"] = page("Balans per 31 december 2025", HEADS, BALANCE, factor=0.01)
    pages["Exploitatie"] = page("Staat van baten en lasten over 2025", ("2025", "2024"), INCOME, factor=0.01)


def head_two_columns_alike(pages: Pages) -> None:
    pages["Balans"] = balance(("31-12-2025", "31-12-2025"))


def leave_out_the_years(pages: Pages) -> None:
    pages["Balans"] = balance(("Bedrag", "Bedrag"), title="Balans (in euro's)")


def end_the_year_in_june(pages: Pages) -> None:
    pages["Balans"] = balance(("30-06-2025", "30-06-2024"))


def name_two_rows_alike(pages: Pages) -> None:
    sheet = pages["Balans"]
    sheet[row_of(sheet, "Langlopende schulden") - 1][0] = "Kortlopende schulden"


def name_a_row_as_nobody_does(pages: Pages) -> None:
    sheet = pages["Exploitatie"]
    sheet[row_of(sheet, "Huisvestingslasten") - 1][0] = "Kruimelpost dakgoot"


def name_a_row_not_at_all(pages: Pages) -> None:
    sheet = pages["Exploitatie"]
    sheet[row_of(sheet, "Huisvestingslasten") - 1][0] = None


def name_a_row_after_two_lines(pages: Pages) -> None:
    sheet = pages["Balans"]
    sheet[row_of(sheet, "Vorderingen") - 1][0] = "Vorderingen en effecten"


def add_another_balance_sheet(pages: Pages) -> None:
    pages["Balans (2)"] = page("Balans per 31 december 2025 (in euro's)", HEADS, BALANCE, factor=1.03)


def call_one_table_thousands(pages: Pages) -> None:
    rows = [row for row in BALANCE if row[0] in ("Vorderingen", "Liquide middelen", "Totaal vlottende activa")]
    pages["Toelichting"] = page("Vlottende activa (x € 1.000)", HEADS, rows)


def name_the_equity_of_a_group(pages: Pages) -> None:
    rows = [*BALANCE]
    place = next(number for number, row in enumerate(rows) if row[0] == "Eigen vermogen")
    rows[place : place + 1] = [("Groepsvermogen", 1_702_480, 1_660_225), ("Aandeel van derden", 50_000, 40_000)]
    pages["Balans"] = page("Balans per 31 december 2025 (in euro's)", HEADS, rows)


CASES = (
    Case("no unit", leave_out_the_unit, Topic.SCALE),
    Case("equal heads", head_two_columns_alike, Topic.COLUMN),
    Case("no years", leave_out_the_years, Topic.COLUMN),
    Case("another year end", end_the_year_in_june, Topic.COLUMN),
    Case("equal rows", name_two_rows_alike, Topic.ROW, labels=("Kortlopende schulden",)),
    Case("unknown row", name_a_row_as_nobody_does, Topic.ROW, "Exploitatie", ("Kruimelpost dakgoot",)),
    Case("row of two lines", name_a_row_after_two_lines, Topic.ROW, labels=("Vorderingen en effecten",)),
    Case("two statements", add_another_balance_sheet, Topic.SCOPE),
    Case("two units", call_one_table_thousands, Topic.SCALE),
    Case("group or not", name_the_equity_of_a_group, Topic.SCOPE),
    Case("nameless row", name_a_row_not_at_all, Topic.ROW, "Exploitatie", ("",)),
)


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_has_two_readings_is_asked_and_not_reported(case: Case, read: Reader) -> None:
    pages = clear()
    case.change(pages)
    found = read(pages)
    rows = {number for number, row in enumerate(pages[case.sheet], 1) if row and (row[0] or "") in case.labels}
    waiting = {
        CellRef(case.sheet, number, column)
        for number, row in enumerate(pages[case.sheet], 1)
        for column, value in enumerate(row, 1)
        if isinstance(value, int) and (number in rows or not case.labels)
    }
    assert waiting
    assert waiting <= {cell for question in found.asked(case.topic) for cell in question.cells}
    assert not waiting & found.cells


def test_another_year_than_that_of_the_statements_is_asked(read: Reader) -> None:
    pages = clear()
    pages["Algemeen"].append(["Verslagjaar", 2022])
    book = read.recognise(pages)
    assert [question.id for question in book.questions if question.topic is Topic.YEAR] == ["year"]
    assert book.year is None


def test_two_numbers_of_the_board_are_asked(read: Reader) -> None:
    pages = clear()
    pages["Voorblad"] = [["Bestuursnummer", "99052"]]
    book = read.recognise(pages)
    assert "entity:bestuursnummer" in {question.id for question in book.questions}
    assert book.board.number is None
