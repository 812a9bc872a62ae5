from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from tests.mapping.onderwijs import (
    BALANCE,
    DIM,
    GENERAL,
    INCOME,
    MEMBERS,
    MODEL,
    NS,
    PROFILE,
    WORKBOOK,
    book,
    changed,
    codes,
    convert,
    fact_at,
    mapping,
    value_at,
)
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, Period, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.report import Entity

SEPARATE = Dimension(QName(DIM, "FinancialStatementsTypeAxis"), QName(MEMBERS, "SeparateMember"))
BUDGET = Dimension(QName(DIM, "BudgetTypeAxis"), QName(MEMBERS, "BudgetMember"))


def test_an_untouched_workbook_gives_its_facts_without_a_finding() -> None:
    mapped = convert()
    assert mapped.findings == ()
    assert mapped.lost == ()
    assert len(mapped.facts) == 12
    assert mapped.entity == Entity("Stichting De Proef", "41234", "12345678", 2025)


def test_a_balance_is_an_instant_at_the_end_of_the_columns_year() -> None:
    mapped = convert()
    current, previous = fact_at(mapped, "Balans!D4"), fact_at(mapped, "Balans!E4")
    assert current is not None
    assert previous is not None
    assert current.key.period == Period(None, date(2025, 12, 31))
    assert previous.key.period == Period(None, date(2024, 12, 31))
    assert current.key.unit == "EUR"
    assert current.decimals == "INF"
    assert current.key.dimensions == (SEPARATE,)


def test_the_budget_is_this_year_with_its_member_and_dimensions_are_sorted_by_axis() -> None:
    fact = fact_at(convert(), "Baten!D3")
    assert fact is not None
    assert fact.key.period == Period(date(2025, 1, 1), date(2025, 12, 31))
    assert fact.key.dimensions == (BUDGET, SEPARATE)


def test_general_data_have_no_dimensions_and_no_unit() -> None:
    fact = fact_at(convert(), "Algemeen!C4")
    assert fact is not None
    assert fact.value == "12345678"
    assert fact.key.dimensions == ()
    assert fact.key.unit is None
    assert fact.decimals is None


def test_cash_at_the_start_is_last_years_end_and_the_same_fact_as_on_the_balance() -> None:
    mapped = convert(book(Baten={"B8": "Kas begin", "C8": Decimal(300)}))
    fact = fact_at(mapped, "Baten!C8")
    assert fact is not None
    assert fact.cells == (CellRef.parse("Balans!E4"), CellRef.parse("Baten!C8"))


def test_two_cells_that_contradict_each_other_lose_the_fact() -> None:
    mapped = convert(book(Baten={"B8": "Kas eind", "C8": Decimal(401)}))
    assert codes(mapped.findings) == ["mapping.contradiction"]
    assert [str(cell) for cell in mapped.findings[0].cells] == ["Balans!D4", "Baten!C8"]
    assert "400, 401" in mapped.findings[0].message
    assert {str(lost.cell) for lost in mapped.lost} == {"Balans!D4", "Baten!C8"}
    assert mapped.ledger.rejected == 2


def test_amounts_in_thousands_and_reversed_signs() -> None:
    thousands = changed(INCOME, scale=1000)
    mapped = convert(book(Baten={"B8": "Uitgaven", "C8": Decimal("-1.5")}), mapping(GENERAL, BALANCE, thousands))
    assert value_at(mapped, "Baten!C8") == Decimal(1500)
    assert value_at(mapped, "Baten!C3") == Decimal(110_000)


def test_an_amount_that_must_be_whole_is_rounded_away_from_zero_and_says_so() -> None:
    mapped = convert(book(Balans={"D5": Decimal("1400.5"), "E5": Decimal("-1300.5")}))
    assert value_at(mapped, "Balans!D5") == Decimal(1401)
    assert value_at(mapped, "Balans!E5") == Decimal(-1301)
    first = mapped.findings[0]
    assert (first.code, first.severity, str(first.cells[0])) == ("mapping.rounded", Severity.WARNING, "Balans!D5")
    assert "1.400,5" in first.message
    assert "1.401" in first.message
    assert first.concept == "1 Activa"
    assert first.period == "31-12-2025"


