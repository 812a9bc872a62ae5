"""What the readers of each format give, and what travels from the child that reads: plain texts and numbers only."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from xbrl_pipeline.model.cells import column_letters
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.workbook.cells import CellError
from xbrl_pipeline.workbook.stored import StoredNumber, error_named, is_plain, number, visible

MAX_ROW: Final = 100_000
MAX_COLUMN: Final = 1_000
MAX_CELLS: Final = 2_000_000

_ISO: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})([T ][0-9:.]+Z?)?", re.ASCII)

NUMBER: Final = "n"
DAY: Final = "d"
TEXT: Final = "s"
TRUTH: Final = "b"
ERROR: Final = "e"


class RefusalError(Exception):
    """A file that is not read on: the code of a sentence, and what fills its gaps besides the path."""

    def __init__(self, code: str, **params: str | int) -> None:
        super().__init__(code, params)
        self.code = code
        self.params = params

    def about(self, path: str) -> PipelineError:
        """Return the problem as the user gets to see it."""
        gaps: dict[str, Any] = {**self.params, "path": path}
        return PipelineError(self.code, **gaps)


class Formula(NamedTuple):
    """A formula as A1 text, and the cell it was written for where that is another one (shared formulas)."""

    text: str
    row: int = 0
    column: int = 0


Content = tuple[str, str, str]
"""Kind, value and extra of a cell: the value is plain decimal text, an ISO day, a text, ``1``/``0``, or a CellError;
extra is the stored text of a number that was cleaned, or what an error shows."""

RawCell = tuple[int, int, str, str, str, Formula | None]
"""A cell that is not empty: row, column, content, formula. A bare tuple, for there are hundreds of thousands."""


@dataclass
class RawSheet:
    """A sheet whose cells are still to be read; the other fields are complete when ``rows`` is used up."""

    name: str
    hidden: bool = False
    rows: Iterator[list[RawCell]] = field(default_factory=lambda: iter(()))
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)


def number_content(text: str) -> Content:
    """Read a stored number; one that cannot be used becomes an error that shows what is there."""
    if is_plain(text):
        return NUMBER, text, ""
    found = number(text)
    if isinstance(found, StoredNumber):
        return NUMBER, found.text, found.noise
    return ERROR, found.value, text[:100]


def text_content(text: str) -> Content | None:
    """Read a stored text; none where nothing can be seen of it."""
    seen = visible(text)
    if not seen:
        return None
    error = error_named(seen) if seen.startswith("#") else None
    return (TEXT, text, "") if error is None else (ERROR, error.value, seen)


def day_content(text: str) -> Content | None:
    """Read a day in ISO 8601, with or without a time of day; a day with a time is words, never a day."""
    match = _ISO.fullmatch(text.strip())
    if match is None:
        return text_content(text)
    try:
        date.fromisoformat(match[1])
    except ValueError:
        return error_content(CellError.NO_DAY, text)
    clock = (match[2] or "").strip("T Z")
    return (DAY, match[1], "") if not clock.strip("0:.") else (TEXT, f"{match[1]} {clock}", "")


def error_content(error: CellError, shown: str = "") -> Content:
    """Return the contents of a cell without a usable value."""
    return ERROR, error.value, shown[:100]


def check_place(sheet: str, row: int, column: int) -> None:
    """Refuse a value far outside any accounts."""
    if row > MAX_ROW or column > MAX_COLUMN:
        cell = f"{sheet}!{column_letters(column)}{row}"
        raise RefusalError("workbook.far_cell", cell=cell, rows=MAX_ROW, columns=MAX_COLUMN)
