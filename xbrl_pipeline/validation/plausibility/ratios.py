"""The ratios by which the Inspectie van het Onderwijs and boards themselves look at annual accounts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import Final

from xbrl_pipeline.dated import DatedRow
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ratios import Ratio, RatioPoint
from xbrl_pipeline.validation.plausibility.columns import Figures, StatementColumn
from xbrl_pipeline.validation.plausibility.registry import COMMON, Oddity, rule
from xbrl_pipeline.validation.plausibility.signals import (
    PUBLIC_EQUITY,
    SIGNALS,
    equity_formula,
    named_source,
    normal_equity,
    signal_of,
)

# where the formulas come from; the values they are held against have sources of their own
_REPORT: Final = "https://rijksfinancien.nl/jaarverslag/2017/VIII/onderdeel/d17e78989"
_LATER_REPORT: Final = "https://www.rijksfinancien.nl/jaarverslag/2020/VIII/onderdeel/846833"
_EQUITY: Final = ("EquityGroup", "Equity")
_PLACES: Final = Decimal("0.0001")
_COST_OF_BOOK: Final = 2  # buildings that are half worn cost twice their book value: used where their cost is not known


@dataclass(frozen=True, slots=True)
class _Formula:
    """How a ratio is worked out, and what it is called."""

    code: str
    parts: Callable[[Figures, StatementColumn], tuple[Decimal | None, Decimal | None]]
    source: str
    percentage: bool = True


def _solvency(figures: Figures, column: StatementColumn) -> tuple[Decimal | None, Decimal | None]:
    equity, provisions = figures.first(column, *_EQUITY), figures.amount(column, "Provisions")
    own = None if equity is None else equity + (provisions or 0)
    return own, figures.amount(column, "EquityAndLiabilities")


def _liquidity(figures: Figures, column: StatementColumn) -> tuple[Decimal | None, Decimal | None]:
    return figures.amount(column, "AssetsCurrent"), figures.amount(column, "LiabilitiesCurrent")


def _income(figures: Figures, column: StatementColumn) -> Decimal | None:
    income = figures.amount(column, "Income")
    return None if income is None else income + figures.total(column, "InterestIncomeRelatedIncome")


def _profitability(figures: Figures, column: StatementColumn) -> tuple[Decimal | None, Decimal | None]:
    return figures.first(column, "NetResultAfterTax", "ResultAfterTax", "ResultBeforeTax"), _income(figures, column)


def _resilience(figures: Figures, column: StatementColumn) -> tuple[Decimal | None, Decimal | None]:
    return figures.first(column, *_EQUITY), figures.amount(column, "Income")


def _housing(figures: Figures, column: StatementColumn) -> tuple[Decimal | None, Decimal | None]:
    costs = figures.amount(column, "AccommodationCosts")
    buildings = figures.total(column, "DepreciationLandAndBuildings", "DepreciationBuildings")
    expenses = figures.amount(column, "Expenses")
    financial = figures.total(column, "InterestExpensesRelatedExpenses")
    return None if costs is None else costs + buildings, None if expenses is None else expenses + financial


def _excess(figures: Figures, column: StatementColumn) -> tuple[Decimal | None, Decimal | None]:
    """Return public equity and what is normal for this board. The Inspectie takes the separate accounts."""
    row = equity_formula(figures)
    equity, income = figures.first(column, *_EQUITY), figures.amount(column, "Income")
    if row is None or equity is None or income is None or column.budget or column.statement == "consolidated":
        return None, None
    private = figures.total(column, "DesignatedReservePrivate", "DesignatedFundPrivate")
    book = figures.total(column, "LandAndBuildings")
    rest = figures.total(column, "PropertyPlantEquipment") - book
    cost = _cost_of_buildings(figures) if column.year == figures.year else None
    return equity - private, normal_equity(row, income, _COST_OF_BOOK * book if cost is None else cost, rest)


def _cost_of_buildings(figures: Figures) -> Decimal | None:
    return figures.broken_down("PropertyPlantEquipmentCostPrice", "LandAndBuildingsMember")


FORMULAS: Final = (
    _Formula("solvency", _solvency, _REPORT),
    _Formula("liquidity", _liquidity, _REPORT, percentage=False),
    _Formula("profitability", _profitability, _LATER_REPORT),
    _Formula("resilience", _resilience, COMMON),
    _Formula("housing", _housing, _REPORT),
    _Formula("excess", _excess, PUBLIC_EQUITY),
)


def measure(figures: Figures) -> tuple[Ratio, ...]:
    """Return every ratio for which at least one column has the amounts."""
    ratios = (_ratio(formula, statement, figures) for statement in figures.statements for formula in FORMULAS)
    return tuple(ratio for ratio in ratios if any(point.value is not None for point in ratio.points))


def _ratio(formula: _Formula, statement: str, figures: Figures) -> Ratio:
    points = [RatioPoint(each.year, each.budget, _value(formula, figures, each)) for each in figures.columns(statement)]
    used = tuple(point for point in points if point.value is not None)
    row, low, high = _limits(formula, statement, figures)
    if row is None or low is high is None:
        told = messages(figures.lang).show(formula.source)
        return Ratio(formula.code, statement, used, told, percentage=formula.percentage)
    owner, source = row.values["owner"], named_source(row)
    return Ratio(formula.code, statement, used, source, low, high, formula.percentage, owner, row.first)


def _limits(
    formula: _Formula, statement: str, figures: Figures
) -> tuple[DatedRow | None, Decimal | None, Decimal | None]:
    """Return the values that a ratio is held against, and the row they come from."""
    if formula.code == "excess":
        return equity_formula(figures), None, Decimal(1)
    row = signal_of(formula.code, figures, statement)
    return (None, None, None) if row is None else (row, row.number("low"), row.number("high"))


def _value(formula: _Formula, figures: Figures, column: StatementColumn) -> Decimal | None:
    above, below = formula.parts(figures, column)
    if above is None or below is None or below <= 0:
        return None
    return (above / below).quantize(_PLACES)


_LINES: Final = {
    "solvency": (*_EQUITY, "Provisions", "EquityAndLiabilities"),
    "liquidity": ("AssetsCurrent", "LiabilitiesCurrent"),
    "excess": (*_EQUITY, "PropertyPlantEquipment", "LandAndBuildings", "Income"),
}


def _below(figures: Figures, code: str) -> Iterator[Oddity]:
    """Give the reporting year and the last budget in which a ratio is below its signal value."""
    for ratio in (found for found in measure(figures) if found.code == code):
        if ratio.low is not None:
            yield from (_below_limit(figures, ratio, each, ratio.low) for each in _last(figures, ratio, ratio.low))


def _last(figures: Figures, ratio: Ratio, limit: Decimal) -> tuple[RatioPoint, ...]:
    """Return the points to tell: earlier years were judged by values of their own, earlier budgets say the same."""
    judged = (point for point in ratio.points if point.budget or point.year == figures.year)
    beyond = [point for point in judged if _exact(figures, ratio, point) < limit]
    last = {point.budget: point for point in beyond}
    return tuple(last.values())


def _exact(figures: Figures, ratio: Ratio, point: RatioPoint) -> Decimal:
    """Return a ratio before it is rounded: 1.49999 is less than 1.5."""
    formula = next(each for each in FORMULAS if each.code == ratio.code)
    above, below = formula.parts(figures, StatementColumn(ratio.statement, point.year, point.budget))
    return (above or Decimal(0)) / (below or Decimal(1))


def _below_limit(figures: Figures, ratio: Ratio, point: RatioPoint, limit: Decimal) -> Oddity:
    value = shown(_exact(figures, ratio, point), ratio)
    said = {"value": value, "limit": shown(limit, ratio), **_said(figures, ratio)}
    return Oddity(_keys(figures, ratio, point), said)


def _keys(figures: Figures, ratio: Ratio, point: RatioPoint) -> tuple[FactKey, ...]:
    column = StatementColumn(ratio.statement, point.year, point.budget)
    found = (figures.key(column, line) for line in _LINES[ratio.code])
    return tuple(key for key in found if key is not None)


def _said(figures: Figures, ratio: Ratio) -> dict[str, object]:
    """Return whose value a ratio is held against, since when, and for boards of which income."""
    income = figures.amount(StatementColumn(ratio.statement, figures.year), "Income")
    return {"owner": ratio.owner, "since": str(ratio.since), "source": ratio.source, "income": income}


def shown(value: Decimal, ratio: Ratio) -> Decimal:
    """Return a ratio as people write it, a percentage with one decimal or a number with two.

    It is rounded down, so that what is below a limit is so in words too.
    """
    if ratio.percentage:
        return (value * 100).quantize(Decimal("0.1"), ROUND_FLOOR)
    return value.quantize(Decimal("0.01"), ROUND_FLOOR)


@rule("solvency", Severity.WARNING, SIGNALS)
def solvency(figures: Figures) -> Iterator[Oddity]:
    """Say that equity and provisions are too small a part of the balance total (solvabiliteit 2)."""
    return _below(figures, "solvency")


@rule("liquidity_low", Severity.WARNING, SIGNALS)
def liquidity_low(figures: Figures) -> Iterator[Oddity]:
    """Say that current assets are too little for the current liabilities of a board of this size."""
    return _below(figures, "liquidity")


@rule("cash", Severity.WARNING, SIGNALS)
def cash(figures: Figures) -> Iterator[Oddity]:
    """Say that there is less cash at the end of the year than any board of this sector should have."""
    for statement in figures.statements:
        key = figures.key(StatementColumn(statement, figures.year), "CashAndCashEquivalents")
        row = signal_of("cash", figures, statement)
        least = None if row is None else row.number("low")
        if key is not None and row is not None and least is not None and figures.amounts[key] < least:
            said = {"value": figures.amounts[key], "limit": least, "sector": figures.kind_of_board.lower()}
            said |= {"owner": row.values["owner"], "since": str(row.first), "source": named_source(row)}
            yield Oddity((key,), said)


@rule("excess_equity", Severity.INFO, PUBLIC_EQUITY)
def excess_equity(figures: Figures) -> Iterator[Oddity]:
    """Say that public equity is above what the Inspectie calls normal; the board explains it in its annual report."""
    for ratio in (each for each in measure(figures) if each.code == "excess"):
        for point in ratio.points:
            public, normal = _excess(figures, StatementColumn(ratio.statement, point.year, point.budget))
            if point.year != figures.year or public is None or normal is None or public <= normal:
                continue
            said = {"public": public.quantize(Decimal(1)), "normal": normal.quantize(Decimal(1))}
            detail = "estimated" if _is_estimated(figures) else ""
            yield Oddity(_keys(figures, ratio, point), said | _said(figures, ratio), detail=detail)


def _is_estimated(figures: Figures) -> bool:
    """Tell whether the cost of buildings is asked for and not known."""
    row = equity_formula(figures)
    return row is not None and row.number("building_share") is not None and _cost_of_buildings(figures) is None
