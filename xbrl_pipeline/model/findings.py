"""What is wrong, where, and what to do: errors are values, not exceptions."""

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


@dataclass(frozen=True, slots=True)
class Comparison:
    """Both sides of a rule as plain decimal text, and left minus right."""

    left: str
    right: str
    difference: str


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
