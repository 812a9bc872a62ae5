import json
from dataclasses import replace
from io import BytesIO, StringIO
from typing import Any

import openpyxl
import pytest
from rich.console import Console

from tests.reporting import examples
from tests.reporting.pages import check_soundness, parse, text, texts
from xbrl_pipeline.messages import messages
from xbrl_pipeline.reporting.overview import BoardRow, LeftOut, OverviewRow, board_lines, overview_json, overview_table
from xbrl_pipeline.reporting.overview_html import overview_html
from xbrl_pipeline.reporting.overview_xlsx import overview_xlsx

NL = messages("nl")
ORDER = ["te-laat", "wachtwoord", "grote-fout", "kleine-fout", "fictiescholen", "verzonnen"]


def page(rows: tuple[OverviewRow, ...], lang: str = "nl") -> bytes:
    return overview_html(rows, messages(lang), created=examples.CREATED, program="0.1.0")


def table(rows: tuple[OverviewRow, ...]) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(overview_xlsx(rows, NL, created=examples.CREATED))).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def terminal(rows: tuple[OverviewRow, ...]) -> str:
    output = StringIO()
    Console(file=output, width=200, color_system=None).print(overview_table(rows, NL))
    return output.getvalue()


def test_json_lists_the_worst_first_after_the_totals() -> None:
    overview = json.loads(overview_json(examples.rows()))
    assert list(overview) == ["totals", "rules", "rows", "boards", "left_out"]
    assert overview["totals"] == {"valid": 2, "invalid": 2, "not_validated": 1, "refused": 1}
    assert [row["file"].removesuffix(".xlsx") for row in overview["rows"]] == ORDER


def test_every_form_has_the_same_order() -> None:
    assert [row[6].removesuffix(".xlsx") for row in table(examples.rows())[1:]] == ORDER
    tree = parse(page(examples.rows()))
    shown = [text(head).replace(" ", "-").lower() for head in tree.iterfind(".//tbody//th")]
    assert all(name in head for name, head in zip(ORDER, shown, strict=True))
    printed = terminal(examples.rows()).lower().replace(" ", "-")
    places = [printed.index(name) for name in ORDER]
    assert places == sorted(places)


def test_what_is_in_no_report_stands_in_the_workbook_too() -> None:
    left_out = (LeftOut("map/=jaarrekening.pdf", "niet gelezen"),)
    book = openpyxl.load_workbook(
        BytesIO(overview_xlsx(examples.rows(), NL, created=examples.CREATED, left_out=left_out))
    )
    sheet = book[NL.text("overview.left_out")]
    assert [row[1] for row in sheet.iter_rows(min_row=2, values_only=True)] == ["niet gelezen"]
    assert "jaarrekening.pdf" in str(sheet["A2"].value)


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_page_is_sound_and_closed(lang: str) -> None:
    check_soundness(page((*examples.rows(), examples.hostile_row()), lang))
    check_soundness(page((), lang))


def test_totals_stand_on_top() -> None:
    tree = parse(page(examples.rows()))
    assert texts(tree, ".//ul[@class='totals']/li") == [
        "1 niet gevalideerd",
        "1 geweigerd",
        "2 niet geldig",
        "2 geldig",
    ]
    assert "6 bestanden: 2 geldig, 2 niet geldig, 1 niet gevalideerd, 1 geweigerd" in terminal(examples.rows())


def test_one_file_is_not_called_files() -> None:
    assert "1 bestand: 1 geldig" in terminal(examples.rows()[:1])


def test_a_refused_input_is_a_row_with_its_sentence() -> None:
    refused = next(row for row in table(examples.rows()) if row[6] == "wachtwoord.xlsx")
    assert refused[0] == "Geweigerd"
    assert refused[7:10] == (None, None, None)
    assert refused[10] == "De werkmap is met een wachtwoord beveiligd."


def test_rows_lead_to_their_dossier_by_a_relative_link() -> None:
    links = [link.get("href") for link in parse(page(examples.rows())).iterfind(".//tbody//a")]
    assert links[0] == "./99045-2025-jaarverantwoording/report.html"
    assert len(links) == 5


