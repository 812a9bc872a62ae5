"""Several tables on one sheet, words over two columns, headers over two rows, and what stands in no block."""

from decimal import Decimal
from typing import Any

from tests.mapping.onderwijs import GENERAL, WORKBOOK, book, codes, convert, mapping, value_at
from xbrl_pipeline.workbook.cells import CellValue

D = Decimal
TWO: dict[str, CellValue] = {
    "A1": "Balans", "C2": D(2025), "D2": D(2024), "C3": "Realisatie", "D3": "Realisatie",
    "A4": "Activa", "B5": "Kas", "C5": D(400), "D5": D(300), "C6": D(1400), "D6": D(1300),
    "A8": "Baten", "C9": "2025", "D9": "2024", "A10": "Kas", "A11": "Overige", "C11": D(5), "D11": D(6),
    "A12": "Baten", "C12": D(110), "D12": D(90),
}  # fmt: skip
COLUMNS = [{"column": "C", "means": "current"}, {"column": "D", "means": "previous"}]
TOP: dict[str, Any] = {
    "sheet": "Blad", "rows": "1-7", "header_row": [2, 3], "label_column": ["A", "B"],
    "columns": [{**COLUMNS[0], "header": "2025 Realisatie"}, {**COLUMNS[1], "header": "2024 Realisatie"}],
    "lines": [{"label": "Kas", "concept": "Cash"}, {"row": 6, "concept": "Assets"}],
}  # fmt: skip
LOW: dict[str, Any] = {
    "sheet": "Blad", "rows": "8-", "header_row": 9, "label_column": "A", "columns": COLUMNS,
    "lines": [{"label": "Overige", "after": "Kas", "concept": "IncomeOther"}, {"label": "Baten", "concept": "Income"}],
}  # fmt: skip
SHEETS = {"Algemeen": WORKBOOK["Algemeen"], "Blad": TWO}


def test_two_blocks_of_one_sheet_give_their_facts() -> None:
    mapped = convert(book(SHEETS), mapping(GENERAL, TOP, LOW))
    assert codes(mapped.findings) == []
    assert [value_at(mapped, f"Blad!C{row}") for row in (5, 6, 11, 12)] == [D(400), D(1400), D(5), D(110)]
    assert mapped.ledger.cells == sum(len(sheet) for sheet in SHEETS.values())


def test_a_figure_outside_the_blocks_is_an_error() -> None:
    mapped = convert(book(SHEETS, Blad={"A14": "Los", "C14": D(7)}), mapping(GENERAL, TOP, {**LOW, "rows": "8-12"}))
    assert codes(mapped.findings) == ["mapping.outside_blocks"]


def test_an_area_can_be_left_out_with_a_reason() -> None:
    area = [{"sheet": "Blad", "area": "A14:C14", "reason": "kladje"}]
    sheets = book(SHEETS, Blad={"A14": "Los", "C14": D(7)})
    mapped = convert(sheets, mapping(GENERAL, TOP, {**LOW, "rows": "8-12"}, ignore_areas=area))
    assert codes(mapped.findings) == []
    assert {e.reason for e in mapped.ledger.entries if e.cell.row == 14} == {"kladje"}


def test_a_value_of_the_mapping_is_a_fact_and_may_not_contradict_the_workbook() -> None:
    said = convert(book(SHEETS), mapping(GENERAL, TOP, LOW, values=[{"concept": "Sector", "value": "po"}]))
    assert "PO" in {fact.value for fact in said.facts if not fact.cells}
    other = [{"concept": "LegalEntityName", "value": "Een ander"}]
    assert codes(convert(book(SHEETS), mapping(GENERAL, TOP, LOW, values=other)).findings) == ["mapping.value_differs"]


def test_a_row_that_was_named_by_its_place_has_no_words_or_is_refused() -> None:
    mapped = convert(book(SHEETS, Blad={"A6": "Schulden"}), mapping(GENERAL, TOP, LOW))
    assert codes(mapped.findings) == ["mapping.label_differs"]
