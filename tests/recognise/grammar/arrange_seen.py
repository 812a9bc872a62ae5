"""Arrangements of part `seen`: which pieces share a sheet, and how they stand there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .draw import Draw
from .pieces import Piece


@dataclass
class Plan:
    """A sheet to be: its pieces, the key of its name, and the direction they are placed in."""

    key: str
    pieces: list[Piece]
    direction: str = "down"


Arrangement = Callable[[list[Piece], Draw], list[Plan]]
STATEMENTS = ("balance", "assets", "liabilities", "income", "cash")


def split(pieces: list[Piece]) -> tuple[list[Piece], list[Piece]]:
    """Statements and notes."""
    return [p for p in pieces if p.kind in STATEMENTS], [p for p in pieces if p.kind not in STATEMENTS]


def topics(notes: list[Piece], draw: Draw) -> list[Plan]:
    """Notes on a sheet for the balance and one for income and expenses, or on one sheet."""
    if draw.chance(0.4):
        return [Plan("notes", notes)] if notes else []
    plans = [Plan(f"notes_{t}", [p for p in notes if p.topic == t]) for t in ("balance", "income")]
    return [p for p in plans if p.pieces]


def each(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Every statement on a sheet of its own."""
    statements, notes = split(pieces)
    return [*(Plan(p.kind, [p]) for p in statements), *topics(notes, draw)]


def statements_notes(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """All statements below one another, the notes on further sheets."""
    statements, notes = split(pieces)
    return [Plan("statements", statements), *topics(notes, draw)]


def one(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Everything on one sheet."""
    return [Plan("all", pieces)]


def side(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """The statements beside one another on one sheet."""
    statements, notes = split(pieces)
    return [Plan("statements", statements, "right"), *topics(notes, draw)]


def by_topic(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """The balance with its notes, income and expenses with its notes, the cash flow apart."""
    plans = [
        Plan("balance", [p for p in pieces if p.topic == "balance"]),
        Plan("income", [p for p in pieces if p.topic == "income"]),
        Plan("cash", [p for p in pieces if p.topic == "cash"]),
    ]
    return [p for p in plans if p.pieces]


def by_scope(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """One sheet for each scope; a board without a group has statements and notes together."""
    scopes = [s for s in ("consolidated", "separate") if any(p.scope == s for p in pieces)]
    return [Plan("all", [p for p in pieces if p.scope == s]) for s in scopes]


def note_sheets(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Every note on a sheet of its own."""
    return [Plan(p.kind, [p]) for p in pieces]


ARRANGEMENTS: dict[str, Arrangement] = {
    "each": each,
    "statements_notes": statements_notes,
    "one": one,
    "side": side,
    "by_topic": by_topic,
    "by_scope": by_scope,
    "note_sheets": note_sheets,
}
