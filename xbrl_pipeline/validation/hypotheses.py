"""Which single amount explains why rules do not hold: each is tried, and what breaks another rule is dropped.

Two ways of going wrong are tried. Either the totals are as they were and one cell changed under them, or a spreadsheet
worked out the totals again and the mistake shows only where nothing adds up any more, several sums higher.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import SuspectKind
from xbrl_pipeline.validation.moves import TURNED, displaced, moves, neighbours
from xbrl_pipeline.validation.problem import FAR, Hypothesis, Problem, direct_reach, distance, reach_above
from xbrl_pipeline.validation.slips import LONG, has_lost_digit, is_scaled, is_transposed

_COST: Final = {
    SuspectKind.OVERTYPED: -5.0,
    SuspectKind.OTHER_CELL: 0.0,
    SuspectKind.SIGN: 0.5,
    SuspectKind.SCALE: 0.5,
    SuspectKind.DOUBLED: 0.7,
    SuspectKind.MISSING: 0.5,
    SuspectKind.TRANSPOSED: 1.0,
    SuspectKind.DIGIT: 0.8,
    SuspectKind.REPEATED: 1.0,
    SuspectKind.SUPERFLUOUS: 2.0,
    SuspectKind.OTHER: 5.0,
}
_RECALCULATED: Final = 1.5  # a mistake far below the rule that shows it needs more of a coincidence
_BETTER: Final = -0.1  # so much nearer to other columns must an amount come that only such a coincidence points at
# An amount must be the very one to be off like that: of many that are tried hardly another one is by chance.
_TELLING: Final = frozenset(
    {SuspectKind.SIGN, SuspectKind.SCALE, SuspectKind.DOUBLED, SuspectKind.DIGIT, SuspectKind.TRANSPOSED}
)
_WEAK: Final = frozenset({SuspectKind.OTHER, SuspectKind.SUPERFLUOUS})
_SEVERAL: Final = 3  # rules
_ROUND: Final = 100
_FEW: Final = 8  # amounts that a person can still look up one by one


@dataclass(frozen=True)
class Explanations:
    """What explains the rules that do not hold.

    ``likely``: the best explanations, each with its equals, each for rules that no earlier one explains. ``possible``:
    for rules without one, a few amounts far below of which one may be wrong.
    """

    likely: tuple[tuple[Hypothesis, ...], ...]
    possible: tuple[tuple[Hypothesis, ...], ...]


def explain(problem: Problem) -> Explanations:
    """Try every amount, and keep what explains most with the least coincidence."""
    found = sorted(_all(problem), key=lambda each: (-len(each.explains), each.cost))
    left = set(range(len(problem.failing)))
    likely = [*_likely(found, left, problem)]
    possible = []
    for group in _possible(found, left):
        alone = _only_telling(group, problem)
        if alone is None:
            possible.append(group)
        else:
            likely.append((alone,))
    return Explanations(tuple(likely), tuple(possible))


def _only_telling(group: tuple[Hypothesis, ...], problem: Problem) -> Hypothesis | None:
    """Return the one amount that is off as people type wrong, where the others could just be made to fit."""
    telling = [
        each for each in group if each.kind in _TELLING or _is_gap(each, problem) or _explains_alone(each, group)
    ]
    if len({each.key for each in telling}) != 1 or _leaves_same(telling[0], problem):
        return None
    return telling[0]


def _is_gap(found: Hypothesis, problem: Problem) -> bool:
    """Tell whether an empty cell lacks the amount that its line has in other columns; round ones fit anywhere."""
    digits = f"{found.expected.copy_abs():f}".strip("0.")
    elsewhere = any(key != found.key for key, _ in problem.others.get(found.key.concept, ()))
    return found.kind is SuspectKind.MISSING and elsewhere and len(digits) >= LONG


def _explains_alone(found: Hypothesis, group: tuple[Hypothesis, ...]) -> bool:
    """Tell whether no other amount makes several rules hold at once, and this one is reported."""
    alone = {each.key for each in group} == {found.key}
    return alone and len(found.explains) >= _SEVERAL and found.value is not None and found.expected != 0


def _leaves_same(found: Hypothesis, problem: Problem) -> bool:
    """Tell whether a rule is left that is off by the very same amount: the cause of both is elsewhere."""
    off = {abs(problem.residuals[place]) for place in found.explains}
    return any(
        abs(problem.residuals[place]) in off for place in range(len(problem.failing)) if place not in found.explains
    )


def _likely(found: list[Hypothesis], left: set[int], problem: Problem) -> Iterator[tuple[Hypothesis, ...]]:
    known = [each for each in found if each.convinces]
    while fitting := [each for each in known if each.explains <= left]:
        best = fitting[0]
        same = [each for each in fitting if each.explains == best.explains]
        others = [each for each in found if each.explains == best.explains]  # those far below count here too
        if _convinces(best, others) and not _leaves_same(best, problem):
            yield _with_rivals(best, same)
            left -= best.explains
        else:
            known = [each for each in known if each.explains != best.explains]


def _possible(found: list[Hypothesis], left: set[int]) -> Iterator[tuple[Hypothesis, ...]]:
    """Give all amounts that may be wrong where they are few, else those in which a usual mistake would explain it."""
    while fitting := [each for each in found if each.explains <= left]:
        same = [each for each in fitting if each.explains == fitting[0].explains]
        usual = [each for each in same if each.kind not in _WEAK]
        few = same if len(same) <= _FEW else usual[:_FEW]
        if few:
            yield tuple(few)
        left -= fitting[0].explains


def _convinces(best: Hypothesis, same: list[Hypothesis]) -> bool:
    """Tell whether an explanation is more than arithmetic: any amount of one sum could be changed to make it fit."""
    if best.kind not in _WEAK:
        return True
    return len({each.key for each in same}) == 1


def _with_rivals(best: Hypothesis, same: list[Hypothesis]) -> tuple[Hypothesis, ...]:
    rivals = {each.key: each for each in reversed(same) if each.key != best.key and each.kind not in _WEAK}
    near = sorted((each for each in rivals.values() if each.cost < best.cost + 1), key=lambda each: each.cost)
    return (best, *near[:2])


def _all(problem: Problem) -> Iterator[Hypothesis]:
    direct = list(dict.fromkeys(key for equation in problem.failing for key in equation.terms))
    for key in direct:
        near, far = direct_reach(problem, key), reach_above(problem, key)
        yield from _written_otherwise(problem, key, near, 0.0)
        if far != near:
            yield from _written_otherwise(problem, key, far, 0.0 if key in problem.overtyped else _RECALCULATED)
    for key in _below(problem, direct):
        yield from _written_otherwise(problem, key, reach_above(problem, key), _RECALCULATED)
    yield from moves(problem, direct)


def _below(problem: Problem, above: Sequence[FactKey]) -> list[FactKey]:
    """Return the reported amounts under totals of rules that fail, through sums that hold."""
    parts: dict[FactKey, list[FactKey]] = defaultdict(list)
    for equation in problem.holding:
        if equation.total is not None:
            parts[equation.total] += [key for key in equation.terms if key != equation.total]
    seen, queue = set(above), list(above)
    found = []
    while queue:
        for part in parts.get(queue.pop(), ()):
            if part not in seen:
                seen.add(part)
                queue.append(part)
                found.append(part)
    return found


def _written_otherwise(problem: Problem, key: FactKey, reach: dict[int, int], extra: float) -> Iterator[Hypothesis]:
    failing = {place: weight for place, weight in reach.items() if place < len(problem.failing)}
    if key in problem.derived:
        return
    if any(weight for place, weight in reach.items() if place not in failing):
        return  # a rule that holds would break
    needed = {-problem.residuals[place] / weight for place, weight in failing.items() if weight}
    if len(needed) != 1:
        return
    explained = frozenset(place for place, weight in failing.items() if weight)
    old = problem.values.get(key)
    new = (old or Decimal(0)) + needed.pop()
    if new < 0 and (old is None or old >= 0) and not problem.takes_negative(key):
        return
    summed = key in problem.overtyped and any(problem.equations[place].total == key for place in explained)
    if summed:
        cost = _COST[SuspectKind.OVERTYPED]
        yield Hypothesis(SuspectKind.OVERTYPED, key, old, new, explained, cost)
        return
    likeliness = _likeliness(problem, key, old, new)
    lacking = len(explained) == 1 and problem.lacks(explained)  # of several rules at once it is no coincidence
    for kind, other in _kinds(problem, key, old, new):
        if kind in _WEAK and lacking and (problem.open_rows or problem.lacks_total(explained)):
            continue
        convinces = not extra or _convinces_from_afar(problem, key, kind, new, likeliness)
        convinces &= not (kind in _WEAK and lacking)
        convinces &= not (kind is SuspectKind.MISSING and _says_little(problem, key, explained))
        found = Hypothesis(kind, key, old, new, explained, _COST[kind] + extra + likeliness, other, convinces)
        yield found
        if kind is SuspectKind.MISSING and extra:
            yield from displaced(problem, found, reach)


def _says_little(problem: Problem, key: FactKey, places: Iterable[int]) -> bool:
    """Tell whether an empty cell is no more than a gap that fits: nobody uses its line, or the total was typed over."""
    typed = any(problem.equations[place].total in problem.overtyped for place in places)
    return typed or key.concept not in problem.others


def _convinces_from_afar(problem: Problem, key: FactKey, kind: SuspectKind, new: Decimal, likeliness: float) -> bool:
    """Tell whether an amount several sums below a broken rule is worth naming: one of very many that are tried."""
    if kind in _WEAK or (kind is SuspectKind.REPEATED and new):
        return False
    if all(other == key for other, _ in problem.others.get(key.concept, ())):
        return False  # no other column says what it should be like
    return likeliness < (_BETTER if kind is SuspectKind.TRANSPOSED else 1)


def _kinds(
    problem: Problem, key: FactKey, old: Decimal | None, new: Decimal
) -> Iterator[tuple[SuspectKind, CellRef | None]]:
    if old is None:
        if _could_be_given(problem, key):
            yield SuspectKind.MISSING, None
        return
    if new == 0:
        twin = _twin(problem, key, old)
        yield (SuspectKind.REPEATED, twin) if twin is not None else (SuspectKind.SUPERFLUOUS, None)
    elif old == -new:
        yield SuspectKind.SIGN, None
    elif old == 2 * new:
        yield SuspectKind.DOUBLED, None
    elif is_scaled(old, new):
        yield SuspectKind.SCALE, None
    elif is_transposed(old, new):
        yield SuspectKind.TRANSPOSED, None
    elif has_lost_digit(old, new) or has_lost_digit(new, old):
        yield SuspectKind.DIGIT, None
    else:
        twin = _twin(problem, key, old)
        yield (SuspectKind.REPEATED, twin) if twin is not None else (SuspectKind.OTHER, None)


def _could_be_given(problem: Problem, key: FactKey) -> bool:
    """Tell whether there is an empty cell for an amount; without a workbook, whether the line is used at all."""
    return key in problem.empty if problem.cells else key.concept in problem.others


def _twin(problem: Problem, key: FactKey, value: Decimal) -> CellRef | None:
    """Return a cell next to an amount that holds the same amount, else one of its line in another column."""
    for cell in problem.cells.get(key, ()):
        for near in neighbours(cell):
            other = problem.at.get(near)
            if other is not None and other != key and value and problem.values.get(other) == value:
                return near
    if abs(value).adjusted() + 1 < LONG or value % _ROUND == 0:
        return None  # budgets are round, and the same ones come back
    same = (other for other, amount in problem.others.get(key.concept, ()) if other != key and amount == value)
    return next((cell for other in same for cell in problem.cells.get(other, ())), None)


def _likeliness(problem: Problem, key: FactKey, old: Decimal | None, new: Decimal) -> float:
    """Return how odd the new amount looks beside those of other columns, less how odd the old one looked."""
    after = distance(problem, key, new)
    if old is None and key.concept not in problem.others:
        return FAR  # a line that nobody uses
    if old is None:
        turned = distance(problem, key, -new) + TURNED if problem.takes_negative(key) else FAR
        return min(after, turned)
    return max(-2.0, min(2.0, after - distance(problem, key, old)))
