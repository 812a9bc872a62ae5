"""The values beyond which the Inspectie looks: each row of their table, each edge, and nothing where there is none."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from tests.support import YEAR, Report
from xbrl_pipeline.dated import covered_years, in_force
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.facts import Fact, Period
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ratios import Ratio
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.plausibility import figures_of, find_oddities, measure

SIGNALS = ("solvency", "liquidity_low", "cash", "excess_equity")
# as published, not as the table has them: income of the board, lowest liquidity, in which accounts
SIZES = [
    (1, "1.5", 2020),
    (2_999_999, "1.5", 2025),
    (3_000_000, "1.0", 2025),
    (3_000_001, "1.0", 2025),
    (12_000_000, "1.0", 2025),
    (12_000_001, "0.75", 2025),
    (25_000_000, "0.75", 2025),
    (25_000_001, "0.5", 2025),
    (25_000_001, "0.5", 2022),
    (25_000_001, "0.75", 2021),
    (12_000_001, "0.75", 2020),
    (2_999_999, "1.5", 2026),
]
CASH = {"PO": 100_000, "VO": 100_000, "MBO": 2_000_000, "HBO": 2_000_000, "WO": 2_000_000}

Tell = Callable[[list[Fact]], dict[str, Finding]]


@pytest.fixture
def tell(model: TaxonomyModel, profile: ReportProfile) -> Tell:
    def run(facts: list[Fact]) -> dict[str, Finding]:
        evidence = Evidence.of(model, messages("nl"), facts)
        found = find_oddities(figures_of(evidence, profile), evidence)
        return {each.code.removeprefix("plausibility."): each for each in found if each.code.endswith(SIGNALS)}

    return run


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31))


def liquidity(report: Report, income: int, current: Decimal, year: int = 2025) -> list[Fact]:
    amounts = {"Income": income, "AssetsCurrent": current * 1000, "LiabilitiesCurrent": 1000}
    return [report.fact(line, amount, year_of(year)) for line, amount in amounts.items()]


@pytest.mark.parametrize(("income", "least", "year"), SIZES)
def test_the_lowest_liquidity_goes_by_the_size_of_the_board_and_the_year(
    income: int, least: str, year: int, report: Report, tell: Tell
) -> None:
    assert tell(liquidity(report, income, Decimal(least), year)) == {}
    (finding,) = tell(liquidity(report, income, Decimal(least) - Decimal("0.001"), year)).values()
    assert finding.code == "plausibility.liquidity_low"
    assert finding.severity is Severity.WARNING
    assert f"{Decimal(least):.2f}".replace(".", ",") in finding.message


def test_a_small_board_is_told_whose_value_it_is_and_of_which_year(report: Report, tell: Tell) -> None:
    (finding,) = tell(liquidity(report, 2_400_000, Decimal("0.9"))).values()
    assert finding.message == (
        "De liquiditeit (31-12-2025) is 0,90: de vlottende activa zijn minder dan 1,50 keer de kortlopende schulden. "
        "Voor een bestuur met € 2.400.000 aan baten is 1,50 vanaf verslagjaar 2020 de signaleringswaarde van de "
        "Inspectie van het Onderwijs."
    )
    assert "(21-01-2022)" in finding.advice


def test_without_income_nobody_knows_the_size(report: Report, tell: Tell) -> None:
    facts = [report.fact("AssetsCurrent", 1), report.fact("LiabilitiesCurrent", 1000)]
    assert tell(facts) == {}


@pytest.mark.parametrize("year", [2020, 2025, 2026])
def test_solvency_below_thirty_percent(year: int, report: Report, tell: Tell) -> None:
    def facts(equity: int) -> list[Fact]:
        amounts = {"Equity": equity, "Provisions": 100_000, "EquityAndLiabilities": 1_000_000}
        return [report.fact(line, amount, year_of(year)) for line, amount in amounts.items()]

    assert tell(facts(200_000)) == {}
    finding = tell(facts(199_999))["solvency"]
    assert "29,9%" in finding.message
    assert "30,0% is vanaf verslagjaar 2020 de signaleringswaarde van de Inspectie van het Onderwijs" in finding.message


@pytest.mark.parametrize("sector", CASH)
def test_the_least_cash_goes_by_sector(sector: str, report: Report, tell: Tell) -> None:
    def facts(amount: int) -> list[Fact]:
        return [report.fact("CashAndCashEquivalents", amount), report.fact("Sector", sector)]

    assert tell(facts(CASH[sector])) == {}
    finding = tell(facts(CASH[sector] - 1))["cash"]
    assert f"minder dan € {CASH[sector]:,}".replace(",", ".") in finding.message
    assert "vanaf verslagjaar 2020 de signaleringswaarde van de Inspectie van het Onderwijs" in finding.message
    assert finding.message.endswith(f"voor de sector {sector.lower()}.")


def test_no_page_names_the_least_cash_of_a_samenwerkingsverband_or_of_no_sector(report: Report, tell: Tell) -> None:
    facts = [report.fact("CashAndCashEquivalents", 1), report.fact("Income", 5_000_000)]
    assert tell(facts) == {}
    assert tell([*facts, report.fact("Sector", "PO"), report.fact("JointVentureTailoredEducation", "Ja")]) == {}
    assert set(tell([*facts, report.fact("Sector", "PO"), report.fact("JointVentureTailoredEducation", "Nee")])) == {
        "cash"
    }


# public equity that is just normal: half the rebuilt cost of buildings, other assets, and a share of the income
EQUITY = [
    (1_000_000, 300_000, "Nee"),
    (3_000_000, 300_000, "Nee"),
    (7_500_000, 562_500, "Nee"),  # halfway: 7.5 %
    (12_000_000, 600_000, "Nee"),
    (40_000_000, 2_000_000, "Nee"),
    (1_000_000, 250_000, "Ja"),
    (40_000_000, 1_400_000, "Ja"),  # 3.5 %
]


@pytest.mark.parametrize(("income", "risks", "alliance"), EQUITY)
def test_public_equity_above_what_is_normal(income: int, risks: int, alliance: str, report: Report, tell: Tell) -> None:
    assets = 0 if alliance == "Ja" else 635_000 + 200_000

    def facts(equity: int) -> list[Fact]:
        amounts = {"Income": income, "Equity": equity, "LandAndBuildings": 500_000, "PropertyPlantEquipment": 700_000}
        return [
            *(report.fact(line, amount) for line, amount in amounts.items()),
            report.fact("JointVentureTailoredEducation", alliance),
        ]

    assert tell(facts(assets + risks)) == {}
    finding = tell(facts(assets + risks + 1))["excess_equity"]
    assert finding.severity is Severity.INFO
    assert f"€ {assets + risks:,}".replace(",", ".") in finding.message
    assert ("naar schatting" in finding.message) is (alliance == "Nee")


def test_public_equity_is_looked_at_in_the_separate_accounts(report: Report, tell: Tell) -> None:
    amounts = {"Income": 5_000_000, "Equity": 9_000_000}
    assert "excess_equity" in tell([report.fact(*each) for each in amounts.items()])
    assert tell([report.fact(*each, members=("consolidated",)) for each in amounts.items()]) == {}


def ratios(facts: list[Fact], model: TaxonomyModel, profile: ReportProfile) -> dict[str, Ratio]:
    return {each.code: each for each in measure(figures_of(Evidence.of(model, messages("nl"), facts), profile))}


POOR = {
    "Equity": 1,
    "EquityAndLiabilities": 1_000_000,
    "AccommodationCosts": 900_000,
    "Expenses": 1_000_000,
    "Income": 900_000,
    "NetResultAfterTax": -100_000,
}


def test_what_has_no_value_any_more_is_a_figure_that_nobody_judges(
    report: Report, tell: Tell, model: TaxonomyModel, profile: ReportProfile
) -> None:
    facts = [report.fact(line, amount) for line, amount in POOR.items()]
    found = ratios(facts, model, profile)
    for code in ("profitability", "resilience", "housing"):
        assert found[code].points[0].value is not None
        assert (found[code].low, found[code].high, found[code].owner, found[code].since) == (None, None, "", None)
    assert found["solvency"].owner == "Inspectie van het Onderwijs"
    assert set(tell(facts)) == {"solvency"}


def test_before_the_first_known_year_there_are_figures_and_no_judgement(
    report: Report, tell: Tell, model: TaxonomyModel, profile: ReportProfile
) -> None:
    facts = [report.fact(line, amount, year_of(2016)) for line, amount in POOR.items()]
    assert tell(facts) == {}
    assert ratios(facts, model, profile)["solvency"].low is None


def test_an_earlier_year_is_not_judged_by_the_value_of_this_one(report: Report, tell: Tell) -> None:
    assert tell([*liquidity(report, 5_000_000, Decimal(2)), *liquidity(report, 5_000_000, Decimal("0.1"), 2024)]) == {}


def test_the_last_budget_is_judged_by_the_value_of_the_reporting_year(report: Report, tell: Tell) -> None:
    ahead = [
        report.fact("AssetsCurrent", amount, year_of(year), members=("separate", "budget"))
        for year, amount in ((2026, 900), (2027, 800))
    ]
    owed = [report.fact("LiabilitiesCurrent", 1000, year_of(year), ("separate", "budget")) for year in (2026, 2027)]
    (finding,) = tell([*liquidity(report, 5_000_000, Decimal(2)), *ahead, *owed]).values()
    assert "31-12-2027" in finding.message
    assert "is 0,80" in finding.message


def test_every_income_has_one_lowest_liquidity_in_every_year() -> None:
    incomes = {income for income, _, _ in SIZES}
    for year in covered_years("signals"):
        rows = [row for row in in_force("signals", year) if row.what == "liquidity"]
        for income in incomes:
            assert sum(_within(row.values["income"], income) for row in rows) == 1


def test_every_sector_is_named_once_for_cash_in_every_year() -> None:
    for year in covered_years("signals"):
        rows = [row for row in in_force("signals", year) if row.what == "cash"]
        assert sorted(" ".join(row.values["sectors"] for row in rows).split()) == sorted([*CASH, "SWV"])


def _within(bounds: str, income: int) -> bool:
    words = bounds.split()
    return all(
        {
            "<": income < int(amount),
            "<=": income <= int(amount),
            ">": income > int(amount),
            ">=": income >= int(amount),
        }[sign]
        for sign, amount in zip(words[::2], words[1::2], strict=True)
    )


def test_the_year_of_the_helpers_is_one_that_the_tables_know() -> None:
    assert in_force("signals", YEAR.end.year)
