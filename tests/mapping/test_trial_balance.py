"""Accounts onto lines: what comes out, and what is said when something does not fit or tie."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.mapping.ledger import (
    ROWS,
    TAXONOMY,
    Grid,
    amounts,
    codes,
    convert,
    entries,
    errors,
    mapping_of,
    sheet,
    trial,
    workbook,
)
from tests.mapping.onderwijs import PROFILE
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import CellError


def only(mapped: Mapped) -> Finding:
    (finding,) = errors(mapped)
    return finding


def places(finding: Finding) -> set[str]:
    return {cell.address for cell in finding.cells}


def cells_of(mapped: Mapped, concept: str, year: int = 2025) -> set[str]:
    (fact,) = [f for f in mapped.facts if (f.key.concept.local, f.key.period.end.year) == (concept, year)]
    return {cell.address for cell in fact.cells}


def test_lines_signs_the_result_and_totals() -> None:
    mapped = convert()
    assert errors(mapped) == []
    found = amounts(mapped)
    assert found["Buildings"] == 600, "the contra account reduces"
    assert found["Refunds"] == 10, "credit on a credit item"
    assert found["ResultForTheYear"] == found["NetResultAfterTax"] == 120
    assert found["Expenses"] == 780, "a part with a minus"
    assert found["Assets"] == found["EquityAndLiabilities"] == 770
    assert amounts(mapped, 2024)["Assets"] == 740


def test_one_account_is_split_by_its_sign_each_year_anew() -> None:
    mapped = convert()
    assert cells_of(mapped, "Cash") == {"C6"}
    assert cells_of(mapped, "BankDebt") == {"D7"}
    assert cells_of(mapped, "Cash", 2024) == {"E7"}
    assert cells_of(mapped, "BankDebt", 2024) == {"E6"}


def test_facts_and_totals_carry_all_their_cells() -> None:
    mapped = convert()
    assert cells_of(mapped, "Buildings") == {"C2", "D3"}
    assert cells_of(mapped, "Assets") == {"C2", "D3", "C4", "C6"}
    assert cells_of(mapped, "ResultForTheYear") == {"C9", "C10", "D11", "D12"}


def test_every_cell_has_one_fate_and_the_ledger_balances() -> None:
    book = workbook()
    ledger = convert(book).ledger
    read = [cell.ref for part in book.sheets for cell in part.cells]
    assert [entry.cell for entry in ledger.entries] == read
    assert ledger.rejected == 0
    assert sum(entry.fate is Fate.FACT and entry.cell.sheet == "Saldi" for entry in ledger.entries) == 2 * len(ROWS)


def test_an_account_in_no_range_is_named_with_what_is_near() -> None:
    mapped = convert(workbook(sheet((*ROWS, ("1300", "Debiteuren", 5, 0), ("8001", "Tegen", -5, 0)))))
    finding = only(mapped)
    assert finding.code == "mapping.trial.account_unmapped"
    assert places(finding) == {"C13"}
    for part in ("1300", "Debiteuren", "5"):
        assert part in finding.message
    assert "1000-1099" in finding.advice
    assert "1600-1699" in finding.advice
    assert "Assets" not in amounts(mapped), "a total without one of its accounts is not derived"
    assert "Assets" in {lost.key.concept.local for lost in mapped.lost}
    assert "ResultForTheYear" not in amounts(mapped)


def test_an_account_without_a_balance_needs_no_line() -> None:
    mapped = convert(workbook(sheet((*ROWS, ("1300", "Opgeheven", 0, 0)))))
    assert errors(mapped) == []
    assert {e.fate for e in mapped.ledger.entries if e.cell.address in {"C13", "E13"}} == {Fate.NIL}


def test_ignored_accounts_are_added_up_and_told() -> None:
    mapped = convert(workbook(sheet((*ROWS, ("9999", "Geheugen", 30, 0)))))
    told = next(finding for finding in mapped.findings if finding.code == "mapping.trial.ignored")
    assert told.severity is Severity.INFO
    assert "30" in told.message
    assert codes(mapped) == ["mapping.trial.sides"]


def test_ignored_accounts_are_part_of_the_story_when_the_balance_does_not_tie() -> None:
    rows = (*ROWS, ("9999", "Geheugen", 30, 0), ("0510", "Reserve B", -30, 0))
    finding = only(convert(workbook(sheet(rows))))
    assert finding.code == "mapping.trial.balance"
    assert finding.comparison is not None
    assert "weggelaten rekeningen 30" in finding.message


def test_debit_and_credit_that_differ_show_both_sides_and_every_account() -> None:
    finding = only(convert(workbook(C2=Decimal(907))))
    assert finding.code == "mapping.trial.sides"
    assert finding.comparison is not None
    assert (finding.comparison.left, finding.comparison.right) == ("1867", "1860")
    assert finding.comparison.difference == "7"
    assert len(places(finding)) == len(ROWS)


def test_a_result_that_nobody_put_on_the_balance_sheet() -> None:
    finding = only(convert(block=_this_year(accounts=entries(without=("ResultForTheYear",)))))
    assert finding.code == "mapping.trial.no_result"
    assert "result: true" in finding.advice


def _this_year(**changes: object) -> dict[str, Any]:
    return trial(amounts=trial()["amounts"][:1], beside=[{"column": "E", "ignore": "vorig jaar"}], **changes)


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ({"accounts": "1000-1099", "concept": "Cash", "side": "debit"}, "mapping.trial.other_side"),
        ({"accounts": "1000-1010", "concept": "Elsewhere"}, "mapping.trial.counts_nowhere"),
        ({"accounts": "1000-1010", "concept": "Creditors"}, None),
        ({"accounts": "1000-1010", "concept": "FixedAssets"}, "mapping.trial.total_and_parts"),
    ],
)
def test_an_account_on_a_wrong_line(entry: Mapping[str, object], code: str | None) -> None:
    mapped = convert(block=_this_year(accounts=entries(entry, without=("1000-1099",))))
    if code is None:
        assert codes(mapped) == [], "a debit balance on a liability is a lower liability"
        assert amounts(mapped)["Creditors"] == 30
    else:
        assert codes(mapped)[0] == code


def test_an_account_that_stands_twice() -> None:
    rows = (*ROWS, ("1600", "Crediteuren, dubbel", -130, 0), ("0300", "x", 0, 0))
    finding = errors(convert(workbook(sheet(rows))))[0]
    assert finding.code == "mapping.trial.account_twice"
    assert places(finding) >= {"D8", "D13"}
    split = (("0100", "Gebouw, A", 500, 800), *ROWS[1:], ("100", "Gebouw, B", 400, 0))
    mapped = convert(workbook(sheet(split)), trial(repeats="add"))
    assert errors(mapped) == []
    assert amounts(mapped)["Buildings"] == 600


def test_a_cell_that_cannot_be_read_costs_its_line_and_the_totals_above() -> None:
    mapped = convert(workbook(C2="1.234"))
    finding = only(mapped)
    assert finding.code == "mapping.ambiguous_number"
    lost = {lost.key.concept.local for lost in mapped.lost}
    assert lost >= {"Buildings", "FixedAssets", "Assets"}
    assert not lost & set(amounts(mapped))
    assert [e.fate for e in mapped.ledger.entries if e.cell.address == "D3"] == [Fate.REJECTED]
    assert codes(convert(workbook(C2=CellError.REFERENCE))) == ["workbook.cell.error"]


def test_a_header_that_is_not_what_the_mapping_says() -> None:
    mapped = convert(workbook(E1="Saldo 2023"))
    assert "mapping.header_differs" in codes(mapped)
    assert amounts(mapped, 2024) == {}


@pytest.mark.parametrize(("label", "value", "code"), [("Totaal", 1860, None), ("Totaal", 1861, "mapping.trial.total")])
def test_the_total_row_is_added_up_again(label: str, value: int, code: str | None) -> None:
    grid: Grid = {**sheet(), "B14": label, "C14": Decimal(value), "D14": Decimal(1860), "E14": Decimal(0)}
    mapped = convert(workbook(grid), trial(total="Totaal"))
    assert codes(mapped) == ([code] if code else [])
    if code:
        assert places(only(mapped)) == {"C14", "C2", "C4", "C6", "C9", "C10"}


def test_a_total_row_that_is_missing_or_doubled() -> None:
    assert codes(convert(block=trial(total="Totaal"))) == ["mapping.trial.total_missing"]
    grid: Grid = {**sheet(), "B14": "Totaal", "C14": Decimal(1860), "B15": "Totaal", "C15": Decimal(1860)}
    assert codes(convert(workbook(grid), trial(total="totaal"))) == ["mapping.trial.total_twice"]


def test_amounts_without_an_account() -> None:
    grid: Grid = {**sheet(), "B14": "Subtotaal balans", "C14": Decimal(5)}
    assert codes(convert(workbook(grid))) == ["mapping.trial.no_account"]
    ignored = [{"label": "Subtotaal*", "reason": "subtotaal van de export"}]
    assert codes(convert(workbook(grid), trial(ignore_rows=ignored))) == []


def test_a_column_that_the_mapping_does_not_name() -> None:
    assert codes(convert(workbook(G5=Decimal(3)))) == ["mapping.column_unmapped"]
    beside = [{"column": "G", "ignore": "aantal boekingen"}]
    assert codes(convert(workbook(G5=Decimal(3)), trial(beside=beside))) == []


def _one_column(form: str, sign: int) -> tuple[Grid, dict[str, Any]]:
    grid: Grid = {}
    for row, (number, words, current, _) in enumerate(ROWS, start=2):
        grid |= {f"A{row}": Decimal(int(number)), f"B{row}": words, f"C{row}": Decimal(sign * current)}
    return grid, trial(header_row=None, amounts=[{"means": "current", "form": form, "column": "C"}])


@pytest.mark.parametrize(("form", "sign"), [("balance", 1), ("reversed", -1)])
def test_other_forms_and_account_numbers_typed_as_numbers_give_the_same(form: str, sign: int) -> None:
    grid, block = _one_column(form, sign)
    assert amounts(convert(workbook(grid), block)) == amounts(convert())


def test_thousands() -> None:
    grid, block = _one_column("balance", 1)
    assert amounts(convert(workbook(grid), {**block, "scale": 1000}))["Assets"] == 770_000


def _moving(**changes: Decimal) -> Mapped:
    grid: Grid = {}
    for row, (number, words, current, previous) in enumerate(ROWS, start=2):
        opening = 0 if number >= "4000" else previous - (80 if number == "0500" else 0)
        grid |= {f"A{row}": number, f"B{row}": words, f"C{row}": Decimal(opening), f"E{row}": Decimal(current)}
        grid[f"D{row}"] = Decimal(current - opening)
    columns = {"opening": "C", "movement": "D", "closing": "E"}
    held = [
        {"means": "current", "form": "balance", "column": column, "holds": name} for name, column in columns.items()
    ]
    return convert(workbook(grid, **changes), trial(header_row=None, amounts=held))


def test_opening_movement_and_closing() -> None:
    mapped = _moving()
    assert codes(mapped) == []
    assert amounts(mapped) == amounts(convert())
    assert "mapping.trial.closing" in codes(_moving(D4=Decimal(1)))


def test_without_a_closing_balance_opening_and_movement_are_added_up() -> None:
    grid: Grid = {"A2": "0100", "C2": Decimal(5), "D2": Decimal(4), "A3": "0500", "C3": Decimal(-5), "D3": Decimal(-4)}
    held = [
        {"means": "current", "form": "balance", "column": "C", "holds": "opening"},
        {"means": "current", "form": "balance", "column": "D", "holds": "movement"},
    ]
    block = trial(header_row=None, amounts=held)
    assert amounts(convert(workbook(grid), block))["Buildings"] == 9
    wrong = {**grid, "A4": "4000", "C4": Decimal(1), "A5": "8000", "C5": Decimal(-1)}
    assert set(codes(convert(workbook(wrong), block))) == {"mapping.trial.opening_of_result"}


CENTS = (
    ("0100", "a", "10.40"),
    ("0200", "b", "10.40"),
    ("1600", "c", "-20.60"),
    ("4000", "d", "0.30"),
    ("8000", "e", "-0.50"),
)


def _with_cents(**changes: object) -> Mapped:
    grid: Grid = {}
    for row, (number, words, value) in enumerate(CENTS, start=2):
        grid |= {f"A{row}": number, f"B{row}": words, f"C{row}": Decimal(value)}
    return convert(workbook(grid), trial(header_row=None, amounts=_single(), **changes))


def _single() -> list[Mapping[str, object]]:
    return [{"means": "current", "form": "balance", "column": "C"}]


def test_cents_are_added_up_first_and_rounded_once() -> None:
    mapped = _with_cents()
    assert codes(mapped)[0] == "mapping.trial.assets"
    assert "mapping.trial.rounded" in {finding.code for finding in mapped.findings}
    mended = _with_cents(rounding=["Creditors", "Wages"])
    assert codes(mended) == []
    found = amounts(mended)
    assert found["Assets"] == found["EquityAndLiabilities"] == 20
    told = [finding for finding in mended.findings if finding.code == "mapping.trial.rounding_difference"]
    assert {finding.severity for finding in told} == {Severity.WARNING}


def _coded(code: str, *, plan: str | None = None, accounts: object = ()) -> Mapped:
    grid: Grid = {"A1": "4000", "B1": "Lonen", "C1": code, "D1": Decimal(7), "A2": "8000", "D2": Decimal(-7)}
    amounts_ = [{"means": "current", "form": "balance", "column": "D"}]
    fees = {"accounts": "8000", "concept": "Fees"}
    block = trial(header_row=None, rgs_column="C", amounts=amounts_, plan=plan, accounts=[fees, *list(accounts)])  # type: ignore[call-overload]
    return convert(workbook(grid), block)


def test_rgs_codes_by_their_beginning() -> None:
    entry = {"rgs": "WPer*", "except": "WPerSol*", "concept": "Wages"}
    assert amounts(_coded("WPerLesBru", accounts=[entry]))["Wages"] == 7
    missed = only(_coded("WPerSolPsv", accounts=[entry]))
    assert missed.code == "mapping.trial.account_unmapped.code"
    assert "WPerSolPsv" in missed.message


def test_an_account_that_two_entries_claim_by_number_and_by_code() -> None:
    two = [{"rgs": "WPer*", "concept": "Wages"}, {"accounts": "4000", "concept": "Rent"}]
    finding = only(_coded("WPerLes", accounts=two))
    assert finding.code == "mapping.trial.two_entries"
    assert "WPer* (Wages)" in finding.message
    assert "4000 (Rent)" in finding.message


def test_the_mapping_goes_before_the_shared_plan() -> None:
    own = [{"accounts": "4000", "concept": "Rent"}]
    assert amounts(_coded("WPerLes", plan="rgs-onderwijs", accounts=own))["Rent"] == 7


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"plan": "zomaar"}, "mapping.trial.unknown_plan"),
        ({"rounding": ["Creditors", "Creditors"]}, "mapping.trial.rounding_twice"),
        ({"accounts": [{"accounts": "1", "concept": "Staff"}]}, "mapping.trial.not_money"),
        ({"accounts": [{"accounts": "1", "concept": "CashFlow"}]}, "mapping.trial.no_side"),
        ({"accounts": [{"accounts": "1", "concept": "Asets"}]}, "mapping.unknown_concept.similar"),
        ({"sheet": "Elders"}, None),
    ],
)
def test_a_mapping_that_does_not_fit_the_taxonomy(changes: dict[str, object], code: str | None) -> None:
    block = trial(**changes)
    if code is None:
        assert "mapping.sheet_missing" in codes(convert(block=block))
        return
    with pytest.raises(PipelineError) as caught:
        convert(block=block)
    assert caught.value.code == code
    for lang in LANGUAGES:
        assert messages(lang).text(caught.value.code, **caught.value.params)


def test_the_findings_speak_english_too() -> None:
    rows = (*ROWS, ("1300", "Debiteuren", 5, 0))
    finding = errors(convert(workbook(sheet(rows)), lang="en"))[0]
    assert finding.message.startswith("Account 1300")


def test_a_trial_balance_alone_is_a_mapping() -> None:
    mapped = map_cells(workbook(), mapping_of(trial()), TAXONOMY, PROFILE, messages("nl"))
    assert errors(mapped) == []


def test_a_letter_beside_the_amount_says_the_side() -> None:
    grid: Grid = {
        "A2": "0100",
        "B2": "Gebouw",
        "C2": Decimal(500),
        "D2": "D",
        "A3": "0500",
        "B3": "Reserve",
        "C3": Decimal(500),
    }
    block = trial(
        header_row=None,
        amounts=[{"means": "current", "form": "letter", "column": "C", "letter": "D"}],
        accounts=[{"accounts": "0100", "concept": "Buildings"}, {"accounts": "0500", "concept": "Reserve"}],
    )
    assert {"Buildings": 500, "Reserve": 500}.items() <= amounts(
        convert(workbook({**grid, "D3": "Cr."}), block)
    ).items()
    unsaid = convert(workbook(grid), block)
    assert [
        str(cell) for finding in errors(unsaid) if finding.code == "mapping.trial.no_letter" for cell in finding.cells
    ] == ["Saldi!C3"]


def test_an_open_account_loses_the_lines_it_may_belong_to_and_no_others() -> None:
    listed = [
        {"accounts": "0100", "concept": "Buildings"},
        {"accounts": "0110", "open": ["Furniture", "Cash"]},
        {"accounts": "0500", "concept": "Reserve"},
        {"accounts": "1600", "concept": "Creditors"},
    ]
    grid: Grid = {"A2": "0100", "C2": Decimal(400), "A3": "0110", "C3": Decimal(300), "A4": "0500", "D4": Decimal(600)}
    block = trial(header_row=None, amounts=[_plain(trial()["amounts"][0])], accounts=listed)
    mapped = convert(workbook({**grid, "A5": "1600", "D5": Decimal(100)}), block)
    assert {finding.code for finding in errors(mapped)} == {"mapping.trial.account_open"}
    found = amounts(mapped)
    assert found["Buildings"] == 400
    assert found["EquityAndLiabilities"] == 700
    assert found["Assets"] == 700  # it holds the account whichever of its two lines that is
    assert not {"Furniture", "Cash", "FixedAssets"} & found.keys()


def test_parts_of_a_year_are_added_up_and_tie_together() -> None:
    grid: Grid = {
        "A2": "0100",
        "C2": Decimal(400),
        "D2": Decimal(-50),
        "A3": "0500",
        "C3": Decimal(-300),
        "D3": Decimal(-50),
    }
    columns = [{"means": "current", "form": "balance", "column": name, "part": name} for name in "CD"]
    listed = [{"accounts": "0100", "concept": "Buildings"}, {"accounts": "0500", "concept": "Reserve"}]
    mapped = convert(workbook(grid), trial(header_row=None, amounts=columns, accounts=listed))
    assert errors(mapped) == []
    assert {"Buildings": 350, "Reserve": 350}.items() <= amounts(mapped).items()


def test_accounts_without_money_do_not_disturb_debit_and_credit() -> None:
    grid: Grid = {
        "A2": "0100",
        "C2": Decimal(400),
        "A3": "0500",
        "D3": Decimal(400),
        "A4": "9900",
        "B4": "Leerlingen",
        "C4": Decimal(812),
    }
    listed = [
        {"accounts": "0100", "concept": "Buildings"},
        {"accounts": "0500", "concept": "Reserve"},
        {"accounts": "9900", "ignore": "aantal", "outside": True},
    ]
    block = trial(header_row=None, amounts=[_plain(trial()["amounts"][0])], accounts=listed)
    assert errors(convert(workbook(grid), block)) == []


def test_number_and_words_in_one_column() -> None:
    grid: Grid = {
        "A2": "0100 Gebouw, hoofdlocatie",
        "C2": Decimal(400),
        "A3": "0500 - Reserve (algemeen)",
        "D3": Decimal(400),
    }
    listed = [{"accounts": "0100", "concept": "Buildings"}, {"accounts": "0500", "concept": "Reserve"}]
    block = trial(header_row=None, amounts=[_plain(trial()["amounts"][0])], accounts=listed)
    del block["description_column"]
    assert {"Buildings": 400, "Reserve": 400}.items() <= amounts(convert(workbook(grid), block)).items()


def _plain(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if "header" not in name}
