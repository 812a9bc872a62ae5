"""What workbooks of boards have misled readers with, one at a time: read rightly, left out with a reason, or asked."""

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.recognise.books import BALANCE, INCOME
from tests.recognise.kinds import (
    TOP,
    YEARS,
    Page,
    Reader,
    Value,
    assert_clear,
    balance,
    budgeted,
    cell_of,
    clear,
    income,
    page,
    row_of,
    with_balance,
    with_income,
)
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

ASSETS, INCOME_TOTAL = Decimal(2_901_225), Decimal(6_335_180)


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def test_a_clear_workbook_is_read_without_a_question(read: Reader) -> None:
    assert_clear(read(clear()))


# units


@pytest.mark.parametrize(
    ("title", "heads"),
    [
        ("Balans per 31 december 2025", ("31-12-2025 (x € 1.000)", "31-12-2024 (x € 1.000)")),
        ("Balans per 31 december 2025 (bedragen x € 1.000)", ("31-12-2025", "31-12-2024")),
        ("Balans per 31 december 2025 in duizenden euro's", ("31-12-2025", "31-12-2024")),
    ],
    ids=["head", "title", "words"],
)
def test_a_unit_that_is_said_counts_for_its_table_alone(read: Reader, title: str, heads: Sequence[Value]) -> None:
    found = read(with_balance(page(title, heads, BALANCE, factor=0.001)))
    assert found.asked(Topic.SCALE) == []
    assert found.amount("Assets") == 2_901_000
    assert found.amount("Income") == INCOME_TOTAL


def test_a_unit_that_another_table_contradicts_is_asked(read: Reader) -> None:
    rows = [row for row in BALANCE if row[0] in ("Vorderingen", "Liquide middelen", "Totaal vlottende activa")]
    pages = with_balance(page("Balans per 31 december 2025", ("31-12-2025", "31-12-2024"), BALANCE, factor=0.001))
    pages["Toelichting"] = page("Vlottende activa (in euro's)", ("31-12-2025", "31-12-2024"), rows)
    found = read(pages)
    assert [each.id for each in found.asked(Topic.SCALE)]
    assert all(each.id.startswith("scale:") for each in found.asked(Topic.SCALE))
    assert not any(cell.sheet == "Balans" for cell in found.cells)
    assert found.amount("Assets") is None


def test_a_unit_that_nothing_says_is_asked_and_no_factor_is_guessed(read: Reader) -> None:
    pages = clear()
    pages["Balans"] = page("Balans per 31 december 2025", ("31-12-2025", "31-12-2024"), BALANCE, factor=0.001)
    pages["Exploitatie"] = page("Staat van baten en lasten over 2025", YEARS, INCOME, factor=0.001)
    found = read(pages)
    assert found.asked(Topic.SCALE)
    assert found.amounts == {}


# versions


def test_a_draft_gives_way_to_the_final_version(read: Reader) -> None:
    pages = clear()
    pages["Balans concept"] = page("CONCEPT Balans per 31 december 2025 (in euro's)", YEARS, BALANCE, factor=0.97)
    found = read(pages)
    assert_clear(found)
    assert found.aside(CellRef("Balans concept", TOP + 1, 2))


def hide_column(book: Workbook) -> None:
    book["Balans"].column_dimensions["D"].hidden = True


def test_a_hidden_column_that_says_the_same_is_left_out(read: Reader) -> None:
    rows = [[label, now, before, now and now + 1_000] for label, now, before in BALANCE]
    sheet = page("Balans per 31 december 2025 (in euro's)", ("31-12-2025", "31-12-2024", "31-12-2025"), rows)
    found = read(with_balance(sheet), hide_column)
    assert_clear(found)
    assert not any(cell.sheet == "Balans" and cell.column == 4 for cell in found.cells)
    assert found.aside(CellRef("Balans", TOP + 1, 4))


def test_a_hidden_row_with_an_old_amount_is_left_out(read: Reader) -> None:
    sheet = balance()
    old = row_of(sheet, "Liquide middelen") + 1
    sheet.insert(old - 1, ["Liquide middelen", 950_000, 960_000])

    def hide(book: Workbook) -> None:
        book["Balans"].row_dimensions[old].hidden = True

    found = read(with_balance(sheet), hide)
    assert_clear(found)
    assert found.aside(CellRef("Balans", old, 2))


def test_a_hidden_sheet_is_left_out(read: Reader) -> None:
    def hide(book: Workbook) -> None:
        book["Oud"].sheet_state = "hidden"

    pages = clear()
    pages["Oud"] = page("Balans per 31 december 2025 (in euro's)", YEARS, BALANCE, factor=0.9)
    found = read(pages, hide)
    assert_clear(found)
    assert found.aside(CellRef("Oud", TOP + 1, 2))


# layouts


def test_two_statements_beside_one_another_are_two_tables(read: Reader) -> None:
    left, right = balance(), income()
    height = max(len(left), len(right))
    both = [
        [*(row + [None] * 4)[:4], *other]
        for row, other in zip(left + [[]] * (height - len(left)), right + [[]] * (height - len(right)), strict=True)
    ]
    pages = {"Algemeen": clear()["Algemeen"], "Jaarrekening": both}
    assert_clear(read(pages))


