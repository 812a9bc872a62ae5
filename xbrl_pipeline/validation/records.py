"""Engine records to findings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from xbrl_pipeline.engine import EngineResult, Record
from xbrl_pipeline.model.cells import CellRef, in_short
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import About, Finding, PhaseName, Severity
from xbrl_pipeline.validation.diagnosis import DiagnosedFinding, diagnose
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.folding import fold, is_of_day, to_the_root
from xbrl_pipeline.validation.phases import phase_of
from xbrl_pipeline.validation.plausibility import find_ties
from xbrl_pipeline.validation.plausibility.columns import Figures
from xbrl_pipeline.validation.plausibility.statements import ties
from xbrl_pipeline.validation.rules import PREFIX, equation_of, rule_finding
from xbrl_pipeline.validation.wording import TOO_MANY, day_of, too_many, words_of

_SEVERITIES: Final = {
    "critical": Severity.ERROR,
    "error": Severity.ERROR,
    "inconsistency": Severity.ERROR,  # of a calculation; counts as a fault in the engine's own exit code too
    "warning": Severity.WARNING,
}
_SHOWN: Final = 3  # places in the documents of a taxonomy that one finding names
ItemT = TypeVar("ItemT")
_CRASH: Final = "exception:"
_CANNOT: Final = ("err:", "xfie:", "xffe:")
_BAD_DAY: Final = "engine.bad_day"
_KVK: Final = ("NL.FR-KVK", "NL.BR-KVK")


def findings_of(
    result: EngineResult,
    evidence: Evidence,
    instance: str,
    *,
    kvk: bool,
    whole: bool = False,
    mapped: Sequence[Finding] = (),
    figures: Figures | None = None,
) -> list[Finding]:
    """Describe everything the engine found in ``instance`` (its file name); progress notes are left out.

    ``mapped`` are the findings of the workbook: they come first, and one amount may explain them too; so it may what
    the statements of ``figures`` say differently. Rules of the
    Chamber of Commerce belong to its own entry points: ``kvk`` tells whether this is one (design, §1). A taxonomy that
    comes along with its instance is judged with it as one ``whole``: a fault in it is a fault of what was handed in.
    """
    records = [record for record in result.records if record.level in _SEVERITIES]
    records = [record for record in records if kvk or not record.code.startswith(_KVK)]
    found_in = _in_whole if whole else _finding
    found = [_counted(record, found_in(record, evidence, instance), evidence) for record in records]
    found += _far_days(found, evidence)
    folded = fold(found, evidence.unread, evidence.days)
    equations = [equation_of(record, evidence) for record in records]
    judged = [DiagnosedFinding(each, equations[place] if place < len(records) else None) for place, each in folded]
    if figures is not None:
        judged += [DiagnosedFinding(finding, equation) for finding, equation in find_ties(figures, evidence)]
    tied = ties(figures) if figures is not None else []
    told = to_the_root(diagnose([*map(DiagnosedFinding, mapped), *judged], evidence, tied))
    return [*told[: len(mapped)], *sorted(told[len(mapped) :], key=_weight)]


def _counted(record: Record, finding: Finding, evidence: Evidence) -> Finding:
    """Say how many facts a finding does not name, where it is about more than a reader could look through."""
    if not record.more:
        return finding
    more = evidence.messages.text("engine.more", n=record.more)
    return replace(finding, message=f"{finding.message} {more}")


def _far_days(found: Sequence[Finding], evidence: Evidence) -> list[Finding]:
    """Name the days that no one can reckon with, where the engine broke off without a word about them."""
    if not any(each.code.startswith(_CRASH) for each in found):
        return []
    told = {line for each in found for line in each.lines}
    contexts: dict[str, dict[int, str]] = {}  # by day, the lines where it stands and the contexts that have it
    for line, (context, text) in evidence.days.items():
        if line not in told:
            contexts.setdefault(text, {})[line] = context
    return [_far_day(text, places, evidence) for text, places in contexts.items()]


def _far_day(text: str, places: Mapping[int, str], evidence: Evidence) -> Finding:
    gaps = {"value": text, "contexts": in_short(list(dict.fromkeys(places.values())))}
    return _told("facts.far_day", Severity.ERROR, evidence, gaps, lines=tuple(places))


def _told(
    code: str,
    severity: Severity,
    evidence: Evidence,
    gaps: Mapping[str, object],
    *,
    phase: PhaseName = PhaseName.XBRL,
    lines: tuple[int, ...] = (),
) -> Finding:
    """Say of the file as a whole, or of some of its lines, what the catalogue has under a code."""
    return Finding(
        code=code,
        severity=severity,
        message=evidence.messages.text(code, **gaps),
        advice=evidence.messages.advice(code, **gaps),
        phase=phase,
        lines=lines,
    )


def _weight(finding: Finding) -> tuple[About, int, tuple[CellRef, ...], str]:
    return finding.about, list(Severity).index(finding.severity), finding.cells, finding.code


def failure_finding(failure: str, evidence: Evidence, findings: Sequence[Finding] = ()) -> Finding:
    """Say that the engine broke off; this is never a judgement on the figures.

    What it found before may be why it stumbled: then that is to be dealt with first.
    """
    known = failure if evidence.messages.find(f"engine.{failure}") else "exception"
    stumbled = known == "exception" and any(map(_is_of_the_report, findings))
    day = next((each for each in findings if stumbled and is_of_day(each, evidence.days)), None)
    return Finding(
        code=f"engine.{known}",
        severity=Severity.INFO if failure == "flawed" else Severity.ERROR,  # its flaw is an error of its own
        message=evidence.messages.text(f"engine.{known}"),
        advice=evidence.messages.advice("engine.stumbled" if stumbled else f"engine.{known}"),
        phase=PhaseName.XBRL,
        follows=(day.follows or day.ref) if day is not None else "",
    )


def _is_of_the_report(finding: Finding) -> bool:
    grave = finding.severity is Severity.ERROR and finding.about is About.REPORT
    return grave and not finding.code.startswith(_CRASH)


def _finding(record: Record, evidence: Evidence, instance: str) -> Finding:
    if record.code.startswith(PREFIX):
        return rule_finding(record, evidence)
    facts = [ref for ref in record.refs if ref.fact is not None]
    cells = tuple(dict.fromkeys(cell for ref in facts if ref.fact for cell in evidence.cells(ref.fact)))
    first = facts[0].fact if facts else None
    code = _sentence(record, first, evidence)
    params = words_of(record, first, evidence)
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
        lines=() if cells else _days_alike(record, evidence) if code == _BAD_DAY else _lines(record, instance),
        because=_lost_cells(first, evidence),
        shared=_shared(code, evidence),
    )


def _shared(code: str, evidence: Evidence) -> str:
    """Return what can be said of many facts at once; empty where each needs a sentence of its own."""
    shared = f"{evidence.messages.key(code)}.shared"
    return evidence.messages.text(shared) if evidence.messages.has(shared) else ""


def _sentence(record: Record, fact: FactKey | None, evidence: Evidence) -> str:
    """Return the code of the sentence that says most about a record."""
    if record.code == "xmlSchema:valueError" and fact is None:
        return _BAD_DAY if day_of(record, evidence) else "engine.bad_value"
    if record.code == TOO_MANY and fact is not None and too_many(fact, evidence):
        return "engine.too_many_dimensions"
    return record.code if evidence.messages.find(record.code) is not None else "engine.unknown"


def ahead_finding(year: str, evidence: Evidence, instead: str = "") -> Finding:
    """Say that the filing rules of a year are newer than the engine: nobody has checked them, or others ``instead``."""
    code = "filing_rules.instead" if instead else "filing_rules.ahead"
    gaps = {"year": year, "rules": instead}
    return _told(code, Severity.WARNING, evidence, gaps, phase=PhaseName.FILING_RULES)


def rival_finding(package: str, rivals: Sequence[str], evidence: Evidence) -> Finding:
    """Say that other installed packages claim the entry point too, so that the verdict depends on which was taken."""
    gaps = {"id": package, "ids": tuple(sorted((package, *rivals)))}
    return _told("taxonomy.rival", Severity.WARNING, evidence, gaps)


def repeated_finding(lines: Sequence[int], evidence: Evidence) -> Finding:
    """Say that facts stand in the file again and again: rules over combinations of them take for ever."""
    gaps = {"count": len(lines), "lines": in_short([str(line) for line in lines])}
    return _told("facts.repeated", Severity.WARNING, evidence, gaps, lines=tuple(lines))


def unshown_finding(lines: Sequence[int], findings: Sequence[Finding], evidence: Evidence) -> Finding | None:
    """Say which facts stand in the file and in no statement, where no other finding is about them."""
    told = {line for finding in findings for line in finding.lines}
    untold = tuple(line for line in lines if line not in told)
    if not untold:
        return None
    gaps = {"count": len(untold)}
    finding = _told("facts.unshown", Severity.WARNING, evidence, gaps, phase=PhaseName.PLAUSIBILITY, lines=untold)
    day = next((each for each in findings if is_of_day(each, evidence.days)), None)
    return finding if day is None else replace(finding, follows=day.follows or day.ref)


def _in_whole(record: Record, evidence: Evidence, instance: str) -> Finding:
    """Describe a record of which the taxonomy's documents are part, with the places in them."""
    finding = replace(_finding(record, evidence, instance), about=About.REPORT)
    text = evidence.messages.text
    places = _unique(
        text("engine.place", document=_file_name(ref.document), line=str(ref.line), element=ref.element)
        for ref in record.refs
        if ref.line and ref.document and not ref.document.endswith(instance)
    )
    named = tuple(places)[:_SHOWN]
    if not named:
        return finding
    return replace(finding, message=text("engine.in_taxonomy", text=finding.message, places=named))


