from collections.abc import Callable
from pathlib import Path

import pytest

from taxonomies.builder.package import entry_point_url
from taxonomies.builder.reading import read_tables
from taxonomies.builder.rules import all_assertions
from tests.taxonomies.defects import Case, faulty_reports, sound_reports
from tests.taxonomies.instances import CONSOLIDATED, CURRENT, SEPARATE, Fact, to_xml
from tests.taxonomies.reports import group_report, single_report
from tests.taxonomies.runner import Run, run, zip_package

ROOT = Path(__file__).resolve().parents[2] / "taxonomies"
TABLES = read_tables(ROOT / "tables" / "onderwijs-2025")
SOUND = sound_reports(TABLES)
FAULTY = faulty_reports(TABLES)
END = (CURRENT[1],)
PARTS = 4
REFUSED = "xbrldie:PrimaryItemDimensionallyInvalidError"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return zip_package(ROOT / "onderwijs-2025", tmp_path_factory.mktemp("package") / "onderwijs-2025.zip")


@pytest.mark.parametrize("report", list(TABLES.reports))
def test_loads_without_a_message_under_full_validation(report: str, package: Path) -> None:
    assert run(package, [entry_point_url(TABLES, report)], base=True).above_info() == []


@pytest.mark.parametrize("part", range(PARTS))
def test_reports_break_exactly_the_rules_they_should(part: int, package: Path, tmp_path: Path) -> None:
    """One run for many reports, because loading is what takes the time; in parts, so that workers share them."""
    cases = dict(list((SOUND | FAULTY).items())[part::PARTS])
    verdicts = run(package, [_write(name, case, tmp_path) for name, case in cases.items()])
    assert _mistaken(cases, verdicts) == {}
    assert _mislabelled(verdicts) == []
    assert _unfilled(verdicts) == []


def test_every_rule_is_fulfilled_and_broken(
    package: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    ids = {assertion.id for assertion in all_assertions(TABLES)}
    verdicts = run(package, [_write(name, case, tmp_path) for name, case in SOUND.items()])
    fulfilled = {rule for outcome in verdicts.outcomes.values() for rule, count in outcome.satisfied.items() if count}
    broken = {rule for case in FAULTY.values() for rule in case.breaks}
    counts = f"{len(ids)} rules, {len(ids & fulfilled)} fulfilled and {len(ids & broken)} broken by a report"
    record_property("rules", f"{TABLES.package['id']}: {counts}")
    assert (ids - fulfilled, ids - broken) == (set(), set())


def _write(name: str, case: Case, folder: Path) -> str:
    document = folder / f"{name}.xbrl"
    document.write_bytes(to_xml(case.report, TABLES, case.entry))
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


def _mislabelled(verdicts: Run) -> list[str]:
    """Return the findings that are not Dutch or not at the level of their rule."""
    levels = {f"message:{assertion.id}": assertion.severity.lower() for assertion in all_assertions(TABLES)}
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


def test_values_in_impossible_places_are_refused(package: Path, tmp_path: Path) -> None:
    single = single_report(TABLES)
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
    ]
    right = [
        Fact("EquityGroup", "1", END, CONSOLIDATED),
        Fact("IncomeCatering", "1", CURRENT, ("ConsolidatedMember", "BudgetMember")),
    ]
    document = tmp_path / "places.xbrl"
    document.write_bytes(to_xml(single.plus(*wrong, *right), TABLES))
    verdict = run(package, [str(document)])
    assert [record["code"] for record in verdict.records].count(REFUSED) == len(wrong)


def test_a_refused_budget_figure_does_not_make_right_totals_wrong(package: Path, tmp_path: Path) -> None:
    document = tmp_path / "refused.xbrl"
    names = ("TradeReceivables", "LandAndBuildings", "ProvisionJubileeBenefits")
    refused = [Fact(name, "1", END, ("SeparateMember", "BudgetMember")) for name in names]
    document.write_bytes(to_xml(single_report(TABLES).plus(*refused), TABLES))
    assert set(run(package, [str(document)]).above_info()) == {REFUSED}


def test_values_of_the_wrong_form_are_refused(package: Path, tmp_path: Path) -> None:
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
    report = group_report(TABLES)
    for name, value in wrong.items():
        report = report.with_value(name, value)
    document = tmp_path / "form.xbrl"
    document.write_bytes(to_xml(report, TABLES))
    texts = [record["message"]["text"] for record in run(package, [str(document)]).records]
    invalid = [text for text in texts if text.startswith("[xmlSchema:valueError]")]
    assert [name for name in wrong if not any(name in text for text in invalid)] == []
