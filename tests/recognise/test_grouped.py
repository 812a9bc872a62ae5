"""What has one cause is asked once; it can be asked one by one, and what was answered before still counts."""

from pathlib import Path

import pytest

from tests.recognise.books import BALANCE
from tests.recognise.kinds import HEADS, YEARS, Page, Pages, Reader, cell_of, clear, page, write
from tests.recognise.people import Person, suggest
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.recognise.known import forget, list_known
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

REST = "table:*"
DETAILS = "rows:omschrijving|totaal voorzieningen"
ODD = ("Kruimelpost dakgoot", "Restant zolderkast")
PROVISIONS = (
    ("Voorziening groot onderhoud", 210_450, 215_110),
    (ODD[0], 60_000, 50_000),
    (ODD[1], 40_000, 40_000),
    ("Totaal voorzieningen", 310_450, 305_110),
)
ASSETS = (
    ("Aanschafwaarde", 900_000, 800_000, 1_700_000),
    ("Investeringen", 40_000, 60_000, 100_000),
    ("Afschrijvingen", -160_000, -127_660, -287_660),
    ("Boekwaarde", 780_000, 732_340, 1_512_340),
)


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def figures(name: str, sheet: Page) -> set[CellRef]:
    return {
        CellRef(name, number, column)
        for number, row in enumerate(sheet, 1)
        for column, value in enumerate(row, 1)
        if isinstance(value, int)
    }


def with_movements() -> Pages:
    """Return the clear workbook with a table of which no column is of a year."""
    return {**clear(), "Verloop": page("Materiële vaste activa", ("Gebouwen", "Inventaris", "Totaal"), ASSETS)}


def with_details() -> Pages:
    """Return the clear workbook with a total of which two parts are no line that anybody knows."""
    return {**clear(), "Toelichting": page("Voorzieningen (in euro's)", HEADS, PROVISIONS)}


# tables that belong to no statement


def test_a_table_that_is_no_statement_is_one_question_whatever_its_columns(read: Reader) -> None:
    pages = with_movements()
    (question,) = read(pages).recognition.questions
    assert question.id == REST
    assert set(question.cells) >= figures("Verloop", pages["Verloop"])


def test_leaving_out_what_is_no_statement_settles_all_of_it(read: Reader) -> None:
    pages = with_movements()
    found = read(pages, answers={REST: "ignore"})
    assert not found.recognition.questions
    assert all(found.aside(cell) for cell in figures("Verloop", pages["Verloop"]))


def test_a_table_that_a_person_wants_read_has_its_columns_asked(read: Reader) -> None:
    pages = with_movements()
    (table,) = read(pages, answers={REST: "each"}).recognition.questions
    assert table.topic is Topic.TABLE
    assert {choice.value for choice in table.choices} == {"ignore", "use"}
    found = read(pages, answers={REST: "each", table.id: "use"})
    columns = {question.id for question in found.asked(Topic.COLUMN)}
    assert columns == {"column:gebouwen#1", "column:inventaris#1", "column:totaal#1"}
    assert not found.asked(Topic.TABLE)


def test_a_table_without_any_line_is_asked_as_a_table_and_not_as_its_sheet_too(read: Reader) -> None:
    """A sheet in which nothing is named has its tables, and no other question."""
    rows = (("Tegels", 41, 37), ("Dakgoten", 12, 15), ("Goten", 53, 52), ("Kozijnen", 17, 19))
    pages = {**clear(), "Overig": page("Telling van onderdelen", HEADS, rows)}
    (rest,) = read(pages).recognition.questions
    assert rest.id == REST
    (table,) = read(pages, answers={REST: "each"}).recognition.questions
    assert figures("Overig", pages["Overig"]) <= {*table.cells}
    assert {choice.value for choice in table.choices} == {"ignore", "use"}
    assert not read(pages, answers={REST: "each", table.id: "ignore"}).recognition.questions


def test_what_one_question_covers_can_be_answered_by_itself(read: Reader) -> None:
    (question,) = read(with_movements()).recognition.questions
    assert {"column:gebouwen#1", "column:totaal#1"} <= {each.id for each in question.covers}


