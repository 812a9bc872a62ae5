"""What a workbook does not print and what follows: totals, and the days of the book year.

Totals are worked out from their parts where a total above them proves it.

A part that is not there may be nil or left out. So a total is derived only when it makes the sum of a total that is
printed hold: with it, and with what is missing as nil, that sum must come out at the printed amount.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from xbrl_pipeline.mapping.plan import MappingPlan, Target
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.trial_balance.totals import ROOTS, Derivation, Derived, derive, sums_of
from xbrl_pipeline.mapping.values import TakenValue, read_value
from xbrl_pipeline.mapping.words import Remark, RemarkSubject
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, FactKey, FactValue, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.model import Kind
from xbrl_pipeline.workbook.cells import Cell

_EDGES: Final = {"Start": (1, 1), "End": (12, 31)}  # month and day of a calendar year
_OTHER_PERIOD: Final = "FinancialReportingPeriodDifferentThanAnnualStatus"
_NO: Final = "Nee"
_TOPS: Final = (*ROOTS, "IncreaseDecreaseCashAndCashEquivalents", "EquityMovement")


def derive_totals(plan: MappingPlan, facts: Sequence[Fact], tally: Tally) -> Iterator[Fact]:
    """Give the totals that follow from facts and are proven, each with a remark that says so."""
    lost = {lost.key for lost in tally.lost}
    groups: dict[tuple[object, ...], dict[QName, Fact]] = {}
    for fact in facts:
        if fact.key.unit is not None and fact.cells:
            group = (fact.key.period, fact.key.dimensions, fact.key.unit)
            groups.setdefault(group, {})[fact.key.concept] = fact
    for found in groups.values():
        sample = next(iter(found.values()))
        given = {name: fact.value for name, fact in found.items()}
        sums = sums_of(plan.model, sample.key.dimensions, _TOPS)
        derivation = derive(given, sums)  # type: ignore[arg-type] # facts with a unit are numbers
        proven = _proven(derivation, found)
        for name, total in derivation.derived.items():
            key = FactKey(name, sample.key.period, sample.key.dimensions, sample.key.unit)
            if name in proven and key not in lost:
                cells = tuple(dict.fromkeys(_cells(total, derivation.derived, found)))
                yield Fact(key, total.value, cells, sample.decimals, derived=True)
                _note(plan, tally, total, cells)


def derive_period(plan: MappingPlan, facts: Sequence[Fact], tally: Tally) -> Iterator[Fact]:
    """Give the days of the book year and of the one before, where the workbook has none: they are those of the figures.

    A workbook that gives one of these days, or says that its period is not a year, is not overruled.
    """
    end = plan.profile.period_end_concept.rpartition(":")[2]
    year, earlier = plan.verslagjaar, any(fact.key.period.end.year < plan.verslagjaar for fact in facts)
    said = {fact.key.concept.local: fact.value for fact in facts} | {lost.key.concept.local: "" for lost in tally.lost}
    days = {end.replace("End", edge): date(year, *day) for edge, day in _EDGES.items()}
    if earlier and "Current" in end:
        days |= {name.replace("Current", "Previous"): day.replace(year - 1) for name, day in days.items()}
    found = [concept for name in days if (concept := plan.model.find(name)) is not None]
    targets = [plan.said_target(concept) for concept in found if concept.kind is Kind.DATE]
    answer = _no(plan)
    other = answer is not None and said.get(_OTHER_PERIOD, answer.value) != answer.value
    if len(targets) < len(days) or said.keys() & days.keys() or other:
        return
    yield from (Fact(target.key, days[target.concept.name.local], ()) for target in targets)
    if answer is not None and _OTHER_PERIOD not in said:
        targets.append(answer.target)
        yield Fact(answer.target.key, answer.value, ())
    labels = tuple(tally.pen.label(target.concept) for target in targets)
    tally.findings.append(
        tally.pen.write(Remark("mapping.derived_period", {"year": str(year), "lines": labels}, Severity.INFO))
    )


class _Answer(NamedTuple):
    target: Target
    value: FactValue


def _no(plan: MappingPlan) -> _Answer | None:
    """Return how the taxonomy says that the period is not another than a year; None where it does not know that."""
    concept = plan.model.find(_OTHER_PERIOD)
    if concept is None:
        return None
    target = plan.said_target(concept)
    read = read_value(Cell(CellRef("", 1, 1), _NO, _NO), target)
    return _Answer(target, read.value) if isinstance(read, TakenValue) else None


def _proven(derivation: Derivation, given: Mapping[QName, Fact]) -> set[QName]:
    """Return the derived totals that are part of a printed total whose sum holds."""
    wrong = {conflict.concept for conflict in derivation.conflicts}
    proven: set[QName] = set()
    for total in derivation.checked:
        if total.concept in given and total.concept not in wrong:
            waiting = [name for name, _, _ in total.parts]
            while waiting:
                name = waiting.pop()
                if name in derivation.derived and name not in proven:
                    proven.add(name)
                    waiting += [part for part, _, _ in derivation.derived[name].parts]
    return proven


def _cells(total: Derived, derived: Mapping[QName, Derived], given: Mapping[QName, Fact]) -> Iterator[CellRef]:
    for name, _, _ in total.parts:
        if name in given:
            yield from given[name].cells
        elif name in derived:
            yield from _cells(derived[name], derived, given)


def _note(plan: MappingPlan, tally: Tally, total: Derived, cells: tuple[CellRef, ...]) -> None:
    label = tally.pen.label(plan.model.concepts[total.concept])
    parts = tuple(tally.pen.label(plan.model.concepts[name]) for name, _, _ in total.parts)
    params = {"line": label, "value": total.value, "parts": parts}
    remark = Remark("mapping.derived", params, Severity.INFO)
    tally.findings.append(tally.pen.write(remark, *cells, about=RemarkSubject(label)))
