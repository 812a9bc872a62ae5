"""Figures beside the accounts: later years, segments and earlier drafts, each consistent in itself."""

from __future__ import annotations

from .draw import Draw
from .figures import FLOWS, STOCKS, Figures, cash_flow, total_up
from .lines import SUMS

CASH_PLUG = "~BankBalances"


def leaves(fig: Figures) -> list[str]:
    """Lines with amounts that are no sums."""
    return sorted({line for line, _ in fig.amounts if line not in SUMS and "." not in line and "split:" not in line})


def ahead(fig: Figures, draw: Draw, years: int) -> list[Figures]:
    """Forecasts for the following years, kept under period T."""
    out = []
    names = leaves(fig)
    last = fig
    for n in range(years):
        growth = draw.between(0.96, 1.05)
        new = Figures(fig.sector)
        for line in names:
            new.put(line, "T", int(last.get(line, "T") * growth * draw.between(0.97, 1.03)))
        total_up(new)
        gap = new.get("EquityAndLiabilities", "T") - new.get("Assets", "T")
        new.add(CASH_PLUG, "T", gap)
        total_up(new)
        out.append(new)
        last = new
        assert n < years
    return out


def segments(fig: Figures, draw: Draw, count: int) -> list[Figures]:
    """The figures split over segments; together they are the whole."""
    out = [Figures(fig.sector) for _ in range(count)]
    base = [draw.between(0.2, 1) for _ in range(count)]
    for line in leaves(fig):
        weights = [w * draw.between(0.8, 1.2) for w in base]
        for p in (*FLOWS, "budget"):
            amount = fig.get(line, p)
            parts = [int(amount * w / sum(weights)) for w in weights[:-1]]
            for seg, value in zip(out, [*parts, amount - sum(parts)], strict=True):
                seg.put(line, p, value)
    for seg in out:
        total_up(seg)
    return out


def draft(fig: Figures, draw: Draw, before: bool) -> Figures:
    """An earlier draft of the year: an expense that was corrected later, with what follows from it."""
    new = Figures(fig.sector, dict(fig.amounts))
    size = fig.get("Income", "T")
    for expense, debt in (
        ("OtherOperationalExpensesOther", "AccrualsOtherCurrent"),
        ("~HiredStaff", "TradePayablesCurrent"),
    ):
        change = int(size * draw.between(0.002, 0.01))
        new.add(expense, "T", change)
        new.add(debt, "T", change)
        new.add("ResultForTheYear" if before else "GeneralReserve", "T", -change)
    for line, _ in list(new.amounts):
        if "split:" in line:
            for p in (*STOCKS, "budget"):
                new.amounts.pop((line, p), None)
    total_up(new)
    cash_flow(new)
    return new
