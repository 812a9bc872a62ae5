"""Cover and general data, index, sheet heads, page settings."""

from __future__ import annotations

from . import YEAR
from .boards import Board
from .context import Context
from .draw import Draw
from .grid import Face, Mark, Sheet
from .pieces import Piece, scoped

TITLE = Face(bold=True, size=13)
FIELDS = ("name", "bestuursnummer", "kvk", "seat", "address", "legal_form", "year")


def values_of(board: Board) -> dict[str, str]:
    """The general data of a board."""
    return {
        "name": board.name,
        "bestuursnummer": board.number,
        "kvk": board.kvk,
        "seat": board.seat,
        "address": f"{board.street}, {board.postcode} {board.seat}",
        "legal_form": board.form,
        "year": str(YEAR),
    }


def general(ctx: Context, board: Board, draw: Draw) -> Sheet | None:
    """A sheet with general data, or none."""
    needed = ctx.style.unit == "cover"
    if not needed and draw.chance(0.3):
        return None
    sheet = Sheet(name=ctx.text("general.sheet", draw))
    sheet.text(0, 0, ctx.text("general.title", draw).format(y=YEAR), TITLE)
    row = 2
    values = values_of(board)
    how = draw.weigh((("list", 5), ("sentence", 2), ("bare", 1)))
    if how == "sentence" and ctx.part.language == "nl":
        row = sentence(ctx, sheet, board, row, draw)
    elif how == "bare":
        sheet.text(row, 0, board.name, Face(bold=True, size=16), Mark("entity", "name"))
        sheet.text(row + 1, 0, board.seat, mark=Mark("entity", "seat"))
        row += 2
    else:
        at = draw.pick((1, 1, 2))
        for field in FIELDS:
            if field not in ("name", "year") and draw.chance(0.25):
                continue
            label = ctx.text("field." + field, draw) + draw.pick(("", ":"))
            sheet.text(row, 0, label)
            value: str | int = values[field]
            if field in ("bestuursnummer", "kvk", "year") and draw.chance(0.4):
                value = int(value)
            form = "0" if isinstance(value, int) else "General"
            cell = sheet.text(row, at, value, Face(form=form, align="left"), Mark("entity", field))
            if isinstance(value, int):
                cell.marks.append(Mark("forbidden", why="general data, no amount"))
            row += 1
        sheet.widths = {0: 30.0, at: 50.0}
    if needed:
        sheet.text(row + 1, 0, ctx.text(f"unit.{ctx.style.scale}", draw))
    return sheet


def sentence(ctx: Context, sheet: Sheet, board: Board, row: int, draw: Draw) -> int:
    """General data in one or two sentences."""
    values = {**values_of(board), "y": str(YEAR)}
    for pattern in draw.some(ctx.part.text["sentence"], 1, 2):
        text = pattern.format(**values)
        cell = sheet.text(row, 0, text)
        cell.marks = [Mark("entity", f) for f in FIELDS if f != "year" and "{" + f + "}" in pattern]
        row += 1
    return row


def index(ctx: Context, sheets: list[Sheet], draw: Draw) -> Sheet | None:
    """A table of contents."""
    if ctx.part.language != "nl" or not draw.chance(0.15):
        return None
    sheet = Sheet(name=ctx.text("index.sheet", draw))
    sheet.text(0, 0, ctx.text("index.sheet", draw), TITLE)
    page = 3
    for i, other in enumerate(s for s in sheets if s.state == "visible"):
        sheet.text(2 + i, 0, other.name)
        sheet.text(2 + i, 1, page, Face(form="0"), Mark("forbidden", why="page number in the table of contents"))
        page += draw.whole(1, 4)
    sheet.widths = {0: 40.0}
    return sheet


def sheet_head(ctx: Context, sheet: Sheet, board: Board, unit: bool, draw: Draw) -> int:
    """Lines at the top of a sheet: the board, the year, the unit; gives the first free row."""
    row = 0
    if draw.chance(0.35):
        mark = Mark("entity", "name")
        sheet.text(0, 0, board.name, Face(bold=True), mark)
        row = 1
        if draw.chance(0.4):
            sheet.text(1, 0, ctx.text("general.title", draw).format(y=YEAR))
            row = 2
        if draw.chance(0.2):
            number = f"{ctx.text('field.bestuursnummer', draw)} {board.number}"
            sheet.text(row, 0, number, mark=Mark("entity", "bestuursnummer"))
            row += 1
    if unit:
        sheet.text(row, 0, ctx.text(f"unit.{ctx.style.scale}", draw), Face(italic=True))
        row += 1
    return row + (draw.whole(0, 1) if row else 0)


def notes_title(ctx: Context, piece: Piece, draw: Draw) -> str:
    """A title above the notes of a scope, with the unit where the titles have it."""
    title = scoped(ctx, ctx.text("notes", draw).format(y=YEAR), piece.scope)
    if ctx.style.unit in ("title", "sheet_top"):
        title = f"{title} {ctx.text(f'unit.{ctx.style.scale}', draw)}"
    return title


def page(ctx: Context, sheet: Sheet, board: Board, draw: Draw) -> None:
    """Page settings: footers with page numbers, landscape, frozen panes, gridlines."""
    if draw.chance(0.4):
        sheet.footer = draw.pick(("&CPagina &P van &N", "&L&F&RPag. &P", f"&L{board.name}&R&P", "&C&P"))
    if draw.chance(0.25):
        sheet.header = f"&L{board.name}&RJaarrekening {YEAR}"
    sheet.landscape = draw.chance(0.3)
    sheet.gridlines = draw.chance(0.6)
    sheet.zoom = draw.pick((100, 100, 85, 80, 90, 70))
