"""A table as it stands on a sheet: its rows with what they say, its columns with what stands above them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Final

from xbrl_pipeline.mapping.locate import number_text
from xbrl_pipeline.mapping.scale import stated_scale
from xbrl_pipeline.mapping.stacking import Stack
from xbrl_pipeline.recognise.heads import Head
from xbrl_pipeline.workbook.cells import Cell, CellError, SheetCells
from xbrl_pipeline.workbook.notation import Number, Unread, read_number

_CODE: Final = re.compile(
    r"[A-Za-z]{0,3}[._-]?[0-9]{1,6}(?:[._-][0-9]{1,4}){0,4}[a-z]?\.?|[A-Z]{1,2}\.?[0-9]*|[IVX]{1,4}\.?|\([0-9]{1,2}\)|[a-z]\)"
)
_LEADING: Final = re.compile(r"^\s*([0-9](?:\.[0-9]{1,2}){0,4})\.?\s+(?!jan|dec|[0-9])(?=\S)", re.IGNORECASE)
_HIGHEST_NOTE: Final = 99
_APART: Final = re.compile(
    r"\s*(?:w\.?v\b|waarvan|waaronder|hiervan|of which|af\b|bij\b|[a-z]\)|[a-z]\.\s)", re.IGNORECASE
)
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_LONGEST_UNIT: Final = 12
_CURRENCY: Final = re.compile(r"\W*(?:€|EUR|euro)\W*", re.IGNORECASE)
_NOTE_NUMBER: Final = re.compile(r"\(?[0-9]{1,2}[a-z]?\)?")


@dataclass(frozen=True)
class Row:
    """A row of a table. ``values`` holds its figures by column; None for a figure that cannot be read.

    ``place`` is its place among the rows of the table: where inner and outer column stand side by side one row of the
    sheet is two rows here, the second with the figures of the outer column (``outer``).
    """

    index: int
    code: str
    label: str  # all words, as a mapping names them
    texts: tuple[str, ...]  # the words of each column
    values: dict[int, Decimal | None]
    nil: bool = False  # a dash stands where an amount could
    hidden: bool = False
    outer: bool = False
    place: int = 0
    within: str = ""  # words of columns in front that say the same of many rows: what would else be a heading
    begun: str = ""  # the words in the row above of which this row's words are the rest
    goes_on: bool = False  # its words go on in the row below
    scale: int | None = None  # the unit that a column beside its words says; its figures are in euros then
    meant: str = ""  # what a list in the workbook says its words mean, where they are a code

    @cached_property
    def bare(self) -> str:
        """The words, or what they mean, without a number in front of them."""
        label = self.meant or self._own
        return _LEADING.sub("", f"{self.begun} {label}" if self.begun else label)

    @cached_property
    def number(self) -> str:
        """The line number, from its own column or from in front of the words."""
        found = _LEADING.match(self._own)
        return self.code.rstrip(".") or (found[1] if found else "")

    @property
    def _own(self) -> str:
        return self.label.removeprefix(self.within).strip()

    @property
    def heading(self) -> bool:
        """Whether the row has words and nothing in the columns for figures."""
        return bool(self.label) and not self.values and not self.nil and not self.goes_on


@dataclass(frozen=True)
class FigureColumn:
    """A column with figures and what the cells above it say; no head where they say nothing or contradict."""

    number: int
    header: str
    head: Head | None
    clash: bool = False
    hidden: bool = False
    inner: int | None = None  # the inner column of which this one holds the totals


@dataclass(frozen=True)
class Stacked:
    """How a table stands on its sheet whose periods stand below one another; its rows and columns are of the fold."""

    stack: Stack
    texts: Mapping[str, int]  # the column of each period, by its text as it stands on the sheet
    amount_header: str
    rows: tuple[int, int]  # the first and last row of the sheet


@dataclass(frozen=True)
class PeriodTitle:
    """The title that says of what period the amounts of a table are, empty where none does, and its first words."""

    text: str
    start: str


@dataclass(frozen=True)
class Table:
    """A head with the rows below it, for one stretch of columns of a sheet."""

    sheet: SheetCells
    head_rows: tuple[int, ...]
    first_row: int
    last_row: int
    labels: tuple[int, ...]
    codes: int | None
    columns: tuple[FigureColumn, ...]
    rows: tuple[Row, ...]
    titles: tuple[str, ...] = ()  # above the head and beside it, from top to bottom
    notes: tuple[int, ...] = ()  # columns of references, levels and marks, without figures to report
    minuses: Mapping[int, int] = field(default_factory=dict)  # columns of minus signs, by the column of the amounts
    units: int | None = None  # the column that says the unit of each row
    alone: bool = True  # no other table stands beside it
    whole: bool = True  # it is the only table of its sheet
    stacked: Stacked | None = None
    said: PeriodTitle | None = None  # where no head says the period
    facing: str = ""  # the question which way it stands, where that is open

    @cached_property
    def left(self) -> int:
        """The first column."""
        codes = () if self.codes is None else (self.codes,)
        return min(*self.labels, *codes, *(each.number for each in self.columns))

    @cached_property
    def right(self) -> int:
        """The last column."""
        return max(each.number for each in self.columns)

    @cached_property
    def body(self) -> tuple[int, int]:
        """The first and last row of the sheet below the head."""
        return self.rows[0].index, self.rows[-1].index

    @property
    def turned(self) -> bool:
        """Whether its rows are columns of the sheet."""
        return self.sheet.turned

    @cached_property
    def rows_shown(self) -> tuple[int, int]:
        """The first and last row of the sheet itself that hold its words and figures, heads and titles left out."""
        if self.stacked is not None:
            return self.stacked.rows
        if not self.turned:
            return self.body
        numbers = [*self.labels, *(() if self.codes is None else (self.codes,)), *(c.number for c in self.columns)]
        return min(numbers), max(numbers)

    @cached_property
    def columns_shown(self) -> tuple[int, int]:
        """The first and last column of the sheet itself."""
        if self.stacked is not None:
            stack = self.stacked.stack
            columns = (*self.labels, *self.notes, *stack.periods, *((self.codes,) if self.codes else ()), stack.amounts)
            return min(columns), max(columns)
        if not self.turned:
            return self.left, self.right
        return min(self.body[0], *self.head_rows), self.body[1]


def join_wrapped(rows: Sequence[Row]) -> Iterator[Row]:
    """Give the rows, words that go on in a row below put together: "Afschrijvingen op" and then "vaste activa".

    What begins with a small letter goes on, where the words of nearly all rows begin with a capital.
    """
    labels = [row.bare.strip() for row in rows if row.values and row.label]
    small = [label for label in labels if label[:1].islower()]
    wraps = {
        below.place: above
        for above, below in pairwise(rows)
        if above.heading
        and not above.label.isupper()
        and not above.label.rstrip().endswith(":")
        and below.values
        and not below.code
        and len(above.texts) == len(below.texts) == 1
        and below.index == above.index + 1
        and below.label.strip()[:1].islower()
        and not _APART.match(below.label)
    }
    begun = {row.place for row in wraps.values()}
    for row in rows:
        if len(small) > max(2, len(labels) // 5):
            yield row
        elif row.place in wraps:
            yield replace(row, begun=wraps[row.place].label)
        else:
            yield replace(row, goes_on=row.place in begun)


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


def is_nil(cell: Cell | None) -> bool:
    """Tell whether a cell says that there is no amount."""
    return cell is not None and isinstance(cell.value, str) and read_number(cell.shown) is Unread.NIL


def unit_of(cell: Cell | None) -> int | None:
    """Return the unit that a cell states, where it holds nothing else: 1 for a currency alone."""
    if cell is None or not isinstance(cell.value, str):
        return None
    return 1 if is_currency(cell) else stated_scale(cell.shown) if len(cell.shown) <= _LONGEST_UNIT else None


def is_currency(cell: Cell) -> bool:
    """Tell whether a cell says in which currency amounts are, and nothing else."""
    return isinstance(cell.value, str) and _CURRENCY.fullmatch(cell.shown) is not None


def is_words(cell: Cell) -> bool:
    """Tell whether a cell holds words."""
    return _LETTERS.search(cell.shown) is not None and _CODE.fullmatch(cell.shown.strip()) is None and not is_nil(cell)


def is_code(cell: Cell) -> bool:
    """Tell whether a cell looks like a line number, a code or a reference."""
    if isinstance(cell.value, Decimal):
        exponent = cell.value.as_tuple().exponent
        return 0 < cell.value < 1_000_000 and isinstance(exponent, int) and exponent >= -2  # noqa: PLR2004
    return isinstance(cell.value, str) and _CODE.fullmatch(cell.shown.strip()) is not None


def is_note(cell: Cell) -> bool:
    """Tell whether a cell looks like a reference to a note: a small whole number, in brackets or not."""
    text = (number_text(cell) or "").strip()
    return _NOTE_NUMBER.fullmatch(text) is not None and int(re.sub(r"\D", "", text)) <= _HIGHEST_NOTE
