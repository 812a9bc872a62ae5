"""Tables of amounts by reporting year, as CSV files beside this module.

Every table has the columns ``what`` (a name in this program), ``first`` and ``last`` (the reporting years a row holds
for), ``source``, ``published`` (empty where the page bears no date) and ``read`` (when somebody last looked). ``last``
is the last year that somebody looked up, never open: a new year asks that somebody looks again. That a thing has no
amount any more is a row too.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Final

_PACKAGE: Final = files("xbrl_pipeline.dated")
_OWN: Final = ("what", "first", "last", "source", "published", "read")


@dataclass(frozen=True, slots=True)
class DatedRow:
    """What holds for one thing in some reporting years; ``values`` are the table's own columns as they are written."""

    what: str
    first: int
    last: int
    source: str
    published: date | None
    read: date
    values: Mapping[str, str]

    def number(self, column: str) -> Decimal | None:
        """Return an amount or factor, none where the column is empty."""
        text = self.values[column]
        return Decimal(text) if text else None

    def needed(self, column: str) -> Decimal:
        """Return an amount or factor that the row must have; one without it is a programming error (ValueError)."""
        found = self.number(column)
        if found is None:
            raise ValueError(column)
        return found


def table_names() -> tuple[str, ...]:
    """Return the names of all tables."""
    return tuple(sorted(file.name.removesuffix(".csv") for file in _PACKAGE.iterdir() if file.name.endswith(".csv")))


@cache
def read_table(name: str) -> tuple[DatedRow, ...]:
    """Return the rows of a table."""
    lines = _PACKAGE.joinpath(f"{name}.csv").read_text("utf-8").splitlines()
    return tuple(_row(line) for line in csv.DictReader(lines))


def in_force(name: str, year: int) -> tuple[DatedRow, ...]:
    """Return the rows of a table that hold for a reporting year."""
    return tuple(row for row in read_table(name) if row.first <= year <= row.last)


def covered_years(name: str) -> tuple[int, ...]:
    """Return the reporting years for which a table says something about everything that it is about."""
    rows = read_table(name)
    everything = {row.what for row in rows}
    years = range(min(row.first for row in rows), max(row.last for row in rows) + 1)
    return tuple(year for year in years if {row.what for row in in_force(name, year)} == everything)


def missing_years(name: str, years: Iterable[int]) -> tuple[int, ...]:
    """Return those of some reporting years that a table does not cover."""
    return tuple(sorted(set(years) - set(covered_years(name))))


def _row(line: Mapping[str, str]) -> DatedRow:
    return DatedRow(
        line["what"],
        int(line["first"]),
        int(line["last"]),
        line["source"],
        date.fromisoformat(line["published"]) if line["published"] else None,
        date.fromisoformat(line["read"]),
        {name: text for name, text in line.items() if name not in _OWN},
    )
