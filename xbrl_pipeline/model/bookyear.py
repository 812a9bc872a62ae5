"""The reporting period, the ones before and after it, and the moments at their edges."""

from datetime import date, timedelta
from typing import NamedTuple, Self

from xbrl_pipeline.model.facts import Period

_DAY = timedelta(days=1)


class BookYear(NamedTuple):
    """A reporting period; both days belong to it."""

    start: date
    end: date

    @classmethod
    def calendar(cls, year: int) -> Self:
        """Return a calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31))

    def shifted(self, years: int) -> "BookYear":
        """Return the year so many years later or earlier: twelve months, next to this period however long it is."""
        if not years:
            return self
        end = _last(self.end, years) if years > 0 else _last(self.start - _DAY, years + 1)
        return BookYear(_last(end, -1) + _DAY, end)

    def period(self, *, instant: bool, at: str = "end") -> Period:
        """Return the period of a fact: of a balance the last day, or at ``start`` the day before the first."""
        if not instant:
            return Period(self.start, self.end)
        return Period(None, self.start - _DAY if at == "start" else self.end)


def _last(end: date, years: int) -> date:
    """Move a last day by years; the end of February stays the end of February."""
    if (end + _DAY).day == 1:
        following = end + _DAY
        return following.replace(year=following.year + years) - _DAY
    return end.replace(year=end.year + years)
