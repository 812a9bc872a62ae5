"""Amounts of one year that tie; nothing moves in the year, so that every year is the same."""

from taxonomies.builder.tables import STATEMENTS_AXIS, Section, Sum, Tables

Parts = tuple[list[str], list[str]]
SPENT, RELEASED = "SubsidyIncomeExpensesUtilisationDuringReportingPeriod", "SubsidyIncomeReleaseUnspent"
# what the rules of `rules.csv` add up
EQUATIONS: dict[str, tuple[str, str]] = {
    "IntangibleAssetsCostPrice": ("IntangibleAssets IntangibleAssetsAccumulatedAmortisationImpairments", ""),
    "PropertyPlantEquipmentCostPrice": (
        "PropertyPlantEquipment PropertyPlantEquipmentAccumulatedDepreciationImpairments",
        "",
    ),
    "DesignatedReserves": ("DesignatedReservePublic DesignatedReservePrivate", ""),
    "ReservesAndFundsOther": (
        (
            "DesignatedFundPublic DesignatedFundPrivate RevaluationReserve LegalReserves StatutoryReserves "
            "ReservesOther ResultForTheYear"
        ),
        "",
    ),
    "ProvisionsMaturityWithinOneYear": (
        "Provisions",
        "ProvisionsMaturityBetweenOneAndFiveYears ProvisionsMaturityExceedingFiveYears",
    ),
    "SubsidyIncomeAnySurplusToBeSettled": (
        "SubsidyIncomeReceivedUpToAndIncludingReportingPeriod",
        "SubsidyIncomeExpensesUtilisation",
    ),
    "AmountExceedingMaximumRemuneration": ("RemunerationSubtotal", "RemunerationIndividualMaximum"),
}
# three models show what was spent, two what was released
SUBSIDIES = {"GovernmentSubsidiesOCW": (f"{SPENT} {SPENT} {SPENT} {RELEASED} {RELEASED}", "GovernmentSubsidiesEZ")}
SMALL = {
    "RemunerationIndividualMaximum": 100,
    "RemunerationThreshold": 100,
    "SeverancePaymentsIndividualMaximum": 100,
    "MonthsInRoleReportingYear": 6,
    "MonthsInRolePreviousYear": 6,
    "EmploymentExtentFTE": 1,
    "RemunerationUndulyPaidNotYetRepaid": 0,
}
CHAIN = ("BankBalances", "CashAndCashEquivalents", "AssetsCurrent", "Assets")


def amounts_of(
    tables: Tables, sections: list[Section], section: Section, leave_out: tuple[str, ...] = ()
) -> dict[str, int]:
    """Return the amount of every number in sections of the same type of statement."""
    own = _statement(tables, section)
    names = {item.name for each in sections if _statement(tables, each) == own for item in tables.items_of(each)}
    numbers = [name for name, concept in tables.concepts.items() if name in names and concept.is_number]
    solver = _Solver(_equations(tables, own, set(numbers)), [name for name in numbers if name not in leave_out])
    amounts = {name: solver.fill(name) for name in numbers if name not in leave_out}
    if "Assets" in amounts:
        _close(amounts)
    return {
        name: value for name, value in amounts.items() if not tables.concepts[name].type.endswith("percentItemType")
    }


def _statement(tables: Tables, section: Section) -> str:
    members = section.members.split()
    return next((name for name in members if tables.members[name].axis == STATEMENTS_AXIS), "")


def _equations(tables: Tables, statement: str, names: set[str]) -> dict[str, Parts]:
    sums = {each.parent: each for each in tables.sums if each.member in ("", statement)}
    found = {name: _parts(*texts) for name, texts in EQUATIONS.items()}
    if SPENT in names:
        found |= {name: _parts(*texts) for name, texts in SUBSIDIES.items()}
    found |= {name: _parts(each.plus, each.minus) for name, each in sums.items()}
    found |= {each.left: ([each.right], []) for each in tables.ties if not each.left_member}
    return found | dict(_plug(sums[each.movement]) for each in tables.movements)


def _parts(plus: str, minus: str) -> Parts:
    return plus.split(), minus.split()


def _plug(total: Sum) -> tuple[str, Parts]:
    """Let the last part of a movement undo the others."""
    *others, last = total.plus.split()
    return last, (total.minus.split(), others)


class _Solver:
    def __init__(self, equations: dict[str, Parts], names: list[str]) -> None:
        self.equations = equations
        self.amounts = {name: 100 * (number + 3) for number, name in enumerate(names) if name not in equations}
        self.amounts |= {name: SMALL[name] for name in names if name in SMALL}
        self.names = set(names)

    def fill(self, name: str) -> int:
        """Return an amount, working out what it depends on first; what is not reported is nothing."""
        if name not in self.names:
            return 0
        if name not in self.amounts:
            plus, minus = self.equations[name]
            self.amounts[name] = sum(map(self.fill, plus)) - sum(map(self.fill, minus))
        return self.amounts[name]


def _close(amounts: dict[str, int]) -> None:
    """Let the bank balance close the balance sheet."""
    gap = amounts["EquityAndLiabilities"] - amounts["Assets"]
    for name in CHAIN:
        amounts[name] += gap
    if "CashAndCashEquivalentsCashFlow" in amounts:
        amounts["CashAndCashEquivalentsCashFlow"] = amounts["CashAndCashEquivalents"]
