"""Cash flow (indirect) and movement of equity, worked out from two balance sheets and the result between them."""

from collections.abc import Callable

from samples.builder.books import BALANCE, YEARS, Books
from samples.builder.sums import Amounts, Figures, with_totals
from samples.builder.tables import statement_lines


def cash_flow_statement(books: Books) -> Figures:
    """Return the cash-flow statement over both years; begin and end are the cash on the balance sheet."""
    figures = {key: amounts for key, amounts in _lowest(books).items() if any(amounts.values())}
    figures |= {"CashAndCashEquivalentsCashFlow@start": _opening(books.balance_sheet()["CashAndCashEquivalents"])}
    return with_totals(statement_lines("kasstroom"), figures, YEARS)


def equity_movement(books: Books) -> Figures:
    """Return how equity moved in both years."""
    figures = {
        "Equity@start": _opening(books.balance_sheet()["Equity"]),
        "EquityResultAllocation": _only_years(books.income_statement()["NetResultAfterTax"]),
        "EquityMovementOther": {year: amount for year, amount in books.other_equity.items() if amount},
    }
    return with_totals(statement_lines("eigen-vermogen"), figures, YEARS)


def _lowest(books: Books) -> Figures:
    return _from_result(books) | _from_balance(books.balance_sheet()) | _from_investments(books)


def _from_result(books: Books) -> Figures:
    income = books.income_statement()
    worn = income["DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets"]
    return {
        "OperatingResultCashFlow": _only_years(income["BalanceIncomeAndExpenses"]),
        "AdjustmentsDepreciationAndAmortisationExpense": _only_years(worn),
        "AdjustmentsReconcileOperatingResultOther": _each(
            lambda year: books.other_equity[year] - books.profit_on_sales[year]
        ),
        "InterestReceivedClassifiedAsOperatingActivities": _only_years(income["InterestIncomeRelatedIncome"]),
        "InterestPaidClassifiedAsOperatingActivities": _only_years(income["InterestExpensesRelatedExpenses"]),
    }


def _from_balance(sheet: Figures) -> Figures:
    return {
        "IncreaseDecreaseProvisions": _change(sheet, "Provisions"),
        "IncreaseDecreaseInInventories": _change(sheet, "Inventories", -1),
        "IncreaseDecreaseInReceivables": _change(sheet, "Receivables", -1),
        "IncreaseDecreaseInSecurities": _change(sheet, "SecuritiesCurrent", -1),
        "IncreaseDecreaseInLiabilities": _change(sheet, "LiabilitiesCurrent"),
    }


def _from_investments(books: Books) -> Figures:
    financial = [_change(books.balance, key) for key in ("SecuritiesNoncurrent", "FinancialAssetsOther")]
    lent = _change(books.balance, "ReceivablesLocalGovernmentCommonRegulationsNoncurrent")
    tangible = [amounts for key, amounts in books.invested.items() if key != "IntangibleAssets"]
    return {
        "PurchaseIntangibleAssets": _each(lambda year: books.invested.get("IntangibleAssets", {}).get(year, 0)),
        "PurchasePropertyPlantEquipment": _each(lambda year: sum(amounts[year] for amounts in tangible)),
        "ProceedsSalesPropertyPlantAndEquipment": _each(lambda year: books.sold[year] + books.profit_on_sales[year]),
        "PurchaseOtherFinancialAssets": _each(lambda year: sum(amounts[year] for amounts in financial)),
        "ProceedsSalesOtherFinancialAssets": _each(lambda year: -lent[year]),
        "NewBorrowings": books.borrowed,
        "RepaymentsBorrowings": books.repaid,
    }


def _change(figures: Figures, key: str, weight: int = 1) -> Amounts:
    amounts = figures.get(key, {})
    pairs = zip(BALANCE, YEARS, strict=False)
    return {year: weight * (amounts.get(year, 0) - amounts.get(before, 0)) for before, year in pairs}


def _opening(amounts: Amounts) -> Amounts:
    return {year: amounts[before] for before, year in zip(BALANCE, YEARS, strict=False)}


def _only_years(amounts: Amounts) -> Amounts:
    return {year: amounts[year] for year in YEARS}


def _each(amount: Callable[[str], int]) -> Amounts:
    return {year: amount(year) for year in YEARS}
