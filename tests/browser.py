"""A real browser that opens pages which were made here, and axe-core to measure them."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

CHROMIUM: Final = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEEDS_CHROMIUM: Final = pytest.mark.skipif(
    CHROMIUM is None, reason="no chromium on this machine: sudo apt-get install chromium"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    pages: list[Page] = []

    def show(content: bytes, scheme: str = "light", width: int = 1100) -> Page:
        file = tmp_path / "page.html"
        file.write_bytes(content)
        # the check itself is a script of the test's: the page's own policy, tested elsewhere, would not let it in
        context = browser.new_context(
            bypass_csp=True,
            offline=True,
            color_scheme="dark" if scheme == "dark" else "light",
            viewport={"width": width, "height": 900},
        )
        page = context.new_page()
        page.goto(file.as_uri())
        pages.append(page)
        return page

    yield show
    for page in pages:
        page.context.close()


def find_violations(page: Page) -> list[tuple[str, str]]:
    """Return the rule and the first element of each violation that axe-core finds, with all details open."""
    page.evaluate("document.querySelectorAll('details').forEach((each) => { each.open = true; })")
    found = Axe().run(page)
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found.response["violations"]]
