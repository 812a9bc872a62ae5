"""Medewerker verantwoording: what waits for whom, looking at it, deciding, handing over, and what DUO said."""

import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.batch.versions import compare_versions
from xbrl_pipeline.dossier.names import ACCOUNT, INSTANCE, PAGE, SHEETS
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, Verdict
from xbrl_pipeline.reporting.comparison import comparison_html
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import approve, reject
from xbrl_pipeline.submission.audit import event_words
from xbrl_pipeline.submission.channels.portal import Portal
from xbrl_pipeline.submission.confirmation import Confirmation, Notice, NoticeKind, confirm
from xbrl_pipeline.submission.deadlines import last_day, missing_of, worklist
from xbrl_pipeline.submission.details import details
from xbrl_pipeline.submission.handover import handover
from xbrl_pipeline.submission.office import today
from xbrl_pipeline.submission.queue import IntakeRequest, add, withdraw
from xbrl_pipeline.submission.roles import boards_for
from xbrl_pipeline.submission.states import STEPS
from xbrl_pipeline.submission.tables import parsed
from xbrl_pipeline.submission.viewing import read_file
from xbrl_pipeline.web.desk import attachment, change, desk_of, go_to, not_found, page, show
from xbrl_pipeline.web.jobs import safe_name
from xbrl_pipeline.web.pages.shared import file_of, job_of
from xbrl_pipeline.web.queueing import QueueVisit, at_queue, day_of, sentence_of
from xbrl_pipeline.web.security import DOCUMENT_POLICY
from xbrl_pipeline.web.visitors import Visitor

_DOCUMENTS: Final = {"jaarrekening": ACCOUNT, "controleverslag": PAGE}  # shown as pages, without any right
_FILES: Final = {"instance": INSTANCE, "jaarrekening": ACCOUNT, "verslag": PAGE, "verslag-excel": SHEETS}
_YEARS_BACK: Final = {"versie": 0, "vorig-jaar": 1}
_OVERTAKEN: Final = "submission.changed_meanwhile"
_CONFLICT, _UNPROCESSABLE = 409, 422
_PACKAGES: Final = "pakketten"


async def _list(request: Request, visitor: Visitor) -> Response:
    """Show what waits, most urgent first."""
    everything = request.query_params.get("alles") == "1"

    def rows(at: QueueVisit) -> list[Any]:
        if not boards_for(at.office, at.subject, Action.QUEUE_LIST, now=at.now):
            raise PipelineError("web.queue.no_business", ExitCode.NOT_AUTHORISED)
        return [row for row in worklist(at.office, at.subject, now=at.now) if everything or row.open]

    found = await at_queue(request, visitor, rows)
    return show(request, "queue.html.j2", visitor, rows=found, everything=everything, parsed=parsed)


async def _item(request: Request, visitor: Visitor) -> Response:
    """Show one report with everything that is known of it."""
    return await _shown(request, visitor, {})


async def _shown(
    request: Request, visitor: Visitor, typed: dict[str, str], status: int = 200, told: str = ""
) -> Response:
    number = request.path_params["item"]
    found = await at_queue(request, visitor, lambda at: details(at.office, at.subject, number, now=at.now))
    item = found.item
    return show(
        request,
        "item.html.j2",
        visitor,
        status=status,
        found=found,
        item=item,
        told=told,
        typed=typed,
        missing=f"submission.missing.{missing_of(item, found.void, found.corrected_by)}",
        due=last_day(item.verslagjaar),
        outcomes=[step.name for step in STEPS if step.action is Action.QUEUE_CONFIRM and step.before is item.state],
        files=[key for key, name in _FILES.items() if name in found.files],
        documents=[key for key, name in _DOCUMENTS.items() if name in found.files],
        package=_package(request, found.attempts) is not None,
        parsed=parsed,
        said=lambda event: event_words(event, visitor.texts),
    )


async def _document(request: Request, visitor: Visitor) -> Response:
    """Give a page of a report from the store, to be looked at: it may do nothing in our name."""
    name = _DOCUMENTS.get(request.path_params["document"])
    data = await _read(request, visitor, name)
    return Response(data, media_type="text/html", headers={"content-security-policy": DOCUMENT_POLICY})


