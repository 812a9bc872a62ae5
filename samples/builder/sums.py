"""Figures per line and column, and the totals that follow from them."""

from collections.abc import Iterable, Mapping, Sequence

from samples.builder.tables import Line

Amounts = dict[str, int]
"""Whole euros by column; a column without amount is shown as a dash."""
Figures = dict[str, Amounts]
"""Amounts by line key, in the natural sign of the concept: an expense of 100 is 100."""


def with_totals(lines: Sequence[Line], figures: Mapping[str, Amounts], columns: Sequence[str]) -> Figures:
    """Return the figures of the lines that have any, each sum worked out from its parts."""
    sums = {line.key: line for line in lines if line.parts}
    done: Figures = dict(figures)
    for key in sums:
        _total(key, sums, done, columns)
    return {line.key: done[line.key] for line in lines if line.key in done}


def parts_present(line: Line, present: Iterable[str]) -> list[tuple[str, int]]:
    """Return key and weight of the parts of a sum that the sheet has; none if a needed part is missing."""
    there = set(present)
    chosen = [(part, next((key for key in part.keys if key in there), "")) for part in line.parts]
    if any(part.needed and not key for part, key in chosen):
        return []
    return [(key, part.weight) for part, key in chosen if key]


def _total(key: str, sums: Mapping[str, Line], done: Figures, columns: Sequence[str]) -> None:
    if key in done or key not in sums:
        return
    for part in sums[key].parts:
        for name in part.keys:
            _total(name, sums, done, columns)
    present = parts_present(sums[key], done)
    if present:
        done[key] = {column: _add(present, done, column) for column in columns}


def _add(present: list[tuple[str, int]], done: Figures, column: str) -> int:
    return sum(weight * done[key].get(column, 0) for key, weight in present)
