"""Groups: a board with one subsidiary, and the consolidated figures of both."""

from __future__ import annotations

from .draw import Draw
from .figures import FLOWS, STOCKS, Figures, cash_flow, close_books, simulate, total_up

OWN = ("GeneralReserve", "DesignatedReserve", "DesignatedFund", "ResultForTheYear")


def entity(draw: Draw, sector: str, size: float, before: bool) -> Figures:
    """The figures of a board without a group."""
    fig = simulate(draw, sector, size)
    close_books(fig, draw.sub("close"), size, before)
    return fig


def with_subsidiary(draw: Draw, sector: str, size: float, before: bool) -> tuple[Figures, Figures]:
    """The separate and the consolidated figures of a board with a subsidiary."""
    small = size * draw.between(0.01, 0.08)
    sub = simulate(draw.sub("subsidiary"), "company", small)
    total_up(sub)
    taxed = draw.chance(0.6)
    for p in (*FLOWS, "budget"):
        sub.put("IncomeTaxExpense", p, int(max(0, sub.get("ResultBeforeTax", p)) * 0.19) if taxed else 0)
    close_books(sub, draw.sub("close subsidiary"), small, False)
    own = simulate(draw.sub("parent"), sector, size)
    share = 1.0 if draw.chance(0.7) else draw.pick((0.51, 0.6, 0.75, 0.8, 0.9))
    stand = int(sub.get("Equity", "T-2") * share)
    own.put("~Participations", "T-2", stand)
    for p in FLOWS:
        part = int(sub.get("NetResultAfterTax", p) * share)
        own.put("ShareInResultsParticipatingInterests", p, part)
        own.put("~Participations.share", p, part)
        stand += part
        own.put("~Participations", p, stand)
    close_books(own, draw.sub("close parent"), size, before)
    return own, merge(own, sub, draw)


def merge(own: Figures, sub: Figures, draw: Draw) -> Figures:
    """The consolidated figures."""
    both = Figures(own.sector)
    for (line, period), value in own.amounts.items():
        both.put(line, period, value)
    for (line, period), value in sub.amounts.items():
        if not line.startswith(OWN):
            both.add(line, period, value)
    for p in STOCKS:
        both.put("~Participations", p, 0)
        both.put("~Participations.share", p, 0)
        both.put("NoncontrollingInterest", p, sub.get("Equity", p) - own.get("~Participations", p))
    for p in (*FLOWS, "budget"):
        both.put("ShareInResultsParticipatingInterests", p, 0)
        third = sub.get("NetResultAfterTax", p) - own.get("ShareInResultsParticipatingInterests", p)
        both.put("ResultAttributableNoncontrollingInterest", p, third if p in FLOWS else 0)
        rent = min(own.get("IncomeRentingFacilities", p), sub.get("~Rent", p)) // 2
        both.add("IncomeRentingFacilities", p, -rent)
        both.add("~Rent", p, -rent)
    total_up(both)
    cash_flow(both)
    return both


def check(fig: Figures) -> list[str]:
    """What does not tie in a set of figures; nothing when all is well."""
    wrong = []
    for p in STOCKS:
        if fig.get("Assets", p) != fig.get("EquityAndLiabilities", p):
            wrong.append(f"balance {p}")
        if fig.get("CashAndCashEquivalents", p) != fig.get("~CashEnd", p):
            wrong.append(f"cash stand {p}")
    for p, old in (("T", "T-1"), ("T-1", "T-2")):
        if fig.get("NetCashFlows", p) != fig.get("~CashEnd", p) - fig.get("~CashEnd", old):
            wrong.append(f"cash flow {p}")
        result = fig.get("NetResultAfterTax", p)
        if not fig.get("ResultForTheYear", "T") and fig.get("Equity", p) - fig.get("Equity", old) != result:
            wrong.append(f"equity {p}")
        if not fig.get("ResultForTheYear", "T") and not fig.get("ResultForTheYear", "T-1"):
            moved = sum(v for (line, q), v in fig.amounts.items() if q == p and line.endswith(".result"))
            if moved != result:
                wrong.append(f"result allocation {p}")
    return wrong
