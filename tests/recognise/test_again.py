"""A suggested mapping that a person agreed with gives the same facts as the recognition it came from."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from pathlib import Path

import pytest

from tests.recognise.books import ODD, Book
from tests.recognise.grammar.book import make
from tests.recognise.grammar.write import save
from tests.recognise.kinds import clear, write
from tests.recognise.people import Person, suggest
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.recognise.draft import make_draft
from xbrl_pipeline.recognise.propose import UserChoices, recognise
from xbrl_pipeline.recognise.text import mapping_text
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook


def write_clear(path: Path) -> Path:
    return write(path, clear())


def write_odd(path: Path) -> Path:
    return Book().write(path)


def write_seen(path: Path) -> Path:
    save(*make(4), path)
    return path


def amounts(facts: Iterable[Fact]) -> set[Fact]:
    return {fact for fact in facts if isinstance(fact.value, Decimal)}


@pytest.mark.parametrize("make_book", [write_clear, write_odd, write_seen])
def test_a_mapping_written_confirmed_and_read_again_gives_the_same_facts(
    make_book: Callable[[Path], Path], tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> None:
    book = read_workbook(make_book(tmp_path / "boek.xlsx"))
    recognition = recognise(book, model, profile, UserChoices())
    first = map_cells(book, make_draft(recognition, profile, nl).mapping, model, profile, nl)
    text = mapping_text(make_draft(recognition, profile, nl, confirmed=True), recognition, nl)
    file = tmp_path / "m.yaml"
    file.write_text(text, "utf-8")
    mapping = load_mapping(file)
    assert mapping.confirmed
    again = map_cells(book, mapping, model, profile, nl)
    assert amounts(first.facts)
    assert again.facts == first.facts
    assert again.ledger == first.ledger


def test_what_is_shown_before_a_person_agrees_is_what_is_reported(
    tmp_path: Path,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
) -> None:
    workbook, review, file = (tmp_path / name for name in ("boek.xlsx", "review.xlsx", "m.yaml"))
    book = read_workbook(write_odd(workbook))
    shown = {
        (each.cell, each.key.partition("@")[0], each.value)
        for each in recognise(book, model, profile, UserChoices()).readings
    }
    assert suggest(workbook, "--review", review, "--no-known") == ExitCode.VALID
    Person({ODD: "geen post van het verslag; weglaten"}).fill(review)
    assert suggest("--apply", review, "--out", file) == ExitCode.VALID
    mapping = load_mapping(file)
    assert mapping.confirmed
    facts = map_cells(book, mapping, model, profile, nl).facts
    reported = {
        (cell, fact.key.concept.local, fact.value) for fact in amounts(facts) if not fact.derived for cell in fact.cells
    }
    assert reported == shown
