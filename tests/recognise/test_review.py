"""The review in Excel: what it asks and shows, and the answers taken back."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.recognise.books import ODD, Book
from tests.recognise.people import GENERAL, HEAD_ROW, Person, heads, put, rows, suggest
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.model.outcome import ExitCode

PLACED = Person({ODD: "Effecten (kortlopend) · SecuritiesCurrent"})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a workbook and a review of it; nothing that is answered in it is remembered elsewhere."""
    return prepare(tmp_path, Book())


def prepare(folder: Path, book: Book) -> Path:
    workbook = book.write(folder / "boek.xlsx")
    suggest(workbook, "--out", folder / "m.yaml", "--review", folder / "review.xlsx")
    return folder


def apply(folder: Path, *more: object) -> int:
    return suggest("--apply", folder / "review.xlsx", "--out", folder / "terug.yaml", *more)


def change(folder: Path, what: Callable[[Workbook], object]) -> None:
    book = load_workbook(folder / "review.xlsx")
    what(book)
    book.save(folder / "review.xlsx")


def taken(folder: Path) -> MappingFile:
    return load_mapping(folder / "terug.yaml")


def line_of(mapping: MappingFile, label: str) -> str | None:
    return next((line.concept for sheet in mapping.sheets for line in sheet.lines if line.label == label), None)


