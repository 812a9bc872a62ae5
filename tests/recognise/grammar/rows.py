"""Rows of a table: a label, a figure, what it means, and which rows add up to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from .figures import CASH_SUMS, Figures
from .grid import Cell, Kind
from .lines import SUMS, Side, concept, number, side

Term = tuple[int, str]


@dataclass(eq=False)
class Row:
    """A row before it is rendered."""

    kind: str  # head, line, total, blank, text
    label: str = ""
    line: str = ""
    depth: int = 0
    figure: tuple[Term, ...] = ()
    mark: Kind = "neutral"
    concept: str = ""
    why: str = "line without certain concept"
    sided: Side = "none"
    nr: str = ""
    ref: str = ""
    parts: list[tuple[int, Row]] = field(default_factory=list)
    also: tuple[str, ...] = ()  # other concepts that fit as well
    shift: bool = False  # an opening stand: the fact is of the year before
    level: int = 0  # 0 inner column, 1 outer column
    group: str = ""
    group_figure: tuple[Term, ...] = ()
    cells: dict[str, Cell] = field(default_factory=dict)
    display: int = 1
    name: str = ""
    same_row: bool = False

    def amount(self, fig: Figures, period: str) -> int:
        """The natural amount of the row in a period."""
        return sum(s * fig.get(line, period) for s, line in self.figure)

    @property
    def valued(self) -> bool:
        """Whether the row has amounts."""
        return bool(self.figure)


CASH_CONCEPT = "CashAndCashEquivalentsCashFlow"


def line_row(line: str, label: str, depth: int = 1, kind: str = "line") -> Row:
    """A row for a model line."""
    row = Row(kind, label, line, depth, ((1, line),), sided=side(line), nr=number(line), name=line)
    if line in ("~CashBegin", "~CashEnd"):
        row.mark, row.concept, row.shift = "fact", CASH_CONCEPT, line == "~CashBegin"
    elif concept(line):
        row.mark, row.concept = "fact", line
    if line == "BalanceIncomeAndExpenses" and depth < 0:
        row.depth = 0
    return row


Cover = dict[str, list[tuple[int, Row]]]


def add_up(total: Row, cover: Cover) -> Row:
    """Link a total to the rows that stand for its model parts, however deep, each counted once."""
    parts: list[tuple[int, Row]] = []
    _collect(total.line, 1, cover, parts, total)
    total.parts = parts
    return total


def _collect(line: str, sign: int, cover: Cover, parts: list[tuple[int, Row]], total: Row) -> None:
    for s, part in ALL_SUMS.get(line, ()):
        rows = [(k, r) for k, r in cover.get(part, []) if r is not total]
        if part in cover:
            parts.extend((sign * s * k, r) for k, r in rows)
        else:
            _collect(part, sign * s, cover, parts, total)


def holds(row: Row, fig: Figures, periods: tuple[str, ...]) -> bool:
    """Whether the parts of a row add up to it in every period."""
    return bool(row.parts) and all(
        row.amount(fig, p) == sum(s * part.amount(fig, p) for s, part in row.parts) for p in periods
    )


ALL_SUMS: dict[str, tuple[Term, ...]] = {**SUMS, **CASH_SUMS}
