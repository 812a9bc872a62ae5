"""How wide the columns and how high the rows of a sheet are on a screen (ECMA-376, 18.3.1.13, 18.3.1.73, 18.3.1.81)."""

from dataclasses import dataclass
from typing import Final

from lxml import etree

from xbrl_pipeline.reporting.ooxml import MAIN, element

_DIGIT: Final = 7  # pixels of a digit in the letter that workbooks have by default
_PADDING: Final = 5  # pixels
_COLUMN: Final = 64  # pixels
_ROW: Final = 20
_PIXELS: Final = 4 / 3  # of a point
_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class Grid:
    """Sizes in pixels; rows and columns are counted from 0, and one that is hidden has no size."""

    columns: tuple[tuple[int, int, int], ...]  # first, last, width
    rows: dict[int, int]
    column: int  # as far as nothing else is said
    row: int

    @classmethod
    def read(cls, sheet: etree._Element) -> "Grid":
        """Read the sizes from the part of a sheet; ValueError where one is no number."""
        usual = sheet.find(f"{MAIN}sheetFormatPr")
        usual = element(f"{MAIN}sheetFormatPr") if usual is None else usual
        wide, high = usual.get("defaultColWidth"), usual.get("defaultRowHeight")
        return cls(
            columns=tuple(map(_column, sheet.iterfind(f"{MAIN}cols/{MAIN}col"))),
            rows=dict(_rows(sheet)),
            column=_across(wide) if wide else _COLUMN,
            row=0 if usual.get("zeroHeight") in _TRUE else _down(high) if high else _ROW,
        )

    def width(self, column: int) -> int:
        """Return how wide a column is."""
        return next((width for first, last, width in self.columns if first <= column <= last), self.column)

    def height(self, row: int) -> int:
        """Return how high a row is."""
        return self.rows.get(row, self.row)


def _column(each: etree._Element) -> tuple[int, int, int]:
    width = each.get("width")
    hidden = each.get("hidden") in _TRUE
    size = 0 if hidden else _across(width) if width else _COLUMN
    return int(each.get("min", "0")) - 1, int(each.get("max", "0")) - 1, size


def _rows(sheet: etree._Element) -> list[tuple[int, int]]:
    found = []
    for each in sheet.iterfind(f"{MAIN}sheetData/{MAIN}row"):
        high = each.get("ht")
        if each.get("hidden") in _TRUE or high:
            found.append((int(each.get("r", "0")) - 1, 0 if each.get("hidden") in _TRUE else _down(high or "")))
    return found


def _across(width: str) -> int:
    return round(float(width) * _DIGIT) + _PADDING


def _down(height: str) -> int:
    return round(float(height) * _PIXELS)
