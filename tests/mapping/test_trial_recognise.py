"""A trial balance is recognised by its columns, and a statement is not taken for one."""

from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.mapping.ledger import ROWS, sheet, workbook
from xbrl_pipeline.mapping.trial_balance.files import TrialBalance
from xbrl_pipeline.mapping.trial_balance.recognise import recognise_trial_balance
from xbrl_pipeline.workbook.cells import SheetCells
from xbrl_pipeline.workbook.reader import read_workbook


def _saldi(**changes: str) -> SheetCells:
    (found,) = [part for part in workbook(sheet(), **changes).sheets if part.name == "Saldi"]
    return found


def test_the_columns_of_the_sample() -> None:
    (found,) = [part for part in read_workbook(SAMPLES / "saldibalans-99007.xlsx").sheets if part.name == "Saldibalans"]
    proposal = recognise_trial_balance(found)
    assert proposal is not None
    assert proposal.undecided == ()
    assert proposal.proven == ("current", "previous")
    assert len(proposal.unplaced) == 211
    block = TrialBalance.model_validate({**proposal.block, "plan": "rgs-onderwijs"})
    assert [(each.means, each.form) for each in block.amounts] == [
        ("current", "debit_credit"),
        ("previous", "balance"),
        ("budget", "balance"),
    ]
    assert (block.header_row, block.account_column, block.description_column) == (5, "A", "B")


def test_codes_bring_the_shared_plan() -> None:
    codes = {f"F{row}": "WPerLesBru" for row in range(2, len(ROWS) + 2)}
    proposal = recognise_trial_balance(_saldi(C1="Debet 2025", D1="Credit 2025", **codes), 2025)
    assert proposal is not None
    assert (proposal.block["rgs_column"], proposal.block["plan"]) == ("F", "rgs-onderwijs")
    assert proposal.unplaced == ()


def test_a_column_without_a_clear_header_stays_open() -> None:
    proposal = recognise_trial_balance(_saldi(C1="Debet 2025", D1="Credit 2025", E1="Saldo"), 2025)
    assert proposal is not None
    assert proposal.undecided == ("E",)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_no_statement_is_taken_for_a_trial_balance(path: Path) -> None:
    found = [part.name for part in read_workbook(path).sheets if recognise_trial_balance(part) is not None]
    assert found == (["Saldibalans"] if path.stem.startswith("saldi") else [])
