"""A sheet of which the amounts are texts: its own numbers show whether a point parts thousands."""

from pathlib import Path

import pytest

from tests.recognise.kinds import Page, Reader, assert_clear, cell_of, clear, write
from tests.recognise.people import Person, suggest
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def in_words(page: Page, *, least: int = 0) -> Page:
    """Return a page with its amounts as texts such as ``€ 402.110``; those below ``least`` stay numbers."""
    return [
        [
            f"€ {value:,}".replace(",", ".") if isinstance(value, int) and least <= value and value > 2100 else value
            for value in row
        ]
        for row in page
    ]


def test_one_number_of_millions_shows_what_the_points_of_its_sheet_are(read: Reader) -> None:
    found = read({**clear(), "Balans": in_words(clear()["Balans"])})
    assert_clear(found)
    assert found.amount("Receivables") == 402_110


def test_few_texts_among_numbers_show_nothing(read: Reader) -> None:
    page = clear()["Balans"]
    few = [[f"{v:,}".replace(",", ".") if v in (402_110, 1_512_340) else v for v in row] for row in page]
    found = read({**clear(), "Balans": few})
    assert cell_of("Balans", few, "Vorderingen") not in found.cells
    assert "mapping.ambiguous_number" in {finding.code for finding in found.mapped.findings}


def test_points_before_cents_make_the_others_unclear(read: Reader) -> None:
    page = in_words(clear()["Balans"])
    found = read({**clear(), "Balans": [*page, [], ["Controlegetal", "1234.50"]]})
    assert "mapping.ambiguous_number" in {finding.code for finding in found.mapped.findings}


def test_the_mapping_says_so(tmp_path: Path) -> None:
    book, review = (
        write(tmp_path / "boek.xlsx", {**clear(), "Balans": in_words(clear()["Balans"])}),
        tmp_path / "r.xlsx",
    )
    assert suggest(book, "--review", review, "--no-known") == 0
    Person({"Weglaten?": "weglaten"}).fill(review)
    assert suggest("--apply", review, "--out", tmp_path / "boek.mapping.yaml") == 0
    text = (tmp_path / "boek.mapping.yaml").read_text("utf-8")
    assert "decimals: comma-only" in text[text.index("sheet: Balans") : text.index("sheet: Exploitatie")]
    assert text.count("comma-only") == 1
