"""Many files: one overview with counts and filters, the worst first, progress, and the same overview to take along."""

import asyncio
import csv
import io
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sse_starlette import EventSourceResponse
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from xbrl_pipeline.batch.overview import boards_of
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Counts
from xbrl_pipeline.reporting.overview import LeftOut, OverviewRow, overview_json
from xbrl_pipeline.reporting.overview_xlsx import overview_xlsx
from xbrl_pipeline.web.desk import attachment, change, desk_of, go_to, not_found, page, show
from xbrl_pipeline.web.jobs import FileStage
from xbrl_pipeline.web.pages.shared import JobRow, JobStanding, is_busy, job_of, rows_of, standing_of
from xbrl_pipeline.web.visitors import Visitor

_LOOK: Final = 0.5  # seconds between looks at how far a job is
_COLUMNS: Final = (
    "web.row.file",
    "web.row.status",
    "report.entity",
    "report.bestuursnummer",
    "report.verslagjaar",
    "web.row.errors",
    "web.row.warnings",
    "web.row.problem",
)
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would calculate when a text begins so


async def _job(request: Request, visitor: Visitor) -> Response:
    """Show a job: of one file that file, of several the overview."""
    job = job_of(request, visitor)
    rows = rows_of(request, job)
    if len(rows) == 1 and not job.file.left_out and "overzicht" not in request.query_params:
        return go_to(f"/opdrachten/{job.id}/bestanden/{rows[0].entry.number}")
    standing = standing_of(rows, desk_of(request).settings.workers)
    chosen, wanted = request.query_params.get("uitkomst", ""), request.query_params.get("zoek", "").strip()
    shown = sorted((row for row in rows if _fits(row, chosen, wanted)), key=lambda row: row.rank)
    return show(request, "job.html.j2", visitor, job=job, rows=shown, standing=standing, chosen=chosen, wanted=wanted)


def _fits(row: JobRow, chosen: str, wanted: str) -> bool:
    texts = (row.entry.shown, row.state.name, row.state.board)
    fitting = not wanted or any(wanted.casefold() in text.casefold() for text in texts)
    return fitting and chosen in {"", row.state.status}


async def _progress(request: Request, visitor: Visitor) -> Response:
    """Tell how far a job is each time that it is further, until it has ended."""
    job = job_of(request, visitor)

    async def told() -> AsyncIterator[dict[str, str]]:
        before = ""
        while not await request.is_disconnected():
            rows = await run_in_threadpool(lambda: rows_of(request, job))
            standing = standing_of(rows, desk_of(request).settings.workers)
            now = json.dumps(_event(rows, standing, visitor.texts))
            if now != before:
                yield {"event": "stand", "data": now}
                before = now
            if standing.done:
                return
            await asyncio.sleep(_LOOK)

    return EventSourceResponse(told(), headers={"cache-control": "no-store"})


def _event(rows: list[JobRow], standing: JobStanding, texts: Messages) -> dict[str, object]:
    """Return what a page shows of a job at work: plain words, and no figures."""
    busy = {str(row.entry.number): _status(row, texts) for row in rows if is_busy(row.state)}
    busy = dict(list(busy.items())[:50])
    return {
        "ended": standing.ended,
        "total": standing.total,
        "done": standing.done,
        "files": busy,
        "told": _so_far(standing, texts),
    }


def _status(row: JobRow, texts: Messages) -> str:
    return texts.text(f"web.stage.{row.state.stage}")


def _so_far(standing: JobStanding, texts: Messages) -> str:
    told = texts.text("web.so_far", ended=standing.ended, total=standing.total)
    if standing.left is None:
        return told
    minutes = max(1, round(standing.left / 60))
    return f"{told} {texts.text('web.time_left', n=minutes)}"


async def _stop(request: Request, visitor: Visitor, _: FormData) -> Response:
    """Stop what is not ready."""
    job = job_of(request, visitor)
    await run_in_threadpool(lambda: desk_of(request).workshop.cancel(job))
    return go_to(f"/opdrachten/{job.id}")


async def _restart(request: Request, visitor: Visitor, _: FormData) -> Response:
    """Do again what was refused, stopped or not validated; what has a verdict stays."""
    desk, job = desk_of(request), job_of(request, visitor)
    for row in rows_of(request, job):
        if row.state.stage in {FileStage.REFUSED, FileStage.CANCELLED} or row.state.status == "NOT_VALIDATED":
            desk.workshop.submit(job, row.entry)
    return go_to(f"/opdrachten/{job.id}")


async def _remove(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Remove a job with all its files, when that is meant."""
    desk, job = desk_of(request), job_of(request, visitor)
    if form.get("zeker") != "ja":
        return show(request, "remove.html.j2", visitor, job=job)

    def remove() -> None:
        desk.workshop.cancel(job)
        desk.jobs.remove(job, visitor.name)

    await run_in_threadpool(remove)
    return go_to("/")


async def _overview(request: Request, visitor: Visitor) -> Response:
    """Give the overview as a file."""
    job, texts = job_of(request, visitor), visitor.texts
    rows = [_as_row(row) for row in sorted(rows_of(request, job), key=lambda row: row.rank)]
    left_out = tuple(LeftOut(name, texts.text("input.left_out.other")) for name in job.file.left_out)
    boards = boards_of(rows, Path())
    match request.path_params["form"]:
        case "csv":
            return attachment(_csv(rows, texts), "overzicht.csv", "text/csv; charset=utf-8")
        case "xlsx":
            now = datetime.now(UTC)
            made = await run_in_threadpool(
                lambda: overview_xlsx(rows, texts, created=now, left_out=left_out, boards=boards)
            )
            return attachment(made, "overzicht.xlsx")
        case "json":
            return attachment(overview_json(rows, left_out, boards), "overzicht.json", "application/json")
        case _:
            raise not_found()


def _as_row(row: JobRow) -> OverviewRow:
    state = row.state
    return OverviewRow(
        row.entry.shown,
        state.verdict if state.stage is FileStage.DONE else None,
        state.name,
        state.board,
        state.year,
        Counts(state.errors, state.warnings),
        state.facts,
        problem=state.problem,
        seconds=state.seconds,
        report=state.report,
    )


def _csv(rows: list[OverviewRow], texts: Messages) -> bytes:
    """Write the rows for a spreadsheet; no text of a file becomes a formula there."""
    told = io.StringIO()
    writer = csv.writer(told, delimiter=";")
    writer.writerow(map(texts.text, _COLUMNS))
    for row in rows:
        status = texts.text(f"overview.status.{row.status}")
        year = "" if row.verslagjaar is None else str(row.verslagjaar)
        values = (row.file, status, row.name, row.bestuursnummer, year, str(row.counts.error), str(row.counts.warning))
        writer.writerow([f"'{each}" if each.startswith(_FORMULA) else each for each in (*values, row.problem)])
    return told.getvalue().encode("utf-8-sig")


ROUTES = [
    page("/opdrachten/{job}", _job),
    page("/opdrachten/{job}/voortgang", _progress),
    page("/opdrachten/{job}/overzicht.{form}", _overview),
    change("/opdrachten/{job}/stoppen", _stop),
    change("/opdrachten/{job}/opnieuw", _restart),
    change("/opdrachten/{job}/verwijderen", _remove),
]
