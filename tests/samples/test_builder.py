"""What other tests build on: overrides, and the list of typed amounts."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from samples.build import SAMPLES
from samples.builder.sheets import input_cells, recalculated
from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "changed.xlsx"


def test_input_cells_are_the_typed_amounts_of_the_file() -> None:
    cells = load_workbook(SAMPLES / "po-99001.xlsx")
    inputs = input_cells(build_board("po"))
    assert all(cells[sheet][address].value == value for sheet, address, value, _ in inputs)
    assert ("Balans", "D12") in {(sheet, address) for sheet, address, _, _ in inputs}
    assert len(inputs) > 200


def test_input_cells_leave_out_sums_and_general_data() -> None:
    inputs = input_cells(build_board("vo"))
    assert {"Assets", "Income", "NetCashFlows", "HouseNumberNL"}.isdisjoint({concept for *_, concept in inputs})


@pytest.mark.parametrize("key", ["po", "vo", "mbo", "hbo"])
def test_every_typed_amount_is_added_up_somewhere(key: str) -> None:
    board = build_board(key)
    added = {
        (sheet.name, f"{cell.address.rstrip('0123456789')}{row}")
        for sheet in board.sheets
        for cell in sheet.cells
        for _, row in cell.parts
    }
    assert {(sheet, address) for sheet, address, _, _ in input_cells(board)} <= added


def test_override_changes_one_cell_and_leaves_results_stale(target: Path) -> None:
    before, after = load_workbook(SAMPLES / "po-99001.xlsx", data_only=True), {("Balans", "D12"): 123}
    write_workbook(build_board("po"), target, after)
    changed = load_workbook(target, data_only=True)
    places = {
        (sheet.title, cell.coordinate)
        for sheet in before
        for row in sheet.iter_rows()
        for cell in row
        if cell.value != changed[sheet.title][cell.coordinate].value
    }
    assert places == {("Balans", "D12")}
    assert changed["Balans"]["D12"].value == 123


def test_override_may_empty_a_cell_or_replace_a_formula(target: Path) -> None:
    write_workbook(
        build_board("po"), target, {("Balans", "D11"): 5, ("Balans", "D12"): None, ("Balans", "D13"): "n.b."}
    )
    cells = load_workbook(target)["Balans"]
    assert [cells[address].value for address in ("D11", "D12", "D13")] == [5, None, "n.b."]


@pytest.mark.parametrize("place", [("Balans", "Z99"), ("Blad1", "A1")])
def test_override_of_a_cell_that_is_not_there_is_refused(target: Path, place: tuple[str, str]) -> None:
    with pytest.raises(KeyError):
        write_workbook(build_board("po"), target, {place: 1})


@pytest.mark.parametrize("key", ["po", "vo", "mbo", "hbo"])
def test_good_board_is_the_same_after_recalculation(key: str) -> None:
    board = build_board(key)
    assert recalculated(board) == board