async def _download(request: Request, visitor: Visitor) -> Response:
    """Give a file of a report from the store, to keep."""
    name = _FILES.get(request.path_params["file"])
    data = await _read(request, visitor, name)
    return attachment(data, f"{request.path_params['item']}-{name}")


async def _read(request: Request, visitor: Visitor, name: str | None) -> bytes:
    number = request.path_params["item"]
    if name is None:
        raise not_found()
    data = await at_queue(request, visitor, lambda at: read_file(at.office, at.subject, number, name, now=at.now))
    if data is None:
        raise not_found()
    return data


async def _difference(request: Request, visitor: Visitor) -> Response:
    """Give what differs from the version before, or from last year."""
    number, years = request.path_params["item"], _YEARS_BACK.get(request.path_params["what"])
    if years is None:
        raise not_found()

    def compared(at: QueueVisit) -> bytes | None:
        comparison = compare_versions(at.office, at.subject, number, at.texts, now=at.now, years=years)
        return None if comparison is None else comparison_html(comparison, at.texts)

    data = await at_queue(request, visitor, compared)
    if data is None:
        raise PipelineError("web.queue.nothing_before")
    return Response(data, media_type="text/html", headers={"content-security-policy": DOCUMENT_POLICY})


async def _proof(request: Request, visitor: Visitor) -> Response:
    """Show who did what with which bytes, to be printed."""
    number = request.path_params["item"]

    def proven(at: QueueVisit) -> tuple[Any, Any, Any]:
        found = details(at.office, at.subject, number, now=at.now)
        return found, at.office.checkpoints.own_key(), at.now

    found, key, now = await at_queue(request, visitor, proven)
    values: dict[str, Any] = {"found": found, "item": found.item, "key": key, "now": now, "parsed": parsed}
    return show(request, "proof.html.j2", visitor, **values, said=lambda event: event_words(event, visitor.texts))


