"""Who is at the browser: a signed cookie that names a session, and what is known of it in a private file.

The file makes an end an end: a cookie that somebody kept opens nothing after logging out.
"""

import hashlib
import json
import secrets
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from xbrl_pipeline.base.files import write_whole
from xbrl_pipeline.base.sharing import make_folder
from xbrl_pipeline.web.settings import WebSettings

COOKIE: Final = "werkplek"
_HOUR: Final = 3_600
_KEY_BYTES: Final = 32


@dataclass(frozen=True, slots=True)
class Session:
    """One browser of one person. ``token`` goes into every form; ``source`` says how the person was known."""

    id: str
    subject: str
    source: str
    token: str
    began: float  # seconds since 1970


class Sessions:
    """The sessions of a server, in a folder that several server processes may share."""

    def __init__(self, settings: WebSettings) -> None:
        self._settings, self._folder = settings, settings.folder / "sessions"
        make_folder(self._folder)
        self._serializer = URLSafeSerializer(_signing_key(settings.folder), salt=COOKIE)

    def begin(self, subject: str, source: str) -> Session:
        """Make a session; each login gets a new one, so that nobody can set one ready for somebody else."""
        self._sweep()
        session = Session(secrets.token_urlsafe(24), subject, source, secrets.token_urlsafe(24), time.time())
        write_whole(self._file(session.id), json.dumps(asdict(session)).encode())
        return session

    def find(self, request: Request) -> Session | None:
        """Return the session that a browser names, None where it names none that lasts."""
        try:
            name = self._serializer.loads(request.cookies.get(COOKIE, ""))
            session = Session(**json.loads(self._file(str(name)).read_bytes()))
        except (BadData, OSError, ValueError, TypeError):
            return None
        return session if time.time() - session.began < self._lasts else None

    def end(self, session: Session) -> None:
        """End a session, also for whoever else has its cookie."""
        with suppress(OSError):
            self._file(session.id).unlink()

    def set_cookie(self, response: Response, session: Session) -> None:
        """Let a browser keep the name of its session."""
        response.set_cookie(
            COOKIE,
            self._serializer.dumps(session.id),
            max_age=int(self._lasts),
            secure=self._settings.secure,
            httponly=True,
            samesite="lax",  # a login page elsewhere has to lead back here
        )

    @property
    def _lasts(self) -> float:
        return self._settings.session_hours * _HOUR

    def _file(self, name: str) -> Path:
        return self._folder / f"{hashlib.sha256(name.encode()).hexdigest()}.json"

    def _sweep(self) -> None:
        for file in self._folder.glob("*.json"):
            with suppress(OSError):
                if time.time() - file.stat().st_mtime > self._lasts:
                    file.unlink()


def _signing_key(folder: Path) -> bytes:
    """Return the key under all cookies, made once; processes that start together end up with the same one."""
    place = folder / "cookies.key"
    if not place.exists():
        scratch = folder / f".key-{secrets.token_hex(8)}"
        write_whole(scratch, secrets.token_bytes(_KEY_BYTES), durable=True)
        with suppress(FileExistsError):
            place.hardlink_to(scratch)
        scratch.unlink()
    return place.read_bytes()
