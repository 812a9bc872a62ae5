"""Putting a book together from a seed number."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from . import YEAR, finish, front, group
from .arrange_seen import Plan
from .boards import Board, invent
from .catalogue import add_extras, make_pieces
from .context import Context, Part
from .draw import Draw
from .grid import Sheet, Workbook
from .parts import english, load
from .profiles import PROFILES
from .style import draw_style, vary
from .words import Words
from .write import key as make_key

SECTORS = (("po", 4), ("vo", 3), ("mbo", 2), ("hbo", 1.2), ("wo", 0.8), ("swv", 1.5))


def context(part: Part, draw: Draw, sector: str) -> Context:
    """Figures, words and style of a book."""
    profile = PROFILES[sector]
    euros = draw.sub("size").log(profile.low, profile.high)
    cents = draw.sub("cents").weigh(part.axes["decimals"]) == 2
    style = draw_style(part, draw.sub("style"), cents, euros > 5e6)
    unit = Decimal("0.01") if cents else Decimal(1)
    if style.scale == 1000 and draw.sub("rounded").chance(0.6):
        unit = Decimal(1000)
    before = draw.sub("before").chance(0.15)
    size = euros / float(unit)
    if draw.sub("group").chance(0.28 if sector != "swv" else 0.05):
        own, both = group.with_subsidiary(draw.sub("figures"), sector, size, before)
        figures = {"separate": own, "consolidated": both}
    else:
        figures = {"separate": group.entity(draw.sub("figures"), sector, size, before)}
    for fig in figures.values():
        wrong = group.check(fig)
        if wrong:
            raise AssertionError(f"figures do not tie: {wrong}")
    typo = draw.sub("typo").weigh(((0.0, 5), (0.01, 2), (0.04, 1)))
    words = Words(draw.sub("words"), part.lists, typo)
    book = Workbook(formulas=1.0 if draw.sub("formulas").weigh(part.axes["formulas"]) == "formulas" else 0.0)
    return Context(draw, part, words, unit, cents, book, figures, before, style)


def sheet_name(ctx: Context, plan: Plan, used: set[str], draw: Draw) -> str:
    """A name for a sheet, that says the scope where two would be alike."""
    key = "sheet." + plan.key if "sheet." + plan.key in ctx.part.text else "sheet.notes"
    base = ctx.text(key, draw).format(y=YEAR, n=len(used))
    scopes = {p.scope for p in plan.pieces}
    if "consolidated" in ctx.figures and len(scopes) == 1:
        scope = scopes.pop()
        patterns = ctx.part.text["scopesheet." + scope]
        base = patterns[ctx.draw.sub("scope sheet words").whole(0, 99) % len(patterns)].format(s=base)
    return unique(base, used)


def unique(base: str, used: set[str]) -> str:
    """A sheet name that Excel accepts and that is not in use."""
    for sign in "/\\?*[]:":
        base = base.replace(sign, "-")
    base = base[:31].strip()
    name, n = base, 2
    while name.casefold() in used:
        name, n = f"{base[:26]} ({n})", n + 1
    used.add(name.casefold())
    return name


def fill_sheet(ctx: Context, plan: Plan, sheet: Sheet, board: Board, draw: Draw) -> None:
    """Place the pieces of a sheet."""
    style = vary(ctx, draw.sub("style"), ctx.style)
    if style.extra_columns == "hidden_draft" and len(plan.pieces) > 1:
        style = replace(style, extra_columns="none")
    once = style.unit == "sheet_top" and len(plan.pieces) > 1 and draw.sub("once").chance(0.5)
    here = ctx.with_style(replace(style, unit="stated") if once else style)
    shape = ctx.part.shapes[style.shape]
    row = front.sheet_head(here, sheet, board, once, draw.sub("head"))
    col = 0
    scope = ""
    for piece in plan.pieces:
        if piece.kind == "note" and piece.scope != scope:
            sheet.text(row, col, front.notes_title(here, piece, draw.sub(f"notes {piece.scope}")), front.TITLE)
            row += 2
            scope = piece.scope
        block = piece.build(here, shape)
        sheet.place(block, row, col)
        if plan.direction == "right":
            col += block.width + draw.whole(1, 2)
        else:
            row += block.height + draw.whole(1, 3)
    unhide(sheet)


def unhide(sheet: Sheet) -> None:
    """A column hidden for one table is shown when another table has facts in it."""
    used = {c for (_, c), cell in sheet.cells.items() if any(m.kind in ("fact", "optional") for m in cell.marks)}
    sheet.hidden_cols -= used


def make(seed: int, part_name: str = "seen") -> tuple[Workbook, dict[str, Any]]:
    """The workbook and the answer key of a seed number."""
    part = load(part_name)
    draw = Draw(f"{part_name} {seed}")
    if draw.sub("language").chance(0.05):
        part = english(part)
    sector = draw.sub("sector").weigh(SECTORS)
    ctx = context(part, draw, sector)
    board = invent(draw.sub("board"), sector, seed)
    plans = part.arrangements[ctx.axis("arrangement")](make_pieces(ctx), draw.sub("plans"))
    used: set[str] = set()
    cover = front.general(ctx, board, draw.sub("general"))
    if cover is not None:
        cover.name = unique(cover.name, used)
    for i, plan in enumerate(plans):
        own = draw.sub(f"sheet {i}")
        sheet = Sheet(name=sheet_name(ctx, plan, used, own.sub("name")))
        front.page(ctx, sheet, board, own.sub("page"))
        fill_sheet(ctx, plan, sheet, board, own)
        ctx.book.sheets.append(sheet)
    add_extras(ctx, used, draw.sub("extras"))
    for i, sheet in enumerate(ctx.book.sheets):
        finish.finish(ctx, sheet, draw.sub(f"finish {i}"))
    contents = front.index(ctx, ctx.book.sheets, draw.sub("index"))
    if contents is not None:
        contents.name = unique(contents.name, used)
        ctx.book.sheets.insert(0, contents)
    if cover is not None:
        ctx.book.sheets.insert(0 if draw.sub("place").chance(0.92) else len(ctx.book.sheets), cover)
    if ctx.book.formulas:
        finish.link(ctx, draw.sub("link"))
    else:
        for sheet in ctx.book.sheets:
            for cell in sheet.cells.values():
                cell.parts = ()
    ctx.book.title = f"Jaarrekening {YEAR}"
    return ctx.book, make_key(ctx.book, entity(ctx, board), sector, YEAR, " ".join(ctx.notes))


def entity(ctx: Context, board: Board) -> dict[str, Any]:
    """The entity of the key."""
    return {
        "name": board.name,
        "bestuursnummer": board.number,
        "kvk": board.kvk,
        "legal_form": board.form,
        "seat": board.seat,
        "appropriation": "Voor" if ctx.before else "Na",
        "consolidated_accounts": "consolidated" in ctx.figures,
        "fictitious": True,
    }
