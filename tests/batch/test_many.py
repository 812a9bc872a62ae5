"""Many files: workers, interruptions, resuming, inputs of every kind, and what was said before."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from tests.batch.tasks import Uneven
from tests.conftest import ROOT
from tests.support import KVK, Report
from xbrl_pipeline.batch.checking import check_all
from xbrl_pipeline.batch.options import Keep, RunOptions
from xbrl_pipeline.batch.outcome import FileOutcome
from xbrl_pipeline.batch.overview import rows_of
from xbrl_pipeline.batch.pool import Lost, run_pool
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine, EngineSettings, ValidateJob
from xbrl_pipeline.inputs.named import opened
from xbrl_pipeline.inputs.plan import plan
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

BOARDS = tuple(f"9901{number}" for number in range(5))
WRONG = BOARDS[3]


@pytest.fixture
def boards(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Path:
    """Return a folder with an instance for each of five boards; one of them does not add up."""
    folder = tmp_path / "in"
    folder.mkdir()
    for board in BOARDS:
        facts = Report(model, profile).small(**({"Assets": 7} if board == WRONG else {}))
        renamed = [
            replace(fact, value=board) if fact.key.concept.local == "CompetentAuthorityNumber" else fact
            for fact in facts
        ]
        (folder / f"{board}.xbrl").write_bytes(write_instance(renamed, KVK, model, profile))
    return folder


def _run(folder: Path, out: Path, engine: Engine, nl: Messages, jobs: int) -> dict[str, FileOutcome]:
    inputs = plan([folder])
    return {each.path.name: each for each in check_all(inputs, engine, RunOptions(nl, keep=Keep(out), jobs=jobs))}


def _program(*arguments: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "xbrl_pipeline", *map(str, arguments)]
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # or it would inherit that nobody listens (nohup)
    try:
        pipe = subprocess.PIPE
        return subprocess.Popen(command, stdout=pipe, stderr=pipe, text=True, start_new_session=True)
    finally:
        signal.signal(signal.SIGINT, before)


def _wait(condition: Callable[[], bool], seconds: float = 120) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never happened"
        time.sleep(0.02)


def _finished(out: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of each finished dossier."""
    found = {}
    for file in out.glob("*/manifest.json"):
        stat = file.stat()
        found[file.parent.name] = (stat.st_ino, stat.st_mtime_ns)
    return found