def widened(sheet: Page, place: int, head: str, values: Callable[[int], Value]) -> Page:
    wide = [list(row) for row in sheet]
    for number, row in enumerate(wide):
        if number == TOP - 2:
            row.insert(place, head)
        elif number > TOP - 2:
            filled = len(row) > 1 and row[1] is not None
            row.insert(place, values(number) if filled else None)
    return wide


def test_references_to_notes_are_no_amounts(read: Reader) -> None:
    found = read(with_balance(widened(balance(), 1, "Toelichting", lambda number: number - 2)))
    assert_clear(found)
    assert not any(cell.sheet == "Balans" and cell.column == 2 for cell in found.cells)


def test_line_numbers_are_no_amounts(read: Reader) -> None:
    found = read(with_income(widened(income(), 0, "Nr.", lambda number: number)))
    assert_clear(found)
    assert not any(cell.sheet == "Exploitatie" and cell.column == 1 for cell in found.cells)


def test_totals_in_an_outer_column_are_of_the_same_year(read: Reader) -> None:
    sheet: Page = [["Balans per 31 december 2025 (in euro's)"], [], ["Omschrijving", "31-12-2025", None, "31-12-2024"]]
    for label, now, before in BALANCE:
        total = label.startswith("Totaal")
        sheet.append([label, None, now, None, before] if total else [label, now, None, before, None])
    assert_clear(read(with_balance(sheet)))


def test_totals_beside_a_longer_table_are_no_references(read: Reader) -> None:
    left: Page = [
        ["Balans per 31 december 2025 (x € 1.000)"],
        [],
        ["Activa", "31-12-2025", None, "31-12-2024", None],
        ["Materiële vaste activa", 1_512, None, 1_488],
        ["Totaal vaste activa", None, 1_512, None, 1_488],
        ["Vorderingen", 402, None, 378],
        ["Liquide middelen", 987, None, 1_001],
        ["Totaal vlottende activa", None, 1_389, None, 1_379],
        ["Totaal activa", None, 2_901, None, 2_867],
    ]
    right: Page = [
        [],
        [],
        ["Passiva", "31-12-2025", "31-12-2024"],
        ["Eigen vermogen"],
        ["Algemene reserve", 1_650, 1_600],
        ["Bestemmingsreserve publiek", 52, 60],
        ["Totaal eigen vermogen", 1_702, 1_660],
        ["Voorzieningen", 310, 305],
        ["Langlopende schulden", 200, 225],
        ["Kortlopende schulden", 689, 677],
        ["Totaal passiva", 2_901, 2_867],
    ]
    both: Page = []
    for number, other in enumerate(right):
        one = left[number] if number < len(left) else []
        both.append([*one, *([None] * (6 - len(one))), *other])
    found = read(with_balance(both))
    for concept, now, before in (("Assets", 2_901, 2_867), ("AssetsNoncurrent", 1_512, 1_488)):
        assert found.amount(concept) == 1_000 * now
        assert found.amount(concept, "T-1") == 1_000 * before


def test_totals_without_words_are_not_taken_for_lines(read: Reader) -> None:
    rows = [("" if label.startswith("Totaal v") else label, *amounts) for label, *amounts in BALANCE]
    found = read(with_balance(page("Balans per 31 december 2025 (in euro's)", ("31-12-2025", "31-12-2024"), rows)))
    assert found.amount("Receivables") == 402_110
    assert found.amount("Assets") == ASSETS
    assert found.amount("AssetsCurrent") in (None, 1_388_885)
    assert found.amount("AssetsNoncurrent") in (None, 1_512_340)


# signs

COSTS = ("Personeelslasten", "Afschrijvingen", "Huisvestingslasten", "Overige lasten", "Totaal lasten")


def signed(write: Callable[[int], Value]) -> Page:
    rows = [
        [label, *(write(amount) if amount is not None and label in COSTS else amount for amount in amounts)]
        for label, *amounts in INCOME
    ]
    return page("Staat van baten en lasten over 2025 (in euro's)", YEARS, rows)


@pytest.mark.parametrize(
    "write",
    [
        lambda amount: amount,
        lambda amount: -amount,
        lambda amount: f"{abs(amount)}-",
        lambda amount: f"{abs(amount)} -/-",
        lambda amount: f"({abs(amount)})",
    ],
    ids=["positive", "negative", "trailing", "slashes", "brackets"],
)
def test_costs_are_costs_however_they_are_signed(read: Reader, write: Callable[[int], Value]) -> None:
    assert_clear(read(with_income(signed(write))))


@pytest.mark.parametrize("write", ["{}-", "{} -/-", "-/- {}", "-{}", "({})"])
def test_a_negative_amount_is_negative_however_it_is_written(read: Reader, write: str) -> None:
    sheet = income()
    row = sheet[row_of(sheet, "Financiële baten en lasten") - 1]
    row[1:] = [write.format(abs(value)) for value in row[1:] if isinstance(value, int)]
    assert_clear(read(with_income(sheet)))


