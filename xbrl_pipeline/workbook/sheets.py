"""openpyxl, and all that this program knows of its insides: the cells of a sheet as they are stored, in one pass.

Its public reading gives either values or formulas, fills every gap with empty cells, keeps the last of two cells at one
place, and cannot tell a formula that gave an empty text from one that was never calculated. Its parser can.
"""

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.workbook import Workbook as Book
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

StoredValue = int | float | str | bool | datetime | date | time | timedelta | None
_MAX_HIDDEN: Final = 16_384
_CELL_FAULTS: Final = (ValueError, IndexError, OverflowError, TypeError)


@dataclass(slots=True)
class Hidden:
    """Rows and columns that Excel does not show."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Stored:
    """A cell as stored: ``kind`` is openpyxl's data type (n, s, b, d, e), ``!`` for one that cannot be read."""

    row: int
    column: int
    value: StoredValue
    kind: str
    formula: bool


class _Parser(WorkSheetParser):
    def parse_cell(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - as in openpyxl
        try:
            cell: dict[str, Any] = super().parse_cell(element)
        except _CELL_FAULTS:
            cell = self._damaged(element)
        cell["formula"] = element.find(FORMULA_TAG) is not None
        if cell["formula"] and element.get("t") == "str" and cell["value"] is None:
            cell["value"] = ""
        return cell

    def _damaged(self, element: Any) -> dict[str, Any]:  # noqa: ANN401 - as in openpyxl
        row, column = coordinate_to_tuple(element.get("r") or "")
        self.col_counter = column
        return {"row": row, "column": column, "value": "", "data_type": "!"}


class _Reader(ExcelReader):
    """Only what cells need: no properties, themes, names or charts, so that nothing wrong in those can hurt."""

    def read_chartsheet(self, sheet: object, rel: object) -> None:
        """Skip a chart: it holds no cells."""

    def read_cells(self) -> Book:
        self.read_manifest()
        self.read_strings()
        self.read_workbook()
        apply_stylesheet(self.archive, self.wb)
        self._check_sheets()
        self.read_worksheets()
        return self.wb

    def _check_sheets(self) -> None:
        """Refuse what openpyxl would pass over in silence: a sheet whose part is not in the file."""
        for sheet, rel in self.parser.find_sheets():
            if rel.target not in self.valid_files:
                raise KeyError(sheet.name)


def open_book(data: bytes) -> Book:
    """Open a workbook from its bytes, for its sheets and values only."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about what openpyxl would lose on saving
        return _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False).read_cells()


def sheets_of(book: Book) -> list[ReadOnlyWorksheet]:
    """Return the sheets that can hold cells; charts cannot."""
    return [sheet for sheet in book._sheets if isinstance(sheet, ReadOnlyWorksheet)]  # type: ignore[attr-defined] # noqa: SLF001


def stored_cells(book: Book, sheet: Any, hidden: Hidden) -> Iterator[Stored]:  # noqa: ANN401 - a ReadOnlyWorksheet
    """Stream the cells of a sheet that hold a value or a formula, in stored order; ``hidden`` is filled on the way."""
    with warnings.catch_warnings(), sheet._get_source() as source:  # noqa: SLF001
        warnings.simplefilter("ignore")  # dates out of range: they come as errors
        parser = _Parser(
            source,
            sheet._shared_strings,  # noqa: SLF001
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,  # type: ignore[attr-defined] # noqa: SLF001
            timedelta_formats=book._timedelta_formats,  # type: ignore[attr-defined] # noqa: SLF001
        )
        for _, row in parser.parse():
            for cell in row:
                if cell["value"] is not None or cell["formula"]:
                    yield Stored(cell["row"], cell["column"], cell["value"], cell["data_type"], cell["formula"])
        _note_hidden(parser, hidden)


def _note_hidden(parser: Any, hidden: Hidden) -> None:  # noqa: ANN401 - openpyxl's parser
    for name, dimension in parser.row_dimensions.items():
        if _is_true(dimension.get("hidden")):
            hidden.rows.add(int(name))
    for dimension in parser.column_dimensions.values():
        if _is_true(dimension.get("hidden")):
            first, last = int(dimension.get("min", 0)), int(dimension.get("max", 0))
            hidden.columns.update(range(first, min(last, _MAX_HIDDEN) + 1))


def _is_true(value: object) -> bool:
    return str(value) in ("1", "true", "True")
