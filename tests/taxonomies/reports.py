"""Sound reports made from the source tables: every line of every section, with figures that all tie."""

from taxonomies.builder.tables import Concept, Section, Tables
from tests.taxonomies.figures import amounts_of
from tests.taxonomies.instances import CURRENT, KVK, PREVIOUS, Fact, Report

STATEMENTS = ("document", "entity", "balance", "income", "cashflow", "equity", "workload")
GROUP = {
    "DocumentRelatesToIndividualEntityOrGroup": "Geconsolideerd en enkelvoudig",
    "Sector": "WO",
    "BalanceSheetBeforeAfterAppropriationResults": "Voor",
    "DocumentAdoptionStatus": "Ja",
    "FinancialReportingPeriodDifferentThanAnnualStatus": "Ja",
    "CashFlowStatementMethodType": "Indirect",
}
SINGLE = {
    "DocumentRelatesToIndividualEntityOrGroup": "Enkelvoudig",
    "Sector": "PO",
    "JointVentureTailoredEducation": "Ja",
    "BalanceSheetBeforeAfterAppropriationResults": "Na",
    "DocumentAdoptionStatus": "Nee",
    "FinancialReportingPeriodDifferentThanAnnualStatus": "Nee",
    "CashFlowStatementMethodType": "Direct",
    "DocumentResubmissionDueToUnsurmountableInaccuracies": "Nee",
}
COMMON = {
    "FinancialReportingPeriodCurrentStartDate": CURRENT[0],
    "FinancialReportingPeriodCurrentEndDate": CURRENT[1],
    "FinancialReportingPeriodPreviousStartDate": PREVIOUS[0],
    "FinancialReportingPeriodPreviousEndDate": PREVIOUS[1],
    "FinancialStatementsDateOfPreparation": "2026-04-01",
    "DocumentAdoptionDate": "2026-05-01",
    "DocumentPresentationCurrency": "EUR",
    "BasisOfPreparation": "Commercieel",
    "EmailAddressFull": "a.jansen@voorbeeldbestuur.example",
    "LegalEntityLegalForm": "Stichting",
    "ChamberOfCommerceRegistrationNumber": KVK,
    "CompetentAuthorityNumber": "41234",
    "HouseNumberNL": "1",
    "PositionEndDate": "2025-12-31",
    "ExceedingMaximumReason": "Overgangsrecht",
    "HourlyRateMaximumCompliedStatus": "Nee",
    "PostalCodeNL": "1234AB",
    "JointVentureTailoredEducation": "Nee",
    "IncludedInFinancialReportingLocalGovernment": "Nee",
    "ProgressiveDecentralisationLocalGovermentFunds": "Nee",
}
INDIRECT = (
    "OperatingResultCashFlow",
    "AdjustmentsReconcileOperatingResult",
    "AdjustmentsDepreciationAndAmortisationExpense",
    "IncreaseDecreaseProvisions",
    "AdjustmentsReconcileOperatingResultOther",
    "ChangesWorkingCapital",
    "IncreaseDecreaseInInventories",
    "IncreaseDecreaseInReceivables",
    "IncreaseDecreaseInSecurities",
    "IncreaseDecreaseInLiabilities",
)


NOT_IN_SINGLE = ("ResultForTheYear", "IncomeLicenses", "SubsidyIncomeNationalGovernmentsOther")
ABROAD = (
    "StreetNameAbroad",
    "HouseNumberAbroad",
    "PostalCodeAbroad",
    "PlaceOfResidenceAbroad",
    "DescriptionLocationAbroad",
    "NameRegion",
    "CountryName",
)
# an exemption is for one sector only
EXEMPTION = ("RemunerationMaximumExemption",)
FORECASTS = [(f"{year}-01-01", f"{year}-12-31") for year in range(2026, 2031)]
ROW = "rij 1"


def group_report(tables: Tables, *, leave_out: tuple[str, ...] = (), **values: str) -> Report:
    """Return a university's statements with every line, for both years."""
    return _made(tables, _statements(tables), (CURRENT, PREVIOUS), COMMON | GROUP | values, (*leave_out, *ABROAD))


def single_report(tables: Tables, **values: str) -> Report:
    """Return statements without a group, after appropriation, with a direct cash flow statement."""
    chosen = [section for section in _statements(tables) if "ConsolidatedMember" not in section.members]
    left = (*INDIRECT, *NOT_IN_SINGLE, *ABROAD, "DocumentAdoptionDate", *_dependent(tables))
    return _made(tables, chosen, (CURRENT,), COMMON | SINGLE | values, left)


