"""A trial balance gives the same report as the statements made from it, and a changed account is found."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from samples.builder.mappings import mapping_text
from samples.builder.trial_balance import SHEET, build_trial_balance
from samples.builder.writer import write_workbook
from tests.conftest import GOOD, SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source, read_workbook_source
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import check, convert
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import Cell, SheetCells, Workbook
from xbrl_pipeline.workbook.reader import read_workbook

CHUNKS = 20
SAMPLE = SAMPLES / "saldibalans-99007.xlsx"


def _values(mapped: Mapped) -> dict[object, object]:
    return {fact.key: fact.value for fact in mapped.facts}


@pytest.mark.parametrize("board", GOOD)
def test_the_facts_are_those_of_the_statements(board: str, engine: Engine, nl: Messages, tmp_path: Path) -> None:
    described = build_trial_balance(board.partition("-")[0])
    path, mapping = tmp_path / "saldi.xlsx", tmp_path / "saldi.mapping.yaml"
    write_workbook(described, path)
    mapping.write_text(mapping_text(described), "utf-8")
    statements, _ = convert(
        read_workbook_source(SAMPLES / f"{board}.xlsx", SAMPLES / f"{board}.mapping.yaml"), engine, nl
    )
    accounts, _ = convert(read_workbook_source(path, mapping), engine, nl)
    assert _values(accounts) == _values(statements)


def test_the_sample_is_valid_and_says_what_it_derived(engine: Engine, nl: Messages) -> None:
    report = check(read_source(SAMPLE, SAMPLE.with_suffix(".mapping.yaml")), engine, nl).report
    assert report.verdict is Verdict.VALID
    assert {finding.severity for finding in report.findings} == {Severity.INFO}
    derived = [finding for finding in report.findings if finding.code == "mapping.trial.derived"]
    assert len(derived) == 3
    assert all(value.cells and value.value for finding in derived for value in finding.values)
    ledger = report.ledger
    assert ledger is not None
    assert ledger.rejected == 0


def _changed(book: Workbook, sheet: SheetCells, cell: Cell) -> Workbook:
    assert isinstance(cell.value, Decimal)
    digits = str(int(cell.value))
    value = Decimal(digits[:-1] + str((int(digits[-1]) + 1) % 10))
    cells = tuple(Cell(c.ref, value, str(value), c.formula) if c is cell else c for c in sheet.cells)
    changed = SheetCells(sheet.name, cells)
    return Workbook(tuple(changed if each is sheet else each for each in book.sheets), book.sha256)


def _seed(
    chunk: int,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
    record_property: Callable[[str, object], None],
) -> None:
    """Change the last digit of every so many amounts; ``conftest`` prints the totals."""
    mapping = load_mapping(SAMPLE.with_suffix(".mapping.yaml"))
    book = read_workbook(SAMPLE)
    (sheet,) = [sheet for sheet in book.sheets if sheet.name == SHEET]
    amounts = [cell for cell in sheet.cells if isinstance(cell.value, Decimal) and cell.value and cell.ref.column > 2]
    total = max(cell.ref.row for cell in amounts)
    cells = [cell for cell in amounts if cell.ref.row < total][chunk::CHUNKS]
    assert cells
    found = pointed = 0
    for cell in cells:
        mapped = map_cells(_changed(book, sheet, cell), mapping, model, profile, nl)
        ties = [f for f in mapped.findings if f.severity is Severity.ERROR and f.code.startswith("mapping.trial.")]
        found += bool(ties)
        pointed += any(cell.ref in finding.cells for finding in ties)
    record_property("seeded", ("saldibalans", len(cells), found, pointed))
    assert (found, pointed) == (len(cells), len(cells))


def test_a_digit_changed_in_an_account_is_found_at_its_cell(
    model: TaxonomyModel, profile: ReportProfile, nl: Messages, record_property: Callable[[str, object], None]
) -> None:
    _seed(0, model, profile, nl, record_property)


@pytest.mark.slow
@pytest.mark.parametrize("chunk", range(1, CHUNKS))
def test_a_digit_changed_in_any_other_account_is_found_too(
    chunk: int,
    model: TaxonomyModel,
    profile: ReportProfile,
    nl: Messages,
    record_property: Callable[[str, object], None],
) -> None:
    _seed(chunk, model, profile, nl, record_property)
