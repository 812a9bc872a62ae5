"""Amounts that look wrong by themselves: their sign, their size, or that they stand there twice."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from xbrl_pipeline.dated import in_force
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.validation.equations import Equation, laid_over
from xbrl_pipeline.validation.plausibility.columns import Figures, StatementColumn
from xbrl_pipeline.validation.plausibility.lines import BALANCE, EXPENSES, INCOME, OUTFLOWS, STAFF, UNUSUAL
from xbrl_pipeline.validation.plausibility.registry import MODELS, OWN, SUBTRACTED, Oddity, rule

_SMALLEST: Final = Decimal(100_000)  # euros of income: less than any board that teaches
_THOUSANDS: Final = (Decimal(300), Decimal(3000))
_ROUND: Final = 1000
_ENOUGH: Final = 8  # amounts, before a pattern in them means something
_COPIED: Final = 4
_BELOW_ZERO: Final = re.compile(r"-(?:[1-9]|1[0-9])")


@rule("negative", Severity.WARNING, MODELS)
def negative(figures: Figures) -> Iterator[Oddity]:
    """Say that a main line that can only be positive is negative."""
    for column in figures.keys:
        for line in (*BALANCE, *INCOME, *EXPENSES):
            key = figures.key(column, line)
            if key is not None and figures.amounts[key] < 0:
                yield Oddity((key,), {"value": figures.amounts[key]})


@rule("outflow", Severity.WARNING, SUBTRACTED)
def outflow(figures: Figures) -> Iterator[Oddity]:
    """Say that an outflow is reported negative: the mapping may have forgotten to turn its sign."""
    for column in figures.keys:
        for line in OUTFLOWS:
            key = figures.key(column, line)
            if key is not None and figures.amounts[key] < 0:
                yield Oddity((key,), {"value": figures.amounts[key]})


@rule("thousands", Severity.WARNING, OWN)
def thousands(figures: Figures) -> Iterator[Oddity]:
    """Say that a whole column looks as if it were in thousands of euros."""
    for column in figures.keys:
        key = figures.key(column, "Income") or figures.key(column, "Assets")
        if key is not None and 0 < figures.amounts[key] < _SMALLEST:
            yield Oddity((key,), {"value": figures.amounts[key]})


@rule("other_scale", Severity.WARNING, OWN)
def other_scale(figures: Figures) -> Iterator[Oddity]:
    """Say that a main total is about a thousand times that of another column."""
    for statement in figures.statements:
        columns = figures.columns(statement)
        for one, other in ((one, other) for one in columns for other in columns):
            for line in ("Income", "Assets", "Expenses"):
                key, second = figures.key(one, line), figures.key(other, line)
                if key is None or second is None or figures.amounts[second] <= 0:
                    continue
                if _THOUSANDS[0] < figures.amounts[key] / figures.amounts[second] < _THOUSANDS[1]:
                    params = {"value": figures.amounts[key], "other": figures.amounts[second]}
                    yield Oddity((key, second), params)


@rule("rounded", Severity.INFO, OWN)
def rounded(figures: Figures) -> Iterator[Oddity]:
    """Say that every amount of a column ends in three zeros: worked out from a statement in thousands of euros."""
    for column, lines in figures.keys.items():
        keys = [key for key in lines.values() if key.unit == "EUR" and figures.amounts[key]]
        if len(keys) >= _ENOUGH and not column.budget and all(figures.amounts[key] % _ROUND == 0 for key in keys):
            yield Oddity(tuple(keys[:1]), {"count": len(keys)})


@rule("coarse", Severity.WARNING, "XBRL 2.1, 4.6.5")
def coarse(figures: Figures) -> Iterator[Oddity]:
    """Say that amounts are called less exact than they are written: sums are compared without the last digits."""
    found: dict[int, list[FactKey]] = {}
    for fact in figures.facts:
        power = -int(fact.decimals) if fact.decimals and _BELOW_ZERO.fullmatch(fact.decimals) else 0
        if power and fact.key in figures.amounts and figures.amounts[fact.key] % Decimal(10) ** power:
            found.setdefault(power, []).append(fact.key)
    for power, keys in found.items():
        keys.sort(key=lambda key: key.unit != "EUR")
        params = {"count": len(keys), "step": Decimal(10) ** power, "decimals": f"-{power}"}
        yield Oddity(tuple(keys[:_COPIED]), {**params, "value": figures.amounts[keys[0]]})


@rule("copied", Severity.WARNING, OWN)
def copied(figures: Figures) -> Iterator[Oddity]:
    """Say that several amounts that are not round are the same in two columns."""
    for statement in figures.statements:
        columns = figures.columns(statement)
        for place, one in enumerate(columns):
            for other in columns[place + 1 :]:
                same = [(key, second) for key, second in figures.pairs(one, other) if _same(figures, key, second)]
                every = sum(1 for key, _ in figures.pairs(one, other) if _telling(figures.amounts[key]))
                if len(same) >= _COPIED and 2 * len(same) >= every:
                    yield Oddity(tuple(key for pair in same[:_COPIED] for key in pair), {"count": len(same)})


def _same(figures: Figures, key: FactKey, other: FactKey) -> bool:
    amount = figures.amounts[key]
    return key != other and amount == figures.amounts[other] and _telling(amount)


def _telling(amount: Decimal) -> bool:
    """Tell whether an amount is not likely to come twice by itself: five digits and not round."""
    return abs(amount) >= 10_000 and amount % 100 != 0  # noqa: PLR2004 - what the docstring says


@rule("staff_costs", Severity.INFO, OWN)
def staff_costs(figures: Figures) -> Iterator[Oddity]:
    """Say that staff costs per FTE are outside what any board pays: one of the two is probably wrong."""
    row = next(iter(in_force("staff_costs", figures.year)), None)
    for column in figures.keys if row is not None else ():
        costs = figures.key(column, "EmployeeBenefitsExpenses")
        staff = [key for line in STAFF if (key := figures.key(_any_statement(figures, column, line), line)) is not None]
        fte = sum((figures.amounts[key] for key in staff), Decimal(0))
        if costs is None or fte <= 0:
            continue
        each = (figures.amounts[costs] / fte).quantize(Decimal(1))
        if row is not None and not row.needed("low") <= each <= row.needed("high"):
            yield Oddity((costs, *staff), {"each": each, "fte": fte, "costs": figures.amounts[costs]})


def _any_statement(figures: Figures, column: StatementColumn, line: str) -> StatementColumn:
    """Return the column that gives a count: counts are often reported once for both statements."""
    for statement in (column.statement, "", *figures.statements):
        found = column._replace(statement=statement)
        if figures.key(found, line) is not None:
            return found
    return column


@rule("unusual_line", Severity.INFO, "https://www.rijksfinancien.nl/jaarverslag/2022/VIII/onderdeel/1687580")
def unusual_line(figures: Figures) -> Iterator[Oddity]:
    """Say that a line is used that boards of this sector leave empty."""
    for column in figures.keys:
        for line in UNUSUAL.get(figures.sector, ()) if column.year == figures.year and not column.budget else ():
            key = figures.key(column, line)
            if key is not None and figures.amounts[key]:
                yield Oddity((key,), {"value": figures.amounts[key], "sector": figures.sector.lower()})


@rule("empty_part", Severity.WARNING, OWN)
def empty_part(figures: Figures) -> Iterator[Oddity]:
    """Say that a sum which holds in another column does not hold here, because a part of it is empty.

    The assertions of a taxonomy are not evaluated where an amount is missing that they cannot do without.
    """
    told: set[tuple[FactKey, Decimal]] = set()  # several rules may ask for the same sum
    for each in figures.model.rules.values() if figures.empty else ():
        if not each.linear:
            continue
        equations = list(_laid(figures, each.id))
        proven = {
            key.concept
            for equation in equations
            if equation.residual(figures.amounts) == 0
            for key in equation.terms
            if figures.amounts.get(key)
        }
        for equation in equations:
            left = equation.residual(figures.amounts)
            gaps = [key for key in equation.terms if key in figures.empty and key.concept in proven]
            if left and len(gaps) == 1:
                needed = -left / equation.terms[gaps[0]]
                if (gaps[0], needed) in told:
                    continue
                told.add((gaps[0], needed))
                reported = tuple(key for key in equation.terms if key in figures.amounts)
                parts = _members(figures, gaps[0])
                if parts and _left_out(figures, parts[0]):
                    continue
                detail, missing = ("parts", parts) if parts else ("", (gaps[0],))
                yield Oddity(reported, {"expected": needed}, detail=detail, missing=missing, subject=gaps[0])


def _members(figures: Figures, total: FactKey) -> tuple[FactKey, ...]:
    """Return the empty cells that a total over members is worked out from: it is these that somebody fills in."""
    own = set(total.dimensions)
    same = (key for key in figures.empty if key._replace(dimensions=()) == total._replace(dimensions=()))
    return tuple(sorted(key for key in same if own < set(key.dimensions) and len(key.dimensions) == len(own) + 1))


def _left_out(figures: Figures, part: FactKey) -> bool:
    """Tell whether a table has no movements of an earlier year at all: they are asked for of the year itself only."""
    axes = {item.axis for item in part.dimensions}
    same = (key for key in figures.amounts if key.period == part.period)
    return part.period.end.year < figures.year and all({item.axis for item in key.dimensions} != axes for key in same)


def _laid(figures: Figures, rule_id: str) -> Iterator[Equation]:
    """Lay a rule over the figures, amounts with an empty cell counted as zero so that it applies."""
    values = {**dict.fromkeys(figures.empty, Decimal(0)), **figures.amounts}
    for equation in laid_over(figures.model.rules[rule_id], figures.model, values):
        if any(key in figures.amounts for key in equation.terms):
            yield equation
