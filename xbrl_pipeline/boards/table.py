"""Reading lists of boards as DUO publishes them: a sheet or text with a row of headings, and a board on each row.

A list that is not read to its last board is not read at all: of a board that is left out the register would say
later that nobody knows it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Final

from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.boards import BOARD_DIGITS, KVK_DIGITS, Board, ListRef, board_number, kvk_number
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.reader import read_workbook

_NOT_LETTERS: Final = re.compile(r"[^a-z]")
_NO_NUMBER: Final = re.compile(r"[0\s.\-]*")  # how lists say that there is none
_LONGEST: Final = 300  # characters of a name or a place
_SHOWN: Final = 40  # characters of what is no number


class _Field(StrEnum):
    """What a column says; the values are the headings as DUO writes them."""

    NUMBER = "BEVOEGD GEZAG NUMMER"
    NAME = "BEVOEGD GEZAG NAAM"
    KVK = "KVK-NUMMER"
    PLACE = "PLAATSNAAM"
    SECTOR = "SECTOR"


_HEADINGS: Final = {  # the letters of a heading
    "bevoegdgezagnummer": _Field.NUMBER,
    "bestuursnummer": _Field.NUMBER,
    "bevoegdgezagnaam": _Field.NAME,
    "kvknummer": _Field.KVK,
    "plaatsnaam": _Field.PLACE,
    "sector": _Field.SECTOR,
    "soortho": _Field.SECTOR,
    "soortonderwijs": _Field.SECTOR,
    "soortprimaironderwijs": _Field.SECTOR,
}
_Columns = Mapping[_Field, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class BoardList:
    """What one list says. ``remarks`` are cells of rows that hold nothing else: notes under a table."""

    ref: ListRef
    boards: tuple[Board, ...]
    has_kvk: bool
    remarks: tuple[CellRef, ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """The cells of one row under the headings: all of them, and their texts by what their column says."""

    cells: tuple[Cell, ...]
    texts: Mapping[_Field, tuple[tuple[CellRef, str], ...]]
    place: CellRef  # where its number stands, or should

    @property
    def number(self) -> str:
        """What stands where the number should be."""
        return next((text for _, text in self.texts[_Field.NUMBER]), "")

    @property
    def is_remark(self) -> bool:
        """Tell whether the row has one cell, and no number in it."""
        return len(self.cells) == 1 and not board_number(self.number)


def read_list(path: Path) -> BoardList:
    """Read a list of boards; one without the headings, or with a board that has no right number, is a PipelineError."""
    book = read_workbook(path)
    found = [(sheet, *heads) for sheet in book.sheets if (heads := _headings(sheet, path)) is not None]
    if not found:
        raise PipelineError("boards.no_headings", path=str(path), wanted=(_Field.NUMBER.value, _Field.NAME.value))
    rows = [row for sheet, top, columns in found for row in _rows(sheet, top, columns)]
    told = [row for row in rows if not row.is_remark]
    _refuse_wrong(told, path)
    boards = merged(map(_board, told))
    if not boards:
        raise PipelineError("boards.empty", path=str(path))
    remarks = tuple(row.cells[0].ref for row in rows if row.is_remark)
    has_kvk = any(_Field.KVK in columns for _, _, columns in found)
    return BoardList(ListRef(one_line(path.name), book.sha256, len(boards)), boards, has_kvk, remarks)


def merged(boards: Iterable[Board]) -> tuple[Board, ...]:
    """Make one board of all rows with the same number, in an order that does not depend on that of the rows."""
    by_number: dict[str, list[Board]] = {}
    for board in boards:
        by_number.setdefault(board.number, []).append(board)
    return tuple(_merge(number, by_number[number]) for number in sorted(by_number))


def _merge(number: str, rows: list[Board]) -> Board:
    def every(name: str) -> tuple[str, ...]:
        return tuple(sorted({text for row in rows for text in getattr(row, name)}))

    return Board(number, every("names"), every("kvks"), every("places"), every("sectors"))


def _headings(sheet: SheetCells, path: Path) -> tuple[int, _Columns] | None:
    """Return the first row that names the columns of number and name, and which columns those are."""
    for row, cells in groupby(sheet.cells, key=lambda cell: cell.ref.row):
        columns: dict[_Field, tuple[int, ...]] = {}
        for cell in cells:
            field = _HEADINGS.get(_NOT_LETTERS.sub("", _text(cell).casefold()))
            if field is not None:
                columns[field] = (*columns.get(field, ()), cell.ref.column)
        if {_Field.NUMBER, _Field.NAME} <= columns.keys():
            if len(columns[_Field.NUMBER]) > 1:
                cells_of = tuple(CellRef(sheet.name, row, column) for column in columns[_Field.NUMBER])
                raise PipelineError("boards.two_columns", path=str(path), cells=cells_of)
            return row, columns
    return None


def _rows(sheet: SheetCells, top: int, columns: _Columns) -> Iterator[_Row]:
    below = (cell for cell in sheet.cells if cell.ref.row > top and (_text(cell) or not isinstance(cell.value, str)))
    for row, cells in groupby(below, key=lambda cell: cell.ref.row):
        met = {cell.ref.column: cell for cell in cells}
        texts = {
            field: tuple(
                (met[column].ref, _text(met[column]))
                for column in columns.get(field, ())
                if column in met and _text(met[column])
            )
            for field in _Field
        }
        yield _Row(tuple(met.values()), texts, CellRef(sheet.name, row, columns[_Field.NUMBER][0]))


def _text(cell: Cell) -> str:
    """Return a cell as text; numbers as digits, and of what is no text or number what a reader sees."""
    value = cell.value
    if isinstance(value, Decimal):
        return f"{value:f}" if value == value.to_integral_value() and value >= 0 else cell.shown
    return one_line(value if isinstance(value, str) else cell.shown, _LONGEST)


def _refuse_wrong(rows: list[_Row], path: Path) -> None:
    """Refuse a list with a board whose number, name or KvK number is not there or is none."""
    wrong = [(row.place, row.number) for row in rows if not board_number(row.number)]
    _refuse("boards.bad_number", wrong, path, BOARD_DIGITS)
    _refuse("boards.no_name", [(row.place, row.number) for row in rows if not row.texts[_Field.NAME]], path)
    kvks = [item for row in rows for item in row.texts[_Field.KVK]]
    odd = [(cell, text) for cell, text in kvks if not (kvk_number(text) or _NO_NUMBER.fullmatch(text))]
    _refuse("boards.bad_kvk", odd, path, KVK_DIGITS)


def _refuse(code: str, wrong: list[tuple[CellRef, str]], path: Path, digits: int = 0) -> None:
    if wrong:
        cells, given = tuple(cell for cell, _ in wrong), one_line(wrong[0][1], _SHOWN) or "-"
        raise PipelineError(code, path=str(path), cells=cells, given=given, digits=digits)


def _board(row: _Row) -> Board:
    def texts(field: _Field) -> tuple[str, ...]:
        return tuple(text for _, text in row.texts[field])

    kvks = tuple(kvk_number(text) for text in texts(_Field.KVK) if not _NO_NUMBER.fullmatch(text))
    return Board(board_number(row.number), texts(_Field.NAME), kvks, texts(_Field.PLACE), texts(_Field.SECTOR))
