"""Balances that are followed down the rows of a table: what a line opened the year with, how it moved, its close.

The rows of such a schedule (*stand 1 januari, dotatie, stand 31 december*) are called the same whatever it is about.
The heading or title above says which line it is, and the figures prove that the last row is the first with what moved.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Final

from xbrl_pipeline.recognise.heads import Moment, read_head_text
from xbrl_pipeline.recognise.lexicon import START
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.moments import is_bare
from xbrl_pipeline.recognise.structure import Groups, Vector
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import plain_letters

_BALANCE: Final = re.compile(r"\b(?:(?:netto)?boekwaarde|bw|book value|carrying amount|balans|balance)\b")
_SCHEDULE: Final = re.compile(
    r"^\W*(?:het )?(?:verloop(?:overzicht)?|mutatie(?:s|overzicht)?|movements? in|changes in|roll-?forward of)"
    r"(?: (?:van|in|of) (?:de|het|the)?)?\W*",
    re.IGNORECASE,
)
_MOST_MOVES: Final = 12
_MOST_TURNED: Final = 6  # rows of which each may be printed with the other sign
# lines that statements of their own follow from opening to closing
_FOLLOWED: Final = frozenset({"CashAndCashEquivalents", "Equity", "EquityGroup"})


@dataclass(frozen=True)
class Roll:
    """The places of the rows of a schedule of one balance, and the line that it is, where that is known."""

    opening: int
    moves: tuple[int, ...]
    closing: int
    line: Line | None = None

    def lines(self) -> Iterator[tuple[int, Line | None]]:
        """Give the line of every row of it by place; none for what moved."""
        yield from dict.fromkeys(self.moves).items()
        if self.line is not None:
            yield self.opening, (self.line[0], f"{self.line[1]}{START}")
            yield self.closing, self.line


def find_rolls(
    rows: Sequence[Row], vectors: Mapping[int, Vector], groups: Groups, lines: Lines, titles: Sequence[str]
) -> Iterator[Roll]:
    """Give the schedules among the rows of a table that a heading or title names and that come out."""
    moments = {row.place: moment for row in rows if row.place in vectors and (moment := _moment(row)) is not None}
    heading = titles[-1] if titles else ""
    opening: int | None = None
    moves: list[int] = []
    for row in rows:
        if row.heading:
            heading, opening = row.bare, None
        elif row.place in vectors:
            moment = moments.get(row.place)
            if moment == "opening":
                opening, moves = row.place, []
            elif opening is None:
                heading = ""  # rows that are something else stand between it and what follows
            elif moment is None:
                moves.append(row.place)
            else:
                roll = Roll(opening, tuple(moves), row.place, _line_of(heading, lines))
                if moves and len(moves) <= _MOST_MOVES and _comes_out(roll, vectors, groups):
                    yield roll
                heading, opening = "", None


def _moment(row: Row) -> Moment | None:
    """Return whether a row is no more than a balance at the begin or the end of the year of its column."""
    words = _BALANCE.sub(" stand ", plain_letters(row.bare))
    head = read_head_text(words) if is_bare(words) else None
    return head.moment if head is not None and head.year is None and not head.odd else None


def _line_of(text: str, lines: Lines) -> Line | None:
    """Return the line of the balance sheet that a heading or title names, and no other."""
    for words in dict.fromkeys((text, _SCHEDULE.sub("", text))):
        found = lines.named(words) if words else {}
        named = {line for line, how in found.items() if how is How.EXACT and line[0] == "balance"}
        if len(named) == 1:
            line = named.pop()
            return line if line[1] not in _FOLLOWED else None
    return None


def _comes_out(roll: Roll, vectors: Mapping[int, Vector], groups: Groups) -> bool:
    """Tell whether a balance closes at what it opened with and all that moved, whichever way that is printed."""
    parts = groups.parts_of.get(roll.closing, ())
    if roll.opening in parts:
        return True
    opening, closing = vectors[roll.opening], vectors[roll.closing]
    moves = [vectors[place] for place in roll.moves]
    if not any(closing):
        return False
    turned = (1, -1) if len(moves) <= _MOST_TURNED else (1,)
    return any(_adds_up(opening, moves, signs, closing) for signs in product(turned, repeat=len(moves)))


def _adds_up(opening: Vector, moves: Sequence[Vector], signs: Iterable[int], closing: Vector) -> bool:
    total = [value or Decimal(0) for value in opening]
    for figures, sign in zip(moves, signs, strict=True):
        total = [before + sign * (value or Decimal(0)) for before, value in zip(total, figures, strict=True)]
    return all(value is None or value == found for value, found in zip(closing, total, strict=True))


def base_of(line: Line) -> Line | None:
    """Return the line of which a line is the balance that a schedule opens with; None for any other line."""
    return (line[0], line[1].removesuffix(START)) if line[0] == "balance" and line[1].endswith(START) else None
