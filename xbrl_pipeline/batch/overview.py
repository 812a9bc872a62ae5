"""The outcomes of a run as rows of the overview, and its files."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from xbrl_pipeline import VERSION
from xbrl_pipeline.base.files import write_all
from xbrl_pipeline.batch.dossiers import dossier_name, is_board
from xbrl_pipeline.batch.outcome import FileOutcome
from xbrl_pipeline.dated import missing_reports, owed_reports
from xbrl_pipeline.dossier.names import MANIFEST
from xbrl_pipeline.inputs.plan import why_left_out
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, Verdict
from xbrl_pipeline.model.report import Dossier, Entity
from xbrl_pipeline.reporting.overview import BoardRow, LeftOut, OverviewRow, overview_json
from xbrl_pipeline.reporting.overview_html import overview_html
from xbrl_pipeline.reporting.overview_xlsx import overview_xlsx


def rows_of(outcomes: Iterable[FileOutcome], out: Path) -> tuple[OverviewRow, ...]:
    """Describe each outcome; dossiers are named relative to ``out``, where the overview lies."""
    return tuple(_row(outcome, outcome.dossier, out) for outcome in outcomes if not outcome.passed_over)


def left_out_of(files: Iterable[Path], outcomes: Iterable[FileOutcome], texts: Messages) -> tuple[LeftOut, ...]:
    """Say of each file that was not read, and of each that another was preferred to, why it is in no report."""
    unread = (LeftOut(str(file), texts.text(why_left_out(file))) for file in files)
    passed = (LeftOut(each.name or each.path.name, each.message) for each in outcomes if each.passed_over)
    return (*unread, *passed)


def boards_of(rows: Iterable[OverviewRow], out: Path) -> tuple[BoardRow, ...]:
    """Say of each board and year of which there is a report which others the board owes, those that miss one first.

    A report whose dossier of an earlier run lies in ``out`` is there too. The sector is what most reports say.
    """
    found: dict[tuple[str, int], list[OverviewRow]] = {}
    for row in rows:
        if is_board(row.bestuursnummer) and row.verslagjaar is not None:
            found.setdefault((row.bestuursnummer, row.verslagjaar), []).append(row)
    boards = (_board(number, year, own, out) for (number, year), own in found.items())
    return tuple(sorted(boards, key=lambda each: (not each.missing, each.bestuursnummer, each.verslagjaar)))


def _board(number: str, year: int, own: Sequence[OverviewRow], out: Path) -> BoardRow:
    sectors = Counter(row.sector for row in own if row.sector).most_common(1)
    sector = sectors[0][0] if sectors else ""
    name = next((row.name for row in own if row.name), "")
    owed = owed_reports(sector, year)
    kept = (report for report in owed if (out / dossier_name(number, year, report) / MANIFEST).is_file())
    there = tuple(dict.fromkeys((*(row.report for row in own if row.report), *kept)))
    return BoardRow(number, name, year, sector, owed, there, missing_reports(owed, there))


def write_overview(
    out: Path,
    rows: Sequence[OverviewRow],
    texts: Messages,
    *,
    created: datetime,
    left_out: Sequence[LeftOut] = (),
    boards: Sequence[BoardRow] = (),
) -> None:
    """Write ``overview.html``, ``overview.xlsx`` and ``overview.json``."""
    files = {
        "overview.html": overview_html(rows, texts, created=created, program=VERSION, left_out=left_out, boards=boards),
        "overview.xlsx": overview_xlsx(rows, texts, created=created, left_out=left_out, boards=boards),
        "overview.json": overview_json(rows, left_out, boards),
    }
    write_all(out, files)


def _row(outcome: FileOutcome, dossier: Dossier | None, out: Path) -> OverviewRow:
    name = outcome.name or outcome.path.name
    if dossier is None:
        unsettled = Verdict.NOT_VALIDATED if outcome.exit_code is ExitCode.NOT_VALIDATED else None
        entity, problem = outcome.entity or Entity(), f"{outcome.message} {outcome.advice}".strip()
        whose = (entity.name, entity.bestuursnummer, entity.verslagjaar)
        return OverviewRow(name, unsettled, *whose, problem=problem, sector=entity.sector, report=outcome.report_name)
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
        sector=manifest.entity.sector,
        report=manifest.report,
    )
