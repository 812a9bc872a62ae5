"""The statements as the workbook shows them, with the cells that findings are about: from the ledger alone.

The codes of a template are for the program: they are not shown, nor is a sheet of it on which nothing is filled in.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NamedTuple

from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.ledger import Fate, LedgerEntry
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.figures import number
from xbrl_pipeline.reporting.view import NumberedFinding, sections

MOST_ROWS: Final = 400  # of a sheet on the page; the rest is in report.xlsx
_MOST_COLUMNS: Final = 26
_UPRIGHT: Final = 9  # columns that can be read across a sheet of paper
_FIGURES: Final = frozenset({Fate.FACT, Fate.REJECTED})
_HEADINGS: Final = frozenset({Fate.CODE, Fate.TITLE, Fate.HEADER, Fate.IGNORED, Fate.NIL})
_COUNTED: Final = _FIGURES | {Fate.IGNORED, Fate.SUBTOTAL}  # an amount there is written as one
_WEIGHT: Final = {severity: weight for weight, severity in enumerate(Severity)}


class ShownCell(NamedTuple):
    """A cell on the page: its text, its fate, and the findings about it by number, the gravest first."""

    address: str
    text: str
    fate: Fate | None  # None: empty
    numeric: bool
    severity: Severity | None = None
    findings: tuple[int, ...] = ()
    suspect: bool = False  # it is named as the likely cause
    spills: bool = False  # a title with room beside it
    bare: bool = False  # in a column of a template in which nothing is filled in


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A row with a cell for each column of the sheet; ``blank``: a line of a template that is not filled in."""

    number: int
    cells: tuple[ShownCell, ...]
    blank: bool


