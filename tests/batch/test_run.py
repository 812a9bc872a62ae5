"""The main job: dossiers, an overview, a second run that does nothing again, and one bad file among good ones."""

import hashlib
import json
import os
import shutil
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.batch.checking import check_all
from xbrl_pipeline.batch.dossiers import Staged, finished_in, is_untouched, staging_in
from xbrl_pipeline.batch.options import Keep, Preference, RunOptions
from xbrl_pipeline.batch.outcome import FileOutcome, Made
from xbrl_pipeline.batch.overview import rows_of
from xbrl_pipeline.batch.places import Places
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.plan import Input, plan
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


def _run(folder: Path, out: Path, engine: Engine, nl: Messages) -> dict[str, FileOutcome]:
    return {item.path.name: item for item in check_all(plan([folder]), engine, RunOptions(nl, keep=Keep(out)))}


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
    assert names == expected | {"report.json", "report.html", "report.xlsx", "annotated.xlsx", "manifest.json"} | {
        "jaarrekening.html"
    }
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


def _copies(folder: Path, **ages: int) -> None:
    """Copy the good board to files with other names, and set when each was last changed."""
    for name, age in ages.items():
        for suffix in ("xlsx", "mapping.yaml"):
            target = folder / f"{name}.{suffix}"
            if not target.exists():
                shutil.copy(folder / f"{GOOD}.{suffix}", target)
        os.utime(folder / f"{name}.xlsx", (age, age))


def _prefer(
    folder: Path, out: Path, engine: Engine, nl: Messages, *words: str, order: tuple[str, ...] = ()
) -> dict[str, FileOutcome]:
    inputs = sorted(plan([folder]), key=lambda item: order.index(item.path.stem) if item.path.stem in order else -1)
    settings = RunOptions(nl, keep=Keep(out, Preference.read(words, inputs, lambda path: path)))
    return {item.path.stem: item for item in check_all(inputs, engine, settings)}


