"""Table shapes of part `seen`: where number, label, reference and value columns stand."""

from __future__ import annotations

from .context import Context
from .rows import Row
from .table import Frame, Shape, Table


def lead(ctx: Context) -> tuple[int | None, int, int | None, int]:
    """Number column, label column, reference column and the first value column."""
    style = ctx.style
    c = 0
    number = None
    if style.numbers in ("column", "column_number"):
        number, c = c, c + 1
    label, c = c, c + 1
    ref = None
    if style.refs == "before":
        ref, c = c, c + 1
    return number, label, ref, c


def flat(ctx: Context, table: Table) -> Frame:
    """One column a period."""
    number, label, ref, c = lead(ctx)
    euro = ctx.style.form.euro_column
    step = 2 if euro else 1
    first = c + (1 if euro else 0)
    n = len(table.cols)
    if ctx.style.refs == "after":
        ref = c + step * n
    widths = {label: 46.0, **{first + step * i: 14.0 for i in range(n)}}
    if euro:
        widths.update({c + step * i: 3.0 for i in range(n)})
    return Frame(
        lambda row: label,
        lambda i, row: first + step * i,
        [(first + step * i, first + step * i) for i in range(n)],
        number,
        ref,
        (lambda i: c + step * i) if euro else None,
        widths,
        label,
    )


def spaced(ctx: Context, table: Table) -> Frame:
    """An empty column between the value columns."""
    number, label, ref, c = lead(ctx)
    n = len(table.cols)
    if ctx.style.refs == "after":
        ref = c + 2 * n
    widths = {label: 44.0}
    for i in range(n):
        widths[c + 2 * i] = 2.0
        widths[c + 2 * i + 1] = 14.0
    return Frame(
        lambda row: label,
        lambda i, row: c + 1 + 2 * i,
        [(c + 1 + 2 * i, c + 1 + 2 * i) for i in range(n)],
        number,
        ref,
        None,
        widths,
        label,
    )


def inner_outer(ctx: Context, table: Table) -> Frame:
    """An inner column for lines and an outer column for totals, for every period."""
    number, label, ref, c = lead(ctx)
    n = len(table.cols)
    if ctx.style.refs == "after":
        ref = c + 2 * n

    def value(i: int, row: Row) -> int:
        return c + 2 * i + (1 if row.level else 0)

    widths = {label: 44.0, **{c + k: 13.0 for k in range(2 * n)}}
    return Frame(
        lambda row: label, value, [(c + 2 * i, c + 2 * i + 1) for i in range(n)], number, ref, None, widths, label
    )


def stairs(ctx: Context, table: Table) -> Frame:
    """Labels in one of three columns, by depth."""
    number, first, _, _ = lead(ctx)
    base = first + 3
    ref = None
    if ctx.style.refs == "before":
        ref, base = base, base + 1
    n = len(table.cols)
    if ctx.style.refs == "after":
        ref = base + n
    widths = {first: 3.0, first + 1: 3.0, first + 2: 40.0, **{base + i: 14.0 for i in range(n)}}
    return Frame(
        lambda row: first + min(row.depth, 2),
        lambda i, row: base + i,
        [(base + i, base + i) for i in range(n)],
        number,
        ref,
        None,
        widths,
        first,
    )


def far(ctx: Context, table: Table) -> Frame:
    """The values stand a few columns away from the labels (labels run over into empty columns)."""
    number, label, ref, c = lead(ctx)
    base = c + 3
    n = len(table.cols)
    if ctx.style.refs == "after":
        ref = base + n
    widths = {label: 20.0, **{base + i: 13.0 for i in range(n)}}
    return Frame(
        lambda row: label,
        lambda i, row: base + i,
        [(base + i, base + i) for i in range(n)],
        number,
        ref,
        None,
        widths,
        label,
    )


SHAPES: dict[str, Shape] = {
    "flat": flat,
    "spaced": spaced,
    "inner_outer": inner_outer,
    "inner_same": inner_outer,
    "stairs": stairs,
    "far": far,
}
