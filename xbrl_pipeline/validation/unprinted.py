"""Totals that a workbook does not print, and a part whose line was taken for the total it belongs to.

Both make several rules fail while every figure is right: what is wrong is which lines there are, or what they mean.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import SuspectKind
from xbrl_pipeline.validation.equations import Equation
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.problem import Hypothesis, Problem


def unprinted_totals(failing: Iterable[Equation], evidence: Evidence) -> dict[FactKey, Decimal]:
    """Return the totals for which the workbook has no cell, worked out from their parts.

    An instance has no cells at all, and in our own template every total has one.
    """
    if evidence.template or not any(fact.cells for fact in evidence.facts.values()):
        return {}
    placed = {item.key for item in (*evidence.empty, *evidence.lost)}
    waiting = {
        equation.total: equation
        for equation in failing
        if equation.total is not None and equation.total not in evidence.exact and equation.total not in placed
    }
    found: dict[FactKey, Decimal] = {}
    while ready := [
        total for total, equation in waiting.items() if not waiting.keys() & equation.terms.keys() - {total}
    ]:
        for total in ready:
            equation = waiting.pop(total)
            found[total] = -equation.residual({**evidence.exact, **found}) / equation.terms[total]
    return found


def lack_only(equation: Equation, totals: Mapping[FactKey, Decimal], evidence: Evidence) -> bool:
    """Tell whether a rule asks for one of these totals, or holds once they are there."""
    known = {**evidence.exact, **totals}
    return not equation.residual(known) and not totals.keys().isdisjoint(equation.terms)


def mistaken_parts(problem: Problem) -> list[list[Hypothesis]]:
    """Return the lines that were taken for a total and are one of its parts, each in all its columns.

    So it is when the rule above lacks exactly what the other parts add up to, and the total has a part without amount.
    """
    found: dict[QName, list[Hypothesis]] = defaultdict(list)
    for place, equation in enumerate(problem.failing):
        total = equation.total
        value = problem.values.get(total) if total is not None else None
        if total is None or value is None or all(key in problem.values for key in equation.terms):
            continue
        parts = value - problem.residuals[place] / equation.terms[total]
        above = [each for each in problem.taking_part[total] if each != place]
        if parts and above and all(_lacks(problem, each, total, parts) for each in above):
            places = frozenset((place, *above))
            found[total.concept].append(Hypothesis(SuspectKind.PART, total, value, value + parts, places, 0.0))
    return list(found.values())


def _lacks(problem: Problem, place: int, total: FactKey, amount: Decimal) -> bool:
    """Tell whether a rule fails, and holds once a total is so much higher."""
    weight = problem.equations[place].terms[total]
    return place < len(problem.failing) and problem.residuals[place] + weight * amount == 0