@dataclass(frozen=True, slots=True)
class SheetView:
    """A sheet: its columns, its rows as far as they are shown, and how many cells are marked."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[StatementRow, ...]
    left_out: int
    amounts: bool  # some went into the report: it is a statement
    marked: int
    worst: Severity | None
    bare: frozenset[str]  # the columns of a template in which nothing is filled in

    @property
    def wide(self) -> bool:
        """Tell whether it needs a page on its side to be printed."""
        return len(self.columns) - len(self.bare) > _UPRIGHT


_Place = tuple[int, int]  # row and column of a sheet


@dataclass(frozen=True, slots=True)
class _Mark:
    severity: Severity
    number: int
    suspect: bool


def sheet_views(report: Report, messages: Messages) -> tuple[SheetView, ...]:
    """Return the mapped sheets in the order of the workbook; none for an instance without a workbook."""
    if report.ledger is None:
        return ()
    marks = _marks(report)
    by_sheet: dict[str, dict[_Place, LedgerEntry]] = defaultdict(dict)
    for entry in report.ledger.entries:
        by_sheet[entry.cell.sheet][entry.cell.row, entry.cell.column] = entry
    shown = (name for name, entries in by_sheet.items() if name in marks or not _is_blank(entries.values()))
    return tuple(_sheet(name, by_sheet[name], marks.get(name, {}), messages) for name in shown)


def _is_blank(entries: Iterable[LedgerEntry]) -> bool:
    """Tell whether cells are those of a template without anything that somebody filled in."""
    fates = {entry.fate for entry in entries}
    return Fate.CODE in fates and not fates & _FIGURES


def _marks(report: Report) -> dict[str, dict[_Place, list[_Mark]]]:
    """Mark what findings are about: where one cell is the likely cause only that one, else all that took part."""
    marks: dict[str, dict[_Place, list[_Mark]]] = {}
    for item in (item for section in sections(report) for item in section.items):
        suspects = {cell for suspect in item.finding.suspects[:1] for cell in suspect.cells}
        for cell in dict.fromkeys((*_named(item), *suspects)):
            here = marks.setdefault(cell.sheet, {}).setdefault((cell.row, cell.column), [])
            here.append(_Mark(item.finding.severity, item.number, cell in suspects))
    return marks


def _named(item: NumberedFinding) -> Iterable[CellRef]:
    return item.finding.cells


def _sheet(
    name: str, entries: dict[_Place, LedgerEntry], marks: dict[_Place, list[_Mark]], messages: Messages
) -> SheetView:
    seen = {place: entry for place, entry in entries.items() if entry.fate is not Fate.CODE or place in marks}
    rows = _rows(entries, seen, marks)
    columns = _columns(entries, seen, marks)
    bare = _bare(entries, columns, marks)
    letters = {column: column_letters(column) for column in columns}
    views = []
    for row, blank in rows[:MOST_ROWS]:
        shown = [
            _shown(f"{letter}{row}", seen.get((row, column)), marks.get((row, column), ()), messages)
            for column, letter in letters.items()
        ]
        views.append(StatementRow(row, _across(shown, columns, bare), blank))
    worst = min((mark.severity for met in marks.values() for mark in met), key=_WEIGHT.__getitem__, default=None)
    left_out = max(0, len(rows) - MOST_ROWS)
    amounts = any(entry.fate is Fate.FACT and _amount(entry) is not None for entry in entries.values())
    return SheetView(
        name,
        tuple(letters.values()),
        tuple(views),
        left_out,
        amounts,
        len(marks),
        worst,
        frozenset(map(column_letters, bare)),
    )


def _across(shown: list[ShownCell], columns: Sequence[int], bare: Collection[int]) -> tuple[ShownCell, ...]:
    last = max((place for place, cell in enumerate(shown) if cell.text), default=-1)
    if last < len(shown) - 1 and shown[last].fate is Fate.TITLE:
        shown[last] = shown[last]._replace(spills=True)
    if not bare:
        return tuple(shown)
    return tuple(
        cell._replace(bare=True) if column in bare else cell for column, cell in zip(columns, shown, strict=True)
    )


def _rows(
    entries: Mapping[_Place, LedgerEntry], seen: Collection[_Place], here: Collection[_Place]
) -> list[tuple[int, bool]]:
    """Return the numbers of the rows with something to see, and whether each is a line that is not filled in."""
    by_row: dict[int, list[LedgerEntry]] = defaultdict(list)
    for (row, _), entry in entries.items():
        by_row[row].append(entry)
    marked = {row for row, _ in here}
    numbers = sorted({row for row, _ in (*seen, *here)})
    return [(number, number not in marked and _is_blank(by_row[number])) for number in numbers]


def _bare(entries: Mapping[_Place, LedgerEntry], columns: Iterable[int], here: Collection[_Place]) -> frozenset[int]:
    """Return the columns of a template with headings and nothing under them."""
    coded = {column for (_, column), entry in entries.items() if entry.fate is Fate.CODE}
    filled = {column for (_, column), entry in entries.items() if entry.fate not in _HEADINGS}
    filled |= {column for _, column in here}
    return frozenset(column for column in columns if column in coded and column not in filled)


def _columns(
    entries: Mapping[_Place, LedgerEntry], seen: Collection[_Place], here: Collection[_Place]
) -> tuple[int, ...]:
    """Return the columns up to the last one in use, without those that hold codes and nothing else."""
    used = {column for _, column in (*seen, *here)}
    codes = {column for _, column in entries} - used
    return tuple(column for column in range(1, min(max(used), _MOST_COLUMNS) + 1) if column not in codes)


def _shown(address: str, entry: LedgerEntry | None, marks: Sequence[_Mark], messages: Messages) -> ShownCell:
    found = sorted(marks, key=lambda mark: (_WEIGHT[mark.severity], mark.number)) if marks else ()
    value = _amount(entry)
    return ShownCell(
        address,
        amount(value, messages.lang) if value is not None else entry.text if entry else "",
        entry.fate if entry else None,
        value is not None,
        found[0].severity if found else None,
        tuple(dict.fromkeys(mark.number for mark in found)) if found else (),
        any(mark.suspect for mark in found),
    )


def _amount(entry: LedgerEntry | None) -> Decimal | None:
    if entry is None or entry.words or entry.fate not in _COUNTED:
        return None
    text = entry.text.replace(",", ".")
    return number(text) if text.count(".") <= 1 and _is_plain(entry.text) else None


def _is_plain(text: str) -> bool:
    """Tell whether a text is a number as the reader of workbooks writes it, not a code such as a KvK number."""
    digits = text.removeprefix("-").replace(",", "", 1)
    return digits.isdecimal() and not (digits.startswith("0") and len(digits) > 1 and "," not in text)
