"""Totals that a trial balance never has, from the taxonomy's own sums.

A trial balance holds every account. So below the roots of balance sheet and income statement a part without accounts is
nothing, not unknown, and a total is the sum of the parts that are there. Outside these roots (notes, cash flow) that
does not hold, and nothing is derived.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.taxonomy.model import Hypercube, Kind, Sum, TaxonomyModel

ASSETS: Final = "Assets"
FUNDING: Final = "EquityAndLiabilities"
RESULT: Final = "NetResultAfterTax"
ROOTS: Final = (ASSETS, FUNDING, RESULT)
Sums = Mapping[QName, tuple[Sum, ...]]


@dataclass(frozen=True, slots=True)
class Derived:
    """A total with the parts that it adds up: concept, weight and value."""

    concept: QName
    value: Decimal
    parts: tuple[tuple[QName, Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """A total for which two sums, or a sum and the accounts themselves, give different values."""

    concept: QName
    values: tuple[Decimal, ...]
    parts: tuple[QName, ...]


@dataclass
class Derivation:
    """What follows from the lines of one year in one statement."""

    derived: dict[QName, Derived] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    checked: list[Derived] = field(default_factory=list)  # lines that are given and come out the same as their sum


def sums_of(model: TaxonomyModel, dimensions: tuple[Dimension, ...], tops: Iterable[str] = ROOTS) -> Sums:
    """Return the sums below the roots that hold for facts with these dimensions.

    A sum of a statement that itself takes these dimensions goes before one of another statement, which serves only
    where there is no such sum.
    """
    groups: dict[QName, list[Sum]] = {}
    for each in model.sums:
        if _plain(model, each) and is_reportable(model, each.total, dimensions):
            groups.setdefault(each.total, []).append(each)
    chosen = {total: _nearest(model, sums, dimensions) for total, sums in groups.items()}
    reached: dict[QName, tuple[Sum, ...]] = {}
    waiting = [concept.name for root in tops if (concept := model.find(root)) is not None]
    while waiting:
        total = waiting.pop()
        if total in chosen and total not in reached:
            reached[total] = chosen[total]
            waiting += [name for each in chosen[total] for name in _names(each)]
    return reached


def counted(model: TaxonomyModel, sums: Sums) -> set[QName]:
    """Return every concept that counts in a root, the roots themselves included."""
    roots = {concept.name for root in ROOTS if (concept := model.find(root)) is not None}
    return roots | {name for group in sums.values() for each in group for name in _names(each)}


def derive(given: Mapping[QName, Decimal], sums: Sums, own: Mapping[QName, Decimal] | None = None) -> Derivation:
    """Work out every total of which a part is known; ``given`` are the values of lines.

    ``own`` is what counts in a total without being on one of its lines.
    """
    return _Deriver(given, sums, own or {}).run()


@dataclass
class _Deriver:
    given: Mapping[QName, Decimal]
    sums: Sums
    own: Mapping[QName, Decimal]
    done: dict[QName, Decimal | None] = field(default_factory=dict)
    outcome: Derivation = field(default_factory=Derivation)

    def run(self) -> Derivation:
        for total in self.sums:
            self._value(total)
        return self.outcome

    def _value(self, name: QName) -> Decimal | None:
        if name not in self.done:
            self.done[name] = None  # a sum that comes back to itself gives nothing
            self.done[name] = self._sum(name)
        return self.done[name]

    def _sum(self, name: QName) -> Decimal | None:
        found = [each for sum_ in self.sums.get(name, ()) if (each := self._add(sum_)) is not None]
        if not found and name in self.own and name in self.sums:
            found = [Derived(name, self.own[name], ())]
        values = dict.fromkeys([*([self.given[name]] if name in self.given else []), *(each.value for each in found)])
        if len(values) > 1:
            parts = tuple(dict.fromkeys(part for each in found for part, _, _ in each.parts))
            self.outcome.conflicts.append(Conflict(name, tuple(values), parts))
        elif found and name not in self.given:
            self.outcome.derived[name] = found[0]
        elif found:
            self.outcome.checked.append(found[0])
        return next(iter(values), None)

    def _add(self, sum_: Sum) -> Derived | None:
        parts = [(name, weight, value) for name, weight in sum_.parts if (value := self._value(name)) is not None]
        total = sum((weight * value for _, weight, value in parts), self.own.get(sum_.total, Decimal(0)))
        return Derived(sum_.total, total, tuple(parts)) if parts else None


def leaves(name: QName, derived: Mapping[QName, Derived]) -> Iterator[QName]:
    """Give the lines that a total adds up in the end, or the line itself."""
    if name not in derived:
        yield name
        return
    for part, _, _ in derived[name].parts:
        yield from leaves(part, derived)


def _names(sum_: Sum) -> Iterable[QName]:
    return (name for name, _ in sum_.parts)


def _plain(model: TaxonomyModel, sum_: Sum) -> bool:
    """Tell whether a sum adds amounts of one day or one period; a movement from opening to closing does not."""
    concepts = [model.concepts.get(name) for name in (sum_.total, *_names(sum_))]
    total = concepts[0]
    return (
        total is not None
        and len(sum_.parts) > 1
        and all(each is not None and each.kind is Kind.MONETARY and each.instant == total.instant for each in concepts)
    )


def is_reportable(model: TaxonomyModel, name: QName, dimensions: tuple[Dimension, ...]) -> bool:
    """Tell whether the taxonomy has a place for a concept with these dimensions."""
    tables = model.tables_of(name)
    return not tables or any(_takes(table, dimensions) for table in tables)


def _takes(table: Hypercube, dimensions: tuple[Dimension, ...]) -> bool:
    axes = {axis.name: axis for axis in table.axes}
    used = {dimension.axis: dimension.member for dimension in dimensions}
    needed = {name for name, axis in axes.items() if axis.default is None}
    return (
        not table.excludes
        and needed <= set(used) <= set(axes)
        and all(used[axis] in axes[axis].members for axis in used)
    )


def _nearest(model: TaxonomyModel, sums: list[Sum], dimensions: tuple[Dimension, ...]) -> tuple[Sum, ...]:
    """Choose the sums of a total: those of its own statement, else those that the fullest statement can show."""
    own = [each for each in sums if any(table.role == each.role for table in _tables(model, each, dimensions))]
    fullest = max(_fullness(model, each, dimensions) for each in sums)
    chosen = own or [each for each in sums if _fullness(model, each, dimensions) == fullest]
    return tuple({frozenset(each.parts): each for each in chosen}.values())


def _tables(model: TaxonomyModel, sum_: Sum, dimensions: tuple[Dimension, ...]) -> list[Hypercube]:
    return [table for table in model.tables_of(sum_.total) if _takes(table, dimensions)]


def _fullness(model: TaxonomyModel, sum_: Sum, dimensions: tuple[Dimension, ...]) -> tuple[bool, int]:
    """Return whether one statement holds a total with all its parts, and how many lines the largest such has."""
    names = {sum_.total, *_names(sum_)}
    tables = _tables(model, sum_, dimensions)
    return max(((names <= table.items, len(table.items)) for table in tables), default=(False, 0))
