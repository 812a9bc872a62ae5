"""The ways of people in a real browser: with and without script, on a wide and a narrow screen, by keyboard."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NEEDS_CHROMIUM, find_violations
from tests.conftest import SAMPLES

pytestmark = NEEDS_CHROMIUM
PATIENCE = 120_000  # ms: a machine may be busy
BOOK, MAPPING = SAMPLES / "fout-tekst-99006.xlsx", SAMPLES / "fout-tekst-99006.mapping.yaml"


def _open(
    browser: Browser, *, script: bool = True, width: int = 1280, scheme: Literal["light", "dark"] = "light"
) -> Page:
    # the check of axe-core is a script of the test's own; what the policy holds back is tested in test_attacks
    context = browser.new_context(
        java_script_enabled=script,
        bypass_csp=script,
        color_scheme=scheme,
        viewport={"width": width, "height": 800},
        locale="nl-NL",
    )
    context.set_default_timeout(PATIENCE)
    return context.new_page()


@pytest.fixture
def pages(browser: Browser) -> Iterator[Browser]:
    yield browser
    for context in browser.contexts:
        context.close()


def _bring(page: Page) -> None:
    page.set_input_files("#bestanden", [BOOK, MAPPING])
    page.get_by_role("button", name="Controleren", exact=True).click()
    expect(page.locator("#verdict")).to_have_text("Niet geldig", timeout=PATIENCE)


@pytest.mark.parametrize(("script", "width"), [(True, 1280), (False, 390)])
def test_a_wrong_workbook_leads_to_its_cell_and_back(pages: Browser, workbench: str, script: bool, width: int) -> None:
    page = _open(pages, script=script, width=width)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(workbench)
    assert "sleutel" not in page.url
    _bring(page)
    page.locator(".finding .cell a").first.click()
    anchor = page.url.partition("#")[2]
    assert anchor.startswith("cell-")
    expect(page.locator(f"#{anchor}")).to_be_visible()
    page.locator(f"#{anchor} a").click()
    assert page.url.partition("#")[2].startswith("finding-")
    page.get_by_role("link", name="Bestanden", exact=True).click()
    expect(page.get_by_role("link", name=BOOK.name)).to_be_visible()
    page.get_by_role("button", name="Uitloggen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("U bent uitgelogd")
    assert errors == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_no_page_has_a_violation(pages: Browser, workbench: str, width: int, scheme: Literal["light", "dark"]) -> None:
    page = _open(pages, width=width, scheme=scheme)
    page.goto(workbench)
    home = page.url
    _bring(page)
    result = page.url
    job = result.partition("/bestanden")[0]
    addresses = [
        home,
        f"{home}hulp",
        f"{home}sjabloon",
        f"{home}nergens",
        result,
        f"{job}?overzicht=1",
        f"{result}/vragen",
    ]
    for address in addresses:
        page.goto(address)
        page.wait_for_selector("h1")
        assert find_violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(f"{home}taal?taal=en&terug=/hulp")
    assert page.locator("html").get_attribute("lang") == "en"
    assert find_violations(page) == []


@pytest.mark.slow
def test_files_are_dropped_and_everything_is_reached_by_keyboard(pages: Browser, workbench: str) -> None:
    page = _open(pages)
    page.goto(workbench)
    page.evaluate(
        """() => {
            const all = new DataTransfer();
            all.items.add(new File(["x"], "gesleept.xlsx"));
            const event = new DragEvent("drop", {dataTransfer: all, bubbles: true, cancelable: true});
            document.querySelector("[data-drop]").dispatchEvent(event);
        }"""
    )
    expect(page.locator(".dropped")).to_have_text("Gekozen bestanden: 1")
    page.locator("body").press("Tab")
    met = []
    for _ in range(14):
        met.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
        page.keyboard.press("Tab")
    for wanted in ("Naar de inhoud", "Bestanden", "Hulp", "Uitloggen", "bestanden", "Controleren"):
        assert wanted in met
    page.get_by_role("button", name="Controleren", exact=True).press("Enter")
    expect(page.locator("#verdict")).to_have_text("Niet te controleren", timeout=PATIENCE)
