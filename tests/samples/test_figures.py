"""The figures of the good boards tie, worked out again from the committed files."""

from pathlib import Path

import pytest

from samples.build import SAMPLES
from tests.samples.facts import Facts, amounts
from tests.samples.formulas import wrong_results

GOOD = sorted(path for path in SAMPLES.glob("*.xlsx") if not path.stem.startswith(("fout", "saldibalans")))
YEARS = ("current", "previous")
WORKING_CAPITAL = {
    "IncreaseDecreaseInInventories": ("Inventories", -1),
    "IncreaseDecreaseInReceivables": ("Receivables", -1),
    "IncreaseDecreaseInSecurities": ("SecuritiesCurrent", -1),
    "IncreaseDecreaseInLiabilities": ("LiabilitiesCurrent", 1),
    "IncreaseDecreaseProvisions": ("Provisions", 1),
}


@pytest.fixture(params=GOOD, ids=lambda path: path.stem, scope="module")
def workbook(request: pytest.FixtureRequest) -> Path:
    path: Path = request.param
    return path


@pytest.fixture(scope="module")
def facts(workbook: Path) -> Facts:
    return amounts(workbook)


def kinds(facts: Facts) -> list[str]:
    return sorted({kind for kind, _, _ in facts})


def test_there_are_four_good_boards() -> None:
    assert len(GOOD) == 4


def test_every_formula_has_its_result(workbook: Path) -> None:
    assert wrong_results(workbook) == []


def test_balance_sheet_ties(facts: Facts) -> None:
    for kind in kinds(facts):
        for year in YEARS:
            assert facts[kind, "Assets", year] == facts[kind, "EquityAndLiabilities", year]


def test_result_is_income_minus_expenses(facts: Facts) -> None:
    for kind in kinds(facts):
        for year in (*YEARS, "budget"):
            balance = facts[kind, "Income", year] - facts[kind, "Expenses", year]
            result = balance + facts[kind, "FinancialIncomeExpenses", year]
            result += facts.get((kind, "ShareInResultsParticipatingInterests", year), 0)
            result -= facts.get((kind, "ResultAttributableNoncontrollingInterest", year), 0)
            assert facts[kind, "BalanceIncomeAndExpenses", year] == balance
            assert facts[kind, "NetResultAfterTax", year] == result


def test_equity_moves_by_the_result(facts: Facts) -> None:
    for kind in kinds(facts):
        for year in YEARS:
            other = facts.get((kind, "EquityMovementOther", year), 0)
            assert facts[kind, "EquityResultAllocation", year] == facts[kind, "NetResultAfterTax", year]
            assert (
                facts[kind, "Equity", year]
                == facts[kind, "Equity@start", year] + facts[kind, "NetResultAfterTax", year] + other
            )
        assert facts[kind, "Equity@start", "current"] == facts[kind, "Equity", "previous"]


def test_equity_ends_where_the_balance_sheet_says(facts: Facts, workbook: Path) -> None:
    for kind in kinds(facts):
        for year in YEARS:
            components = [name for name in facts if name[0] == kind and name[2] == year and is_equity(name[1])]
            assert sum(facts[name] for name in components) == facts[kind, "Equity", year], workbook


def test_cash_flow_ends_at_the_cash_on_the_balance_sheet(facts: Facts) -> None:
    for kind in kinds(facts):
        for year in YEARS:
            begin = facts[kind, "CashAndCashEquivalentsCashFlow@start", year]
            flows = [facts[kind, f"CashFlow{part}Activities", year] for part in ("Operating", "Investing", "Financing")]
            assert begin + sum(flows) == facts[kind, "CashAndCashEquivalents", year]
            assert facts[kind, "CashAndCashEquivalentsCashFlow", year] == facts[kind, "CashAndCashEquivalents", year]
        begin = facts[kind, "CashAndCashEquivalentsCashFlow@start", "current"]
        assert begin == facts[kind, "CashAndCashEquivalents", "previous"]


def test_cash_flow_follows_from_the_balance_sheets(facts: Facts) -> None:
    for kind in kinds(facts):
        for name, (balance, weight) in WORKING_CAPITAL.items():
            change = facts.get((kind, balance, "current"), 0) - facts.get((kind, balance, "previous"), 0)
            assert facts.get((kind, name, "current"), 0) == weight * change
        for year in YEARS:
            assert facts[kind, "OperatingResultCashFlow", year] == facts[kind, "BalanceIncomeAndExpenses", year]


def test_fixed_assets_move_by_investment_and_wear(facts: Facts) -> None:
    for kind in kinds(facts):
        flows = facts[kind, "PurchasePropertyPlantEquipment", "current"]
        flows -= facts[kind, "DepreciationPropertyPlantEquipment", "current"]
        now, before = (facts[kind, "PropertyPlantEquipment", year] for year in YEARS)
        sold = before + flows - now
        assert 0 <= sold < before / 50


def test_group_and_board_have_the_same_equity_and_result() -> None:
    facts = amounts(SAMPLES / "vo-99002.xlsx")
    for name in ("Equity", "NetResultAfterTax"):
        for year in YEARS:
            assert facts["separate", name, year] == facts["consolidated", name, year]


def test_amounts_look_like_life(facts: Facts) -> None:
    large = [abs(amount) for amount in facts.values() if abs(amount) > 1000]
    assert sum(amount % 1000 == 0 for amount in large) < len(large) / 100
    assert all(facts[kind, "CashAndCashEquivalents", year] > 0 for kind in kinds(facts) for year in YEARS)
    for kind in kinds(facts):
        change = abs(facts[kind, "Income", "current"] / facts[kind, "Income", "previous"] - 1)
        gap = abs(facts[kind, "Income", "budget"] / facts[kind, "Income", "current"] - 1)
        assert change < 0.1
        assert 0 < gap < 0.1


def is_equity(concept: str) -> bool:
    return concept.startswith(("GeneralReserve", "DesignatedReserve", "DesignatedFund", "ResultForTheYear"))
