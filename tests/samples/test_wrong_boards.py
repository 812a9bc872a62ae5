"""The wrong boards are wrong where the README says, and nowhere else."""

import pytest

from samples.build import SAMPLES
from samples.builder.boards import all_boards
from samples.builder.faults import faults_of, finished_board
from samples.builder.sheets import BoardWorkbook
from samples.builder.workbook import build_board
from tests.samples.formulas import wrong_results

WRONG = [key for key in all_boards() if key.startswith("fout")]


@pytest.mark.parametrize("key", WRONG)
def test_readme_names_every_fault(key: str) -> None:
    section = (SAMPLES / "README.md").read_text("utf-8").split(f"`{all_boards()[key].file}`:")[1]
    named = [line.split("`")[1] for line in section.splitlines() if line.startswith("| `")]
    expected = [f"{fault.sheet}!{fault.address}" for fault in faults_of(key)]
    assert named[: len(expected)] == expected


@pytest.mark.parametrize("key", WRONG)
def test_only_the_faults_were_typed(key: str) -> None:
    before, after = typed(build_board(key)), typed(finished_board(key))
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    overwritten = {(fault.sheet, fault.address) for fault in faults_of(key) if fault.kind == "overwrite"}
    assert changed | overwritten == {(fault.sheet, fault.address) for fault in faults_of(key)}


def test_stale_totals_stand_where_excel_did_not_recalculate() -> None:
    fresh = SAMPLES / "fout-balans-99005.xlsx"
    stale = SAMPLES / "fout-tekst-99006.xlsx"
    assert wrong_results(fresh) == []
    assert {cell.split("!")[0] for cell in wrong_results(stale)} == {"Balans", "Staat van baten en lasten"}


def typed(workbook: BoardWorkbook) -> dict[tuple[str, str], object]:
    return {
        (sheet.name, cell.address): cell.value for sheet in workbook.sheets for cell in sheet.cells if not cell.parts
    }
