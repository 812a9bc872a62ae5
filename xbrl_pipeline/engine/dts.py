"""A loaded DTS to plain values: concepts, labels, facets and formula assertions.

Relies on arelle-release 2.47.3: ``ModelXbrl.qnameConcepts``, ``modelVariableSets`` and ``relationshipSet``.
"""

import re
from typing import Any

from arelle import XbrlConst
from arelle.ModelFormulaObject import (
    ModelConceptName,
    ModelFactVariable,
    ModelGeneralVariable,
    ModelVariableSetAssertion,
)

from xbrl_pipeline.engine.records import AssertionDump, ConceptDump, DtsDump, MemberDump, Record, VariableDump
from xbrl_pipeline.model.facts import QName

_NAME = re.compile(r"([\w.-]+):([\w.-]+)")
_PLUMBING = {XbrlConst.xbrli, XbrlConst.xbrldt}


def dump(model: Any, problems: tuple[Record, ...]) -> DtsDump:
    """Read a loaded model; ``problems`` are what loading it gave."""
    if model is None or model.modelDocument is None:
        return DtsDump((), (), (), (), problems)
    concepts = [concept for concept in model.qnameConcepts.values() if _reportable(concept)]
    assertions = [thing for thing in model.modelVariableSets if isinstance(thing, ModelVariableSetAssertion)]
    prefixes = _prefixes(model)
    return DtsDump(
        prefixes=tuple(sorted(prefixes.items())),
        concepts=tuple(sorted((_concept(model, concept) for concept in concepts), key=lambda item: item.name)),
        assertions=tuple(sorted((_assertion(model, thing) for thing in assertions), key=lambda item: item.id)),
        members=tuple(sorted((_member(model, item) for item in _members(model)), key=lambda item: item.name)),
        problems=problems,
    )


def _prefixes(model: Any) -> dict[str, str]:
    """Return the prefix under which schemas declare each target namespace."""
    prefixes: dict[str, str] = {}
    for document in sorted(model.urlDocs.values(), key=lambda item: item.uri):
        root = document.xmlRootElement
        for prefix, namespace in (root.nsmap if root is not None else {}).items():
            if prefix:
                prefixes.setdefault(prefix, namespace)
    return prefixes


def _reportable(concept: Any) -> bool:
    return _plain(concept) and not concept.isAbstract


def _plain(concept: Any) -> bool:
    special = concept.isDimensionItem or concept.isHypercubeItem or concept.qname.namespaceURI in _PLUMBING
    return bool(concept.isItem and not special)


def _members(model: Any) -> list[Any]:
    return [concept for concept in model.qnameConcepts.values() if _plain(concept) and concept.isAbstract]


def _member(model: Any, concept: Any) -> MemberDump:
    return MemberDump(QName(concept.qname.namespaceURI, concept.qname.localName), _labels(model, concept))


def _concept(model: Any, concept: Any) -> ConceptDump:
    facets = concept.facets or {}
    pattern = facets.get("pattern")
    return ConceptDump(
        name=QName(concept.qname.namespaceURI, concept.qname.localName),
        prefix=concept.qname.prefix or "",
        base_type=concept.baseXsdType or "",
        monetary=bool(concept.isMonetary),
        numeric=bool(concept.isNumeric),
        instant=concept.periodType == "instant",
        balance=concept.balance,
        labels=_labels(model, concept),
        codes=tuple(facets.get("enumeration", {})),
        pattern=None if pattern is None else str(getattr(pattern, "xsdPattern", getattr(pattern, "pattern", pattern))),
        max_length=facets.get("maxLength"),
        fraction_digits=facets.get("fractionDigits"),
    )


def _labels(model: Any, concept: Any) -> tuple[tuple[str, str, str], ...]:
    arcs = model.relationshipSet(XbrlConst.conceptLabel).fromModelObject(concept)
    resources = (arc.toModelObject for arc in arcs)
    return tuple(
        sorted({((item.role or "").rpartition("/")[2], item.xmlLang or "", item.textValue) for item in resources})
    )


def _assertion(model: Any, assertion: Any) -> AssertionDump:
    return AssertionDump(
        id=assertion.id or assertion.xlinkLabel or "",
        severity=_severity(model, assertion),
        test=assertion.test or "",
        messages=_messages(model, assertion),
        variables=_variables(assertion),
    )


def _messages(model: Any, assertion: Any) -> tuple[tuple[str, str], ...]:
    arcs = model.relationshipSet(XbrlConst.assertionUnsatisfiedMessage).fromModelObject(assertion)
    return tuple(sorted((arc.toModelObject.xmlLang or "", arc.toModelObject.text) for arc in arcs))


def _severity(model: Any, assertion: Any) -> str:
    for arcrole in XbrlConst.assertionUnsatisfiedSeverities:
        for arc in model.relationshipSet(arcrole).fromModelObject(assertion):
            return str(arc.toModelObject.level).upper()
    return "ERROR"


def _variables(assertion: Any) -> tuple[VariableDump, ...]:
    arcs = assertion.modelXbrl.relationshipSet(XbrlConst.variableSet).fromModelObject(assertion)
    found = ((arc.variableQname.localName, _concepts_of(arc.toModelObject)) for arc in arcs if arc.variableQname)
    return tuple(VariableDump(str(name), concepts) for name, concepts in found)


def _concepts_of(variable: Any) -> tuple[QName, ...]:
    """Return the concepts that a variable names, in its filters or in the path that it selects."""
    if isinstance(variable, ModelGeneralVariable):
        names = _NAME.findall(variable.select or "")
        found = [QName(variable.nsmap.get(prefix, ""), local) for prefix, local in names]
        known = {QName(name.namespaceURI, name.localName) for name in variable.modelXbrl.qnameConcepts}
        return tuple(sorted(set(found) & known))
    return _filtered_concepts(variable) if isinstance(variable, ModelFactVariable) else ()


def _filtered_concepts(variable: Any) -> tuple[QName, ...]:
    filters = (arc.toModelObject for arc in variable.filterRelationships if not arc.isComplemented)
    names = [name for item in filters if isinstance(item, ModelConceptName) for name in item.conceptQnames]
    return tuple(sorted(QName(name.namespaceURI, name.localName) for name in names if name is not None))
