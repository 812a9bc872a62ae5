"""Rows of tables: which line each is, by its words, its place among sums, and the same amounts elsewhere."""

from pathlib import Path

import pytest

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import (
    HEADS,
    ROW,
    YEARS,
    Page,
    Pages,
    Reader,
    Value,
    assert_clear,
    balance,
    cell_of,
    clear,
    page,
    with_income,
)
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

YEARS_OF_INCOME = ("2025", "2024")
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


def with_notes(rows: Page, heads: tuple[str, ...] = ("31-12-2025", "31-12-2024"), title: str = "Toelichting") -> Pages:
    return {**clear(), "Toelichting": page(f"{title} (in euro's)", heads, rows)}


def test_what_stands_below_a_subtotal_of_the_workbook_is_weighed_against_the_total(read: Reader) -> None:
    """Premiums below short-term liabilities are debts: the subtotal in between does not make them expenses."""
    rows: Page = [
        ["Crediteuren", 300_000, 280_000],
        ["Loonheffing", 120_000, 110_000],
        ["Premies sociale verzekeringen", 30_000, 25_000],
        ["Belastingen en premies sociale verzekeringen", 150_000, 135_000],
        ["Overige kortlopende schulden", 50_000, 45_000],
        ["Totaal kortlopende schulden", 500_000, 460_000],
    ]
    found = read(with_notes(rows, title="Kortlopende schulden"))
    assert found.amount("SocialSecurityContributions") is None
    assert found.amount("TaxesSocialSecurityContributionsPayableCurrent") == 150_000


def test_a_total_is_the_line_that_it_and_a_part_of_it_both_name(read: Reader) -> None:
    """Else what the other parts hold would be reported nowhere."""
    rows: Page = [
        ["Rijksbijdragen", None, None],
        ["Lumpsum OCW", 5_120_400, 4_987_300],
        ["Onderwijsachterstanden", 600_000, 600_000],
        ["Rijksbijdrage OCW", 5_720_400, 5_587_300],
        ["Overige subsidies OCW", 400_000, 400_000],
        ["Totaal", 6_120_400, 5_987_300],
    ]
    found = read(with_notes(rows, YEARS_OF_INCOME, "Toelichting op de staat van baten en lasten"))
    assert found.amount("CentralGovernmentContributionsMinistryOCW") == 5_720_400


def test_a_part_is_the_rest_of_a_subtotal_by_its_words(read: Reader) -> None:
    rows: Page = [
        ["Crediteuren", 300_000, 280_000],
        ["Vooruitontvangen bedragen", 90_000, 85_000],
        ["Overige overlopende passiva", 60_000, 55_000],
        ["Overlopende passiva", 150_000, 140_000],
        ["Totaal kortlopende schulden", 450_000, 420_000],
    ]
    found = read(with_notes(rows, title="Kortlopende schulden"))
    assert found.amount("AccrualsOtherCurrent") == 60_000
    assert found.amount("AdvancesReceivedPeriodicPayments") == 90_000


def test_a_line_in_brackets_says_what_the_row_is_as_a_whole(read: Reader) -> None:
    rows: Page = [[label, *amounts] for label, *amounts in BALANCE]
    label = next(row for row in rows if row[0] == "Liquide middelen")
    label[0] = "Banktegoeden (liquide middelen)"
    found = read({**clear(), "Balans": page("Balans per 31 december 2025 (in euro's)", HEADS, rows)})
    assert found.amount("CashAndCashEquivalents") == ROW["Liquide middelen"]["T"]
    assert found.amount("BankBalances") is None


