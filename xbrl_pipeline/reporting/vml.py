"""The drawing that places the notes of a sheet (VML, ECMA-376 part 4): Excel shows no note without its shape."""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Final

from lxml import etree

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.reporting.grid import Grid

_V: Final = "{urn:schemas-microsoft-com:vml}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_TYPE: Final = "_x0000_t202"  # the shape of a text box
_WIDE: Final = 380  # pixels of a note
_ACROSS: Final = 52  # characters of a note's letter that fit on that for certain
_LINE: Final = 17  # pixels
_HIGHEST: Final = 640  # pixels; more than that does not fit on a screen
_FAR: Final = 200  # rows or columns that a note may cover; those that are hidden take no room


def add_shapes(drawing: etree._Element, notes: Mapping[CellRef, str], grid: Grid) -> None:
    """Add a hidden shape for the note of each cell, as large as its text needs."""
    if not any(each.get("id") == _TYPE for each in drawing.iter(f"{_V}shapetype")):
        drawing.append(_shape_type(drawing))
    taken = {each.get("id", "") for each in drawing.iter(f"{_V}shape")}
    number = 0
    for cell, text in notes.items():
        number += 1
        while f"xp_note_{number}" in taken:
            number += 1
        drawing.append(_shape(drawing, cell, f"xp_note_{number}", _anchor(cell, text, grid), _high(text)))


def _shape_type(drawing: etree._Element) -> etree._Element:
    size = {"id": _TYPE, "coordsize": "21600,21600", f"{_O}spt": "202", "path": "m,l,21600r21600,l21600,xe"}
    kind = drawing.makeelement(f"{_V}shapetype", size)
    etree.SubElement(kind, f"{_V}stroke", {"joinstyle": "miter"})
    etree.SubElement(kind, f"{_V}path", {"gradientshapeok": "t", f"{_O}connecttype": "rect"})
    return kind


def _high(text: str) -> int:
    """Return how many pixels high a note has to be."""
    lines = sum(max(1, ceil(len(line) / _ACROSS)) for line in text.split("\n"))
    return min(_HIGHEST, (lines + 1) * _LINE)


def _anchor(cell: CellRef, text: str, grid: Grid) -> tuple[int, ...]:
    """Return where a note begins and ends: column, pixels in it, row, pixels in it, twice."""
    left, top = cell.column, max(0, cell.row - 2)
    right, across = _walk(left, 15 + _WIDE, grid.width)
    bottom, down = _walk(top, 2 + _high(text), grid.height)
    return (left, 15, top, 2, right, across, bottom, down)


def _walk(start: int, pixels: int, size: Callable[[int], int]) -> tuple[int, int]:
    """Go so many pixels from the begin of a row or column, counted from 0; return where that is, and how far in it."""
    place = start
    while pixels > size(place) and place < start + _FAR:
        pixels -= size(place)
        place += 1
    return place, min(pixels, size(place))


def _shape(drawing: etree._Element, cell: CellRef, name: str, anchor: tuple[int, ...], high: int) -> etree._Element:
    size = f"width:{_WIDE * 3 // 4}pt;height:{high * 3 // 4}pt"
    look = f"position:absolute;margin-left:60pt;margin-top:2pt;{size};z-index:1;visibility:hidden"
    attributes = {"id": name, "type": f"#{_TYPE}", "style": look, "fillcolor": "#ffffe1", f"{_O}insetmode": "auto"}
    shape = drawing.makeelement(f"{_V}shape", attributes)
    etree.SubElement(shape, f"{_V}fill", {"color2": "#ffffe1"})
    etree.SubElement(shape, f"{_V}path", {f"{_O}connecttype": "none"})
    box = etree.SubElement(shape, f"{_V}textbox", {"style": "mso-direction-alt:auto"})
    etree.SubElement(box, "div", {"style": "text-align:left"})
    data = etree.SubElement(shape, f"{_X}ClientData", {"ObjectType": "Note"})
    etree.SubElement(data, f"{_X}MoveWithCells")
    etree.SubElement(data, f"{_X}SizeWithCells")
    etree.SubElement(data, f"{_X}Anchor").text = ", ".join(map(str, anchor))
    etree.SubElement(data, f"{_X}AutoFill").text = "False"
    etree.SubElement(data, f"{_X}Row").text = str(cell.row - 1)
    etree.SubElement(data, f"{_X}Column").text = str(cell.column - 1)
    return shape
