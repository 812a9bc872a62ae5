"""Words and figures that stand elsewhere than words at the left: beside, between, behind, in steps, or as codes."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest

from tests.recognise.books import BALANCE, INCOME, Rows
from tests.recognise.kinds import (
    HEADS,
    ROW,
    YEARS,
    Page,
    Reader,
    Value,
    assert_clear,
    cell_of,
    clear,
    page,
    with_balance,
    with_income,
)
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.questions import Topic
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

TITLE, INCOME_TITLE = "Balans per 31 december 2025 (in euro's)", "Staat van baten en lasten over 2025 (in euro's)"
NOW, BEFORE = HEADS
ASSETS: Rows = BALANCE[:8]
FINANCED: Rows = BALANCE[9:]


@pytest.fixture
def read(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> Reader:
    return Reader(tmp_path, model, profile)


def listed(rows: Iterable[Sequence[Value]]) -> Page:
    """Return rows as a page has them."""
    return [list(row) for row in rows]


def beside(left: Sequence[Sequence[Value]], right: Sequence[Sequence[Value]]) -> Page:
    """Return rows beside one another, from the first one down."""
    width = max(map(len, left))
    rows: Page = []
    for number in range(max(len(left), len(right))):
        one = list(left[number]) if number < len(left) else []
        rows.append([*one, *([None] * (width - len(one))), *(right[number] if number < len(right) else [])])
    return rows


# words and their figures


def test_a_label_between_the_year_before_and_this_year_is_of_both(read: Reader) -> None:
    sheet: Page = [[None, TITLE], [], [BEFORE, "Omschrijving", NOW]]
    sheet += [[before, label, now] for label, now, before in BALANCE]
    assert_clear(read(with_balance(sheet)))


def test_a_balance_with_its_words_on_the_outside_has_each_amount_on_its_own_side(read: Reader) -> None:
    left: Page = [["Passiva", NOW, BEFORE], *listed(FINANCED)]
    right: Page = [[BEFORE, NOW, "Activa"], *listed((before, now, label) for label, now, before in ASSETS)]
    assert_clear(read(with_balance([[TITLE], [], *beside(left, right)])))


def test_a_balance_with_its_words_on_the_inside_has_each_amount_on_its_own_side(read: Reader) -> None:
    left: Page = [[NOW, BEFORE, "Activa"], *listed((now, before, label) for label, now, before in ASSETS)]
    right: Page = [["Passiva", NOW, BEFORE], *listed(FINANCED)]
    assert_clear(read(with_balance([[TITLE], [], *beside(left, right)])))


def test_amounts_between_words_that_both_could_name_them_are_not_given_to_either(read: Reader) -> None:
    """Each side has words in every row: nothing says which of four columns are whose."""
    rows: Page = [
        [label, now, before, before, now, other]
        for (label, now, before), (other, *_) in zip(FINANCED, FINANCED[::-1], strict=True)
    ]
    sheet: Page = [[TITLE], [], ["Passiva", NOW, BEFORE, "31-12-2024", "31-12-2025", "Passiva"], *rows]
    found = read(with_balance(sheet))
    sides = {cell.column for cell in found.cells if cell.sheet == "Balans"}
    assert not {2, 5} <= sides
    assert not {3, 4} <= sides


def test_names_in_another_language_behind_the_amounts_help_where_the_first_are_unknown(read: Reader) -> None:
    odd = {"Personeelslasten": "Crew", "Totaal baten": "Grand income", "Rijksbijdragen": None}
    rows: Page = [[odd.get(label, label), now, before, label] for label, now, before in INCOME]
    sheet: Page = [[INCOME_TITLE], [], ["English", *YEARS, "Nederlands"], *rows]
    assert_clear(read(with_income(sheet)))


def test_remarks_behind_the_amounts_are_no_names(read: Reader) -> None:
    remarks = {"Vorderingen": "Voorzieningen", "Liquide middelen": "Eigen vermogen"}
    rows: Page = [[label, now, before, remarks.get(label)] for label, now, before in BALANCE]
    assert_clear(read(with_balance([[TITLE], [], ["Omschrijving", *HEADS, "Opmerking"], *rows])))


# inner and outer columns


def outer(amounts: dict[str, tuple[int, int]]) -> Page:
    """Return a balance sheet in which only the outer columns have heads; the inner ones hold what receivables are."""
    sheet: Page = [[TITLE], [], ["Omschrijving", None, NOW, None, BEFORE], [None, "€", None, "€"]]
    for label, now, before in BALANCE:
        if label == "Vorderingen":
            sheet += [["Vorderingen"], *listed((name, one, None, other) for name, (one, other) in amounts.items())]
            sheet.append(["Totaal vorderingen", None, now, None, before])
        else:
            sheet.append([label, None, now, None, before])
    return sheet


def test_an_inner_column_without_a_head_holds_what_its_outer_column_adds_up(read: Reader) -> None:
    sheet = outer({"Debiteuren": (102_110, 77_905), "Overige vorderingen": (300_000, 300_000)})
    found = read(with_balance(sheet))
    assert_clear(found)
    assert found.amount("TradeReceivables") == 102_110
    assert found.amount("TradeReceivables", "T-1") == 77_905
    assert found.amount("ReceivablesOtherCurrent") == 300_000


def test_an_inner_column_that_does_not_add_up_is_asked_and_not_lost(read: Reader) -> None:
    sheet = outer({"Debiteuren": (102_110, 77_905), "Overige vorderingen": (299_000, 299_000)})
    found = read(with_balance(sheet))
    inner = cell_of("Balans", sheet, "Debiteuren")
    assert found.amount("TradeReceivables") is None
    assert not found.aside(inner)
    assert inner in found.open


# units


def by_row(unit: dict[str, int]) -> Page:
    """Return a balance sheet with the unit of each row beside its words; of those not named it is the euro."""
    shown = {1: "€", 1_000: "x € 1.000"}
    sheet: Page = [["Balans per 31 december 2025"], [], ["Omschrijving", "Eenheid", *HEADS]]
    for label, now, before in BALANCE:
        scale = unit.get(label, 1)
        amounts = (None, None) if now is None or before is None else (1_000 * now // scale, 1_000 * before // scale)
        sheet.append([label, None if now is None else shown.get(scale), *amounts])
    return sheet


def test_a_column_may_say_the_unit_of_each_row(read: Reader) -> None:
    pages = {"Balans": by_row({"Vorderingen": 1_000, "Totaal activa": 1_000, "Eigen vermogen": 1_000})}
    found = read(pages)
    for label, concept in (
        ("Vorderingen", "Receivables"),
        ("Voorzieningen", "Provisions"),
        ("Totaal activa", "Assets"),
    ):
        for period, amount in ROW[label].items():
            assert found.amount(concept, period) == 1_000 * (amount or 0)


def test_a_row_without_a_unit_among_rows_that_have_one_leaves_all_open(read: Reader) -> None:
    sheet = by_row({"Vorderingen": 1_000, "Totaal activa": 1_000, "Liquide middelen": 7})
    found = read({"Balans": sheet})
    assert not any(cell.sheet == "Balans" for cell in found.cells)
    assert found.asked(Topic.SCALE)


# rows that hand an amount on


def stepwise(left: Sequence[tuple[str, int]]) -> Page:
    """Return income less one expense after the other; ``left`` are the words and how far each rest is off."""
    amounts = {label: (now or 0, before or 0) for label, now, before in INCOME}
    sheet: Page = [[INCOME_TITLE], [], [None, None, *YEARS]]
    sheet += [[word, label, *amounts[label]] for word, label in ((None, "Rijksbijdragen"), ("bij", "Overige baten"))]
    sheet.append(["is", "Totaal baten", *amounts["Totaal baten"]])
    rest = amounts["Totaal baten"]
    for number, label in enumerate(("Personeelslasten", "Afschrijvingen", "Huisvestingslasten", "Overige lasten")):
        sheet.append(["af", label, *amounts[label]])
        rest = (rest[0] - amounts[label][0], rest[1] - amounts[label][1])
        if number < len(left):
            word, off = left[number]
            sheet.append([word, None, rest[0] + off, rest[1]])
    sheet.append(["is", "Saldo baten en lasten", *rest])
    sheet.append(["bij", "Financiële baten en lasten", *amounts["Financiële baten en lasten"]])
    sheet.append(["is", "Resultaat", *amounts["Nettoresultaat na belastingen"]])
    sheet += [[], ["ter informatie", "Totaal lasten", *amounts["Totaal lasten"]]]
    return sheet


def test_what_is_left_after_each_step_is_no_line_and_makes_no_result_another(read: Reader) -> None:
    sheet = stepwise([("rest", 0), ("rest", 0), ("rest", 0)])
    found = read(with_income(sheet))
    assert found.amount("Expenses") == 6_287_205
    assert found.amount("ExpensesOther") == 555_390
    assert found.amount("BalanceIncomeAndExpenses") == 47_975
    assert found.amount("NetResultAfterTax") == 42_255
    assert found.amount("ResultBeforeTax") is None
    left = [number for number, row in enumerate(sheet, 1) if row and row[0] == "rest"]
    assert all(found.aside(CellRef("Exploitatie", row, 3)) for row in left)


def test_what_is_left_is_asked_where_it_does_not_come_out(read: Reader) -> None:
    sheet = stepwise([("rest", 0), ("rest", 900), ("rest", 0)])
    found = read(with_income(sheet))
    (_, row, _) = (number for number, row in enumerate(sheet, 1) if row and row[0] == "rest")
    assert CellRef("Exploitatie", row, 3) in found.open


@pytest.mark.parametrize(
    "words", [("Transporteren (lasten)", "Transport (lasten)"), ("Transport", "Transport van vorige bladzijde")]
)
def test_a_sum_that_is_carried_to_the_next_page_is_no_line(read: Reader, words: tuple[str, str]) -> None:
    cut = [label for label, *_ in INCOME].index("Huisvestingslasten")
    carried = (5_200_900, 5_111_120)
    first: Page = [*listed(INCOME[:cut]), [words[0], *carried]]
    second: Page = [[words[1], *carried], *listed(INCOME[cut:])]
    pages = clear()
    pages["Exploitatie"] = page(INCOME_TITLE, YEARS, first)
    pages["Vervolg"] = page(f"{INCOME_TITLE} (vervolg)", YEARS, second)
    found = read(pages)
    assert_clear(found)
    assert found.amount("Expenses") == 6_287_205
    assert found.amount("ExpensesOther") == 555_390
    assert cell_of("Exploitatie", pages["Exploitatie"], words[0]) not in found.cells
    assert cell_of("Vervolg", pages["Vervolg"], words[1]) not in found.cells


def test_transport_among_other_costs_is_not_left_out_unseen(read: Reader) -> None:
    pages = clear()
    rows: Page = [["Transport", 155_390, 141_775], ["Schoonmaak", 400_000, 400_000], ["Totaal", 555_390, 541_775]]
    pages["Toelichting"] = page("Toelichting overige lasten (in euro's)", YEARS, rows)
    found = read(pages)
    cell = cell_of("Toelichting", pages["Toelichting"], "Transport")
    assert cell in found.open
    assert cell not in found.cells


# words that mean a line and its rest


def test_the_rest_of_a_line_is_that_line_where_only_the_total_above_is_shown(read: Reader) -> None:
    rows: Page = [["Andere baten" if label == "Overige baten" else label, *each] for label, *each in INCOME]
    rows += [
        ["Specificatie overige baten"],
        ["Verhuur", 100_000, 100_000],
        ["Detachering", 14_780, 8_345],
        ["Overige/diversen", 100_000, 90_000],
        ["Totaal overige baten", 214_780, 198_345],
    ]
    found = read(with_income(page(INCOME_TITLE, YEARS, rows)))
    assert found.amount("IncomeOther") == 214_780
    assert found.amount("OtherIncomeOther") in (None, 100_000)


def test_numbers_say_which_of_a_total_and_its_part_is_the_line(read: Reader) -> None:
    pages = clear()
    rows: Page = [
        ["1.5.1", "Debiteuren", 102_110, 77_905],
        ["1.5.7", "Overige vorderingen", 100_000, 100_000],
        [None, "Vooruitbetaalde kosten", 150_000, 150_000],
        [None, "Nog te ontvangen bedragen", 50_000, 50_000],
        ["1.5.8", "Overlopende activa", 200_000, 200_000],
        [None, "Totaal vorderingen", 402_110, 377_905],
    ]
    pages["Vorderingen"] = [["Vorderingen (in euro's)"], [], ["Nr", "Omschrijving", *HEADS], *rows]
    found = read(pages)
    assert found.amount("AccruedIncomeOther") in (None, 200_000)
    assert found.amount("TradeReceivables") == 102_110


def test_what_is_all_of_a_total_is_asked_where_its_words_say_nothing(read: Reader) -> None:
    pages = clear()
    rows: Page = [["Totaal voorzieningen", 310_450, 305_110], ["waarvan:"], ["Dakgootpot", 310_450, 305_110]]
    pages["Toelichting"] = page("Voorzieningen (in euro's)", HEADS, rows)
    found = read(pages)
    part = cell_of("Toelichting", pages["Toelichting"], "Dakgootpot")
    assert found.amount("Provisions") == 310_450
    assert part in found.open
    assert part not in found.cells


@pytest.mark.parametrize(("first", "last", "period"), [("2024", "2025", "T"), ("2023", "2024", "T-1")])
def test_the_result_that_was_added_to_equity_is_that_of_the_year_between(
    read: Reader, first: str, last: str, period: str
) -> None:
    pages = clear()
    at_end = {"2025": 1_702_480, "2024": 1_660_225, "2023": 1_653_470}
    begin, end = at_end[first], at_end[last]
    rows: Page = [
        ["Algemene reserve", begin - 100_000, end - begin, 0, end - 100_000],
        ["Bestemmingsreserve publiek", 100_000, 0, 0, 100_000],
        ["Totaal eigen vermogen", begin, end - begin, 0, end],
    ]
    heads = (f"ultimo {first}", "Bestemming resultaat", "Overige mutaties", f"ultimo {last}")
    pages["Verloop"] = page("Verloop van het eigen vermogen (in euro's)", heads, rows)
    found = read(pages)
    assert found.amount("EquityResultAllocation", period) == end - begin
    assert found.amount("Equity", period) == end


# codes


CODES = {
    label: f"K{number}" for number, label in enumerate(dict.fromkeys(label for label, *_ in (*BALANCE, *INCOME)), 1)
}


def coded(rows: Rows) -> Page:
    return [[CODES[label], now, before] for label, now, before in rows if now is not None]


def legend(words: dict[str, str]) -> Page:
    return [["Code", "Omschrijving"], *listed((code, label) for label, code in words.items())]


def coded_pages(words: dict[str, str]) -> dict[str, Page]:
    return {
        **clear(),
        "Balans": [[TITLE], [], ["Code", *HEADS], *coded(BALANCE)],
        "Exploitatie": [[INCOME_TITLE], [], ["Code", *YEARS], *coded(INCOME)],
        "Codes": legend(words),
    }


def test_codes_mean_what_a_list_in_the_workbook_says(read: Reader) -> None:
    assert_clear(read(coded_pages(CODES)))


def test_a_code_with_two_meanings_means_nothing(read: Reader) -> None:
    pages = coded_pages(CODES)
    other = {label: code for label, code in CODES.items() if label != "Voorzieningen"}
    pages["Codes oud"] = legend({**other, "Langlopende voorzieningen en schulden": CODES["Voorzieningen"]})
    found = read(pages)
    assert found.amount("Provisions") is None
    assert found.amount("Receivables") == 402_110


def test_codes_without_a_list_are_not_guessed(read: Reader) -> None:
    pages = coded_pages(CODES)
    pages["Exploitatie"] = [[INCOME_TITLE], [], ["Omschrijving", *YEARS], *listed(INCOME)]
    del pages["Codes"]
    found = read(pages)
    assert not any(cell.sheet == "Balans" for cell in found.cells)
