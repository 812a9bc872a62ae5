"""Column heads: the shape of a head style, and the filling in of years and dates."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from . import YEAR
from .grid import Value

Lines = tuple[str, ...]
OFFSET = {"T": 0, "T-1": -1, "T-2": -2, "budget": 0, "T+1": 1, "T+2": 2, "T+3": 3, "budget+1": 1}


@dataclass(frozen=True)
class HeadStyle:
    """Head rows (top to bottom) of balance columns, columns of a year, and budget columns.

    {y} is the year, {yy} its last two digits, {p} the year before; a template `#` is the year as a number,
    `@` the last day of the year as a date.
    """

    stock: Lines
    flow: Lines
    budget: Lines
    stock_prior: Lines | None = None
    flow_prior: Lines | None = None
    merge: bool = False
    form: str = "dd-mm-yyyy"
    kind: str = "text"

    def lines(self, period: str, stock: bool) -> Lines:
        """The templates for a column."""
        if period.startswith("budget"):
            return self.budget
        if stock:
            return self.stock_prior if period == "T-1" and self.stock_prior else self.stock
        return self.flow_prior if period == "T-1" and self.flow_prior else self.flow


def year_of(period: str) -> int:
    """The calendar year of a period."""
    return YEAR + OFFSET[period]


def fill(template: str, period: str) -> Value:
    """A head text, year or date."""
    year = year_of(period)
    if template == "#":
        return year
    if template == "@":
        return date(year, 12, 31)
    return template.format(y=year, yy=f"{year % 100:02d}", p=year - 1)