def test_findings_come_in_the_language_asked_for() -> None:
    mapped = convert(book(Balans={"D5": Decimal("1400.5")}), lang="en")
    assert mapped.findings[0].message.startswith("'1 Activa' in Balans!D5 was rounded: 1,400.5 became 1,401.")


def test_a_number_as_text_is_used_and_mentioned() -> None:
    mapped = convert(book(Balans={"D5": "€ 1.234.567,00"}))
    assert value_at(mapped, "Balans!D5") == Decimal(1_234_567)
    assert [(f.code, f.severity) for f in mapped.findings] == [("mapping.number_as_text", Severity.INFO)]


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("1.234", "mapping.ambiguous_number"),
        ("n.n.b.", "mapping.not_a_number"),
        ("1,234.50", "mapping.pointed_number"),
        ("1234.50", "mapping.pointed_number"),
        ("\u202e00,432.1", "mapping.character.remove"),
        ("28,4%", "mapping.not_a_number"),
        (True, "mapping.not_a_number"),
        (date(2025, 3, 1), "mapping.date_for_amount"),
    ],
)
def test_what_is_no_amount_is_refused_with_its_fact(value: str | bool | date, code: str) -> None:
    mapped = convert(book(Balans={"D5": value}))
    assert codes(mapped.findings) == [code]
    assert [str(cell) for cell in mapped.findings[0].cells] == ["Balans!D5"]
    assert [(lost.key.concept.local, str(lost.cell)) for lost in mapped.lost] == [("Assets", "Balans!D5")]
    assert mapped.ledger.rejected == 1


def test_percentages_are_fractions() -> None:
    mapped = convert(book(Algemeen={"B9": "Formatie", "C9": "28,4%"}))
    fact = fact_at(mapped, "Algemeen!C9")
    assert fact is not None
    assert (fact.value, fact.key.unit, fact.decimals) == (Decimal("0.284"), "pure", "INF")


@pytest.mark.parametrize(
    ("label", "value", "expected"),
    [
        ("Sector", "po", "PO"),
        ("Sector", "besloten  VENNOOTSCHAP", "Besloten vennootschap"),
        ("Vastgesteld", "j", "Ja"),
        ("Vastgesteld", False, "Nee"),
        ("Datum", date(2026, 5, 1), date(2026, 5, 1)),
        ("Datum", "1 mei 2026", date(2026, 5, 1)),
    ],
)
def test_codes_and_dates(label: str, value: str | bool | date, expected: object) -> None:
    assert value_at(convert(book(Algemeen={"B9": label, "C9": value})), "Algemeen!C9") == expected


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [
        ("Sector", "HBO", "mapping.not_a_code"),
        ("Datum", "1-5-26", "mapping.short_year"),
        ("Datum", "29-2-2026", "mapping.no_such_day"),
        ("Datum", Decimal(46000), "mapping.not_a_date"),
        ("Naam", "Stichting \u2018De Proef\u2019", "mapping.character"),
        ("Naam", "S" * 41, "mapping.text_too_long"),
        ("KvK", "1234567", "mapping.wrong_form.digits"),
        ("KvK", "00123456", "mapping.wrong_form"),
        ("Naam", True, "mapping.not_a_text"),
    ],
)
def test_general_data_that_a_report_would_not_accept(label: str, value: str | bool | Decimal, code: str) -> None:
    row = {"Naam": 2, "KvK": 4}.get(label, 9)
    mapped = convert(book(Algemeen={f"B{row}": label, f"C{row}": value}))
    assert codes(mapped.findings)[0] == code
    assert str(mapped.findings[0].cells[0]) == f"Algemeen!C{row}"


