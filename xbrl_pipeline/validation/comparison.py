"""Holding one report against another: which facts differ, in words, and what that does to ratios and findings.

Facts are paired by their key, by the names of the later taxonomy. Of last year's report only the columns count that the
later report shows again; what is left aside on either side is counted, so that the facts of each report add up.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.messages import Messages, period_words
from xbrl_pipeline.model.comparison import (
    Compared,
    Difference,
    DifferenceKind,
    FactCounts,
    Kin,
    RatioChange,
    ReportComparison,
    pairs,
)
from xbrl_pipeline.model.facts import Fact, FactKey, QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.report import Entity, Report
from xbrl_pipeline.taxonomy.model import Hypercube, TaxonomyModel
from xbrl_pipeline.taxonomy.renaming import Renaming
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.previous import of_other_board

_EUR: Final = "EUR"
_Point = tuple[str, str, int, bool]  # code and statement of a ratio, its year, and whether it is budgeted


@dataclass(frozen=True, slots=True)
class Side:
    """One checked report with its facts and its taxonomy; ``name`` is how a user knows it."""

    name: str
    report: Report
    facts: tuple[Fact, ...]
    model: TaxonomyModel


def kin_of(before: Side, after: Side, *, other_board: bool) -> Kin:
    """Tell how two reports belong together; two that say nothing of each other are a PipelineError.

    ``other_board``: the user wants to see two boards beside each other.
    """
    one, two = before.report, after.report
    names = {"before": before.name, "after": after.name}
    if one.report != two.report:
        raise PipelineError("compare.other_report", ExitCode.USAGE, **names, one=one.report, two=two.report)
    apart = of_other_board(one.entity, two.entity)
    if apart and not other_board:
        boards = {"one": _board(one.entity), "two": _board(two.entity)}
        raise PipelineError("compare.other_board", ExitCode.USAGE, **names, **boards)
    years = (one.entity.verslagjaar, two.entity.verslagjaar)
    gap = 0 if None in years else (years[1] or 0) - (years[0] or 0)
    if gap == 1 and not apart:
        return Kin.NEXT_YEAR
    if gap:
        code = "compare.reversed" if gap == -1 and not apart else "compare.other_years"
        raise PipelineError(code, ExitCode.USAGE, **names, one=str(years[0]), two=str(years[1]))
    return Kin.BOARDS if apart else Kin.VERSION


def _board(entity: Entity) -> str:
    return f"{entity.bestuursnummer} {entity.name}".strip()


def compare_reports(before: Side, after: Side, kin: Kin, names: Renaming, messages: Messages) -> ReportComparison:
    """Return what differs from one report to the other; ``names`` carries facts over to the later taxonomy."""
    carried = tuple(_carried(before, names))
    found = tuple(_paired(carried, after, kin))
    words = _Words(before, after, messages, found)
    differences = sorted((words.difference(each) for each in found if each.kind), key=_by_size)
    told = ReportComparison(
        kin,
        Compared(before.name, before.report, _tally(before, (each for each in found if each.old), DifferenceKind.GONE)),
        Compared(after.name, after.report, _tally(after, (each for each in found if each.new), DifferenceKind.ADDED)),
        tuple(differences),
        tuple(_ratio_changes(before.report, after.report, kin)),
    )
    return told if kin is Kin.NEXT_YEAR else _with_findings(told, before.report, after.report)


@dataclass(frozen=True, slots=True)
class _Carried:
    """A fact of the earlier report, by its key in the later taxonomy; None where that has no name for it."""

    fact: Fact
    key: FactKey | None


def _carried(side: Side, names: Renaming) -> Iterator[_Carried]:
    met: set[FactKey] = set()
    for fact in side.facts:
        key = names.key(fact.key)
        alone = key is not None and key not in met  # two lines that became one cannot both be held against it
        met |= {key} if key is not None else set()
        yield _Carried(fact, key if alone else None)


@dataclass(frozen=True, slots=True)
class _Found:
    """The two facts of a key; ``new`` goes by the later taxonomy, ``old`` by its own names."""

    old: Fact | None
    new: Fact | None
    kind: DifferenceKind | None = None
    aside: bool = False
    unnamed: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in (self.old, self.new) if fact is not None)


def _paired(carried: Sequence[_Carried], after: Side, kin: Kin) -> Iterator[_Found]:
    named = {each.key: each.fact for each in carried if each.key is not None}
    counts = _shown_again(after) if kin is Kin.NEXT_YEAR else _count_all
    for pair in pairs((replace(fact, key=key) for key, fact in named.items()), after.facts):
        old, new = named.get(pair.key), pair.after
        if all(counts(pair.key, fact) for fact in _Found(old, new).facts):
            yield _Found(old, new, pair.kind)
        else:
            yield from (each for each in (_Found(old, None, aside=True), _Found(None, new, aside=True)) if each.facts)
    for fact in (each.fact for each in carried if each.key is None):
        shown = counts(fact.key, fact)
        yield _Found(fact, None, DifferenceKind.GONE if shown else None, aside=not shown, unnamed=True)


def _count_all(_key: FactKey, _fact: Fact) -> bool:
    return True


def _shown_again(after: Side) -> Callable[[FactKey, Fact], bool]:
    """Return which facts count beside last year's report: amounts in earlier columns of the later one.

    What the earlier report states in a column that the later one does not show has nothing to be held against.
    """
    year = after.report.entity.verslagjaar or 0
    earlier = [fact for fact in after.facts if isinstance(fact.value, Decimal) and fact.key.period.end.year < year]
    columns = {_column(fact.key) for fact in earlier}
    return lambda key, fact: isinstance(fact.value, Decimal) and _column(key) in columns


def _column(key: FactKey) -> Hashable:
    """Return period and members without namespaces, which differ from one year's taxonomy to the next."""
    return key.period, frozenset((item.axis.local, item.member.local) for item in key.dimensions)


