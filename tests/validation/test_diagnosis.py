"""Findings that one amount explains point at that amount, say what happened to it, and fold what follows from it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.reporting.examples import of_the_whole
from tests.support import LAST_YEAR, Report
from tests.validation.conftest import Judge
from xbrl_pipeline.messages import LANGUAGES, Messages, messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, LostFact
from xbrl_pipeline.model.findings import Finding, Severity, SuspectKind
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.validation.diagnosis import DiagnosedFinding, diagnose
from xbrl_pipeline.validation.equations import at_place, holding
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.slips import has_lost_digit, is_scaled, is_transposed

PARTS = {"TradeReceivables": 72_300, "ReceivablesEmployeesCurrent": 1_450, "ReceivablesOtherCurrent": 35_111}
TOTAL = sum(PARTS.values())
WORKING = "IncreaseDecreaseInReceivables"


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


def named(facts: list[Fact], *lines: str) -> list[CellRef]:
    return [cell for fact in facts for cell in fact.cells if fact.key.concept.local in lines]


TOTALS = ("Receivables", "AssetsCurrent", "Assets", "EquityAndLiabilities", "Equity")


def test_what_a_formula_works_out_is_accused_of_nothing(report: Report, judge: Judge) -> None:
    facts = recalculated(report, 900, TradeReceivables=73_200)
    finding = explained(judge(facts, formulas=named(facts, *TOTALS)))
    (suspect,) = finding.suspects
    assert (suspect.kind, list(suspect.cells)) == (SuspectKind.TRANSPOSED, named(facts, "TradeReceivables"))


def in_two_columns(facts: list[Fact], before: list[Fact]) -> list[Fact]:
    """Put each line of two years on a row of its own, the years beside each other."""
    rows = {fact.key.concept: place for place, fact in enumerate(facts, start=1)}
    placed = ((fact, column) for column, given in ((4, facts), (5, before)) for fact in given)
    return [
        Fact(fact.key, fact.value, (CellRef("Balans", rows[fact.key.concept], column),), fact.decimals)
        for fact, column in placed
    ]


def test_a_total_that_was_typed_over_comes_before_its_parts(report: Report, judge: Judge) -> None:
    now = receivables(report, Receivables=TOTAL + 9, AssetsCurrent=TOTAL + 109, Assets=TOTAL + 109)
    both = TOTAL + 100
    amounts = {"Receivables": TOTAL, "CashAndCashEquivalents": 100, **PARTS, **dict.fromkeys(TOTALS[1:], both)}
    facts = in_two_columns(now, [report.fact(line, amount, LAST_YEAR) for line, amount in amounts.items()])
    formulas = [cell for cell in named(facts, *TOTALS) if cell != (typed := named(facts, "Receivables")[0])]
    gap = LostFact(report.fact("InterestReceivable", 0).key, CellRef("Balans", 40, 4))
    finding = explained(judge(facts, formulas=formulas, empty=(gap,)))
    (suspect,) = finding.suspects
    assert (suspect.kind, suspect.cells, suspect.expected) == (SuspectKind.OVERTYPED, (typed,), str(TOTAL))


def test_an_empty_line_of_which_nothing_is_known_is_only_possible(report: Report, judge: Judge) -> None:
    """Neither that its amount is missing, nor that it stands in the cell below, over another one: both always fit."""
    facts = [
        Fact(fact.key, fact.value, (CellRef("Balans", place, 4),), fact.decimals)
        for place, fact in enumerate(receivables(report, TradeReceivables=None), start=1)
    ]
    above = next(cell for fact in facts for cell in fact.cells if fact.key.concept.local == "ReceivablesOtherCurrent")
    gap = LostFact(report.fact("TradeReceivables", 0).key, CellRef("Balans", above.row + 1, 4))
    findings = judge(facts, empty=(gap,))
    assert [each.suspects for each in findings] == [()] * len(findings)
    assert any(lead.cells == (gap.cell,) for each in findings for lead in each.leads)


def test_what_each_of_the_possible_amounts_explains_is_one_finding(report: Report, judge: Judge) -> None:
    finding = explained(judge(recalculated(report, 900, TradeReceivables=73_200)))
    assert len(finding.leads) > 1


def test_no_negative_amount_is_proposed_for_a_line_that_has_none(report: Report, judge: Judge) -> None:
    facts = report.small(EquityAndLiabilities=150, Equity=150)
    gap = report.fact("CashOnHand", 0), report.fact("DesignatedReservePublic", 0)
    found = judge(facts, empty=tuple(LostFact(fact.key, fact.cells[0]) for fact in gap))
    proposed = [suspect for each in found for suspect in (*each.suspects, *each.leads)]
    assert all(Decimal(each.expected) >= 0 for each in proposed)


def test_a_sum_over_a_lost_amount_follows_it_and_accuses_no_cell(
    model: TaxonomyModel, report: Report, nl: Messages
) -> None:
    facts = receivables(report, Receivables=TOTAL - 35_111, ReceivablesOtherCurrent=None)
    gone = report.fact("ReceivablesOtherCurrent", 0)
    evidence = Evidence.of(model, nl, facts, lost=(LostFact(gone.key, gone.cells[0]),))
    cause = replace(of_the_whole(), code="workbook.cell.error", severity=Severity.ERROR, cells=gone.cells)
    rule = next(each for each in model.rules.values() if each.id.endswith("SumOfChildren_AssetsCurrent"))
    equation = at_place(rule, (gone.key.period, gone.key.dimensions, gone.key.unit))
    _, found = diagnose([DiagnosedFinding(cause), DiagnosedFinding(of_the_whole(), equation)], evidence)
    assert (found.follows, found.because, found.suspects, found.leads) == (cause.ref, gone.cells, (), ())


def test_what_only_rounding_leaves_explains_nothing(model: TaxonomyModel, report: Report, nl: Messages) -> None:
    """Cents that were rounded off make a sum fail by a euro; with them it holds, and no cell is wrong."""
    shown = {"CashAndCashEquivalents": "4,60", "Receivables": "5,60", "AssetsCurrent": "10,20"}
    facts = [report.fact(line, amount) for line, amount in zip(shown, (5, 6, 10), strict=True)]
    entries = (LedgerEntry(fact.cells[0], shown[fact.key.concept.local], Fate.FACT, "") for fact in facts)
    evidence = Evidence.of(model, nl, facts, ledger=Ledger(tuple(entries)))
    assert set(evidence.exact.values()) == {Decimal("4.60"), Decimal("5.60"), Decimal("10.20")}
    rule = next(each for each in model.rules.values() if each.id.endswith("SumOfChildren_AssetsCurrent"))
    key = facts[0].key
    equation = at_place(rule, (key.period, key.dimensions, key.unit))
    assert equation.residual(evidence.amounts) == -1
    assert equation.residual(evidence.exact) == 0
    (found,) = diagnose([DiagnosedFinding(of_the_whole(), equation)], evidence)
    assert (found.suspects, found.leads) == ((), ())


def with_same_last_year(report: Report, amount: int) -> list[Fact]:
    """Give a line the amount that it had last year, in a column that is nowhere near."""
    amounts = PARTS | {"TradeReceivables": amount, "ReceivablesOtherCurrent": 107_411 - amount, "Receivables": TOTAL}
    before = [report.fact(line, value, LAST_YEAR) for line, value in amounts.items()]
    return [*receivables(report, TradeReceivables=amount), *before]


def test_an_amount_of_another_column_is_called_copied(report: Report, judge: Judge) -> None:
    facts = with_same_last_year(report, 73_991)
    this_year, last_year = named(facts, "TradeReceivables")
    suspect = next(each.suspects[0] for each in judge(facts) if each.suspects)
    assert (suspect.kind, suspect.cells, suspect.expected) == (SuspectKind.REPEATED, (this_year,), "72300")
    assert str(last_year) in suspect.sentence


def test_a_round_amount_that_comes_back_is_no_copy(report: Report, judge: Judge) -> None:
    findings = judge(with_same_last_year(report, 74_000))
    assert [each.suspects for each in findings if each.comparison] == [()] * len(findings)


def test_an_empty_cell_of_a_line_in_use_comes_before_one_that_nobody_uses(report: Report, judge: Judge) -> None:
    """The amount of last year has the other sign, as changes of working capital have."""
    now = [report.fact(line, amount) for line, amount in {"ChangesWorkingCapital": 4_170, WORKING: 1_000}.items()]
    used = report.fact("IncreaseDecreaseInLiabilities", -3_020, LAST_YEAR)
    gaps = [report.fact(line, 0) for line in ("IncreaseDecreaseInInventories", "IncreaseDecreaseInLiabilities")]
    found = judge([*report.small(), *now, used], empty=tuple(LostFact(gap.key, gap.cells[0]) for gap in gaps))
    first = next(each.suspects[0] for each in found if each.suspects)
    assert (first.kind, first.cells, first.expected) == (SuspectKind.MISSING, gaps[1].cells, "3170")


def test_an_amount_is_not_accused_for_being_the_only_one_that_was_typed_beside_totals(
    report: Report, judge: Judge
) -> None:
    """A part of the receivables may be wrong as well, below totals that formulas work out."""
    facts = recalculated(report, 4_321, TradeReceivables=72_300 + 4_321)
    typed = named(facts, "EquityAndLiabilities")
    assets = [fact for fact in facts if fact.key.concept.local != "Equity"]
    findings = judge(assets, formulas=named(facts, "Receivables", "AssetsCurrent", "Assets"))
    accused = [cell for each in findings for suspect in each.suspects for cell in suspect.cells]
    assert not set(typed) & set(accused)


def test_where_one_amount_is_likely_no_other_is_held_out(report: Report, judge: Judge) -> None:
    findings = judge(receivables(report, TradeReceivables=73_200))
    assert explained(findings).suspects
    assert [each.leads for each in findings] == [()] * len(findings)


def test_a_rule_that_wants_a_line_points_at_its_empty_cell_and_not_at_the_sector(report: Report, judge: Judge) -> None:
    gap = report.fact("JointVentureTailoredEducation", "")
    facts = [fact for fact in report.small() if fact.key.concept.local != "Sector"] + [report.fact("Sector", "PO")]
    findings = judge(facts, empty=(LostFact(gap.key, gap.cells[0]),))
    (found,) = [each for each in findings if each.code.endswith("JointVentureTailoredEducation")]
    assert found.cells == (gap.cells[0], facts[-1].cells[0])
    assert str(gap.cells[0]) in found.advice


def test_an_amount_in_a_row_that_nobody_knows_is_the_cause_of_what_is_short_of_it(
    model: TaxonomyModel, report: Report, nl: Messages
) -> None:
    facts = receivables(report, Receivables=TOTAL + 25_000)
    stray = CellRef("Blad", 90, 2)
    ledger = Ledger((LedgerEntry(stray, "25000", Fate.REJECTED, ""),))
    evidence = Evidence.of(model, nl, facts, ledger=ledger)
    cause = replace(of_the_whole(), code="template.row_without_code", severity=Severity.ERROR, cells=(stray,))
    rule = next(each for each in model.rules.values() if each.id.endswith("SumOfChildren_Receivables"))
    key = next(fact.key for fact in facts if fact.key.concept.local == "Receivables")
    equation = at_place(rule, (key.period, key.dimensions, key.unit))
    _, found = diagnose([DiagnosedFinding(cause), DiagnosedFinding(of_the_whole(), equation)], evidence)
    assert (found.follows, found.because, found.suspects) == (cause.ref, (stray,), ())


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
    (finding,) = diagnose([DiagnosedFinding(of_the_whole(), equation)], evidence)
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


@pytest.mark.parametrize(("old", "new"), [("7979792", "79979792"), ("-263100", "-2693100")])
def test_a_digit_that_fell_out(old: str, new: str) -> None:
    assert has_lost_digit(Decimal(old), Decimal(new))


@pytest.mark.parametrize(("old", "new"), [("123", "1234"), ("7979792", "-79979792"), ("7979792", "89979793")])
def test_other_changes_lost_no_digit(old: str, new: str) -> None:
    assert not has_lost_digit(Decimal(old), Decimal(new))


def test_scales_are_powers_of_ten_that_people_get_wrong() -> None:
    assert is_scaled(Decimal(5000), Decimal(5))
    assert is_scaled(Decimal(-5), Decimal(-50))
    assert not is_scaled(Decimal(5), Decimal(0))
    assert not is_scaled(Decimal(5), Decimal(50_000))


def test_an_endless_amount_is_compared_digit_by_digit() -> None:
    assert is_transposed(Decimal("-" + "9" * 40 + "12"), Decimal("9" * 40 + "21"))
    assert not is_transposed(Decimal("-" + "9" * 40), Decimal(12))


def test_totals_that_the_workbook_does_not_print_are_one_error_and_accuse_no_amount(
    report: Report, judge: Judge
) -> None:
    findings = judge(receivables(report, Receivables=None, AssetsCurrent=None))
    main = explained(findings)
    told, _, lines = main.message.partition(": ")
    assert told == "2 totalen die het verslag vraagt, staan niet in de werkmap"
    assert sorted(lines.removesuffix(".").split(", ")) == ["Vlottende activa", "Vorderingen"]
    assert "totals: derive" in main.advice
    assert main.cells == ()
    assert len(findings) == 2
    assert all((each.suspects, each.leads) == ((), ()) for each in findings)


def test_one_total_that_is_not_printed_explains_what_is_short_of_it(report: Report, judge: Judge) -> None:
    findings = judge(receivables(report, Receivables=None))
    main = explained(findings)
    assert (
        main.message == f"Vorderingen (31-12-2025) is niet ingevuld, terwijl de onderdelen optellen tot {_nl(TOTAL)}."
    )
    assert [each.concept for each in findings if each.follows == main.ref] == ["Vlottende activa"]
    assert all((each.suspects, each.leads) == ((), ()) for each in findings)


def test_a_total_that_is_not_printed_hides_no_other_mistake(report: Report, judge: Judge) -> None:
    findings = judge(receivables(report, Receivables=None, Assets=(TOTAL + 100) * 10))
    assert sorted(each.concept or "" for each in findings if not each.follows) == ["Activa", "Vorderingen"]
    (wrong,) = [each for each in findings if each.suspects]
    assert wrong.suspects[0].kind is SuspectKind.SCALE


def test_a_part_that_was_taken_for_its_total_is_named_and_no_amount_is_called_wrong(
    report: Report, judge: Judge
) -> None:
    parts = {name: amount for name, amount in PARTS.items() if name != "ReceivablesOtherCurrent"}
    rest = PARTS["ReceivablesOtherCurrent"]
    findings = judge(receivables(report, Receivables=rest, ReceivablesOtherCurrent=None))
    main = explained(findings)
    (suspect,) = main.suspects
    assert (suspect.kind, suspect.label) == (SuspectKind.PART, "Vorderingen")
    assert (suspect.value, suspect.expected) == (str(rest), str(rest + sum(parts.values())))
    assert "Koppel deze regel" in main.advice
    assert all(each.leads == () for each in findings)


def _nl(amount: int) -> str:
    return f"{amount:,}".replace(",", ".")
