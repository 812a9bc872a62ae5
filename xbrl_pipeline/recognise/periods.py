"""What the columns of a table are in the accounts of a year: this year, the year before, the budget, or why not.

A head that names the year decides, whatever other words stand in it. Where heads say too little the figures do: a
column that is the difference of two others, or the sum of those beside it, is that.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import permutations
from typing import Final, Literal

from xbrl_pipeline.recognise.heads import Head, Scope, names_board
from xbrl_pipeline.recognise.table import FigureColumn, Row, Table
from xbrl_pipeline.recognise.tokens import plain_letters

Means = Literal["current", "previous", "budget", "ignore"]
REPORTED: Final = ("current", "previous", "budget")
_YEARS: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_BALANCE: Final = re.compile(r"boekwaarde|\bbw\b|book value|\bsaldo\b|\bstand\b")
_GROSS: Final = re.compile(
    r"\baanschaf|\bverkrijgingspri|\bverwervingspri|\bcum\w*\.? ?(?:afschr|waardevermind|deprec|amort)|"
    r"\bacquisition (?:cost|value)|\bcost price"
)
_LEAST_ROWS: Final = 3
_FUTURE_COLUMNS: Final = 2


@dataclass(frozen=True)
class ColumnPeriod:
    """What a column is. Without ``means`` it is open; ``reason`` is the end of a code ``recognise.column.*``."""

    column: FigureColumn
    means: Means | None
    reason: str
    scope: Scope | None = None
    rivals: tuple[int, ...] = ()  # columns that say the same, and what that is
    rival_means: Means | None = None

    @property
    def reported(self) -> bool:
        """Whether its figures are facts."""
        return self.means in REPORTED


@dataclass(frozen=True)
class Periods:
    """The columns of a table, and what they say of it as a whole."""

    columns: tuple[ColumnPeriod, ...]
    forecast: bool = False  # two or more columns are of years to come
    moves: bool = False  # it shows how balances went from opening to closing

    @cached_property
    def reported(self) -> tuple[ColumnPeriod, ...]:
        """The columns with facts."""
        return tuple(each for each in self.columns if each.reported)

    def of(self, number: int) -> ColumnPeriod | None:
        """Return the reading of a column."""
        return next((each for each in self.columns if each.column.number == number), None)


def read_periods(table: Table, year: int, given: Mapping[int, str] | None = None) -> Periods:
    """Return what each column of a table means. ``given`` is what a person said, by column number."""
    given = given or {}
    titles = titled_years(table)
    found = [_of_person(column, given) or _of_head(column, year) for column in table.columns]
    moments = {each.column.head.moment for each in found if each.column.head is not None}
    moves = moments >= {"opening", "closing"}
    between = [] if moves else _between_years(found, table.rows)
    if between:
        moves = True
        found = [replace(each, means="ignore", reason="movement") if each in between else each for each in found]
    elif moves:
        headed = {each.column.head.year for each in found if each.column.head is not None and each.column.head.year}
        found = [_of_movement(each, year, headed if len(headed) == 1 else titles) for each in found]
    found = _with_budget(_with_title_year(found, titles, year))
    if _sum_of_loose(found, table.rows) is None:
        found = _of_figures(found, table.rows)
    found = list(_without_doubles(_with_scopes(found), table.rows, given))
    ahead = sum(
        _offset(each.column.head, year) > 0
        for each in found
        if each.column.head and each.column.head.timed and each.column.inner is None
    )
    complete = {each.means for each in found} >= {
        "current",
        "previous",
        "budget",
    }  # that is a statement, with more years
    found = _doubt_gap(found, year)
    return Periods(tuple(found), forecast=ahead >= _FUTURE_COLUMNS and not complete, moves=moves)


def _doubt_gap(found: Sequence[ColumnPeriod], year: int) -> list[ColumnPeriod]:
    """Leave open a column of two years ago beside this year where none is of the year before: its head may be wrong."""
    means = [each.means for each in found]
    heads = [(each, each.column.head) for each in found if each.reason == "other_year"]
    older = [(each, _offset(head, year)) for each, head in heads if head is not None and _offset(head, year) < 0]
    if "current" not in means or "previous" in means or None in means or len(older) != 1:
        return list(found)
    column, offset = older[0]
    gap = offset == -2  # noqa: PLR2004 - two years ago
    return [replace(each, means=None, reason="year_gap") if gap and each is column else each for each in found]


def _between_years(found: Sequence[ColumnPeriod], rows: Sequence[Row]) -> list[ColumnPeriod]:
    """Return the columns that, in every row, lead from the balance at the end of a year to that of the next."""
    ends = [place for place, each in enumerate(found) if _is_end(each)]
    if len(ends) != 2 or not _is_year_of_report([found[place] for place in ends]):  # noqa: PLR2004 - two
        return []
    inside = [each.column.head for each in found[ends[0] + 1 : ends[1]]]
    if len(inside) < 2 and not any(head is not None and head.kind == "movement" for head in inside):  # noqa: PLR2004 - one is a difference
        return []
    first, *moved, last = (each.column.number for each in found[ends[0] : ends[1] + 1])
    shown = [row.values for row in rows if row.values.get(last) is not None]
    led = [sum((row.get(each) or Decimal(0) for each in (first, *moved)), Decimal(0)) == row[last] for row in shown]
    return list(found[ends[0] + 1 : ends[1]]) if len(led) >= _LEAST_ROWS and all(led) else []


def _is_end(period: ColumnPeriod) -> bool:
    """Tell whether a column shows balances of a day."""
    head = period.column.head
    return head is not None and head.timed and (head.dated or head.moment is not None)


def _is_year_of_report(ends: Sequence[ColumnPeriod]) -> bool:
    """Tell whether two columns show balances at the begin and end of a year of which the second is reported."""
    first, last = (each.column.head for each in ends)
    follows = first is not None and last is not None and last.year is not None and first.year == last.year - 1
    return ends[1].reported and (ends[0].reported or follows)


def titled_years(table: Table) -> set[int]:
    """Return the years that the titles nearest to a table, or else the name of its sheet, mention."""
    for text in (*table.titles[::-1], table.sheet.name):
        years = {int(year) for year in _YEARS.findall(text)}
        if years:
            return years
    return set()


def _of_person(column: FigureColumn, given: Mapping[int, str]) -> ColumnPeriod | None:
    said = given.get(column.number)
    if said is None:
        return None
    scope = column.head.scope if column.head is not None else None
    return ColumnPeriod(column, said if said in REPORTED else "ignore", "person", scope)  # type: ignore[arg-type]


def _offset(head: Head, year: int) -> int:
    return head.year - year if head.year is not None else head.relative or 0


def _of_head(column: FigureColumn, year: int) -> ColumnPeriod:
    head = column.head
    if column.clash or head is None:
        return ColumnPeriod(column, None, "clash" if column.clash else "no_header")
    if head.aside:
        return ColumnPeriod(column, "ignore", str(head.kind), head.scope)
    if head.odd:
        return ColumnPeriod(column, None, "odd", head.scope)
    if _GROSS.search(plain_letters(column.header)):
        return ColumnPeriod(column, "ignore", "gross", head.scope)
    if not head.timed:
        return ColumnPeriod(column, None, "movement" if head.kind == "movement" else "yearless", head.scope)
    return _timed(column, head, _offset(head, year))


def _timed(column: FigureColumn, head: Head, offset: int) -> ColumnPeriod:
    if head.kind == "movement":
        return ColumnPeriod(column, None, "movement", head.scope)
    if head.kind == "forecast" and offset >= 0:
        return ColumnPeriod(column, "ignore", "forecast", head.scope)
    if head.kind == "budget":
        means: Means = "budget" if offset == 0 else "ignore"
        return ColumnPeriod(column, means, "budget" if offset == 0 else "other_budget", head.scope)
    if head.moment == "opening":
        offset -= 1
    named: dict[int, Means] = {0: "current", -1: "previous"}
    if offset in named:
        return ColumnPeriod(column, named[offset], str(named[offset]), head.scope)
    return ColumnPeriod(column, "ignore", "other_year", head.scope)


def _of_movement(period: ColumnPeriod, year: int, titles: set[int]) -> ColumnPeriod:
    """Read a table that goes from opening to closing balances: what stands between is how they moved."""
    head = period.column.head
    if head is None or period.reason in ("person", "difference", "percent", "note", "gross"):
        return period
    if head.moment is None:
        return replace(period, means="ignore", reason="movement")
    if head.timed:
        return period
    about = next(iter(titles)) if len(titles) == 1 else year
    return _timed(period.column, replace(head, year=about), about - year)


def _with_title_year(found: list[ColumnPeriod], titles: set[int], year: int) -> list[ColumnPeriod]:
    """Give a column that says no year the year of the title, where it is the only one of its sort."""
    waiting = [each for each in found if each.means is None and each.reason in ("yearless", "no_header")]
    waiting = [each for each in waiting if _may_be_dated(each, alone=len(found) == 1)]
    if len(waiting) != 1 or len(titles) != 1:
        return found
    means: Means | None = {0: "current", -1: "previous"}.get(next(iter(titles)) - year)  # type: ignore[assignment]
    if means is None or any(each.means == means for each in found):
        return found
    told = replace(waiting[0], means=means, reason="title_year")
    return [told if each is waiting[0] else each for each in found]


def _may_be_dated(period: ColumnPeriod, *, alone: bool) -> bool:
    head = period.column.head
    if head is None:
        return alone and not period.column.header
    return head.kind in ("actual", None) or (alone and head.kind in ("total", "words"))


def _with_budget(found: list[ColumnPeriod]) -> list[ColumnPeriod]:
    """Take a budget without a year beside a dated column for this year's, where it is the only budget."""
    budgets = [each for each in found if each.column.head is not None and each.column.head.kind == "budget"]
    if len(budgets) == 1 and budgets[0].reason == "yearless" and any(each.means == "current" for each in found):
        told = replace(budgets[0], means="budget", reason="budget")
        return [told if each is budgets[0] else each for each in found]
    return found


