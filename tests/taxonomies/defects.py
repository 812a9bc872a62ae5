"""Reports with known faults, and exactly which rules they break."""

from dataclasses import dataclass, field

from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import Tables
from tests.taxonomies.families import broken_conditions, broken_sums, fulfilled_abroad
from tests.taxonomies.instances import CONSOLIDATED, CURRENT, PREVIOUS, SEPARATE, Fact, Report
from tests.taxonomies.reports import ABROAD, group_report, now, single_report, whole_report

DOCUMENT = "valueAssertion_DocumentInformationEducation_"
ENTITY = "valueAssertion_EntityInformationEducation_"
BALANCE = "valueAssertion_BalanceSheetEducation_"
INCOME = "valueAssertion_IncomeExpensesStatementEducation_"
BUDGETED = "valueAssertion_IncomeExpensesStatementBudgetEducation_"
CASH = "valueAssertion_CashFlowStatementEducation_"
EQUITY = "valueAssertion_NotesEquityStatementOfChangesEducation_"
PERIOD = "FinancialReportingPeriod"
POLICY = "beleidsinformatie"
WORKLOAD = (
    "ConversationHeldWithTeamAboutWorkloadResourcesSpending",
    "StaffParticipationCouncilAgreedWithProposalForSpendingWorkloadResources",
    "AmountSpentOfWorkloadResources",
    "AmountSpentOfWorkloadResourcesOnStaff",
    "AmountSpentOfWorkloadResourcesOnEquipment",
    "AmountSpentOfWorkloadResourcesOnProfessionalisation",
    "AmountSpentOfWorkloadResourcesRemaining",
)
END = (CURRENT[1],)
START = (PREVIOUS[1],)
BUDGET = ("SeparateMember", "BudgetMember")
CASH_CHAIN = ("BankBalances", "CashAndCashEquivalents", "AssetsCurrent", "Assets")

FROM_MONTH_13 = "NotesRemunerationExecutiveSeniorOfficialsFrom13monthSpecificationEducation_"
MONTH_1_12 = "NotesRemunerationExecutiveSeniorOfficialsMonth112SpecificationEducation_"
SUPERVISORS = "NotesRemunerationSupervisorySeniorOfficialsSpecificationEducation_"
OTHER_OFFICIALS = "NotesRemunerationOtherOfficialsSpecificationEducation_"
RELATED_PARTIES = "NotesRelatedPartyTransactionsSpecificationEducation_"
CONTINUITY = "ContinuityParagraph"
WRONG_ROWS = (
    f"{FROM_MONTH_13}DateEarlierDateLater_PositionStartDatePositionEndDate",
    f"{FROM_MONTH_13}ExceedingThnValue_ExceedingMaximumReason",
    f"{SUPERVISORS}ExceedingThnValue_ExceedingMaximumReason",
    "NotesSeverancePaymentsSeniorOfficialsSpecificationEducation_ExceedingThnExistence_SeverancePaymentsExceedingReason",
    f"{OTHER_OFFICIALS}ExceedingThnExistence_ExceedingMaximumDisclosure",
    f"{OTHER_OFFICIALS}ExceedingThnExistence_OfficialPosition",
    f"{OTHER_OFFICIALS}ExceedingThnExistence_EmploymentExtentFTE",
    f"{MONTH_1_12}NumericValueLE_MonthsInRole",
    f"{MONTH_1_12}NumericValueGT_RemunerationInPeriod",
    f"{RELATED_PARTIES}NumericValueBetween_RelatedPartyParticipationRate",
    f"{RELATED_PARTIES}NumericValueBetween_RelatedPartyConsolidationRate",
    "DocumentInformationEducation_ValueThnValue_DocumentResubmissionDueToUnsurmountableInaccuracies",
    "DocumentInformationEducation_ValueNotAllowed_AdministrationManagementAdministrationNumber",
)
WRONG_FORECASTS = (
    f"{FROM_MONTH_13}NumericValueGT_RemunerationTotal",
    "DocumentInformationEducation_ContextDates_Forecasts",
    *(
        f"{CONTINUITY}{section}BudgetEducation_ValueThnForecast_{concept}_{years}Years"
        for section, concept in (("BalanceSheet", "Assets"), ("IncomeExpensesStatement", "Income"))
        for years in ("Three", "Five")
    ),
    f"{CONTINUITY}StaffingLevelBudgetBreakdownEducation_ValueThnForecast_NumberOfStudents_ThreeYears",
    f"{CONTINUITY}StaffingLevelBudgetBreakdownEducation_ValueThnForecast_NumberOfStudents_FiveYears",
)


