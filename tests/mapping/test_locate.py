from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.mapping.onderwijs import (
    BALANCE,
    GENERAL,
    INCOME,
    WORKBOOK,
    book,
    changed,
    codes,
    convert,
    fact_at,
    mapping,
    value_at,
)
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import CellError, CellValue

Grid = Mapping[str, CellValue]


def moved(grid: Grid, rows: int) -> dict[str, CellValue]:
    """Shift every cell of a sheet down."""
    return {f"{address[0]}{int(address[1:]) + rows}": value for address, value in grid.items()}


def only(mapped: Mapped) -> Finding:
    (finding,) = mapped.findings
    return finding


def places(finding: Finding) -> list[str]:
    return [str(cell) for cell in finding.cells]


def lost(mapped: Mapped) -> set[str]:
    return {str(entry.cell) for entry in mapped.lost}


def fates(mapped: Mapped) -> dict[str, Fate]:
    return {str(entry.cell): entry.fate for entry in mapped.ledger.entries}


def test_a_renamed_sheet_is_named_with_the_sheet_that_looks_like_it() -> None:
    sheets = {("Balans 2025" if name == "Balans" else name): grid for name, grid in WORKBOOK.items()}
    mapped = convert(book(sheets))
    assert codes(mapped.findings) == ["mapping.sheet_missing.similar", "mapping.sheet_unmapped"]
    assert "'Balans 2025'" in mapped.findings[0].message
    assert mapped.findings[1].severity is Severity.WARNING


def test_sheet_names_differ_in_nothing_but_case_and_spaces() -> None:
    sheets = {(" BALANS " if name == "Balans" else name): grid for name, grid in WORKBOOK.items()}
    mapped = convert(book(sheets))
    assert mapped.findings == ()
    assert value_at(mapped, " BALANS !D5") == Decimal(1400)


def test_a_missing_sheet() -> None:
    sheets = {name: grid for name, grid in WORKBOOK.items() if name != "Baten"}
    assert codes(convert(book(sheets)).findings) == ["mapping.sheet_missing"]


def test_a_workbook_without_any_of_the_sheets_is_another_workbook() -> None:
    with pytest.raises(PipelineError) as caught:
        convert(book({"Blad1": {"A1": "x"}}))
    assert caught.value.code == "mapping.other_workbook"
    assert caught.value.params == {"sheets": ("Blad1",), "expected": ("Algemeen", "Balans", "Baten")}


def test_a_sheet_outside_the_mapping_is_mentioned_unless_it_is_empty_or_ignored() -> None:
    full = book(Kladblad={"A1": "x", "A2": Decimal(2)}, Leeg={})
    finding = only(convert(full))
    assert (finding.code, finding.severity) == ("mapping.sheet_unmapped", Severity.WARNING)
    assert "2 gevulde cellen" in finding.message
    ignored = mapping(ignore_sheets=[{"sheet": "kladblad", "reason": "berekeningen"}])
    assert convert(full, ignored).findings == ()


@pytest.mark.parametrize(("value", "code"), [(None, "mapping.header_empty"), (Decimal(2026), "mapping.header_differs")])
def test_a_column_under_a_wrong_header_is_never_filed(value: Decimal | None, code: str) -> None:
    mapped = convert(book(Baten={"C1": value}))
    finding = only(mapped)
    assert (finding.code, places(finding)) == (code, ["Baten!C1"])
    assert lost(mapped) == {"Baten!C2", "Baten!C3"}
    assert fates(mapped)["Baten!C3"] is Fate.REJECTED
    assert value_at(mapped, "Baten!D3") == Decimal(112)


def test_headers_are_compared_without_case_and_white_space() -> None:
    assert convert(book(Baten={"D1": " begroting\n2025"})).findings == ()


def test_a_header_row_that_moved_is_followed() -> None:
    mapped = convert(book({**WORKBOOK, "Balans": moved(WORKBOOK["Balans"], 2)}))
    finding = only(mapped)
    assert (finding.code, finding.severity, places(finding)) == ("mapping.header_moved", Severity.INFO, ["Balans!D5"])
    assert value_at(mapped, "Balans!D7") == Decimal(1400)


