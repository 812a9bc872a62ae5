"""A small taxonomy, profile, mapping and workbook to map with; every test changes one thing."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.messages import day, messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import Cell, CellValue, SheetCells, Workbook

NS: Final = "http://www.onderwijstaxonomie.example/i"
DIM: Final = "http://www.onderwijstaxonomie.example/dim"
MEMBERS: Final = "http://www.onderwijstaxonomie.example/dm"

Grid = Mapping[str, CellValue]
Sheets = Mapping[str, Grid]


def concept(local: str, kind: Kind = Kind.MONETARY, *, instant: bool = False, label: str = "") -> Concept:
    labels = {("label", "nl"): label or local, ("label", "en"): f"{local} (en)"}
    return Concept(QName(NS, local), "ow-i", kind, instant, None, labels)


KVK: Final = r"(0[1-9]|[1-9][0-9])\d{6}"
CONCEPTS: Final = (
    replace(concept("Assets", instant=True, label="Activa"), whole=True),
    replace(concept("Cash", instant=True, label="Liquide middelen"), whole=True),
    replace(concept("Income", label="Baten"), whole=True),
    concept("IncomeOther", label="Overige baten"),
    concept("CashFlow", label="Kasstroom"),
    concept("Staff", Kind.NUMBER, label="Formatie"),
    replace(concept("CompetentAuthorityNumber", Kind.TEXT, label="Bestuursnummer"), pattern="[0-9]{5}"),
    replace(concept("ChamberOfCommerceRegistrationNumber", Kind.TEXT, label="KvK-nummer"), pattern=KVK),
    replace(concept("LegalEntityName", Kind.TEXT, label="Naam"), max_length=40),
    replace(concept("Sector", Kind.CODE), codes=("PO", "VO", "Besloten vennootschap")),
    replace(concept("Adopted", Kind.CODE, label="Vastgesteld"), codes=("Ja", "Nee")),
    concept("AdoptionDate", Kind.DATE, label="Datum van vaststelling"),
)
PREFIXES: Final = {"ow-i": NS, "ow-dim": DIM, "ow-dm": MEMBERS}
MODEL: Final = TaxonomyModel("proef", "http://x.example/e.xsd", "0" * 64, PREFIXES, {c.name: c for c in CONCEPTS}, {})
PROFILE: Final = ReportProfile(
    taxonomy="proef",
    report="jaarverantwoording",
    entry_point="http://x.example/e.xsd",
    identifier_scheme="http://www.kvk.nl/kvk-id",
    identifier_concept="ow-i:ChamberOfCommerceRegistrationNumber",
    bestuursnummer_concept="ow-i:CompetentAuthorityNumber",
    name_concept="ow-i:LegalEntityName",
    period_end_concept="ow-i:FinancialReportingPeriodCurrentEndDate",
    statement_axis="ow-dim:FinancialStatementsTypeAxis",
    separate_member="ow-dm:SeparateMember",
    consolidated_member="ow-dm:ConsolidatedMember",
    budget_axis="ow-dim:BudgetTypeAxis",
    budget_member="ow-dm:BudgetMember",
    filing_rules=None,
    lang="nl",
)

GENERAL: Final[dict[str, Any]] = {
    "sheet": "Algemeen",
    "statement": "none",
    "columns": [{"column": "C", "means": "value"}],
    "lines": [
        {"label": "Naam", "concept": "LegalEntityName"},
        {"label": "Bestuursnummer", "concept": "CompetentAuthorityNumber"},
        {"label": "KvK", "concept": "ChamberOfCommerceRegistrationNumber"},
        {"label": "Sector", "concept": "Sector", "optional": True},
        {"label": "Vastgesteld", "concept": "Adopted", "optional": True},
        {"label": "Datum", "concept": "AdoptionDate", "optional": True},
        {"label": "Formatie", "concept": "Staff", "optional": True},
    ],
}
BALANCE: Final[dict[str, Any]] = {
    "sheet": "Balans",
    "header_row": 3,
    "line_column": "A",
    "columns": [
        {"column": "C", "means": "note"},
        {"column": "D", "header": "31-12-2025", "means": "current"},
        {"column": "E", "header": "31-12-2024", "means": "previous"},
    ],
    "lines": [
        {"line": "1.2", "label": "Liquide middelen", "concept": "Cash"},
        {"line": "1", "label": "Activa", "concept": "Assets"},
    ],
}
INCOME: Final[dict[str, Any]] = {
    "sheet": "Baten",
    "header_row": 1,
    "line_column": "A",
    "columns": [
        {"column": "C", "header": "2025", "means": "current"},
        {"column": "D", "header": "Begroting 2025", "means": "budget"},
        {"column": "E", "header": "2024", "means": "previous"},
        {"column": "G", "means": "ignore", "reason": "controlekolom"},
    ],
    "lines": [
        {"line": "3.1", "label": "Overige baten", "concept": "IncomeOther"},
        {"line": "3", "label": "Baten", "concept": "Income"},
        {"label": "Kas begin", "concept": "Cash", "at": "start", "optional": True},
        {"label": "Kas eind", "concept": "Cash", "optional": True},
        {"label": "Uitgaven", "concept": "CashFlow", "sign": "reversed", "optional": True},
        {"label": "Controle", "ignore": "rekenregel", "optional": True},
    ],
}
WORKBOOK: Final[Sheets] = {
    "Algemeen": {
        "B2": "Naam",
        "C2": "Stichting De Proef",
        "B3": "Bestuursnummer",
        "C3": "41234",
        "B4": "KvK",
        "C4": Decimal(12345678),
    },
    "Balans": {
        "A1": "Balans van Stichting De Proef",
        "B3": "Post",
        "D3": date(2025, 12, 31),
        "E3": "31-12-2024",
        "A4": Decimal("1.2"),
        "B4": "Liquide middelen",
        "C4": "5",
        "D4": Decimal(400),
        "E4": Decimal(300),
        "A5": "1",
        "B5": "Activa",
        "D5": Decimal(1400),
        "E5": Decimal(1300),
        "B6": "Toelichting onder de balans",
    },
    "Baten": {
        "C1": Decimal(2025),
        "D1": "Begroting 2025",
        "E1": Decimal(2024),
        "A2": "3.1",
        "B2": "Overige baten",
        "C2": Decimal("10.5"),
        "D2": Decimal(12),
        "E2": "-",
        "F2": "zie nota",
        "A3": "3",
        "B3": "Baten",
        "C3": Decimal(110),
        "D3": Decimal(112),
        "E3": Decimal(90),
        "G3": Decimal(0),
    },
}


def mapping(*sheets: Mapping[str, Any], **more: object) -> MappingFile:
    data = {"version": 1, "taxonomy": "proef", "verslagjaar": 2025, "bestuursnummer": "41234"}
    return MappingFile.model_validate(data | {"sheets": sheets or (GENERAL, BALANCE, INCOME)} | more)


def book(sheets: Sheets = WORKBOOK, **changes: Mapping[str, CellValue | None]) -> Workbook:
    """Build a workbook; a change gives cells of a sheet another value, None empties them."""
    changed = {name: {**grid, **changes.get(name, {})} for name, grid in sheets.items()}
    extra = {name: grid for name, grid in changes.items() if name not in sheets}
    return Workbook(tuple(_sheet(name, grid) for name, grid in {**changed, **extra}.items()))


def _sheet(name: str, grid: Mapping[str, CellValue | None]) -> SheetCells:
    cells = (_cell(CellRef.parse(f"{name}!{address}"), value) for address, value in grid.items() if value is not None)
    return SheetCells(name, tuple(sorted(cells, key=lambda cell: cell.ref)))


def _cell(ref: CellRef, value: CellValue) -> Cell:
    match value:
        case Decimal():
            return Cell(ref, value, format(value, "f").replace(".", ","))
        case date():
            return Cell(ref, value, day(value))
        case _:
            return Cell(ref, value, str(value))


def convert(workbook: Workbook | None = None, mapped: MappingFile | None = None, lang: str = "nl") -> Mapped:
    return map_cells(workbook or book(), mapped or mapping(), MODEL, PROFILE, messages(lang))


def changed(sheet: Mapping[str, Any], *lines: Mapping[str, Any], **more: object) -> dict[str, Any]:
    return {**sheet, **more, "lines": [*sheet["lines"], *lines]}


def codes(findings: Iterable[Finding]) -> list[str]:
    return [finding.code for finding in findings]


def fact_at(mapped: Mapped, cell: str) -> Fact | None:
    return next((fact for fact in mapped.facts if CellRef.parse(cell) in fact.cells), None)


def value_at(mapped: Mapped, cell: str) -> object:
    fact = fact_at(mapped, cell)
    return None if fact is None else fact.value
