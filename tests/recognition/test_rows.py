"""Rows of tables: which line each is, by its words, its place among sums, and the same amounts elsewhere."""

from pathlib import Path

import pytest

from tests.recognition.books import BALANCE, INCOME
from tests.recognition.kinds import (
    HEADS,
    YEARS,
    Page,
    Reader,
    assert_clear,
    balance,
    cell_of,
    clear,
    page,
    with_income,
)
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

INCOME_TITLE = "Staat van baten en lasten over 2025 (in euro's)"


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def test_totals_that_would_be_parts_of_one_another_do_not_stop_a_reader(read: Reader) -> None:
    pages = clear()
    rows: Page = [["Totaal fietsen", 100, 90], ["Stalling", 50, 45], ["Totaal", 150, 135], ["Hekwerk", -50, -45]]
    pages["Fietsen"] = page("Fietsen (in euro's)", YEARS, rows)
    found = read(pages)
    assert found.amount("Assets") == 2_901_225
    assert not any(cell.sheet == "Fietsen" for cell in found.cells)


def test_words_that_go_on_in_the_row_below_are_read_together(read: Reader) -> None:
    """By itself the second row would be the fixed assets."""
    sheet: Page = [[INCOME_TITLE], [], ["Omschrijving", *YEARS]]
    for label, *amounts in INCOME:
        if label == "Afschrijvingen":
            sheet += [["Afschrijvingen op materiële en immateriële"], ["vaste activa", *amounts]]
        else:
            sheet.append([label, *amounts])
    found = read(with_income(sheet))
    assert_clear(found)
    assert found.amount("DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets") == 188_240
    assert cell_of("Exploitatie", sheet, "vaste activa") in found.cells


def test_a_total_of_one_part_is_not_that_part(read: Reader) -> None:
    pages = clear()
    rows: Page = [
        ["Liquide middelen", None, None],
        ["Kasmiddelen", 0, 0],
        ["Tegoeden op bankrekeningen", 986_775, 1_001_230],
        ["Totaal", 986_775, 1_001_230],
    ]
    pages["Toelichting"] = page("Toelichting op de balans (in euro's)", HEADS, rows)
    found = read(pages)
    assert found.amount("BankBalances") == 986_775
    total = cell_of("Toelichting", pages["Toelichting"], "Totaal")
    banks = [fact for fact in found.mapped.facts if fact.key.concept.local == "BankBalances"]
    assert banks
    assert all(total not in fact.cells for fact in banks)


def test_results_before_and_after_tax_do_not_change_places(read: Reader) -> None:
    rows: Page = [[label, *amounts] for label, *amounts in INCOME[:-1]]
    rows += [
        ["Resultaat zonder heffing", 42_255, 6_755],
        ["Vennootschapsbelasting", 2_000, 1_000],
        ["Resultaat met heffing", 40_255, 5_755],
    ]
    found = read(with_income(page(INCOME_TITLE, YEARS, rows)))
    assert found.amount("ResultBeforeTax") in (None, 42_255)
    assert found.amount("ResultAfterTax") in (None, 40_255)
    assert found.amount("NetResultAfterTax") in (None, 40_255)
    assert found.amount("IncomeTaxExpense") in (None, 2_000)


def test_two_lines_in_one_row_are_not_the_other_one_of_them(read: Reader) -> None:
    rows: Page = [
        [label, *amounts] for label, *amounts in INCOME if label not in ("Huisvestingslasten", "Overige lasten")
    ]
    rows.insert(7, ["Huisvestings- en overige lasten", 1_086_305, 1_061_655])
    found = read(with_income(page(INCOME_TITLE, YEARS, rows)))
    assert found.amount("Expenses") == 6_287_205
    assert found.amount("AccommodationCostsOther") is None
    assert found.amount("AccommodationCosts") is None


def test_what_the_title_of_the_notes_says_holds_for_all_notes_below_it(read: Reader) -> None:
    """The equity of the foundation stands in the notes of the group too, where the group has no such lines."""
    pages = clear()
    del pages["Balans"]
    group = [("Groepsvermogen" if row[0] == "Eigen vermogen" else row[0], *row[1:]) for row in BALANCE]
    pages["Gec. balans"] = page("Geconsolideerde balans per 31 december 2025 (in euro's)", HEADS, group, factor=1.1)
    pages["Enk. balans"] = balance(title="Enkelvoudige balans per 31 december 2025 (in euro's)")
    first: Page = [
        ["Vorderingen", None, None],
        ["Debiteuren", 300_000, 300_000],
        ["Overige vorderingen", 142_321, 115_695],
        ["Totaal vorderingen", 442_321, 415_695],
    ]
    second: Page = [
        ["Voorzieningen", None, None],
        ["Jubileumvoorziening", 210_450, 205_110],
        ["Voorziening groot onderhoud", 100_000, 100_000],
        ["Totaal voorzieningen", 310_450, 305_110],
    ]
    title = "Toelichting op de geconsolideerde balans (in euro's)"
    pages["Noten"] = [*page(title, HEADS, first), [], ["Voorzieningen", *HEADS], *second]
    found = read(pages)
    assert found.amount("TradeReceivables", scope="consolidated") == 300_000
    assert found.amount("ProvisionJubileeBenefits", scope="separate") is None
