"""Answers that are remembered: for the same layout, the next year and the next board, and never beyond."""

import json
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT
from tests.recognise.books import GENERAL, ODD, Book
from tests.recognise.people import Person, suggest
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.recognise.known import KnownAnswer, WorkbookTraits, learn, recall
from xbrl_pipeline.recognise.layout import ALIKE, Layout, layout_of
from xbrl_pipeline.workbook.reader import read_workbook

PERSON = Person({ODD: "Effecten (kortlopend) · SecuritiesCurrent"})
FIRST = Book()
NEXT_YEAR = Book(year=2026, odd=(15_118, 14_320))
OTHER_BOARD = Book(
    general={
        **GENERAL,
        "Bestuursnummer": "99052",
        "KvK-nummer": "99990052",
        "Naam van de rechtspersoon": "Stichting Tweede",
    }
)


def settle(folder: Path, book: Book, person: Person = PERSON, name: str = "boek") -> None:
    """Answer everything about a workbook and agree."""
    workbook, review = book.write(folder / f"{name}.xlsx"), folder / f"{name}-review.xlsx"
    assert suggest(workbook, "--review", review, "--no-known") == ExitCode.VALID
    person.fill(review)
    out = folder / f"{name}.yaml"
    assert suggest("--apply", review, "--out", out) == ExitCode.VALID
    assert load_mapping(out).confirmed == person.agrees


def look(folder: Path, book: Book, name: str = "nieuw") -> MappingFile:
    out = folder / f"{name}.m.yaml"
    assert suggest(book.write(folder / f"{name}.xlsx"), "--out", out) == ExitCode.VALID
    return load_mapping(out)


def concept_of_odd(mapping: MappingFile) -> str | None:
    return next((line.concept for sheet in mapping.sheets for line in sheet.lines if line.label == ODD), None)


def known(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert guarded(["mapping", "known", *arguments]) == ExitCode.VALID
    return capsys.readouterr().out


def test_the_same_workbook_a_second_time_asks_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST)
    capsys.readouterr()
    mapping = look(tmp_path, FIRST, "boek")
    said = capsys.readouterr().out
    assert "Er zijn geen open vragen" in said
    assert f"{ODD}" in said, "what was used is told"
    assert concept_of_odd(mapping) == "SecuritiesCurrent"
    assert not mapping.confirmed, "a person must still agree"
    assert ODD in (tmp_path / "boek.m.yaml").read_text("utf-8").partition("version:")[0]


def test_next_year_asks_only_what_is_of_that_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST)
    capsys.readouterr()
    assert concept_of_odd(look(tmp_path, NEXT_YEAR)) == "SecuritiesCurrent"
    said = capsys.readouterr().out
    missing = next(line for line in said.splitlines() if line.startswith("Gegevens die nog ontbreken"))
    assert missing == "Gegevens die nog ontbreken: Jaarrekening vastgesteld (J/N)."


def test_the_next_board_gets_the_layout_but_nothing_that_is_about_the_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(tmp_path, FIRST)
    capsys.readouterr()
    mapping = look(tmp_path, OTHER_BOARD)
    assert concept_of_odd(mapping) == "SecuritiesCurrent"
    said = capsys.readouterr().out
    assert "bestuur 99051" in said
    assert "Telefoonnummer" in next(line for line in said.splitlines() if line.startswith("Gegevens die nog"))
    assert not any(value.concept == "FamilyName" for value in mapping.values)


def test_a_unit_is_never_taken_from_another_board(home: Path) -> None:
    answer = KnownAnswer(question="scale:*", topic=Topic.SCALE, asked="Eenheid?", value="1000", shown="duizenden")
    layout = Layout(frozenset(f"{number:010x}" for number in range(20)))
    learn(WorkbookTraits(layout, "a" * 64, "99051", 2025), "boek.xlsx", [answer])
    assert "scale:*" not in recall(WorkbookTraits(layout, "b" * 64, "99052", 2025)).memories
    assert "scale:*" in recall(WorkbookTraits(layout, "b" * 64, "99051", 2026)).memories
    assert list((home / "known").glob("*.json"))


