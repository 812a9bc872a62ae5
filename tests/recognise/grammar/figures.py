"""Consistent figures of one invented board: statements, movements and notes, all tied together."""

from __future__ import annotations

from dataclasses import dataclass, field

from .draw import Draw
from .lines import SUMS
from .profiles import PROFILES, Profile

FLOWS = ("T-1", "T")
STOCKS = ("T-2", "T-1", "T")
BEFORE = {"T": "T-1", "T-1": "T-2"}
ASSET_CLASSES = ("~Development", "~Licences", "~Buildings", "~Equipment", "~OtherTangible")
INTANGIBLE = ("~Development", "~Licences")
PROVISIONS = tuple(part for _, part in SUMS["Provisions"])
RESERVES = tuple(part for _, part in SUMS["Equity"] if part != "ResultForTheYear")
OUTFLOWS = (
    "PurchaseIntangibleAssets",
    "PurchasePropertyPlantEquipment",
    "PurchaseOtherFinancialAssets",
    "RepaymentsBorrowings",
    "InterestPaidClassifiedAsOperatingActivities",
    "~TaxPaid",
)


@dataclass
class Figures:
    """Amounts by line and period, in the board's own unit (whole numbers)."""

    sector: str
    amounts: dict[tuple[str, str], int] = field(default_factory=dict)

    def get(self, line: str, period: str) -> int:
        """The amount of a line in a period; nil when there is none."""
        return self.amounts.get((line, period), 0)

    def put(self, line: str, period: str, value: int) -> None:
        """Set an amount."""
        self.amounts[(line, period)] = value

    def add(self, line: str, period: str, value: int) -> None:
        """Add to an amount."""
        self.amounts[(line, period)] = self.get(line, period) + value

    def has(self, line: str, periods: tuple[str, ...]) -> bool:
        """Whether a line has an amount in one of the periods."""
        return any(self.get(line, p) for p in periods)


def split(draw: Draw, total: int, weights: list[float]) -> list[int]:
    """Whole parts of a total by weights; the last part takes the rounding."""
    weight = sum(weights) or 1.0
    parts = [int(total * w / weight) for w in weights]
    parts[-1] += total - sum(parts)
    return parts


def burden(fig: Figures, period: str) -> int:
    """Expenses that come from movements: depreciation, provisions, interest."""
    lines = ("~AmortisationIntangible", "~DepreciationTangible", "~MaintenanceDotation", "~PersonnelDotations")
    return sum(fig.get(x, period) for x in (*lines, "InterestExpensesRelatedExpenses"))


def operations(fig: Figures, draw: Draw, profile: Profile, size: float) -> None:
    """Income and expense lines by nature for T-1, T and the budget, beside those that come from movements."""
    margin = {"T": draw.between(-0.05, 0.06), "T-1": draw.between(-0.04, 0.05), "budget": draw.between(-0.02, 0.02)}
    level = {"T": size, "T-1": size / (1 + draw.between(-0.03, 0.09)), "budget": size * draw.between(0.93, 1.03)}
    for group, wish in ((profile.income, 0.0), (profile.expense, 1.0)):
        weights = {}
        for line, share, absent in group:
            if not draw.sub(f"absent {line}").chance(absent):
                weights[line] = share * draw.log(0.6, 1.6)
        scale = sum(weights.values())
        for period in (*FLOWS, "budget"):
            for line, w in weights.items():
                base = (level[period] * (1 - wish * margin[period]) - wish * burden(fig, period)) * w / scale
                amount = int(base * draw.between(0.9, 1.1) if w / scale < 0.2 else base * draw.between(0.985, 1.015))
                if w / scale < 0.02 and draw.chance(0.04):
                    amount = 0
                fig.put(line, period, max(0, amount))
    if draw.chance(0.5):
        for period in (*FLOWS, "budget"):
            back = int(level[period] * draw.between(0.0005, 0.006))
            fig.put("~BenefitsReceived", period, back)
            fig.add("~HiredStaff", period, back)


