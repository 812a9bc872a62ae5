"""Tables that stand the other way round: words in a row over figures, and periods or moments in a column beside them.

Such a table is given as one of the turned sheet, so that its lines are rows and its periods are columns like those of
any other. Which of them are taken is decided by what they explain, see ``propose``.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.locate import header_text
from xbrl_pipeline.recognise.grid import find_tables
from xbrl_pipeline.recognise.heads import Head, is_year, join_heads, read_head
from xbrl_pipeline.recognise.levels import RowReader
from xbrl_pipeline.recognise.table import FigureColumn, Table, figure, is_code, is_nil, is_words
from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_LEAST_WORDS: Final = 2  # columns
_MOST_HEADS: Final = 3  # columns over which a head is spread
_MOST_PERIODS: Final = 40  # rows; what is longer is a list
_MOST_TITLES: Final = 8
_CORNER: Final = re.compile(r"^\W*(?:(?:boek|verslag)?jaar|periode|datum|per|omschrijving|post|year|period|date)\W*$")


@dataclass(frozen=True)
class _Strip:
    """Rows of a sheet that could be a turned table."""

    words: tuple[int, ...]  # rows with the words, from top to bottom
    codes: int | None
    periods: tuple[int, ...]  # rows with figures
    heads: tuple[int, ...]  # columns with what the periods are
    columns: tuple[int, ...]  # columns with words and figures

    @property
    def rows(self) -> tuple[int, int]:
        """The first and last row."""
        return min((*self.words, *((self.codes,) if self.codes else ()))), self.periods[-1]


def find_turned(sheet: SheetCells) -> list[Table]:
    """Return what could be turned tables of a sheet, from top to bottom, by their shape alone."""
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.ref.row, []).append(cell)
    strips = list(_strips(rows))
    if not strips:
        return []
    turned = sheet.turn()
    return [table for strip in strips if (table := _table(strip, rows, turned)) is not None]


def find_around(sheet: SheetCells, turned: Sequence[Table]) -> list[Table]:
    """Return the tables of a sheet, turned ones among them: the others are looked for above, between and below."""
    found: list[Table] = []
    start = 1
    for table in turned:
        top, bottom = table.rows_shown
        found += _find_between(sheet, start, top - 1)
        found.append(table)
        start = bottom + 1
    return [*found, *_find_between(sheet, start, None)]


def _find_between(sheet: SheetCells, first: int, last: int | None) -> Iterator[Table]:
    cells = tuple(cell for cell in sheet.cells if first <= cell.ref.row and (last is None or cell.ref.row <= last))
    for table in find_tables(replace(sheet, cells=cells)) if cells else ():
        yield replace(table, sheet=sheet, first_row=max(table.first_row, first), whole=False)


# by shape


def _strips(rows: dict[int, list[Cell]]) -> Iterator[_Strip]:
    order = sorted(rows)
    done = 0
    for place, row in enumerate(order):
        below = rows[order[place + 1]] if place + 1 < len(order) else []
        if row <= done or not _leads(rows[row], below) or sum(map(_is_label, rows[row])) < _LEAST_WORDS:
            continue
        strip = _strip(place, order, rows, done)
        if strip is not None:
            done = strip.rows[1]
            yield strip


def _strip(place: int, order: Sequence[int], rows: dict[int, list[Cell]], done: int) -> _Strip | None:
    row = order[place]
    named = {cell.ref.column for cell in rows[row] if _is_label(cell)}
    codes = None
    below = list(order[place + 1 : place + 2 + _MOST_PERIODS])
    if below and _is_coded(rows[below[0]], named):
        codes = below.pop(0)
    periods: list[int] = []
    heads: set[int] = set()
    for number in below:
        left = _heads_of(rows[number], named)
        if number - (periods[-1] if periods else codes or row) > 2 or left is None:  # noqa: PLR2004 - one empty row
            break
        periods.append(number)
        heads |= left
    columns = {cell.ref.column for number in periods for cell in rows[number]} - heads
    if not periods or len(periods) > _MOST_PERIODS or len(heads) > _MOST_HEADS or len(columns) < _LEAST_WORDS:
        return None
    words = [row]
    above = order[place - 1] if place else 0
    if above == row - 1 > done and _is_filled(rows[above], columns):
        words.insert(0, above)
    elif codes is None and above == row - 1 > done and _is_coded(rows[above], columns):
        codes = above
    return _Strip(tuple(words), codes, tuple(periods), tuple(sorted(heads)), tuple(sorted(columns)))


def _leads(cells: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Tell at little cost whether figures can stand right below texts: in a list of entries they hardly ever do."""
    texts = {cell.ref.column for cell in cells if isinstance(cell.value, str)}
    under = [cell for cell in below if cell.ref.column in texts]
    return any(isinstance(cell.value, Decimal) or not cell.shown[:1].isalpha() for cell in under)


