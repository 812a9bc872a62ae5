"""Runs over machines of a cluster: processes on loopback, each with a state folder of its own."""

import json
import os
import pickle
import re
import signal
import socket
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest

from tests.conftest import furnish
from xbrl_pipeline.base.program import shipped_samples
from xbrl_pipeline.batch.dask_setup import RefusedPickle, load_guarded
from xbrl_pipeline.batch.outcome import Made
from xbrl_pipeline.batch.parcels import InputParcel, pack_answers, read_answers
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

_TIMES: Final = re.compile(r'"(seconds|created|fingerprint)": ?("[^"]*"|[0-9.]+|null)')


@dataclass
class Cluster:
    """A scheduler and its machines, as processes."""

    address: str
    place: Path
    compiled: Path
    parts: "list[subprocess.Popen[str]]" = field(default_factory=list)

    def schedule(self) -> "subprocess.Popen[str]":
        """Start the scheduler, also again at the same address."""
        return self._begin("scheduler", self.address)

    def work(self, name: str = "node", jobs: int = 1) -> "subprocess.Popen[str]":
        """Start a machine with a state folder of its own."""
        home = self.place / name
        if not home.exists():
            home.mkdir()
            furnish(home, self.compiled)
        return self._begin("worker", self.address, "--jobs", str(jobs), home=home)

    def run(
        self, files: list[Path], out: Path, *options: str, seconds: float = 300
    ) -> "subprocess.CompletedProcess[str]":
        """Run the program over files, by the machines."""
        command = [*_PROGRAM, "run", *map(str, files), "--out", str(out), "--cluster", self.address, *options]
        return subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)

    def _begin(self, *arguments: str, home: Path | None = None) -> "subprocess.Popen[str]":
        surroundings = os.environ | ({"XBRL_PIPELINE_HOME": str(home)} if home else {})
        part = subprocess.Popen(
            [*_PROGRAM, *arguments], stdout=subprocess.PIPE, text=True, env=surroundings, start_new_session=True
        )
        self.parts.append(part)
        assert part.stdout is not None
        assert part.stdout.readline(), "it did not begin"
        return part


_PROGRAM: Final = [sys.executable, "-m", "xbrl_pipeline"]


@contextmanager
def _cluster(place: Path, compiled: Path) -> Iterator[Cluster]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        made = Cluster(f"tcp://127.0.0.1:{free.getsockname()[1]}", place, compiled)
    try:
        yield made
    finally:
        for part in made.parts:
            with_children(part, signal.SIGKILL)
            part.wait()


def with_children(part: "subprocess.Popen[str]", sign: int) -> None:
    """Send a signal to a process and to all in its session."""
    with suppress(ProcessLookupError):
        os.killpg(part.pid, sign)


@pytest.fixture
def cluster(tmp_path: Path, compiled: Path) -> Iterator[Cluster]:
    """Give a cluster without parts; all that is started ends with the test."""
    place = tmp_path / "cluster"
    place.mkdir()
    with _cluster(place, compiled) as made:
        yield made


def _contents(out: Path) -> dict[str, str]:
    """Return what dossiers and overview say, but for the times."""
    found = {}
    for file in sorted(out.rglob("*.json")):
        found[str(file.relative_to(out))] = _TIMES.sub("", file.read_text("utf-8"))
    for file in sorted(out.rglob("*.xbrl")):
        found[str(file.relative_to(out))] = file.read_text("utf-8")
    return {name: text for name, text in found.items() if not name.endswith("manifest.json")}


def _samples(*names: str) -> list[Path]:
    return [shipped_samples() / name for name in names]


def test_machines_give_what_this_one_gives_and_nothing_is_done_twice(cluster: Cluster, tmp_path: Path) -> None:
    files = [*_samples("fout-tekst-99006.xlsx"), tmp_path / "gone.xlsx"]
    cluster.schedule()
    cluster.work()
    here = subprocess.run(
        [*_PROGRAM, "run", *map(str, files), "--out", str(tmp_path / "here"), "--jobs", "1", "--no-cache"],
        check=False,
        text=True,
        capture_output=True,
    )
    there = cluster.run(files, tmp_path / "there", "--no-cache")  # what was said before differs by machine
    assert there.returncode == here.returncode == ExitCode.INPUT_REFUSED, there.stderr
    assert _contents(tmp_path / "there") == _contents(tmp_path / "here")

    before = {file: file.stat().st_mtime_ns for file in (tmp_path / "there").glob("*/manifest.json")}
    again = cluster.run(files, tmp_path / "there")
    assert again.returncode == ExitCode.INPUT_REFUSED
    assert {file: file.stat().st_mtime_ns for file in (tmp_path / "there").glob("*/manifest.json")} == before
    assert len(before) == 1
    assert not list((tmp_path / "there").glob(".in-the-making-*"))


_INTRUDER: Final = """
import os, sys
from pathlib import Path
from distributed import Client
client, mark = Client(sys.argv[1], timeout=30), sys.argv[2]
ways = {
    "run": lambda: client.run(os.mkdir, mark),
    "scheduler": lambda: client.run_on_scheduler(os.mkdir, mark),
    "submit": lambda: client.submit(os.mkdir, mark, pure=False).result(timeout=30),
    "file": lambda: client.upload_file(sys.argv[3]),
}
for name, way in ways.items():
    try:
        way()
    except BaseException as error:
        print(name, "refused", type(error).__name__, flush=True)
    else:
        print(name, "ran", flush=True)
os._exit(0)
"""


