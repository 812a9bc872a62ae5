"""The steps of Arelle's validation that concern the DTS alone: done once, found done for every instance after that.

Arelle's own ``Validate.validate`` runs each time; what is withheld from it are the things that were checked before, and
what it then said about them is said again. Relies on arelle-release 2.47.3:

- ``ValidateXbrl.validate`` takes links and relationships from ``ModelXbrl.baseSets``, concepts from
  ``qnameConcepts.values()`` and types from ``qnameTypes.values()``, and tells ``ModelXbrl.profileStat`` of each step;
- ``ValidateXbrlDTS.checkDTS`` passes over documents that are in the set it is given, and
  ``checkNamespaceSchemaConnectivity`` looks at nothing but the schemas of the DTS;
- ``ValidateFormula.evaluateModelVariableSet`` orders and checks the variables of each assertion, which it keeps on the
  assertion; its other results are the two dictionaries and the set that it is given;
- ``ValidateFormula.checkTableRules`` looks at nothing but the nodes of a table;
- rule FG-NL-03 of ``validate/NL`` asks every element of the DTS for its namespaces.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from arelle import Validate, ValidateXbrlDTS
from arelle.formula import ValidateFormula

from xbrl_pipeline.engine.readout import Collector, Raw

_LINKS: Final = "validateLinks"
_RELATIONSHIPS: Final = "validateRelationships"
_INSTANCE: Final = "validateInstance"
_DIMENSIONS: Final = "validateDimensions"
_CONCEPTS: Final = "validateConcepts"
_DOCUMENTS: Final = "validateDTS"
_ASSERTIONS: Final = "assertions"  # ours: Arelle has no name for it
_NEEDED: Final = {_LINKS, _RELATIONSHIPS, _CONCEPTS, _DOCUMENTS}
_SEVERE: Final = ("error", "critical")  # such a message changes what Arelle does next


class _Rested(dict[Any, Any]):
    """A dictionary that can withhold its values from one who would go through them all."""

    resting = False

    def values(self) -> Any:
        """Give nothing while resting."""
        return () if self.resting else super().values()


class _Namespaces:
    """An element tree of which only elements that declare something new are gone through."""

    def __init__(self, tree: Any) -> None:
        self._tree = tree
        found: dict[object, Any] = {}
        for element in tree.iter():
            found.setdefault(frozenset(element.nsmap.items()), element)
        self._elements = tuple(found.values())

    def iter(self) -> Iterator[Any]:
        """Give one element for each set of namespaces."""
        return iter(self._elements)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._tree, name)


@dataclass
class DtsSteps:
    """What the steps over one DTS left behind and said."""

    model: Any
    collector: Collector
    documents: frozenset[Any]
    said: dict[str, list[Raw]] = field(default_factory=dict)
    state: dict[str, Any] = field(default_factory=dict)  # of the model, after its relationships were checked
    sets: tuple[Any, ...] = ()  # arguments that collect results of ``evaluateModelVariableSet``
    variable_sets: dict[Any, dict[str, Any]] = field(default_factory=dict)
    tables: dict[Any, list[Raw]] = field(default_factory=dict)  # what was said of each

    def learn(self) -> bool:
        """Validate a DTS with an instance that says nothing; tell whether its steps can be skipped from now on."""
        before, seen = dict(self.model.__dict__), len(self.collector.records)

        def done(name: str | None = None, *_: object) -> None:
            nonlocal seen
            if name in _NEEDED:
                self.said[name] = self.collector.records[seen:]
            if name == _RELATIONSHIPS:
                self.state = {key: value for key, value in self.model.__dict__.items() if value is not before.get(key)}
            seen = len(self.collector.records)

        assertions, tables = ValidateFormula.evaluateModelVariableSet, ValidateFormula.checkTableRules
        ValidateFormula.evaluateModelVariableSet = self._learn_assertions(assertions)
        ValidateFormula.checkTableRules = self._learn_tables(tables)
        self.model.profileStat = done
        try:
            Validate.validate(self.model)
        finally:
            ValidateFormula.evaluateModelVariableSet, ValidateFormula.checkTableRules = assertions, tables
            del self.model.profileStat
        self.state.pop("profileStat", None)
        return self._is_plain()

    def rest(self) -> None:
        """Make the model ready to withhold what has been checked; what forks share is made before they start."""
        self.model.qnameConcepts, self.model.qnameTypes = (
            _Rested(self.model.qnameConcepts),
            _Rested(self.model.qnameTypes),
        )
        for one, kept in self.variable_sets.items():
            one.__dict__.update(kept)
        if self.model.modelManager.validateDisclosureSystem:
            for document in self.documents:
                if document.targetXbrlElementTree is not None:
                    document.targetXbrlElementTree = _Namespaces(document.targetXbrlElementTree)

    def withhold(self) -> None:
        """Have Arelle pass over the steps that ``skip`` reports as done. Changes Arelle itself: only in a fork."""
        check = ValidateXbrlDTS.checkDTS

        def check_documents(val: Any, document: Any, checked: set[Any]) -> None:
            checked |= self.documents
            check(val, document, checked)

        ValidateXbrlDTS.checkDTS = check_documents
        ValidateXbrlDTS.checkNamespaceSchemaConnectivity = lambda _val: None
        ValidateFormula.evaluateModelVariableSet = self._assertions_done
        ValidateFormula.checkTableRules = self._table_done

    def skip(self) -> None:
        """Have the next validation find these steps done."""
        model, base_sets = self.model, self.model.baseSets
        checked_last = _DIMENSIONS if model.hasXDT else _INSTANCE
        said_concepts = False

        def done(name: str | None = None, *_: object) -> None:
            nonlocal said_concepts
            if name == _RELATIONSHIPS:
                model.baseSets = base_sets
                model.__dict__.update(self.state)
            elif name == checked_last:
                model.qnameConcepts.resting = True
            elif name == _CONCEPTS:
                model.qnameConcepts.resting, said_concepts = False, True
            elif name is None and said_concepts:  # the filing rules are done
                model.qnameTypes.resting, said_concepts = True, False
            elif name == _DOCUMENTS:
                model.qnameTypes.resting = False
            self.collector.records += self.said.get(name or "", ())

        model.profileStat, model.baseSets = done, type(base_sets)(list)

    def _is_plain(self) -> bool:
        told = {level for records in (*self.said.values(), *self.tables.values()) for _, level, *_ in records}
        needed = _NEEDED | ({_ASSERTIONS} if self.model.hasFormulae else set())
        return self.said.keys() >= needed and not told & set(_SEVERE)

    def _learn_assertions(self, original: Any) -> Any:
        def learn(*arguments: Any) -> None:
            seen = len(self.collector.records)
            original(*arguments)
            self.said[_ASSERTIONS] = self.collector.records[seen:]
            names, dependencies, producing = arguments[3:6]  # Arelle empties them when it is done
            self.sets = (set(names), _copied(dependencies), _copied(producing))
            self.variable_sets = {one: dict(one.__dict__) for one in self.model.modelVariableSets}

        return learn

    def _learn_tables(self, original: Any) -> Any:
        def learn(val: Any, context: Any, table: Any) -> None:
            seen = len(self.collector.records)
            original(val, context, table)
            self.tables[table] = self.collector.records[seen:]

        return learn

    def _table_done(self, _val: Any, _context: Any, table: Any) -> None:
        self.collector.records += self.tables[table]

    def _assertions_done(self, *arguments: Any) -> None:
        names, dependencies, producing = arguments[3:6]
        names |= self.sets[0]
        dependencies.update(_copied(self.sets[1]))
        producing.update(_copied(self.sets[2]))
        self.collector.records += self.said[_ASSERTIONS]


def _copied(sets: Any) -> dict[Any, Any]:
    return {key: type(some)(some) for key, some in sets.items()}
