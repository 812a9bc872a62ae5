"""English wordings, part `unseen`."""

from __future__ import annotations

from . import words_seen_en
from .wordlist import read

OWN = read("""
Assets: Sum of assets
AssetsNoncurrent: Long-term assets
IntangibleAssets: Intangibles
PropertyPlantEquipment: Tangible assets
FinancialAssets: Long-term financial assets
AssetsCurrent: Short-term assets
Inventories: Inventory
Receivables: Short-term receivables
CashAndCashEquivalents: Cash and bank balances
EquityAndLiabilities: Sum of equity and liabilities
Equity: Institution's equity
GeneralReserve: General-purpose reserve
Provisions: Provisions (total)
LiabilitiesNoncurrent: Long-term debts
LiabilitiesCurrent: Short-term debts
Income: Sum of income
CentralGovernmentContributions: State contributions
GovernmentContributionsAndSubsidiesOther: Contributions and grants from other public bodies
TuitionCourseTrainingExamFees: Tuition and exam fees
IncomeOnThirdPartyContracts: Work for third parties
IncomeOther: Miscellaneous income
Expenses: Sum of expenses
EmployeeBenefitsExpenses: Personnel costs
DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets: Depreciation charges
AccommodationCosts: Housing costs
ExpensesOther: Other institutional expenses
BalanceIncomeAndExpenses: Income less expenses
FinancialIncomeExpenses: Balance of financial income and expenses
NetResultAfterTax: Net result of the year
""")

# Lines without an own wording here keep the plain English one.
ENGLISH = {**words_seen_en.ENGLISH, **OWN}
