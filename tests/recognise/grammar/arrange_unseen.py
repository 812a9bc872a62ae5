"""Arrangements of part `unseen`."""

from __future__ import annotations

from .arrange_seen import Arrangement, Plan, split
from .draw import Draw
from .pieces import Piece


def pair(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Balance and income on one sheet, the cash flow with the notes to the balance, the other notes apart."""
    statements, notes = split(pieces)
    main = [p for p in statements if p.kind != "cash"]
    rest = [p for p in statements if p.kind == "cash"] + [p for p in notes if p.topic == "balance"]
    plans = [
        Plan("statements", main),
        Plan("notes_balance", rest),
        Plan("notes_income", [p for p in notes if p.topic == "income"]),
    ]
    return [p for p in plans if p.pieces]


def notes_right(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Statements on sheets of their own, all notes beside one another."""
    statements, notes = split(pieces)
    plans = [Plan(p.kind, [p]) for p in statements]
    return [*plans, Plan("notes", notes, "right")] if notes else plans


def notes_first(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """The notes come before the statements."""
    statements, notes = split(pieces)
    plans = [Plan("notes", notes)] if notes else []
    return [*plans, *(Plan(p.kind, [p]) for p in reversed(statements))]


def income_with_all(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Income first with its notes, then the balance with its notes and the cash flow."""
    income = [p for p in pieces if p.topic == "income"]
    others = [p for p in pieces if p.topic != "income"]
    return [p for p in (Plan("income", income), Plan("balance", others)) if p.pieces]


def mixed(pieces: list[Piece], draw: Draw) -> list[Plan]:
    """Every statement directly followed by its notes on one sheet, for each scope."""
    plans = []
    for scope in ("consolidated", "separate"):
        mine = [p for p in pieces if p.scope == scope]
        order = [p for topic in ("balance", "income", "cash") for p in mine if p.topic == topic]
        if order:
            plans.append(Plan("all", order))
    return plans


ARRANGEMENTS: dict[str, Arrangement] = {
    "pair": pair,
    "notes_right": notes_right,
    "notes_first": notes_first,
    "income_with_all": income_with_all,
    "mixed": mixed,
}
