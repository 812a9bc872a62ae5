"""Figures and dates the way readers of a language write them."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache

from xbrl_pipeline.model.amounts import fits
from xbrl_pipeline.model.facts import Period

_SWAP = str.maketrans(",.", ".,")


def amount(value: Decimal | int, lang: str = "nl") -> str:
    """Write a number with thousands separators: ``1.234,5`` in Dutch, ``1,234.5`` in English; a real minus sign.

    One that is too long to read is written with a power of ten.
    """
    number = Decimal(value)
    text = f"{number:,f}" if fits(number) else f"{number:.6E}"  # of hundreds of digits nobody reads the last ones
    return (text.translate(_SWAP) if lang == "nl" else text).replace("-", "\u2212")


@lru_cache(maxsize=4_096)
def day(value: date) -> str:
    """Write a date as Dutch accounts do: ``31-12-2025``; English readers of those accounts see the same."""
    return f"{value:%d-%m-%Y}"


def enumerate_names(names: Iterable[str]) -> str:
    """Write names one after another; where one has a comma of its own, with semicolons between them."""
    every = list(names)
    return ("; " if any(", " in name for name in every) else ", ").join(every)


def clock(at: datetime) -> str:
    """Write a moment as the clock on the wall says it."""
    return f"{at.astimezone():%d-%m-%Y %H:%M}"


def period_words(period: Period, members: Iterable[str] = ()) -> str:
    """Write a period and members as a column heading does: ``31-12-2025, enkelvoudig`` or ``2025, begroting``."""
    return ", ".join([_span(period), *(member[:1].lower() + member[1:] for member in members)])


def _span(period: Period) -> str:
    if period.start is None:
        return day(period.end)
    next_year = period.end + timedelta(days=1)
    if (period.start.month, period.start.day) == (1, 1) and next_year == period.start.replace(year=period.end.year + 1):
        return (
            str(period.end.year) if period.start.year == period.end.year else f"{period.start.year}-{period.end.year}"
        )
    return f"{day(period.start)} t/m {day(period.end)}"