@pytest.mark.slow
def test_a_client_of_another_make_has_nothing_run(cluster: Cluster, tmp_path: Path) -> None:
    cluster.schedule()
    cluster.work()
    code = tmp_path / "brought.py"
    code.write_text(f"import os; os.mkdir({str(tmp_path / 'mark')!r})", "utf-8")
    command = [sys.executable, "-c", _INTRUDER, cluster.address, str(tmp_path / "mark"), str(code)]
    tried = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    assert not (tmp_path / "mark").exists(), tried.stdout
    assert len(tried.stdout.splitlines()) == 4, (tried.stdout, tried.stderr[-2000:])
    after = cluster.run(_samples("fout-tekst-99006.xlsx"), tmp_path / "out")  # and the machines still work
    assert after.returncode == ExitCode.INVALID, after.stderr


@pytest.mark.slow
def test_a_run_without_a_scheduler_or_a_machine_says_so(cluster: Cluster, tmp_path: Path) -> None:
    nobody = cluster.run(_samples("vo-99002.xlsx"), tmp_path / "out", "--json")
    assert nobody.returncode == ExitCode.NOT_VALIDATED
    assert "xbrl-pipeline scheduler" in nobody.stderr
    cluster.schedule()
    alone = cluster.run(_samples("vo-99002.xlsx"), tmp_path / "out", "--json")
    assert alone.returncode == ExitCode.NOT_VALIDATED
    assert "xbrl-pipeline worker" in alone.stderr


class _Harm:
    def __reduce__(self) -> tuple[Any, ...]:
        return os.system, ("false",)


@pytest.mark.parametrize("harm", [_Harm(), exec, subprocess.Popen, Path, getattr])
def test_a_pickle_that_names_anything_else_is_refused(harm: object) -> None:
    with pytest.raises(RefusedPickle):
        load_guarded(pickle.dumps(harm))
    with pytest.raises(pickle.UnpicklingError):
        read_answers(pickle.dumps({0: harm if not isinstance(harm, type) else os.system}))


def test_answers_come_back_as_they_were_made() -> None:
    made = Made(error=PipelineError("input.missing", ExitCode.INPUT_REFUSED, path="a/b.xlsx"), seconds=1.5)
    found, files = read_answers(pack_answers({3: (made, {"report.json": b"{}"})}))[3]
    assert files == {"report.json": b"{}"}
    assert found.error is not None
    assert (found.error.code, found.error.params, found.seconds) == ("input.missing", {"path": "a/b.xlsx"}, 1.5)


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", pickle.dumps({}), json.dumps({"program": "x", "engine": "y", "setup": {}, "inputs": []}).encode()],
)
def test_what_is_no_parcel_is_not_read(data: bytes) -> None:
    with pytest.raises(ValueError, match="InputParcel"):
        InputParcel.unpacked(data)


@pytest.mark.slow
def test_a_machine_that_dies_and_a_scheduler_that_restarts_cost_nothing(cluster: Cluster, tmp_path: Path) -> None:
    files = _copies(tmp_path, 12)
    scheduler = cluster.schedule()
    first = cluster.work("first")
    cluster.work("second")
    command = [
        *_PROGRAM,
        "run",
        *map(str, files),
        "--out",
        str(tmp_path / "out"),
        "--cluster",
        cluster.address,
        "--jsonl",
    ]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert run.stdout is not None
    run.stdout.readline()
    with_children(first, signal.SIGKILL)
    run.stdout.readline()
    with_children(scheduler, signal.SIGKILL)
    scheduler.wait()
    cluster.schedule()
    cluster.work("third")
    said, complaints = run.communicate(timeout=600)
    assert run.returncode == ExitCode.VALID, (said, complaints)
    assert len(list((tmp_path / "out").glob("*/manifest.json"))) == len(files)


@pytest.mark.slow
def test_a_machine_that_hangs_loses_its_work_to_others(cluster: Cluster, tmp_path: Path) -> None:
    files = _copies(tmp_path, 6)
    cluster.schedule()
    first = cluster.work("first")
    cluster.work("second")
    run = subprocess.Popen(
        [*_PROGRAM, "run", *map(str, files), "--out", str(tmp_path / "out"), "--cluster", cluster.address, "--jsonl"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert run.stdout is not None
    run.stdout.readline()
    with_children(first, signal.SIGSTOP)
    run.communicate(timeout=600)
    assert run.returncode == ExitCode.VALID
    assert len(list((tmp_path / "out").glob("*/manifest.json"))) == len(files)


def _copies(place: Path, number: int) -> list[Path]:
    """Return copies of a sample for other boards each, with the mapping beside it."""
    sample, folder = shipped_samples() / "vo-99002.xlsx", place / "many"
    folder.mkdir()
    mapping = sample.with_name("vo-99002.mapping.yaml").read_text("utf-8")
    found = []
    for each in range(number):
        file, board = folder / f"vo-{each}.xlsx", f"{97000 + each}"
        with zipfile.ZipFile(sample) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
            for part in old.namelist():
                new.writestr(part, old.read(part).replace(b"99002", board.encode()))
        (folder / f"vo-{each}.mapping.yaml").write_text(mapping.replace("99002", board), "utf-8")
        found.append(file)
    return found