def assets(fig: Figures, draw: Draw, profile: Profile, size: float) -> None:
    """Movements of fixed assets by class, with cost and accumulated depreciation, and the depreciation charge."""
    shares = {
        "~Development": 0.0 if draw.chance(0.8) else 0.006,
        "~Licences": 0.0 if draw.chance(0.55) else 0.008,
        "~Buildings": profile.buildings * draw.log(0.4, 1.8),
        "~Equipment": 0.13 * draw.log(0.5, 1.5),
        "~OtherTangible": 0.0 if draw.chance(0.25) else 0.04 * draw.log(0.4, 2),
    }
    for name, share in shares.items():
        cost = int(size * share * draw.between(1.0, 1.4))
        accumulated = int(cost * draw.between(0.25, 0.7))
        fig.put(name, "T-2", cost - accumulated)
        fig.put(name + ".cost", "T-2", cost)
        fig.put(name + ".acc", "T-2", accumulated)
        for period in FLOWS:
            year = (
                int(cost * draw.between(0.03, 0.11)) if name == "~Buildings" else int(cost * draw.between(0.06, 0.18))
            )
            charge = int(cost * (draw.between(0.02, 0.04) if name == "~Buildings" else draw.between(0.07, 0.12)))
            charge = min(charge, fig.get(name, BEFORE[period]) + year)
            out = int(cost * draw.between(0.01, 0.05)) if draw.chance(0.4) else 0
            out_acc = out if draw.chance(0.5) else int(out * draw.between(0.7, 0.99))
            if out > cost - 0 or fig.get(name, BEFORE[period]) + year - charge - (out - out_acc) < 0:
                out = out_acc = 0
            if accumulated + charge - out_acc < 0:
                out = out_acc = 0
            cost += year - out
            accumulated += charge - out_acc
            for key, value in (("add", year), ("out", out), ("outacc", out_acc), ("charge", charge)):
                fig.put(f"{name}.{key}", period, value)
            fig.put(name + ".cost", period, cost)
            fig.put(name + ".acc", period, accumulated)
            fig.put(name, period, cost - accumulated)
    for period in FLOWS:
        fig.put("~AmortisationIntangible", period, sum(fig.get(n + ".charge", period) for n in INTANGIBLE))
        tangible = sum(fig.get(n + ".charge", period) for n in ASSET_CLASSES if n not in INTANGIBLE)
        fig.put("~DepreciationTangible", period, tangible)
    for line in ("~AmortisationIntangible", "~DepreciationTangible"):
        fig.put(line, "budget", int(fig.get(line, "T") * draw.between(0.9, 1.1)))


def provisions(fig: Figures, draw: Draw, size: float) -> None:
    """Movements of the provisions; additions less releases are expenses of the year."""
    shares = {
        "ProvisionJubileeBenefits": 0.009,
        "~ProvisionSustainable": 0.0 if draw.chance(0.6) else 0.006,
        "~ProvisionSick": 0.0 if draw.chance(0.6) else 0.005,
        "ProvisionMajorMaintenance": 0.0 if draw.chance(0.4) else 0.05,
        "~ProvisionOther": 0.0 if draw.chance(0.85) else 0.004,
    }
    if draw.chance(0.06):
        shares["ProvisionJubileeBenefits"] = 0.0
    for name, share in shares.items():
        stand = int(size * share * draw.log(0.5, 1.8))
        fig.put(name, "T-2", stand)
        for period in FLOWS:
            dot = int(size * share * draw.between(0.05, 0.35))
            use = min(int(size * share * draw.between(0.02, 0.35)), stand)
            release = min(int(size * share * 0.1), stand - use) if draw.chance(0.2) else 0
            stand += dot - use - release
            for key, value in (("dot", dot), ("use", use), ("release", release)):
                fig.put(f"{name}.{key}", period, value)
            fig.put(name, period, stand)
            target = "~MaintenanceDotation" if name == "ProvisionMajorMaintenance" else "~PersonnelDotations"
            fig.add(target, period, dot - release)
    for line in ("~MaintenanceDotation", "~PersonnelDotations"):
        fig.put(line, "budget", int(fig.get(line, "T") * draw.between(0.7, 1.2)))