def test_rows_are_found_wherever_they_stand() -> None:
    balance: Grid = {
        "A4": "1",
        "B4": "Activa",
        "D4": Decimal(1400),
        "A9": "1.2",
        "B9": "liquide  MIDDELEN",
        "D9": Decimal(400),
    }
    header = {key: value for key, value in WORKBOOK["Balans"].items() if key in {"D3", "E3"}}
    mapped = convert(book({**WORKBOOK, "Balans": {**header, **balance}}))
    assert mapped.findings == ()
    fact = fact_at(mapped, "Balans!D9")
    assert fact is not None
    assert fact.key.concept.local == "Cash"


def test_a_number_with_other_words_is_not_trusted() -> None:
    mapped = convert(book(Balans={"B4": "Voorraden"}))
    finding = only(mapped)
    assert (finding.code, places(finding)) == ("mapping.label_differs", ["Balans!B4"])
    assert "'Liquide middelen'" in finding.message
    assert "'Voorraden'" in finding.message
    assert lost(mapped) == {"Balans!D4", "Balans!E4"}


def test_a_deleted_row_is_missed() -> None:
    gone = dict.fromkeys(("A5", "B5", "D5", "E5"))
    finding = only(convert(book(Balans=gone)))
    assert finding.code in {"mapping.line_missing", "mapping.line_missing.similar"}
    assert "1 Activa" in finding.message


def test_a_row_that_was_renumbered_is_found_as_what_is_left_of_the_line() -> None:
    mapped = convert(book(Balans={"A4": "1.3"}))
    finding = only(mapped)
    assert (finding.code, places(finding)) == ("mapping.line_missing.similar", ["Balans!A4"])
    assert "1.3 Liquide middelen" in finding.message
    assert lost(mapped) == {"Balans!D4", "Balans!E4"}
    assert {entry.key.concept.local for entry in mapped.lost} == {"Cash"}


def test_a_row_that_stands_twice_gives_no_fact() -> None:
    twice: Grid = {"A8": "1.2", "B8": "Liquide middelen", "D8": Decimal(1)}
    mapped = convert(book(Balans=twice))
    finding = only(mapped)
    assert (finding.code, places(finding)) == ("mapping.line_twice", ["Balans!A4", "Balans!A8"])
    assert lost(mapped) == {"Balans!D4", "Balans!E4", "Balans!D8"}


def test_an_unknown_row_with_an_amount_is_an_error_with_all_its_cells() -> None:
    row: Grid = {"A8": "1.9", "B8": "Nieuwe post", "D8": Decimal(1), "E8": "1.234,00"}
    mapped = convert(book(Balans=row))
    finding = only(mapped)
    assert (finding.code, places(finding)) == ("mapping.row_unmapped", ["Balans!D8", "Balans!E8"])
    assert "1.9 Nieuwe post" in finding.message
    assert fates(mapped)["Balans!D8"] is Fate.REJECTED


def test_an_unknown_row_without_an_amount_is_text() -> None:
    mapped = convert(book(Balans={"B8": "Toelichting", "D8": "zie bijlage", "E8": "-"}))
    assert mapped.findings == ()
    assert fates(mapped)["Balans!D8"] is Fate.TEXT
    assert fates(mapped)["Balans!E8"] is Fate.NIL


def test_general_data_that_nobody_mapped_do_not_vanish() -> None:
    assert codes(convert(book(Algemeen={"B9": "Website", "C9": "www.example.org"})).findings) == [
        "mapping.row_unmapped"
    ]


def test_a_repeated_header_is_a_header() -> None:
    mapped = convert(book(Baten={"C8": Decimal(2025), "D8": "Begroting 2025", "E8": Decimal(2024)}))
    assert mapped.findings == ()
    assert fates(mapped)["Baten!C8"] is Fate.HEADER


def test_an_amount_that_happens_to_be_a_year_is_not_a_header() -> None:
    assert codes(convert(book(Baten={"C8": Decimal(2025)})).findings) == ["mapping.row_unmapped"]


def test_numbers_in_a_column_without_meaning_are_one_error() -> None:
    mapped = convert(book(Balans={"F4": Decimal(1), "F5": CellError.REFERENCE, "F1": Decimal(9), "F6": "tekst"}))
    finding = only(mapped)
    assert (finding.code, places(finding)) == ("mapping.column_unmapped", ["Balans!F4", "Balans!F5"])
    assert fates(mapped)["Balans!F1"] is Fate.TITLE
    assert fates(mapped)["Balans!F6"] is Fate.TEXT


