"""How movement schedules are laid out, part `unseen`."""

from __future__ import annotations

from .context import Context
from .draw import Draw
from .grid import Block, Face
from .matrix_seen import HEAD, Matrix
from .movements import Schedule, cell_of, relate


def total_first(ctx: Context, plan: Schedule, draw: Draw) -> Block:
    """Lines below one another, the total above them."""
    block = Block()
    for j, step in enumerate(plan.steps):
        block.text(0, 2 + j, step.label, HEAD)
        block.widths[2 + j] = 14.0
    for i, (line, label) in enumerate([(plan.parent, plan.total), *plan.items]):
        face = Face(bold=line == plan.parent)
        block.text(i + 1, 0 if line == plan.parent else 1, label, face)
        for j, step in enumerate(plan.steps):
            cell = cell_of(ctx, plan, line, step, face)
            if cell is not None:
                block.put(i + 1, 2 + j, cell)
    block.widths.update({0: 8.0, 1: 34.0})
    relate(ctx, plan)
    return block


def steps_total_first(ctx: Context, plan: Schedule, draw: Draw) -> Block:
    """Stands and movements below one another, the total in the first column."""
    block = Block()
    items = [(plan.parent, plan.total), *plan.items]
    for j, (_, label) in enumerate(items):
        block.text(0, 1 + j + (j > 0), label, HEAD)
    for r, step in enumerate(plan.steps, 1):
        block.text(r, 0, step.label, Face(bold=step.role in ("begin", "end")))
        for j, (line, _) in enumerate(items):
            cell = cell_of(ctx, plan, line, step, Face())
            if cell is not None:
                block.put(r, 1 + j + (j > 0), cell)
    block.widths[0] = 40.0
    relate(ctx, plan)
    return block


def two_heads(ctx: Context, plan: Schedule, draw: Draw) -> Block:
    """Lines below one another under two head rows: stands and movements."""
    block = Block()
    moves = [j for j, s in enumerate(plan.steps) if s.role == "move"]
    if moves:
        block.text(0, 1 + moves[0], ctx.fixed("step.moves"), HEAD)
        if len(moves) > 1:
            block.merges.append((0, 1 + moves[0], 0, 1 + moves[-1]))
    for j, step in enumerate(plan.steps):
        block.text(1, 1 + j, step.label, HEAD)
        block.widths[1 + j] = 14.0
    for i, (line, label) in enumerate([*plan.items, (plan.parent, plan.total)]):
        last = line == plan.parent
        block.text(i + 2 + last, 0, label, Face(bold=last))
        for j, step in enumerate(plan.steps):
            cell = cell_of(ctx, plan, line, step, Face(bold=last, top=int(last)))
            if cell is not None:
                block.put(i + 2 + last, 1 + j, cell)
    block.widths[0] = 40.0
    relate(ctx, plan)
    return block


MATRICES: dict[str, Matrix] = {
    "total_first": total_first,
    "steps_total_first": steps_total_first,
    "two_heads": two_heads,
}
