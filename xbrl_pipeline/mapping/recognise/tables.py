"""The tables of a sheet: where headers stand, which columns they are about, which words belong to which figures."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.locate import header_text, number_text
from xbrl_pipeline.mapping.recognise.columns import Sense, joined, sense_of
from xbrl_pipeline.workbook.cells import Cell, CellError, SheetCells
from xbrl_pipeline.workbook.notation import Number, Unread, read_number

_NUMBER: Final = re.compile(r"[A-Za-z]{0,2}\.?[0-9]{1,2}(?:\.[0-9]{1,2}){0,4}\.?|[A-Z]{1,2}\.?[0-9]*|[IVX]{1,4}\.?")
_LEADING: Final = re.compile(r"^\s*([0-9](?:\.[0-9]{1,2}){0,4})\.?\s+(?!jan|dec|[0-9])(?=\S)", re.IGNORECASE)
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_MOST_HEADER_ROWS: Final = 3
_LEAST_LABELS: Final = 2
_HIGHEST_NOTE: Final = 60
IsLine = Callable[[str], bool]


@dataclass(frozen=True)
class Row:
    """A row of a table. ``values`` holds its figures by column; None for a figure that cannot be read."""

    index: int
    number: str
    label: str  # all words, as a mapping names them
    texts: tuple[str, ...]  # the words of each column
    values: dict[int, Decimal | None]
    nil: bool = False  # a dash stands where an amount could

    @property
    def bare(self) -> str:
        """The words without a number in front of them."""
        return _LEADING.sub("", self.label)

    @property
    def code(self) -> str:
        """The line number, from its own column or from in front of the words."""
        found = _LEADING.match(self.label)
        return self.number.rstrip(".") or (found[1] if found else "")

    @property
    def heading(self) -> bool:
        """Whether the row has words and nothing in the columns for figures."""
        return bool(self.label) and not self.values and not self.nil


@dataclass(frozen=True)
class FigureColumn:
    """A column with figures, and what the cells above it say; no sense where they say nothing or too much."""

    number: int
    header: str
    sense: Sense | None
    clash: bool = False


@dataclass(frozen=True)
class Table:
    """A header with the rows below it, for one stretch of columns of a sheet."""

    sheet: SheetCells
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    labels: tuple[int, ...]
    numbers: int | None
    columns: tuple[FigureColumn, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()  # above the header, and the words in it that head no figures
    alone: bool = True  # no other table stands beside it
    whole: bool = True  # it is the only table of its sheet
    notes: tuple[int, ...] = field(default=())  # columns of references to notes, without figures to report

    @cached_property
    def by_row(self) -> dict[int, Row]:
        """The rows by number."""
        return {row.index: row for row in self.rows}


def figure(cell: Cell | None) -> tuple[bool, Decimal | None]:
    """Tell whether a cell holds a figure, and which; a figure with two readings has no value."""
    if cell is None or isinstance(cell.value, bool):
        return False, None
    if isinstance(cell.value, Decimal):
        return True, cell.value
    if isinstance(cell.value, CellError):
        return True, None
    if not isinstance(cell.value, str):
        return False, None
    read = read_number(cell.shown)
    if isinstance(read, Number):
        return not read.percent, None if read.percent else read.value
    return read is Unread.AMBIGUOUS, None


def _is_nil(cell: Cell | None) -> bool:
    return cell is not None and isinstance(cell.value, str) and read_number(cell.shown) is Unread.NIL


def find_tables(sheet: SheetCells, is_line: IsLine) -> list[Table]:
    """Return the tables of a sheet in reading order."""
    return _Finder(sheet, is_line).tables()


@dataclass(frozen=True)
class _Panel:
    labels: tuple[int, ...]
    numbers: int | None
    figures: tuple[int, ...]
    notes: tuple[int, ...]


class _Finder:
    def __init__(self, sheet: SheetCells, is_line: IsLine) -> None:
        self.sheet, self.is_line = sheet, is_line
        self.rows = sorted({cell.ref.row for cell in sheet.cells})
        self.by_row: dict[int, list[Cell]] = {}
        for cell in sheet.cells:
            self.by_row.setdefault(cell.ref.row, []).append(cell)

    def tables(self) -> list[Table]:
        if not self.rows:
            return []
        bands = self._bands()
        found: list[Table] = []
        previous = 0
        for place, band in enumerate(bands or [()]):
            end = bands[place + 1][0] - 1 if place + 1 < len(bands) else self.rows[-1]
            body = [row for row in self.rows if (band[-1] if band else 0) < row <= end]
            body, rest = self._without_next_title(body, last=place + 1 >= len(bands))
            first = previous + 1
            previous = max(body, default=end)
            panels = self._panels(body, band)
            for panel in panels:
                table = self._table(band, first, previous, body, panel)
                if table.rows:
                    found.append(replace(table, alone=len(panels) == 1))
            del rest
        return [replace(table, whole=len(found) == 1) for table in found]

    def _without_next_title(self, body: list[int], *, last: bool) -> tuple[list[int], list[int]]:
        """Leave the rows without figures above the next header to the next table: they are its title."""
        if last:
            return body, []
        filled = [row for row in body if any(figure(cell)[0] or _is_nil(cell) for cell in self.by_row[row])]
        end = filled[-1] if filled else (body[-1] if body else 0)
        return [row for row in body if row <= end], [row for row in body if row > end]

    def _bands(self) -> list[tuple[int, ...]]:
        header_rows = [row for row in self.rows if self._is_header(row)]
        bands: list[list[int]] = []
        for row in header_rows:
            near = bands and row - bands[-1][-1] <= 1 and len(bands[-1]) < _MOST_HEADER_ROWS
            if near:
                bands[-1].append(row)
            else:
                bands.append([row])
        return [tuple(band) for band in bands if self._heads_figures(band)]

    def _is_header(self, row: int) -> bool:
        cells = self.by_row[row]
        senses = {cell.ref.column: sense for cell in cells if (sense := sense_of(cell)) is not None}
        others = [cell for cell in cells if cell.ref.column not in senses]
        if not senses or any(isinstance(cell.value, Decimal) and not _is_code(cell) for cell in others):
            return False
        if any(figure(cell)[0] for cell in others if not isinstance(cell.value, Decimal)):
            return False
        bare = [cell for cell in cells if isinstance(cell.value, Decimal) and cell.ref.column in senses]
        if len(bare) == len(senses):
            years = {
                int(cell.value) for cell in bare if isinstance(cell.value, Decimal)
            }  # tables side by side repeat them
            spread = max(years) - min(years)
            named = any(self.is_line(cell.shown) for cell in others if isinstance(cell.value, str))
            if spread > len(years) + 1 or (named and spread != len(years) - 1):
                return False
            if named and len(years) == 1:
                return False
        return any(self._has_figures_below(column, row) for column in senses)

    def _has_figures_below(self, column: int, row: int) -> bool:
        cells = [cell for below in self.rows if below > row and (cell := self.sheet.at(below, column)) is not None]
        figures = [cell for cell in cells if figure(cell)[0] and sense_of_number(cell) is None]
        dashes = [cell for cell in cells if _is_nil(cell)]
        return bool(figures) and 2 * (len(figures) + len(dashes)) >= len(cells)

    def _heads_figures(self, band: list[int]) -> bool:
        columns = {cell.ref.column for row in band for cell in self.by_row[row] if sense_of(cell) is not None}
        return any(self._has_figures_below(column, band[-1]) for column in columns)

    def _panels(self, body: list[int], band: tuple[int, ...]) -> list[_Panel]:
        """Split the columns into stretches of words with the figures to the right of them."""
        kinds = {column: self._kind(column, body, band) for column in self._columns(body, band)}
        panels: list[_Panel] = []
        labels: list[int] = []
        numbers: int | None = None
        figures: list[int] = []
        notes: list[int] = []
        for column in sorted(kinds):
            kind = kinds[column]
            if kind == "words" and figures and any(k == "figures" for c, k in kinds.items() if c > column):
                panels.append(_Panel(tuple(labels), numbers, tuple(figures), tuple(notes)))
                labels, numbers, figures, notes = [], None, [], []
            if kind == "words" and not figures:
                labels.append(column)
            elif kind == "numbers" and not figures:
                if figures or numbers is not None:
                    notes.append(column)
                else:
                    numbers = column
            elif kind == "figures":
                figures.append(column)
            elif kind == "notes":
                notes.append(column)
        panels.append(_Panel(tuple(labels), numbers, tuple(figures), tuple(notes)))
        panels = [panel for panel in panels if panel.figures and panel.labels]
        return [self._renumbered(panel, body) for panel in panels]

    def _renumbered(self, panel: _Panel, body: list[int]) -> _Panel:
        """Take a column of numbers between words and figures for references to the notes."""
        if panel.numbers is None or panel.numbers < min(panel.labels):
            return panel
        dotted = sum("." in (number_text(self.sheet.at(row, panel.numbers)) or "") for row in body)
        if dotted >= _LEAST_LABELS:
            return panel
        return replace(panel, numbers=None, notes=(*panel.notes, panel.numbers))

    def _columns(self, body: list[int], band: tuple[int, ...]) -> set[int]:
        return {cell.ref.column for row in (*band, *body) for cell in self.by_row[row]}

    def _kind(self, column: int, body: list[int], band: tuple[int, ...]) -> str:
        cells = [cell for row in body if (cell := self.sheet.at(row, column)) is not None]
        sense = joined(sense for row in band if (c := self.sheet.at(row, column)) and (sense := sense_of(c)))
        if sense is not None and sense.kind == "note":
            return "notes"
        if not cells:
            return "empty"
        words = [cell for cell in cells if isinstance(cell.value, str) and _is_words(cell)]
        figures = [cell for cell in cells if figure(cell)[0] or _is_nil(cell)]
        headed = sense is not None and (sense.dated or sense.kind is not None or sense.statement is not None)
        if headed and figures and len(figures) >= len(words):
            return "figures"
        codes = [cell for cell in cells if _is_code(cell)]
        if len(words) >= max(_LEAST_LABELS, len(figures)) or (words and not figures and not codes):
            return "words"
        if codes and len(codes) == len([cell for cell in cells if cell not in words]) and not headed:
            return "notes" if _are_notes(codes) else "numbers"
        return "figures" if figures else "words"

    def _table(self, band: tuple[int, ...], first: int, last: int, body: list[int], panel: _Panel) -> Table:
        columns = tuple(self._figure_column(band, column, panel) for column in panel.figures)
        rows = tuple(row for index in body if (row := self._row(index, panel)) is not None)
        left = min((*panel.labels, *([panel.numbers] if panel.numbers else []), *panel.figures))
        right = max(panel.figures)
        return Table(
            self.sheet,
            band,
            first,
            last,
            panel.labels,
            panel.numbers,
            columns,
            rows,
            tuple(self._titles(first, band, left, right, panel)),
            notes=panel.notes,
        )

    def _figure_column(self, band: tuple[int, ...], column: int, panel: _Panel) -> FigureColumn:
        senses = [sense for row in band if (sense := self._sense_at(row, column, panel, band)) is not None]
        whole = joined(senses) if senses else None
        return FigureColumn(column, header_text(self.sheet, band, column), whole, clash=bool(senses) and whole is None)

    def _sense_at(self, row: int, column: int, panel: _Panel, band: tuple[int, ...]) -> Sense | None:
        cell = self.sheet.at(row, column)
        if cell is not None:
            return sense_of(cell)
        return self._merged(row, column, panel) if len(band) > 1 and row != band[-1] else None

    def _merged(self, row: int, column: int, panel: _Panel) -> Sense | None:
        """Return the sense of a merged header: a year or word above several columns stands in the first of them."""
        for left in range(column - 1, min(panel.figures) - 1, -1):
            cell = self.sheet.at(row, left)
            if cell is not None:
                sense = sense_of(cell)
                return None if sense is None or sense.aside else sense
        return None

    def _titles(self, first: int, band: tuple[int, ...], left: int, right: int, panel: _Panel) -> Iterator[str]:
        end = band[-1] if band else 0
        for row in self.rows:
            if first <= row <= end:
                for cell in self.by_row[row]:
                    if row in band and cell.ref.column in panel.figures:
                        continue
                    if (
                        cell.ref.column <= right
                        and (row not in band or cell.ref.column >= left)
                        and isinstance(cell.value, str)
                    ):
                        yield cell.shown

    def _row(self, index: int, panel: _Panel) -> Row | None:
        cells = (self.sheet.at(index, column) for column in panel.labels)
        texts = tuple(cell.shown for cell in cells if cell is not None)
        number = number_text(self.sheet.at(index, panel.numbers)) if panel.numbers else None
        values: dict[int, Decimal | None] = {}
        nil = False
        for column in panel.figures:
            is_figure, value = figure(self.sheet.at(index, column))
            if is_figure:
                values[column] = value
            nil = nil or _is_nil(self.sheet.at(index, column))
        if not texts and not number and not values and not nil:
            return None
        return Row(index, number or "", " ".join(texts), texts, values, nil)


def sense_of_number(cell: Cell | None) -> Sense | None:
    """Return the year that a number could be."""
    return sense_of(cell) if cell is not None and isinstance(cell.value, Decimal) else None


def _is_words(cell: Cell) -> bool:
    return _LETTERS.search(cell.shown) is not None and not _is_nil(cell)


def _is_code(cell: Cell) -> bool:
    """Tell whether a cell looks like a line number or a reference."""
    if isinstance(cell.value, Decimal):
        exponent = cell.value.as_tuple().exponent
        return 0 < cell.value < 100 and isinstance(exponent, int) and exponent >= -2  # noqa: PLR2004
    return isinstance(cell.value, str) and _NUMBER.fullmatch(cell.shown) is not None


def _are_notes(codes: Iterable[Cell]) -> bool:
    """Tell references to notes from line numbers: small whole numbers, none of them split by a full stop."""
    texts = [number_text(cell) or "" for cell in codes]
    whole = [text for text in texts if text.strip("().").isdigit() and int(text.strip("().")) <= _HIGHEST_NOTE]
    return len(whole) == len(texts) and max(Counter(texts).values()) <= len(texts)