def _of_figures(found: list[ColumnPeriod], rows: Sequence[Row]) -> list[ColumnPeriod]:
    """Settle columns that their heads leave open by what their figures are of the others."""
    return [_by_figures(each, found, rows) for each in found]


def _by_figures(period: ColumnPeriod, found: Sequence[ColumnPeriod], rows: Sequence[Row]) -> ColumnPeriod:
    if period.means == "ignore" and period.reason == "difference":
        return period
    if period.means is not None:
        return period
    number = period.column.number
    others = [each.column.number for each in found if each is not period]
    named = any(each.reason == "difference" for each in found)  # of that one, this one is what it is taken from
    if not named and is_difference(number, others, rows):
        return replace(period, means="ignore", reason="difference_checked")
    if period.reason == "movement":
        return replace(period, means="ignore", reason="movement") if _has_movement(found) else period
    return period


def _has_movement(found: Iterable[ColumnPeriod]) -> bool:
    return any(each.column.head is not None and each.column.head.moment for each in found)


def is_difference(column: int, others: Sequence[int], rows: Sequence[Row]) -> bool:
    """Tell whether a column is one other minus another in every row."""
    shown = [row for row in rows if row.values.get(column)]
    if len(shown) < _LEAST_ROWS:
        return False
    return any(
        all(row.values[column] == (row.values.get(left) or 0) - (row.values.get(right) or 0) for row in shown)
        for left, right in permutations(others, 2)
    )


