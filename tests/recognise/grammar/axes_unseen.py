"""Axes and their options, part `unseen`: own options for layouts, shared ones for a yes or no."""

from __future__ import annotations

from .axes_seen import AXES as SEEN
from .axes_seen import Axis

OWN: dict[str, Axis] = {
    "arrangement": (("pair", 4), ("notes_right", 3), ("notes_first", 2), ("income_with_all", 3), ("mixed", 3)),
    "balance": (("reverse", 3), ("wide_scontro", 4), ("diagonal", 2), ("three_parts", 3)),
    "shape": (("number_after", 6), ("label_right", 2), ("totals_left", 3), ("by_depth", 3), ("gap_first", 3)),
    "order": (("budget_prior_current", 4), ("prior_current", 3), ("current_first", 2)),
    "numbers": (("none", 4), ("column", 4), ("{label} ({nr})", 2), ("[{nr}] {label}", 2), ("{nr} - {label}", 2)),
    "matrix": (("total_first", 3), ("steps_total_first", 3), ("two_heads", 3)),
}
AXES: dict[str, Axis] = {**SEEN, **OWN}

ORDERS: dict[str, tuple[str, ...]] = {
    "budget_prior_current": ("budget", "T-1", "T"),
    "prior_current": ("T-1", "T"),
    "current_first": ("T", "budget", "T-1"),
}
