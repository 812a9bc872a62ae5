"""Forms of the balance sheet, part `unseen`."""

from __future__ import annotations

from .context import Context
from .draw import Draw
from .forms_seen import BalanceForm, Tabulate
from .grid import Block
from .rows import Row


def reverse(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Liabilities first, assets below."""
    return tabulate([*liabilities, Row("blank"), *assets], "balance")


def wide_scontro(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Beside one another, some empty columns between, the right side a row or two lower."""
    left, right = tabulate(assets, "assets"), tabulate(liabilities, "liabilities")
    block = Block()
    block.place(left, 0, 0)
    block.place(right, draw.whole(0, 2), left.width + draw.whole(2, 4))
    return block


def diagonal(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """The liabilities below and to the right of the assets."""
    top, bottom = tabulate(assets, "assets"), tabulate(liabilities, "liabilities")
    block = Block()
    block.place(top, 0, 0)
    block.place(bottom, top.height + 2, 1)
    return block


def three_parts(ctx: Context, assets: list[Row], liabilities: list[Row], tabulate: Tabulate, draw: Draw) -> Block:
    """Two tables, with a good many empty rows between (each on its own printed page)."""
    top, bottom = tabulate(assets, "assets"), tabulate(liabilities, "liabilities")
    block = Block()
    block.place(top, 0, 0)
    block.place(bottom, top.height + draw.whole(8, 20), 0)
    return block


BALANCE_FORMS: dict[str, BalanceForm] = {
    "reverse": reverse,
    "wide_scontro": wide_scontro,
    "diagonal": diagonal,
    "three_parts": three_parts,
}