def is_sum(column: int, others: Sequence[int], rows: Sequence[Row]) -> bool:
    """Tell whether a column is the sum of others in nearly every row, and not by being empty."""
    shown = [row for row in rows if row.values.get(column) is not None and sum(map(bool, _values(row, others))) > 0]
    split = [row for row in shown if sum(map(bool, _values(row, others))) > 1]
    if len(shown) < _LEAST_ROWS or len(split) < 2:  # noqa: PLR2004 - two rows are no chance
        return False
    slack = Decimal(len(others))
    held = sum(abs((row.values[column] or 0) - sum(_values(row, others), Decimal(0))) <= slack for row in shown)
    return held >= 0.9 * len(shown)


def _values(row: Row, columns: Iterable[int]) -> list[Decimal]:
    return [row.values.get(column) or Decimal(0) for column in columns]


def _with_scopes(found: Sequence[ColumnPeriod]) -> list[ColumnPeriod]:
    """Give columns beside those of one scope theirs, where they are of the same periods and name the board itself.

    What stands beside *geconsolideerd* for the same year is the board alone, or else a part of it: then it is open.
    """
    said = {period.scope for period in found if period.reported} - {None}
    if len(said) != 1:
        return list(found)
    (scope,) = said
    known = {period.means for period in found if period.reported and period.scope == scope}
    silent = [period for period in found if period.reported and period.scope is None and period.means in known]
    settled: dict[int, ColumnPeriod] = {}
    for period in silent:
        alone = sum(other.means == period.means and other.column.inner is None for other in silent) == 1
        if period.reason == "person":
            continue
        if alone and names_board(period.column.header):
            other: Scope = "separate" if scope == "consolidated" else "consolidated"
            settled[id(period)] = replace(period, scope=other)
        elif period.column.inner is None:
            rivals = tuple(each.column.number for each in found if each.means == period.means)
            settled[id(period)] = replace(
                period, means=None, reason="column_twice", rivals=rivals, rival_means=period.means
            )
    return [settled.get(id(period), period) for period in found]


