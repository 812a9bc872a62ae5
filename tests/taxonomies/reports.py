"""Reports made from the source tables: sound ones whose sums all tie, and the XML of any of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from taxonomies.builder.package import entry_point_url
from taxonomies.builder.places import Places
from taxonomies.builder.tables import Concept, Section, Sum, Tables

XBRLI = "http://www.xbrl.org/2003/instance"
XBRLDI = "http://xbrl.org/2006/xbrldi"
LINK = "http://www.xbrl.org/2003/linkbase"
XLINK = "http://www.w3.org/1999/xlink"
SCHEME = "http://www.kvk.nl/kvk-id"
KVK = "12345678"
CURRENT = ("2025-01-01", "2025-12-31")
PREVIOUS = ("2024-01-01", "2024-12-31")
SEPARATE = ("SeparateMember",)
CONSOLIDATED = ("ConsolidatedMember",)


@dataclass(frozen=True)
class Fact:
    """A fact; `period` is one date for an instant and two for a duration."""

    name: str
    value: str
    period: tuple[str, ...] = CURRENT
    members: tuple[str, ...] = ()
    scheme: str = SCHEME
    identifier: str = KVK
    unit: str = ""

    @property
    def key(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        return self.name, self.period, self.members


@dataclass(frozen=True)
class Report:
    facts: tuple[Fact, ...]

    def without(self, *names: str) -> "Report":
        return Report(tuple(fact for fact in self.facts if fact.name not in names))

    def plus(self, *facts: Fact) -> "Report":
        return Report((*self.facts, *facts))

    def changed(self, name: str, **changes: object) -> "Report":
        """Change every fact of a concept."""
        return Report(tuple(replace(fact, **changes) if fact.name == name else fact for fact in self.facts))  # type: ignore[arg-type]

    def moved(self, name: str, period: tuple[str, ...], members: tuple[str, ...], step: int) -> "Report":
        """Add to one amount."""
        key = name, period, members
        if key not in {fact.key for fact in self.facts}:
            raise KeyError(key)
        return Report(
            tuple(replace(fact, value=str(int(fact.value) + step)) if fact.key == key else fact for fact in self.facts)
        )

    def dropped(self, name: str, period: tuple[str, ...], members: tuple[str, ...]) -> "Report":
        """Leave out one fact."""
        return Report(tuple(fact for fact in self.facts if fact.key != (name, period, members)))

    def with_value(self, name: str, value: str) -> "Report":
        return self.changed(name, value=value)


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


def group_report(tables: Tables, *, leave_out: tuple[str, ...] = (), **values: str) -> Report:
    """Return a university's report that fills every line of every section, for both years."""
    facts = [_information(concept, COMMON | GROUP | values) for concept in _information_items(tables)]
    for section in _money_sections(tables):
        for year in (CURRENT, PREVIOUS):
            facts += _statement(tables, section, year, leave_out)
    return _report(facts)


def single_report(tables: Tables, **values: str) -> Report:
    """Return a report without a group, after appropriation, with a direct cash flow statement."""
    chosen = COMMON | SINGLE | values
    facts = [_information(concept, chosen) for concept in _information_items(tables)]
    for section in _money_sections(tables):
        if "ConsolidatedMember" not in section.members:
            facts += _statement(tables, section, CURRENT, leave_out=(*INDIRECT, *NOT_IN_SINGLE))
    return _report(facts).without("DocumentAdoptionDate", *_different_than_annual(tables))


def _report(facts: list[Fact]) -> Report:
    return Report(tuple({fact.key: fact for fact in facts}.values()))


def _different_than_annual(tables: Tables) -> list[str]:
    return [name for name in tables.concepts if name.endswith(("AnnualReason", "AnnualImpactComparatives"))]


def _information_items(tables: Tables) -> list[Concept]:
    return [concept for concept in tables.concepts.values() if not concept.is_money]


def _money_sections(tables: Tables) -> list[Section]:
    return [section for section in tables.sections.values() if section.members]


def _information(concept: Concept, values: dict[str, str]) -> Fact:
    return Fact(concept.name, values.get(concept.name, f"Tekst {concept.name}"))


def _statement(tables: Tables, section: Section, year: tuple[str, str], leave_out: Iterable[str] = ()) -> list[Fact]:
    members = tuple(section.members.split())
    made = []
    for name, amount in _amounts(tables, section, leave_out).items():
        made += [Fact(name, str(amount), period, members) for period in _periods(tables, name, year)]
    return made


def _periods(tables: Tables, name: str, year: tuple[str, str]) -> list[tuple[str, ...]]:
    if tables.concepts[name].period == "duration":
        return [year]
    opening = PREVIOUS[1] if year == CURRENT else "2023-12-31"
    opens = any(line.item == name and line.preferred == "periodStart" for line in tables.lines)
    return [(year[1],), (opening,)] if opens else [(year[1],)]


