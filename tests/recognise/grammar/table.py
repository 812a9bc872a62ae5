"""Rendering rows into a block of cells: columns, heads, signs, number forms and meanings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise

from .context import Context
from .figures import BEFORE, Figures
from .grid import Block, Cell, Face, Kind, Mark, Relation, Value
from .heads import Lines, fill
from .lines import Side
from .numforms import ambiguous
from .rows import Row, holds


@dataclass(frozen=True)
class Col:
    """A column of values."""

    key: str
    period: str
    kind: str = "amount"  # amount, other (never a fact), difference, percent
    head: Lines | None = None
    value: Callable[[Row], int | None] | None = None
    mark: Kind = "forbidden"
    why: str = ""
    of: tuple[str, str] = ("", "")
    hidden: bool = False


@dataclass
class Table:
    """What is to be rendered."""

    rows: list[Row]
    cols: list[Col]
    fig: Figures
    scope: str
    stock: bool
    signs: str
    name: str
    label_head: str = ""


@dataclass
class Frame:
    """Where the columns of a table stand: given by a shape."""

    label: Callable[[Row], int]
    value: Callable[[int, Row], int]
    spans: list[tuple[int, int]]
    number: int | None = None
    ref: int | None = None
    euro: Callable[[int], int] | None = None
    widths: dict[int, float] = field(default_factory=dict)
    label_first: int = 0


Shape = Callable[[Context, Table], Frame]


def display(side: Side, signs: str, row: Row, below_negative: bool) -> int:
    """The factor from the natural amount to the number shown."""
    if signs in ("positive", "plain"):
        if row.line == "~BenefitsReceived":
            return 1 if row.label.lower().startswith("af") or "-/-" in row.label else -1
        if row.line in (
            "InterestExpensesRelatedExpenses",
            "IncomeTaxExpense",
            "ResultAttributableNoncontrollingInterest",
        ):
            return -1 if below_negative else 1
        return 1
    if signs == "costs_negative":
        return -1 if side == "expense" else 1
    if signs == "debit_positive":
        return -1 if side in ("income", "result", "liability") else 1
    if signs == "signed":
        return -1 if side == "outflow" else 1
    return 1


def amount_cell(ctx: Context, number: Decimal, scale: int, face: Face) -> Cell:
    """A cell that states a number in the number form of the sheet."""
    form = ctx.style.form
    decimals = ctx.style.decimals if scale == 1 else 0
    if number == 0 and form.nil != "0":
        return Cell(form.nil or None, Face(**{**face.__dict__, "align": "right"}), Decimal(0))
    if form.text is not None:
        return Cell(form.text(number, decimals), Face(**{**face.__dict__, "align": "right"}), number)
    code = form.form.replace("#,##0", "#,##0.00") if decimals else form.form
    shown: Value = float(number) if decimals else int(number)
    return Cell(shown, Face(**{**face.__dict__, "form": code}), number)


def meaning(ctx: Context, table: Table, row: Row, col: Col, cell: Cell, scale: int) -> list[Mark]:
    """The marks of an amount cell."""
    if col.kind != "amount":
        return [Mark(col.mark, why=col.why or col.kind)]
    if row.mark in ("neutral", "forbidden"):
        return [Mark(row.mark, why=row.why)]
    period = BEFORE.get(col.period, col.period) if row.shift else col.period
    kind: Kind = row.mark
    why = row.why if kind == "optional" else ""
    amount = row.amount(table.fig, col.period)
    nil = ctx.value(amount, scale) == 0
    if period == "T-2" and kind == "fact":
        kind, why = "optional", "year before the comparative year: may be reported or left out"
    if nil and kind == "fact":
        kind, why = "optional", "zero amount: reporting 0 and leaving it out are both acceptable"
    if row.kind == "total" and not row.label.strip() and kind == "fact":
        kind, why = "optional", "total without a label: may be reported or left out"
    if isinstance(cell.value, str) and kind == "fact" and ambiguous(cell.value):
        kind, why = "optional", "text amount that could be read as a decimal number: may be reported or left out"
    value = ctx.value(row_value(table, row, col), scale)
    if row.group and nil:
        return [Mark("neutral", why="nil part of a sum")]
    concepts = (row.concept, *row.also)
    return [
        Mark(kind, c, period, table.scope, value, scale, row.display, why, f"{row.group}/{period}" if row.group else "")
        for c in concepts
    ]


def row_value(table: Table, row: Row, col: Col) -> int:
    """The natural amount a fact in this cell has: of the whole for a part of a sum."""
    figure = row.group_figure or row.figure
    return sum(s * table.fig.get(line, col.period) for s, line in figure)


def render(ctx: Context, table: Table, shape: Shape) -> Block:
    """The table as a block, with its head."""
    frame = shape(ctx, table)
    block = Block()
    top = heads(ctx, table, frame, block)
    r = top
    if ctx.style.shape == "inner_same":
        same_rows(table.rows)
    for row in table.rows:
        if row.kind == "blank":
            r += 1
            continue
        row.display = display(row.sided, table.signs, row, ctx.style.below_negative)
        at = r - 1 if row.same_row and r > top else r
        if not row.same_row:
            write_label(ctx, frame, block, row, at)
        if row.valued:
            write_values(ctx, table, frame, block, row, at)
        if at == r:
            r += 1
    for c, w in frame.widths.items():
        block.widths[c] = w
    block.hidden_cols |= {frame.spans[i][0] for i, col in enumerate(table.cols) if col.hidden}
    relate(ctx, table)
    return block


def same_rows(rows: list[Row]) -> None:
    """Group totals without a label, in the outer column beside the last line."""
    for before, row in pairwise(rows):
        group = row.kind == "total" and row.line in ("AssetsNoncurrent", "AssetsCurrent", "Income", "Expenses")
        if group and before.kind == "line" and before.level == 0 and before.valued:
            row.same_row, row.label = True, ""


def write_label(ctx: Context, frame: Frame, block: Block, row: Row, r: int) -> None:
    """The label with its number and note reference."""
    style = ctx.style
    strong = row.kind in ("head", "total")
    label = row.label
    if style.caps == "upper_totals" and strong and row.depth == 0:
        label = label.upper()
    elif style.caps == "lower" and row.kind == "line":
        label = label[:1].lower() + label[1:] if label[1:2].islower() else label
    elif style.caps == "colon" and row.kind == "head":
        label = label.rstrip(":") + ":"
    if "{" in style.numbers and row.nr and label:
        label = style.numbers.format(nr=row.nr, label=label)
    indent = row.depth if style.indent == "indent" else 0
    if style.indent == "spaces":
        label = "   " * row.depth + label
    if label:
        block.text(r, frame.label(row), label, Face(bold=strong and style.rules, indent=indent))
    if frame.number is not None and row.nr:
        nr: Value = row.nr
        if style.numbers == "column_number" and row.nr.count(".") == 1 and not row.nr.endswith("0"):
            nr = float(row.nr)
        block.text(r, frame.number, nr, Face(align="left"), Mark("forbidden", why="line number"))
    if frame.ref is not None and row.ref:
        ref: Value = int(row.ref) if row.ref.isdigit() else row.ref
        block.text(r, frame.ref, ref, Face(align="center"), Mark("forbidden", why="note reference"))


def write_values(ctx: Context, table: Table, frame: Frame, block: Block, row: Row, r: int) -> None:
    """The amounts of a row."""
    scale = ctx.style.scale
    top = 1 if row.kind == "total" and ctx.style.rules else 0
    face = Face(bold=row.kind == "total" and ctx.style.rules, top=top)
    for i, col in enumerate(table.cols):
        c = frame.value(i, row)
        if col.kind in ("difference", "percent"):
            compare(ctx, row, col, block, r, c, face)
            continue
        amount = col.value(row) if col.value else row.amount(table.fig, col.period)
        if amount is None:
            continue
        number = ctx.number(amount, scale) * row.display
        cell = amount_cell(ctx, number, scale, face)
        if cell.value is None:
            continue
        cell.marks = meaning(ctx, table, row, col, cell, scale)
        row.cells[col.key] = block.put(r, c, cell)
        if frame.euro is not None:
            block.text(r, frame.euro(i), "€", Face(align="left"))


def compare(ctx: Context, row: Row, col: Col, block: Block, r: int, c: int, face: Face) -> None:
    """A difference or percentage between two columns of the row."""
    first, second = (row.cells.get(k) for k in col.of)
    if first is None or second is None or first.number is None or second.number is None:
        return
    gap = first.number - second.number
    if col.kind == "difference":
        cell = amount_cell(ctx, gap, ctx.style.scale, face)
        if isinstance(cell.value, int) and isinstance(first.value, int) and isinstance(second.value, int):
            cell.parts = ((1, first), (-1, second))
        if cell.value is None:
            return
    elif second.number == 0:
        return
    else:
        cell = Cell(round(float(gap / second.number), 4), Face(**{**face.__dict__, "form": "0.0%"}))
    cell.marks = [Mark("forbidden", why=f"{col.kind} column")]
    block.put(r, c, cell)


def heads(ctx: Context, table: Table, frame: Frame, block: Block) -> int:
    """The head rows; gives the number of rows."""
    style = ctx.style
    lines = [col.head or style.head.lines(col.period, table.stock) for col in table.cols]
    height = max((len(x) for x in lines), default=0)
    for i, (col, texts) in enumerate(zip(table.cols, lines, strict=True)):
        pad = height - len(texts)
        for k, template in enumerate(texts):
            value = fill(template, col.period)
            form = style.head.form if template == "@" else "0" if template == "#" else "General"
            mark = Mark("forbidden", why="year or date in a head") if not isinstance(value, str) else None
            face = Face(
                bold=True,
                align="right",
                bottom=1 if k == len(texts) - 1 and style.rules else 0,
                form=form,
                fill=style.fill,
            )
            first, last = frame.spans[i]
            if value != "":
                block.text(pad + k, first, value, face, mark)
            if last > first:
                block.merges.append((pad + k, first, pad + k, last))
    if style.head.merge and height > 1:
        merge_equal(block, frame)
    if table.label_head and (height - 1, frame.label_first) not in block.cells:
        block.text(height - 1, frame.label_first, table.label_head, Face(bold=True, fill=style.fill))
    return height + (1 if style.spacing == "airy" else 0)


def merge_equal(block: Block, frame: Frame) -> None:
    """Merge equal neighbours in the first head row."""
    i = 0
    spans = frame.spans
    while i < len(spans):
        j = i
        first = block.cells.get((0, spans[i][0]))
        while j + 1 < len(spans) and first is not None:
            nxt = block.cells.get((0, spans[j + 1][0]))
            if nxt is None or nxt.value != first.value or spans[j + 1][0] != spans[j][1] + 1:
                break
            j += 1
        if j > i:
            for k in range(i + 1, j + 1):
                del block.cells[(0, spans[k][0])]
            block.merges = [m for m in block.merges if m[0] != 0 or not spans[i][0] <= m[1] <= spans[j][1]]
            block.merges.append((0, spans[i][0], 0, spans[j][1]))
        i = j + 1


def relate(ctx: Context, table: Table) -> None:
    """Record which cells add up, and make formulas where totals are exact."""
    periods = tuple(col.period for col in table.cols if col.kind == "amount")
    for row in table.rows:
        if not row.parts or not holds(row, table.fig, periods):
            continue
        for col in table.cols:
            total = row.cells.get(col.key)
            if col.kind != "amount" or total is None:
                continue
            parts = [
                (row.display * s * part.display, part.cells[col.key]) for s, part in row.parts if col.key in part.cells
            ]
            if not parts:
                continue
            slack = Decimal(0) if ctx.exact else Decimal(len(parts) + 1)
            ctx.book.relate([Relation(f"{row.name or row.label}", total, parts, slack)])
            numeric = all(isinstance(c.value, int | float) for _, c in parts) and isinstance(total.value, int | float)
            if ctx.exact and numeric:
                total.parts = tuple(parts)