def test_another_layout_gets_nothing(tmp_path: Path) -> None:
    settle(tmp_path, FIRST)
    words = tuple(
        (f"Geheel andere omschrijving {word} {'abcdefghij'[place] * 3}", 10, 20)
        for place in range(10)
        for word in ("aan", "bij", "tot")
    )
    assert concept_of_odd(look(tmp_path, replace(FIRST, more=words))) is None


def test_what_nobody_agreed_with_is_not_remembered(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST, replace(PERSON, agrees=False))
    assert json.loads(known(capsys, "list", "--json")) == []


def test_boards_that_answered_differently_leave_it_a_question(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settle(tmp_path, FIRST, name="een")
    settle(tmp_path, OTHER_BOARD, Person({ODD: "Voorraden · Inventories"}), name="twee")
    third = Book(general={**OTHER_BOARD.general, "Bestuursnummer": "99053", "KvK-nummer": "99990053"})
    capsys.readouterr()
    assert concept_of_odd(look(tmp_path, third)) is None
    assert "verschillende antwoorden" in capsys.readouterr().out
    assert concept_of_odd(look(tmp_path, FIRST, "een")) == "SecuritiesCurrent", "its own answer counts"


def test_an_answer_that_fits_no_more_is_dropped_with_a_word(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST)
    capsys.readouterr()
    look(tmp_path, replace(FIRST, odd=None))
    assert "passen niet meer bij deze werkmap" in capsys.readouterr().out


def test_a_damaged_file_is_told_and_not_used(tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST)
    (file,) = (home / "known").glob("*.json")
    file.write_text("{", "utf-8")
    capsys.readouterr()
    assert concept_of_odd(look(tmp_path, FIRST)) is None
    assert "beschadigd" in capsys.readouterr().out
    assert guarded(["mapping", "known", "forget", file.stem]) == ExitCode.VALID
    assert not file.exists()


def test_a_run_uses_what_is_known_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST)
    capsys.readouterr()
    guarded(["convert", str(tmp_path / "boek.xlsx"), "--out", str(tmp_path / "o")])
    said = "".join(capsys.readouterr())
    assert "antwoorden van eerder gebruikt" in said
    assert "Nog te beantwoorden" not in said


def test_answers_can_be_listed_shown_and_forgotten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settle(tmp_path, FIRST)
    (entry,) = json.loads(known(capsys, "list", "--json"))
    name = f"{entry['layout']}-{entry['bestuursnummer']}"
    assert name in known(capsys, "list")
    shown = json.loads(known(capsys, "show", name[:6], "--json"))
    schema = json.loads((ROOT / "schemas" / "known.schema.json").read_text("utf-8"))
    assert list(Draft202012Validator(schema).iter_errors(shown)) == []
    odd = next(answer for answer in shown["answers"] if ODD in answer["asked"])
    assert odd["value"] == "SecuritiesCurrent"
    assert ODD in known(capsys, "show", name)
    known(capsys, "forget", name, "--question", odd["question"])
    assert concept_of_odd(look(tmp_path, FIRST, "boek")) is None
    known(capsys, "forget", name)
    assert json.loads(known(capsys, "list", "--json")) == []


@pytest.mark.parametrize(
    "arguments",
    [["show", "bestaatniet"], ["forget"], ["forget", "x", "--all"], ["forget", "bestaatniet"]],
)
def test_what_is_not_known_is_said(arguments: list[str]) -> None:
    assert guarded(["mapping", "known", *arguments]) == ExitCode.USAGE


def test_answers_are_private(tmp_path: Path, home: Path) -> None:
    settle(tmp_path, FIRST)
    (file,) = (home / "known").glob("*.json")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_a_layout_is_its_words_without_years_and_amounts(tmp_path: Path) -> None:
    first, later = (
        layout_of(read_workbook(book.write(tmp_path / "x.xlsx"))) for book in (FIRST, replace(NEXT_YEAR, factor=3))
    )
    assert first == later
    assert first.name == later.name
    board = layout_of(read_workbook(OTHER_BOARD.write(tmp_path / "x.xlsx")))
    assert ALIKE < first.likeness(board) < 1
