"""What is easily taken for something else: amounts like years, a unit of another sheet, the total of one part."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import HEADS, YEARS, Found, Page, Reader, clear, income, page
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def amount(found: Found, local: str, cell: str) -> Decimal | None:
    """Return what is reported of a concept from a cell."""
    values = [
        fact.value
        for fact in found.mapped.facts
        if isinstance(fact.value, Decimal)
        and fact.key.concept.local == local
        and cell in {str(each) for each in fact.cells}
    ]
    return values[0] if values else None


def test_amounts_in_thousands_that_look_like_years_are_amounts(read: Reader) -> None:
    notes: Page = [
        ["Toelichting op de vorderingen"],
        ["Bedragen x € 1.000", "31-12-2025", "31-12-2024"],
        ["Debiteuren", 2012, 2006],
        ["Ministerie van OCW", 2025, 1748],
        ["Overige vorderingen", 734, 747],
        ["Totaal vorderingen", 4771, 4501],
    ]
    found = read({**clear(), "Vorderingen": notes})
    assert amount(found, "TradeReceivables", "Vorderingen!B3") == 2_012_000
    assert amount(found, "ReceivablesFromMinistryOCW", "Vorderingen!B4") == 2_025_000


def test_a_unit_of_the_dashboard_is_not_that_of_the_workbook(read: Reader) -> None:
    dashboard: Page = [
        ["Dashboard 2025"],
        ["bedragen x € 1.000 (k€)"],
        ["Onderwerp", "Realisatie", "Begroting"],
        ["Baten", 6335, 6200],
        ["Lasten", 6287, 6150],
        ["Omzet per leerling", "hoog", "hoog"],
    ]
    told = {
        "Balans": page("Balans", HEADS, BALANCE, 0.1),
        "Exploitatie": page("Staat van baten en lasten", YEARS, INCOME, 0.1),
    }
    info: Page = [["Eenheid", "Dashboard in k€, alle tabellen in hele euro's"]]
    found = read({**clear(), **told, "Dashboard": dashboard, "Info": info})
    assert {fact.key.concept.local: fact.value for fact in found.mapped.facts if fact.value == 290_122_000} == {}
    assert amount(found, "Assets", "Balans!B11") in {290_122, None}  # asked, or in euros


def test_numbers_of_lines_under_a_title_are_no_amounts(read: Reader) -> None:
    rows = income()[3:]
    numbers = ["3", "3.1", "3.5", "3", "4", "4.1", "4.2", "4.3", "4.4", "4", None, "5", None]
    sheet: Page = [["Exploitatie 2025 in euro's"], [None, "Regel", "2025", "2024"]]
    sheet += [[number, *row] for number, row in zip(numbers, rows, strict=True)]
    found = read({**clear(), "Exploitatie": sheet})
    assert amount(found, "Income", "Exploitatie!C6") == 6_335_180
    assert amount(found, "EmployeeBenefitsExpenses", "Exploitatie!C8") == 5_012_660


def test_a_total_of_one_part_is_not_that_part(read: Reader) -> None:
    notes: Page = [
        ["Langlopende schulden (in euro's)", "31-12-2025", "31-12-2024"],
        ["Schulden aan kredietinstellingen", 200_000, 225_000],
        ["Overige langlopende schulden", 0, 0],
        ["Totaal langlopend vreemd vermogen", 200_000, 225_000],
    ]
    found = read({**clear(), "Schulden": notes})
    assert amount(found, "PayablesCreditInstitutionsNoncurrent", "Schulden!B4") is None
    assert amount(found, "PayablesCreditInstitutionsNoncurrent", "Schulden!B2") == 200_000


def test_the_last_result_that_is_called_no_more_than_that_is_the_net_one(read: Reader) -> None:
    statement = income()
    statement[-1][0] = "Resultaat"
    found = read({**clear(), "Exploitatie": statement})
    last = f"Exploitatie!B{len(statement)}"
    assert amount(found, "NetResultAfterTax", last) == 42_255
    assert amount(found, "ResultBeforeTax", last) is None


def test_two_years_ago_beside_this_year_is_asked(read: Reader) -> None:
    """The head may be wrong: the year before is missing, and the figures are those of some year."""
    found = read({**clear(), "Exploitatie": income(("2025", "2023"))})
    asked = {cell for question in found.asked(Topic.COLUMN) for cell in question.cells}
    assert any(cell.sheet == "Exploitatie" and cell.column == 3 for cell in asked)
    assert not any(cell.sheet == "Exploitatie" and cell.column == 3 for cell in found.cells)
