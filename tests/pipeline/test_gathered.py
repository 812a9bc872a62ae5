"""A workbook saved by a program that keeps no results of formulas: one finding, and every cell in every report."""

import json
from collections import Counter
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from tests.conftest import SAMPLES
from tests.reporting.pages import parse, texts
from xbrl_pipeline.dossier.files import report_json
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.reporting.annotated import annotated_xlsx
from xbrl_pipeline.reporting.html import report_html
from xbrl_pipeline.reporting.junit import junit_xml
from xbrl_pipeline.reporting.xlsx import report_xlsx

CODE = "workbook.cell.not_calculated"


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kaal") / "kaal.xlsx"
    openpyxl.load_workbook(SAMPLES / "po-99001.xlsx").save(path)  # formulas stay, what they come to does not
    return path


@pytest.fixture(scope="module")
def report(workbook: Path, engine: Engine, nl: Messages) -> Report:
    return check(read_source(workbook, SAMPLES / "po-99001.mapping.yaml"), engine, nl).report


@pytest.fixture(scope="module")
def finding(report: Report) -> Finding:
    (found,) = (each for each in report.findings if each.code == CODE)
    return found


def _rejected(report: Report) -> set[str]:
    assert report.ledger is not None
    return {str(entry.cell) for entry in report.ledger.entries if entry.fate is Fate.REJECTED}


def test_it_is_one_finding_about_every_cell_that_the_ledger_rejects(report: Report, finding: Finding) -> None:
    assert len(finding.cells) > 90
    assert set(map(str, finding.cells)) == _rejected(report)
    assert finding.times == len(finding.places) == len(finding.cells)
    errors = [each for each in report.findings if each.severity == "error"]
    assert len(errors) > 1  # all others follow from this one, and only a cause counts
    assert report.counts.error == sum(not each.follows for each in errors) == 1


def test_the_ledger_keeps_a_reason_of_its_own_for_each_cell(report: Report) -> None:
    assert report.ledger is not None
    entries = [entry for entry in report.ledger.entries if entry.fate is Fate.REJECTED]
    assert all(str(entry.cell) in entry.reason for entry in entries)


def test_the_json_names_every_place(report: Report, finding: Finding, nl: Messages) -> None:
    read = json.loads(report_json(report, nl))
    (entry,) = (each for each in read["findings"] if each["code"] == CODE)
    assert [place["cells"] for place in entry["places"]] == [[str(cell)] for cell in finding.cells]
    assert entry["times"] == len(finding.cells)


def test_the_page_lists_every_cell_and_folds_what_follows(report: Report, finding: Finding, nl: Messages) -> None:
    tree = parse(report_html(report, nl))
    assert texts(tree, ".//table[@class='places']/tbody/tr/th") == [str(cell) for cell in finding.cells]
    (article,) = tree.iterfind(".//article[@data-severity='error']")
    sheets = json.loads(article.get("data-sheets", ""))
    assert sheets == list(dict.fromkeys(cell.sheet for cell in finding.cells))
    marked = [each for each in tree.iterfind(".//td[@class]") if "marked error" in (each.get("class") or "")]
    assert len(marked) >= len(finding.cells)


def test_the_spreadsheet_has_a_row_with_a_link_for_every_cell(report: Report, finding: Finding, nl: Messages) -> None:
    book = openpyxl.load_workbook(BytesIO(report_xlsx(report, nl, source="source.xlsx")))
    rows = list(book["Plaatsen"].iter_rows(min_row=2))
    assert [row[1].value for row in rows] == [str(cell) for cell in finding.cells]
    assert all(row[1].hyperlink is not None for row in rows)


def test_the_annotated_workbook_marks_every_cell(
    workbook: Path, report: Report, finding: Finding, nl: Messages
) -> None:
    data = annotated_xlsx(workbook.read_bytes(), report, nl)
    assert data is not None
    book = openpyxl.load_workbook(BytesIO(data))
    for cell in finding.cells:
        comment = book[cell.sheet][cell.address].comment
        assert comment is not None
        assert f"In {cell} " in comment.text


def test_junit_fails_once_and_names_the_cells(report: Report, nl: Messages) -> None:
    root: Any = etree.fromstring(junit_xml([report], nl))
    kinds = Counter(failure.get("type") for failure in root.iter("failure"))
    assert kinds[CODE] == 1
    (failure,) = (each for each in root.iter("failure") if each.get("type") == CODE)
    assert str(len(_rejected(report))) in failure.get("message")
    assert "Balans!D10" in failure.text
