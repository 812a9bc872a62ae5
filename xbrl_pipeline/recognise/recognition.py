"""What a workbook was found to hold: plain values that the inference gives and the others read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xbrl_pipeline.model.questions import Aside, Question, Reading
from xbrl_pipeline.recognise.board import BoardClaims, Pair
from xbrl_pipeline.recognise.judge import Judged
from xbrl_pipeline.recognise.lexicon import Lexicon, Statement
from xbrl_pipeline.recognise.lines import Line
from xbrl_pipeline.recognise.readings import TableReading
from xbrl_pipeline.recognise.sums import Untied
from xbrl_pipeline.recognise.table import Table
from xbrl_pipeline.recognise.trial_balance.recognise import TrialProposal
from xbrl_pipeline.recognise.years import Exchange
from xbrl_pipeline.workbook.cells import SheetCells

Barred = tuple[str, str, str]  # line, scope, period


@dataclass(frozen=True)
class UserChoices:
    """What a person said on the command line; empty where the workbook must say it."""

    verslagjaar: int | None = None
    bestuursnummer: str = ""
    kvk: str = ""
    naam: str = ""
    taxonomy: str = ""
    report: str = ""  # of that taxonomy


@dataclass(frozen=True)
class Block:
    """A table with what it is taken for, row by row. ``open`` is why all of it waits for an answer."""

    reading: TableReading
    rows: tuple[Judged, ...]
    id: str
    columns: Mapping[int, str]  # ids of the columns, by number
    open: tuple[str, ...] = ()  # topics: table, years, scope, scale
    loose: bool = False  # no statement, and nothing is known that it is instead
    untied: tuple[Untied, ...] = ()  # totals that are not the sum of their parts, as long as nobody spoke of them
    left: frozenset[tuple[int, int]] = frozenset()  # amounts that a person leaves out: place of the row, column

    @property
    def table(self) -> Table:
        """The table."""
        return self.reading.table

    @property
    def by_place(self) -> dict[int, Judged]:
        """Its rows by place."""
        return {judged.row.place: judged for judged in self.rows}

    @property
    def taken(self) -> bool:
        """Whether its lines go into the mapping: not without a unit, which is settled of statements only."""
        return self.reading.used and not self.open and self.reading.scale is not None


Stand = tuple[int, int, int]  # where an amount stands: places of the block and of the row in it, number of the column


@dataclass(frozen=True)
class Clash:
    """A line of which several tables have different amounts: the places of those of each, in one period or more."""

    line: Line
    means: tuple[str, ...]
    sides: tuple[tuple[Stand, ...], ...]

    def name(self, ids: Sequence[str]) -> str:
        """Return the id of the question which amount is right. ``ids`` are those of the blocks."""
        return f"amount:{self.line[1]}|{' / '.join(sorted(self.choices(ids)))}|{'+'.join(self.means)}"

    def choices(self, ids: Sequence[str]) -> list[str]:
        """Return the answers, one for each side: the table that is right."""
        return [ids[side[0][0]] for side in self.sides]


@dataclass(frozen=True)
class GeneralRows:
    """Rows with general data of one sheet: words in one column, what they say in another."""

    sheet: SheetCells
    label: int
    value: int
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class Recognition:
    """What a workbook was found to hold."""

    blocks: tuple[Block, ...]
    general: tuple[GeneralRows, ...]
    board: BoardClaims
    lexica: dict[Statement, Lexicon]
    year: int | None
    sheets_aside: tuple[tuple[str, str], ...] = ()  # sheets that hold nothing to report, and the reason
    scale_doubts: Mapping[int, tuple[str, tuple[int, ...]]] = field(default_factory=dict)  # by place of the block
    scope_doubts: Mapping[int, str] = field(default_factory=dict)
    table_doubts: Mapping[int, str] = field(default_factory=dict)
    clashes: tuple[Clash, ...] = ()  # one line with different amounts in several tables, as long as nobody spoke of it
    exchanges: tuple[Exchange, ...] = ()  # tables that give the same amounts for other years, by place
    unknown: tuple[SheetCells, ...] = ()  # sheets with figures of which nothing is known
    trials: tuple[TrialProposal, ...] = ()
    answers_questions: bool = False  # of a report that is nothing but questions
    thousands: frozenset[str] = frozenset()  # sheets of which their own texts show that a point parts thousands
    apart: frozenset[str] = frozenset()  # questions that a person wants asked one by one of all they cover
    barred: frozenset[Barred] = frozenset()  # what the taxonomy has no place for
    questions: tuple[Question, ...] = ()  # what is open, one for each cause, in the words of one language
    readings: tuple[Reading, ...] = ()  # every amount as it would be reported
    asides: tuple[Aside, ...] = ()  # what is left out, and why

    @property
    def empty(self) -> bool:
        """Whether nothing of it looks like a report of a school board."""
        return not (any(block.reading.named for block in self.blocks) or self.trials or self.answers_questions)
