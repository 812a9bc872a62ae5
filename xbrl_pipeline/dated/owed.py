"""Which reports a board owes, by what kind of board it is: ``owed_reports.csv``."""

from collections.abc import Iterable
from typing import Final

from xbrl_pipeline.dated.tables import read_table

_TABLE: Final = "owed_reports"


def owed_reports(kind: str, year: int) -> tuple[str, ...]:
    """Return the names of the reports that a board of some kind (``PO``, ``SWV``) files over a reporting year.

    Empty where nobody knows: of an unknown kind, and of years before the table. For a year after it what held last
    goes on: else nobody would be told that a report is missing until somebody has looked.
    """
    rows = [row for row in read_table(_TABLE) if row.what == kind and row.first <= year]
    newest = max(rows, key=lambda row: row.first, default=None)
    return tuple(newest.values["reports"].split()) if newest is not None else ()


def missing_reports(owed: Iterable[str], there: Iterable[str]) -> tuple[str, ...]:
    """Return the reports that are not there; those of a taxonomy without a profile go by the name of their file."""
    words = {word for report in there for word in report.split("-")}
    return tuple(report for report in owed if report not in words)
