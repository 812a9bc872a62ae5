"""The readable account measured with axe-core in a real browser, light and dark, narrow and wide, in both languages."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser import NEEDS_CHROMIUM, find_violations
from tests.rendering.conftest import SAMPLES, Sample
from xbrl_pipeline.rendering.forms import RenderForm
from xbrl_pipeline.rendering.render import render

pytestmark = NEEDS_CHROMIUM


@pytest.mark.parametrize(
    ("lang", "scheme", "width"),
    [
        ("nl", "light", 1280),
        ("en", "dark", 390),
        pytest.param("nl", "dark", 1280, marks=pytest.mark.slow),
        pytest.param("nl", "light", 390, marks=pytest.mark.slow),
        pytest.param("en", "light", 1280, marks=pytest.mark.slow),
    ],
)
def test_axe_finds_no_violation_in_an_account(
    lang: str,
    scheme: str,
    width: int,
    sample: Sample,
    opened: Callable[..., Page],
) -> None:
    page = opened(render(sample("vo-99002"), RenderForm.HTML, lang).data, scheme, width)
    assert find_violations(page) == []


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["nl", "en"])
@pytest.mark.parametrize("name", SAMPLES)
def test_nor_in_that_of_any_sample(name: str, lang: str, sample: Sample, opened: Callable[..., Page]) -> None:
    assert find_violations(opened(render(sample(name), RenderForm.HTML, lang).data)) == []


@pytest.mark.parametrize(("lang", "report"), [("nl", "jaarverantwoording"), ("en", "wnt")])
def test_nor_with_tables_of_names(lang: str, report: str, named: Sample, opened: Callable[..., Page]) -> None:
    assert find_violations(opened(render(named(report), RenderForm.HTML, lang).data)) == []


def test_an_account_is_not_wider_than_a_narrow_screen(sample: Sample, opened: Callable[..., Page]) -> None:
    page = opened(render(sample("vo-99002"), RenderForm.HTML, "nl").data, "light", 390)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
