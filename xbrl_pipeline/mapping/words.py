"""Comparing what people type, and writing findings about it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Finding, PhaseName, Severity
from xbrl_pipeline.taxonomy.model import Concept
from xbrl_pipeline.workbook.stored import visible


def fold(text: str) -> str:
    """Return a text without differences in case, white space and characters that show nothing."""
    return " ".join(visible(text).casefold().split())


def nearest(text: str, candidates: Iterable[str]) -> str | None:
    """Return the candidate that looks most like a text, if any does."""
    folded = {fold(candidate): candidate for candidate in candidates}
    found = get_close_matches(fold(text), folded, n=1)
    return folded[found[0]] if found else None


@dataclass(frozen=True, slots=True)
class Remark:
    """A finding in the making: what is wrong, not yet where."""

    code: str
    params: Mapping[str, object]
    severity: Severity = Severity.ERROR
    phase: PhaseName = PhaseName.MAP


@dataclass(frozen=True, slots=True)
class RemarkSubject:
    """What a finding is about, in words."""

    concept: str | None = None
    period: str | None = None


NOBODY = RemarkSubject()


@dataclass(frozen=True, slots=True)
class Pen:
    """Writes findings in one language; who fills in a ``template`` has no mapping, and is not told about one."""

    messages: Messages
    template: bool = False

    def write(
        self, remark: Remark, *cells: CellRef, about: RemarkSubject = NOBODY, because: tuple[CellRef, ...] = ()
    ) -> Finding:
        """Turn a remark into a finding about these cells; its sentence may use ``{cell}`` and ``{line}``."""
        params = {"cell": cells, "line": about.concept or "", **remark.params}
        shared, own = f"{remark.code}.shared", f"{remark.code}.template"
        return Finding(
            code=remark.code,
            severity=remark.severity,
            message=self.messages.text(remark.code, **params),
            advice=self.messages.advice(own if self.template and self.messages.has(own) else remark.code, **params),
            phase=remark.phase,
            concept=about.concept,
            period=about.period,
            cells=cells,
            because=because,
            shared=self.messages.text(shared, **params) if self.messages.has(shared) else "",
        )

    def label(self, concept: Concept) -> str:
        """Return the words of a concept."""
        return concept.label(self.messages.lang)
