"""What holds for every request: the right host, headers that let nothing in, no change without a token of ours."""

import hmac
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from xbrl_pipeline.web.sessions import Session

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# a page of a dossier carries its own style and none of our session's rights
DOCUMENT_POLICY: Final = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'"
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",
}
_MINUTE: Final = 60.0


class Refusal(Exception):  # noqa: N818 - a page that says why, not a fault
    """A request that is not answered: ``status`` for the browser, ``code`` for the person."""

    def __init__(self, status: int, code: str) -> None:
        super().__init__(code)
        self.status, self.code = status, code


class Guarded:
    """Answers only to the names of this server, and puts the headers on every answer that has none of its own."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str]) -> None:
        self._app, self._hosts = app, hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if host_of(Headers(scope=scope).get("host", "")) not in self._hosts:
            await _answer(send, 421, b"unknown host")
            return

        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self._app(scope, receive, sending)


def host_of(header: str) -> str:
    """Return the name in a Host header without its port."""
    if header.startswith("["):
        return header[1:].partition("]")[0]
    return header.partition(":")[0].lower()


async def _answer(send: Send, status: int, body: bytes) -> None:
    headers = [(b"content-type", b"text/plain"), (b"x-content-type-options", b"nosniff")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def refuse_foreign(request: Request) -> None:
    """Refuse a change that a page of somebody else asks for, by what the browser says of where it comes from."""
    if request.headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
        raise Refusal(403, "web.error.foreign")
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != request.headers.get("host"):
        raise Refusal(403, "web.error.foreign")


def refuse_forged(session: Session, token: object) -> None:
    """Refuse a change without the token of the session: the form was not one of ours."""
    if not (isinstance(token, str) and hmac.compare_digest(token.encode(), session.token.encode())):
        raise Refusal(403, "web.error.forged")


@dataclass
class Rate:
    """How often something may be done in a minute, by whoever it is."""

    most: int
    met: dict[str, deque[float]] = field(default_factory=dict)

    def count(self, who: str) -> None:
        """Count one; too many are a Refusal."""
        now = time.monotonic()
        self.met = {name: times for name, times in self.met.items() if times[-1] > now - _MINUTE}
        times = self.met.setdefault(who, deque(maxlen=self.most))
        if len(times) == self.most and times[0] > now - _MINUTE:
            raise Refusal(429, "web.error.too_often")
        times.append(now)
