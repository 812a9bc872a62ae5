"""Questions on a terminal: answered, left open, taken back, stopped; and the same mapping as by way of the review."""

import sys
from collections.abc import Iterable
from io import StringIO
from pathlib import Path

import pytest

from tests.recognise.books import ODD, Book
from tests.recognise.people import Person, suggest
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.model.outcome import ExitCode

ANSWERS = {ODD: "Effecten (kortlopend) · SecuritiesCurrent"}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return Book().write(tmp_path / "boek.xlsx")


def type_in(monkeypatch: pytest.MonkeyPatch, lines: Iterable[str]) -> None:
    monkeypatch.setattr(sys, "stdin", StringIO("".join(f"{line}\n" for line in lines)))


def ask(workbook: Path, *more: object) -> MappingFile:
    out = workbook.with_name("m.yaml")
    assert suggest(workbook, "--ask", "--out", out, *more) == ExitCode.VALID
    return load_mapping(out)


def concept_of_odd(mapping: MappingFile) -> str | None:
    return next((line.concept for sheet in mapping.sheets for line in sheet.lines if line.label == ODD), None)


def test_terminal_and_review_give_the_same_mapping(
    workbook: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    person = Person(ANSWERS)
    review = tmp_path / "review.xlsx"
    assert suggest(workbook, "--review", review, "--no-known") == ExitCode.VALID
    person.fill(review)
    assert suggest("--apply", review, "--out", tmp_path / "excel.yaml") == ExitCode.VALID
    person.sit_down(monkeypatch, capsys)
    mapping = ask(workbook, "--no-known")
    assert mapping.confirmed
    assert concept_of_odd(mapping) == "SecuritiesCurrent"
    assert (tmp_path / "excel.yaml").read_text("utf-8") == (tmp_path / "m.yaml").read_text("utf-8")


def test_an_empty_line_leaves_a_question_open(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Person({}).sit_down(monkeypatch, capsys)
    mapping = ask(workbook)
    assert concept_of_odd(mapping) is None
    assert not mapping.confirmed


def test_who_does_not_agree_at_the_end_has_an_unconfirmed_mapping(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Person(ANSWERS, agrees=False).sit_down(monkeypatch, capsys)
    mapping = ask(workbook)
    assert concept_of_odd(mapping) == "SecuritiesCurrent"
    assert not mapping.confirmed


def test_an_answer_can_be_taken_back_and_given_again(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, ["voorraden", "1", "t", "effecten kortlopend", "1", "s"])
    assert concept_of_odd(ask(workbook)) == "SecuritiesCurrent"


def test_stopping_keeps_what_was_answered(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, ["voorraden", "1", "s"])
    mapping = ask(workbook)
    assert concept_of_odd(mapping) == "Inventories"
    assert not mapping.confirmed


def test_the_end_of_the_input_is_a_stop(workbook: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    type_in(monkeypatch, [])
    assert not ask(workbook).confirmed


def test_what_cannot_be_an_answer_is_asked_again(
    workbook: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    type_in(monkeypatch, ["qqqqzzzz", "voorraden", "1", "77", "1", "s"])
    assert concept_of_odd(ask(workbook)) == "Inventories"
    said = capsys.readouterr().out
    assert "Geen post gevonden bij 'qqqqzzzz'" in said
    assert "'77' kan het antwoord niet zijn" in said


def test_nothing_is_asked_without_a_terminal(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert suggest(workbook, "--out", workbook.with_name("m.yaml")) == ExitCode.VALID
    assert "Uw antwoord" not in capsys.readouterr().out


def test_a_workbook_without_a_board_is_a_question_and_then_a_mapping(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = Book(general={}).write(tmp_path / "boek.xlsx")
    out, review = tmp_path / "m.yaml", tmp_path / "review.xlsx"
    assert suggest(workbook, "--out", out, "--review", review) == ExitCode.VALID
    assert not load_mapping(out).confirmed
    assert review.exists()
    Person({**ANSWERS, "estuursnummer": "99051", "KvK": "99990051", "aam": "Stichting Vraagbaak"}).sit_down(
        monkeypatch, capsys
    )
    mapping = ask(workbook)
    assert mapping.bestuursnummer == "99051"


def test_words_of_a_workbook_do_not_steer_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    label = "[bold red]Zandbak\u202e[/] post"
    workbook = Book(odd=None, more=((label, 310, 290),)).write(tmp_path / "boek.xlsx")
    type_in(monkeypatch, ["", "s"])
    ask(workbook)
    said = capsys.readouterr().out
    assert "[bold red]Zandbak" in said
    assert "\u202e" not in said
