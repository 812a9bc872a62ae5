"""Whether rows that recognition is sure of are right as often as it says: a table by confidence, against answer keys.

A row is right when the key has its line in each cell that would be reported, and wrong when a cell is another line's or
none's. Rows of which the key says nothing are not counted. The first books are those that ``confidence_of`` was fitted
on, by the maximum likelihood of a logistic curve, and the fit is done again; the others, as many, only check it.

    python -m bench.calibration [--count 60]
"""

import argparse
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np

from bench.books import key_of, make_books, report
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.recognise.judge import Judged
from xbrl_pipeline.recognise.lexicon import START
from xbrl_pipeline.recognise.propose import recognise
from xbrl_pipeline.recognise.recognition import Block, UserChoices
from xbrl_pipeline.recognise.weights import MOST_POINTS
from xbrl_pipeline.workbook.reader import read_workbook

_BANDS: Final = (0.0, 0.85, 0.9, 0.95, 0.98, 0.99, 0.995, 1.0)
_STEPS: Final = 40


@dataclass(frozen=True)
class Row:
    """An accepted row with what was said of it and what the key says."""

    confidence: float
    margin: float  # points to the runner-up
    right: bool
    tied: bool  # in a sum of the taxonomy that holds


def main() -> None:
    """Make the books, recognise them, and print the table."""
    parser = argparse.ArgumentParser(prog="bench.calibration")
    parser.add_argument("--count", type=int, default=60, help="books to fit on, and as many to check on")
    count = parser.parse_args().count
    with tempfile.TemporaryDirectory() as folder:
        books = make_books(Path(folder), 0, 2 * count)
        rows = [list(judged_rows(book)) for book in books]
    fitted, others = ([row for found in part for row in found] for part in (rows[:count], rows[count:]))
    base, point, proven = fit(fitted)
    print(f"fit on books 0 to {count - 1}: {base:.2f} + {point:.3f} x points + {proven:.2f} where proven\n")
    print("\n".join(table(fitted, others)))


def judged_rows(path: Path) -> Iterator[Row]:
    """Give the accepted rows of a workbook of which the key says something."""
    key = json.loads(key_of(path).read_text("utf-8"))
    lines: dict[str, set[str]] = {}
    for entry in (*key["facts"], *key.get("optional_facts", [])):
        lines.setdefault(f"{entry['sheet']}!{entry['cell']}", set()).add(entry["concept"])
    never = {f"{entry['sheet']}!{entry['cell']}" for entry in key["not_facts"] if entry["must_not_report"]}
    found = recognise(read_workbook(path), *report(), UserChoices())
    for block in found.blocks:
        if not block.reading.used:
            continue
        for judged in block.rows:
            right = _is_right(block, judged, lines, never)
            if right is not None:
                yield Row(judged.confidence, judged.decision.margin, right, judged.line in block.reading.tied)


def _is_right(block: Block, judged: Judged, lines: dict[str, set[str]], never: set[str]) -> bool | None:
    if judged.line is None:
        return None
    cells = [
        str(CellRef(block.table.sheet.name, judged.row.index, period.column.number))
        for period in block.reading.periods.reported
        if period.column.number in judged.row.values
    ]
    concept = judged.line[1].removesuffix(START)
    said = [concept in lines[cell] if cell in lines else False for cell in cells if cell in lines or cell in never]
    return all(said) if said else None


def fit(rows: Sequence[Row]) -> tuple[float, float, float]:
    """Return the log-odds of being right: of no points, more for each point, and more for a row in a sum that holds."""
    known = np.array([(1.0, min(row.margin, MOST_POINTS), float(row.tied)) for row in rows])
    right = np.array([float(row.right) for row in rows])
    odds = np.zeros(3)
    for _ in range(_STEPS):  # Newton's method
        said = 1 / (1 + np.exp(-known @ odds))
        slope = known.T * (said * (1 - said)) @ known
        odds += np.linalg.solve(slope, known.T @ (right - said))
    base, point, proven = map(float, odds)
    return base, point, proven


def table(fitted: Sequence[Row], others: Sequence[Row]) -> Iterator[str]:
    """Give the lines of a Markdown table: what was said and the share that was right, for both sets of books."""
    yield "| confidence | rows, fitted on | said | right | rows, others | said | right |"
    yield "|---|---|---|---|---|---|---|"
    for low, high in pairwise(_BANDS):
        parts = [[row for row in rows if low <= row.confidence < high] for rows in (fitted, others)]
        yield f"| {low:.1%} to {high:.1%} | {' | '.join(map(_told, parts))} |"
    yield f"| all | {_told(fitted)} | {_told(others)} |"


def _told(rows: Sequence[Row]) -> str:
    if not rows:
        return "0 | |"
    said = sum(row.confidence for row in rows) / len(rows)
    right = sum(row.right for row in rows) / len(rows)
    return f"{len(rows)} | {said:.1%} | {right:.1%}"


if __name__ == "__main__":
    main()
