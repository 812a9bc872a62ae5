"""The facts of an instance by their own keys: for what must be known without a workbook, and of last year's report."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, FactValue, Period, QName
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_XBRLDI: Final = "{http://xbrl.org/2006/xbrldi}"
_MIDNIGHT: Final = re.compile(r"T00:00:00(\.0+)?(Z|[+-]\d\d:\d\d)?$")
_NUMERIC: Final = (Kind.MONETARY, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class InstanceFacts:
    """Facts without cells, and the line of the instance that each stands on.

    ``unread`` are the amounts, by line, of facts with an unknown concept or without a context.
    """

    facts: tuple[Fact, ...]
    lines: dict[FactKey, int]
    unread: dict[int, Decimal]


def read_facts(data: bytes, model: TaxonomyModel) -> InstanceFacts:
    """Read the facts of a well-formed instance; one whose context or value cannot be understood is left to Arelle.

    Of several facts with one key the first counts.
    """
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    contexts = {item.get("id", ""): _context(item) for item in root.iter(f"{_XBRLI}context")}
    units = {item.get("id", ""): _unit(item) for item in root.iter(f"{_XBRLI}unit")}
    facts: dict[FactKey, Fact] = {}
    lines: dict[FactKey, int] = {}
    unread: dict[int, Decimal] = {}
    for element in (each for each in root.iter(etree.Element) if each.get("contextRef") is not None):
        context = contexts.get(element.get("contextRef", ""))
        if context is None or _name(element) not in model.concepts:
            unread |= _amount(element)
            continue
        key = FactKey(_name(element), *context, units.get(element.get("unitRef", "")))
        value = _value(element, key, model)
        if value is not None and key not in facts:
            facts[key] = Fact(key, value, (), element.get("decimals"))
            lines[key] = _line(element)
    return InstanceFacts(tuple(facts.values()), lines, unread)


def _name(element: etree._Element) -> QName:
    name = etree.QName(element)
    return QName(name.namespace or "", name.localname)


def _line(element: etree._Element) -> int:
    line = element.sourceline
    return line if isinstance(line, int) else 0


def _amount(element: etree._Element) -> dict[int, Decimal]:
    try:
        number = Decimal((element.text or "").strip())
    except InvalidOperation:
        return {}
    return {_line(element): number} if number.is_finite() else {}


def _context(item: etree._Element) -> tuple[Period, tuple[Dimension, ...]] | None:
    period = item.find(f"{_XBRLI}period")
    if period is None:
        return None
    try:
        instant = period.findtext(f"{_XBRLI}instant")
        if instant is not None:
            span = Period(None, _last_day(instant))
        else:
            start = date.fromisoformat(period.findtext(f"{_XBRLI}startDate", "").strip()[:10])
            span = Period(start, _last_day(period.findtext(f"{_XBRLI}endDate", "")))
    except ValueError:
        return None
    return span, tuple(sorted(_dimensions(item)))


def _last_day(text: str) -> date:
    day = date.fromisoformat(text.strip()[:10])
    return day - timedelta(days=1) if _MIDNIGHT.search(text.strip()) else day


def _dimensions(item: etree._Element) -> Iterator[Dimension]:
    for member in item.iter(f"{_XBRLDI}explicitMember"):
        yield Dimension(_qname(member.get("dimension", ""), member), _qname((member.text or "").strip(), member))
    for member in item.iter(f"{_XBRLDI}typedMember"):
        text = " ".join("".join(map(str, member.itertext())).split())
        yield Dimension(_qname(member.get("dimension", ""), member), QName("", text))


def _qname(text: str, element: etree._Element) -> QName:
    prefix, _, local = text.rpartition(":")
    return QName(element.nsmap.get(prefix or None, "") or "", local)


def _unit(item: etree._Element) -> str:
    divide = item.find(f"{_XBRLI}divide")
    sides = [item] if divide is None else list(divide)
    return "/".join("*".join(_local(each) for each in side.iter(f"{_XBRLI}measure")) for side in sides)


def _local(measure: etree._Element) -> str:
    return (measure.text or "").strip().rpartition(":")[2]


def _value(element: etree._Element, key: FactKey, model: TaxonomyModel) -> FactValue | None:
    concept = model.concepts.get(key.concept)
    text = (element.text or "").strip()
    if concept is None:
        return None
    try:
        if concept.kind in _NUMERIC:
            number = Decimal(text)
            return number if number.is_finite() else None
        return date.fromisoformat(text) if concept.kind is Kind.DATE else text
    except (InvalidOperation, ValueError):
        return None
