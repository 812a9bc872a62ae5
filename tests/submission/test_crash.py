"""Death at every point of an item's life; the work is done by ``crash_driver`` in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def _drive(backend: str, every: int, tmp_path: Path) -> str:
    workers = 1 if every > 1 else os.cpu_count() or 1
    command = [sys.executable, "-m", "tests.submission.crash_driver", backend, str(every), str(workers)]
    environment = os.environ | {"TMPDIR": "/dev/shm" if Path("/dev/shm").is_dir() else str(tmp_path)}  # noqa: S108
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=3000)
    assert done.returncode == 0, done.stderr[-3000:]
    return done.stdout.strip().splitlines()[-1]


@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_kill_at_some_points_loses_and_doubles_nothing(backend: str, tmp_path: Path, record_property: Any) -> None:  # noqa: ANN401
    said = _drive(backend, 127, tmp_path)
    record_property("proof", said)
    assert "nothing lost, nothing doubled, chain whole" in said


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["sqlite", "postgresql"])
def test_a_kill_at_every_point_loses_and_doubles_nothing(backend: str, tmp_path: Path, record_property: Any) -> None:  # noqa: ANN401
    said = _drive(backend, 1, tmp_path)
    record_property("proof", said)
    tried, whole = (int(word) for word in said.split() if word.isdigit())
    assert tried == whole
