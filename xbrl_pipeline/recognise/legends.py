"""Codes and abbreviations that a list elsewhere in the workbook writes out: IVA, K1.1.1.

What a row is called stays what stands in its cell; what it means is what the list says of it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xbrl_pipeline.recognise.heads import read_head
from xbrl_pipeline.recognise.table import Table, is_words
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_KEY: Final = re.compile(r"[A-Z0-9][A-Z0-9&+.\-/]{0,11}")  # no word of a language: these have small letters
_LEAST: Final = 5  # entries of a list, and rows of a table that are called by it
_MOST_OTHERS: Final = 0.1  # of the rows with figures: those that are called otherwise
Legend = Mapping[str, str]


def read_legend(sheets: Sequence[SheetCells]) -> dict[str, str]:
    """Return the words of every code that lists of two columns write out; not of one with two meanings."""
    found: dict[str, set[str]] = {}
    for sheet in sheets:
        pairs = list(_pairs(sheet))
        distinct = len({key for key, _ in pairs}) == len(pairs) == len({words for _, words in pairs})
        if len(pairs) >= _LEAST and distinct:
            for key, words in pairs:
                found.setdefault(key, set()).add(words)
    return {key: words.pop() for key, words in found.items() if len(words) == 1}


def _pairs(sheet: SheetCells) -> Iterator[tuple[str, str]]:
    """Give the rows that hold a code and words to the right of it, and nothing else."""
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.ref.row, []).append(cell)
    for cells in rows.values():
        if len(cells) == 2 and _is_key(cells[0]) and _is_written_out(cells[1]):  # noqa: PLR2004 - a code and its words
            yield cells[0].shown.strip(), cells[1].shown.strip()


def _is_key(cell: Cell) -> bool:
    return isinstance(cell.value, str) and _KEY.fullmatch(cell.shown.strip()) is not None


def _is_written_out(cell: Cell) -> bool:
    return isinstance(cell.value, str) and is_words(cell) and not _is_key(cell)


def write_out(sheet: SheetCells, legend: Legend) -> SheetCells:
    """Return a sheet with words for the codes of a column that calls its rows by them and by nothing else."""
    keys: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        if isinstance(cell.value, str) and cell.shown.strip() in legend:
            keys.setdefault(cell.ref.column, []).append(cell)
    column, cells = max(keys.items(), key=lambda each: len(each[1]), default=(0, []))
    rows = {cell.ref.row for cell in cells}
    numbered = {cell.ref.row for cell in sheet.cells if not isinstance(cell.value, str)}
    worded = {cell.ref.row for cell in sheet.cells if cell.ref.column != column and is_words(cell)}
    called = rows & numbered - worded
    if len(called) < _LEAST or len(rows - called) > _MOST_OTHERS * len(called):
        return sheet
    written = [
        replace(cell, value=legend[cell.shown.strip()], shown=legend[cell.shown.strip()])
        if cell.ref.column == column and cell.ref.row in called
        else cell
        for cell in sheet.cells
        if not (cell.ref.column == column and _heads_references(cell))
    ]
    return replace(sheet, cells=tuple(written))


def _heads_references(cell: Cell) -> bool:
    """Tell whether a cell says that codes stand below it: where words do, these would be taken for references."""
    head = read_head(cell)
    return head is not None and head.kind == "note"


def with_codes(table: Table, sheet: SheetCells) -> Table:
    """Return a table of a sheet that was written out as one of the sheet itself: rows are called by their codes."""
    rows = []
    for row in table.rows:
        cells = [cell for column in table.labels if (cell := sheet.at(row.index, column)) is not None]
        texts = tuple(cell.shown for cell in cells) if row.texts else ()
        rows.append(row if texts == row.texts else replace(row, label=" ".join(texts), texts=texts, meant=row.label))
    return replace(table, sheet=sheet, rows=tuple(rows))
