"""What a worker does with one input, on this machine or on another one of a cluster."""

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Final

from xbrl_pipeline.batch.dossiers import fingerprint_of, is_untouched, stage_dossier
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.options import Reached
from xbrl_pipeline.batch.outcome import Made
from xbrl_pipeline.batch.pool import Lost
from xbrl_pipeline.dossier.files import read_report_file
from xbrl_pipeline.dossier.names import REPORT
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import SideInputs, Source, open_source, refuse_form
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.findings import PhaseName
from xbrl_pipeline.model.gist import gist_of
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.report import Dossier
from xbrl_pipeline.pipeline import check

PATIENCE: Final = 4  # how many times the limit of one validation a file may take in all


@dataclass(frozen=True, slots=True)
class Dossiers:
    """Where dossiers are made, and those of earlier runs by fingerprint; those of ``elsewhere`` another machine has."""

    staging: Path
    finished: Mapping[str, Dossier]
    elsewhere: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CheckTask:
    """What every worker needs to know."""

    engine: EngineSettings
    lang: str
    strict: bool
    beside: SideInputs
    kept: Dossiers | None
    shared: Engine | None = None  # where all work is done in the process that has it
    reached: Reached | None = None  # only there

    @contextmanager
    def open(self) -> Iterator[Callable[[Input], Made]]:
        """Give the function for one input."""
        if self.shared is not None:
            yield partial(check_guarded, self, self.shared)
            return
        with Engine(settings=self.engine) as engine:
            yield partial(check_guarded, self, engine)


def lost_input(item: Input, lost: Lost) -> Made:
    """Say of an input how its worker was lost."""
    return Made(error=PipelineError(f"batch.{lost.reason}", ExitCode.NOT_VALIDATED, path=str(item.path)))


def check_guarded(task: CheckTask, engine: Engine, item: Input) -> Made:
    """Check one input with an engine that is there; whatever happens is a value."""
    started = time.monotonic()
    try:
        made = _check_one(task, engine, item)
    except PipelineError as error:
        made = Made(error=error)
    except Exception as error:  # noqa: BLE001 - one file's surprise may not cost the others their result
        made = Made(error=record_incident(error))
    return replace(made, seconds=round(time.monotonic() - started, 2))


def _check_one(task: CheckTask, engine: Engine, item: Input) -> Made:
    texts = messages(task.lang)

    def reached(phase: PhaseName) -> None:
        if task.reached is not None:
            task.reached(item.path, phase)

    reached(PhaseName.READ)
    if task.kept is not None:
        refuse_form(item.path)
    source = replace(open_source(item.path, item.mapping_path(), engine, texts, task.beside), name=item.name)
    if task.kept is None:
        return Made(report=check(source, engine, texts, strict=task.strict, reached=reached).report)
    return _keep(task.kept, source, engine, texts, strict=task.strict, reached=reached)


def _keep(
    kept: Dossiers,
    source: Source,
    engine: Engine,
    texts: Messages,
    *,
    strict: bool,
    reached: Callable[[PhaseName], None],
) -> Made:
    """Return the dossier of an earlier run where nothing has changed, else make one beside its place."""
    fingerprint = fingerprint_of(source, texts.lang, strict=strict)
    dossier = kept.finished.get(fingerprint)
    if dossier is not None and is_untouched(dossier):
        report = read_report_file((dossier.folder / REPORT).read_bytes())
        return Made(earlier=dossier, gist=gist_of(report))
    if fingerprint in kept.elsewhere:
        return Made(unchanged=fingerprint)
    product = check(source, engine, texts, strict=strict, reached=reached)
    return Made(staged=stage_dossier(kept.staging, source, product, fingerprint, texts), gist=gist_of(product.report))
