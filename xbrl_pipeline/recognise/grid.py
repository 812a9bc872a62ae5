"""The cells of a sheet sorted by what they can be, and the tables that they form: heads, words and figures.

A table is found by its shape. Heads stand above figures; which words they are made of does not matter. Columns with
words and the figures to the right of them are a table; words to the right of figures begin another, beside it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise
from typing import Final

from xbrl_pipeline.mapping.locate import header_text, number_text
from xbrl_pipeline.recognise.heads import Head, is_year, join_heads, read_head
from xbrl_pipeline.recognise.levels import (
    MOST_LEVELS,
    RowReader,
    find_minuses,
    is_minus_column,
    is_unit_column,
    pair_columns,
)
from xbrl_pipeline.recognise.panels import BandLayout, Panel, find_panels
from xbrl_pipeline.recognise.sorting import SortedCell, SortedRow, sort_cells
from xbrl_pipeline.recognise.table import (
    FigureColumn,
    Table,
    figure,
    is_code,
    is_currency,
    is_nil,
    is_note,
    is_words,
    join_wrapped,
)
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_MOST_HEADS: Final = 4  # rows over which a head is spread
_REACH: Final = 8  # rows between a head and the first figure below it
_HIGHEST_NOTE: Final = 99
_LEAST_WORDS: Final = 2
_SPREAD: Final = 8  # years that stand beside one another
Columns = tuple[int, int]  # the first and the last one


def find_tables(sheet: SheetCells) -> list[Table]:
    """Return the tables of a sheet in reading order."""
    found: list[Table] = []
    cells = sort_cells(sheet.cells)
    strips = _strips(sheet, cells)
    for strip in strips:
        found += _Finder(sheet, cells, strip).tables()
    found.sort(key=lambda table: (table.head_rows or (table.body[0],), table.left))
    return [replace(table, alone=table.alone and len(strips) == 1, whole=len(found) == 1) for table in found]


def _strips(sheet: SheetCells, cells: Sequence[SortedCell]) -> list[Columns]:
    """Split the columns of a sheet where tables that begin at other rows stand beside one another.

    An empty column parts them, and a head of one stands in the same row as figures of the other.
    """
    filled = sorted({cell.ref.column for cell in sheet.cells})
    strips: list[Columns] = []
    start = 0
    for place, (left, right) in enumerate(pairwise(filled), start=1):
        if right - left == 1:
            continue
        mine, other = (_Finder(sheet, cells, (part[0], part[-1])) for part in (filled[start:place], filled[place:]))
        if mine.crosses(other):
            strips.append((filled[start], left))
            start = place
    return [*strips, (filled[start], filled[-1])] if filled else [(1, 1)]


class _Finder:
    """The tables in some columns of a sheet. What stands to the left of these above all figures is their title too."""

    def __init__(self, sheet: SheetCells, cells: Sequence[SortedCell], columns: Columns) -> None:
        self.sheet = sheet
        self.lines: dict[int, SortedRow] = {}
        self.to_the_left: list[Cell] = []
        self.figure_rows: dict[int, list[int]] = {}
        for each in cells:
            row, column = each.cell.ref.row, each.cell.ref.column
            if columns[0] <= column <= columns[1]:
                self.lines.setdefault(row, SortedRow()).add(each)
                if each.figure or each.nil:
                    self.figure_rows.setdefault(column, []).append(row)
            elif column < columns[0]:
                self.to_the_left.append(each.cell)
        self.rows = sorted(self.lines)

    def tables(self) -> list[Table]:
        bands = self.bands
        found: list[Table] = []
        previous = 0
        for place, band in enumerate(bands or [()]):
            end = bands[place + 1][0] - 1 if place + 1 < len(bands) else (self.rows[-1] if self.rows else 0)
            body = [row for row in self.rows if (band[-1] if band else 0) < row <= end]
            last = place + 1 >= len(bands)
            body = self._without_next_title(body, band, last=last)
            first, previous = previous + 1, max(body, default=end)
            panels = self._panels(body, band)
            found += [
                replace(table, alone=len(panels) == 1)
                for panel in panels
                if (table := self._table(band, first, previous, body, panel)) is not None
            ]
        return found

    def crosses(self, other: "_Finder") -> bool:
        """Tell whether both hold tables of their own, and a head of one is in a row with figures of the other."""
        if not self._may_cross(other):
            return False
        mine, others = self.tables(), other.tables()
        heads = [{row for table in tables for row in table.head_rows} for tables in (mine, others)]
        rows = [{row.index for table in tables for row in table.rows if row.values} for tables in (mine, others)]
        return all(heads) and bool(heads[0] & rows[1] or heads[1] & rows[0])

    def _may_cross(self, other: "_Finder") -> bool:
        """Tell by the heads alone whether two may cross, without finding all of their tables."""
        heads = [{row for band in each.bands for row in band} for each in (self, other)]
        rows = [{row for row, line in each.lines.items() if line.figures or line.years} for each in (self, other)]
        return all(heads) and bool(heads[0] & rows[1] or heads[1] & rows[0])

    def _without_next_title(self, body: list[int], band: tuple[int, ...], *, last: bool) -> list[int]:
        """Leave the rows without figures below this head to the next table: they are its title."""
        start = min(self._headed(band), default=1)  # to the left of it stand codes
        filled = [
            row
            for row in body
            if any(figure(cell)[0] or is_nil(cell) for cell in self.lines[row].cells if cell.ref.column >= start)
        ]
        if last or not filled:
            return body
        return [row for row in body if row <= filled[-1]]

    # heads

    @cached_property
    def bands(self) -> list[tuple[int, ...]]:
        """The rows of heads, one below the other, of each table."""
        bands: list[list[int]] = []
        for row in self.rows:
            if not self._is_head(row):
                continue
            near = bands and self._follows(row, bands[-1][-1]) and len(bands[-1]) < _MOST_HEADS
            if near:
                bands[-1].append(row)
            else:
                bands.append([row])
        kept = []
        for place, band in enumerate(bands):
            end = bands[place + 1][0] if place + 1 < len(bands) else self.rows[-1] + 1
            headed = {column for row in band for head in self.lines[row].heads for column in self._under(row, head)}
            if any(band[-1] < row < end for column in headed for row in self.figure_rows.get(column, ())):
                kept.append(tuple(band))
        return kept

    def _follows(self, row: int, above: int) -> bool:
        """Tell whether a row of heads goes on below another; one empty row may part them, where one says no year."""
        if row - above <= 1:
            return True
        years, kinds = self.lines[row].heads, self.lines[above].heads
        apart = row - above == 2 and above + 1 not in self.lines  # noqa: PLR2004 - one between
        told = all(head.timed for head in years.values()) and not any(head.timed for head in kinds.values())
        return apart and told and len(kinds) > 1 and kinds.keys() == years.keys()

    def _under(self, row: int, column: int) -> range:
        """Return the columns that a head stands over: those of its merged cell; a period may have several without."""
        for merge in self.sheet.merges if len(self.lines[row].heads) > 1 else ():  # one by itself is a title
            if merge.first_column == column and merge.first_row <= row <= merge.last_row:
                return range(column, merge.last_column + 1)
        last = column
        if self._says_periods(row):
            while last < column + MOST_LEVELS - 1 and self.sheet.at(row, last + 1) is None:
                last += 1
        return range(column, last + 1)

    def _headed(self, band: Iterable[int]) -> set[int]:
        return {column for row in band for column in self.lines[row].heads}

    def _is_head(self, row: int) -> bool:
        """Tell whether a row stands above figures and holds none: a year, day or words over each column."""
        line = self.lines[row]
        if line.figures - {column for column in line.figures if self._is_mark(row, column)}:
            return False
        if line.years and self._are_amounts(row):
            return False
        if self._says_periods(row):
            return True  # whatever stands below: these are not the columns of the table above
        above = {column for column in line.heads if self._is_above_figures(row, column)}
        if not above:
            return False
        told = {column for column in above if line.heads[column] != Head(kind="words")}
        if not told:
            others = line.words - above
            return len(above) > 1 and len(others) <= 1 and not self._reads_on(row, above)
        return not (line.years & above) or self._are_years(line, above)

    def _are_amounts(self, row: int) -> bool:
        """Tell numbers that only look like years: behind a currency, or under a head that said another year."""
        line = self.lines[row]
        beside = [self.sheet.at(row, column - 1) for column in line.years]
        if any(cell is not None and is_currency(cell) for cell in beside):
            return True
        if not line.words:
            return False
        for above in range(row - 1, row - 1 - _MOST_HEADS, -1):
            over = self.lines.get(above)
            if over is None:
                continue
            if over.figures:
                return False
            said = {column: over.heads[column].year for column in line.years if column in over.heads}
            if said and all(year is not None and year != line.heads[column].year for column, year in said.items()):
                return True
        return False

    def _says_periods(self, row: int) -> bool:
        """Tell whether words of a row say several periods."""
        heads = self.lines[row].heads.values()
        timed = {(head.year, head.relative, head.kind, head.moment) for head in heads if head.timed}
        return len(timed) > 1 and len(self.lines[row].years) in (0, len(heads))

    def _is_mark(self, row: int, column: int) -> bool:
        """Tell whether a number in a head only counts the columns: 1, 2, 3, or (1)."""
        cell = self.sheet.at(row, column)
        return cell is not None and is_note(cell)

    def _reads_on(self, row: int, columns: set[int]) -> bool:
        """Tell whether words above figures are words of rows, such as a remark, and no heads."""
        below = [index for index in self.rows if index > row][:3]
        return sum(bool(self.lines[index].words & columns) for index in below) > 1

    def _are_years(self, line: SortedRow, above: set[int]) -> bool:
        """Tell years over columns from amounts that look like years."""
        years = [int(cell.shown) for cell in line.cells if is_year(cell)]
        if max(years) - min(years) > _SPREAD:
            return False
        named = [column for column in line.words if column not in above]
        words = [cell.shown for cell in line.cells if cell.ref.column in named]
        if words and len(set(years)) == 1 and len(years) == 1:
            return any(line.heads[column].kind not in (None, "words") for column in above) or len(above) > 1
        return True

    def _is_above_figures(self, row: int, column: int) -> bool:
        """Tell whether the next thing below a cell, other heads left out, is a figure.

        A head may stand over two columns, of which the inner one to the right holds the parts of what is in its own.
        """
        under = [each for each in self._under(row, column) if each in self.figure_rows]
        inner = column + 1
        if self.sheet.at(row, inner) is None and inner in self.figure_rows and column in self.figure_rows:
            under.append(inner)
        return any(self._leads_to_figure(row, each) for each in {column, *under})

    def _leads_to_figure(self, row: int, column: int) -> bool:
        for below in range(row + 1, row + 1 + _REACH):
            cell = self.sheet.at(below, column)
            if cell is None:
                continue
            if is_year(cell) or (isinstance(cell.value, str) and not (figure(cell)[0] or is_nil(cell))):
                if below - row > _MOST_HEADS:
                    return False
                continue
            if figure(cell)[0] or is_nil(cell):
                return True
            if read_head(cell) is None:
                return False
        return False

    # columns

    def _panels(self, body: list[int], band: tuple[int, ...]) -> list[Panel]:
        """Split the columns into tables: words with the figures that belong to them."""
        columns = sorted({cell.ref.column for row in (*band, *body) for cell in self.lines[row].cells})
        kinds = {column: self._kind(column, body, band) for column in columns}
        heads = self._headed(band)
        kinds |= {each: "notes" for each in columns if each not in heads and is_minus_column(self.sheet, each, body)}
        kinds |= {each: "notes" for each in columns if is_unit_column(self.sheet, each, body)}
        figures = [column for column in columns if kinds[column] == "figures"]
        words = [column for column in columns if kinds[column] == "words"]
        # figures before all words, and words after all figures: each word stands to the right of its figures
        mirrored = bool(words) and bool(heads & set(figures[:1]))
        mirrored = mirrored and figures[0] < words[0] and figures[-1] < words[-1]
        panels = find_panels(self._layout(kinds, body, band), mirrored=mirrored)
        return [self._with_code(each, body) for each in panels]

    def _layout(self, kinds: dict[int, str], body: list[int], band: tuple[int, ...]) -> BandLayout:
        rows: dict[int, set[int]] = {column: set() for column in kinds}
        texts: dict[int, dict[int, str]] = {column: {} for column in kinds}
        for row in body:
            for cell in self.lines[row].cells:
                column = cell.ref.column
                if kinds[column] == "words" and is_words(cell):
                    rows[column].add(row)
                    texts[column][row] = cell.shown
                elif kinds[column] == "figures" and (figure(cell)[0] or is_nil(cell)):
                    rows[column].add(row)
        timed: dict[int, Head] = {}
        for column in kinds:
            heads = [head for row in band if (head := self.lines[row].heads.get(column)) is not None]
            head = join_heads(heads) if heads else None
            if head is not None and head.timed:
                timed[column] = head
        return BandLayout(kinds, rows, timed, texts)

    def _with_code(self, panel: Panel, body: list[int]) -> Panel:
        """Take a column of split numbers between words and figures for line numbers after all."""
        if panel.codes is not None:
            return panel
        for column in panel.notes:
            if is_unit_column(self.sheet, column, body):
                continue
            texts = [number_text(self.sheet.at(row, column)) or "" for row in body]
            if column < min(panel.figures) and sum("." in text.strip(".") for text in texts) >= _LEAST_WORDS:
                return replace(panel, codes=column, notes=tuple(each for each in panel.notes if each != column))
        return panel

    def _kind(self, column: int, body: list[int], band: tuple[int, ...]) -> str:
        cells = [cell for row in body if (cell := self.sheet.at(row, column)) is not None and not is_currency(cell)]
        heads = [head for row in band if (head := self._merged_head(row, column)) is not None]
        head = join_heads(heads) if heads else None
        if not cells:
            return "empty"
        codes = [cell for cell in cells if is_code(cell)]
        if head is not None and head.kind == "note":
            return "codes" if len(codes) == len(cells) and not all(map(is_note, cells)) else "notes"
        words = [cell for cell in cells if isinstance(cell.value, str) and is_words(cell)]
        figures = [cell for cell in cells if figure(cell)[0] or is_nil(cell)]
        headed = head is not None and (head.timed or head.kind not in (None, "words") or head.moment or head.scope)
        if len(words) >= max(1, len(figures)) and not (headed and len(figures) >= len(words)):
            return "words"
        if not figures or (len(figures) < len(cells) and not words and not headed):
            return "notes" if not words else "words"
        # numbers of lines, whatever title begins above them: some are no amounts
        lines = len(codes) == len(cells) > len(figures) and self._leads(column, body)
        if lines or (not headed and len(codes) == len(cells) - len(words)):
            several = len({cell.shown for cell in codes}) >= len(codes) * 0.9
            leads = lines or (head is None and several and self._leads(column, body))
            return "notes" if all(map(is_note, codes)) else "codes" if leads else "figures"
        return "figures"

    def _leads(self, column: int, body: list[int]) -> bool:
        """Tell whether words stand to the right of what a column holds more often than to the left of it."""
        filled = [row for row in body if self.sheet.at(row, column) is not None]
        left = sum(any(other < column for other in self.lines[row].words) for row in filled)
        right = sum(any(other > column for other in self.lines[row].words) for row in filled)
        return right > left

    # the table itself

    def _table(self, band: tuple[int, ...], first: int, last: int, body: list[int], panel: Panel) -> Table | None:
        columns = tuple(self._figure_column(band, column, panel) for column in panel.figures)
        columns = pair_columns(self.sheet, columns, body)
        notes, minuses = find_minuses(self.sheet, panel.notes, panel.figures, body)
        units = next((each for each in notes if is_unit_column(self.sheet, each, body)), None)
        read = RowReader(self.sheet, panel.labels, panel.codes, columns, minuses, units)
        found = [row for index in body for row in read.row(index)]
        rows = tuple(join_wrapped([replace(row, place=place) for place, row in enumerate(found)]))
        if not any(row.values for row in rows):
            return None
        left = min((*panel.labels, *((panel.codes,) if panel.codes else ()), *panel.figures))
        titles = tuple(self._titles(first, band, body, panel, left=left, right=max(*panel.labels, *panel.figures)))
        start = max(
            (row + 1 for row in self.rows if band and first <= row < band[0] and self._has_amounts(row)), default=first
        )
        return Table(
            self.sheet, band, start, last, panel.labels, panel.codes, columns, rows, titles, notes, minuses, units
        )

    def _has_amounts(self, row: int) -> bool:
        """Tell whether a row above a head holds amounts: these are of no table, and a person must hear of them."""
        line = self.lines[row]
        return bool(line.words) and sum(not self._is_mark(row, column) for column in line.figures) > 1

    def _figure_column(self, band: tuple[int, ...], column: int, panel: Panel) -> FigureColumn:
        heads = [head for row in band if (head := self._head_at(row, column, panel, band)) is not None]
        whole = join_heads(heads) if heads else None
        hidden = any(first <= column <= last for first, last in self.sheet.hidden_columns)
        clash = bool(heads) and whole is None
        return FigureColumn(column, header_text(self.sheet, band, column), whole, clash=clash, hidden=hidden)

    def _merged_head(self, row: int, column: int) -> Head | None:
        """Return the head in a cell, or in the merged cell that covers it."""
        for merge in self.sheet.merges:
            if merge.first_row <= row <= merge.last_row and merge.first_column <= column <= merge.last_column:
                line = self.lines.get(merge.first_row)
                alone = line is None or len(line.heads) == 1  # by itself it is a title
                return None if line is None or alone else line.heads.get(merge.first_column)
        return self.lines[row].heads.get(column)

    def _head_at(self, row: int, column: int, panel: Panel, band: tuple[int, ...]) -> Head | None:
        head = self._merged_head(row, column)
        if head is not None or self.sheet.at(row, column) is not None:
            return head
        over = next((left for left in (column - 1, column - 2) if self.sheet.at(row, left) is not None), None)
        if over is not None and over not in (*panel.figures, *panel.labels) and over not in panel.notes:
            found = self.lines[row].heads.get(over)
            return found if found is not None and found.timed else None
        if len(band) == 1 or row == band[-1]:
            return None
        for left in range(column - 1, min(panel.figures) - 1, -1):  # a year above several columns stands in the first
            if self.sheet.at(row, left) is not None:
                found = self.lines[row].heads.get(left)
                return (
                    None if found is None or found.aside or found.draft or self._has_own(found, column, band) else found
                )
        return None

    def _has_own(self, head: Head, column: int, band: tuple[int, ...]) -> bool:
        """Tell whether a column says its own year, so that a year to the left of it is not about it."""
        own = join_heads(found for row in band if (found := self.lines[row].heads.get(column)) is not None)
        return own is None or (own.timed and head.timed) or own.aside

    def _titles(
        self, first: int, band: tuple[int, ...], body: list[int], panel: Panel, *, left: int, right: int
    ) -> Iterator[str]:
        end = band[-1] if band else (body[0] - 1 if body else 0)
        if first == 1:
            above = min((rows[0] for rows in self.figure_rows.values()), default=0)
            yield from (cell.shown for cell in self.to_the_left if cell.ref.row < above and isinstance(cell.value, str))
        for row in self.rows:
            if not first <= row <= end:
                continue
            for cell in self.lines[row].cells:
                column = cell.ref.column
                if (row in band and column in panel.figures) or not isinstance(cell.value, str):
                    continue
                if column <= right and (row not in band or column >= left):
                    yield cell.shown
