"""The main job over many files: each is on its own, and what is finished is kept.

Workers check files and write dossiers beside their places; the process that started them moves each dossier to its
place when it is ready (``places``).
"""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from xbrl_pipeline.base.files import check_writable
from xbrl_pipeline.batch.dossiers import (
    fingerprint_of,
    finished_in,
    is_untouched,
    stage_dossier,
    staging_in,
)
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.order import by_taxonomy
from xbrl_pipeline.batch.places import Made, Outcome, Places, Settings
from xbrl_pipeline.batch.pool import run_pool
from xbrl_pipeline.dossier.files import read_report_file
from xbrl_pipeline.dossier.names import REPORT
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import Beside, open_source
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.gist import gist_of
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Dossier
from xbrl_pipeline.pipeline import check

PATIENCE = 4  # how many times the limit of one validation a file may take in all


@dataclass(frozen=True, slots=True)
class _Task:
    """What every worker needs to know."""

    engine: EngineSettings
    staging: Path
    finished: dict[str, Dossier]  # of earlier runs, by fingerprint
    lang: str
    strict: bool
    beside: Beside
    shared: Engine | None = None  # where all work is done in the process that has it

    @contextmanager
    def open(self) -> Iterator[Callable[[Input], Made]]:
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
        places, names = Places(inputs, settings, staging), {item.path: item.name for item in inputs}
        for number, made in run_pool([inputs[each] for each in order], task, jobs=settings.jobs, patience=patience):
            for outcome in places.settle(order[number], made):
                yield replace(outcome, name=names[outcome.path])


def _guarded(task: _Task, engine: Engine, item: Input) -> Made:
    started = time.monotonic()
    try:
        made = _run_one(task, engine, item)
    except PipelineError as error:
        made = Made(error=error)
    except Exception as error:  # noqa: BLE001 - one file's surprise may not cost the others their result
        made = Made(error=record_incident(error))
    return replace(made, seconds=round(time.monotonic() - started, 2))


def _run_one(task: _Task, engine: Engine, item: Input) -> Made:
    texts = messages(task.lang)
    source = replace(open_source(item.path, item.mapping_path(), engine, texts, task.beside), name=item.name)
    fingerprint = fingerprint_of(source, task.lang, strict=task.strict)
    dossier = task.finished.get(fingerprint)
    if dossier is not None and is_untouched(dossier):
        report = read_report_file((dossier.folder / REPORT).read_bytes())
        return Made(earlier=dossier, gist=gist_of(report))
    product = check(source, engine, texts, strict=task.strict)
    return Made(stage_dossier(task.staging, source, product, fingerprint, texts), gist=gist_of(product.report))
