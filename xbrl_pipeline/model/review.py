"""What a person is asked about a recognised mapping, and what they answered: plain values, no spreadsheet."""

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """What a person decides about a proposal."""

    UNDECIDED = ""
    AGREED = "akkoord"
    OTHER = "andere regel"
    IGNORED = "negeren"
    OPEN = "open laten"


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A row of the workbook with the line that is proposed for it."""

    sheet: str
    cells: str  # D10:F10
    words: str
    amount: str
    line: str  # the Dutch label of the proposed line; empty where the row is open
    concept: str
    confidence: float
    reason: str
    open: bool
    verdict: Verdict = Verdict.UNDECIDED
    other: str = ""  # the line that a person chose instead
    reversed: bool = False
    note: str = ""
    cell: str = ""  # where in the review the decision stands: Regels!I12


@dataclass(frozen=True, slots=True)
class ReviewColumn:
    """A column of a block with what it is proposed to mean."""

    sheet: str
    cells: str
    header: str
    means: str  # as shown to people
    reason: str
    open: bool
    verdict: Verdict = Verdict.UNDECIDED
    other: str = ""
    note: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """A sheet or block of which nothing is taken over."""

    sheet: str
    cells: str
    reason: str
    verdict: Verdict = Verdict.UNDECIDED
    note: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review: about which workbook, with which settings, and every question."""

    workbook: str
    sha256: str
    settings: tuple[tuple[str, str], ...]
    rows: tuple[ReviewRow, ...]
    columns: tuple[ReviewColumn, ...]
    sheets: tuple[ReviewSheet, ...]
    lines: tuple[str, ...] = ()  # every line that can be chosen, as people see it
    meanings: tuple[str, ...] = ()
    agreed: bool = False  # a person agrees with everything that is proposed
