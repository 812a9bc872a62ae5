"""Tables whose lines stand in columns and whose periods stand in rows, named in the mapping as they stand."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.mapping.onderwijs import GENERAL, WORKBOOK, book, codes, convert, mapping, value_at
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import CellValue, Merge, Workbook

D = Decimal
Grid = dict[str, CellValue]
SHEET: Final[Grid] = {
    "A1": "Balans", "B3": "Kas en bank", "C3": "Overlopend", "D3": "Totaal", "A4": "31-12-2025", "B4": D(400),
    "C4": D(1000), "D4": D(1400), "A5": "31-12-2024", "B5": D(300), "C5": D(1000), "D5": D(1300),
    "A7": "Baten", "B8": "Overig", "C8": "Totaal", "A9": "2025", "B9": D(5), "C9": D(110), "A10": "2024",
    "B10": D(6), "C10": D(90),
}  # fmt: skip
TOP: Final[dict[str, Any]] = {
    "sheet": "Blad", "turned": True, "label_row": 3, "header_column": "A",
    "rows": [
        {"row": 4, "header": "31-12-2025", "means": "current"},
        {"row": 5, "header": "31-12-2024", "means": "previous"},
    ],
    "lines": [
        {"label": "Kas en bank", "concept": "Cash"}, {"label": "Overlopend", "ignore": "geen post"},
        {"label": "Totaal", "concept": "Assets"},
    ],
}  # fmt: skip
LOW: Final[dict[str, Any]] = {
    "sheet": "Blad", "turned": True, "label_row": 8, "header_column": "A",
    "rows": [{"row": 9, "header": "2025", "means": "current"}, {"row": 10, "header": "2024", "means": "previous"}],
    "lines": [{"label": "Overig", "concept": "IncomeOther"}, {"label": "Totaal", "concept": "Income"}],
}  # fmt: skip


def turned_book(grid: Mapping[str, CellValue | None] = SHEET, **changes: CellValue | None) -> Workbook:
    return book({"Algemeen": WORKBOOK["Algemeen"], "Blad": {**grid, **changes}})  # type: ignore[dict-item]


def apply(workbook: Workbook, *blocks: Mapping[str, Any]) -> Mapped:
    return convert(workbook, mapping(GENERAL, *(blocks or (TOP, LOW))))


def moved(grid: Mapping[str, CellValue], *, rows: int = 0, columns: int = 0, below: int = 0, right: int = 0) -> Grid:
    """Return a sheet after rows were inserted above a row, and columns before a column."""
    found: Grid = {}
    for address, value in grid.items():
        ref = CellRef.parse(f"!{address}")
        row, column = ref.row + rows * (ref.row >= below), ref.column + columns * (ref.column >= right)
        found[CellRef("", row, column).address] = value
    return found


def only(mapped: Mapped) -> Finding:
    (finding,) = mapped.findings
    return finding


def test_columns_are_lines_and_rows_are_periods() -> None:
    mapped = apply(turned_book())
    assert codes(mapped.findings) == []
    shown = {cell: value_at(mapped, f"Blad!{cell}") for cell in ("B4", "B5", "D4", "D5", "B9", "C9", "B10", "C10")}
    assert shown == {cell: SHEET[cell] for cell in shown}
    years = {str(fact.cells[0]): fact.key.period.end.year for fact in mapped.facts if fact.cells[0].sheet == "Blad"}
    assert (years["Blad!B4"], years["Blad!B5"], years["Blad!C9"], years["Blad!C10"]) == (2025, 2024, 2025, 2024)
    assert mapped.ledger.cells == len(SHEET) + len(WORKBOOK["Algemeen"])
    reasons = {str(entry.cell): entry.reason for entry in mapped.ledger.entries if entry.fate is Fate.IGNORED}
    assert reasons == {"Blad!C4": "geen post", "Blad!C5": "geen post"}


def test_a_finding_names_the_cells_as_they_stand() -> None:
    finding = only(apply(turned_book(D4="veertien")))
    assert (finding.code, finding.cells) == ("mapping.not_a_number", (CellRef.parse("Blad!D4"),))
    assert "Blad!D4" in finding.message


@pytest.mark.parametrize(
    ("changes", "code", "cell", "words"),
    [
        ({"E3": "Nieuw", "E4": D(7)}, "mapping.row_unmapped.turned", "Blad!E4", "Kolom E van blad 'Blad' (Nieuw)"),
        ({"A6": "Kwartaal", "B6": D(7)}, "mapping.column_unmapped.turned", "Blad!B6", "Rij 6 van blad 'Blad'"),
        ({"A5": "31-12-2023"}, "mapping.header_differs.turned", "Blad!A5", "Links van rij 5"),
        ({"A5": None}, "mapping.header_empty.turned", "Blad!A5", "Links van rij 5"),
        ({"B3": "Kas en banken"}, "mapping.line_missing.similar_turned", "Blad!B3", "van die kolom"),
        ({"E3": "Totaal", "E4": D(7)}, "mapping.line_twice.turned", "Blad!D3", "in de kolommen D, E"),
        ({"A12": "Los", "C12": D(7)}, "mapping.outside_blocks", "Blad!C12", "Rij 12"),
    ],
    ids=["column", "row", "head", "no head", "words", "twice", "outside"],
)
def test_what_is_said_of_rows_and_columns_is_about_those_of_the_sheet(
    changes: dict[str, CellValue | None], code: str, cell: str, words: str
) -> None:
    grid = {address: value for address, value in {**SHEET, **changes}.items() if value is not None}
    finding = only(apply(turned_book(grid)))
    assert (finding.code, finding.severity) == (code, Severity.ERROR)
    assert str(finding.cells[0]) == cell
    assert words in finding.message


def test_inserted_columns_do_no_harm() -> None:
    mapped = apply(turned_book(moved(SHEET, columns=2, right=3)))
    assert codes(mapped.findings) == []
    assert (value_at(mapped, "Blad!B4"), value_at(mapped, "Blad!F4"), value_at(mapped, "Blad!E9")) == (400, 1400, 110)


def test_inserted_rows_are_followed_block_by_block_and_said() -> None:
    mapped = apply(turned_book(moved(SHEET, rows=3, below=6)))
    assert (only(mapped).code, only(mapped).severity) == ("mapping.turned_moved", Severity.INFO)
    assert only(mapped).cells == (CellRef.parse("Blad!A12"),)
    assert (value_at(mapped, "Blad!B4"), value_at(mapped, "Blad!C12"), value_at(mapped, "Blad!C13")) == (400, 110, 90)


def test_a_column_inserted_before_the_periods_is_followed() -> None:
    mapped = apply(turned_book(moved(SHEET, columns=1, right=1)))
    assert codes(mapped.findings) == ["mapping.header_moved.turned"] * 2
    assert "niet in kolom A maar in kolom B" in mapped.findings[0].message
    assert value_at(mapped, "Blad!C4") == 400


def test_a_row_between_the_periods_loses_no_figure_in_silence() -> None:
    mapped = apply(turned_book(moved(SHEET, rows=1, below=5)))
    assert {"mapping.header_empty.turned", "mapping.outside_blocks"} & set(codes(mapped.findings))
    lost = {str(entry.cell) for entry in mapped.ledger.entries if entry.fate is Fate.REJECTED}
    assert {"Blad!B6", "Blad!D6"} <= lost


def test_a_unit_above_a_turned_table_is_held_against_the_mapping() -> None:
    finding = only(apply(turned_book(A2="bedragen x € 1.000")))
    assert (finding.code, finding.cells) == ("mapping.other_scale", (CellRef.parse("Blad!A2"),))


def test_a_row_can_have_a_scale_of_its_own() -> None:
    rows = [TOP["rows"][0], {**TOP["rows"][1], "scale": 1000}]
    mapped = apply(turned_book(), {**TOP, "rows": rows}, LOW)
    assert (value_at(mapped, "Blad!B4"), value_at(mapped, "Blad!B5"), value_at(mapped, "Blad!D5")) == (
        400, 300_000, 1_300_000,
    )  # fmt: skip


def test_a_line_can_have_a_scale_of_its_own() -> None:
    lines = [{**TOP["lines"][0], "scale": 1000}, *TOP["lines"][1:]]
    mapped = apply(turned_book(), {**TOP, "lines": lines}, LOW)
    assert (value_at(mapped, "Blad!B4"), value_at(mapped, "Blad!B5"), value_at(mapped, "Blad!D4")) == (
        400_000, 300_000, 1_400,
    )  # fmt: skip


def test_a_minus_sign_beside_an_amount_is_no_note() -> None:
    finding = only(apply(turned_book(moved(SHEET, columns=1, right=4), D4="-/-")))
    assert (finding.code, finding.cells) == ("mapping.loose_minus", (CellRef.parse("Blad!E4"),))
    assert "Blad!D4" in finding.message


def test_hidden_and_merged_cells_are_those_of_the_sheet() -> None:
    (general, sheet), found = turned_book().sheets, turned_book()
    hidden = replace(sheet, hidden_rows=frozenset({5}), merges=(Merge(4, 3, 4, 4),))
    mapped = apply(Workbook((general, hidden), found.sha256))
    assert {str(e.cell) for e in mapped.ledger.entries if e.hidden} == {"Blad!A5", "Blad!B5", "Blad!C5", "Blad!D5"}


def test_an_upright_and_a_turned_block_share_a_sheet() -> None:
    upright = {
        "sheet": "Blad", "rows": "12-", "header_row": 12, "label_column": "A",
        "columns": [{"column": "B", "header": "2025", "means": "current"}],
        "lines": [{"label": "Kasstroom", "concept": "CashFlow"}],
    }  # fmt: skip
    mapped = apply(turned_book(A12="Kasstroomoverzicht", B12="2025", A13="Kasstroom", B13=D(8)), TOP, LOW, upright)
    assert codes(mapped.findings) == []
    assert (value_at(mapped, "Blad!B13"), value_at(mapped, "Blad!D4")) == (8, 1400)


def test_lines_without_words_and_single_rows_are_named_by_their_place() -> None:
    low = {
        **LOW,
        "lines": [
            {"column": "B", "concept": "IncomeOther"},
            {"label": "Totaal", "row": 9, "concept": "Income"},
            {"label": "Totaal", "row": 10, "ignore": "vorig jaar"},
        ],
    }
    mapped = apply(turned_book({a: v for a, v in SHEET.items() if a != "B8"}), TOP, low)
    assert codes(mapped.findings) == []
    assert (value_at(mapped, "Blad!B9"), value_at(mapped, "Blad!C9"), value_at(mapped, "Blad!C10")) == (5, 110, None)


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        ({"rows": [{"row": 3, "means": "current"}]}, "row_twice", "rij 3"),
        ({"rows": [{"row": 4, "means": "ignore"}]}, "row_unexplained", "rij 4"),
        ({"header_column": None}, "header_without_column", "header_column"),
        ({"label_column": "B"}, "extra_forbidden", "label_column"),
        ({"lines": [{"concept": "Cash"}]}, "line_unnamed_turned", "label"),
        ({"lines": [{"column": "B", "label": "Kas", "concept": "Cash"}]}, "line_by_column", "kolom B"),
        ({"lines": [{"label": "Kas"}]}, "line_aimless", "concept"),
        ({"lines": [{"label": "Kas", "concept": "Cash"}, {"label": "kas", "ignore": "dubbel"}]}, "line_twice", "kas"),
        ({"rows": [{"row": 4, "header": "31-12-2023", "means": "current"}]}, "header_year_turned", "rij 4"),
    ],
)
def test_a_turned_block_that_is_wrong_is_refused_by_name(
    change: dict[str, Any], code: str, words: str, tmp_path: Path
) -> None:
    file = tmp_path / "m.yaml"
    block = {name: value for name, value in {**TOP, **change}.items() if value is not None}
    data = {"version": 1, "taxonomy": "proef", "verslagjaar": 2025, "bestuursnummer": "41234", "sheets": [block]}
    file.write_text(yaml.safe_dump(data, sort_keys=False), "utf-8")
    with pytest.raises(PipelineError) as error:
        load_mapping(file)
    assert error.value.code == f"mapping.not_a_mapping.{code}"
    nl = messages("nl")
    told = nl.text(error.value.code, **error.value.params) + nl.advice(error.value.code, **error.value.params)
    assert words in told


def test_blocks_that_claim_the_same_cells_are_refused() -> None:
    upright = {"sheet": "Blad", "header_row": 3, "label_column": "A", "columns": [{"column": "B", "means": "current"}],
               "lines": []}  # fmt: skip
    with pytest.raises(ValueError, match="sheet_twice"):
        mapping(GENERAL, TOP, upright)
    with pytest.raises(ValueError, match="sheet_twice"):
        mapping(GENERAL, TOP, {**LOW, "label_row": 4})
