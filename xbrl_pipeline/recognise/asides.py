"""What holds nothing to report by what it is: forecasts, ratios, staff numbers, lists of entries, hidden work."""

import re
from typing import Final

from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.readings import TableReading, is_statement
from xbrl_pipeline.recognise.table import Table
from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.recognise.trial_balance.finder import is_day
from xbrl_pipeline.workbook.cells import SheetCells

_TITLES: Final[tuple[tuple[str, re.Pattern[str]], ...]] = (
    ("ratios", re.compile(r"kengetal|\bratio|signaal|key figures|financiele positie|kpi\b|indicator")),
    (
        "counts",
        re.compile(
            r"leerlingaantal|aantal(?:len)? (?:leerling|student|deelnemer|fte)|\bfte\b|"
            r"formatie|personele bezetting|personeelssterkte|"
            r"pupil|headcount|leerlingen\b"
        ),
    ),
    ("wnt", re.compile(r"\bwnt\b|topfunctionaris|topinkomen|bezoldiging|normering")),
    ("check", re.compile(r"\bcontrole(?:s|blad)?\b|aansluiting|\bcheck|werkblad|hulpblad|\bparam")),
    (
        "forecast",
        re.compile(
            r"meerjaren|continuiteit|\braming|prognose|forecast|\bmjb\b|begroting (?:20\d\d)? ?(?:-|t/m)|toekomst"
        ),
    ),
)
_LEAST_ENTRIES: Final = 60
_LEAST_SURE: Final = 5
_NUMBER_LABELS: Final = re.compile(
    r"\bfte\b|leerling|student|aantal|percentage|solvabiliteit|liquiditeit|rentabiliteit|weerstand|%|current ratio"
)


def aside_of_sheet(sheet: SheetCells) -> str:
    """Return why a whole sheet is left out before it is read; empty where it is read."""
    return "hidden_sheet" if sheet.hidden else ""


_NOT_REPORTED: Final = {"other_year", "other_budget", "forecast", "difference", "percent", "note", "movement"}


def aside_of_table(reading: TableReading) -> str:
    """Return why a table holds nothing to report, the end of a code ``recognise.aside.*``; empty where it may."""
    table = reading.table
    titles = [plain_letters(text).replace("_", " ") for text in (*table.titles[-3:], table.sheet.name)]
    kind = next((name for name, pattern in _TITLES for text in titles if pattern.search(text)), "")
    if reading.periods.forecast:
        return "forecast"
    if kind in ("ratios", "counts", "wnt", "check") and not _is_sure(reading):
        return kind
    reported = reading.periods.reported
    if reported and is_statement(reading):
        return "forecast" if kind == "forecast" and len(reading.periods.columns) > len(reported) + 1 else ""
    if kind == "forecast":
        return kind
    if not reading.named and _counts(reading):
        return "counts"
    others = {period.reason for period in reading.periods.columns}
    return "other_year" if others and not reported and others <= _NOT_REPORTED else ""


def _is_sure(reading: TableReading) -> bool:
    """Tell whether a table is a statement whatever its title: most of its rows are lines by name."""
    filled = [decision for decision in reading.decisions if decision.row.values]
    sure = sum(decision.how is not None and decision.how >= How.TYPO for decision in filled)
    return sure >= _LEAST_SURE and 3 * sure >= 2 * len(filled)


def _counts(reading: TableReading) -> bool:
    """Tell whether the rows are numbers of people or ratios and no amounts."""
    rows = [row for row in reading.table.rows if row.values and row.label]
    named = sum(_NUMBER_LABELS.search(plain_letters(row.label)) is not None for row in rows)
    sure = sum(decision.how is not None and decision.how >= How.TYPO for decision in reading.decisions)
    return bool(rows) and 2 * named >= len(rows) and not sure


def is_ledger(table: Table) -> bool:
    """Tell whether a table is a list of entries: many rows, each with a day."""
    rows = {row.index for row in table.rows}
    if len(rows) < _LEAST_ENTRIES:
        return False
    dated = {cell.ref.row for cell in table.sheet.cells if cell.ref.row in rows and is_day(cell)}
    return 2 * len(dated) > len(rows)