@dataclass(frozen=True)
class Case:
    """A report, how often it breaks which rules, and whether it may break others too."""

    report: Report
    breaks: dict[str, int] = field(default_factory=dict)
    only: bool = True
    entry: str = "jaarverantwoording"


def sound_reports(tables: Tables) -> dict[str, Case]:
    """Return reports that break no rule and together fulfil every one."""
    other = ("SubsidyIncomeNationalGovernmentsOther",)
    made = {
        "group": Case(group_report(tables)),
        "group-mbo": Case(group_report(tables, leave_out=other, Sector="MBO")),
        "single-po": Case(single_report(tables)),
        "single-vo": Case(single_report(tables, Sector="VO")),
        "totals-only": Case(_without_details(tables, single_report(tables))),
        "whole": Case(whole_report(tables)),
        "abroad": Case(fulfilled_abroad(tables)),
        "wnt": Case(_whole_wnt(tables), entry="wnt"),
        "policy-po": Case(_whole_policy(tables), entry=POLICY),
        "policy-mbo": Case(_whole_policy(tables).with_value("Sector", "MBO").without(*WORKLOAD), entry=POLICY),
    }
    if _workload_ids(tables):
        made["vo-with-primary-education"] = Case(_secondary_with_primary(tables))
    return made


def faulty_reports(tables: Tables) -> dict[str, Case]:
    """Return reports that together break every rule."""
    group, single, whole = group_report(tables), single_report(tables), whole_report(tables)
    conditions = {
        name: Case(report, dict.fromkeys(ids, 1), only=False)
        for name, (report, ids) in broken_conditions(tables, whole).items()
    }
    broken, ids = broken_sums(tables, whole)
    return (
        {"sums": Case(broken, dict.fromkeys(ids, 1), only=False), "required": _required(tables, group)}
        | conditions
        | _document(group, single)
        | _periods(group, single)
        | _scope(group, single)
        | _entity(tables, group, single)
        | _amounts(group, single)
        | _binding(group, single)
        | _rows(tables, whole)
        | _workload(tables)
        | _document_of(tables, "wnt", _whole_wnt(tables), "document-information-wnt-education")
        | _document_of(tables, POLICY, _whole_policy(tables), "document-information-policy-education")
        | _policy(tables)
    )


def _without_details(tables: Tables, report: Report) -> Report:
    detailed = {total.parent: total for total in tables.sums}
    chosen = ("Receivables", "LiabilitiesCurrent", "AccommodationCosts")
    return report.without(*(name for parent in chosen for name in detailed[parent].plus.split()))


def _required(tables: Tables, group: Report) -> Case:
    required = [each for each in tables.required if "jaarverantwoording" in tables.sections[each.role].reports]
    roles = {each.role for each in required}
    names = [each.id for each in all_assertions(tables) if "_ExistOnce_" in each.id and each.role in roles]
    return Case(group.without(*(each.concept for each in required)), dict.fromkeys(names, 1), only=False)


