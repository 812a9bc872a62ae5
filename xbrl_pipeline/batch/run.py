"""The main job over many files: each is on its own, and what is finished is kept.

Workers check files and write dossiers beside their places; the process that started them moves each dossier to its
place when it is ready. Where two files hold the same report neither has it: which of them is meant, only their user
knows.
"""

import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path

from xbrl_pipeline.batch.dossiers import (
    Staged,
    fingerprint_of,
    finished_in,
    is_untouched,
    put_in_place,
    stage_dossier,
    staging_in,
    take_away,
)
from xbrl_pipeline.batch.files import check_writable
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.order import by_taxonomy
from xbrl_pipeline.batch.plan import Input
from xbrl_pipeline.batch.pool import Lost, run_pool
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.outcome import OF_VERDICT, ExitCode, PipelineError
from xbrl_pipeline.model.report import Dossier, Entity, Manifest
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.sources import Beside, open_source

PATIENCE = 4  # how many times the limit of one validation a file may take in all


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one input: a dossier, or the sentence that says why there is none."""

    path: Path
    exit_code: ExitCode
    dossier: Dossier | None = None
    reused: bool = False
    message: str = ""
    advice: str = ""
    seconds: float | None = None
    name: str = ""  # as reports call the input


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds for the whole run; ``jobs`` is the number of files that are checked at the same time.

    ``told`` names the files in an error as the user knows them.
    """

    out: Path
    messages: Messages
    strict: bool = False
    jobs: int = 1
    beside: Beside | None = None
    told: Callable[[PipelineError], PipelineError] = lambda error: error


@dataclass(frozen=True, slots=True)
class _Made:
    """What a worker made of one input: a dossier in the making, one of an earlier run, or a refusal."""

    staged: Staged | None = None
    earlier: Dossier | None = None
    error: PipelineError | None = None
    seconds: float | None = None

    @property
    def name(self) -> str:
        """The name of the dossier's folder, empty where there is none."""
        return self.staged.name if self.staged else self.earlier.folder.name if self.earlier else ""

    @property
    def manifest(self) -> Manifest | None:
        """The manifest of the dossier."""
        made = self.staged or self.earlier
        return made.manifest if made else None


@dataclass(frozen=True, slots=True)
class _Task:
    """What every worker needs to know."""

    engine: EngineSettings
    staging: Path
    finished: dict[str, Dossier]  # of earlier runs, by fingerprint
    lang: str
    strict: bool
    beside: Beside | None
    shared: Engine | None = None  # where all work is done in the process that has it

    @contextmanager
    def open(self) -> Iterator[Callable[[Input], _Made]]:
        """Give the function for one input."""
        if self.shared is not None:
            yield partial(_guarded, self, self.shared)
            return
        with Engine(settings=self.engine) as engine:
            yield partial(_guarded, self, engine)


def run_all(inputs: Sequence[Input], engine: Engine, settings: Settings) -> Iterator[Outcome]:
    """Check each input and yield its outcome when it is stored; a file that fails does not stop the others.

    An outcome may come twice: the second one replaces the first, which lost its place as another file holds its report.
    """
    check_writable(settings.out)
    several = min(settings.jobs, len(inputs)) > 1
    with staging_in(settings.out) as staging:
        task = _Task(
            engine.shared() if several else engine.settings,
            staging,
            finished_in(settings.out),
            settings.messages.lang,
            settings.strict,
            settings.beside,
            None if several else engine,
        )
        order = by_taxonomy(inputs)
        patience = PATIENCE * engine.settings.time_limit
        places, names = _Places(inputs, settings), {item.path: item.name for item in inputs}
        for number, made in run_pool([inputs[each] for each in order], task, jobs=settings.jobs, patience=patience):
            for outcome in places.settle(order[number], made):
                yield replace(outcome, name=names[outcome.path])


def _guarded(task: _Task, engine: Engine, item: Input) -> _Made:
    started = time.monotonic()
    try:
        made = _run_one(task, engine, item)
    except PipelineError as error:
        made = _Made(error=error)
    except Exception as error:  # noqa: BLE001 - one file's surprise may not cost the others their result
        made = _Made(error=record_incident(error))
    return replace(made, seconds=round(time.monotonic() - started, 2))


def _run_one(task: _Task, engine: Engine, item: Input) -> _Made:
    texts = messages(task.lang)
    source = replace(open_source(item.path, item.mapping_path(), engine, texts, task.beside), name=item.name)
    fingerprint = fingerprint_of(source, task.lang, strict=task.strict)
    dossier = task.finished.get(fingerprint)
    if dossier is not None and is_untouched(dossier):
        return _Made(earlier=dossier)
    product = check(source, engine, texts, strict=task.strict)
    return _Made(staged=stage_dossier(task.staging, source, product, fingerprint, texts))


@dataclass(slots=True)
class _Places:
    """Which input has which dossier folder."""

    inputs: Sequence[Input]
    settings: Settings
    taken: dict[str, int] = field(default_factory=dict)
    contested: set[str] = field(default_factory=set)  # folders that several inputs would have

    def settle(self, number: int, made: _Made | Lost) -> Iterator[Outcome]:
        """Move a dossier to its place; where another input has that, neither keeps it."""
        path = self.inputs[number].path
        if isinstance(made, Lost):
            made = _Made(error=PipelineError(f"batch.{made.reason}", ExitCode.NOT_VALIDATED, path=str(path)))
        try:
            yield from self._outcomes(number, made)
        except PipelineError as error:
            yield replace(self._refused(path, error), seconds=made.seconds)

    def _outcomes(self, number: int, made: _Made) -> Iterator[Outcome]:
        path, manifest = self.inputs[number].path, made.manifest
        if made.error is not None or manifest is None:
            raise made.error or PipelineError("batch.died", path=str(path))
        holder = self.taken.setdefault(made.name, number)
        if holder != number:
            yield from self._give_up(holder, path, made, manifest.entity)
            return
        dossier = put_in_place(made.staged, self.settings.out) if made.staged is not None else made.earlier
        code = OF_VERDICT[manifest.verdict]
        yield Outcome(path, code, dossier, reused=made.earlier is not None, seconds=made.seconds)

    def _give_up(self, holder: int, path: Path, made: _Made, entity: Entity) -> Iterator[Outcome]:
        """Take away what either input made, and name both."""
        other = self.inputs[holder].path
        if made.staged is not None:
            shutil.rmtree(made.staged.place, ignore_errors=True)
        if made.name not in self.contested:
            self.contested.add(made.name)
            take_away(made.name, self.settings.out)
            yield self._refused(other, self._same(other, path, entity))
        yield replace(self._refused(path, self._same(path, other, entity)), seconds=made.seconds)

    def _refused(self, path: Path, error: PipelineError) -> Outcome:
        texts, error = self.settings.messages, self.settings.told(error)
        text, advice = texts.text(error.code, **error.params), texts.advice(error.code, **error.params)
        return Outcome(path, error.exit_code, message=text, advice=advice)

    @staticmethod
    def _same(path: Path, other: Path, entity: Entity) -> PipelineError:
        """Say of two files that they hold the same report, and when each was last changed."""
        days = {"day": _changed(path), "other_day": _changed(other)}
        whose = {"bestuursnummer": entity.bestuursnummer, "verslagjaar": str(entity.verslagjaar)}
        return PipelineError(
            "dossier.same_report", ExitCode.NOT_VALIDATED, path=str(path), other=str(other), **days, **whose
        )


def _changed(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime).astimezone().date()
