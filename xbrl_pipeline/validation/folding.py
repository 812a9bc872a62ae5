"""Cause and consequence: what follows from another finding goes under it, and what is said twice is counted.

``fold`` does so for what the engine says, ``to_the_root`` when all causes are known, ``gather`` for one mistake that
shows in many cells.
"""

from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import About, Finding, PhaseName, Place, Severity

# What cannot hold any more once a fact, a context or a file is itself refused.
_REFUSING: Final = (PhaseName.XML, PhaseName.XBRL, PhaseName.DIMENSIONS)
_UNLOADED: Final = ("IOerror", "FileNotLoadable", "xmlSchema:loadError", "arelle:nonExistentFile")
# One mistake that the engine says again for each fact: told once, with every line.
_PER_FACT: Final = (
    *("xbrl.4.6.1:", "xbrl.4.6.2:", "xbrl:schemaImportMissing", "xmlSchema:elementUnexpected"),
    *("xbrlje:invalidFactValue", "xbrlce:invalidFactValue"),
)
# What goes wrong by itself in a file whose facts lack a context, a unit or a concept.
_SHAKEN: Final = ("err:", "exception:", "xbrlfe:", "NL.FR-NL-3.03", "NL.FR-NL-4.02")
_SCALE: Final = "plausibility.statement_scale"
_RANK: Final = {name: place for place, name in enumerate(PhaseName)}


def fold(
    findings: Iterable[Finding], unread: Mapping[int, Decimal] | None = None, days: Container[int] = ()
) -> list[tuple[int, Finding]]:
    """Return each finding once, with its place among those given, and what it follows from.

    ``unread`` are the amounts, by line, that no rule could take into account; ``days`` the lines of days that are none,
    over which the engine itself stumbles.
    """
    once = _once(findings)
    missing = next((finding for _, finding in once if finding.code.startswith(_UNLOADED)), None)
    if missing is not None:
        return [(place, _under(finding, missing)) for place, finding in once]
    return _under_refused(once, unread or {}, days)


def under_scale(findings: Iterable[Finding], oddities: Iterable[Finding]) -> list[Finding]:
    """Put sums that a sheet in thousands makes fail under the remark that says so."""
    scales = [each for each in oddities if each.code == _SCALE and each.cells]
    return [_scaled(each, scales) if each.comparison and not each.follows else each for each in findings]


def _scaled(finding: Finding, scales: Sequence[Finding]) -> Finding:
    sheets = {cell.sheet for cell in finding.cells}
    cause = next((each for each in scales if each.cells[0].sheet in sheets and len(sheets) > 1), None)
    return finding if cause is None else replace(_under(finding, cause), suspects=(), leads=())


def under_repeated(findings: Iterable[Finding], formulas: Container[CellRef]) -> list[Finding]:
    """Put what is wrong with a cell that only repeats another one under what is wrong with that."""
    every = list(findings)
    typed = {_but_for_cells(each): each for each in reversed(every) if each.cells and each.cells[0] not in formulas}
    return [_repeats(each, typed) if each.cells and each.cells[0] in formulas else each for each in every]


def _repeats(finding: Finding, typed: Mapping[Hashable, Finding]) -> Finding:
    cause = typed.get(_but_for_cells(finding))
    return finding if cause is None or finding.follows else replace(finding, follows=cause.ref, because=cause.cells)


def _but_for_cells(finding: Finding) -> Hashable:
    """Return what a finding says apart from where: equal for a cell and one that repeats it."""
    said = finding.message
    for cell in finding.cells:
        said = said.replace(str(cell), "")
    return (finding.code, finding.concept, said) if not finding.values else id(finding)


def to_the_root(findings: Sequence[Finding]) -> list[Finding]:
    """Let what follows from a consequence follow from its cause."""
    causes = {finding.ref: finding.follows for finding in findings}
    return [replace(finding, follows=_root(finding.follows, causes)) for finding in findings]


def _root(ref: str, causes: Mapping[str, str]) -> str:
    seen = {ref}
    while causes.get(ref) and causes[ref] not in seen:
        ref = causes[ref]
        seen.add(ref)
    return ref


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
    if finding.code.startswith(_PER_FACT) and not finding.cells:
        return (finding.code, finding.severity, finding.about)
    alike = (finding.code, finding.severity, finding.about, finding.message, finding.advice, finding.cells)
    if finding.phase is PhaseName.FORMULA:
        return (*alike, finding.values, finding.period)
    return alike


