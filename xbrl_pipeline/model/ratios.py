"""Ratios of a report over its columns: what the annual accounts say, before anyone judges it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class RatioPoint:
    """The ratio in one column: a year, realised or budgeted; None where an amount for it is missing."""

    year: int
    budget: bool
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Ratio:
    """One ratio of one statement; ``low`` and ``high`` are the values beyond which a supervisor looks.

    A ratio without either is a figure that nobody judges.
    """

    code: str  # ``ratio.<code>`` names it in the message catalogue
    statement: str  # "separate", "consolidated" or "" where the taxonomy makes no difference
    points: tuple[RatioPoint, ...]  # by year, a budget behind what was realised
    source: str  # of the value beyond which a supervisor looks, else of the formula
    low: Decimal | None = None
    high: Decimal | None = None
    percentage: bool = True
    owner: str = ""  # whose value it is
    since: int | None = None  # the first reporting year it holds for
