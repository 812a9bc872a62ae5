"""Trial balances that are not all settled: open accounts, rounding between lines, rows that hold nothing."""

from decimal import Decimal

import pytest

from tests.mapping.ledger import Grid, amounts, convert, errors, trial, workbook
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate

SINGLE = [{"means": "current", "form": "balance", "column": "C"}]


def converted(balances: dict[str, str], accounts: list[dict[str, object]], **changes: object) -> Mapped:
    """Convert accounts with a balance each, debit positive."""
    grid: Grid = {}
    for row, (number, balance) in enumerate(balances.items(), start=2):
        grid |= {f"A{row}": number, f"C{row}": Decimal(balance)}
    return convert(workbook(grid), trial(header_row=None, amounts=SINGLE, accounts=accounts, **changes))


@pytest.mark.parametrize(
    ("choices", "reported"),
    [
        (["FixedAssets", "Cash"], {"Assets": 700}),
        (["FixedAssets"], {"Assets": 700, "FixedAssets": 700}),
        (["FixedAssets", "Buildings"], {"Assets": 700, "FixedAssets": 700}),
    ],
    ids=str,
)
def test_a_total_with_accounts_of_its_own_is_whole_or_not_reported(
    choices: list[str], reported: dict[str, int]
) -> None:
    listed: list[dict[str, object]] = [
        {"accounts": "0100", "concept": "FixedAssets"},
        {"accounts": "0110", "open": choices},
        {"accounts": "0500", "concept": "Reserve"},
    ]
    found = amounts(converted({"0100": "400", "0110": "300", "0500": "-700"}, listed))
    assert {name: value for name, value in found.items() if name in ("Assets", "FixedAssets")} == reported


ROUNDED: list[dict[str, object]] = [
    {"accounts": "0100", "concept": "Buildings"},
    {"accounts": "0200", "concept": "Furniture"},
    {"accounts": "1000", "concept": "Cash"},
    {"accounts": "0500", "concept": "Reserve"},
    {"accounts": "1600", "concept": "Creditors"},
]
CENTS = {"0100": "10.40", "0200": "10.40", "1000": "10.40", "0500": "-15.60", "1600": "-15.60"}


def test_several_lines_share_what_rounding_leaves() -> None:
    mapped = converted(CENTS, ROUNDED, rounding=["Creditors", "Reserve"])
    assert errors(mapped) == []
    found = amounts(mapped)
    assert found["Creditors"] == found["Reserve"] == 15  # 16 and 16, while assets are 30
    told = [finding for finding in mapped.findings if finding.code == "mapping.trial.rounding_difference"]
    assert [finding.severity for finding in told] == [Severity.WARNING, Severity.WARNING]


def test_rounding_is_settled_while_an_account_is_open() -> None:
    open_: dict[str, object] = {"accounts": "0200", "open": ["Furniture", "Buildings"]}
    listed = [open_ if each["accounts"] == "0200" else each for each in ROUNDED]
    found = amounts(converted(CENTS, listed, rounding=["Creditors", "Reserve"]))
    assert found["Assets"] == found["EquityAndLiabilities"] == found["Creditors"] + found["Reserve"]


def test_heads_that_are_printed_again_are_no_account() -> None:
    grid: Grid = {"C1": "Pagina 1", "A2": "Rekening", "B2": "Naam", "C2": "Saldo", "D2": "Code"}
    grid |= {"A3": "0100", "C3": Decimal(400), "D3": "BMva"}
    grid |= {"C4": "Pagina 2", "A5": "Rekening", "B5": "Naam", "C5": "Saldo", "D5": "Code"}
    grid |= {"A6": "0500", "C6": Decimal(-400), "D6": "BEiv"}
    listed = [{"accounts": "0100", "concept": "Buildings"}, {"accounts": "0500", "concept": "Reserve"}]
    columns = [{"means": "current", "form": "balance", "column": "C", "header": "Pagina 1 Saldo"}]
    mapped = convert(workbook(grid), trial(header_row=[1, 2], amounts=columns, accounts=listed, rgs_column="D"))
    assert errors(mapped) == []
    assert next(entry.fate for entry in mapped.ledger.entries if str(entry.cell) == "Saldi!C5") is Fate.HEADER


def test_a_row_of_noughts_in_words_is_no_lost_amount() -> None:
    grid: Grid = {"A2": "0100", "C2": Decimal(400), "A3": "0500", "C3": Decimal(-400), "B4": "Saldo", "C4": "0,00"}
    listed = [{"accounts": "0100", "concept": "Buildings"}, {"accounts": "0500", "concept": "Reserve"}]
    mapped = convert(workbook(grid), trial(header_row=None, amounts=SINGLE, accounts=listed))
    assert errors(mapped) == []
