"""Invented trial balances, laid out and numbered in many ways: every amount on its line, asked about, or told apart."""

from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

import pytest

from tests.recognise.ledgers import LAYOUTS, Account, Ledger, books, transactions
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.identities import plain
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.recognise.trial_balance.proposal import TrialProposal
from xbrl_pipeline.recognise.trial_balance.recognise import is_trial_balance, recognise_trial_balance
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

Lexica = dict[Statement, Lexicon]
SEEDS = (1, 2, 3)
BOOKS = list(books(SEEDS))
BOARD = "97123"
ROUNDED = 5  # euros that rounding can leave in a total of many lines


@pytest.fixture(scope="module")
def lexica(model: TaxonomyModel) -> Lexica:
    return make_lexica(model)


def recognised(sheet: SheetCells, lexica: Lexica, answers: Answers | None = None) -> TrialProposal:
    assert is_trial_balance(sheet)
    found = recognise_trial_balance(sheet, lexica, year=2025, answers=answers or Answers())
    assert found is not None
    return found


def lines_of(accounts: Iterable[Account], model: TaxonomyModel) -> dict[str, Decimal]:
    """Return what each line must hold, in the sign of the report."""
    found: Counter[str] = Counter()
    for each in accounts:
        if each.line:
            concept = model.find(each.line)
            assert concept is not None
            found[each.line] += each.balance if concept.balance == "debit" else -each.balance  # type: ignore[assignment]
    return {line: Decimal(value) for line, value in found.items()}


def converted(
    found: TrialProposal, sheet: SheetCells, model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> Mapped:
    mapping = MappingFile.model_validate(
        {
            "version": 1,
            "taxonomy": profile.taxonomy,
            "report": profile.report,
            "verslagjaar": 2025,
            "bestuursnummer": BOARD,
            "trial_balances": [found.block(nl)],
            "values": [{"concept": "ChamberOfCommerceRegistrationNumber", "value": "12345678"}],
        }
    )
    return map_cells(Workbook((sheet,)), mapping, model, profile, nl)


def amounts(mapped: Mapped, year: int = 2025) -> dict[str, Decimal]:
    """Return the facts of a year without a budget, by local name."""
    found = {}
    for fact in mapped.facts:
        ends = str(fact.key.period.end)
        if ends.startswith(str(year)) and isinstance(fact.value, Decimal) and len(fact.key.dimensions) <= 1:
            found[fact.key.concept.local] = fact.value
    return found


@pytest.mark.parametrize(("name", "ledger", "sheet"), BOOKS, ids=[name for name, _, _ in BOOKS])
def test_no_account_is_put_on_the_wrong_line(name: str, ledger: Ledger, sheet: SheetCells, lexica: Lexica) -> None:
    found = recognised(sheet, lexica)
    known = {int(each.number): each for each in ledger.accounts}
    placed: dict[bool, Decimal] = {True: Decimal(0), False: Decimal(0)}
    for verdict in found.verdicts:
        account = known.get(verdict.item.key.number)
        line = verdict.other if verdict.other and verdict.item.balance < 0 else verdict.line
        assert line == (account.line if account else ""), verdict.item.title
        if account is not None:
            assert verdict.item.balance == account.balance
            placed[account.balance > 0] += abs(account.balance)
    for debit, money in placed.items():
        whole = sum(abs(each.balance) for each in ledger.accounts if (each.balance > 0) == debit)
        assert money >= Decimal("0.8") * whole, name
    assert "current" in found.proven
    assert found.undecided == ()


@pytest.mark.parametrize(("name", "ledger", "sheet"), BOOKS[: len(LAYOUTS)], ids=list(LAYOUTS))
def test_the_mapping_reports_every_line(
    name: str,
    ledger: Ledger,
    sheet: SheetCells,
    lexica: Lexica,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
) -> None:
    found = recognised(sheet, lexica)
    known = {int(each.number): each for each in ledger.accounts}
    said = {}
    for group in found.groups:
        said[group.id] = "each"
        said |= {
            f"account:{plain(verdict.item.words)}": known[verdict.item.key.number].line for verdict in group.verdicts
        }
    answered = recognised(sheet, lexica, Answers(said))
    assert answered.questions(nl) == ()
    mapped = converted(answered, sheet, model, profile, nl)
    assert [each.message for each in mapped.findings if each.severity is Severity.ERROR] == []
    facts = amounts(mapped)
    expected = lines_of(ledger.accounts, model)
    for line, value in expected.items():
        slack = ROUNDED if line in answered.block(nl).get("rounding", ()) else 0
        assert abs(facts[line] - value.to_integral_value(ROUND_HALF_UP)) <= slack, (name, line)
    assert abs(facts["Assets"] - facts["EquityAndLiabilities"]) <= ROUNDED
    assert abs(facts["NetResultAfterTax"] - ledger.result) <= ROUNDED


def test_journal_entries_are_no_trial_balance(lexica: Lexica) -> None:
    entries = transactions(3000)
    assert not is_trial_balance(entries)
    assert recognise_trial_balance(entries, lexica, year=2025) is None
