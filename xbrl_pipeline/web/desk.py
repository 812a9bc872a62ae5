"""What every page works with: settings, sessions, jobs, the workshop, templates; and the two kinds of door."""

import asyncio
import hashlib
import mimetypes
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from typing import Final
from urllib.parse import quote

from jinja2 import ChoiceLoader, Environment, PackageLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup
from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from xbrl_pipeline.messages import LANGUAGES, Messages, amount, clock, day
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.web.forms import read_form
from xbrl_pipeline.web.jobs import Jobs
from xbrl_pipeline.web.security import Rate, Refusal, refuse_foreign
from xbrl_pipeline.web.sessions import Sessions
from xbrl_pipeline.web.settings import WebSettings
from xbrl_pipeline.web.visitors import Visitor, texts_for
from xbrl_pipeline.web.workshop import Workshop

_ROOM: Final = "xbrl_pipeline.web"
SEE_OTHER: Final = 303


@dataclass
class Desk:
    """One server process."""

    settings: WebSettings
    sessions: Sessions
    jobs: Jobs
    workshop: Workshop
    opening: Callable[[], Office]  # of the queue, when it is first asked for
    changes: Rate = field(init=False)
    starts: Rate = field(init=False)

    def __post_init__(self) -> None:
        self.changes = Rate(self.settings.limits.changes_per_minute)
        self.starts = Rate(self.settings.limits.starts_per_minute)

    @cached_property
    def office(self) -> Office:
        """The queue; PipelineError where it cannot be opened."""
        return self.opening()

    def visitor(self, request: Request) -> Visitor:
        """Return who asks; nobody known is a Refusal."""
        session = self.sessions.find(request)
        if session is None:
            raise Refusal(401, "web.error.no_session")
        return Visitor(session, texts_for(request))


View = Callable[[Request, Visitor], Awaitable[Response]]
Change = Callable[[Request, Visitor, FormData], Awaitable[Response]]


def desk_of(request: Request) -> Desk:
    """Return the desk of the server that answers."""
    desk: Desk = request.app.state.desk
    return desk


def page(path: str, view: View) -> Route:
    """Make a door to look through: for whoever has a session, and it changes nothing."""

    async def endpoint(request: Request) -> Response:
        return await view(request, desk_of(request).visitor(request))

    return Route(path, endpoint, methods=["GET"], name=view.__name__)


def change(path: str, action: Change) -> Route:
    """Make a door to change something: with the token of the session, from a page of ours, and not too often."""

    async def endpoint(request: Request) -> Response:
        desk = desk_of(request)
        refuse_foreign(request)
        visitor = desk.visitor(request)
        desk.changes.count(visitor.session.id)
        form = await read_form(request, visitor.session, desk.settings.limits)
        try:
            return await action(request, visitor, form)
        finally:
            await form.close()

    return Route(path, endpoint, methods=["POST"], name=action.__name__)


def show(request: Request, template: str, visitor: Visitor | None, *, status: int = 200, **values: object) -> Response:
    """Fill a template in the language of the visitor."""
    texts = visitor.texts if visitor is not None else texts_for(request)
    whole = environment().get_template(template)
    shared = {"visitor": visitor, "path": request.url.path, "static": static_address}
    content = whole.render(words(texts) | shared | values)
    return HTMLResponse(content, status_code=status)


def go_to(address: str) -> Response:
    """Send a browser on after a change, so that loading the page again does nothing twice."""
    return RedirectResponse(address, SEE_OTHER)


def not_found() -> HTTPException:
    """Return what is told of what is not there, and of what is somebody else's: the same."""
    return HTTPException(404)


async def in_thread(work: Callable[[], object]) -> object:
    """Do something that waits for a disk beside what the server does for others."""
    return await asyncio.to_thread(work)


def attachment(data: bytes, name: str, kind: str = "application/octet-stream") -> Response:
    """Return a file to keep: a browser does not open it here, whatever it holds."""
    plain = "".join(char if char.isascii() and (char.isalnum() or char in "._- ") else "_" for char in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    return Response(data, media_type=kind, headers={"content-disposition": disposition})


def words(texts: Messages) -> dict[str, object]:
    """Return what every template says things with."""
    return {
        "t": texts.text,
        "advice": texts.advice,
        "lang": texts.lang,
        "languages": LANGUAGES,
        "n": lambda number: amount(number, texts.lang),
        "day": lambda moment: day(moment.astimezone().date()),
        "date": day,
        "clock": clock,
        "few": lambda number: "one" if number == 1 else "many",
        "count": lambda code, number: texts.text(f"{code}.{'one' if number == 1 else 'many'}", n=number),
    }


@cache
def environment() -> Environment:
    """Return Jinja2 with escaping on, over our own templates and the parts of reports that are shown here too."""
    loader = ChoiceLoader([PackageLoader(_ROOM), PrefixLoader({"reporting": PackageLoader("xbrl_pipeline.reporting")})])
    return Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_shown
    )


def _shown(value: object) -> object:
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def static_files() -> dict[str, tuple[bytes, str]]:
    """Return by address what pages fetch: contents and kind. The address changes with the contents."""
    shared = files("xbrl_pipeline.reporting").joinpath("templates/page.css")  # the look of reports
    found = [shared, *(each for each in files(_ROOM).joinpath("static").iterdir() if each.is_file())]
    return {_addressed(each.name, each.read_bytes()): (each.read_bytes(), _kind(each.name)) for each in found}


def static_address(name: str) -> str:
    """Return the address of a file that pages fetch."""
    return _static_addresses()[name]


@cache
def _static_addresses() -> dict[str, str]:
    return {address.rpartition("/")[2]: address for address in static_files()}


def _addressed(name: str, data: bytes) -> str:
    return f"/static/{hashlib.sha256(data).hexdigest()[:16]}/{name}"


def _kind(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
