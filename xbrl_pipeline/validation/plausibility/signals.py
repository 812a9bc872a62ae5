"""The values beyond which a supervisor looks, by what a board is: from the dated tables, never from here."""

import operator
from decimal import Decimal
from typing import Final

from xbrl_pipeline.dated import DatedRow, in_force
from xbrl_pipeline.messages import day
from xbrl_pipeline.validation.plausibility.columns import Figures, StatementColumn

SIGNALS: Final = "Inspectie van het Onderwijs, signaleringswaarden"
PUBLIC_EQUITY: Final = "Inspectie van het Onderwijs, publiek eigen vermogen"
_COMPARISONS: Final = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}


def signal_of(what: str, figures: Figures, statement: str) -> DatedRow | None:
    """Return what holds for a ratio in the accounts of this year, by sector and total income of the board."""
    income = figures.amount(StatementColumn(statement, figures.year), "Income")
    rows = [row for row in in_force("signals", figures.year) if row.what == what]
    return _for_sector([row for row in rows if _has_size(row.values["income"], income)], figures)


def equity_formula(figures: Figures) -> DatedRow | None:
    """Return the factors by which public equity is called normal in the accounts of this year."""
    return _for_sector(list(in_force("public_equity", figures.year)), figures)


def normal_equity(row: DatedRow, income: Decimal, buildings: Decimal, other_assets: Decimal) -> Decimal:
    """Return the public equity that is normal: for buildings at cost, other assets at book value, and risks."""
    share, price, others = (
        row.number(name) or Decimal(0) for name in ("building_share", "building_price", "other_assets")
    )
    risks = max(row.needed("least"), income * _rate(row, income))
    return share * price * buildings + others * other_assets + risks


def named_source(row: DatedRow) -> str:
    """Return where a row comes from, with its date where it bears one."""
    return f"{row.source} ({day(row.published)})" if row.published else row.source


def _rate(row: DatedRow, income: Decimal) -> Decimal:
    """Return the share of the income that is kept for risks: from small boards to large ones it goes down evenly."""
    large = row.needed("rate_large")
    small = row.number("rate_small")
    if small is None:
        return large
    least, most = row.needed("income_small"), row.needed("income_large")
    return large + (small - large) * min(Decimal(1), max(Decimal(0), (most - income) / (most - least)))


def _for_sector(rows: list[DatedRow], figures: Figures) -> DatedRow | None:
    """Return the row that names the board's sector, else the one for all."""
    named = [row for row in rows if figures.kind_of_board in row.values["sectors"].split()]
    return next(iter(named or [row for row in rows if not row.values["sectors"]]), None)


def _has_size(bounds: str, income: Decimal | None) -> bool:
    """Tell whether an income lies within bounds as the table writes them: ``> 12000000 <= 25000000``."""
    if income is None:
        return not bounds
    signs, amounts = bounds.split()[::2], bounds.split()[1::2]
    return all(_COMPARISONS[sign](income, Decimal(amount)) for sign, amount in zip(signs, amounts, strict=True))
