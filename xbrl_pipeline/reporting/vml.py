"""The drawing that places the notes of a sheet (VML, ECMA-376 part 4): Excel shows no note without its shape."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from xbrl_pipeline.model.cells import CellRef

_V: Final = "{urn:schemas-microsoft-com:vml}"
_O: Final = "{urn:schemas-microsoft-com:office:office}"
_X: Final = "{urn:schemas-microsoft-com:office:excel}"
_TYPE: Final = "_x0000_t202"  # the shape of a text box
_WIDE, _HIGH = 4, 9  # columns and rows that a note covers


def add_shapes(drawing: etree._Element, cells: Iterable[CellRef]) -> None:
    """Add a hidden note shape for each cell."""
    if not any(each.get("id") == _TYPE for each in drawing.iter(f"{_V}shapetype")):
        drawing.append(_shape_type(drawing))
    taken = {each.get("id", "") for each in drawing.iter(f"{_V}shape")}
    number = 0
    for cell in cells:
        number += 1
        while f"xp_note_{number}" in taken:
            number += 1
        drawing.append(_shape(drawing, cell, f"xp_note_{number}"))


def _shape_type(drawing: etree._Element) -> etree._Element:
    size = {"id": _TYPE, "coordsize": "21600,21600", f"{_O}spt": "202", "path": "m,l,21600r21600,l21600,xe"}
    kind = drawing.makeelement(f"{_V}shapetype", size)
    etree.SubElement(kind, f"{_V}stroke", {"joinstyle": "miter"})
    etree.SubElement(kind, f"{_V}path", {"gradientshapeok": "t", f"{_O}connecttype": "rect"})
    return kind


def _shape(drawing: etree._Element, cell: CellRef, name: str) -> etree._Element:
    look = "position:absolute;margin-left:60pt;margin-top:2pt;width:260pt;height:130pt;z-index:1;visibility:hidden"
    attributes = {"id": name, "type": f"#{_TYPE}", "style": look, "fillcolor": "#ffffe1", f"{_O}insetmode": "auto"}
    shape = drawing.makeelement(f"{_V}shape", attributes)
    etree.SubElement(shape, f"{_V}fill", {"color2": "#ffffe1"})
    etree.SubElement(shape, f"{_V}path", {f"{_O}connecttype": "none"})
    box = etree.SubElement(shape, f"{_V}textbox", {"style": "mso-direction-alt:auto"})
    etree.SubElement(box, "div", {"style": "text-align:left"})
    data = etree.SubElement(shape, f"{_X}ClientData", {"ObjectType": "Note"})
    etree.SubElement(data, f"{_X}MoveWithCells")
    etree.SubElement(data, f"{_X}SizeWithCells")
    left, top = cell.column, max(0, cell.row - 2)
    anchor = (left, 15, top, 2, left + _WIDE, 15, top + _HIGH, 4)
    etree.SubElement(data, f"{_X}Anchor").text = ", ".join(map(str, anchor))
    etree.SubElement(data, f"{_X}AutoFill").text = "False"
    etree.SubElement(data, f"{_X}Row").text = str(cell.row - 1)
    etree.SubElement(data, f"{_X}Column").text = str(cell.column - 1)
    return shape
