from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from tests.reporting import examples
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.findings import Comparison
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.model.ratios import Ratio, RatioPoint
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.xlsx import report_xlsx

NL = messages("nl")


def sheets(report: Report, lang: str = "nl") -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(report_xlsx(report, messages(lang))))
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def finding(report: Report, code: str) -> dict[str, Any]:
    heads, *rows = sheets(report)["Bevindingen"]
    return next(found for row in rows if (found := dict(zip(heads, row, strict=True)))["Code"] == code)


def test_the_workbook_has_its_sheets_in_both_languages() -> None:
    assert list(sheets(examples.invalid())) == ["Samenvatting", "Bevindingen", "Cijfers", "Controletelling"]
    assert list(sheets(examples.invalid(), "en")) == ["Summary", "Findings", "Figures", "Balance of cells"]
    assert "Controletelling" not in sheets(replace(examples.valid(), ledger=None))


def test_the_summary_says_verdict_owner_and_balance() -> None:
    summary = dict(row[:2] for row in sheets(examples.valid())["Samenvatting"])
    assert summary["Uitkomst"] == "Geldig"
    assert summary["Bestuursnummer"] == "99041"
    assert summary["Fouten"] == 0
    assert summary["Controletelling van de cellen: gevulde cellen gelezen"] == 127
    assert summary["SHA-256"] == examples.valid().input.sha256


def test_findings_have_cell_and_exact_figures() -> None:
    found = finding(examples.invalid(), "onderwijs:sum-PropertyPlantEquipment")
    assert found["Cel"] == "Balans!D10"
    assert found["Verschil"] == 10000
    assert found["Bedrag"] == pytest.approx(16427949.5)
    assert found["Ook in"] == "Balans!D11, Balans!D12, Balans!D13"


def test_every_finding_is_a_row() -> None:
    assert len(sheets(examples.invalid())["Bevindingen"]) == 1 + len(examples.invalid().findings)


def test_a_number_that_a_spreadsheet_would_round_stays_text() -> None:
    exact = Comparison("12345678901234567.89", "n/a", "0")
    report = replace(examples.invalid(), findings=(replace(examples.sum_does_not_tie(), comparison=exact),))
    found = finding(report, "onderwijs:sum-PropertyPlantEquipment")
    assert found["Bedrag"] == "12345678901234567.89"
    assert found["Moet zijn volgens de regel"] == "n/a"


def test_text_is_never_a_formula_or_a_link() -> None:
    book = openpyxl.load_workbook(BytesIO(report_xlsx(examples.invalid(), NL)))
    cells = [cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not [cell for cell in cells if cell.hyperlink]
    formulas = [cell for cell in cells if cell.value == examples.FORMULA]
    assert formulas
    assert all(cell.quotePrefix for cell in formulas)


def test_the_ledger_lists_every_cell() -> None:
    ledger = sheets(examples.invalid())["Controletelling"]
    assert len(ledger) == 1 + 128
    assert ledger[-1][:4] == ("Balans!D21", "1.234", "Afgekeurd, zie de bevindingen", "geen eenduidig getal")


def test_the_codes_of_a_template_take_one_row_a_sheet() -> None:
    ledger = Ledger(
        (
            *(LedgerEntry(examples.cell(f"Balans!A{row}"), "ow-i:Assets", Fate.CODE, "code") for row in (1, 2, 3)),
            LedgerEntry(examples.cell("Balans!D3"), "12", Fate.FACT, "", "Assets", "Activa"),
            LedgerEntry(examples.cell("Kasstroom!B1"), "t", Fate.CODE, "code"),
        )
    )
    _, *rows = sheets(replace(examples.valid(), ledger=ledger))["Controletelling"]
    assert [row[0] for row in rows] == ["Balans!D3", "Balans!A1:A3", "Kasstroom!B1"]
    assert rows[0][4:] == ("Activa", None, "Assets")


def test_text_that_is_too_long_for_a_cell_is_cut() -> None:
    report = replace(examples.invalid(), findings=(replace(examples.ambiguous(), message="x" * 40_000),))
    assert len(finding(report, "number.ambiguous")["Wat is er aan de hand"]) == 32_767


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_xlsx(examples.invalid(), NL) == report_xlsx(examples.invalid(), NL)


def test_beside_its_workbook_cells_lead_to_it_and_facts_and_ratios_are_there() -> None:
    points = (RatioPoint(2025, False, Decimal("0.2812")), RatioPoint(2025, True, None))
    ratio = Ratio("solvency", "separate", points, "bron", low=Decimal("0.3"), owner="de toezichthouder", since=2020)
    figure = Ratio("housing", "separate", points[:1], "bron")
    report = replace(examples.invalid(), ratios=(ratio, figure))
    book = openpyxl.load_workbook(BytesIO(report_xlsx(report, NL, examples.facts(), "source.xlsx")))
    links = {
        str(cell.value): cell.hyperlink
        for sheet in book.worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.hyperlink
    }
    assert links["Balans!D10"].target == "source.xlsx"
    assert links["Balans!D10"].location == "'Balans'!D10"
    assert not [name for name in links if name.startswith("=")], "a sheet with a hostile name is no address"
    assert all(link.target == "source.xlsx" for link in links.values())
    heads, first, second, third = book["Kengetallen"].iter_rows(values_only=True)
    row = dict(zip(heads, first, strict=True))
    assert row["Waarde"] == pytest.approx(28.12)
    assert (row["Signaleringswaarde (minimum)"], row["Soort"]) == (30, "realisatie")
    assert row["Van wie de signaleringswaarde is"] == "Signaleringswaarde: de toezichthouder, vanaf verslagjaar 2020"
    assert second[3] == "begroting"
    assert dict(zip(heads, third, strict=True))["Van wie de signaleringswaarde is"] == "Zonder signaleringswaarde"


def test_facts_are_told_in_words_and_their_codes_stand_last_and_are_not_printed() -> None:
    known = {fact.key.concept: f"Post {place}" for place, fact in enumerate(examples.facts())}
    book = openpyxl.load_workbook(BytesIO(report_xlsx(examples.invalid(), NL, examples.facts(), names=known)))
    heads, *rows = book["Gegevens"].iter_rows(values_only=True)
    assert [row[1] for row in rows] == list(known.values())
    assert [row[heads.index("Code (element)")] for row in rows] == [name.local for name in known]
    assert heads[-2:] == ("Code (element)", "Codes van de onderverdeling")
    assert book["Gegevens"].print_area == f"'Gegevens'!$A$1:$G${len(rows) + 1}"


def test_every_sheet_is_printed_as_wide_as_the_paper_under_its_heads() -> None:
    for sheet in openpyxl.load_workbook(BytesIO(report_xlsx(examples.invalid(), NL, examples.facts()))).worksheets:
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
        assert sheet.print_title_rows == "$1:$1"
        printed = sum(
            sheet.column_dimensions[cell.column_letter].width for cell in sheet[sheet.print_area.partition("!")[2]][0]
        )
        assert printed < 230, "small print"


def test_muted_findings_have_a_sheet_with_their_reason() -> None:
    report = replace(examples.valid(), muted=(replace(examples.warning(), regraded="zo afgesproken"),))
    (heads, row) = sheets(report)["Niet meegeteld"]
    assert dict(zip(heads, row, strict=True))["Reden van de regelset"] == "zo afgesproken"
