"""What is known when rules do not hold, and one explanation of it."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import SuspectKind
from xbrl_pipeline.validation.equations import Equation

UNKNOWN: Final = 1.5  # distance to a figure of another year where there is none
FAR: Final = 3.0
_SIGNED: Final = re.compile(
    r"Result|Balance|Movement|Change|Increase|Decrease|Adjust|CashFlow|Net[A-Z]|IncomeExpense"
    r"|GeneralReserve|Undistributed|Difference|Tax"
)


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


def direct_reach(problem: Problem, key: FactKey) -> dict[int, int]:
    """Return by how much each equation changes when an amount grows by one and nothing else does."""
    return {place: problem.equations[place].terms[key] for place in problem.taking_part[key]}


def reach_above(problem: Problem, key: FactKey) -> dict[int, int]:
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


def distance(problem: Problem, key: FactKey, value: Decimal) -> float:
    """Return how far an amount is from the nearest of the same line in another column, in powers of e."""
    others = [other for known, other in problem.others.get(key.concept, ()) if known != key and other]
    if not others:
        return UNKNOWN
    return min(_log_ratio(value, other) for other in others)


def _log_ratio(one: Decimal, other: Decimal) -> float:
    if not one or (one < 0) != (other < 0):
        return FAR
    ratio = abs(one / other)
    return FAR if abs(ratio.adjusted()) > FAR else min(FAR, abs(math.log(ratio)))
