"""Finishing touches on sheets: margins, empty and hidden rows, comments, page numbers, links between sheets."""

from __future__ import annotations

from .context import Context
from .draw import Draw
from .grid import Cell, Face, Mark, Sheet


def margins(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """Empty rows above and empty columns left of everything."""
    rows = draw.weigh(((0, 6), (1, 2), (3, 1), (6, 0.5)))
    cols = draw.weigh(((0, 6), (1, 2.5), (2, 0.7)))
    if rows:
        sheet.open_rows(0, rows)
    if cols:
        sheet.open_cols(0, cols)
        for c in range(cols):
            sheet.widths[c] = 2.5


def empty_rows(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """Empty rows here and there."""
    if not draw.chance(0.12):
        return
    for _ in range(draw.whole(1, 4)):
        at = draw.whole(3, max(4, sheet.height - 1))
        if not any(a < at <= c for a, _, c, _ in sheet.merges):
            sheet.open_rows(at)


def hide_nil(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """Rows without any amount but nil are hidden, as reporting packages do."""
    if not draw.chance(0.15):
        return
    rows: dict[int, list[Cell]] = {}
    for (r, _), cell in sheet.cells.items():
        if cell.number is not None:
            rows.setdefault(r, []).append(cell)
    for r, cells in rows.items():
        if all(c.number == 0 for c in cells):
            sheet.hidden_rows.add(r)


def superseded(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """Hidden rows with the amounts of an earlier version under some lines."""
    if not draw.chance(0.06):
        return
    lines = sorted({r for (r, _), c in sheet.cells.items() if any(m.kind == "fact" for m in c.marks)}, reverse=True)
    for r in draw.some(lines, 1, 3):
        row = {c: cell for (rr, c), cell in sheet.cells.items() if rr == r}
        sheet.open_rows(r + 1)
        sheet.hidden_rows.add(r + 1)
        for c, cell in row.items():
            if any(m.kind == "fact" for m in cell.marks) and isinstance(cell.value, int | float):
                value = round(cell.value * draw.pick((0.9, 1.1, 0.97)), 2 if isinstance(cell.value, float) else None)
                mark = Mark("forbidden", why="superseded amount in a hidden row")
                sheet.text(r + 1, c, value + 1, cell.face, mark)
            elif isinstance(cell.value, str) and not cell.marks:
                sheet.text(r + 1, c, cell.value, cell.face)


def comments(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """Comments on some cells."""
    if ctx.part.language == "nl" and draw.chance(0.2):
        cells = [c for c in sheet.cells.values() if c.marks and c.number is not None]
        for cell in draw.some(cells, 1, 4):
            cell.comment = ctx.text("comment", draw)


def page_row(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """A row with a page number, as an export of a report has."""
    if not draw.chance(0.12):
        return
    at, col = sheet.height + draw.whole(1, 3), max(0, sheet.width - 1)
    n = draw.whole(2, 60)
    if draw.chance(0.4):
        sheet.text(at, col, n, Face(align="right", form="0"), Mark("forbidden", why="page number"))
    else:
        sheet.text(at, col, ctx.text("page", draw).format(n=n), Face(align="right", italic=True))


def link(ctx: Context, draw: Draw) -> None:
    """Formulas across sheets: an amount of a statement refers to the note, or the other way round."""
    if not ctx.book.formulas or not draw.chance(0.45):
        return
    spots: dict[tuple[str, str, str], list[tuple[Sheet, Cell, Mark]]] = {}
    for sheet in ctx.book.sheets:
        for cell in sheet.cells.values():
            facts = [m for m in cell.marks if m.kind == "fact"]
            if facts and isinstance(cell.value, int | float) and not cell.comment:
                spots.setdefault((facts[0].concept, facts[0].period, facts[0].scope), []).append(
                    (sheet, cell, facts[0])
                )
    rate = draw.pick((0.3, 0.7, 1.0))
    for found in spots.values():
        if len(found) < 2 or not draw.chance(rate):
            continue
        (_, first, a), (_, second, b) = found[0], found[-1]
        if a.scale == b.scale and abs(float(str(first.value))) == abs(float(str(second.value))):
            for one, other in ((first, second), (second, first)):
                if not one.parts and not reaches(other, one):
                    one.parts = ((a.sign * b.sign, other),)
                    break


def reaches(start: Cell, goal: Cell) -> bool:
    """Whether the formula of a cell leads to another cell."""
    todo, seen = [start], set()
    while todo:
        cell = todo.pop()
        if cell is goal:
            return True
        if id(cell) not in seen:
            seen.add(id(cell))
            todo.extend(p for _, p in cell.parts)
    return False


def finish(ctx: Context, sheet: Sheet, draw: Draw) -> None:
    """All touches of one sheet."""
    hide_nil(ctx, sheet, draw.sub("nil"))
    superseded(ctx, sheet, draw.sub("superseded"))
    empty_rows(ctx, sheet, draw.sub("empty"))
    comments(ctx, sheet, draw.sub("comments"))
    page_row(ctx, sheet, draw.sub("page"))
    margins(ctx, sheet, draw.sub("margins"))
