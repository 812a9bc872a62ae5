"""The command render, and the account in dossiers."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.dossier.names import ACCOUNT, INSTANCE, MANIFEST
from xbrl_pipeline.model.outcome import ExitCode


@pytest.fixture(scope="module")
def dossier(tmp_path_factory: pytest.TempPathFactory, state: Path) -> Path:  # noqa: ARG001 - it comes first
    folder = tmp_path_factory.mktemp("render")
    for suffix in (".xlsx", ".mapping.yaml"):
        shutil.copy(SAMPLES / f"po-99001{suffix}", folder)
    assert guarded(["run", str(folder / "po-99001.xlsx"), "--out", str(folder / "uit")]) == ExitCode.VALID
    return folder / "uit" / "99001-2025-jaarverantwoording"


def test_a_dossier_holds_the_account_and_its_manifest_binds_it(dossier: Path) -> None:
    page = (dossier / ACCOUNT).read_bytes()
    assert json.loads((dossier / MANIFEST).read_text("utf-8"))["files"][ACCOUNT] == hashlib.sha256(page).hexdigest()
    assert hashlib.sha256((dossier / INSTANCE).read_bytes()).hexdigest() in page.decode()


def test_render_makes_the_page_of_the_dossier_from_its_instance(dossier: Path, tmp_path: Path) -> None:
    assert guarded(["render", str(dossier), "--out", str(tmp_path)]) == ExitCode.VALID
    assert guarded(["render", str(dossier / INSTANCE), "--out", str(tmp_path), "--quiet"]) == ExitCode.VALID
    page = (dossier / ACCOUNT).read_bytes()
    assert (tmp_path / f"{dossier.name}.html").read_bytes() == (tmp_path / "instance.html").read_bytes() == page


def test_render_speaks_the_language_that_is_asked_for(
    dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded(["render", str(dossier), "--out", str(tmp_path), "--lang", "en"]) == ExitCode.VALID
    assert "facts shown" in capsys.readouterr().out
    assert "Balance sheet (separate)" in (tmp_path / f"{dossier.name}.html").read_text("utf-8")


def test_what_is_no_report_is_refused(dossier: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["render", str(tmp_path)]) == ExitCode.USAGE
    assert "geen dossier" in capsys.readouterr().err
    other = tmp_path / "ander.xbrl"
    text = (dossier / INSTANCE).read_text("utf-8")
    other.write_text(text.replace("www.onderwijstaxonomie.example", "www.elders.example"), "utf-8")
    assert guarded(["render", str(other)]) == ExitCode.NOT_VALIDATED
    assert "taxonomy add" in capsys.readouterr().err
