"""Amounts that change from year to year: one table each, whose rows say for which reporting years and whence."""

from xbrl_pipeline.dated.owed import missing_reports, owed_reports
from xbrl_pipeline.dated.tables import DatedRow, covered_years, in_force, missing_years, table_names

__all__ = [
    "DatedRow",
    "covered_years",
    "in_force",
    "missing_reports",
    "missing_years",
    "owed_reports",
    "table_names",
]