def _is_label(cell: Cell) -> bool:
    return isinstance(cell.value, str) and is_words(cell) and not figure(cell)[0]


def _heads_of(cells: Sequence[Cell], named: set[int]) -> set[int] | None:
    """Return the columns with what a row of figures is, to the left of all of them; None where it is no such row."""
    heads: list[Cell] = []
    for cell in cells:
        if figure(cell)[0] or is_nil(cell):
            year = is_year(cell) and (not heads or cell.ref.column not in named)
            if not year:
                break
        heads.append(cell)
    rest = cells[len(heads) :]
    if not heads or not all(cell.ref.column in named and (figure(cell)[0] or is_nil(cell)) for cell in rest):
        return None
    return {cell.ref.column for cell in heads} if any(figure(cell)[0] for cell in rest) else None


def _is_coded(cells: Sequence[Cell], columns: set[int]) -> bool:
    """Tell whether a row has line numbers over the columns, and nothing else."""
    mine = [cell for cell in cells if cell.ref.column in columns]
    split = sum("." in cell.shown.strip(".") for cell in mine)
    return len(mine) > len(columns) // 2 and all(map(is_code, mine)) and 2 * split > len(mine)


def _is_filled(cells: Sequence[Cell], columns: set[int]) -> bool:
    """Tell whether words stand over nearly all columns: what stands over a few is a heading."""
    return 4 * sum(_is_label(cell) and cell.ref.column in columns for cell in cells) > 3 * len(columns)


# as a table


def _table(strip: _Strip, rows: dict[int, list[Cell]], turned: SheetCells) -> Table | None:
    columns = tuple(_period(strip, number, turned) for number in strip.periods)
    if not _says_periods(columns):
        return None
    reader = RowReader(turned, strip.words, strip.codes, columns, {})
    found = [row for column in strip.columns for row in reader.row(column)]
    numbered = tuple(replace(row, place=place) for place, row in enumerate(found))
    titles = tuple(_titles(strip, rows))
    first, last = strip.columns[0], strip.columns[-1]
    return Table(turned, strip.heads, first, last, strip.words, strip.codes, columns, numbered, titles, whole=False)


def _period(strip: _Strip, number: int, turned: SheetCells) -> FigureColumn:
    cells = [cell for head in strip.heads if (cell := turned.at(head, number)) is not None]
    heads = [head for cell in cells if (head := read_head(cell)) is not None]
    whole = join_heads(heads) if heads else None
    hidden = any(first <= number <= last for first, last in turned.hidden_columns)
    clash = bool(heads) and whole is None
    return FigureColumn(number, header_text(turned, strip.heads, number), whole, clash=clash, hidden=hidden)


def _says_periods(columns: Sequence[FigureColumn]) -> bool:
    """Tell whether each row says a period, or the rows go from an opening to a closing balance."""
    heads = [column.head for column in columns if column.head is not None]
    moments = {head.moment for head in heads}
    if moments >= {"opening", "closing"}:
        return True
    return any(head.timed for head in heads) and 2 * sum(map(_is_period, heads)) >= len(columns)


def _is_period(head: Head) -> bool:
    return head.kind in (None, "actual", "budget", "forecast") and (head.timed or head.kind is not None)


def _titles(strip: _Strip, rows: dict[int, list[Cell]]) -> Iterator[str]:
    """Give the texts above a table up to the next figures, but for headings over some of its columns."""
    top = strip.rows[0]
    above: list[int] = []
    for row in sorted((row for row in rows if row < top), reverse=True)[:_MOST_TITLES]:
        if any(figure(cell)[0] and not is_year(cell) for cell in rows[row]):
            break
        above.insert(0, row)
    for row in above:
        texts = [cell for cell in rows[row] if isinstance(cell.value, str)]
        if sum(cell.ref.column in strip.columns for cell in texts) < _LEAST_WORDS:
            yield from (cell.shown for cell in texts)
    for row in strip.words:
        for cell in rows[row]:
            if cell.ref.column in strip.heads and is_words(cell) and not _CORNER.match(plain_letters(cell.shown)):
                yield cell.shown
