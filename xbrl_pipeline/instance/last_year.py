"""The amounts of last year's report by this year's names: taxonomies of two years share local names, not namespaces."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from xbrl_pipeline.instance.facts import read_facts
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, QName
from xbrl_pipeline.taxonomy.model import TaxonomyModel


@dataclass(frozen=True, slots=True)
class LastYear:
    """Amounts as facts of this year's taxonomy; ``gone`` counts those for which it has no name any more."""

    facts: tuple[Fact, ...]
    gone: int = 0


def read_last_year(data: bytes, model: TaxonomyModel, renamed: Mapping[str, str]) -> LastYear:
    """Return the amounts of a well-formed instance; ``renamed`` gives the new local name of each that changed."""
    names = _Names(model, renamed)
    found: dict[FactKey, Fact] = {}
    gone = 0
    for read in read_facts(data):
        if read.key is None or not isinstance(read.value, Decimal):
            continue
        key = names.key(read.key)
        if key is None:
            gone += 1
        else:
            found.setdefault(key, Fact(key, read.value, (), read.decimals))
    return LastYear(tuple(found.values()), gone)


@dataclass(frozen=True, slots=True)
class _Names:
    model: TaxonomyModel
    renamed: Mapping[str, str]

    def key(self, key: FactKey) -> FactKey | None:
        concept = self._now(key.concept)
        known = self.model.concepts.get(concept) if concept is not None else None
        dimensions = [self._dimension(item) for item in key.dimensions]
        told = tuple(sorted(item for item in dimensions if item is not None))
        amount = known is not None and known.numeric
        if known is None or not amount or len(told) < len(dimensions):
            return None
        return FactKey(known.name, key.period, told, key.unit)

    def _dimension(self, item: Dimension) -> Dimension | None:
        axis = self._now(item.axis)
        member = item.member if item.typed else self._now(item.member)
        return None if axis is None or member is None else Dimension(axis, member)

    def _now(self, name: QName) -> QName | None:
        if self.model.element(name) is not None:
            return name
        found = self.model.find_any(self.renamed.get(name.local, name.local))
        return None if found is None else found.name
