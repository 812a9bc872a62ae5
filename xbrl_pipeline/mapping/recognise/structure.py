"""Which rows of a table add up to which other row, by the figures alone."""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.recognise.tables import Row

Vector = tuple[Decimal, ...]
_LONGEST_RUN: Final = 40
_LEAST_PARTS: Final = 2


@dataclass(frozen=True)
class Groups:
    """The total above each row and the parts of each total, by row number. ``below`` are totals below their parts."""

    total_of: Mapping[int, int] = field(default_factory=dict)
    parts_of: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    below: frozenset[int] = frozenset()


def vector(row: Row, columns: Sequence[int]) -> Vector | None:
    """Return the figures of a row over some columns, an empty cell being zero; None where one cannot be read."""
    values = [row.values.get(column, Decimal(0)) for column in columns]
    return None if any(value is None for value in values) else tuple(value for value in values if value is not None)


def find_groups(
    rows: Iterable[Row], columns: Sequence[int], slack: int = 0, last: Callable[[Row], bool] = lambda _: False
) -> Groups:
    """Find totals: first those that stand above their parts, then those below. ``slack`` is for rounded figures.

    ``last`` tells of a row that its words call it a total of what stands above it.
    """
    rows = list(rows)
    closing = {row.index for row in rows if last(row)}
    vectors = {row.index: found for row in rows if row.values and (found := vector(row, columns)) is not None}
    total_of: dict[int, int] = {}
    parts_of: dict[int, tuple[int, ...]] = {}
    top = _totals_above(vectors, closing, total_of, parts_of, slack)
    below = _totals_below(vectors, top, total_of, parts_of, slack)
    _late_totals(vectors, closing, total_of, parts_of, slack)
    return Groups(total_of, parts_of, frozenset(below))


def _totals_above(
    vectors: Mapping[int, Vector],
    closing: Container[int],
    total_of: dict[int, int],
    parts_of: dict[int, tuple[int, ...]],
    slack: int,
) -> list[int]:
    top: list[int] = []  # rows that are part of nothing yet, from the last one up
    for index in sorted(vectors, reverse=True):
        run = [] if index in closing else _run(vectors, vectors[index], top[::-1][:_LONGEST_RUN], slack)
        after = top[-len(run) - 1] if len(top) > len(run) else None
        if run and not (after is not None and vectors[after] == vectors[index]):
            parts_of[index] = tuple(run)
            total_of.update(dict.fromkeys(run, index))
            del top[len(top) - len(run) :]
        top.append(index)
    return top[::-1]


def _totals_below(
    vectors: Mapping[int, Vector],
    order: list[int],
    total_of: dict[int, int],
    parts_of: dict[int, tuple[int, ...]],
    slack: int,
) -> list[int]:
    stack: list[int] = []
    below: list[int] = []
    for index in order:
        run = _run(vectors, vectors[index], stack[::-1][:_LONGEST_RUN], slack) if index not in parts_of else []
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
    vectors: Mapping[int, Vector],
    closing: set[int],
    total_of: dict[int, int],
    parts_of: dict[int, tuple[int, ...]],
    slack: int,
) -> None:
    """Let a row that is called a total stand above its parts after all, where it is no total of what is above it."""
    for index in sorted(closing & vectors.keys() - parts_of.keys(), reverse=True):
        top = [row for row in sorted(vectors) if row > index and row not in total_of]
        run = _run(vectors, vectors[index], top[:_LONGEST_RUN], slack)
        after = next((row for row in top[len(run) :]), None)
        if run and not (after in closing and vectors[after] == vectors[index]):
            parts_of[index] = tuple(run)
            total_of.update(dict.fromkeys(run, index))


def _run(vectors: Mapping[int, Vector], total: Vector, rows: Iterable[int], slack: int) -> list[int]:
    """Return the first rows, two or more, that add up to a total."""
    if not any(total):
        return []
    run: list[int] = []
    running = tuple(Decimal(0) for _ in total)
    for index in rows:
        run.append(index)
        running = tuple(left + right for left, right in zip(running, vectors[index], strict=True))
        filled = sum(any(vectors[row]) for row in run)
        if filled >= _LEAST_PARTS and ties(running, total, slack * len(run)):
            return run
    return []


def ties(left: Vector, right: Vector, slack: int) -> bool:
    """Tell whether figures are the same, give or take what rounding the parts can do."""
    return all(abs(a - b) <= slack / 2 for a, b in zip(left, right, strict=True))
