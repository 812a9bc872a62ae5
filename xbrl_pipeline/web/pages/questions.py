"""The open questions of a workbook on a page: answered in any order, and agreed with when nothing is open."""

import asyncio
import json
import time
from typing import Any, Final

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.web.asking import Said
from xbrl_pipeline.web.desk import change, desk_of, go_to, page, show
from xbrl_pipeline.web.jobs import PROPOSAL, CheckJob, Work
from xbrl_pipeline.web.pages.shared import JobRow, file_of, is_busy, job_of
from xbrl_pipeline.web.visitors import Visitor

_PATIENCE: Final = 6.0  # seconds that an answer may be waited for before a page says that it is being worked at
_LOOK: Final = 0.1
_PREFIX: Final = "q-"
_OTHER: Final = "-anders"  # of the field in which something else than the choices is typed


async def _questions(request: Request, visitor: Visitor) -> Response:
    """Show what is open; where nobody has looked yet, have that done first."""
    desk, job = desk_of(request), job_of(request, visitor)
    row = file_of(request, job)
    if not is_busy(row.state) and not (job.place(row.entry) / PROPOSAL).is_file():
        desk.workshop.submit(job, row.entry, Work.ASK)
        row = await _settled(request, job, row)
    if is_busy(row.state):
        return show(request, "busy.html.j2", visitor, job=job, row=row, ahead=desk.workshop.ahead(job))
    told = _told(job, row)
    if told is None:
        return go_to(_address(job, row))
    return show(request, "questions.html.j2", visitor, job=job, row=row, told=told)


async def _answer(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Take answers, and have the workbook recognised with them."""
    desk, job = desk_of(request), job_of(request, visitor)
    row = file_of(request, job)
    if is_busy(row.state):
        raise PipelineError("web.changed_meanwhile")
    place = job.place(row.entry)
    said = Said.read(place)
    withdrawn = str(form.get("intrekken", ""))
    if withdrawn:
        told = _told(job, row) or {}
        names = {each["code"]: each["id"] for each in told.get("answered", ())}
        held = {name: value for name, value in said.held.items() if name != names.get(withdrawn)}
        Said(held, {}, asked=True).write(place)
    else:
        Said(said.held, _given(form), asked=said.asked).write(place)
    desk.workshop.submit(job, row.entry, Work.ASK)
    await _settled(request, job, row)
    return go_to(f"{_address(job, row)}/vragen")


def _given(form: FormData) -> dict[str, str]:
    """Return what was filled in, by field; what was typed counts for more than a choice."""
    fields = {name: value for name, value in form.items() if isinstance(value, str) and name.startswith(_PREFIX)}
    typed = {name.removesuffix(_OTHER): value for name, value in fields.items() if name.endswith(_OTHER) and value}
    return {name: value for name, value in fields.items() if not name.endswith(_OTHER)} | typed


async def _agree(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Take over everything as it was shown, and check by it."""
    desk, job = desk_of(request), job_of(request, visitor)
    row = file_of(request, job)
    told = _told(job, row)
    if told is None or is_busy(row.state) or form.get("stand") != told["stand"]:
        raise PipelineError("web.changed_meanwhile")
    desk.workshop.submit(job, row.entry, Work.AGREE)
    return go_to(_address(job, row))


async def _settled(request: Request, job: CheckJob, row: JobRow) -> JobRow:
    """Wait a little for an answer, so that most people see it at once."""
    until = time.monotonic() + _PATIENCE
    jobs = desk_of(request).jobs
    while time.monotonic() < until:
        await asyncio.sleep(_LOOK)
        now = JobRow(row.entry, jobs.state(job, row.entry))
        if not is_busy(now.state):
            return now
    return JobRow(row.entry, jobs.state(job, row.entry))


def _told(job: CheckJob, row: JobRow) -> dict[str, Any] | None:
    try:
        told: dict[str, Any] = json.loads((job.place(row.entry) / PROPOSAL).read_bytes())
    except FileNotFoundError:
        return None
    return told


def _address(job: CheckJob, row: JobRow) -> str:
    return f"/opdrachten/{job.id}/bestanden/{row.entry.number}"


_ONE: Final = "/opdrachten/{job}/bestanden/{number}"
ROUTES = [
    page(f"{_ONE}/vragen", _questions),
    change(f"{_ONE}/vragen", _answer),
    change(f"{_ONE}/akkoord", _agree),
]
