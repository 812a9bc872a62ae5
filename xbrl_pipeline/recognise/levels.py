"""The columns of one period: where a table shows parts, lines and totals in columns of their own under one head."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise
from typing import Final

from xbrl_pipeline.mapping.locate import number_text
from xbrl_pipeline.recognise.table import FigureColumn, Row, figure, is_nil, unit_of
from xbrl_pipeline.workbook.cells import SheetCells
from xbrl_pipeline.workbook.notation import is_minus

_LEAST_UNITS: Final = 2
MOST_LEVELS: Final = 4  # columns of one period: parts, lines, totals


def pair_columns(sheet: SheetCells, columns: Sequence[FigureColumn], body: Sequence[int]) -> tuple[FigureColumn, ...]:
    """Pair the columns of one period: each outer one, without a head of its own or with the same, and the first.

    The head may also stand over the outer one alone, where its figures prove to be the totals of those beside it.
    """
    result: list[FigureColumn] = []
    levels: list[FigureColumn] = []  # the columns of the last period
    headed = _with_inner_heads(sheet, columns, body)
    leads = bool(columns) and _is_bare(columns[0])  # what has no head belongs to the column to the right of it
    for column in headed:
        level = levels and len(levels) < MOST_LEVELS and not (leads and _is_bare(column))
        if level and _is_outer(sheet, levels, column, body):
            levels.append(replace(column, inner=levels[0].number, head=levels[0].head))
        else:
            levels = [column]
        result.append(levels[-1])
    return tuple(result)


def _is_bare(column: FigureColumn) -> bool:
    return column.head is None and not column.header


def _with_inner_heads(
    sheet: SheetCells, columns: Sequence[FigureColumn], body: Sequence[int]
) -> tuple[FigureColumn, ...]:
    """Give a column without a head that of the column to the right, of which it holds the parts."""
    result = list(columns)
    for place, (inner, outer) in enumerate(pairwise(columns)):
        headed = outer.head is not None and outer.head.timed and outer.number == inner.number + 1
        if _is_bare(inner) and headed and _adds_up(sheet, inner.number, outer.number, body):
            result[place] = replace(inner, head=outer.head)
    return tuple(result)


def _adds_up(sheet: SheetCells, inner: int, outer: int, body: Sequence[int]) -> bool:
    """Tell whether the figures of a column are totals of those above or below in another, never beside them."""
    shown = [(figure(sheet.at(row, inner)), figure(sheet.at(row, outer))) for row in body]
    if any(part[0] and total[0] for part, total in shown):
        return False
    return any(_count_sums(order) > 0 for order in (shown, shown[::-1]))


def _count_sums(shown: Iterable[tuple[tuple[bool, Decimal | None], tuple[bool, Decimal | None]]]) -> int:
    """Return how many more totals are the sum of the several parts before them than are not."""
    run: list[Decimal] = []
    count = 0
    for (is_part, part), (is_total, total) in shown:
        if is_part:
            run.append(part or Decimal(0))
        elif is_total:
            count += (1 if sum(run) == total else -1) if len(run) > 1 else 0
            run = []
    return count


def _is_outer(sheet: SheetCells, levels: Sequence[FigureColumn], outer: FigureColumn, body: Sequence[int]) -> bool:
    first = levels[0]
    if first.head is None or outer.number - levels[-1].number > 2:  # noqa: PLR2004 - one between
        return False
    under_one = outer.head == first.head and not outer.header
    bare = _is_bare(outer) or outer.head == first.head
    rows = [
        (
            any(figure(sheet.at(row, each.number))[0] for each in levels),
            figure(sheet.at(row, outer.number))[0],
        )
        for row in body
    ]
    both = sum(left and right for left, right in rows)
    one = sum(left != right for left, right in rows)
    return (under_one or (first.head.timed and bare)) and any(right for _, right in rows) and both <= one


def find_minuses(
    sheet: SheetCells, notes: Sequence[int], figures: Sequence[int], body: Sequence[int]
) -> tuple[tuple[int, ...], dict[int, int]]:
    """Return the columns of notes without those of minus signs, and these by the column of the amounts beside them.

    Where one stands outside the amounts all stand on that side; where none does they are told of as they are met.
    """
    signs = [column for column in notes if is_minus_column(sheet, column, body)]
    others = tuple(column for column in notes if column not in signs)
    if not signs:
        return others, {}
    step = 1 if signs[0] < min(figures) else -1 if signs[-1] > max(figures) else 0
    found = {column + step: column for column in signs}
    return others, found if step and found.keys() <= set(figures) else {}


def is_unit_column(sheet: SheetCells, column: int, body: Sequence[int]) -> bool:
    """Tell whether a column says the unit of amounts in rows, of one at least another than the euro."""
    units = [unit_of(cell) for row in body if (cell := sheet.at(row, column)) is not None]
    return len(units) >= _LEAST_UNITS and None not in units and len(set(units) - {1}) > 0


def is_minus_column(sheet: SheetCells, column: int, body: Sequence[int]) -> bool:
    """Tell whether a column holds nothing but minus signs, each beside an amount."""
    cells = [(row, cell) for row in body if (cell := sheet.at(row, column)) is not None]
    return bool(cells) and all(
        isinstance(cell.value, str)
        and is_minus(cell.shown)
        and any(figure(sheet.at(row, column + step))[0] for step in (-1, 1))
        for row, cell in cells
    )


@dataclass(frozen=True)
class RowReader:
    """Reads rows of a sheet. ``minuses`` has columns of minus signs by the column of the amounts that they turn."""

    sheet: SheetCells
    labels: Sequence[int]
    codes: int | None
    columns: Sequence[FigureColumn]
    minuses: Mapping[int, int]
    units: int | None = None  # the column that says the unit of each row

    def row(self, index: int) -> Iterator[Row]:
        """Give a row of a sheet: as one row, or one for each level in which it has figures."""
        cells = (self.sheet.at(index, column) for column in self.labels)
        texts = tuple(cell.shown for cell in cells if cell is not None)
        code = number_text(self.sheet.at(index, self.codes)) if self.codes else None
        levels: dict[int, dict[int, Decimal | None]] = {}  # the figures of the first column of each period, and so on
        nil = False
        for column in self.columns:
            is_figure, value = figure(self.sheet.at(index, column.number))
            if is_figure:
                levels.setdefault(_level(column, self.columns), {})[column.number] = self._signed(index, column, value)
            nil = nil or is_nil(self.sheet.at(index, column.number))
        if not (texts or code or levels or nil):
            return
        hidden = index in self.sheet.hidden_rows
        label = " ".join(texts)
        alone = {column.number for column in self.columns if _is_alone(column, self.columns)}
        if levels.keys() > {0} and levels[0].keys() <= alone:
            levels[min(levels.keys() - {0})] |= levels.pop(0)
        first, *others = sorted(levels) or [0]
        scale = unit_of(self.sheet.at(index, self.units)) if self.units else None
        yield Row(index, code or "", label, texts, levels.get(first, {}), nil, hidden, outer=first > 0, scale=scale)
        for level in others:
            yield Row(index, "", "", (), levels[level], nil=False, hidden=hidden, outer=True, scale=scale)

    def _signed(self, index: int, column: FigureColumn, value: Decimal | None) -> Decimal | None:
        signs = self.minuses.get(column.number)
        sign = self.sheet.at(index, signs) if signs is not None else None
        unit = unit_of(self.sheet.at(index, self.units)) if self.units else None
        value = value * unit if value is not None and unit is not None else value
        return -value if value is not None and sign is not None and is_minus(sign.shown) else value


def _level(column: FigureColumn, columns: Sequence[FigureColumn]) -> int:
    """Return which of the columns of its period a column is, counted from zero."""
    return (
        sum(each.inner == column.inner and each.number < column.number for each in columns) + 1 if column.inner else 0
    )


def _is_alone(column: FigureColumn, columns: Sequence[FigureColumn]) -> bool:
    """Tell whether a column is the only one of its period."""
    return column.inner is None and all(each.inner != column.number for each in columns)
