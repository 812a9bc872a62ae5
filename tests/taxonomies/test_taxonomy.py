from pathlib import Path

import pytest

from taxonomies.builder.package import entry_point_url
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import read_tables
from tests.taxonomies.defects import Case, faulty_reports, sound_reports
from tests.taxonomies.reports import CONSOLIDATED, CURRENT, SEPARATE, Fact, group_report, single_report, to_xml
from tests.taxonomies.runner import Run, run, zip_package

ROOT = Path(__file__).resolve().parents[2] / "taxonomies"
TABLES = read_tables(ROOT / "tables" / "onderwijs-2025")
SOUND = sound_reports(TABLES)
FAULTY = faulty_reports(TABLES)
END = (CURRENT[1],)
REFUSED = "xbrldie:PrimaryItemDimensionallyInvalidError"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return zip_package(ROOT / "onderwijs-2025", tmp_path_factory.mktemp("package") / "onderwijs-2025.zip")


def test_loads_without_a_message_under_full_validation(package: Path) -> None:
    assert run(package, [entry_point_url(TABLES)], base=True).above_info() == []


def test_every_rule_is_fulfilled_by_sound_reports_and_broken_by_faulty_ones(package: Path, tmp_path: Path) -> None:
    """One run, because loading is what takes the time."""
    verdicts = run(package, [_write(name, case, tmp_path) for name, case in (SOUND | FAULTY).items()])
    assert _mistaken(verdicts) == {}
    assert _unproven(verdicts) == []
    assert _mislabelled(verdicts) == []
    assert _unfilled(verdicts) == []


def _write(name: str, case: Case, folder: Path) -> str:
    document = folder / f"{name}.xbrl"
    document.write_bytes(to_xml(case.report, TABLES))
    return str(document)


def _mistaken(verdicts: Run) -> dict[str, dict[str, int]]:
    """Return the reports that break other rules than they should, with what they break."""
    found = {}
    for name, case in (SOUND | FAULTY).items():
        outcome = verdicts.outcomes[f"{name}.xbrl"]
        broken = {rule: count for rule, count in outcome.unsatisfied.items() if count}
        right = broken == case.breaks if case.only else case.breaks.items() <= broken.items()
        if not right or outcome.codes:
            found[name] = broken | dict.fromkeys(outcome.codes, -1)
    return found


def _unproven(verdicts: Run) -> list[str]:
    """Return the rules that no sound report fulfils or no faulty report breaks."""
    ids = [assertion.id for assertion in all_assertions(TABLES)]
    fulfilled = {rule for name in SOUND for rule, count in verdicts.outcomes[f"{name}.xbrl"].satisfied.items() if count}
    broken = {rule for case in FAULTY.values() for rule in case.breaks}
    return [rule for rule in ids if rule not in fulfilled or rule not in broken]


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
        Fact("Inventories", "1", END, ("SeparateMember", "BudgetMember")),
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
    refused = [Fact(name, "1", END, ("SeparateMember", "BudgetMember")) for name in ("Inventories", "Equity", "Assets")]
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
