"""Table shapes of part `unseen`."""

from __future__ import annotations

from .context import Context
from .rows import Row
from .table import Frame, Shape, Table


def plain(first: int, n: int, step: int = 1) -> list[tuple[int, int]]:
    """Spans of single columns."""
    return [(first + step * i, first + step * i) for i in range(n)]


def number_after(ctx: Context, table: Table) -> Frame:
    """The number stands after the label."""
    c = 1
    number = None
    if ctx.style.numbers == "column":
        number, c = c, c + 1
    ref = None
    if ctx.style.refs != "none":
        ref, c = c, c + 1
    n = len(table.cols)
    euro = ctx.style.form.euro_column
    step, first = (2, c + 1) if euro else (1, c)
    widths = {0: 48.0, **{first + step * i: 15.0 for i in range(n)}}
    where = (lambda i: c + 2 * i) if euro else None
    return Frame(lambda row: 0, lambda i, row: first + step * i, plain(first, n, step), number, ref, where, widths, 0)


def label_right(ctx: Context, table: Table) -> Frame:
    """The values stand left of the labels."""
    n = len(table.cols)
    number = n + 1 if ctx.style.numbers == "column" else None
    label = n + 2 if number else n + 1
    ref = label + 1 if ctx.style.refs != "none" else None
    widths = {label: 48.0, **dict.fromkeys(range(n), 14.0)}
    return Frame(lambda row: label, lambda i, row: i, plain(0, n), number, ref, None, widths, label)


def totals_left(ctx: Context, table: Table) -> Frame:
    """Two columns a period: totals left, lines right."""
    c = 1
    number = None
    if ctx.style.numbers == "column":
        number, c = 0, 2
    label = c - 1
    ref = None
    if ctx.style.refs == "before":
        ref, c = c, c + 1
    n = len(table.cols)
    if ctx.style.refs == "after":
        ref = c + 2 * n

    def value(i: int, row: Row) -> int:
        return c + 2 * i + (0 if row.level else 1)

    widths = {label: 46.0, **{c + k: 13.0 for k in range(2 * n)}}
    spans = [(c + 2 * i, c + 2 * i + 1) for i in range(n)]
    return Frame(lambda row: label, value, spans, number, ref, None, widths, label)


def by_depth(ctx: Context, table: Table) -> Frame:
    """Three columns a period: the deeper the line, the further left its amount."""
    c = 1
    number = None
    if ctx.style.numbers == "column":
        number, c = 0, 2
    label = c - 1
    ref = None
    n = len(table.cols)
    if ctx.style.refs != "none":
        ref = c + 3 * n

    def value(i: int, row: Row) -> int:
        return c + 3 * i + 2 - min(row.depth, 2)

    widths = {label: 46.0, **{c + k: 12.0 for k in range(3 * n)}}
    spans = [(c + 3 * i, c + 3 * i + 2) for i in range(n)]
    return Frame(lambda row: label, value, spans, number, ref, None, widths, label)


def gap_first(ctx: Context, table: Table) -> Frame:
    """An empty column after the first value column only; labels two columns wide."""
    c = 2
    number = None
    if ctx.style.numbers == "column":
        number, c = 0, 3
    label = c - 2
    n = len(table.cols)
    places = [c, *(c + 2 + i for i in range(n - 1))]
    ref = places[-1] + 1 if ctx.style.refs != "none" else None
    widths = {label: 30.0, label + 1: 16.0, **dict.fromkeys(places, 14.0)}
    spans = [(p, p) for p in places]
    return Frame(lambda row: label, lambda i, row: places[i], spans, number, ref, None, widths, label)


SHAPES: dict[str, Shape] = {
    "number_after": number_after,
    "label_right": label_right,
    "totals_left": totals_left,
    "by_depth": by_depth,
    "gap_first": gap_first,
    "flat": number_after,
}
