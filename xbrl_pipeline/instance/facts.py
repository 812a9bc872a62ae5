"""The facts of an instance from outside, by key, without loading its taxonomy: for what last year's report says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from lxml import etree

from xbrl_pipeline.instance.reader import InstanceFile
from xbrl_pipeline.model.facts import Dimension, FactKey, FactValue, Period, QName

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_XBRLDI: Final = "{http://xbrl.org/2006/xbrldi}"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact as it stands in the file; no value where it cannot be read, no key where its context cannot."""

    concept: QName
    key: FactKey | None
    value: FactValue | None
    text: str
    entity: str


def read_facts(instance: InstanceFile) -> tuple[ReadFact, ...]:
    """Return the facts of an instance in their order; nil facts say nothing and are left out."""
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False)
    root = etree.fromstring(instance.data, parser)
    contexts = {element.get("id", ""): element for element in root.iter(f"{_XBRLI}context")}
    units = {element.get("id", ""): _unit(element) for element in root.iter(f"{_XBRLI}unit")}
    return tuple(_facts(root, contexts, units))


def _facts(root: etree._Element, contexts: dict[str, etree._Element], units: dict[str, str]) -> Iterator[ReadFact]:
    for element in root.iter():
        reference = element.get("contextRef") if isinstance(element.tag, str) else None
        if reference is None or element.get(_NIL) in ("true", "1"):
            continue
        name = etree.QName(element)
        concept = QName(name.namespace or "", name.localname)
        context = contexts.get(reference)
        unit = units.get(element.get("unitRef", ""))
        key = None if context is None else _key(concept, context, unit)
        text = (element.text or "").strip()
        yield ReadFact(concept, key, _value(text, unit), text, "" if context is None else _entity(context))


def _key(concept: QName, context: etree._Element, unit: str | None) -> FactKey | None:
    period = _period(context)
    return None if period is None else FactKey(concept, period, tuple(sorted(_dimensions(context))), unit)


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
    measures = [(each.text or "").strip().rpartition(":")[2] for each in unit.iter(f"{_XBRLI}measure")]
    return "/".join(measures)


def _entity(context: etree._Element) -> str:
    identifier = context.find(f".//{_XBRLI}identifier")
    return "" if identifier is None else (identifier.text or "").strip()


def _value(text: str, unit: str | None) -> FactValue | None:
    if unit is None:
        return text
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
