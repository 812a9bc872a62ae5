"""Stacked tables: the amounts of each line, which stand below one another, are put in a column for each period.

Cells stay known by where they stand on the sheet (``SheetCells.place``).
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from xbrl_pipeline.mapping.account import account_for, counts
from xbrl_pipeline.mapping.locate import find_headers, number_text
from xbrl_pipeline.mapping.plan import MappingPlan, PlannedSheet
from xbrl_pipeline.mapping.stacked import FoldedSheet
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.words import NOBODY, Pen, Remark, RemarkSubject, fold
from xbrl_pipeline.model.cells import CellRef, column_number
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.notation import is_minus

_BESIDE: Final = (-1, 1)


@dataclass(frozen=True)
class Stack:
    """Where what stands in a stacked table. ``columns`` has the column to which each period is moved, by its text."""

    first: int
    last: int
    labels: tuple[int, ...]
    codes: int | None
    periods: tuple[int, ...]
    amounts: int
    columns: Mapping[str, int]


@dataclass
class LineRows:
    """The rows of one line. ``anchor`` is the row with its words, ``rows`` has the row of each column's amount."""

    anchor: int
    words: tuple[str, ...]
    rows: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Folded:
    """A sheet with a column for each period, its lines, and the cells that are no longer in it."""

    view: SheetCells
    groups: tuple[LineRows, ...]
    labels: tuple[Cell, ...]  # words that are repeated beside each period
    periods: tuple[Cell, ...]


def fold_sheet(sheet: SheetCells, stack: Stack) -> Folded:
    """Put the amounts of a stacked table in a column for each period, in the row of the words of their line."""
    groups = tuple(find_groups(sheet, stack))
    moved: list[Cell] = []
    places: dict[tuple[int, int], CellRef] = {}
    gone: dict[tuple[int, int], Cell] = {}
    for group in groups:
        for column in dict.fromkeys(stack.columns.values()):
            row = group.rows.get(column, group.anchor)
            places[group.anchor, column] = CellRef(sheet.name, row, stack.amounts)
            amount = sheet.at(row, stack.amounts) if column in group.rows else None
            if amount is not None:
                gone[row, stack.amounts] = amount
                moved.append(replace(amount, ref=CellRef(sheet.name, group.anchor, column)))
    labels, periods = [], []
    for group in groups:
        for row in group.rows.values():
            said = [(row, column) for column in stack.periods if sheet.at(row, column) is not None]
            words = [(row, column) for column in _word_columns(stack) if sheet.at(row, column) is not None]
            periods += [sheet.by_place[place] for place in said]
            labels += [sheet.by_place[place] for place in words if row != group.anchor and place not in said]
    taken = {cell.ref for cell in (*gone.values(), *labels, *periods)}
    kept = [cell for cell in sheet.cells if cell.ref not in taken]
    cells = tuple(sorted([*kept, *moved], key=lambda cell: cell.ref))
    return Folded(replace(sheet, cells=cells, places=places), groups, tuple(labels), tuple(periods))


def find_groups(sheet: SheetCells, stack: Stack) -> list[LineRows]:
    """Return the lines of a stacked table with their rows, from the top.

    The words of a line stand in each of its rows, in the first of them, or above them where no row has any. Rows with
    the same words that do not follow one another are one line where the table goes by period: all lines of one year,
    then all of the next.
    """
    rows = sorted({cell.ref.row for cell in sheet.cells if stack.first <= cell.ref.row <= stack.last})
    records = {row: column for row in rows if (column := column_at(sheet, stack, row)) is not None}
    worded = any(_words(sheet, stack, row) for row in records)
    groups: list[LineRows] = []
    open_group: LineRows | None = None
    above: int | None = None
    for row in rows:
        column, words = records.get(row), _words(sheet, stack, row)
        if column is None:
            if words:
                open_group, above = None, row
            continue
        follows = open_group is not None and column not in open_group.rows
        if open_group is None or not follows or words not in ((), open_group.words):
            anchor = above if above is not None and not worded and open_group is None else row
            open_group = LineRows(anchor, _words(sheet, stack, anchor) if anchor != row else words)
            groups.append(open_group)
        open_group.rows[column] = row
        above = None
    return _joined(groups) if worded else groups


def column_at(sheet: SheetCells, stack: Stack, row: int) -> int | None:
    """Return the column to which the amount of a row is moved; None where it says none of the periods."""
    return stack.columns.get(fold(period_text(sheet, stack.periods, row)))


def period_text(sheet: SheetCells, columns: Sequence[int], row: int) -> str:
    """Return what a row says of its period, from left to right."""
    cells = (sheet.at(row, column) for column in columns)
    return " ".join(cell.shown for cell in cells if cell is not None)


def _words(sheet: SheetCells, stack: Stack, row: int) -> tuple[str, ...]:
    record = column_at(sheet, stack, row) is not None
    cells = [sheet.at(row, column) for column in _word_columns(stack) if not record or column not in stack.periods]
    return tuple(fold(number_text(cell) or "") for cell in cells) if any(cells) else ()