def _document(group: Report, single: Report) -> dict[str, Case]:
    unusual = f"{PERIOD}DifferentThanAnnual"
    dependent = ("DocumentAdoptionDate", f"{unusual}Reason", f"{unusual}ImpactComparatives")
    texts = [Fact(dependent[0], "2026-05-01"), Fact(dependent[1], "reden"), Fact(dependent[2], "effect")]
    return {
        "ja-without-details": Case(group.without(*dependent), _once(f"{DOCUMENT}ValueThnExistence_", *dependent)),
        "nee-with-details": Case(single.plus(*texts), _once(f"{DOCUMENT}ValueThnNoExistence_", *dependent)),
        "information-of-last-year": Case(
            single.changed("StreetNameNL", period=PREVIOUS), _once(DOCUMENT, "AdimOnlyReportFactCurrent_Information")
        ),
        "currency": Case(
            single.changed("Inventories", unit="iso4217:USD"),
            _once(DOCUMENT, "AllMeasureEqualToReportedValue_DocumentPresentationCurrency"),
            only=False,
        ),
    }


def _periods(group: Report, single: Report) -> dict[str, Case]:
    dates = single
    for name, value in {
        f"{PERIOD}CurrentStartDate": "2026-06-30",
        f"{PERIOD}PreviousStartDate": "2027-01-01",
        f"{PERIOD}PreviousEndDate": "2026-12-31",
    }.items():
        dates = dates.with_value(name, value)
    return {
        "no-previous-start": Case(
            group.without(f"{PERIOD}PreviousStartDate"),
            _once(DOCUMENT, f"ExistenceThnExistence_{PERIOD}PreviousStartDate", "ContextDates_ReportingPeriods"),
        ),
        "no-previous-end": Case(
            single.without(f"{PERIOD}PreviousEndDate"),
            _once(DOCUMENT, f"ExistenceThnExistence_{PERIOD}PreviousEndDate"),
        ),
        "dates": Case(
            dates.plus(Fact("DocumentAdoptionDate", "2025-06-01")),
            _once(
                f"{DOCUMENT}DateEarlierDateLater_",
                "CurrentStartDateCurrentEndDate",
                "PreviousStartDatePreviousEndDate",
                "PreviousEndDateCurrentStartDate",
                "CurrentEndDateDocumentAdoptionDate",
            ),
            only=False,
        ),
        "strange-period": Case(
            single.plus(Fact("Income", "1", ("2020-01-01", "2020-12-31"), SEPARATE)),
            _once(DOCUMENT, "ContextDates_ReportingPeriods")
            | _once(f"{INCOME}SumOfChildren_", "BalanceIncomeAndExpenses"),
        ),
        "strange-instant": Case(
            single.plus(Fact("Receivables", "1", ("2025-06-30",), SEPARATE)),
            _once(DOCUMENT, "ContextDates_ReportingPeriods") | _once(f"{BALANCE}SumOfChildren_", "AssetsCurrent"),
        ),
    }


def _scope(group: Report, single: Report) -> dict[str, Case]:
    scope = "DocumentRelatesToIndividualEntityOrGroup"
    return {
        "no-consolidated": Case(
            single.with_value(scope, "Geconsolideerd en enkelvoudig"),
            _once(DOCUMENT, "ExistenceMember_ConsolidatedMember"),
        ),
        "unwanted-consolidated": Case(
            group.with_value(scope, "Enkelvoudig"), _once(DOCUMENT, "NoExistenceMember_ConsolidatedMember")
        ),
        "consolidated-alone": Case(
            group.with_value(scope, "Geconsolideerd"), _once(DOCUMENT, f"ValueNotAllowed_{scope}")
        ),
        "no-amounts": Case(
            Report(tuple(fact for fact in single.facts if not fact.members)),
            _once(DOCUMENT, "ExistenceMember_SeparateMember")
            | _once(f"{INCOME}ValueThnNumericValueGT_", "GovernmentContributionsIncomeTransfersSchoolBoards"),
        ),
    }


