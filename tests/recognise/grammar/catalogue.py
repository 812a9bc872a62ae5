"""Which pieces a book has: statements, notes, schedules and extras."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from . import extras, pieces
from .context import Context
from .draw import Draw
from .grid import Block, Face, Sheet
from .movements import ITEMS, schedule
from .notes import BALANCE_NOTES, INCOME_NOTES, wanted
from .pieces import Piece
from .style import vary
from .table import Shape
from .texts import EXTRA


def make_pieces(ctx: Context) -> list[Piece]:
    """All pieces of the accounts, in their usual order."""
    out: list[Piece] = []
    form = ctx.axis("balance")
    scopes = [s for s in ("consolidated", "separate") if s in ctx.figures]
    draw = ctx.draw.sub("pieces")
    for scope in scopes:
        secondary = scope == "separate" and len(scopes) > 1
        if form == "two_sheets":
            out.extend(
                Piece(which, scope, "balance", partial(_half, scope=scope, which=which))
                for which in ("assets", "liabilities")
            )
        else:
            out.append(Piece("balance", scope, "balance", partial(_balance, scope=scope, form=form)))
        out.append(Piece("income", scope, "income", partial(_income, scope=scope)))
        if not (secondary and draw.chance(0.8)) and not draw.chance(0.08):
            out.append(Piece("cash", scope, "cash", partial(_cash, scope=scope)))
    for scope in scopes:
        if (scope == "separate" and len(scopes) > 1 and draw.chance(0.6)) or draw.chance(0.12):
            continue
        out += note_pieces(ctx, scope, draw)
    return out


def note_pieces(ctx: Context, scope: str, draw: Draw) -> list[Piece]:
    """The notes of a scope; some of them as a movement schedule, or with one."""
    out = []
    rate = draw.pick((0.0, 0.5, 0.9, 1.0)) if ctx.part.language == "nl" else 0.0
    for names, stock, topic in ((BALANCE_NOTES, True, "balance"), (INCOME_NOTES, False, "income")):
        for name in wanted(ctx, ctx.figures[scope], names, stock, scope):
            moves = name in ITEMS and draw.chance(rate)
            if not moves or draw.chance(0.3):
                out.append(Piece("note", scope, topic, partial(_note, scope=scope, parent=name, stock=stock), name))
            if moves:
                periods = ("T-1", "T") if draw.chance(0.2) else ("T",)
                out += [
                    Piece("note", scope, topic, partial(_schedule, scope=scope, parent=name, period=p), name)
                    for p in periods
                ]
    return out


def _half(ctx: Context, shape: Shape, scope: str, which: str) -> Block:
    return pieces.half_balance(ctx, shape, scope, which)


def _balance(ctx: Context, shape: Shape, scope: str, form: str) -> Block:
    return pieces.balance(ctx, shape, scope, form)


def _income(ctx: Context, shape: Shape, scope: str) -> Block:
    return pieces.income(ctx, shape, scope)


def _cash(ctx: Context, shape: Shape, scope: str) -> Block:
    return pieces.cash(ctx, shape, scope)


def _note(ctx: Context, shape: Shape, scope: str, parent: str, stock: bool) -> Block:
    return pieces.note(ctx, shape, scope, parent, stock)


def _schedule(ctx: Context, shape: Shape, scope: str, parent: str, period: str) -> Block:
    draw = ctx.draw.sub(f"schedule {parent} {scope} {period}")
    plan = schedule(ctx, parent, scope, period, draw)
    out = Block()
    if plan is None:
        return out
    form = ctx.axis("matrix", draw if draw.chance(0.3) else None)
    out.text(0, 0, plan.title + draw.pick(("", ":", " - verloop", " (verloopoverzicht)")), Face(bold=True))
    block: Block = ctx.part.matrices[form](ctx, plan, draw)
    if ctx.style.unit in ("head", "corner") and (0, 0) not in block.cells:
        block.text(0, 0, ctx.text(f"unit.{ctx.style.scale}", draw))
    out.place(block, 1, 0)
    return out


Builder = Callable[[Context, Shape, str], Block]
EXTRAS: dict[str, tuple[Builder, float]] = {
    "continuity": (extras.continuity, 0.3),
    "segmented": (extras.segmented, 0.18),
    "ratios": (extras.ratios, 0.3),
    "wnt": (extras.wnt, 0.22),
    "staff": (extras.staff, 0.2),
}


def add_extras(ctx: Context, used: set[str], draw: Draw) -> None:
    """Extra tables, on sheets of their own or below the last sheet, and old drafts."""
    if ctx.part.language != "nl":
        return
    scope = "consolidated" if "consolidated" in ctx.figures else "separate"
    for name, (build, chance) in EXTRAS.items():
        own = draw.sub(name)
        if not own.chance(chance):
            continue
        if name == "segmented" and ctx.style.income_signs == "debit_positive":
            continue
        here = ctx.with_style(vary(ctx, own.sub("style"), ctx.style))
        block = build(here, ctx.part.shapes[here.style.shape], scope)
        if own.chance(0.12):
            last = ctx.book.sheets[-1]
            last.place(block, last.height + 3, 0)
        else:
            sheet = Sheet(name=free(own.pick(EXTRA["sheet " + name]), used))
            sheet.place(block, 0, 0)
            ctx.book.sheets.append(sheet)
    old_draft(ctx, used, scope, draw.sub("old draft"))


def old_draft(ctx: Context, used: set[str], scope: str, draw: Draw) -> None:
    """An old draft of a statement: hidden, on a sheet that says so, or on the first sheet, beside what stands there."""
    if not draw.chance(0.16):
        return
    what = draw.pick(("balance", "income", "income", "cash"))
    shape = ctx.part.shapes[ctx.style.shape]
    block = extras.drafts(ctx, shape, scope, what)
    if draw.sub("beside").chance(0.25):
        beside = ctx.book.sheets[0]
        col = beside.width + draw.whole(2, 4)
        beside.text(0, col, ctx.text("draft.title", draw), Face(bold=True, color="#C00000"))
        beside.place(block, 2, col)
        return
    state = draw.weigh((("hidden", 4), ("very_hidden", 1), ("visible", 3)))
    sheet = Sheet(name=free(ctx.text("draft.sheet", draw), used), state=state)
    if state == "visible" or draw.chance(0.5):
        sheet.text(0, 0, ctx.text("draft.title", draw), Face(bold=True, color="#C00000"))
    sheet.place(block, 1, 0)
    at = len(ctx.book.sheets) if draw.chance(0.6) else draw.whole(0, len(ctx.book.sheets))
    ctx.book.sheets.insert(at, sheet)


def free(base: str, used: set[str]) -> str:
    """A sheet name not yet in use."""
    name, n = base[:31], 2
    while name.casefold() in used:
        name, n = f"{base[:26]} ({n})", n + 1
    used.add(name.casefold())
    return name