def loans(fig: Figures, draw: Draw, size: float) -> None:
    """Financial assets and long-term debts with their movements."""
    fin = 0.0 if draw.chance(0.6) else 0.02 * draw.log(0.3, 3)
    stand = int(size * fin)
    fig.put("~LoansGranted", "T-2", stand)
    for period in FLOWS:
        new = int(size * fin * 0.3) if fin and draw.chance(0.3) else 0
        back = int(stand * draw.between(0.02, 0.2)) if draw.chance(0.6) else 0
        stand += new - back
        fig.put("PurchaseOtherFinancialAssets", period, new)
        fig.put("~ProceedsFinancial", period, back)
        fig.put("~LoansGranted.new", period, new)
        fig.put("~LoansGranted.back", period, back)
        fig.put("~LoansGranted", period, stand)
    for name, absent in (("~LoansNoncurrent", 0.55), ("~OtherNoncurrent", 0.85)):
        share = 0.0 if draw.chance(absent) else 0.12 * draw.log(0.2, 2)
        stand = int(size * share)
        fig.put(name, "T-2", stand)
        for period in FLOWS:
            new = int(size * share * 0.25) if share and draw.chance(0.25) else 0
            back = int(stand * draw.between(0.03, 0.12))
            stand += new - back
            fig.add("NewBorrowings", period, new)
            fig.add("RepaymentsBorrowings", period, back)
            fig.put(name + ".new", period, new)
            fig.put(name + ".back", period, back)
            fig.put(name, period, stand)


def working_capital(fig: Figures, draw: Draw, profile: Profile, size: float) -> None:
    """Stocks, receivables, securities and current liabilities at three dates."""
    for line, share, absent in profile.working:
        weight = 0.0 if draw.sub(f"absent {line}").chance(absent) else share * draw.log(0.4, 2.2)
        for period in STOCKS:
            amount = int(size * weight * draw.between(0.8, 1.2))
            fig.put(line, period, 0 if weight < 0.003 and draw.chance(0.07) else amount)
    if fig.get("~LoansNoncurrent", "T-2"):
        for period in STOCKS:
            fig.put("PayablesCreditInstitutionsCurrent", period, int(fig.get("~LoansNoncurrent", period) * 0.06))


def interest(fig: Figures, draw: Draw, size: float) -> None:
    """Interest received and paid."""
    for period in (*FLOWS, "budget"):
        fig.put("InterestIncomeRelatedIncome", period, int(size * draw.between(0.0005, 0.004)))
        debt = fig.get("~LoansNoncurrent", "T" if period == "budget" else period)
        cost = int(debt * draw.between(0.01, 0.03)) if debt else int(size * 0.0002 * draw.whole(0, 2))
        fig.put("InterestExpensesRelatedExpenses", period, cost)


def total_up(fig: Figures) -> None:
    """Fill in every line that is a sum of others."""
    for period in (*STOCKS, "budget"):
        done: set[str] = set()
        for parent in SUMS:
            _total(fig, parent, period, done)


def _total(fig: Figures, line: str, period: str, done: set[str]) -> None:
    if line in done or line not in SUMS:
        return
    done.add(line)
    for _, part in SUMS[line]:
        _total(fig, part, period, done)
    fig.put(line, period, sum(s * fig.get(part, period) for s, part in SUMS[line]))


