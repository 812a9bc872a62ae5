"""Names of one taxonomy in another: taxonomies of two years share local names, not namespaces."""

from collections.abc import Mapping
from dataclasses import dataclass

from xbrl_pipeline.model.facts import Dimension, FactKey, QName
from xbrl_pipeline.taxonomy.model import TaxonomyModel


@dataclass(frozen=True, slots=True)
class Renaming:
    """Carries keys over to ``model``; ``renamed`` gives the new local name of each that changed."""

    model: TaxonomyModel
    renamed: Mapping[str, str]

    def key(self, key: FactKey) -> FactKey | None:
        """Return the key by the names of the model; None where it has no name for the concept, an axis or a member."""
        concept = self._now(key.concept)
        known = self.model.concepts.get(concept) if concept is not None else None
        dimensions = [self._dimension(item) for item in key.dimensions]
        told = tuple(sorted(item for item in dimensions if item is not None))
        if known is None or len(told) < len(dimensions):
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
