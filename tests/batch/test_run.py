"""The main job: dossiers, an overview, a second run that does nothing again, and one bad file among good ones."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.batch.overview import rows_of
from xbrl_pipeline.batch.plan import plan
from xbrl_pipeline.batch.run import Outcome, Settings, run_all
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, Verdict

GOOD, BAD = "po-99001", "fout-balans-99005"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with one good board, one wrong one and one damaged file."""
    made = tmp_path / "in"
    made.mkdir()
    for name in (GOOD, BAD):
        for suffix in ("xlsx", "mapping.yaml"):
            shutil.copy(SAMPLES / f"{name}.{suffix}", made / f"{name}.{suffix}")
    (made / "stuk.xlsx").write_bytes(b"PK\x03\x04 and no more")
    shutil.copy(SAMPLES / f"{GOOD}.mapping.yaml", made / "stuk.mapping.yaml")
    (made / "~$po-99001.xlsx").write_bytes(b"lock")
    return made


def _run(folder: Path, out: Path, engine: Engine, nl: Messages) -> dict[str, Outcome]:
    return {item.path.name: item for item in run_all(plan([folder]), engine, Settings(out, nl))}


def test_each_report_gets_a_dossier_and_a_bad_file_stops_nobody(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    out = tmp_path / "out"
    outcomes = _run(folder, out, engine, nl)
    assert {name: item.exit_code for name, item in outcomes.items()} == {
        "fout-balans-99005.xlsx": ExitCode.INVALID,
        "po-99001.xlsx": ExitCode.VALID,
        "stuk.xlsx": ExitCode.INPUT_REFUSED,
    }
    assert outcomes["stuk.xlsx"].dossier is None
    assert outcomes["stuk.xlsx"].message
    assert {path.name for path in out.iterdir()} == {
        "99001-2025-jaarverantwoording",
        "99005-2025-jaarverantwoording",
    }


def test_a_dossier_binds_all_its_files(folder: Path, tmp_path: Path, engine: Engine, nl: Messages) -> None:
    _run(folder, tmp_path / "out", engine, nl)
    dossier = tmp_path / "out" / "99001-2025-jaarverantwoording"
    manifest = json.loads((dossier / "manifest.json").read_text("utf-8"))
    names = {path.name for path in dossier.iterdir()}
    expected = {"source.xlsx", "mapping.yaml", "instance.xbrl", "facts.json", "ledger.json"}
    assert names == expected | {"report.json", "report.html", "report.xlsx", "annotated.xlsx", "manifest.json"}
    hashes = {name: hashlib.sha256((dossier / name).read_bytes()).hexdigest() for name in names - {"manifest.json"}}
    assert manifest["files"] == hashes
    assert manifest["verdict"] == Verdict.VALID
    assert manifest["entity"]["bestuursnummer"] == "99001"
    assert (dossier / "source.xlsx").read_bytes() == (SAMPLES / f"{GOOD}.xlsx").read_bytes()


def test_what_is_finished_is_not_done_again(folder: Path, tmp_path: Path, engine: Engine, nl: Messages) -> None:
    out = tmp_path / "out"
    _run(folder, out, engine, nl)
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*") if path.is_file()}
    second = _run(folder, out, engine, nl)
    assert second["po-99001.xlsx"].reused
    assert second["fout-balans-99005.xlsx"].reused
    assert {path: path.stat().st_mtime_ns for path in before} == before


@pytest.mark.parametrize("change", ["mapping", "dossier", "extra"])
def test_what_changed_is_done_again(change: str, folder: Path, tmp_path: Path, engine: Engine, nl: Messages) -> None:
    out = tmp_path / "out"
    _run(folder, out, engine, nl)
    dossier = out / "99001-2025-jaarverantwoording"
    if change == "mapping":
        mapping = folder / f"{GOOD}.mapping.yaml"
        mapping.write_text(mapping.read_text("utf-8") + "# een opmerking\n", "utf-8")
    elif change == "dossier":
        (dossier / "facts.json").write_text("{}")
    else:
        (dossier / "extra.txt").write_text("x")
    second = _run(folder, out, engine, nl)
    assert not second["po-99001.xlsx"].reused
    assert second["fout-balans-99005.xlsx"].reused
    assert not (dossier / "extra.txt").exists()
    assert (dossier / "facts.json").stat().st_size > 100


def test_of_files_with_the_same_report_none_has_the_dossier(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    """Neither the alphabet nor the order of the work decides what is filed."""
    out = tmp_path / "out"
    _run(folder, out, engine, nl)
    for name in ("archief", "po-kopie"):
        for suffix in ("xlsx", "mapping.yaml"):
            shutil.copy(folder / f"{GOOD}.{suffix}", folder / f"{name}.{suffix}")
    os.utime(folder / "archief.xlsx", (1_700_000_000, 1_700_000_000))
    outcomes = _run(folder, out, engine, nl)
    for name, other in (("archief", "po-99001"), ("po-99001", "archief"), ("po-kopie", "archief")):
        outcome = outcomes[f"{name}.xlsx"]
        assert (outcome.exit_code, outcome.dossier) == (ExitCode.NOT_VALIDATED, None)
        assert all(word in outcome.message for word in (f"{name}.xlsx", f"{other}.xlsx", "14-11-2023", "99001"))
    assert not (out / "99001-2025-jaarverantwoording").exists()
    assert outcomes["fout-balans-99005.xlsx"].dossier is not None


def test_an_output_folder_inside_the_input_folder_is_not_read_back(folder: Path, engine: Engine, nl: Messages) -> None:
    first = _run(folder, folder / "out", engine, nl)
    assert set(_run(folder, folder / "out", engine, nl)) == set(first)


def test_an_instance_alone_gets_a_dossier_too(folder: Path, tmp_path: Path, engine: Engine, nl: Messages) -> None:
    _run(folder, tmp_path / "first", engine, nl)
    instance = tmp_path / "verslag.xbrl"
    shutil.copy(tmp_path / "first" / "99001-2025-jaarverantwoording" / "instance.xbrl", instance)
    (outcome,) = run_all(plan([instance]), engine, Settings(tmp_path / "out", nl))
    assert outcome.exit_code is ExitCode.VALID
    assert outcome.dossier is not None
    assert outcome.dossier.folder.name == "99001-2025-jaarverantwoording"
    assert (outcome.dossier.folder / "instance.xbrl").read_bytes() == instance.read_bytes()


def test_the_overview_names_the_cause_and_not_what_follows_from_it(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    _run(folder, tmp_path / "first", engine, nl)
    instance, out = tmp_path / "verslag.xbrl", tmp_path / "out"
    made = (tmp_path / "first" / "99001-2025-jaarverantwoording" / "instance.xbrl").read_text("utf-8")
    instance.write_text(made.replace('unit id="EUR"', 'unit id="EURO"'), "utf-8")
    (row,) = rows_of(run_all(plan([instance]), engine, Settings(out, nl)), out)
    assert row.problem.endswith("is een getal zonder (bestaande) eenheid.")


def test_nothing_to_do_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PipelineError):
        plan([tmp_path])


def test_the_command_writes_an_overview_and_returns_the_worst_code(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert guarded(["run", str(folder), "--out", str(out), "--json"]) == ExitCode.INPUT_REFUSED
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["file"] for row in rows] == ["stuk.xlsx", "fout-balans-99005.xlsx", "po-99001.xlsx"]
    assert json.loads((out / "overview.json").read_text("utf-8"))["rows"] == rows
    page = (out / "overview.html").read_text("utf-8")
    assert 'href="./99001-2025-jaarverantwoording/report.html"' in page
    assert (out / "overview.xlsx").stat().st_size > 1000


def test_text_tables_in_a_folder_go_along_only_with_a_mapping_beside_them(tmp_path: Path) -> None:
    for name in ("los.csv", "balans.csv", "balans.mapping.yaml"):
        (tmp_path / name).write_text("x", "utf-8")
    assert [item.path.name for item in plan([tmp_path])] == ["balans.csv"]
    assert [item.path.name for item in plan([tmp_path / "los.csv"])] == ["los.csv"]


def test_the_folder_of_the_samples_gives_the_samples() -> None:
    assert {item.path for item in plan([SAMPLES])} == set(SAMPLES.glob("*.xlsx"))
