"""Which rows of a table add up to which other row, by the figures alone."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import reduce
from typing import Final

from xbrl_pipeline.recognise.table import Row

Vector = tuple[Decimal | None, ...]  # by period; None where a figure cannot be read
Slots = Sequence[tuple[int, ...]]  # the columns of one period: one, or an inner and an outer one
_LONGEST_RUN: Final = 40
_LEAST_PARTS: Final = 2


@dataclass(frozen=True)
class Groups:
    """The total of each row and the parts of each total, by place. ``below`` are totals below their parts."""

    total_of: Mapping[int, int] = field(default_factory=dict)
    parts_of: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    below: frozenset[int] = frozenset()


def vector(row: Row, slots: Slots) -> Vector:
    """Return the figures of a row by period, an empty cell being zero."""
    return tuple(
        next((row.values[column] for column in columns if column in row.values), Decimal(0)) for columns in slots
    )


def vectors_of(rows: Iterable[Row], slots: Slots) -> dict[int, Vector]:
    """Return the figures of the rows that have any, by place."""
    return {
        row.place: vector(row, slots)
        for row in rows
        if any(column in row.values for columns in slots for column in columns)
    }


def negated(values: Vector) -> Vector:
    """Return the same figures with the other sign."""
    return tuple(None if value is None else -value for value in values)


def added(left: Vector, right: Vector) -> Vector:
    """Add up figures; what cannot be read makes the sum unknown."""
    return tuple(None if a is None or b is None else a + b for a, b in zip(left, right, strict=True))


May = Callable[[int, Sequence[int]], bool]


def find_groups(
    rows: Sequence[Row],
    vectors: Mapping[int, Vector],
    slack: int = 0,
    last: Callable[[Row], bool] = lambda _: False,
    may: May = lambda _total, _parts: True,
) -> Groups:
    """Find totals: first those that stand above their parts, then those below. ``slack`` is for rounded figures.

    ``last`` tells of a row that its words call it a total of what stands above it; ``may`` whether rows can be the
    parts of another by what is known of them besides their figures.
    """
    closing = {row.place for row in rows if last(row)}
    total_of: dict[int, int] = {}
    parts_of: dict[int, tuple[int, ...]] = {}
    sums = _Sums(vectors, slack, may)
    top = _totals_above(sums, closing, total_of, parts_of)
    below = _totals_below(sums, top, total_of, parts_of)
    _late_totals(sums, closing, total_of, parts_of)
    return Groups(total_of, parts_of, frozenset(below))


@dataclass(frozen=True)
class _Sums:
    vectors: Mapping[int, Vector]
    slack: int
    may: May

    def run(self, total: int, rows: Iterable[int]) -> list[int]:
        """Return the first rows, two or more, that add up to a total."""
        wanted = self.vectors[total]
        telling = next((place for place, value in enumerate(wanted) if value), None)
        if telling is None:
            return []
        run: list[int] = []
        running: Decimal | None = Decimal(0)  # in one column; the others are looked at where that one ties
        filled = 0
        for index in rows:
            run.append(index)
            figures = self.vectors[index]
            figure = figures[telling]
            running = None if running is None or figure is None else running + figure
            filled += any(figures)
            if filled < _LEAST_PARTS:
                continue
            slack = self.slack * len(run)
            if running is not None and not ties((running,), (wanted[telling],), slack):
                continue
            if ties(self._added(run), wanted, slack) and self.may(total, run):
                return run
        return []

    def _added(self, run: Iterable[int]) -> Vector:
        return reduce(added, (self.vectors[index] for index in run))


def _totals_above(
    sums: _Sums, closing: Container[int], total_of: dict[int, int], parts_of: dict[int, tuple[int, ...]]
) -> list[int]:
    vectors = sums.vectors
    top: list[int] = []  # rows that are part of nothing yet, from the last one up
    for index in sorted(vectors, reverse=True):
        run = [] if index in closing else sums.run(index, top[::-1][:_LONGEST_RUN])
        if any(part in closing and part not in parts_of for part in run):
            run = []  # a total of what stands above it is no part of that
        after = top[-len(run) - 1] if len(top) > len(run) else None
        if run and not (after is not None and vectors[after] == vectors[index]):
            parts_of[index] = tuple(run)
            total_of.update(dict.fromkeys(run, index))
            del top[len(top) - len(run) :]
        top.append(index)
    return top[::-1]


def _totals_below(
    sums: _Sums, order: list[int], total_of: dict[int, int], parts_of: dict[int, tuple[int, ...]]
) -> list[int]:
    vectors = sums.vectors
    stack: list[int] = []
    below: list[int] = []
    for index in order:
        run = sums.run(index, stack[::-1][:_LONGEST_RUN]) if index not in parts_of else []
        if run:
            parts_of[index] = tuple(sorted(run))
            total_of.update(dict.fromkeys(run, index))
            del stack[len(stack) - len(run) :]
            below.append(index)
            if stack and vectors[stack[-1]] == vectors[index]:
                stack.pop()  # the same total stands above its parts too, or is the other side of a balance
        stack.append(index)
    return below


def _late_totals(
    sums: _Sums, closing: set[int], total_of: dict[int, int], parts_of: dict[int, tuple[int, ...]]
) -> None:
    """Let a row that is called a total stand above its parts after all, where it is no total of what is above it."""
    vectors = sums.vectors
    for index in sorted(closing & vectors.keys() - parts_of.keys(), reverse=True):
        root = index
        while root in total_of:
            root = total_of[root]
        top = [row for row in sorted(vectors) if row > index and row not in total_of and row != root]
        run = sums.run(index, top[:_LONGEST_RUN])
        after = next((row for row in top[len(run) :]), None)
        if run and not (after in closing and vectors[after] == vectors[index]):
            parts_of[index] = tuple(run)
            total_of.update(dict.fromkeys(run, index))


def ties(left: Vector, right: Vector, slack: int) -> bool:
    """Tell whether figures are the same, give or take what rounding the parts can do; what is unknown may be."""
    known = False
    for a, b in zip(left, right, strict=True):
        if a is None or b is None:
            continue
        if a != b and (not slack or 2 * abs(a - b) > slack):
            return False
        known = True
    return known
