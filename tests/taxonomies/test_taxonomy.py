from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from taxonomies.builder.package import entry_point_url
from taxonomies.builder.places import Places
from taxonomies.builder.reading import read_tables
from taxonomies.builder.rules import all_assertions
from taxonomies.builder.tables import Section, Tables
from tests.taxonomies.defects import Case, faulty_reports, sound_reports
from tests.taxonomies.instances import CONSOLIDATED, CURRENT, SEPARATE, Fact, Report, to_xml
from tests.taxonomies.reports import group_report, single_report
from tests.taxonomies.runner import Layout, Outcome, Runner, Said, zip_package

ROOT = Path(__file__).resolve().parents[2] / "taxonomies"
END = (CURRENT[1],)
SEGMENT = ("SeparateMember", "PrimaryEducationMember")
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


@pytest.fixture(scope="session")
def runner() -> Iterator[Runner]:
    made = Runner()
    yield made
    made.stop()


@pytest.fixture(scope="session")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of packages, so that each is loaded once whatever the order of the tests."""
    return tmp_path_factory.mktemp("packages")


@pytest.fixture
def package(year: Year, packages: Path) -> Path:
    target = packages / f"{year.id}.zip"
    return target if target.is_file() else zip_package(ROOT / year.id, target)


class Judge:
    """Has the reports of a year judged."""

    def __init__(self, runner: Runner, year: Year, package: Path, folder: Path) -> None:
        self._runner, self._year, self._package, self._folder = runner, year, package, folder

    def __call__(self, cases: dict[str, Case]) -> dict[str, Outcome]:
        """Return what is said of reports, by name."""
        outcomes: dict[str, Outcome] = {}
        for entry in sorted({case.entry for case in cases.values()}):
            paths = [self._write(name, case) for name, case in cases.items() if case.entry == entry]
            outcomes |= self._runner.judge(self._package, entry_point_url(self._year.tables, entry), paths)
        return {name: outcomes[f"{name}.xbrl"] for name in cases}

    def one(self, report: Report) -> Outcome:
        """Return what is said of one report."""
        return self({"report": Case(report)})["report"]

    def lay_out(self, case: Case) -> Layout:
        """Return a report in the tables of its taxonomy."""
        document = self._write("laid-out", case)
        return self._runner.lay_out(self._package, entry_point_url(self._year.tables, case.entry), document)

    def _write(self, name: str, case: Case) -> Path:
        document = self._folder / f"{name}.xbrl"
        document.write_bytes(to_xml(case.report, self._year.tables, case.entry))
        return document


@pytest.fixture
def judge(runner: Runner, year: Year, package: Path, tmp_path: Path) -> Judge:
    return Judge(runner, year, package, tmp_path)


@pytest.mark.parametrize("report", ["jaarverantwoording", "wnt", "beleidsinformatie"])
def test_loads_without_a_message_under_full_validation(report: str, year: Year, package: Path, runner: Runner) -> None:
    assert runner.validate(package, entry_point_url(year.tables, report)).above_info() == []


@pytest.mark.parametrize("name", ["whole", "wnt", "policy-po"])
def test_every_fact_of_a_report_is_laid_out_where_it_belongs(name: str, year: Year, judge: Judge) -> None:
    case, tables = year.sound[name], year.tables
    layout = judge.lay_out(case)
    assert [each for each in layout.said if each.level not in {"info", "debug"}] == []
    sections = {Places(tables).role(section.role): section for section in tables.sections_of(case.entry)}
    assert {table.role for table in layout.tables} == set(sections)
    laid_out = set[Fact]()
    for table in layout.tables:
        section = sections[table.role]
        found = Counter(case.report.facts[place] for cell in table.cells for place in cell)
        assert table.title == section.label("nl")
        assert {"Verslagjaar", "Vorig jaar"} <= set(table.columns) or "Verslagjaar + 5" in table.columns
        assert [cell for cell in table.cells if len(cell) > 1] == []
        assert [fact for fact in found if not _belongs(fact, section, tables)] == []
        # only a balance stands there twice: where it closes a year, and where it opens the next
        assert [fact for fact, times in found.items() if times > (1 if len(fact.period) > 1 else 2)] == []
        laid_out |= set(found)
    assert [fact for fact in case.report.facts if fact not in laid_out] == []


def _belongs(fact: Fact, section: Section, tables: Tables) -> bool:
    """Say whether a section takes a fact: its item, its members, and a value on each of its axes."""
    at = fact.dimensions(tables)
    members = {tables.members[name].axis: name for name in section.members.split()}
    return (
        fact.name in tables.item_names(section)
        and at.keys() == members.keys() | set(section.axes.split())
        and all(at[axis] == name for axis, name in members.items())
    )


def test_reports_break_exactly_the_rules_they_should(year: Year, judge: Judge) -> None:
    verdicts = judge(year.faulty)
    assert _mistaken(year.faulty, verdicts) == {}
    assert _mislabelled(year, verdicts) == []
    assert _unfilled(verdicts) == []


def test_every_rule_is_fulfilled_and_broken(
    year: Year, judge: Judge, record_property: Callable[[str, object], None]
) -> None:
    ids = {assertion.id for assertion in all_assertions(year.tables)}
    verdicts = judge(year.sound)
    assert _mistaken(year.sound, verdicts) == {}
    fulfilled = {rule for outcome in verdicts.values() for rule, count in outcome.satisfied.items() if count}
    broken = {rule for case in year.faulty.values() for rule in case.breaks}
    counts = f"{len(ids)} rules, {len(ids & fulfilled)} fulfilled and {len(ids & broken)} broken by a report"
    record_property("rules", f"{year.id}: {counts}")
    assert (ids - fulfilled, ids - broken) == (set(), set())


def _mistaken(cases: dict[str, Case], verdicts: dict[str, Outcome]) -> dict[str, dict[str, int]]:
    """Return the reports that break other rules than they should, with what they break."""
    found = {}
    for name, case in cases.items():
        outcome = verdicts[name]
        broken = {rule: count for rule, count in outcome.unsatisfied.items() if count}
        right = broken == case.breaks if case.only else all(broken.get(rule, 0) >= 1 for rule in case.breaks)
        if not right or outcome.codes:
            found[name] = broken | dict.fromkeys(outcome.codes, -1)
    return found


def _mislabelled(year: Year, verdicts: dict[str, Outcome]) -> list[str]:
    """Return the findings that are not Dutch or not at the level of their rule."""
    levels = {f"message:{assertion.id}": assertion.severity.lower() for assertion in all_assertions(year.tables)}
    words = {"error": ("MOET",), "warning": ("BEHOORT", "BEHOREN")}
    return [
        each.text
        for each in _told(verdicts)
        if each.level != levels[each.code] or not any(word in each.text for word in words[each.level])
    ]


def _unfilled(verdicts: dict[str, Outcome]) -> list[str]:
    """Return the findings in which an expression was left unfilled."""
    return [each.text for each in _told(verdicts) if "{" in each.text or "()" in each.text]


def _told(verdicts: dict[str, Outcome]) -> list[Said]:
    return [each for outcome in verdicts.values() for each in outcome.said if each.code.startswith("message:")]


def test_values_in_impossible_places_are_refused(year: Year, judge: Judge) -> None:
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
        Fact("ProvisionsAdditions", "1", CURRENT, ("SeparateMember", "ClassesOfProvisionsDomain")),
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
    verdict = judge.one(single.plus(*wrong, *right))
    assert [each.code for each in verdict.said].count(REFUSED) == len(wrong)


def test_a_refused_budget_figure_does_not_make_right_totals_wrong(year: Year, judge: Judge) -> None:
    names = ("TradeReceivables", "LandAndBuildings", "ProvisionJubileeBenefits")
    refused = [Fact(name, "1", END, ("SeparateMember", "BudgetMember")) for name in names]
    assert set(judge.one(single_report(year.tables).plus(*refused)).above_info()) == {REFUSED}


def test_values_of_the_wrong_form_are_refused(year: Year, judge: Judge) -> None:
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
    invalid = [each.text for each in judge.one(report).said if each.code == "xmlSchema:valueError"]
    assert [name for name in wrong if not any(name in text for text in invalid)] == []
