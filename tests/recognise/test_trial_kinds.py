"""Trial balances as working papers, in English, over several sheets or years, and with numbers in parts."""

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import pytest

from tests.recognise.ledgers import PLANS, Account, Ledger, Page, Row, make_ledger, sides
from tests.recognise.test_ledgers import ROUNDED, amounts
from tests.recognise.test_trial_layouts import assert_reported, converted
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.identities import plain
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.recognise.trial_balance.english import is_english, translate
from xbrl_pipeline.recognise.trial_balance.proposal import TrialProposal
from xbrl_pipeline.recognise.trial_balance.recognise import find_trial_books, lists_accounts, recognise_trial_book
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells

Lexica = dict[Statement, Lexicon]
LEDGER = make_ledger(71, PLANS[0], "vo")
CENT = Decimal("0.01")


@pytest.fixture(scope="module")
def lexica(model: TaxonomyModel) -> Lexica:
    return make_lexica(model)


def last_year(ledger: Ledger, *, closed: bool = False) -> dict[str, Decimal]:
    """Return balances of the year before, which tie; ``closed``: the reserve holds the result already."""
    found = {each.number: (each.balance * Decimal("0.9")).quantize(CENT) for each in ledger.accounts}
    reserve = next(each.number for each in ledger.accounts if each.line == "GeneralReserve")
    held = [each.number for each in ledger.accounts if not (closed and each.flow)]
    found[reserve] -= sum(found[number] for number in held)
    return found


def numbered(write: Callable[[str], str]) -> Callable[[Ledger], list[SheetCells]]:
    def lay_out(ledger: Ledger) -> list[SheetCells]:
        rows: list[Row] = [[write(each.number), each.words, *sides(each.balance)] for each in ledger.accounts]
        return [Page([["Rekening", "Omschrijving", "Debet 2025", "Credit 2025"], *rows]).sheet()]

    return lay_out


def two_sheets(ledger: Ledger) -> list[SheetCells]:
    """Balance sheet before appropriation beside last year's after it; numbers in three parts, a total below."""
    before, sheets = last_year(ledger, closed=True), []
    for name, flow in (("Balansrekeningen", False), ("Resultaatrekeningen", True)):
        page = Page([["Rekeningnr", "Rekening", "Debet 2025", "Credit 2025", "Debet 2024", "Credit 2024"]])
        for each in (each for each in ledger.accounts if each.flow == flow):
            number = f"{each.number[0]}.{each.number[1:3]}.{each.number[3]}00"
            page.rows.append([number, each.words, *sides(each.balance), *sides(before[each.number])])
        sheets.append(page.sheet(name))
    return sheets


def sheet_for_each_class(ledger: Ledger) -> list[SheetCells]:
    """A sheet for each first digit, some with few accounts, each with its total."""
    sheets = []
    for digit in sorted({each.number[0] for each in ledger.accounts}):
        own = [each for each in ledger.accounts if each.number[0] == digit]
        rows: list[Row] = [[each.number, each.words, each.balance] for each in own]
        whole: Row = [None, f"Totaal klasse {digit}", sum((each.balance for each in own), Decimal(0))]
        sheets.append(Page([["Rekening", "Omschrijving", "Saldo 2025"], *rows, whole]).sheet(f"Klasse {digit}"))
    return sheets


def working_paper(ledger: Ledger) -> list[SheetCells]:
    """Balances before corrections, these, and what they come to beside last year and the change."""
    before = last_year(ledger)
    page = Page([["Account No", "Name", "L/S", "Prelim", "Adj", "Rep 12/25", "Rep 12/24", "Amount Chg", "%Chg"]])
    moved = {ledger.accounts[2].number: Decimal(1000), ledger.accounts[4].number: Decimal(-1000)}
    for each in ledger.accounts:
        step, old = moved.get(each.number), before[each.number]
        row: Row = [each.number, each.words, each.number[0], each.balance - (step or 0), step, each.balance, old]
        page.rows.append([*row, each.balance - old, "10%"])
    return [page.sheet()]


def copies(ledger: Ledger) -> list[SheetCells]:
    """The same balances twice beside last year's and the change: no cost centres that are added up."""
    before = last_year(ledger)
    page = Page([["Rekening", "Omschrijving", "Voorlopig", "Definitief 2025", "Definitief 2024", "Toename"]])
    for each in ledger.accounts:
        old = before[each.number]
        page.rows.append([each.number, each.words, each.balance, each.balance, old, each.balance - old])
    return [page.sheet()]


