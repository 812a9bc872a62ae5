"""Figures that stand in two statements prove that columns and scales are read rightly, or that they cannot be."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from xbrl_pipeline.mapping.recognise.propose import Seen

# line and column in one statement, line and column in another, that are the same amount
_SAME: Final = (
    ("CashAndCashEquivalents", "current", "CashAndCashEquivalentsCashFlow", "current"),
    ("CashAndCashEquivalents", "previous", "CashAndCashEquivalentsCashFlow", "previous"),
    ("CashAndCashEquivalents", "previous", "CashAndCashEquivalentsCashFlow@start", "current"),
    ("Equity", "current", "Equity", "current"),
    ("Equity", "previous", "Equity", "previous"),
    ("Equity", "previous", "Equity@start", "current"),
    ("BalanceIncomeAndExpenses", "current", "OperatingResultCashFlow", "current"),
    ("BalanceIncomeAndExpenses", "previous", "OperatingResultCashFlow", "previous"),
    ("NetResultAfterTax", "current", "EquityResultAllocation", "current"),
    ("NetResultAfterTax", "previous", "EquityResultAllocation", "previous"),
    ("Assets", "current", "EquityAndLiabilities", "current"),
    ("Assets", "previous", "EquityAndLiabilities", "previous"),
)
_OTHER: Final = {"current": "previous", "previous": "current"}
_SCALES: Final = (Decimal(1000), Decimal(1) / 1000)
Figures = dict[tuple[str, str], Decimal]


def swapped(seen: Sequence["Seen"]) -> list["Seen"]:
    """Mark blocks whose years or scales contradict one another: figures that agree only when one is read otherwise."""
    troubles: dict[int, str] = {}
    figures = [_figures(item) for item in seen]
    for one, item in enumerate(seen):
        for two, other in enumerate(seen):
            if one != two and item.kind == other.kind:
                trouble = _trouble(figures[one], figures[two], max(item.scale, other.scale))
                if trouble:
                    troubles[one] = troubles[two] = trouble
    return [replace(item, trouble=item.trouble or troubles.get(place, "")) for place, item in enumerate(seen)]


def _figures(item: "Seen") -> Figures:
    from xbrl_pipeline.mapping.recognise.propose import figures_of  # noqa: PLC0415 - they need one another

    return figures_of(item)


def _trouble(one: Figures, two: Figures, scale: int) -> str:
    pairs = [(one[a, b], two, c, d) for a, b, c, d in _SAME if one.get((a, b))]
    slack = Decimal(scale) / 2 if scale > 1 else Decimal(0)
    straight = [abs(value - two[c, d]) <= slack for value, two, c, d in pairs if (c, d) in two]
    if not straight or any(straight):
        return ""
    crossed = [abs(value - two[c, _OTHER[d]]) <= slack for value, two, c, d in pairs if (c, _OTHER[d]) in two]
    if any(crossed):
        return "swapped"
    scaled = [value * times == two[c, d] for value, two, c, d in pairs if (c, d) in two for times in _SCALES]
    near = [
        abs(value * times - two[c, d]) <= max(times, Decimal(1)) / 2
        for value, two, c, d in pairs
        if (c, d) in two
        for times in _SCALES
    ]
    return "scale_differs" if any(scaled) or any(near) else ""
