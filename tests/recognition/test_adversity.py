"""Workbooks that mislead: what cannot be known stays open and is named, and nothing is taken wrongly."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from tests.recognition.generator import Layout, Truth, build
from tests.recognition.layouts import words
from tests.recognition.score import recognised, score
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

PLAIN = Layout("plain", "po", wording=0, heads=words, numbers="none")
Change = Callable[[Workbook], None]


def changed(path: Path, change: Change, layout: Layout = PLAIN) -> Truth:
    truth = build(layout, path)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return truth


def swap_years(book: Workbook) -> None:
    sheet = book["Balans"]
    for row in sheet.iter_rows(max_row=5):
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("31 december"):
                cell.value = cell.value.replace("2025", "x").replace("2024", "2025").replace("x", "2024")


def swap_names(book: Workbook) -> None:
    book["Balans"].title, book["SBL"].title = "oud", "Balans"
    book["oud"].title = "SBL"


def wrong_totals(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        for row in sheet.iter_rows():
            label = str(row[0].value or "")
            for cell in row[1:]:
                if label.startswith("Totaal") and isinstance(cell.value, int):
                    cell.value += 1_000


def no_headers(book: Workbook) -> None:
    for sheet in book.worksheets[1:]:
        sheet.delete_rows(1, 3)


def swap_terms(book: Workbook) -> None:
    names = {"Langlopende schulden": "Kortlopende schulden", "Kortlopende schulden": "Langlopende schulden"}
    for row in book["Balans"].iter_rows():
        for cell in row:
            cell.value = names.get(str(cell.value), cell.value)


def test_swapped_years_are_seen_by_what_stands_in_two_statements(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    truth = changed(tmp_path / "a.xlsx", swap_years)
    found = score(recognised(tmp_path / "a.xlsx", model, profile), truth)
    assert found.wrong == []
    assert any(cell.startswith("Balans!") for cell in found.open)


def test_swapped_sheet_names_do_not_fool_it(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    truth = changed(tmp_path / "a.xlsx", swap_names)
    names = {"Balans": "SBL", "SBL": "Balans"}
    moved = {
        f"{names.get(cell.partition('!')[0], cell.partition('!')[0])}!{cell.partition('!')[2]}": fact
        for cell, fact in truth.items()
    }
    found = score(recognised(tmp_path / "a.xlsx", model, profile), moved)
    assert found.wrong == []
    assert found.right > 0.9 * found.total


def test_wrong_totals_cost_nothing_but_their_own_check(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    truth = changed(tmp_path / "a.xlsx", wrong_totals)
    book = load_workbook(tmp_path / "a.xlsx")
    now = {cell: (*fact[:4], _value(book, cell, fact[4])) for cell, fact in truth.items()}
    found = score(recognised(tmp_path / "a.xlsx", model, profile), now)
    assert found.wrong == []


def _value(book: Workbook, cell: str, before: int) -> int:
    sheet, _, address = cell.rpartition("!")
    value = book[sheet][address].value
    return abs(value) if isinstance(value, int) and abs(value) == abs(before) and before > 0 else _signed(value, before)


def _signed(value: object, before: int) -> int:
    if not isinstance(value, int):
        return before
    return before if abs(value) == abs(before) else value


def test_without_headers_nothing_is_taken(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    changed(tmp_path / "a.xlsx", no_headers)
    with pytest.raises(PipelineError) as caught:
        recognised(tmp_path / "a.xlsx", model, profile)
    assert caught.value.code == "recognise.nothing"


def test_two_reporting_years_are_asked_about(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    build(replace(PLAIN, general="title", title=lambda name, _: f"{name}, jaarrekening 2024"), tmp_path / "a.xlsx")
    with pytest.raises(PipelineError) as caught:
        recognised(tmp_path / "a.xlsx", model, profile)
    assert caught.value.code == "recognise.two.verslagjaar"


def test_a_missing_board_number_is_asked_for(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    build(replace(PLAIN, general="none"), tmp_path / "a.xlsx")
    with pytest.raises(PipelineError) as caught:
        recognised(tmp_path / "a.xlsx", model, profile)
    assert caught.value.code == "recognise.missing.bestuursnummer"


def test_long_and_short_that_changed_places_are_not_taken(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    truth = changed(tmp_path / "a.xlsx", swap_terms, replace(PLAIN, numbers="rj"))
    assert score(recognised(tmp_path / "a.xlsx", model, profile), truth).wrong == []


def test_two_sets_that_do_not_say_which_is_consolidated_stay_open(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    layout = replace(PLAIN, board="vo", consolidated="sheets", sheet_name=lambda name, group: f"{name} {1 + group}")
    truth = build(layout, tmp_path / "a.xlsx")
    try:
        found = score(recognised(tmp_path / "a.xlsx", model, profile), truth)
    except PipelineError as error:
        assert error.code == "recognise.nothing"  # noqa: PT017 - either ending is right
    else:
        assert found.wrong == []


def test_every_open_amount_is_an_error_at_its_cell(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    def odd_row(book: Workbook) -> None:
        sheet = book["Balans"]
        sheet.cell(sheet.max_row + 1, 1, "Volstrekt onbekende post")
        sheet.cell(sheet.max_row, 2, 12345)

    changed(tmp_path / "a.xlsx", odd_row)
    mapped = recognised(tmp_path / "a.xlsx", model, profile)
    errors = [finding for finding in mapped.findings if finding.severity is Severity.ERROR]
    assert any("Volstrekt onbekende post" in finding.message and finding.cells for finding in errors)
    assert any(finding.code == "mapping.unconfirmed" for finding in mapped.findings)
    assert mapped.ledger.cells == mapped.ledger.facts + mapped.ledger.skipped + mapped.ledger.rejected


def test_amounts_in_hidden_rows_are_taken_along_and_said(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    def hide(book: Workbook) -> None:
        book["Balans"].row_dimensions[8].hidden = True

    truth = changed(tmp_path / "a.xlsx", hide)
    mapped = recognised(tmp_path / "a.xlsx", model, profile)
    finding = next(finding for finding in mapped.findings if finding.code == "workbook.note.hidden_rows")
    assert {cell.row for cell in finding.cells} == {8}
    assert score(mapped, truth).wrong == []
    assert all(entry.hidden for entry in mapped.ledger.entries if entry.cell in finding.cells)
