"""Workbooks with answer keys to measure recognition on: made by the grammar of layouts, or a folder that is given."""

import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Final

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile
from xbrl_pipeline.taxonomy.store import load_model

ROOT: Final = Path(__file__).resolve().parents[1]


def make_books(folder: Path, first: int, count: int) -> list[Path]:
    """Make books of the part of the grammar that is for looking at; its other part is for the final test alone."""
    command = [sys.executable, "-m", "tests.recognise.grammar", str(folder), "--part", "seen"]
    subprocess.run([*command, "--first", str(first), "--count", str(count)], check=True, cwd=ROOT)
    return books_in(folder)


def books_in(folder: Path) -> list[Path]:
    """Return the workbooks of a folder that have a key beside them: ``X.xlsx`` and ``X.key.json``."""
    return [path for path in sorted(folder.rglob("*.xlsx")) if key_of(path).exists()]


def key_of(book: Path) -> Path:
    """Return where the key of a workbook lies."""
    return book.with_suffix(".key.json")


@cache
def report() -> tuple[TaxonomyModel, ReportProfile]:
    """Return the report that the keys speak of, with its taxonomy."""
    profile = load_profile("onderwijs-2025", "jaarverantwoording")
    return load_model(profile, Engine()), profile