def test_a_heading_and_a_row_name_a_line_together(read: Reader) -> None:
    rows: Page = [
        ["Kasstroom uit investeringsactiviteiten", None, None],
        ["Investeringen", None, None],
        ["Materiële vaste activa", -250_000, -240_000],
        ["Kasstroom uit investeringsactiviteiten", -250_000, -240_000],
        ["Kasstroom uit operationele activiteiten", 300_000, 280_000],
        ["Mutatie liquide middelen", 50_000, 40_000],
    ]
    pages = clear()
    pages["Kasstroom"] = page("Kasstroomoverzicht over 2025 (in euro's)", YEARS, rows)
    found = read(pages)
    assert found.amount("PurchasePropertyPlantEquipment") == 250_000
    assert found.amount("PropertyPlantEquipment") == ROW["Materiële vaste activa"]["T"]


def test_rows_without_a_budget_beside_budgeted_ones_are_balances(read: Reader) -> None:
    """All statements in one list of a package: only income and expenses have a budget."""
    rows: Page = [[label, now, None, before] for label, now, before in BALANCE]
    rows += [[label, now, now, before] for label, now, before in INCOME]
    heads = ("2025", "Begroting 2025", "2024")
    pages = {"Algemeen": clear()["Algemeen"], "Rapport": page("Jaarrekening 2025 (in euro's)", heads, rows)}
    found = read(pages)
    assert found.amount("PropertyPlantEquipment") == ROW["Materiële vaste activa"]["T"]
    assert found.amount("Assets") == ROW["Totaal activa"]["T"]
    assert found.amount("Income") == ROW["Totaal baten"]["T"]


SIGNED: Page = [
    [None, "2025", None, "2024"],
    [None, 6_000_000, None, 6_000_000],
    [None, 7_000_000, None, 6_500_000],
    ["-/-", 1_000_000, "-/-", 500_000],
]


def with_signs(rows: Page) -> Pages:
    labels = ("Omschrijving", "Totaal baten", "Totaal lasten", "Saldo baten en lasten")
    sheet: Page = [[label, *row] for label, row in zip(labels, rows, strict=True)]
    return {**clear(), "Exploitatie": [[INCOME_TITLE], [], *sheet]}


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_minus_signs_in_a_column_of_their_own_turn_the_amounts_beside_them(read: Reader, *, after: bool) -> None:
    found = read(with_signs([put_behind(row) if after else row for row in SIGNED]))
    assert found.amount("BalanceIncomeAndExpenses") == -1_000_000
    assert found.amount("BalanceIncomeAndExpenses", "T-1") == -500_000


def test_a_minus_sign_that_may_be_of_either_amount_beside_it_is_told(read: Reader) -> None:
    rows = [[value for place, value in enumerate(row) if place] for row in SIGNED]
    found = read(with_signs(rows))
    assert found.amount("BalanceIncomeAndExpenses") is None
    assert found.amount("BalanceIncomeAndExpenses", "T-1") is None
    assert [finding.code for finding in found.mapped.findings if finding.code == "mapping.loose_minus"]


def put_behind(values: list[Value]) -> list[Value]:
    """Put each sign behind its amount."""
    return [values[1], values[0], values[3], values[2]]


def test_notes_with_heads_of_their_own_are_no_list_of_accounts(read: Reader) -> None:
    """Every row has a number, as an account has; each note has a title and heads."""
    pages = clear()
    notes: Page = []
    for number, (title, label) in enumerate(
        [("Vorderingen", "Debiteuren"), ("Liquide middelen", "Kas"), ("Kortlopende schulden", "Crediteuren")], 1
    ):
        notes += [[None, title], [None, None, *HEADS]]
        notes += [[f"{number}{row:02}", f"{label} {row}", 100 + row, 90 + row] for row in range(1, 15)]
        notes += [[None, f"{title} totaal", 1505, 1365], []]
    pages["Specificaties"] = [["Specificaties (in euro's)"], [], *notes]
    found = read(pages)
    blocks = [block for block in found.recognition.blocks if block.table.sheet.name == "Specificaties"]
    assert not found.recognition.trials
    assert [block.table.titles[-1] for block in blocks] == ["Vorderingen", "Liquide middelen", "Kortlopende schulden"]


