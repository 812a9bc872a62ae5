"""The amounts of a report as a reader sees them: by line, statement, year, and realised or budgeted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from xbrl_pipeline.model.boards import kind_of_board
from xbrl_pipeline.model.facts import Fact, FactKey, QName
from xbrl_pipeline.model.parts import Part
from xbrl_pipeline.taxonomy.model import Rule, TaxonomyModel, Term
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.completeness import ReportParts
from xbrl_pipeline.validation.equations import total_name

_FULL_YEAR: Final = range(360, 373)  # days


class StatementColumn(NamedTuple):
    """A column of a statement: ``statement`` is separate, consolidated or empty."""

    statement: str
    year: int
    budget: bool = False


_SMALLEST, _LARGEST = -6, 15  # powers of ten


@dataclass(frozen=True)
class Figures:
    """The amounts without further breakdown. Lines go by the local name of their concept: taxonomies share those."""

    model: TaxonomyModel
    profile: ReportProfile
    facts: tuple[Fact, ...]
    previous: "Figures | None" = None  # last year's report, where it was given
    lang: str = "nl"  # in which parts of the report are named
    empty: frozenset[FactKey] = field(default_factory=frozenset)  # amounts that have an empty cell in the workbook

    @cached_property
    def keys(self) -> dict[StatementColumn, dict[str, FactKey]]:
        """The key of each line by column."""
        found: dict[StatementColumn, dict[str, FactKey]] = {}
        for fact in self.facts:
            column = self.column(fact.key)
            if column is not None and fact.key in self.amounts:
                found.setdefault(column, {})[fact.key.concept.local] = fact.key
        return found

    @cached_property
    def amounts(self) -> dict[FactKey, Decimal]:
        """Every amount by its key, but for those of a size that no accounts know: a ratio of them would say nothing."""
        amounts = {fact.key: fact.value for fact in self.facts if isinstance(fact.value, Decimal)}
        return {key: value for key, value in amounts.items() if not value or _SMALLEST <= value.adjusted() < _LARGEST}

    @cached_property
    def year(self) -> int:
        """The reporting year: the last one with a realised result, else the last one at all; 0 without amounts."""
        flows = [key.period.end.year for key in self.amounts if key.period.start and not self._budget(key)]
        return max(flows, default=max((key.period.end.year for key in self.amounts), default=0))

    @cached_property
    def sector(self) -> str:
        """The sector of the board as the report says it (``PO``), empty where it does not."""
        return next((str(fact.value).upper() for fact in self.facts if fact.key.concept.local == "Sector"), "")

    @cached_property
    def kind_of_board(self) -> str:
        """The sector, or ``SWV`` where the report says that it is of a samenwerkingsverband."""
        return kind_of_board({fact.key.concept.local: str(fact.value) for fact in self.facts})

    @cached_property
    def complete(self) -> tuple[Part, ...]:
        """Every part of the report, filled in or not."""
        return tuple(ReportParts(self.model, self.profile, self.facts, self.sector.lower(), self.year).found(self.lang))

    @property
    def statements(self) -> tuple[str, ...]:
        """The statements that are reported."""
        return tuple(dict.fromkeys(column.statement for column in self.keys))

    def columns(self, statement: str) -> list[StatementColumn]:
        """Return the columns of a statement by year, a budget behind what was realised."""
        return sorted((column for column in self.keys if column.statement == statement), key=lambda each: each[1:])

    def key(self, column: StatementColumn, line: str) -> FactKey | None:
        """Return the key of a line in a column, if it is reported."""
        return self.keys.get(column, {}).get(line)

    def amount(self, column: StatementColumn, line: str) -> Decimal | None:
        """Return the amount of a line in a column, if it is reported."""
        key = self.key(column, line)
        return None if key is None else self.amounts[key]

    def first(self, column: StatementColumn, *lines: str) -> Decimal | None:
        """Return the first of several lines that is reported."""
        found = (self.amount(column, line) for line in lines)
        return next((amount for amount in found if amount is not None), None)

    def total(self, column: StatementColumn, *lines: str) -> Decimal:
        """Return the sum of what is reported of several lines."""
        return sum((self.amount(column, line) or Decimal(0) for line in lines), Decimal(0))

    def pairs(self, one: StatementColumn, other: StatementColumn) -> Iterator[tuple[FactKey, FactKey]]:
        """Give the keys of each line that both columns report."""
        for line, key in self.keys.get(one, {}).items():
            second = self.key(other, line)
            if second is not None:
                yield key, second

    @cached_property
    def parts(self) -> dict[str, frozenset[str]]:
        """The lines that add up to each line, by the rules of the taxonomy."""
        found: dict[str, frozenset[str]] = {}
        for rule in self.model.rules.values():
            total = total_name(rule) if rule.linear else None
            parts = frozenset(name.local for term in rule.right for name in term.concepts)
            if total is not None and total.local not in parts:
                found[total.local] = found.get(total.local, frozenset()) | parts
        return found

    @cached_property
    def subtracted(self) -> frozenset[str]:
        """The lines that count negatively in a sum of the taxonomy, and in none positively."""
        weights = [
            (term.weight, name.local)
            for rule in self.model.rules.values()
            for term in _added_up(rule)
            for name in term.concepts
        ]
        added = {local for weight, local in weights if weight > 0}
        return frozenset(local for weight, local in weights if weight < 0) - added

    def broken_down(self, line: str, member: str) -> Decimal | None:
        """Return an amount of the reporting year for a member on an axis of a breakdown, by its local name."""
        return self._parts.get((line, member))

    @cached_property
    def _parts(self) -> dict[tuple[str, str], Decimal]:
        """The amounts of the reporting year by line and member; of several the first."""
        found: dict[tuple[str, str], Decimal] = {}
        for key, amount in self.amounts.items():
            for item in key.dimensions if key.period.end.year == self.year else ():
                found.setdefault((key.concept.local, item.member.local), amount)
        return found

    def column(self, key: FactKey) -> StatementColumn | None:
        """Return the column that an amount stands in; none for one of a breakdown or of part of a year."""
        axes = {str(self._name(self.profile.statement_axis)), str(self._name(self.profile.budget_axis))}
        if any(str(item.axis) not in axes for item in key.dimensions) or not _whole_year(key):
            return None
        return StatementColumn(self._statement(key), key.period.end.year, self._budget(key))

    def _statement(self, key: FactKey) -> str:
        members = {item.member for item in key.dimensions}
        for statement in ("separate", "consolidated"):
            if self._name(getattr(self.profile, f"{statement}_member")) in members:
                return statement
        return ""

    def _budget(self, key: FactKey) -> bool:
        wanted = self._name(self.profile.budget_member)
        return wanted is not None and wanted in {item.member for item in key.dimensions}

    def _name(self, prefixed: str) -> QName | None:
        prefix, _, local = prefixed.partition(":")
        namespace = self.model.prefixes.get(prefix)
        return QName(namespace, local) if namespace is not None else None


def _added_up(rule: Rule) -> tuple[Term, ...]:
    """Return the parts of a rule that is a total with its parts."""
    return rule.right if rule.linear and total_name(rule) is not None else ()


def _whole_year(key: FactKey) -> bool:
    if key.period.start is None:
        return (key.period.end + timedelta(days=1)).day == 1
    return (key.period.end - key.period.start).days + 1 in _FULL_YEAR


def present(*amounts: Decimal | None) -> bool:
    """Tell whether all amounts are reported."""
    return all(amount is not None for amount in amounts)


def largest(amounts: Iterable[Decimal | None]) -> Decimal:
    """Return the largest amount in size; zero where there is none."""
    return max((abs(amount) for amount in amounts if amount is not None), default=Decimal(0))
