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
