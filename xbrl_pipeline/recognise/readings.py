"""A table with all that was found out about it, and its figures as facts that can be compared with those of others."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.recognise.heads import Scope, read_head_text
from xbrl_pipeline.recognise.lexicon import START
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.options import Context, RowOptions, count_numbers
from xbrl_pipeline.recognise.periods import ColumnPeriod, Means, Periods
from xbrl_pipeline.recognise.rolls import base_of
from xbrl_pipeline.recognise.rows import Decision, decide_rows
from xbrl_pipeline.recognise.signs import solve
from xbrl_pipeline.recognise.structure import Groups, Slots, Vector, vectors_of
from xbrl_pipeline.recognise.table import Row, Table
from xbrl_pipeline.recognise.tokens import plain_letters

Moment = str  # current, previous, budget, before: the year before the previous one
FactId = tuple[str, Moment, str]  # concept or what it equals, moment, scope

_LEAST_NAMED: Final = 2
_LEAST_LINES: Final = 5
_EQUITY: Final = re.compile(r"vermogen|reserve|fonds|equity|fund")
_TELLING: Final = 20  # amounts below that are the same by chance
_TELLING_ALONE: Final = 10_000  # where a table has one period
# lines that are the same amount under another name
_EQUAL: Final = {
    "CashAndCashEquivalentsCashFlow": "CashAndCashEquivalents",
    "OperatingResultCashFlow": "BalanceIncomeAndExpenses",
    "AdjustmentsDepreciationAndAmortisationExpense": (
        "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets"
    ),
    "EquityAndLiabilities": "Assets",
}
_EARLIER: Final = {"current": "previous", "previous": "before"}


@dataclass
class TableReading:
    """What a table was found to be. ``trouble`` leaves all of it open, ``aside`` leaves it out; both are reasons."""

    table: Table
    periods: Periods
    decisions: list[Decision]
    groups: Groups
    said_scale: int | None = None  # by the table itself or what stands above it
    scale: int | None = None
    scale_reason: str = ""
    scope: Scope | None = None
    scope_reason: str = ""
    signs: dict[Line, int] = field(default_factory=dict)
    unclear: set[Line] = field(default_factory=set)  # lines whose sign nothing proves
    tied: set[Line] = field(default_factory=set)  # lines in a sum of the taxonomy that holds
    broken: set[Line] = field(default_factory=set)  # lines in one that does not
    trouble: str = ""
    aside: str = ""
    wanted: bool = False  # a person says that it is reported, whatever it looks like
    draft: bool = False
    instead: "TableReading | None" = None  # what is reported in its place

    @property
    def used(self) -> bool:
        """Whether its figures are to be reported, now or when a question is answered."""
        return not self.aside and bool(self.periods.reported)

    @property
    def statements(self) -> set[str]:
        """The statements of which it has lines."""
        return {decision.line[0] for decision in self.decisions if decision.line is not None}

    @property
    def named(self) -> int:
        """How many rows with figures have a line."""
        return sum(decision.line is not None and bool(decision.row.values) for decision in self.decisions)

    @property
    def head_scales(self) -> set[int | None]:
        """The units that the heads of the reported columns state; None where one states none."""
        heads = (period.column.head for period in self.periods.reported)
        return {head.scale if head is not None else None for head in heads}

    def scale_of(self, period: ColumnPeriod) -> int:
        """Return the unit of a column: that of the table, or its own where the heads state several."""
        head, own = period.column.head, self.scale or self.said_scale or 1
        return head.scale if len(self.head_scales) > 1 and head is not None and head.scale is not None else own

    def shown(self, row: Row, period: ColumnPeriod) -> Decimal | None:
        """Return the figure of a row in a column, as it stands on the sheet."""
        return row.values.get(period.column.number)

    def facts(self, *, scoped: bool = True) -> Iterator[tuple[FactId, Decimal]]:
        """Give the figures in the sign of the report, in the unit of the sheet."""
        for decision in self.decisions:
            if decision.line is None or decision.twice:
                continue
            sign = self.signs.get(decision.line, 1)
            for period in self.periods.reported:
                value = self.shown(decision.row, period)
                if value is not None and period.means is not None:
                    scope = (period.scope or self.scope or "") if scoped else ""
                    factor = Decimal(self.scale_of(period)) / (self.scale or self.said_scale or 1)
                    yield _fact_id(decision.line, period.means, scope), value * sign * factor

    @cached_property
    def size(self) -> int:
        """How many figures it has in columns that are reported."""
        columns = {period.column.number for period in self.periods.reported}
        return sum(number in columns for decision in self.decisions for number in decision.row.values)


def _fact_id(line: Line, means: Means, scope: str) -> FactId:
    key = line[1]
    start = key.endswith(START)
    concept = key.removesuffix(START)
    return _EQUAL.get(concept, concept), _EARLIER.get(means, means) if start else means, scope


def amounts_of(row: Row, periods: Periods) -> tuple[tuple[str, Decimal], ...]:
    """Return the amounts of a row by period, without sign; nothing where fewer than two say something."""
    found = {
        period.means: abs(value)
        for period in periods.reported
        if (value := row.values.get(period.column.number)) and period.means is not None and not period.scope
    }
    telling = [value for value in found.values() if value >= _TELLING]
    alone = len(periods.reported) == 1 and any(value >= _TELLING_ALONE for value in telling)
    return tuple(sorted(found.items())) if len(telling) > 1 or alone else ()


def slots_of(table: Table) -> Slots:
    """Return the columns whose figures add up: every one but percentages and references, inner with outer.

    Differences add up where those that they are of do, and are often left out for details.
    """
    kept = [
        column
        for column in table.columns
        if column.inner is None and not (column.head is not None and column.head.aside)
    ]
    return [
        (column.number, *(outer.number for outer in table.columns if outer.inner == column.number)) for column in kept
    ]


def read_rows(table: Table, periods: Periods, lines: Lines, context: Context) -> TableReading:
    """Find the line of every row of a table, and the sign that its sums prove."""
    vectors = vectors_of(table.rows, slots_of(table))
    decisions, groups = decide_rows(table.rows, vectors, lines, context)
    if not _is_of_equity(table):
        decisions = _without_equity(decisions)
    reading = TableReading(table, periods, decisions, groups)
    find_signs(reading, lines, context.slack)
    return reading


def read_rounded(
    table: Table, periods: Periods, lines: Lines, context: Context, exact: TableReading
) -> TableReading | None:
    """Read a table as one with rounded figures; None where more rows add up in its ``exact`` reading, or as many."""
    rounded = replace(context, slack=1)
    least = len(exact.groups.total_of)
    found = RowOptions(table.rows, vectors_of(table.rows, slots_of(table)), lines, rounded).groups
    if len(found.total_of) <= least:  # looking at the words only ever takes sums away
        return None
    reading = read_rows(table, periods, lines, rounded)
    return reading if len(reading.groups.total_of) > least else None


def _is_of_equity(table: Table) -> bool:
    """Tell whether a table speaks of equity anywhere."""
    heads = (column.header for column in table.columns)
    texts = (*table.titles, table.sheet.name, *heads, *(row.label for row in table.rows))
    return any(_EQUITY.search(plain_letters(text)) for text in texts)


def _without_equity(decisions: list[Decision]) -> list[Decision]:
    """Leave rows open that are lines of the movement of equity and nothing else: all schedules have the same rows."""
    if {decision.line[0] for decision in decisions if decision.line is not None} != {"equity"}:
        return decisions
    return [replace(decision, line=None, how=None) for decision in decisions]


def find_signs(reading: TableReading, lines: Lines, slack: int) -> None:
    """Write down the sign of each line, and which sums of the taxonomy hold."""
    slots: list[tuple[int, ...]] = []
    for period in reading.periods.reported or reading.periods.columns:
        column = period.column
        if column.inner is None:
            outer = [each.column.number for each in reading.periods.columns if each.column.inner == column.number]
            slots.append((column.number, *outer))
    vectors = vectors_of(reading.table.rows, slots)
    reading.signs, reading.unclear, reading.tied, reading.broken = {}, set(), set(), set()
    for statement, lexicon in lines.lexica.items():
        shown: dict[str, Vector] = {}
        for decision in reading.decisions:
            line = decision.line
            mine = line is not None and line[0] == statement and base_of(line) is None
            if line is not None and mine and decision.row.place in vectors and not decision.twice:
                shown.setdefault(line[1], vectors[decision.row.place])
        if not shown:
            continue
        found = solve(lexicon, shown, slack)
        reading.signs |= {(statement, key): sign for key, sign in found.of.items()}
        reading.unclear |= {(statement, key) for key in found.unclear}
        for total, parts in found.tied:
            if parts:
                reading.tied |= {(statement, key) for key in (total, *parts)}
        for total, parts in found.broken:
            reading.broken |= {(statement, key) for key in (total, *parts)}
    _turn_openings(reading)


def _turn_openings(reading: TableReading) -> None:
    """Give what a balance opened with the sign of that balance: they stand in one schedule."""
    for decision in reading.decisions:
        base = base_of(decision.line) if decision.line is not None else None
        if decision.line is not None and base is not None:
            reading.signs[decision.line] = reading.signs.get(base, 1)
            if base in reading.unclear:
                reading.unclear.add(decision.line)


def align_signs(readings: Sequence[TableReading]) -> None:
    """Give amounts that stand in several tables one sign: that of the table in which most sums hold."""
    shown: dict[tuple[Line, tuple[tuple[str, Decimal], ...]], list[TableReading]] = {}
    for reading in readings:
        for decision in reading.decisions:
            amounts = amounts_of(decision.row, reading.periods) if decision.line is not None else ()
            if decision.line is not None and amounts and not decision.twice:
                shown.setdefault((decision.line, amounts), []).append(reading)
    for (line, amounts), found in shown.items():
        if len(found) < 2:  # noqa: PLR2004 - stands in one table only
            continue
        anchor = max(found, key=lambda reading: (line in reading.tied, len(reading.tied)))
        for reading in found:
            if reading is not anchor and _differs_in_sign(line, amounts, anchor, reading):
                reading.signs[line] = -reading.signs.get(line, 1)
                reading.unclear.discard(line)
    for reading in readings:
        _turn_openings(reading)


def _differs_in_sign(
    line: Line, amounts: tuple[tuple[str, Decimal], ...], one: TableReading, other: TableReading
) -> bool:
    mine, theirs = (_signed(line, amounts, reading) for reading in (one, other))
    shared = [means for means in mine if means in theirs and mine[means]]
    return bool(shared) and all(mine[means] == -theirs[means] for means in shared)


def _signed(line: Line, amounts: tuple[tuple[str, Decimal], ...], reading: TableReading) -> dict[str, Decimal]:
    for decision in reading.decisions:
        if decision.line == line and amounts_of(decision.row, reading.periods) == amounts:
            sign = reading.signs.get(line, 1)
            return {
                str(period.means): sign * value
                for period in reading.periods.reported
                if (value := decision.row.values.get(period.column.number)) is not None
            }
    return {}


def is_statement(reading: TableReading) -> bool:
    """Tell whether enough rows of a table have a line for it to be accounts of some sort."""
    certain = [
        decision
        for decision in reading.decisions
        if decision.line is not None and decision.how is not None and decision.how >= 3 and decision.row.values  # noqa: PLR2004
    ]
    filled = sum(bool(decision.row.values) for decision in reading.decisions)
    enough = len(certain) >= _LEAST_NAMED or (len(certain) == 1 and filled <= 3)  # noqa: PLR2004 - a table of three rows
    return enough and 4 * len(certain) >= filled


def is_undecided(reading: TableReading) -> bool:
    """Tell whether a table is a statement by its rows, while nothing says what its columns are."""
    filled = sum(bool(decision.row.values) for decision in reading.decisions)
    moves = reading.periods.moves or any(period.reason == "movement" for period in reading.periods.columns)
    likely = reading.named >= _LEAST_LINES and 3 * reading.named >= 2 * filled  # most of its rows
    return likely and not moves and not has_moments(reading) and any(not each.means for each in reading.periods.columns)


def has_moments(reading: TableReading) -> bool:
    """Tell whether the rows of a table go from an opening to a closing balance."""
    heads = [read_head_text(row.label) for row in reading.table.rows if row.label]
    return {"opening", "closing"} <= {head.moment for head in heads if head is not None}


def numbers_mean(readings: Sequence[TableReading], lines: Lines) -> bool:
    """Tell whether the numbers of the whole workbook are those of RJ 660."""
    counted = [count_numbers(reading.table.rows, lines) for reading in readings if is_statement(reading)]
    hits, misses = sum(each[0] for each in counted), sum(each[1] for each in counted)
    return hits >= 6 and hits >= 6 * misses  # noqa: PLR2004 - a few hits may be chance