def _word_columns(stack: Stack) -> tuple[int, ...]:
    return (*(() if stack.codes is None else (stack.codes,)), *stack.labels)


def _joined(groups: list[LineRows]) -> list[LineRows]:
    """Put the rows of a line together that stand in the part of each period; not where their number differs."""
    if any(len(group.rows) > 1 or not group.words for group in groups):
        return groups
    counts = Counter((group.words, column) for group in groups for column in group.rows)
    several: dict[tuple[str, ...], set[int]] = {}
    for (words, _), number in counts.items():
        several.setdefault(words, set()).add(number)
    found: dict[tuple[tuple[str, ...], int], LineRows] = {}
    seen: Counter[object] = Counter()
    for place, group in enumerate(groups):
        (column,) = group.rows
        seen[group.words, column] += 1
        alike = len(several[group.words]) == 1
        key = (group.words, seen[group.words, column] if alike else -place)
        found.setdefault(key, LineRows(group.anchor, group.words)).rows[column] = group.rows[column]
    return list(found.values())


def account_for_stacked(plan: MappingPlan, planned: PlannedSheet, block: SheetCells, tally: Tally) -> None:
    """Give every cell of a stacked block its fate, as of one with a column for each period."""
    sheet = planned.sheet
    if not isinstance(sheet, FoldedSheet):
        raise TypeError(sheet.sheet)
    headers = find_headers(planned, block)
    stack = _stack_of(sheet, planned, headers.last + 1, block)
    folded = fold_sheet(block, stack)
    loose = list(_loose(planned, folded, stack))
    refs = {cell.ref for cell in loose}
    view = replace(folded.view, cells=tuple(cell for cell in folded.view.cells if cell.ref not in refs))
    sums = {
        cell.ref: found
        for cell in view.cells
        if (found := tally.book.sums.get(view.place(cell.ref.row, cell.ref.column))) is not None
    }
    own = Tally(_StackPen(tally.pen.messages, view=view), replace(tally.book, sheets=(view,), sums=sums))
    account_for(plan, planned, view, own)
    tally.absorb(own, lambda ref: view.place(ref.row, ref.column))
    for cell in folded.labels:
        tally.skip(cell, Fate.LABEL)
    for cell in folded.periods:
        tally.skip(cell, Fate.HEADER)
    for cell in (replace(each, ref=view.place(each.ref.row, each.ref.column)) for each in loose):
        shown = period_text(block, stack.periods, cell.ref.row)
        params = {"sheet": block.name, "row": str(cell.ref.row), "shown": shown}
        signed = any(_is_loose_minus(block, cell, step) for step in _BESIDE)
        unknown = "mapping.period_unmapped" if shown else "mapping.period_missing"
        code = "mapping.period_minus" if signed else unknown
        tally.reject(cell, tally.note(Remark(code, params), cell.ref))


def _is_loose_minus(sheet: SheetCells, amount: Cell, step: int) -> bool:
    beside = sheet.at(amount.ref.row, amount.ref.column + step)
    return beside is not None and is_minus(beside.shown)


def _loose(planned: PlannedSheet, folded: Folded, stack: Stack) -> Iterator[Cell]:
    """Give amounts of no known period, and those beside a minus sign of which the mapping says nothing."""
    view = folded.view
    for cell in view.cells:
        column = planned.columns.get(cell.ref.column)
        if column is None or cell.ref.row < stack.first:
            continue
        if cell.ref.column == stack.amounts and counts(cell, column, decimals=planned.sheet.decimals):
            yield cell
        elif cell.ref.column in stack.columns.values():
            own = replace(cell, ref=view.place(cell.ref.row, cell.ref.column))
            if any(_is_loose_minus(view, own, step) for step in _BESIDE):
                yield cell


def _stack_of(sheet: FoldedSheet, planned: PlannedSheet, first: int, block: SheetCells) -> Stack:
    last = max((cell.ref.row for cell in block.cells), default=first)
    codes = column_number(sheet.line_column) if sheet.line_column else None
    periods = tuple(map(column_number, sheet.period_columns))
    amounts = column_number(sheet.written.amount_column)
    return Stack(first, last, planned.labels, codes, periods, amounts, sheet.periods)


@dataclass(frozen=True, slots=True)
class _StackPen(Pen):
    """Writes findings about cells of a folded sheet as a reader of the sheet knows them."""

    view: SheetCells = field(kw_only=True)

    def write(
        self, remark: Remark, *cells: CellRef, about: RemarkSubject = NOBODY, because: tuple[CellRef, ...] = ()
    ) -> Finding:
        return Pen(self.messages).write(remark, *self._places(cells), about=about, because=tuple(self._places(because)))

    def _places(self, cells: Iterable[CellRef]) -> Sequence[CellRef]:
        return [self.view.place(cell.row, cell.column) for cell in cells]
