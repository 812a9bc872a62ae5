"""Notes: specifications of statement lines."""

from __future__ import annotations

from .builder import Builder
from .context import Context
from .figures import Figures
from .lines import OUTLAYS, SUMS, number
from .rows import Row, line_row

BALANCE_NOTES = (
    "IntangibleAssets",
    "PropertyPlantEquipment",
    "FinancialAssets",
    "Receivables",
    "CashAndCashEquivalents",
    "Equity",
    "Provisions",
    "LiabilitiesNoncurrent",
    "LiabilitiesCurrent",
)
INCOME_NOTES = (
    "CentralGovernmentContributions",
    "GovernmentContributionsAndSubsidiesOther",
    "TuitionCourseTrainingExamFees",
    "IncomeOnThirdPartyContracts",
    "IncomeOther",
    "EmployeeBenefitsExpenses",
    OUTLAYS,
    "AccommodationCosts",
    "ExpensesOther",
    "GovernmentContributionsIncomeTransfersSchoolBoards",
    "FinancialIncomeExpenses",
)


def wanted(ctx: Context, fig: Figures, names: tuple[str, ...], stock: bool, scope: str) -> list[str]:
    """Which notes this book has: those with amounts, some of them left out."""
    draw = ctx.draw.sub(f"notes {scope}")
    periods = ("T", "T-1") if stock else ("T", "T-1", "budget")
    rate = draw.pick((1.0, 1.0, 0.85, 0.6))
    return [n for n in names if fig.has(n, periods) and draw.chance(rate)]


def note_rows(ctx: Context, fig: Figures, parent: str, scope: str, stock: bool) -> list[Row]:
    """The rows of one note: a head, the parts and the total."""
    b = Builder(ctx, fig, f"note {parent} {scope}", stock)
    plan = ctx.draw.sub(f"note plan {scope}")
    head = b.ctx.words.head(parent, b.used)
    last = plan.sub(parent).weigh((("same", 4), ("totaal", 5), ("total_of", 3), ("none", 1)))
    above = ctx.style.totals == "above" and plan.chance(0.7)
    top: Row | None = None
    if above:
        top = b.add(line_row(parent, head, 0, "total"))
        top.level = 1
    else:
        b.rows.append(Row("head", head, depth=0, nr=number(parent)))
    if parent == "EmployeeBenefitsExpenses":
        personnel(b, plan.sub("personnel").weigh((("nested", 3), ("flat", 3), ("subtotals", 2))))
    elif parent == "GovernmentContributionsIncomeTransfersSchoolBoards":
        if b.fig.has("MandatoryIncomeTransfersToBeExecutedByOCW", b.periods):
            b.children("MandatoryIncomeTransfersToBeExecutedByOCW", 2)
            b.total("MandatoryIncomeTransfersToBeExecutedByOCW", 1)
        b.lines(["~TransfersFebruary", "~TransfersOther"], 1)
    else:
        sub_split = plan.weigh(((0.0, 5), (0.15, 2)))
        b.lines([part for _, part in SUMS[parent]], 1, sub_split)
    if top is not None:
        b.link(top)
        return b.rows
    label = {
        "same": head,
        "totaal": ctx.fixed("total"),
        "total_of": ctx.fixed("totalof").format(x=lower(head)),
        "none": "",
    }[last]
    b.total(parent, 0, label)
    return b.rows


def lower(text: str) -> str:
    """Lower case first letter, but abbreviations stay."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def personnel(b: Builder, how: str) -> None:
    """The note on personnel: flat, with subtotals below, or with the wages as one line split in three."""
    names = [part for _, part in SUMS["~WagesTotal"]]
    others = [part for _, part in SUMS["~OtherPersonnelTotal"]]
    if how == "flat":
        b.lines([*names, *others], 1)
    else:
        b.lines(names, 2)
        if how == "subtotals" or b.draw.chance(0.5):
            b.total("~WagesTotal", 1)
        b.lines(others, 2)
        if how == "subtotals":
            b.total("~OtherPersonnelTotal", 1)
    if b.fig.has("~BenefitsReceived", b.periods):
        b.line("~BenefitsReceived", 1, always=True)
    else:
        b.cover["~BenefitsReceived"] = []
