"""People who answer: in a review with Excel, or on a terminal, the same questions with the same words."""

import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xbrl_pipeline.cli.main import guarded

HEAD_ROW: Final = 4
GENERAL: Final[Mapping[str, str]] = {
    "resultaatbestemming": "Na resultaatbestemming",
    "vastgesteld": "Nee",
    "Voornamen": "Voorbeeld",
    "Geslachtsnaam": "Contactpersoon",
    "Telefoonnummer": "000-0000000",
    "E-mailadres": "contact@vraagbaak.example",
    "sector": "Middelbaar beroepsonderwijs en volwasseneneducatie",
    "Rechtsvorm": "Stichting",
    "zetel": "Fictiestad",
    "Zetel": "Fictiestad",
}


def heads(sheet: Worksheet) -> dict[str, int]:
    """Return the columns of a sheet of a review by their heads."""
    return {str(cell.value): cell.column for cell in sheet[HEAD_ROW] if cell.value and cell.column}


def rows(sheet: Worksheet, head: str) -> dict[str, int]:
    """Return the rows of a sheet by the words in one column."""
    column = heads(sheet)[head]
    found = ((sheet.cell(row, column).value, row) for row in range(HEAD_ROW + 1, sheet.max_row + 1))
    return {str(words): row for words, row in found if words}


def put(sheet: Worksheet, words: str, head: str, value: str, among: str) -> str:
    """Fill a cell in the row whose column ``among`` holds these words; returns its address."""
    row = next(row for text, row in rows(sheet, among).items() if words in text)
    cell = sheet.cell(row, heads(sheet)[head])
    cell.value = value
    return str(cell.coordinate)


@dataclass(frozen=True)
class Person:
    """Somebody who knows the answers; by a part of the question."""

    answers: Mapping[str, str] = field(default_factory=dict)
    general: Mapping[str, str] = field(default_factory=lambda: GENERAL)
    agrees: bool = True

    def fill(self, review: Path) -> None:
        """Answer in Excel."""
        book = load_workbook(review)
        questions = book["Vragen"]
        for text, row in rows(questions, "Vraag").items() if len(heads(questions)) > 1 else ():
            said = self._said(text, self.answers)
            if said and not questions.cell(row, heads(questions)["Uw antwoord"]).value:
                questions.cell(row, heads(questions)["Uw antwoord"]).value = said
        if "Gegevens" in book.sheetnames:
            sheet = book["Gegevens"]
            for text, row in rows(sheet, "Regel in het verslag").items():
                said = self._said(text, self.general)
                if said and sheet.cell(row, 2).value in (None, ""):
                    sheet.cell(row, heads(sheet)["Uw antwoord"]).value = said
        if self.agrees:
            book.worksheets[0]["B8"] = "ja"
        book.save(review)

    @staticmethod
    def _said(text: str, answers: Mapping[str, str]) -> str | None:
        return next((answer for words, answer in answers.items() if words in text), None)

    def sit_down(self, patch: pytest.MonkeyPatch, screen: pytest.CaptureFixture[str]) -> None:
        """Answer on a terminal from now on."""
        patch.setattr(sys, "stdin", Terminal(self, screen))


class Terminal(io.StringIO):
    """The keyboard of a person who reads what stands on the screen before typing."""

    def __init__(self, person: Person, screen: pytest.CaptureFixture[str]) -> None:
        super().__init__()
        self.person, self.screen = person, screen

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]  # noqa: ARG002
        told = " ".join(self.screen.readouterr().out.replace("│", " ").split())
        if "Klopt alles zo?" in told:
            return "ja\n" if self.person.agrees else "nee\n"
        if "Welke is het?" in told:
            return "1\n"
        question = told.rpartition("╭─")[2]
        said = self.person._said(question, {**self.person.answers, **self.person.general})
        words = None if said is None else said.partition(" · ")[0]
        number = None if words is None else _number_of(words, question)
        return f"{number or words or ''}\n"


def _number_of(said: str, question: str) -> str | None:
    words = question.split()
    for place, word in enumerate(words):
        if word.isdigit() and " ".join(words[place + 1 :]).startswith(said):
            return word
    return None


def suggest(*arguments: object) -> int:
    """Run ``mapping suggest``."""
    return guarded(["mapping", "suggest", *map(str, arguments)])
