"""Many files to reports, without dossiers."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.order import by_taxonomy
from xbrl_pipeline.batch.pool import Lost, run_pool
from xbrl_pipeline.batch.run import PATIENCE
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import Beside, open_source
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import OF_VERDICT, ExitCode, PipelineError
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.pipeline import check


@dataclass(frozen=True, slots=True)
class Checked:
    """A report about one input, or why there is none."""

    path: Path
    report: Report | None = None
    error: PipelineError | None = None
    seconds: float | None = None

    @property
    def exit_code(self) -> ExitCode:
        """The exit code that this file alone would give."""
        if self.report is not None:
            return OF_VERDICT[self.report.verdict]
        return self.error.exit_code if self.error is not None else ExitCode.INTERNAL


@dataclass(frozen=True, slots=True)
class _Task:
    engine: EngineSettings
    lang: str
    strict: bool
    beside: Beside
    shared: Engine | None = None  # where all work is done in the process that has it

    @contextmanager
    def open(self) -> Iterator[Callable[[Input], Checked]]:
        """Give the function for one input."""
        if self.shared is not None:
            yield partial(_check, self, self.shared)
            return
        with Engine(settings=self.engine) as engine:
            yield partial(_check, self, engine)


def validate_all(
    inputs: Sequence[Input],
    engine: Engine,
    lang: str,
    *,
    strict: bool,
    jobs: int,
    beside: Beside,
) -> Iterator[tuple[int, Checked]]:
    """Check each input and yield its number with what came of it, in the order in which they are ready."""
    several = min(jobs, len(inputs)) > 1
    used = engine.shared() if several else engine.settings
    task = _Task(used, lang, strict, beside, None if several else engine)
    order = by_taxonomy(inputs)
    patience = PATIENCE * engine.settings.time_limit
    for number, made in run_pool([inputs[each] for each in order], task, jobs=jobs, patience=patience):
        path = inputs[order[number]].path
        yield order[number], _lost(path, made) if isinstance(made, Lost) else made


def _lost(path: Path, made: Lost) -> Checked:
    return Checked(path, error=PipelineError(f"batch.{made.reason}", ExitCode.NOT_VALIDATED, path=str(path)))


def _check(task: _Task, engine: Engine, item: Input) -> Checked:
    started, report, error = time.monotonic(), None, None
    try:
        texts = messages(task.lang)
        source = replace(open_source(item.path, item.mapping_path(), engine, texts, task.beside), name=item.name)
        report = check(source, engine, texts, strict=task.strict).report
    except PipelineError as problem:
        error = problem
    except Exception as problem:  # noqa: BLE001 - one file's surprise may not cost the others their result
        error = record_incident(problem)
    return Checked(item.path, report, error, round(time.monotonic() - started, 2))
