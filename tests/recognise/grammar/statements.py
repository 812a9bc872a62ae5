"""The rows of the balance sheet, the statement of income and expenses and the cash flow statement."""

from __future__ import annotations

from .builder import Builder
from .context import Context
from .draw import Draw
from .figures import Figures
from .lines import OUTLAYS, SUMS
from .rows import Row

INCOME = [part for _, part in SUMS["Income"]]
EXPENSES = [part for _, part in SUMS["Expenses"]]
INLINE = (
    "Equity",
    "CashAndCashEquivalents",
    "Receivables",
    "LiabilitiesCurrent",
    "Provisions",
    "PropertyPlantEquipment",
)


def balance_rows(ctx: Context, fig: Figures, scope: str) -> tuple[list[Row], list[Row]]:
    """The rows of assets and of liabilities."""
    a = Builder(ctx, fig, f"assets {scope}", True)
    plan = a.draw.sub("plan")
    split = plan.weigh(((0.0, 6), (0.12, 2), (0.3, 1)))
    merge = plan.weigh(((0.0, 8), (0.5, 1)))
    inline = {x for x in INLINE if plan.chance(0.75 if x == "Equity" else 0.08)} if plan.chance(0.55) else set()
    left_out = ctx.style.totals == "left_out"
    above = ctx.style.totals == "above"
    head = a.top("Assets") if above and plan.chance(0.6) else None
    if head is None:
        a.head("~AssetsHead")
    for group in ("AssetsNoncurrent", "AssetsCurrent"):
        names = [part for _, part in SUMS[group]]
        if not any(a.fig.has(n, a.periods) for n in names):
            a.cover[group] = []
            continue
        gap(ctx, a)
        top = a.top(group) if above else None
        if top is None:
            a.head(f"~{group}Head")
        body(a, names, inline, split, merge, top is not None)
        if top is not None:
            a.link(top)
        elif not left_out:
            a.total(group)
    gap(ctx, a)
    if head is None:
        a.total("Assets")
    else:
        a.link(head)
    b = Builder(ctx, fig, f"liabilities {scope}", True)
    head = b.top("EquityAndLiabilities") if head is not None else None
    if head is None:
        b.head("~LiabilitiesHead")
    gap(ctx, b)
    minority = fig.has("NoncontrollingInterest", b.periods)
    equity = "EquityGroup" if minority or (scope == "consolidated" and plan.chance(0.4)) else "Equity"
    if minority:
        body(b, ["Equity", "NoncontrollingInterest"], inline, 0, 0, above)
        b.total("EquityGroup")
    elif equity == "EquityGroup":
        b.line("EquityGroup", 1)
    else:
        body(b, ["Equity"], inline, 0, 0, above)
    gap(ctx, b)
    body(b, ["Provisions", "LiabilitiesNoncurrent", "LiabilitiesCurrent"], inline, split, merge, above)
    gap(ctx, b)
    if head is None:
        b.total("EquityAndLiabilities")
    else:
        b.link(head)
    return a.rows, b.rows


def gap(ctx: Context, b: Builder) -> None:
    """An empty row where the sheet has them."""
    if ctx.style.spacing != "tight":
        b.blank()


def body(b: Builder, names: list[str], inline: set[str], split: float, merge: float, above: bool) -> None:
    """Lines of a group; some with their specification on the face of the statement."""
    run: list[str] = []
    for name in names:
        if name in inline and b.fig.has(name, b.periods):
            b.lines(run, 1, split, merge)
            run = []
            detail(b, name, above or b.draw.sub("inline").chance(0.4))
        else:
            run.append(name)
    b.lines(run, 1, split, merge)


def detail(b: Builder, name: str, above: bool) -> None:
    """A line with its model parts, the line itself above or below them."""
    if above:
        row = b.line(name, 1, always=True)
        children = b.children(name, 2)
        if row is not None and children:
            row.level = 1
            b.link(row)
    else:
        b.rows.append(Row("head", b.ctx.words.head(name), depth=1))
        b.children(name, 2)
        b.total(name, 1)


def income_rows(ctx: Context, fig: Figures, scope: str) -> list[Row]:
    """The rows of the statement of income and expenses."""
    b = Builder(ctx, fig, f"income {scope}", False)
    plan = b.draw.sub("plan")
    split = plan.weigh(((0.0, 6), (0.12, 2), (0.35, 1)))
    merge = plan.weigh(((0.0, 8), (0.5, 1)))
    some = {x for x in (*INCOME, *EXPENSES) if plan.chance(0.5) and x != OUTLAYS}
    inline = some if plan.chance(0.15) else set()
    if plan.chance(0.04):
        inline = {x for x in (*INCOME, *EXPENSES) if x != OUTLAYS}
    above = ctx.style.totals == "above"
    for total, key, names in (("Income", "~IncomeHead", INCOME), ("Expenses", "~ExpenseHead", EXPENSES)):
        top = b.top(total) if above else None
        if top is None and (ctx.style.totals != "left_out" or plan.chance(0.7)):
            b.head(key)
        body(b, names, inline, split, merge, above)
        if top is not None:
            b.link(top)
        elif ctx.style.totals != "left_out":
            b.total(total)
        gap(ctx, b)
    b.total("BalanceIncomeAndExpenses")
    gap(ctx, b)
    financial(b, plan)
    gap(ctx, b)
    results(b, plan, scope)
    return b.rows


