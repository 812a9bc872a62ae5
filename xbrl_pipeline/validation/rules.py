"""Unsatisfied formula assertions to findings: both sides, the difference, and every cell that took part."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final, NamedTuple

from xbrl_pipeline.engine import Record
from xbrl_pipeline.messages.plain import without_long_words
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import Comparison, Finding, FindingValue, PhaseName, Severity
from xbrl_pipeline.taxonomy.model import Rule
from xbrl_pipeline.validation.equations import Equation, at_place, total_of
from xbrl_pipeline.validation.evidence import Evidence, fact_texts

PREFIX: Final = "message:"
_ONCE: Final = re.compile(r"ExistOnce")  # in the id of a rule that wants something to be there exactly once
_ASKS: Final = re.compile(r"(?<!No)Exist")  # in the id of a rule that wants something to be there
_SEVERITIES: Final = {"error": Severity.ERROR, "warning": Severity.WARNING, "info": Severity.INFO}


class _Part(NamedTuple):
    """One fact on one side of a rule."""

    key: FactKey
    text: str
    weight: int
    side: str


def rule_finding(record: Record, evidence: Evidence) -> Finding:
    """Describe one unsatisfied assertion."""
    rule = evidence.model.rules.get(record.code.removeprefix(PREFIX))
    if rule is not None and rule.linear:
        parts = _parts(rule, record)
        if parts and all(read_amount(part.text) is not None for part in parts):
            return _linear(rule, record, _in_sheet_order(parts, evidence), evidence)
    return _other(rule, record, evidence)


def equation_of(record: Record, evidence: Evidence) -> Equation | None:
    """Return an unsatisfied assertion as an equation over facts, those that could have taken part included."""
    rule = evidence.model.rules.get(record.code.removeprefix(PREFIX)) if record.code.startswith(PREFIX) else None
    parts = _parts(rule, record) if rule is not None and rule.linear else []
    if rule is None or not parts or any(read_amount(part.text) is None for part in parts):
        return None
    bound = {part.key: part.weight * (1 if part.side == "left" else -1) for part in parts}
    places = {(key.period, key.dimensions, key.unit) for key in bound}
    concepts = [name for term in rule.left + rule.right for name in term.concepts]
    if len(places) == 1 and len(set(concepts)) == len(concepts):
        return at_place(rule, places.pop())
    return Equation(rule.id, bound, total_of(rule, [part.key for part in parts if part.side == "left"]))


def _parts(rule: Rule, record: Record) -> list[_Part]:
    """Give each fact of the record to the variable that bound it alone, else to another term that names its concept."""
    texts = {key: text or "" for key, text in fact_texts(record).items()}
    bound = set(record.bindings)
    alone = {variable for variable, _ in bound}
    terms = [(term, side) for side, terms in (("left", rule.left), ("right", rule.right)) for term in terms]
    parts = []
    for key, text in texts.items():
        candidates = [(term, side) for term, side in terms if key.concept in term.concepts]
        sure = [(term, side) for term, side in candidates if (term.variable, key) in bound]
        free = [(term, side) for term, side in candidates if term.variable not in alone]
        chosen = sure or free[:1] or candidates[:1]
        parts += [_Part(key, text, term.weight, side) for term, side in chosen]
    return parts


def _in_sheet_order(parts: list[_Part], evidence: Evidence) -> list[_Part]:
    """Put the left side first, then the parts as a reader meets them."""
    return sorted(parts, key=lambda part: (part.side != "left", evidence.cells(part.key)))


def _linear(rule: Rule, record: Record, parts: list[_Part], evidence: Evidence) -> Finding:
    left, right = _total(parts, "left"), _total(parts, "right")
    missing = not any(part.side == "left" for part in parts)
    anchor = next((part.key for part in parts if part.side == "left"), parts[0].key)
    subject = rule.left[0].concepts[0] if missing else anchor.concept
    gaps = _gaps(rule, parts, evidence)
    code = "rule.total_missing" if missing else _sentence(rule, subject)
    params = {
        "line": evidence.label(subject),
        "period": evidence.period(anchor),
        "left": left,
        "right": right,
        "difference": left - right,
        "other": evidence.label(rule.right[0].concepts[0]),
    }
    return Finding(
        code=record.code,
        severity=_SEVERITIES.get(record.level, Severity.ERROR),
        message=evidence.messages.text(code, **params),
        advice=_advice(code, gaps, evidence, params),
        phase=PhaseName.FORMULA,
        concept=evidence.label(subject),
        period=evidence.period(anchor),
        cells=_cells([evidence.cells(part.key) for part in parts] + [value.cells for value in gaps]),
        values=_values(parts, gaps, evidence),
        comparison=Comparison(f"{left:f}", f"{right:f}", f"{left - right:f}"),
        lines=_lines(record, evidence),
        because=_because(rule, parts, evidence),
    )


def _values(parts: list[_Part], gaps: tuple[FindingValue, ...], evidence: Evidence) -> tuple[FindingValue, ...]:
    """Return the figures of both sides in sheet order, empty lines in their place."""
    values = [evidence.value(part.key, part.text, part.side) for part in parts]
    return tuple(sorted([*values, *gaps], key=lambda value: (value.role != "left", value.cells)))


def _total(parts: Sequence[_Part], side: str) -> Decimal:
    return sum(
        (part.weight * (read_amount(part.text) or Decimal(0)) for part in parts if part.side == side), Decimal(0)
    )


def _sentence(rule: Rule, subject: QName) -> str:
    """Return the sentence for what a line is held against: another line, its parts, its breakdown or its movements."""
    single = len(rule.left) == len(rule.right) == 1 and len(rule.right[0].concepts) == 1
    again = any(subject in term.concepts for term in rule.right)
    if single:
        return "rule.differs_from_parts" if again else "rule.not_equal"
    return "rule.movement_differs" if again else "rule.sum_differs"


def _advice(code: str, gaps: tuple[FindingValue, ...], evidence: Evidence, params: dict[str, object]) -> str:
    if not gaps:
        return evidence.messages.advice(code, **params)
    cells = tuple(cell for value in gaps for cell in value.cells)
    return evidence.messages.advice("rule.gap", lines=tuple(value.label for value in gaps), cells=cells)


def _gaps(rule: Rule, parts: list[_Part], evidence: Evidence) -> tuple[FindingValue, ...]:
    """Return empty cells of lines that belong to the rule and are filled in another column."""
    contexts = {(part.key.period, part.key.dimensions) for part in parts}
    reported = {key.concept for key in evidence.facts}
    return tuple(
        FindingValue(evidence.label(item.key.concept), None, (item.cell,), "right", item.key.unit)
        for item in evidence.empty
        if item.key.concept in rule.concepts & reported and (item.key.period, item.key.dimensions) in contexts
    )


def _because(rule: Rule, parts: list[_Part], evidence: Evidence) -> tuple[CellRef, ...]:
    """Return the cells that should have given a fact of this rule and could not: the likely cause."""
    contexts = {(part.key.period, part.key.dimensions) for part in parts}
    lost = (item for item in evidence.lost if (item.key.period, item.key.dimensions) in contexts)
    return tuple(sorted({item.cell for item in lost if item.key.concept in rule.concepts}))


def _other(rule: Rule | None, record: Record, evidence: Evidence) -> Finding:
    """Describe an assertion that adds nothing up: the taxonomy's own sentence, and the lines it is about."""
    texts = fact_texts(record)
    subjects = [key.concept for key in texts] or list(rule.subjects if rule else ())
    wanted = _unreported(rule, texts)
    empty = tuple(item.cell for item in evidence.empty if item.key.concept in wanted)
    lost = tuple(sorted(item.cell for item in evidence.lost if item.key.concept in {*subjects, *wanted}))
    lines = [name for name in subjects if name in evidence.model.concepts]
    missing = rule is not None and not texts and bool(_ONCE.search(rule.id)) and len(lines) == 1
    nowhere = not empty and not lost and (missing or bool(wanted))
    cells = () if nowhere else _cells([empty, *(evidence.cells(key) for key in texts)])
    return Finding(
        code=record.code,
        severity=_SEVERITIES.get(record.level, Severity.ERROR),
        message=_missing(record, lines[0], evidence) if missing else _own_words(rule, record, evidence),
        advice=evidence.messages.advice(_asking(empty, cells, evidence, nowhere=nowhere), cells=empty),
        phase=PhaseName.FORMULA,
        concept=evidence.label(subjects[0]) if subjects else None,
        cells=cells,
        values=tuple(evidence.value(key, text) for key, text in texts.items()),
        lines=_lines(record, evidence),
        because=lost,
    )


