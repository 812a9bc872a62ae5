"""Reading a large workbook: ours, gate and child process and checked sums included, against openpyxl's read-only pass.

The workbook has 30 sheets as the samples have them, and lies nowhere: it is built for the run. Each program reads it in
a process of its own; three rounds, medians of processor seconds (start and imports of all its processes included),
of seconds on the clock, and the largest resident memory. A second workbook with four times the cells shows whether the
memory of the reading child stays flat; that of the parent holds the cells, which is what reading is for.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import xlsxwriter

SHEETS = 30
ROWS = 1_000
COLUMNS = 12
ROUNDS = 3
_COST = """
import resource as r, time
def cost(started, cells):
    own, children = r.getrusage(r.RUSAGE_SELF), r.getrusage(r.RUSAGE_CHILDREN)
    cpu = sum(usage.ru_utime + usage.ru_stime for usage in (own, children))
    return [cpu, time.perf_counter() - started, own.ru_maxrss // 1024, children.ru_maxrss // 1024, cells]
"""
_OURS = f"""
import sys, json
from pathlib import Path
{_COST}
if __name__ == "__main__":
    started = time.perf_counter()
    from xbrl_pipeline.workbook.gate import admit
    from xbrl_pipeline.workbook.reader import Reader
    reader = Reader()
    book = reader.read(admit(Path(sys.argv[1])))
    reader.stop()
    print(json.dumps(cost(started, sum(len(sheet.cells) for sheet in book.sheets))))
"""
_OPENPYXL = f"""
import sys, json
{_COST}
started = time.perf_counter()
from openpyxl import load_workbook
book = load_workbook(sys.argv[1], read_only=True, data_only=True)
cells = sum(1 for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None)
print(json.dumps(cost(started, cells)))
"""


def main() -> None:
    """Build the workbooks, read them with both programs, and print one table."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [_row(Path(folder), name, rows) for name, rows in (("30 sheets", ROWS), ("30 sheets x 4", 4 * ROWS))]
    print(json.dumps(rows, indent=2))


def _row(folder: Path, name: str, rows: int) -> dict[str, object]:
    path = folder / f"{rows}.xlsx"
    build(path, rows)
    ours, theirs = _measure(folder, _OURS, path), _measure(folder, _OPENPYXL, path)
    return {
        "workbook": name,
        "kilobytes": path.stat().st_size // 1024,
        "cells": [int(ours[4]), int(theirs[4])],
        "cpu_seconds": [round(ours[0], 2), round(theirs[0], 2)],
        "seconds": [round(ours[1], 2), round(theirs[1], 2)],
        "ratio_cpu": round(ours[0] / theirs[0], 2),
        "ratio_clock": round(ours[1] / theirs[1], 2),
        "rss_mib": {"ours_child": int(ours[3]), "ours_parent": int(ours[2]), "openpyxl": int(theirs[2])},
    }


def build(path: Path, rows: int) -> None:
    """Write a workbook: labels, amounts, dates and live sums on every sheet."""
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        date = book.add_format({"num_format": "d-m-yyyy"})
        for number in range(SHEETS):
            sheet = book.add_worksheet(f"Blad {number + 1}")
            for row in range(rows):
                sheet.write_string(row, 0, f"{number}.{row}")
                sheet.write_string(row, 1, f"Post {row} van het overzicht")
                sheet.write_number(row, 2, 45_000 + row % 1_000, date)
                for column in range(3, COLUMNS - 1):
                    sheet.write_number(row, column, (row * 7919 + column * 104_729) % 10_000_000 / 100)
                total = sum((row * 7919 + column * 104_729) % 10_000_000 for column in range(3, COLUMNS - 1)) / 100
                sheet.write_formula(row, COLUMNS - 1, f"=SUM(D{row + 1}:K{row + 1})", None, total)


def _measure(folder: Path, program: str, path: Path) -> list[float]:
    script = folder / "read.py"
    script.write_text(program, "utf-8")
    runs = [json.loads(_run([sys.executable, str(script), str(path)])) for _ in range(ROUNDS)]
    return [statistics.median(values) for values in zip(*runs, strict=True)]


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
