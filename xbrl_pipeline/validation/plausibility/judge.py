"""All plausibility rules over one report, as findings with their figures and cells."""

from collections.abc import Iterable, Iterator, Sequence

from xbrl_pipeline.model.facts import Fact, FactKey, QName
from xbrl_pipeline.model.findings import Finding, FindingValue, PhaseName, Suspect, SuspectKind
from xbrl_pipeline.model.ratios import Ratio
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.equations import Equation
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.plausibility import amounts, ratios, statements, years
from xbrl_pipeline.validation.plausibility.columns import Figures
from xbrl_pipeline.validation.plausibility.registry import Oddity, PlausibilityRule, known_rules

MODULES = (ratios, years, amounts, statements)  # imported for the rules that they register


def measure(figures: Figures) -> tuple[Ratio, ...]:
    """Return the ratios of a report."""
    return ratios.measure(figures)


def figures_of(evidence: Evidence, profile: ReportProfile, previous: Iterable[Fact] | None = None) -> Figures:
    """Return the amounts of a report by line and column; ``previous`` are the facts of last year's."""
    last_year = None if previous is None else Figures(evidence.model, profile, tuple(previous))
    empty = frozenset(item.key for item in evidence.empty)
    return Figures(evidence.model, profile, tuple(evidence.facts.values()), last_year, evidence.messages.lang, empty)


def find_ties(figures: Figures, evidence: Evidence) -> Iterator[tuple[Finding, Equation | None]]:
    """Give where two statements say another amount, with the equation that does not hold."""
    for rule in known_rules():
        for oddity in rule.check(figures) if rule.ties else ():
            yield _finding(rule, oddity, evidence), oddity.equation


def find_oddities(figures: Figures, evidence: Evidence, found: Sequence[Finding] = ()) -> Iterator[Finding]:
    """Give what every rule finds odd; what a finding of the report already names is not named again."""
    named = {cell for finding in found for cell in finding.cells}
    known = {finding.code for finding in found}
    for rule in (each for each in known_rules() if not (each.ties and each.code in known)):
        for oddity in rule.check(figures):
            gaps = {item.cell for item in evidence.empty if item.key in oddity.missing}
            if not gaps & named:
                yield _finding(rule, oddity, evidence)


def _finding(rule: PlausibilityRule, oddity: Oddity, evidence: Evidence) -> Finding:
    subject = oddity.subject or next(iter((*oddity.missing, *oddity.keys)), None)
    code = f"{rule.code}.{oddity.detail}" if oddity.detail else rule.code
    gaps = {item.key: item.cell for item in evidence.empty if item.key in oddity.missing}
    line = evidence.label(subject.concept) if subject is not None else None
    period = evidence.period(subject) if subject is not None else None
    params = {"source": rule.source, "line": line, "period": period, **oddity.params}
    params |= {name: evidence.label(gap) for name, gap in params.items() if isinstance(gap, QName)}
    values = tuple(_value(key, evidence) for key in oddity.keys)
    empty = tuple(FindingValue(evidence.label(key.concept), None, (cell,), "", key.unit) for key, cell in gaps.items())
    cells = (*gaps.values(), *(cell for key in oddity.keys for cell in evidence.cells(key)))
    lines = tuple(evidence.lines[key] for key in oddity.keys if not cells and key in evidence.lines)
    message = evidence.messages.text(code, **params, cells=tuple(gaps.values()))
    expected = oddity.params.get("expected")
    suspects = tuple(
        Suspect(SuspectKind.MISSING, line or "", (cell,), None, f"{expected:f}", message)
        for cell in (gaps.values() if expected is not None and not oddity.detail else ())
    )
    return Finding(
        code=rule.code,
        severity=oddity.severity or rule.severity,
        message=message,
        advice=evidence.messages.advice(_for_reader(code, evidence), **params, cells=tuple(gaps.values())),
        phase=PhaseName.PLAUSIBILITY,
        concept=line,
        period=period,
        cells=tuple(dict.fromkeys(cells)),
        values=(*empty, *values),
        lines=lines,
        suspects=suspects,
    )


def _for_reader(code: str, evidence: Evidence) -> str:
    """Return the code of the advice: who fills in a template has no mapping."""
    own = f"{code}.template"
    return own if evidence.template and evidence.messages.has(own) else code


def _value(key: FactKey, evidence: Evidence) -> FindingValue:
    amount = evidence.amounts[key]
    value = evidence.value(key, f"{amount:f}")
    return FindingValue(
        f"{value.label} ({evidence.period(key)})", value.value, value.cells, "", value.unit, value.element, value.line
    )
