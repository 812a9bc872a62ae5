"""Workbooks whose tables stand the other way round: read without a mapping, with cells as they stand on the sheet."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.recognise.books import BALANCE, GENERAL, INCOME, Rows
from tests.recognise.kinds import HEADS, Found, Page, Pages, Reader, Value, balance, clear, write
from tests.recognise.people import Person, suggest
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.questions import Answers, Question, Topic
from xbrl_pipeline.recognise.draft import make_draft
from xbrl_pipeline.recognise.propose import UserChoices, recognise
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

EQUITY: Final[Page] = [
    ["Verloop eigen vermogen (in euro's)"],
    [],
    ["", "Algemene reserve", "Bestemmingsreserve (publiek)", "Totaal eigen vermogen"],
    ["Stand per 1 januari 2025", 1_460_225, 200_000, 1_660_225],
    ["Resultaat 2025", 42_255, 0, 42_255],
    ["Overige mutaties", 10_000, -10_000, 0],
    ["Stand per 31 december 2025", 1_512_480, 190_000, 1_702_480],
]
ASSETS: Final[Page] = [
    ["Verloop materiële vaste activa (in euro's)"],
    [],
    ["", "Gebouwen en terreinen", "Inventaris en apparatuur", "Totaal materiële vaste activa"],
    ["Boekwaarde 1 januari 2025", 988_120, 500_000, 1_488_120],
    ["Investeringen", 100_000, 112_460, 212_460],
    ["Afschrijvingen", -88_240, -100_000, -188_240],
    ["Boekwaarde 31 december 2025", 999_880, 512_460, 1_512_340],
]


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def turned(title: str, heads: Sequence[Value], rows: Rows, corner: Value = "Jaar") -> Page:
    """Return a title, and a table with a column for each line that has amounts and a row for each period."""
    filled = [row for row in rows if row[1] is not None]
    periods = [[head, *(row[place] for row in filled)] for place, head in enumerate(heads, 1)]
    return [[title], [], [corner, *(row[0] for row in filled)], *periods]


def sideways(year: int = 2025) -> Pages:
    """Return the clear workbook with its statements turned."""
    heads = (f"31-12-{year}", f"31-12-{year - 1}")
    return {
        "Algemeen": [list(pair) for pair in GENERAL.items()],
        "Balans": turned(f"Balans per 31 december {year} (in euro's)", heads, BALANCE),
        "Exploitatie": turned(
            f"Staat van baten en lasten over {year} (in euro's)",
            (f"Realisatie {year}", f"Realisatie {year - 1}"),
            INCOME,
        ),
    }


def stacked(*pages: Page) -> Page:
    """Return pages as one sheet, an empty row between them."""
    found: Page = []
    for each in pages:
        found += [*([[]] if found else []), *each]
    return found


def of(name: str, sheet: Page, words: str, row: int) -> CellRef:
    """Return the cell in a row, in the column with these words."""
    return next(CellRef(name, row, cells.index(words) + 1) for cells in sheet if words in cells)


def errors(found: Found) -> list[str]:
    return [each.code for each in found.mapped.findings if each.severity is Severity.ERROR]


def test_turned_statements_say_what_upright_ones_say(read: Reader) -> None:
    upright, found = read(clear()), read(sideways())
    assert found.amounts == upright.amounts
    assert len(found.amounts) > 30
    assert errors(found) == []
    cells = {cell for cell in found.cells if cell.sheet == "Balans"}
    assert of("Balans", sideways()["Balans"], "Liquide middelen", 4) in cells
    assert {cell.row for cell in cells} == {4, 5}


@pytest.mark.parametrize(
    "heads",
    [("2025", "2024"), (2025, 2024), ("dit jaar", "vorig jaar"), ("Werkelijk 2025", "Werkelijk 2024")],
    ids=["text", "number", "relative", "actual"],
)
def test_periods_are_read_from_the_rows(read: Reader, heads: Sequence[Value]) -> None:
    pages = {**clear(), "Exploitatie": turned("Staat van baten en lasten over 2025 (in euro's)", heads, INCOME)}
    found = read(pages)
    assert found.amount("CentralGovernmentContributions") == 6_120_400
    assert found.amount("CentralGovernmentContributions", "T-1") == 5_987_300


def test_budget_difference_and_other_years_are_rows_too(read: Reader) -> None:
    filled = [row for row in INCOME if row[1] is not None and row[2] is not None]
    sheet = turned("Staat van baten en lasten (in euro's)", ("Realisatie 2025", "Realisatie 2024"), INCOME)
    sheet[4:4] = [
        ["Begroting 2025", *(2 * (row[1] or 0) for row in filled)],
        ["Verschil", *(-(row[1] or 0) for row in filled)],
    ]
    sheet.append(["Begroting 2026", *(3 * (row[1] or 0) for row in filled)])
    found = read({**clear(), "Exploitatie": sheet})
    assert found.amount("Income", "budget") == 12_670_360
    assert found.amount("Income") == 6_335_180
    total = of("Exploitatie", sheet, "Totaal baten", 4).column
    assert found.aside(CellRef("Exploitatie", 6, total))
    assert found.aside(CellRef("Exploitatie", 8, total))


def test_several_turned_tables_stand_below_one_another(read: Reader) -> None:
    assets, liabilities = BALANCE[:8], BALANCE[8:]
    sheet = stacked(turned("Activa (in euro's)", HEADS, assets), turned("Passiva", HEADS, liabilities))
    found = read({**clear(), "Balans": sheet})
    assert found.amounts == read(clear()).amounts
    assert errors(found) == []


def test_a_unit_above_a_turned_table_counts(read: Reader) -> None:
    thousands: Rows = tuple((label, now and now // 1000, before and before // 1000) for label, now, before in BALANCE)
    found = read({**clear(), "Balans": turned("Balans per 31 december 2025 (x € 1.000)", HEADS, thousands)})
    assert found.amount("CashAndCashEquivalents") == 986_000


def test_headings_over_columns_are_no_lines(read: Reader) -> None:
    sheet = turned("Balans per 31 december 2025 (in euro's)", HEADS, BALANCE)
    sheet[1] = [None, "Vaste activa", None, "Vlottende activa", None, None, None, "Passiva"]
    found = read({**clear(), "Balans": sheet})
    assert found.amounts == read(clear()).amounts


def test_an_equity_schedule_with_reserves_in_columns_gives_both_balances_and_the_result(read: Reader) -> None:
    found = read({**clear(), "Vermogen": EQUITY})
    assert found.amount("GeneralReserve", "T-1") == 1_460_225
    assert found.amount("GeneralReserve") == 1_512_480
    assert found.amount("DesignatedReservePublic", "T-1") == 200_000
    assert found.amount("DesignatedReservePublic") == 190_000
    assert found.amount("EquityResultAllocation") == 42_255
    assert CellRef("Vermogen", 4, 4) in found.cells  # the same amount as in the balance sheet
    assert found.aside(CellRef("Vermogen", 6, 2))
    assert errors(found) == []


def test_a_result_that_does_not_lead_to_the_closing_balance_is_not_taken(read: Reader) -> None:
    sheet = [list(row) for row in EQUITY]
    sheet[4] = ["Resultaat 2025", 42_255, 0, 52_255]
    found = read({**clear(), "Vermogen": sheet})
    assert found.amount("EquityResultAllocation") is None


def test_a_closing_balance_other_than_that_of_the_balance_sheet_is_an_error_at_both_cells(read: Reader) -> None:
    sheet = [list(row) for row in EQUITY]
    sheet[6] = ["Stand per 31 december 2025", 1_512_480, 200_000, 1_712_480]
    found = read({**clear(), "Vermogen": sheet})
    (finding,) = [each for each in found.mapped.findings if each.code == "mapping.contradiction"]
    assert {str(cell) for cell in finding.cells} >= {"Vermogen!D7"}
    assert found.amount("Equity") is None


def test_fixed_assets_with_kinds_in_columns_give_their_book_values(read: Reader) -> None:
    found = read({**clear(), "Vaste activa": ASSETS})
    assert CellRef("Vaste activa", 7, 4) in found.cells
    assert found.aside(CellRef("Vaste activa", 5, 2))
    assert found.amount("PropertyPlantEquipment", "T-1") == 1_488_120
    assert errors(found) == []


def test_what_was_paid_for_assets_is_no_book_value(read: Reader) -> None:
    sheet = [list(row) for row in ASSETS]
    sheet[3][0], sheet[6][0] = "Aanschafwaarde 1 januari 2025", "Aanschafwaarde 31 december 2025"
    sheet[4:4] = [["Cumulatieve afschrijvingen 1 januari 2025", -100_000, -50_000, -150_000]]
    sheet.append(["Cumulatieve afschrijvingen 31 december 2025", -188_240, -150_000, -338_240])
    found = read({**clear(), "Vaste activa": sheet})
    assert not {cell for cell in found.cells if cell.sheet == "Vaste activa"}
    assert found.amounts == read(clear()).amounts


def test_a_turned_and_an_upright_table_share_a_sheet(read: Reader) -> None:
    below: Page = [["Voorzieningen"], ["", "31-12-2025", "31-12-2024"], ["Totaal voorzieningen", 310_450, 305_110]]
    for pages in ((EQUITY, below), (below, EQUITY)):
        found = read({**clear(), "Passiva": stacked(*pages)})
        assert found.amount("GeneralReserve") == 1_512_480
        assert errors(found) == []
        assert sum(cell.sheet == "Passiva" for cell in found.cells) == 9  # two balances, two years of provisions


def test_a_word_in_no_list_is_asked_for_its_column(read: Reader) -> None:
    odd: Rows = (*BALANCE[:6], ("Kruimelpost dakgoot", 14_320, 11_875), *BALANCE[6:])
    found = read({**clear(), "Balans": turned("Balans per 31 december 2025 (in euro's)", HEADS, odd)})
    sheet = turned("", HEADS, odd)
    (question,) = [each for each in found.asked(Topic.ROW) if "Kruimelpost dakgoot" in each.text]
    place = of("Balans", sheet, "Kruimelpost dakgoot", 4)
    assert question.cells == (place, CellRef("Balans", 5, place.column))
    assert place not in found.cells


def test_an_upright_statement_with_periods_in_its_rows_stays_upright(read: Reader) -> None:
    rows: Page = [
        ["Kasstroomoverzicht (in euro's)"],
        ["", "Realisatie 2025", "Realisatie 2024"],
        ["Liquide middelen per 1 januari", 1_001_230, 990_000],
        ["Mutatie liquide middelen", -14_455, 11_230],
        ["Liquide middelen per 31 december", 986_775, 1_001_230],
    ]
    found = read({**clear(), "Kasstroom": rows})
    assert not any(block.table.turned for block in found.recognition.blocks)
    assert found.asked(Topic.TABLE) == []


def test_schools_beside_one_another_are_no_lines(read: Reader) -> None:
    rows: Page = [
        ["Rijksbijdragen per school (in euro's)"],
        ["", "De Eik", "De Beuk", "Totaal"],
        ["Realisatie 2025", 3_000_000, 3_120_400, 6_120_400],
        ["Realisatie 2024", 2_900_000, 3_087_300, 5_987_300],
    ]
    found = read({**clear(), "Scholen": rows})
    assert not {cell for cell in found.cells if cell.sheet == "Scholen" and cell.column < 4}
    assert found.amounts == read(clear()).amounts


def test_a_forecast_is_left_out_whichever_way_it_stands(read: Reader) -> None:
    rows: Page = [
        ["Meerjarenbegroting (in euro's)"],
        ["Jaar", "Rijksbijdragen", "Overige baten", "Totaal baten"],
    ]
    rows += [[year, 6_000_000, 200_000, 6_200_000] for year in (2026, 2027, 2028)]
    found = read({**clear(), "Vooruit": rows})
    assert found.aside(CellRef("Vooruit", 4, 2))
    assert found.amounts == read(clear()).amounts


# which way it stands


EITHER: Final[Page] = [
    ["Kasstroomoverzicht (in euro's)"],
    ["", "Algemene reserve 2025", "Liquide middelen 2024", "Voorzieningen 2024"],
    ["Liquide middelen begin 2025", 1_001_230, 990_000, 5_000],
    ["Mutatie liquide middelen 2025", -14_455, 11_230, 6_000],
    ["Liquide middelen eind 2025", 986_775, 1_001_230, 7_000],
]


def facing(found: Found) -> list[Question]:
    return [
        question
        for question in found.asked(Topic.TABLE)
        if {c.value for c in question.choices} == {"upright", "turned"}
    ]


def test_a_table_that_both_ways_explain_is_asked_and_not_reported(read: Reader) -> None:
    found = read({**clear(), "Kasstroom": EITHER})
    (question,) = facing(found)
    assert {cell.sheet for cell in question.cells} == {"Kasstroom"}
    assert not {cell for cell in found.cells if cell.sheet == "Kasstroom"}


@pytest.mark.parametrize("way", ["upright", "turned"])
def test_the_answer_settles_which_way_a_table_stands(
    read: Reader, tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, way: str
) -> None:
    (question,) = facing(read({**clear(), "Kasstroom": EITHER}))
    book = read_workbook(write(tmp_path / "weer.xlsx", {**clear(), "Kasstroom": EITHER}))
    again = recognise(book, model, profile, UserChoices(), Answers({question.id: way}))
    assert [block.table.turned for block in again.blocks if block.table.sheet.name == "Kasstroom"] == [way == "turned"]
    assert question.id not in {each.id for each in again.questions}


# by way of the mapping and the commands


def confirmed(folder: Path, pages: Pages, name: str = "boek") -> Path:
    """Write a workbook, agree with what is suggested, and return it with its mapping beside it."""
    book, review = write(folder / f"{name}.xlsx", pages), folder / "review.xlsx"
    assert suggest(book, "--review", review, "--no-known") == 0
    Person({"Weglaten?": "weglaten"}).fill(review)
    assert suggest("--apply", review, "--out", folder / f"{name}.mapping.yaml") == 0
    return book


def mapping_of(book: Path) -> MappingFile:
    return load_mapping(book.with_suffix("").with_suffix(".mapping.yaml"))


def test_the_mapping_names_rows_and_columns_as_they_stand(tmp_path: Path) -> None:
    text = confirmed(tmp_path, sideways()).with_name("boek.mapping.yaml").read_text("utf-8")
    block = text[text.index("sheet: Balans") :]
    assert "turned: true" in block
    assert "header_column: A" in block
    assert "label_row: 3" in block
    assert "{row: 4, header: 31-12-2025, means: current}" in block


@pytest.mark.parametrize(
    "change",
    [
        lambda sheet: sheet.insert_rows(2, 3),
        lambda sheet: sheet.insert_cols(3, 2),
        lambda sheet: sheet.insert_cols(1),
    ],
    ids=["rows above", "columns between", "column before"],
)
def test_a_confirmed_mapping_holds_when_rows_or_columns_are_inserted(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, change: Callable[[Worksheet], None]
) -> None:
    book = confirmed(tmp_path, sideways())
    mapping, nl = mapping_of(book), messages("nl")
    before = map_cells(read_workbook(book), mapping, model, profile, nl)
    changed = load_workbook(book)
    change(changed["Balans"])
    changed.save(tmp_path / "nieuw.xlsx")
    after = map_cells(read_workbook(tmp_path / "nieuw.xlsx"), mapping, model, profile, nl)
    assert {(fact.key, fact.value) for fact in after.facts} == {(fact.key, fact.value) for fact in before.facts}
    assert [each for each in after.findings if each.severity is Severity.ERROR] == []


def test_the_answers_serve_next_year(tmp_path: Path) -> None:
    book = write(tmp_path / "boek.xlsx", sideways())
    review = tmp_path / "review.xlsx"
    assert suggest(book, "--review", review) == 0
    Person({"Weglaten?": "weglaten"}).fill(review)
    assert suggest("--apply", review, "--out", tmp_path / "boek.mapping.yaml") == 0
    later = write(tmp_path / "later.xlsx", sideways(2026))
    assert suggest(later, "--out", tmp_path / "later.mapping.yaml") == 0
    blocks = load_mapping(tmp_path / "later.mapping.yaml").sheets
    assert [block.sheet for block in blocks if block.turned] == ["Balans", "Exploitatie"]
    assert {column.header for block in blocks if block.turned for column in block.columns} == {
        "31-12-2026", "31-12-2025", "Realisatie 2026", "Realisatie 2025",
    }  # fmt: skip


def test_a_run_points_at_the_cells_of_the_sheet(tmp_path: Path) -> None:
    pages = sideways()
    book = confirmed(tmp_path, pages)
    wrong = load_workbook(book)
    cash = of("Balans", pages["Balans"], "Liquide middelen", 4)
    wrong["Balans"].cell(cash.row, cash.column).value = 986_757
    wrong.save(book)
    assert guarded(["run", str(book), "--out", str(tmp_path / "uit"), "--quiet"]) == 1
    report = next((tmp_path / "uit").rglob("report.json")).read_text("utf-8")
    assert str(cash) in report
    annotated = load_workbook(next((tmp_path / "uit").rglob("annotated.xlsx")))
    assert annotated["Balans"].cell(cash.row, cash.column).comment is not None


def test_a_draft_of_an_upright_sheet_is_as_before(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    book = read_workbook(write(tmp_path / "boek.xlsx", {**clear(), "Balans": balance()}))
    draft = make_draft(recognise(book, model, profile, UserChoices()), profile, messages("nl"))
    assert not any(sheet.turned for sheet in draft.mapping.sheets)