def test_an_ignored_row_keeps_its_reason() -> None:
    mapped = convert(book(Baten={"B8": "Controle", "C8": Decimal(0)}))
    assert mapped.findings == ()
    assert [entry.reason for entry in mapped.ledger.entries if str(entry.cell) == "Baten!C8"] == ["rekenregel"]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (CellError.NOT_CALCULATED, "workbook.cell.not_calculated"),
        (CellError.DAMAGED, "workbook.cell.damaged"),
        (CellError.REFERENCE, "workbook.cell.error"),
    ],
)
def test_a_cell_with_an_error_loses_its_fact(error: CellError, code: str) -> None:
    mapped = convert(book(Balans={"D5": error}))
    finding = only(mapped)
    assert (finding.code, finding.phase, finding.concept) == (code, "read", "1 Activa")
    assert lost(mapped) == {"Balans!D5"}


TENTHS: dict[str, Any] = changed(INCOME, {"line": "3.10", "label": "Overig", "concept": "CashFlow"})


def test_a_numeric_line_number_that_lost_its_zero_is_known_by_its_words() -> None:
    rows: Grid = {"A2": Decimal("3.1"), "A8": Decimal("3.1"), "B8": "Overig", "C8": Decimal(5)}
    mapped = convert(book(Baten=rows), mapping(GENERAL, BALANCE, TENTHS))
    assert mapped.findings == ()
    assert [value_at(mapped, cell) for cell in ("Baten!C2", "Baten!C8")] == [Decimal("10.5"), Decimal(5)]


def test_3_10_as_text_is_not_3_1() -> None:
    rows: Grid = {"A8": "3.10", "B8": "Overig", "C8": Decimal(5)}
    mapped = convert(book(Baten=rows), mapping(GENERAL, BALANCE, TENTHS))
    assert mapped.findings == ()
    assert value_at(mapped, "Baten!C8") == Decimal(5)


def test_one_row_for_two_lines_is_a_mistake_in_the_mapping() -> None:
    with pytest.raises(PipelineError) as caught:
        convert(mapped=mapping(changed(BALANCE, {"line": "1", "concept": "Cash"})))
    assert caught.value.code == "mapping.lines_share_row"
    assert caught.value.params["row"] == "5"


def test_a_line_without_number_is_sought_among_rows_without_number() -> None:
    rows: Grid = {"A8": "9", "B8": "Kas eind", "B9": "Kas eind", "C9": Decimal(400)}
    mapped = convert(book(Baten=rows))
    assert mapped.findings == ()
    assert value_at(mapped, "Baten!C9") == Decimal(400)


@pytest.mark.parametrize("words", ["(x € 1.000)", "bedragen in duizenden euro's", "x 1000", "in EUR 1.000"])
def test_a_sheet_in_thousands_with_a_mapping_in_euros_is_an_error(words: str) -> None:
    finding = only(convert(book(Balans={"B2": words})))
    assert (finding.code, places(finding)) == ("mapping.other_scale", ["Balans!B2"])
    thousands = mapping(GENERAL, {**BALANCE, "scale": 1000}, INCOME)
    assert convert(book(Balans={"B2": words}), thousands).findings == ()


@pytest.mark.parametrize(
    "words", ["Stichting De Duizendpoot", "in hele euro's", "x € 1", "Max 1000", "x 1.000.000 m2?"]
)
def test_other_words_are_no_scale(words: str) -> None:
    millions = mapping(GENERAL, {**BALANCE, "scale": 1_000_000}, INCOME)
    found = codes(convert(book(Balans={"B2": words}), millions if "000.000" in words else None).findings)
    assert "mapping.other_scale" not in found


def test_line_numbers_need_not_be_decimal() -> None:
    roman = changed(BALANCE, {"line": "IV", "label": "Overig", "concept": "CashFlow"})
    mapped = convert(book(Balans={"A8": Decimal(4), "B8": "Overig", "D8": Decimal(5)}), mapping(GENERAL, roman, INCOME))
    assert codes(mapped.findings) == ["mapping.line_missing.similar"]
