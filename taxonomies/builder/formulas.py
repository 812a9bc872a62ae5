"""Formula linkbases: assertions with their variables, filters, severities and messages.

The filters of a variable are words: `member=X` (reported with that member), `with=Axis` (any value on the axis, the
same for all variables), `over=Axis` (any value, different ones too), `without=Axis`, `only=Axis+Axis` (no axis but
these and the type of statement), `starts=name` and `ends=name` (an instant at that boundary of the period of another
variable), `money` (amounts only) and `cover=all|unit|period` (that aspect need not match the other variables). A
variable with the word `select` is a general variable: the children of the report's root with that name.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from taxonomies.builder.assertions import Assertion
from taxonomies.builder.labels import GENERIC_LINK
from taxonomies.builder.places import Places
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import LANGUAGES, Lang, Tables, Variable
from taxonomies.builder.xml import Linkbase, child

VARIABLE_SET = "http://xbrl.org/arcrole/2008/variable-set"
VARIABLE_FILTER = "http://xbrl.org/arcrole/2008/variable-filter"
BOOLEAN_FILTER = "http://xbrl.org/arcrole/2008/boolean-filter"
PRECONDITION = "http://xbrl.org/arcrole/2008/variable-set-precondition"
UNSATISFIED = "http://xbrl.org/arcrole/2010/assertion-unsatisfied-message"
SEVERITY = "http://xbrl.org/arcrole/2022/assertion-unsatisfied-severity"
MESSAGE = "http://www.xbrl.org/2010/role/message"
ARCROLES = {
    VARIABLE_SET: "http://www.xbrl.org/2008/variable.xsd#variable-set",
    VARIABLE_FILTER: "http://www.xbrl.org/2008/variable.xsd#variable-filter",
    BOOLEAN_FILTER: "http://www.xbrl.org/2008/boolean-filter.xsd#boolean-filter",
    PRECONDITION: "http://www.xbrl.org/2008/variable.xsd#variable-set-precondition",
    SEVERITY: "http://www.xbrl.org/2022/assertion-severity.xsd#assertion-unsatisfied-severity",
}
FORMULA_PREFIXES = ("gen", "variable", "va", "bf", "cf", "df", "gf", "pf", "acf", "xbrli", "xfi", "xs")
# a validator that shows one message takes the first: Dutch
PRIORITY: dict[Lang, str] = {"nl": "1", "en": "0"}


def build_formulas(tables: Tables, places: Places) -> dict[str, bytes]:
    """Return formula and message linkbases by path."""
    built = {}
    assertions = all_assertions(tables)
    for role in dict.fromkeys(each.role for each in assertions):
        chosen = [each for each in assertions if each.role == role]
        built[f"validation/ow-{role}-for.xml"] = _Formulas(tables, places, role).to_bytes(chosen)
        for lang in LANGUAGES:
            path = f"validation/ow-{role}-for-generic-msg-unsatisfied-{lang}.xml"
            built[path] = _messages(role, chosen, lang)
    return built


@dataclass(frozen=True)
class _Filter:
    """A filter in the file: whether it is turned around, and whether its aspect is settled by it."""

    label: str
    complement: bool = False
    cover: bool = True


class _Formulas:
    """The formula linkbase of one section; filters on axes are made once and shared."""

    def __init__(self, tables: Tables, places: Places, role: str) -> None:
        self.tables, self.places = tables, places
        own = places.namespaces("ow-i", "ow-dim", "ow-dm")
        self.linkbase = Linkbase(*FORMULA_PREFIXES, extra=own)
        self.linkbase.declare_role(places.role(role), places.role_href(role))
        for uri, href in ARCROLES.items():
            self.linkbase.declare_arcrole(uri, href)
        self.link = self.linkbase.link("gen:link", places.role(role))
        self.shared = set[str]()

    def to_bytes(self, assertions: list[Assertion]) -> bytes:
        """Write the assertions into the file."""
        for assertion in assertions:
            self._assertion(assertion)
        return self.linkbase.to_bytes()

    def _assertion(self, assertion: Assertion) -> None:
        link = self.link
        attributes = {"id": assertion.id, "aspectModel": "dimensional", "implicitFiltering": "true"}
        link.resource("va:valueAssertion", assertion.id, attributes | {"test": assertion.test})
        severity = link.locate(f"http://www.xbrl.org/2022/severities.xml#{assertion.severity}")
        link.arc("gen:arc", SEVERITY, (assertion.id, severity))
        if assertion.precondition:
            label = f"{assertion.id}_precondition"
            link.resource("variable:precondition", label, {"id": label, "test": assertion.precondition})
            link.arc("gen:arc", PRECONDITION, (assertion.id, label), {"order": "1"})
        for order, variable in enumerate(assertion.variables, 1):
            self._variable(assertion, variable, order)

    def _variable(self, assertion: Assertion, variable: Variable, order: int) -> None:
        label = f"{assertion.id}_{variable.name}"
        attributes = {"id": label, "bindAsSequence": "true" if variable.sequence else "false"}
        if variable.filters == "select":
            select = variable.where or self.places.qname(variable.concepts)
            self.link.resource("variable:generalVariable", label, attributes | {"select": select})
        else:
            self._fact_variable(variable, attributes)
        naming = {"order": str(order), "name": variable.name}
        self.link.arc("variable:variableArc", VARIABLE_SET, (assertion.id, label), naming)

    def _fact_variable(self, variable: Variable, attributes: dict[str, str]) -> None:
        label = attributes["id"]
        if variable.fallback:
            attributes["fallbackValue"] = variable.fallback
        if "cover=all" in variable.filters.split():
            attributes["matches"] = "true"
        self.link.resource("variable:factVariable", label, attributes)
        for number, each in enumerate(self._filters(variable, label), 1):
            arc = {"order": str(number), "complement": _word(each.complement), "cover": _word(each.cover)}
            self.link.arc("variable:variableFilterArc", VARIABLE_FILTER, (label, each.label), arc)

    def _filters(self, variable: Variable, label: str) -> Iterator[_Filter]:
        if variable.concepts:
            yield self._concept_name(variable.concepts.split(), f"{label}_concept")
        for number, word in enumerate(variable.filters.split(), 1):
            kind, _, value = word.partition("=")
            yield from self._word(kind, value, f"{label}_filter{number}")
        if variable.where:
            yield self._resource("gf:general", f"{label}_where", {"test": variable.where})

    def _word(self, kind: str, value: str, label: str) -> Iterator[_Filter]:
        if kind == "member":
            yield _Filter(self._member(value))
        elif kind in {"with", "over"}:
            yield _Filter(self._axis(value), cover=kind == "over")
        elif kind == "without":
            yield _Filter(self._axis(value), complement=True)
        elif kind == "only":
            yield from self._only(value.split("+") if value else [])
        elif kind in {"starts", "ends"}:
            boundary = {"variable": value, "boundary": kind.removesuffix("s")}
            yield self._resource("pf:instantDuration", label, boundary)
        elif kind == "money":
            yield self._money(label)
        elif kind == "cover":
            yield self._cover(value, label)
        else:
            raise ValueError(f"{label}: there is no filter {kind}")

    def _resource(self, tag: str, label: str, attributes: dict[str, str] | None = None) -> _Filter:
        self._made(tag, label, attributes)
        return _Filter(label)

    def _made(self, tag: str, label: str, attributes: dict[str, str] | None = None) -> etree._Element:
        return self.link.resource(tag, label, {"id": label} | (attributes or {}))

    def _concept_name(self, names: list[str], label: str) -> _Filter:
        made = self._made("cf:conceptName", label)
        for name in names:
            child(child(made, "cf:concept"), "cf:qname", text=self.places.qname(name))
        return _Filter(label)

    def _member(self, name: str) -> str:
        label = f"filter_{name}"
        if label not in self.shared:
            made = self._dimension(label, self.tables.members[name].axis)
            child(child(made, "df:member"), "df:qname", text=self.places.qname(name))
        return label

    def _axis(self, axis: str) -> str:
        label = f"filter_{axis}"
        if label not in self.shared:
            self._dimension(label, axis)
        return label

    def _dimension(self, label: str, axis: str) -> etree._Element:
        self.shared.add(label)
        typed = self.tables.typed_of(axis)
        made = self._made("df:typedDimension" if typed else "df:explicitDimension", label)
        child(child(made, "df:dimension"), "df:qname", text=self.places.qname(axis))
        return made

    def _only(self, axes: list[str]) -> Iterator[_Filter]:
        others = [axis for axis in self.tables.axes if axis not in axes]
        if others:
            label = "_".join(["filter_other_axes", *axes])
            if label not in self.shared:
                self.shared.add(label)
                self._made("bf:orFilter", label)
                for order, axis in enumerate(others, 1):
                    arc = {"order": str(order), "complement": "false", "cover": "true"}
                    self.link.arc("variable:variableFilterArc", BOOLEAN_FILTER, (label, self._axis(axis)), arc)
            yield _Filter(label, complement=True)

    def _money(self, label: str) -> _Filter:
        made = self._made("cf:conceptDataType", label, {"strict": "false"})
        child(child(made, "cf:type"), "cf:qname", text="xbrli:monetaryItemType")
        return _Filter(label)

    def _cover(self, aspect: str, label: str) -> _Filter:
        made = self._made("acf:aspectCover", label)
        child(made, "acf:aspect", text=aspect)
        return _Filter(label)


def _word(value: bool) -> str:
    return "true" if value else "false"


def _messages(role: str, assertions: list[Assertion], lang: Lang) -> bytes:
    linkbase = Linkbase("gen", "msg")
    linkbase.declare_role(GENERIC_LINK, "http://www.xbrl.org/2008/generic-link.xsd#standard-link-role")
    linkbase.declare_role(MESSAGE, "http://www.xbrl.org/2010/generic-message.xsd#standard-message")
    linkbase.declare_arcrole(
        UNSATISFIED, "http://www.xbrl.org/2010/validation-message.xsd#assertion-unsatisfied-message"
    )
    link = linkbase.link("gen:link", GENERIC_LINK)
    for assertion in assertions:
        label = f"{assertion.id}_unsatisfied_{lang}"
        ends = link.locate(f"ow-{role}-for.xml#{assertion.id}"), label
        link.arc("gen:arc", UNSATISFIED, ends, {"priority": PRIORITY[lang]})
        attributes = {"xlink:role": MESSAGE, "xml:lang": lang}
        link.resource("msg:message", label, attributes, assertion.messages[lang])
    return linkbase.to_bytes()
