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

pytestmark = pytest.mark.xdist_group("arelle")


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return zip_package(ROOT / "onderwijs-2025", tmp_path_factory.mktemp("package") / "onderwijs-2025.zip")


@pytest.fixture(scope="module")
def verdicts(package: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("reports")
    documents = []
    for name, case in (SOUND | FAULTY).items():
        document = folder / f"{name}.xbrl"
        document.write_bytes(to_xml(case.report, TABLES))
        documents.append(str(document))
    return run(package, documents)


def test_loads_without_a_message_under_full_validation(package: Path) -> None:
    assert run(package, [entry_point_url(TABLES)], base=True).above_info() == []


@pytest.mark.parametrize("name", SOUND)
def test_sound_report_breaks_nothing(name: str, verdicts: Run) -> None:
    outcome = verdicts.outcomes[f"{name}.xbrl"]
    assert _broken(verdicts, name) == {}
    assert outcome.codes == ()


@pytest.mark.parametrize("name", FAULTY)
def test_faulty_report_breaks_its_rules(name: str, verdicts: Run) -> None:
    case: Case = FAULTY[name]
    broken = _broken(verdicts, name)
    assert case.breaks.items() <= broken.items()
    if case.only:
        assert broken == case.breaks


@pytest.mark.parametrize("rule", [assertion.id for assertion in all_assertions(TABLES)])
def test_every_rule_is_fulfilled_and_broken_somewhere(rule: str, verdicts: Run) -> None:
    assert any(verdicts.outcomes[f"{name}.xbrl"].satisfied.get(rule) for name in SOUND)
    assert any(rule in case.breaks for case in FAULTY.values())


def test_messages_are_dutch_and_have_the_level_of_their_rule(verdicts: Run) -> None:
    levels = {f"message:{assertion.id}": assertion.severity.lower() for assertion in all_assertions(TABLES)}
    told = [record for record in verdicts.records if record["code"].startswith("message:")]
    assert {record["code"] for record in told} == set(levels)
    assert [record["code"] for record in told if record["level"] != levels[record["code"]]] == []
    assert [record["message"]["text"] for record in told if not _dutch(record["message"]["text"])] == []


def test_amounts_are_filled_in(verdicts: Run) -> None:
    code = "message:valueAssertion_BalanceSheetEducation_Equal_AssetsEquityAndLiabilities"
    texts = [record["message"]["text"] for record in verdicts.records if record["code"] == code]
    assert any(text.count("(") == 2 and "{" not in text for text in texts)


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


@pytest.mark.parametrize("number", [1])
def test_values_of_the_wrong_form_are_refused(number: int, package: Path, tmp_path: Path) -> None:
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
    document = tmp_path / f"form{number}.xbrl"
    document.write_bytes(to_xml(report, TABLES))
    texts = [record["message"]["text"] for record in run(package, [str(document)]).records]
    invalid = [text for text in texts if text.startswith("[xmlSchema:valueError]")]
    assert [name for name in wrong if not any(name in text for text in invalid)] == []


def _broken(verdicts: Run, name: str) -> dict[str, int]:
    return {rule: count for rule, count in verdicts.outcomes[f"{name}.xbrl"].unsatisfied.items() if count}


def _dutch(text: str) -> bool:
    return "MOET" in text or "BEHOORT" in text or "BEHOREN" in text
