"""What a person is asked about a workbook without a mapping, and what is proposed: plain values, no spreadsheet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from xbrl_pipeline.model.cells import CellRef


class Topic(StrEnum):
    """What a question is about; each has its words in the catalogue. The order is that in which they are asked."""

    YEAR = "year"  # of which year these accounts are
    ENTITY = "entity"  # bestuursnummer, KvK-nummer, name and the like
    TABLE = "table"  # what a table is: a statement, a draft, a copy, nothing to report
    SCOPE = "scope"  # enkelvoudig or geconsolideerd
    SCALE = "scale"  # euros, thousands, millions
    COLUMN = "column"  # what a column is
    SIGN = "sign"  # whether amounts stand with the other sign
    SUM = "sum"  # which amounts are wrong where a total is not the sum of its parts
    ACCOUNT = "account"  # where accounts of a trial balance belong
    ROW = "row"  # which line a row is


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that a question can have, with what speaks for it."""

    value: str  # "1000", "separate", "current", the key of a line, "ignore": what the answer says to the program
    shown: str  # the same for a person
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One cause of something open. ``id`` is made of topic and words, never of amounts, places or the year itself.

    So the same layout asks the same question next year and for the next board, and an answer can be kept.
    ``free``: another line of the taxonomy, or a text, can be given than those listed.
    """

    id: str
    topic: Topic
    text: str
    cells: tuple[CellRef, ...]
    choices: tuple[Choice, ...] = ()
    free: bool = False
    money: Decimal = Decimal(0)  # euros that wait for the answer
    settles: int = 0  # amounts that the answer settles
    personal: bool = False  # about this board and this year alone: never kept for another
    covers: tuple["Question", ...] = ()  # what would be asked one by one instead: these can be answered too


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person said, by the id of the question."""

    said: Mapping[str, str] = field(default_factory=dict)

    def to(self, question: str) -> str | None:
        """Return what was answered to a question, None where nothing was."""
        return self.said.get(question)


@dataclass(frozen=True, slots=True)
class Reading:
    """One amount as it would be reported; ``question`` is the id by which a person can say otherwise."""

    cell: CellRef
    words: str
    statement: str  # balance, income, cash, equity
    key: str  # the line
    label: str  # the line in words
    period: str  # current, previous, budget
    scope: str  # separate, consolidated
    value: Decimal  # euros, in the sign of the report
    confidence: float
    reasons: tuple[str, ...]
    question: str
    derived: bool = False  # the workbook does not print it; it is worked out from its parts


@dataclass(frozen=True, slots=True)
class Aside:
    """Cells with figures that are left out, and why, in words."""

    cells: str  # Balans!D10:F10
    words: str
    reason: str
    question: str = ""  # the id by which a person can say otherwise
