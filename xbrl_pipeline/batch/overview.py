"""The outcomes of a run as rows of the overview, and its files."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from xbrl_pipeline import VERSION
from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.batch.places import Outcome
from xbrl_pipeline.inputs.plan import why_left_out
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, Verdict
from xbrl_pipeline.model.report import Dossier, Entity
from xbrl_pipeline.reporting.overview import LeftOut, OverviewRow, overview_json
from xbrl_pipeline.reporting.overview_html import overview_html
from xbrl_pipeline.reporting.overview_xlsx import overview_xlsx


def rows_of(outcomes: Iterable[Outcome], out: Path) -> tuple[OverviewRow, ...]:
    """Describe each outcome; dossiers are named relative to ``out``, where the overview lies."""
    return tuple(_row(outcome, outcome.dossier, out) for outcome in outcomes if not outcome.passed_over)


def left_out_of(files: Iterable[Path], outcomes: Iterable[Outcome], texts: Messages) -> tuple[LeftOut, ...]:
    """Say of each file that was not read, and of each that another was preferred to, why it is in no report."""
    unread = (LeftOut(str(file), texts.text(why_left_out(file))) for file in files)
    passed = (LeftOut(each.name or each.path.name, each.message) for each in outcomes if each.passed_over)
    return (*unread, *passed)


def write_overview(
    out: Path, rows: Sequence[OverviewRow], texts: Messages, created: datetime, left_out: Sequence[LeftOut] = ()
) -> None:
    """Write ``overview.html``, ``overview.xlsx`` and ``overview.json``."""
    files = {
        "overview.html": overview_html(rows, texts, created=created, program=VERSION, left_out=left_out),
        "overview.xlsx": overview_xlsx(rows, texts, created=created, left_out=left_out),
        "overview.json": overview_json(rows, left_out),
    }
    write_all(out, files)


def _row(outcome: Outcome, dossier: Dossier | None, out: Path) -> OverviewRow:
    name = outcome.name or outcome.path.name
    if dossier is None:
        unsettled = Verdict.NOT_VALIDATED if outcome.exit_code is ExitCode.NOT_VALIDATED else None
        entity, problem = outcome.entity or Entity(), f"{outcome.message} {outcome.advice}".strip()
        return OverviewRow(name, unsettled, entity.name, entity.bestuursnummer, entity.verslagjaar, problem=problem)
    manifest = dossier.manifest
    return OverviewRow(
        file=name,
        verdict=manifest.verdict,
        name=manifest.entity.name,
        bestuursnummer=manifest.entity.bestuursnummer,
        verslagjaar=manifest.entity.verslagjaar,
        counts=manifest.counts,
        facts=outcome.gist.facts,
        dossier=dossier.folder.relative_to(out).as_posix(),
        problem=outcome.gist.problem,
        seconds=outcome.seconds,
        reused=outcome.reused,
        cached=manifest.engine is not None and manifest.engine.cached,
        rules=outcome.gist.rules,
    )
