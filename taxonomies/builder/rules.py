"""Every rule of the taxonomy as one kind of record, whichever table it comes from."""

from dataclasses import replace

from taxonomies.builder.adding import movement_rule, sum_rule, tie_rule, total_rules
from taxonomies.builder.assertions import Assertion
from taxonomies.builder.being import condition_rule, required_rule
from taxonomies.builder.kinds import kinds_of, kinds_with
from taxonomies.builder.tables import Rule, Section, Tables, Variable


def all_assertions(tables: Tables) -> list[Assertion]:
    """Return every assertion, grouped by the order of the sections; ids are unique."""
    made = [sum_rule(tables, each, kind) for each in tables.sums for kind in kinds_of(tables, each)]
    for each in tables.movements:
        made += [movement_rule(tables, each, kind) for kind in kinds_with(tables, (each.balance, each.movement))]
    made += [rule for each in tables.totals for rule in total_rules(tables, each)]
    made += [tie_rule(tables, each) for each in tables.ties]
    made += [condition_rule(tables, each) for each in tables.conditions]
    made += [required_rule(tables, each) for each in tables.required]
    made += [_rule(tables, each, role) for each in tables.rules for role in each.role.split()]
    twice = sorted({each.id for each in made if sum(other.id == each.id for other in made) > 1})
    if twice:
        raise ValueError(f"two rules share an id: {', '.join(twice)}")
    order = list(tables.sections)
    return sorted(made, key=lambda each: order.index(each.role))


def _rule(tables: Tables, rule: Rule, role: str) -> Assertion:
    home = tables.sections[rule.role.split()[0]]
    return Assertion(
        id=_id(rule, home, tables.sections[role]),
        role=role,
        severity=rule.severity,
        source=rule.source,
        test=rule.test,
        precondition=rule.precondition,
        variables=tuple(_named(tables, each, role) for each in tables.variables if each.rule == rule.id),
        messages={"nl": rule.message_nl, "en": rule.message_en},
    )


def _id(rule: Rule, home: Section, section: Section) -> str:
    return rule.id.replace(f"_{home.name}_", f"_{section.name}_")


def _named(tables: Tables, variable: Variable, role: str) -> Variable:
    """Write out `@tree` as the items of that tree, and `@` as those of the section itself."""
    names = list[str]()
    for word in variable.concepts.split():
        names += _tree_items(tables, word.removeprefix("@"), role) if word.startswith("@") else [word]
    return replace(variable, concepts=" ".join(names))


def _tree_items(tables: Tables, tree: str, role: str) -> list[str]:
    section = tables.home_of(tree) if tree else tables.sections[role]
    return [each.name for each in tables.items_of(section)]
