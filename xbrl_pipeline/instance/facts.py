"""The facts of an instance from outside, by key, without loading its taxonomy: of a foreign file, or of last year."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, FactValue, Period, QName
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_XBRLDI: Final = "{http://xbrl.org/2006/xbrldi}"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_NUMERIC: Final = (Kind.MONETARY, Kind.NUMBER)


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact as it stands in the file; no value where it cannot be read, no key where its context cannot."""

    concept: QName
    key: FactKey | None
    value: FactValue | None
    text: str
    entity: str
    line: int
    decimals: str | None


@dataclass(frozen=True, slots=True)
class InstanceFacts:
    """Facts without cells, and the line of the instance that each stands on.

    ``unread`` are the amounts, by line, of facts with an unknown concept, or without a context or unit.
    """

    facts: tuple[Fact, ...] = ()
    lines: dict[FactKey, int] = field(default_factory=dict)
    unread: dict[int, Decimal] = field(default_factory=dict)


def read_facts(data: bytes) -> tuple[ReadFact, ...]:
    """Return the facts of a well-formed instance in their order; nil facts say nothing and are left out."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    root = etree.fromstring(data, parser)
    contexts = {element.get("id", ""): element for element in root.iter(f"{_XBRLI}context")}
    units = {element.get("id", ""): _unit(element) for element in root.iter(f"{_XBRLI}unit")}
    return tuple(_facts(root, contexts, units))


def known_facts(data: bytes, model: TaxonomyModel) -> InstanceFacts:
    """Return the facts that the taxonomy knows; what cannot be understood is left to Arelle.

    Of several facts with one key the first counts.
    """
    facts: dict[FactKey, Fact] = {}
    lines: dict[FactKey, int] = {}
    unread: dict[int, Decimal] = {}
    for read in read_facts(data):
        concept = model.concepts.get(read.concept)
        if concept is None or read.key is None:
            number = _number(read.text)
            unread |= {} if number is None else {read.line: number}
            continue
        value = _typed(read.text, concept.kind)
        if value is not None and read.key not in facts:
            facts[read.key] = Fact(read.key, value, (), read.decimals)
            lines[read.key] = read.line
            unread |= {read.line: value} if isinstance(value, Decimal) and read.key.unit is None else {}
    return InstanceFacts(tuple(facts.values()), lines, unread)


def _facts(root: etree._Element, contexts: dict[str, etree._Element], units: dict[str, str]) -> Iterator[ReadFact]:
    spans = {name: _span(context) for name, context in contexts.items()}
    for element in root.iter(etree.Element):
        reference = element.get("contextRef")
        if reference is None or element.get(_NIL) in ("true", "1"):
            continue
        name = etree.QName(element)
        concept = QName(name.namespace or "", name.localname)
        unit = units.get(element.get("unitRef", ""))
        span = spans.get(reference)
        key = None if span is None else FactKey(concept, *span, unit)
        text = (element.text or "").strip()
        value = text if unit is None else _number(text)
        entity = _entity(contexts[reference]) if reference in contexts else ""
        yield ReadFact(concept, key, value, text, entity, _line(element), element.get("decimals"))


def _line(element: etree._Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 0


def _span(context: etree._Element) -> tuple[Period, tuple[Dimension, ...]] | None:
    period = _period(context)
    return None if period is None else (period, tuple(sorted(_dimensions(context))))


def _period(context: etree._Element) -> Period | None:
    texts = {etree.QName(each).localname: (each.text or "").strip() for each in context.iter() if _is_day(each)}
    try:
        if "instant" in texts:
            return Period(None, _day(texts["instant"], last=True))
        return Period(_day(texts["startDate"], last=False), _day(texts["endDate"], last=True))
    except (KeyError, ValueError):
        return None


def _is_day(element: etree._Element) -> bool:
    return element.tag in (f"{_XBRLI}instant", f"{_XBRLI}startDate", f"{_XBRLI}endDate")


def _day(text: str, *, last: bool) -> date:
    """Read a day; one with a time at the end of a period is the moment that the next day begins."""
    if "T" not in text:
        return date.fromisoformat(text[:10])
    moment = datetime.fromisoformat(text)
    return (moment - timedelta(microseconds=1)).date() if last else moment.date()


def _dimensions(context: etree._Element) -> Iterator[Dimension]:
    for element in context.iter(f"{_XBRLDI}explicitMember", f"{_XBRLDI}typedMember"):
        axis = _name(element, element.get("dimension", ""))
        if element.tag == f"{_XBRLDI}explicitMember":
            yield Dimension(axis, _name(element, (element.text or "").strip()))
        else:
            yield Dimension(axis, QName("", " ".join("".join(map(str, element.itertext())).split())))


def _name(element: etree._Element, text: str) -> QName:
    prefix, _, local = text.rpartition(":")
    return QName(element.nsmap.get(prefix or None) or "", local)


def _unit(unit: etree._Element) -> str:
    divide = unit.find(f"{_XBRLI}divide")
    sides = [unit] if divide is None else list(divide)
    return "/".join("*".join(_local(each) for each in side.iter(f"{_XBRLI}measure")) for side in sides)


def _local(measure: etree._Element) -> str:
    return (measure.text or "").strip().rpartition(":")[2]


def _entity(context: etree._Element) -> str:
    identifier = context.find(f".//{_XBRLI}identifier")
    return "" if identifier is None else (identifier.text or "").strip()


def _number(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _typed(text: str, kind: Kind) -> FactValue | None:
    if kind in _NUMERIC:
        return _number(text)
    try:
        return date.fromisoformat(text) if kind is Kind.DATE else text
    except ValueError:
        return None
