"""Workbooks with one column of amounts: a sheet for each period, or the periods in tables below one another."""

from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import Found, Page, Pages, Reader, Value, clear, write
from tests.recognise.people import Person, suggest
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

EURO: Final[Page] = [["Bedragen in euro's"], []]


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def balance(title: str, year: int = 0, *, unit: Value = None) -> Page:
    """Return a balance sheet with one column; ``year`` is 0 for this year and 1 for the one before."""
    rows: Page = [[row[0], None, row[1 + year]] for row in BALANCE]
    return [[title, None, unit], *rows]


def income(title: str, year: int = 0, factor: int = 1, *, unit: Value = None) -> Page:
    """Return a statement of income and expenses with one column."""
    amounts = [row[1 + year] for row in INCOME]
    rows: Page = [[row[0], None, value and factor * value] for row, value in zip(INCOME, amounts, strict=True)]
    return [[title, None, unit], *rows]


def stacked(*pages: Page) -> Page:
    """Return pages as one sheet, an empty row between them."""
    found: Page = [*EURO]
    for each in pages:
        found += [*each, []]
    return found


def general() -> Pages:
    return {"Algemeen": clear()["Algemeen"]}


def errors(found: Found) -> list[str]:
    return [finding.code for finding in found.mapped.findings if finding.severity is Severity.ERROR]


def by_name() -> Pages:
    return {
        "2025": stacked(
            balance("Balans per 31 december", unit="euro"), income("Staat van baten en lasten", unit="euro")
        ),
        "2024": stacked(
            balance("Balans per 31 december", 1, unit="euro"), income("Staat van baten en lasten", 1, unit="euro")
        ),
    }


def by_statement() -> Pages:
    return {
        "Balans 2025": stacked(balance("Balans per 31 december 2025")),
        "Balans 2024": stacked(balance("Balans per 31 december 2024", 1)),
        "Exploitatie 2025": stacked(income("Staat van baten en lasten over 2025")),
        "Exploitatie 2024": stacked(income("Staat van baten en lasten over 2024", 1)),
    }


def by_title() -> Pages:
    return {
        "A": stacked([["Jaarcijfers 2025"], []], balance("Balans"), income("Staat van baten en lasten")),
        "B": stacked([["Jaarcijfers 2024"], []], balance("Balans", 1), income("Staat van baten en lasten", 1)),
    }


def in_words() -> Pages:
    return {
        "Omslag": [["Jaarrekening 2025"]],
        "Dit jaar": stacked(balance("Balans"), income("Staat van baten en lasten")),
        "Vorig jaar": stacked(balance("Balans", 1), income("Staat van baten en lasten", 1)),
    }


def below_statements() -> Pages:
    return {
        "Jaarrekening": stacked(
            balance("Balans per 31 december 2025"),
            balance("Balans per 31 december 2024", 1),
            income("Staat van baten en lasten 2025"),
            income("Staat van baten en lasten 2024", 1),
        )
    }


def below_years() -> Pages:
    return {
        "Cijfers": stacked(
            [["2025"]],
            balance("Balans"),
            income("Staat van baten en lasten"),
            [["2024"]],
            balance("Balans", 1),
            income("Staat van baten en lasten", 1),
        )
    }


def below_dates() -> Pages:
    return {
        "Cijfers": stacked(
            balance("Balans", unit="31-12-2025"),
            balance("Balans", 1, unit="31-12-2024"),
            income("Staat van baten en lasten", unit="Realisatie 2025"),
            income("Staat van baten en lasten", 1, unit="Realisatie 2024"),
        )
    }


LAYOUTS: Final = (by_name, by_statement, by_title, in_words, below_statements, below_years, below_dates)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_each_table_is_of_the_period_that_its_title_says(read: Reader, layout: Callable[[], Pages]) -> None:
    found = read({**general(), **layout()})
    assert found.amounts == read(clear()).amounts
    assert errors(found) == []


@pytest.mark.parametrize(
    "title",
    [
        "Staat van baten en lasten 2025 - BEGROTING",
        "Begroting 2025",
        "Begroting over het jaar 2025 (vastgesteld 12 december 2024)",
        "Begroot 2025: staat van baten en lasten",
    ],
)
def test_a_budget_is_a_period_of_its_own(read: Reader, title: str) -> None:
    for pages in (
        {**general(), **by_statement(), "Plan": stacked(income(title, factor=2))},
        {**general(), "Jaarrekening": [*below_statements()["Jaarrekening"], *income(title, factor=2)]},
    ):
        found = read(pages)
        assert found.amount("Income", "budget") == 12_670_360
        assert found.amount("Income") == 6_335_180
        assert found.amount("Income", "T-1") == 6_185_645


def test_a_budget_of_another_year_is_left_out(read: Reader) -> None:
    found = read({**general(), **by_statement(), "Begroting 2026": stacked(income("Begroting 2026", factor=3))})
    assert found.amounts == read(clear()).amounts