def test_words_in_two_languages_name_one_line(read: Reader) -> None:
    english = {"Vorderingen": "Receivables", "Voorzieningen": "Provisions", "Eigen vermogen": "Equity"}
    rows: Page = [
        [f"{label} / {english[label]}" if label in english else label, *amounts] for label, *amounts in BALANCE
    ]
    found = read({**clear(), "Balans": page("Balans per 31 december 2025 (in euro's)", HEADS, rows)})
    assert_clear(found)


def test_amounts_in_millions_are_never_taken_for_euros(read: Reader) -> None:
    rows: Page = [[label, *(each and each / 10_000 for each in amounts)] for label, *amounts in BALANCE]
    sheet = page("Balans per 31 december 2025", ("31-12-2025 M€", "31-12-2024 M€"), rows)
    found = read({"Algemeen": clear()["Algemeen"], "Balans": sheet})
    assert found.amount("Assets") == 290_122_500


def test_a_suggested_mapping_derives_totals_that_are_not_printed(read: Reader) -> None:
    rows = [row for row in BALANCE if row[0] != "Totaal vlottende activa"]
    found = read({**clear(), "Balans": page("Balans per 31 december 2025 (in euro's)", HEADS, rows)})
    derived = {fact.value for fact in found.mapped.facts if fact.derived and fact.key.concept.local == "AssetsCurrent"}
    assert derived == {ROW["Totaal vlottende activa"]["T"], ROW["Totaal vlottende activa"]["T-1"]}


def test_general_data_above_a_table_that_is_left_out_are_kept(read: Reader) -> None:
    """What stands above the head of a forecast belongs to its title; who the board is does not."""
    forecast: Page = [
        [None, "2026", "2027", "2028"],
        ["Leerlingen", 410, 405, 400],
        ["Rijksbijdragen", 6_300, 6_350, 6_400],
    ]
    pages = clear()
    pages["Algemeen"] = [["Gegevens over de rechtspersoon"], *pages["Algemeen"], [], ["Meerjarenraming"], *forecast]
    found = read(pages)
    assert not [finding for finding in found.mapped.findings if finding.code == "mapping.line_missing"]
    texts = {fact.key.concept.local: fact.value for fact in found.mapped.facts if isinstance(fact.value, str)}
    assert texts["ChamberOfCommerceRegistrationNumber"] == "99990051"
    assert texts["CompetentAuthorityNumber"] == "99051"


def test_a_balance_followed_down_the_rows_is_the_line_of_the_heading_and_no_cash_flow(read: Reader) -> None:
    pages = clear()
    rows: Page = [["Stand 1 januari", 1_000, 800], ["Dotatie", 300, 200], ["Stand 31 december", 1_300, 1_000]]
    schedule = page("Voorzieningen (in euro's)", YEARS, [["Jubileumvoorziening"], *rows])
    pages["Voorziening"] = schedule
    found = read(pages)
    assert found.amount("ProvisionJubileeBenefits") == 1_300
    assert_clear(found)
    assert cell_of("Voorziening", schedule, "Dotatie") not in found.cells
    pages["Voorziening"] = [*schedule[:-1], ["Stand 31 december", 9_999, 9_998]]  # which the rows above do not make
    assert not any(cell.sheet == "Voorziening" for cell in read(pages).cells)


def test_one_amount_for_two_lines_is_neither(read: Reader) -> None:
    sheet: Page = [[INCOME_TITLE], [], ["Omschrijving", *YEARS]]
    joined = "Materiële lasten (huisvesting en overig)"
    for label, *figures in INCOME:
        if label == "Huisvestingslasten":
            sheet.append([joined, 530_915 + 555_390, 519_880 + 541_775])
        elif label != "Overige lasten":
            sheet.append([label, *figures])
    found = read(with_income(sheet))
    assert cell_of("Exploitatie", sheet, joined) not in found.cells
    assert found.amount("AccommodationCosts") is None
    assert found.amount("Expenses") == 6_287_205
