"""Forms of the balance sheet, part `seen`: how assets and liabilities stand to one another."""

from __future__ import annotations

from collections.abc import Callable

from .context import Context
from .draw import Draw
from .grid import Block
from .rows import Row

Tabulate = Callable[[list[Row], str], Block]  # rows and a name to a block
BalanceForm = Callable[[Context, list[Row], list[Row], Tabulate, Draw], Block]


def staffel(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Assets and liabilities below one another in one table."""
    return tabulate([*assets, Row("blank"), *liabilities], "balance")


def scontro(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Assets left, liabilities right, with or without an empty column between."""
    left, right = tabulate(assets, "assets"), tabulate(liabilities, "liabilities")
    block = Block()
    block.place(left, 0, 0)
    block.place(right, 0, left.width + draw.whole(0, 1))
    return block


def two_blocks(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Two tables below one another, each with its own heads."""
    top, bottom = tabulate(assets, "assets"), tabulate(liabilities, "liabilities")
    block = Block()
    block.place(top, 0, 0)
    block.place(bottom, top.height + draw.whole(1, 3), 0)
    return block


def level_scontro(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Assets left, liabilities right, both grand totals on the same row."""
    gap = len(assets) - len(liabilities)
    short = liabilities if gap > 0 else assets
    for _ in range(abs(gap)):
        short.insert(len(short) - 1, Row("blank"))
    return scontro(ctx, assets, liabilities, tabulate, draw)


BALANCE_FORMS: dict[str, BalanceForm] = {
    "staffel": staffel,
    "scontro": scontro,
    "two_blocks": two_blocks,
    "level_scontro": level_scontro,
}
