from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from taxonomies.builder.package import entry_point_url
from taxonomies.builder.reading import read_tables
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import Tables
from tests.taxonomies.defects import Case, faulty_reports, sound_reports
from tests.taxonomies.instances import CONSOLIDATED, CURRENT, SEPARATE, Fact, to_xml
from tests.taxonomies.reports import group_report, single_report
from tests.taxonomies.runner import Run, run, zip_package

ROOT = Path(__file__).resolve().parents[2] / "taxonomies"
END = (CURRENT[1],)
SEGMENT = ("SeparateMember", "PrimaryEducationMember")
PARTS = 4
REFUSED = "xbrldie:PrimaryItemDimensionallyInvalidError"


@dataclass(frozen=True)
class Year:
    """A taxonomy, and reports that keep and break its rules."""

    tables: Tables
    sound: dict[str, Case]
    faulty: dict[str, Case]

    @property
    def id(self) -> str:
        return self.tables.package["id"]


@pytest.fixture(scope="module", params=["onderwijs-2025", "onderwijs-2026"])
def year(request: pytest.FixtureRequest) -> Year:
    tables = read_tables(ROOT / "tables" / request.param)
    return Year(tables, sound_reports(tables), faulty_reports(tables))


@pytest.fixture(scope="module")
def package(year: Year, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return zip_package(ROOT / year.id, tmp_path_factory.mktemp("package") / f"{year.id}.zip")


@pytest.mark.parametrize("report", ["jaarverantwoording", "wnt"])
def test_loads_without_a_message_under_full_validation(report: str, year: Year, package: Path) -> None:
    assert run(package, [entry_point_url(year.tables, report)], base=True).above_info() == []


@pytest.mark.parametrize("part", range(PARTS))
def test_reports_break_exactly_the_rules_they_should(part: int, year: Year, package: Path, tmp_path: Path) -> None:
    """One run for many reports, because loading is what takes the time; in parts, so that workers share them."""
    cases = dict(list(year.faulty.items())[part::PARTS])
    verdicts = run(package, [_write(year, name, case, tmp_path) for name, case in cases.items()])
    assert _mistaken(cases, verdicts) == {}
    assert _mislabelled(year, verdicts) == []
    assert _unfilled(verdicts) == []


def test_every_rule_is_fulfilled_and_broken(
    year: Year, package: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    ids = {assertion.id for assertion in all_assertions(year.tables)}
    verdicts = run(package, [_write(year, name, case, tmp_path) for name, case in year.sound.items()])
    assert _mistaken(year.sound, verdicts) == {}
    fulfilled = {rule for outcome in verdicts.outcomes.values() for rule, count in outcome.satisfied.items() if count}
    broken = {rule for case in year.faulty.values() for rule in case.breaks}
    counts = f"{len(ids)} rules, {len(ids & fulfilled)} fulfilled and {len(ids & broken)} broken by a report"
    record_property("rules", f"{year.id}: {counts}")
    assert (ids - fulfilled, ids - broken) == (set(), set())


def _write(year: Year, name: str, case: Case, folder: Path) -> str:
    document = folder / f"{name}.xbrl"
    document.write_bytes(to_xml(case.report, year.tables, case.entry))
    return str(document)


def _mistaken(cases: dict[str, Case], verdicts: Run) -> dict[str, dict[str, int]]:
    """Return the reports that break other rules than they should, with what they break."""
    found = {}
    for name, case in cases.items():
        outcome = verdicts.outcomes[f"{name}.xbrl"]
        broken = {rule: count for rule, count in outcome.unsatisfied.items() if count}
        right = broken == case.breaks if case.only else all(broken.get(rule, 0) >= 1 for rule in case.breaks)
        if not right or outcome.codes:
            found[name] = broken | dict.fromkeys(outcome.codes, -1)
    return found


def _mislabelled(year: Year, verdicts: Run) -> list[str]:
    """Return the findings that are not Dutch or not at the level of their rule."""
    levels = {f"message:{assertion.id}": assertion.severity.lower() for assertion in all_assertions(year.tables)}
    words = {"error": ("MOET",), "warning": ("BEHOORT", "BEHOREN")}
    return [
        text
        for code, level, text in _told(verdicts)
        if level != levels[code] or not any(word in text for word in words[level])
    ]


def _unfilled(verdicts: Run) -> list[str]:
    """Return the findings in which an expression was left unfilled."""
    return [text for _code, _level, text in _told(verdicts) if "{" in text or "()" in text]


def _told(verdicts: Run) -> list[tuple[str, str, str]]:
    told = [(record["code"], record["level"], record["message"]["text"]) for record in verdicts.records]
    return [each for each in told if each[0].startswith("message:")]


def test_values_in_impossible_places_are_refused(year: Year, package: Path, tmp_path: Path) -> None:
    single = single_report(year.tables)
    wrong = [
        Fact("TradeReceivables", "1", END, ("SeparateMember", "BudgetMember")),
        Fact("SecuritiesCurrent", "1", END),
        Fact("LegalEntityName", "x", CURRENT, SEPARATE),
        Fact("EquityGroup", "1", END, SEPARATE),
        Fact("NoncontrollingInterest", "1", END, SEPARATE),
        Fact("ResultAttributableNoncontrollingInterest", "1", CURRENT, SEPARATE),
        Fact("NewBorrowings", "1", CURRENT, ("ConsolidatedMember", "BudgetMember")),
        Fact("IncomeCatering", "1", CURRENT, ("BudgetMember",)),
        Fact("EquityMovementOther", "1", CURRENT),
        Fact("TradeReceivables", "1", END, SEGMENT),
        Fact("Income", "1", CURRENT, (*SEGMENT, "BudgetMember")),
        Fact("PropertyPlantEquipmentAdditions", "1", CURRENT, ("SeparateMember", "GoodwillMember")),
        Fact("RelatedPartyName", "x", CURRENT, SEPARATE),
        Fact("SubsidyIncomeAllocationDate", "2025-01-01", CURRENT, ("SeparateMember", "SubsidyIncomeAxis=a")),
        Fact("RemunerationIndividualMaximum", "1", CURRENT),
        Fact("RemunerationMaximum", "1", CURRENT, SEPARATE),
        Fact("TravelExpensesInland", "1", CURRENT, ("RelatedPartyAxis=a",)),
    ]
    right = [
        Fact("EquityGroup", "1", END, CONSOLIDATED),
        Fact("IncomeCatering", "1", CURRENT, ("ConsolidatedMember", "BudgetMember")),
        Fact("Income", "1", CURRENT, SEGMENT),
        Fact("PropertyPlantEquipmentAdditions", "1", CURRENT, ("SeparateMember", "LandAndBuildingsMember")),
        Fact("RelatedPartyName", "x", CURRENT, ("SeparateMember", "RelatedPartyAxis=a")),
        Fact("TravelExpensesInland", "1", CURRENT, ("ExpenseClaimsPaymentsManagingDirectorsAxis=a",)),
    ]
    document = tmp_path / "places.xbrl"
    document.write_bytes(to_xml(single.plus(*wrong, *right), year.tables))
    verdict = run(package, [str(document)])
    assert [record["code"] for record in verdict.records].count(REFUSED) == len(wrong)


def test_a_refused_budget_figure_does_not_make_right_totals_wrong(year: Year, package: Path, tmp_path: Path) -> None:
    document = tmp_path / "refused.xbrl"
    names = ("TradeReceivables", "LandAndBuildings", "ProvisionJubileeBenefits")
    refused = [Fact(name, "1", END, ("SeparateMember", "BudgetMember")) for name in names]
    document.write_bytes(to_xml(single_report(year.tables).plus(*refused), year.tables))
    assert set(run(package, [str(document)]).above_info()) == {REFUSED}


def test_values_of_the_wrong_form_are_refused(year: Year, package: Path, tmp_path: Path) -> None:
    wrong = {
        "ChamberOfCommerceRegistrationNumber": "00123456",
        "CompetentAuthorityNumber": "4123",
        "Sector": "SO",
        "LegalEntityLegalForm": "stichting",
        "DocumentPresentationCurrency": "euro",
        "BalanceSheetBeforeAfterAppropriationResults": "voor",
        "PostalCodeNL": "1234 AB",
        "EmailAddressFull": "geen adres",
        "FinancialStatementsDateOfPreparation": "01-04-2026",
        "Inventories": "12.50",
    }
    report = group_report(year.tables)
    for name, value in wrong.items():
        report = report.with_value(name, value)
    document = tmp_path / "form.xbrl"
    document.write_bytes(to_xml(report, year.tables))
    texts = [record["message"]["text"] for record in run(package, [str(document)]).records]
    invalid = [text for text in texts if text.startswith("[xmlSchema:valueError]")]
    assert [name for name in wrong if not any(name in text for text in invalid)] == []
