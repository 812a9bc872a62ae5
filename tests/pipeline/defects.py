"""Random single-cell defects, as people make them while typing, in workbooks where every figure ties."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from samples.builder.sheets import BoardWorkbook, Cell, CellValue, SheetContent, recalculated
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.report import Report

KINDS: Final = ("swap", "sign", "ten", "thousand", "deleted", "doubled", "line", "column")
BOARDS: Final = ("po", "vo", "mbo", "hbo")
_STALE_OF: Final = 4  # of so many defects one is in a workbook whose formulas were worked out again


@dataclass(frozen=True, slots=True)
class Defect:
    """One cell changed; ``cells`` are the cell and, for an amount that moved, where it went."""

    board: str
    kind: str
    cells: tuple[CellRef, ...]
    right: tuple[CellValue, ...]  # what each of the cells should hold
    recalculated: bool
    workbook: BoardWorkbook

    @property
    def breaks(self) -> bool:
        """Whether a sum of the workbook, as its formulas state it, no longer holds: known without the program.

        An empty cell whose amount another cell still gives (an opening balance, last year's closing) loses nothing.
        """
        return not self._said_elsewhere and any(not _holds(sheet) for sheet in self.workbook.sheets)

    @property
    def _said_elsewhere(self) -> bool:
        sheet = self.workbook.sheet(self.cells[0].sheet)
        concept = next(
            cell.concept for cell in sheet.cells if (cell.row, cell.column) == (self.cells[0].row, self.cells[0].column)
        )
        others = [cell for each in self.workbook.sheets if each.statement == sheet.statement for cell in each.cells]
        return self.kind == "deleted" and any((each.concept, each.value) == (concept, self.right[0]) for each in others)


def defects(boards: dict[str, BoardWorkbook], number: int, seed: int) -> Iterator[Defect]:
    """Give random defects, always the same for a seed; what changes nothing is drawn again."""
    chance = random.Random(seed)  # noqa: S311 - the same defects every time
    made = 0
    while made < number:
        board = chance.choice(BOARDS)
        defect = _defect(board, boards[board], chance, again=made % _STALE_OF == _STALE_OF - 1)
        if defect is not None:
            made += 1
            yield defect


def _defect(key: str, book: BoardWorkbook, chance: random.Random, *, again: bool) -> Defect | None:
    sheet = chance.choice([sheet for sheet in book.sheets if sheet.statement != "none"])
    typed = [cell for cell in sheet.cells if cell.concept and not (again and cell.parts)]
    cell = chance.choice([cell for cell in typed if isinstance(cell.value, int) and cell.value])
    kind = chance.choice(KINDS)
    changes = _changes(kind, cell, sheet, chance)
    if not changes or not isinstance(cell.value, int):
        return None
    changed = replace(book, sheets=tuple(_with(each, changes) if each is sheet else each for each in book.sheets))
    refs = tuple(CellRef(sheet.name, row, column) for row, column in changes)
    held = {(each.row, each.column): each.value for each in sheet.cells}
    return Defect(
        key, kind, refs, tuple(held.get(place) for place in changes), again, recalculated(changed) if again else changed
    )


def _changes(
    kind: str, cell: Cell, sheet: SheetContent, chance: random.Random
) -> dict[tuple[int, int], CellValue] | None:
    place, value = (cell.row, cell.column), cell.value
    if not isinstance(value, int):
        return None
    if kind in {"line", "column"}:
        target = chance.choice(list(_beside(kind, cell, sheet)) or [None])
        return None if target is None else {place: None, target: value}
    new: dict[str, CellValue] = {
        "swap": _swapped(value, chance),
        "sign": -value,
        "ten": value * 10,
        "thousand": value // 1000 if value % 1000 == 0 else value * 1000,
        "deleted": None,
        "doubled": value * 2,
    }
    return {place: new[kind]} if new[kind] != value else None


def _swapped(value: int, chance: random.Random) -> int:
    digits = str(abs(value))
    places = [step for step in range(len(digits) - 1) if digits[step] != digits[step + 1]]
    if not places:
        return value
    step = chance.choice(places)
    swapped = int(digits[:step] + digits[step + 1] + digits[step] + digits[step + 2 :])
    return swapped if value > 0 else -swapped


def _beside(kind: str, cell: Cell, sheet: SheetContent) -> Iterator[tuple[int, int]]:
    columns = [column.column for column in sheet.columns if column.means != "note"]
    if kind == "column":
        place = columns.index(cell.column)
        yield from ((cell.row, columns[near]) for near in (place - 1, place + 1) if 0 <= near < len(columns))
    else:
        last = max(each.row for each in sheet.cells)
        yield from ((row, cell.column) for row in (cell.row - 1, cell.row + 1) if sheet.header_row < row <= last)


def _with(sheet: SheetContent, changes: dict[tuple[int, int], CellValue]) -> SheetContent:
    known = {(cell.row, cell.column) for cell in sheet.cells}
    old = [
        replace(cell, value=changes[cell.row, cell.column], parts=()) if (cell.row, cell.column) in changes else cell
        for cell in sheet.cells
    ]
    new = [
        Cell(row, column, value, "amount_main")
        for (row, column), value in changes.items()
        if (row, column) not in known
    ]
    return replace(sheet, cells=(*old, *new))


def _holds(sheet: SheetContent) -> bool:
    amounts = {(cell.row, cell.column): cell.value for cell in sheet.cells if isinstance(cell.value, int)}
    return all(
        cell.value == sum(weight * amounts.get((row, cell.column), 0) for weight, row in cell.parts)
        for cell in sheet.cells
        if cell.parts
    )


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the program made of a defect."""

    found: bool
    pointed: bool
    listed: bool  # pointed at, or among the few amounts that are called possible
    named: bool  # some amount is called the likely culprit
    right: bool  # and it is the right cell, with the right amount
    astray: bool  # amounts are called likely, and none of them is what was changed


def judge(defect: Defect, report: Report) -> Outcome:
    """Compare the findings with what was really changed; the first suspect named is the one that counts.

    Where an amount went over another one, both cells are wrong, and either is right with what it should hold.
    """
    alarms = [finding for finding in report.findings if finding.severity is not Severity.INFO]
    cells = {cell for finding in alarms for cell in finding.cells}
    leads = {cell for finding in alarms for lead in finding.leads for cell in lead.cells}
    first = next((finding.suspects[0] for finding in alarms if finding.suspects), None)
    truth = zip(defect.cells, defect.right, strict=True)
    right = first is not None and any(cell in first.cells and first.expected == str(value) for cell, value in truth)
    wrong = set(defect.cells)
    accused = {cell for finding in alarms for suspect in finding.suspects for cell in suspect.cells}
    astray = bool(accused) and not accused & wrong
    return Outcome(bool(alarms), bool(cells & wrong), bool((cells | leads) & wrong), first is not None, right, astray)
