"""What a run says of a workbook that nobody has mapped, while questions about it are open."""

import json
from pathlib import Path

import pytest

from tests.recognise.books import ODD, Book
from tests.recognise.kinds import YEARS, Page, Reader, clear, page
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.recognise.draft import make_draft
from xbrl_pipeline.recognise.text import mapping_text
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile


def test_an_open_question_is_a_finding_at_its_cells_with_the_next_step(tmp_path: Path) -> None:
    workbook = Book().write(tmp_path / "boek.xlsx")
    assert guarded(["run", str(workbook), "--out", str(tmp_path / "o"), "--quiet"]) == ExitCode.INVALID
    (file,) = (tmp_path / "o").glob("*/report.json")
    findings = json.loads(file.read_text("utf-8"))["findings"]
    (asked,) = [each for each in findings if each["code"] == "question.open" and ODD in each["message"]]
    assert asked["severity"] == "error"
    assert all(cell.startswith("Balans!") for cell in asked["cells"])
    assert f"mapping suggest {workbook} --review" in asked["advice"]
    assert any(each["code"] == "question.general" for each in findings)
    assert any(each["code"] == "mapping.unconfirmed" for each in findings)


def test_without_a_board_no_report_is_made_and_the_overview_asks_for_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workbook = Book(general={}).write(tmp_path / "boek.xlsx")
    code = guarded(["run", str(workbook), "--out", str(tmp_path / "o"), "--json"])
    assert code == ExitCode.NOT_VALIDATED
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    assert "bestuursnummer" in row["problem"]
    assert f"mapping suggest {workbook}" in row["problem"]
    assert not list((tmp_path / "o").glob("*/instance.xbrl"))


def test_a_suggested_mapping_with_a_table_of_which_every_row_is_open_can_be_read(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    rows: Page = [["Onderzoek van de jaarrekening", 52_858, 50_100], ["Andere controleopdrachten", 9_161, 8_800]]
    pages = {**clear(), "Toelichting": page("Honorarium van de accountant (in euro's)", YEARS, rows)}
    found = Reader(tmp_path, model, profile)(pages)
    draft = make_draft(found.recognition, profile, messages("nl"))
    file = tmp_path / "suggested.yaml"
    file.write_text(mapping_text(draft, found.recognition, messages("nl")), "utf-8")
    assert load_mapping(file) == draft.mapping