def _file_name(url: str) -> str:
    return url.replace("\\", "/").rpartition("/")[2]


def _lost_cells(key: object, evidence: Evidence) -> tuple[CellRef, ...]:
    return tuple(item.cell for item in evidence.lost if item.key == key)


def _about(record: Record, instance: str) -> About:
    """Tell whose fault it is: the taxonomy's when all that a record points at lies outside the instance."""
    if record.code.startswith(_CANNOT):  # with these facts: alone the taxonomy was checked when it was installed
        return About.REPORT
    documents = {ref.document for ref in record.refs if ref.document}
    outside = bool(documents) and not any(document.endswith(instance) for document in documents)
    return About.TAXONOMY if outside and not record.code.startswith("NL.") else About.REPORT


def _days_alike(record: Record, evidence: Evidence) -> tuple[int, ...]:
    """Return every line where the day stands that a record is about: it is one mistake."""
    day = day_of(record, evidence)
    return tuple(line for line, (_, text) in evidence.days.items() if day is not None and text == day[1])


def _lines(record: Record, instance: str) -> tuple[int, ...]:
    return tuple(_unique(ref.line for ref in record.refs if ref.line and ref.document.endswith(instance)))


def _unique(items: Iterable[ItemT]) -> Iterable[ItemT]:
    return dict.fromkeys(items)
