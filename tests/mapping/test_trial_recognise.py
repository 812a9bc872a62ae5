"""A trial balance is recognised by its columns, and a statement is not taken for one."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.recognise.ledgers import LAYOUTS, PLANS, Page, Row, make_ledger, sides, signed_numbers
from xbrl_pipeline.mapping.trial_balance.files import TrialBalance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.questions import Answers, Topic
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement, make_lexica
from xbrl_pipeline.recognise.trial_balance.proposal import TrialProposal
from xbrl_pipeline.recognise.trial_balance.recognise import is_trial_balance, recognise_trial_balance
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.workbook.cells import SheetCells
from xbrl_pipeline.workbook.reader import read_workbook

LEDGER = make_ledger(7, PLANS[0], "vo")
Lexica = dict[Statement, Lexicon]


@pytest.fixture(scope="module")
def lexica(model: TaxonomyModel) -> Lexica:
    return make_lexica(model)


def proposed(page: Page, lexica: Lexica, answers: dict[str, str] | None = None) -> TrialProposal:
    found = recognise_trial_balance(page.sheet(), lexica, year=2025, answers=Answers(answers or {}))
    assert found is not None
    return found


def two_columns(*, debit: str = "Debet 2025", credit: str = "Credit 2025") -> Page:
    rows: list[Row] = [["Rekening", "Omschrijving", debit, credit]]
    rows += [[each.number, each.words, *sides(each.balance)] for each in LEDGER.accounts]
    return Page(rows)


def test_the_columns_of_the_sample(lexica: Lexica, nl: Messages) -> None:
    (sheet,) = [part for part in read_workbook(SAMPLES / "saldibalans-99007.xlsx").sheets if part.name == "Saldibalans"]
    found = recognise_trial_balance(sheet, lexica, year=2025)
    assert found is not None
    assert found.undecided == ()
    assert found.proven == ("current", "previous")
    block = TrialBalance.model_validate(found.block(nl))
    assert [(each.means, each.form) for each in block.amounts] == [
        ("current", "debit_credit"),
        ("previous", "balance"),
        ("budget", "balance"),
    ]
    assert (block.header_row, block.account_column, block.description_column) == (5, "A", "B")
    assert block.total == "Totaal"


def test_amounts_that_do_not_tie_are_no_trial_balance_beyond_doubt() -> None:
    page = two_columns()
    page.rows[1][2] = Decimal(1)
    assert not is_trial_balance(page.sheet())


def test_a_column_without_a_clear_header_is_asked_and_then_taken(lexica: Lexica, nl: Messages) -> None:
    page = two_columns()
    for place, row in enumerate(page.rows):
        row.append("Stand" if place == 0 else Decimal(place))
    found = proposed(page, lexica)
    assert found.undecided == ("E",)
    (question,) = [each for each in found.questions(nl) if each.topic is Topic.COLUMN]
    assert {choice.value for choice in question.choices} >= {"previous", "budget", "ignore"}
    answered = proposed(page, lexica, {question.id: "ignore"})
    assert answered.undecided == ()
    assert [each["column"] for each in answered.block(nl)["beside"]] == ["E"]


def test_codes_help_but_do_not_place(lexica: Lexica, nl: Messages) -> None:
    page = two_columns()
    for place, row in enumerate(page.rows):
        row.append("RGS" if place == 0 else "WBedOvp")
    block = proposed(page, lexica).block(nl)
    assert block["rgs_column"] == "E"
    assert "plan" not in block


def test_an_unknown_account_is_asked_with_its_lines_and_an_answer_places_it(lexica: Lexica, nl: Messages) -> None:
    page = two_columns()
    place = next(place for place, row in enumerate(page.rows) if row[0] == LEDGER.accounts[-5].number)
    page.rows[place][1] = "Zilverlijn 7"
    found = proposed(page, lexica)
    assert set(found.unplaced) - set(proposed(two_columns(), lexica).unplaced) == {LEDGER.accounts[-5].number}
    others = {question.id for question in proposed(two_columns(), lexica).questions(nl)}
    (question,) = (question for question in found.questions(nl) if question.id not in others)
    assert question.topic is Topic.ACCOUNT
    assert question.money == abs(LEDGER.accounts[-5].balance)
    waiting = [each["accounts"] for each in found.block(nl)["accounts"] if "open" in each]
    assert LEDGER.accounts[-5].number in waiting
    line = question.choices[0].value
    answered = proposed(page, lexica, {question.id: line})
    assert {question.id for question in answered.questions(nl)} == others
    assert any(verdict.line == line and verdict.item.words == "Zilverlijn 7" for verdict in answered.verdicts)


def test_the_question_is_the_same_next_year(lexica: Lexica, nl: Messages) -> None:
    ids = []
    for amount in (1, 2):
        page = two_columns()
        page.rows[-5][1] = "Zilverlijn 7"
        for row in page.rows[1:]:
            row[2:4] = [Decimal(str(value)) * amount for value in row[2:4]]
        ids.append([question.id for question in proposed(page, lexica).questions(nl)])
    assert ids[0] == ids[1] != []


def test_prepaid_costs_have_two_lines_and_are_asked(lexica: Lexica, nl: Messages) -> None:
    page = two_columns()
    row = next(
        row
        for row in page.rows
        if row[0] == next(e.number for e in LEDGER.accounts if e.line == "ReceivablesOtherCurrent")
    )
    row[1] = "Vooruitbetaalde huur"
    others = {question.id for question in proposed(two_columns(), lexica).questions(nl)}
    (question,) = (question for question in proposed(page, lexica).questions(nl) if question.id not in others)
    assert [choice.value for choice in question.choices][:2] == ["PrepaidExpensesCurrent", "AccruedIncomeOther"]


def test_accounts_without_money_are_left_out_of_debit_and_credit(lexica: Lexica, nl: Messages) -> None:
    found = proposed(signed_numbers(LEDGER), lexica)
    outside = [each for each in found.block(nl)["accounts"] if each.get("outside")]
    assert [len(each["accounts"].split(", ")) for each in outside] == [3]
    assert found.proven == ("current", "previous")


def test_the_result_is_put_on_its_line_before_appropriation_only(lexica: Lexica, nl: Messages) -> None:
    before = proposed(LAYOUTS["grouped"](LEDGER), lexica)
    after = proposed(LAYOUTS["grouped"](make_ledger(7, PLANS[0], "vo", appropriated=True)), lexica)
    assert (before.appropriated, after.appropriated) == (False, True)
    assert [each for each in before.block(nl)["accounts"] if each.get("result")] != []
    assert [each for each in after.block(nl)["accounts"] if each.get("result")] == []


def test_small_amounts_without_cents_ask_their_unit(lexica: Lexica, nl: Messages) -> None:
    rows: list[Row] = [["Rekening", "Omschrijving", "Saldo"]]
    rest = Decimal(0)
    for each in LEDGER.accounts[:-1]:
        value = (each.balance / 10000).to_integral_value()
        rest += value
        rows.append([each.number, each.words, value])
    rows.append([LEDGER.accounts[-1].number, LEDGER.accounts[-1].words, -rest])
    (question,) = [each for each in proposed(Page(rows), lexica).questions(nl) if each.topic is Topic.SCALE]
    answered = proposed(Page(rows), lexica, {question.id: "1000"})
    assert answered.block(nl)["scale"] == 1000


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_no_statement_is_taken_for_a_trial_balance(path: Path) -> None:
    found = [part.name for part in read_workbook(path).sheets if is_trial_balance(part)]
    assert found == (["Saldibalans"] if path.stem.startswith("saldi") else [])


def test_a_hidden_sheet_is_none() -> None:
    sheet = two_columns().sheet()
    assert is_trial_balance(sheet)
    assert not is_trial_balance(SheetCells(sheet.name, sheet.cells, hidden=True))
