"""Amounts that stand in several tables of a workbook: what one table says of a line, another may confirm."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.readings import TableReading, amounts_of, is_statement
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.weights import MARGIN

_TELLING: Final = 20  # amounts below that are the same by chance
_THOUSAND: Final = Decimal(1000)
Amounts = tuple[tuple[str, Decimal], ...]
Missing = dict[tuple[int | None, Amounts], set[Line]]
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
        for line, row in _sure(reading):
            for key in () if row.hidden else _keys(row, reading):
                index.setdefault(key, set()).add((place, line))
    return index


def _sure(reading: TableReading) -> Iterator[tuple[Line, Row]]:
    """Give the rows of a statement that are beyond doubt."""
    if reading.aside or not is_statement(reading):
        return
    for decision in reading.decisions:
        sure = decision.line is not None and not decision.twice and decision.margin >= 2 * MARGIN
        if sure and decision.line is not None and decision.how is not None and decision.how >= How.SHORT:
            yield decision.line, decision.row


def missing_parts(readings: Sequence[TableReading], lines: Lines) -> Missing:
    """Return which lines must have which amounts, by the unit that is stated: what a total has more than its parts.

    Total and parts may stand in several tables. A line to which the workbook gives more than one amount says nothing.
    """
    known: dict[int | None, dict[Line, set[Amounts]]] = {}
    for reading in readings:
        for line, row in _sure(reading):
            amounts = amounts_of(row, reading.periods)
            if amounts and not row.hidden:
                known.setdefault(reading.said_scale, {}).setdefault(line, set()).add(amounts)
    found: Missing = {}
    for scale, shown in known.items():
        single = {line: dict(next(iter(each))) for line, each in shown.items() if len(each) == 1}
        for statement, lexicon in lines.lexica.items():
            for total, parts in lexicon.sums:
                whole = single.get((statement, total))
                mine = [(statement, part.key) for part in parts]
                torn = any(len(shown.get(part, ())) > 1 for part in mine) or any(part.weight < 0 for part in parts)
                if whole is None or torn or not any(part in single for part in mine):
                    continue
                rest = {
                    means: value - sum(single[part].get(means, Decimal(0)) for part in mine if part in single)
                    for means, value in whole.items()
                }
                if sum(value >= _TELLING for value in rest.values()) > 1 and all(value >= 0 for value in rest.values()):
                    left = {part for part in mine if part not in single}
                    found.setdefault((scale, tuple(sorted(rest.items()))), set()).update(left)
    return found


def completing(reading: TableReading, lines: Lines, missing: Missing) -> dict[int, frozenset[Line]]:
    """Return for rows of a table the lines that they and no others of it name, and that must have their amounts."""
    wanted = {
        row.place: found
        for row in reading.table.rows
        if (found := missing.get((reading.said_scale, amounts_of(row, reading.periods))))
    }
    if not wanted:
        return {}
    named = {
        row.place: {line for line, how in lines.candidates(row).items() if how >= How.SHORT}
        for row in reading.table.rows
        if row.label and row.values
    }
    claims = Counter(line for found in named.values() for line in found)
    mine = {
        place: frozenset(line for line in found & named.get(place, set()) if claims[line] == 1)
        for place, found in wanted.items()
    }
    return {place: found for place, found in mine.items() if found}


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