@pytest.mark.parametrize("folder", ["//evil.example/x", "javascript:alert(1)", "https://evil.example", 'a"b c'])
def test_a_dossier_name_cannot_lead_elsewhere(folder: str) -> None:
    data = page((replace(examples.rows()[0], dossier=folder),))
    check_soundness(data)
    (link,) = parse(data).iterfind(".//tbody//a")
    assert link.get("href", "").startswith("./")


def test_names_are_neither_formulas_nor_markup() -> None:
    rows = (examples.hostile_row(),)
    (_, values) = table(rows)
    assert values[1] == f"{examples.SCRIPT}[bold]"
    assert values[10] == examples.FORMULA
    sheet = openpyxl.load_workbook(BytesIO(overview_xlsx(rows, NL, created=examples.CREATED))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    assert "[bold]" in terminal(rows)
    assert "\x1b" not in terminal((replace(rows[0], name="\x1b[31mrood"),))
    assert page(rows).count(b"<script") == 1


def test_figures_in_the_sheet_are_numbers() -> None:
    values = table(examples.rows())[3]
    assert values[3:10] == (2025, "PO", "jaarverantwoording", "grote-fout.xlsx", 14, 0, 1312)
    assert values[12] == 1.25


BOARDS = (
    BoardRow(
        "99041",
        "Verzonnen",
        2025,
        "PO",
        ("jaarverantwoording", "beleidsinformatie"),
        ("jaarverantwoording",),
        ("beleidsinformatie",),
    ),
    BoardRow("99042", "=Onbekend <b>", 2025, "", (), ("jaarverantwoording",), ()),
    BoardRow("99043", "Fictiescholen", 2025, "WO", ("jaarverantwoording",), ("jaarverantwoording",), ()),
)


def test_every_form_says_which_reports_a_board_still_owes() -> None:
    overview = json.loads(overview_json(examples.rows(), boards=BOARDS))
    assert [each["missing"] for each in overview["boards"]] == [["beleidsinformatie"], [], []]
    made = overview_html(examples.rows(), NL, created=examples.CREATED, program="0.1.0", boards=BOARDS)
    check_soundness(made)
    shown = text(parse(made).find(".//main"))
    assert "Van 2 besturen is niet elk rapport er dat zij moeten aanleveren:" in shown
    assert "nog niet gevonden: beleidsinformatie" in shown
    assert "sector onbekend" in shown
    book = openpyxl.load_workbook(BytesIO(overview_xlsx(examples.rows(), NL, created=examples.CREATED, boards=BOARDS)))
    rows = list(book["Rapporten per bestuur"].iter_rows(min_row=2, values_only=True))
    assert rows[0] == ("99041", "Verzonnen", 2025, "PO", "jaarverantwoording", "beleidsinformatie")
    assert rows[2][5] is None
    printed = list(board_lines(BOARDS, NL))
    assert len(printed) == 3
    assert printed[1] == "  · 99041 Verzonnen, 2025: nog niet gevonden: beleidsinformatie"


def test_boards_that_owe_nothing_more_are_not_listed() -> None:
    made = overview_html(examples.rows(), NL, created=examples.CREATED, program="0.1.0", boards=BOARDS[2:])
    shown = text(parse(made).find(".//main"))
    assert "Van elk bestuur zijn alle rapporten er die het moet aanleveren." in shown
    assert "nog niet gevonden" not in shown
    assert list(board_lines(BOARDS[2:], NL)) == []


def test_an_overview_of_nothing_says_so() -> None:
    assert "Er zijn geen bestanden gecontroleerd." in text(parse(page(())).find(".//main"))
    assert len(table(())) == 1


def test_the_same_rows_give_the_same_bytes() -> None:
    rows = examples.rows()
    assert page(rows) == page(rows)
    assert overview_xlsx(rows, NL, created=examples.CREATED) == overview_xlsx(rows, NL, created=examples.CREATED)
    assert overview_json(rows) == overview_json(rows[::-1])


def test_a_result_of_an_earlier_check_is_called_so() -> None:
    calm, *others = examples.rows()
    shown = parse(page((replace(calm, cached=True), *others)))
    under = texts(shown, ".//span[@class='under']")
    assert sum("eerdere controle" in each for each in under) == 1
    heads, *rows = table((replace(calm, cached=True), *others))
    column = heads.index("Uitslag van eerdere controle")
    assert sorted(row[column] for row in rows) == ["ja", *["nee"] * len(others)]
