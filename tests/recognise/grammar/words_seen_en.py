"""English wordings, part `seen`: for books that are in English throughout."""

from __future__ import annotations

from .wordlist import read

ENGLISH = read("""
Assets: Total assets | TOTAL ASSETS | Assets
AssetsNoncurrent: Non-current assets | Fixed assets | Total fixed assets | Total non-current assets
IntangibleAssets: Intangible fixed assets | Intangible assets
PropertyPlantEquipment: Tangible fixed assets | Property, plant and equipment
FinancialAssets: Financial fixed assets | Financial assets (non-current)
AssetsCurrent: Current assets | Total current assets
Inventories: Inventories | Stocks
Receivables: Receivables | Accounts receivable and accrued income | Receivables and prepayments
SecuritiesCurrent: Securities | Current securities
CashAndCashEquivalents: Cash and cash equivalents | Cash at bank and in hand
EquityAndLiabilities: Total equity and liabilities | TOTAL EQUITY AND LIABILITIES | Total liabilities and equity
EquityGroup: Group equity | Total group equity
Equity: Equity | Total equity | Own equity
NoncontrollingInterest: Minority interest | Third-party share in group equity
GeneralReserve: General reserve | General reserves
DesignatedReservePublic: Designated reserves (public) | Appropriated reserve, public
DesignatedReservePrivate: Designated reserves (private) | Appropriated reserve, private
DesignatedFundPublic: Designated funds (public)
DesignatedFundPrivate: Designated funds (private)
ResultForTheYear: Result for the year | Unappropriated result
Provisions: Provisions | Total provisions
LiabilitiesNoncurrent: Non-current liabilities | Long-term liabilities
LiabilitiesCurrent: Current liabilities | Short-term liabilities | Current liabilities and accruals
Income: Total income | TOTAL INCOME | Total operating income
CentralGovernmentContributions: Central government contributions | Government grants (OCW)
GovernmentContributionsAndSubsidiesOther: Other government contributions and subsidies | Other government grants
TuitionCourseTrainingExamFees: Tuition fees | Tuition, course and examination fees
IncomeOnThirdPartyContracts: Income from contract activities | Income from work commissioned by third parties
IncomeOther: Other income | Other revenues
Expenses: Total expenses | TOTAL EXPENSES | Total operating expenses
EmployeeBenefitsExpenses: Personnel expenses | Staff costs | Employee costs
DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets: Depreciation | Depreciation and amortisation
AccommodationCosts: Housing expenses | Accommodation costs
ExpensesOther: Other expenses | Other operating expenses
GovernmentContributionsIncomeTransfersSchoolBoards: Transfers to school boards | Payments to school boards
BalanceIncomeAndExpenses: Balance of income and expenses | Operating result (income less expenses)
FinancialIncomeExpenses: Financial income and expenses | Net financial income
InterestIncomeRelatedIncome: Interest income | Financial income
InterestExpensesRelatedExpenses: Interest expenses | Financial expenses
ResultBeforeTax: Result before tax | Result before taxation
IncomeTaxExpense: Income tax | Corporate income tax
ShareInResultsParticipatingInterests: Share in results of participating interests | Result from participating interests
ResultAfterTax: Result after tax | Result after taxation
ResultAttributableNoncontrollingInterest: Minority share in result | Third-party share in result
NetResultAfterTax: Net result | Net result for the year
~BottomLine: Result | Result for the year
~IncomeHead: Income | INCOME
~ExpenseHead: Expenses | EXPENSES
~AssetsHead: Assets | ASSETS
~LiabilitiesHead: Equity and liabilities | EQUITY AND LIABILITIES
~AssetsNoncurrentHead: Fixed assets | Non-current assets
~AssetsCurrentHead: Current assets
~OperatingHead: Cash flow from operating activities | Operating activities
~InvestingHead: Cash flow from investing activities | Investing activities
~FinancingHead: Cash flow from financing activities | Financing activities
~AdjustHead: Adjustments for: | Adjusted for
~WorkingHead: Changes in working capital | Movements in working capital:
OperatingResultCashFlow: Balance of income and expenses | Operating result
AdjustmentsDepreciationAndAmortisationExpense: Depreciation | Depreciation and amortisation
IncreaseDecreaseProvisions: Movements in provisions | Change in provisions
AdjustmentsReconcileOperatingResultOther: Other adjustments | Book result on disposals
AdjustmentsReconcileOperatingResult: Total adjustments
IncreaseDecreaseInInventories: Change in inventories | Inventories
IncreaseDecreaseInReceivables: Change in receivables | Receivables
IncreaseDecreaseInSecurities: Change in securities
IncreaseDecreaseInLiabilities: Change in current liabilities | Current liabilities
ChangesWorkingCapital: Total changes in working capital
CashFlowFromOperations: Cash flow from operations | Cash generated from operations
InterestReceivedClassifiedAsOperatingActivities: Interest received
InterestPaidClassifiedAsOperatingActivities: Interest paid
~TaxPaid: Income tax paid
CashFlowOperatingActivities: Net cash from operating activities | Total cash flow from operating activities
PurchaseIntangibleAssets: Investments in intangible fixed assets | Purchase of intangible assets
PurchasePropertyPlantEquipment: Investments in tangible fixed assets | Purchase of property, plant and equipment
ProceedsSalesPropertyPlantAndEquipment: Disposals of tangible fixed assets | Proceeds from sale of tangible fixed assets
PurchaseOtherFinancialAssets: Investments in financial fixed assets
~ProceedsFinancial: Repayments received on loans granted
CashFlowInvestingActivities: Net cash from investing activities | Total cash flow from investing activities
NewBorrowings: New borrowings | Loans taken out
RepaymentsBorrowings: Repayment of borrowings | Repayment of loans
CashFlowFinancingActivities: Net cash from financing activities | Total cash flow from financing activities
NetCashFlows: Net cash flow | Net cash flows
IncreaseDecreaseCashAndCashEquivalents: Change in cash and cash equivalents | Change in cash
~CashBegin: Cash at beginning of year | Opening balance of cash
~CashEnd: Cash at end of year | Closing balance of cash
~Buildings: Land and buildings
~Equipment: Furniture, fittings and equipment
~OtherTangible: Other tangible fixed assets
~Development: Development costs
~Licences: Software and licences
~Participations: Participating interests
~LoansGranted: Loans granted
TradeReceivables: Trade receivables | Trade debtors
ReceivablesFromMinistryOCW: Receivable from OCW
ReceivablesLocalGovernmentCommonRegulationsCurrent: Receivable from municipalities
ReceivablesOtherRelatedPartiesCurrent: Receivable from related parties
ReceivablesEmployeesCurrent: Receivable from staff
ReceivablesParentsStudentsAndCourseParticipantsCurrent: Receivable from students and parents
ReceivablesOtherCurrent: Other receivables
~PrepaidExpenses: Prepaid expenses
InterestReceivable: Interest receivable
AccruedIncomeOther: Other accrued income
~CashInHand: Cash in hand
~BankBalances: Bank balances
ProvisionJubileeBenefits: Provision for anniversary payments | Provision for jubilee benefits
~ProvisionSustainable: Provision for sustainable employability
~ProvisionSick: Provision for long-term illness
ProvisionMajorMaintenance: Provision for major maintenance
~ProvisionOther: Other provisions
~LoansNoncurrent: Loans from credit institutions
~OtherNoncurrent: Other long-term liabilities
PayablesCreditInstitutionsCurrent: Payable to credit institutions
TradePayablesCurrent: Trade payables | Trade creditors
~PayablesOCW: Payable to OCW
TaxesSocialSecurityContributionsPayableCurrent: Taxes and social security contributions
PensionPayablesCurrent: Pension contributions payable
PayablesOtherCurrent: Other payables
~PrepaidOCWEarmarked: OCW grants received in advance, earmarked
~PrepaidOCWOther: OCW grants received in advance, not earmarked
AdvancesReceivedPeriodicPayments: Advances received
~HolidayAllowance: Holiday allowance and holiday leave
AccrualsOtherCurrent: Other accruals
CentralGovernmentContributionsMinistryOCW: Central government contribution OCW
GovernmentSubsidiesOCW: Other subsidies OCW
~TransfersSWV: Transfers received from partnerships (SWV)
GovernmentContributionCommunityParticipation: Participation budget
OtherContributionsSubsidiesLocalGovernmentCommonRegulations: Other contributions from municipalities
OtherContributionsSubsidiesOtherGovernments: Contributions from other governments
~FeesTuition: Statutory tuition fees
~FeesOther: Examination fees
~ContractEducation: Contract education
SubsidyIncomeInternationalOrganisations: International organisations
SubsidyIncomeNWO: NWO
SubsidyIncomeCompanies: Companies
IncomeThirdPartyContractsOther: Other income from work commissioned by third parties
IncomeRentingFacilities: Rental income
IncomeSecondmentPersonnel: Secondment of staff
IncomeDonations: Donations
IncomeSponsoring: Sponsoring
IncomeParentalContributions: Parental contributions
IncomeParticipantContributions: Participant contributions
IncomeStudentContributions: Student contributions
IncomeSalesTeachingMaterial: Sales of teaching material
IncomeCatering: Catering
OtherIncomeOther: Other
WagesSalaries: Wages and salaries | Salaries
SocialSecurityContributions: Social security contributions
PensionCosts: Pension costs
~WagesTotal: Wages, social security and pensions
~PersonnelDotations: Additions to personnel provisions
~HiredStaff: Temporary staff
~OtherPersonnelCosts: Sundry personnel costs
~OtherPersonnelTotal: Other personnel expenses
~BenefitsReceived: Less: benefits received
~AmortisationIntangible: Amortisation of intangible fixed assets
~DepreciationTangible: Depreciation of tangible fixed assets
~Rent: Rent
AccommodationInsuranceCosts: Insurance
AccommodationMaintenanceAndRepairCosts: Maintenance
~EnergyWater: Energy and water
~Cleaning: Cleaning
~Levies: Levies
~MaintenanceDotation: Addition to provision for major maintenance
~OtherAccommodation: Sundry housing expenses
~Administration: Administration and management
InventoryAppliancesCosts: Furniture and equipment
~LearningMaterials: Teaching materials
OtherOperationalExpensesOther: Sundry expenses
MandatoryIncomeTransfersToBeExecutedByOCW: Mandatory transfers executed by OCW
MandatoryIncomeTransfersToBeExecutedByOCWToVso: Transfers to (v)so
MandatoryIncomeTransfersToBeExecutedByOCWToLwoo: Transfers to lwoo
MandatoryIncomeTransfersToBeExecutedByOCWToPro: Transfers to pro
~TransfersFebruary: Transfers based on 1 February
~TransfersOther: Other transfers
""")