LAYOUTS: dict[str, Callable[[Ledger], list[SheetCells]]] = {
    "two sheets, last year closed": two_sheets,
    "a sheet for each class": sheet_for_each_class,
    "a working paper": working_paper,
    "copies": copies,
    "0.10.0": numbered(lambda number: f"{number[0]}.{number[1:3]}.{number[3]}0"),
    "0-100": numbered(lambda number: f"{number[0]}-{number[1:]}"),
    "01 00": numbered(lambda number: f"{number[:2]} {number[2:]}"),
}


def recognised(sheets: Sequence[SheetCells], lexica: Lexica, said: dict[str, str] | None = None) -> list[TrialProposal]:
    (book,) = find_trial_books(sheets, lexica)
    assert book == tuple(sheets)
    return list(recognise_trial_book(book, lexica, year=2025, answers=Answers(said or {})))


def answers_to(found: Iterable[TrialProposal], accounts: Iterable[Account]) -> dict[str, str]:
    known = {each.words: each.line for each in accounts}
    said = {}
    for group in (group for each in found for group in each.groups):
        said[group.id] = "each"
        said |= {f"account:{plain(verdict.item.words)}": known[verdict.item.words] for verdict in group.verdicts}
    return said


@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_line_is_reported(
    layout: Callable[[Ledger], list[SheetCells]],
    lexica: Lexica,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
) -> None:
    sheets = layout(LEDGER)
    first = recognised(sheets, lexica)
    known = {each.words: each for each in LEDGER.accounts}
    for verdict in (verdict for each in first for verdict in each.verdicts):
        line = verdict.other if verdict.other and verdict.item.balance < 0 else verdict.line
        account = known[verdict.item.words]
        assert (line, verdict.item.balance) == (account.line, account.balance), verdict.item.title
    placed = sum(abs(verdict.item.balance) for each in first for verdict in each.verdicts)
    assert placed >= Decimal("0.8") * sum(abs(each.balance) for each in LEDGER.accounts)
    found = recognised(sheets, lexica, answers_to(first, LEDGER.accounts))
    assert [question.text for each in found for question in each.questions(nl)] == []
    assert_reported(amounts(converted(found, sheets, model, profile, nl)), found, LEDGER, model, nl)