def _entity(tables: Tables, group: Report, single: Report) -> dict[str, Case]:
    older = (
        "JointVentureTailoredEducation",
        "IncludedInFinancialReportingLocalGovernment",
        "ProgressiveDecentralisationLocalGovermentFunds",
    )
    indications = tuple(now(tables, name) for name in older)
    other = "SubsidyIncomeNationalGovernmentsOther"
    strangers = single.changed("StreetNameNL", scheme="http://www.example.org/id")
    return {
        "identifiers": Case(
            strangers.changed("TitleOfTheDocument", identifier="87654321"),
            _once(ENTITY, "EqualToIdentifierScheme_KvK", "EqualToIdentifier_ChamberOfCommerceRegistrationNumber"),
        ),
        "no-indications": Case(single.without(*indications), _once(f"{ENTITY}ValueThnExistence_", *indications)),
        "vo-licenses": Case(group.with_value("Sector", "VO"), _once(f"{INCOME}ValueThnNoExistence_", "IncomeLicenses")),
        "po-research": Case(group.with_value("Sector", "PO"), _once(f"{INCOME}ValueThnNoExistence_", other)),
        "mbo-research": Case(
            group.with_value("Sector", "MBO"),
            _once("valueAssertion_ConsolidatedIncomeExpensesStatementEducation_ValueThnNoExistence_", other),
        ),
    }


def _amounts(group: Report, single: Report) -> dict[str, Case]:
    unbalanced = single
    for name in CASH_CHAIN:
        unbalanced = unbalanced.moved(name, END, SEPARATE, 1)
    opening = ("2023-12-31",)
    moved = group.moved("Equity", opening, SEPARATE, 1)
    return {
        "unbalanced": Case(
            unbalanced, _once(BALANCE, "Equal_AssetsEquityAndLiabilities") | _once(CASH, "Equal_CashAndCashEquivalents")
        ),
        "movements": Case(
            moved.moved("CashAndCashEquivalentsCashFlow", opening, SEPARATE, 1),
            _once(EQUITY, "PeriodStartMutationPeriodEnd_Equity")
            | _once(CASH, "PeriodStartMutationPeriodEnd_CashAndCashEquivalentsCashFlow"),
        ),
        "after-appropriation": Case(
            group.with_value("BalanceSheetBeforeAfterAppropriationResults", "Na"),
            _once(BALANCE, "ValueThnNoExistence_ResultForTheYear"),
        ),
        "direct-method": Case(
            group.with_value("CashFlowStatementMethodType", "Direct"),
            _once(CASH, "ValueThnNoExistence_IndirectMethod"),
        ),
    }


def _binding(group: Report, single: Report) -> dict[str, Case]:
    """Return faults that show how totals and parts find each other."""
    sums = f"{INCOME}SumOfChildren_"
    return {
        "missing-total": Case(
            single.without("Receivables"), _once(f"{BALANCE}SumOfChildren_", "Receivables", "AssetsCurrent")
        ),
        "missing-part": Case(
            single.dropped("WagesSalaries", CURRENT, SEPARATE), _once(sums, "EmployeeBenefitsExpenses")
        ),
        "missing-budget-total": Case(
            single.dropped("Income", CURRENT, BUDGET),
            _once(f"{BUDGETED}SumOfChildren_", "Income", "BalanceIncomeAndExpenses"),
        ),
        "only-subtracted-part": Case(_only_interest(single), _once(sums, "FinancialIncomeExpenses")),
        "no-parts-but-subtracted": Case(
            group.dropped("Equity", END, CONSOLIDATED),
            _once("valueAssertion_ConsolidatedBalanceSheetEducation_SumOfChildren_", "EquityGroup"),
            only=False,
        ),
    }


def _only_interest(single: Report) -> Report:
    for name in ("InterestIncomeRelatedIncome", "FinancialIncomeExpensesOther"):
        single = single.dropped(name, CURRENT, SEPARATE)
    return single


def _once(start: str, *names: str) -> dict[str, int]:
    return {f"{start}{name}": 1 for name in names}