def sheet_of(folder: Path, name: str) -> Worksheet:
    sheet = load_workbook(folder / "review.xlsx")[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def test_a_review_without_answers_gives_the_same_mapping(folder: Path) -> None:
    assert apply(folder) == ExitCode.VALID
    assert (folder / "terug.yaml").read_text("utf-8") == (folder / "m.yaml").read_text("utf-8")
    assert not taken(folder).confirmed


def test_a_question_names_its_cells_its_money_and_has_a_list_of_answers(folder: Path) -> None:
    sheet = sheet_of(folder, "Vragen")
    columns, asked = heads(sheet), rows(sheet, "Vraag")
    row = next(row for words, row in asked.items() if ODD in words)
    where = sheet.cell(row, columns["Waar in de werkmap"])
    assert str(where.value).startswith("Balans!")
    assert where.hyperlink is not None
    assert "boek.xlsx" in str(where.hyperlink.target)
    assert str(where.hyperlink.location).startswith("'Balans'!")
    assert Decimal(str(sheet.cell(row, columns["Bedrag"]).value)) == Decimal(14_320)
    covered = [str(each.sqref) for each in sheet.data_validations.dataValidation]
    assert sheet.cell(row, columns["Uw antwoord"]).coordinate in covered
    assert sheet.cell(row, columns["Andere post"]).coordinate in covered


def test_most_money_is_asked_first(tmp_path: Path) -> None:
    sheet = sheet_of(prepare(tmp_path, Book(more=(("Zandbakpost", 310, 290),))), "Vragen")
    columns = heads(sheet)
    kinds = [sheet.cell(row, columns["Soort"]).value for row in range(HEAD_ROW + 1, sheet.max_row + 1)]
    money = [sheet.cell(row, columns["Bedrag"]).value for row in range(HEAD_ROW + 1, sheet.max_row + 1)]
    of_rows = [float(str(value)) for kind, value in zip(kinds, money, strict=True) if kind == "Regel"]
    assert len(of_rows) > 1
    assert of_rows == sorted(of_rows, reverse=True)


def test_answers_and_agreement_confirm_the_mapping_and_the_next_step_is_told(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    PLACED.fill(folder / "review.xlsx")
    assert suggest("--apply", folder / "review.xlsx", "--out", folder / "boek.mapping.yaml") == ExitCode.VALID
    mapping = load_mapping(folder / "boek.mapping.yaml")
    assert mapping.confirmed
    assert line_of(mapping, ODD) == "SecuritiesCurrent"
    assert f"xbrl-pipeline run {folder / 'boek.xlsx'}" in capsys.readouterr().out


def test_agreeing_settles_no_question(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Person().fill(folder / "review.xlsx")
    assert apply(folder) == ExitCode.VALID
    assert not taken(folder).confirmed
    said = capsys.readouterr().out
    assert "nog vragen open" in said
    assert ODD in said


def test_agreeing_is_not_enough_while_mandatory_data_are_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Person(PLACED.answers, {}).fill(folder / "review.xlsx")
    assert apply(folder) == ExitCode.VALID
    assert not taken(folder).confirmed
    assert "Telefoonnummer" in capsys.readouterr().out


def test_answering_without_agreeing_leaves_the_mapping_unconfirmed(folder: Path) -> None:
    Person(PLACED.answers, agrees=False).fill(folder / "review.xlsx")
    assert apply(folder) == ExitCode.VALID
    assert line_of(taken(folder), ODD) == "SecuritiesCurrent"
    assert not taken(folder).confirmed


def test_a_review_of_the_answered_workbook_shows_the_answers_and_can_be_applied_again(folder: Path) -> None:
    Person(PLACED.answers).fill(folder / "review.xlsx")
    again = folder / "review-2.xlsx"
    assert apply(folder, "--review", again) == ExitCode.VALID
    sheet = load_workbook(again)["Vragen"]
    row = next(row for words, row in rows(sheet, "Vraag").items() if ODD in words)
    assert "SecuritiesCurrent" in str(sheet.cell(row, heads(sheet)["Uw antwoord"]).value)
    first = (folder / "terug.yaml").read_text("utf-8")
    Person({}).fill(again)
    assert suggest("--apply", again, "--out", folder / "derde.yaml") == ExitCode.VALID
    assert (folder / "derde.yaml").read_text("utf-8") == first


def test_amounts_that_an_answer_brings_are_agreed_with_only_after_they_were_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    prepare(tmp_path, Book(odd=None, heads=("Stand zo", "31-12-2024")))
    Person({"Stand zo": "cijfers van het verslagjaar"}).fill(tmp_path / "review.xlsx")
    assert apply(tmp_path, "--review", tmp_path / "review-2.xlsx") == ExitCode.VALID
    assert not taken(tmp_path).confirmed
    assert "nieuw of anders" in capsys.readouterr().out
    sheet = load_workbook(tmp_path / "review-2.xlsx")["Balans"]
    sure = [sheet.cell(row, heads(sheet)["Zekerheid"]).value for row in range(HEAD_ROW + 1, sheet.max_row + 1)]
    assert "nieuw: kijk na" in sure
    Person().fill(tmp_path / "review-2.xlsx")
    (tmp_path / "review-2.xlsx").replace(tmp_path / "review.xlsx")
    assert apply(tmp_path) == ExitCode.VALID
    assert taken(tmp_path).confirmed


def test_choices_that_read_the_same_can_be_told_apart(tmp_path: Path) -> None:
    sheet = sheet_of(prepare(tmp_path, Book(odd=None, heads=("31-12-2025", "31-12-2025"))), "Vragen")
    columns = heads(sheet)
    asked = {
        text: str(sheet.cell(row, columns["Keuzes, met wat ervoor pleit"]).value)
        for text, row in rows(sheet, "Vraag").items()
    }
    choices = next(told for text, told in asked.items() if "31-12-2025, 31-12-2025" in text).split("\n")
    names = [choice.partition(". ")[2] for choice in choices]
    assert len(names) == len(set(names))


def test_an_answer_can_be_taken_back(folder: Path) -> None:
    Person(PLACED.answers, agrees=False).fill(folder / "review.xlsx")
    assert apply(folder, "--review", folder / "review-2.xlsx") == ExitCode.VALID
    (folder / "review-2.xlsx").replace(folder / "review.xlsx")
    change(folder, lambda book: put(book["Vragen"], ODD, "Uw antwoord", "", "Vraag"))
    assert apply(folder) == ExitCode.VALID
    assert line_of(taken(folder), ODD) is None


def test_a_row_of_a_statement_can_be_another_line_or_left_out(folder: Path) -> None:
    lines = [str(cell.value) for cell in load_workbook(folder / "review.xlsx")["Lijst"]["A"]]
    other = next(line for line in lines if line.endswith("· Inventories"))

    def decide(book: Workbook) -> None:
        put(book["Balans"], "Vorderingen", "Andere post", other, "Omschrijving in de werkmap")
        put(book["Balans"], "Langlopende", "Andere post", "niet overnemen", "Omschrijving in de werkmap")

    change(folder, decide)
    assert apply(folder) == ExitCode.VALID
    assert line_of(taken(folder), "Vorderingen") == "Inventories"
    left_out = [line for sheet in taken(folder).sheets for line in sheet.lines if line.ignore]
    assert "Langlopende schulden" in {line.label for line in left_out}


def test_totals_are_checked_by_cells_that_calculate(tmp_path: Path) -> None:
    prepare(tmp_path, Book(odd=None))
    formulas, values = (load_workbook(tmp_path / "review.xlsx", data_only=stored)["Balans"] for stored in (False, True))
    row = rows(formulas, "Omschrijving in de werkmap")["Totaal vaste activa"]
    column = next(cell.column for cell in formulas[HEAD_ROW] if cell.value == "Telt op?")
    assert str(formulas.cell(row, column).value).startswith("=ROUND(")
    assert values.cell(row, column).value == 0
    assert values["B3"].value == 0


def test_a_total_that_is_not_its_parts_shows_the_difference(tmp_path: Path) -> None:
    prepare(tmp_path, Book(odd=None, changed={"Totaal baten": (6_335_190, 6_185_645)}))
    book = load_workbook(tmp_path / "review.xlsx", data_only=True)
    sheet = book["Baten en lasten"]
    row = rows(sheet, "Omschrijving in de werkmap")["Totaal baten"]
    column = next(cell.column for cell in sheet[HEAD_ROW] if cell.value == "Telt op?")
    assert sheet.cell(row, column).value != 0
    assert sheet["B3"].value >= 1


def test_only_what_is_missing_is_asked_of_the_board(folder: Path) -> None:
    sheet = sheet_of(folder, "Gegevens")
    columns = heads(sheet)
    known = {
        words: sheet.cell(row, columns["Zoals nu bekend"]).value
        for words, row in rows(sheet, "Regel in het verslag").items()
    }
    missing = {words for words, value in known.items() if not value}
    assert any("Telefoonnummer" in words for words in missing)
    assert not any("zetel" in words.casefold() for words in missing), "the workbook says it"
    assert not any("datum" in words for words in missing), "the days follow from the year"
    assert known[next(words for words in known if "Einddatum van de huidige" in words)] == "31-12-2025"


def test_a_sector_for_which_more_is_mandatory_is_asked_more(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Person(PLACED.answers, {**GENERAL, "sector": "Primair onderwijs"}).fill(folder / "review.xlsx")
    assert apply(folder) == ExitCode.VALID
    assert "Samenwerkingsverband passend onderwijs" in capsys.readouterr().out


def fill_badly(book: Workbook) -> str:
    return "Vragen!" + put(book["Vragen"], ODD, "Uw antwoord", "misschien", "Vraag")


def fill_general_badly(book: Workbook) -> str:
    return "Gegevens!" + put(book["Gegevens"], "sector", "Uw antwoord", "Kleuterschool", "Regel in het verslag")


def fill_twice(book: Workbook) -> str:
    put(book["Vragen"], ODD, "Andere post", "Voorraden · Inventories", "Vraag")
    return "Vragen!" + put(book["Vragen"], ODD, "Uw antwoord", "Effecten (kortlopend) · SecuritiesCurrent", "Vraag")


def change_an_amount(book: Workbook) -> str:
    sheet = book["Balans"]
    row = rows(sheet, "Omschrijving in de werkmap")["Vorderingen"]
    sheet.cell(row, 2).value = 1
    return f"Balans!A{row}"


def add_a_row(book: Workbook) -> str:
    sheet = book["Vragen"]
    sheet.cell(sheet.max_row + 3, heads(sheet)["Uw antwoord"]).value = "Voorraden"
    return f"Vragen!{sheet.cell(sheet.max_row, heads(sheet)['Uw antwoord']).coordinate}"


def take_a_row_away(book: Workbook) -> str:
    book["Balans"].delete_rows(HEAD_ROW + 2)
    return "Balans"


def agree_oddly(book: Workbook) -> str:
    book.worksheets[0]["B8"] = "misschien"
    return "Start!B8"


@pytest.mark.parametrize(
    "spoil",
    [
        fill_badly,
        fill_general_badly,
        fill_twice,
        change_an_amount,
        add_a_row,
        take_a_row_away,
        agree_oddly,
    ],
)
def test_what_cannot_be_followed_is_refused_by_its_cell(
    folder: Path, capsys: pytest.CaptureFixture[str], spoil: Callable[[Workbook], str]
) -> None:
    book = load_workbook(folder / "review.xlsx")
    cell = spoil(book)
    book.save(folder / "review.xlsx")
    assert apply(folder) == ExitCode.INPUT_REFUSED
    assert cell in capsys.readouterr().err
    assert not (folder / "terug.yaml").exists()


def test_a_sorted_review_with_hidden_rows_says_the_same(folder: Path) -> None:
    def shuffle(book: Workbook) -> None:
        sheet = book["Gegevens"]
        found = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=HEAD_ROW + 1)]
        for number, values in enumerate(reversed(found), HEAD_ROW + 1):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column).value = value
        sheet.row_dimensions[HEAD_ROW + 1].hidden = True

    PLACED.fill(folder / "review.xlsx")
    change(folder, shuffle)
    assert apply(folder) == ExitCode.VALID
    assert taken(folder).confirmed


def test_a_review_of_another_workbook_is_refused(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Book(odd=(14_321, 11_875)).write(folder / "boek.xlsx")
    assert apply(folder) == ExitCode.INPUT_REFUSED
    assert "boek.xlsx" in capsys.readouterr().err


def test_the_review_is_not_written_over_its_answers(folder: Path) -> None:
    assert suggest("--apply", folder / "review.xlsx", "--out", folder / "review.xlsx") == ExitCode.USAGE


def test_words_of_a_workbook_cannot_deceive_the_reader(tmp_path: Path) -> None:
    prepare(tmp_path, Book(more=(("\u202eZandbakpost\u2066", 310, 290),)))
    told = [str(cell.value) for row in sheet_of(tmp_path, "Vragen").iter_rows() for cell in row if cell.value]
    assert any("Zandbakpost" in text for text in told)
    assert not any(char in text for text in told for char in "\u202e\u2066")


def test_english_reviews_are_read_back_too(tmp_path: Path) -> None:
    workbook = Book().write(tmp_path / "boek.xlsx")
    review = tmp_path / "review.xlsx"
    assert suggest(workbook, "--review", review, "--out", tmp_path / "m.yaml", "--lang", "en") == ExitCode.VALID
    assert load_workbook(review).sheetnames[:2] == ["Start", "Questions"]
    assert suggest("--apply", review, "--out", tmp_path / "terug.yaml", "--lang", "en") == ExitCode.VALID
    assert (tmp_path / "terug.yaml").read_text("utf-8") == (tmp_path / "m.yaml").read_text("utf-8")
