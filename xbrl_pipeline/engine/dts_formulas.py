"""Formula assertions of a DTS: test, severity, messages, and which concepts each variable can bind."""

import re
from collections.abc import Iterator
from operator import attrgetter
from typing import Any

from arelle import ModelValue, XbrlConst
from arelle.ModelFormulaObject import (
    ModelConceptBalance,
    ModelConceptName,
    ModelConceptRelation,
    ModelExplicitDimension,
    ModelFactVariable,
    ModelGeneralVariable,
    ModelOrFilter,
    ModelTypedDimension,
    ModelVariableSetAssertion,
)

from xbrl_pipeline.engine.dts_concepts import qname
from xbrl_pipeline.engine.dts_networks import children
from xbrl_pipeline.engine.dumps import AssertionDump, VariableDump
from xbrl_pipeline.model.facts import Dimension, QName

_NAME = re.compile(r"([\w.-]+):([\w.-]+)")
_MEMBER = f"{{{XbrlConst.df}}}member"
_MEMBER_NAME = f"{{{XbrlConst.df}}}qname"
_DOWNWARD = {"child", "child-or-self", "descendant", "descendant-or-self"}


def assertions(model: Any) -> tuple[AssertionDump, ...]:
    """Return every assertion, by id."""
    found = [thing for thing in model.modelVariableSets if isinstance(thing, ModelVariableSetAssertion)]
    order = attrgetter("id", "role", "test", "messages")  # several may have the same id
    return tuple(sorted((_assertion(model, thing) for thing in found), key=order))


def _assertion(model: Any, assertion: Any) -> AssertionDump:
    return AssertionDump(
        id=assertion.id or assertion.xlinkLabel or "",
        kind=assertion.localName,
        role=assertion.getparent().get(XbrlConst.qnXlinkRole.clarkNotation, "") or "",
        severity=_severity(model, assertion),
        test=getattr(assertion, "test", None) or "",
        messages=_messages(model, assertion),
        variables=_variables(assertion),
        conditions=_conditions(assertion),
    )


def _conditions(assertion: Any) -> tuple[str, ...]:
    arcs = assertion.modelXbrl.relationshipSet(XbrlConst.variableSetPrecondition).fromModelObject(assertion)
    return tuple(sorted(arc.toModelObject.test or "" for arc in arcs))


def _messages(model: Any, assertion: Any) -> tuple[tuple[str, str], ...]:
    arcs = model.relationshipSet(XbrlConst.assertionUnsatisfiedMessage).fromModelObject(assertion)
    return tuple(sorted((arc.toModelObject.xmlLang or "", arc.toModelObject.text or "") for arc in arcs))


def _severity(model: Any, assertion: Any) -> str:
    for arcrole in XbrlConst.assertionUnsatisfiedSeverities:
        for arc in model.relationshipSet(arcrole).fromModelObject(assertion):
            return str(arc.toModelObject.level).upper()
    return "ERROR"


def _variables(assertion: Any) -> tuple[VariableDump, ...]:
    arcs = assertion.modelXbrl.relationshipSet(XbrlConst.variableSet).fromModelObject(assertion)
    return tuple(_variable(str(arc.variableQname.localName), arc.toModelObject) for arc in arcs if arc.variableQname)


def _variable(name: str, variable: Any) -> VariableDump:
    if not isinstance(variable, ModelFactVariable):
        return VariableDump(name, _concepts_of(variable))
    asked = [arc.toModelObject for arc in variable.filterRelationships if not arc.isComplemented]
    left_out = [arc.toModelObject for arc in variable.filterRelationships if arc.isComplemented]
    members = (found for item in asked if (found := _member(item)) is not None)
    axes = (axis for item in left_out for axis in _axes(item))
    return VariableDump(name, _concepts_of(variable), tuple(sorted(members)), tuple(sorted(set(axes))))


def _member(item: Any) -> Dimension | None:
    """Return the one member that a filter asks for; None where it is about something else, or about a tree of them."""
    if not isinstance(item, ModelExplicitDimension) or item.dimQname is None:
        return None
    members = [[*member] for member in item.iterchildren(_MEMBER)]
    names = [parts[0] for parts in members if [part.tag for part in parts] == [_MEMBER_NAME]]
    if len(members) != 1 or not names:
        return None
    member = ModelValue.qname(names[0], names[0].text.strip())
    return Dimension(qname(item.dimQname), qname(member))


def _axes(item: Any) -> Iterator[QName]:
    """Give the axes that a filter is about, whatever their members; of any of several filters: those of each."""
    if isinstance(item, ModelOrFilter):
        for arc in item.filterRelationships:
            yield from _axes(arc.toModelObject)
        return
    any_member = isinstance(item, ModelExplicitDimension) and next(item.iterchildren(_MEMBER), None) is None
    if (any_member or isinstance(item, ModelTypedDimension)) and item.dimQname is not None:
        yield qname(item.dimQname)


def _concepts_of(variable: Any) -> tuple[QName, ...]:
    """Return the concepts that a variable names, in its filters or in the path that it selects."""
    if isinstance(variable, ModelGeneralVariable):
        names = _NAME.findall(variable.select or "")
        found = [QName(variable.nsmap.get(prefix, ""), local) for prefix, local in names]
        known = {qname(name) for name in variable.modelXbrl.qnameConcepts}
        return tuple(sorted(set(found) & known))
    return _filtered(variable) if isinstance(variable, ModelFactVariable) else ()


def _filtered(variable: Any) -> tuple[QName, ...]:
    """Return what all filters together leave; nothing where none of them names concepts."""
    filters = [arc.toModelObject for arc in variable.filterRelationships if not arc.isComplemented]
    named = [found for item in filters if (found := _named(item)) is not None]
    if not named:
        return ()
    balances = {item.balance for item in filters if isinstance(item, ModelConceptBalance)}
    left = dict.fromkeys(name for name in named[0] if all(name in other for other in named[1:]))
    return tuple(name for name in left if not balances or _balance(variable.modelXbrl, name) in balances)


def _named(item: Any) -> list[QName] | None:
    """Return the concepts that one filter allows, or None where it is about something else."""
    if isinstance(item, ModelConceptName):
        return sorted(qname(name) for name in item.conceptQnames if name is not None)
    return list(_related(item)) if isinstance(item, ModelConceptRelation) and item.axis in _DOWNWARD else None


def _balance(model: Any, name: QName) -> str:
    concept = model.qnameConcepts.get(_arelle_name(model, name))
    return (concept.balance if concept is not None else None) or "none"


def _arelle_name(model: Any, name: QName) -> Any:
    return next((item.qname for item in model.nameConcepts.get(name.local, ()) if qname(item.qname) == name), None)


def _related(item: Any) -> Iterator[QName]:
    """Give the reportable concepts below the source of a concept-relation filter, in presentation order."""
    source = item.modelXbrl.qnameConcepts.get(item.sourceQname) if item.sourceQname is not None else None
    if source is None or not item.linkrole or not item.arcrole:
        return
    if item.axis.endswith("-or-self"):
        yield qname(source.qname)
    depth = item.generations or (1 if item.axis.startswith("child") else 0)
    yield from _below(item, source, depth, frozenset())


def _below(item: Any, concept: Any, depth: int, above: frozenset[Any]) -> Iterator[QName]:
    """Walk down ``depth`` generations; 0 is all of them."""
    for arc in children(item.modelXbrl, item.arcrole, item.linkrole, concept):
        child = arc.toModelObject
        if not child.isAbstract:
            yield qname(child.qname)
        if depth != 1 and child not in above:
            yield from _below(item, child, max(depth - 1, 0), above | {concept})
