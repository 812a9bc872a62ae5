"""Consolidated and separate beside one another, of which only one is named as such."""

from pathlib import Path

import pytest

from tests.recognise.books import BALANCE
from tests.recognise.kinds import Page, Reader, balance, clear, income
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


def test_what_stands_once_beside_two_sets_of_accounts_is_asked(read: Reader) -> None:
    """Two balances and two statements: one set is of the group, and the note of either."""
    clean = clear()
    larger = {"Balans (2)": balance(), "Exploitatie (2)": income()}
    for rows in larger.values():
        for row in rows[3:]:
            row[1:] = [value + value // 7 if isinstance(value, int) else value for value in row[1:]]
    notes: Page = [
        ["Toelichting op de materiële vaste activa (in euro's)", "31-12-2025", "31-12-2024"],
        ["Gebouwen en terreinen", 1_012_340, 1_000_120],
        ["Inventaris en apparatuur", 500_000, 488_000],
        ["Totaal", 1_512_340, 1_488_120],
    ]
    found = read({**clean, **larger, "Toelichting": notes})
    assert not {cell for cell in found.cells if cell.sheet != "Algemeen"}
    assert {cell.sheet for question in found.recognition.questions for cell in question.cells} >= {
        *larger,
        "Balans",
        "Exploitatie",
        "Toelichting",
    }
