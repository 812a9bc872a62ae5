"""Totals of a template that no program has calculated yet: added up by the codes of their parts, never by addresses."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.plan import Plan, Target
from xbrl_pipeline.mapping.tally import Candidate, Tally
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.taxonomy.model import Kind
from xbrl_pipeline.workbook.cells import Cell
from xbrl_pipeline.workbook.template.codes import Aspects, Names
from xbrl_pipeline.workbook.template.fingerprint import Fingerprint

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
class _Pending:
    cell: Cell
    target: Target
    parts: tuple[tuple[FactKey, int], ...]
    over: QName | None  # the axis whose members are added


@dataclass
class Totals:
    """Waits until all typed cells are known, then adds up."""

    plan: Plan
    fingerprint: Fingerprint
    names: Names
    tally: Tally
    pending: list[_Pending] = field(default_factory=list)

    def expects(self, cell: Cell, target: Target, parts: str, aspects: Aspects) -> bool:
        """Put a total aside; False where it is not known what it adds up."""
        if parts.startswith("over "):
            axis = self.names.find(parts.removeprefix("over "))
            self.pending += [_Pending(cell, target, (), axis)] if axis is not None else []
            return axis is not None
        names = [(self.names.find(word[1:]), -1 if word[0] == "-" else 1) for word in parts.split()]
        keys = [(self._key(name, target, aspects), weight) for name, weight in names if name is not None]
        if not names or len(keys) < len(names):
            return False
        self.pending.append(_Pending(cell, target, tuple(keys), None))
        return True

    def settle(self) -> None:
        """Let every total give its fact, those of which others are part first."""
        values = {each.target.key: each.value for each in self.tally.candidates if isinstance(each.value, Decimal)}
        lost = {item.key for item in self.tally.lost}
        waiting = {id(each): each for each in self.pending}
        made: list[Candidate] = []
        while waiting:
            open_keys = {each.target.key for each in waiting.values()}
            ready = [each for each in waiting.values() if not open_keys & set(self._parts(each, values, open_keys))]
            for each in ready or list(waiting.values()):
                del waiting[id(each)]
                self._settle(each, values, lost, made)
        if made:
            remark = Remark("template.totals_added", {"count": len(made)}, Severity.INFO)
            self.tally.note(remark, *(each.cell.ref for each in made[:_NAMED]))

    def _settle(
        self, each: _Pending, values: dict[FactKey, Decimal], lost: set[FactKey], made: list[Candidate]
    ) -> None:
        parts = self._parts(each, values, lost)
        known = [values[key] * weight for key, weight in parts.items() if key in values]
        if any(key in lost for key in parts):
            finding = self.tally.note(Remark("template.total_unknown", {}), each.cell.ref, about=each.target)
            self.tally.reject(each.cell, finding, each.target)
            lost.add(each.target.key)
        elif known:
            total = sum(known, Decimal(0))
            candidate = Candidate(each.target, each.cell, total)
            self.tally.take(candidate)
            made.append(candidate)
            values[each.target.key] = total
        else:
            self.tally.skip(each.cell, Fate.NIL, self.tally.pen.messages.text("template.reason.no_parts"))

    def _parts(self, each: _Pending, *known: object) -> dict[FactKey, int]:
        """Return what a total adds; over members: every fact with one of them more."""
        if each.over is None:
            return dict(each.parts)
        key = each.target.key
        keys = {item for keys in known if isinstance(keys, set | dict) for item in keys}
        return {
            item: 1
            for item in keys
            if (item.concept, item.period, item.unit) == (key.concept, key.period, key.unit)
            and [extra.axis for extra in set(item.dimensions) - set(key.dimensions)] == [each.over]
            and len(item.dimensions) == len(key.dimensions) + 1
        }

    def _key(self, name: QName, target: Target, aspects: Aspects) -> FactKey:
        concept = self.plan.model.concepts[name]
        period = self.fingerprint.year.shifted(aspects.year or 0)
        at = period.period(instant=concept.instant, at="start" if aspects.start else "end")
        unit = "pure" if concept.kind is Kind.NUMBER else target.key.unit
        return FactKey(name, at, target.key.dimensions, unit)
