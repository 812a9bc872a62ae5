"""Findings that one amount explains point at that amount, say what happened to it, and fold what follows from it."""

from decimal import Decimal

import pytest

from tests.reporting.examples import of_the_whole
from tests.support import Report
from tests.validation.conftest import Judge
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, LostFact
from xbrl_pipeline.model.findings import Finding, SuspectKind
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.validation.diagnosis import Judged, diagnose
from xbrl_pipeline.validation.equations import at_place, holding
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.hypotheses import is_scaled, is_transposed

PARTS = {"TradeReceivables": 72_300, "ReceivablesEmployeesCurrent": 1_450, "ReceivablesOtherCurrent": 35_111}
TOTAL = sum(PARTS.values())


def receivables(report: Report, **changes: int | None) -> list[Fact]:
    amounts = {"Receivables": TOTAL, "AssetsCurrent": TOTAL + 100, "Assets": TOTAL + 100} | PARTS
    amounts |= {"EquityAndLiabilities": TOTAL + 100, "Equity": TOTAL + 100}
    given: dict[str, object] = {**amounts, **changes}
    return report.small(**given)


def explained(findings: list[Finding]) -> Finding:
    (finding,) = [each for each in findings if not each.follows]
    return finding


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SuspectKind.TRANSPOSED, 73_200),
        (SuspectKind.SIGN, -72_300),
        (SuspectKind.SCALE, 7_230),
        (SuspectKind.SCALE, 72_300_000),
        (SuspectKind.DOUBLED, 144_600),
    ],
)
def test_what_happened_to_one_amount_is_named(
    kind: SuspectKind,
    value: int,
    report: Report,
    judge: Judge,
) -> None:
    facts = receivables(report, TradeReceivables=value)
    suspect = explained(judge(facts)).suspects[0]
    wrong = next(fact for fact in facts if fact.key.concept.local == "TradeReceivables")
    assert (suspect.kind, suspect.cells, suspect.value, suspect.expected) == (kind, wrong.cells, str(value), "72300")
    assert str(wrong.cells[0]) in suspect.sentence
    assert "72.300" in suspect.sentence


def test_a_total_that_breaks_several_rules_is_one_finding_with_what_follows(report: Report, judge: Judge) -> None:
    findings = judge(receivables(report, AssetsCurrent=TOTAL + 7_777))
    main = explained(findings)
    assert len(findings) >= 2
    assert {each.follows for each in findings} == {"", main.ref}
    assert main.suspects[0].label == "Vlottende activa"
    assert main.suspects[0].expected == str(TOTAL + 100)


def test_an_amount_beside_its_cell_is_called_moved(report: Report, judge: Judge) -> None:
    facts = receivables(report, TradeReceivables=None)
    lost = report.fact("TradeReceivables", 0)
    wrong = report.fact("CashOnHand", 72_300)
    below = CellRef("Blad", lost.cells[0].row + 1, 2)
    facts.append(Fact(wrong.key, Decimal(72_300), (below,), "INF"))
    findings = judge(facts, empty=(LostFact(lost.key, lost.cells[0]),))
    suspect = next(each.suspects[0] for each in findings if each.suspects)
    assert suspect.kind in {SuspectKind.MOVED, SuspectKind.MISSING}
    assert suspect.cells == lost.cells
    assert suspect.expected == "72300"


def test_an_amount_of_one_sum_that_could_be_any_is_not_accused(report: Report, judge: Judge) -> None:
    findings = judge(receivables(report, TradeReceivables=72_300 + 4_321))
    assert [each.suspects for each in findings] == [()] * len(findings)


def recalculated(report: Report, by: int, **parts: int | None) -> list[Fact]:
    """Make facts of which every total above the receivables was worked out again."""
    assets = TOTAL + 100 + by
    return receivables(report, Receivables=TOTAL + by, AssetsCurrent=assets, Assets=assets, **parts)


def test_a_mistake_under_totals_that_were_worked_out_again_is_one_of_a_few(report: Report, judge: Judge) -> None:
    facts = recalculated(report, 900, TradeReceivables=73_200)
    finding = explained(judge(facts))
    wrong = next(fact for fact in facts if fact.key.concept.local == "TradeReceivables")
    assert finding.suspects == ()
    (lead,) = [each for each in finding.leads if each.cells == wrong.cells]
    assert (lead.kind, lead.expected) == (SuspectKind.TRANSPOSED, "72300")
    assert "Met twee cijfers omgewisseld, 72.300, klopt het." in lead.sentence
    assert [each.kind for each in finding.leads[:2]] == [SuspectKind.TRANSPOSED] * 2  # the equity could be it too
    assert 1 < len(finding.leads) <= 8


def test_where_one_amount_is_likely_no_other_is_held_out(report: Report, judge: Judge) -> None:
    findings = judge(receivables(report, TradeReceivables=73_200))
    assert explained(findings).suspects
    assert [each.leads for each in findings] == [()] * len(findings)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_thing_that_goes_wrong_has_its_words(lang: str) -> None:
    wordings = [f"{wording}.{kind}" for wording in ("suspect", "lead") for kind in (*SuspectKind, "unreported")]
    assert [code for code in wordings if not messages(lang).has(code)] == []


def test_a_foreign_instance_gets_the_line_of_the_culprit(model: TaxonomyModel, report: Report) -> None:
    facts = [Fact(fact.key, fact.value, (), fact.decimals) for fact in receivables(report, TradeReceivables=-72_300)]
    lines = {fact.key: 10 + place for place, fact in enumerate(facts)}
    evidence = Evidence.of(model, messages("nl"), facts, lines=lines)
    rule = next(
        each for each in model.rules.values() if each.id.endswith("BalanceSheetEducation_SumOfChildren_Receivables")
    )
    key = next(fact.key for fact in facts if fact.key.concept.local == "TradeReceivables")
    equation = at_place(rule, (key.period, key.dimensions, key.unit))
    (finding,) = diagnose([Judged(of_the_whole(), equation)], evidence)
    assert finding.suspects[0].line == lines[key]
    assert f"regel {lines[key]}" in finding.suspects[0].sentence


def test_a_sheet_that_shows_a_minus_is_told_what_to_type(model: TaxonomyModel, report: Report) -> None:
    values = {fact.key: fact.value for fact in receivables(report) if isinstance(fact.value, Decimal)}
    assert all(equation.residual(values) == 0 for equation in holding(model, values))
    assert holding(model, values)


@pytest.mark.parametrize(("old", "new"), [("73200", "72300"), ("-73200", "-72300"), ("0723", "7023"), ("1203", "1230")])
def test_two_digits_that_changed_places(old: str, new: str) -> None:
    assert is_transposed(Decimal(old), Decimal(new))


@pytest.mark.parametrize(("old", "new"), [("73200", "73200"), ("73200", "27300"), ("5", "6"), ("123", "321")])
def test_other_changes_are_no_swap(old: str, new: str) -> None:
    assert not is_transposed(Decimal(old), Decimal(new))


def test_scales_are_powers_of_ten_that_people_get_wrong() -> None:
    assert is_scaled(Decimal(5000), Decimal(5))
    assert is_scaled(Decimal(-5), Decimal(-50))
    assert not is_scaled(Decimal(5), Decimal(0))
    assert not is_scaled(Decimal(5), Decimal(50_000))


def test_an_endless_amount_is_compared_digit_by_digit() -> None:
    assert is_transposed(Decimal("-" + "9" * 40 + "12"), Decimal("9" * 40 + "21"))
    assert not is_transposed(Decimal("-" + "9" * 40), Decimal(12))
