"""Two reports beside each other: what came, went and changed, and what that does to totals, ratios and findings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, FactKey, FactValue
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.report import Report


class Kin(StrEnum):
    """How two reports belong together; it decides what is held against what."""

    VERSION = "version"  # one board, one year: all of it
    NEXT_YEAR = "next_year"  # one board, the year after: the earlier columns of the later report
    BOARDS = "boards"  # two boards, one year: all of it, because the user asked


class DifferenceKind(StrEnum):
    """What became of a fact."""

    CHANGED = "changed"
    ADDED = "added"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Difference:
    """One fact that is not the same in both reports; no value on the side that does not state it."""

    kind: DifferenceKind
    label: str  # the line in words
    statement: str  # where it stands in the report, in words; empty where the taxonomy shows it nowhere
    period: str  # with scope and other members in words: "2025, geconsolideerd"
    element: str  # prefix and local name, for other programs
    unit: str | None
    before: FactValue | None
    after: FactValue | None
    before_cells: tuple[CellRef, ...] = ()
    after_cells: tuple[CellRef, ...] = ()
    total: bool = False  # a sum of other lines that the report states
    unnamed: bool = False  # gone because the later taxonomy has no name for it

    @property
    def change(self) -> Decimal | None:
        """After minus before, where what is not stated counts as nothing; None for words and days."""
        values = (self.before, self.after)
        if not all(value is None or isinstance(value, Decimal) for value in values):
            return None
        before, after = (value if isinstance(value, Decimal) else Decimal(0) for value in values)
        return after - before


@dataclass(frozen=True, slots=True)
class RatioChange:
    """A ratio of one year that is not the same in both reports; None where a report does not give it."""

    code: str  # ``report.ratio.<code>`` names it in the message catalogue
    statement: str
    year: int
    budget: bool
    percentage: bool
    before: Decimal | None
    after: Decimal | None


@dataclass(frozen=True, slots=True)
class FactCounts:
    """What became of the facts of one report: ``facts`` is the sum of the others.

    ``aside`` are those that have no counterpart by nature (the reporting year itself beside last year's report).
    """

    facts: int
    same: int
    changed: int
    single: int  # in this report only
    aside: int
    unread: int = 0  # in the file, and not understood: compared with nothing, and not among ``facts``
    rejected: int = 0  # cells of the workbook that should have become a fact and could not


@dataclass(frozen=True, slots=True)
class Compared:
    """One of the two reports, with the name that a user knows it by."""

    name: str
    report: Report
    tally: FactCounts


@dataclass(frozen=True, slots=True)
class ReportComparison:
    """What differs from the first report to the second; differences by size, totals among the others."""

    kin: Kin
    before: Compared
    after: Compared
    differences: tuple[Difference, ...]
    ratios: tuple[RatioChange, ...] = ()
    solved: tuple[Finding, ...] = ()
    new: tuple[Finding, ...] = ()
    remaining: int = 0  # findings that both have

    def of(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """Return the differences of one kind, by size."""
        return tuple(each for each in self.differences if each.kind is kind)

    def lines(self, kind: DifferenceKind) -> tuple[Difference, ...]:
        """Return the differences of one kind in what is no total, by size."""
        return tuple(each for each in self.of(kind) if not each.total)

    @property
    def totals(self) -> tuple[Difference, ...]:
        """Return the differences in totals, by size."""
        return tuple(each for each in self.differences if each.total)


@dataclass(frozen=True, slots=True)
class FactPair:
    """What two reports state for one key; one of them may be missing."""

    key: FactKey
    before: Fact | None
    after: Fact | None

    @property
    def kind(self) -> DifferenceKind | None:
        """What became of it; None where both say the same."""
        if self.before is None:
            return DifferenceKind.ADDED
        if self.after is None:
            return DifferenceKind.GONE
        return DifferenceKind.CHANGED if self.before.value != self.after.value else None


def pairs(before: Iterable[Fact], after: Iterable[Fact]) -> Iterator[FactPair]:
    """Give each key of two reports once: those of the second in its order, then what only the first has."""
    earlier = {fact.key: fact for fact in before}
    for fact in after:
        yield FactPair(fact.key, earlier.pop(fact.key, None), fact)
    for key, fact in earlier.items():
        yield FactPair(key, fact, None)
