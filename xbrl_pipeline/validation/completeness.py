"""Which parts of a report are filled in: every statement and note by the lines that no other one before it shows.

A specification that mostly repeats a statement is no part of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Final

from xbrl_pipeline.model.facts import Fact, FactKey, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.parts import Need, Part
from xbrl_pipeline.taxonomy.model import Hypercube, LinkRole, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_EXISTS: Final = "ExistOnce"  # in the id of a rule that wants a line to be there
_ALWAYS: Final = frozenset({"exists($contexts)"})  # conditions that any report meets
_CONSOLIDATED: Final = "consolidated"
_Line = tuple[QName, frozenset[tuple[QName, frozenset[QName]]], bool]  # concept, axes with members, years ahead


@dataclass(frozen=True)
class ReportParts:
    """The parts of one report; ``sector`` as profiles write it (``po``), ``year`` the one that is reported about."""

    model: TaxonomyModel
    profile: ReportProfile
    facts: tuple[Fact, ...]
    sector: str
    year: int

    def found(self, lang: str) -> Iterator[Part]:
        """Give the parts in the order of the taxonomy; consolidated ones only where the report has such figures."""
        shown: set[_Line] = set()
        for role in self.model.roles.values():
            name = role.uri.rpartition(":")[2]
            own = {line: table for line, table in self._lines(role, name) if line not in shown}
            shown |= set(own)
            telling = 2 * len(own) >= sum(line.name in self.model.concepts for line in role.lines)
            if own and telling and (self._consolidated or not name_is_consolidated(name)):
                filled = sum(1 for line, table in own.items() if self._reported(line, table))
                yield Part(role.label(lang), filled, len(own), self._need(role, name), name)

    @cached_property
    def _consolidated(self) -> bool:
        wanted = self.profile.consolidated_member.rpartition(":")[2]
        return any(item.member.local == wanted for key in self._keys for item in key.dimensions)

    @cached_property
    def _keys(self) -> tuple[FactKey, ...]:
        return tuple(fact.key for fact in self.facts)

    @cached_property
    def _by_concept(self) -> dict[QName, list[FactKey]]:
        found: dict[QName, list[FactKey]] = {}
        for key in self._keys:
            found.setdefault(key.concept, []).append(key)
        return found

    def _lines(self, role: LinkRole, name: str) -> Iterator[tuple[_Line, Hypercube | None]]:
        """Give the lines of a part by what makes them its own: concept, axes, and whether they are of years ahead."""
        ahead = self.profile.template is not None and _fits(name, self.profile.template.forecast_roles)
        tables = [table for table in self.model.tables if table.role == role.uri and not table.excludes]
        for line in role.lines:
            if line.name not in self.model.concepts:
                continue
            held = [table for table in tables if line.name in table.items]
            axes = frozenset((axis.name, frozenset(axis.members)) for table in held for axis in table.axes)
            yield (line.name, axes, ahead), held[0] if held else None

    def _reported(self, line: _Line, table: Hypercube | None) -> bool:
        concept, _, ahead = line
        return any(
            _takes(table, key) and (key.period.end.year > self.year) == ahead
            for key in self._by_concept.get(concept, ())
        )

    def _need(self, role: LinkRole, name: str) -> Need:
        hints = self.profile.template
        hidden = hints.sectors.get(self.sector) if hints is not None else None
        if hidden is not None and _fits(name, hidden.roles):
            return Need.ELSEWHERE
        names = {line.name for line in role.lines}
        if names & self._asked:
            return Need.REQUIRED
        return Need.EXPECTED if hints is not None and _fits(name, hints.expected_roles) else Need.OPTIONAL

    @cached_property
    def _asked(self) -> frozenset[QName]:
        """The lines that the taxonomy wants of everybody."""
        rules = (rule for rule in self.model.rules.values() if _EXISTS in rule.id and rule.severity is Severity.ERROR)
        asked = (rule for rule in rules if set(rule.conditions) <= _ALWAYS)
        return frozenset(name for rule in asked for name in rule.subjects if rule.id.endswith(f"_{name.local}"))


def name_is_consolidated(name: str) -> bool:
    """Tell whether a role is of the consolidated statements, by its name."""
    return _CONSOLIDATED in name.split("-")


def _fits(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _takes(table: Hypercube | None, key: FactKey) -> bool:
    """Tell whether an amount stands in a table: by its members on every axis of it, and on no other."""
    if table is None:
        return not key.dimensions
    members = {item.axis: item.member for item in key.dimensions}
    axes = {axis.name: axis for axis in table.axes}
    if set(members) - set(axes):
        return False
    return all(
        axis.default is not None if members.get(name) is None else axis.typed or members[name] in axis.members
        for name, axis in axes.items()
    )
