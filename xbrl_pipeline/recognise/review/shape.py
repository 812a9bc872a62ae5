"""The sheets of a review as tables: which columns they have, which are filled in, and how a row is known to be ours."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xbrl_pipeline.workbook.cells import Cell

FORMAT: Final = "xbrl-pipeline review 2"
DATA, LINES, CHOICES = "Verwerking", "Lijst", "Keuzes"  # hidden: for the program
HEAD_ROW: Final = 4  # 1-based, of every table
AGREED: Final = (8, 2)  # row and column of the one cell that agrees with everything
YES: Final = ("ja", "akkoord", "yes")
ANSWER, OTHER, NOTE, CODE, MARK = "answer", "other", "note", "code", "mark"
INPUTS: Final = (ANSWER, OTHER, NOTE)
_CHECKS: Final = "tie_"
_MARK_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class ReviewColumns:
    """The columns of one kind of sheet, from left to right, with their width in characters."""

    kind: str
    columns: tuple[tuple[str, int], ...]

    @property
    def heads(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(head for head, _ in self.columns)

    def place(self, head: str) -> int:
        """Return the place of a column, 0-based."""
        return self.heads.index(head)

    def mark(self, values: Mapping[str, str]) -> str:
        """Return what shows that nobody changed a row, other than where it is to be filled in."""
        fixed = [
            f"{head}={' '.join(values.get(head, '').split())}"
            for head in self.heads
            if head not in (*INPUTS, MARK) and not head.startswith(_CHECKS)
        ]
        return hashlib.sha256("\n".join(fixed).encode("utf-8", "replace")).hexdigest()[:_MARK_DIGITS]


_END: Final = ((NOTE, 24), (CODE, 12), (MARK, 12))
QUESTIONS: Final = ReviewColumns(
    "questions",
    (
        ("number", 5),
        ("topic", 13),
        ("question", 48),
        ("where", 24),
        ("money", 14),
        ("settles", 9),
        ("choices", 52),
        (ANSWER, 34),
        (OTHER, 34),
        *_END,
    ),
)
GENERAL: Final = ReviewColumns("general", (("label", 44), ("value", 34), ("how", 52), (ANSWER, 38), *_END))
ASIDES: Final = ReviewColumns(
    "asides", (("where", 24), ("words", 44), ("reason", 56), ("state", 18), (OTHER, 36), *_END)
)


def statement_table(periods: Iterable[str]) -> ReviewColumns:
    """Return the columns of a statement with these periods."""
    shown = tuple(periods)
    return ReviewColumns(
        f"statement {','.join(shown)}",
        (
            ("label", 46),
            *((f"amount_{period}", 14) for period in shown),
            *((f"{_CHECKS}{period}", 12) for period in shown),
            ("words", 38),
            ("where", 22),
            ("sure", 14),
            ("reason", 44),
            (OTHER, 36),
            *_END,
        ),
    )


def code_of(question: str) -> str:
    """Return what stands in a review for the id of a question: an id is made of words from anywhere."""
    return hashlib.sha256(question.encode("utf-8", "replace")).hexdigest()[:_MARK_DIGITS] if question else ""


def amount_text(value: Decimal) -> str:
    """Return an amount as it is compared: two decimals, whatever a spreadsheet makes of it."""
    return f"{value:.2f}"


def table_of(kind: str) -> ReviewColumns:
    """Return the columns of a kind of sheet; those of a statement depend on its periods."""
    tables = {table.kind: table for table in (QUESTIONS, GENERAL, ASIDES)}
    return tables.get(kind) or statement_table(filter(None, kind.partition(" ")[2].split(",")))


def cell_text(cell: Cell | None) -> str:
    """Return what a cell of a review says, as it is compared."""
    if cell is None:
        return ""
    return amount_text(cell.value) if isinstance(cell.value, Decimal) else cell.shown.strip()
