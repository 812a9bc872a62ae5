"""Which single amount explains why rules do not hold: each is tried, and what breaks another rule is dropped.

Two ways of going wrong are tried. Either the totals are as they were and one cell changed under them, or a spreadsheet
worked out the totals again and the mistake shows only where nothing adds up any more, several sums higher.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import SuspectKind
from xbrl_pipeline.validation.equations import Equation

_SCALES: Final = (1, 2, 3, 6)  # powers of ten that people get wrong
_COST: Final = {
    SuspectKind.OVERTYPED: -5.0,
    SuspectKind.OTHER_CELL: 0.0,
    SuspectKind.MOVED: 0.2,
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
_TURNED: Final = 1.0  # lines whose sheet shows another sign are few
_FREE: Final = 0.6  # an amount that went over another one in the same sum can always be made to fit
# An amount must be the very one to be off like that: of many that are tried hardly another one is by chance.
_TELLING: Final = frozenset(
    {SuspectKind.SIGN, SuspectKind.SCALE, SuspectKind.DOUBLED, SuspectKind.DIGIT, SuspectKind.TRANSPOSED}
)
_SIGNED: Final = re.compile(
    r"Result|Balance|Movement|Change|Increase|Decrease|Adjust|CashFlow|Net[A-Z]|IncomeExpense"
    r"|GeneralReserve|Undistributed|Difference|Tax"
)
_WEAK: Final = frozenset({SuspectKind.OTHER, SuspectKind.SUPERFLUOUS})
_NEIGHBOURS: Final = ((-1, 0), (1, 0), (0, -1), (0, 1), (0, -2), (0, 2))
_UNKNOWN: Final = 1.5  # distance to a figure of another year where there is none
_FAR: Final = 3.0
_SEVERAL: Final = 3  # rules
_LONG: Final = 4  # digits
_ROUND: Final = 100
_LONGEST: Final = 30  # digits of an amount that somebody typed
_FEW: Final = 8  # amounts that a person can still look up one by one


@dataclass(frozen=True)
class Problem:
    """Everything that is known: amounts, rules that hold and rules that do not, and where amounts stand."""

    values: Mapping[FactKey, Decimal]
    failing: Sequence[Equation]
    holding: Sequence[Equation]
    cells: Mapping[FactKey, tuple[CellRef, ...]] = field(default_factory=dict)
    empty: Mapping[FactKey, tuple[CellRef, ...]] = field(default_factory=dict)  # mapped cells without an amount
    stray: Mapping[CellRef, Decimal] = field(default_factory=dict)  # amounts in places that mean nothing
    derived: frozenset[FactKey] = frozenset()  # amounts that a formula works out: they follow, and are no cause
    overtyped: frozenset[FactKey] = frozenset()  # totals that were formulas and are typed
    open_rows: bool = False  # rows with amounts are at no line: what a rule lacks may stand there

    @cached_property
    def equations(self) -> list[Equation]:
        """All equations, those that fail first."""
        return [*self.failing, *self.holding]

    @cached_property
    def residuals(self) -> list[Decimal]:
        """What is left over in each equation."""
        return [equation.residual(self.values) for equation in self.equations]

    @cached_property
    def taking_part(self) -> dict[FactKey, list[int]]:
        """The places of the equations that an amount takes part in."""
        index: dict[FactKey, list[int]] = defaultdict(list)
        for place, equation in enumerate(self.equations):
            for key in equation.terms:
                index[key].append(place)
        return index

    def takes_negative(self, key: FactKey) -> bool:
        """Tell whether an amount can be negative: by its name, or because another one of its line is."""
        below = any(amount < 0 for other, amount in self.others.get(key.concept, ()) if other != key)
        return below or _SIGNED.search(key.concept.local) is not None

    def lacks(self, places: Iterable[int]) -> bool:
        """Tell whether one of these rules has a line for which the workbook has no cell at all."""
        terms = (key for place in places for key in self.equations[place].terms)
        return bool(self.cells) and any(key not in self.values and key not in self.empty for key in terms)

    def lacks_total(self, places: Iterable[int]) -> bool:
        """Tell whether one of these rules has no total: then it says nothing of its parts."""
        totals = (self.equations[place].total for place in places)
        return any(total is not None and total not in self.values for total in totals)

    @cached_property
    def at(self) -> dict[CellRef, FactKey]:
        """Which amount stands in a cell."""
        return {cell: key for key, cells in self.cells.items() for cell in cells}

    @cached_property
    def others(self) -> dict[QName, list[tuple[FactKey, Decimal]]]:
        """The amounts of a line in all columns."""
        found: dict[QName, list[tuple[FactKey, Decimal]]] = defaultdict(list)
        for key, value in self.values.items():
            found[key.concept].append((key, value))
        return found


@dataclass(frozen=True)
class Hypothesis:
    """One amount that, written otherwise, makes every rule hold that it takes part in."""

    kind: SuspectKind
    key: FactKey
    value: Decimal | None
    expected: Decimal
    explains: frozenset[int]  # places in ``Problem.failing``
    cost: float
    other: CellRef | None = None  # where the amount went, or which cell it repeats
    convinces: bool = True  # it is more than one of very many amounts that can be made to fit


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
    return found.kind is SuspectKind.MISSING and elsewhere and len(digits) >= _LONG


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
        near, far = _direct_reach(problem, key), _reach(problem, key)
        yield from _written_otherwise(problem, key, near, 0.0)
        if far != near:
            yield from _written_otherwise(problem, key, far, 0.0 if key in problem.overtyped else _RECALCULATED)
    for key in _below(problem, direct):
        yield from _written_otherwise(problem, key, _reach(problem, key), _RECALCULATED)
    yield from _moves(problem, direct)


def _direct_reach(problem: Problem, key: FactKey) -> dict[int, int]:
    """Return by how much each equation changes when an amount grows by one and nothing else does."""
    return {place: problem.equations[place].terms[key] for place in problem.taking_part[key]}


def _reach(problem: Problem, key: FactKey) -> dict[int, int]:
    """Return the same when every total above the amount is worked out again."""
    grown = {key: 1}
    queue = [key]
    effects: dict[int, int] = {}
    while queue:
        changed = queue.pop(0)
        for place in problem.taking_part[changed]:
            equation = problem.equations[place]
            total = equation.total
            if place >= len(problem.failing) and total is not None and total != changed and total not in grown:
                rest = sum(weight * grown.get(part, 0) for part, weight in equation.terms.items() if part != total)
                grown[total] = -rest * equation.terms[total]
                queue.append(total)
    for changed in grown:
        for place in problem.taking_part[changed]:
            terms = problem.equations[place].terms
            effects[place] = sum(weight * grown.get(part, 0) for part, weight in terms.items())
    return effects


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
        convinces = not (kind in _WEAK and lacking) and (not extra or _convinces_from_afar(kind, new, likeliness))
        yield Hypothesis(kind, key, old, new, explained, _COST[kind] + extra + likeliness, other, convinces)


def _convinces_from_afar(kind: SuspectKind, new: Decimal, likeliness: float) -> bool:
    """Tell whether an amount several sums below a broken rule is worth naming: one of very many that are tried."""
    if kind in _WEAK or (kind is SuspectKind.REPEATED and new):
        return False
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


def is_scaled(old: Decimal, new: Decimal) -> bool:
    """Tell whether two amounts differ by a power of ten that people get wrong, cents apart."""
    if old == 0 or new == 0:
        return False
    return any(old == new * 10**power or new == old * 10**power for power in _SCALES)


def has_lost_digit(old: Decimal, new: Decimal) -> bool:
    """Tell whether an amount is another one from which one digit fell out; of short amounts that says little."""
    if max(old.adjusted(), new.adjusted()) > _LONGEST:
        return False
    short, long = f"{old.copy_abs():f}", f"{new.copy_abs():f}"
    if len(long) != len(short) + 1 or len(short) < _LONG or (old < 0) != (new < 0):
        return False
    return any(long[:place] + long[place + 1 :] == short for place in range(len(long)))


def is_transposed(old: Decimal, new: Decimal) -> bool:
    """Tell whether two digits next to each other changed places."""
    before, after = f"{old:f}", f"{new:f}"
    if len(before) != len(after):
        before, after = (f"{each.copy_abs():f}" for each in (old, new))  # abs() would round an endless amount
        width = max(len(before), len(after))
        before, after = before.rjust(width, "0"), after.rjust(width, "0")
    places = [place for place, (left, right) in enumerate(zip(before, after, strict=True)) if left != right]
    adjacent = len(places) == 2 and places[1] == places[0] + 1  # noqa: PLR2004 - two digits
    return adjacent and before[places[0]] == after[places[1]] and before[places[1]] == after[places[0]]


def _twin(problem: Problem, key: FactKey, value: Decimal) -> CellRef | None:
    """Return a cell next to an amount that holds the same amount, else one of its line in another column."""
    for cell in problem.cells.get(key, ()):
        for near in neighbours(cell):
            other = problem.at.get(near)
            if other is not None and other != key and value and problem.values.get(other) == value:
                return near
    if abs(value).adjusted() + 1 < _LONG or value % _ROUND == 0:
        return None  # budgets are round, and the same ones come back
    same = (other for other, amount in problem.others.get(key.concept, ()) if other != key and amount == value)
    return next((cell for other in same for cell in problem.cells.get(other, ())), None)


def neighbours(cell: CellRef) -> Iterator[CellRef]:
    """Give the cells that an amount may have slipped into."""
    for down, right in _NEIGHBOURS:
        if cell.row + down > 0 and cell.column + right > 0:
            yield CellRef(cell.sheet, cell.row + down, cell.column + right)


def _likeliness(problem: Problem, key: FactKey, old: Decimal | None, new: Decimal) -> float:
    """Return how odd the new amount looks beside those of other columns, less how odd the old one looked."""
    after = distance(problem, key, new)
    if old is None and key.concept not in problem.others:
        return _FAR  # a line that nobody uses
    if old is None:
        turned = distance(problem, key, -new) + _TURNED if problem.takes_negative(key) else _FAR
        return min(after, turned)
    return max(-2.0, min(2.0, after - distance(problem, key, old)))


def distance(problem: Problem, key: FactKey, value: Decimal) -> float:
    """Return how far an amount is from the nearest of the same line in another column, in powers of e."""
    others = [other for known, other in problem.others.get(key.concept, ()) if known != key and other]
    if not others:
        return _UNKNOWN
    return min(_log_ratio(value, other) for other in others)


def _log_ratio(one: Decimal, other: Decimal) -> float:
    if not one or (one < 0) != (other < 0):
        return _FAR
    ratio = abs(one / other)
    return _FAR if abs(ratio.adjusted()) > _FAR else min(_FAR, abs(math.log(ratio)))


def _moves(problem: Problem, direct: Iterable[FactKey]) -> Iterator[Hypothesis]:
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
        if other is not None and restored is not None:
            oddness = (oddness + (distance(problem, other, restored) if restored else 0.3)) / 2
        free = _FREE if restored and len(places) == 1 else 0.0
        free += 0.0 if value == amount else _TURNED
        yield Hypothesis(SuspectKind.MOVED, key, None, value, places, _COST[SuspectKind.MOVED] + free + oddness, near)


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
