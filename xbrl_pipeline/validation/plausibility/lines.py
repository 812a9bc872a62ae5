"""Lines by what is expected of them. Local names of concepts, as the NT has them."""

from typing import Final

# Main lines of the model statements of RJ 660, by the sign they can only have.
BALANCE: Final = (
    "IntangibleAssets",
    "PropertyPlantEquipment",
    "FinancialAssets",
    "AssetsNoncurrent",
    "Inventories",
    "Receivables",
    "SecuritiesCurrent",
    "CashAndCashEquivalents",
    "AssetsCurrent",
    "Assets",
    "Provisions",
    "LiabilitiesNoncurrent",
    "LiabilitiesCurrent",
    "EquityAndLiabilities",
)
INCOME: Final = (
    "CentralGovernmentContributions",
    "GovernmentContributionsAndSubsidiesOther",
    "TuitionCourseTrainingExamFees",
    "IncomeOnThirdPartyContracts",
    "IncomeOther",
    "Income",
)
EXPENSES: Final = (
    "EmployeeBenefitsExpenses",
    "WagesSalaries",
    "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets",
    "AccommodationCosts",
    "ExpensesOther",
    "Expenses",
)
OUTFLOWS: Final = (
    "PurchaseIntangibleAssets",
    "PurchasePropertyPlantEquipment",
    "PurchaseOfParticipatingInterestsAndPartnerships",
    "PurchaseOtherFinancialAssets",
    "RepaymentsBorrowings",
    "InterestPaidClassifiedAsOperatingActivities",
    "InterestExpensesRelatedExpenses",
)
MAIN: Final = (*BALANCE, "Equity", *INCOME, *EXPENSES)
# The results of the income statement with which a cash flow may begin, the usual one first.
RESULTS: Final = ("BalanceIncomeAndExpenses", "ResultBeforeTax", "ResultAfterTax", "NetResultAfterTax")
# Impairments that boards put with depreciation in the cash flow, or do not.
IMPAIRMENTS: Final = ("PropertyPlantEquipmentImpairment", "IntangibleAssetsImpairment")
# Lines that are subtracted and may be negative: a tax that comes back, a loss that others bear, a reversal.
EITHER_SIGN: Final = (
    "IncomeTaxExpense",
    "ResultAttributableNoncontrollingInterest",
    "IntangibleAssetsImpairment",
    "PropertyPlantEquipmentImpairment",
)
STAFF: Final = (
    "StaffingLevelManagement",
    "StaffingLevelTeachingStaff",
    "StaffingLevelScientificStaff",
    "StaffingLevelOtherEmployees",
)
# Lines that published figures of a sector leave at zero, or that belong to other sectors by their nature.
UNUSUAL: Final = {
    "PO": ("TuitionCourseTrainingExamFees", "IncomeStudentContributions", "IncomeParticipantContributions"),
    "VO": ("IncomeStudentContributions", "IncomeParticipantContributions"),
    "MBO": ("IncomeParentalContributions", "IncomeStudentContributions"),
    "HBO": ("IncomeParentalContributions", "IncomeParticipantContributions"),
    "WO": ("IncomeParentalContributions", "IncomeParticipantContributions"),
    "SWV": ("TuitionCourseTrainingExamFees", "IncomeParentalContributions", "IncomeOnThirdPartyContracts"),
}
