"""Coming in, going out, the language of a page, and help."""

import hmac

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from xbrl_pipeline.messages import LANGUAGES
from xbrl_pipeline.submission.identity import current_subject
from xbrl_pipeline.web.desk import change, desk_of, go_to, page, show
from xbrl_pipeline.web.security import Refusal
from xbrl_pipeline.web.sessions import COOKIE
from xbrl_pipeline.web.visitors import LANG_COOKIE, Visitor

_YEAR = 31_536_000  # seconds


async def _start(request: Request) -> Response:
    """Begin a session for whoever has the start key: the person who started the server on this machine."""
    desk = desk_of(request)
    desk.starts.count(request.client.host if request.client else "")
    given = request.query_params.get("sleutel", "")
    if not hmac.compare_digest(given.encode(), desk.settings.start_key.encode()):
        raise Refusal(403, "web.error.start_key")
    before = desk.sessions.find(request)
    if before is not None:
        desk.sessions.end(before)
    subject = current_subject()
    response = go_to("/")
    desk.sessions.set_cookie(response, desk.sessions.begin(subject.name, subject.identity_source.value))
    return response


async def _leave(request: Request, visitor: Visitor, _: FormData) -> Response:
    """End the session."""
    desk_of(request).sessions.end(visitor.session)
    response = show(request, "left.html.j2", None)
    response.delete_cookie(COOKIE)
    return response


async def _language(request: Request) -> Response:
    """Choose the language of the pages; it is nobody's secret, and changes nothing else."""
    chosen, back = request.query_params.get("taal", ""), request.query_params.get("terug", "/")
    response = RedirectResponse(back if is_own_path(back) else "/", 303)
    if chosen in LANGUAGES:
        response.set_cookie(LANG_COOKIE, chosen, max_age=_YEAR, httponly=True, samesite="lax")
    return response


async def _help(request: Request, visitor: Visitor) -> Response:
    """Explain what is done here, and in which words."""
    return show(request, "help.html.j2", visitor)


def is_own_path(address: str) -> bool:
    """Tell whether an address stays on this server: a path, and no way to write another host."""
    return address.startswith("/") and not address.startswith("//") and "\\" not in address and address.isprintable()


ROUTES = [
    Route("/start", _start, methods=["GET"]),
    Route("/taal", _language, methods=["GET"]),
    change("/uitloggen", _leave),
    page("/hulp", _help),
]
