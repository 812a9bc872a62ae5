"""Just enough of Excel to work out the formulas of the samples."""

import re
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

TERM = re.compile(r"([+-]?)(SUM\(([^)]*)\)|[A-Z]+[0-9]+)")


def wrong_results(path: Path) -> list[str]:
    """Return the cells whose stored result is not what their formula gives."""
    formulas, values = load_workbook(path), load_workbook(path, data_only=True)
    cells = [
        cell for sheet in formulas.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    return [
        f"{cell.parent.title}!{cell.coordinate}"
        for cell in cells
        if evaluate(str(cell.value), values[cell.parent.title]) != values[cell.parent.title][cell.coordinate].value
    ]


def evaluate(formula: str, stored: Worksheet) -> int:
    """Work out a formula of cells, SUM, plus and minus; any other is a ValueError."""
    body = formula.removeprefix("=")
    if TERM.sub("", body):
        raise ValueError(formula)
    return sum(
        (-1 if sign == "-" else 1) * (_sum(inside, stored) if inside else _number(stored[term].value))
        for sign, term, inside in TERM.findall(body)
    )


def _sum(inside: str, stored: Worksheet) -> int:
    total = 0
    for area in inside.split(","):
        cells = [row[0] for row in stored[area]] if ":" in area else [stored[area]]
        total += sum(cell.value for cell in cells if isinstance(cell.value, int))
    return total


def _number(value: object) -> int:
    if isinstance(value, int):
        return value
    if value is None:
        return 0
    raise ValueError(value)  # Excel would show #VALUE!
