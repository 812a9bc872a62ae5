"""The facts of a report, and its XML."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from taxonomies.builder.package import entry_point_url
from taxonomies.builder.places import Places
from taxonomies.builder.tables import Tables

XBRLI = "http://www.xbrl.org/2003/instance"
XBRLDI = "http://xbrl.org/2006/xbrldi"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
SCHEME = "http://www.kvk.nl/kvk-id"
KVK = "12345678"
CURRENT = ("2025-01-01", "2025-12-31")
PREVIOUS = ("2024-01-01", "2024-12-31")
SEPARATE = ("SeparateMember",)
CONSOLIDATED = ("ConsolidatedMember",)


@dataclass(frozen=True)
class Fact:
    """A fact; `period` is one date for an instant and two for a duration, a typed member is `Axis=value`."""

    name: str
    value: str
    period: tuple[str, ...] = CURRENT
    members: tuple[str, ...] = ()
    scheme: str = SCHEME
    identifier: str = KVK
    unit: str = ""

    @property
    def key(self) -> tuple[str, tuple[str, ...], frozenset[str]]:
        return self.name, self.period, frozenset(self.members)

    def dimensions(self, tables: Tables) -> dict[str, str]:
        """Return the member, or the typed value, on each axis."""
        typed = [each.partition("=") for each in self.members if "=" in each]
        known = tables.members | {head.name: head for head in tables.heads.values()}
        explicit = {known[each].axis: each for each in self.members if "=" not in each}
        return explicit | {axis: value for axis, _, value in typed}


@dataclass(frozen=True)
class Report:
    facts: tuple[Fact, ...]

    def without(self, *names: str) -> "Report":
        return Report(tuple(fact for fact in self.facts if fact.name not in names))

    def plus(self, *facts: Fact) -> "Report":
        return Report((*self.facts, *facts))

    def changed(self, name: str, **changes: object) -> "Report":
        """Change every fact of a concept."""
        return Report(tuple(replace(fact, **changes) if fact.name == name else fact for fact in self.facts))  # type: ignore[arg-type]

    def moved(self, name: str, period: tuple[str, ...], members: tuple[str, ...], step: int) -> "Report":
        """Add to one amount."""
        key = name, period, frozenset(members)
        if key not in {fact.key for fact in self.facts}:
            raise KeyError(key)
        return Report(
            tuple(replace(fact, value=str(int(fact.value) + step)) if fact.key == key else fact for fact in self.facts)
        )

    def dropped(self, name: str, period: tuple[str, ...], members: tuple[str, ...]) -> "Report":
        """Leave out one fact."""
        return Report(tuple(fact for fact in self.facts if fact.key != (name, period, frozenset(members))))

    def with_value(self, name: str, value: str) -> "Report":
        return self.changed(name, value=value)

    def kept(self, wanted: Callable[[Fact], bool]) -> "Report":
        """Leave out the facts that are not wanted."""
        return Report(tuple(fact for fact in self.facts if wanted(fact)))


def to_xml(report: Report, tables: Tables, entry: str = "jaarverantwoording") -> bytes:
    """Write an instance."""
    places = Places(tables)
    own = places.namespaces("ow-i", "ow-dim", "ow-dm")
    declared = {
        "xbrli": XBRLI,
        "xbrldi": XBRLDI,
        "link": LINK,
        "xlink": XLINK,
        "iso4217": "http://www.xbrl.org/2003/iso4217",
    }
    root = etree.Element(f"{{{XBRLI}}}xbrl", nsmap=declared | own)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "nl")
    reference = etree.SubElement(root, f"{{{LINK}}}schemaRef")
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", entry_point_url(tables, entry))
    contexts = {fact: f"c{number}" for number, fact in enumerate(dict.fromkeys(map(_bare, report.facts)))}
    for fact, name in contexts.items():
        _context(root, fact, name, tables)
    units = sorted({unit for fact in report.facts if (unit := _unit(fact, tables))})
    for unit in units:
        made = etree.SubElement(root, f"{{{XBRLI}}}unit", id=unit.replace(":", "_"))
        etree.SubElement(made, f"{{{XBRLI}}}measure").text = unit
    for fact in report.facts:
        element = etree.SubElement(root, f"{{{own['ow-i']}}}{fact.name}", contextRef=contexts[_bare(fact)])
        element.text = fact.value
        if unit := _unit(fact, tables):
            element.set("unitRef", unit.replace(":", "_"))
            element.set("decimals", "INF")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _bare(fact: Fact) -> Fact:
    """Return what a fact has in common with all others in its context."""
    return replace(fact, name="", value="", unit="")


def _unit(fact: Fact, tables: Tables) -> str:
    if fact.unit:
        return fact.unit
    concept = tables.concepts[fact.name]
    if concept.is_money:
        return "iso4217:EUR"
    return "xbrli:pure" if concept.is_number else ""


def _context(root: etree._Element, fact: Fact, name: str, tables: Tables) -> None:
    context = etree.SubElement(root, f"{{{XBRLI}}}context", id=name)
    entity = etree.SubElement(context, f"{{{XBRLI}}}entity")
    etree.SubElement(entity, f"{{{XBRLI}}}identifier", scheme=fact.scheme).text = fact.identifier
    period = etree.SubElement(context, f"{{{XBRLI}}}period")
    tags = ("instant",) if len(fact.period) == 1 else ("startDate", "endDate")
    for tag, date in zip(tags, fact.period, strict=True):
        etree.SubElement(period, f"{{{XBRLI}}}{tag}").text = date
    if fact.members:
        scenario = etree.SubElement(context, f"{{{XBRLI}}}scenario")
        for axis, value in fact.dimensions(tables).items():
            _member(scenario, axis, value, tables)


def _member(scenario: etree._Element, axis: str, value: str, tables: Tables) -> None:
    typed = tables.typed_of(axis)
    kind = "typedMember" if typed else "explicitMember"
    made = etree.SubElement(scenario, f"{{{XBRLDI}}}{kind}", dimension=f"ow-dim:{axis}")
    if typed:
        etree.SubElement(made, f"{{{Places(tables).namespace('ow-dm')}}}{typed.name}").text = value
    else:
        made.text = f"ow-dm:{value}"
