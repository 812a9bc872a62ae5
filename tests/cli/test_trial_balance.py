"""A workbook with a trial balance goes through the same commands as any other."""

import shutil
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

NAME = "saldibalans-99007"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    for suffix in ("xlsx", "mapping.yaml"):
        shutil.copy(SAMPLES / f"{NAME}.{suffix}", tmp_path / f"{NAME}.{suffix}")
    return tmp_path / f"{NAME}.xlsx"


def _edit(board: Path, old: str, new: str) -> None:
    mapping = board.with_name(f"{NAME}.mapping.yaml")
    text = mapping.read_text("utf-8")
    assert old in text
    mapping.write_text(text.replace(old, new), "utf-8")


def test_convert_check_and_run(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = board.parent / "out"
    assert guarded(["mapping", "check", str(board)]) == ExitCode.VALID
    assert "+ 0 afgekeurd" in capsys.readouterr().out
    assert guarded(["convert", str(board), "--out", str(out)]) == ExitCode.VALID
    assert (out / "instance.xbrl").is_file()
    assert guarded(["run", str(board), "--out", str(board.parent / "run"), "--quiet"]) == ExitCode.VALID
    assert (board.parent / "run" / "99007-2025-jaarverantwoording" / "report.html").is_file()


def test_an_account_in_no_range_gives_no_instance(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _edit(board, "accounts: 4000-4019", "accounts: 4001-4019")
    out = board.parent / "out"
    assert guarded(["convert", str(board), "--out", str(out)]) == ExitCode.INVALID
    said = capsys.readouterr().err
    assert "Rekening 4000 (Lonen en salarissen I)" in said
    assert "4001-4019 (WagesSalaries)" in said
    assert not out.exists()


def test_ranges_that_overlap_are_refused(board: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _edit(board, "accounts: 4000-4019", "accounts: 4000-4020")
    assert guarded(["mapping", "check", str(board)]) == ExitCode.INPUT_REFUSED
    said = capsys.readouterr().err
    assert "4000-4020 (WagesSalaries)" in said
    assert "4020-4039 (SocialSecurityContributions)" in said
