"""The amounts of a committed sample by what they mean, read with nothing but its mapping file and openpyxl."""

from collections.abc import Iterator
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.mapping.sheets import Line, Sheet

Facts = dict[tuple[str, str, str], int]
"""By statement, concept (``@start`` for an opening balance) and column."""


def amounts(workbook: Path) -> Facts:
    """Return every amount of the statements, in the sign of its concept."""
    values = load_workbook(workbook, data_only=True)
    mapping = load_mapping(workbook.with_suffix(".mapping.yaml"))
    facts: Facts = {}
    for sheet in mapping.sheets:
        if sheet.statement != "none":
            facts |= dict(_sheet_amounts(sheet, values[sheet.sheet]))
    return facts


def row_of(sheet: Sheet, line: Line, cells: Worksheet) -> int:
    """Return the one row below the header that a line of the mapping names."""
    assert sheet.header_rows
    rows = range(sheet.header_rows[-1] + 1, cells.max_row + 1)
    found = [row for row in rows if _is_row(sheet, line, cells, row)]
    assert len(found) == 1, (sheet.sheet, line, found)
    return found[0]


def _is_row(sheet: Sheet, line: Line, cells: Worksheet, row: int) -> bool:
    number = cells[f"{sheet.line_column}{row}"].value if sheet.line_column else None
    return number == line.line and cells[f"{sheet.label_columns[0]}{row}"].value == line.label


def _sheet_amounts(sheet: Sheet, cells: Worksheet) -> Iterator[tuple[tuple[str, str, str], int]]:
    for line in sheet.lines:
        row = row_of(sheet, line, cells)
        name = f"{line.concept}@start" if line.at == "start" else line.concept
        for column in sheet.columns:
            value = cells[f"{column.column}{row}"].value
            if name and column.means != "note" and isinstance(value, int):
                yield (sheet.statement, name, column.means), -value if line.sign == "reversed" else value
