"""What a template marks as mandatory is what an empty report is asked for; the sector decides about some of it."""

from pathlib import Path

import pytest

from tests.template.filling import open_template
from xbrl_pipeline.cli.main import guarded

_MUST = "FFFFE08A"  # the fill of a cell that must be filled in


def template(out: Path, *options: str, taxonomy: str = "onderwijs-2025") -> Path:
    assert guarded(["template", "--taxonomy", taxonomy, "--out", str(out), "--quiet", *options]) == 0
    return out


def marked(book: Path) -> set[str]:
    """Return the lines with a cell that is marked; each has a star and the word in its guidance."""
    found = set()
    for sheet in open_template(book).worksheets:
        for number, row in enumerate(sheet.iter_rows(min_col=4, max_col=4), 1):
            for cell in row:
                if cell.fill.fgColor.rgb == _MUST:
                    assert str(sheet.cell(number, 3).value).endswith(" *")
                    assert "Verplicht." in [str(other.value)[:10] for other in sheet[number]]
                    found.add(str(sheet.cell(number, 1).value).partition(":")[2])
    return found


def test_the_sector_decides_what_is_mandatory(tmp_path: Path) -> None:
    po = marked(template(tmp_path / "po.xlsx", "--sector", "po"))
    mbo = marked(template(tmp_path / "mbo.xlsx", "--sector", "mbo"))
    assert po - mbo == {
        "JointVentureTailoredEducation",
        "IncludedInFinancialReportingLocalGovernment",
        "ProgressiveDecentralisationLocalGovermentFunds",
    }
    assert mbo < po
    assert {
        "LegalEntityLegalForm",
        "LegalEntityRegisteredOffice",
        "EmailAddressFull",
        "CompetentAuthorityNumber",
    } <= mbo


def test_without_a_sector_the_guidance_says_for_whom(tmp_path: Path) -> None:
    sheet = open_template(template(tmp_path / "t.xlsx"))["Informatie over de rechtsp."]
    told = [
        str(cell.value) for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("Verplicht voor")
    ]
    assert len(told) == 3
    assert all(each.startswith("Verplicht voor PO, VO.") for each in told)


def test_the_first_sheet_begins_with_what_the_sector_needs(tmp_path: Path) -> None:
    book = open_template(template(tmp_path / "po.xlsx", "--sector", "po"))
    words = [str(cell.value) for cell in [row[1] for row in book.worksheets[0].iter_rows()] if cell.value]
    rows = [[str(cell.value or "") for cell in row[1:5]] for row in book.worksheets[0].iter_rows()]
    first, others = words.index("Begin met deze bladen"), words.index("Alleen als ze voor u gelden")
    assert first < others
    place = next(number for number, row in enumerate(rows) if row[0] == "Begin met deze bladen")
    assert rows[place + 1][1] == "Documentinformatie"
    assert rows[place + 1][3].startswith("=")
    listed = {row[1] for row in rows[place:] if row[1]}
    hidden = [sheet.title for sheet in book.worksheets if sheet.sheet_state == "hidden"]
    assert any("College" in title or "Cursus" in title or "collegegeld" in title.lower() for title in hidden)
    assert not any("collegegeld" in each.lower() for each in listed)
    assert any(each.endswith("omdat uw sector ze niet invult. Wat u er toch invult, telt mee.") for each in words)


@pytest.mark.parametrize("sector", ["po", "vo", "hbo"])
def test_the_sector_is_filled_in(sector: str, tmp_path: Path) -> None:
    book = open_template(template(tmp_path / "t.xlsx", "--sector", sector))
    sheet = book["Informatie over de rechtsp."]
    (row,) = [cell.row for cell in sheet["A"] if str(cell.value).endswith(":Sector")]
    assert sheet.cell(row, 4).value == sector.upper()
