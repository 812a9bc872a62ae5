"""Which phase a record belongs to, whether each phase ran to its end, and the verdict that follows."""

from collections.abc import Iterable, Sequence
from typing import Final

from xbrl_pipeline.engine import EngineResult
from xbrl_pipeline.model.findings import About, Finding, Phase, PhaseName, PhaseStatus, Severity
from xbrl_pipeline.model.outcome import Verdict

_OF_CODE: Final = (
    ("message:", PhaseName.FORMULA),
    ("formula:", PhaseName.FORMULA),
    ("xbrlfe:", PhaseName.FORMULA),
    ("xbrlve:", PhaseName.FORMULA),
    ("err:", PhaseName.FORMULA),
    ("xbrldie:", PhaseName.DIMENSIONS),
    ("xbrldte:", PhaseName.DIMENSIONS),
    ("calc11e:", PhaseName.CALCULATION),
    ("xbrl.5.2.5.2", PhaseName.CALCULATION),
    ("NL.", PhaseName.FILING_RULES),
    ("xmlSchema:", PhaseName.XML),
    ("xml", PhaseName.XML),
)
_UNLOADED: Final = ("IOerror", "FileNotLoadable", "FileSourceError", "xmlSchema:loadError", "arelle:", "tpe:")
_CRASHES: Final = ("engine.", "exception:", "Exception")
_ENGINE_PHASES: Final = (
    PhaseName.XML,
    PhaseName.XBRL,
    PhaseName.DIMENSIONS,
    PhaseName.CALCULATION,
    PhaseName.FORMULA,
    PhaseName.FILING_RULES,
)


def phase_of(code: str) -> PhaseName:
    """Return the phase that gives records with this code; XBRL 2.1 where nothing more specific is known."""
    return next((phase for start, phase in _OF_CODE if code.startswith(start)), PhaseName.XBRL)


def engine_phases(result: EngineResult, *, filing_rules: bool) -> tuple[Phase, ...]:
    """Tell how each phase of the engine ended; filing rules only where the profile asks for them."""
    names = [name for name in _ENGINE_PHASES if filing_rules or name is not PhaseName.FILING_RULES]
    return tuple(Phase(name, _status(name, result.failure)) for name in names)


def skipped_phases(*, filing_rules: bool) -> tuple[Phase, ...]:
    """Return the engine's phases where there was no instance to give it."""
    names = [name for name in _ENGINE_PHASES if filing_rules or name is not PhaseName.FILING_RULES]
    return tuple(Phase(name, PhaseStatus.SKIPPED) for name in names)


def _status(name: PhaseName, failure: str) -> PhaseStatus:
    if not failure:
        return PhaseStatus.DONE
    if failure == "formula":
        return PhaseStatus.FAILED if name is PhaseName.FORMULA else PhaseStatus.DONE
    if failure == "repeated":
        return PhaseStatus.SKIPPED if name is PhaseName.FORMULA else PhaseStatus.DONE
    if failure == "flawed":
        return PhaseStatus.SKIPPED
    if failure == "not_loaded":
        return PhaseStatus.FAILED if name is PhaseName.XML else PhaseStatus.SKIPPED
    return PhaseStatus.FAILED


def give_verdict(
    phases: Iterable[Phase], findings: Sequence[Finding], *, strict: bool = False, whole: bool = False
) -> Verdict:
    """Return the verdict: where a phase broke off only an error that the engine had found before stands, as in Arelle.

    Warnings leave a report valid, but not when ``strict``: then those of the receiver's rules count. What this program
    finds implausible by itself never does, so that the verdict stays the one that Arelle gives. Where a part of the
    taxonomy is missing nothing is certain, unless it was handed in with the instance as one ``whole``.
    """
    statuses = {phase.status for phase in phases}
    lacking = not whole and any(finding.code.startswith(_UNLOADED) for finding in findings)
    if PhaseStatus.FAILED in statuses and (lacking or not any(map(_is_certain, findings))):
        return Verdict.NOT_VALIDATED
    if any(_is_fatal(item, strict=strict) for item in findings):
        return Verdict.INVALID
    return Verdict.NOT_VALIDATED if PhaseStatus.SKIPPED in statuses else Verdict.VALID


def _is_certain(finding: Finding) -> bool:
    """Tell whether something is wrong with the report, whatever came after."""
    of_the_report = finding.severity is Severity.ERROR and finding.about is About.REPORT
    return of_the_report and finding.phase in _ENGINE_PHASES and not finding.code.startswith(_CRASHES)


def _is_fatal(finding: Finding, *, strict: bool) -> bool:
    if finding.about is not About.REPORT:
        return False
    warns = finding.severity is Severity.WARNING and finding.phase is not PhaseName.PLAUSIBILITY
    return finding.severity is Severity.ERROR or (strict and warns)
