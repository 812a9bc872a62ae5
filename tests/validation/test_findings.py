"""Records become findings that name the line, both sides, the difference, the cells and the cause."""

from datetime import date

import pytest

from tests.support import Report
from tests.validation.conftest import Judge
from xbrl_pipeline.engine import EngineResult, Record, Ref
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, LostFact, Period
from xbrl_pipeline.model.findings import About, Comparison, Finding, Phase, PhaseName, PhaseStatus, Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.phases import engine_phases, give_verdict
from xbrl_pipeline.validation.records import failure_finding, findings_of


def _cell(fact: Fact) -> CellRef:
    return fact.cells[0]


def _with(facts: list[Fact], local: str) -> Fact:
    return next(fact for fact in facts if fact.key.concept.local == local)


def test_a_sound_report_gives_no_finding(report: Report, judge: Judge) -> None:
    assert judge(report.small()) == []


def test_a_sum_shows_both_sides_and_every_cell(report: Report, judge: Judge) -> None:
    facts = [*report.small(), report.fact("Receivables", 7)]
    (finding,) = judge(facts)
    assert finding.code.endswith("SumOfChildren_AssetsCurrent")
    assert finding.severity is Severity.ERROR
    assert finding.comparison == Comparison("100", "107", "-7")
    assert set(finding.cells) == {
        _cell(_with(facts, name)) for name in ("AssetsCurrent", "CashAndCashEquivalents", "Receivables")
    }
    assert "Vlottende activa (31-12-2025) is 100" in finding.message
    assert "\u22127" in finding.message
    assert finding.concept == "Vlottende activa"


def test_the_same_finding_in_english(report: Report, judge: Judge) -> None:
    (finding,) = judge([*report.small(), report.fact("Receivables", 7)], lang="en")
    assert "its parts add up to 107" in finding.message


def test_a_balance_that_does_not_tie_names_both_totals(report: Report, judge: Judge) -> None:
    facts = report.small(EquityAndLiabilities=90, Equity=90)
    (finding,) = judge(facts)
    assert finding.code.endswith("Equal_AssetsEquityAndLiabilities")
    assert finding.comparison == Comparison("100", "90", "10")
    assert "Activa" in finding.message
    assert "Passiva" in finding.message


def test_a_missing_total_is_called_missing(report: Report, judge: Judge) -> None:
    facts = [*report.small(), report.fact("TradeReceivables", 0)]
    (finding,) = judge([*facts, report.fact("ReceivablesEmployeesCurrent", 5)])
    assert "niet ingevuld" in finding.message
    assert finding.concept == "Vorderingen"


def test_an_empty_cell_that_another_column_fills_is_pointed_at(report: Report, judge: Judge) -> None:
    actual = [report.fact("Income", 10), report.fact("IncomeOther", 10), report.fact("BalanceIncomeAndExpenses", 10)]
    actual += [
        report.fact("ResultBeforeTax", 10),
        report.fact("ResultAfterTax", 10),
        report.fact("NetResultAfterTax", 10),
    ]
    budget = [report.fact("Income", 9, members=("separate", "budget"))]
    hole = report.fact("IncomeOther", 0, members=("separate", "budget"))
    other_hole = report.fact("IncomeOnThirdPartyContracts", 0, members=("separate", "budget"))
    facts = [
        *report.small(),
        *actual,
        *budget,
        report.fact("TuitionCourseTrainingExamFees", 4, members=("separate", "budget")),
    ]
    empty = tuple(LostFact(item.key, _cell(item)) for item in (hole, other_hole))
    (finding,) = [item for item in judge(facts, empty=empty) if item.code.endswith("SumOfChildren_Income")]
    assert _cell(hole) in finding.cells
    assert _cell(other_hole) not in finding.cells
    assert str(_cell(hole)) in finding.advice


def test_a_lost_cell_is_given_as_the_cause(report: Report, judge: Judge) -> None:
    lost = report.fact("Receivables", 0)
    facts = report.small(CashAndCashEquivalents=60)
    (finding,) = judge(facts, lost=(LostFact(lost.key, CellRef("Balans", 9, 4)),))
    assert finding.because == (CellRef("Balans", 9, 4),)


def test_a_rule_on_existence_points_at_the_empty_cell(report: Report, judge: Judge) -> None:
    facts = report.small()
    name = _with(facts, "LegalEntityName")
    facts.remove(name)
    (finding,) = judge(facts, empty=(LostFact(name.key, _cell(name)),))
    assert finding.cells == name.cells
    assert "Naam van de rechtspersoon" in finding.message


def test_a_date_that_comes_too_early_names_its_cells(report: Report, judge: Judge) -> None:
    facts = report.small()
    first = _with(facts, "FinancialReportingPeriodPreviousStartDate")
    facts[facts.index(first)] = Fact(first.key, date(2025, 6, 1), first.cells)
    codes = {finding.code.rpartition("_")[2]: finding for finding in judge(facts)}
    finding = codes["PreviousStartDatePreviousEndDate"]
    assert _cell(first) in finding.cells


def test_a_dimension_error_names_its_cell_and_line(report: Report, judge: Judge) -> None:
    wrong = report.fact("CashOnHand", 0, members=("separate", "budget"))
    (finding,) = judge([*report.small(), wrong])
    assert finding.cells == wrong.cells
    assert finding.phase is PhaseName.DIMENSIONS
    assert "Kasmiddelen" in finding.message


