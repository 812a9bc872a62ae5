"""A proposal as a person sees it on paper, and what came back with their answers: plain values, no spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.questions import Question

PERIODS = ("current", "previous", "budget")


@dataclass(frozen=True, slots=True)
class ReviewQuestion:
    """A question with what was answered until now; ``remembered`` says of whom an answer is that was known before."""

    question: Question
    answer: str = ""  # as shown
    remembered: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """One row of the workbook as a line of a statement.

    ``parts`` are the places of the lines that must add up to it, with how each counts; ``again`` tells that a row
    before it states the same line.
    """

    question: str
    label: str
    depth: int
    words: str
    amounts: Mapping[str, Decimal]  # by period
    cells: tuple[CellRef, ...]
    sure: float
    reason: str
    derived: bool = False
    again: bool = False
    fresh: bool = False  # it was not so when a person last looked
    answer: str = ""  # what a person said it is, as shown
    parts: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewStatement:
    """A statement as it will be reported."""

    statement: str  # balance, income, cash, equity
    scope: str  # separate, consolidated
    lines: tuple[ReviewLine, ...]

    @property
    def periods(self) -> tuple[str, ...]:
        """The periods that it has amounts for."""
        return tuple(period for period in PERIODS if any(period in line.amounts for line in self.lines))

    @property
    def untied(self) -> int:
        """How many totals are not their parts."""
        return sum(bool(self.tie(line, period)) for line in self.lines for period in self.periods)

    def tie(self, line: ReviewLine, period: str) -> Decimal | None:
        """Return what a total is more than its parts in a period, None where that cannot be said."""
        if not line.parts or period not in line.amounts or line.derived:
            return None
        parts = [(self.lines[place].amounts.get(period), weight) for place, weight in line.parts]
        known = [amount * weight for amount, weight in parts if amount is not None]
        return line.amounts[period] - sum(known, Decimal(0)) if known else None


@dataclass(frozen=True, slots=True)
class ReviewAside:
    """Something that is left out, and why. ``waits``: a question about it is open, so that it is not settled."""

    question: str
    cells: str
    words: str
    reason: str
    waits: bool
    whole: bool = False  # a whole table: it can be taken after all, but it is no line
    answer: str = ""


@dataclass(frozen=True, slots=True)
class ReviewDatum:
    """One thing that the report must say about the board or the document."""

    question: str
    label: str
    value: str  # as shown; empty where nobody says it
    how: str
    fixed: bool  # a cell of the workbook says it: it can only be changed there
    choices: tuple[str, ...] = ()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Review:
    """A whole review. ``said`` are the answers with which it was made, ``link`` leads from it to the workbook."""

    workbook: str
    sha256: str
    link: str
    year: int | None
    settings: tuple[tuple[str, str], ...]
    said: Mapping[str, str]
    questions: tuple[ReviewQuestion, ...]
    statements: tuple[ReviewStatement, ...]
    asides: tuple[ReviewAside, ...]
    general: tuple[ReviewDatum, ...]
    lines: tuple[str, ...]  # every line that can be chosen, as shown
    memory: Mapping[str, str] = field(default_factory=dict)  # of which board, and when, an answer was that was known
    notes: tuple[str, ...] = ()  # what was taken from earlier answers, and what was not


@dataclass(frozen=True, slots=True)
class ReviewAnswer:
    """What stands in one cell of a review that asks something; ``text`` is empty where nothing was filled in."""

    code: str  # which question it is
    text: str
    cell: CellRef


@dataclass(frozen=True, slots=True)
class ReadReview:
    """What a person sent back: about which workbook, made with which settings and answers, and what they filled in."""

    workbook: str
    sha256: str
    settings: tuple[tuple[str, str], ...]
    said: Mapping[str, str]
    memory: Mapping[str, str]
    asked: tuple[Question, ...]  # what was answered before
    given: tuple[ReviewAnswer, ...]
    agreed: bool
    agreement: CellRef