def cash_flow(fig: Figures) -> None:
    """The indirect cash flow statement for T and T-1, out of the balances and the movements."""
    for p in FLOWS:
        old = BEFORE[p]
        gain = fig.get("~DisposalGain", p)
        book = sum(fig.get(n + ".out", p) - fig.get(n + ".outacc", p) for n in ASSET_CLASSES)
        fig.put("OperatingResultCashFlow", p, fig.get("BalanceIncomeAndExpenses", p))
        depreciation = fig.get("~AmortisationIntangible", p) + fig.get("~DepreciationTangible", p)
        fig.put("AdjustmentsDepreciationAndAmortisationExpense", p, depreciation)
        fig.put("IncreaseDecreaseProvisions", p, fig.get("Provisions", p) - fig.get("Provisions", old))
        fig.put("AdjustmentsReconcileOperatingResultOther", p, -gain)
        for line, source, sign in (
            ("IncreaseDecreaseInInventories", "Inventories", -1),
            ("IncreaseDecreaseInReceivables", "Receivables", -1),
            ("IncreaseDecreaseInSecurities", "SecuritiesCurrent", -1),
            ("IncreaseDecreaseInLiabilities", "LiabilitiesCurrent", 1),
        ):
            fig.put(line, p, sign * (fig.get(source, p) - fig.get(source, old)))
        fig.put("InterestReceivedClassifiedAsOperatingActivities", p, fig.get("InterestIncomeRelatedIncome", p))
        fig.put("InterestPaidClassifiedAsOperatingActivities", p, fig.get("InterestExpensesRelatedExpenses", p))
        fig.put("~TaxPaid", p, fig.get("IncomeTaxExpense", p))
        fig.put("PurchaseIntangibleAssets", p, sum(fig.get(n + ".add", p) for n in INTANGIBLE))
        tangible = sum(fig.get(n + ".add", p) for n in ASSET_CLASSES if n not in INTANGIBLE)
        fig.put("PurchasePropertyPlantEquipment", p, tangible)
        fig.put("ProceedsSalesPropertyPlantAndEquipment", p, book + gain)
        for parent, parts in CASH_SUMS.items():
            fig.put(parent, p, sum(s * fig.get(x, p) for s, x in parts))
        fig.put("IncreaseDecreaseCashAndCashEquivalents", p, fig.get("NetCashFlows", p))


CASH_SUMS: dict[str, tuple[tuple[int, str], ...]] = {
    "AdjustmentsReconcileOperatingResult": (
        (1, "AdjustmentsDepreciationAndAmortisationExpense"),
        (1, "IncreaseDecreaseProvisions"),
        (1, "AdjustmentsReconcileOperatingResultOther"),
    ),
    "ChangesWorkingCapital": (
        (1, "IncreaseDecreaseInInventories"),
        (1, "IncreaseDecreaseInReceivables"),
        (1, "IncreaseDecreaseInSecurities"),
        (1, "IncreaseDecreaseInLiabilities"),
    ),
    "CashFlowFromOperations": (
        (1, "OperatingResultCashFlow"),
        (1, "AdjustmentsReconcileOperatingResult"),
        (1, "ChangesWorkingCapital"),
    ),
    "CashFlowOperatingActivities": (
        (1, "CashFlowFromOperations"),
        (1, "InterestReceivedClassifiedAsOperatingActivities"),
        (-1, "InterestPaidClassifiedAsOperatingActivities"),
        (-1, "~TaxPaid"),
    ),
    "CashFlowInvestingActivities": (
        (-1, "PurchaseIntangibleAssets"),
        (-1, "PurchasePropertyPlantEquipment"),
        (1, "ProceedsSalesPropertyPlantAndEquipment"),
        (-1, "PurchaseOtherFinancialAssets"),
        (1, "~ProceedsFinancial"),
    ),
    "CashFlowFinancingActivities": ((1, "NewBorrowings"), (-1, "RepaymentsBorrowings")),
    "NetCashFlows": (
        (1, "CashFlowOperatingActivities"),
        (1, "CashFlowInvestingActivities"),
        (1, "CashFlowFinancingActivities"),
    ),
}


def simulate(draw: Draw, sector: str, size: float) -> Figures:
    """All figures of one legal entity; `size` is the income of the year in the board's own unit."""
    profile = PROFILES[sector]
    fig = Figures(sector)
    assets(fig, draw.sub("assets"), profile, size)
    provisions(fig, draw.sub("provisions"), size)
    loans(fig, draw.sub("loans"), size)
    working_capital(fig, draw.sub("working"), profile, size)
    interest(fig, draw.sub("interest"), size)
    operations(fig, draw.sub("operations"), profile, size)
    for period in FLOWS:
        book = sum(fig.get(n + ".out", period) - fig.get(n + ".outacc", period) for n in ASSET_CLASSES)
        if book and draw.chance(0.4):
            gain = int(book * draw.between(0.05, 0.5))
            fig.put("~DisposalGain", period, gain)
            fig.add("OtherIncomeOther", period, gain)
    return fig


