"""The columns of one period: where a table shows parts, lines and totals in columns of their own under one head."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.locate import number_text
from xbrl_pipeline.mapping.recognise.table import FigureColumn, Row, figure, is_nil
from xbrl_pipeline.workbook.cells import SheetCells

MOST_LEVELS: Final = 4  # columns of one period: parts, lines, totals


def pair_columns(sheet: SheetCells, columns: Sequence[FigureColumn], body: Sequence[int]) -> tuple[FigureColumn, ...]:
    """Pair the columns of one period: each outer one, without a head of its own or with the same, and the first."""
    result: list[FigureColumn] = []
    levels: list[FigureColumn] = []  # the columns of the last period
    for column in columns:
        if levels and len(levels) < MOST_LEVELS and _is_outer(sheet, levels, column, body):
            levels.append(replace(column, inner=levels[0].number, head=levels[0].head))
        else:
            levels = [column]
        result.append(levels[-1])
    return tuple(result)


def _is_outer(sheet: SheetCells, levels: Sequence[FigureColumn], outer: FigureColumn, body: Sequence[int]) -> bool:
    first = levels[0]
    if first.head is None or outer.number - levels[-1].number > 2:  # noqa: PLR2004 - one between
        return False
    under_one = outer.head == first.head and not outer.header
    bare = (outer.head is None and not outer.header) or outer.head == first.head
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


def read_row(
    sheet: SheetCells, index: int, labels: Sequence[int], codes: int | None, columns: Sequence[FigureColumn]
) -> Iterator[Row]:
    """Give a row of a sheet: as one row, or one for each level in which it has figures."""
    cells = (sheet.at(index, column) for column in labels)
    texts = tuple(cell.shown for cell in cells if cell is not None)
    code = number_text(sheet.at(index, codes)) if codes else None
    levels: dict[int, dict[int, Decimal | None]] = {}  # the figures of the first column of each period, and so on
    nil = False
    for column in columns:
        is_figure, value = figure(sheet.at(index, column.number))
        if is_figure:
            levels.setdefault(_level(column, columns), {})[column.number] = value
        nil = nil or is_nil(sheet.at(index, column.number))
    if not (texts or code or levels or nil):
        return
    hidden = index in sheet.hidden_rows
    label = " ".join(texts)
    alone = {column.number for column in columns if _is_alone(column, columns)}
    if levels.keys() > {0} and levels[0].keys() <= alone:
        levels[min(levels.keys() - {0})] |= levels.pop(0)
    first, *others = sorted(levels) or [0]
    yield Row(index, code or "", label, texts, levels.get(first, {}), nil, hidden, outer=first > 0)
    for level in others:
        yield Row(index, "", "", (), levels[level], nil=False, hidden=hidden, outer=True)


def _level(column: FigureColumn, columns: Sequence[FigureColumn]) -> int:
    """Return which of the columns of its period a column is, counted from zero."""
    return (
        sum(each.inner == column.inner and each.number < column.number for each in columns) + 1 if column.inner else 0
    )


def _is_alone(column: FigureColumn, columns: Sequence[FigureColumn]) -> bool:
    """Tell whether a column is the only one of its period."""
    return column.inner is None and all(each.inner != column.number for each in columns)
