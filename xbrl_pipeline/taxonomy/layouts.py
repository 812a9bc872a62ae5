"""How a taxonomy lays out a report: its tables, the dates and members that these take from the report, its headings."""

from dataclasses import dataclass

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.labels import Labels, best_label


@dataclass(frozen=True, slots=True)
class MemberRule:
    """The member that facts have on an axis, or the expression that gives it; with neither they have none there."""

    axis: QName
    member: QName | None = None
    expression: str = ""


@dataclass(frozen=True, slots=True)
class AspectRuleSet:
    """What a node says of its facts, to all lines or to those that ask for its ``tag``.

    ``period`` holds the expressions of the first day, empty for an instant, and the last.
    """

    tag: str = ""
    concept: QName | None = None
    period: tuple[str, str] | None = None
    members: tuple[MemberRule, ...] = ()


@dataclass(frozen=True, slots=True)
class LayoutNode:
    """A row or column, or a heading above some; a child has one more step than its parent before it."""

    depth: int
    labels: Labels
    messages: tuple[tuple[str, str], ...] = ()  # by language, with parameters
    abstract: bool = False
    last: bool = False  # its own row comes after those below it
    tag: str = ""  # of the rule sets that it takes from the other side
    rules: tuple[AspectRuleSet, ...] = ()
    preferred: str = "label"
    open: QName | None = None  # an axis: a row or column for each member that a report has on it

    def label(self, lang: str) -> str:
        """Return its own words, where it has any."""
        return best_label(self.labels, lang) or ""


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One side of a table: ``x`` (columns), ``y`` (rows) or ``z`` (a table for each)."""

    axis: str
    nodes: tuple[LayoutNode, ...]


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table of a table linkbase."""

    role: str
    id: str
    labels: Labels
    breakdowns: tuple[Breakdown, ...]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a table takes from the report, by an XPath expression."""

    name: str
    select: str
    prefixes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a report by its ``name``, or below one the ``role`` whose tables stand there."""

    depth: int
    name: QName | None
    role: str = ""
    preferred: str = "label"
