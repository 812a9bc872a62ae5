"""Pages measured with axe-core in a real browser, light and dark, narrow and wide; skipped where there is none."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import NEEDS_CHROMIUM, find_violations
from tests.reporting import examples
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Severity, Suspect, SuspectKind
from xbrl_pipeline.model.gist import RuleCount
from xbrl_pipeline.model.ratios import Ratio, RatioPoint
from xbrl_pipeline.model.report import FileRef, Report
from xbrl_pipeline.reporting.comparison import comparison_html
from xbrl_pipeline.reporting.html import report_html
from xbrl_pipeline.reporting.overview_html import overview_html

pytestmark = NEEDS_CHROMIUM


def rich() -> Report:
    """A report with everything on it: suspects, consequences, muted findings, ratios, sheets."""
    points = tuple(
        RatioPoint(2025 + step, step == 2, Decimal(value)) for step, value in enumerate(("0.28", "0.31", "-0.02"))
    )
    suspect = Suspect(
        SuspectKind.SIGN, "Gebouwen", (examples.cell("Balans!D11"),), "-1", "1", "Waarschijnlijk een min."
    )
    sums = replace(examples.sum_does_not_tie(), suspects=(suspect, suspect))
    findings = (sums, examples.gathered(), *examples.invalid().findings)
    return replace(
        examples.invalid(),
        findings=findings,
        muted=(replace(examples.warning(), regraded="Zo begroten wij."),),
        rules=FileRef("regels.yaml", "ab" * 32),
        rules_name="Regels van het kantoor",
        ratios=(Ratio("solvency", "separate", points, "bron", low=Decimal("0.3")),),
    )


def overview() -> bytes:
    counts = (RuleCount("onderwijs:sum", Severity.ERROR, 2, "Het totaal klopt niet."),)
    rows = tuple(replace(row, rules=counts) for row in examples.rows())
    return overview_html(rows, messages("nl"), created=examples.CREATED, program="0.1.0")


PAGES: Final[dict[str, Callable[[], bytes]]] = {
    "valid": lambda: report_html(examples.valid(), messages("nl")),
    "invalid": lambda: report_html(rich(), messages("nl")),
    "english": lambda: report_html(rich(), messages("en")),
    "not validated": lambda: report_html(examples.not_validated(), messages("nl")),
    "overview": overview,
    "comparison": lambda: comparison_html(examples.comparison(), messages("nl")),
    "comparison in english": lambda: comparison_html(examples.comparison(), messages("en")),
}


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1100), ("dark", 1100), ("light", 420)])
def test_axe_finds_no_violation(name: str, scheme: str, width: int, opened: Callable[..., Page]) -> None:
    page = opened(PAGES[name](), scheme, width)
    assert find_violations(page) == []


def test_the_filters_hide_and_count_and_copying_is_offered(opened: Callable[..., Page]) -> None:
    page = opened(PAGES["invalid"]())
    everything = page.locator("article.finding").count()
    page.select_option("select[name=severity]", "warning")
    shown = page.locator("article.finding:visible").count()
    assert 0 < shown < everything
    hidden_too = len(rich().findings)
    assert f"{shown} van {hidden_too}" in (page.text_content(".filter-count") or "")
    page.select_option("select[name=severity]", "*")
    page.select_option("select[name=sheet]", "Balans")
    assert 0 < page.locator("article.finding:visible").count() < everything
    assert page.locator("button.copy:visible").first.is_visible()


def test_the_policy_of_the_page_lets_its_own_script_run_and_no_other(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "page.html"
    file.write_bytes(PAGES["invalid"]().replace(b"</body>", b"<script>document.title = 'ours'</script></body>"))
    page = browser.new_page()
    page.goto(file.as_uri())
    assert page.title() != "ours"
    assert page.locator(".filters").is_visible()
    page.close()


def test_the_overview_sorts_numbers_as_numbers(opened: Callable[..., Page]) -> None:
    page = opened(PAGES["overview"]())
    heads = page.locator("table.rows thead th")
    place = next(number for number in range(heads.count()) if "Fouten" in (heads.nth(number).text_content() or ""))
    heads.nth(place).locator("button").click()
    heads.nth(place).locator("button").click()
    assert heads.nth(place).get_attribute("aria-sort") == "descending"
    first = page.locator("table.rows tbody tr").first.text_content() or ""
    assert "Grote Fout" in first


def test_one_cause_on_several_sheets_is_found_under_each_of_them(opened: Callable[..., Page]) -> None:
    page = opened(report_html(rich(), messages("nl")))
    article = page.locator("article", has_text=examples.gathered().message)
    for sheet in ("Balans", "Staat van baten en lasten"):
        page.select_option("select[name=sheet]", sheet)
        assert article.is_visible()
    page.select_option("select[name=sheet]", "")
    assert not article.is_visible()


def test_on_a_narrow_page_the_rules_of_an_overview_name_their_numbers(opened: Callable[..., Page]) -> None:
    wide, narrow = (opened(overview(), width=width).locator(".rules tbody tr").first for width in (1100, 390))
    assert [wide.inner_text().count(word) for word in ("Bestanden", "Keer")] == [0, 0]
    assert [narrow.inner_text().count(word) for word in ("Bestanden", "Keer")] == [1, 1]


def test_a_narrow_page_is_never_wider_than_its_screen_where_cells_are_listed(opened: Callable[..., Page]) -> None:
    page = opened(report_html(rich(), messages("nl")), width=390)
    page.locator("details.more:has(.places) > summary").first.click()
    table = page.locator("table.places").first
    assert table.is_visible()
    assert table.evaluate("each => each.getBoundingClientRect().right <= innerWidth")
    assert table.evaluate("each => each.scrollWidth <= each.clientWidth")
