"""One statement beside another: what income statement, cash flow and movements all say must be one amount."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import Final

from xbrl_pipeline.model.facts import FactKey
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.parts import Need
from xbrl_pipeline.validation.equations import Equation
from xbrl_pipeline.validation.plausibility.columns import Figures, StatementColumn
from xbrl_pipeline.validation.plausibility.lines import EITHER_SIGN, EXPENSES, IMPAIRMENTS, OUTFLOWS, RESULTS
from xbrl_pipeline.validation.plausibility.registry import MODELS, OWN, SUBTRACTED, Oddity, rule

_APART: Final = Decimal(80)  # no board has so much more in one statement than in the other
_USUAL: Final = Decimal("0.02")  # of one statement's total to the other's, once both are in euros
_NAMED: Final = 3


@rule("parts_empty", Severity.INFO, "Regeling jaarverslaggeving onderwijs, RJ 660, WNT")
def parts_empty(figures: Figures) -> Iterator[Oddity]:
    """Say which parts that every board has are wholly empty; nothing where the report names no sector."""
    wanted = (Need.REQUIRED, Need.EXPECTED)
    gaps = [part for part in figures.complete if part.empty and part.need in wanted] if figures.sector else []
    if gaps:
        titles = tuple(part.title for part in gaps)
        more = ("\u2026",) if len(titles) > _NAMED else ()
        yield Oddity((), {"count": len(gaps), "parts": (*titles[:_NAMED], *more)})


class Tie:
    """An amount of one statement, and those of another that must come to the same."""

    def __init__(self, one: FactKey, *others: FactKey) -> None:
        self.one, self.others = one, others

    @property
    def equation(self) -> Equation:
        """The tie as an equation that a culprit must make hold."""
        return Equation("tie", {self.one: 1, **dict.fromkeys(self.others, -1)})


@rule("result_equity", Severity.WARNING, MODELS, ties=True)
def result_equity(figures: Figures) -> Iterator[Oddity]:
    """Say that the result is not what the movement of equity says that was added."""
    return _broken(figures, _results_added(figures))


def _results_added(figures: Figures) -> Iterator[Tie]:
    for column in _realised(figures):
        result = _first(figures, column, "NetResultAfterTax", "ResultAfterTax")
        added = figures.key(column, "EquityResultAllocation")
        if result is not None and added is not None:
            yield Tie(result, added)


@rule("result_cash_flow", Severity.WARNING, MODELS, ties=True)
def result_cash_flow(figures: Figures) -> Iterator[Oddity]:
    """Say that the cash flow begins with an amount that is no result of the income statement."""
    return _broken(figures, _beginnings(figures))


def _beginnings(figures: Figures) -> Iterator[Tie]:
    for column in _realised(figures):
        begins = figures.key(column, "OperatingResultCashFlow")
        results = [key for line in RESULTS if (key := figures.key(column, line)) is not None]
        if begins is not None and results:
            same = (key for key in results if figures.amounts[key] == figures.amounts[begins])
            yield Tie(next(same, results[0]), begins)


@rule("depreciation", Severity.WARNING, MODELS, ties=True)
def depreciation(figures: Figures) -> Iterator[Oddity]:
    """Say that the cash flow or the movement of fixed assets has another depreciation than the income statement."""
    return _broken(figures, _depreciations(figures))


def _depreciations(figures: Figures) -> Iterator[Tie]:
    """Give what must be one amount; what is apart by impairments alone is left out: boards put them in or do not."""
    for column in _realised(figures):
        costs = figures.key(column, "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets")
        if costs is None:
            continue
        lines = ("PropertyPlantEquipmentDepreciation", "IntangibleAssetsAmortisation")
        moved = tuple(key for line in lines if (key := figures.key(column, line)) is not None)
        told_apart = figures.key(column, "DepreciationPropertyPlantEquipment") is not None  # the taxonomy's own rule
        corrected = figures.key(column, "AdjustmentsDepreciationAndAmortisationExpense")
        allowed = _with_impairments(figures, column, figures.amounts[costs]) - {figures.amounts[costs]}
        ties = ((corrected,) if corrected is not None else (), () if told_apart else moved)
        for others in ties:
            if others and sum(figures.amounts[key] for key in others) not in allowed:
                yield Tie(costs, *others)


def _with_impairments(figures: Figures, column: StatementColumn, amount: Decimal) -> set[Decimal]:
    """Return what depreciation comes to with and without impairments: boards do either."""
    extra = [each for line in IMPAIRMENTS if (each := figures.amount(column, line))]
    sums = (sum(some, Decimal(0)) for size in range(len(extra) + 1) for some in combinations(extra, size))
    return {amount + each for each in sums}


@rule("subtracted", Severity.WARNING, SUBTRACTED)
def subtracted(figures: Figures) -> Iterator[Oddity]:
    """Say that a line which is subtracted is negative, so that it is added."""
    lines = figures.subtracted - {*EITHER_SIGN, *OUTFLOWS, *EXPENSES}
    for key, amount in figures.amounts.items():
        if key.concept.local in lines and amount < 0:
            yield Oddity((key,), {"value": amount, "turned": -amount})


@rule("budget_empty", Severity.WARNING, "RJ 660.301")
def budget_empty(figures: Figures) -> Iterator[Oddity]:
    """Say that nobody filled in the column for the budget of the reporting year."""
    for statement in figures.statements:
        actual = figures.keys.get(StatementColumn(statement, figures.year), {})
        budget = [
            key for key in figures.empty if figures.column(key) == StatementColumn(statement, figures.year, budget=True)
        ]
        lines = {key.concept.local: key for key in budget}
        gaps = tuple(lines[line] for line in actual if line in lines)
        if gaps and StatementColumn(statement, figures.year, budget=True) not in figures.keys:
            yield Oddity((), {"count": len(budget)}, missing=gaps[:_NAMED])


@rule("statement_scale", Severity.WARNING, OWN)
def statement_scale(figures: Figures) -> Iterator[Oddity]:
    """Say that one statement is in thousands and another in euros."""
    told: set[str] = set()
    for column in sorted(_realised(figures), key=lambda each: -each.year):
        balance, income = figures.key(column, "Assets"), figures.key(column, "Income")
        if balance is None or income is None:
            continue
        small, large = sorted((balance, income), key=lambda key: abs(figures.amounts[key]))
        if figures.amounts[small] <= 0 or figures.amounts[large] < _APART * figures.amounts[small]:
            continue
        share = 1000 * figures.amounts[small] / figures.amounts[large]
        if _USUAL <= share <= 1 / _USUAL and column.statement not in told:
            told.add(column.statement)
            params = {"value": figures.amounts[small], "other": large.concept, "amount": figures.amounts[large]}
            yield Oddity((small, large), params, detail="balance" if small == balance else "income")


def _realised(figures: Figures) -> list[StatementColumn]:
    return [column for column in figures.keys if not column.budget]


def _first(figures: Figures, column: StatementColumn, *lines: str) -> FactKey | None:
    return next((key for line in lines if (key := figures.key(column, line)) is not None), None)


def ties(figures: Figures) -> list[Equation]:
    """Return what two statements must have in common, as equations; those that hold too."""
    found = (*_results_added(figures), *_beginnings(figures), *_depreciations(figures))
    return [tie.equation for tie in found]


def _broken(figures: Figures, found: Iterable[Tie]) -> Iterator[Oddity]:
    for tie in found:
        value = figures.amounts[tie.one]
        amount = sum((figures.amounts[key] for key in tie.others), Decimal(0))
        if value != amount:
            params = {"value": value, "other": tie.others[0].concept, "amount": amount, "difference": value - amount}
            yield Oddity((tie.one, *tie.others), params, equation=tie.equation)
