"""A small taxonomy with sums, and a trial balance that ties; every test changes one thing."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

from tests.mapping.onderwijs import GENERAL, MODEL, PROFILE, WORKBOOK, book, concept, mapping
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.taxonomy.model import Concept, Sum, TaxonomyModel
from xbrl_pipeline.workbook.cells import CellValue, Workbook


def _line(local: str, balance: str, *, instant: bool) -> Concept:
    return replace(concept(local, instant=instant), balance=balance, whole=True)


_BALANCE: Final = {
    "Assets": "debit",
    "FixedAssets": "debit",
    "Buildings": "debit",
    "Furniture": "debit",
    "Cash": "debit",
    "EquityAndLiabilities": "credit",
    "Equity": "credit",
    "Reserve": "credit",
    "ResultForTheYear": "credit",
    "BankDebt": "credit",
    "Creditors": "credit",
    "Elsewhere": "debit",
}
_FLOWS: Final = {
    "NetResultAfterTax": "credit",
    "Income": "credit",
    "Fees": "credit",
    "Expenses": "debit",
    "Wages": "debit",
    "Refunds": "credit",
    "Rent": "debit",
}
SUMS: Final = {
    "Assets": "FixedAssets Cash",
    "FixedAssets": "Buildings Furniture",
    "EquityAndLiabilities": "Equity BankDebt Creditors",
    "Equity": "Reserve ResultForTheYear",
    "Income": "Fees Grants",
    "Expenses": "Wages Rent -Refunds",
    "NetResultAfterTax": "Income -Expenses",
}
_LINES: Final = [
    *(_line(local, side, instant=True) for local, side in _BALANCE.items()),
    *(_line(local, side, instant=False) for local, side in [*_FLOWS.items(), ("Grants", "credit")]),
]


def _sum(total: str, parts: str, names: Mapping[str, QName]) -> Sum:
    weights = ((names[part.removeprefix("-")], Decimal(-1 if part.startswith("-") else 1)) for part in parts.split())
    return Sum("", names[total], tuple(weights))


_NAMES: Final = {line.name.local: line.name for line in _LINES}
TAXONOMY: Final[TaxonomyModel] = replace(
    MODEL,
    concepts={**MODEL.concepts, **{line.name: line for line in _LINES}},
    calculations=tuple(_sum(total, parts, _NAMES) for total, parts in SUMS.items()),
)
TRIAL: Final[dict[str, Any]] = {
    "sheet": "Saldi",
    "header_row": 1,
    "account_column": "A",
    "description_column": "B",
    "amounts": [
        {"means": "current", "form": "debit_credit", "debit": "C", "credit": "D", "header": "Debet"},
        {"means": "previous", "form": "balance", "column": "E", "header": "Saldo 2024"},
    ],
    "totals": "derive",
    "accounts": [
        {"accounts": "0100-0199", "concept": "Buildings"},
        {"accounts": "0200-0299", "concept": "Furniture"},
        {"accounts": "1000-1099", "concept": "Cash", "side": "debit"},
        {"accounts": "1000-1099", "concept": "BankDebt", "side": "credit"},
        {"accounts": "0500, 0510", "concept": "Reserve"},
        {"accounts": "1600-1699", "concept": "Creditors"},
        {"accounts": "4000-4099", "concept": "Wages"},
        {"accounts": "4100-4199", "concept": "Rent"},
        {"accounts": "4200", "concept": "Refunds"},
        {"accounts": "8000-8999", "concept": "Fees"},
        {"accounts": "9999", "ignore": "geheugenrekening"},
        {"result": True, "concept": "ResultForTheYear"},
    ],
}
ROWS: Final[tuple[tuple[str, str, int, int], ...]] = (
    ("0100", "Gebouw", 900, 800),
    ("0110", "Gebouw, cumulatieve afschrijving", -300, -200),
    ("0200", "Inventaris", 50, 50),
    ("0500", "Reserve", -500, -420),
    ("1000", "Bank A", 120, -40),
    ("1010", "Bank B", -20, 90),
    ("1600", "Crediteuren", -130, -200),
    ("4000", "Lonen", 700, 600),
    ("4100", "Huur", 90, 80),
    ("4200", "Ontvangen uitkeringen", -10, -10),
    ("8000", "Bijdragen", -900, -750),
)
Grid = dict[str, CellValue]


def sheet(rows: tuple[tuple[str, str, int, int], ...] = ROWS) -> Grid:
    """Write rows of account, words and two balances (debit positive) below the header."""
    grid: Grid = {"A1": "Rekening", "B1": "Omschrijving", "C1": "Debet", "D1": "Credit", "E1": "Saldo 2024"}
    for row, (number, words, current, previous) in enumerate(rows, start=2):
        grid |= {f"A{row}": number, f"B{row}": words, f"E{row}": Decimal(previous)}
        grid[f"{'C' if current >= 0 else 'D'}{row}"] = Decimal(abs(current))
    return grid


def trial(**changes: object) -> dict[str, Any]:
    return {**TRIAL, **changes}


def entries(*changed: Mapping[str, object], without: tuple[str, ...] = ()) -> list[Mapping[str, object]]:
    kept = [
        entry
        for entry in TRIAL["accounts"]
        if entry.get("accounts") not in without and entry["concept" if "concept" in entry else "ignore"] not in without
    ]
    return [*kept, *changed]


def mapping_of(block: Mapping[str, Any]) -> MappingFile:
    return mapping(GENERAL, trial_balances=[block])


def workbook(grid: Mapping[str, CellValue | None] | None = None, **changes: CellValue | None) -> Workbook:
    general = {"Algemeen": WORKBOOK["Algemeen"]}
    return book(general, Saldi={**(grid if grid is not None else sheet()), **changes})


def convert(found: Workbook | None = None, block: Mapping[str, Any] | None = None, lang: str = "nl") -> Mapped:
    return map_cells(found or workbook(), mapping_of(block or TRIAL), TAXONOMY, PROFILE, messages(lang))


def amounts(mapped: Mapped, year: int = 2025) -> dict[str, Decimal]:
    return {
        fact.key.concept.local: fact.value
        for fact in mapped.facts
        if isinstance(fact.value, Decimal) and fact.key.period.end.year == year
    }


def errors(mapped: Mapped) -> list[Finding]:
    return [finding for finding in mapped.findings if finding.severity is Severity.ERROR]


def codes(mapped: Mapped) -> list[str]:
    return [finding.code for finding in errors(mapped)]