def _tally(side: Side, found: Iterable[_Found], single: DifferenceKind) -> FactCounts:
    kinds = Counter("aside" if each.aside else each.kind or "same" for each in found)
    ledger = side.report.ledger
    return FactCounts(
        len(side.facts),
        kinds["same"],
        kinds[DifferenceKind.CHANGED],
        kinds[single],
        kinds["aside"],
        max(0, side.report.facts - len(side.facts)),
        0 if ledger is None else ledger.rejected,
    )


def _by_size(difference: Difference) -> tuple[bool, bool, Decimal, str, str]:
    change = difference.change
    size = Decimal(0) if change is None else -abs(change)
    return change is None, difference.unit != _EUR, size, difference.label, difference.period


class _Words:
    """Lines, statements and columns as readers of the reports know them."""

    def __init__(self, before: Side, after: Side, messages: Messages, found: Sequence[_Found]) -> None:
        self._found = found
        self._before, self._after = _Reading(before, messages), _Reading(after, messages)

    def difference(self, found: _Found) -> Difference:
        """Say what differs, in the words of the later report where it has the line."""
        reading, fact = (self._after, found.new) if found.new is not None else (self._before, found.old)
        if fact is None or found.kind is None:
            raise TypeError
        key, old, new = fact.key, found.old, found.new
        return Difference(
            found.kind,
            reading.label(key.concept),
            reading.statement(key),
            reading.period(key, self._telling),
            reading.element(key.concept),
            key.unit,
            None if old is None else old.value,
            None if new is None else new.value,
            () if old is None else old.cells,
            () if new is None else new.cells,
            total=reading.is_total(key),
            unnamed=found.unnamed,
        )

    @cached_property
    def _telling(self) -> frozenset[str]:
        """The axes that say anything: not those on which every figure of both reports has the same member."""
        facts = [fact for each in self._found for fact in each.facts]
        figures = [{item.axis.local: item.member.local for item in fact.key.dimensions} for fact in facts]
        members: dict[str, set[str | None]] = {axis: set() for figure in figures for axis in figure}
        for axis, met in members.items():
            met.update(figure.get(axis) for figure in figures if figure)
        return frozenset(axis for axis, met in members.items() if len(met) > 1)


