"""Axes and their options, part `seen`: every axis is drawn on its own."""

from __future__ import annotations

from typing import Any

Axis = tuple[tuple[Any, float], ...]

AXES: dict[str, Axis] = {
    "arrangement": (
        ("each", 6),
        ("statements_notes", 4),
        ("one", 3),
        ("side", 2),
        ("by_topic", 3),
        ("by_scope", 2),
        ("note_sheets", 1.5),
    ),
    "balance": (("staffel", 5), ("scontro", 2), ("level_scontro", 2), ("two_blocks", 2), ("two_sheets", 1)),
    "shape": (("flat", 8), ("spaced", 3), ("inner_outer", 3), ("stairs", 2), ("inner_same", 1.2), ("far", 1.5)),
    "order": (
        ("current_first", 6),
        ("prior_first", 3),
        ("current_prior_budget", 2),
        ("budget_first", 2),
        ("prior_budget_current", 1.5),
        ("no_budget", 2),
    ),
    "numbers": (("none", 4), ("column", 4), ("{nr} {label}", 3), ("{nr}. {label}", 1.5), ("column_number", 1)),
    "refs": (("none", 6), ("before", 2.5), ("after", 1.5)),
    "balance_signs": (("positive", 12), ("debit_positive", 1.2)),
    "income_signs": (("positive", 8), ("costs_negative", 4), ("debit_positive", 1)),
    "cash_signs": (("signed", 9), ("plain", 1.5)),
    "scale": ((1, 8), (1000, 4)),
    "decimals": ((0, 12), (2, 2)),
    "unit": (("sheet_top", 5), ("title", 3), ("head", 3), ("corner", 2), ("cover", 1.5), ("none", 3)),
    "extra_columns": (
        ("none", 7),
        ("difference", 2.5),
        ("difference_percent", 1.5),
        ("future", 1.5),
        ("older", 1),
        ("hidden_draft", 1),
    ),
    "indent": (("indent", 4), ("spaces", 3), ("none", 4)),
    "caps": (("normal", 8), ("upper_totals", 1.5), ("lower", 1), ("colon", 1.5)),
    "totals": (("below", 8), ("above", 2.5), ("left_out", 1)),
    "spacing": (("normal", 5), ("tight", 2.5), ("airy", 2)),
    "fill": (("", 6), ("#D9E1F2", 2), ("#E2EFDA", 1.5), ("#F2F2F2", 2)),
    "formulas": (("typed", 4), ("formulas", 5)),
    "matrix": (("items_down", 5), ("steps_down", 4)),
    "note_order": (("as_statement", 5), ("prior_first", 1.5)),
    "note_budget": (("yes", 6), ("no", 3)),
}

ORDERS: dict[str, tuple[str, ...]] = {
    "current_first": ("T", "budget", "T-1"),
    "prior_first": ("T-1", "T", "budget"),
    "current_prior_budget": ("T", "T-1", "budget"),
    "budget_first": ("budget", "T", "T-1"),
    "prior_budget_current": ("T-1", "budget", "T"),
    "no_budget": ("T", "T-1"),
}
