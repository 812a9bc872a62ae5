"""A workbench with one session, and a real server of it for a browser."""

import contextlib
import re
import socket
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.testclient import TestClient

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.web.app import make_app
from xbrl_pipeline.web.desk import Desk
from xbrl_pipeline.web.settings import WebSettings

KEY = "the key of this start"
HOST = "127.0.0.1"


@dataclass
class Browser:
    """What a test does as a person would: it follows, and sends the token of the page along."""

    http: TestClient
    app: Starlette

    @property
    def desk(self) -> Desk:
        desk: Desk = self.app.state.desk
        return desk

    @property
    def token(self) -> str:
        found = re.search(r'name="token" value="([^"]+)"', self.http.get("/").text)
        assert found is not None
        return found[1]

    def get(self, path: str, **more: Any) -> httpx2.Response:  # noqa: ANN401
        return self.http.get(path, **more)

    def post(
        self,
        path: str,
        data: Mapping[str, str] | None = None,
        files: Any = None,  # noqa: ANN401
        **more: Any,  # noqa: ANN401
    ) -> httpx2.Response:
        return self.http.post(path, data={"token": self.token} | dict(data or {}), files=files, **more)

    def bring(self, *paths: Path) -> str:
        """Bring files, and return the address of their job."""
        files = [("bestanden", (path.name, path.read_bytes())) for path in paths]
        answer = self.post("/opdrachten", files=files, follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def wait(self, job: str) -> None:
        """Wait until all files of a job have ended."""
        found = self.desk.jobs.find(job.rpartition("/")[2])
        assert found is not None
        while not all(state.stage.ended for _, state in self.desk.jobs.states(found)):
            time.sleep(0.05)


@pytest.fixture
def settings(tmp_path: Path) -> WebSettings:
    return WebSettings(tmp_path / "workbench", KEY, HOST, workers=1)


@pytest.fixture
def visit(settings: WebSettings, engine: Engine) -> Iterator[TestClient]:
    """Come to a workbench as somebody whom it does not know."""
    app = make_app(settings, replace(engine.shared(), keep=False))
    with TestClient(app, base_url=f"http://{HOST}:{settings.port}") as http:
        yield http


@pytest.fixture
def client(visit: TestClient) -> Browser:
    """Come to a workbench with the start key."""
    assert visit.get("/start", params={"sleutel": KEY}).status_code == 200
    assert isinstance(visit.app, Starlette)
    return Browser(visit, visit.app)


@pytest.fixture
def workbench(settings: WebSettings, engine: Engine) -> Iterator[str]:
    """Serve a workbench on a port of this machine, and give the address to start at."""
    with contextlib.closing(socket.create_server((HOST, 0))) as listening:
        port = listening.getsockname()[1]
        app = make_app(replace(settings, port=port), replace(engine.shared(), keep=False))
        server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://{HOST}:{port}/start?sleutel={KEY}"
        server.should_exit = True
        thread.join()
