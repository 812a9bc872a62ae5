"""Sector profiles: shares of the lines in the size of a board (rough figures of the sector)."""

from __future__ import annotations

from dataclasses import dataclass

Shares = tuple[tuple[str, float, float], ...]  # line, share, chance of absence


@dataclass(frozen=True)
class Profile:
    """Shares of income, expense and working capital lines of one sector."""

    income: Shares
    expense: Shares
    working: Shares
    buildings: float
    low: float
    high: float


def income(ocw: float, other: dict[str, float], absent: float = 0.25) -> Shares:
    """Income shares: the grant, and others with a common chance of absence."""
    head = (("CentralGovernmentContributionsMinistryOCW", ocw, 0.0),)
    return head + tuple((line, share, absent) for line, share in other.items())


def expense(staff: float, housing: float, other: float, transfers: float = 0.0) -> Shares:
    """Expense shares by nature; depreciation and provisions come from their movements."""
    rows: list[tuple[str, float, float]] = [
        ("WagesSalaries", staff * 0.70, 0.0),
        ("SocialSecurityContributions", staff * 0.11, 0.0),
        ("PensionCosts", staff * 0.11, 0.0),
        ("~HiredStaff", staff * 0.05, 0.03),
        ("~OtherPersonnelCosts", staff * 0.03, 0.02),
        ("~Rent", housing * 0.12, 0.3),
        ("AccommodationInsuranceCosts", housing * 0.03, 0.3),
        ("AccommodationMaintenanceAndRepairCosts", housing * 0.2, 0.03),
        ("~EnergyWater", housing * 0.28, 0.05),
        ("~Cleaning", housing * 0.25, 0.05),
        ("~Levies", housing * 0.04, 0.1),
        ("~OtherAccommodation", housing * 0.08, 0.2),
        ("~Administration", other * 0.3, 0.02),
        ("InventoryAppliancesCosts", other * 0.15, 0.1),
        ("~LearningMaterials", other * 0.35, 0.08),
        ("OtherOperationalExpensesOther", other * 0.2, 0.02),
    ]
    if transfers:
        rows += [
            ("MandatoryIncomeTransfersToBeExecutedByOCWToVso", transfers * 0.5, 0.0),
            ("MandatoryIncomeTransfersToBeExecutedByOCWToLwoo", transfers * 0.12, 0.4),
            ("MandatoryIncomeTransfersToBeExecutedByOCWToPro", transfers * 0.08, 0.4),
            ("~TransfersFebruary", transfers * 0.05, 0.5),
            ("~TransfersOther", transfers * 0.25, 0.05),
        ]
    return tuple(rows)


WORKING: Shares = (
    ("Inventories", 0.0006, 0.75),
    ("TradeReceivables", 0.006, 0.05),
    ("ReceivablesFromMinistryOCW", 0.01, 0.35),
    ("ReceivablesLocalGovernmentCommonRegulationsCurrent", 0.004, 0.5),
    ("ReceivablesOtherRelatedPartiesCurrent", 0.001, 0.9),
    ("ReceivablesEmployeesCurrent", 0.0005, 0.7),
    ("ReceivablesParentsStudentsAndCourseParticipantsCurrent", 0.001, 0.6),
    ("ReceivablesOtherCurrent", 0.006, 0.1),
    ("~PrepaidExpenses", 0.005, 0.4),
    ("InterestReceivable", 0.0007, 0.7),
    ("AccruedIncomeOther", 0.006, 0.1),
    ("SecuritiesCurrent", 0.01, 0.93),
    ("TradePayablesCurrent", 0.02, 0.0),
    ("~PayablesOCW", 0.004, 0.6),
    ("TaxesSocialSecurityContributionsPayableCurrent", 0.035, 0.0),
    ("PensionPayablesCurrent", 0.01, 0.05),
    ("PayablesOtherCurrent", 0.01, 0.1),
    ("~PrepaidOCWEarmarked", 0.008, 0.5),
    ("~PrepaidOCWOther", 0.006, 0.6),
    ("AdvancesReceivedPeriodicPayments", 0.01, 0.3),
    ("~HolidayAllowance", 0.025, 0.05),
    ("AccrualsOtherCurrent", 0.01, 0.1),
)

LOCAL = "OtherContributionsSubsidiesLocalGovernmentCommonRegulations"
OTHER_GOVERNMENTS = "OtherContributionsSubsidiesOtherGovernments"

