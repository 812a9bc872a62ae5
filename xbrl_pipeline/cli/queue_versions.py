"""The version before an item of the queue, held against it: from the store, so that it is what was checked."""

from pathlib import Path

from xbrl_pipeline.batch.versions import compare_versions
from xbrl_pipeline.cli.compare import show
from xbrl_pipeline.cli.office import QueueSession, shown
from xbrl_pipeline.model.comparison import DifferenceKind, ReportComparison
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.items import QueueItem


def _comparison(at: QueueSession, number: str) -> ReportComparison | None:
    return compare_versions(at.office, at.subject, number, at.texts, now=at.now)


def show_versions(at: QueueSession, number: str, kind: str, out: Path | None) -> int:
    """Show what differs from the version before."""
    comparison = _comparison(at, number)
    if comparison is None:
        raise PipelineError("submission.no_version_before", number=number)
    show(comparison, kind, out, at.texts)
    return ExitCode.VALID


def difference_of(at: QueueSession, item: QueueItem) -> tuple[str, dict[str, object] | None]:
    """Return how an item differs from the version before, as a sentence with the command, and as plain values.

    Nothing where there is none; that it cannot be told is told, and keeps nobody from seeing the item.
    """
    try:
        comparison = _comparison(at, item.id)
    except PipelineError as problem:
        return shown(at.texts.text(problem.code, **problem.params)), None
    if comparison is None:
        return "", None
    from xbrl_pipeline.reporting.comparison import counts_text

    counts = {kind.value: len(comparison.of(kind)) for kind in DifferenceKind}
    before = comparison.before.name
    gaps = {"counts": counts_text(comparison, at.texts), "before": before, "number": item.number}
    return at.texts.text("cli.queue.show.difference_line", **gaps), {"before": before, **counts}
