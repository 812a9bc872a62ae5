"""Running a server on an open socket until it is told to stop."""

import errno
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn
from starlette.applications import Starlette

from xbrl_pipeline.base.program import shipped_samples
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.identity import current_subject
from xbrl_pipeline.web.app import make_app
from xbrl_pipeline.web.desk import Desk
from xbrl_pipeline.web.jobs import Brought
from xbrl_pipeline.web.settings import WebSettings

_WAITING = 128
_GRACE = 2  # seconds for requests that are at work when the server stops


def listen(host: str, port: int) -> socket.socket:
    """Open the socket; a port that somebody has is a PipelineError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        if error.errno != errno.EADDRINUSE:
            raise
        raise PipelineError("web.port_taken", ExitCode.USAGE, port=str(port)) from error
    listening.listen(_WAITING)
    return listening


def serve(
    settings: WebSettings, listening: socket.socket, ready: Callable[[], None], *, samples: bool = False, lang: str
) -> None:
    """Serve until the process is told to stop. Requests are in no log: an address may hold a key."""
    app = make_app(settings)
    if samples:
        bring_samples(app, lang)
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        timeout_graceful_shutdown=_GRACE,
    )
    ready()  # the socket listens: who comes now is answered in a moment
    uvicorn.Server(config).run(sockets=[listening])


def bring_samples(app: Starlette, lang: str) -> None:
    """Bring the samples as a job of the person at this machine, unless there is one already."""
    desk: Desk = app.state.desk
    owner = current_subject().name
    if desk.jobs.all(owner):
        return
    folder = shipped_samples()
    found = [each for each in sorted(folder.iterdir()) if _is_sample(each)]
    desk.jobs.create(owner, lang, [Brought(each.name, each) for each in found])


def _is_sample(file: Path) -> bool:
    return file.suffix == ".xlsx" or file.name.endswith(".mapping.yaml")
