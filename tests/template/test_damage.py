"""What people do to a template after it was made: nothing of it may cost a figure without a word."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from openpyxl.workbook import Workbook as Book

from tests.template.conftest import Made, Maker
from tests.template.filling import as_text, open_template
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_workbook_source
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.pipeline import convert

SHEET = "WNT bezoldigingsmaximum"
USUAL = {"template.other_period", "template.totals_added"}


@pytest.fixture
def wnt(made: Maker) -> Made:
    return made("onderwijs-2025", "wnt", 2025)


def read(path: Path) -> Mapped:
    with Engine() as engine:
        return convert(read_workbook_source(path, None), engine, messages("nl"))[0]


def after(each: Made, tmp_path: Path, change: Callable[[Book], Any]) -> Mapped:
    book = open_template(each.full)
    change(book)
    book.save(tmp_path / "werkmap.xlsx")
    return read(tmp_path / "werkmap.xlsx")


def findings(mapped: Mapped) -> dict[str, Finding]:
    return {finding.code: finding for finding in mapped.findings if finding.code not in USUAL}


def values(mapped: Mapped) -> dict[object, str]:
    return {fact.key: as_text(fact.value) for fact in mapped.facts}


def test_renaming_and_moving_sheets_costs_nothing(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        for number, sheet in enumerate(list(book.worksheets)):
            sheet.title = f"Blad {number}"
            book.move_sheet(sheet, offset=-number)

    mapped = after(wnt, tmp_path, change)
    assert not findings(mapped)
    assert values(mapped) == values(read(wnt.full))


def test_inserted_rows_and_columns_cost_nothing(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        for sheet in book.worksheets[1:]:
            if sheet.sheet_state == "visible":
                sheet.insert_rows(6, 2)
                sheet.insert_cols(2)
                sheet.insert_cols(1)
                sheet.insert_rows(1)

    mapped = after(wnt, tmp_path, change)
    assert not findings(mapped)
    assert values(mapped) == values(read(wnt.full))


def test_sorting_rows_costs_nothing(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        sheet = book[SHEET]
        rows = range(7, 12)
        kept = [[sheet.cell(row, column).value for column in range(1, 9)] for row in rows]
        for row, cells in zip(rows, reversed(kept), strict=True):
            for column, value in enumerate(cells, 1):
                sheet.cell(row, column).value = value

    mapped = after(wnt, tmp_path, change)
    assert not findings(mapped)
    assert values(mapped) == values(read(wnt.full))


def test_a_deleted_row_is_named(wnt: Made, tmp_path: Path) -> None:
    row = open_template(wnt.full)[SHEET][8]
    mapped = after(wnt, tmp_path, lambda book: book[SHEET].delete_rows(8))
    finding = findings(mapped)["template.row_gone"]
    assert finding.severity is Severity.WARNING
    assert f"ontbreekt een regel van het sjabloon: {row[2].value}." in finding.message


def test_a_deleted_sheet_and_column_are_named(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        del book[book.sheetnames[4]]
        book[SHEET].delete_cols(5)

    found = findings(after(wnt, tmp_path, change))
    assert set(found) == {"template.sheet_gone", "template.column_gone"}
    assert SHEET in found["template.column_gone"].message


def test_a_copied_sheet_says_the_same_or_is_a_contradiction(wnt: Made, tmp_path: Path) -> None:
    def same(book: Book) -> None:
        book.copy_worksheet(book[SHEET])

    mapped = after(wnt, tmp_path, same)
    assert not findings(mapped)
    assert values(mapped) == values(read(wnt.full))

    def other(book: Book) -> None:
        copy = book.copy_worksheet(book[SHEET])
        copy["D8"].value = 987_654

    changed = after(wnt, tmp_path, other)
    finding = findings(changed)["mapping.contradiction"]
    assert {cell.address for cell in finding.cells} == {"D8"}
    assert len(finding.cells) == 2


def test_a_row_pasted_over_another_is_named(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        sheet = book[SHEET]
        for column in range(1, 9):
            sheet.cell(9, column).value = sheet.cell(8, column).value

    found = findings(after(wnt, tmp_path, change))
    assert set(found) == {"template.code_twice", "template.row_gone"}
    assert [cell.address for cell in found["template.code_twice"].cells] == ["A8", "A9"]


def test_an_overwritten_code_is_named_and_its_figures_refused(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book[SHEET]["A8"].value = "bezoldiging"

    mapped = after(wnt, tmp_path, change)
    finding = findings(mapped)["template.unknown_code"]
    assert [cell.address for cell in finding.cells] == ["A8"]
    refused = {entry.cell.address for entry in mapped.ledger.entries if entry.fate is Fate.REJECTED}
    assert refused == {"D8", "E8"}


def test_a_code_of_another_year_is_unknown(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book[SHEET]["D1"].value = "t; ow-dim:BudgetTypeAxis=ow-dm:NoSuchMember"

    found = findings(after(wnt, tmp_path, change))
    assert found["template.unknown_code"].severity is Severity.ERROR


def test_a_row_without_code_is_an_error_unless_it_is_marked(wnt: Made, tmp_path: Path) -> None:
    def add(book: Book) -> None:
        book[SHEET].insert_rows(9)
        book[SHEET]["C9"].value = "Eigen post"
        book[SHEET]["D9"].value = 500

    finding = findings(after(wnt, tmp_path, add))["template.row_without_code"]
    assert [cell.address for cell in finding.cells] == ["D9"]
    assert finding.severity is Severity.ERROR

    def mark(book: Book) -> None:
        add(book)
        book[SHEET]["A9"].value = "#"

    marked = after(wnt, tmp_path, mark)
    assert not findings(marked)
    entry = next(entry for entry in marked.ledger.entries if entry.cell.sheet == SHEET and entry.cell.address == "D9")
    assert (entry.fate, entry.text) == (Fate.IGNORED, "500")


def test_a_column_without_code_is_an_error_unless_it_is_marked(wnt: Made, tmp_path: Path) -> None:
    def add(book: Book) -> None:
        book[SHEET]["H8"].value = 500

    finding = findings(after(wnt, tmp_path, add))["template.column_without_code"]
    assert [cell.address for cell in finding.cells] == ["H8"]

    def mark(book: Book) -> None:
        add(book)
        book[SHEET]["H1"].value = "#"

    assert not findings(after(wnt, tmp_path, mark))


@pytest.mark.parametrize(("which", "code"), [("row", "columns"), ("column", "rows")])
def test_missing_codes_are_named(wnt: Made, tmp_path: Path, which: str, code: str) -> None:
    def change(book: Book) -> None:
        sheet = book[SHEET]
        cells = sheet[1] if which == "row" else [row[0] for row in sheet.iter_rows()]
        for cell in cells:
            cell.value = None

    mapped = after(wnt, tmp_path, change)
    finding = findings(mapped)[f"template.no_codes.{code}"]
    assert SHEET in finding.message
    lost = [entry for entry in mapped.ledger.entries if entry.cell.sheet == SHEET and entry.text.isdecimal()]
    assert all(entry.fate is not Fate.FACT for entry in lost)


def test_a_lost_corner_does_no_harm(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book[SHEET]["A1"].value = None
        book[SHEET].title = "Maximum"

    mapped = after(wnt, tmp_path, change)
    assert set(findings(mapped)) == {"template.no_corner"}
    assert values(mapped) == values(read(wnt.full))


def test_a_sheet_of_another_years_template_is_refused(made: Maker, wnt: Made, tmp_path: Path) -> None:
    other = open_template(made("onderwijs-2026", "wnt", 2026).full)["WNT bezoldigingsmaximum"]

    def change(book: Book) -> None:
        pasted = book.create_sheet("Geplakt")
        for row in other.iter_rows():
            for cell in row:
                pasted[cell.coordinate].value = cell.value

    mapped = after(wnt, tmp_path, change)
    finding = findings(mapped)["template.foreign_sheet"]
    assert "onderwijs-2026 wnt" in finding.message
    assert values(mapped) == values(read(wnt.full))


def test_a_workbook_without_fingerprint_is_refused_with_the_repair(wnt: Made, tmp_path: Path) -> None:
    book = open_template(wnt.full)
    del book["Vingerafdruk"]
    book.save(tmp_path / "werkmap.xlsx")
    with pytest.raises(PipelineError) as caught:
        read(tmp_path / "werkmap.xlsx")
    assert caught.value.code == "template.no_fingerprint"


def test_a_changed_fingerprint_is_named(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        sheet = book["Vingerafdruk"]
        sheet.delete_rows(sheet.max_row)

    assert "template.fingerprint_changed" in findings(after(wnt, tmp_path, change))


def test_a_sheet_of_ones_own_is_a_warning(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        book.create_sheet("Berekening")["B2"].value = 12

    finding = findings(after(wnt, tmp_path, change))["template.sheet_without_code"]
    assert finding.severity is Severity.WARNING
    assert "Berekening" in finding.message


def _table(book: Book) -> Any:  # noqa: ANN401 - a Worksheet, whose stubs know less than it does
    return next(sheet for sheet in book.worksheets if str(sheet["B1"].value).endswith("=*"))


def test_rows_added_to_a_table_count(wnt: Made, tmp_path: Path) -> None:
    def change(book: Book) -> None:
        sheet = _table(book)
        sheet.insert_rows(9)
        for row in (9, 40):
            sheet.cell(row, 2).value = f"Nieuwe functionaris {row}"
            sheet.cell(row, 3).value = "Naam"

    mapped = after(wnt, tmp_path, change)
    assert not findings(mapped)
    members = {item.member.local for fact in mapped.facts for item in fact.key.dimensions}
    assert {"Nieuwe functionaris 9", "Nieuwe functionaris 40"} <= members


def test_a_row_of_a_table_needs_a_name_of_its_own(wnt: Made, tmp_path: Path) -> None:
    def twice(book: Book) -> None:
        sheet = _table(book)
        sheet["B8"].value = sheet["B7"].value

    found = findings(after(wnt, tmp_path, twice))
    assert [cell.address for cell in found["template.key_twice"].cells] == ["B7", "B8"]
    assert "mapping.contradiction" in found

    def nameless(book: Book) -> None:
        _table(book)["B7"].value = None

    mapped = after(wnt, tmp_path, nameless)
    finding = findings(mapped)["template.key_missing"]
    assert [cell.address for cell in finding.cells] == ["B7"]
    refused = [entry for entry in mapped.ledger.entries if entry.fate is Fate.REJECTED]
    assert refused


def test_a_total_may_be_typed_over(wnt: Made, tmp_path: Path) -> None:
    full = open_template(wnt.full)[SHEET]
    formula = next(cell for row in full.iter_rows() for cell in row if str(cell.value).startswith("=IF(COUNT("))

    def change(book: Book) -> None:
        book[SHEET][formula.coordinate].value = 123_456

    mapped = after(wnt, tmp_path, change)
    fact = next(fact for fact in mapped.facts if fact.value == Decimal(123_456))
    assert [(cell.sheet, cell.address) for cell in fact.cells] == [(SHEET, formula.coordinate)]


def test_every_cell_has_its_reason(wnt: Made) -> None:
    ledger = read(wnt.full).ledger
    assert ledger.cells == ledger.facts + ledger.skipped + ledger.rejected
    assert all(entry.reason for entry in ledger.entries if entry.fate is not Fate.FACT)


def test_hidden_lines_count_when_they_are_filled_in(made: Maker) -> None:
    po = made("onderwijs-2025", "jaarverantwoording", 2025, "--sector", "po")
    book = open_template(po.empty)
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "hidden"]
    assert any("College" in title for title in hidden)
    reported = {as_text(fact.value) for fact in read(po.full).facts}
    assert {as_text(value) for value in po.filled.facts.values()} <= reported


def test_an_unknown_sector_is_a_question(tmp_path: Path) -> None:
    options = ["--taxonomy", "onderwijs-2025", "--out", str(tmp_path / "x.xlsx")]
    assert guarded(["template", *options, "--sector", "kerk"]) == 2
    assert not (tmp_path / "x.xlsx").exists()
