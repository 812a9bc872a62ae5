"""Linear rules laid over the facts of a report: which amounts must add up, and which already do."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from xbrl_pipeline.model.facts import Dimension, FactKey, Period, QName
from xbrl_pipeline.taxonomy.model import Rule, TaxonomyModel

Values = Mapping[FactKey, Decimal]
_NONE = Decimal(0)


@dataclass(frozen=True)
class Equation:
    """Amounts times their coefficients are zero together. ``total`` is what the others add up to, if anything.

    Amounts that are not reported take part too: they count as zero, and giving them would change the outcome.
    """

    rule: str
    terms: Mapping[FactKey, int]
    total: FactKey | None = None

    def residual(self, values: Values) -> Decimal:
        """Return what is left over; zero when the rule holds."""
        return sum((weight * values.get(key, _NONE) for key, weight in self.terms.items()), _NONE)


class _Place(NamedTuple):
    """What all amounts of a plain sum share."""

    period: Period
    dimensions: tuple[Dimension, ...]
    unit: str | None


def holding(model: TaxonomyModel, values: Values) -> list[Equation]:
    """Return the equations that the reported amounts satisfy, both sides reported.

    Whether the engine applies a rule at a place depends on filters that are not repeated here. An equation that
    holds there anyway is one that the board's own sums obey, and that is what is asked.
    """
    found = (equation for rule in model.rules.values() if rule.linear for equation in laid_over(rule, model, values))
    return [equation for equation in found if equation.residual(values) == 0]


def laid_over(rule: Rule, model: TaxonomyModel, values: Values) -> Iterator[Equation]:
    """Give a rule at each place where amounts of both its sides are reported."""
    names = [name for term in rule.left + rule.right for name in term.concepts]
    known = [model.concepts[name].instant for name in names if name in model.concepts]
    if len(set(names)) == 1:
        return _over_members(rule, values)
    if len(set(names)) < len(names):
        return _over_periods(rule, model, values)
    return _at_places(rule, values) if len(set(known)) == 1 else iter(())


def coefficients(rule: Rule) -> dict[QName, int]:
    """Return how each concept of a plain sum counts: left minus right."""
    sides = ((1, rule.left), (-1, rule.right))
    return {name: sign * term.weight for sign, terms in sides for term in terms for name in term.concepts}


def _at_places(rule: Rule, values: Values) -> Iterator[Equation]:
    weights = coefficients(rule)
    left = {name for term in rule.left for name in term.concepts}
    met: dict[_Place, set[QName]] = {}
    for key in values:
        if key.concept in weights:
            met.setdefault(_Place(key.period, key.dimensions, key.unit), set()).add(key.concept)
    for place, concepts in met.items():
        if concepts & left and concepts - left:
            yield at_place(rule, place)


def at_place(rule: Rule, place: tuple[Period, tuple[Dimension, ...], str | None]) -> Equation:
    """Return a plain sum at one place."""
    terms = {FactKey(name, *place): weight for name, weight in coefficients(rule).items()}
    return Equation(rule.id, terms, total_of(rule, terms))


def total_of(rule: Rule, keys: Iterable[FactKey]) -> FactKey | None:
    """Return the amount on the left that the right side adds up to; none where the sides are one to one."""
    name = total_name(rule)
    return next((key for key in keys if key.concept == name), None) if name is not None else None


def total_name(rule: Rule) -> QName | None:
    """Return the concept on the left that the right side adds up to; none where the sides are one to one."""
    if len(rule.left) != 1 or len(rule.left[0].concepts) != 1 or rule.left[0].weight != 1 or rule.left[0].summed:
        return None
    if len(rule.right) == 1 and len(rule.right[0].concepts) == 1 and not rule.right[0].summed:
        return None
    return rule.left[0].concepts[0]


def _over_periods(rule: Rule, model: TaxonomyModel, values: Values) -> Iterator[Equation]:
    """Lay ``end = begin + movement`` over each period that has a movement."""
    flows = {name for name in rule.concepts if name in model.concepts and not model.concepts[name].instant}
    for key in values:
        if key.concept in flows and key.period.start is not None:
            terms = _movement(rule, key, flows)
            present = [each for each in terms if each in values]
            if len(present) == len(terms):
                yield Equation(rule.id, terms, next(iter(terms)))


def _movement(rule: Rule, movement: FactKey, flows: set[QName]) -> dict[FactKey, int]:
    terms: dict[FactKey, int] = {}
    begin = Period(None, (movement.period.start or movement.period.end) - timedelta(days=1))
    end = Period(None, movement.period.end)
    for sign, side in ((1, rule.left), (-1, rule.right)):
        for term in side:
            for name in term.concepts:
                period = movement.period if name in flows else end if sign > 0 else begin
                terms[FactKey(name, period, movement.dimensions, movement.unit)] = sign * term.weight
    return terms


def _over_members(rule: Rule, values: Values) -> Iterator[Equation]:
    """Lay ``total = sum of the members on one axis`` over each total that has members."""
    concept = rule.left[0].concepts[0]
    keys = [key for key in values if key.concept == concept]
    for parent in keys:
        axes: dict[QName, dict[FactKey, int]] = {}
        for key in keys:
            extra = set(key.dimensions) - set(parent.dimensions)
            same = (key.period, key.unit) == (parent.period, parent.unit)
            if same and len(extra) == 1 and len(key.dimensions) == len(parent.dimensions) + 1:
                axes.setdefault(extra.pop().axis, {})[key] = -1
        for parts in axes.values():
            yield Equation(rule.id, {parent: 1, **parts}, parent)