def _children(process: int) -> set[int]:
    """Return the processes below one, at any depth."""
    parents: dict[int, set[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text("utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            parents.setdefault(int(fields[1]), set()).add(int(entry.name))
    below, todo = set[int](), [process]
    while todo:
        for child in parents.get(todo.pop(), ()):
            below.add(child)
            todo.append(child)
    return below


def _alive(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def test_two_workers_find_what_one_finds(boards: Path, tmp_path: Path, engine: Engine, nl: Messages) -> None:
    (boards / "stuk.xbrl").write_bytes(b"<stuk")
    one = _run(boards, tmp_path / "one", engine, nl, 1)
    two = _run(boards, tmp_path / "two", engine, nl, 2)
    assert {name: (each.exit_code, each.message) for name, each in one.items()} == {
        name: (each.exit_code, each.message) for name, each in two.items()
    }
    assert one[f"{WRONG}.xbrl"].exit_code is ExitCode.INVALID
    assert set(_finished(tmp_path / "one")) == set(_finished(tmp_path / "two"))
    assert [path.name for path in (tmp_path / "two").iterdir() if path.name.startswith(".")] == []


@pytest.mark.parametrize("jobs", [1, 2])
def test_of_files_with_one_report_none_has_the_place_in_whatever_order_they_are_ready(
    jobs: int, boards: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    for number in range(3):
        shutil.copy(boards / f"{BOARDS[0]}.xbrl", boards / f"99010-{number}.xbrl")
    for _ in range(2):
        outcomes = _run(boards, tmp_path / "out", engine, nl, jobs)
        refused = {name for name, each in outcomes.items() if each.dossier is None}
        assert refused == {"99010.xbrl", "99010-0.xbrl", "99010-1.xbrl", "99010-2.xbrl"}


@pytest.mark.slow
def test_a_run_that_is_killed_goes_on_where_it_was(boards: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ("run", boards, "--out", out, "--jobs", 2, "--quiet", "--no-cache")
    process = _program(*arguments)
    _wait(lambda: len(_finished(out)) >= 2)
    below = _children(process.pid)
    process.kill()
    process.communicate()
    before = _finished(out)
    _wait(lambda: not any(map(_alive, below)))
    before |= _finished(out)
    assert 2 <= len(before) <= len(BOARDS)
    again = _program(*arguments)
    assert again.wait(timeout=300) == ExitCode.INVALID, again.communicate()
    after = _finished(out)
    assert len(after) == len(BOARDS)
    assert {name: after[name] for name in before} == before
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []
    rows = json.loads((out / "overview.json").read_text("utf-8"))["rows"]
    assert sum(row["reused"] for row in rows) == len(before)


def test_ctrl_c_ends_a_run_in_good_order(boards: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for number in range(200):  # enough to be at work when the signal comes
        shutil.copy(boards / f"{BOARDS[0]}.xbrl", boards / f"99010-{number}.xbrl")
    process = _program("run", boards, "--out", out, "--jobs", 2, "--no-cache")
    _wait(lambda: len(_finished(out)) >= 1)
    below = _children(process.pid)
    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, said = process.communicate(timeout=120)
    assert process.returncode == ExitCode.INTERRUPTED, said
    assert "Traceback" not in said
    _wait(lambda: not any(map(_alive, below)), 10)
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_a_worker_that_dies_or_hangs_costs_its_item_only() -> None:
    items = ["a", "die", "b", "hang", "c", "d"]
    results = dict(run_pool(items, Uneven(), jobs=2, patience=5))
    told = {items[number]: result for number, result in results.items()}
    assert told == {"a": "A", "b": "B", "c": "C", "d": "D", "die": Lost("died"), "hang": Lost("timeout")}


def test_lists_patterns_and_zips_name_the_same_files(boards: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text("# de besturen\n\nin/9901[0-3].xbrl\nin/99014.xbrl\n", "utf-8-sig")
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in boards.iterdir():
            archive.write(file, f"map/{file.stem}.xml")
        archive.writestr("map/leesmij.txt", "niets")
        archive.writestr("map/ander.xml", "<ander/>")

    def listing(*paths: object, lists: tuple[Path, ...] = ()) -> list[str]:
        with opened([Path(str(path)) for path in paths], lists) as (files, names):
            return [names.shown(each.path).name for each in plan(files)]

    five = [f"{board}.xbrl" for board in BOARDS[:5]]
    assert listing(f"@{listed}") == listing(lists=(listed,)) == five
    assert listing(boards / "*.xbrl") == [f"{board}.xbrl" for board in BOARDS]
    assert listing(packed) == [f"{board}.xml" for board in BOARDS]
    with opened([packed]) as (files, names):
        assert names.shown(plan(files)[0].path) == packed / "map" / "99010.xml"


@pytest.mark.parametrize("name", ["../buiten.xbrl", "/buiten.xbrl", "a\\..\\..\\buiten.xbrl"])
def test_a_zip_that_leads_outside_is_refused(name: str, tmp_path: Path) -> None:
    packed = tmp_path / "in" / "kwaad.zip"
    packed.parent.mkdir()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(zipfile.ZipInfo(name), "<x/>")
    with pytest.raises(PipelineError) as caught, opened([packed]):
        pass
    assert caught.value.code == "batch.zip_refused"
    told = messages("nl").text(caught.value.code, **caught.value.params)
    assert "leidt naar een andere map" in told
    assert "unsafe_part" not in told
    assert [path.name for path in tmp_path.rglob("*.xbrl")] == []


def _packed(boards: Path, tmp_path: Path, **others: bytes) -> Path:
    """Pack the boards into a zip, with other files in a folder in it."""
    packed = tmp_path / "besturen.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(boards.iterdir()):
            archive.write(file, file.name)
        for name, data in others.items():
            archive.writestr(f"map/{name.replace('_', '.')}", data)
    return packed


def _same_and_broken(boards: Path) -> dict[str, bytes]:
    same = (boards / f"{BOARDS[0]}.xbrl").read_bytes()
    return {"zelfde_xbrl": same, "kapot_xlsx": b"geen werkmap", "stuk_xbrl": b"<stuk"}


@pytest.mark.parametrize("arguments", [["validate"], ["run", "--json"], ["run", "--jsonl"], ["validate", "--jsonl"]])
def test_what_is_refused_in_a_zip_is_named_by_the_zip(
    arguments: list[str],
    boards: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    packed = _packed(boards, tmp_path, **_same_and_broken(boards))
    monkeypatch.chdir(tmp_path)
    where = ["--out", "uit"] if arguments[0] == "run" else []
    worst = ExitCode.NOT_VALIDATED if arguments[0] == "run" else ExitCode.INPUT_REFUSED
    assert guarded([*arguments, packed.name, *where]) == worst
    said = "".join(capfd.readouterr())
    written = "".join(path.read_text("utf-8") for path in tmp_path.glob("uit/overview.[jh]*"))
    assert "besturen.zip/map/kapot.xlsx is een tekstbestand" in said
    assert "xbrl-input-" not in said + written
    if arguments[0] == "run":
        same = r"map/zelfde\.xbrl \(.+\) gaat over hetzelfde bestuur en jaar als besturen\.zip/99010\.xbrl \("
        assert re.search(same, said)
        assert "besturen.zip/map/kapot.xlsx is een tekstbestand" in written


@pytest.mark.parametrize("name", ["kapot.xlsx", "stuk.xbrl"])
@pytest.mark.parametrize("command", ["validate", "run"])
def test_a_sentence_about_a_file_names_it_once(
    command: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "besturen.zip", "w") as archive:
        archive.writestr(name, b"<stuk")
        archive.writestr("ander.xlsx", b"niets")
    monkeypatch.chdir(tmp_path)
    guarded([command, "besturen.zip"])
    line = next(line for line in capfd.readouterr().err.splitlines() if name in line)
    assert f"besturen.zip/{name} is " in line
    assert line.count(name) == 1


@pytest.mark.parametrize("names", [("leesmij.txt",), ("kapot.xlsx",)])
def test_a_zip_with_nothing_to_check_is_named_itself(
    names: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with zipfile.ZipFile(tmp_path / "besturen.zip", "w") as archive:
        for name in names:
            archive.writestr(name, b"niets")
    monkeypatch.chdir(tmp_path)
    assert guarded(["validate", "besturen.zip"]) != ExitCode.VALID
    said = "".join(capfd.readouterr())
    assert "besturen.zip" in said
    assert "xbrl-input-" not in said


def test_one_line_of_json_for_each_file(
    boards: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    (boards / "stuk.xbrl").write_bytes(b"<stuk")
    schema = json.loads((ROOT / "schemas" / "line.schema.json").read_text("utf-8"))
    for arguments in (["validate"], ["run", "--out", str(tmp_path / "out"), "--quiet"]):
        code = guarded([*arguments, str(boards), "--jsonl"])
        lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
        for line in lines:
            jsonschema.validate(line, schema)
        codes = {Path(line["path"]).stem: line["exit_code"] for line in lines}
        assert codes == dict.fromkeys(BOARDS, 0) | {WRONG: 1, "stuk": 3}
        assert code == ExitCode.INPUT_REFUSED


def test_what_comes_from_an_earlier_run_says_so(
    boards: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("xbrl_pipeline.taxonomy.store.home", lambda: tmp_path / "home")
    file = str(boards / f"{WRONG}.xbrl")

    def cached(*options: str) -> bool:
        guarded(["validate", file, "--format", "json", *options])
        report = json.loads(capsys.readouterr().out)
        jsonschema.validate(report, json.loads((ROOT / "schemas" / "report.schema.json").read_text("utf-8")))
        return bool(report["engine"]["cached"])

    assert [cached(), cached(), cached("--no-cache")] == [False, True, False]
    remark = "Overgenomen uit een eerdere controle"
    guarded(["validate", file])
    assert remark in capsys.readouterr().out
    guarded(["validate", file, "--no-cache"])
    assert remark not in capsys.readouterr().out
    guarded(["validate", file, "--jsonl"])
    assert json.loads(capsys.readouterr().out)["report"]["engine"]["cached"] is True
    guarded(["run", file, "--out", str(tmp_path / "out"), "--quiet"])
    (page,) = (tmp_path / "out").glob("*/report.html")
    assert remark in page.read_text("utf-8")
    assert json.loads(page.with_name("report.json").read_text("utf-8"))["engine"]["cached"] is True


def test_what_was_said_before_serves_again(
    tmp_path: Path, boards: Path, engine: Engine, profile: ReportProfile
) -> None:
    package = find_package(profile.taxonomy)
    job = ValidateJob(
        boards / f"{WRONG}.xbrl", package.paths, profile.filing_rules, profile.entry_point, package.sha256
    )
    results = tmp_path / "results"
    settings = replace(engine.shared(), results=results)
    with Engine(settings=settings) as first:
        said = first.validate(job)
    (entry,) = (path for path in results.rglob("*") if path.is_file())
    with Engine(settings=EngineSettings(time_limit=0.001, warm=False, results=results)) as too_hasty_to_judge:
        assert too_hasty_to_judge.validate(job) == replace(said, cached=True)
        for other in (replace(job, taxonomy="0" * 64), replace(job, disclosure_system=None)):
            assert too_hasty_to_judge.validate(other).failure == "timeout"
    for damage in (b"", entry.read_bytes()[:-3], b"x" * 200, entry.read_bytes().replace(b"\x00", b"\x01")):
        entry.write_bytes(damage)
        with Engine(settings=settings) as anew:
            assert anew.validate(job) == said
    assert [path for path in results.rglob("*") if path.is_file()] == [entry], "a failure was kept"


def test_members_of_one_name_in_one_zip_are_told_apart(
    boards: Path, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    packed = tmp_path / "all.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for board in (BOARDS[0], WRONG):
            archive.write(boards / f"{board}.xbrl", f"{board}/verslag.xbrl")
        archive.writestr("leeg/verslag.xbrl", "")
    out = tmp_path / "out"
    with opened([packed]) as (files, names):
        outcomes = list(
            check_all(plan(files, named=names.short), engine, RunOptions(nl, keep=Keep(out), told=names.told))
        )
        rows = rows_of(outcomes, out)
    assert {row.file for row in rows} == {f"all.zip/{each}/verslag.xbrl" for each in (BOARDS[0], WRONG, "leeg")}
    kept = [json.loads((out / row.dossier / "report.json").read_bytes()) for row in rows if row.dossier]
    assert {report["input"]["path"] for report in kept} == {row.file for row in rows if row.dossier}
    assert names.short(boards / "los.xbrl") == "los.xbrl"