def _asking(empty: tuple[CellRef, ...], cells: tuple[CellRef, ...], evidence: Evidence, *, nowhere: bool) -> str:
    """Return the code of the advice: fill in which cells, or how to give what the workbook has no cell for."""
    if empty:
        return "rule.fill_in" if cells == empty else "rule.empty_cell"
    if nowhere:
        return "rule.nowhere" if evidence.lines else "rule.nowhere.workbook"
    return "rule.other"


def _missing(record: Record, subject: QName, evidence: Evidence) -> str:
    """Say that a line is not there; "must be reported once, but is reported 0 times" is no way to say that."""
    weight = _SEVERITIES.get(record.level, Severity.ERROR)
    code = "rule.missing.error" if weight is Severity.ERROR else "rule.missing.other"
    return evidence.messages.text(code, line=evidence.label(subject))


def _unreported(rule: Rule | None, texts: dict[FactKey, str | None]) -> frozenset[QName]:
    """Return the lines that a rule asks for and that are not there; of any rule without facts all that it names."""
    if rule is None or (texts and not _ASKS.search(rule.id)):
        return frozenset()
    return frozenset(rule.subjects) - {key.concept for key in texts}


def _own_words(rule: Rule | None, record: Record, evidence: Evidence) -> str:
    """Return the taxonomy's sentence in the language of the run where it has one, as the engine has filled it in."""
    lang = evidence.messages.lang
    text = rule.messages.get(lang) if rule is not None else None
    if text is not None and "{" not in text:
        return text
    return without_long_words(dict(record.translations).get(lang, record.text))


def _cells(groups: Sequence[tuple[CellRef, ...]]) -> tuple[CellRef, ...]:
    return tuple(dict.fromkeys(cell for group in groups for cell in group))


def _lines(record: Record, evidence: Evidence) -> tuple[int, ...]:
    """Return lines of the instance, only for facts that no cell stands for."""
    refs = [ref for ref in record.refs if ref.fact is not None and not evidence.cells(ref.fact)]
    return tuple(dict.fromkeys(ref.line for ref in refs if ref.line is not None))
