"""``mapping suggest``: the mapping it writes, the review in Excel, and the answers taken back."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.recognition.generator import build
from tests.recognition.layouts import LAYOUTS
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.model.outcome import ExitCode

LAYOUT = next(layout for layout in LAYOUTS if layout.name == "notes-between")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    build(LAYOUT, tmp_path / "boek.xlsx")
    assert suggest(tmp_path, str(tmp_path / "boek.xlsx"), "--out", str(tmp_path / "m.yaml")) is ExitCode.VALID
    return tmp_path


def suggest(folder: Path, *arguments: str) -> int:
    review = () if "--apply" in arguments else ("--review", str(folder / "review.xlsx"))
    return guarded(["mapping", "suggest", *arguments, *review])


def take_back(folder: Path) -> int:
    return suggest(folder, "--apply", str(folder / "review.xlsx"), "--out", str(folder / "terug.yaml"))


def answer(folder: Path, change: Callable[[Worksheet], None], sheet: str = "Regels") -> None:
    book = load_workbook(folder / "review.xlsx")
    change(book[sheet])
    book.save(folder / "review.xlsx")


def row_of(sheet: Worksheet, words: str) -> int:
    return next(row for row in range(4, sheet.max_row + 1) if words in str(sheet.cell(row, 3).value))


def test_the_text_of_a_suggestion_is_a_mapping_with_open_rows_as_comments(folder: Path) -> None:
    text = (folder / "m.yaml").read_text("utf-8")
    mapping = load_mapping(folder / "m.yaml")
    assert not mapping.confirmed
    assert "# OPEN rij" in text
    assert yaml.safe_load(text)["bestuursnummer"] == mapping.bestuursnummer


def test_a_review_without_answers_gives_the_same_mapping(folder: Path) -> None:
    assert take_back(folder) is ExitCode.VALID
    assert load_mapping(folder / "terug.yaml") == load_mapping(folder / "m.yaml")


def test_agreeing_with_everything_confirms_the_mapping(folder: Path) -> None:
    answer(folder, lambda sheet: sheet.__setitem__("B8", "ja"), "Start")
    assert take_back(folder) is ExitCode.VALID
    assert load_mapping(folder / "terug.yaml").confirmed


def test_answers_are_honoured(folder: Path) -> None:
    def decide(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        choices = [cell.value for cell in book["Lijst"]["A"]]
        ignored, other = row_of(sheet, "Balanstotaal"), row_of(sheet, "Obligaties")
        sheet.cell(ignored, 9, "negeren")
        sheet.cell(ignored, 12, "hoort hier niet")
        sheet.cell(other, 9, "andere regel")
        sheet.cell(other, 10, next(c for c in choices if str(c).endswith("· ParticipatingInterestsNoncurrent")))

    answer(folder, decide)
    assert take_back(folder) is ExitCode.VALID
    lines = [line for sheet in load_mapping(folder / "terug.yaml").sheets for line in sheet.lines]
    assert any(line.ignore == "hoort hier niet" for line in lines)
    assert next(line.concept for line in lines if line.label == "Obligaties") == "ParticipatingInterestsNoncurrent"


@pytest.mark.parametrize(
    ("column", "text", "named"),
    [(9, "misschien", "I4"), (10, "iets anders", "I4"), (11, "half", "K4")],
)
def test_an_answer_that_cannot_be_followed_is_named_with_its_cell(
    folder: Path, capsys: pytest.CaptureFixture[str], column: int, text: str, named: str
) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.cell(4, column, text)

    answer(folder, fill)
    assert take_back(folder) is ExitCode.INPUT_REFUSED
    assert named in capsys.readouterr().err
    assert not (folder / "terug.yaml").exists()


def test_a_review_of_another_workbook_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = load_workbook(folder / "boek.xlsx")
    book["Balans"]["A1"] = "Gewijzigd"
    book.save(folder / "boek.xlsx")
    assert take_back(folder) is ExitCode.INPUT_REFUSED
    assert "boek.xlsx" in capsys.readouterr().err


def test_the_review_is_not_written_over_its_answers(folder: Path) -> None:
    review = str(folder / "review.xlsx")
    assert suggest(folder, "--apply", review, "--out", review) is ExitCode.USAGE
