"""Engine records to findings."""

from collections.abc import Iterable, Sequence
from typing import Final

from xbrl_pipeline.engine import EngineResult, Record
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import About, Finding, PhaseName, Severity
from xbrl_pipeline.validation.diagnosis import Judged, diagnose
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.folding import fold
from xbrl_pipeline.validation.phases import phase_of
from xbrl_pipeline.validation.rules import PREFIX, equation_of, rule_finding

_SEVERITIES: Final = {"critical": Severity.ERROR, "error": Severity.ERROR, "warning": Severity.WARNING}
_KVK: Final = ("NL.FR-KVK", "NL.BR-KVK")


def findings_of(
    result: EngineResult, evidence: Evidence, instance: str, *, kvk: bool, mapped: Sequence[Finding] = ()
) -> list[Finding]:
    """Describe everything the engine found in ``instance`` (its file name); progress notes are left out.

    ``mapped`` are the findings of the workbook: they come first, and one amount may explain them too. Rules of the
    Chamber of Commerce belong to its own entry points: ``kvk`` tells whether this is one (design, §1).
    """
    records = [record for record in result.records if record.level in _SEVERITIES]
    records = [record for record in records if kvk or not record.code.startswith(_KVK)]
    folded = fold([_finding(record, evidence, instance) for record in records], evidence.unread)
    judged = [Judged(finding, equation_of(records[place], evidence)) for place, finding in folded]
    found = diagnose([*map(Judged, mapped), *judged], evidence)
    return [*found[: len(mapped)], *sorted(found[len(mapped) :], key=_weight)]


def _weight(finding: Finding) -> tuple[About, int, tuple[CellRef, ...], str]:
    return finding.about, list(Severity).index(finding.severity), finding.cells, finding.code


def failure_finding(failure: str, evidence: Evidence) -> Finding:
    """Say that the engine broke off; this is never a judgement on the figures."""
    known = failure if evidence.messages.find(f"engine.{failure}") else "exception"
    return Finding(
        code=f"engine.{known}",
        severity=Severity.ERROR,
        message=evidence.messages.text(f"engine.{known}"),
        advice=evidence.messages.advice(f"engine.{known}"),
        phase=PhaseName.XBRL,
    )


def _finding(record: Record, evidence: Evidence, instance: str) -> Finding:
    if record.code.startswith(PREFIX):
        return rule_finding(record, evidence)
    facts = [ref for ref in record.refs if ref.fact is not None]
    cells = tuple(dict.fromkeys(cell for ref in facts if ref.fact for cell in evidence.cells(ref.fact)))
    first = facts[0].fact if facts else None
    known = evidence.messages.find(record.code) is not None
    code = record.code if known else "engine.unknown"
    params = {"text": record.text, "code": record.code, "line": evidence.label(first.concept) if first else ""}
    return Finding(
        code=record.code,
        severity=_SEVERITIES[record.level],
        message=evidence.messages.text(code, **params),
        advice=evidence.messages.advice(code, **params),
        phase=phase_of(record.code),
        about=_about(record, instance),
        concept=evidence.label(first.concept) if first else None,
        period=evidence.period(first) if first else None,
        cells=cells,
        values=tuple(evidence.value(ref.fact, ref.value) for ref in facts if ref.fact),
        lines=() if cells else _lines(record, instance),
        because=_lost_cells(first, evidence),
    )


def _lost_cells(key: object, evidence: Evidence) -> tuple[CellRef, ...]:
    return tuple(item.cell for item in evidence.lost if item.key == key)


def _about(record: Record, instance: str) -> About:
    """Tell whose fault it is: the taxonomy's when all that a record points at lies outside the instance."""
    documents = {ref.document for ref in record.refs if ref.document}
    outside = bool(documents) and not any(document.endswith(instance) for document in documents)
    return About.TAXONOMY if outside and not record.code.startswith("NL.") else About.REPORT


def _lines(record: Record, instance: str) -> tuple[int, ...]:
    return tuple(_unique(ref.line for ref in record.refs if ref.line and ref.document.endswith(instance)))


def _unique(lines: Iterable[int]) -> Iterable[int]:
    return dict.fromkeys(lines)
