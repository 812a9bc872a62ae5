"""Amounts of which one may be wrong stand in every form of a report, and are called no more than that."""

import json
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests.reporting.examples import cell, sum_does_not_tie, valid
from xbrl_pipeline.cli.findings import report_lines
from xbrl_pipeline.dossier.files import report_json
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Suspect, SuspectKind
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.annotated import annotated_xlsx
from xbrl_pipeline.reporting.html import report_html
from xbrl_pipeline.reporting.junit import junit_xml
from xbrl_pipeline.reporting.xlsx import report_xlsx

ONE, TWO = "Balans!D11, Gebouwen: 14.250.000.", "Balans!D12, Inventaris: 2.180.450."
INTRODUCED = "Een van deze bedragen kan de oorzaak zijn:"


@pytest.fixture
def report() -> Report:
    leads = tuple(
        Suspect(SuspectKind.TRANSPOSED, "Post", (cell(where),), "1", "2", sentence)
        for where, sentence in (("Balans!D11", ONE), ("Balans!D12", TWO))
    )
    finding = replace(sum_does_not_tie(), leads=leads)
    return replace(valid(), verdict=Verdict.INVALID, findings=(finding,))


def test_on_a_terminal(report: Report, nl: Messages) -> None:
    lines = list(report_lines(report, nl))
    place = lines.index(f"      {INTRODUCED}")
    assert lines[place + 1 : place + 3] == [f"        · {ONE}", f"        · {TWO}"]


def test_on_a_page(report: Report, nl: Messages) -> None:
    page = report_html(report, nl).decode()
    assert page.index(INTRODUCED) < page.index(ONE) < page.index(TWO)
    assert nl.text("report.suspect") not in page


def test_in_json(report: Report, nl: Messages) -> None:
    (finding,) = json.loads(report_json(report, nl))["findings"]
    assert [lead["sentence"] for lead in finding["leads"]] == [ONE, TWO]
    assert finding["suspects"] == []


def test_in_a_workbook(report: Report, nl: Messages) -> None:
    book = load_workbook(BytesIO(report_xlsx(report, nl)))
    assert f"{INTRODUCED} {ONE} {TWO}" in {each.value for sheet in book for row in sheet.iter_rows() for each in row}


def test_in_junit(report: Report, nl: Messages) -> None:
    assert f"{INTRODUCED} {ONE} {TWO}" in junit_xml([report], nl).decode()


def test_in_the_note_at_the_cell_and_at_no_other(report: Report, nl: Messages, tmp_path: Path) -> None:
    write_workbook(build_board("po"), tmp_path / "board.xlsx")
    made = annotated_xlsx((tmp_path / "board.xlsx").read_bytes(), report, nl)
    assert made is not None
    cells = [each for row in load_workbook(BytesIO(made))["Balans"].iter_rows() for each in row]
    notes = {each.coordinate: each.comment.text for each in cells if each.comment is not None}
    assert list(notes) == ["D10"]
    assert f"{INTRODUCED} {ONE} {TWO}" in notes["D10"]
