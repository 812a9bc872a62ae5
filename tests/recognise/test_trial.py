"""A trial balance without a mapping: its accounts are placed, and what is open is an error at its cell."""

from pathlib import Path

import openpyxl
import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.model.outcome import ExitCode


def suggested(folder: Path, words: str = "") -> Path:
    """Return the mapping that is suggested for the sample, with other words at one of its accounts if asked for."""
    book = openpyxl.load_workbook(SAMPLES / "saldibalans-99007.xlsx")
    if words:
        book["Saldibalans"].cell(40, 2).value = words
    book.save(folder / "saldi.xlsx")
    out = folder / "saldi.mapping.yaml"
    assert guarded(["mapping", "suggest", str(folder / "saldi.xlsx"), "--out", str(out)]) is ExitCode.VALID
    return out


def test_accounts_are_placed_by_name_and_the_mapping_waits_for_a_person(tmp_path: Path) -> None:
    mapping = load_mapping(suggested(tmp_path))
    (trial,) = mapping.trial_balances
    assert (trial.plan, trial.totals, mapping.confirmed) == (None, "derive", False)
    wages = next(entry for entry in trial.accounts if entry.concept == "WagesSalaries")
    assert "4000" in (wages.accounts or "")


def test_an_open_account_is_an_error_at_its_cell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suggested(tmp_path, "Zilverlijn 7")
    capsys.readouterr()
    assert guarded(["mapping", "check", str(tmp_path / "saldi.xlsx")]) is ExitCode.INVALID
    said = capsys.readouterr()
    assert "Zilverlijn 7" in said.out + said.err
    assert "Saldibalans!C40" in said.out + said.err
