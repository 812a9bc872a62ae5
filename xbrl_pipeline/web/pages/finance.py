"""Finance: bring workbooks, see what came of each, mend them, and take the files along."""

import json
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.dossier.files import read_report
from xbrl_pipeline.dossier.names import ACCOUNT, ANNOTATED, INSTANCE, LEDGER, MAPPING, PAGE, REPORT, SHEETS
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.rendering.forms import RenderForm
from xbrl_pipeline.reporting.html import finding_words
from xbrl_pipeline.reporting.statement import sheet_views
from xbrl_pipeline.reporting.view import sections
from xbrl_pipeline.showing import show as show_account
from xbrl_pipeline.template.write import template_xlsx
from xbrl_pipeline.templates import TemplateRequest, book_year, build, choose_report
from xbrl_pipeline.web.desk import attachment, change, desk_of, go_to, not_found, page, show
from xbrl_pipeline.web.jobs import CHANGES, Brought, CheckJob, safe_name
from xbrl_pipeline.web.pages.shared import JobRow, file_of, is_busy, job_of, rows_of, standing_of
from xbrl_pipeline.web.security import DOCUMENT_POLICY
from xbrl_pipeline.web.visitors import Visitor

_SHOWN: Final = 50  # jobs on the first page
_PDF: Final = "jaarrekening.pdf"
_KINDS: Final = {".html": "text/html", ".xbrl": "application/xml", ".json": "application/json"}


async def _home(request: Request, visitor: Visitor) -> Response:
    """Let files be brought, and name the jobs there are."""
    desk = desk_of(request)
    jobs = desk.jobs.all(visitor.name)[:_SHOWN]
    told = [(job, standing_of(rows_of(request, job), desk.settings.workers)) for job in jobs]
    limit = desk.settings.limits.request // (1024 * 1024)
    return show(request, "home.html.j2", visitor, jobs=told, days=desk.settings.keep_days, limit=limit)


