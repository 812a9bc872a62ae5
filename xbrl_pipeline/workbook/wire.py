"""What travels from the child that reads a workbook: JSON with texts and whole numbers, looked at before it is used.

No pickle: a child that a hostile file took over could put anything into one, to run in the program that holds the
user's work. Here the worst it can send is a wrong value or a message that is refused.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import pairwise
from typing import Any, Final

from xbrl_pipeline.messages import day
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.workbook.cells import Cell, CellError, CellValue, FileNote, Merge, SheetCells
from xbrl_pipeline.workbook.raw import (
    DAY,
    ERROR,
    MAX_CELLS,
    MAX_COLUMN,
    MAX_ROW,
    NUMBER,
    TEXT,
    TRUTH,
    Formula,
    RawCell,
    RawSheet,
    RefusalError,
)
from xbrl_pipeline.workbook.stored import visible

LONGEST: Final = 128 * 1024 * 1024  # bytes of one message
_CELLS: Final = 5_000  # per message
_TEXT: Final = 4_000_000  # characters per message, but for one text that is longer


def encode(*message: object) -> bytes:
    """Write one message."""
    return json.dumps(message, separators=(",", ":")).encode("ascii")


def encode_sheet(sheet: RawSheet) -> Iterator[bytes]:
    """Write a sheet as messages, while its cells are read."""
    yield encode("sheet", sheet.name, sheet.hidden)
    cells: list[RawCell] = []
    size = 0
    for row in sheet.rows:
        cells += row
        size += sum(len(cell[3]) for cell in row)
        if len(cells) > _CELLS or size > _TEXT:
            yield encode("cells", cells)
            cells, size = [], 0
    yield encode("cells", cells)
    yield encode("end", sheet.hidden_rows, sheet.hidden_columns, sheet.merges)


class LastWordError(RefusalError):
    """A refusal by the child itself, after which it waits for its next job."""


@dataclass
class Received:
    """What has come in: sheets in their order, formulas by cell, and what there is to say about the file."""

    sheets: list[SheetCells] = field(default_factory=list)
    formulas: dict[CellRef, Formula] = field(default_factory=dict)
    notes: list[FileNote] = field(default_factory=list)
    untyped: bool = False
    cells: int = 0  # of all sheets


def receive(messages: Iterable[bytes]) -> Received:
    """Take messages in until the last; a refusal is raised, and anything odd is a ValueError or its like."""
    received = Received()
    open_sheet: _Open | None = None
    for data in messages:
        kind, *fields = json.loads(data)
        if kind == "cells" and open_sheet is not None:
            open_sheet.add(received, *fields)
        elif kind == "sheet":
            open_sheet = _Open(_text(fields[0]), fields[1] is True)
        elif kind == "end" and open_sheet is not None:
            received.sheets.append(open_sheet.close(*fields))
            open_sheet = None
        elif kind == "note":
            received.notes.append(FileNote(*_sentence(*fields)))
        elif kind == "refused":
            code, params = _sentence(*fields)
            raise LastWordError(code, **params)
        elif kind == "done":
            received.untyped = fields[0] is True
            return received
        else:
            raise ValueError(kind)
    raise EOFError


class _Open:
    """A sheet that is coming in."""

    def __init__(self, name: str, hidden: bool) -> None:
        self._name, self._hidden = name, hidden
        self._cells: list[Cell] = []

    def add(self, received: Received, cells: list[list[Any]]) -> None:
        """Take in some cells."""
        received.cells += len(cells)
        if received.cells > MAX_CELLS:
            raise RefusalError("workbook.too_many_cells", limit=MAX_CELLS)
        name, formulas, append = self._name, received.formulas, self._cells.append
        for row, column, kind, value, extra, formula in cells:
            if not (0 < row <= MAX_ROW and 0 < column <= MAX_COLUMN):
                raise ValueError(name)
            ref = CellRef(name, row, column)
            read, shown = _VALUES[kind](value)
            noise = None
            if extra:
                shown, noise = (_text(extra), None) if kind == ERROR else (shown, _number(extra)[0])
            source = "" if formula is None else _text(formula[0])
            append(Cell(ref, read, shown, formula is not None, noise, source))
            if source:
                formulas[ref] = Formula(source, int(formula[1]), int(formula[2]))

    def close(self, hidden_rows: list[int], hidden_columns: list[list[int]], merges: list[list[int]]) -> SheetCells:
        """Return the sheet with its cells in reading order; two cells at one place are a refusal."""
        places = [(cell.ref.row, cell.ref.column) for cell in self._cells]
        if any(after <= before for before, after in pairwise(places)):
            self._cells.sort(key=lambda cell: (cell.ref.row, cell.ref.column))
            for cell, following in pairwise(self._cells):
                if cell.ref == following.ref:
                    raise RefusalError("workbook.cell_twice", cell=str(cell.ref))
        return SheetCells(
            self._name,
            tuple(self._cells),
            self._hidden,
            frozenset(map(int, hidden_rows)),
            tuple((int(first), int(last)) for first, last in hidden_columns),
            tuple(Merge(*map(int, merge)) for merge in merges),
        )


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return value


def _sentence(code: object, params: dict[str, object]) -> tuple[str, dict[str, str | int]]:
    if not _text(code).startswith("workbook."):
        raise ValueError(code)
    return _text(code), {name: value if isinstance(value, int) else _text(value) for name, value in params.items()}


def _number(text: str) -> tuple[Decimal, str]:
    value = Decimal(text)
    if not value.is_finite():
        raise ValueError(text)
    return value, text.replace(".", ",")


@lru_cache(maxsize=4_096)
def _day(text: str) -> tuple[CellValue, str]:
    value = date.fromisoformat(text)
    return value, day(value)


def _words(text: str) -> tuple[CellValue, str]:
    return _text(text), visible(text)


def _truth(text: str) -> tuple[CellValue, str]:
    return (True, "WAAR") if text == "1" else (False, "ONWAAR")


def _error(text: str) -> tuple[CellValue, str]:
    return CellError(text), ""


_VALUES: Final[dict[str, Any]] = {NUMBER: _number, DAY: _day, TEXT: _words, TRUTH: _truth, ERROR: _error}
