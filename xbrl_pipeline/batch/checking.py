"""One check over many files: each is on its own. What differs is whether a dossier is kept.

Where dossiers are kept workers write them beside their places; the process that started them moves each to its place
when it is ready (``places``), so that what is finished stays.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from xbrl_pipeline.base.files import check_writable
from xbrl_pipeline.batch.dossiers import finished_in, staging_in
from xbrl_pipeline.batch.options import RunOptions
from xbrl_pipeline.batch.order import by_taxonomy
from xbrl_pipeline.batch.outcome import FileOutcome, Made
from xbrl_pipeline.batch.places import Places
from xbrl_pipeline.batch.pool import Lost, run_pool
from xbrl_pipeline.batch.task import PATIENCE, CheckTask, Dossiers, lost_input
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.model.outcome import OF_VERDICT, PipelineError


def check_all(inputs: Sequence[Input], engine: Engine, options: RunOptions) -> Iterator[FileOutcome]:
    """Check each input and yield its outcome when it is ready, or stored; a file that fails does not stop the others.

    Where dossiers are kept an outcome may come twice: the second one replaces the first, which lost its place as
    another file holds its report.
    """
    keep = options.keep
    if keep is None:
        for item, made in _made(inputs, engine, options, None):
            yield _told(item, made, options)
        return
    check_writable(keep.out)
    with staging_in(keep.out) as staging:
        places, names = Places(options, keep, staging), {item.path: item.name for item in inputs}
        for item, made in _made(inputs, engine, options, Dossiers(staging, finished_in(keep.out))):
            for outcome in places.settle(item.path, made):
                yield replace(outcome, name=names[outcome.path])


def _made(
    inputs: Sequence[Input], engine: Engine, options: RunOptions, kept: Dossiers | None
) -> Iterator[tuple[Input, Made]]:
    """Give each input with what a worker made of it, in the order in which they are ready."""
    if options.cluster is not None:
        from xbrl_pipeline.batch.cluster import check_on_cluster  # noqa: PLC0415 - Dask is there for those who ask

        yield from check_on_cluster(inputs, engine.settings, options, options.cluster, kept)
        return
    several = min(options.jobs, len(inputs)) > 1
    settings, shared = (engine.shared(), None) if several else (engine.settings, engine)
    reached = None if several else options.reached
    task = CheckTask(settings, options.messages.lang, options.strict, options.beside, kept, shared, reached)
    ordered = [inputs[number] for number in by_taxonomy(inputs)]
    patience = PATIENCE * engine.settings.time_limit
    for number, made in run_pool(ordered, task, jobs=options.jobs, patience=patience):
        item = ordered[number]
        yield item, lost_input(item, made) if isinstance(made, Lost) else made


def _told(item: Input, made: Made, options: RunOptions) -> FileOutcome:
    """Tell what came of an input of which no dossier is kept."""
    if made.report is None:
        outcome = options.refused(item.path, made.error or PipelineError("batch.died", path=str(item.path)))
    else:
        outcome = FileOutcome(item.path, OF_VERDICT[made.report.verdict], report=made.report)
    return replace(outcome, name=item.name, seconds=made.seconds)
