"""What a readable account is made of: sections with tables and texts. How they look is for the writers."""

from dataclasses import dataclass, field
from enum import StrEnum

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.model.facts import Period


class RowKind(StrEnum):
    """What a row is."""

    HEADING = "heading"
    LINE = "line"
    TOTAL = "total"
    GRAND = "grand"  # a total below its parts that no other total of the table holds


@dataclass(frozen=True, slots=True)
class GridCell:
    """The facts at one place: several where a report states the same fact more than once.

    ``negated``: it counts against the total above it, and is shown with the other sign (SCP-30.5).
    """

    facts: tuple[ReadFact, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row with a cell for each column, None where the report has no fact."""

    label: str
    depth: int
    kind: RowKind
    cells: tuple[GridCell | None, ...] = ()


@dataclass(frozen=True, slots=True)
class GridColumn:
    """A column with its heads from above to below, and the period of its facts where it is one."""

    heads: tuple[str, ...]
    period: Period | None = None


@dataclass(frozen=True, slots=True)
class AccountGrid:
    """A table; ``label`` says what its rows are, where those are members of an axis."""

    columns: tuple[GridColumn, ...]
    rows: tuple[GridRow, ...]
    label: str = ""

    @property
    def facts(self) -> tuple[ReadFact, ...]:
        """Every fact in it."""
        return tuple(fact for row in self.rows for cell in row.cells if cell for fact in cell.facts)


@dataclass(frozen=True, slots=True)
class Text:
    """A text under its title; ``heads`` say which one where there are more."""

    title: str
    heads: tuple[str, ...]
    cell: GridCell


Block = AccountGrid | Text


@dataclass(frozen=True, slots=True)
class AccountSection:
    """A heading with what stands below it; ``level`` counts from 1 below the title of the account.

    Without a title it goes on below that of the section before. A ``statement`` begins on a page of its own.
    """

    title: str
    level: int
    anchor: str
    blocks: tuple[Block, ...] = ()
    statement: bool = False


@dataclass(frozen=True, slots=True)
class Loose:
    """A fact that has no place in any table, with what would tell its column."""

    label: str
    about: str
    cell: GridCell


@dataclass(frozen=True, slots=True)
class ReadableAccount:
    """A whole account. ``cover``: title, name, seat, then dates and status, each with its label where it is shown."""

    title: str
    name: str
    lang: str
    cover: tuple[tuple[str, GridCell], ...] = ()
    sections: tuple[AccountSection, ...] = ()
    loose: tuple[Loose, ...] = ()
    facts: tuple[ReadFact, ...] = field(default=(), repr=False)