PROFILES: dict[str, Profile] = {
    "po": Profile(
        income(
            0.86,
            {
                "GovernmentSubsidiesOCW": 0.04,
                "~TransfersSWV": 0.04,
                LOCAL: 0.018,
                OTHER_GOVERNMENTS: 0.003,
                "IncomeRentingFacilities": 0.006,
                "IncomeSecondmentPersonnel": 0.007,
                "IncomeDonations": 0.001,
                "IncomeParentalContributions": 0.003,
                "OtherIncomeOther": 0.01,
            },
        ),
        expense(0.82, 0.08, 0.07),
        WORKING,
        0.08,
        0.9e6,
        90e6,
    ),
    "vo": Profile(
        income(
            0.87,
            {
                "GovernmentSubsidiesOCW": 0.05,
                "~TransfersSWV": 0.015,
                LOCAL: 0.01,
                OTHER_GOVERNMENTS: 0.003,
                "~FeesOther": 0.001,
                "~ContractEducation": 0.002,
                "IncomeThirdPartyContractsOther": 0.002,
                "IncomeRentingFacilities": 0.005,
                "IncomeSecondmentPersonnel": 0.008,
                "IncomeSponsoring": 0.0005,
                "IncomeParentalContributions": 0.02,
                "IncomeSalesTeachingMaterial": 0.001,
                "IncomeCatering": 0.002,
                "OtherIncomeOther": 0.012,
            },
            0.35,
        ),
        expense(0.79, 0.075, 0.095),
        WORKING,
        0.2,
        6e6,
        180e6,
    ),
    "mbo": Profile(
        income(
            0.8,
            {
                "GovernmentSubsidiesOCW": 0.07,
                "GovernmentContributionCommunityParticipation": 0.02,
                LOCAL: 0.01,
                OTHER_GOVERNMENTS: 0.008,
                "~FeesTuition": 0.006,
                "~FeesOther": 0.004,
                "~ContractEducation": 0.03,
                "IncomeThirdPartyContractsOther": 0.01,
                "IncomeRentingFacilities": 0.007,
                "IncomeSecondmentPersonnel": 0.008,
                "IncomeParticipantContributions": 0.006,
                "IncomeSalesTeachingMaterial": 0.003,
                "IncomeCatering": 0.004,
                "OtherIncomeOther": 0.015,
            },
            0.15,
        ),
        expense(0.74, 0.085, 0.12),
        WORKING,
        0.55,
        25e6,
        320e6,
    ),
    "hbo": Profile(
        income(
            0.68,
            {
                "GovernmentSubsidiesOCW": 0.02,
                LOCAL: 0.003,
                OTHER_GOVERNMENTS: 0.01,
                "~FeesTuition": 0.2,
                "~FeesOther": 0.01,
                "~ContractEducation": 0.03,
                "SubsidyIncomeInternationalOrganisations": 0.01,
                "SubsidyIncomeNWO": 0.006,
                "SubsidyIncomeCompanies": 0.006,
                "IncomeThirdPartyContractsOther": 0.008,
                "IncomeRentingFacilities": 0.005,
                "IncomeSecondmentPersonnel": 0.009,
                "IncomeStudentContributions": 0.003,
                "IncomeCatering": 0.002,
                "OtherIncomeOther": 0.02,
            },
            0.12,
        ),
        expense(0.75, 0.07, 0.13),
        WORKING,
        0.35,
        15e6,
        400e6,
    ),
    "wo": Profile(
        income(
            0.58,
            {
                "GovernmentSubsidiesOCW": 0.01,
                OTHER_GOVERNMENTS: 0.01,
                "~FeesTuition": 0.1,
                "~ContractEducation": 0.04,
                "SubsidyIncomeInternationalOrganisations": 0.07,
                "SubsidyIncomeNWO": 0.06,
                "SubsidyIncomeCompanies": 0.04,
                "IncomeThirdPartyContractsOther": 0.03,
                "IncomeRentingFacilities": 0.008,
                "IncomeSecondmentPersonnel": 0.012,
                "IncomeDonations": 0.004,
                "OtherIncomeOther": 0.03,
            },
            0.08,
        ),
        expense(0.68, 0.09, 0.18),
        WORKING,
        0.5,
        60e6,
        400e6,
    ),
    "swv": Profile(
        income(
            0.96,
            {
                "GovernmentSubsidiesOCW": 0.015,
                LOCAL: 0.01,
                "IncomeSecondmentPersonnel": 0.004,
                "OtherIncomeOther": 0.01,
            },
            0.4,
        ),
        expense(0.14, 0.008, 0.03, 0.82),
        WORKING,
        0.0,
        4e6,
        90e6,
    ),
    "company": Profile(
        (
            ("IncomeThirdPartyContractsOther", 0.6, 0.2),
            ("IncomeRentingFacilities", 0.2, 0.3),
            ("OtherIncomeOther", 0.2, 0.0),
        ),
        expense(0.6, 0.1, 0.2),
        tuple(row for row in WORKING if "OCW" not in row[0]),
        0.1,
        0.1e6,
        9e6,
    ),
}