def _without_doubles(
    found: Sequence[ColumnPeriod], rows: Sequence[Row], given: Mapping[int, str]
) -> Iterator[ColumnPeriod]:
    """Of several columns that say the same, take the one that the figures or the words single out; else none."""
    for period in found:
        same = [each for each in found if period.reported and (each.means, each.scope) == (period.means, period.scope)]
        if len([each for each in same if each.column.inner is None]) < 2 or period.reason == "person":  # noqa: PLR2004 - itself and another
            yield period
            continue
        chosen, reason = _choose(same, rows, given)
        numbers = tuple(each.column.number for each in same if each.column.inner is None)
        if chosen is None:
            yield replace(period, means=None, reason="column_twice", rivals=numbers, rival_means=period.means)
        elif _paired(period, chosen) or period is chosen:
            yield period
        else:
            yield replace(period, means="ignore", reason=reason)


def _paired(one: ColumnPeriod, other: ColumnPeriod) -> bool:
    """Tell whether two columns, inner or outer, are of one period."""
    first, second = ({each.column.inner, each.column.number} - {None} for each in (one, other))
    return one is not other and bool(first & second)


def _choose(
    columns: Sequence[ColumnPeriod], rows: Sequence[Row], given: Mapping[int, str]
) -> tuple[ColumnPeriod | None, str]:
    same = [each for each in columns if each.column.inner is None]  # an outer column goes with its inner one
    said = [each for each in same if each.column.number in given]
    if len(said) == 1:
        return said[0], "person"
    final = [each for each in same if not _is_draft(each)]
    if len(final) == 1:
        return final[0], "draft"
    seen = [each for each in final if not each.column.hidden]
    if len(seen) == 1:
        return seen[0], "hidden"
    balances = [each for each in final if _BALANCE.search(plain_letters(each.column.header))]
    if len(balances) == 1:
        return balances[0], "movement"
    numbers = [each.column.number for each in final]
    totals = [number for number in numbers if is_sum(number, [other for other in numbers if other != number], rows)]
    if len(totals) == 1:
        return next(each for each in final if each.column.number == totals[0]), "segment"
    return None, ""


def _is_draft(period: ColumnPeriod) -> bool:
    head = period.column.head
    return head is not None and head.draft


def find_total_column(periods: Periods, rows: Sequence[Row]) -> int | None:
    """Return the column that is the sum of those beside it while none says a year: a table by segments."""
    return _sum_of_loose(periods.columns, rows)


def with_total_column(periods: Periods, number: int) -> Periods:
    """Read the total of a table by segments as this year's figures, and leave the segments out."""
    columns = [
        replace(each, means="current", reason="segment_total")
        if each.column.number == number
        else replace(each, means="ignore", reason="segment")
        if each.means is None
        else each
        for each in periods.columns
    ]
    return replace(periods, columns=tuple(columns))


def _sum_of_loose(found: Iterable[ColumnPeriod], rows: Sequence[Row]) -> int | None:
    loose = [
        each.column.number for each in found if each.means is None and each.reason in ("yearless", "no_header", "odd")
    ]
    for number in reversed(loose):
        others = [other for other in loose if other != number]
        if len(others) > 1 and is_sum(number, others, rows):
            return number
    return None


def plain_header(column: FigureColumn) -> str:
    """Return the words above a column without its years, as a question about it is known by."""
    return " ".join(re.sub(r"(?:19|20)?[0-9]{2}", "#", plain_letters(column.header)).split())