class _Reading:
    """The words of one report and its taxonomy."""

    def __init__(self, side: Side, messages: Messages) -> None:
        self._model, self._lang = side.model, messages.lang
        self._evidence = Evidence.of(side.model, messages, side.facts, titles=_titles(side))

    def is_total(self, key: FactKey) -> bool:
        """Tell whether the report states a part of what an amount is the sum of, in the same column."""
        facts = self._evidence.facts
        return any(key._replace(concept=part) in facts for part in self._parts.get(key.concept, ()))

    @cached_property
    def _parts(self) -> dict[QName, set[QName]]:
        found: dict[QName, set[QName]] = {}
        for each in self._model.sums:
            found.setdefault(each.total, set()).update(name for name, _ in each.parts)
        return found

    def label(self, concept: QName) -> str:
        return self._evidence.label(concept)

    def element(self, concept: QName) -> str:
        return self._evidence.element(concept)

    def period(self, key: FactKey, telling: frozenset[str]) -> str:
        told = (item.member for item in key.dimensions if item.axis.local in telling)
        return period_words(key.period, map(self._evidence.label_of_member, told))

    def statement(self, key: FactKey) -> str:
        """Return the statement whose table takes the members of a fact, else the first that shows its line."""
        fitting = {table.role for table in self._model.tables_of(key.concept) if _takes(table, key)}
        shown = self._places.get(key.concept, ())
        found = next((uri for uri in shown if uri in fitting), next(iter(shown), None))
        return "" if found is None else self._model.roles[found].label(self._lang)

    @cached_property
    def _places(self) -> dict[QName, tuple[str, ...]]:
        """The roles that show each line, in the order of the report."""
        found: dict[QName, list[str]] = {}
        for uri, role in self._model.roles.items():
            for name in dict.fromkeys(line.name for line in role.lines):
                found.setdefault(name, []).append(uri)
        return {name: tuple(uris) for name, uris in found.items()}


def _titles(side: Side) -> dict[QName, str]:
    """Return the workbook's own words for its lines, where there is a workbook."""
    entries = side.report.ledger.entries if side.report.ledger else ()
    told = {entry.concept: entry.label for entry in entries if entry.fate is Fate.FACT and entry.label}
    found = ((side.model.find(local), label) for local, label in told.items() if local)
    return {concept.name: label for concept, label in found if concept is not None}


def _takes(table: Hypercube, key: FactKey) -> bool:
    if table.excludes or {axis.name for axis in table.axes} != {item.axis for item in key.dimensions}:
        return False
    members = {item.axis: item for item in key.dimensions}
    return all(axis.typed or members[axis.name].member in axis.members for axis in table.axes)


def _ratio_changes(before: Report, after: Report, kin: Kin) -> Iterator[RatioChange]:
    """Give each ratio of a year that differs; beside last year's report only years that both speak of."""
    old, new = _points(before), _points(after)
    percentages = {ratio.code: ratio.percentage for ratio in (*before.ratios, *after.ratios)}
    for point in dict.fromkeys((*new, *old)):
        if kin is Kin.NEXT_YEAR and not (point in old and point in new):
            continue
        if old.get(point) != new.get(point):
            code, statement, year, budget = point
            yield RatioChange(code, statement, year, budget, percentages[code], old.get(point), new.get(point))


def _points(report: Report) -> dict[_Point, Decimal | None]:
    return {
        (ratio.code, ratio.statement, point.year, point.budget): point.value
        for ratio in report.ratios
        for point in ratio.points
    }


def _with_findings(comparison: ReportComparison, before: Report, after: Report) -> ReportComparison:
    """Add which findings are gone and which are new; a finding is known again by what it says, not by its place."""
    old, new = (tuple(each for each in report.findings if not each.follows) for report in (before, after))
    remaining = 0
    for mark in (_sentence, _line, _place):
        known, seen = Counter(map(mark, old)), Counter(map(mark, new))
        common = known & seen
        remaining += common.total()
        old, new = _without(old, mark, common), _without(new, mark, common)
    return replace(comparison, solved=old, new=new, remaining=remaining)


def _without(
    findings: Sequence[Finding], mark: Callable[[Finding], Hashable], common: Counter[Hashable]
) -> tuple[Finding, ...]:
    """Return the findings that are left when as many of each mark as both have are taken away."""
    left = Counter(common)
    kept = []
    for finding in findings:
        if left[mark(finding)]:
            left[mark(finding)] -= 1
        else:
            kept.append(finding)
    return tuple(kept)


def _sentence(finding: Finding) -> Hashable:
    """Return what it says; a workbook and an instance call one line by other names, which are not always in it."""
    return finding.code, finding.period, finding.message


def _line(finding: Finding) -> Hashable:
    """Return what it is about, whatever the amounts are now."""
    return finding.code, finding.concept, finding.period


def _place(finding: Finding) -> Hashable:
    """Return where it is, whatever the language of the report."""
    return finding.code, finding.cells, finding.lines
