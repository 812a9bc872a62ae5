"""Printed totals that are not the sum of their parts in one column, while they are in another.

The other column proves which rows add up to the total. Which of the amounts is wrong no figure says: that is asked.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.lexicon import Statement
from xbrl_pipeline.recognise.lines import Lines
from xbrl_pipeline.recognise.periods import ColumnPeriod
from xbrl_pipeline.recognise.readings import TableReading
from xbrl_pipeline.recognise.structure import vector
from xbrl_pipeline.recognise.table import Row

TOTAL: Final = "total"  # the answers by which the total is left out, or its parts are
PARTS: Final = "parts"
_LEAST_PARTS: Final = 2
_LEAST_COLUMNS: Final = 2
_ROUNDING: Final = 2  # what one printed amount may be off


@dataclass(frozen=True)
class Untied:
    """A total and its parts that do not tie in one column; ``off`` is what the total is more, in its unit."""

    total: Row
    parts: tuple[Row, ...]
    period: ColumnPeriod
    proof: ColumnPeriod  # the column in which they do
    off: Decimal
    lonely: bool = False  # the sum above fails by the same amount: the total itself is off

    @property
    def rows(self) -> tuple[Row, ...]:
        """The parts and their total."""
        return (*self.parts, self.total)

    def name(self, names: Mapping[int, str]) -> str:
        """Return the id of the question which amount is wrong. ``names`` are the ids of rows by place."""
        return f"sum:{names.get(self.total.place, '').removeprefix('row:')}|{self.period.means}"

    def columns(self, reading: TableReading) -> tuple[int, ...]:
        """Return the columns of the period: one, or an inner and an outer one."""
        return _slot_of(reading, self.period)


def settle_sums(
    reading: TableReading, lines: Lines, names: Mapping[int, str], answers: Answers
) -> tuple[tuple[Untied, ...], frozenset[tuple[int, int]]]:
    """Return the totals that do not tie and about which nothing is said yet, and what a person leaves out.

    ``names`` are the ids of rows by place; what is left out are places of rows with a column.
    """
    waiting, left = [], set()
    for found in _by_cause(_Sums(reading, lines).untied()):
        said = answers.to(found.name(names))
        rows = {None: (), TOTAL: (found.total,), PARTS: found.parts}.get(said, ())
        left |= {(row.place, column) for row in rows for column in found.columns(reading)}
        if said is None:
            waiting.append(found)
    return tuple(waiting), frozenset(left)


def _by_cause(untied: Iterable[Untied]) -> list[Untied]:
    """Leave out a sum that fails by as much as that of one of its parts: one amount explains both."""
    found = list(untied)
    caused = [
        (above, below)
        for above in found
        for below in found
        if below.total in above.parts and below.period is above.period and abs(below.off) == abs(above.off)
    ]
    return [
        replace(each, lonely=any(each is below for _, below in caused))
        for each in found
        if not any(each is above for above, _ in caused)
    ]


class _Sums:
    def __init__(self, reading: TableReading, lines: Lines) -> None:
        self.reading, self.lines = reading, lines
        self.periods = [period for period in reading.periods.reported if period.column.inner is None]

    def untied(self) -> Iterator[Untied]:
        """Give the totals that tie in one column of amounts and not in another."""
        if len(self.periods) < _LEAST_COLUMNS:
            return
        for statement, lexicon in self.lines.lexica.items():
            rows = self._rows_of(statement)
            ways: dict[str, list[_Sum]] = {}
            for total, parts in lexicon.sums:
                shown = [part for part in parts if part.key in rows]
                if total in rows and len(shown) >= _LEAST_PARTS:
                    signed = [(rows[part.key], part.weight * self._sign(statement, part.key)) for part in shown]
                    ways.setdefault(total, []).append(_Sum(rows[total], self._sign(statement, total), tuple(signed)))
            for found in ways.values():
                yield from self._untied(found)

    def _rows_of(self, statement: Statement) -> dict[str, Row]:
        """Return the row of each line of a statement, without the lines that two rows claim."""
        found: dict[str, list[Row]] = {}
        for decision in self.reading.decisions:
            if decision.line is not None and decision.line[0] == statement and decision.row.values:
                found.setdefault(decision.line[1], []).append(decision.row)
        return {key: rows[0] for key, rows in found.items() if len(rows) == 1}

    def _sign(self, statement: Statement, key: str) -> int:
        return self.reading.signs.get((statement, key), 1)

    def _untied(self, ways: Sequence["_Sum"]) -> Iterator[Untied]:
        """Give the columns in which a total ties in none of the ways that it does in another column."""
        for way in ways:
            proofs = [period for period in self.periods if self._is_exact(way, period) and self._tells(way, period)]
            if not proofs:
                continue
            for period in self.periods:
                off = self._off(way, period)
                elsewhere = any(self._off(other, period) == 0 for other in ways)
                if off and not elsewhere and self._tells(way, period) and not self._is_joined(way, period, proofs):
                    yield Untied(way.total, tuple(row for row, _ in way.parts), period, proofs[0], off)
            return

    def _off(self, way: "_Sum", period: ColumnPeriod) -> Decimal | None:
        """Return what a total is more than its parts, nil where that is rounding; None where a figure is not read."""
        off = self._difference(way, period)
        return off if off is None or abs(off) > _ROUNDING * (len(way.parts) + 1) else Decimal(0)

    def _is_exact(self, way: "_Sum", period: ColumnPeriod) -> bool:
        """Tell whether a sum proves that these are all parts: a small amount could be one that is missing."""
        return self._difference(way, period) == 0

    def _difference(self, way: "_Sum", period: ColumnPeriod) -> Decimal | None:
        shown = self._value(way.total, period)
        found = [(self._value(row, period), weight) for row, weight in way.parts]
        if shown is None or any(value is None for value, _ in found):
            return None
        return way.sign * shown - sum(((value or Decimal(0)) * weight for value, weight in found), Decimal(0))

    def _tells(self, way: "_Sum", period: ColumnPeriod) -> bool:
        """Tell whether enough is filled in for a column to say anything of a sum."""
        filled = sum(bool(self._value(row, period)) for row, _ in way.parts)
        return filled >= _LEAST_PARTS and bool(self._value(way.total, period))

    def _is_joined(self, way: "_Sum", period: ColumnPeriod, proofs: Sequence[ColumnPeriod]) -> bool:
        """Tell whether another row among these may be a part too, with nothing in the columns that tie."""
        places = [way.total.place, *(row.place for row, _ in way.parts)]
        between = [row for row in self.reading.table.rows if min(places) <= row.place <= max(places)]
        return any(
            self._value(row, period) and not any(self._value(row, proof) for proof in proofs)
            for row in between
            if row.place not in places
        )

    def _value(self, row: Row, period: ColumnPeriod) -> Decimal | None:
        return vector(row, [_slot_of(self.reading, period)])[0]


@dataclass(frozen=True)
class _Sum:
    """A total with its sign, and its parts with what each counts for."""

    total: Row
    sign: int
    parts: tuple[tuple[Row, int], ...]


def _slot_of(reading: TableReading, period: ColumnPeriod) -> tuple[int, ...]:
    number = period.column.number
    return (number, *(each.column.number for each in reading.periods.columns if each.column.inner == number))