@pytest.mark.parametrize(
    "pages",
    [
        {"Exploitatie 2024": stacked(income("Staat van baten en lasten over 2025", factor=2))},
        {"Blad": stacked(income("Staat van baten en lasten 2025 (met begroting)", factor=2))},
        {"Blad": stacked(income("Staat van baten en lasten", factor=2))},
        {"Blad 2025": stacked([["Vastgesteld op 3 juni 2024"]], income("Staat van baten en lasten 2024", factor=2))},
        {"Blad": stacked(income("Resultaten 2025", factor=2), income("Staat van baten en lasten", 1, factor=2))},
    ],
    ids=["name against title", "budget in brackets", "no period", "name against title and day", "one without"],
)
def test_what_two_texts_contradict_is_not_taken(read: Reader, pages: Pages) -> None:
    found = read({**clear(), **pages})
    assert not {cell for cell in found.cells if cell.sheet in pages}


def test_a_heading_with_another_year_leaves_its_table_open(read: Reader) -> None:
    sheet = stacked(income("Staat van baten en lasten 2025"))
    sheet.insert(6, ["Personeel 2024"])
    found = read({**general(), **by_statement(), "Exploitatie 2025": sheet})
    assert not {cell for cell in found.cells if cell.sheet == "Exploitatie 2025"}
    assert found.amount("Income", "T-1") == 6_185_645


def test_what_stands_below_without_a_year_is_of_no_year(read: Reader) -> None:
    notes: Page = [
        ["Vorderingen"],
        ["Debiteuren", None, 300_000],
        ["Overige", None, 102_110],
        ["Totaal", None, 402_110],
    ]
    sheet = [*below_statements()["Jaarrekening"], *notes]
    found = read({**general(), "Jaarrekening": sheet})
    assert found.amounts == read(clear()).amounts


def test_two_tables_of_one_period_with_other_amounts_are_a_question(read: Reader) -> None:
    found = read({**general(), **by_statement(), "Ook": stacked(income("Staat van baten en lasten 2025", factor=2))})
    assert found.amount("Income") is None
    assert found.recognition.questions != ()


def test_a_unit_below_a_title_is_that_of_its_table(read: Reader) -> None:
    page: Page = [["Balans per 31 december 2025"], ["x € 1.000"]]
    page += [[label, None, now and now // 1000] for label, now, _ in BALANCE]
    found = read({**general(), "Jaar": [*page, [], *income("Staat van baten en lasten 2024", 1)]})
    assert found.amount("CashAndCashEquivalents") in (None, 986_000)
    assert found.amount("Income", "T-1") in (None, 6_185_645)


# by way of the mapping


def confirmed(folder: Path, pages: Pages) -> Path:
    """Write a workbook, agree with what is suggested, and return it with its mapping beside it."""
    book, review = write(folder / "boek.xlsx", pages), folder / "review.xlsx"
    assert suggest(book, "--review", review, "--no-known") == 0
    Person({"Weglaten?": "weglaten"}).fill(review)
    assert suggest("--apply", review, "--out", folder / "boek.mapping.yaml") == 0
    return book


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_confirmed_mapping_holds_when_rows_are_inserted(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, layout: Callable[[], Pages]
) -> None:
    pages = layout()
    book = confirmed(tmp_path, {**general(), **pages})
    mapping, nl = load_mapping(tmp_path / "boek.mapping.yaml"), messages("nl")
    before = map_cells(read_workbook(book), mapping, model, profile, nl)
    changed = load_workbook(book)
    for name in pages:
        changed[name].insert_rows(8, 2)
        changed[name].insert_rows(1)
    changed.save(tmp_path / "nieuw.xlsx")
    after = map_cells(read_workbook(tmp_path / "nieuw.xlsx"), mapping, model, profile, nl)
    assert {(fact.key, fact.value) for fact in after.facts} == {(fact.key, fact.value) for fact in before.facts}
    assert [each.code for each in after.findings if each.severity is Severity.ERROR] == []


def test_a_title_that_changed_leaves_its_amounts_out(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    book = confirmed(tmp_path, {**general(), **by_title()})
    changed = load_workbook(book)
    changed["A"]["A3"].value = "Jaarcijfers 2026"
    changed.save(book)
    mapping = load_mapping(tmp_path / "boek.mapping.yaml")
    mapped = map_cells(read_workbook(book), mapping, model, profile, messages("nl"))
    assert "mapping.title_missing" in {each.code for each in mapped.findings}
    assert not {cell for fact in mapped.facts for cell in fact.cells if cell.sheet == "A"}


@pytest.mark.parametrize("layout", [by_name, by_title, below_statements])
def test_a_mapping_of_which_only_the_year_was_changed_is_refused(tmp_path: Path, layout: Callable[[], Pages]) -> None:
    confirmed(tmp_path, {**general(), **layout()})
    mapping = tmp_path / "boek.mapping.yaml"
    mapping.write_text(mapping.read_text("utf-8").replace("verslagjaar: 2025", "verslagjaar: 2026"), "utf-8")
    with pytest.raises(PipelineError) as error:
        load_mapping(mapping)
    assert error.value.code == "mapping.not_a_mapping.period_year"
