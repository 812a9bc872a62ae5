"""The trial balance in a mapping file: what may stand there, and how a mistake is named."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.mapping.test_files import GOOD, refusal, saved
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.mapping.trial_balance.numbers import read_account, read_accounts, read_codes
from xbrl_pipeline.mapping.trial_balance.plan import load_plan, plan_names
from xbrl_pipeline.taxonomy.model import TaxonomyModel

TRIAL = """\
trial_balances:
  - sheet: Saldi
    header_row: 2
    account_column: A
    description_column: B
    rgs_column: C
    amounts:
      - {means: current, form: debit_credit, debit: D, credit: E, header: Debet 2025}
      - {means: previous, form: balance, column: F}
    beside:
      - {column: G, ignore: aantal boekingen}
    accounts:
      - {accounts: "4000-4099, 4210", except: "4050", concept: WagesSalaries}
      - {accounts: "1000", side: debit, concept: BankBalances}
      - {accounts: "1000", side: credit, concept: PayablesCreditInstitutionsCurrent}
      - {rgs: "WPer*", except: "WPerSol*", concept: EmployeeExpensesOther}
      - {rgs: "WPerSol*", concept: SocialSecurityContributions}
      - {accounts: "4050", ignore: tussenrekening}
      - {result: true, concept: ResultForTheYear}
"""
TEXT = GOOD + TRIAL


def test_a_trial_balance_stands_beside_sheets(tmp_path: Path) -> None:
    mapping = load_mapping(saved(tmp_path, TEXT))
    assert mapping.trial_balances[0].accounts[0].title == "4000-4099, 4210 (WagesSalaries)"
    assert [sheet.sheet for sheet in mapping.trial_balance_sheets] == ["Saldi"]


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('"4050", ignore', '"4060", ignore', "entries_overlap"),
        ('rgs: "WPerSol*", concept', 'rgs: "WPerLes", concept', "entries_overlap"),
        ("side: credit", "side: debit", "entries_overlap"),
        ("side: credit, ", "", "entries_overlap"),
        ('"4000-4099, 4210"', '"4099-4000"', "entry_accounts"),
        ('"4000-4099, 4210"', '"4000-4099,, 4210"', "entry_accounts"),
        ('"4000-4099, 4210"', '"vierduizend"', "entry_accounts"),
        ('rgs: "WPerSol*"', 'rgs: "W*Sol"', "entry_accounts"),
        ('accounts: "4050", ', "", "entry_unnamed"),
        ("result: true", 'result: true, accounts: "1"', "entry_unnamed"),
        ("result: true", "result: true, side: debit", "entry_result"),
        (", concept: WagesSalaries", "", "entry_aimless"),
        (", concept: ResultForTheYear", ", ignore: nee", "entry_aimless"),
        ("debit: D, credit: E", "column: D", "amounts_columns"),
        ("form: balance, column: F", "form: balance, debit: F, credit: H", "amounts_columns"),
        ("means: previous", "means: current", "amounts_twice"),
        ("column: F}", "column: F, holds: movement}", "amounts_half"),
        ("column: G", "column: D", "column_twice"),
        ("header_row: 2\n    account", "account", "header_without_row"),
        ("Debet 2025", "Debet 2024", "header_year"),
        ("sheet: Saldi", "sheet: Balans", "sheet_twice"),
        ('accounts: "4050"', "accounts: 4050", "string_type"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, old: str, new: str, rule: str) -> None:
    assert old in TEXT
    assert refusal(saved(tmp_path, TEXT.replace(old, new))).code == f"mapping.not_a_mapping.{rule}"


def test_overlap_names_both_entries(tmp_path: Path) -> None:
    error = refusal(saved(tmp_path, TEXT.replace('"4050", ignore', '"4060", ignore')))
    assert error.params["first"] == "4000-4099, 4210 (WagesSalaries)"
    assert error.params["second"] == "4060 (tussenrekening)"


def test_a_file_without_any_sheet_or_account(tmp_path: Path) -> None:
    head = GOOD.partition("sheets:")[0]
    assert refusal(saved(tmp_path, head)).code == "mapping.not_a_mapping.no_sheets"
    alone = head + TRIAL.partition("    accounts:")[0]
    assert refusal(saved(tmp_path, alone)).code == "mapping.not_a_mapping.no_accounts"


@pytest.mark.parametrize(
    ("account", "inside"),
    [
        ("4000", True),
        ("4099", True),
        ("4099.10", True),
        ("4100", False),
        ("40001", False),
        ("04050", True),
        ("A4050", False),
    ],
)
def test_account_numbers_are_compared_by_value(account: str, inside: bool) -> None:
    number = read_account(account)
    assert number is not None
    assert read_accounts("4000-4099")[0].holds(number) is inside


def test_a_single_number_is_that_account_alone() -> None:
    (span,) = read_accounts("4000")
    sub = read_account("4000.10")
    assert sub is not None
    assert not span.holds(sub)


@pytest.mark.parametrize("text", ["", "Totaal", "Rubriek 4", "31-12-2025 saldo!"])
def test_words_are_no_account(text: str) -> None:
    assert read_account(text) is None


@given(st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999), st.integers(0, 9999))
def test_ranges_meet_exactly_where_they_share_a_number(a: int, b: int, c: int, d: int) -> None:
    (one,) = read_accounts(f"{min(a, b)}-{max(a, b)}")
    (other,) = read_accounts(f"{min(c, d)}-{max(c, d)}")
    shared = set(range(min(a, b), max(a, b) + 1)) & set(range(min(c, d), max(c, d) + 1))
    assert (one.meets(other) is not None) == bool(shared)


CODES = st.text("ab", min_size=1, max_size=3)


@given(CODES, st.booleans(), CODES, st.booleans(), st.text("ab", min_size=1, max_size=4))
def test_codes_meet_where_a_code_falls_under_both(one: str, open1: bool, other: str, open2: bool, code: str) -> None:
    first, second = read_codes(f"{one}{'*' * open1}, {other}{'*' * open2}")
    if first.holds(code) and second.holds(code):
        assert first.meets(second) is not None
    if (common := first.meets(second)) is not None:
        assert first.holds(common.prefix)
        assert second.holds(common.prefix)


def test_the_shipped_plan_fits_the_shipped_taxonomy(model: TaxonomyModel) -> None:
    assert plan_names() == ("rgs-onderwijs",)
    plan = load_plan("rgs-onderwijs")
    assert plan.version
    for entry in plan.accounts:
        assert entry.concept is not None
        concept = model.find(entry.concept)
        assert concept is not None, entry.concept
        assert concept.instant is (entry.rgs or "").startswith("B")
