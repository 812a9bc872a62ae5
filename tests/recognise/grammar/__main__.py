"""python -m tests.recognise.grammar OUT --first 0 --count 100 [--part seen|unseen]"""

from __future__ import annotations

import argparse
from pathlib import Path

from .book import make
from .write import save


def main() -> None:
    """Make workbooks with answer keys."""
    parser = argparse.ArgumentParser(
        prog="tests.recognise.grammar", description="Make invented annual accounts with answer keys."
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--part", choices=("seen", "unseen"), default="seen")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    for seed in range(args.first, args.first + args.count):
        book, answers = make(seed, args.part)
        save(book, answers, args.out / f"{seed:04d}.xlsx")


if __name__ == "__main__":
    main()
