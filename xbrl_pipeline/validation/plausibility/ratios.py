"""The ratios by which the Inspectie van het Onderwijs and boards themselves look at annual accounts."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ratios import Ratio, RatioPoint
from xbrl_pipeline.validation.plausibility.columns import Column, Figures
from xbrl_pipeline.validation.plausibility.registry import Oddity, rule

_REPORT: Final = "https://rijksfinancien.nl/jaarverslag/2017/VIII/onderdeel/d17e78989"
_BOARD: Final = "https://surplus.jaarverslag-2016.nl/p749/financiele-kengetallen"
_EXCESS: Final = "Inspectie van het Onderwijs, signaleringswaarde mogelijk bovenmatig publiek eigen vermogen (2020)"
_EQUITY: Final = ("EquityGroup", "Equity")
_PLACES: Final = Decimal("0.0001")
_COST_OF_BOOK: Final = 2  # buildings that are half worn cost twice their book value: used where their cost is not known


@dataclass(frozen=True, slots=True)
class _Formula:
    """How a ratio is worked out; what it is called and judged by."""

    code: str
    parts: Callable[[Figures, Column], tuple[Decimal | None, Decimal | None]]
    source: str
    low: Decimal | None = None
    high: Decimal | None = None
    percentage: bool = True


def _solvency(figures: Figures, column: Column) -> tuple[Decimal | None, Decimal | None]:
    equity, provisions = figures.first(column, *_EQUITY), figures.amount(column, "Provisions")
    own = None if equity is None else equity + (provisions or 0)
    return own, figures.amount(column, "EquityAndLiabilities")


def _liquidity(figures: Figures, column: Column) -> tuple[Decimal | None, Decimal | None]:
    return figures.amount(column, "AssetsCurrent"), figures.amount(column, "LiabilitiesCurrent")


def _income(figures: Figures, column: Column) -> Decimal | None:
    income = figures.amount(column, "Income")
    return None if income is None else income + figures.total(column, "InterestIncomeRelatedIncome")


def _profitability(figures: Figures, column: Column) -> tuple[Decimal | None, Decimal | None]:
    return figures.first(column, "NetResultAfterTax", "ResultAfterTax", "ResultBeforeTax"), _income(figures, column)


def _resilience(figures: Figures, column: Column) -> tuple[Decimal | None, Decimal | None]:
    return figures.first(column, *_EQUITY), figures.amount(column, "Income")


def _housing(figures: Figures, column: Column) -> tuple[Decimal | None, Decimal | None]:
    costs = figures.amount(column, "AccommodationCosts")
    buildings = figures.total(column, "DepreciationLandAndBuildings", "DepreciationBuildings")
    expenses = figures.amount(column, "Expenses")
    financial = figures.total(column, "InterestExpensesRelatedExpenses")
    return None if costs is None else costs + buildings, None if expenses is None else expenses + financial


def _excess(figures: Figures, column: Column) -> tuple[Decimal | None, Decimal | None]:
    """Return public equity and what the Inspectie calls normal for a board of this size and these buildings."""
    equity, income = figures.first(column, *_EQUITY), figures.amount(column, "Income")
    buildings = figures.broken_down("PropertyPlantEquipmentCostPrice", "LandAndBuildingsMember")
    if equity is None or income is None or column.budget:
        return None, None
    private = figures.total(column, "DesignatedReservePrivate", "DesignatedFundPrivate")
    book = figures.total(column, "LandAndBuildings")
    rest = figures.total(column, "PropertyPlantEquipment") - book
    known = buildings if buildings is not None and column.year == figures.year else _COST_OF_BOOK * book
    normal = Decimal("0.5") * Decimal("1.27") * known + rest + _buffer(income)
    return equity - private, normal


def _buffer(income: Decimal) -> Decimal:
    """Return 5 % of the income from 12 million on, up to 10 % at 3 million, and 300,000 at least."""
    small, large = Decimal(3_000_000), Decimal(12_000_000)
    slope = min(Decimal(1), max(Decimal(0), (large - income) / (large - small)))
    return max(Decimal(300_000), income * (Decimal("0.05") + Decimal("0.05") * slope))


FORMULAS: Final = (
    _Formula("solvency", _solvency, _REPORT, low=Decimal("0.30")),
    _Formula("liquidity", _liquidity, _REPORT, low=Decimal("0.5"), high=Decimal("1.5"), percentage=False),
    _Formula("profitability", _profitability, _BOARD),
    _Formula("resilience", _resilience, _BOARD, low=Decimal("0.05")),
    _Formula("housing", _housing, _REPORT, high=Decimal("0.10")),
    _Formula("excess", _excess, _EXCESS, high=Decimal(1)),
)


def measure(figures: Figures) -> tuple[Ratio, ...]:
    """Return every ratio for which at least one column has the amounts."""
    ratios = (_ratio(formula, statement, figures) for statement in figures.statements for formula in FORMULAS)
    return tuple(ratio for ratio in ratios if any(point.value is not None for point in ratio.points))


def _ratio(formula: _Formula, statement: str, figures: Figures) -> Ratio:
    points = [RatioPoint(each.year, each.budget, _value(formula, figures, each)) for each in figures.columns(statement)]
    used = tuple(point for point in points if point.value is not None)
    return Ratio(formula.code, statement, used, formula.source, formula.low, formula.high, formula.percentage)


def _value(formula: _Formula, figures: Figures, column: Column) -> Decimal | None:
    above, below = formula.parts(figures, column)
    if above is None or below is None or below <= 0:
        return None
    return (above / below).quantize(_PLACES)


_LINES: Final = {
    "solvency": (*_EQUITY, "Provisions", "EquityAndLiabilities"),
    "liquidity": ("AssetsCurrent", "LiabilitiesCurrent"),
    "profitability": ("NetResultAfterTax", "Income"),
    "resilience": (*_EQUITY, "Income"),
    "housing": ("AccommodationCosts", "Expenses"),
    "excess": (*_EQUITY, "PropertyPlantEquipment", "LandAndBuildings", "Income"),
}


def _beyond(figures: Figures, code: str, *, above: bool) -> Iterator[Oddity]:
    """Give each column in which a ratio is beyond its signal value."""
    for ratio in (each for each in measure(figures) if each.code == code):
        limit = ratio.high if above else ratio.low
        if limit is not None:
            yield from (_oddity(figures, ratio, point, limit) for point in _last(ratio, limit, above=above))


def _last(ratio: Ratio, limit: Decimal, *, above: bool) -> tuple[RatioPoint, ...]:
    """Return the last year beyond a limit, and the last budget: earlier ones say the same."""
    beyond = [
        point
        for point in ratio.points
        if point.value is not None and (point.value > limit if above else point.value < limit)
    ]
    last = {point.budget: point for point in beyond}
    return tuple(last.values())


def _oddity(figures: Figures, ratio: Ratio, point: RatioPoint, limit: Decimal) -> Oddity:
    column = Column(ratio.statement, point.year, point.budget)
    found = (figures.key(column, line) for line in _LINES[ratio.code])
    params = {"value": shown(point.value or Decimal(0), ratio), "limit": shown(limit, ratio)}
    return Oddity(tuple(key for key in found if key is not None), params)


def shown(value: Decimal, ratio: Ratio) -> Decimal:
    """Return a ratio as people write it: a percentage with one decimal, or a number with two."""
    return (value * 100).quantize(Decimal("0.1")) if ratio.percentage else value.quantize(Decimal("0.01"))


@rule("solvency", Severity.WARNING, _REPORT)
def solvency(figures: Figures) -> Iterator[Oddity]:
    """Say that equity and provisions are less than 30 % of the balance total (solvabiliteit 2)."""
    return _beyond(figures, "solvency", above=False)


@rule("liquidity_low", Severity.WARNING, _REPORT)
def liquidity_low(figures: Figures) -> Iterator[Oddity]:
    """Say that current assets are less than half of current liabilities."""
    return _beyond(figures, "liquidity", above=False)


@rule("liquidity_high", Severity.INFO, _REPORT)
def liquidity_high(figures: Figures) -> Iterator[Oddity]:
    """Say that current assets are more than one and a half times current liabilities: common in primary education."""
    return _beyond(figures, "liquidity", above=True)


@rule("profitability", Severity.INFO, _BOARD)
def profitability(figures: Figures) -> Iterator[Oddity]:
    """Say that the result is negative in the reporting year and the year before: there is no published signal value."""
    for ratio in (each for each in measure(figures) if each.code == "profitability"):
        realised = {point.year: point for point in ratio.points if not point.budget and point.value is not None}
        now, before = realised.get(figures.year), realised.get(figures.year - 1)
        if now is not None and before is not None and (now.value or 0) < 0 and (before.value or 0) < 0:
            oddity = _oddity(figures, ratio, now, before.value or Decimal(0))
            yield Oddity(oddity.keys, {"value": oddity.params["value"], "before": oddity.params["limit"]})


@rule("resilience", Severity.WARNING, _BOARD)
def resilience(figures: Figures) -> Iterator[Oddity]:
    """Say that equity is less than 5 % of the income (weerstandsvermogen)."""
    return _beyond(figures, "resilience", above=False)


@rule("housing", Severity.INFO, _REPORT)
def housing(figures: Figures) -> Iterator[Oddity]:
    """Say that housing takes more than 10 % of the expenses: common in boards that own their buildings."""
    return _beyond(figures, "housing", above=True)


@rule("excess_equity", Severity.INFO, _EXCESS)
def excess_equity(figures: Figures) -> Iterator[Oddity]:
    """Say that public equity is above what the Inspectie calls normal; the board explains it in its annual report."""
    for ratio in (each for each in measure(figures) if each.code == "excess"):
        for point in ratio.points:
            if point.year == figures.year and point.value is not None and point.value > 1:
                column = Column(ratio.statement, point.year)
                public, normal = _excess(figures, column)
                oddity = _oddity(figures, ratio, point, Decimal(1))
                params = {"public": _whole(public), "normal": _whole(normal)}
                known = figures.broken_down("PropertyPlantEquipmentCostPrice", "LandAndBuildingsMember") is not None
                yield Oddity(oddity.keys, params, detail="" if known else "estimated")


def _whole(value: Decimal | None) -> Decimal:
    return (value or Decimal(0)).quantize(Decimal(1))
