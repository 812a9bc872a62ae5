"""What goes wrong in the boards that are made to be wrong, read from ``samples/tables/fouten.csv``."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from samples.builder.boards import all_boards
from samples.builder.sheets import BoardWorkbook, Cell, CellValue, SheetContent, recalculated, with_overrides
from samples.builder.tables import TABLES
from samples.builder.trial_balance import build_trial_balance
from samples.builder.workbook import build_board

_RECALCULATED = {"fout-balans"}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a person did wrong, in one cell."""

    board: str
    sheet: str
    address: str
    kind: str
    value: CellValue


def finished_board(key: str) -> BoardWorkbook:
    """Return the workbook of a board as it is committed: the faults are in it, if it has any.

    In ``fout-balans`` Excel worked out the formulas again after the mistakes; in ``fout-tekst`` it did not.
    """
    workbook = build_trial_balance(key) if all_boards()[key].trial_balance else build_board(key)
    overrides = {(fault.sheet, fault.address): fault.value for fault in faults_of(key)}
    changed = with_overrides(workbook, overrides)
    return recalculated(changed) if key in _RECALCULATED else changed


def faults_of(key: str) -> list[Fault]:
    """Return the faults of a board, none for a good one."""
    with (TABLES / "fouten.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["board"] == key]
    return list(_faults(build_board(key), rows)) if rows else []


def _faults(workbook: BoardWorkbook, rows: list[dict[str, str]]) -> Iterator[Fault]:
    for row in rows:
        cell = _find(workbook.sheet(row["sheet"]), row["label"], row["means"])
        value = _KINDS[row["kind"]](cell, row["value"])
        yield Fault(row["board"], row["sheet"], cell.address, row["kind"], value)


def _find(sheet: SheetContent, label: str, means: str) -> Cell:
    column = next(column.column for column in sheet.columns if column.means == means)
    row = next(cell.row for cell in sheet.cells if cell.column == sheet.label_column and cell.value == label)
    return next(cell for cell in sheet.cells if (cell.row, cell.column) == (row, column))


def _added(cell: Cell, value: str) -> CellValue:
    if not isinstance(cell.value, int):
        raise TypeError(cell.value)
    return cell.value + int(value)


def _transposed(cell: Cell, _: str) -> CellValue:
    digits = str(cell.value)
    place = next(step for step in range(1, len(digits) - 1) if digits[step] != digits[step + 1])
    return int(digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :])


_KINDS: dict[str, Callable[[Cell, str], CellValue]] = {
    "add": _added,
    "overwrite": _added,
    "empty": lambda _cell, _value: None,
    "dotted": lambda cell, _value: f"{cell.value:,}".replace(",", "."),
    "text": lambda _cell, value: value,
    "transpose": _transposed,
}