def whole_report(
    tables: Tables, report: str = "jaarverantwoording", *, leave_out: tuple[str, ...] = (), **values: str
) -> Report:
    """Return a report that fills every line of every section, with all notes, rows and forecasts."""
    left = (*ABROAD, *EXEMPTION) if report == "jaarverantwoording" else ABROAD
    return _made(tables, tables.sections_of(report), (CURRENT,), COMMON | GROUP | values, (*left, *leave_out))


def now(tables: Tables, name: str) -> str:
    """Return what an item of 2025 is called in this taxonomy."""
    return next((each.after for each in tables.changes if (each.kind, each.before) == ("renamed", name)), name)


def _statements(tables: Tables) -> list[Section]:
    return [section for section in tables.sections_of("jaarverantwoording") if section.tree in STATEMENTS]


def _dependent(tables: Tables) -> list[str]:
    """Return the items that say more about an answer that is Nee."""
    endings = ("AnnualReason", "AnnualImpactComparatives", "InaccuraciesDescription")
    return [name for name in tables.concepts if name.endswith(endings)]


def _made(
    tables: Tables,
    sections: list[Section],
    years: tuple[tuple[str, str], ...],
    values: dict[str, str],
    leave_out: tuple[str, ...],
) -> Report:
    facts = dict[object, Fact]()
    values = {now(tables, name): value for name, value in values.items()}
    for section in sections:
        amounts = amounts_of(tables, sections, section, leave_out)
        for year in _years(section, years):
            for fact in _facts(tables, section, year, amounts, values):
                if fact.name not in leave_out:
                    facts.setdefault(fact.key, fact)
    return Report(tuple(facts.values()))


def _years(section: Section, years: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    if not section.members:
        return [CURRENT]
    forecast = "BudgetMember" in section.members and section.role.startswith("continuity")
    return FORECASTS if forecast else list(years)


def _facts(
    tables: Tables, section: Section, year: tuple[str, str], amounts: dict[str, int], values: dict[str, str]
) -> list[Fact]:
    made = []
    for first, members in _columns(tables, section):
        for item in tables.items_of(section):
            tied = _tied(tables, item, members)
            if first or item.name in amounts:
                line = tied or (_specified(section, item) if first else "")
                told = values.get(item.name) or _value(tables, item, line, amounts)
                made += [Fact(item.name, told, period, members) for period in _periods(tables, section, item, year)]
    return made


def _value(tables: Tables, item: Concept, line: str, amounts: dict[str, int]) -> str:
    if item.name in amounts:
        return str(amounts[line]) if line else "0"
    return _text(tables, item)


def _columns(tables: Tables, section: Section) -> list[tuple[bool, tuple[str, ...]]]:
    """Return the members of each column of a section; the first column holds all, the others nothing."""
    columns = [tuple(section.members.split())]
    for axis in section.axes.split():
        open_members = [f"{axis}={ROW}"] if tables.typed_of(axis) else [each.name for each in tables.members_of(axis)]
        columns = [(*column, name) for column in columns for name in open_members]
    return [(number == 0, column) for number, column in enumerate(columns)]


def _tied(tables: Tables, item: Concept, members: tuple[str, ...]) -> str:
    return next((tie.right for tie in tables.ties if tie.left == item.name and tie.left_member in members), "")


def _specified(section: Section, item: Concept) -> str:
    """Return the line of the balance sheet that rows of this item specify, or the item itself."""
    line = section.axes.removesuffix("Axis")
    return line if item.name in {"DesignatedReserve", "DesignatedFund"} and line else item.name


def _text(tables: Tables, item: Concept) -> str:
    codes = [code.value for code in tables.codes if item.type == f"ow-codes:{code.type}"]
    kinds = {"xbrli:dateItemType": "2025-03-01", "ow-types:percentItemType": "0.5"}
    return codes[0] if codes else kinds.get(item.type, f"Tekst {item.name}")


def _periods(tables: Tables, section: Section, item: Concept, year: tuple[str, str]) -> list[tuple[str, ...]]:
    if item.period == "duration":
        return [year]
    opening = str(int(year[0][:4]) - 1) + "-12-31"
    opens = any(line.item == item.name and line.preferred == "periodStart" for line in tables.lines_of(section))
    return [(year[1],), (opening,)] if opens else [(year[1],)]
