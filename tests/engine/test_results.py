"""What the engine said before: kept by content, made again when damaged, and never more than so many."""

import os
from pathlib import Path

import pytest

from xbrl_pipeline.engine import Engine, EngineResult, EngineSettings, ValidateJob
from xbrl_pipeline.engine.results import Results

pytestmark = pytest.mark.usefixtures("own_processes")


def job(folder: Path, text: str) -> ValidateJob:
    path = folder / f"{text}.xbrl"
    path.write_text(text, "utf-8")
    return ValidateJob(path, (), None, None)


def test_what_was_used_longest_ago_goes_first(tmp_path: Path) -> None:
    results = Results(tmp_path / "kept", ("arelle",), most=2)
    jobs = [job(tmp_path, text) for text in ("a", "b", "c")]
    for facts, each in enumerate(jobs):
        results.keep(each, EngineResult((), None, facts, ""))
        (newest,) = [entry for entry in results.folder.glob("*/*") if entry.stat().st_mtime > 1000]
        os.utime(newest, (facts, facts))
    assert results.find(jobs[0]) == EngineResult((), None, 0, cached=True)  # used now, so it stays
    results.prune()
    assert [results.find(each) is not None for each in jobs] == [True, False, True]


def test_an_engine_prunes_when_it_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(Results, "prune", lambda self: seen.append(self.folder))
    with Engine(settings=EngineSettings(results=tmp_path)):
        assert seen == []
    assert seen == [tmp_path]
