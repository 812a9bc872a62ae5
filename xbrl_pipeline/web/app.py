"""The server: its doors, what goes wrong on the way, and what lives as long as it does."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from xbrl_pipeline.base.sharing import make_folder
from xbrl_pipeline.batch.incidents import record_incident
from xbrl_pipeline.batch.premises import open_premises
from xbrl_pipeline.engine import EngineSettings
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.web.desk import Desk, desk_of, show, static_files
from xbrl_pipeline.web.jobs import Jobs
from xbrl_pipeline.web.pages import batch, entrance, finance, questions, queue, roles
from xbrl_pipeline.web.security import Guarded, Refusal
from xbrl_pipeline.web.sessions import Sessions
from xbrl_pipeline.web.settings import WebSettings
from xbrl_pipeline.web.visitors import Visitor, texts_for
from xbrl_pipeline.web.workshop import Workshop

_FOREVER = "public, max-age=31536000, immutable"
_STATUS = {"submission.unknown_item": 404, "web.queue.nothing_before": 404}
_EXITS = {ExitCode.NOT_AUTHORISED: 403}
_TOLD = {404: "web.error.not_found", 405: "web.error.not_found"}


def make_app(
    settings: WebSettings,
    engine: EngineSettings | None = None,
    opening: Callable[[], Office] = open_premises,
) -> Starlette:
    """Make a server; its workers run from the moment it starts until it stops."""
    make_folder(settings.folder)
    jobs = Jobs(settings.folder, settings.keep_days)
    desk = Desk(settings, Sessions(settings), jobs, Workshop(jobs, settings.workers, engine), opening)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        desk.workshop.start()
        yield
        desk.workshop.stop()

    app = Starlette(
        routes=[
            Route("/static/{digest}/{name}", _static, methods=["GET"]),
            *entrance.ROUTES,
            *finance.ROUTES,
            *questions.ROUTES,
            *batch.ROUTES,
            *queue.ROUTES,
            *roles.ROUTES,
        ],
        middleware=[Middleware(Guarded, settings.hosts)],
        exception_handlers={
            Refusal: _refused,
            HTTPException: _failed,
            PipelineError: _problem,
            Exception: _unexpected,
        },
        lifespan=lifespan,
    )
    app.state.desk = desk
    return app


async def _static(request: Request) -> Response:
    found = static_files().get(request.url.path)
    if found is None:
        raise HTTPException(404)
    data, kind = found
    return Response(data, media_type=kind, headers={"cache-control": _FOREVER})


def _known(request: Request) -> Visitor | None:
    try:
        return desk_of(request).visitor(request)
    except Refusal:
        return None


async def _refused(request: Request, error: Exception) -> Response:
    match error:
        case Refusal(status=status, code=code):
            return _told(request, status, code)
        case _:
            raise error


async def _failed(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return _told(request, status, _TOLD.get(status, "web.error.unreadable"))


def _told(request: Request, status: int, code: str) -> Response:
    texts = texts_for(request)
    message, advice = texts.text(code), texts.advice(code)
    return show(request, "error.html.j2", _known(request), status=status, message=message, advice=advice)


async def _problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, PipelineError):
        raise error
    return _sentence(request, _STATUS.get(error.code, _EXITS.get(error.exit_code, 422)), error)


async def _unexpected(request: Request, error: Exception) -> Response:
    return _sentence(request, 500, record_incident(error))


def _sentence(request: Request, status: int, error: PipelineError) -> Response:
    texts = texts_for(request)
    message, advice = texts.text(error.code, **error.params), texts.advice(error.code, **error.params)
    return show(request, "error.html.j2", _known(request), status=status, message=message, advice=advice)
