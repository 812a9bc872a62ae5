"""1,000 damaged samples end in a verdict or a clear refusal: no crash, no hang, no traceback, nothing half-written.

A part of them runs in every test run, all of them with the slow tests. The counts by outcome are printed.
"""

import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Final

import pytest

from tests.conftest import SAMPLES
from tests.hostile.boards import NAME
from tests.hostile.mutations import mutate
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

Record = Callable[[str, object], None]
MUTATIONS: Final = 1_000
PART: Final = 30
ENGINE_EVERY: Final = 50  # of the slow ones goes all the way through the validation
_WRITTEN: Final = {"instance.xbrl", "facts.json", "ledger.json"}
_HANG: Final = 100  # seconds; a reading child is stopped after 120, and nothing may come near that
_OUTCOMES: Final = {ExitCode.VALID: "converted", ExitCode.INVALID: "errors named", ExitCode.INPUT_REFUSED: "refused"}


def outcome(seed: int, command: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> str:
    path = folder / f"{seed}.xlsx"
    path.write_bytes(mutate(seed))
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", folder / f"{seed}.mapping.yaml")
    out = folder / "out"
    started = time.monotonic()
    code = guarded([command, str(path), "--out", str(out)])
    took = time.monotonic() - started
    shown = "".join(capsys.readouterr())
    assert code in _OUTCOMES, (seed, shown)
    assert "Traceback" not in shown, seed
    assert took < _HANG, seed
    if code != ExitCode.VALID:
        assert "\u2192" in shown, (seed, shown)  # every refusal and every error says what to do
    if command == "convert":
        made = {file.name for file in out.iterdir()} if out.exists() else set()
        assert made == (_WRITTEN if code == ExitCode.VALID else set()), seed
    shutil.rmtree(out, ignore_errors=True)
    return _OUTCOMES[ExitCode(code)]


def check(seeds: range, record_property: Record, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    counts = Counter(outcome(seed, "convert", folder, capsys) for seed in seeds)
    assert sum(counts.values()) == len(seeds)
    assert len(counts) > 1, "mutations that all end alike prove little"
    record_property("mutations", f"{len(seeds)} mutations: {dict(counts)}")


def test_some_mutations(tmp_path: Path, record_property: Record, capsys: pytest.CaptureFixture[str]) -> None:
    check(range(PART), record_property, tmp_path, capsys)


@pytest.mark.slow
def test_all_mutations(tmp_path: Path, record_property: Record, capsys: pytest.CaptureFixture[str]) -> None:
    check(range(MUTATIONS), record_property, tmp_path, capsys)


@pytest.mark.slow
def test_mutations_through_the_engine(
    tmp_path: Path, record_property: Record, capsys: pytest.CaptureFixture[str]
) -> None:
    seeds = range(0, MUTATIONS, ENGINE_EVERY)
    counts = Counter(outcome(seed, "run", tmp_path, capsys) for seed in seeds)
    assert sum(counts.values()) == len(seeds)
    record_property("mutations", f"{len(seeds)} mutations through the engine: {dict(counts)}")
