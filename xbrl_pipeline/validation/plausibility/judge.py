"""All plausibility rules over one report, as findings with their figures and cells."""

from collections.abc import Iterable, Iterator

from xbrl_pipeline.model.facts import Fact, FactKey, QName
from xbrl_pipeline.model.findings import Finding, FindingValue, PhaseName, Suspect, SuspectKind
from xbrl_pipeline.model.ratios import Ratio
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.plausibility import amounts, ratios, years
from xbrl_pipeline.validation.plausibility.columns import Figures
from xbrl_pipeline.validation.plausibility.registry import RULES, Oddity, PlausibilityRule

MODULES = (ratios, years, amounts)  # imported for the rules that they register


def measure(figures: Figures) -> tuple[Ratio, ...]:
    """Return the ratios of a report."""
    return ratios.measure(figures)


def figures_of(evidence: Evidence, profile: ReportProfile, previous: Iterable[Fact] | None = None) -> Figures:
    """Return the amounts of a report by line and column; ``previous`` are the facts of last year's."""
    last_year = None if previous is None else Figures(evidence.model, profile, tuple(previous))
    empty = frozenset(item.key for item in evidence.empty)
    return Figures(evidence.model, profile, tuple(evidence.facts.values()), last_year, empty)


def find_oddities(figures: Figures, evidence: Evidence, found: Iterable[Finding] = ()) -> Iterator[Finding]:
    """Give what every rule finds odd; a gap that a finding of the report already names is not named again."""
    named = {cell for finding in found for cell in finding.cells}
    for rule in RULES.values():
        for oddity in rule.check(figures):
            gaps = {item.cell for item in evidence.empty if item.key in oddity.missing}
            if not gaps & named:
                yield _finding(rule, oddity, evidence)


def _finding(rule: PlausibilityRule, oddity: Oddity, evidence: Evidence) -> Finding:
    subject = (oddity.missing or oddity.keys)[0]
    code = f"{rule.code}.{oddity.detail}" if oddity.detail else rule.code
    gaps = {item.key: item.cell for item in evidence.empty if item.key in oddity.missing}
    params = {"line": evidence.label(subject.concept), "period": evidence.period(subject), **oddity.params}
    params |= {name: evidence.label(gap) for name, gap in params.items() if isinstance(gap, QName)}
    values = tuple(_value(key, evidence) for key in oddity.keys)
    empty = tuple(FindingValue(evidence.label(key.concept), None, (cell,), "", key.unit) for key, cell in gaps.items())
    cells = (*gaps.values(), *(cell for key in oddity.keys for cell in evidence.cells(key)))
    lines = tuple(evidence.lines[key] for key in oddity.keys if not cells and key in evidence.lines)
    message = evidence.messages.text(code, **params, cells=tuple(gaps.values()))
    expected = oddity.params.get("expected")
    suspects = tuple(
        Suspect(SuspectKind.MISSING, params["line"], (cell,), None, f"{expected:f}", message) for cell in gaps.values()
    )
    return Finding(
        code=rule.code,
        severity=oddity.severity or rule.severity,
        message=message,
        advice=evidence.messages.advice(code, source=rule.source, **params, cells=tuple(gaps.values())),
        phase=PhaseName.PLAUSIBILITY,
        concept=params["line"],
        period=params["period"],
        cells=tuple(dict.fromkeys(cells)),
        values=(*empty, *values),
        lines=lines,
        suspects=suspects,
    )


def _value(key: FactKey, evidence: Evidence) -> FindingValue:
    amount = evidence.amounts[key]
    value = evidence.value(key, f"{amount:f}")
    return FindingValue(
        f"{value.label} ({evidence.period(key)})", value.value, value.cells, "", value.unit, value.element, value.line
    )
