"""Pieces of a workbook: each statement or note with its title, ready to be placed on a sheet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace

from . import YEAR
from .context import Context
from .draw import Draw
from .grid import Block, Face
from .notes import note_rows
from .rows import Row
from .statements import balance_rows, cash_rows, income_rows
from .table import Col, Shape, Table, render


@dataclass
class Piece:
    """A part of the accounts."""

    kind: str  # balance, assets, liabilities, income, cash, note, extra
    scope: str
    topic: str  # balance, income, cash, extra
    build: Callable[[Context, Shape], Block]
    name: str = ""
    sheets: tuple[str, ...] = field(default_factory=tuple)


def columns(ctx: Context, scope: str, stock: bool, draw: Draw, note: bool = False) -> list[Col]:
    """The value columns in their order, with differences and a next budget where the style has them."""
    style = ctx.style
    keys = ctx.part.orders[style.order]
    if stock or (note and ctx.axis("note_budget") == "no"):
        keys = tuple(k for k in keys if k != "budget")
    cols = [Col(k, k) for k in keys]
    other = "budget" if "budget" in keys else "T-1"
    if stock and not note and style.extra_columns == "older":
        cols.insert(len(cols) if keys[0] == "T" else 0, Col("T-2", "T-2"))
    if style.extra_columns.startswith("difference") and (not stock or draw.chance(0.3)):
        word = (compared(ctx, "difference", other, draw),)
        cols.append(Col("difference", "T", "difference", word, of=("T", other)))
        if style.extra_columns == "difference_percent":
            word = (compared(ctx, "percent", other, draw),)
            cols.append(Col("percent", "T", "percent", word, of=("difference", other)))
    if style.extra_columns == "future" and not stock and not note:
        head = (ctx.text("future", draw),)
        growth = draw.between(0.97, 1.05)
        fig = ctx.figures[scope]

        def ahead(row: Row) -> int | None:
            return int(row.amount(fig, "budget") * growth)

        cols.append(Col("future", "budget+1", "other", head, ahead, "forbidden", "budget of the next year"))
    if style.extra_columns == "hidden_draft" and not note:
        at = ctx.draw.sub(f"hidden position {stock}").whole(0, len(cols))
        cols.insert(at, draft_column(ctx, scope, draw))
    return cols


def compared(ctx: Context, key: str, other: str, draw: Draw) -> str:
    """A head of a difference: it speaks of the budget only where there is one."""
    words = [w for w in ctx.part.text[key] if other == "budget" or "begro" not in w.lower()]
    return draw.pick(words)


def draft_column(ctx: Context, scope: str, draw: Draw) -> Col:
    """A hidden column with superseded amounts."""
    factor = draw.pick((0.9, 0.95, 1.02, 1.07))
    fig = ctx.figures[scope]

    def old(row: Row) -> int | None:
        return int(row.amount(fig, "T") * factor)

    head = (ctx.text("draft.head", draw),)
    return Col("draft", "T", "other", head, old, "forbidden", "superseded amount in a hidden column", hidden=True)


def titled(ctx: Context, key: str, scope: str, block: Block, draw: Draw, suffix: str = "") -> Block:
    """A block with its title above it."""
    titles = ctx.part.text["title." + key]
    if not any("{" in t or t in "#@" for t in ctx.style.head.flow):
        titles = tuple(t for t in titles if "{y}" in t)  # the heads do not tell the year
    title = scoped(ctx, draw.pick(titles).format(y=YEAR), scope)
    return under(ctx, f"{title} {suffix}".strip(), block, draw)


def scoped(ctx: Context, title: str, scope: str) -> str:
    """A title that says whether it is consolidated or separate, where there is a group."""
    if "consolidated" not in ctx.figures:
        return title
    patterns = ctx.part.text["scope." + scope]
    pattern = patterns[ctx.draw.sub("scope words").whole(0, 99) % len(patterns)]
    lower = title[:1].lower() + title[1:] if title[1:2].islower() else title
    return pattern.format(t=title, l=lower)


def under(ctx: Context, title: str, block: Block, draw: Draw, unit: bool = True) -> Block:
    """Title rows above a block."""
    style = ctx.style
    out = Block()
    row = 1
    if unit and style.unit == "title":
        title = f"{title} {ctx.text(f'unit.{style.scale}', draw)}"
    out.text(0, 0, title, Face(bold=True, size=12 if style.rules else 0))
    if unit and style.unit == "sheet_top":
        out.text(1, 0, ctx.text(f"unit.{style.scale}", draw), Face(italic=True))
        row = 2
    out.place(block, row + (0 if style.spacing == "tight" else 1), 0)
    if draw.chance(0.12) and block.width > 2:
        out.merges.append((0, 0, 0, block.width - 1))
    return out


def head_unit(ctx: Context, table: Table, draw: Draw) -> None:
    """The unit in the head: a word in the corner, or a further head row."""
    style = ctx.style
    if style.unit == "corner":
        table.label_head = ctx.text(f"unit.{style.scale}", draw)
    elif draw.chance(0.5):
        table.label_head = ctx.text("label", draw)
    if style.unit == "head":
        word = ctx.text(f"unithead.{style.scale}", draw)
        table.cols = [
            col
            if col.kind == "percent"
            else replace(col, head=(*(col.head or style.head.lines(col.period, table.stock)), word))
            for col in table.cols
        ]


def table_block(
    ctx: Context,
    shape: Shape,
    rows: list[Row],
    scope: str,
    stock: bool,
    signs: str,
    name: str,
    note: bool = False,
) -> Block:
    """Rows as a block in the style of the sheet."""
    draw = ctx.draw.sub(f"table {name} {scope}")
    table = Table(rows, columns(ctx, scope, stock, draw, note), ctx.figures[scope], scope, stock, signs, name)
    head_unit(ctx, table, draw)
    return render(ctx, table, shape)


def balance(ctx: Context, shape: Shape, scope: str, form: str) -> Block:
    """The balance sheet in one of its forms."""
    draw = ctx.draw.sub(f"balance {scope}")
    assets, liabilities = balance_rows(ctx, ctx.figures[scope], scope)
    refer(ctx, [*assets, *liabilities])
    suffix = ctx.text("before" if ctx.before else "after", draw) if draw.chance(0.75) else ""

    def tabulate(rows: list[Row], name: str) -> Block:
        return table_block(ctx, shape, rows, scope, True, ctx.style.balance_signs, name)

    block = ctx.part.balance_forms[form](ctx, assets, liabilities, tabulate, draw)
    return titled(ctx, "balance", scope, block, draw, suffix)


def half_balance(ctx: Context, shape: Shape, scope: str, which: str) -> Block:
    """Only the assets, or only the liabilities."""
    draw = ctx.draw.sub(f"balance {which} {scope}")
    rows = balance_rows(ctx, ctx.figures[scope], scope)[which == "liabilities"]
    refer(ctx, rows)
    suffix = ""
    if which == "liabilities" and draw.chance(0.7):
        suffix = ctx.text("before" if ctx.before else "after", draw)
    block = table_block(ctx, shape, rows, scope, True, ctx.style.balance_signs, which)
    return titled(ctx, which, scope, block, draw, suffix)


def income(ctx: Context, shape: Shape, scope: str) -> Block:
    """The statement of income and expenses."""
    rows = income_rows(ctx, ctx.figures[scope], scope)
    refer(ctx, rows)
    block = table_block(ctx, shape, rows, scope, False, ctx.style.income_signs, "income")
    return titled(ctx, "income", scope, block, ctx.draw.sub(f"income {scope}"))


def cash(ctx: Context, shape: Shape, scope: str) -> Block:
    """The cash flow statement: no budget."""
    rows = cash_rows(ctx, ctx.figures[scope], scope)
    draw = ctx.draw.sub(f"cash {scope}")
    cols = [c for c in columns(ctx, scope, False, draw) if c.key in ("T", "T-1")]
    table = Table(rows, cols, ctx.figures[scope], scope, False, ctx.style.cash_signs, "cash")
    head_unit(ctx, table, draw)
    return titled(ctx, "cash", scope, render(ctx, table, shape), draw)


def note(ctx: Context, shape: Shape, scope: str, parent: str, stock: bool) -> Block:
    """One note, under its own head row."""
    rows = note_rows(ctx, ctx.figures[scope], parent, scope, stock)
    signs = ctx.style.balance_signs if stock else ctx.style.income_signs
    if not stock and signs == "costs_negative" and ctx.draw.sub("note signs").chance(0.5):
        signs = "positive"
    return table_block(ctx, shape, rows, scope, stock, signs, f"note {parent}", True)


def refer(ctx: Context, rows: list[Row]) -> None:
    """Note references beside the lines."""
    style = ctx.draw.sub("ref words").pick(("{n}", "{n}", "({n})", "[{n}]", "{nr}"))
    n = 0
    for row in rows:
        if row.kind == "line" and row.line and row.depth == 1:
            n += 1
            row.ref = style.format(n=n, nr=row.nr or n)