def test_the_result_of_a_year_that_is_closed_is_not_put_on_a_line_again(
    lexica: Lexica, model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> None:
    sheets = two_sheets(LEDGER)
    found = recognised(sheets, lexica, answers_to(recognised(sheets, lexica), LEDGER.accounts))
    assert {each.unclosed for each in found} == {("previous",)}
    mapped = converted(found, sheets, model, profile, nl)
    now, then = amounts(mapped), amounts(mapped, 2024)
    assert abs(now["ResultForTheYear"] - LEDGER.result) <= ROUNDED
    assert "ResultForTheYear" not in then
    assert abs(then["Assets"] - then["EquityAndLiabilities"]) <= ROUNDED
    reserve = next(each.number for each in LEDGER.accounts if each.line == "GeneralReserve")
    assert abs(then["GeneralReserve"] + last_year(LEDGER, closed=True)[reserve]) <= ROUNDED


def test_of_two_years_on_sheets_of_their_own_the_later_is_that_of_the_report(lexica: Lexica) -> None:
    before = last_year(LEDGER)
    sheets = []
    for year in (2024, 2025):
        page = Page([[f"Saldibalans {year}"], ["Rekening", "Omschrijving", "Debet", "Credit"]])
        for each in LEDGER.accounts:
            balance = each.balance if year == 2025 else before[each.number]
            page.rows.append([each.number, each.words, *sides(balance)])
        sheets.append(page.sheet(str(year)))
    assert find_trial_books(sheets, lexica) == ((sheets[1],),)
    assert lists_accounts(sheets[0])  # asked, and not read as a statement


def test_accounts_side_by_side_are_asked_and_not_read_as_a_statement(lexica: Lexica) -> None:
    page = Page([["Nr", "Activa", "31-12-2025", None, "Nr", "Passiva", "31-12-2025"]])
    assets = [each for each in LEDGER.accounts if each.part == "assets"]
    funding = [each for each in LEDGER.accounts if each.part == "funding"]
    for left, right in zip(assets, funding, strict=False):
        page.rows.append([left.number, left.words, left.balance, None, right.number, right.words, -right.balance])
    sheet = page.sheet("Balans")
    assert find_trial_books([sheet], lexica) == ()
    assert lists_accounts(sheet)


ENGLISH = {
    "Software licences, cost": "IntangibleAssets",
    "Buildings, accumulated depreciation": "LandAndBuildings",
    "IT equipment, additions": "InventoryAndEquipment",
    "Trade receivables": "TradeReceivables",
    "Receivable from municipality": "ReceivablesLocalGovernmentCommonRegulationsCurrent",
    "Bank current account": "BankBalances",
    "Petty cash": "CashOnHand",
    "General reserve": "GeneralReserve",
    "Provision major maintenance": "ProvisionMajorMaintenance",
    "Trade payables": "TradePayablesCurrent",
    "Wage tax payable": "TaxesSocialSecurityContributionsPayableCurrent",
    "Accrued holiday allowance": "HolidayPayAndHolidaysPayable",
    "Salaries teaching staff": "WagesSalaries",
    "Pension premiums": "PensionCosts",
    "Agency staff": "EmployeeExpensesHiredStaff",
    "Depreciation buildings": "DepreciationPropertyPlantEquipment",
    "Electricity": "AccommodationEnergyAndWaterCosts",
    "Cleaning": "AccommodationCleaningCosts",
    "Audit fees": "AdministrationManagementCosts",
    "Government grant OCW": "CentralGovernmentContributionsMinistryOCW",
    "Tuition fees": "TuitionFees",
    "Interest income": "InterestIncomeRelatedIncome",
}
_CREDIT = ("GeneralReserve", "Provision", "TradePay", "Taxes", "HolidayPay", "CentralGov", "Tuition", "InterestIncome")


def test_accounts_in_english_go_to_their_lines(lexica: Lexica) -> None:
    page = Page([["Trial balance FY 2025"], ["GL account", "Description", "Closing balance"]])
    balances = []
    for place, (words, line) in enumerate(ENGLISH.items()):
        credit = line.startswith(_CREDIT) or "depreciation" in words
        balances.append(Decimal(40_000 + 1_000 * place) * (-1 if credit else 1))
        first = 1 if place < 12 else 4 if place < 19 else 8 if place < 21 else 9
        page.rows.append([f"{first}{place:02d}000", words, balances[-1]])
    page.rows[9][2] = balances[7] - sum(balances)  # the general reserve
    (found,) = recognised([page.sheet("TB")], lexica)
    placed = {verdict.item.words: verdict.line for verdict in found.verdicts}
    assert placed == {words: line for words, line in ENGLISH.items() if words in placed}
    assert len(placed) >= 0.9 * len(ENGLISH)


@pytest.mark.parametrize(
    ("name", "dutch"),
    [
        ("Buildings, cost 1 Jan", "gebouwen, aanschafwaarde 1 jan"),
        ("Loans to third parties", "verstrekte lening derden"),
        ("Long-term bank loan, repayment", "langlopend lening bank, aflossing"),
        ("Municipal contributions", "gemeente bijdrage"),
    ],
)
def test_a_name_in_english_is_read_in_dutch(name: str, dutch: str) -> None:
    assert translate(name) == dutch


def test_dutch_names_with_an_english_word_are_no_english_list() -> None:
    assert not is_english(["Software licenties", "Marketing en PR", "Bank", "Debiteuren", "Crediteuren", "Stock"])
    assert is_english(list(ENGLISH))


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ("Afschrijvingslast programmatuur", "AmortisationIntangibleAssets"),
        ("Afschrijving semipermanente units", "DepreciationPropertyPlantEquipment"),
        ("Schoonmaakkn. gebouw", "AccommodationCleaningCosts"),
    ],
)
def test_what_is_written_off_and_names_in_short_go_to_their_lines(words: str, line: str, lexica: Lexica) -> None:
    kept = [each for each in LEDGER.accounts if each.line == line][:1]
    assert kept
    rows: list[Row] = [[each.number, words if each in kept else each.words, each.balance] for each in LEDGER.accounts]
    (found,) = recognised([Page([["Rekening", "Naam", "Saldo 2025"], *rows]).sheet()], lexica)
    assert [verdict.line for verdict in found.verdicts if verdict.item.words == words] == [line]
