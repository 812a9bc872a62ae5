"""The statements as the workbook shows them, with the cells that findings are about: from the ledger alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate, LedgerEntry
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.figures import number
from xbrl_pipeline.reporting.view import Item, sections

MOST_ROWS: Final = 400  # of a sheet on the page; the rest is in report.xlsx
_MOST_COLUMNS: Final = 26
_WEIGHT: Final = {severity: weight for weight, severity in enumerate(Severity)}


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell on the page: its text, its fate, and the findings about it by number, the gravest first."""

    address: str
    text: str
    fate: Fate | None  # None: empty
    numeric: bool
    severity: Severity | None = None
    findings: tuple[int, ...] = ()
    suspect: bool = False  # it is named as the likely cause


@dataclass(frozen=True, slots=True)
class Row:
    """A row with a cell for each column of the sheet."""

    number: int
    cells: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet: its columns, its rows as far as they are shown, and how many cells are marked."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    left_out: int
    marked: int
    worst: Severity | None


@dataclass(frozen=True, slots=True)
class _Mark:
    severity: Severity
    number: int
    suspect: bool


def sheet_views(report: Report, messages: Messages) -> tuple[SheetView, ...]:
    """Return every mapped sheet in the order of the workbook; none for an instance without a workbook."""
    if report.ledger is None:
        return ()
    marks = _marks(report)
    by_sheet: dict[str, dict[CellRef, LedgerEntry]] = defaultdict(dict)
    for entry in report.ledger.entries:
        by_sheet[entry.cell.sheet][entry.cell] = entry
    return tuple(_sheet(name, entries, marks, messages) for name, entries in by_sheet.items())


def _marks(report: Report) -> dict[CellRef, list[_Mark]]:
    """Mark what findings are about: where one cell is the likely cause only that one, else all that took part."""
    marks: dict[CellRef, list[_Mark]] = defaultdict(list)
    for item in (item for section in sections(report) for item in section.items):
        suspects = {cell for suspect in item.finding.suspects[:1] for cell in suspect.cells}
        for cell in dict.fromkeys((*_named(item), *suspects)):
            marks[cell].append(_Mark(item.finding.severity, item.number, cell in suspects))
    return marks


def _named(item: Item) -> Iterable[CellRef]:
    return item.finding.cells


def _sheet(
    name: str, entries: dict[CellRef, LedgerEntry], marks: dict[CellRef, list[_Mark]], messages: Messages
) -> SheetView:
    here = {cell for cell in marks if cell.sheet == name}
    cells = set(entries) | here
    last = min(max(cell.column for cell in cells), _MOST_COLUMNS)
    numbers = sorted({cell.row for cell in cells})
    rows = tuple(
        Row(row, tuple(_shown(CellRef(name, row, column), entries, marks, messages) for column in range(1, last + 1)))
        for row in numbers[:MOST_ROWS]
    )
    worst = min((mark.severity for cell in here for mark in marks[cell]), key=_WEIGHT.__getitem__, default=None)
    columns = tuple(column_letters(column) for column in range(1, last + 1))
    return SheetView(name, columns, rows, max(0, len(numbers) - MOST_ROWS), len(here), worst)


def _shown(
    cell: CellRef, entries: dict[CellRef, LedgerEntry], marks: dict[CellRef, list[_Mark]], messages: Messages
) -> Shown:
    entry = entries.get(cell)
    found = sorted(marks.get(cell, ()), key=lambda mark: (_WEIGHT[mark.severity], mark.number))
    value = _amount(entry)
    return Shown(
        cell.address,
        amount(value, messages.lang) if value is not None else entry.text if entry else "",
        entry.fate if entry else None,
        value is not None,
        found[0].severity if found else None,
        tuple(dict.fromkeys(mark.number for mark in found)),
        any(mark.suspect for mark in found),
    )


def _amount(entry: LedgerEntry | None) -> Decimal | None:
    if entry is None or entry.fate not in {Fate.FACT, Fate.REJECTED, Fate.IGNORED}:
        return None
    text = entry.text.replace(",", ".")
    return number(text) if text.count(".") <= 1 and _is_plain(entry.text) else None


def _is_plain(text: str) -> bool:
    """Tell whether a text is a number as the reader of workbooks writes it, not a code such as a KvK number."""
    digits = text.removeprefix("-").replace(",", "", 1)
    return digits.isdecimal() and not (digits.startswith("0") and len(digits) > 1 and "," not in text)
