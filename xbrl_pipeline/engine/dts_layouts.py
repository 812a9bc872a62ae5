"""How a DTS lays out its facts: the tables of its table linkbases, their parameters, and the headings above them.

What depends on the DTS alone is worked out here, once: a node that asks for a tree of lines or of members is that tree.
What depends on a report (dates, values on an open axis) is left to whoever shows one.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from arelle import XbrlConst
from arelle.ModelValue import qname as read_name

from xbrl_pipeline.engine.dts_concepts import labels, qname, step
from xbrl_pipeline.engine.dumps import BreakdownDump, HeadingDump, LayoutDump, NodeDump, ParameterDump, RuleSetDump
from xbrl_pipeline.model.facts import QName

_TABLE: Final = "http://xbrl.org/2014/table"
_FORMULA: Final = "http://xbrl.org/2008/formula"
_ARCS: Final = "http://xbrl.org/arcrole/2014"
_HEADINGS: Final = "http://www.xbrl.org/2013/arcrole/parent-child"
_DIRECT: Final = 1  # generations below a source that "child" asks for
_AXES: Final = ("x", "y", "z")


def layouts(model: Any) -> tuple[LayoutDump, ...]:
    """Return every table, by role and id."""
    network = model.relationshipSet(f"{_ARCS}/table-breakdown")
    dynamic = sorted({key[0] for key in model.baseSets if "dynamiclabel" in step(key[0]).lower().replace("-", "")})
    found = [_layout(model, table, dynamic) for table in network.fromModelObjects()]
    return tuple(sorted(found, key=lambda item: (item.role, item.id)))


def parameters(model: Any) -> tuple[ParameterDump, ...]:
    """Return every parameter that has an expression, with the prefixes that it uses."""
    found = []
    for name, item in model.qnameParameters.items():
        if select := item.get("select"):
            prefixes = {prefix: uri for prefix, uri in item.nsmap.items() if prefix and f"{prefix}:" in select}
            found.append(ParameterDump(str(name.localName), select, tuple(sorted(prefixes.items()))))
    return tuple(sorted(found, key=lambda item: item.name))


def headings(model: Any) -> tuple[HeadingDump, ...]:
    """Return the tree of headings with the roles below them, from above to below; a DTS may have none."""
    network = model.relationshipSet(_HEADINGS)
    roots = [item for item in network.rootConcepts if hasattr(item, "qname")]
    return tuple(line for root in roots for line in _headings(network, root, "", frozenset()))


def _headings(network: Any, item: Any, preferred: str, above: frozenset[Any]) -> Iterator[HeadingDump]:
    depth = len(above)
    if role := getattr(item, "roleURI", None):
        yield HeadingDump(depth, None, role, "")
        return
    if not hasattr(item, "qname") or item in above:
        return
    yield HeadingDump(depth, qname(item.qname), "", preferred)
    for arc in sorted(network.fromModelObject(item), key=lambda each: each.orderDecimal):
        if arc.toModelObject is not None:
            yield from _headings(network, arc.toModelObject, step(arc.preferredLabel), above | {item})


def _layout(model: Any, table: Any, dynamic: list[str]) -> LayoutDump:
    arcs = [arc for arc in _arcs(model, "table-breakdown", table) if arc.get("axis") in _AXES]
    breakdowns = tuple(BreakdownDump(arc.get("axis"), tuple(_below(model, arc, dynamic))) for arc in arcs)
    role = table.getparent().get(XbrlConst.qnXlinkRole.clarkNotation, "") or ""
    return LayoutDump(role, table.id or "", labels(model, table), breakdowns)


def _arcs(model: Any, name: str, parent: Any) -> list[Any]:
    arcs = model.relationshipSet(f"{_ARCS}/{name}").fromModelObject(parent)
    return sorted((arc for arc in arcs if arc.toModelObject is not None), key=lambda arc: arc.orderDecimal)


def _below(model: Any, above: Any, dynamic: list[str]) -> Iterator[NodeDump]:
    breakdown = above.toModelObject
    for arc in _arcs(model, "breakdown-tree", breakdown):
        yield from _nodes(model, arc.toModelObject, 0, dynamic)


def _nodes(model: Any, node: Any, depth: int, dynamic: list[str]) -> Iterator[NodeDump]:
    """Give a node as one or more lines, those below it after it."""
    own = NodeDump(
        depth=depth,
        labels=labels(model, node),
        messages=_messages(model, node, dynamic),
        last=node.get("parentChildOrder") == "children-first",
        tag=node.get("tagSelector") or "",
        abstract=node.get("abstract") == "true",
    )
    match node.localName:
        case "ruleNode":
            mine = [replace(own, rules=tuple(_rule_sets(node)))]
        case "conceptRelationshipNode":
            mine = list(_concept_tree(model, node, own))
        case "dimensionRelationshipNode":
            mine = list(_member_tree(model, node, own))
        case "aspectNode":
            mine = [replace(own, open=_axis_of(node))]
        case _:
            mine = [own]
    yield from mine
    inside = depth + (mine[-1].depth - depth if mine else 0) + 1
    for arc in _arcs(model, "definition-node-subtree", node):
        yield from _nodes(model, arc.toModelObject, inside, dynamic)


def _messages(model: Any, node: Any, dynamic: list[str]) -> tuple[tuple[str, str], ...]:
    found = (arc.toModelObject for role in dynamic for arc in model.relationshipSet(role).fromModelObject(node))
    return tuple(sorted((item.xmlLang or "", item.textValue.strip()) for item in found if item is not None))


def _rule_sets(node: Any) -> Iterator[RuleSetDump]:
    yield _rules(node, "")
    for inner in _children(node, _TABLE, "ruleSet"):
        yield _rules(inner, inner.get("tag") or "")


def _rules(parent: Any, tag: str) -> RuleSetDump:
    concept = next((_text_name(each) for each in _children(parent, _FORMULA, "concept")), None)
    period = next(map(_period, _children(parent, _FORMULA, "period")), None)
    explicit = map(_explicit, _children(parent, _FORMULA, "explicitDimension"))
    typed = map(_typed, _children(parent, _FORMULA, "typedDimension"))
    return RuleSetDump(tag, concept, period, (*explicit, *typed))


def _text_name(parent: Any) -> QName | None:
    for inner in _children(parent, _FORMULA, "qname"):
        return _name(inner, inner.textValue)
    return None


def _name(element: Any, text: str) -> QName | None:
    found = read_name(element, text.strip())
    return None if found is None else qname(found)


def _period(period: Any) -> tuple[str, str]:
    """Return the expressions of its first and last day; the first is empty for an instant."""
    for inner in _children(period, _FORMULA, "instant"):
        return "", inner.get("value") or ""
    for inner in _children(period, _FORMULA, "duration"):
        return inner.get("start") or "", inner.get("end") or ""
    return "", ""


def _explicit(rule: Any) -> tuple[QName, QName | None, str]:
    """Return axis and member, or else the expression for it; neither: the axis is left out."""
    axis = _name(rule, rule.get("dimension")) or QName("", "")
    for member in _children(rule, _FORMULA, "member"):
        expression = next((each.textValue for each in _children(member, _FORMULA, "qnameExpression")), "")
        return axis, _text_name(member), expression.strip()
    return axis, None, ""


def _typed(rule: Any) -> tuple[QName, QName | None, str]:
    axis = _name(rule, rule.get("dimension")) or QName("", "")
    value = next((each.textValue.strip() for each in _children(rule, _FORMULA, "value")), None)
    return axis, None if value is None else QName("", value), ""


def _children(parent: Any, namespace: str, name: str) -> Iterator[Any]:
    yield from parent.iterchildren(f"{{{namespace}}}{name}")


def _one(node: Any, name: str) -> str:
    return next((each.textValue.strip() for each in _children(node, _TABLE, name)), "")


def _axis_of(node: Any) -> QName | None:
    """Return the axis whose values in a report are its columns; None for another aspect."""
    return next((_name(each, each.textValue) for each in _children(node, _TABLE, "dimensionAspect")), None)


def _concept_tree(model: Any, node: Any, own: NodeDump) -> Iterator[NodeDump]:
    network = model.relationshipSet(_one(node, "arcrole") or XbrlConst.parentChild, _one(node, "linkrole") or None)
    for line, item, preferred in _walk(model, network, node, own):
        rules = (RuleSetDump("", qname(item.qname), None, ()),)
        yield replace(line, rules=rules, abstract=bool(item.isAbstract), preferred=preferred, messages=())


def _member_tree(model: Any, node: Any, own: NodeDump) -> Iterator[NodeDump]:
    axis = _name(node, _one(node, "dimension")) or QName("", "")
    role = _one(node, "linkrole") or None
    network = model.relationshipSet(XbrlConst.domainMember, role)
    unusable = {
        arc.toModelObject
        for arcrole in (XbrlConst.domainMember, XbrlConst.dimensionDomain)
        for arc in model.relationshipSet(arcrole, role).modelRelationships
        if not arc.isUsable
    }
    for line, item, preferred in _walk(model, network, node, own):
        rules = (RuleSetDump("", None, None, ((axis, qname(item.qname), ""),)),)
        yield replace(line, rules=rules, abstract=item in unusable, preferred=preferred, messages=())


def _walk(model: Any, network: Any, node: Any, own: NodeDump) -> Iterator[tuple[NodeDump, Any, str]]:
    """Give every element that a relationship node asks for, with its depth and the role of its label."""
    way = _one(node, "formulaAxis") or "descendant-or-self"
    direct = way.startswith("child") or _one(node, "generations") == str(_DIRECT)
    names = [read_name(each, each.textValue.strip()) for each in _children(node, _TABLE, "relationshipSource")]
    sources = [found for name in names if (found := model.qnameConcepts.get(name)) is not None]
    for source in sources or network.rootConcepts:
        if way.endswith("-or-self") or not names:
            yield replace(own, labels=()), source, ""
            yield from _walk_below(network, source, own, own.depth + 1, frozenset(), direct=direct)
        else:
            yield from _walk_below(network, source, own, own.depth, frozenset(), direct=direct)


def _walk_below(
    network: Any, parent: Any, own: NodeDump, depth: int, above: frozenset[Any], *, direct: bool
) -> Iterator[tuple[NodeDump, Any, str]]:
    arcs = sorted(network.fromModelObject(parent), key=lambda arc: arc.orderDecimal)
    for arc in arcs:
        item = arc.toModelObject
        if item is None or item is parent or item in above:
            continue
        yield replace(own, depth=depth, labels=()), item, step(arc.preferredLabel)
        if not direct:
            yield from _walk_below(network, item, own, depth + 1, above | {parent}, direct=False)
