"""Cause and consequence: what follows from another finding goes under it, and what is said twice is counted."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from xbrl_pipeline.model.findings import About, Finding, PhaseName, Severity

# What cannot hold any more once a fact, a context or a file is itself refused.
_REFUSING: Final = (PhaseName.XML, PhaseName.XBRL, PhaseName.DIMENSIONS)
_UNLOADED: Final = ("IOerror", "FileNotLoadable", "xmlSchema:loadError", "arelle:nonExistentFile")
_RANK: Final = {name: place for place, name in enumerate(PhaseName)}


def fold(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    """Return each finding once, with its place among those given, and what it follows from."""
    once = _once(findings)
    missing = next((finding for _, finding in once if finding.code.startswith(_UNLOADED)), None)
    if missing is not None:
        return [(place, _under(finding, missing)) for place, finding in once]
    return _under_refused(once)


def _once(findings: Iterable[Finding]) -> list[tuple[int, Finding]]:
    """Count what the engine says more than once of the same thing, all lines kept."""
    kept: dict[tuple[object, ...], tuple[int, Finding]] = {}
    for place, finding in enumerate(findings):
        same = _sameness(finding)
        if same not in kept:
            kept[same] = (place, finding)
            continue
        first, known = kept[same]
        values = tuple(dict.fromkeys((*known.values, *finding.values)))
        lines = tuple(dict.fromkeys((*known.lines, *finding.lines)))
        kept[same] = (first, replace(known, times=known.times + 1, lines=lines, values=values))
    return list(kept.values())


def _sameness(finding: Finding) -> tuple[object, ...]:
    alike = (finding.code, finding.severity, finding.about, finding.message, finding.cells)
    if finding.phase is PhaseName.FORMULA:
        return (*alike, finding.values, finding.period)
    return alike


def _under(finding: Finding, cause: Finding) -> Finding:
    """Put a finding under its cause, unless it weighs more than that: no error hides under a remark."""
    grave = list(Severity).index(finding.severity) < list(Severity).index(cause.severity)
    if finding is cause or grave or finding.about is not cause.about:
        return finding
    return replace(finding, follows=cause.ref, because=cause.cells)


def _under_refused(once: list[tuple[int, Finding]]) -> list[tuple[int, Finding]]:
    refusing = [
        finding
        for _, finding in once
        if finding.phase in _REFUSING and finding.severity is Severity.ERROR and finding.about is About.REPORT
    ]
    return [(place, _explained(finding, refusing)) for place, finding in once]


def _explained(finding: Finding, refusing: list[Finding]) -> Finding:
    for cause in refusing:
        later = _RANK[finding.phase] > _RANK[cause.phase]
        cells = tuple(cell for cell in finding.cells if cell in cause.cells)
        if later and (cells or set(finding.lines) & set(cause.lines)):
            found = _under(finding, cause)
            return replace(found, because=cells) if found.follows else found
    return finding
