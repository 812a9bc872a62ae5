"""Trial balances in layouts that hold more than one closing balance, no debit and credit, or two sheets."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.recognise.ledgers import PLANS, Account, Ledger, Page, Row, make_ledger, sides
from tests.recognise.test_ledgers import BOARD, ROUNDED, amounts, lines_of
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.identities import plain
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.recognise.trial_balance.proposal import TrialProposal
from xbrl_pipeline.recognise.trial_balance.recognise import find_trial_books, lists_accounts, recognise_trial_book
from xbrl_pipeline.recognise.trial_balance.year import find_year
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

Lexica = dict[Statement, Lexicon]
ZERO = Decimal(0)
LEDGER = make_ledger(41, PLANS[1], "vo")
APPROPRIATED = make_ledger(42, PLANS[1], "vo", appropriated=True)
CREDIT = ("funding", "income")


@pytest.fixture(scope="module")
def lexica(model: TaxonomyModel) -> Lexica:
    return make_lexica(model)


def simple(accounts: Iterable[Account], head: str) -> Page:
    """One column of balances, debit positive."""
    rows: list[Row] = [[each.number, each.words, each.balance] for each in accounts]
    return Page([["Rekening", "Omschrijving", head], *rows])


def side_behind(debit: str, credit: str) -> Callable[[Ledger], list[SheetCells]]:
    """Amounts as text, each with its side behind it in the same cell."""

    def lay_out(ledger: Ledger) -> list[SheetCells]:
        page = Page([["Rekening", "Omschrijving", "Eindsaldo 2025"]])
        for each in ledger.accounts:
            amount = f"{abs(each.balance):,.2f}".translate(str.maketrans(",.", ".,"))
            page.rows.append([each.number, each.words, f"{amount} {credit if each.balance < 0 else debit}"])
        return [page.sheet()]

    return lay_out


def by_period(ledger: Ledger) -> list[SheetCells]:
    """Opening balance, a column for each of three periods under its number, and the closing balance."""
    page = Page([["Rekening", "Naam", "Beginsaldo", Decimal(1), Decimal(2), Decimal(3), "Cumulatief 2025"]])
    openings = {
        each.number: ZERO if each.flow else (each.balance / 4).quantize(Decimal("0.01")) for each in ledger.accounts
    }
    reserve = next(each.number for each in ledger.accounts if each.line == "GeneralReserve")
    openings[reserve] -= sum(openings.values())
    for each in ledger.accounts:
        moved = each.balance - openings[each.number]
        part = (moved / 3).quantize(Decimal("0.01"))
        page.rows.append([each.number, each.words, openings[each.number], part, part, moved - 2 * part, each.balance])
    return [page.sheet()]


def periods_only(ledger: Ledger) -> list[SheetCells]:
    """The same without a closing balance."""
    (sheet,) = by_period(ledger)
    return [SheetCells(sheet.name, tuple(cell for cell in sheet.cells if cell.ref.column < 7))]


def two_halves(ledger: Ledger) -> list[SheetCells]:
    """Balance sheet and income statement in pairs of their own, number and words in one cell, a title with a number."""
    page = Page([["97123 Stichting Voorbeeldschool"], ["Saldibalans 01-01-2025 t/m 31-12-2025"]])
    page.rows += [["Grootboekrekening", "Balans", None, "Winst & Verlies", None], [None, *["Debet", "Credit"] * 2]]
    for each in ledger.accounts:
        pair: Row = [value or None for value in sides(each.balance)]
        page.rows.append(
            [f"{each.number} - {each.words}", *([None, None, *pair] if each.flow else [*pair, None, None])]
        )
    return [page.sheet()]


def before_and_after(ledger: Ledger) -> list[SheetCells]:
    """Balances before and after the result was appropriated, and the appropriation between them."""
    page = Page([["Code", "Rekening", "Saldo voor bestemming", "Resultaatbestemming", "Saldo na bestemming"]])
    for each in ledger.accounts:
        moved = -ledger.result if each.line == "GeneralReserve" else ledger.result if not each.line else ZERO
        page.rows.append([each.number, each.words, each.balance - moved, moved or None, each.balance])
    return [page.sheet()]


def natural(ledger: Ledger) -> list[SheetCells]:
    """Every account positive on its own side, financial expenses negative, this year and the last."""
    page = Page([["Rekening", "Omschrijving", "2025", "2024"]])
    for each in ledger.accounts:
        value = -each.balance if each.part in (*CREDIT, "financial") else each.balance
        page.rows.append([each.number, each.words, value, value * 3])
    return [page.sheet()]


def on_two_sheets(ledger: Ledger) -> list[SheetCells]:
    """The balance sheet on one sheet and income and expenses on another, debit positive."""
    return [
        simple([each for each in ledger.accounts if each.flow == flows], "31-12-2025").sheet(name)
        for name, flows in (("Balans", False), ("Exploitatie", True))
    ]


def natural_on_two_sheets(ledger: Ledger) -> list[SheetCells]:
    """The same with every account positive on its own side."""
    (sheet,) = natural(ledger)
    flows = {each.number for each in ledger.accounts if each.flow}
    rows = [[sheet.at(row, column) for column in range(1, 5)] for row in range(2, len(ledger.accounts) + 2)]
    values: list[Row] = [[cell.value if cell is not None else None for cell in row] for row in rows]
    head: Row = ["Rekening", "Omschrijving", "2025", "2024"]
    return [
        Page([head, *(row for row in values if (row[0] in flows) == own)]).sheet(name)
        for name, own in (("Balans", False), ("Exploitatie", True))
    ]


LAYOUTS: dict[str, tuple[Ledger, Callable[[Ledger], list[SheetCells]]]] = {
    "periods": (LEDGER, by_period),
    "periods only": (LEDGER, periods_only),
    "two halves": (LEDGER, two_halves),
    "before and after": (APPROPRIATED, before_and_after),
    "natural": (LEDGER, natural),
    "two sheets": (LEDGER, on_two_sheets),
    "D or C behind": (LEDGER, side_behind("D", "C")),
    "Dr. or Cr. behind": (LEDGER, side_behind("Dr.", "Cr.")),
    "natural on two sheets": (LEDGER, natural_on_two_sheets),
}


def recognised(sheets: Sequence[SheetCells], lexica: Lexica, said: dict[str, str] | None = None) -> list[TrialProposal]:
    (book,) = find_trial_books(sheets, lexica)
    assert len(book) == len(sheets)
    return list(recognise_trial_book(book, lexica, year=2025, answers=Answers(said or {})))


def answers_to(found: Iterable[TrialProposal], accounts: Iterable[Account]) -> dict[str, str]:
    """Answer every question about accounts, one by one."""
    known = {int(each.number): each for each in accounts}
    said = {}
    for group in (group for each in found for group in each.groups):
        said[group.id] = "each"
        for verdict in group.verdicts:
            said[f"account:{plain(verdict.item.words)}"] = known[verdict.item.key.number].line
    return said


def assert_reported(
    facts: Mapping[str, Decimal], found: Iterable[TrialProposal], ledger: Ledger, model: TaxonomyModel, nl: Messages
) -> None:
    """Every line of a ledger is reported, but for what the mapping says that rounding leaves, and both sides tie."""
    slack = {line for each in found for line in each.block(nl).get("rounding", ())}
    for line, value in lines_of(ledger.accounts, model).items():
        most = ROUNDED if line in slack else 0
        assert abs(facts[line] - value.to_integral_value(ROUND_HALF_UP)) <= most, line
    assert abs(facts["Assets"] - facts["EquityAndLiabilities"]) <= ROUNDED
    assert abs(facts["NetResultAfterTax"] - ledger.result) <= ROUNDED


def converted(
    found: Iterable[TrialProposal],
    sheets: Sequence[SheetCells],
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
) -> Mapped:
    mapping = MappingFile.model_validate(
        {
            "version": 1,
            "taxonomy": profile.taxonomy,
            "report": profile.report,
            "verslagjaar": 2025,
            "bestuursnummer": BOARD,
            "trial_balances": [each.block(nl) for each in found],
            "values": [{"concept": "ChamberOfCommerceRegistrationNumber", "value": "12345678"}],
        }
    )
    return map_cells(Workbook(tuple(sheets)), mapping, model, profile, nl)


@pytest.mark.parametrize(("ledger", "layout"), LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_line_is_reported(
    ledger: Ledger,
    layout: Callable[[Ledger], list[SheetCells]],
    lexica: Lexica,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
) -> None:
    sheets = layout(ledger)
    first = recognised(sheets, lexica)
    known = {int(each.number): each for each in ledger.accounts}
    for verdict in (verdict for each in first for verdict in each.verdicts):
        line = verdict.other if verdict.other and verdict.item.balance < 0 else verdict.line
        account = known[verdict.item.key.number]
        assert (line, verdict.item.balance) == (account.line, account.balance), verdict.item.title
    found = recognised(sheets, lexica, answers_to(first, ledger.accounts))
    assert [question.text for each in found for question in each.questions(nl)] == []
    assert_reported(amounts(converted(found, sheets, model, profile, nl)), found, ledger, model, nl)


def test_books_with_open_flows_and_a_reserve_that_holds_the_result_tie(
    lexica: Lexica, model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> None:
    kept = [each for each in APPROPRIATED.accounts if each.line]  # without the contra account
    sheets = [simple(kept, "Saldo 2025").sheet()]
    first = recognised(sheets, lexica)
    assert [each.appropriated for each in first] == [True]
    found = recognised(sheets, lexica, answers_to(first, kept))
    facts = amounts(converted(found, sheets, model, profile, nl))
    assert abs(facts["Assets"] - facts["EquityAndLiabilities"]) <= ROUNDED
    assert abs(facts["NetResultAfterTax"] - APPROPRIATED.result) <= ROUNDED
    assert "ResultForTheYear" not in facts


def test_an_open_account_loses_its_lines_and_not_the_totals_above_them(
    lexica: Lexica, model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> None:
    kept = [
        replace(each, words="Zilverlijn") if each.line == "AccommodationLevies" else each for each in LEDGER.accounts
    ]
    sheets = two_halves(replace(LEDGER, accounts=tuple(kept)))
    first = recognised(sheets, lexica)
    said = answers_to(first, kept)
    lone = {key: line for key, line in said.items() if key != "account:zilverlijn"}
    found = recognised(sheets, lexica, lone)
    opened = [verdict for each in found for group in each.groups for verdict in group.verdicts]
    assert {verdict.item.words for verdict in opened} == {"Zilverlijn"}
    facts = amounts(converted(found, sheets, model, profile, nl))
    whole = amounts(converted(recognised(sheets, lexica, said), sheets, model, profile, nl))
    assert "AccommodationLevies" not in facts
    for total in ("Expenses", "NetResultAfterTax", "Assets", "EquityAndLiabilities"):
        assert abs(facts[total] - whole[total]) <= ROUNDED, total


def test_names_that_boards_use_for_several_lines_are_asked(lexica: Lexica) -> None:
    names = {"AdministrationManagementCosts": "Bankkosten", "AccrualsOtherCurrent": "Nog te betalen bedragen"}
    kept = [replace(each, words=names.pop(each.line)) if each.line in names else each for each in LEDGER.accounts]
    (found,) = recognised(two_halves(replace(LEDGER, accounts=tuple(kept))), lexica)
    asked = {verdict.item.words: verdict for group in found.groups for verdict in group.verdicts}
    assert set(asked["Bankkosten"].choices) == {"AdministrationManagementCosts", "InterestExpensesRelatedExpenses"}
    assert set(asked["Nog te betalen bedragen"].choices) == {"AccrualsOtherCurrent", "PayablesOtherCurrent"}


def test_a_list_of_accounts_that_does_not_tie_is_one_and_no_trial_balance(lexica: Lexica) -> None:
    rows: list[Row] = [[each.number, each.words, each.balance] for each in LEDGER.accounts[:-1]]
    sheet = Page([["Rekening", "Naam", "Saldo 2025"], *rows]).sheet()
    assert find_trial_books([sheet], lexica) == ()
    assert lists_accounts(sheet)


@pytest.mark.parametrize(
    ("titles", "head", "name", "year"),
    [
        ([], "Saldo 2025", "Blad1", "2025"),
        ([["Jaar: 2025   Periode: 0 t/m 13"], ["Afgedrukt op 03-03-2026 09:41"]], "Saldo", "Blad1", "2025"),
        ([["Boekjaar 2025, vergeleken met 2024"]], "Saldo", "Blad1", None),
        ([["Overzicht over 2025"], ["Gegenereerd 12-01-2026"]], "Saldo", "Blad1", "2025"),
        ([["Saldi 01-01-2025 t/m 31-12-2025"]], "Saldo", "Blad1", "2025"),
        ([], "Saldo", "Export 2025", "2025"),
        ([["Vergelijking 2024 en 2025"]], "Saldo", "Blad1", None),
        ([], "Saldo", "Blad1", None),
    ],
)
def test_the_year_is_that_of_heads_titles_or_the_sheet(
    titles: list[Row], head: str, name: str, year: str | None
) -> None:
    rows: list[Row] = [[each.number, each.words, each.balance] for each in LEDGER.accounts]
    told = find_year([Page([*titles, ["Rekening", "Naam", head], *rows]).sheet(name)])
    assert (told.value if told is not None else None) == year
