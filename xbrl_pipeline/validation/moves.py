"""Amounts that went into the cell beside their own, into an empty one or over another amount."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import SuspectKind
from xbrl_pipeline.validation.problem import Hypothesis, Problem, distance, reach_above

_NEIGHBOURS: Final = ((-1, 0), (1, 0), (0, -1), (0, 1), (0, -2), (0, 2))
_COST: Final = 0.2  # of an amount in the cell beside its own
_CLEAR: Final = 1.0  # so much nearer must both amounts come to their other columns, in powers of e
TURNED: Final = 1.0  # lines whose sheet shows another sign are few
_FREE: Final = 0.6  # an amount that went over another one in the same sum can always be made to fit


def neighbours(cell: CellRef) -> Iterator[CellRef]:
    """Give the cells that an amount may have slipped into."""
    for down, right in _NEIGHBOURS:
        if cell.row + down > 0 and cell.column + right > 0:
            yield CellRef(cell.sheet, cell.row + down, cell.column + right)


def moves(problem: Problem, direct: Iterable[FactKey]) -> Iterator[Hypothesis]:
    """Try for each empty cell of a broken rule whether its amount stands in a cell next to it."""
    for key in direct:
        if problem.values.get(key) is not None:
            continue
        for cell in problem.empty.get(key, ()):
            for near in neighbours(cell):
                yield from _moved(problem, key, near)


def _moved(problem: Problem, key: FactKey, near: CellRef) -> Iterator[Hypothesis]:
    other = problem.at.get(near)
    amount = problem.stray.get(near) if other is None else problem.values.get(other)
    if not amount or other == key:
        return
    for value in (amount, -amount):
        explained = _explained_by_move(problem, key, value, other)
        if explained is None:
            continue
        places, restored = explained
        oddness = distance(problem, key, value)
        free = 0.0 if value == amount else TURNED
        if other is not None and restored is not None:
            before = distance(problem, other, restored) if restored else 0.3
            if restored and len(places) == 1:
                free += _FREE
                if _lacking(problem, key, *places) + distance(problem, other, amount) - oddness - before <= _CLEAR:
                    continue  # the empty cell lacks an amount, and the one beside it may well be right
            oddness = (oddness + before) / 2
        yield Hypothesis(SuspectKind.MOVED, key, None, value, places, _COST + free + oddness, near)


def _lacking(problem: Problem, key: FactKey, place: int) -> float:
    """Return how odd the amount of an empty cell would be if nothing else in a sum were wrong."""
    return distance(problem, key, -problem.residuals[place] / problem.equations[place].terms[key])


def _explained_by_move(
    problem: Problem, key: FactKey, value: Decimal, other: FactKey | None
) -> tuple[frozenset[int], Decimal | None] | None:
    """Return what holds once the amount is back in its place, and what then belongs where it stood."""
    mine = set(problem.taking_part[key])
    theirs = set(problem.taking_part[other]) if other is not None else set()
    after = {}
    for place in mine | theirs:
        after[place] = problem.residuals[place] + value * problem.equations[place].terms.get(key, 0)
    if other is None or not theirs:
        solved = not any(after.values())
        return (frozenset(after), None) if solved and _all_failing(problem, after) else None
    needed = {-after[place] / problem.equations[place].terms[other] for place in theirs}
    if len(needed) != 1 or any(after[place] for place in mine - theirs):
        return None
    change = needed.pop()
    if not change:
        return None  # nothing is wrong with the cell beside it: two equal amounts
    touched = frozenset(place for place in mine | theirs if place < len(problem.failing))
    if not (mine <= touched and theirs <= touched):
        return None
    return touched, problem.values[other] + change


def _all_failing(problem: Problem, places: Iterable[int]) -> bool:
    return all(place < len(problem.failing) for place in places)


def displaced(problem: Problem, missing: Hypothesis, reach: Mapping[int, int]) -> Iterator[Hypothesis]:
    """Give what else a missing amount far below a broken rule can be: one that went over the amount beside it.

    Both belong to the same sums, so that arithmetic cannot tell which of them is gone; their other columns can. What is
    missing is then the amount that stood there before.
    """
    key, lost = missing.key, missing.expected
    for near in (near for cell in problem.empty.get(key, ()) for near in neighbours(cell)):
        other = problem.at.get(near)
        amount = problem.values.get(other) if other is not None else None
        ratio = _ratio(reach, reach_above(problem, other)) if other is not None and amount else None
        if other is None or not amount or ratio is None or other in problem.derived:
            continue
        before = amount + ratio * (lost - amount)
        if before < 0 and not problem.takes_negative(other):
            continue
        after = distance(problem, key, amount) + distance(problem, other, before)
        gain = distance(problem, key, lost) + distance(problem, other, amount) - after
        if gain > _CLEAR:
            cost = missing.cost - gain
            yield replace(
                missing, kind=SuspectKind.MOVED, expected=amount, cost=cost, other=near, convinces=after / 2 < 1
            )


def _ratio(one: Mapping[int, int], other: Mapping[int, int]) -> Decimal | None:
    """Return how much more one amount counts than another, where both count in the very same rules."""
    counts = [{place: weight for place, weight in reach.items() if weight} for reach in (one, other)]
    if counts[0].keys() != counts[1].keys():
        return None
    ratios = {Decimal(weight) / counts[1][place] for place, weight in counts[0].items()}
    return ratios.pop() if len(ratios) == 1 else None