def _amounts(tables: Tables, section: Section, leave_out: Iterable[str]) -> dict[str, int]:
    """Return amounts of one year that tie; nothing moves in the year, so that every year is the same."""
    sections = [each for each in tables.sections.values() if each.members.split()[:1] == section.members.split()[:1]]
    names = dict.fromkeys(item.name for each in sections for item in tables.items_of(each))
    names = dict.fromkeys(name for name in names if name not in set(leave_out))
    sums = {each.parent: each for each in tables.sums if not each.member or each.member in section.members.split()}
    amounts = {name: 100 * (number + 3) for number, name in enumerate(names) if name not in sums}
    amounts["EquityMovementOther"] = -amounts["EquityResultAllocation"]
    amounts["EffectExchangeRateChangesCashAndCashEquivalents"] = -_fill("NetCashFlows", sums, amounts)
    for name in names:
        _fill(name, sums, amounts)
    _close(amounts)
    return {item.name: amounts[item.name] for item in tables.items_of(section) if item.name in names}


def _fill(name: str, sums: dict[str, Sum], amounts: dict[str, int]) -> int:
    if name not in amounts:
        total = sums.get(name)
        if total is None:
            return 0
        plus = sum(_fill(part, sums, amounts) for part in total.plus.split())
        amounts[name] = plus - sum(_fill(part, sums, amounts) for part in total.minus.split())
    return amounts[name]


def _close(amounts: dict[str, int]) -> None:
    """Let the bank balance close the balance sheet."""
    gap = amounts["EquityAndLiabilities"] - amounts["Assets"]
    for name in ("BankBalances", "CashAndCashEquivalents", "AssetsCurrent", "Assets"):
        amounts[name] += gap
    amounts["CashAndCashEquivalentsCashFlow"] = amounts["CashAndCashEquivalents"]


def to_xml(report: Report, tables: Tables) -> bytes:
    """Write an instance."""
    places = Places(tables)
    own = places.namespaces("ow-i", "ow-dim", "ow-dm")
    declared = {
        "xbrli": XBRLI,
        "xbrldi": XBRLDI,
        "link": LINK,
        "xlink": XLINK,
        "iso4217": "http://www.xbrl.org/2003/iso4217",
    }
    root = etree.Element(f"{{{XBRLI}}}xbrl", nsmap=declared | own)
    root.set("{http://www.w3.org/XML/1998/namespace}lang", "nl")
    reference = etree.SubElement(root, f"{{{LINK}}}schemaRef")
    reference.set(f"{{{XLINK}}}type", "simple")
    reference.set(f"{{{XLINK}}}href", entry_point_url(tables))
    contexts = {fact: f"c{number}" for number, fact in enumerate(dict.fromkeys(map(_bare, report.facts)))}
    for fact, name in contexts.items():
        _context(root, fact, name, tables)
    units = sorted({unit for fact in report.facts if (unit := _unit(fact, tables))})
    for unit in units:
        made = etree.SubElement(root, f"{{{XBRLI}}}unit", id=unit.replace(":", "_"))
        etree.SubElement(made, f"{{{XBRLI}}}measure").text = unit
    for fact in report.facts:
        element = etree.SubElement(root, f"{{{own['ow-i']}}}{fact.name}", contextRef=contexts[_bare(fact)])
        element.text = fact.value
        if unit := _unit(fact, tables):
            element.set("unitRef", unit.replace(":", "_"))
            element.set("decimals", "INF")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _bare(fact: Fact) -> Fact:
    """Return what a fact has in common with all others in its context."""
    return replace(fact, name="", value="", unit="")


def _unit(fact: Fact, tables: Tables) -> str:
    if fact.unit:
        return fact.unit
    concept = tables.concepts[fact.name]
    if concept.is_money:
        return "iso4217:EUR"
    return "xbrli:pure" if concept.type == "ow-types:nonNegative20ItemType" else ""


def _context(root: etree._Element, fact: Fact, name: str, tables: Tables) -> None:
    context = etree.SubElement(root, f"{{{XBRLI}}}context", id=name)
    entity = etree.SubElement(context, f"{{{XBRLI}}}entity")
    etree.SubElement(entity, f"{{{XBRLI}}}identifier", scheme=fact.scheme).text = fact.identifier
    period = etree.SubElement(context, f"{{{XBRLI}}}period")
    tags = ("instant",) if len(fact.period) == 1 else ("startDate", "endDate")
    for tag, date in zip(tags, fact.period, strict=True):
        etree.SubElement(period, f"{{{XBRLI}}}{tag}").text = date
    if fact.members:
        scenario = etree.SubElement(context, f"{{{XBRLI}}}scenario")
        for member in fact.members:
            axis = tables.members[member].axis
            made = etree.SubElement(scenario, f"{{{XBRLDI}}}explicitMember", dimension=f"ow-dim:{axis}")
            made.text = f"ow-dm:{member}"
