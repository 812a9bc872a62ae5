"""Faults that follow from the tables: totals that are off, and items that are missing or too many."""

import random
import re

from taxonomies.builder.assertions import Assertion
from taxonomies.builder.being import condition_rule
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import STATEMENTS_AXIS, Condition, Tables, Variable
from tests.taxonomies.instances import CURRENT, Fact, Report
from tests.taxonomies.reports import ABROAD, group_report

LEFT = re.compile(r"\$(\w+) = ")
ADDING = re.compile(r"\$\w+ = (sum\()?\$\w+\)?( [-+] (sum\()?\$\w+\)?)*")
NETHERLANDS = (
    "StreetNameNL",
    "HouseNumberNL",
    "HouseNumberAddition",
    "PostalCodeNL",
    "PlaceOfResidenceNL",
    "DescriptionLocationNL",
    "POBoxNumber",
)


def fulfilled_abroad(tables: Tables) -> Report:
    """Return sound statements of a board with an address abroad."""
    sound = group_report(tables).without(*NETHERLANDS)
    return sound.plus(*(Fact(name, f"Tekst {name}") for name in ABROAD))


def broken_sums(tables: Tables, whole: Report, report: str = "jaarverantwoording") -> tuple[Report, list[str]]:
    """Move the left side of every rule that adds up, by steps that no sum of steps can undo."""
    steps = random.Random(2025)  # noqa: S311 (the same steps every time)
    moved, ids = dict[object, int](), []
    for assertion in all_assertions(tables):
        if ADDING.fullmatch(assertion.test) and report in tables.sections[assertion.role].reports.split():
            fact = _left(tables, assertion, whole)
            moved[fact.key] = steps.randrange(10**6, 10**9)
            ids.append(assertion.id)
    facts = [_stepped(fact, moved.get(fact.key, 0)) for fact in whole.facts]
    return Report(tuple(facts)), ids


def _stepped(fact: Fact, step: int) -> Fact:
    return Fact(fact.name, str(int(fact.value) + step), fact.period, fact.members) if step else fact


def _left(tables: Tables, assertion: Assertion, whole: Report) -> Fact:
    found = LEFT.match(assertion.test)
    variable = next(each for each in assertion.variables if found and each.name == found[1])
    facts = [fact for fact in whole.facts if fact.name == variable.concepts and _fits(tables, fact, variable)]
    if not facts:
        raise LookupError(assertion.id)
    return max(facts, key=lambda fact: (fact.period[-1] == CURRENT[1], fact.value != "0"))


def _fits(tables: Tables, fact: Fact, variable: Variable) -> bool:
    dimensions = fact.dimensions(tables)
    for word in variable.filters.split():
        kind, _, value = word.partition("=")
        if kind == "member" and value not in dimensions.values():
            return False
        if kind in {"with", "over"} and value not in dimensions:
            return False
        if kind == "only" and not set(dimensions) <= {*value.split("+"), STATEMENTS_AXIS}:
            return False
    return True


class _Faults:
    """A report under attack: which answers were changed, and what was taken away or added."""

    def __init__(self, tables: Tables, whole: Report) -> None:
        self.tables = tables
        self.names = {fact.name for fact in whole.facts}
        self.values: dict[str, str] = {}
        self.gone: set[str] = set()
        self.added: set[str] = set()
        self.ids: list[str] = []

    def takes(self, each: Condition) -> bool:
        """Break a condition as well, unless that undoes an earlier one."""
        value = each.values.split("|")[0] if each.values not in {"", ">0"} else ""
        if each.given in self.gone or (value and self.values.get(each.given, value) != value):
            return False
        if each.item in (self.added if each.wanted == "yes" else self.gone) or self._is_given(each):
            return False
        if value:
            self.values[each.given] = value
        (self.gone if each.wanted == "yes" else self.added).add(each.item)
        self.added.add(each.given)
        self.ids.append(condition_rule(self.tables, each).id)
        return True

    def _is_given(self, each: Condition) -> bool:
        return each.wanted == "yes" and each.item in self.added

    def report(self, whole: Report) -> Report:
        """Return the broken report."""
        broken = whole.without(*self.gone)
        for name, value in self.values.items():
            broken = broken.with_value(name, value)
        missing = [name for name in sorted(self.added) if name not in self.names]
        return broken.plus(*(Fact(name, self._value(name)) for name in missing))

    def _value(self, name: str) -> str:
        return self.values.get(name, "1" if self.tables.concepts[name].is_number else f"Tekst {name}")


def broken_conditions(
    tables: Tables, whole: Report, report: str = "jaarverantwoording"
) -> dict[str, tuple[Report, list[str]]]:
    """Break every condition of a report, as many in one instance as go together."""
    made = list[_Faults]()
    for each in tables.conditions:
        if report not in tables.sections[each.role].reports.split():
            continue
        if not any(faults.takes(each) for faults in made):
            made.append(_Faults(tables, whole))
            if not made[-1].takes(each):
                raise LookupError(each)
    return {f"conditions-{number}": (faults.report(whole), faults.ids) for number, faults in enumerate(made, 1)}
