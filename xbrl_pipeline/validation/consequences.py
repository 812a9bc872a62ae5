"""Rules that cannot hold, because the workbook lost or never gave an amount below them: these accuse no cell."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.validation.equations import Equation, total_name
from xbrl_pipeline.validation.evidence import Evidence

# The workbook lacks a line, a column or a sheet with figures.
_GONE: Final = (
    "template.row_gone",
    "template.column_gone",
    "template.sheet_gone",
    "template.no_codes",
    "mapping.sheet_missing",
    "mapping.line_missing",
)
_FACTORS: Final = (1, -1, 1000, -1000)


def point_at_loss(
    findings: Sequence[Finding], equations: Sequence[Equation | None], evidence: Evidence
) -> list[Finding]:
    """Let what does not add up follow the finding of a lost or stray amount that it is short of."""
    losses = _Losses(findings, equations, evidence)
    return [losses.followed(place) for place in range(len(findings))]


def lacks_lines(findings: Sequence[Finding]) -> bool:
    """Tell whether a line is not in the workbook at all: then any amount could be made to fit."""
    return any(map(_is_gone, findings))


def _is_gone(finding: Finding) -> bool:
    return finding.code.startswith(_GONE) and finding.severity is Severity.ERROR


class _Losses:
    def __init__(self, findings: Sequence[Finding], equations: Sequence[Equation | None], evidence: Evidence) -> None:
        self._findings, self._equations, self._evidence = findings, equations, evidence
        self._parts = _parts(evidence.model)
        self._lost: Mapping[FactKey, CellRef] = {item.key: item.cell for item in evidence.lost if item.value is None}
        self._told = {cell: each for each in findings for cell in each.cells if each.severity is Severity.ERROR}
        self._gone = next(filter(_is_gone, findings), None)
        self._strays = dict(self._open_strays())

    def followed(self, place: int) -> Finding:
        finding, equation = self._findings[place], self._equations[place]
        if finding.follows or (equation is None and not finding.because):
            return finding
        if equation is None or finding.because:
            cells = finding.because
        else:
            cells = self._lost_below(equation) or self._short_of(equation)
        if not cells and equation is not None and self._lacks(equation):
            return replace(finding, follows=self._gone.ref if self._gone is not None else "")
        cause = next((self._told[cell] for cell in cells if cell in self._told), None)
        if cause is None or cause is finding:
            return finding
        return replace(finding, because=cells, follows=cause.ref)

    def _lacks(self, equation: Equation) -> bool:
        """Tell whether lines are gone from the workbook and an amount of this rule is nowhere."""
        return self._gone is not None and any(key not in self._evidence.amounts for key in equation.terms)

    def _lost_below(self, equation: Equation) -> tuple[CellRef, ...]:
        """Return the cells of lost amounts in a rule, and in what its amounts are the totals of."""
        if not self._lost:
            return ()
        keys = (key._replace(concept=name) for key in equation.terms for name in _below(key.concept, self._parts))
        return tuple(dict.fromkeys(self._lost[key] for key in keys if key in self._lost))

    def _short_of(self, equation: Equation) -> tuple[CellRef, ...]:
        """Return a stray amount in one of the rule's own columns that is the very difference."""
        off = abs(equation.residual(self._evidence.exact))
        columns = {(cell.sheet, cell.column) for key in equation.terms for cell in self._evidence.cells(key)}
        return tuple(
            cell for cell, amounts in self._strays.items() if off in amounts and (cell.sheet, cell.column) in columns
        )

    def _open_strays(self) -> Iterator[tuple[CellRef, frozenset[Decimal]]]:
        """Give stray amounts for which no empty cell is near: a line of its own that the mapping does not know."""
        for cell, amount in self._evidence.stray.items():
            told = self._told.get(cell)
            if amount and told is not None and not told.suspects:
                yield cell, frozenset(abs(amount * factor) for factor in _FACTORS)


def _parts(model: TaxonomyModel) -> Mapping[QName, frozenset[QName]]:
    found: dict[QName, set[QName]] = defaultdict(set)
    for rule in model.rules.values():
        total = total_name(rule) if rule.linear else None
        if total is not None:
            found[total] |= {name for term in rule.right for name in term.concepts} - {total}
    return {total: frozenset(parts) for total, parts in found.items()}


def _below(concept: QName, parts: Mapping[QName, frozenset[QName]]) -> frozenset[QName]:
    """Return a concept and all that its total is made of, however far down."""
    seen, queue = {concept}, [concept]
    while queue:
        for part in parts.get(queue.pop(), frozenset()) - seen:
            seen.add(part)
            queue.append(part)
    return frozenset(seen)
