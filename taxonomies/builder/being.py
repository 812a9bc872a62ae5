"""Rules on what must be there: exactly once, or when something else is there."""

from taxonomies.builder.assertions import MUST, Assertion, quoted
from taxonomies.builder.kinds import kind_of
from taxonomies.builder.tables import Condition, Lang, Required, Section, Tables, Variable

EXISTS = {
    ("ERROR", "yes", "nl"): "MOET {} zijn opgegeven",
    ("ERROR", "no", "nl"): "MOET {} leeg blijven",
    ("WARNING", "yes", "nl"): "BEHOORT {} te zijn opgegeven",
    ("WARNING", "no", "nl"): "BEHOORT {} leeg te blijven",
    ("ERROR", "yes", "en"): "{} MUST be reported",
    ("ERROR", "no", "en"): "{} MUST NOT be reported",
    ("WARNING", "yes", "en"): "{} SHOULD be reported",
    ("WARNING", "no", "en"): "{} SHOULD NOT be reported",
}


def required_rule(tables: Tables, required: Required) -> Assertion:
    """Return the rule that an item is reported exactly once."""
    section = tables.sections[required.role]
    concept = tables.concepts[required.concept]
    made = f"valueAssertion_{section.name}_ExistOnce_{concept.name}"
    must = {"ERROR": "MOET precies één keer zijn", "WARNING": "BEHOORT precies één keer te zijn"}[required.severity]
    return Assertion(
        id=made,
        role=section.role,
        severity=required.severity,
        source=required.source,
        test="count($fact) eq 1",
        precondition="exists($contexts)",
        variables=_selected(made, concept.name),
        messages={
            "nl": f"{quoted(tables, concept.name, 'nl')} {must} opgegeven, maar is {{count($fact)}} keer opgegeven.",
            "en": f'"{concept.label_en}" {MUST[required.severity, "en"]} be reported exactly once, but is reported '
            "{count($fact)} time(s).",
        },
    )


def _selected(rule: str, concept: str) -> tuple[Variable, ...]:
    # an existence assertion would also accuse a taxonomy that is loaded without a report: no contexts, no rule
    contexts = Variable(rule, "contexts", "", "yes", "", "select", "xbrli:context")
    return contexts, Variable(rule, "fact", concept, "yes", "", "select", "")


def condition_rule(tables: Tables, each: Condition) -> Assertion:
    """Return the rule that an item depends on another one."""
    section = tables.sections[each.role]
    found = {"": "Existence", ">0": "NumericValueGT"}.get(each.values, "Value")
    then = "ThnExistence" if each.wanted == "yes" else "ThnNoExistence"
    made = f"valueAssertion_{section.name}_{found}{then}_{each.given}_{each.item}"
    given, item = _scopes(tables, section)
    return Assertion(
        id=made,
        role=section.role,
        severity=each.severity,
        source=each.source,
        test="exists($item)" if each.wanted == "yes" else "empty($item)",
        precondition=_precondition(each),
        variables=(
            Variable(made, "given", each.given, "", "", given, ""),
            Variable(made, "item", each.item, "yes", "()", item, ""),
        ),
        messages={"nl": _text(tables, each, "nl"), "en": _text(tables, each, "en")},
    )


def _scopes(tables: Tables, section: Section) -> tuple[str, str]:
    """Return the filters of both items: rows answer for themselves, information about the report stands anywhere."""
    if not section.members and not section.axes:
        return "", "cover=all"
    own = kind_of(tables, section).filters
    return own, f"{own} cover=unit"


def _precondition(each: Condition) -> str:
    if each.values in {"", ">0"}:
        return "$given > 0" if each.values else ""
    values = ", ".join(f"'{value}'" for value in each.values.split("|"))
    return f"$given = ({values})"


def _text(tables: Tables, each: Condition, lang: Lang) -> str:
    given, item = (quoted(tables, name, lang) for name in (each.given, each.item))
    then = EXISTS[each.severity, each.wanted, lang].format(item)
    when = "Als" if lang == "nl" else "If"
    return f"{when} {given} {_state(each, lang)}, {then}."


def _state(each: Condition, lang: Lang) -> str:
    state, more = (
        ("is opgegeven", "({$given}) groter is dan 0") if lang == "nl" else ("is reported", "({$given}) is above 0")
    )
    if each.values in {"", ">0"}:
        return more if each.values else state
    return "{$given} is" if lang == "nl" else "is {$given}"
