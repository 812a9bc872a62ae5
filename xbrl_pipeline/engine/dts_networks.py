"""Networks of a DTS: what is presented in which order, which dimensions go with which items, what adds up."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from arelle import XbrlConst

from xbrl_pipeline.engine.dts_concepts import labels, members, qname, step
from xbrl_pipeline.engine.dumps import AxisDump, LineDump, RoleDump, SumDump, TableDump
from xbrl_pipeline.model.facts import QName

_CALCULATIONS = (XbrlConst.summationItem, XbrlConst.summationItem11)
_HYPERCUBES = (XbrlConst.all, XbrlConst.notAll)


def roles(model: Any) -> tuple[RoleDump, ...]:
    """Return the roles that present something, in the order the taxonomy gives them, else by definition."""
    numbering = sorted({key[0] for key in model.baseSets if step(key[0]).lower().endswith("order")})
    found = [_role(model, uri, numbering) for uri in _role_uris(model, XbrlConst.parentChild)]
    return tuple(sorted(found, key=lambda role: (role.order is None, role.order or 0.0, role.definition, role.uri)))


def tables(model: Any) -> tuple[TableDump, ...]:
    """Return every hypercube with its items, per role."""
    arcs = [
        arc
        for arcrole in _HYPERCUBES
        for uri in _role_uris(model, arcrole)
        for arc in model.relationshipSet(arcrole, uri).modelRelationships
        if arc.toModelObject is not None and arc.fromModelObject is not None
    ]
    defaults = _defaults(model)
    return tuple(sorted((_table(model, arc, defaults) for arc in arcs), key=lambda item: (item.role, item.hypercube)))


def sums(model: Any) -> tuple[SumDump, ...]:
    """Return the totals of all calculation links."""
    found = []
    for arcrole in _CALCULATIONS:
        for uri in _role_uris(model, arcrole):
            network = model.relationshipSet(arcrole, uri)
            totals = sorted(network.fromModelObjects(), key=lambda item: qname(item.qname))
            found += [SumDump(uri, qname(total.qname), _parts(network, total)) for total in totals]
    return tuple(sorted(found, key=lambda item: (item.role, item.total)))


def children(model: Any, arcrole: str, uri: str | None, parent: Any) -> list[Any]:
    """Return the arcs below an element in presentation order; those to nothing are left out."""
    arcs = model.relationshipSet(arcrole, uri).fromModelObject(parent)
    return sorted((arc for arc in arcs if arc.toModelObject is not None), key=lambda arc: arc.orderDecimal)


def _role_uris(model: Any, arcrole: str) -> list[str]:
    """Return the link roles that have arcs with an arcrole."""
    return sorted({key[1] for key in model.baseSets if key[0] == arcrole and key[1] and key[2] is None})


def _role(model: Any, uri: str, numbering: list[str]) -> RoleDump:
    network = model.relationshipSet(XbrlConst.parentChild, uri)
    types = model.roleTypes.get(uri, [])
    return RoleDump(
        uri=uri,
        definition=next((item.definition for item in types if item.definition), ""),
        order=_order(model, types, numbering),
        labels=tuple(sorted({label for item in types for label in labels(model, item)})),
        lines=tuple(line for root in network.rootConcepts for line in _lines(model, uri, root, "", frozenset())),
    )


def _order(model: Any, types: list[Any], numbering: list[str]) -> float | None:
    """Return the number that a taxonomy gives a role through a resource, as the name of an arcrole says."""
    for arcrole in numbering:
        for item in types:
            for arc in model.relationshipSet(arcrole).fromModelObject(item):
                if (text := arc.toModelObject.textValue.strip()).replace(".", "", 1).isdecimal():
                    return float(text)
    return None


def _lines(model: Any, uri: str, concept: Any, preferred: str, above: frozenset[Any]) -> Iterator[LineDump]:
    yield LineDump(len(above), qname(concept.qname), preferred)
    for arc in children(model, XbrlConst.parentChild, uri, concept):
        child = arc.toModelObject
        if child is not concept and child not in above:
            yield from _lines(model, uri, child, step(arc.preferredLabel), above | {concept})


def _defaults(model: Any) -> dict[QName, QName]:
    arcs = model.relationshipSet(XbrlConst.dimensionDefault).modelRelationships
    ended = [arc for arc in arcs if arc.toModelObject is not None and arc.fromModelObject is not None]
    return {qname(arc.fromModelObject.qname): qname(arc.toModelObject.qname) for arc in ended}


def _table(model: Any, arc: Any, defaults: dict[QName, QName]) -> TableDump:
    hypercube = arc.toModelObject
    below = model.relationshipSet(XbrlConst.hypercubeDimension, arc.consecutiveLinkrole).fromModelObject(hypercube)
    items = [arc.fromModelObject, *members(model, arc.fromModelObject, arc.linkrole, frozenset())]
    return TableDump(
        role=arc.linkrole,
        hypercube=qname(hypercube.qname),
        excludes=arc.arcrole == XbrlConst.notAll,
        closed=bool(arc.isClosed),
        context=arc.contextElement or "",
        items=tuple(sorted({qname(item.qname) for item in items if not item.isAbstract})),
        axes=tuple(_axis(model, each, defaults) for each in below if each.toModelObject is not None),
    )


def _axis(model: Any, arc: Any, defaults: dict[QName, QName]) -> AxisDump:
    axis = arc.toModelObject
    domains = model.relationshipSet(XbrlConst.dimensionDomain, arc.consecutiveLinkrole).fromModelObject(axis)
    found: dict[QName, None] = {}
    for each in domains:
        domain = each.toModelObject
        if domain is not None and each.isUsable:
            found[qname(domain.qname)] = None
        if domain is not None:
            inner = members(model, domain, each.consecutiveLinkrole, frozenset())
            found |= dict.fromkeys(qname(member.qname) for member in inner)
    name = qname(axis.qname)
    return AxisDump(name, bool(axis.isTypedDimension), tuple(found), defaults.get(name))


def _parts(network: Any, total: Any) -> tuple[tuple[QName, str], ...]:
    arcs = sorted(network.fromModelObject(total), key=lambda arc: arc.orderDecimal)
    return tuple(
        (qname(arc.toModelObject.qname), f"{(arc.weightDecimal or Decimal(1)).normalize():f}")
        for arc in arcs
        if arc.toModelObject is not None
    )
