"""Small reports made by hand: facts by local name, written as an instance."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, Fact, FactKey, Period, QName
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

YEAR = Period(date(2025, 1, 1), date(2025, 12, 31))
LAST_YEAR = Period(date(2024, 1, 1), date(2024, 12, 31))
KVK = "99990001"

INFORMATION: dict[str, str | date] = {
    "TitleOfTheDocument": "Jaarverslag 2025",
    "LegalEntityName": "Stichting Toetsvoorbeeld",
    "LegalEntityLegalForm": "Stichting",
    "LegalEntityRegisteredOffice": "Fictiestad",
    "ChamberOfCommerceRegistrationNumber": KVK,
    "CompetentAuthorityNumber": "99001",
    "Sector": "MBO",
    "DocumentRelatesToIndividualEntityOrGroup": "Enkelvoudig",
    "DocumentPresentationCurrency": "EUR",
    "DocumentAdoptionStatus": "Nee",
    "BasisOfPreparation": "Commercieel",
    "BalanceSheetBeforeAfterAppropriationResults": "Na",
    "CashFlowStatementMethodType": "Indirect",
    "FinancialReportingPeriodCurrentStartDate": YEAR.start or YEAR.end,
    "FinancialReportingPeriodCurrentEndDate": YEAR.end,
    "FinancialReportingPeriodPreviousStartDate": LAST_YEAR.start or LAST_YEAR.end,
    "FinancialReportingPeriodPreviousEndDate": LAST_YEAR.end,
    "FinancialReportingPeriodDifferentThanAnnualStatus": "Nee",
    "FirstName": "Voorbeeld",
    "FamilyName": "Contactpersoon",
    "TelephoneNumber": "000-0000000",
    "EmailAddressFull": "contact@toetsvoorbeeld.example",
}
AMOUNTS = {
    "Assets": 100,
    "AssetsCurrent": 100,
    "CashAndCashEquivalents": 100,
    "EquityAndLiabilities": 100,
    "Equity": 100,
}


class Report:
    """Builds facts for one taxonomy; every fact gets a cell of its own on a sheet called ``Blad``."""

    def __init__(self, model: TaxonomyModel, profile: ReportProfile) -> None:
        self.model = model
        self.profile = profile
        self.row = 0

    def name(self, prefixed: str) -> QName:
        """Return the qualified name behind ``prefix:Local``."""
        prefix, _, local = prefixed.partition(":")
        return QName(self.model.prefixes[prefix], local)

    def fact(self, local: str, value: object, period: Period = YEAR, members: Iterable[str] = ("separate",)) -> Fact:
        """Return a fact; amounts get EUR, the separate member and, for balances, the last day of the period."""
        concept = self.model.find(local)
        assert concept is not None, local
        self.row += 1
        numeric = concept.kind in (Kind.MONETARY, Kind.NUMBER)
        unit = {Kind.MONETARY: "EUR", Kind.NUMBER: "pure"}.get(concept.kind)
        span = Period(None, period.end) if concept.instant else period
        dimensions = tuple(sorted(self._dimension(member) for member in members)) if numeric else ()
        key = FactKey(concept.name, span, dimensions, unit)
        typed = Decimal(str(value)) if numeric else value
        assert isinstance(typed, Decimal | str | date)
        return Fact(key, typed, (CellRef("Blad", self.row, 2),), "INF" if numeric else None)

    def small(self, **amounts: object) -> list[Fact]:
        """Return the smallest report without a finding, with some amounts changed or added (None leaves one out)."""
        facts = [self.fact(local, value) for local, value in INFORMATION.items()]
        chosen = AMOUNTS | amounts
        return facts + [self.fact(local, value) for local, value in chosen.items() if value is not None]

    def _dimension(self, member: str) -> Dimension:
        axis = self.profile.budget_axis if member == "budget" else self.profile.statement_axis
        return Dimension(self.name(axis), self.name(getattr(self.profile, f"{member}_member")))
