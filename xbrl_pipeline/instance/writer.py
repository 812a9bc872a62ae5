"""Facts to an XBRL 2.1 instance by the NT filing rules (FR-NL, FG-NL).

UTF-8 without BOM, one schemaRef, xml:lang on the root, contexts before units before facts (FG-NL-04), no ids on facts
(FG-NL-09), only contexts, units and namespaces that are used (FR-NL-3.03, 4.02, FG-NL-05), the prefixes that the
taxonomy declares (FG-NL-03), dates without time (FR-NL-3.01), dimensions where the taxonomy's hypercubes expect them
(in the NT: the scenario). Typed members hold their text in the element that the axis names.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from lxml import etree

from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, FactValue, Period, QName
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_XBRLI: Final = "http://www.xbrl.org/2003/instance"
_LINK: Final = "http://www.xbrl.org/2003/linkbase"
_XLINK: Final = "http://www.w3.org/1999/xlink"
_XBRLDI: Final = "http://xbrl.org/2006/xbrldi"
_ISO4217: Final = "http://www.xbrl.org/2003/iso4217"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
PURE: Final = "pure"

_Context = tuple[Period, tuple[Dimension, ...]]
_NOT_IN_IDS: Final = re.compile(r"[^0-9A-Za-z_.-]+")
_LONGEST_ID: Final = 100


def write_instance(facts: Sequence[Fact], identifier: str, model: TaxonomyModel, profile: ReportProfile) -> bytes:
    """Return the bytes of an instance; ``identifier`` is the value of ``xbrli:identifier`` (KvK number)."""
    prefixes = {namespace: prefix for prefix, namespace in model.prefixes.items()}
    root = etree.Element(f"{{{_XBRLI}}}xbrl", {_LANG: profile.lang}, _namespaces(facts, model, prefixes))
    reference = etree.SubElement(root, f"{{{_LINK}}}schemaRef")
    reference.set(f"{{{_XLINK}}}type", "simple")
    reference.set(f"{{{_XLINK}}}href", profile.entry_point)
    ids = _context_ids(_contexts(facts))
    for context, name in ids.items():
        element = etree.SubElement(root, f"{{{_XBRLI}}}context", id=name)
        _fill_context(element, context, (profile.identifier_scheme, identifier), model, prefixes)
    for unit in sorted({fact.key.unit for fact in facts if fact.key.unit is not None}):
        measure = "xbrli:pure" if unit == PURE else f"iso4217:{unit}"
        _text(etree.SubElement(root, f"{{{_XBRLI}}}unit", id=unit), f"{{{_XBRLI}}}measure", measure)
    for fact in facts:
        _add_fact(root, fact, ids)
    etree.indent(root, "  ")
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True) + b"\n"


def _contexts(facts: Iterable[Fact]) -> list[_Context]:
    """Return the distinct contexts: oldest first, then by dimensions."""
    used = {(fact.key.period, fact.key.dimensions) for fact in facts}
    return sorted(used, key=lambda item: (item[0].end, item[0].start or date.min, item[1]))


def _context_ids(contexts: Iterable[_Context]) -> dict[_Context, str]:
    """Name each context by its period and members; texts that come down to the same name get a number."""
    ids: dict[_Context, str] = {}
    used: set[str] = set()
    for context in contexts:
        name, number = _context_id(*context), 1
        while name in used:
            number += 1
            name = f"{_context_id(*context)}_{number}"
        used.add(name)
        ids[context] = name
    return ids


def _context_id(period: Period, dimensions: tuple[Dimension, ...]) -> str:
    days = f"I{period.end:%Y%m%d}" if period.start is None else f"D{period.start:%Y%m%d}-{period.end:%Y%m%d}"
    name = "_".join([days, *(_NOT_IN_IDS.sub("-", item.member.local) for item in dimensions)])
    return name[:_LONGEST_ID] if any(item.typed for item in dimensions) else name


def _namespaces(facts: Sequence[Fact], model: TaxonomyModel, prefixes: dict[str, str]) -> dict[str, str]:
    names = {fact.key.concept.namespace for fact in facts}
    dimensions = [item for fact in facts for item in fact.key.dimensions]
    names |= {name.namespace for item in dimensions for name in item if name.namespace}
    names |= {_domain(item.axis, model).namespace for item in dimensions if item.typed}
    table = {"xbrli": _XBRLI, "link": _LINK, "xlink": _XLINK}
    if dimensions:
        table["xbrldi"] = _XBRLDI
    if any(fact.key.unit not in (None, PURE) for fact in facts):
        table["iso4217"] = _ISO4217
    return table | {prefixes[namespace]: namespace for namespace in sorted(names)}


def _fill_context(
    element: etree._Element, context: _Context, entity: tuple[str, str], model: TaxonomyModel, prefixes: dict[str, str]
) -> None:
    period, dimensions = context
    holder = etree.SubElement(element, f"{{{_XBRLI}}}entity")
    _text(holder, f"{{{_XBRLI}}}identifier", entity[1]).set("scheme", entity[0])
    segment = [item for item in dimensions if item.axis in model.segment_axes]
    _add_members(holder, "segment", segment, model, prefixes)
    _add_period(element, period)
    _add_members(element, "scenario", [item for item in dimensions if item not in segment], model, prefixes)


def _add_members(
    parent: etree._Element, place: str, items: Sequence[Dimension], model: TaxonomyModel, prefixes: dict[str, str]
) -> None:
    container = etree.SubElement(parent, f"{{{_XBRLI}}}{place}") if items else parent
    for item in items:
        if item.typed:
            member = etree.SubElement(container, f"{{{_XBRLDI}}}typedMember")
            _text(member, str(_domain(item.axis, model)), item.member.local)
        else:
            member = _text(container, f"{{{_XBRLDI}}}explicitMember", _prefixed(item.member, prefixes))
        member.set("dimension", _prefixed(item.axis, prefixes))


def _domain(axis: QName, model: TaxonomyModel) -> QName:
    """Return the element that holds the text of a typed axis."""
    element = model.element(axis)
    prefix, _, local = (element.typed_domain if element is not None else "").rpartition(":")
    return QName(model.prefixes.get(prefix, ""), local)


def _add_period(context: etree._Element, period: Period) -> None:
    element = etree.SubElement(context, f"{{{_XBRLI}}}period")
    if period.start is None:
        _text(element, f"{{{_XBRLI}}}instant", period.end.isoformat())
    else:
        _text(element, f"{{{_XBRLI}}}startDate", period.start.isoformat())
        _text(element, f"{{{_XBRLI}}}endDate", period.end.isoformat())


def _add_fact(root: etree._Element, fact: Fact, ids: Mapping[_Context, str]) -> None:
    key: FactKey = fact.key
    element = _text(root, str(key.concept), lexical(fact.value))
    element.set("contextRef", ids[key.period, key.dimensions])
    if key.unit is not None:
        element.set("unitRef", key.unit)
        element.set("decimals", fact.decimals or "INF")


def lexical(value: FactValue) -> str:
    """Write a value as XML Schema does: plain decimals without exponent, ISO dates, text as it is."""
    match value:
        case Decimal():
            return f"{value:f}"
        case date():
            return value.isoformat()
        case _:
            return value


def _prefixed(name: QName, prefixes: dict[str, str]) -> str:
    return f"{prefixes[name.namespace]}:{name.local}"


def _text(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, tag)
    element.text = text
    return element