def test_a_statement_of_which_nothing_says_the_years_is_asked_by_its_columns(read: Reader) -> None:
    pages = {**clear(), "Balans": page("Balans (in euro's)", ("Links", "Rechts"), BALANCE)}
    found = read(pages)
    assert not [question for question in found.asked(Topic.TABLE) if question.id == REST]
    assert len(found.asked(Topic.COLUMN)) == 2


def test_a_sheet_with_only_who_the_board_is_asks_nothing(read: Reader) -> None:
    pages: Pages = {**clear(), "Colofon": [["Bestuursnummer", 99051], ["Zetel", "Fictiestad"]]}
    assert read(pages).recognition.questions == ()


def test_before_the_year_is_known_only_the_year_is_asked(read: Reader) -> None:
    pages = {**clear(), "Balans": page("Balans (in euro's)", ("Eind", "Begin"), BALANCE)}
    pages["Exploitatie"] = page("Staat van baten en lasten (in euro's)", ("Nu", "Toen"), BALANCE[:8])
    book = read.recognise(pages)
    assert [question.id for question in book.questions] == ["year"]
    assert set(book.questions[0].cells) >= figures("Balans", pages["Balans"])


# rows that specify one total


def test_rows_that_specify_one_total_are_one_question_with_all_their_cells(read: Reader) -> None:
    pages = with_details()
    (question,) = read(pages).recognition.questions
    assert question.id == DETAILS
    sheet = pages["Toelichting"]
    assert set(question.cells) == {cell_of("Toelichting", sheet, label, column) for label in ODD for column in (2, 3)}
    assert len(question.covers) == 2
    assert question.settles == 4
    assert question.money == 60_000


def test_details_that_are_left_out_leave_their_total(read: Reader) -> None:
    pages = with_details()
    found = read(pages, answers={DETAILS: "whole"})
    sheet = pages["Toelichting"]
    assert not found.recognition.questions
    assert all(found.aside(cell_of("Toelichting", sheet, label)) for label in ODD)
    assert found.aside(cell_of("Toelichting", sheet, "Voorziening groot onderhoud"))
    assert found.amount("ProvisionMajorMaintenance") is None
    assert found.amount("Provisions") == 310_450
    assert cell_of("Toelichting", sheet, "Totaal voorzieningen") in found.cells


def test_details_can_be_asked_one_by_one(read: Reader) -> None:
    found = read(with_details(), answers={DETAILS: "each"})
    assert [question.topic for question in found.recognition.questions] == [Topic.ROW, Topic.ROW]
    assert {question.id.rpartition("|")[2] for question in found.recognition.questions} == {
        "kruimelpost dakgoot",
        "restant zolderkast",
    }


def test_a_row_that_was_answered_before_is_no_part_of_the_question(read: Reader) -> None:
    pages = with_details()
    (question,) = read(pages).recognition.questions
    first, second = (each.id for each in question.covers)
    (left,) = read(pages, answers={first: "ignore"}).recognition.questions
    assert left.id == second


def test_an_answer_about_a_row_comes_before_one_about_its_total(read: Reader) -> None:
    pages = with_details()
    own = "row:omschrijving|voorziening groot onderhoud"
    found = read(pages, answers={DETAILS: "whole", own: "ProvisionMajorMaintenance"})
    assert found.amount("ProvisionMajorMaintenance") == 210_450


def test_parts_that_can_only_be_the_line_of_their_total_need_no_answer(read: Reader) -> None:
    rows = (
        ("Salarissen docenten", 4_000_000, 3_900_000),
        ("Salarissen ondersteuning", 700_000, 600_000),
        ("Totaal lonen en salarissen", 4_700_000, 4_500_000),
        ("Overige personele lasten", 312_660, 430_115),
        ("Totaal personeelslasten", 5_012_660, 4_930_115),
    )
    pages = {**clear(), "Toelichting": page("Personeelslasten (in euro's)", YEARS, rows)}
    found = read(pages)
    assert found.amount("WagesSalaries") == 4_700_000
    assert not found.recognition.questions
    assert found.aside(cell_of("Toelichting", pages["Toelichting"], "Salarissen docenten"))


# through the doors


