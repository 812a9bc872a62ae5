"""The likely culprit: findings that one cell explains name that cell, and the amount that would make the rules hold."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, FactKey, LostFact, QName
from xbrl_pipeline.model.findings import Finding, Severity, Suspect, SuspectKind
from xbrl_pipeline.validation.consequences import lacks_lines, point_at_loss
from xbrl_pipeline.validation.equations import Equation, holding
from xbrl_pipeline.validation.evidence import Evidence, shown_number
from xbrl_pipeline.validation.hypotheses import explain
from xbrl_pipeline.validation.moves import neighbours
from xbrl_pipeline.validation.problem import Hypothesis, Problem, distance
from xbrl_pipeline.validation.unprinted import lack_only, mistaken_parts, unprinted_totals

_WEIGHT: Final = {severity: weight for weight, severity in enumerate(Severity)}
_CONTRADICTION: Final = "mapping.contradiction"
_UNMAPPED: Final = ("mapping.row_unmapped", "mapping.column_unmapped")
_MOST_VARIANTS: Final = 12  # more contradictions than this are another workbook, not a typing error
_CELL: Final = QName("", "cell")  # an axis of our own: which of the cells that contradict each other


@dataclass(frozen=True, slots=True)
class DiagnosedFinding:
    """A finding, and the equation that does not hold where it is about one."""

    finding: Finding
    equation: Equation | None = None


def diagnose(judged: Sequence[DiagnosedFinding], evidence: Evidence, ties: Sequence[Equation] = ()) -> list[Finding]:
    """Point findings at the amounts that explain them; what one amount explains is folded under one finding.

    ``ties`` are equations beside those of the taxonomy, of which an amount may not break one that holds.
    """
    known = _variants(evidence)
    equations = [each.equation or _contradiction(each.finding, known) for each in judged]
    findings = point_at_loss([point_at_stray(each.finding, evidence) for each in judged], equations, evidence)
    failing = [place for place, each in enumerate(findings) if equations[place] is not None and not each.because]
    if not failing or lacks_lines(findings):
        return findings
    totals = _tell_unprinted(findings, failing, equations, evidence)
    failing = [place for place in failing if not _is_settled(equations[place], totals, evidence)]
    open_rows = any(each.code in _UNMAPPED and each.severity is Severity.ERROR for each in findings)

    def pose(settled: Mapping[FactKey, Decimal]) -> Problem:
        left = [equation for place in failing if (equation := equations[place])]
        return _problem(left, known, evidence, ties, settled, open_rows=open_rows)

    problem = pose(totals)
    told: set[int] = set()
    for columns in mistaken_parts(problem):
        places = [failing[place] for place in sorted(frozenset().union(*(each.explains for each in columns)))]
        _point(findings, places, (_suspect(columns[0], problem, evidence),), evidence.messages.advice("suspect.part"))
        totals |= {each.key: each.expected for each in columns}
        told.update(places)
    failing = [place for place in failing if place not in told]
    problem = pose(totals)
    explained = explain(problem)
    for hypotheses in explained.likely:
        places = [failing[place] for place in sorted(hypotheses[0].explains)]
        _point(findings, places, tuple(_suspect(each, problem, evidence) for each in hypotheses))
    for hypotheses in explained.possible:
        places = [failing[place] for place in sorted(hypotheses[0].explains)]
        first = min(places, key=lambda at: _grave(findings[at]))
        leads = tuple(_suspect(each, problem, evidence, lead=True) for each in hypotheses)
        findings[first] = replace(findings[first], leads=leads)
        for place in places:
            if place != first:  # whichever of the leads it is, it explains these too
                findings[place] = replace(findings[place], follows=findings[first].ref)
    return findings


def _is_settled(equation: Equation | None, totals: Mapping[FactKey, Decimal], evidence: Evidence) -> bool:
    return equation is not None and lack_only(equation, totals, evidence)


def _tell_unprinted(
    findings: list[Finding], failing: Sequence[int], equations: Sequence[Equation | None], evidence: Evidence
) -> dict[FactKey, Decimal]:
    """Tell of the totals that the workbook does not print once, and put what follows from that under it."""
    totals = unprinted_totals([equation for place in failing if (equation := equations[place])], evidence)
    asking = [place for place in failing if (each := equations[place]) is not None and each.total in totals]
    if not asking:
        return totals
    first = min(asking, key=lambda place: _grave(findings[place]))
    if len(asking) > 1:
        shown = sorted(asking, key=lambda place: findings[place].cells[:1])
        labels = tuple(dict.fromkeys(findings[place].concept or "" for place in shown))
        findings[first] = replace(  # the parts are right, and the totals nowhere: no cell is to blame
            findings[first],
            message=evidence.messages.text("rule.totals_unprinted", count=len(labels), lines=labels),
            advice=evidence.messages.advice("rule.totals_unprinted"),
            concept=None,
            period=None,
            cells=(),
            values=(),
            comparison=None,
        )
    for place in failing:
        if place != first and _is_settled(equations[place], totals, evidence):
            findings[place] = replace(findings[place], follows=findings[first].ref)
    return totals


def _grave(finding: Finding) -> int:
    return _WEIGHT[finding.severity]


def _point(findings: list[Finding], places: list[int], suspects: tuple[Suspect, ...], advice: str = "") -> None:
    """Let the gravest and nearest finding carry the suspects, and the others follow it."""
    cells = suspects[0].cells
    first = min(places, key=lambda place: (_grave(findings[place]), not _names(findings[place], cells)))
    main = findings[first]
    known = tuple(dict.fromkeys((*cells, *main.cells)))  # the likely culprit first: that is where to look
    findings[first] = replace(main, suspects=suspects, cells=known, advice=advice or main.advice)
    for place in places:
        if place != first:
            findings[place] = replace(findings[place], follows=findings[first].ref, because=cells)


def _names(finding: Finding, cells: tuple[CellRef, ...]) -> bool:
    return any(cell in finding.cells for cell in cells)


@dataclass(frozen=True, slots=True)
class _Variant:
    """One of several amounts that cells give for the same fact; ``key`` stands for the fact with this amount."""

    fact: FactKey
    key: FactKey
    value: Decimal
    cells: tuple[CellRef, ...]


def _variants(evidence: Evidence) -> list[_Variant]:
    found: dict[tuple[FactKey, Decimal], tuple[CellRef, ...]] = defaultdict(tuple)
    for item in evidence.lost:
        if isinstance(item.value, Decimal):
            found[item.key, item.value] += (item.cell,)
    return [
        _Variant(
            key, key._replace(dimensions=(*key.dimensions, Dimension(_CELL, QName("", str(cells[0]))))), value, cells
        )
        for (key, value), cells in found.items()
    ]


def _contradiction(finding: Finding, known: list[_Variant]) -> Equation | None:
    """Return cells that contradict each other as an equation: their amounts should be the same."""
    if finding.code != _CONTRADICTION:
        return None
    mine = [each for each in known if set(each.cells) <= set(finding.cells)]
    if len(mine) != 2:  # noqa: PLR2004 - three amounts for one fact: nothing can be said
        return None
    return Equation(finding.code, {mine[0].key: 1, mine[1].key: -1})


def _problem(
    failing: Sequence[Equation],
    known: list[_Variant],
    evidence: Evidence,
    ties: Sequence[Equation],
    settled: Mapping[FactKey, Decimal],
    *,
    open_rows: bool,
) -> Problem:
    """Pose what is known as a problem; ``settled`` are the totals that are what they are whatever a cell says."""
    empty: dict[FactKey, tuple[CellRef, ...]] = defaultdict(tuple)
    for item in evidence.empty:
        empty[item.key] += (item.cell,)
    cells = {key: fact.cells for key, fact in evidence.facts.items() if fact.cells}
    cells |= {each.key: each.cells for each in known}
    exact = {**evidence.exact, **settled}
    return Problem(
        {**exact, **{each.key: each.value for each in known}},
        failing,
        [
            *holding(evidence.model, exact),
            *(tie for tie in ties if not tie.residual(exact)),
            *_around(known, evidence),
        ],
        cells,
        empty,
        evidence.stray,
        frozenset(key for key, places in cells.items() if evidence.worked_out(places)) | settled.keys(),
        evidence.overtyped,
        open_rows,
    )


def _around(known: list[_Variant], evidence: Evidence) -> Iterator[Equation]:
    """Give the rules that hold with one of the contradicting amounts, or with two that are about different facts."""
    singles = [(each,) for each in known]
    pairs = [pair for pair in combinations(known[:_MOST_VARIANTS], 2) if pair[0].fact != pair[1].fact]
    for variants in (*singles, *pairs):
        names = {each.fact: each.key for each in variants}
        values = {**evidence.exact, **{each.fact: each.value for each in variants}}
        for equation in holding(evidence.model, values):
            if all(fact in equation.terms for fact in names):
                terms = {names.get(key, key): weight for key, weight in equation.terms.items()}
                yield Equation(
                    equation.rule, terms, names.get(equation.total, equation.total) if equation.total else None
                )


def _suspect(found: Hypothesis, problem: Problem, evidence: Evidence, *, lead: bool = False) -> Suspect:
    cells = _typed(problem.cells.get(found.key, ()), evidence) or problem.empty.get(found.key, ())
    variant = any(item.axis == _CELL for item in found.key.dimensions)
    kind = SuspectKind.OTHER_CELL if variant and found.kind is SuspectKind.OTHER else found.kind
    key = found.key._replace(dimensions=tuple(item for item in found.key.dimensions if item.axis != _CELL))
    factor = _factor(key, cells, evidence)
    expected = found.expected / factor
    value = None if found.value is None else found.value / factor
    line = evidence.lines.get(key)
    params = {
        "where": cells or evidence.messages.text("suspect.line", line=str(line)),
        "line": evidence.label(key.concept),
        "period": evidence.period(key),
        "value": value if value is not None else "",
        "expected": expected,
        "other": (found.other,) if found.other is not None else "",
    }
    told = kind if cells or line else "unreported"
    sentence = evidence.messages.text(f"lead.{told}" if lead else f"suspect.{told}", **params)
    shown = None if value is None else f"{value:f}"
    return Suspect(kind, evidence.label(key.concept), cells, shown, f"{expected:f}", sentence, line)


def _typed(cells: tuple[CellRef, ...], evidence: Evidence) -> tuple[CellRef, ...]:
    """Leave out the cells that repeat others: it is the typed one that somebody must look at."""
    return tuple(cell for cell in cells if cell not in evidence.formulas) or cells


def _factor(key: FactKey, cells: tuple[CellRef, ...], evidence: Evidence) -> Decimal:
    """Return by what the cell of an amount is multiplied to get the fact: 1, -1, 1000 or -1000."""
    rows = {(cell.sheet, cell.row) for cell in cells}
    for other, value in evidence.amounts.items():
        if other.concept != key.concept or not value:
            continue
        for cell in evidence.cells(other):
            shown = shown_number(evidence.texts.get(cell, ""))
            if (cell.sheet, cell.row) in rows and shown and not value % shown:
                return value / shown
    return Decimal(1)


def point_at_stray(finding: Finding, evidence: Evidence) -> Finding:
    """Where an amount stands in a row that means nothing, name the empty cell next to it that it belongs in."""
    stray = [cell for cell in finding.cells if cell in evidence.stray]
    if finding.code not in _UNMAPPED or len(stray) != 1:
        return finding
    near = set(neighbours(stray[0]))
    fitting = [item for item in evidence.empty if item.cell in near and _filled_elsewhere(item.key, evidence)]
    ranked = sorted((hypothesis for item in fitting for hypothesis in _back(item, stray[0], evidence)), key=_cost)
    if not ranked:
        return finding
    found = ranked[0]
    empty = {found.key: tuple(item.cell for item in fitting if item.key == found.key)}
    return replace(finding, suspects=(_suspect(found, Problem({}, (), (), empty=empty), evidence),))


def _cost(hypothesis: Hypothesis) -> float:
    return hypothesis.cost


def _filled_elsewhere(key: FactKey, evidence: Evidence) -> bool:
    return any(other.concept == key.concept for other in evidence.amounts)


def _back(item: LostFact, stray: CellRef, evidence: Evidence) -> Iterator[Hypothesis]:
    """Put a stray amount back; the more rules then hold, the likelier."""
    amount = evidence.stray[stray] * _factor(item.key, (item.cell,), evidence)
    values = {**evidence.amounts, item.key: amount}
    held = sum(item.key in equation.terms for equation in holding(evidence.model, values))
    problem = Problem(evidence.amounts, (), ())
    oddness = distance(problem, item.key, amount)
    yield Hypothesis(SuspectKind.MOVED, item.key, None, amount, frozenset(), oddness - 2 * held, stray)
