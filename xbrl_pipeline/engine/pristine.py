"""A model as it is between two instances: what judging one leaves behind is taken away again, or noticed.

Relies on arelle-release 2.47.3: an instance leaves its traces in the attributes of ``ModelXbrl``, in containers that
these hold, and in the counters of variable sets. Whatever else is kept on objects of the DTS are answers that depend on
the DTS alone (base types, facets, relationships), looked up when first asked for. ``engine-check`` compares every log,
after whatever neighbour, with a cold run.
"""

from collections.abc import Sized
from dataclasses import dataclass
from typing import Any, Final

from arelle.ErrorManager import ErrorManager

_OF_THE_INSTANCE: Final = ("factsInInstance", "facts", "undefinedFacts", "contexts", "units")
_ONLY_GROWS: Final = {"relationshipSets", "_anyUriValues"}  # caches of what the DTS says


@dataclass(frozen=True)
class Pristine:
    """A model without an instance: its attributes, and how much its containers hold."""

    model: Any
    attributes: dict[str, Any]
    sizes: dict[str, int]
    documents: set[Any]  # schemas that are still to be checked
    variable_sets: dict[Any, dict[str, Any]]

    @classmethod
    def of(cls, model: Any) -> "Pristine":
        """Take note of a model."""
        attributes = dict(model.__dict__)
        sets = {one: dict(one.__dict__) for one in model.modelVariableSets}
        return cls(model, attributes, _sizes(attributes), set(model.schemaDocsToValidate), sets)

    def restore(self) -> bool:
        """Take away what an instance left behind; tell whether that was all."""
        _close(self.model)
        self._attributes()
        for name in _OF_THE_INSTANCE:
            getattr(self.model, name).clear()
        del self.model.modelObjects[self.sizes["modelObjects"] :]
        self.model.schemaDocsToValidate |= self.documents
        self.model.errorManager = ErrorManager(self.model.modelManager, self.model.errorCaptureLevel)
        for one, kept in self.variable_sets.items():
            one.__dict__.update(kept)
        return _sizes(self.model.__dict__) == self.sizes

    def _attributes(self) -> None:
        attributes = self.model.__dict__
        for name in attributes.keys() - self.attributes.keys():
            del attributes[name]
        attributes.update(self.attributes)


def _close(model: Any) -> None:
    """Take the instance apart, so that its memory is free at once; the documents of the DTS stay open."""
    document = model.modelDocument
    del model.urlDocs[document.uri]
    document.referencesDocument.clear()
    document.close(urlDocs={})


def _sizes(attributes: dict[str, Any]) -> dict[str, int]:
    counted = {name: len(value) for name, value in attributes.items() if isinstance(value, Sized)}
    return {name: size for name, size in counted.items() if name not in _ONLY_GROWS}