@pytest.mark.parametrize("order", [("a", "b", "c"), ("c", "a", "b"), ("b", "c", "a")])
def test_the_newest_has_the_dossier_when_its_user_says_so(
    order: tuple[str, ...], folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    """In whatever order they come, also where the two older ones are equally old."""
    folder = shutil.copytree(folder, tmp_path / "own")
    _copies(folder, a=1_700_000_000, b=1_700_000_000, c=1_710_000_000)
    (folder / f"{GOOD}.xlsx").unlink()
    outcomes = _prefer(folder, tmp_path / "out", engine, nl, "newest", order=order)
    assert outcomes["c"].exit_code is ExitCode.VALID
    assert outcomes["c"].dossier is not None
    for name in ("a", "b"):
        assert (outcomes[name].passed_over, outcomes[name].exit_code) == (True, ExitCode.VALID)
        assert all(word in outcomes[name].message for word in (f"{name}.xlsx", "c.xlsx", "99001"))
    assert (tmp_path / "out" / "99001-2025-jaarverantwoording" / "manifest.json").exists()


def test_a_file_or_folder_that_is_preferred_has_the_dossier(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    (folder / "archief").mkdir()
    for suffix in ("xlsx", "mapping.yaml"):
        shutil.copy(folder / f"{GOOD}.{suffix}", folder / "archief" / f"oud.{suffix}")
    for place in (folder / "archief", folder / "archief" / "oud.xlsx"):
        outcomes = _prefer(folder, tmp_path / "out", engine, nl, str(place))
        assert outcomes["oud"].dossier is not None
        assert outcomes[GOOD].passed_over
    with pytest.raises(PipelineError, match=r"input\.prefer_unknown"):
        _prefer(folder, tmp_path / "out", engine, nl, str(folder / "niets.xlsx"))


def test_of_files_that_are_equally_new_none_is_chosen(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    _copies(folder, **{"a": 1_700_000_000, GOOD: 1_700_000_000})
    outcomes = _prefer(folder, tmp_path / "out", engine, nl, "newest")
    assert [outcomes[name].exit_code for name in ("a", GOOD)] == [ExitCode.NOT_VALIDATED] * 2


def test_a_preferred_file_that_was_finished_before_keeps_its_dossier(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    """Also where others were ready sooner, and its dossier had made way for theirs."""
    out, name = tmp_path / "out", "99001-2025-jaarverantwoording"
    _run(folder, out, engine, nl)
    (earlier,) = (each for each in finished_in(out).values() if each.folder.name == name)
    _copies(folder, **{"a": 1_700_000_000, "b": 1_710_000_000, GOOD: 1_720_000_000})
    inputs = [Input(folder / f"{each}.xlsx") for each in ("a", "b", GOOD)]
    with staging_in(out) as staging:
        places = Places(RunOptions(nl), Keep(out, Preference(newest=True)), staging)
        for number in range(2):
            made = Staged(shutil.copytree(earlier.folder, staging / str(number)), name, earlier.manifest)
            (made.place / "source.xlsx").write_bytes(b"another")
            assert inputs[number].path in {each.path for each in places.settle(inputs[number].path, Made(made))}
        outcomes = {each.path.stem: each for each in places.settle(inputs[2].path, Made(earlier=earlier))}
    kept = outcomes[GOOD].dossier
    assert kept is not None
    assert is_untouched(kept)
    assert (outcomes["a"].passed_over, outcomes["b"].passed_over) == (True, True)


def test_the_overview_calls_a_report_without_a_chosen_file_not_validated(
    folder: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    _copies(folder, kopie=1_700_000_000)
    rows = rows_of(_prefer(folder, tmp_path, engine, nl).values(), tmp_path)
    verdicts = {row.file: (row.verdict, row.bestuursnummer, row.verslagjaar) for row in rows}
    told = (Verdict.NOT_VALIDATED, "99001", 2025)
    assert (verdicts["kopie.xlsx"], verdicts[f"{GOOD}.xlsx"]) == (told, told)
    assert verdicts["stuk.xlsx"] == (None, "", None)
    chosen = rows_of(_prefer(folder, tmp_path, engine, nl, "newest").values(), tmp_path)
    assert {row.file: row.verdict for row in chosen if row.bestuursnummer == "99001"} == {f"{GOOD}.xlsx": Verdict.VALID}


@pytest.mark.parametrize("packed", [False, True])
def test_files_that_are_not_read_are_counted_and_named_everywhere(
    packed: bool, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "jaarrekening.pdf").write_bytes(b"%PDF-1.7")
    (folder / "onder").mkdir()
    (folder / "onder" / "cijfers.json").write_text("{}")
    (folder / "onder" / "journaal.csv").write_text("a;b")
    (folder / ".DS_Store").write_bytes(b"x")
    given = Path(shutil.make_archive(str(tmp_path / "in"), "zip", folder)) if packed else folder
    out = folder / "uit"
    names = {str(given / name) for name in ("jaarrekening.pdf", "onder/cijfers.json", "onder/journaal.csv")}
    for _ in range(2):  # what we made ourselves is not named in the second run
        guarded(["run", str(given), "--out", str(out), "--lang", "nl"])
        said = "".join(capsys.readouterr().out.split())
        assert "3bestandenstaaningeenenkelverslag" in said
        assert all(name in said for name in names)
        listed = json.loads((out / "overview.json").read_text("utf-8"))["left_out"]
        assert {each["file"] for each in listed} == names
        page = (out / "overview.html").read_text("utf-8")
        assert all(name in page for name in names)
        assert "3 bestanden staan in geen enkel verslag" in page
    guarded(["validate", str(given), "--lang", "nl"])
    said = "".join(capsys.readouterr().err.split())
    assert all(name in said for name in names)


def test_a_line_of_json_names_what_is_not_read(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "jaarrekening.pdf").write_bytes(b"%PDF-1.7")
    guarded(["run", str(folder), "--out", str(tmp_path / "out"), "--jsonl", "--quiet"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    (line,) = (line for line in lines if line["path"].endswith(".pdf"))
    assert (line["exit_code"], line["verdict"]) == (0, None)
    assert line["problem"]["message"]


def test_an_output_folder_inside_the_input_folder_is_not_read_back(folder: Path, engine: Engine, nl: Messages) -> None:
    first = _run(folder, folder / "out", engine, nl)
    assert set(_run(folder, folder / "out", engine, nl)) == set(first)


def test_an_instance_alone_gets_a_dossier_too(folder: Path, tmp_path: Path, engine: Engine, nl: Messages) -> None:
    _run(folder, tmp_path / "first", engine, nl)
    instance = tmp_path / "verslag.xbrl"
    shutil.copy(tmp_path / "first" / "99001-2025-jaarverantwoording" / "instance.xbrl", instance)
    (outcome,) = check_all(plan([instance]), engine, RunOptions(nl, keep=Keep(tmp_path / "out")))
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
    (row,) = rows_of(check_all(plan([instance]), engine, RunOptions(nl, keep=Keep(out))), out)
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


def test_the_folder_of_a_board_says_which_of_its_reports_are_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, out = tmp_path / "besturen", tmp_path / "out"
    folder.mkdir()
    for name in ("beleidsinformatie/beleidsinformatie-99001", "hbo-99004"):
        for suffix in (".xlsx", ".mapping.yaml"):
            shutil.copy(SAMPLES / f"{name}{suffix}", folder)
    assert guarded(["run", str(folder), "--out", str(out), "--jobs", "1"]) == ExitCode.VALID
    assert "nog niet gevonden: jaarverantwoording" in capsys.readouterr().out
    boards = json.loads((out / "overview.json").read_text("utf-8"))["boards"]
    said = [(each["bestuursnummer"], each["sector"], each["there"], each["missing"]) for each in boards]
    assert said == [
        ("99001", "PO", ["beleidsinformatie"], ["jaarverantwoording"]),
        ("99004", "HBO", ["jaarverantwoording"], []),
    ]
    assert "Rapporten per bestuur" in (out / "overview.html").read_text("utf-8")
    (folder / "hbo-99004.xlsx").unlink()
    po = tmp_path / "po"
    po.mkdir()
    for suffix in (".xlsx", ".mapping.yaml"):
        shutil.copy(SAMPLES / f"po-99001{suffix}", po)
    assert guarded(["run", str(po), "--out", str(out), "--quiet"]) == ExitCode.VALID
    (board,) = json.loads((out / "overview.json").read_text("utf-8"))["boards"]
    assert board["missing"] == []  # the other dossier lies there from the run before


def test_the_folder_of_the_samples_gives_the_samples() -> None:
    assert {item.path for item in plan([SAMPLES])} == set(SAMPLES.rglob("*.xlsx"))
