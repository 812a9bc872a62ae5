"""A template as plain data: which sheets, rows, columns, codes, formulas and values; nothing of Excel's storage.

Rows and columns are counted from 0 here, as they will stand in the sheet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final, NamedTuple

from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.facts import FactKey, FactValue, QName
from xbrl_pipeline.taxonomy.model import Concept
from xbrl_pipeline.template.codes import NOTHING, Aspects

CODE_ROW: Final = 0
TITLE_ROW: Final = 1
HINT_ROW: Final = 2
GROUP_ROW: Final = 3
HEAD_ROW: Final = 4
FIRST_ROW: Final = 5
CODE_COLUMN: Final = 0
NUMBER_COLUMN: Final = 1
LABEL_COLUMN: Final = 2
FIRST_COLUMN: Final = 3
KEY_FIRST_COLUMN: Final = 1  # of a table, whose rows have no labels of their own


class PlannedCell(NamedTuple):
    """A cell of the plan: number of the sheet, row, column."""

    sheet: int
    row: int
    column: int

    @property
    def address(self) -> str:
        """The address inside its sheet: ``D6``."""
        return f"{column_letters(self.column + 1)}{self.row + 1}"


class Summand(NamedTuple):
    """What a total adds: a fact and how often it counts."""

    key: FactKey
    weight: int


class SlotKind(StrEnum):
    """What a cell is for."""

    INPUT = "input"
    TOTAL = "total"  # a formula over its parts
    LINK = "link"  # repeats what stands elsewhere
    KEY = "key"  # a member of an axis
    CLOSED = "closed"  # the taxonomy does not have this combination


@dataclass(frozen=True, slots=True)
class Slot:
    """One cell; ``formula`` is Excel's own notation, in English, with its leading ``=``."""

    kind: SlotKind
    concept: Concept | None = None
    key: FactKey | None = None  # none in tables, whose rows have no members yet
    formula: str = ""
    value: FactValue | None = None  # what is filled in, or what a formula gives
    choices: tuple[str, ...] = ()
    axis: QName | None = None  # of a key
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of figures, or of keys."""

    aspects: Aspects
    code: str
    title: str
    group: str = ""
    parts: str = ""  # codes of what a total in it adds, in a table
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet. Headings have no code."""

    label: str
    code: str = ""
    aspects: Aspects = NOTHING
    depth: int = 0
    number: str = ""  # in the numbering of the model statements
    note: str = ""
    parts: str = ""  # codes of what a total in it adds
    total: bool = False
    hidden: bool = False
    mandatory: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """A row that must show nothing but zeros: one formula per column, with what it gives now."""

    label: str
    error: bool
    formulas: Mapping[int, str]
    shown: Mapping[int, Decimal]  # by column; nothing where a side is empty
    guards: tuple[tuple[int, int], ...] = ()  # cells (row, column) that it is about, to be coloured with it


@dataclass(frozen=True)
class SheetPlan:
    """A sheet; ``table`` ones have a row per member and room for more."""

    code: str
    title: str  # of the tab
    heading: str
    columns: Mapping[int, SheetColumn]
    rows: Mapping[int, SheetRow]
    slots: Mapping[tuple[int, int], Slot]
    checks: tuple[Check, ...] = ()
    table: bool = False
    hidden: bool = False
    first: bool = False  # something on it is mandatory, or expected of every board
    roles: tuple[str, ...] = ()

    @property
    def check_row(self) -> int:
        """The first row of the checks: below the last row, with room."""
        return max(self.rows, default=FIRST_ROW) + 3

    @property
    def mandatory(self) -> tuple[str, ...]:
        """The addresses of the cells that must be filled in."""
        return tuple(PlannedCell(0, *at).address for at, slot in self.slots.items() if slot.mandatory)

    @property
    def note_column(self) -> int:
        """The column with guidance, right of all figures."""
        return max(self.columns, default=FIRST_COLUMN) + 1


@dataclass(frozen=True)
class Template:
    """A whole workbook. The first sheet is where the user starts."""

    taxonomy: str
    report: str
    entry_point: str
    sha256: str  # of the package
    lang: str
    year: BookYear
    title: str
    sheets: tuple[SheetPlan, ...]
    remarks: tuple[str, ...] = ()  # in words, about what was filled in beforehand
    scheme: str = ""  # of the identifier, where it is known

    def slots(self) -> Iterator[tuple[PlannedCell, Slot]]:
        """Give every cell with its place."""
        for number, sheet in enumerate(self.sheets):
            for (row, column), slot in sheet.slots.items():
                yield PlannedCell(number, row, column), slot


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user asks for, and what the profile adds."""

    year: BookYear
    consolidated: bool = False
    sector: str = ""
    currency: str = "EUR"
    title: str = ""  # of the report, in words
