"""The completeness ledger: every non-empty cell of a mapped sheet is a fact or an explained skip."""

from dataclasses import dataclass
from enum import StrEnum

from xbrl_pipeline.model.cells import CellRef


class Fate(StrEnum):
    """What became of a cell."""

    FACT = "fact"
    TITLE = "title"  # above the header row
    HEADER = "header"
    CODE = "code"  # of a template: says what the cells of its row or column are
    LABEL = "label"  # the number or the words of a line
    NOTE = "note"  # a reference to the notes
    NIL = "nil"  # a dash: no amount
    TEXT = "text"  # words beside the figures, without an amount in their row
    SUBTOTAL = "subtotal"  # a sum in the workbook itself that was worked out again and holds
    IGNORED = "ignored"  # the mapping says so, with a reason
    REJECTED = "rejected"  # a finding says what is wrong


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One non-empty cell; ``text`` is what a reader sees in it, ``reason`` says why it is no fact."""

    cell: CellRef
    text: str
    fate: Fate
    reason: str
    concept: str | None = None  # local name, for facts
    label: str = ""  # the concept in words
    words: bool = False  # a fact that is a text or a day: digits in it are no amount
    hidden: bool = False  # in a hidden row, column or sheet: read like any other


@dataclass(frozen=True, slots=True)
class Ledger:
    """All entries, in reading order per sheet."""

    entries: tuple[LedgerEntry, ...]

    @property
    def cells(self) -> int:
        """How many non-empty cells were read."""
        return len(self.entries)

    @property
    def facts(self) -> int:
        """How many cells became (part of) a fact."""
        return [entry.fate for entry in self.entries].count(Fate.FACT)

    @property
    def rejected(self) -> int:
        """How many cells should have become a fact and could not."""
        return [entry.fate for entry in self.entries].count(Fate.REJECTED)

    @property
    def skipped(self) -> int:
        """How many cells were left out with a reason."""
        return self.cells - self.facts - self.rejected
