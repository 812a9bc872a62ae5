"""What recognition makes of workbooks without a mapping, by set of books: right, open, wrong, questions, and its cost.

The set that is always measured is made for the run, of the part of the grammar of layouts that is for looking at.
Folders with books and keys (``X.xlsx`` beside ``X.key.json``) are measured too. Nobody answers a question, so what is
asked counts as open. *Silent* is what a key has and the program leaves out with a reason, without asking. The cost is
processor time of recognition alone against openpyxl reading the same book in the same run; two runs do not compare.

    python -m bench.recognition [--first 0] [--count 60] [FOLDER ...]
"""

import argparse
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook

from bench.books import books_in, make_books, report
from tests.recognise.measure import Score, measure


@dataclass(frozen=True)
class Result:
    """What came of a set of books."""

    name: str
    score: Score
    openpyxl: float  # processor seconds for all books


def main() -> None:
    """Measure the sets and print one table."""
    parser = argparse.ArgumentParser(prog="bench.recognition")
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        books = make_books(Path(folder), options.first, options.count)
        name = f"grammar, seen, {options.first} to {options.first + options.count - 1}"
        results = [_measure(name, books)] if books else []
    results += [_measure(given.name, books_in(given)) for given in options.folders]
    print("\n".join(table(results)))


def _measure(name: str, books: Sequence[Path]) -> Result:
    total, reading = Score(), 0.0
    for book in books:
        total += measure(book, *report())
        reading += _read(book)
    return Result(name, total, reading)


def _read(book: Path) -> float:
    """Return the processor seconds that openpyxl takes for every cell of a workbook."""
    started = time.process_time()
    opened = load_workbook(book, read_only=True, data_only=True)
    for sheet in opened:
        for row in sheet.iter_rows():
            for cell in row:
                _ = cell.value
    opened.close()
    return time.process_time() - started


def table(results: Sequence[Result]) -> Iterator[str]:
    """Give the lines of a Markdown table."""
    yield "| books | number | amounts | right | open | silent | wrong | questions a book | CPU against openpyxl |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for result in results:
        score = result.score
        if not score.total:
            yield f"| {result.name} | {score.books} | none | | | | | | |"
            continue
        shares = " | ".join(f"{part / score.total:.2%}" for part in (score.right, score.open, score.silent))
        asked, ratio = score.questions / score.books, score.cpu / result.openpyxl
        counts = f"{score.books} | {score.total} | {shares} | {score.wrong}"
        yield f"| {result.name} | {counts} | {asked:.1f} | {ratio:.1f} x |"


if __name__ == "__main__":
    main()
