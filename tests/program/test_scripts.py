"""Scripts of others that use the package: without a main guard they run once, and child processes still start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, SAMPLES
from xbrl_pipeline.base.starting import start
from xbrl_pipeline.model.outcome import PipelineError

SCRIPT = """
import sys
from pathlib import Path
from xbrl_pipeline.batch.pool import run_pool
from xbrl_pipeline.workbook.reader import read_workbook
from tests.batch.tasks import Uneven
print("begonnen", flush=True)
print(len(read_workbook(Path(sys.argv[1])).sheets), "bladen")
print(sorted(word for _, word in run_pool(["a", "b"], Uneven(), jobs=2, patience=60)))
"""


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    (tmp_path / "script.py").write_text(SCRIPT, "utf-8")
    work = tmp_path / "werk"
    work.mkdir()
    (work / "decimal.py").write_text("raise SystemExit('a file of the user was taken for a module')", "utf-8")
    done = subprocess.run(
        [sys.executable, str(tmp_path / "script.py"), str(SAMPLES / "po-99001.xlsx")],
        cwd=work,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    begun, sheets, words = done.stdout.splitlines()
    assert (begun, words, done.returncode) == ("begonnen", "['A', 'B']", 0), done.stderr
    assert int(sheets.split()[0]) > 1


def test_a_child_that_cannot_begin_is_told_apart_from_one_that_had_too_much() -> None:
    started = start(_unheard_of)
    with pytest.raises(PipelineError) as caught:
        started.wait_until_ready()
    assert caught.value.code == "program.not_started"
    assert started.process.poll() is not None


def _unheard_of() -> None:
    """Stand for what the other process cannot find."""


_unheard_of.__qualname__ = "nowhere"