def _under(finding: Finding, cause: Finding) -> Finding:
    """Put a finding under its cause, unless it weighs more than that: no error hides under a remark."""
    grave = list(Severity).index(finding.severity) < list(Severity).index(cause.severity)
    if finding is cause or grave or finding.about is not cause.about:
        return finding
    return replace(finding, follows=cause.ref, because=cause.cells)


def _under_refused(
    once: list[tuple[int, Finding]], unread: Mapping[int, Decimal], days: Container[int]
) -> list[tuple[int, Finding]]:
    refusing = [
        finding
        for _, finding in once
        if finding.phase in _REFUSING and finding.severity is Severity.ERROR and finding.about is About.REPORT
    ]
    refusing = [each for each in refusing if not each.code.startswith(_SHAKEN)]
    shaking = next((each for each in refusing if each.code.startswith(_PER_FACT) or is_of_day(each, days)), None)
    return [(place, _explained(finding, refusing, shaking, unread)) for place, finding in once]


def is_of_day(finding: Finding, days: Container[int]) -> bool:
    """Tell whether a finding is about a day that is none; ``days``: the lines where such days stand."""
    return any(line in days for line in finding.lines)


def _explained(
    finding: Finding, refusing: list[Finding], shaking: Finding | None, unread: Mapping[int, Decimal]
) -> Finding:
    for cause in refusing:
        later = _RANK[finding.phase] > _RANK[cause.phase]
        cells = tuple(cell for cell in finding.cells if cell in cause.cells)
        if later and (cells or set(finding.lines) & set(cause.lines) or _misses(finding, cause, unread)):
            found = _under(finding, cause)
            return replace(found, because=cells) if found.follows else found
    if shaking is None or not finding.code.startswith(_SHAKEN):
        return finding
    return _under(replace(finding, about=shaking.about), shaking)  # a rule that stumbles on it is not to blame


def _misses(finding: Finding, cause: Finding, unread: Mapping[int, Decimal]) -> bool:
    """Tell whether a sum is short of exactly an amount that the cause keeps out of it."""
    if finding.comparison is None:
        return False
    short = abs(Decimal(finding.comparison.difference))
    return any(abs(unread[line]) == short for line in cause.lines if line in unread)


def gather(findings: Iterable[Finding], messages: Messages) -> tuple[Finding, ...]:
    """Return findings of one cause as one, with every place, where the first of them stood.

    One cause: the same rule and weight and, but for the cell, the same sentence; for a remark on one amount, the same
    remark. So amounts that differ stay apart.
    """
    groups: dict[Hashable, list[Finding]] = {}
    for place, finding in enumerate(findings):
        groups.setdefault(_cause(finding) or place, []).append(finding)
    gathered = [_gathered(group, messages) for group in groups.values()]
    names = {each.ref: one.ref for group, one in zip(groups.values(), gathered, strict=True) for each in group}
    return tuple(replace(each, follows=names.get(each.follows, each.follows)) for each in gathered)


def _cause(finding: Finding) -> Hashable:
    """Return what findings of one cause have in common; None for one with figures or an explanation of its own."""
    if finding.suspects or finding.leads or finding.comparison:
        return None
    weight = (finding.code, finding.severity, finding.about, finding.regraded)
    follows = (finding.follows, finding.because)
    if finding.phase is PhaseName.PLAUSIBILITY:  # one amount, held against several others
        return (*weight, *follows, finding.message, finding.cells[:1], finding.values[:1])
    if finding.shared and (finding.lines or (finding.cells and not finding.values)):
        return (*weight, *follows, finding.shared, finding.advice, bool(finding.cells))
    return None


def _gathered(group: Sequence[Finding], messages: Messages) -> Finding:
    first = group[0]
    if len(group) == 1:
        return first
    cells = tuple(dict.fromkeys(cell for each in group for cell in each.cells))
    lines = tuple(dict.fromkeys(line for each in group for line in each.lines))
    if not first.shared:
        values = tuple(dict.fromkeys(value for each in group for value in each.values))
        return replace(first, cells=cells, values=values, lines=lines, times=len(group))
    concepts, periods = ({each.concept for each in group}, {each.period for each in group})
    return replace(
        first,
        message=messages.text(
            "finding.shared" if cells else "finding.shared.lines", count=len(group), text=first.shared
        ),
        concept=first.concept if len(concepts) == 1 else None,
        period=first.period if len(periods) == 1 else None,
        cells=cells,
        values=(),  # each place has its own
        lines=lines,
        times=len(group),
        places=tuple(
            Place(each.message, each.cells, each.concept, each.period, each.lines, each.values) for each in group
        ),
    )
