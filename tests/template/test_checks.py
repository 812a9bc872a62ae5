"""The checks below the statements of a template: green in every workbook that ties, red where a figure is wrong."""

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.conftest import SAMPLES
from tests.template.filling import facts_of, libreoffice, open_template, type_in, type_totals
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.templates import choose_report

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")
_HEAD = "Controles: verschillen (horen 0 te zijn)"
_FIRST, _LABEL = 4, 3  # columns
BOARDS = [
    ("po-99001", "po"),
    ("vo-99002", "vo"),
    ("mbo-99003", "mbo"),
    ("hbo-99004", "hbo"),
    ("hbo-99004", "wo"),
    ("po-99001", "swv"),
]


@pytest.fixture(scope="module")
def accounts() -> TaxonomyModel:
    with Engine() as engine:
        return load_model(choose_report("onderwijs-2025", "jaarverantwoording"), engine)


def filled(sample: str, sector: str, model: TaxonomyModel, folder: Path) -> Path:
    """Return a template of a sector with all that a sample says, typed over totals of which it has no parts too."""
    empty, book = folder / "leeg.xlsx", folder / "gevuld.xlsx"
    arguments = ["--taxonomy", "onderwijs-2025", "--report", "jaarverantwoording", "--sector", sector]
    assert guarded(["template", *arguments, "--out", str(empty), "--quiet"]) == 0
    assert guarded(["convert", str(SAMPLES / f"{sample}.xlsx"), "--out", str(folder / "c"), "--quiet"]) == 0
    given = facts_of(folder / "c" / "instance.xbrl")
    opened = open_template(empty)
    type_in(opened, given, model, 2025)
    type_totals(opened, given, model, 2025)
    opened.save(book)
    return book


def differences(book: Path, folder: Path) -> dict[str, list[float]]:
    """Return what the check cells show after LibreOffice has calculated, by sheet and words of the check."""
    found: dict[str, list[float]] = {}
    for sheet in openpyxl.load_workbook(libreoffice(book, folder), data_only=True).worksheets:
        begun = False
        for row in sheet.iter_rows(min_col=_LABEL):
            words = row[0].value
            if begun and words:
                shown = [float(cell.value) for cell in row[1:] if isinstance(cell.value, int | float)]
                found[f"{sheet.title}: {words}"] = shown
            begun = begun or words == _HEAD
    return found


@pytest.mark.slow
@pytest.mark.parametrize(("sample", "sector"), BOARDS)
def test_every_check_of_a_workbook_that_ties_is_green(
    sample: str, sector: str, accounts: TaxonomyModel, tmp_path: Path
) -> None:
    found = differences(filled(sample, sector, accounts, tmp_path), tmp_path)
    assert sum(map(len, found.values())) > 80
    assert {words: shown for words, shown in found.items() if any(shown)} == {}
    for words in found:
        left, _, right = words.partition(": ")[2].partition(" = ")
        assert left.strip() != right.strip(), words


def test_a_wrong_figure_turns_a_check_red(accounts: TaxonomyModel, tmp_path: Path) -> None:
    book = filled("po-99001", "po", accounts, tmp_path)
    opened = open_template(book)
    sheet = opened["Balans"]
    (row,) = [cell.row for cell in sheet["A"] if str(cell.value).endswith(":CashAndCashEquivalents")]
    sheet.cell(row, _FIRST).value = 12
    opened.save(book)
    red = [words for words, shown in differences(book, tmp_path).items() if any(shown)]
    assert red
    assert all(words.startswith(("Balans: ", "Kasstroomoverzicht: ", "Liquide middelen")) for words in red)


def test_a_check_of_one_class_stands_in_the_column_of_that_class(tmp_path: Path) -> None:
    empty = tmp_path / "leeg.xlsx"
    arguments = ["--taxonomy", "onderwijs-2025", "--report", "jaarverantwoording", "--out", str(empty), "--quiet"]
    assert guarded(["template", *arguments]) == 0
    sheet = open_template(empty)["Verloop van het eigen vermogen"]
    checks = {str(sheet.cell(row, _LABEL).value): row for row in range(1, sheet.max_row + 1)}
    (words,) = [each for each in checks if each.endswith("kolom Algemene reserve = Algemene reserve (blad Balans)")]
    used = [cell.column for cell in sheet[checks[words]] if str(cell.value).startswith("=")]
    assert [sheet.cell(5, column or 0).value for column in used] == ["Algemene reserve", "Algemene reserve"]
