"""A trial balance without a mapping: placed by its RGS codes, or put to a person with its columns filled in."""

from pathlib import Path

import openpyxl
import pytest
import yaml

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.model.outcome import ExitCode

HEADER, FIRST, LAST = 5, 6, 216
WAGES = {str(number) for number in range(4000, 4010)}


def suggested(folder: Path, *, codes: bool) -> Path:
    """Return the mapping that is suggested for the sample, with an RGS code at its wages if asked for."""
    book = openpyxl.load_workbook(SAMPLES / "saldibalans-99007.xlsx")
    sheet = book["Saldibalans"]
    column = sheet.max_column + 1
    for row in range(FIRST, LAST + 1) if codes else ():
        if str(sheet.cell(row, 1).value) in WAGES:
            sheet.cell(row, column).value = "WPerLesBru"
    book.save(folder / "saldi.xlsx")
    out = folder / "saldi.mapping.yaml"
    assert guarded(["mapping", "suggest", str(folder / "saldi.xlsx"), "--out", str(out)]) is ExitCode.VALID
    return out


def test_codes_place_accounts_and_the_others_are_errors_at_their_cells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = suggested(tmp_path, codes=True)
    (trial,) = load_mapping(out).trial_balances
    assert (trial.plan, trial.totals) == ("rgs-onderwijs", "derive")
    assert "# OPEN" in out.read_text(encoding="utf-8")
    capsys.readouterr()
    assert guarded(["mapping", "check", str(tmp_path / "saldi.xlsx")]) is ExitCode.INVALID
    said = capsys.readouterr()
    assert "Saldibalans!" in said.out + said.err


def test_without_codes_the_columns_are_given_and_the_accounts_asked_for(tmp_path: Path) -> None:
    text = suggested(tmp_path, codes=False).read_text(encoding="utf-8")
    assert load_mapping(tmp_path / "saldi.mapping.yaml").trial_balances == []
    block = "\n".join(line[2:] for line in text.splitlines() if line.startswith(("# trial_balances:", "#   - {sheet:")))
    (proposed,) = yaml.safe_load(block)["trial_balances"]
    assert (proposed["account_column"], proposed["accounts"]) == ("A", [])
    assert guarded(["mapping", "check", str(tmp_path / "saldi.xlsx")]) is ExitCode.INVALID
