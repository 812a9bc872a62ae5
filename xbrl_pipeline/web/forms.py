"""What a browser sends with a change: read within limits, never longer than a time, and only with our own token."""

import asyncio

from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.types import Message, Receive

from xbrl_pipeline.web.security import Refusal, refuse_forged
from xbrl_pipeline.web.sessions import Session
from xbrl_pipeline.web.settings import Limits

TOKEN = "token"  # noqa: S105 - the name of a field
_FIELDS = 5_000


async def read_form(request: Request, session: Session, limits: Limits) -> FormData:
    """Return the fields and files of a change.

    Files lie in temporary files without a name until they are copied: of a server that is killed nothing is left.
    """
    if int(request.headers.get("content-length") or 0) > limits.request:
        raise Refusal(413, "web.error.too_large")
    counted = Request(request.scope, _counting(request, limits.request))
    try:
        async with asyncio.timeout(limits.upload_time):
            form = await counted.form(max_files=limits.files, max_fields=_FIELDS)
    except TimeoutError as error:
        raise Refusal(408, "web.error.too_slow") from error
    except (MultiPartException, ValueError) as error:
        raise Refusal(400, "web.error.unreadable") from error
    refuse_forged(session, form.get(TOKEN))
    return form


def _counting(request: Request, most: int) -> Receive:
    """Pass on what comes in until it is too much: what a header says of the length is only a claim."""
    seen = 0

    async def receive() -> Message:
        nonlocal seen
        message = await request.receive()
        seen += len(message.get("body", b""))
        if seen > most:
            raise Refusal(413, "web.error.too_large")
        return message

    return receive
