"""The user's own workbook with notes: all that was in it is there still, byte for byte where nothing is marked."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment

from tests.conftest import SAMPLES
from tests.reporting import examples
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Finding, Severity, Suspect, SuspectKind
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.model.sheets import LISTING
from xbrl_pipeline.reporting.annotated import annotated_xlsx
from xbrl_pipeline.workbook.reader import read_workbook

NL = messages("nl")
CHANGING = ("xl/worksheets/sheet", "xl/styles.xml", "[Content_Types].xml", "xl/workbook.xml")
LIST = "Bevindingen"


def rich_workbook(path: Path) -> bytes:
    """A workbook with what libraries lose: a chart, a picture-like drawing, conditions, validation, a table, notes."""
    with xlsxwriter.Workbook(str(path)) as book:
        bold = book.add_format({"bold": True, "num_format": "#,##0;[Red]-#,##0"})
        sheet = book.add_worksheet("Balans")
        other = book.add_worksheet("Blad & 'twee' x")
        for row in range(1, 20):
            sheet.write_string(row, 0, f"regel {row}")
            sheet.write_number(row, 3, row * 1000, bold)
        sheet.write_formula(20, 3, "=SUM(D2:D20)", bold, 190000)
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=Balans!$D$2:$D$20"})
        sheet.insert_chart("G2", chart)
        sheet.conditional_format("D2:D20", {"type": "data_bar"})
        sheet.data_validation("A2:A5", {"validate": "list", "source": ["a", "b"]})
        sheet.write_comment("D3", "van de accountant")
        other.add_table("A1:B4", {"columns": [{"header": "x"}, {"header": "y"}]})
        other.write_url("D1", "internal:Balans!A1", string="terug")
        book.define_name("Totaal", "=Balans!$D$21")
    return path.read_bytes()


def report(*findings: Finding) -> Report:
    return replace(examples.valid(), findings=findings)


def about(*cells: str, severity: Severity = Severity.ERROR) -> Finding:
    refs = tuple(map(examples.cell, cells))
    return replace(examples.sum_does_not_tie(), cells=refs, values=(), severity=severity)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def notes(data: bytes) -> dict[str, str]:
    book = openpyxl.load_workbook(BytesIO(data))
    cells = (cell for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.comment)
    return {f"{cell.parent.title}!{cell.coordinate}": cell.comment.text for cell in cells if cell.comment}


def contents(data: bytes, *, values: bool) -> dict[str, tuple[object, ...]]:
    book = openpyxl.load_workbook(BytesIO(data), data_only=values)
    return {
        f"{sheet.title}!{cell.coordinate}": (cell.value, cell.number_format, cell.font.b, cell.border.top.style)
        for sheet in book.worksheets
        if sheet.title != LIST
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def annotate(workbook: bytes, *findings: Finding) -> bytes:
    made = annotated_xlsx(workbook, report(*findings), NL)
    assert made is not None
    return made


def test_the_marked_cells_have_notes_and_a_fill(tmp_path: Path) -> None:
    made = annotate(rich_workbook(tmp_path / "w.xlsx"), about("Balans!D10"), about("Balans!D21"))
    told = notes(made)
    assert {"Balans!D10", "Balans!D21"} <= set(told)
    assert told["Balans!D10"].startswith("Fout B-")
    assert "Wat te doen" in told["Balans!D10"]
    cell = openpyxl.load_workbook(BytesIO(made))["Balans"]["D10"]
    assert (cell.fill.fgColor.rgb, cell.font.b, cell.number_format) == ("FFF4B6B1", True, "#,##0;[Red]-#,##0")


def test_nothing_that_was_there_is_lost(tmp_path: Path) -> None:
    before = rich_workbook(tmp_path / "w.xlsx")
    made = annotate(before, about("Balans!D10"), about("Blad & 'twee' x!B2"))
    old, new = parts(before), parts(made)
    assert set(old) <= set(new)
    changed = {name for name in old if old[name] != new[name]}
    assert all(name.startswith(CHANGING) or "comments" in name or "vml" in name or ".rels" in name for name in changed)
    assert old["xl/charts/chart1.xml"] == new["xl/charts/chart1.xml"]
    for values in (True, False):
        assert contents(before, values=values) == contents(made, values=values)
    for mark in (b"conditionalFormatting", b"dataValidation", b"<drawing"):
        assert new["xl/worksheets/sheet1.xml"].count(mark) == old["xl/worksheets/sheet1.xml"].count(mark) > 0
    assert new["xl/worksheets/sheet2.xml"].count(b"tablePart ") == old["xl/worksheets/sheet2.xml"].count(b"tablePart ")


def test_a_note_of_the_users_own_is_kept_and_ours_stands_behind_it(tmp_path: Path) -> None:
    made = annotate(rich_workbook(tmp_path / "w.xlsx"), about("Balans!D3"), about("Balans!D5"))
    told = notes(made)
    assert told["Balans!D3"].startswith("van de accountant")
    assert "Fout B-" in told["Balans!D3"]
    assert "Fout B-" in told["Balans!D5"]


def test_an_empty_cell_is_marked_too_in_its_place(tmp_path: Path) -> None:
    made = annotate(rich_workbook(tmp_path / "w.xlsx"), about("Balans!C10"), about("Balans!B400"), about("Balans!AB7"))
    assert {"Balans!C10", "Balans!B400", "Balans!AB7"} <= set(notes(made))
    book = openpyxl.load_workbook(BytesIO(made))
    assert book["Balans"]["D10"].value == 9000


def test_the_likely_cause_has_the_note_that_says_so(tmp_path: Path) -> None:
    suspect = Suspect(SuspectKind.SIGN, "x", (examples.cell("Balans!D12"),), "-1", "1", "Waarschijnlijk een min.")
    finding = replace(about("Balans!D21"), suspects=(suspect,))
    told = notes(annotate(rich_workbook(tmp_path / "w.xlsx"), finding))
    assert "Waarschijnlijk een min." in told["Balans!D12"]


def test_a_macro_stays_and_so_does_the_type_of_the_workbook(tmp_path: Path) -> None:
    file = tmp_path / "w.xlsx"
    original = rich_workbook(file)
    macro = tmp_path / "m.xlsm"
    with zipfile.ZipFile(macro, "w") as target:
        for name, data in parts(original).items():
            changed = data.replace(
                b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
                b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
            )
            target.writestr(name, changed if name == "[Content_Types].xml" else data)
        target.writestr("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0 macro")
    new = parts(annotate(macro.read_bytes(), about("Balans!D10")))
    assert new["xl/vbaProject.bin"] == b"\xd0\xcf\x11\xe0 macro"
    assert b"macroEnabled" in new["[Content_Types].xml"]


def boxes(data: bytes) -> dict[tuple[int, int], tuple[int, int]]:
    """How many columns and rows each of our notes covers, by row and column of its cell."""
    drawing = next(parts(data)[name] for name in parts(data) if "vmlDrawing" in name).decode()
    found = {}
    for shape in re.findall(r"<v:shape id=.xp_note.*?</v:shape>", drawing, re.DOTALL):
        left, _, top, _, right, _, bottom, _ = map(int, re.findall(r"Anchor>([^<]*)<", shape)[0].split(","))
        row, column = (int(re.findall(rf"x:{name}>([^<]*)<", shape)[0]) for name in ("Row", "Column"))
        found[row + 1, column + 1] = (right - left, bottom - top)
    return found


def test_the_box_of_a_note_has_room_for_its_text(tmp_path: Path) -> None:
    short = replace(about("Balans!D2"), message="Kort.", advice="")
    long = replace(about("Balans!D12"), message="Een zin van vijftig tekens, om en nabij geteld. " * 12, advice="")
    across, down = boxes(annotate(rich_workbook(tmp_path / "w.xlsx"), short, long))[12, 4]
    assert across * 64 >= 52 * 6, "52 characters of at least six pixels"
    assert down * 20 >= 12 * 15, "twelve lines of at least fifteen"
    assert boxes(annotate(rich_workbook(tmp_path / "w.xlsx"), short, long))[2, 4][1] < down / 2


def test_rows_and_columns_that_are_hidden_give_a_note_no_room(tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "hidden.xlsx")) as book:
        sheet = book.add_worksheet("Balans")
        sheet.write_number("D2", 1)
        sheet.set_column(4, 13, None, None, {"hidden": True})
        for row in range(2, 42):
            sheet.set_row(row, None, None, {"hidden": True})
    marked = annotated_xlsx((tmp_path / "hidden.xlsx").read_bytes(), report(about("Balans!D2")), NL)
    assert marked is not None
    across, down = boxes(marked)[2, 4]
    assert across > 10
    assert down > 40


def test_one_sentence_is_not_told_twice_in_a_note(tmp_path: Path) -> None:
    said = "In D5 ontbreekt een bedrag."
    suspect = Suspect(SuspectKind.MISSING, "Post", (CellRef.parse("Balans!D5"),), None, "12", said)
    found = replace(about("Balans!D5"), message=said, suspects=(suspect,))
    marked = openpyxl.load_workbook(BytesIO(annotate(rich_workbook(tmp_path / "w.xlsx"), found, found)))["Balans"][
        "D5"
    ].comment
    assert marked is not None
    assert marked.text.count(said) == 1


def test_text_of_a_note_is_only_text(tmp_path: Path) -> None:
    hostile = replace(about("Balans!D10"), message="<t>=1+1</t>&\x00\u202e")
    told = notes(annotate(rich_workbook(tmp_path / "w.xlsx"), hostile))
    assert "<t>=1+1</t>&" in told["Balans!D10"]


def test_a_workbook_that_openpyxl_wrote_works_as_well(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Balans"  # type: ignore[union-attr]
    book["Balans"]["D4"] = 5
    book["Balans"]["D4"].comment = Comment("eigen", "ik")
    book.save(tmp_path / "o.xlsx")
    made = annotate((tmp_path / "o.xlsx").read_bytes(), about("Balans!D4"), about("Balans!A1"))
    assert {"Balans!D4", "Balans!A1"} <= set(notes(made))


def test_without_findings_or_with_another_sheet_nothing_breaks(tmp_path: Path) -> None:
    workbook = rich_workbook(tmp_path / "w.xlsx")
    assert annotated_xlsx(workbook, report(), NL) is None
    assert notes(annotate(workbook, about("Elders!A1"))) == notes(workbook)
    assert annotated_xlsx(b"no zip at all", report(about("Balans!D4")), NL) is None


@pytest.mark.parametrize("name", ["po-99001", "vo-99002", "fout-balans-99005"])
def test_the_samples_keep_every_cell(name: str) -> None:
    workbook = (SAMPLES / f"{name}.xlsx").read_bytes()
    sheet = openpyxl.load_workbook(BytesIO(workbook)).sheetnames[1]
    made = annotate(workbook, replace(about("Balans!D10"), cells=(CellRef(sheet, 10, 4),)))
    for values in (True, False):
        assert contents(workbook, values=values) == contents(made, values=values)


def test_a_module_sheet_without_a_part_does_not_keep_notes_away(tmp_path: Path) -> None:
    members = parts(rich_workbook(tmp_path / "a.xlsx"))
    module = b'<sheet name="Module1" sheetId="9" state="veryHidden" r:id=""/></sheets>'
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"</sheets>", module)
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    made = annotated_xlsx(buffer.getvalue(), report(about("Balans!D4")), NL)
    assert made is not None
    assert b'name="Module1"' in parts(made)["xl/workbook.xml"]
    assert any(name.startswith("xl/comments") and b"D4" in data for name, data in parts(made).items())


@pytest.mark.parametrize("spelt", [lambda name: name.replace("/", "\\"), str.lower])
def test_parts_that_are_named_otherwise_get_their_notes_and_keep_their_names(
    spelt: Callable[[str], str], tmp_path: Path
) -> None:
    before = {spelt(name): data for name, data in parts(rich_workbook(tmp_path / "boek.xlsx")).items()}
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        for name, data in before.items():
            archive.writestr(name, data)
    made = annotated_xlsx(output.getvalue(), report(about("Balans!D5")), NL)
    assert made is not None
    after = parts(made)
    assert set(before) <= set(after)
    straight = BytesIO()
    with zipfile.ZipFile(straight, "w") as archive:
        for name, data in parts(rich_workbook(tmp_path / "boek.xlsx")).items():
            archive.writestr(name, after.pop(spelt(name), data))
        for name, data in after.items():
            archive.writestr(name, data)
    sheet = openpyxl.load_workbook(straight)["Balans"]
    assert sheet["D5"].comment is not None
    assert sheet["D3"].comment is not None
    assert sheet["D5"].fill.fgColor.rgb == "FFF4B6B1"


def listed(data: bytes) -> list[tuple[str, str]]:
    """The list of findings: what stands in the cells with links, and where these lead."""
    sheet = openpyxl.load_workbook(BytesIO(data))[LIST]
    linked = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None]
    return [(str(cell.value), str(cell.hyperlink and cell.hyperlink.location)) for cell in linked]


def test_a_list_of_the_findings_stands_in_front_and_leads_to_the_cells(tmp_path: Path) -> None:
    made = annotate(rich_workbook(tmp_path / "w.xlsx"), about("Balans!D10", "Balans!D11"), about("Blad & 'twee' x!B2"))
    book = openpyxl.load_workbook(BytesIO(made))
    assert book.sheetnames[0] == LIST
    assert listed(made) == [
        ("Balans!D10", "'Balans'!D10"),
        ("Balans!D11", "'Balans'!D11"),
        ("Blad & 'twee' x!B2", "'Blad & ''twee'' x'!B2"),
    ]
    told = [str(cell.value) for row in book[LIST].iter_rows() for cell in row if cell.value]
    assert told.count(about("Balans!D10").message) == 2
    assert told.count("Fout") == 2


def test_a_finding_without_a_cell_is_listed_and_of_many_cells_the_first(tmp_path: Path) -> None:
    many = about(*(f"Balans!D{row}" for row in range(2, 22)))
    made = annotate(rich_workbook(tmp_path / "w.xlsx"), replace(about("Balans!D2"), cells=(), message="Nergens."), many)
    sheet = openpyxl.load_workbook(BytesIO(made))[LIST]
    told = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value]
    assert "Nergens." in told
    assert len(listed(made)) == 8
    assert "en nog 12 cellen; het rapport noemt ze alle" in told


def test_names_and_the_sheet_it_opens_on_stay_what_they_were(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.active
    assert first is not None
    first.title = LIST.upper()
    second = book.create_sheet("Balans")
    second["D4"] = 5
    second.print_title_rows = "1:2"
    first.print_title_rows = "3:3"
    book.active = 1
    book.save(tmp_path / "o.xlsx")
    made = annotate((tmp_path / "o.xlsx").read_bytes(), about("Balans!D4"))
    after = openpyxl.load_workbook(BytesIO(made))
    assert after.sheetnames == [f"{LIST} 2", LIST.upper(), "Balans"]
    assert (after["Balans"].print_title_rows, after[LIST.upper()].print_title_rows) == ("$1:$2", "$3:$3")
    selected = re.compile(rb"tabSelected=.(1|true)")
    assert not selected.search(parts(made)["xl/worksheets/sheetXP1.xml"])
    assert after.active is not None
    assert after.active.title == "Balans"


def test_whoever_corrects_the_annotated_workbook_is_not_asked_what_the_list_means(tmp_path: Path) -> None:
    before, after = tmp_path / "w.xlsx", tmp_path / "annotated.xlsx"
    after.write_bytes(annotate(rich_workbook(before), about("Balans!D10")))
    old, new = read_workbook(before), read_workbook(after)
    assert new.sheets == old.sheets
    assert [note.code for note in new.notes if note not in old.notes] == ["workbook.note.listing"]


def test_a_sheet_that_says_it_is_the_list_and_holds_an_amount_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B9"] = LISTING, 5
    book.save(tmp_path / "o.xlsx")
    assert [each.name for each in read_workbook(tmp_path / "o.xlsx").sheets] == [sheet.title]
