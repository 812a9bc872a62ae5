"""Amounts that stand in several tables of a workbook: what one table says of a line, another may confirm."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xbrl_pipeline.recognise.lines import Line
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.readings import TableReading, amounts_of, is_statement
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.weights import MARGIN

_TELLING: Final = 20  # amounts below that are the same by chance
_THOUSAND: Final = Decimal(1000)
Amounts = tuple[tuple[str, Decimal], ...]
Index = dict[tuple[bool, Amounts], set[tuple[int, Line]]]  # as they stand, or rounded to thousands of euros


def known_amounts(readings: Sequence[TableReading]) -> set[Decimal]:
    """Return the amounts of this year and the year before that stand with a line."""
    return {
        abs(value)
        for reading in readings
        if not reading.aside and is_statement(reading)
        for (_, moment, _), value in reading.facts(scoped=False)
        if moment in ("current", "previous") and abs(value) >= _TELLING
    }


def amounts_index(readings: Sequence[TableReading]) -> Index:
    """Return which lines have which amounts, with the table that says so; only of rows beyond doubt."""
    index: Index = {}
    for place, reading in enumerate(readings):
        if reading.aside or not is_statement(reading):
            continue
        for decision in reading.decisions:
            sure = decision.line is not None and not decision.twice and decision.margin >= 2 * MARGIN
            if sure and decision.line is not None and decision.how is not None and decision.how >= How.SHORT:
                for key in () if decision.row.hidden else _keys(decision.row, reading):
                    index.setdefault(key, set()).add((place, decision.line))
    return index


def same_amounts(reading: TableReading, own: int, index: Index) -> dict[int, frozenset[Line]]:
    """Return for the rows of a table the lines that have their very amounts in other tables."""
    found = {}
    for row in reading.table.rows:
        lines = frozenset(line for key in _keys(row, reading) for place, line in index.get(key, ()) if place != own)
        if lines:
            found[row.place] = lines
    return found


def _keys(row: Row, reading: TableReading) -> Iterator[tuple[bool, Amounts]]:
    """Give the amounts of a row by period as they stand, and in thousands where the unit is stated."""
    amounts = amounts_of(row, reading.periods)
    if not amounts:
        return
    yield False, amounts
    if reading.said_scale is None:
        return
    rounded = [(means, (value * reading.said_scale / _THOUSAND).quantize(Decimal(1))) for means, value in amounts]
    if sum(value >= _TELLING for _, value in rounded) > 1:
        yield True, tuple(rounded)
