"""Table linkbases: how each section is laid out, its lines below each other, its years and members side by side.

A table has two breakdowns: columns (`x`), which are the members that all figures have, the years, and the values of an
open axis; and lines (`y`). Its dates are parameters that take their value from the report. Lines follow the
presentation tree where one node can ask for that; where balances and amounts over a year stand together, each line is
a node that says which of the dates of a column it takes. Titles stand in the same file: a program opens one file for a
table, not three.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lxml import etree

from taxonomies.builder.labels import ELEMENT_LABEL, GENERIC_LABEL, GENERIC_LINK, in_pattern
from taxonomies.builder.places import Places
from taxonomies.builder.structure import PARENT_CHILD, domains
from taxonomies.builder.tables import LANGUAGES, Lang, Line, Section, Tables
from taxonomies.builder.xml import Linkbase, child

PARAMETERS = "presentation/ow-generic-parameter.xml"
_TABLE_XSD = "http://www.xbrl.org/2014/table.xsd"
_ARCROLES = {
    name: f"http://xbrl.org/arcrole/2014/{name}"
    for name in ("table-breakdown", "breakdown-tree", "definition-node-subtree", "table-parameter")
}
_ARCS = {
    "table-breakdown": "table:tableBreakdownArc",
    "breakdown-tree": "table:breakdownTreeArc",
    "definition-node-subtree": "table:definitionNodeSubtreeArc",
    "table-parameter": "table:tableParameterArc",
}
_AHEAD = 5  # years ahead, as many as a board with large investments looks
_DATE = "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
# what a line takes of the dates of a column: its last day, the day before its first, or (nothing) all of it
_INSTANT, _OPENING, _YEAR = "instant", "opening", ""
# these two names are of the specification: a tree of lines gives them by itself to lines that open or close a period
_START, _END = "table.periodStart", "table.periodEnd"

_REPORTED = ("CurrentStart", "CurrentEnd", "PreviousStart", "PreviousEnd")  # dates that a report gives

Texts = Mapping[Lang, str]


@dataclass(frozen=True)
class _Column:
    """A year: the dates it begins and ends on, and the last day before it, by the names of their parameters."""

    start: str
    end: str
    opening: str
    texts: Texts


_COLUMNS = (
    _Column("CurrentStart", "CurrentEnd", "CurrentOpening", {"nl": "Verslagjaar", "en": "Reporting year"}),
    _Column("PreviousStart", "PreviousEnd", "PreviousOpening", {"nl": "Vorig jaar", "en": "Previous year"}),
)
_FORECASTS = tuple(
    _Column(
        f"Forecast{ahead}Start",
        f"Forecast{ahead}End",
        f"Forecast{ahead}Opening",
        {"nl": f"Verslagjaar + {ahead}", "en": f"Reporting year + {ahead}"},
    )
    for ahead in range(1, _AHEAD + 1)
)


def build_layout(tables: Tables, places: Places) -> dict[str, bytes]:
    """Return the table linkbase of each section, and the parameters that they share, by path."""
    built = {table_path(section): _Table(tables, places, section).to_bytes() for section in tables.sections.values()}
    return built | {PARAMETERS: _parameters(tables, places)}


def table_path(section: Section) -> str:
    """Return where the table of a section stands."""
    return f"presentation/ow-{section.role}-tab.xml"


class _Table:
    """The table of one section."""

    def __init__(self, tables: Tables, places: Places, section: Section) -> None:
        self.tables, self.places, self.section = tables, places, section
        own = places.namespaces("ow-i", "ow-dim", "ow-dm", "ow-abstr")
        self.linkbase = Linkbase("gen", "label", "formula", "table", "xs", extra=own)
        self.linkbase.declare_role(places.role(section.role), places.role_href(section.role))
        self.linkbase.declare_role(GENERIC_LABEL, "http://www.xbrl.org/2008/generic-label.xsd#standard-label")
        for name, uri in _ARCROLES.items():
            self.linkbase.declare_arcrole(uri, f"{_TABLE_XSD}#{name}")
        self.linkbase.declare_arcrole(ELEMENT_LABEL, "http://www.xbrl.org/2008/generic-label.xsd#element-label")
        self.link = self.linkbase.link("gen:link", places.role(section.role))
        self.name = f"ow-table_{section.name}"
        self.parameters = dict[str, None]()  # those that it uses, in their order
        self.lines = tables.lines_of(section)
        takes = {self._taken(line) for line in self.lines if line.item in tables.concepts}
        self.in_one_node = takes <= {_INSTANT} or takes <= {_YEAR, _START, _END}
        self.takes = takes if self.in_one_node else {_own(each) for each in takes}

    def to_bytes(self) -> bytes:
        """Write the table into the file."""
        self._node("table:table", self.name, {"parentChildOrder": "parent-first"})
        self._label(self.name, {lang: self.section.label(lang) for lang in LANGUAGES})
        self._columns(self._breakdown("x", 1))
        self._rows(self._breakdown("y", 2))
        for order, name in enumerate(self.parameters, 1):
            located = self.link.locate(f"ow-generic-parameter.xml#{name}")
            self._arc("table-parameter", self.name, located, order, name=name)
        return self.linkbase.to_bytes()

    def _breakdown(self, axis: str, order: int) -> str:
        label = f"{self.name}-{axis}"
        self._node("table:breakdown", label, {"parentChildOrder": "parent-first"})
        self._arc("table-breakdown", self.name, label, order, axis=axis)
        return label

    def _columns(self, breakdown: str) -> None:
        """Add the years, below the members that all figures of the section have."""
        above, arc = breakdown, "breakdown-tree"
        members = self.section.members.split()
        if members:
            above, arc = f"{breakdown}.members", "definition-node-subtree"
            node = self._node("table:ruleNode", above, {"abstract": "true"})
            for name in members:
                self._member(node, name)
            self._label(above, {lang: _titles(self.tables, members, lang) for lang in LANGUAGES})
            self._arc("breakdown-tree", breakdown, above, 1)
        for order, column in enumerate(_FORECASTS if self.section.years else _COLUMNS, 1):
            label = f"{breakdown}.year{order}"
            only_above = {"abstract": "true"} if self.section.axes else None
            self._dates(self._node("table:ruleNode", label, only_above), column)
            self._label(label, column.texts)
            self._arc(arc, above, label, order)
            for axis in self.section.axes.split():
                label = self._open_axis(label, axis)

    def _dates(self, node: etree._Element, column: _Column) -> None:
        """Say what a year is: for a line over the year, at its end, and at the end of the year before."""
        instants = {_INSTANT: column.end, _OPENING: column.opening, _START: column.opening, _END: column.end}
        if self.takes == {_INSTANT}:
            self._instant(node, column.end)
            return
        if _YEAR in self.takes:
            dates = {"start": self._value(column.start), "end": self._value(column.end)}
            child(child(node, "formula:period"), "formula:duration", dates)
        for tag in sorted(self.takes - {_YEAR}):
            self._instant(child(node, "table:ruleSet", {"tag": tag}), instants[tag])

    def _instant(self, parent: etree._Element, name: str) -> None:
        child(child(parent, "formula:period"), "formula:instant", {"value": self._value(name)})

    def _value(self, name: str) -> str:
        self.parameters[_parameter(name)] = None
        return f"${_parameter(name)}"

    def _open_axis(self, above: str, axis: str) -> str:
        """Add, below a year, a column for each member of an axis, or for each free value that a report has on it."""
        label = f"{above}.{axis}"
        if self.tables.typed_of(axis):
            node = self._node("table:aspectNode", label)
            attributes = {"includeUnreportedValue": "false"}
            child(node, "table:dimensionAspect", attributes, self.places.qname(axis))
        else:
            role = next(role for each, role in domains(self.tables, self.section) if each == axis)
            node = self._node("table:dimensionRelationshipNode", label, {"parentChildOrder": "parent-first"})
            child(node, "table:relationshipSource", text=self.places.qname(self.tables.heads[role].name))
            child(node, "table:linkrole", text=self.places.role(role))
            child(node, "table:dimension", text=self.places.qname(axis))
            child(node, "table:formulaAxis", text="descendant")
        self._arc("definition-node-subtree", above, label, 1)
        return label

    def _rows(self, breakdown: str) -> None:
        if self.in_one_node:
            label = f"{breakdown}.tree"
            order = {"parentChildOrder": "parent-first"}
            node = self._node("table:conceptRelationshipNode", label, order)
            child(node, "table:relationshipSource", text=self.places.qname(self.lines[0].item))
            child(node, "table:linkrole", text=self.places.role(self.section.role))
            child(node, "table:arcrole", text=PARENT_CHILD)
            child(node, "table:formulaAxis", text="descendant-or-self")
            self._arc("breakdown-tree", breakdown, label, 1)
            return
        path = list[str]()
        for number, line in enumerate(self.lines, 1):
            del path[int(line.level) :]
            label = f"{breakdown}.line{number}"
            self._line(label, line)
            if path:
                self._arc("definition-node-subtree", path[-1], label, number)
            else:
                self._arc("breakdown-tree", breakdown, label, number)
            path.append(label)

    def _line(self, label: str, line: Line) -> None:
        if line.item not in self.tables.concepts:
            self._node("table:ruleNode", label, {"abstract": "true"})
            self._label(label, {lang: self.tables.abstracts[line.item].label(lang) for lang in LANGUAGES})
            return
        concept, takes = self.tables.concepts[line.item], _own(self._taken(line))
        node = self._node("table:ruleNode", label, {"tagSelector": takes, "parentChildOrder": "parent-first"})
        child(child(node, "formula:concept"), "formula:qname", text=self.places.qname(line.item))
        preferred = line.preferred.lower()
        texts = {lang: in_pattern(concept, preferred, lang) if preferred else concept.label(lang) for lang in LANGUAGES}
        self._label(label, texts)

    def _taken(self, line: Line) -> str:
        """Return which of the dates of a column a line takes."""
        if self.tables.concepts[line.item].period == "duration":
            return _YEAR
        return {"periodStart": _START, "periodEnd": _END}.get(line.preferred, _INSTANT)

    def _member(self, node: etree._Element, name: str) -> None:
        axis = self.places.qname(self.tables.members[name].axis)
        member = child(child(node, "formula:explicitDimension", {"dimension": axis}), "formula:member")
        child(member, "formula:qname", text=self.places.qname(name))

    def _node(self, tag: str, label: str, attributes: Mapping[str, str] | None = None) -> etree._Element:
        return self.link.resource(tag, label, {"id": label} | dict(attributes or {}))

    def _label(self, of: str, texts: Texts) -> None:
        for lang, text in texts.items():
            label = f"{of}_label_{lang}"
            self.link.resource("label:label", label, {"xlink:role": GENERIC_LABEL, "xml:lang": lang}, text)
            self.link.arc("gen:arc", ELEMENT_LABEL, (of, label))

    def _arc(self, kind: str, above: str, below: str, order: int, **more: str) -> None:
        self.link.arc(_ARCS[kind], _ARCROLES[kind], (above, below), {"order": str(order)} | more)


def _own(takes: str) -> str:
    return {_START: _OPENING, _END: _INSTANT}.get(takes, takes)


def _titles(tables: Tables, members: Iterable[str], lang: Lang) -> str:
    return ", ".join(tables.members[name].terse(lang) for name in members)


def _parameter(name: str) -> str:
    return f"FinancialReportingPeriod{name}DateParam"


def _parameters(tables: Tables, places: Places) -> bytes:
    """Return the dates of a report; one that gives no date is about the year that the taxonomy is made for."""
    linkbase = Linkbase("gen", "variable", "xs", extra=places.namespaces("ow-i"))
    linkbase.declare_role(GENERIC_LINK, "http://www.xbrl.org/2008/generic-link.xsd#standard-link-role")
    link = linkbase.link("gen:link", GENERIC_LINK)
    year = int(tables.package["year"])
    defaults = (f"{year}-01-01", f"{year}-12-31", f"{year - 1}-01-01", f"{year - 1}-12-31")
    selects = {}
    for name, default in zip(_REPORTED, defaults, strict=True):
        found = f"string((//{places.qname(f'FinancialReportingPeriod{name}Date')})[1])"
        selects[name] = f"if (matches({found}, '{_DATE}')) then xs:date({found}) else xs:date('{default}')"
    for column in _COLUMNS:
        selects[column.opening] = f"${_parameter(column.start)} - xs:dayTimeDuration('P1D')"
    for ahead, column in enumerate(_FORECASTS, 1):
        later = f"xs:yearMonthDuration('P{ahead}Y')"
        selects[column.start] = f"${_parameter('CurrentStart')} + {later}"
        selects[column.end] = f"${_parameter('CurrentEnd')} + {later}"
        selects[column.opening] = f"${_parameter(column.start)} - xs:dayTimeDuration('P1D')"
    for name, select in selects.items():
        label = _parameter(name)
        link.resource("variable:parameter", label, {"id": label, "name": label, "select": select})
    return linkbase.to_bytes()
