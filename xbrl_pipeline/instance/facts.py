"""The facts of an instance from outside, by key, without loading its taxonomy: of a foreign file, or of last year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from lxml import etree

from xbrl_pipeline.base.markup import Element, all_text_of, local_name, parse, text_of
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, FactValue, Period, QName, has_neighbours
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel

_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_XBRLDI: Final = "{http://xbrl.org/2006/xbrldi}"
_LINK: Final = "{http://www.xbrl.org/2003/linkbase}"
_NIL: Final = "{http://www.w3.org/2001/XMLSchema-instance}nil"
_NUMERIC: Final = (Kind.MONETARY, Kind.NUMBER)
_ZONE: Final = r"(?:Z|[+-][0-9]{2}:[0-9]{2})?"
_MOMENT: Final = re.compile(
    rf"(?P<day>[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})(?:T(?P<time>[0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(?:\.[0-9]{{1,6}})?)[0-9]*)?{_ZONE}"
)
_TWICE: Final = 2
_MIDNIGHT: Final = "24:00:00"
_EARLIEST: Final = time()


@dataclass(frozen=True, slots=True)
class ReadFact:
    """A fact as it stands in the file; no value where it cannot be read, no key where its context cannot.

    ``place`` counts all facts of the file from 0. A ``nil`` fact has an empty text and no value.
    """

    concept: QName
    key: FactKey | None
    value: FactValue | None
    text: str
    entity: str
    line: int
    decimals: str | None
    place: int = 0
    nil: bool = False


@dataclass(frozen=True, slots=True)
class InstanceFacts:
    """Facts without cells, and the line of the instance that each stands on.

    ``unread`` are the amounts, by line, of facts with an unknown concept, or without a context or unit; ``unshown``
    the lines of facts that the taxonomy knows and that nothing can be done with: they stand in no statement. ``days``
    are those of contexts that cannot be read or reckoned with, by line, each with its context and its text. Not
    ``alike``: the engine has read another number of facts, so that its values cannot be told apart.
    """

    facts: tuple[Fact, ...] = ()
    lines: dict[FactKey, int] = field(default_factory=dict)
    unread: dict[int, Decimal] = field(default_factory=dict)
    unshown: tuple[int, ...] = ()
    days: dict[int, tuple[str, str]] = field(default_factory=dict)
    alike: bool = True


def read_facts(data: bytes, values: Sequence[str] = ()) -> tuple[ReadFact, ...]:
    """Return the facts of a well-formed instance in their order; nil facts say nothing and are left out.

    ``values`` are the texts of all its facts as the engine has read them, where it has: then these count.
    """
    return tuple(fact for fact in all_facts(parse(data), values) if not fact.nil)


def all_facts(root: Element, values: Sequence[str] = ()) -> tuple[ReadFact, ...]:
    """Return all facts below the root of an instance in their order, those that are nil too."""
    contexts = {element.get("id", ""): element for element in root.iter(f"{_XBRLI}context")}
    units = {element.get("id", ""): _unit(element) for element in root.iter(f"{_XBRLI}unit")}
    return tuple(_facts(root, contexts, units, values))


def known_facts(data: bytes, model: TaxonomyModel, values: Sequence[str] | None = None) -> InstanceFacts:
    """Return the facts that the taxonomy knows; what cannot be understood is left to Arelle.

    Of several facts with one key the first counts. ``values`` as for ``read_facts``.
    """
    if values is not None and len(values) != sum(1 for _ in _elements(parse(data))):
        return replace(known_facts(data, model), alike=False)
    facts: dict[FactKey, Fact] = {}
    lines: dict[FactKey, int] = {}
    unread: dict[int, Decimal] = {}
    unshown: list[int] = []
    for read in read_facts(data, values or ()):
        concept = model.concepts.get(read.concept)
        if concept is None or read.key is None:
            number = read_amount(read.text)
            unread |= {} if number is None else {read.line: number}
            unshown += [] if concept is None else [read.line]
            continue
        value = _typed(read.text, concept.kind)
        if value is None:
            unshown.append(read.line)
        elif read.key not in facts:
            facts[read.key] = Fact(read.key, value, (), read.decimals)
            lines[read.key] = read.line
            unread |= {read.line: value} if isinstance(value, Decimal) and read.key.unit is None else {}
    return InstanceFacts(tuple(facts.values()), lines, unread, tuple(dict.fromkeys(unshown)), _bad_days(data))


def identifiers(data: bytes) -> tuple[tuple[str, str], ...]:
    """Return the identifiers of entities in the contexts of a well-formed instance, each with its scheme."""
    found = parse(data).iter(f"{_XBRLI}identifier")
    return tuple(dict.fromkeys((text_of(each).strip(), each.get("scheme", "")) for each in found))


def count_beside(data: bytes) -> tuple[int, int]:
    """Return how many facts of a well-formed instance have no value (nil), and how many footnotes stand in it."""
    root = parse(data)
    nil = sum(element.get(_NIL) in ("true", "1") for element in _elements(root))
    return nil, sum(1 for _ in root.iter(f"{_LINK}footnote"))


def repeated_in(data: bytes) -> tuple[int, ...]:
    """Return where facts stand in the file once more, of one concept, period, dimensions, unit and entity.

    One line for each such fact: that of its second place.
    """
    return tuple(lines[1] for lines in _places(data).values() if len(lines) > 1)


def most_combinations(data: bytes) -> int:
    """Return in how many ways each fact of a context can be taken once, where they stand there three times or more.

    Of the contexts the one with most; those that stand there twice are left out.
    """
    ways: dict[object, int] = {}
    for (key, entity), lines in _places(data).items():
        if len(lines) > _TWICE:
            context = key.period, key.dimensions, entity
            ways[context] = ways.get(context, 1) * len(lines)
    return max(ways.values(), default=1)


def _places(data: bytes) -> dict[tuple[FactKey, str], list[int]]:
    """Return the lines of each fact, by its key and its entity."""
    found: dict[tuple[FactKey, str], list[int]] = {}
    for read in read_facts(data):
        if read.key is not None:
            found.setdefault((read.key, read.entity), []).append(read.line)
    return found


def _bad_days(data: bytes) -> dict[int, tuple[str, str]]:
    found: dict[int, tuple[str, str]] = {}
    for context in parse(data).iter(f"{_XBRLI}context"):
        for element in filter(_is_day, context.iter()):
            text = text_of(element).strip()
            if not _is_usable(text):
                found[_line(element)] = (context.get("id", ""), text)
    return found


def _is_usable(text: str) -> bool:
    try:
        return has_neighbours(Period(None, _day(text, last=True)))
    except (ValueError, OverflowError):
        return False


def _elements(root: Element) -> Iterator[Element]:
    return (element for element in root.iter(etree.Element) if element.get("contextRef") is not None)


def _facts(
    root: Element, contexts: dict[str, Element], units: dict[str, str], values: Sequence[str]
) -> Iterator[ReadFact]:
    spans = {name: _span(context) for name, context in contexts.items()}
    for place, element in enumerate(_elements(root)):
        nil = element.get(_NIL, "").strip() in ("true", "1")
        reference = element.get("contextRef", "")
        name = etree.QName(element)
        concept = QName(name.namespace or "", name.localname)
        unit = units.get(element.get("unitRef", "").strip())
        span = spans.get(reference)
        key = None if span is None else FactKey(concept, *span, unit)
        text = "" if nil else (values[place] if values else text_of(element)).strip()
        value = None if nil else text if unit is None else read_amount(text)
        entity = _entity(contexts[reference]) if reference in contexts else ""
        decimals = element.get("decimals")
        yield ReadFact(concept, key, value, text, entity, _line(element), decimals, place, nil)


def _line(element: Element) -> int:
    return element.sourceline if isinstance(element.sourceline, int) else 0


def _span(context: Element) -> tuple[Period, tuple[Dimension, ...]] | None:
    period = _period(context)
    return None if period is None else (period, tuple(sorted(_dimensions(context))))


def _period(context: Element) -> Period | None:
    texts = {local_name(each): text_of(each).strip() for each in context.iter() if _is_day(each)}
    try:
        if "instant" in texts:
            period = Period(None, _day(texts["instant"], last=True))
        else:
            period = Period(_day(texts["startDate"], last=False), _day(texts["endDate"], last=True))
    except (KeyError, ValueError, OverflowError):
        return None
    return period if has_neighbours(period) else None


def _is_day(element: Element) -> bool:
    return element.tag in (f"{_XBRLI}instant", f"{_XBRLI}startDate", f"{_XBRLI}endDate")


def _day(text: str, *, last: bool) -> date:
    """Read a day; one with a time at the end of a period is the moment that the next day begins."""
    match = _MOMENT.fullmatch(text)
    if match is None:
        raise ValueError(text)
    named = date.fromisoformat(match["day"])
    if match["time"] is None:
        return named
    over = timedelta(match["time"].startswith(_MIDNIGHT))  # the end of this day is the begin of the next one
    moment = datetime.combine(named, _EARLIEST if over else time.fromisoformat(match["time"])) + over
    return (moment - timedelta(microseconds=1)).date() if last else moment.date()


def _dimensions(context: Element) -> Iterator[Dimension]:
    for element in context.iter(f"{_XBRLDI}explicitMember", f"{_XBRLDI}typedMember"):
        axis = _name(element, element.get("dimension", ""))
        if element.tag == f"{_XBRLDI}explicitMember":
            yield Dimension(axis, _name(element, text_of(element)))
        else:
            yield Dimension(axis, QName("", all_text_of(element)))


def _name(element: Element, text: str) -> QName:
    prefix, _, local = text.strip().rpartition(":")
    return QName(element.nsmap.get(prefix or None) or "", local)


def _unit(unit: Element) -> str:
    divide = unit.find(f"{_XBRLI}divide")
    sides = [unit] if divide is None else list(divide)
    return "/".join("*".join(_local(each) for each in side.iter(f"{_XBRLI}measure")) for side in sides)


def _local(measure: Element) -> str:
    return text_of(measure).strip().rpartition(":")[2]


def _entity(context: Element) -> str:
    identifier = context.find(f".//{_XBRLI}identifier")
    return "" if identifier is None else text_of(identifier).strip()


def _typed(text: str, kind: Kind) -> FactValue | None:
    if kind in _NUMERIC:
        return read_amount(text)
    try:
        return date.fromisoformat(text) if kind is Kind.DATE else text
    except ValueError:
        return None