def test_an_amount_in_words_with_two_readings_is_an_error_and_not_reported(read: Reader) -> None:
    sheet = income()
    sheet[row_of(sheet, "Financiële baten en lasten") - 1][1] = "-5.720"
    found = read(with_income(sheet))
    cell = cell_of("Exploitatie", sheet, "Financiële baten en lasten")
    assert found.amount("FinancialIncomeExpenses") is None
    assert any(cell in each.cells for each in found.mapped.findings if each.severity is Severity.ERROR)


# rows that a person must decide on


def test_an_unknown_row_that_a_total_needs_is_asked(read: Reader) -> None:
    sheet = balance()
    sheet[row_of(sheet, "Vorderingen") - 1][0] = "Kruimelpost dakgoot"
    sheet[row_of(sheet, "Liquide middelen") - 1][1:] = [976_775, 992_230]
    sheet.insert(row_of(sheet, "Liquide middelen") - 1, ["Voorraden", 10_000, 9_000])
    found = read(with_balance(sheet))
    cell = cell_of("Balans", sheet, "Kruimelpost dakgoot")
    assert found.amount("Inventories") == 10_000
    assert found.amount("AssetsCurrent") == 1_388_885
    assert cell in found.open
    assert cell not in found.cells
    assert not found.aside(cell)


def test_two_rows_with_one_name_and_different_amounts_are_asked(read: Reader) -> None:
    sheet = balance()
    sheet.insert(row_of(sheet, "Voorzieningen"), ["Voorzieningen", 41_000, 39_500])
    found = read(with_balance(sheet))
    (first, second) = (number for number, row in enumerate(sheet, 1) if row and row[0] == "Voorzieningen")
    assert {CellRef("Balans", first, 2), CellRef("Balans", second, 2)} <= found.open
    assert found.amount("Provisions") is None


def test_a_schedule_of_other_assets_is_not_the_movement_of_equity(read: Reader) -> None:
    rows: Page = [
        ["Stand per 1 januari 2025", 52_000, 255_000, 307_000],
        ["Resultaat", -17_000, 0, -17_000],
        ["Aflossing", 0, -37_000, -37_000],
        ["Stand per 31 december 2025", 35_000, 218_000, 253_000],
    ]
    pages = clear()
    pages["Toelichting"] = page("Financiële vaste activa (in euro's)", ("Deelnemingen", "Leningen", "Totaal"), rows)
    found = read(pages)
    assert found.amount("EquityResultAllocation") is None
    assert found.amount("Equity") == 1_702_480
    assert (found.amount("FinancialAssets", "T-1"), found.amount("FinancialAssets")) == (
        Decimal(307_000),
        Decimal(253_000),
    )
    assert CellRef("Toelichting", 4 + 1, 4) not in found.cells  # the result of what it takes part in


# whole sheets


def test_a_list_of_entries_is_not_mapped(read: Reader) -> None:
    pages = clear()
    rows: Page = [
        [date(2025, 1 + number % 12, 1 + number % 28), f"Vorderingen {number}", 100 + number, None]
        for number in range(4_000)
    ]
    pages["Journaal"] = [["Datum", "Omschrijving", "2025", "2024"], *rows]
    found = read(pages)
    assert_clear(found)
    assert found.aside(CellRef("Journaal", 10, 3))
    assert not any(cell.sheet == "Journaal" for cell in found.cells)


def test_consolidated_and_separate_beside_one_another_are_kept_apart(read: Reader) -> None:
    heads = (
        "Geconsolideerd 31-12-2025",
        "Geconsolideerd 31-12-2024",
        "Enkelvoudig 31-12-2025",
        "Enkelvoudig 31-12-2024",
    )
    rows = [[label, *(v and 2 * v for v in amounts), *amounts] for label, *amounts in BALANCE]
    found = read(with_balance(page("Balans per 31 december 2025 (in euro's)", heads, rows)))
    assert found.amount("Assets", scope="separate") == ASSETS
    assert found.amount("Assets", scope="consolidated") == 2 * ASSETS
    assert found.amount("Assets", "T-1", "consolidated") == 2 * 2_867_255


def test_every_figure_is_reported_left_out_with_a_reason_or_asked(read: Reader) -> None:
    pages = clear()
    pages["Balans"].append(["Kruimelpost dakgoot", 14_320, 11_875])
    pages["Exploitatie"] = budgeted("Begroting 2026")
    pages["Kengetallen"] = page("Kengetallen", YEARS, [["Solvabiliteit", 1, 2], ["Liquiditeit", 2, 3]])
    pages["Los"] = page("Van alles", ("Kolom",), [["Fietsenrek", 4_100], ["Hekwerk", 5_200]])
    found = read(pages)
    for name, rows in pages.items():
        for number, row in enumerate(rows, 1):
            for column, value in enumerate(row, 1):
                cell = CellRef(name, number, column)
                if isinstance(value, int):
                    fates = (cell in found.cells, cell in found.open, bool(found.aside(cell)))
                    assert any(fates), str(cell)
                    assert not (fates[0] and fates[1]), str(cell)
