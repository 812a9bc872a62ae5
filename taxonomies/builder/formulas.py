"""Formula linkbases: assertions with their variables, filters, severities and messages.

The filters of a variable are words: `member=X` (reported with that member), `without=Axis` (reported without a
member on the axis), `starts=name` and `ends=name` (an instant at that boundary of the period of another variable),
`money` (amounts only) and `cover=all|unit|period` (that aspect need not match the other variables). A variable with
the word `select` is a general variable: the children of the report's root with that name.
"""

from collections.abc import Callable

from lxml import etree

from taxonomies.builder.labels import GENERIC_LINK
from taxonomies.builder.places import Places
from taxonomies.builder.rules import Assertion, all_assertions
from taxonomies.builder.tables import LANGUAGES, Lang, Tables, Variable
from taxonomies.builder.xml import Link, Linkbase, child

VARIABLE_SET = "http://xbrl.org/arcrole/2008/variable-set"
VARIABLE_FILTER = "http://xbrl.org/arcrole/2008/variable-filter"
PRECONDITION = "http://xbrl.org/arcrole/2008/variable-set-precondition"
UNSATISFIED = "http://xbrl.org/arcrole/2010/assertion-unsatisfied-message"
SEVERITY = "http://xbrl.org/arcrole/2022/assertion-unsatisfied-severity"
MESSAGE = "http://www.xbrl.org/2010/role/message"
ARCROLES = {
    VARIABLE_SET: "http://www.xbrl.org/2008/variable.xsd#variable-set",
    VARIABLE_FILTER: "http://www.xbrl.org/2008/variable.xsd#variable-filter",
    PRECONDITION: "http://www.xbrl.org/2008/variable.xsd#variable-set-precondition",
    SEVERITY: "http://www.xbrl.org/2022/assertion-severity.xsd#assertion-unsatisfied-severity",
}
FORMULA_PREFIXES = ("gen", "variable", "va", "cf", "df", "gf", "pf", "acf", "xbrli", "xfi", "xs")
# a validator that shows one message takes the first: Dutch
PRIORITY: dict[Lang, str] = {"nl": "1", "en": "0"}


def build_formulas(tables: Tables, places: Places) -> dict[str, bytes]:
    """Return formula and message linkbases by path."""
    built = {}
    assertions = all_assertions(tables)
    for role in dict.fromkeys(each.role for each in assertions):
        chosen = [each for each in assertions if each.role == role]
        built[f"validation/ow-{role}-for.xml"] = _formulas(role, chosen, places)
        for lang in LANGUAGES:
            path = f"validation/ow-{role}-for-generic-msg-unsatisfied-{lang}.xml"
            built[path] = _messages(role, chosen, lang)
    return built


def _formulas(role: str, assertions: list[Assertion], places: Places) -> bytes:
    own = places.namespaces("ow-i", "ow-dim", "ow-dm")
    linkbase = Linkbase(*FORMULA_PREFIXES, extra=own)
    linkbase.declare_role(places.role(role), places.role_href(role))
    for uri, href in ARCROLES.items():
        linkbase.declare_arcrole(uri, href)
    link = linkbase.link("gen:link", places.role(role))
    for assertion in assertions:
        _assertion(link, assertion, places)
    return linkbase.to_bytes()


def _assertion(link: Link, assertion: Assertion, places: Places) -> None:
    attributes = {"id": assertion.id, "aspectModel": "dimensional", "implicitFiltering": "true"}
    link.resource("va:valueAssertion", assertion.id, attributes | {"test": assertion.test})
    severity = link.locate(f"http://www.xbrl.org/2022/severities.xml#{assertion.severity}")
    link.arc("gen:arc", SEVERITY, (assertion.id, severity))
    if assertion.precondition:
        label = f"{assertion.id}_precondition"
        link.resource("variable:precondition", label, {"id": label, "test": assertion.precondition})
        link.arc("gen:arc", PRECONDITION, (assertion.id, label), {"order": "1"})
    for order, variable in enumerate(assertion.variables, 1):
        _variable(link, assertion, variable, order, places)


