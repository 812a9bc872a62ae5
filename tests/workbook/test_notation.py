from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xbrl_pipeline.messages import amount
from xbrl_pipeline.workbook.notation import NotADate, Number, Unread, parts_thousands, plain, read_date, read_number

NBSP, NARROW, MINUS = "\u00a0", "\u202f", "\u2212"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0", "0"),
        ("1234", "1234"),
        ("1.234,56", "1234.56"),
        ("1.234.567", "1234567"),
        ("1.234.567,00", "1234567"),
        ("1.234,-", "1234"),
        ("1.234,--", "1234"),
        ("1234,\u2013", "1234"),
        ("1.234.567,=", "1234567"),
        ("-/- 1.234.567", "-1234567"),
        ("1.234.567,50 -/-", "-1234567.5"),
        ("1234567.00", "1234567"),
        ("-12345.67", "-12345.67"),
        ("€ 1234567.50", "1234567.5"),
        ("0,5", "0.5"),
        ("0,125", "0.125"),
        ("12345,678", "12345.678"),
        ("1 234", "1234"),
        (f"1{NBSP}234{NBSP}567", "1234567"),
        (f"1{NARROW}234,50", "1234.5"),
        ("-1.234,5", "-1234.5"),
        (f"{MINUS}5", "-5"),
        ("5-", "-5"),
        ("1.234,50 -", "-1234.5"),
        ("(1.234,50)", "-1234.5"),
        ("( 5 )", "-5"),
        ("+5", "5"),
        ("€ 1.234.567", "1234567"),
        (f"€{NBSP}-5", "-5"),
        ("-€ 5", "-5"),
        ("€ (5)", "-5"),
        ("(€ 5)", "-5"),
        ("EUR 1.234,50", "1234.5"),
        ("1.234,50 eur", "1234.5"),
        ("5 €", "5"),
        ("  7  ", "7"),
        ("-0", "0"),
    ],
)
def test_dutch_numbers(text: str, value: str) -> None:
    number = read_number(text)
    assert number == Number(Decimal(value))
    assert isinstance(number, Number)
    assert str(number.value) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.56", "1234.56"),
        ("1,234,567", "1234567"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("-12.5", "-12.5"),
        ("(1234.50)", "-1234.5"),
    ],
)
def test_numbers_of_which_decimals_are_known_to_stand_behind_a_point(text: str, value: str) -> None:
    assert read_number(text, decimals="point") == Number(Decimal(value))


@pytest.mark.parametrize("text", ["1.234,56", "1.234.567", "12,34", "1,2345"])
def test_what_is_no_number_with_a_decimal_point(text: str) -> None:
    assert read_number(text, decimals="point") is Unread.NOT_A_NUMBER


@pytest.mark.parametrize(
    ("text", "value"), [("28,4%", "0.284"), ("-5 %", "-0.05"), ("100%", "1"), ("1.250,5%", "12.505")]
)
def test_percentages_are_fractions(text: str, value: str) -> None:
    assert read_number(text) == Number(Decimal(value), percent=True)


@pytest.mark.parametrize(
    "text", ["1.234", "-1.234", "(1.234)", "€ 1.234", "1,234", "123,456", "0.123", "999.999", "1.234-", "1.234%"]
)
def test_two_readings_are_never_guessed(text: str) -> None:
    assert read_number(text) is Unread.AMBIGUOUS


@pytest.mark.parametrize(
    "text", ["-", "\u2013", "\u2014", MINUS, "--", f" -{NBSP}", "€ -", "nihil", "Nihil", "n.v.t.", "nvt"]
)
def test_nothing(text: str) -> None:
    assert read_number(text) is Unread.NIL


@pytest.mark.parametrize(
    "text",
    [
        "",
        "€",
        "n.n.b.",
        "1.5",
        "1,234.56",
        "1.234.56",
        "12.34",
        "1.2345",
        "4300.01",  # an account
        "2025.12",  # a month
        "12345.678",
        "1234567.5",
        "0.123.456",
        "007",
        "12 34",
        "1.234 567",
        "1,2,3",
        "--5",
        "-(5)",
        "-5-",
        "5 -5",
        "€ 5 €",
        "5%%",
        "5,-%",
        "€ 5%",
        "ca. 5",
        "5 mln",
        "1e5",
        "\u0663",  # an Arabic three: a digit to Python, not to this grammar
        "1" * 26,
        "EURO 5",
    ],
)
def test_anything_else_is_not_a_number(text: str) -> None:
    assert read_number(text) is Unread.NOT_A_NUMBER


@given(st.decimals(min_value=-(10**12), max_value=10**12, places=2))
def test_what_we_print_with_decimals_is_read_back(value: Decimal) -> None:
    assert read_number(amount(value)) == Number(value)


@given(st.text(max_size=40))
def test_any_text_has_an_outcome(text: str) -> None:
    assert isinstance(read_number(text), Number | Unread)
    assert isinstance(read_date(text), date | NotADate)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_plain_keeps_the_value_and_drops_the_exponent(value: Decimal) -> None:
    assert plain(value) == value
    assert "E" not in str(plain(value)) or abs(value) < Decimal("1e-6")
    assert not str(plain(value)).startswith("-0E")


@pytest.mark.parametrize(
    "text",
    [
        "31-12-2025",
        "31/12/2025",
        "2025-12-31",
        "31.12.2025",
        "31-dec-2025",
        "31-Dec.-2025",
        "31/dec/2025",
        "31 december 2025",
        "31  December\u00a02025",
        "31 dec. 2025",
        "31 dec 2025",
    ],
)
def test_dutch_dates(text: str) -> None:
    assert read_date(text) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31-12-25", NotADate.SHORT_YEAR),
        ("31 december 25", NotADate.SHORT_YEAR),
        ("29-2-2025", NotADate.NO_SUCH_DAY),
        ("12-31-2025", NotADate.NO_SUCH_DAY),
        ("1-1-0000", NotADate.NO_SUCH_DAY),
        ("31-12/2025", NotADate.NOT_A_DATE),
        ("31.12.25", NotADate.SHORT_YEAR),
        ("31-dec-25", NotADate.SHORT_YEAR),
        ("12.31.2025", NotADate.NO_SUCH_DAY),
        ("31-dec 2025", NotADate.NOT_A_DATE),
        ("31 brumaire 2025", NotADate.NOT_A_DATE),
        ("december 2025", NotADate.NOT_A_DATE),
        ("46022", NotADate.NOT_A_DATE),
    ],
)
def test_no_dates(text: str, why: NotADate) -> None:
    assert read_date(text) is why


@pytest.mark.parametrize(("text", "value"), [("1.234", "1234"), ("€ 20.763", "20763"), ("11.980-", "-11980")])
def test_where_points_part_thousands_there_is_one_reading(text: str, value: str) -> None:
    assert read_number(text, decimals="comma-only") == Number(Decimal(value))


@pytest.mark.parametrize("text", ["1,234", "0.123"])
def test_what_could_still_be_two_numbers_stays_so(text: str) -> None:
    assert read_number(text, decimals="comma-only") is Unread.AMBIGUOUS


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (["€ 20.763", "€ 1.234.567"], True),
        (["20.763", "1.234,50"], True),
        (["20.763", "(1.234,-)"], True),
        (["20.763", "1234.50"], False),
        (["20.763", "1,234.50"], False),
        (["20.763", "335.615"], None),  # all of them could be either
        (["1.234.567", "1234.50"], None),
        (["tekst", "2025"], None),
    ],
)
def test_one_number_shows_what_a_point_is(texts: list[str], parts: bool | None) -> None:
    assert parts_thousands(texts) is parts
