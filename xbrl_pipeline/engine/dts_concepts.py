"""Elements of a DTS: what they are, their labels, references, facets and code lists."""

from collections.abc import Iterator
from typing import Any

from arelle import XbrlConst

from xbrl_pipeline.engine.dumps import CodeListDump, ConceptDump, Label, Nature, Reference
from xbrl_pipeline.model.facts import QName

_PLUMBING = {XbrlConst.xbrli, XbrlConst.xbrldt}
_LABELS = (XbrlConst.conceptLabel, XbrlConst.elementLabel)
_REFERENCES = (XbrlConst.conceptReference, XbrlConst.elementReference)


def qname(name: Any) -> QName:
    """Return a name of Arelle as ours."""
    return QName(name.namespaceURI or "", name.localName)


def step(role: str | None) -> str:
    """Return the last step of a role's URI, by which labels are known."""
    return (role or "").rpartition("/")[2]


def concepts(model: Any) -> tuple[ConceptDump, ...]:
    """Return every item, tuple, axis and hypercube, by name."""
    found = [item for item in model.qnameConcepts.values() if is_declared(item)]
    return tuple(sorted((_concept(model, item) for item in found), key=lambda item: item.name))


def labels(model: Any, thing: Any) -> tuple[Label, ...]:
    """Return standard and generic labels of an element, a code or a role."""
    found = {
        (step(item.role), item.xmlLang or "", item.textValue.strip()) for item in _resources(model, thing, _LABELS)
    }
    return tuple(sorted(found))


def code_lists(model: Any) -> tuple[CodeListDump, ...]:
    """Return the enumerated types that items use."""
    lists = {}
    for concept in model.qnameConcepts.values():
        values = (concept.facets or {}).get("enumeration") if concept.isItem else None
        if values and concept.typeQname is not None and qname(concept.typeQname) not in lists:
            coded = tuple((value, labels(model, element)) for value, element in values.items())
            lists[qname(concept.typeQname)] = CodeListDump(qname(concept.typeQname), coded)
    return tuple(lists[name] for name in sorted(lists))


def is_declared(concept: Any) -> bool:
    """Tell whether a taxonomy declares an element as an item or tuple of its own."""
    return bool((concept.isItem or concept.isTuple) and concept.qname.namespaceURI not in _PLUMBING)


def _nature(concept: Any) -> Nature:
    if concept.isDimensionItem:
        return Nature.TYPED_AXIS if concept.isTypedDimension else Nature.AXIS
    if concept.isHypercubeItem:
        return Nature.HYPERCUBE
    if concept.isTuple:
        return Nature.TUPLE
    return Nature.ABSTRACT if concept.isAbstract else Nature.ITEM


def _concept(model: Any, concept: Any) -> ConceptDump:
    facets = concept.facets or {}
    pattern = facets.get("pattern")
    return ConceptDump(
        name=qname(concept.qname),
        prefix=concept.qname.prefix or "",
        nature=_nature(concept),
        type=qname(concept.typeQname) if concept.typeQname is not None else None,
        base_type=concept.baseXsdType or "",
        monetary=bool(concept.isMonetary),
        numeric=bool(concept.isNumeric),
        instant=concept.periodType == "instant",
        balance=concept.balance,
        nillable=bool(concept.isNillable),
        labels=labels(model, concept),
        references=_references(model, concept),
        codes=tuple(facets.get("enumeration", {})),
        pattern=None if pattern is None else str(getattr(pattern, "xsdPattern", getattr(pattern, "pattern", pattern))),
        max_length=facets.get("maxLength"),
        fraction_digits=facets.get("fractionDigits"),
        options=_options(model, concept),
        typed_domain=_typed_domain(concept),
    )


def _typed_domain(concept: Any) -> str:
    element = concept.typedDomainElement if concept.isTypedDimension else None
    return str(element.qname) if element is not None else ""


def _references(model: Any, concept: Any) -> tuple[Reference, ...]:
    found = {
        tuple((part.localName, part.textValue.strip()) for part in item.iterchildren() if hasattr(part, "localName"))
        for item in _resources(model, concept, _REFERENCES)
    }
    return tuple(sorted(found))


def _resources(model: Any, thing: Any, arcroles: tuple[str, ...]) -> Iterator[Any]:
    for arcrole in arcroles:
        for arc in model.relationshipSet(arcrole).fromModelObject(thing):
            if arc.toModelObject is not None:
                yield arc.toModelObject


def _options(model: Any, concept: Any) -> tuple[QName, ...]:
    """Return the members that an extensible enumeration offers."""
    if not concept.isItem or not concept.isEnumeration or concept.enumDomain is None:
        return ()
    usable = [concept.enumDomain] if concept.isEnumDomainUsable else []
    found = dict.fromkeys([*usable, *members(model, concept.enumDomain, concept.enumLinkrole, frozenset())])
    return tuple(qname(item.qname) for item in found)


def members(model: Any, domain: Any, role: str, above: frozenset[Any]) -> Iterator[Any]:
    """Give the usable members under a domain, following target roles, once per way; cycles end."""
    for arc in model.relationshipSet(XbrlConst.domainMember, role).fromModelObject(domain):
        member = arc.toModelObject
        if member is None or member in above:
            continue
        if arc.isUsable:
            yield member
        yield from members(model, member, arc.consecutiveLinkrole, above | {domain})