WHOLE = "ja, deze specificatie valt onder Voorzieningen; het totaal 'Totaal voorzieningen' wordt gerapporteerd"
ALL = Person(
    {
        "Alleen het totaal rapporteren?": WHOLE,
        "niet gebleken dat zij in het verslag": "ja, dit hoort niet in het verslag",
        "niet de som van de onderdelen": "het totaal: dat weglaten, en berekenen waar dat kan",
    }
)
ONE_BY_ONE = Person(
    {
        "Alleen het totaal rapporteren?": "nee, vraag van elke regel welke post het is",
        "niet gebleken dat zij in het verslag": "ja, dit hoort niet in het verslag",
        "niet de som van de onderdelen": "rapporteren zoals het er staat; de controle meldt het verschil",
        ODD[0]: "geen post van het verslag; weglaten",
        ODD[1]: "geen post van het verslag; weglaten",
    }
)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    pages = {**with_details(), "Verloop": with_movements()["Verloop"]}
    pages["Balans"][8][1] = 402_110 + 9_000
    return write(tmp_path / "boek.xlsx", pages)


def by_review(workbook: Path, person: Person, *more: object) -> tuple[MappingFile, str]:
    """Answer in Excel until nothing is open."""
    review, out = workbook.with_name("review.xlsx"), workbook.with_name("excel.yaml")
    assert suggest(workbook, "--review", review, *more) == ExitCode.VALID
    for number in range(3):
        person.fill(review)
        following = workbook.with_name(f"review{number}.xlsx")
        assert suggest("--apply", review, "--review", following, "--out", out) == ExitCode.VALID
        if load_mapping(out).confirmed:
            break
        review = following
    return load_mapping(out), out.read_text("utf-8")


@pytest.mark.parametrize("person", [ALL, ONE_BY_ONE], ids=["at once", "one by one"])
def test_terminal_and_review_give_the_same_mapping(
    workbook: Path, person: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mapping, text = by_review(workbook, person, "--no-known")
    assert mapping.confirmed
    person.sit_down(monkeypatch, capsys)
    out = workbook.with_name("terminal.yaml")
    assert suggest(workbook, "--ask", "--no-known", "--out", out) == ExitCode.VALID
    assert out.read_text("utf-8") == text


def test_what_was_answered_at_once_is_known_the_second_time(workbook: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _, text = by_review(workbook, ALL, "--no-known")
    out = workbook.with_name("again.yaml")
    capsys.readouterr()
    assert suggest(workbook, "--out", out) == ExitCode.VALID
    assert "Er zijn geen open vragen" in capsys.readouterr().out
    assert _body(out.read_text("utf-8")) == _body(text)


def test_what_was_answered_one_by_one_is_known_the_second_time(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_review(workbook, ONE_BY_ONE, "--no-known")
    out = workbook.with_name("again.yaml")
    capsys.readouterr()
    assert suggest(workbook, "--out", out) == ExitCode.VALID
    assert "Er zijn geen open vragen" in capsys.readouterr().out


def test_answers_from_before_rows_were_asked_together_still_count(
    workbook: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    by_review(workbook, ONE_BY_ONE, "--no-known")
    (files, _) = list_known()
    forget(files[0].name, DETAILS)
    capsys.readouterr()
    assert suggest(workbook, "--out", workbook.with_name("again.yaml")) == ExitCode.VALID
    assert "Er zijn geen open vragen" in capsys.readouterr().out


def _body(text: str) -> str:
    """Return a mapping without what stands above it, and without whether somebody agreed."""
    lines = text[text.index("version:") :].splitlines()
    return "\n".join(line for line in lines if not line.startswith("confirmed:"))


@pytest.mark.parametrize(("unit", "amount"), [("in euro's", 14_320), ("x € 1.000", 14_320_000)])
def test_a_table_that_a_person_wants_read_has_its_own_unit(read: Reader, unit: str, amount: int) -> None:
    """It is no statement by its words; what a person says of its row counts in the unit that stands above it."""
    pages = {**clear(), "Bijlage": page(f"Bijlage ({unit})", YEARS, [[ODD[0], 14_320, 11_875]])}
    table, *_ = read(pages, answers={REST: "each"}).recognition.questions
    wanted = {REST: "each", table.id: "use"}
    (row,) = read(pages, answers=wanted).recognition.questions
    found = read(pages, answers={**wanted, row.id: "OtherIncomeOther"})
    assert found.amount("OtherIncomeOther") == amount