def test_a_strange_character_is_named_by_its_code_point() -> None:
    finding = convert(book(Algemeen={"C2": "De \u2018Proef"})).findings[0]
    assert "U+2018" in finding.message
    assert "Algemeen!C2" in finding.message


def test_a_currency_sign_and_dutch_letters_are_accepted() -> None:
    assert value_at(convert(book(Algemeen={"C2": "Coöperatie € 100"})), "Algemeen!C2") == "Coöperatie € 100"


def test_a_lost_leading_zero_is_an_error_but_not_another_board() -> None:
    mapped = convert(book(Algemeen={"C3": Decimal(1234)}), mapping(bestuursnummer="01234"))
    assert codes(mapped.findings) == ["mapping.wrong_form.digits"]


def test_the_workbook_of_another_board_is_refused() -> None:
    with pytest.raises(PipelineError) as caught:
        convert(book(Algemeen={"C3": "49999"}))
    assert caught.value.code == "mapping.other_board"
    assert caught.value.exit_code is ExitCode.INPUT_REFUSED
    assert caught.value.params == {"cell": "Algemeen!C3", "found": "49999", "expected": "41234"}


def test_a_missing_kvk_number_is_an_error() -> None:
    assert codes(convert(book(Algemeen={"C4": None})).findings) == ["entity.no_identifier"]


def test_a_lost_kvk_number_explains_that_it_is_missing() -> None:
    findings = convert(book(Algemeen={"C4": "onbekend"})).findings
    assert codes(findings) == ["mapping.wrong_form.digits", "entity.no_identifier"]
    assert findings[1].because == (CellRef.parse("Algemeen!C4"),)


def test_an_unknown_concept_names_line_and_likely_name() -> None:
    with pytest.raises(PipelineError) as caught:
        convert(mapped=mapping(changed(BALANCE, {"label": "Fout", "concept": "Assetss"})))
    assert caught.value.code == "mapping.unknown_concept.similar"
    assert caught.value.params["options"] == ("ow-i:Assets",)
    assert caught.value.params["line"] == "Fout"


def test_the_start_of_a_duration_is_refused() -> None:
    with pytest.raises(PipelineError, match=r"mapping\.start_of_duration"):
        convert(mapped=mapping(changed(INCOME, {"label": "Fout", "concept": "Income", "at": "start"})))


def test_the_ledger_of_an_untouched_workbook() -> None:
    fates = {str(entry.cell): entry.fate for entry in convert().ledger.entries}
    assert fates["Balans!A1"] is Fate.TITLE
    assert fates["Balans!D3"] is Fate.HEADER
    assert fates["Balans!B4"] is Fate.LABEL
    assert fates["Balans!C4"] is Fate.NOTE
    assert fates["Baten!E2"] is Fate.NIL
    assert fates["Baten!F2"] is Fate.TEXT
    assert fates["Baten!G3"] is Fate.IGNORED
    assert fates["Baten!C3"] is Fate.FACT


@pytest.mark.parametrize("label", ["Sector", "Datum", "Formatie"])
def test_a_dash_in_general_data_is_nothing(label: str) -> None:
    mapped = convert(book(Algemeen={"B9": label, "C9": "-"}))
    assert mapped.findings == ()
    assert [entry.fate for entry in mapped.ledger.entries if str(entry.cell) == "Algemeen!C9"] == [Fate.NIL]


def test_a_date_as_text_in_a_text_is_written_the_dutch_way() -> None:
    assert value_at(convert(book(Algemeen={"C2": date(2025, 12, 31)})), "Algemeen!C2") == "31-12-2025"