def close_books(fig: Figures, draw: Draw, size: float, before: bool) -> None:
    """Cash, equity and totals: `before` keeps the result of the year apart (voor resultaatbestemming)."""
    total_up(fig)
    cash_flow(fig)
    net = {p: fig.get("NetCashFlows", p) for p in FLOWS}
    opening = int(size * draw.log(0.04, 0.3))
    low = min(0, net["T-1"], net["T-1"] + net["T"])
    opening = max(opening, int(-low + size * draw.between(0.02, 0.08)))
    total_up(fig)
    other = fig.get("EquityAndLiabilities", "T-2")
    rest = fig.get("Assets", "T-2") - other + opening
    if rest < size * 0.05 and not draw.chance(0.06):
        opening += int(size * draw.between(0.05, 0.3)) - min(rest, 0)
    stand = opening
    for p in STOCKS:
        stand += net.get(p, 0)
        hand = min(int(size * 0.00008 * draw.between(0.5, 2)), max(stand, 0)) if draw.chance(0.8) else 0
        fig.put("~CashInHand", p, hand)
        fig.put("~BankBalances", p, stand - hand)
        fig.put("~CashEnd", p, stand)
        fig.put("~CashBegin", {"T-2": "T-1", "T-1": "T"}.get(p, "T+1"), stand)
    total_up(fig)
    equity_movements(fig, draw, before)
    total_up(fig)


def equity_movements(fig: Figures, draw: Draw, before: bool) -> None:
    """Reserves at three dates; the general reserve closes the balance."""
    equity = {"T-2": fig.get("Assets", "T-2") - fig.get("EquityAndLiabilities", "T-2")}
    result = {p: fig.get("NetResultAfterTax", p) for p in FLOWS}
    for name, absent, share in (
        ("DesignatedReservePublic", 0.35, 0.25),
        ("DesignatedReservePrivate", 0.5, 0.06),
        ("DesignatedFundPublic", 0.85, 0.03),
        ("DesignatedFundPrivate", 0.9, 0.02),
    ):
        if draw.chance(absent) or equity["T-2"] <= 0:
            continue
        stand = int(equity["T-2"] * share * draw.between(0.3, 1.2))
        fig.put(name, "T-2", stand)
        for p in FLOWS:
            move = int(stand * draw.between(-0.3, 0.3)) if draw.chance(0.8) else 0
            shift = int(stand * draw.between(-0.1, 0.1)) if draw.chance(0.15) and not before else 0
            stand += move + shift
            fig.put(name, p, stand)
            fig.put(name + ".result", p, move)
            fig.put(name + ".other", p, shift)
    others = [r for r in RESERVES if r != "GeneralReserve"]
    stand = equity["T-2"] - sum(fig.get(r, "T-2") for r in others)
    fig.put("GeneralReserve", "T-2", stand)
    for p in FLOWS:
        part = result[p] - sum(fig.get(r + ".result", p) for r in others)
        shift = -sum(fig.get(r + ".other", p) for r in others)
        fig.put("GeneralReserve.result", p, part)
        fig.put("GeneralReserve.other", p, shift)
        stand += part + shift
        fig.put("GeneralReserve", p, stand)
    if before:
        undo_appropriation(fig, others, result)


def undo_appropriation(fig: Figures, others: list[str], result: dict[str, int]) -> None:
    """Show the result of each year apart; the reserves lag a year behind."""
    after = {(r, p): fig.get(r, p) for r in RESERVES for p in STOCKS}
    for r in (*others, "GeneralReserve"):
        fig.put(r, "T", after[(r, "T-1")])
        fig.put(r, "T-1", after[(r, "T-2")])
    for p in FLOWS:
        fig.put("ResultForTheYear", p, result[p])