async def _add(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Put a checked file in the queue, to be approved by somebody else."""
    job = job_of(request, visitor)
    row = file_of(request, job)
    if row.state.status != Verdict.VALID:  # the page of such a file has no way here
        raise not_found()
    folder = job.dossier(row.entry, row.state)
    wish = IntakeRequest(corrects=_text(form, "corrigeert"), why=_text(form, "reden"), lang=visitor.texts.lang)
    try:
        made = await at_queue(request, visitor, lambda at: add(at.office, folder, at.subject, now=at.now, wish=wish))
    except PipelineError as problem:
        return show(request, "offer.html.j2", visitor, status=_UNPROCESSABLE, job=job, row=row, wish=wish,
                    told=sentence_of(problem, visitor.texts))  # fmt: skip
    return go_to(f"/wachtrij/{made.item.number}")


async def _offer(request: Request, visitor: Visitor) -> Response:
    """Ask what has to be known before a checked file goes into the queue."""
    job = job_of(request, visitor)
    row = file_of(request, job)
    if row.state.status != Verdict.VALID:
        raise not_found()
    return show(request, "offer.html.j2", visitor, job=job, row=row, wish=IntakeRequest(), told="")


async def _approve(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Approve what was looked at."""
    seen = _version(form)
    return await _step(request, visitor, form, lambda at, nr: approve(at.office, at.subject, nr, now=at.now, seen=seen))


async def _reject(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Send it back, with the reason."""
    why, seen = _text(form, "reden"), _version(form)
    return await _step(
        request, visitor, form, lambda at, nr: reject(at.office, at.subject, nr, why, now=at.now, seen=seen)
    )


async def _withdraw(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Take it out of the queue, with the reason."""
    why, seen = _text(form, "reden"), _version(form)
    return await _step(
        request, visitor, form, lambda at, nr: withdraw(at.office, at.subject, nr, why, now=at.now, seen=seen)
    )


async def _hand_over(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Make the package for the portal."""
    seen, out = _version(form), _packages(request)

    def hand(at: QueueVisit, number: str) -> None:
        with tempfile.TemporaryDirectory(prefix=scratch_prefix("upload")) as folder:
            pdfs = _kept(form, "pdf", Path(folder))
            channel = Portal(out, at.texts, Path(folder) if pdfs else None)
            handover(at.office, at.subject, number, channel, now=at.now, seen=seen)

    return await _step(request, visitor, form, hand)


async def _confirm(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Record what the portal said."""
    seen = _version(form)

    def record(at: QueueVisit, number: str) -> None:
        with tempfile.TemporaryDirectory(prefix=scratch_prefix("upload")) as folder:
            files = _kept(form, "bewijs", Path(folder))
            given = ((NoticeKind.REFERENCE, "kenmerk"), (NoticeKind.STATUS, "status"))
            notices = tuple(
                Notice(kind, _text(form, name), day_of(_text(form, f"{name}-dag")) or today(at.now))
                for kind, name in given
                if _text(form, name)
            )
            what = Confirmation(
                _text(form, "afloop"), next(iter(files), None), _text(form, "toelichting"), None, notices
            )
            confirm(at.office, at.subject, number, what, now=at.now, version=seen)

    return await _step(request, visitor, form, record)


async def _step(
    request: Request, visitor: Visitor, form: FormData, step: Callable[[QueueVisit, str], object]
) -> Response:
    """Take a step; where that cannot be, show the report as it is now with the reason and what was typed."""
    number = request.path_params["item"]
    try:
        await at_queue(request, visitor, lambda at: step(at, number))
    except PipelineError as problem:
        if problem.code == "submission.unknown_item":
            raise
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        status = _CONFLICT if problem.code == _OVERTAKEN else _UNPROCESSABLE
        return await _shown(request, visitor, typed, status, sentence_of(problem, visitor.texts))
    return go_to(f"/wachtrij/{number}")


async def _take_package(request: Request, visitor: Visitor) -> Response:
    """Give the package for the portal as one file."""
    number = request.path_params["item"]

    def packed(at: QueueVisit) -> tuple[bytes, str] | None:
        folder = _package(request, details(at.office, at.subject, number, now=at.now).attempts)
        if folder is None:
            return None
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(each for each in folder.rglob("*") if each.is_file()):
                archive.write(file, file.relative_to(folder.parent).as_posix())
        return out.getvalue(), f"{folder.name}.zip"

    found = await at_queue(request, visitor, packed)
    if found is None:
        raise not_found()
    return attachment(*found, "application/zip")


def _packages(request: Request) -> Path:
    return desk_of(request).settings.folder.absolute() / _PACKAGES


def _package(request: Request, attempts: Any) -> Path | None:  # noqa: ANN401 - of one item, oldest first
    """Return the folder of the last package, where it was made here and still is."""
    target = Path(attempts[-1].target) if attempts else None
    if target is None or target.parent != _packages(request) or not target.is_dir():
        return None
    return target


def _kept(form: FormData, field: str, folder: Path) -> list[Path]:
    """Copy the files of a field to a private folder, under names that are only names."""
    found = []
    for upload in form.getlist(field):
        if isinstance(upload, UploadFile) and upload.filename:
            place = folder / safe_name(upload.filename)
            with place.open("wb") as file:
                while chunk := upload.file.read(1024 * 1024):
                    file.write(chunk)
            found.append(place)
    return found


def _text(form: FormData, field: str) -> str:
    value = form.get(field, "")
    return value.strip().replace("\r\n", "\n") if isinstance(value, str) else ""


def _version(form: FormData) -> int:
    """Return the version that was looked at; a form without one has looked at nothing."""
    text = _text(form, "versie")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1  # noqa: PLR2004


_ONE: Final = "/wachtrij/{item}"
_FILE: Final = "/opdrachten/{job}/bestanden/{number}/aanbieden"
ROUTES = [
    page("/wachtrij", _list),
    page(_ONE, _item),
    page(f"{_ONE}/document/{{document}}", _document),
    page(f"{_ONE}/download/{{file}}", _download),
    page(f"{_ONE}/verschil/{{what}}", _difference),
    page(f"{_ONE}/bewijs", _proof),
    page(f"{_ONE}/pakket", _take_package),
    change(f"{_ONE}/goedkeuren", _approve),
    change(f"{_ONE}/afkeuren", _reject),
    change(f"{_ONE}/intrekken", _withdraw),
    change(f"{_ONE}/overdragen", _hand_over),
    change(f"{_ONE}/vastleggen", _confirm),
    page(_FILE, _offer),
    change(_FILE, _add),
]