def financial(b: Builder, plan: Draw) -> None:
    """Financial income and expenses: one line, two lines, or two lines and a total."""
    how = plan.weigh((("one", 6), ("two", 2), ("total", 3)))
    if how == "one":
        b.line("FinancialIncomeExpenses", 1, always=True)
        return
    b.line("InterestIncomeRelatedIncome", 1, always=True)
    b.line("InterestExpensesRelatedExpenses", 1, always=True)
    if how == "total":
        b.total("FinancialIncomeExpenses")


def results(b: Builder, plan: Draw, scope: str) -> None:
    """The bottom lines: simple boards have one, groups have tax, participations and third parties."""
    extra = ("IncomeTaxExpense", "ShareInResultsParticipatingInterests", "ResultAttributableNoncontrollingInterest")
    tax, share, third = (b.fig.has(x, b.periods) for x in extra)
    if not (tax or share or third) and plan.chance(0.75):
        if plan.chance(0.5):
            b.total("NetResultAfterTax")
        else:
            label = b.ctx.words.label("~BottomLine", b.used)
            row = b.total("NetResultAfterTax", label=label)
            row.mark, row.also = "optional", ("ResultBeforeTax", "ResultAfterTax")
            row.why = "the only result line: several concepts fit"
        return
    b.total("ResultBeforeTax")
    if tax or plan.chance(0.5):
        b.line("IncomeTaxExpense", 1, always=True)
    if share or plan.chance(0.3):
        b.line("ShareInResultsParticipatingInterests", 1, always=True)
    if third or plan.chance(0.3):
        b.total("ResultAfterTax")
    if third:
        b.line("ResultAttributableNoncontrollingInterest", 1, always=True)
    b.total("NetResultAfterTax")


def cash_rows(ctx: Context, fig: Figures, scope: str) -> list[Row]:
    """The rows of the cash flow statement."""
    b = Builder(ctx, fig, f"cash {scope}", True)
    plan = b.draw.sub("plan")
    rich = plan.weigh((("full", 4), ("plain", 3), ("short", 2)))
    b.head("~OperatingHead")
    b.line("OperatingResultCashFlow", 1, always=True)
    if rich == "full":
        b.head("~AdjustHead", 1)
    adjust = (
        "AdjustmentsDepreciationAndAmortisationExpense",
        "AdjustmentsReconcileOperatingResultOther",
        "IncreaseDecreaseProvisions",
    )
    for name in adjust:
        b.line(name, 2 if rich == "full" else 1)
    if rich == "full" and plan.chance(0.5):
        b.total("AdjustmentsReconcileOperatingResult", 1)
    if rich == "full":
        b.head("~WorkingHead", 1)
    for name in (
        "IncreaseDecreaseInInventories",
        "IncreaseDecreaseInReceivables",
        "IncreaseDecreaseInSecurities",
        "IncreaseDecreaseInLiabilities",
    ):
        b.line(name, 2 if rich == "full" else 1)
    if rich == "full" and plan.chance(0.5):
        b.total("ChangesWorkingCapital", 1)
    if rich != "short":
        gap(ctx, b)
        b.total("CashFlowFromOperations")
    for name in (
        "InterestReceivedClassifiedAsOperatingActivities",
        "InterestPaidClassifiedAsOperatingActivities",
        "~TaxPaid",
    ):
        b.line(name, 1)
    b.total("CashFlowOperatingActivities")
    for head, names, total in (
        (
            "~InvestingHead",
            [
                "PurchaseIntangibleAssets",
                "PurchasePropertyPlantEquipment",
                "ProceedsSalesPropertyPlantAndEquipment",
                "PurchaseOtherFinancialAssets",
                "~ProceedsFinancial",
            ],
            "CashFlowInvestingActivities",
        ),
        ("~FinancingHead", ["NewBorrowings", "RepaymentsBorrowings"], "CashFlowFinancingActivities"),
    ):
        gap(ctx, b)
        if not any(fig.has(n, b.periods) for n in names) and plan.chance(0.7):
            b.cover[total] = []
            continue
        b.head(head)
        for name in names:
            b.line(name, 1)
        b.total(total)
    gap(ctx, b)
    net_lines(ctx, b, plan)
    return b.rows


def net_lines(ctx: Context, b: Builder, plan: Draw) -> None:
    """The net cash flow and the reconciliation with the cash position."""
    how = plan.weigh((("net", 2), ("change", 3), ("both", 3)))
    if how != "change":
        b.total("NetCashFlows")
    if how != "net" and plan.chance(0.5):
        change(b, how == "both")
        how = "done"
    if plan.chance(0.85):
        gap(ctx, b)
        begin = b.line("~CashBegin", 1, always=True)
        if how in ("change", "both"):
            change(b, how == "both")
        end = b.line("~CashEnd", 0, "total", always=True)
        moved = b.cover.get("IncreaseDecreaseCashAndCashEquivalents") or b.cover.get("NetCashFlows")
        if begin and end and moved:
            end.parts = [(1, begin), *moved]
    elif how in ("change", "both"):
        change(b, how == "both")


def change(b: Builder, linked: bool) -> None:
    """The change in cash: equal to the net cash flow."""
    row = b.line("IncreaseDecreaseCashAndCashEquivalents", 0, "total", always=True)
    if row is None:
        return
    if linked:
        row.parts = list(b.cover["NetCashFlows"])
    else:
        row.parts = [
            part
            for total in ("CashFlowOperatingActivities", "CashFlowInvestingActivities", "CashFlowFinancingActivities")
            for part in b.cover.get(total, [])
        ]
