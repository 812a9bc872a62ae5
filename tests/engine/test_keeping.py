"""A taxonomy stays loaded for the next run of the same account and program, and for nobody else."""

import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from tests.support import KVK, Report
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine, EngineSettings, ValidateJob, server, servers
from xbrl_pipeline.engine.keeping import kept_meeting, kept_servers, stop_kept
from xbrl_pipeline.engine.servers import Meeting, Servers
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

pytestmark = pytest.mark.usefixtures("own_processes")
KEEP = EngineSettings(keep=True)


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give a short private folder in which servers are kept, and leave nothing of it."""
    base = Path(tempfile.mkdtemp(prefix="kept-", dir="/tmp"))
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(base))
    yield base / f"xbrl-pipeline-{os.getuid()}"
    stop_kept()
    shutil.rmtree(base)


@pytest.fixture
def job(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> ValidateJob:
    path = tmp_path / "sound.xbrl"
    path.write_bytes(write_instance(Report(model, profile).small(), KVK, model, profile))
    package = find_package(profile.taxonomy)
    return ValidateJob(path, package.paths, profile.filing_rules, profile.entry_point, package.sha256)


def _ends(folder: Path) -> bool:
    """Tell whether all that is left of a server in some time is the lock under which servers are started."""
    for _ in range(600):
        if {path.suffix for path in folder.iterdir()} <= {".lock"}:
            return True
        time.sleep(0.05)
    return False


def _is_gone(process: int) -> bool:
    """Tell whether a process ends in some time; nobody may have taken note of it yet."""
    for _ in range(600):
        try:
            if Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] == "Z":
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_the_next_run_finds_it_until_it_is_stopped(
    folder: Path, job: ValidateJob, capsys: pytest.CaptureFixture[str]
) -> None:
    found = []
    for _ in range(2):
        with Engine(settings=KEEP) as engine:
            answer = engine._ask_warm(job)
        assert answer is not None
        assert answer.failure == ""
        found.append((answer, kept_servers()))
    assert found[0] == found[1]
    ((kept,),) = {each for _, each in found}
    assert kept.entry_point == job.entry_point
    assert guarded(["doctor"]) == ExitCode.VALID
    assert f"(proces {kept.process}, " in capsys.readouterr().out
    assert guarded(["engine", "stop"]) == ExitCode.VALID
    assert ": 1." in capsys.readouterr().out
    assert (kept_servers(), _ends(folder)) == ((), True)
    assert _is_gone(kept.process)
    assert guarded(["engine", "stop"]) == ExitCode.VALID
    assert "geen taxonomie klaar" in capsys.readouterr().out


def test_a_run_keeps_it_unless_it_is_told_not_to(
    folder: Path, job: ValidateJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    validate = ["validate", str(job.instance), "--no-cache", "--quiet"]
    monkeypatch.delenv("XBRL_PIPELINE_KEEP")
    assert guarded([*validate, "--no-keep"]) == ExitCode.VALID
    assert not folder.exists()
    assert guarded(validate) == ExitCode.VALID
    assert len(kept_servers()) == 1


def test_it_ends_when_nobody_has_asked_for_some_time(folder: Path, job: ValidateJob) -> None:
    folder.mkdir(0o700)
    asking = Servers(Meeting(folder, 0, 0.5))
    assert asking.ask(job, 60, 2048) is not None
    time.sleep(1.5)
    assert asking.ask(job, 60, 2048) is not None  # its judge was there all the time
    asking.stop()
    assert _ends(folder)


def test_what_is_expected_is_started_once_and_found_when_it_is_asked(folder: Path, job: ValidateJob) -> None:
    both = [Servers(Meeting(folder, 0, 60.0)) for _ in range(2)]
    folder.mkdir(0o700)
    for each in both:
        each.expect(job)
    assert all(each.ask(job, 60, 2048) is not None for each in both)
    assert sum(len(each._started) for each in both) == len(kept_servers()) == 1
    for each in both:
        each.stop()


def test_another_program_does_not_use_it(folder: Path, job: ValidateJob, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "identity", lambda: "0.0.0+sha256.other")
    with Engine(settings=KEEP) as engine:
        assert engine._ask_warm(job) is None  # the program on disk is not the one that asks
        assert engine.validate(job).failure == ""  # which is judged all the same
    assert kept_servers() == ()
    assert _ends(folder)


def test_each_taxonomy_and_each_edition_of_it_has_a_place_of_its_own(folder: Path, job: ValidateJob) -> None:
    asking = Servers(Meeting(folder, 0, 60.0))
    others = [
        ValidateJob(job.instance, job.packages, *rest)
        for rest in (
            (job.disclosure_system, job.entry_point, "another edition"),
            (job.disclosure_system, "http://another.example/entry.xsd", job.taxonomy),
            (None, job.entry_point, job.taxonomy),
        )
    ]
    assert len({asking._place(each) for each in (job, *others)}) == 4


@pytest.mark.parametrize("spoil", ["open", "link", "file", "long"])
def test_nothing_is_kept_in_a_folder_that_is_not_private(
    spoil: str, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    match spoil:
        case "open":
            folder.mkdir()
            folder.chmod(0o770)
        case "link":
            tmp_path.chmod(0o700)
            folder.symlink_to(tmp_path)
        case "file":
            folder.touch(0o700)
        case _:
            base = folder.parent / ("long" * 20)
            base.mkdir(0o700)
            monkeypatch.setenv("XDG_RUNTIME_DIR", str(base))
    assert kept_meeting() is None
    assert (kept_servers(), stop_kept()) == ((), (0, 0))


def test_a_stranger_is_not_listened_to(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(server, "is_own_peer", lambda _: False)
    monkeypatch.setattr(os, "fork", lambda: pytest.fail("a judge for a stranger"))
    folder.mkdir(0o700)
    with socket.socket(socket.AF_UNIX) as listener, socket.socket(socket.AF_UNIX) as stranger:
        listener.bind(str(folder / "a.sock"))
        listener.listen()
        stranger.connect(str(folder / "a.sock"))
        Connection(os.dup(stranger.fileno())).send_bytes(b"never unpickled")
        assert server._take(listener, None)
        with pytest.raises(ConnectionResetError):
            stranger.recv(1)


def test_a_stranger_is_not_asked(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir(0o700)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(folder / "a.sock"))
        listener.listen()
        found = servers._connect(folder / "a.sock")
        assert found is not None
        found.close()
        monkeypatch.setattr(servers, "is_own_peer", lambda _: False)
        assert servers._connect(folder / "a.sock") is None
