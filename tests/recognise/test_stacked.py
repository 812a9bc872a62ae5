"""Workbooks whose periods stand below one another: a row for each line of each year, or years under each line."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.recognise.books import BALANCE, INCOME, Rows
from tests.recognise.kinds import Found, Page, Pages, Reader, Value, clear, with_balance, with_income, write
from tests.recognise.people import Person, suggest
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

DAYS: Final = ("31 dec 2025", "31 dec 2024")
YEARS: Final = ("2025", "2024")
HEAD: Final[list[Value]] = ["Post", "Periode", "Bedrag in €", "Opmerking"]


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def once(title: str, periods: Sequence[Value], rows: Rows) -> Page:
    """Return a table with the words of a line beside its first period only."""
    page: Page = [[title], [], HEAD]
    for label, *amounts in rows:
        if amounts[0] is None:
            page.append([label])
            continue
        page += [[label if place == 0 else None, period, amounts[place]] for place, period in enumerate(periods)]
    return page


def each(title: str, periods: Sequence[Value], rows: Rows) -> Page:
    """Return a table with the words of a line beside each of its periods, without headings."""
    filled = [row for row in rows if row[1] is not None]
    listed: Page = [[row[0], period, row[place]] for row in filled for place, period in enumerate(periods, 1)]
    head: list[Value] = ["Omschrijving", "Jaar", "Bedrag"]
    return [[title], [], head, *listed]


def by_year(title: str, periods: Sequence[Value], rows: Rows) -> Page:
    """Return a table with all lines of one year, then all of the next."""
    filled = [row for row in rows if row[1] is not None]
    listed: Page = [[period, row[0], row[place]] for place, period in enumerate(periods, 1) for row in filled]
    return [[title], [], ["Jaar", "Omschrijving", "Bedrag"], *listed]


def below(title: str, periods: Sequence[Value], rows: Rows) -> Page:
    """Return a table with the words of a line in a row of their own and its years under them, in the same column."""
    page: Page = [[title], []]
    for label, *amounts in rows:
        page.append([label])
        if amounts[0] is not None:
            page += [[period, amounts[place]] for place, period in enumerate(periods)]
    return page


def beside(title: str, periods: Sequence[Value], rows: Rows) -> Page:
    """Return the same with the years in the next column."""
    return [row if len(row) < 2 else [None, *row] for row in below(title, periods, rows)]


LAYOUTS: Final[Sequence[Callable[[str, Sequence[Value], Rows], Page]]] = (once, each, by_year, below, beside)


def long(layout: Callable[[str, Sequence[Value], Rows], Page], balance: Sequence[Value] = DAYS) -> Pages:
    return {
        **clear(),
        "Balans": layout("Balans (in euro's)", balance, BALANCE),
        "Exploitatie": layout("Staat van baten en lasten (in euro's)", YEARS, INCOME),
    }


def row_with(sheet: Page, words: str) -> int:
    """Return the number of the row with these words."""
    return next(place for place, row in enumerate(sheet, 1) if words in row)


def errors(found: Found) -> list[str]:
    return [finding.code for finding in found.mapped.findings if finding.severity is Severity.ERROR]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_stacked_statements_say_what_others_say(
    read: Reader, layout: Callable[[str, Sequence[Value], Rows], Page]
) -> None:
    upright, found = read(clear()), read(long(layout))
    assert found.amounts == upright.amounts
    assert len(found.amounts) > 30
    assert errors(found) == []
    pages = long(layout)
    assert {pages[cell.sheet][cell.row - 1][cell.column - 1] for cell in found.cells} == set(found.amounts.values())


@pytest.mark.parametrize(
    "periods",
    [
        (2025, 2024),
        (date(2025, 12, 31), date(2024, 12, 31)),
        ("Realisatie 2025", "Realisatie 2024"),
        ("dit jaar", "vorig jaar"),
        ("ultimo 2025", "ultimo 2024"),
        ("FY25", "FY24"),
    ],
    ids=["number", "date", "actual", "relative", "end", "short"],
)
def test_periods_are_read_in_many_words(read: Reader, periods: Sequence[Value]) -> None:
    found = read(with_balance(once("Balans (in euro's)", periods, BALANCE)))
    assert found.amounts == read(clear()).amounts


def test_budgets_and_other_years_are_periods_too(read: Reader) -> None:
    sheet = once("Staat van baten en lasten (in euro's)", ("2025",), INCOME)
    rows: Page = []
    for row in sheet:
        rows.append(row)
        if len(row) > 2 and isinstance(row[2], int):
            rows += [[None, "begroting 2025", 2 * row[2]], [None, "begroting 2026", 3 * row[2]]]
    found = read(with_income(rows))
    assert found.amount("Income") == 6_335_180
    assert found.amount("Income", "budget") == 12_670_360
    assert found.aside(CellRef("Exploitatie", 7, 3))


def test_a_kind_may_stand_in_a_column_beside_the_year(read: Reader) -> None:
    filled = [row for row in INCOME if row[1] is not None]
    head: list[Value] = ["Post", "Jaar", "Soort", "Bedrag"]
    listed: Page = [head]
    for label, now, before in filled:
        listed += [
            [label, 2025, "Realisatie", now],
            [label, 2025, "Begroting", 2 * (now or 0)],
            [label, 2024, "Realisatie", before],
        ]
    title: Page = [["Staat van baten en lasten (in euro's)"], []]
    found = read(with_income([*title, *listed]))
    assert found.amount("Income") == 6_335_180
    assert found.amount("Income", "T-1") == 6_185_645
    assert found.amount("Income", "budget") == 12_670_360


def export(*, by_period: bool) -> Pages:
    """Return both statements as one flat export, with the statement in a column of its own."""
    rows = [("Balans", row) for row in BALANCE] + [("Staat van baten en lasten", row) for row in INCOME]
    listed: Page = [
        [name, label, year, amounts[place]]
        for name, (label, *amounts) in rows
        if amounts[0] is not None
        for place, year in enumerate((2025, 2024))
    ]
    if by_period:
        listed.sort(key=lambda row: -int(str(row[2])))
    head: list[Value] = ["Overzicht", "Post", "Jaar", "Bedrag in euro's"]
    sheet: Page = [head, *listed]
    return {"Algemeen": clear()["Algemeen"], "Export": sheet}


@pytest.mark.parametrize("by_period", [False, True])
def test_a_flat_export_names_the_statement_in_each_row(read: Reader, *, by_period: bool) -> None:
    found = read(export(by_period=by_period))
    assert found.amounts == read(clear()).amounts
    assert errors(found) == []


def test_numbers_of_rows_are_no_codes_of_lines(read: Reader) -> None:
    sheet = each("Balans (in euro's)", DAYS, BALANCE)
    numbered: Page = [*sheet[:2], ["Regel", *sheet[2]], *([place, *row] for place, row in enumerate(sheet[3:], 1))]
    assert read(with_balance(numbered)).amounts == read(clear()).amounts


def test_codes_of_lines_come_back_for_each_period(read: Reader) -> None:
    sheet = each("Balans (in euro's)", DAYS, BALANCE)
    codes = [f"K{place // 2}" for place in range(len(sheet[3:]))]
    coded: Page = [*sheet[:2], ["Code", *sheet[2]], *([code, *row] for code, row in zip(codes, sheet[3:], strict=True))]
    found = read(with_balance(coded))
    assert found.amounts == read(clear()).amounts
    assert errors(found) == []


@pytest.mark.parametrize("code", [3.1, "3.1", "B1"])
def test_codes_may_stand_beside_words_above_their_years(read: Reader, code: Value) -> None:
    sheet = beside("Balans (in euro's)", DAYS, BALANCE)
    coded: Page = [[None, *row] for row in sheet]
    coded[row_with(coded, "Liquide middelen") - 1][0] = code
    coded[row_with(coded, "Voorzieningen") - 1][0] = "3.7"
    found = read(with_balance(coded))
    assert found.amounts == read(clear()).amounts
    assert errors(found) == []


def test_words_that_come_twice_are_told_apart(read: Reader) -> None:
    twice: Rows = (*BALANCE[:5], ("Overige", 100, 90), *BALANCE[5:10], ("Overige", 80, 70), *BALANCE[10:])
    found = read(with_balance(once("Balans (in euro's)", DAYS, twice)))
    reported = {cell for cell in found.cells if cell.sheet == "Balans"}
    assert found.amount("CashAndCashEquivalents", "T-1") == 1_001_230
    assert reported


def test_a_line_without_one_of_the_years_keeps_to_its_own(read: Reader) -> None:
    sheet = by_year("Balans (in euro's)", DAYS, BALANCE)
    gone = next(row for row in sheet if row[:2] == ["31 dec 2024", "Voorzieningen"])
    sheet.remove(gone)
    found = read(with_balance(sheet))
    assert found.amount("Provisions") == 310_450
    assert found.amount("Provisions", "T-1") is None
    assert found.amount("LiabilitiesNoncurrent", "T-1") == 225_000


def test_an_amount_beside_a_loose_minus_sign_is_not_taken(read: Reader) -> None:
    sheet = once("Balans (in euro's)", DAYS, BALANCE)
    sheet[row_with(sheet, "Voorzieningen") - 1].append("-/-")
    found = read(with_balance(sheet))
    assert found.amount("Provisions") is None


def test_an_amount_without_a_period_leaves_nothing_guessed(read: Reader) -> None:
    sheet = once("Balans (in euro's)", DAYS, BALANCE)
    sheet[row_with(sheet, "Voorzieningen") - 1][1] = None
    found = read(with_balance(sheet))
    assert found.amount("Provisions") is None
    assert found.amount("Provisions", "T-1") in (None, 305_110)


def test_a_word_in_no_list_is_asked_at_its_cells(read: Reader) -> None:
    odd: Rows = (*BALANCE[:6], ("Kruimelpost dakgoot", 14_320, 11_875), *BALANCE[6:])
    found = read(with_balance(once("Balans (in euro's)", DAYS, odd)))
    cells = {str(cell) for question in found.recognition.questions for cell in question.cells}
    row = row_with(once("", DAYS, odd), "Kruimelpost dakgoot")
    assert {f"Balans!C{row}", f"Balans!C{row + 1}"} <= cells


def test_a_unit_over_the_amounts_counts(read: Reader) -> None:
    thousands: Rows = tuple((label, now and now // 1000, before and before // 1000) for label, now, before in BALANCE)
    sheet = once("Balans", DAYS, thousands)
    sheet[2] = ["Post", "Periode", "x € 1.000"]
    assert read(with_balance(sheet)).amount("CashAndCashEquivalents") == 986_000


# by way of the mapping and the commands


def confirmed(folder: Path, pages: Pages) -> Path:
    """Write a workbook, agree with what is suggested, and return it with its mapping beside it."""
    book, review = write(folder / "boek.xlsx", pages), folder / "review.xlsx"
    assert suggest(book, "--review", review, "--no-known") == 0
    Person({"Weglaten?": "weglaten"}).fill(review)
    assert suggest("--apply", review, "--out", folder / "boek.mapping.yaml") == 0
    return book


def test_the_mapping_names_what_stands_on_the_sheet(tmp_path: Path) -> None:
    text = confirmed(tmp_path, long(once)).with_name("boek.mapping.yaml").read_text("utf-8")
    block = text[text.index("sheet: Balans") :]
    assert "stacked: true" in block
    assert "period_column: B" in block
    assert "amount_column: C" in block
    assert "{period: 31 dec 2025, means: current}" in block
    assert "{label: Liquide middelen, concept: CashAndCashEquivalents}" in block


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize(
    "change",
    [lambda sheet: sheet.insert_rows(2, 3), lambda sheet: sheet.insert_rows(9, 2)],
    ids=["above", "between"],
)
def test_a_confirmed_mapping_holds_when_rows_are_inserted(
    tmp_path: Path,
    model: TaxonomyModel,
    profile: ReportProfile,
    layout: Callable[[str, Sequence[Value], Rows], Page],
    change: Callable[[Worksheet], None],
) -> None:
    book = confirmed(tmp_path, long(layout))
    mapping, nl = load_mapping(tmp_path / "boek.mapping.yaml"), messages("nl")
    before = map_cells(read_workbook(book), mapping, model, profile, nl)
    changed = load_workbook(book)
    change(changed["Balans"])
    changed.save(tmp_path / "nieuw.xlsx")
    after = map_cells(read_workbook(tmp_path / "nieuw.xlsx"), mapping, model, profile, nl)
    assert {(fact.key, fact.value) for fact in after.facts} == {(fact.key, fact.value) for fact in before.facts}
    assert [each.code for each in after.findings if each.severity is Severity.ERROR] == []


def test_a_period_that_the_mapping_does_not_know_is_an_error_at_its_amount(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    book = confirmed(tmp_path, long(once))
    changed = load_workbook(book)
    changed["Balans"]["B5"].value = "30 juni 2025"
    changed.save(book)
    mapping = load_mapping(tmp_path / "boek.mapping.yaml")
    mapped = map_cells(read_workbook(book), mapping, model, profile, messages("nl"))
    (finding,) = [each for each in mapped.findings if each.code == "mapping.period_unmapped"]
    assert [str(cell) for cell in finding.cells] == ["Balans!C5"]
    assert CellRef("Balans", 5, 3) not in {cell for fact in mapped.facts for cell in fact.cells}


def test_a_mapping_of_which_only_the_year_was_changed_is_refused(tmp_path: Path) -> None:
    confirmed(tmp_path, long(once))
    mapping = tmp_path / "boek.mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("verslagjaar: 2025", "verslagjaar: 2026"), "utf-8")
    with pytest.raises(PipelineError) as error:
        load_mapping(mapping)
    assert error.value.code == "mapping.not_a_mapping.period_year"


def test_a_run_points_at_the_cells_of_the_sheet(tmp_path: Path) -> None:
    pages = long(once)
    book = confirmed(tmp_path, pages)
    row = row_with(pages["Balans"], "Liquide middelen")
    wrong = load_workbook(book)
    wrong["Balans"].cell(row + 1, 3).value = 1_001_320
    wrong.save(book)
    assert guarded(["run", str(book), "--out", str(tmp_path / "uit"), "--quiet"]) == 1
    assert f"Balans!C{row + 1}" in next((tmp_path / "uit").rglob("report.json")).read_text("utf-8")
