"""State is private unless it is shared on purpose, and what a killed process left is taken away at the next start."""

import os
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.submission.dossiers import BOARD, make_dossier
from tests.submission.offices import BEA, NOW, added, office_in, staff
from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.base.scratch import scratch_prefix, sweep_scratch
from xbrl_pipeline.submission.roles import bootstrap


def _dead() -> int:
    """Return the number of a process that has ended."""
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    return ended.pid


@pytest.mark.parametrize("mode", [0o755, 0o777, 0o1777, 0o775 | stat.S_IWOTH])
def test_state_is_private_whatever_the_folder(tmp_path: Path, mode: int) -> None:
    (tmp_path / "open").mkdir()
    (tmp_path / "open").chmod(mode)
    before = os.umask(0)
    try:
        home = tmp_path / "open" / "home"
        added(staff(office_in(home / "queue.sqlite", home)), make_dossier(tmp_path / "d"))
    finally:
        os.umask(before)
    made = [home, *home.rglob("*")]
    assert len(made) > 10
    assert [(path.name, oct(path.stat().st_mode)) for path in made if path.stat().st_mode & 0o077] == []


def test_a_folder_that_a_group_shares_stays_shared(tmp_path: Path) -> None:
    home = tmp_path / "group"
    home.mkdir()
    home.chmod(0o2770)
    bootstrap(office_in(home / "queue.sqlite", home), BEA, "bea", [BOARD], now=NOW)
    files = [path for path in home.rglob("*") if path.is_file() and "private" not in path.name]
    assert files
    assert {path.stat().st_mode & 0o777 for path in files} == {0o660}


def test_temporary_folders_of_dead_processes_go(tmp_path: Path) -> None:
    names = (f"xbrl-pipeline-{_dead()}-abc", f"xbrl-pipeline-{os.getpid()}-abc", "xbrl-pipeline-abc", "other-1-abc")
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "kopie.xlsx").write_bytes(b"figures")
    sweep_scratch(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(names[1:])
    assert scratch_prefix("pipeline") == f"xbrl-pipeline-{os.getpid()}-"


def test_half_written_files_of_a_run_go(tmp_path: Path) -> None:
    (tmp_path / f".writing-{_dead()}-x").mkdir()
    (tmp_path / f".writing-{os.getpid()}-x").mkdir()
    write_all(tmp_path, {"overview.json": b"{}"})
    assert sorted(path.name for path in tmp_path.iterdir()) == [f".writing-{os.getpid()}-x", "overview.json"]


def test_half_written_files_of_the_queue_go_when_nobody_can_be_at_work_on_them(tmp_path: Path) -> None:
    office = office_in(tmp_path / "queue.sqlite", tmp_path)
    bootstrap(office, BEA, "bea", [BOARD], now=NOW)
    long_ago = time.time() - 7200
    old = [
        tmp_path / "store" / "ab" / ".abc.123.part",
        office.checkpoints.folder / "keys" / ".key.123.part",
        tmp_path / ".new-123" / "queue.sqlite",
    ]
    fresh = tmp_path / "store" / "ab" / ".def.456.part"
    for path in (*old, fresh):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"half")
    for path in (*old, tmp_path / ".new-123"):
        os.utime(path, (long_ago, long_ago))
    office_in(tmp_path / "queue.sqlite", tmp_path)
    assert [path for path in (*old, fresh) if path.exists()] == [fresh]
