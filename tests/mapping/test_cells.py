"""Cells that need more than their value: codes in words, merged and hidden cells, noise, and sums in the workbook."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.mapping.onderwijs import BALANCE, GENERAL, INCOME, book, changed, codes, convert, mapping, value_at
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.mapping.texts import find_code, suggestion
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate, LedgerEntry
from xbrl_pipeline.taxonomy.model import Code
from xbrl_pipeline.workbook.cells import Cell, CellSum, FileNote, Merge, SheetCells, Workbook

MODEL_E = Code("E", {("label", "nl"): "Enkelvoudig", ("label", "en"): "Separate"})
MODEL_G = Code("G", {("label", "nl"): "Geconsolideerd", ("label", "en"): "Consolidated"})
SAME = Code("X", {("label", "nl"): "Enkelvoudig"})


@pytest.mark.parametrize(
    ("text", "values", "labelled", "code"),
    [
        ("e", ("E", "G"), (MODEL_E, MODEL_G), "E"),
        ("geconsolideerd", ("E", "G"), (MODEL_E, MODEL_G), "G"),
        ("Separate", ("E", "G"), (MODEL_E, MODEL_G), "E"),
        ("Enkelvoudig", ("E", "X"), (MODEL_E, SAME), None),
        ("enkel", ("E", "G"), (MODEL_E, MODEL_G), None),
        ("J", ("Ja", "Nee"), (), "Ja"),
        ("WAAR", ("true", "false"), (), "true"),
        ("onwaar", ("J", "N"), (), "N"),
        ("1", ("true", "false"), (), "true"),
        ("0", ("Ja", "Nee"), (), "Nee"),
        ("1", ("Ja", "Nee", "Deels"), (), None),
        ("1", ("1", "2"), (), "1"),
        ("2", ("Ja", "Nee"), (), None),
    ],
)
def test_codes_by_themselves_their_words_or_yes_and_no(
    text: str, values: tuple[str, ...], labelled: tuple[Code, ...], code: str | None
) -> None:
    assert find_code(text, values, labelled) == code


@pytest.mark.parametrize(
    ("char", "instead"),
    [
        ("\u2019", "'"),
        ("\u201c", '"'),
        ("\u2013", "-"),
        ("\u0141", "L"),
        ("\u015f", "s"),
        ("\u2026", "..."),
        ("\u0133", "ij"),
    ],
)
def test_a_replacement_for_a_character_that_a_report_cannot_hold(char: str, instead: str) -> None:
    assert suggestion(char) == instead
    mapped = convert(book(Algemeen={"C2": f"De {char} Proef"}))
    (finding,) = (finding for finding in mapped.findings if finding.code == "mapping.character")
    assert f"U+{ord(char):04X}" in finding.message
    assert instead in finding.advice
    assert value_at(mapped, "Algemeen!C2") is None, "nothing is replaced by itself"


@pytest.mark.parametrize("char", ["\U0001f600", "\u202e", "\u0416"])
def test_a_character_without_a_plain_form(char: str) -> None:
    assert suggestion(char) is None
    assert "mapping.character.remove" in codes(convert(book(Algemeen={"C2": f"De {char} Proef"})).findings)


def with_sheet(workbook: Workbook, name: str, change: Callable[[SheetCells], SheetCells]) -> Workbook:
    sheets = tuple(change(sheet) if sheet.name == name else sheet for sheet in workbook.sheets)
    return replace(workbook, sheets=sheets)


def entry(mapped: Mapped, cell: str) -> LedgerEntry:
    return next(entry for entry in mapped.ledger.entries if str(entry.cell) == cell)


def test_an_amount_in_cells_merged_over_two_columns() -> None:
    workbook = with_sheet(
        book(Balans={"E5": None}), "Balans", lambda sheet: replace(sheet, merges=(Merge(5, 4, 5, 5),))
    )
    mapped = convert(workbook)
    (finding,) = (finding for finding in mapped.findings if finding.severity is Severity.ERROR)
    assert (finding.code, str(finding.cells[0])) == ("mapping.merged_amount", "Balans!D5")
    assert entry(mapped, "Balans!D5").fate is Fate.REJECTED


def test_merged_cells_beside_the_amounts_do_no_harm() -> None:
    merges = (Merge(1, 1, 1, 5), Merge(5, 3, 5, 4))
    mapped = convert(with_sheet(book(), "Balans", lambda sheet: replace(sheet, merges=merges)))
    assert value_at(mapped, "Balans!D5") == Decimal(1400)
    assert codes(mapped.findings) == ["workbook.note.covered"]  # D5 lies under C5


def test_hidden_rows_columns_and_sheets_are_read_and_said() -> None:
    workbook = with_sheet(
        book(), "Balans", lambda sheet: replace(sheet, hidden_rows=frozenset({4}), hidden_columns=((5, 5),))
    )
    workbook = with_sheet(workbook, "Baten", lambda sheet: replace(sheet, hidden=True))
    mapped = convert(workbook)
    assert codes(mapped.findings) == [
        "workbook.note.hidden_rows",
        "workbook.note.hidden_columns",
        "workbook.note.hidden_sheet",
    ]
    assert all(finding.severity is Severity.INFO for finding in mapped.findings)
    assert value_at(mapped, "Balans!D4") == Decimal(400)
    hidden = [str(entry.cell) for entry in mapped.ledger.entries if entry.hidden and entry.cell.sheet == "Balans"]
    assert hidden == ["Balans!E3", "Balans!A4", "Balans!B4", "Balans!C4", "Balans!D4", "Balans!E4", "Balans!E5"]
    assert all(entry.hidden for entry in mapped.ledger.entries if entry.cell.sheet == "Baten")


def test_what_the_reader_noticed_is_said() -> None:
    notes = (FileNote("workbook.note.macros", {}), FileNote("workbook.note.dde", {}))
    mapped = convert(replace(book(), notes=notes))
    assert [(finding.code, finding.severity) for finding in mapped.findings] == [
        ("workbook.note.macros", Severity.INFO),
        ("workbook.note.dde", Severity.WARNING),
    ]


def test_a_sum_that_does_not_hold_is_a_warning_and_one_that_does_a_subtotal() -> None:
    lines = {"label": "Controle", "ignore": "rekenregel", "optional": True}
    assert lines in INCOME["lines"]
    total, check = CellRef("Balans", 5, 4), CellRef("Baten", 9, 3)
    sums = {total: CellSum("=D4", Decimal(400), holds=False), check: CellSum("=C2+C3", Decimal("120.5"), holds=True)}
    workbook = replace(book(Baten={"B9": "Controle", "C9": Decimal("120.5"), "D9": Decimal(1)}), sums=sums)
    mapped = convert(workbook)
    (finding,) = mapped.findings
    assert (finding.code, finding.severity, finding.cells) == ("workbook.cell.stale", Severity.WARNING, (total,))
    assert "1.400" in finding.message
    assert "400" in finding.message
    assert entry(mapped, "Baten!C9").fate is Fate.SUBTOTAL
    assert "=C2+C3" in entry(mapped, "Baten!C9").reason
    assert "rekenregel" in entry(mapped, "Baten!C9").reason
    assert entry(mapped, "Baten!D9").fate is Fate.IGNORED


def noisy(stored: str, clean: str, place: str) -> Mapped:
    ref = CellRef.parse(place)
    cell = Cell(ref, Decimal(clean), clean.replace(".", ","), noise=Decimal(stored))
    return convert(
        with_sheet(
            book(),
            ref.sheet,
            lambda sheet: replace(sheet, cells=tuple(cell if old.ref == ref else old for old in sheet.cells)),
        )
    )


@pytest.mark.parametrize(
    ("stored", "clean", "place", "said"),
    [
        ("0.30000000000000004", "0.3", "Baten!C2", False),
        ("1400.0000000000002", "1400", "Balans!D5", False),
        ("0.49999999999999994", "0.5", "Balans!D5", True),
        ("1400.4999999999998", "1400.5", "Balans!D5", True),
    ],
)
def test_noise_is_said_where_it_changes_a_printed_digit(stored: str, clean: str, place: str, said: bool) -> None:
    found = codes(noisy(stored, clean, place).findings)
    assert ("mapping.noise" in found) is said


def test_amounts_in_a_file_of_texts_are_no_remark() -> None:
    grid = {"D4": "400,00", "E4": "300,00", "D5": "1.400,00", "E5": "1.300,00"}
    assert "mapping.number_as_text" in codes(convert(book(Balans=grid)).findings)
    mapped = convert(replace(book(Balans=grid), untyped=True))
    assert mapped.findings == ()
    assert value_at(mapped, "Balans!D5") == Decimal(1400)


def test_a_text_of_100_000_characters() -> None:
    text = "a" * 100_000
    mapped = convert(
        book(Algemeen={"B9": "Sector lang", "C9": text}),
        mapping(changed(GENERAL, {"label": "Sector lang", "concept": "Sector"}), BALANCE, INCOME),
    )
    assert "mapping.not_a_code" in codes(mapped.findings)
    assert len(entry(mapped, "Algemeen!C9").text) == 100_000
