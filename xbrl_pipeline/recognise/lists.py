"""Sheets that are one long list, of entries, pupils or staff: seen as such by a sample, and not read row by row.

A list has one record a row, and every row fills nearly the same columns. A statement has headings, totals and empty
cells between its rows, and its words are names of lines.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final, Literal

from xbrl_pipeline.recognise.lines import Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.trial_balance.finder import find_shape, is_day
from xbrl_pipeline.recognise.trial_balance.recognise import is_trial_balance
from xbrl_pipeline.recognise.trial_balance.vocabulary import matches
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_LEAST_ROWS: Final = 1_000  # no statement is as long
_MOST_ACCOUNTS: Final = 10_000  # rows of a trial balance of which no name says anything
_LEAST_WIDTH: Final = 3
_FULL: Final = 0.6  # of the columns that most rows fill
_DENSE: Final = 0.95  # of the rows
_SAMPLE: Final = 200
_FEW_DAYS: Final = 3  # different ones: a day in every row may be that of the balance sheet
_NAMED: Final = 0.1  # of the rows: words of entries are names of lines by chance
_TIMES: Final = 4  # that the same words stand in a list of amounts by month, school or account


@dataclass(frozen=True)
class LongList:
    """What a sheet lists: entries with a day each, or something else; ``above`` is what stands over the list."""

    kind: Literal["ledger", "list"]
    above: SheetCells


def find_list(sheet: SheetCells, lines: Lines) -> LongList | None:
    """Find out whether a sheet is one long list; whatever it lists, a few hundred of its rows tell."""
    if len(sheet.cells) < _LEAST_ROWS * _LEAST_WIDTH:
        return None
    filled = Counter(cell.ref.row for cell in sheet.cells)
    width = Counter(filled.values()).most_common(1)[0][0]
    records = [row for row, count in filled.items() if count >= _FULL * width]
    if len(filled) < _LEAST_ROWS or width < _LEAST_WIDTH or len(records) < _DENSE * len(filled):
        return None
    sample = _sample(sheet, records)
    kind: Literal["ledger", "list"] = "ledger" if _are_dated(sample) else "list"
    if kind == "list" and (_lists_accounts(sheet) or (_are_named(sample, lines) and not _repeat(sample))):
        return None
    return LongList(kind, replace(sheet, cells=tuple(cell for cell in sheet.cells if cell.ref.row < records[0])))


def _sample(sheet: SheetCells, rows: Sequence[int]) -> Sequence[Sequence[Cell]]:
    """Return the cells of rows that are spread over a list."""
    found: dict[int, list[Cell]] = {row: [] for row in rows[1 :: max(1, len(rows) // _SAMPLE)]}
    for cell in sheet.cells:
        if cell.ref.row in found:
            found[cell.ref.row].append(cell)
    return list(found.values())


def _lists_accounts(sheet: SheetCells) -> bool:
    """Tell whether a list is a trial balance, or would be one if it tied: some names are those of accounts."""
    begin = takewhile(lambda cell: cell.ref.row <= _LEAST_ROWS, sheet.cells)
    shape = find_shape(replace(sheet, cells=tuple(begin)))
    if shape is None:
        return False
    names = {line.words for line in shape.lines[:: max(1, len(shape.lines) // _SAMPLE)]}
    known = sum(any(not match.weak for match in matches(name)) for name in names)
    return known > _NAMED * len(names) or (sheet.cells[-1].ref.row <= _MOST_ACCOUNTS and is_trial_balance(sheet))


def _are_dated(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether most rows have a day of their own."""
    days = [{cell.shown for cell in row if is_day(cell)} for row in rows]
    return 2 * sum(map(bool, days)) > len(days) and len(set().union(*days)) >= _FEW_DAYS


def _repeat(rows: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether the same words stand in row after row."""
    words = [_words(row) for row in rows]
    return len(set(words)) * _TIMES <= len(words)


def _are_named(rows: Sequence[Sequence[Cell]], lines: Lines) -> bool:
    """Tell whether the words of rows are names of lines more often than by chance."""
    words = [_words(row) for row in rows]
    named = sum(any(how >= How.TYPO for text in texts for how in lines.named(text).values()) for texts in words)
    return named > _NAMED * len(words)


def _words(row: Sequence[Cell]) -> tuple[str, ...]:
    return tuple(cell.shown for cell in row if isinstance(cell.value, str) and not cell.shown.isdigit())
