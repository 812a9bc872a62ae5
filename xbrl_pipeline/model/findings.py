"""What is wrong, where, and what to do: errors are values, not exceptions."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from xbrl_pipeline.model.cells import CellRef


class Severity(StrEnum):
    """How much a finding weighs; only an error makes a report invalid."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class About(StrEnum):
    """Whose fault it is: the report's, or the taxonomy's (which the board cannot mend)."""

    REPORT = "report"
    TAXONOMY = "taxonomy"


class PhaseName(StrEnum):
    """The stages a report passes; a verdict needs all that apply."""

    READ = "read"
    MAP = "map"
    INSTANCE = "instance"
    XML = "xml"
    XBRL = "xbrl"
    DIMENSIONS = "dimensions"
    CALCULATION = "calculation"
    FORMULA = "formula"
    FILING_RULES = "filing_rules"
    PLAUSIBILITY = "plausibility"  # our own remarks: no part of the verdict


class PhaseStatus(StrEnum):
    """How a phase ended."""

    DONE = "done"
    FAILED = "failed"  # it could not run to its end
    SKIPPED = "skipped"  # an earlier failure made it pointless


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase and how it ended."""

    name: PhaseName
    status: PhaseStatus


@dataclass(frozen=True, slots=True)
class FindingValue:
    """One figure or text that took part in a finding."""

    label: str  # the line in words: "Materiële vaste activa"
    value: str | None  # as it stands in the instance; None: not reported
    cells: tuple[CellRef, ...] = ()
    role: str = ""  # "left" or "right" side of a rule, or ""
    unit: str | None = None  # of a figure (``EUR``, ``pure``); None for words and days
    element: str = ""  # its name in the instance, where there is no workbook
    line: int | None = None  # its line in the instance, where there is no workbook


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a rule as plain decimal text, and left minus right."""

    left: str
    right: str
    difference: str


class SuspectKind(StrEnum):
    """What probably went wrong in one cell."""

    MOVED = "moved"  # the amount stands in the cell beside, above or below
    MISSING = "missing"
    SIGN = "sign"
    SCALE = "scale"  # ten, a hundred, a thousand or a million times too large or too small
    DOUBLED = "doubled"
    OVERTYPED = "overtyped"  # a total that was a formula and holds an amount that somebody typed
    PART = "part"  # a line that was taken for the total that it is a part of
    DIGIT = "digit"  # a digit too many or too few
    TRANSPOSED = "transposed"  # two digits next to each other changed places
    REPEATED = "repeated"  # the line stands there twice
    SUPERFLUOUS = "superfluous"  # without this amount the rules hold
    OTHER_CELL = "other_cell"  # two cells state the same fact; with the other one's amount the rules hold
    OTHER = "other"  # no other single amount makes all rules hold


@dataclass(frozen=True, slots=True)
class Suspect:
    """One amount that explains a finding: with ``expected`` in its place every rule holds that it takes part in."""

    kind: SuspectKind
    label: str  # the line in words
    cells: tuple[CellRef, ...]  # none for an instance without a workbook
    value: str | None  # as it stands in the instance; None: not reported
    expected: str
    sentence: str  # what probably happened, in the run's language
    line: int | None = None  # of the instance, where there is no workbook


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places where the same cause shows, in the words that it would have alone."""

    message: str
    cells: tuple[CellRef, ...]
    concept: str | None = None
    period: str | None = None
    lines: tuple[int, ...] = ()  # of the instance, where there is no workbook
    values: tuple[FindingValue, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a user must or may act on; message and advice are sentences in the run's language."""

    code: str
    severity: Severity
    message: str
    advice: str
    phase: PhaseName
    about: About = About.REPORT
    concept: str | None = None  # label of the line it is about
    period: str | None = None  # in words: "31-12-2025", "2025, begroting"
    cells: tuple[CellRef, ...] = ()
    values: tuple[FindingValue, ...] = ()
    comparison: Comparison | None = None
    lines: tuple[int, ...] = ()  # lines of the instance, where there is no workbook
    because: tuple[CellRef, ...] = ()  # cells whose own finding explains this one
    suspects: tuple[Suspect, ...] = ()  # amounts that each explain it, the likeliest first
    leads: tuple[Suspect, ...] = ()  # amounts of which one may explain it, where none is likely enough to be a suspect
    follows: str = ""  # ``ref`` of the finding that causes this one
    times: int = 1  # how often it was found: in so many places, or so often said by the engine
    shared: str = ""  # the sentence for several places; equal ones have one cause. Empty: each place is its own
    places: tuple[Place, ...] = ()  # of one cause that shows in more than one
    regraded: str = ""  # why the rule set of the run gives it another severity than its maker did

    @property
    def ref(self) -> str:
        """A short name that stays the same as long as the finding does, for mails and memos."""
        place = (self.code, self.concept, self.period, tuple(map(str, self.cells)), self.lines)
        return f"B-{hashlib.sha256(repr(place).encode('utf-8', 'replace')).hexdigest()[:8]}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many findings of each severity."""

    error: int = 0
    warning: int = 0
    info: int = 0


def count(findings: Iterable[Finding]) -> Counts:
    """Count findings per severity."""
    severities = [finding.severity for finding in findings]
    return Counts(*(severities.count(severity) for severity in Severity))
