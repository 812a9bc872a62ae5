from datetime import date

from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.facts import Period


def test_years_around_a_calendar_year() -> None:
    year = BookYear.calendar(2024)
    assert year.shifted(-1) == BookYear.calendar(2023)
    assert year.shifted(5) == BookYear.calendar(2029)
    assert year.period(instant=True, at="start") == Period(None, date(2023, 12, 31))


def test_a_broken_year_ends_at_the_end_of_its_month() -> None:
    year = BookYear(date(2023, 3, 1), date(2024, 2, 29))
    assert year.shifted(1) == BookYear(date(2024, 3, 1), date(2025, 2, 28))
    assert year.shifted(-1) == BookYear(date(2022, 3, 1), date(2023, 2, 28))


def test_the_year_before_a_long_one_ends_where_it_begins() -> None:
    long = BookYear(date(2024, 7, 1), date(2025, 12, 31))
    assert long.shifted(-1) == BookYear(date(2023, 7, 1), date(2024, 6, 30))
