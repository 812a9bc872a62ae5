"""Trial balances as people lay them out: pages, points, totals above, schools in columns, names in haste."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Final

import pytest

from tests.recognise.ledgers import PARTS, PLANS, Account, Ledger, Page, Row, dutch, make_ledger, sides
from tests.recognise.test_trial_layouts import converted
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.recognise.trial_balance.proposal import TrialProposal
from xbrl_pipeline.recognise.trial_balance.recognise import find_trial_books, recognise_trial_book
from xbrl_pipeline.recognise.trial_balance.verdict import AccountPlacement
from xbrl_pipeline.recognise.trial_balance.vocabulary import matches
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells

Lexica = dict[Statement, Lexicon]
USUAL: Final = make_ledger(71, PLANS[0], "po")
RJ: Final = make_ledger(72, PLANS[1], "vo")
LONG: Final = make_ledger(73, PLANS[2], "mbo")
GROUPS: Final = {
    "assets": "Activa",
    "funding": "Passiva",
    "income": "Baten",
    "expenses": "Lasten",
    "financial": "Financiële baten en lasten",
}
PAGE: Final = 30  # accounts on a printed page


@pytest.fixture(scope="module")
def lexica(model: TaxonomyModel) -> Lexica:
    return make_lexica(model)


def parted(ledger: Ledger) -> list[tuple[str, list[Account]]]:
    return [(GROUPS[part], [each for each in ledger.accounts if each.part == part]) for part in PARTS]


def printed(ledger: Ledger) -> Page:
    """Pages, each with its title, its number, its heads and what is carried over; reference codes beside."""
    heads: Row = ["Rekening", "Code", "Naam", "Saldo debet", "Saldo credit"]
    page, carried = Page(), [Decimal(0), Decimal(0)]
    for start in range(0, len(ledger.accounts), PAGE):
        page.rows += [["Stichting Voorbeeldschool", None, None, None, f"Pagina {start // PAGE + 1}"]]
        page.rows += [["Saldibalans per 31-12-2025", None, None, None, "versie 2"], heads]
        page.rows += [[None, None, "Transport", *carried]] if start else []
        for each in ledger.accounts[start : start + PAGE]:
            pair = sides(each.balance)
            carried = [one + other for one, other in zip(carried, pair, strict=True)]
            page.rows.append([each.number, "WBedAlg" if each.flow else "BVorOva", each.words, *pair])
        page.rows += [[None, None, "Te transporteren", *carried], []]
    return page


def pointed(ledger: Ledger) -> Page:
    """Points in the numbers; balance sheet and result in pairs of their own beside all; pupils and fte below."""
    page = Page([["Kolommenbalans boekjaar 2025"], []])
    page.rows += [[None, None, "Saldibalans", None, "Verlies- en winstrekening", None, "Balans"]]
    page.rows += [["Rek.nr.", "Naam", "Debet", "Credit", "Lasten (D)", "Baten (C)", "Activa (D)", "Passiva (C)"]]
    for each in ledger.accounts:
        pair, none = [value or None for value in sides(each.balance)], [None, None]
        halves: Row = [*(pair if each.flow else none), *(none if each.flow else pair)]
        page.rows.append([f"{each.number[:2]}.{each.number[2:]}.0", each.words, *pair, *halves])
    totals = [sum((Decimal(str(row[c] or 0)) for row in page.rows[4:]), Decimal(0)) for c in range(2, 8)]
    page.rows += [[None, "Tellingen", *totals], []]
    page.rows += [["99.00.0", "Aantal leerlingen op teldatum", Decimal(812)]]
    page.rows += [["99.10.0", "Tegenrekening statistiek", None, Decimal(812)]]
    return page


def totals_above(ledger: Ledger) -> Page:
    """The total of each group above its accounts, so that the first stands between the heads and the first account."""
    page = Page([["Saldilijst"], ["Rek.", "Omschrijving", "Realisatie 2025", "Realisatie 2024"]])
    for name, own in parted(ledger):
        added = sum((each.balance for each in own), Decimal(0))
        page.rows.append([None, f"** {name}", added, added * 2])
        page.rows += [[Decimal(int(each.number)), each.words, each.balance, each.balance * 2] for each in own]
    return page


def schools_beside(ledger: Ledger) -> Page:
    """A column for the balance sheet, one for each school, and their total; subtotals under starred numbers."""
    page = Page([["Saldi per kostenplaats 2025"], ["Rekening", "Naam", "000", "100", "210", "220", "Totaal"]])
    page.rows += [[None, None, "Balans", "Bestuur", "School Noord", "School Zuid", None]]
    for name, own in parted(ledger):
        start = len(page.rows)
        for each in own:
            third = (each.balance / 3).quantize(Decimal("0.01"))
            split: Row = (
                [None, each.balance - 2 * third, third, third] if each.flow else [each.balance, None, None, None]
            )
            page.rows.append([each.number, each.words, *split, each.balance])
        sums = [sum((Decimal(str(row[c] or 0)) for row in page.rows[start:]), Decimal(0)) for c in range(2, 7)]
        page.rows.append([f"{own[0].number[:1]}*", f"Subtotaal {name}", *sums])
    return page


def typed(ledger: Ledger) -> Page:
    """Number and words in one cell, and a column that says balance sheet or result; texts with the minus behind."""
    page = Page([["Proefbalans 2025"], ["Grootboekrekening", "Type", "Saldo 2024", "Saldo 2025"]])
    for each in ledger.accounts:
        shown = dutch(abs(each.balance)) + ("-" if each.balance < 0 else "")
        page.rows.append([f"{each.number} - {each.words}", "W" if each.flow else "B", "0,00", shown])
    page.rows.append([None, "Totaal", "0,00", "0,00"])
    return page


def lost_noughts(ledger: Ledger) -> Page:
    """Numbers as numbers, a total below each group under its first two digits: 01 became 1, 0110 became 110."""
    page = Page([["Rek", "Naam", "Saldo 2025"]])
    for start, grouped in groupby(ledger.accounts, key=lambda each: each.number[:2]):
        own = list(grouped)
        page.rows += [[Decimal(int(each.number)), each.words, each.balance] for each in own]
        page.rows.append([Decimal(int(start)), f"Groep {start}", sum((each.balance for each in own), Decimal(0))])
    return page


LAYOUTS: Final[dict[str, tuple[Ledger, Callable[[Ledger], Page]]]] = {
    "printed": (LONG, printed),
    "pointed": (USUAL, pointed),
    "totals above": (USUAL, totals_above),
    "schools beside": (RJ, schools_beside),
    "typed": (RJ, typed),
    "lost noughts": (USUAL, lost_noughts),
}


def recognised(sheets: Sequence[SheetCells], lexica: Lexica, said: dict[str, str] | None = None) -> TrialProposal:
    (book,) = find_trial_books(sheets, lexica)
    (found,) = recognise_trial_book(book, lexica, year=2025, answers=Answers(said or {}))
    return found


def line_of(verdict: AccountPlacement) -> str:
    return verdict.other if verdict.other and verdict.item.balance < 0 else verdict.line


@pytest.mark.parametrize(("ledger", "layout"), LAYOUTS.values(), ids=list(LAYOUTS))
def test_every_account_is_read_and_every_line_reported(
    ledger: Ledger,
    layout: Callable[[Ledger], Page],
    lexica: Lexica,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
) -> None:
    sheets = [layout(ledger).sheet("Saldi")]
    first = recognised(sheets, lexica)
    known = {each.number.lstrip("0"): each for each in ledger.accounts}
    placed: dict[bool, Decimal] = {True: Decimal(0), False: Decimal(0)}
    for verdict in (verdict for verdict in first.verdicts if not verdict.ignore):
        account = known[verdict.item.number.removesuffix(".0").replace(".", "").lstrip("0")]
        assert (line_of(verdict), verdict.item.balance) == (account.line, account.balance), verdict.item.title
        placed[account.balance > 0] += abs(account.balance)
    for debit, money in placed.items():
        assert money >= Decimal("0.8") * sum(abs(a.balance) for a in ledger.accounts if (a.balance > 0) == debit)
    assert first.undecided == ()
    mapped = converted([first], sheets, model, profile, nl)
    codes = {each.code for each in mapped.findings if each.severity is Severity.ERROR}
    assert codes <= {"mapping.trial.account_open"}


NAMES: Final = {
    "TradeReceivables": "Handelsdebitueren",
    "TaxesSocialSecurityContributionsPayableCurrent": "Loonhefifng af te dr.",
    "AccrualsOtherCurrent": "N.t.b. accountant",
    "ReceivablesFromMinistryOCW": "N.t.o. subsidies OCW/DUO",
    "PropertyPlantEquipmentOther": "Aanschafwaarde leermethodes",
    "InterestExpensesRelatedExpenses": "Rentelasten R/C bank",
    "AccommodationMaintenanceAndRepairCosts": "Klein ond. gebouwen",
    "OtherIncomeOther": "Baten vrg. jaren",
}


def test_names_in_haste_are_understood(lexica: Lexica) -> None:
    """Two letters swapped, words cut short."""
    named = [replace(each, words=NAMES.get(each.line, each.words)) for each in USUAL.accounts]
    found = recognised([totals_above(replace(USUAL, accounts=tuple(named))).sheet("Saldi")], lexica)
    lines = {verdict.item.words: line_of(verdict) for verdict in found.verdicts}
    assert {words: lines.get(words) for words in NAMES.values()} == {words: line for line, words in NAMES.items()}


CODES: Final = {"assets": "BMva", "funding": "BSch", "income": "WOmz", "expenses": "WPer", "financial": "WFbe"}
COST: Final = 22  # letters that the export keeps of a name


def cut(ledger: Ledger, *, coded: bool) -> SheetCells:
    """Names that end where the column of the export ended, with a reference code that tells the part at best."""
    page = Page([["Account", "Description", "RGS", "Balance 2025"]])
    for each in ledger.accounts:
        code = CODES[each.part] if coded else None
        page.rows.append([each.number, each.words[:COST], code, each.balance])
    return page.sheet("Trial balance")


def test_a_name_that_was_cut_is_believed_where_the_reference_code_says_the_same(lexica: Lexica) -> None:
    known = {each.number: each.line for each in LONG.accounts}
    placed = {}
    for coded in (False, True):
        verdicts = [verdict for verdict in recognised([cut(LONG, coded=coded)], lexica).verdicts if verdict.line]
        assert {verdict.item.number: line_of(verdict) for verdict in verdicts}.items() <= known.items()
        placed[coded] = {verdict.item.number for verdict in verdicts}
    assert placed[False] < placed[True]


def test_movements_are_no_balances_where_the_balances_beside_them_cannot_be_read(lexica: Lexica) -> None:
    """Debit equals credit in the movements too: nothing is taken of a sheet whose balances are words to the program."""
    page = Page([["Rekening", "Omschrijving", "Beginsaldo", "Mutaties debet", "Mutaties credit", "Eindsaldo"]])
    for each in USUAL.accounts:
        debit, credit = sides(each.balance)
        shown = f"{dutch(abs(each.balance))} {'links' if each.balance > 0 else 'rechts'}"
        page.rows.append([each.number, each.words, shown, debit, credit, shown])
    sheet = page.sheet("Kolommenbalans")
    for sheets in find_trial_books([sheet], lexica):
        for proposal in recognise_trial_book(sheets, lexica, year=2025):
            assert not [verdict for verdict in proposal.verdicts if verdict.line is not None]
    readable = Page([[row[0], row[1], row[3], row[4]] for row in page.rows]).sheet("Saldibalans")
    assert find_trial_books([readable], lexica)


@pytest.mark.parametrize(
    ("short", "line"),
    [
        ("Best.res. publ.", "DesignatedReservePublic"),
        ("Best.res. priv.", "DesignatedReservePrivate"),
        ("Inv.subs. langl.", "AccrualsAndDeferredIncomeNoncurrent"),
        ("Sal. OP", "WagesSalaries"),
        ("Vak.toeslag OP", "WagesSalaries"),
        ("Voorz. GO", "ProvisionMajorMaintenance"),
    ],
)
def test_names_in_short_are_read_as_those_they_stand_for(short: str, line: str) -> None:
    assert line in {match.key for match in matches(short)}


@pytest.mark.parametrize("sign", [1, -1], ids=["of a debt", "of a claim"])
def test_the_parts_of_an_item_go_where_the_item_goes(lexica: Lexica, sign: int) -> None:
    """A repayment is a debit of a debt: its side alone would make a claim of it."""
    loan = Decimal(sign * 600_000)
    page = Page([["Proefbalans 2025"], ["Rekening", "Omschrijving", "Saldo 2025"]])
    for each in USUAL.accounts:
        if each.line == "GeneralReserve":
            page.rows.append([each.number, each.words, each.balance + loan - loan / 10])
            own = each.number
        else:
            page.rows.append([each.number, each.words, each.balance])
    first = int(own) + 1
    page.rows[3:3] = [
        [f"{first:0{len(own)}d}", "Langlopende lening gemeente, hoofdsom 1 januari", -loan],
        [f"{first + 1:0{len(own)}d}", "Langlopende lening gemeente, aflossing", loan / 10],
    ]
    found = recognised([page.sheet("Saldi")], lexica)
    parts = [verdict for verdict in found.verdicts if "lening gemeente" in verdict.item.words]
    lines = {line_of(verdict) for verdict in parts}
    assert (len(parts), len(lines)) == (2, 1)
    assert lines.pop().startswith("Receivables") == (sign == -1)


def test_deposits_of_pupils_with_a_debit_balance_are_asked_as_a_claim(lexica: Lexica, nl: Messages) -> None:
    """By their name they are a debt; a debit balance stands among the assets, long or short."""
    paid = Decimal(240_000)
    page = Page([["Proefbalans 2025"], ["Rekening", "Omschrijving", "Saldo 2025"]])
    for each in USUAL.accounts:
        taken = paid if each.line == "GeneralReserve" else 0
        page.rows.append([each.number, each.words, each.balance - taken])
    number = next(each.number for each in USUAL.accounts if each.line == "GeneralReserve")
    page.rows.insert(3, [f"{int(number) + 1:0{len(number)}d}", "Borgsommen tablets leerlingen", paid])
    found = recognised([page.sheet("Saldi")], lexica)
    (asked,) = (question for question in found.questions(nl) if "Borgsommen" in question.text)
    lines = {choice.value for choice in asked.choices}
    assert {"FinancialAssetsOther", "ReceivablesOtherCurrent"} <= lines


def test_an_account_whose_name_says_nothing_is_of_the_section_of_its_series(lexica: Lexica) -> None:
    """What stands among claims is a claim, and there the name of the other side says which; nothing else stays open."""
    page = Page([["Proefbalans 2025"], ["Rekening", "Omschrijving", "Saldo 2025"]])
    page.rows += [[each.number, each.words, each.balance] for each in USUAL.accounts]
    claims = [
        "Debiteuren",
        "Te vorderen OCW",
        "Overblijf ouders",
        "Xylofoon",
        "Te vorderen gemeente",
        "Overige vorderingen",
    ]
    page.rows += [[f"19{place}0", words, Decimal(1_000)] for place, words in enumerate(claims)]
    page.rows.append(["1990", "Crediteuren", Decimal(-1_000) * len(claims)])
    (found,) = recognise_trial_book([page.sheet("Saldi")], lexica)
    placed = {each.item.words: each.line for each in found.verdicts}
    assert placed["Overblijf ouders"] == "ReceivablesParentsStudentsAndCourseParticipantsCurrent"
    (asked,) = (each for group in found.groups for each in group.verdicts if each.item.words == "Xylofoon")
    assert asked.within == ("Receivables",)


@pytest.mark.parametrize(("words", "line"), [("PR en marketing", "OtherOperationalExpensesOther"), ("Bankkosten", "")])
def test_a_name_that_boards_use_for_several_lines_is_on_the_one_line_of_its_series(
    words: str, line: str, lexica: Lexica
) -> None:
    """Where no line of the series is one of those that the name leaves, it is asked."""
    page = Page([["Proefbalans 2025"], ["Rekening", "Omschrijving", "Saldo 2025"]])
    page.rows += [[each.number, each.words, each.balance] for each in USUAL.accounts]
    costs = ["Excursies", "Schoolreizen", words, "Sinterklaas", "Sportdag"]
    page.rows += [[f"49{place}0", name, Decimal(1_000)] for place, name in enumerate(costs)]
    page.rows.append(["1990", "Crediteuren", Decimal(-1_000) * len(costs)])
    (found,) = recognise_trial_book([page.sheet("Saldi")], lexica)
    assert next((each.line for each in found.verdicts if each.item.words == words), "") == line
