"""Consolidated and separate beside one another, of which only one is named as such."""

from pathlib import Path

import pytest

from tests.recognise.books import BALANCE
from tests.recognise.kinds import Page, Reader, clear
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def beside(head: str) -> Page:
    """Return a balance sheet with a consolidated pair of years, and another pair under some head."""
    heads: Page = [
        ["Balans"],
        ["bedragen in euro's", "Geconsolideerd", "Geconsolideerd", head, head],
        [None, "31-12-2025", "31-12-2024", "31-12-2025", "31-12-2024"],
    ]
    return heads + [[words, this, last, this, last] for words, this, last in BALANCE]


@pytest.mark.parametrize("head", ["Stichting", "Universiteit zelf", "Company-only"])
def test_what_stands_beside_the_group_and_is_the_board_is_separate(read: Reader, head: str) -> None:
    found = read({**clear(), "Balans": beside(head)})
    facts = [fact for fact in found.mapped.facts if fact.key.concept.local == "Assets" and not fact.derived]
    assert len(facts) == 4
    assert len({fact.key for fact in facts}) == 4


def test_what_stands_beside_the_group_and_may_be_a_part_of_it_is_asked(read: Reader) -> None:
    found = read({**clear(), "Balans": beside("Sector PO")})
    assert Topic.COLUMN in {question.topic for question in found.recognition.questions}
    assert not [fact for fact in found.mapped.facts if any(str(cell).startswith("Balans!D") for cell in fact.cells)]


@pytest.mark.parametrize(("title", "taken"), [("Eigen vermogen van de stichting", False), ("Eigen vermogen", True)])
def test_a_note_that_names_the_board_is_not_of_the_group_because_its_neighbours_are(
    read: Reader, title: str, taken: bool
) -> None:
    """Equity of board and group are the same amounts: only words tell which is meant."""
    notes: Page = [
        ["Toelichting, bedragen in euro's"],
        [title, "31-12-2025", "31-12-2024"],
        ["Algemene reserve", 1_000_210, 980_410],
        ["Bestemmingsreserve publiek", 150_000, 120_000],
        ["Totaal", 1_150_210, 1_100_410],
        [],
        ["Voorzieningen (geconsolideerd)", "31-12-2025", "31-12-2024"],
        ["Voorziening jubilea", 41_000, 39_500],
        ["Voorziening groot onderhoud", 300_000, 280_000],
        ["Totaal", 341_000, 319_500],
    ]
    found = read({**clear(), "Balans": beside("Stichting"), "Vermogen": notes})
    assert any(cell.sheet == "Vermogen" and cell.row < 6 for cell in found.cells) == taken
