"""How movement schedules are laid out, part `seen`."""

from __future__ import annotations

from collections.abc import Callable

from .context import Context
from .draw import Draw
from .grid import Block, Face
from .movements import Schedule, cell_of, relate

Matrix = Callable[[Context, Schedule, Draw], Block]
HEAD = Face(bold=True, align="right", wrap=True)


def items_down(ctx: Context, plan: Schedule, draw: Draw) -> Block:
    """Lines below one another, stands and movements beside one another."""
    block = Block()
    gap = draw.whole(0, 1)
    for j, step in enumerate(plan.steps):
        block.text(0, 1 + gap + j, step.label, HEAD)
        block.widths[1 + gap + j] = 14.0
    for i, (line, label) in enumerate([*plan.items, (plan.parent, plan.total)]):
        last = line == plan.parent
        block.text(i + 1, 0, label, Face(bold=last))
        for j, step in enumerate(plan.steps):
            cell = cell_of(ctx, plan, line, step, Face(bold=last, top=int(last)))
            if cell is not None:
                block.put(i + 1, 1 + gap + j, cell)
    block.widths[0] = 40.0
    relate(ctx, plan)
    return block


def steps_down(ctx: Context, plan: Schedule, draw: Draw) -> Block:
    """Stands and movements below one another, lines beside one another, the total last."""
    block = Block()
    items = [*plan.items, (plan.parent, plan.total)]
    for j, (_, label) in enumerate(items):
        block.text(0, 1 + j, label, HEAD)
        block.widths[1 + j] = 15.0
    for r, step in enumerate(plan.steps, 1):
        stand = step.role in ("begin", "end")
        block.text(r, 0, step.label, Face(bold=stand))
        for j, (line, _) in enumerate(items):
            cell = cell_of(ctx, plan, line, step, Face(bold=stand, top=int(step.role == "end")))
            if cell is not None:
                block.put(r, 1 + j, cell)
    block.widths[0] = 40.0
    relate(ctx, plan)
    return block


MATRICES: dict[str, Matrix] = {"items_down": items_down, "steps_down": steps_down}