def _rows(tables: Tables, whole: Report) -> dict[str, Case]:
    """Return a report with wrong rows, and one with wrong forecasts and nothing paid."""
    rows = whole.without("SeverancePaymentsExceedingReason", "ExceedingMaximumDisclosure", "EmploymentExtentFTE")
    for name, value in {
        "PositionStartDate": "2026-01-01",
        "ExceedingMaximumReason": "Niet van toepassing",
        "MonthsInRoleReportingYear": "12",
        "RemunerationInPeriod": "0",
        "RelatedPartyParticipationRate": "2",
        "RelatedPartyConsolidationRate": "-1",
        "DocumentAdoptionStatus": "Nee",
        "AdministrationManagementAdministrationNumber": "000",
    }.items():
        rows = rows.with_value(name, value)
    planned = whole.kept(lambda fact: fact.period[-1] < "2026" or "BudgetMember" not in fact.members)
    late = Fact("Income", "1", ("2040-01-01", "2040-12-31"), BUDGET)
    return {
        "rows": Case(rows.without("OfficialPosition"), _once("valueAssertion_", *WRONG_ROWS), only=False),
        "forecasts": Case(
            planned.plus(late).with_value("RemunerationTotal", "0"),
            _once("valueAssertion_", *WRONG_FORECASTS),
            only=False,
        ),
        "forecast-of-one-year": Case(
            single_report(tables).plus(Fact("NumberOfStudents", "10", ("2026-12-31",), BUDGET)),
            _once("valueAssertion_", WRONG_FORECASTS[-2]),
        ),
    }


def _secondary_with_primary(tables: Tables) -> Report:
    """Return a vo board with a segment of primary education."""
    other = ("IncomeLicenses", "SubsidyIncomeNationalGovernmentsOther")
    return whole_report(tables, leave_out=other, Sector="VO")


def _workload_ids(tables: Tables) -> list[str]:
    """Return the rules for such a board; not every year has them."""
    return [each.id for each in all_assertions(tables) if "_ValueThnExistence_PrimaryEducationMember_" in each.id]


def _workload(tables: Tables) -> dict[str, Case]:
    ids = _workload_ids(tables)
    if not ids:
        return {}
    report = _secondary_with_primary(tables).without(*(name.rpartition("_")[2] for name in ids))
    return {"vo-without-workload": Case(report, dict.fromkeys(ids, 1), only=False)}


def _whole_wnt(tables: Tables) -> Report:
    return whole_report(tables, "wnt", Sector="CUL")


def _whole_policy(tables: Tables) -> Report:
    """Return the policy information of a po board."""
    return whole_report(tables, POLICY, Sector="PO")


def _policy(tables: Tables) -> dict[str, Case]:
    sound = _whole_policy(tables)
    conditions = broken_conditions(tables, sound.without(*ABROAD), POLICY)
    wrong, ids = broken_sums(tables, sound, POLICY)
    return {"policy-sums": Case(wrong, dict.fromkeys(ids, 1), entry=POLICY)} | {
        f"policy-{name}": Case(report, dict.fromkeys(broken, 1), only=False, entry=POLICY)
        for name, (report, broken) in conditions.items()
    }


def _document_of(tables: Tables, entry: str, sound: Report, role: str) -> dict[str, Case]:
    """Return reports of an entry point in which its information on the document is missing, or wrong."""
    ids = [each.id for each in all_assertions(tables) if each.role == role]
    missing = [each.concept for each in tables.required if each.role == role]
    wrong = sound
    for name, value in {
        f"{PERIOD}CurrentStartDate": "2026-06-30",
        f"{PERIOD}PreviousStartDate": "2027-01-01",
        f"{PERIOD}PreviousEndDate": "2026-12-31",
        "DocumentPresentationCurrency": "USD",
    }.items():
        wrong = wrong.with_value(name, value)
    once = [name for name in ids if "_ExistOnce_" in name]
    name = "policy" if entry == POLICY else entry
    return {
        f"{name}-missing": Case(sound.without(*missing), dict.fromkeys(once, 1), only=False, entry=entry),
        f"{name}-wrong": Case(wrong, dict.fromkeys(set(ids) - set(once), 1), only=False, entry=entry),
    }