async def _bring(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Keep what was brought as a job, and begin."""
    desk = desk_of(request)

    def keep() -> CheckJob:
        with tempfile.TemporaryDirectory(prefix=scratch_prefix("upload")) as folder:
            job = desk.jobs.create(visitor.name, visitor.texts.lang, _brought(form, "bestanden", Path(folder)))
        for entry in job.file.files:
            desk.workshop.submit(job, entry)
        return job

    job = await run_in_threadpool(keep)
    return go_to(f"/opdrachten/{job.id}")


def _brought(form: FormData, field: str, folder: Path) -> list[Brought]:
    """Copy files of a form to a private folder; a form without any is a PipelineError."""
    found = []
    uploads = [each for each in form.getlist(field) if isinstance(each, UploadFile) and each.filename]
    for number, upload in enumerate(uploads):
        place = folder / str(number)
        with place.open("wb") as file:
            while chunk := upload.file.read(1024 * 1024):
                file.write(chunk)
        found.append(Brought(upload.filename or "", place))
    if not found:
        raise PipelineError("web.no_file")
    return found


@dataclass(frozen=True, slots=True)
class _Download:
    """A file that can be taken along: the word in its address, and the name in the dossier."""

    key: str
    name: str


def _downloads(job: CheckJob, row: JobRow) -> list[_Download]:
    """Return what there is to take along of a file."""
    if not row.state.dossier:
        return []
    folder = job.dossier(row.entry, row.state)
    annotated = next((each.name for each in sorted(folder.glob(f"{ANNOTATED}.*"))), "")
    named = [
        ("gemarkeerd", annotated),
        ("instance", INSTANCE),
        ("verslag", PAGE),
        ("verslag-excel", SHEETS),
        ("jaarrekening", ACCOUNT),
        ("mapping", MAPPING),
    ]
    found = [_Download(key, name) for key, name in named if name and (folder / name).is_file()]
    if any(each.key == "jaarrekening" for each in found):
        found.append(_Download("pdf", _PDF))
    return found


async def _file(request: Request, visitor: Visitor) -> Response:
    """Show how far a file is, or what came of it."""
    job = job_of(request, visitor)
    row = file_of(request, job)
    if is_busy(row.state):
        return show(request, "busy.html.j2", visitor, job=job, row=row, ahead=desk_of(request).workshop.ahead(job))
    values = await run_in_threadpool(lambda: _result(job, row, visitor))
    return show(request, "result.html.j2", visitor, **values)


def _result(job: CheckJob, row: JobRow, visitor: Visitor) -> dict[str, Any]:
    report = _report(job, row)
    values: dict[str, Any] = {"job": job, "row": row, "report": report, "downloads": _downloads(job, row)}
    values["changes"] = _read_json(job.place(row.entry) / CHANGES)
    values["successor"] = job.successor(row.entry)
    values["before"] = job.entry(row.entry.corrects) if row.entry.corrects is not None else None
    values["account"] = any(each.key == "jaarrekening" for each in values["downloads"])
    if report is None:
        return values
    return (
        values
        | finding_words(report, visitor.texts)
        | {
            "sections": sections(report),
            "sheets": sheet_views(report, visitor.texts),
        }
    )


def _report(job: CheckJob, row: JobRow) -> Report | None:
    if not row.state.dossier:
        return None
    folder = job.dossier(row.entry, row.state)
    ledger = folder / LEDGER
    return read_report((folder / REPORT).read_bytes(), ledger.read_bytes() if ledger.is_file() else None)


def _read_json(place: Path) -> Any:  # noqa: ANN401 - what a worker wrote
    try:
        return json.loads(place.read_bytes())
    except FileNotFoundError:
        return None


async def _account(request: Request, visitor: Visitor) -> Response:
    """Give the account as it will be filed, to be shown beside the workbook: it may do nothing in our name."""
    job = job_of(request, visitor)
    row = file_of(request, job)
    place = job.dossier(row.entry, row.state) / ACCOUNT
    if not row.state.dossier or not place.is_file():
        raise not_found()
    return Response(place.read_bytes(), media_type="text/html", headers={"content-security-policy": DOCUMENT_POLICY})


async def _download(request: Request, visitor: Visitor) -> Response:
    """Give one file of a dossier to keep."""
    job = job_of(request, visitor)
    row = file_of(request, job)
    wanted = next((each for each in _downloads(job, row) if each.key == request.path_params["what"]), None)
    if wanted is None:
        raise not_found()
    folder = job.dossier(row.entry, row.state)
    stem = Path(row.entry.file).stem
    if wanted.key == "pdf":
        return attachment(await run_in_threadpool(lambda: _pdf(folder)), f"{stem}-{_PDF}", "application/pdf")
    place = folder / wanted.name
    return attachment(place.read_bytes(), f"{stem}-{wanted.name}", _KINDS.get(place.suffix, "application/octet-stream"))


def _pdf(folder: Path) -> bytes:
    with Engine() as engine:
        return show_account(folder, RenderForm.PDF, engine)[1].data


async def _correct(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Take a corrected workbook in the place of the one before."""
    desk, job = desk_of(request), job_of(request, visitor)
    row = file_of(request, job)
    if job.successor(row.entry) is not None:
        raise PipelineError("web.changed_meanwhile")

    def keep() -> tuple[CheckJob, Any]:
        with tempfile.TemporaryDirectory(prefix=scratch_prefix("upload")) as folder:
            return desk.jobs.correct(job, row.entry, _brought(form, "bestand", Path(folder))[0])

    changed, entry = await run_in_threadpool(keep)
    desk.workshop.submit(changed, entry)
    return go_to(f"/opdrachten/{job.id}/bestanden/{entry.number}")


async def _again(request: Request, visitor: Visitor, _: FormData) -> Response:
    """Check one file again."""
    job = job_of(request, visitor)
    row = file_of(request, job)
    if not is_busy(row.state):
        desk_of(request).workshop.submit(job, row.entry)
    return go_to(f"/opdrachten/{job.id}/bestanden/{row.entry.number}")


async def _template(request: Request, visitor: Visitor) -> Response:
    """Ask which template is wanted."""
    return show(request, "template.html.j2", visitor, problem="")


async def _make_template(request: Request, visitor: Visitor, form: FormData) -> Response:
    """Make a template, empty or with last year's figures."""
    texts = visitor.texts
    year = str(form.get("jaar", ""))

    def make() -> bytes:
        if not (year.isascii() and year.isdecimal() and len(year) == 4):  # noqa: PLR2004 - digits of a year
            raise PipelineError("web.template.year_form", given=one_line(year, 20))
        profile = choose_report("", "", int(year))
        with tempfile.TemporaryDirectory(prefix=scratch_prefix("upload")) as folder:
            last = form.get("vorig")
            past = _brought(form, "vorig", Path(folder))[0] if isinstance(last, UploadFile) and last.filename else None
            place = None if past is None else past.path.rename(Path(folder) / f"vorig-{safe_name(past.name)}")
            span, consolidated = book_year(profile, int(year), None, None), bool(form.get("geconsolideerd"))
            wish = TemplateRequest(span, consolidated, "", place)
            return template_xlsx(build(profile, wish, texts)[0], texts)

    try:
        data = await run_in_threadpool(make)
    except PipelineError as error:
        told = f"{texts.text(error.code, **error.params)} {texts.advice(error.code, **error.params)}".strip()
        return show(request, "template.html.j2", visitor, status=422, problem=told)
    return attachment(data, f"sjabloon-jaarverantwoording-{year}.xlsx")


_ONE: Final = "/opdrachten/{job}/bestanden/{number}"
ROUTES = [
    page("/", _home),
    change("/opdrachten", _bring),
    page(_ONE, _file),
    page(f"{_ONE}/jaarrekening", _account),
    page(f"{_ONE}/download/{{what}}", _download),
    change(f"{_ONE}/verbeterd", _correct),
    change(f"{_ONE}/opnieuw", _again),
    page("/sjabloon", _template),
    change("/sjabloon", _make_template),
]
