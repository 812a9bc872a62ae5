"""What no schema can see: each rule finds what it is for, leaves sound figures alone, and is never an error."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.conftest import GOOD, SAMPLES
from tests.support import LAST_YEAR, YEAR, Report
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.instance.facts import known_facts
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, Fact, LostFact, Period
from xbrl_pipeline.model.findings import Comparison, Finding, PhaseName, Severity
from xbrl_pipeline.model.outcome import Phrase, Verdict
from xbrl_pipeline.model.parts import Need
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.folding import under_scale
from xbrl_pipeline.validation.phases import give_verdict
from xbrl_pipeline.validation.plausibility import figures_of, find_oddities, measure
from xbrl_pipeline.validation.plausibility.registry import RULES, rule

SOUND = {
    "Assets": 30_123_456,
    "AssetsCurrent": 12_345_678,
    "EquityAndLiabilities": 30_123_456,
    "Equity": 14_234_567,
    "Provisions": 3_210_987,
    "LiabilitiesCurrent": 9_876_543,
    "PropertyPlantEquipment": 17_777_778,
    "Income": 40_404_041,
    "CentralGovernmentContributions": 38_383_839,
    "EmployeeBenefitsExpenses": 32_323_237,
    "AccommodationCosts": 2_121_219,
    "Expenses": 40_001_234,
    "NetResultAfterTax": 402_807,
}

Judge = Callable[..., list[Finding]]


@pytest.fixture
def judge(model: TaxonomyModel, profile: ReportProfile) -> Judge:
    def run(
        facts: list[Fact], previous: list[Fact] | None = None, empty: tuple[LostFact, ...] = (), lang: str = "nl"
    ) -> list[Finding]:
        evidence = Evidence.of(model, messages(lang), facts, empty=empty)
        return list(find_oddities(figures_of(evidence, profile, previous), evidence))

    return run


def sound(report: Report, period: Period = YEAR, /, **changes: int | None) -> list[Fact]:
    amounts = SOUND | changes
    return [report.fact(line, amount, period) for line, amount in amounts.items() if amount is not None]


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code.removeprefix("plausibility.") for finding in findings}


def test_sound_figures_are_left_alone(report: Report, judge: Judge) -> None:
    last = {line: amount - 1_111_111 for line, amount in SOUND.items() if amount > 10_000_000}
    assert judge([*sound(report), *sound(report, LAST_YEAR, **last)]) == []


ODD = {
    "solvency": {"Equity": 2_000_000},
    "liquidity_low": {"AssetsCurrent": 3_000_000},
    "excess_equity": {"Equity": 24_000_000},
    "negative": {"CentralGovernmentContributions": -38_383_839},
    "thousands": {line: amount // 1000 for line, amount in SOUND.items()},
}


@pytest.mark.parametrize("name", ODD)
def test_a_rule_finds_what_it_is_for(name: str, report: Report, judge: Judge) -> None:
    changes: dict[str, int | None] = {**ODD[name]}
    found = [each for each in judge(sound(report, **changes)) if each.code == f"plausibility.{name}"]
    assert found
    assert all(each.cells and each.values for each in found)
    assert all(each.severity is not Severity.ERROR and each.phase is PhaseName.PLAUSIBILITY for each in found)


def test_a_jump_is_a_note_and_a_zero_too_many_a_warning(report: Report, judge: Judge) -> None:
    def severities(before: int) -> set[Severity]:
        facts = [*sound(report), *sound(report, LAST_YEAR, EmployeeBenefitsExpenses=before)]
        return {each.severity for each in judge(facts) if each.code == "plausibility.jump"}

    assert severities(32_000_000) == set()
    assert severities(9_000_000) == {Severity.INFO}
    assert severities(3_232_324) == {Severity.WARNING}


def jumps(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.code == "plausibility.jump"]


def test_a_jump_names_the_part_it_comes_from(report: Report, judge: Judge) -> None:
    now = sound(report, AccommodationRentalCosts=2_000_000, AccommodationLevies=121_219)
    before = sound(report, LAST_YEAR, AccommodationCosts=221_219, AccommodationRentalCosts=100_000)
    (finding,) = jumps(judge([*now, *before, report.fact("AccommodationLevies", 121_219, LAST_YEAR)]))
    assert finding.message.startswith("Huisvestingskosten (2025) is 2.121.219")
    assert "2.000.000 tegen 100.000 vorig jaar" in finding.message
    rent = [fact.cells[0] for fact in (*now, *before) if fact.key.concept.local == "AccommodationRentalCosts"]
    assert set(rent) < set(finding.cells)


def test_a_jump_of_many_parts_names_none(report: Report, judge: Judge) -> None:
    now = sound(report, AccommodationRentalCosts=1_060_000, AccommodationLevies=1_061_219)
    before = {"AccommodationCosts": 221_219, "AccommodationRentalCosts": 110_000, "AccommodationLevies": 111_219}
    (finding,) = jumps(judge([*now, *sound(report, LAST_YEAR, **before)]))
    assert len(finding.values) == 2


def test_a_part_and_its_total_that_jump_are_one_finding(report: Report, judge: Judge) -> None:
    before = sound(report, LAST_YEAR, EmployeeBenefitsExpenses=3_232_324, WagesSalaries=2_909_087)
    (finding,) = jumps(judge([*sound(report, WagesSalaries=32_000_000), *before]))
    assert finding.concept == "Lonen en salarissen"


def test_an_outflow_that_is_negative_names_the_mapping(report: Report, judge: Judge) -> None:
    (finding,) = judge([*sound(report), report.fact("PurchasePropertyPlantEquipment", -5000)])
    assert finding.code == "plausibility.outflow"
    assert "sign: reversed" in finding.advice


def test_a_column_copied_over_another_is_seen(report: Report, judge: Judge) -> None:
    findings = judge([*sound(report), *sound(report, LAST_YEAR)])
    assert codes(findings) == {"copied"}


def test_a_column_in_thousands_beside_one_in_euros_is_seen(report: Report, judge: Judge) -> None:
    small: dict[str, int | None] = {line: amount // 1000 for line, amount in SOUND.items()}
    assert {"other_scale", "thousands"} <= codes(judge([*sound(report), *sound(report, LAST_YEAR, **small)]))


def test_amounts_that_are_all_round_are_noted(report: Report, judge: Judge) -> None:
    round_ones: dict[str, int | None] = {line: amount // 1000 * 1000 for line, amount in SOUND.items()}
    assert codes(judge(sound(report, **round_ones))) == {"rounded"}


def test_the_budget_is_compared(report: Report, judge: Judge) -> None:
    budget = [report.fact(line, SOUND[line], members=("separate", "budget")) for line in ("Income", "Expenses")]
    staff = report.fact("EmployeeBenefitsExpenses", 25_000_000, members=("separate", "budget"))
    (finding,) = [each for each in judge([*sound(report), *budget, staff]) if each.code.endswith("off_budget")]
    assert "25.000.000" in finding.message
    assert finding.severity is Severity.INFO


def test_staff_costs_per_fte_that_no_board_pays(report: Report, judge: Judge) -> None:
    assert "staff_costs" not in codes(judge([*sound(report), report.fact("StaffingLevelTeachingStaff", 380)]))
    assert "staff_costs" in codes(judge([*sound(report), report.fact("StaffingLevelTeachingStaff", 38)]))
    assert "staff_costs" in codes(judge([*sound(report), report.fact("StaffingLevelTeachingStaff", 38_000)]))


def test_a_line_of_another_sector(report: Report, judge: Judge) -> None:
    line = report.fact("IncomeStudentContributions", 12_345)
    assert "unusual_line" in codes(judge([*sound(report), line, report.fact("Sector", "PO")]))
    assert "unusual_line" not in codes(judge([*sound(report), line, report.fact("Sector", "HBO")]))


def test_last_years_report_must_close_where_this_one_opens(
    report: Report, judge: Judge, model: TaxonomyModel, profile: ReportProfile
) -> None:
    now = [*sound(report), report.fact("Equity", 14_000_001, LAST_YEAR), report.fact("Income", 39_000_001, LAST_YEAR)]
    filed = [report.fact("Equity", 14_000_001, LAST_YEAR), report.fact("Income", 38_999_999, LAST_YEAR)]
    previous = known_facts(write_instance(filed, "99990001", model, profile), model)
    assert codes(judge(now, list(previous.facts))) == {"comparative"}
    filed[0] = report.fact("Equity", 13_999_999, LAST_YEAR)
    again = known_facts(write_instance(filed, "99990001", model, profile), model)
    (finding,) = [each for each in judge(now, list(again.facts)) if each.code.endswith("opening")]
    assert "13.999.999" in finding.message
    assert finding.severity is Severity.WARNING


def test_an_empty_part_that_no_assertion_looks_at(report: Report, judge: Judge) -> None:
    before = [
        report.fact(line, amount, LAST_YEAR)
        for line, amount in (("EquityMovement", 10), ("EquityResultAllocation", 7), ("EquityMovementOther", 3))
    ]
    now = report.fact("EquityMovement", 12)
    gap = report.fact("EquityResultAllocation", 0)
    empty = (LostFact(gap.key, gap.cells[0]),)
    (finding,) = [each for each in judge([*before, now], empty=empty) if each.code.endswith("empty_part")]
    assert gap.cells[0] in finding.cells
    assert finding.suspects[0].expected == "12"


@pytest.mark.parametrize("begun", [False, True])
def test_a_table_without_any_movement_of_last_year_is_not_asked_for_one(
    begun: bool, report: Report, judge: Judge
) -> None:
    of_class = Dimension(
        report.name("ow-dim:ClassesOfPropertyPlantEquipmentAxis"), report.name("ow-dm:LandAndBuildingsMember")
    )

    def moved(line: str, amount: int, period: Period) -> Fact:
        fact = report.fact(line, amount, period)
        return replace(fact, key=fact.key._replace(dimensions=tuple(sorted((*fact.key.dimensions, of_class)))))

    costs, moves = "DepreciationPropertyPlantEquipment", "PropertyPlantEquipmentDepreciation"
    now = [report.fact(costs, 12), report.fact(moves, 12), moved(moves, 12, YEAR)]
    before = [report.fact(costs, 9, LAST_YEAR)]
    before += [moved("PropertyPlantEquipmentAdditions", 4, LAST_YEAR)] if begun else []
    gaps = (report.fact(moves, 0, LAST_YEAR), moved(moves, 0, LAST_YEAR))
    found = judge([*now, *before], empty=tuple(LostFact(gap.key, gap.cells[0]) for gap in gaps))
    assert any(each.code.endswith("empty_part") and gaps[1].cells[0] in each.cells for each in found) is begun


def test_the_ratios_are_what_the_formulas_say(report: Report, model: TaxonomyModel, profile: ReportProfile) -> None:
    evidence = Evidence.of(model, messages("nl"), sound(report))
    ratios = {each.code: each for each in measure(figures_of(evidence, profile))}
    solvency = (Decimal(14_234_567 + 3_210_987) / Decimal(30_123_456)).quantize(Decimal("0.0001"))
    assert ratios["solvency"].points[0].value == solvency
    assert ratios["liquidity"].points[0].value == Decimal("1.2500")
    assert ratios["housing"].points[0].value == Decimal("0.0530")
    assert {each.statement for each in ratios.values()} == {"separate"}


BETWEEN = {
    "result_equity": {"EquityResultAllocation": 402_807},
    "result_cash_flow": {"BalanceIncomeAndExpenses": 402_807, "OperatingResultCashFlow": 402_807},
    "depreciation": {
        "DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets": 900_001,
        "AdjustmentsDepreciationAndAmortisationExpense": 900_001,
    },
}


@pytest.mark.parametrize("name", BETWEEN)
def test_what_two_statements_say_must_be_one_amount(name: str, report: Report, judge: Judge) -> None:
    amounts = BETWEEN[name]
    assert name not in codes(judge([*sound(report), *(report.fact(*each) for each in amounts.items())]))
    *same, last = amounts
    facts = [*(report.fact(line, amounts[line]) for line in same), report.fact(last, 123_456)]
    (found,) = [each for each in judge([*sound(report), *facts]) if each.code == f"plausibility.{name}"]
    assert "123.456" in found.message
    assert facts[-1].cells[0] in found.cells
    assert found.severity is Severity.WARNING


def test_a_cash_flow_may_begin_with_any_result(report: Report, judge: Judge) -> None:
    facts = [report.fact("BalanceIncomeAndExpenses", 400_000), report.fact("OperatingResultCashFlow", 402_807)]
    assert "result_cash_flow" not in codes(judge([*sound(report), *facts]))


def test_impairments_may_stand_with_depreciation(report: Report, judge: Judge) -> None:
    facts = [
        report.fact("DepreciationOtherPropertyPlantEquipmentAmortisationIntangibleAssets", 900_001),
        report.fact("PropertyPlantEquipmentImpairment", 50_000),
        report.fact("AdjustmentsDepreciationAndAmortisationExpense", 950_001),
    ]
    assert "depreciation" not in codes(judge([*sound(report), *facts]))


def test_a_negative_amount_that_is_subtracted_names_its_cell(report: Report, judge: Judge) -> None:
    wrong = report.fact("EmployeeBenefitsReceived", -214_600)
    (found,) = judge([*sound(report), wrong])
    assert found.code == "plausibility.subtracted"
    assert found.cells == wrong.cells
    assert codes(judge([*sound(report), report.fact("IncomeTaxExpense", -5_000)])) == set()


def test_a_budget_that_nobody_filled_in_is_one_warning(report: Report, judge: Judge) -> None:
    gaps = [report.fact(line, 0, members=("separate", "budget")) for line in ("Income", "Expenses", "WagesSalaries")]
    empty = tuple(LostFact(fact.key, fact.cells[0]) for fact in gaps)
    (found,) = judge(sound(report), empty=empty)
    assert found.code == "plausibility.budget_empty"
    assert set(found.cells) == {fact.cells[0] for fact in gaps[:2]}  # the lines that have a realised amount
    filled = report.fact("Income", 40_404_041, members=("separate", "budget"))
    assert "budget_empty" not in codes(judge([*sound(report), filled], empty=empty[1:]))


@pytest.mark.parametrize(("which", "words"), [("balance", "De balans"), ("income", "De staat van baten en lasten")])
def test_one_statement_in_thousands_is_named(which: str, words: str, report: Report, judge: Judge) -> None:
    flows = ("Income", "Expenses", "NetResultAfterTax", "CentralGovernment", "EmployeeBenefits", "Accommodation")
    scaled = [line for line in SOUND if line.startswith(flows) == (which == "income")]
    small: dict[str, int | None] = {line: SOUND[line] // 1000 for line in scaled}
    (found,) = [each for each in judge(sound(report, **small)) if each.code.endswith("statement_scale")]
    assert found.message.startswith(words)


def test_what_only_another_unit_makes_fail_follows_that(report: Report, judge: Judge) -> None:
    small: dict[str, int | None] = {line: SOUND[line] // 1000 for line in SOUND if line in ("Assets", "Equity")}
    (scale,) = [each for each in judge(sound(report, **small)) if each.code.endswith("statement_scale")]
    cells = (scale.cells[0], CellRef("Verloop", 3, 4))
    sums = replace(
        scale, code="message:sum", phase=PhaseName.FORMULA, cells=cells, comparison=Comparison("1", "2", "-1")
    )
    error = replace(sums, severity=Severity.ERROR)
    elsewhere = replace(sums, cells=(CellRef("Verloop", 3, 4),))
    followed, grave, other = under_scale([sums, error, elsewhere], [scale])
    assert (followed.follows, grave.follows, other.follows) == (scale.ref, "", "")


def test_parts_that_every_board_has_are_named_where_they_are_empty(report: Report, judge: Judge) -> None:
    (found,) = [each for each in judge([*sound(report), report.fact("Sector", "PO")]) if "parts_empty" in each.code]
    assert found.message.startswith("1")
    assert "Documentinformatie" in found.message
    assert "Balans (enkelvoudig)" not in found.message
    assert found.severity is Severity.INFO


def test_every_part_is_filled_in_or_empty(report: Report, model: TaxonomyModel, profile: ReportProfile) -> None:
    facts = [*sound(report), report.fact("Sector", "PO")]
    parts = {part.role: part for part in figures_of(Evidence.of(model, messages("nl"), facts), profile).complete}
    assert parts["balance-sheet-education"].filled == 7
    assert parts["continuity-paragraph-balance-sheet-budget-education"].empty
    assert parts["document-information-education"].need is Need.REQUIRED
    assert parts["cash-flow-statement-education"].need is Need.EXPECTED
    assert parts["report-of-the-management-board-financial-support-fund-education"].need is Need.ELSEWHERE
    assert not any("consolidated" in role for role in parts)


def test_who_has_a_template_is_not_told_about_a_mapping(
    report: Report, model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> None:
    facts = [*sound(report), report.fact("PurchasePropertyPlantEquipment", -5000)]
    for template, told in ((True, False), (False, True)):
        evidence = Evidence.of(model, nl, facts, template=template)
        (found,) = find_oddities(figures_of(evidence, profile), evidence)
        assert ("mapping" in found.advice) is told


def test_every_rule_has_a_source_and_a_sentence_and_is_no_error(nl: Messages) -> None:
    assert len(RULES) > 15
    for each in RULES.values():
        assert each.source
        assert each.severity is not Severity.ERROR
        assert nl.find(each.code) is not None


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_source_is_told_in_the_language_of_the_run(code: str, nl: Messages) -> None:
    source = RULES[code].source
    assert not re.search(r"\b(the|of|and|own|rules?|is)\b", nl.show(source))
    assert isinstance(source, Phrase) is (messages("en").show(source) != nl.show(source))


def test_a_name_is_taken_once() -> None:
    with pytest.raises(ValueError, match="solvency"):
        rule("solvency", Severity.INFO, "x")(lambda _: iter(()))


def test_own_warnings_never_change_the_verdict_not_even_strictly(report: Report, judge: Judge) -> None:
    findings = judge(sound(report, Equity=1))
    assert any(each.severity is Severity.WARNING for each in findings)
    assert give_verdict((), findings, strict=True) is Verdict.VALID


@pytest.mark.parametrize("name", GOOD)
def test_the_good_samples_have_notes_at_most(name: str, engine: Engine, nl: Messages) -> None:
    report = check(read_source(SAMPLES / f"{name}.xlsx", SAMPLES / f"{name}.mapping.yaml"), engine, nl).report
    assert {finding.code for finding in report.findings} <= {
        "plausibility.excess_equity",
        "plausibility.parts_empty",
    }
    assert report.counts.warning == report.counts.error == 0


def test_a_foreign_instance_is_judged_at_its_lines(
    report: Report, model: TaxonomyModel, profile: ReportProfile
) -> None:
    data = write_instance(sound(report, Equity=2_000_000), "99990001", model, profile)
    read = known_facts(data, model)
    assert {fact.key for fact in read.facts} == {fact.key for fact in sound(report, Equity=2_000_000)}
    evidence = Evidence.of(model, messages("nl"), read.facts, lines=read.lines)
    (finding, *_) = find_oddities(figures_of(evidence, profile), evidence)
    assert finding.cells == ()
    text = data.decode().splitlines()
    assert all(
        "Equity" in text[line - 1]
        or "Provisions" in text[line - 1]
        or "Assets" in text[line - 1]
        or "Income" in text[line - 1]
        for line in finding.lines
    )
    assert finding.values[0].element.endswith(":Equity")
    assert date(2025, 12, 31) in {key.period.end for key in read.lines}
