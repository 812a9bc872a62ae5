"""Amounts that are texts, of a sheet of which its own numbers show what a point means.

``1.234`` could be a thousand or a bit more than one. Where a sheet is written in texts and one of them is
``1.234.567``, a point parts thousands on all of it; a sheet with a few such texts among numbers shows nothing.
"""

from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.recognise.heads import is_year
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.notation import Number, Unread, parts_thousands, read_number

_MOST: Final = Decimal("0.5")  # of all figures of a sheet


def read_thousands(sheet: SheetCells) -> SheetCells | None:
    """Return the sheet with each such text as the number that it is; None where nothing shows what it is."""
    texts = {cell.ref: cell.shown for cell in sheet.cells if isinstance(cell.value, str)}
    unclear = {ref for ref, text in texts.items() if read_number(text) is Unread.AMBIGUOUS}
    if not unclear:
        return None
    written = [text for ref, text in texts.items() if ref in unclear or isinstance(read_number(text), Number)]
    typed = sum(isinstance(cell.value, Decimal) and not is_year(cell) for cell in sheet.cells)
    if len(written) <= _MOST * (len(written) + typed) or parts_thousands(texts.values()) is not True:
        return None
    return replace(sheet, cells=tuple(_settled(cell) if cell.ref in unclear else cell for cell in sheet.cells))


def _settled(cell: Cell) -> Cell:
    read = read_number(cell.shown, decimals="comma-only")
    return replace(cell, value=read.value) if isinstance(read, Number) and not read.percent else cell