def _variable(link: Link, assertion: Assertion, variable: Variable, order: int, places: Places) -> None:
    label = f"{assertion.id}_{variable.name}"
    attributes = {"id": label, "bindAsSequence": "true" if variable.sequence else "false"}
    if variable.filters == "select":
        select = variable.where or places.qname(variable.concepts)
        link.resource("variable:generalVariable", label, attributes | {"select": select})
    else:
        _fact_variable(link, variable, attributes, places)
    link.arc("variable:variableArc", VARIABLE_SET, (assertion.id, label), {"order": str(order), "name": variable.name})


def _fact_variable(link: Link, variable: Variable, attributes: dict[str, str], places: Places) -> None:
    label = attributes["id"]
    if variable.fallback:
        attributes["fallbackValue"] = variable.fallback
    if "cover=all" in variable.filters.split():
        attributes["matches"] = "true"
    link.resource("variable:factVariable", label, attributes)
    for number, make in enumerate(_filters(variable, places), 1):
        made, complement = make(link, f"{label}_filter{number}")
        arc = {"order": str(number), "complement": complement, "cover": "true"}
        link.arc("variable:variableFilterArc", VARIABLE_FILTER, (label, made), arc)


Made = tuple[str, str]
Maker = Callable[[Link, str], Made]


def _filters(variable: Variable, places: Places) -> list[Maker]:
    makers = [_concept_name(variable.concepts.split(), places)] if variable.concepts else []
    kinds: dict[str, Callable[[str, Places], Maker]] = {
        "member": _member,
        "without": _without,
        "starts": _boundary_start,
        "ends": _boundary_end,
        "money": _money,
        "cover": _cover,
    }
    for word in variable.filters.split():
        kind, _, value = word.partition("=")
        makers.append(kinds[kind](value, places))
    return [*makers, _where(variable.where)] if variable.where else makers


def _resource(link: Link, tag: str, label: str, attributes: dict[str, str] | None = None) -> etree._Element:
    return link.resource(tag, label, {"id": label} | (attributes or {}))


def _concept_name(names: list[str], places: Places) -> Maker:
    def make(link: Link, label: str) -> Made:
        made = _resource(link, "cf:conceptName", label)
        for name in names:
            child(child(made, "cf:concept"), "cf:qname", text=places.qname(name))
        return label, "false"

    return make


def _member(name: str, places: Places) -> Maker:
    axis = "BudgetTypeAxis" if name == "BudgetMember" else "FinancialStatementsTypeAxis"

    def make(link: Link, label: str) -> Made:
        made = _dimension(link, label, axis, places)
        child(child(made, "df:member"), "df:qname", text=places.qname(name))
        return label, "false"

    return make


def _without(axis: str, places: Places) -> Maker:
    def make(link: Link, label: str) -> Made:
        _dimension(link, label, axis, places)
        return label, "true"

    return make


def _dimension(link: Link, label: str, axis: str, places: Places) -> etree._Element:
    made = _resource(link, "df:explicitDimension", label)
    child(child(made, "df:dimension"), "df:qname", text=places.qname(axis))
    return made


def _boundary_start(variable: str, places: Places) -> Maker:
    return _boundary(variable, "start", places)


def _boundary_end(variable: str, places: Places) -> Maker:
    return _boundary(variable, "end", places)


def _boundary(variable: str, boundary: str, _places: Places) -> Maker:
    def make(link: Link, label: str) -> Made:
        _resource(link, "pf:instantDuration", label, {"variable": variable, "boundary": boundary})
        return label, "false"

    return make


def _money(_value: str, _places: Places) -> Maker:
    def make(link: Link, label: str) -> Made:
        made = _resource(link, "cf:conceptDataType", label, {"strict": "false"})
        child(child(made, "cf:type"), "cf:qname", text="xbrli:monetaryItemType")
        return label, "false"

    return make


def _cover(aspect: str, _places: Places) -> Maker:
    def make(link: Link, label: str) -> Made:
        made = _resource(link, "acf:aspectCover", label)
        child(made, "acf:aspect", text=aspect)
        return label, "false"

    return make


def _where(test: str) -> Maker:
    def make(link: Link, label: str) -> Made:
        _resource(link, "gf:general", label, {"test": test})
        return label, "false"

    return make


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
