"""Workbook descriptions to Excel files; the same description always gives the same bytes."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from samples.builder.layout import DASH
from samples.builder.sheets import BoardWorkbook, Cell, Overrides, SheetContent, with_overrides
from xbrl_pipeline.model.cells import column_letters

_CREATED = datetime(2026, 6, 30, 12, 0, 0, tzinfo=UTC).replace(tzinfo=None)
_AMOUNT = "#,##0;-#,##0"
_DATE = "d-m-yyyy"
_GRID = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_LINE: dict[str, dict[str, object]] = {
    "heading": {"bold": True, "font_color": "#1F3864"},
    "main": {},
    "detail": {"font_color": "#404040"},
    "total": {"bold": True, "top": 1},
    "grand": {"bold": True, "top": 1, "bottom": 6},
    "check": {"italic": True, "font_color": "#7F7F7F"},
}
_STYLES: dict[str, dict[str, object]] = {
    "title": {"bold": True, "font_size": 14},
    "subtitle": {"bold": True, "font_size": 11, "font_color": "#1F3864"},
    "remark": {"italic": True},
    "header": {"bold": True, "bg_color": "#D9E2F3", "bottom": 1},
    "header_right": {"bold": True, "bg_color": "#D9E2F3", "bottom": 1, "align": "right"},
    "header_date": {"bold": True, "bg_color": "#D9E2F3", "bottom": 1, "align": "right", "num_format": _DATE},
    "note": {"align": "center", "font_color": "#7F7F7F"},
    "value": {"align": "left", "text_wrap": True},
    "value_date": {"align": "left", "num_format": _DATE},
    "prose": {"text_wrap": True},
    **{f"label_{name}": look for name, look in _LINE.items()},
    **{f"number_{name}": look | {"align": "left"} for name, look in _LINE.items()},
    **{f"amount_{name}": look | {"num_format": _AMOUNT, "align": "right"} for name, look in _LINE.items()},
    "label_detail": _LINE["detail"] | {"indent": 1},
}


def write_workbook(workbook: BoardWorkbook, path: Path, overrides: Overrides | None = None) -> None:
    """Write the workbook. ``overrides`` type other values into cells; formulas keep their stale results.

    None as a value empties the cell. A cell that the workbook does not have is a KeyError.
    """
    workbook = with_overrides(workbook, overrides or {})
    with xlsxwriter.Workbook(str(path)) as file:
        file.set_properties({"title": workbook.board.facts["titel"], "author": "Voorbeeld", "created": _CREATED})
        formats = {name: file.add_format(_GRID | look) for name, look in _STYLES.items()}
        for sheet in workbook.sheets:
            _write_sheet(file, sheet, formats)


def _write_sheet(file: Workbook, sheet: SheetContent, formats: Mapping[str, Format]) -> None:
    target = file.add_worksheet(sheet.name)
    grid = {(cell.row, cell.column): cell for cell in sheet.cells}
    for cell in sheet.cells:
        _write_cell(target, cell, grid, formats[cell.style])
    for column, width in sheet.widths:
        target.set_column(column - 1, column - 1, width)
    _set_up_page(target, sheet)


def _set_up_page(target: Worksheet, sheet: SheetContent) -> None:
    if sheet.header_row:
        target.freeze_panes(sheet.header_row, sheet.label_column)
        target.repeat_rows(sheet.header_row - 1)
    target.set_paper(9)  # A4
    target.fit_to_pages(1, 0)
    target.set_footer("&L&A&RBlad &P van &N")
    target.hide_gridlines(2)


def _write_cell(target: Worksheet, cell: Cell, grid: Mapping[tuple[int, int], Cell], look: Format) -> None:
    place = cell.row - 1, cell.column - 1
    if cell.parts:
        target.write_formula(*place, formula(cell, grid), look, cell.value)
    elif cell.value is None:
        target.write_blank(*place, None, look)
    elif isinstance(cell.value, date):
        target.write_datetime(*place, cell.value, look)
    elif isinstance(cell.value, int):
        target.write_number(*place, cell.value, look)
    else:
        target.write_string(*place, cell.value, look)


def formula(cell: Cell, grid: Mapping[tuple[int, int], Cell]) -> str:
    """Return the formula of a cell as a person would type it; SUM where a cell may hold a dash."""
    letters = column_letters(cell.column)
    added = [f"{letters}{row}" for weight, row in cell.parts if weight > 0]
    taken = "".join(f"-{letters}{row}" for weight, row in cell.parts if weight < 0)
    rows = [row for weight, row in cell.parts if weight > 0]
    if len(rows) > 1 and rows == list(range(rows[0], rows[-1] + 1)):
        return f"=SUM({added[0]}:{added[-1]}){taken}"
    if any(grid[row, cell.column].value == DASH for row in rows):
        return f"=SUM({','.join(added)}){taken}"
    return f"={'+'.join(added)}{taken}"
