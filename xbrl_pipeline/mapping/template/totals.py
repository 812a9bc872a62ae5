"""Totals of a template that no program has calculated yet: added up by the codes of their parts, never by addresses."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.plan import Target, TemplatePlan
from xbrl_pipeline.mapping.tally import CandidateValue, Tally
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.taxonomy.model import Kind
from xbrl_pipeline.template.codes import OVER, WAYS, Aspects, CodeNames
from xbrl_pipeline.workbook.cells import Cell

_NAMED: Final = 5  # cells that the remark names; each stands in the ledger
_TOTAL: Final = re.compile(r'IF\(COUNT\(.+\)=0,"",.+\)', re.DOTALL)
_LINK: Final = re.compile(r'IF\((.+)="","",\1\)', re.DOTALL)


def is_total(formula: str) -> bool:
    """Tell whether a formula is one of the totals that a template comes with."""
    return _TOTAL.fullmatch(formula.removeprefix("=")) is not None


def is_link(formula: str) -> bool:
    """Tell whether a formula repeats a cell, as those of a template do."""
    return _LINK.fullmatch(formula.removeprefix("=")) is not None


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to add a total up: of these facts, or of all members of an axis."""

    parts: tuple[tuple[FactKey, int], ...] = ()
    over: QName | None = None


@dataclass(frozen=True, slots=True)
class _Pending:
    cell: Cell
    target: Target
    ways: tuple[_Way, ...]


@dataclass
class TemplateTotals:
    """Waits until all typed cells are known, then adds up."""

    plan: TemplatePlan
    names: CodeNames
    tally: Tally
    pending: list[_Pending] = field(default_factory=list)

    def expects(self, cell: Cell, target: Target, parts: str, aspects: Aspects) -> bool:
        """Put a total aside; False where it is not known what it adds up."""
        ways = [self._way(code, target, aspects) for code in parts.split(WAYS) if code]
        known = tuple(way for way in ways if way is not None)
        if not ways or len(known) < len(ways):
            return False
        self.pending.append(_Pending(cell, target, known))
        return True

    def _way(self, code: str, target: Target, aspects: Aspects) -> _Way | None:
        if code.startswith(OVER):
            axis = self.names.find(code.removeprefix(OVER))
            return None if axis is None else _Way(over=axis)
        names = [(self.names.find(word[1:]), -1 if word[0] == "-" else 1) for word in code.split()]
        keys = tuple(
            (self._key(name, target, aspects), weight) for name, weight in names if name in self.plan.model.concepts
        )
        return _Way(keys) if len(keys) == len(names) else None

    def settle(self) -> None:
        """Let every total give its fact, those of which others are part first."""
        values = {each.target.key: each.value for each in self.tally.candidates if isinstance(each.value, Decimal)}
        lost = {item.key for item in self.tally.lost}
        waiting = {id(each): each for each in self.pending}
        bound = {*values, *lost, *(item.key for item in self.tally.empty), *(each.target.key for each in self.pending)}
        parts = {number: self._parts(each, bound) for number, each in waiting.items()}
        made: list[CandidateValue] = []
        while waiting:
            unknown = {each.target.key for each in waiting.values()}
            ready = [number for number in waiting if not unknown & set(parts[number])]
            for number in ready or list(waiting):
                self._settle(waiting.pop(number), parts[number], values, lost, made)
        if made:
            remark = Remark("template.totals_added", {"count": len(made)}, Severity.INFO)
            self.tally.note(remark, *(each.cell.ref for each in made[:_NAMED]))

    def _settle(
        self,
        each: _Pending,
        parts: dict[FactKey, int],
        values: dict[FactKey, Decimal],
        lost: set[FactKey],
        made: list[CandidateValue],
    ) -> None:
        known = [values[key] * weight for key, weight in parts.items() if key in values]
        if any(key in lost for key in parts):
            finding = self.tally.note(Remark("template.total_unknown", {}), each.cell.ref, about=each.target)
            self.tally.reject(each.cell, finding, each.target)
            lost.add(each.target.key)
        elif known:
            candidate = CandidateValue(each.target, each.cell, sum(known, Decimal(0)))
            self.tally.take(candidate)
            made.append(candidate)
            values[each.target.key] = sum(known, Decimal(0))
        else:
            self.tally.skip(each.cell, Fate.NIL, self.tally.pen.messages.text("template.reason.no_parts"))

    def _parts(self, each: _Pending, bound: set[FactKey]) -> dict[FactKey, int]:
        """Return what a total adds: of the ways of its row the first whose parts have cells in this workbook."""
        for way in each.ways:
            parts = dict(way.parts) if way.over is None else self._members(each.target.key, way.over, bound)
            if bound & set(parts):
                return parts
        return {}

    @staticmethod
    def _members(key: FactKey, axis: QName, bound: set[FactKey]) -> dict[FactKey, int]:
        return {
            item: 1
            for item in bound
            if (item.concept, item.period, item.unit) == (key.concept, key.period, key.unit)
            and len(item.dimensions) == len(key.dimensions) + 1
            and [extra.axis for extra in set(item.dimensions) - set(key.dimensions)] == [axis]
        }

    def _key(self, name: QName | None, target: Target, aspects: Aspects) -> FactKey:
        concept = self.plan.model.concepts[name or target.key.concept]
        period = self.plan.fingerprint.year.shifted(aspects.year or 0)
        at = period.period(instant=concept.instant, at="start" if aspects.start else "end")
        unit = "pure" if concept.kind is Kind.NUMBER else target.key.unit
        return FactKey(concept.name, at, target.key.dimensions, unit)
