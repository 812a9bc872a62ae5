"""The pages of the queue and of the roles in a real browser, measured by axe-core."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser import NEEDS_CHROMIUM, find_violations
from tests.submission.dossiers import BOARD, make_dossier
from tests.submission.offices import added, office_in, staff
from tests.web.conftest import HOST, KEY
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.web.app import make_app
from xbrl_pipeline.web.desk import Desk
from xbrl_pipeline.web.sessions import COOKIE
from xbrl_pipeline.web.settings import WebSettings

pytestmark = [pytest.mark.slow, NEEDS_CHROMIUM]


class Served:
    """A workbench over an office with one report, at an address."""

    def __init__(self, folder: Path, port: int) -> None:
        self.office = staff(office_in(folder / "home" / "queue.sqlite", folder / "home"))
        self.item: QueueItem = added(self.office, make_dossier(folder / "dossier"))
        settings = WebSettings(folder / "workbench", KEY, HOST, port, workers=1)
        self.app = make_app(settings, opening=lambda: self.office)
        self.address = f"http://{HOST}:{port}"

    def enter(self, browser: Browser, name: str, scheme: str = "light", width: int = 1280) -> BrowserContext:
        """Give a browser in which somebody is known."""
        desk: Desk = self.app.state.desk
        session = desk.sessions.begin(name, "os-account")
        context = browser.new_context(
            bypass_csp=True,  # for the script of axe alone
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
        )
        host = urlsplit(self.address).hostname or ""
        value = desk.sessions._serializer.dumps(session.id)
        context.add_cookies([{"name": COOKIE, "value": str(value), "domain": host, "path": "/"}])
        return context


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    with contextlib.closing(socket.create_server((HOST, 0))) as listening:
        made = Served(tmp_path, listening.getsockname()[1])
        server = uvicorn.Server(uvicorn.Config(made.app, log_level="warning", access_log=False))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield made
        server.should_exit = True
        thread.join()


def _measure(page: Page, address: str) -> list[tuple[str, str]]:
    page.goto(address)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
    return find_violations(page)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_every_page_can_be_used_by_everybody(served: Served, browser: Browser, scheme: str, width: int) -> None:
    one = f"/wachtrij/{served.item.number}"
    wanted = {"bob": ["/wachtrij", one, f"{one}/bewijs", "/logboek"], "bea": ["/rollen", "/wachtrij"]}
    found: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for name, paths in wanted.items():
        with contextlib.closing(served.enter(browser, name, scheme, width)) as context:
            page = context.new_page()
            found |= {(name, path): _measure(page, served.address + path) for path in paths}
    assert found == {key: [] for key in found}


def test_two_people_at_one_report_and_the_second_loses_nothing(served: Served, browser: Browser) -> None:
    address = f"{served.address}/wachtrij/{served.item.number}"
    with (
        contextlib.closing(served.enter(browser, "bob")) as one,
        contextlib.closing(served.enter(browser, "alice")) as two,
    ):
        first, second = one.new_page(), two.new_page()
        first.goto(address)
        second.goto(address)
        second.get_by_label("Waarom").last.fill("er mist een bijlage")
        first.get_by_role("button", name="Ja, ik keur dit verslag goed").click()
        first.get_by_text("intern goedgekeurd").first.wait_for()
        second.get_by_role("button", name="Intrekken").click()
        second.get_by_role("alert").wait_for()
        assert "intussen" in second.get_by_role("alert").inner_text()
        assert second.get_by_label("Waarom").last.input_value() == "er mist een bijlage"


def test_a_beheerder_gives_a_role_and_ends_it(served: Served, browser: Browser) -> None:
    with contextlib.closing(served.enter(browser, "bea", width=390)) as context:
        page = context.new_page()
        page.goto(f"{served.address}/rollen")
        page.get_by_label("Wie", exact=True).fill("nieuwe-collega")
        page.get_by_label("Bestuursnummers").fill(BOARD)
        page.get_by_label("Rol", exact=True).select_option(Role.RAADPLEGER.value)
        page.get_by_role("button", name="Rol geven").click()
        end = page.get_by_role("button", name="van nieuwe-collega")
        end.click()
        page.get_by_text("ingetrokken door bea").wait_for()
