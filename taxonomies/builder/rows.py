"""The rows of a CSV table as they are written."""

import csv
from pathlib import Path

Rows = dict[str, list[dict[str, str]]]


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a table; a row with too many or too few columns is a ValueError."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for number, row in enumerate(rows, 2):
        if None in row or None in row.values():
            raise ValueError(f"{path.name}, row {number}: the number of columns is wrong (a comma without quotes?)")
    return rows
