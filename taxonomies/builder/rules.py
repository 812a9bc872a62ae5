"""Every rule of the taxonomy as one kind of record, whichever table it comes from."""

from dataclasses import dataclass, field, replace

from taxonomies.builder.tables import Lang, Required, Rule, Section, Sum, Tables, Variable

MUST = {("ERROR", "en"): "MUST", ("WARNING", "en"): "SHOULD"}


@dataclass(frozen=True)
class Assertion:
    """An assertion as the formula linkbase holds it."""

    id: str
    role: str
    severity: str
    source: str
    test: str
    precondition: str
    variables: tuple[Variable, ...]
    messages: dict[Lang, str] = field(hash=False)


def all_assertions(tables: Tables) -> list[Assertion]:
    """Return every assertion, grouped by the order of the sections; ids are unique."""
    made = [_sum(tables, each, kind) for each in tables.sums for kind in kinds_of(tables, each)]
    made += [_required(tables, each) for each in tables.required]
    made += [_rule(tables, each) for each in tables.rules]
    if len({each.id for each in made}) != len(made):
        raise ValueError("two rules share an id")
    order = list(tables.sections)
    return sorted(made, key=lambda each: order.index(each.role))


@dataclass(frozen=True)
class Kind:
    """One kind of column that a sum holds in: the section that keeps the rule, and the filters of its variables."""

    section: Section
    filters: str
    members: tuple[str, ...]


def kinds_of(tables: Tables, total: Sum) -> list[Kind]:
    """Return the actual figures, and the budget when the tree has one.

    The kinds are rules apart, and actual figures shut out every other axis: a validator that finds an axis on the parts
    and nowhere on the totals takes none of the parts for parts of those totals, and accuses totals that are right.
    """
    found = dict[tuple[str, ...], Section]()
    for section in tables.sections.values():
        if section.tree == total.tree and total.member in ("", *section.members.split()):
            found.setdefault(_extra(section), section)
    axes = sorted({tables.members[name].axis for each in tables.sections.values() for name in _extra(each)})
    return [Kind(section, _kind_filters(total, extra, axes), extra) for extra, section in found.items()]


def _extra(section: Section) -> tuple[str, ...]:
    return tuple(section.members.split()[1:])


def _kind_filters(total: Sum, extra: tuple[str, ...], axes: list[str]) -> str:
    words = [f"member={name}" for name in (total.member, *extra) if name]
    return " ".join(words if extra else [*words, *(f"without={axis}" for axis in axes)])


def _sum(tables: Tables, total: Sum, kind: Kind) -> Assertion:
    made = f"valueAssertion_{kind.section.name}_SumOfChildren_{total.parent}"
    members = [tables.members[name] for name in (total.member, *kind.members) if name]
    return Assertion(
        id=made,
        role=kind.section.role,
        severity=total.severity,
        source=total.source,
        test="$parent = sum($plus) - sum($minus)" if total.minus else "$parent = sum($plus)",
        precondition=_condition(tables, total),
        variables=tuple(_sum_variables(made, total, kind.filters)),
        messages={
            "nl": "".join(f"{member.terse_nl}: " for member in members) + _sum_text_nl(tables, total),
            "en": "".join(f"{member.terse_en}: " for member in members) + _sum_text_en(tables, total),
        },
    )


def _condition(tables: Tables, total: Sum) -> str:
    opening = {line.item for line in tables.lines if line.preferred == "periodStart"}
    if opening & set(total.plus.split()):
        # an opening balance stands alone at its date: there is no balance sheet to add up
        return "count($plus) gt 1 or (exists($plus) and $parent != 0)"
    return "exists($plus) or exists($minus)" if total.minus else "exists($plus)"


def _sum_variables(rule: str, total: Sum, filters: str) -> list[Variable]:
    parts = [("parent", total.parent, "", "0"), ("plus", total.plus, "yes", "()"), ("minus", total.minus, "yes", "()")]
    return [Variable(rule, *part, filters, "") for part in parts if part[1]]


def _sum_text_nl(tables: Tables, total: Sum) -> str:
    names = {name: f'"{concept.line}"' for name, concept in tables.concepts.items()}
    plus = _listed([names[name] for name in total.plus.split()], "en")
    minus = _listed([names[name] for name in total.minus.split()], "en")
    parts = f"de som van {plus}" if len(total.plus.split()) > 1 else plus
    must = "MOET" if total.severity == "ERROR" else "BEHOORT"
    to = "" if total.severity == "ERROR" else "te "
    return (
        f"{names[total.parent]} ({{$parent}}) {must} gelijk {to}zijn aan {parts}"
        + (f", verminderd met {minus}" if minus else "")
        + f" ({{{_amount(total)}}})."
    )


def _sum_text_en(tables: Tables, total: Sum) -> str:
    names = {name: f'"{concept.label_en}"' for name, concept in tables.concepts.items()}
    plus = _listed([names[name] for name in total.plus.split()], "and")
    minus = _listed([names[name] for name in total.minus.split()], "and")
    parts = f"the sum of {plus}" if len(total.plus.split()) > 1 else plus
    return (
        f"{names[total.parent]} ({{$parent}}) {MUST[total.severity, 'en']} equal {parts}"
        + (f", less {minus}" if minus else "")
        + f" ({{{_amount(total)}}})."
    )


def _amount(total: Sum) -> str:
    return "sum($plus) - sum($minus)" if total.minus else "sum($plus)"


def _listed(names: list[str], last: str) -> str:
    return f" {last} ".join((", ".join(names[:-1]), names[-1])) if len(names) > 1 else "".join(names)


def _required(tables: Tables, required: Required) -> Assertion:
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
            "nl": f'"{concept.line}" {must} opgegeven, maar is {{count($fact)}} keer opgegeven.',
            "en": f'"{concept.label_en}" {MUST[required.severity, "en"]} be reported exactly once, but is reported '
            "{count($fact)} time(s).",
        },
    )


def _selected(rule: str, concept: str) -> tuple[Variable, ...]:
    # an existence assertion would also accuse a taxonomy that is loaded without a report: no contexts, no rule
    contexts = Variable(rule, "contexts", "", "yes", "", "select", "xbrli:context")
    return contexts, Variable(rule, "fact", concept, "yes", "", "select", "")


def _rule(tables: Tables, rule: Rule) -> Assertion:
    return Assertion(
        id=rule.id,
        role=rule.role,
        severity=rule.severity,
        source=rule.source,
        test=rule.test,
        precondition=rule.precondition,
        variables=tuple(_named(tables, each) for each in tables.variables if each.rule == rule.id),
        messages={"nl": rule.message_nl, "en": rule.message_en},
    )


def _named(tables: Tables, variable: Variable) -> Variable:
    """Write out `@tree` as the items of that tree."""
    names = list[str]()
    for word in variable.concepts.split():
        tree = word.removeprefix("@")
        names += [each.name for each in tables.items_of(tables.home_of(tree))] if tree != word else [word]
    return replace(variable, concepts=" ".join(names))
