"""The documents as a site: every link leads somewhere, a page for each code, and nothing from elsewhere."""

import html
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.messages.explanations import explained_codes

_PAPERS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "LICENSE", "mkdocs.yml")
_LOADED = re.compile(r"""(?:\bsrc|<link\b[^>]*\bhref)=["']?(?:https?:)?//|url\(["']?(?:https?:)?//|@import""")
_TAG = re.compile(r"<[^>]*>")


def _build(folder: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site as it is built from this checkout."""
    place = tmp_path_factory.mktemp("site")
    done = _build(ROOT, place)
    assert done.returncode == 0, done.stdout + done.stderr
    return place


def test_every_code_has_a_page_that_says_what_explain_says(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in LANGUAGES:
        codes = explained_codes(messages(lang))
        pages = sorted((site / "codes" / lang).glob("*/index.html"))
        assert len(pages) == len(codes)
        told = {page: html.unescape(_TAG.sub("", page.read_text("utf-8"))) for page in pages}
        for code in (*codes[::40], "plausibility.result_equity"):
            guarded(["explain", code, "--lang", lang])
            wanted = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines() if line.strip()]
            (page,) = (text for text in told.values() if re.search(rf"\n\s*{re.escape(code)}\s*\n", text))
            missing = [line for line in wanted if line not in " ".join(page.split())]
            assert missing == [], code


def test_the_site_loads_nothing_from_another_host(site: Path) -> None:
    files = [file for file in site.rglob("*") if file.suffix in {".html", ".css"}]
    assert len(files) > 600
    assert [file.name for file in files if _LOADED.search(file.read_text("utf-8"))] == []


@pytest.mark.parametrize("link", ["[x](financien.md#no-such-part)", "[x](no-such-page.md)"])
def test_a_link_that_leads_nowhere_stops_the_build(tmp_path: Path, link: str) -> None:
    folder = tmp_path / "checkout"
    shutil.copytree(ROOT / "docs", folder / "docs")
    for name in _PAPERS:
        shutil.copy(ROOT / name, folder / name)
    with (folder / "docs" / "batch.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{link}\n")
    done = _build(folder, tmp_path / "site")
    assert done.returncode != 0
    assert link[4:-1] in done.stderr