def test_a_rule_over_a_refused_fact_is_folded_under_it(report: Report, judge: Judge) -> None:
    half = report.fact("Inventories", "0.5")
    refused, follow_on = sorted(judge([*report.small(), half]), key=lambda item: len(item.because))
    assert refused.phase is PhaseName.XML
    assert follow_on.code.endswith("SumOfChildren_AssetsCurrent")
    assert follow_on.because == half.cells


def test_a_schema_error_names_its_cell(report: Report, judge: Judge) -> None:
    facts = report.small()
    sector = _with(facts, "Sector")
    facts[facts.index(sector)] = Fact(sector.key, "KLEUTERS", sector.cells)
    finding = next(item for item in judge(facts) if item.phase is PhaseName.XML)
    assert finding.cells == sector.cells
    assert finding.values[0].value == "KLEUTERS"


def test_an_unknown_code_is_shown_as_it_is(model: TaxonomyModel, nl: Messages) -> None:
    result = EngineResult((Record("new:code", "error", "Something {odd}"),), None, 0)
    (finding,) = findings_of(result, Evidence.of(model, nl), "x.xbrl", kvk=False)
    assert "new:code" in finding.message
    assert finding.advice.endswith("“Something {odd}”")


def test_facts_that_are_not_named_are_counted(model: TaxonomyModel, nl: Messages) -> None:
    result = EngineResult((Record("new:code", "error", "x", more=4_148),), None, 0)
    (finding,) = findings_of(result, Evidence.of(model, nl), "x.xbrl", kvk=False)
    assert finding.message.endswith("Nog 4.148 gegevens waar dit ook over gaat, zijn niet genoemd.")


def test_a_problem_of_the_taxonomy_is_not_the_boards(model: TaxonomyModel, nl: Messages) -> None:
    records = (Record("xbrl.4.3.4", "error", "oddity", (Ref("link:x", "../tax/x.xml", 3),)),)
    (finding,) = findings_of(EngineResult(records, None, 0), Evidence.of(model, nl), "x.xbrl", kvk=False)
    assert finding.about is About.TAXONOMY
    assert give_verdict((), [finding]) is Verdict.VALID


def test_rules_of_the_chamber_of_commerce_belong_to_its_entry_points(model: TaxonomyModel, nl: Messages) -> None:
    result = EngineResult((Record("NL.FR-KVK-2.03", "error", "x"), Record("NL.FR-NL-1.06", "error", "y")), None, 0)
    evidence = Evidence.of(model, nl)
    assert [item.code for item in findings_of(result, evidence, "x.xbrl", kvk=False)] == ["NL.FR-NL-1.06"]
    assert len(findings_of(result, evidence, "x.xbrl", kvk=True)) == 2


@pytest.mark.parametrize("failure", ["timeout", "died", "not_loaded", "formula", "exception", "RuntimeError: what"])
def test_whatever_breaks_off_is_never_valid(failure: str, model: TaxonomyModel, nl: Messages) -> None:
    phases = engine_phases(EngineResult((), None, 0, failure), filing_rules=True)
    assert give_verdict(phases, []) is Verdict.NOT_VALIDATED
    assert failure_finding(failure, Evidence.of(model, nl)).severity is Severity.ERROR


def test_a_skipped_phase_is_not_valid_and_a_warning_counts_only_when_strict() -> None:
    done, skipped = (Phase(PhaseName.XML, status) for status in (PhaseStatus.DONE, PhaseStatus.SKIPPED))
    warning = Finding("x", Severity.WARNING, "", "", PhaseName.XML)
    error = Finding("x", Severity.ERROR, "", "", PhaseName.XML)
    assert give_verdict([done], [warning]) is Verdict.VALID
    assert give_verdict([done], [warning], strict=True) is Verdict.INVALID
    assert give_verdict([done, skipped], []) is Verdict.NOT_VALIDATED
    assert give_verdict([done, skipped], [error]) is Verdict.INVALID


def test_a_foreign_instance_gets_lines_instead_of_cells(model: TaxonomyModel, nl: Messages, report: Report) -> None:
    keys = [report.fact(name, 1).key for name in ("Assets", "EquityAndLiabilities")]
    refs = tuple(Ref("ow-i:x", "x.xbrl", 40 + place, key, "1") for place, key in enumerate(keys))
    code = "message:valueAssertion_BalanceSheetEducation_Equal_AssetsEquityAndLiabilities"
    (finding,) = findings_of(
        EngineResult((Record(code, "error", "", refs),), 1, 2), Evidence.of(model, nl), "x.xbrl", kvk=False
    )
    assert finding.cells == ()
    assert finding.lines == (40, 41)


def test_a_closing_balance_is_held_against_the_opening_balance_with_its_movements(report: Report, judge: Judge) -> None:
    before = Period(date(2024, 1, 1), date(2024, 12, 31))
    facts = [*report.small(), report.fact("Equity", 70, before), report.fact("EquityMovement", 20)]
    told = [each.message for each in judge(facts) if each.code.endswith("PeriodStartMutationPeriodEnd_Equity")]
    assert [message.partition(", maar ")[2].partition(" is 90.")[0] for message in told] == [
        "de beginstand met de mutaties van het jaar"
    ]