def test_consolidated_figures_are_other_facts_than_separate_ones() -> None:
    group = {**BALANCE, "sheet": "Groep", "statement": "consolidated"}
    grid = {**WORKBOOK["Balans"], "D5": Decimal(9999)}
    mapped = convert(book(Groep=grid), mapping(GENERAL, BALANCE, group, INCOME))
    assert mapped.findings == ()
    fact = fact_at(mapped, "Groep!D5")
    assert fact is not None
    assert [dimension.member.local for dimension in fact.key.dimensions] == ["ConsolidatedMember"]
    assert value_at(mapped, "Balans!D5") == Decimal(1400)


def test_a_concept_like_no_other_and_a_sign_on_a_text() -> None:
    with pytest.raises(PipelineError) as caught:
        convert(mapped=mapping(changed(BALANCE, {"label": "Fout", "concept": "qqqq"})))
    assert caught.value.code == "mapping.unknown_concept"
    with pytest.raises(PipelineError) as caught:
        convert(mapped=mapping(changed(GENERAL, {"label": "Fout", "concept": "Sector", "sign": "reversed"})))
    assert caught.value.code == "mapping.sign_of_text"


def test_a_profile_of_another_taxonomy_says_which_name_is_wrong() -> None:
    other = PROFILE.model_copy(update={"budget_axis": "anders:Axis"})
    with pytest.raises(PipelineError) as caught:
        map_cells(book(), mapping(), MODEL, other, messages("nl"))
    assert (caught.value.code, caught.value.exit_code) == ("mapping.profile_prefix", ExitCode.INPUT_REFUSED)


def test_a_pattern_that_only_the_schema_phase_understands_is_left_to_it() -> None:
    concepts = dict(MODEL.concepts)
    name = QName(NS, "LegalEntityName")
    concepts[name] = replace(concepts[name], pattern="(")
    mapped = map_cells(book(), mapping(), replace(MODEL, concepts=concepts), PROFILE, messages("nl"))
    assert mapped.findings == ()


def test_a_sheet_that_writes_decimals_behind_a_point_says_so_in_its_mapping() -> None:
    texts = {"D4": "€ 400", "D5": "1,400.00", "E5": "1,300"}
    mapped = convert(book(Balans=texts), mapping(GENERAL, changed(BALANCE, decimals="point"), INCOME))
    assert [value_at(mapped, f"Balans!{at}") for at in texts] == [Decimal(400), Decimal(1400), Decimal(1300)]
    assert codes(mapped.findings) == ["mapping.number_as_text"] * 3


def test_a_dutch_amount_on_a_sheet_with_decimal_points_is_refused() -> None:
    mapped = convert(book(Balans={"D5": "1.400,00"}), mapping(GENERAL, changed(BALANCE, decimals="point"), INCOME))
    assert codes(mapped.findings) == ["mapping.not_a_number"]
    assert value_at(mapped, "Balans!E5") == Decimal(1300)


@pytest.mark.parametrize(("text", "decimals"), [("1,400.50", "point"), ("1.400", "comma"), ("1.400,50", "comma")])
def test_an_amount_as_text_on_a_row_that_is_not_mapped_is_not_lost(text: str, decimals: str) -> None:
    table = changed(BALANCE, decimals=decimals)
    mapped = convert(book(Balans={"B7": "Vorderingen", "D7": text}), mapping(GENERAL, table, INCOME))
    assert codes(mapped.findings) == ["mapping.row_unmapped"]
    assert [str(cell) for cell in mapped.findings[0].cells] == ["Balans!D7"]


def test_marks_that_show_nothing_make_no_other_header_or_line() -> None:
    head = changed(BALANCE, columns=[{"column": "D", "header": "31-12-\u200e2025", "means": "current"}])
    lines = [{"line": "1.2", "label": "Liquide \u00admiddelen", "concept": "Cash"}, *BALANCE["lines"][1:]]
    table = changed(head, lines=lines)
    mapped = convert(book(Balans={"E3": None, "E4": None, "E5": None, "C4": None}), mapping(GENERAL, table, INCOME))
    assert mapped.findings == ()
    assert value_at(mapped, "Balans!D5") == Decimal(1400)
