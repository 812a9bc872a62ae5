"""By what the layout of a workbook is known again: its words, without years and without amounts."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.workbook.cells import Cell, Workbook

_LONGEST: Final = 80  # characters; what is longer is prose about this year
_MARK: Final = 10  # hexadecimal digits
_NAME: Final = 12
_NOT_WORDS: Final = re.compile(r"[^a-zà-ÿ]+")
_FEWEST: Final = 5  # words; a sheet with fewer is like any other
ALIKE: Final = 0.75  # of the words of both together


@dataclass(frozen=True)
class Layout:
    """The words of a workbook, each as a few digits of its hash: enough to compare, and no names of people in it."""

    marks: frozenset[str]

    @cached_property
    def name(self) -> str:
        """What this layout is called: the same for the same words, in whatever order."""
        return hashlib.sha256(" ".join(sorted(self.marks)).encode()).hexdigest()[:_NAME]

    def likeness(self, other: "Layout") -> float:
        """Return the share of the words of both that both have, from 0 to 1."""
        every = self.marks | other.marks
        return len(self.marks & other.marks) / len(every) if len(every) >= _FEWEST else 0.0


def layout_of(book: Workbook) -> Layout:
    """Return the layout of a workbook. Two books of one package differ in a few lines and in their amounts only."""
    return Layout(frozenset(map(_mark, _words(book))))


def _words(book: Workbook) -> Iterator[str]:
    for sheet in book.sheets:
        yield from _told(f"sheet {sheet.name}", sheet.cells)


def _told(name: str, cells: Iterable[Cell]) -> Iterator[str]:
    yield _without_figures(name)
    for cell in cells:
        if isinstance(cell.value, str) and len(cell.value) <= _LONGEST:
            words = _without_figures(cell.value)
            if words:
                yield words


def _without_figures(text: str) -> str:
    """Leave letters only: years, days, amounts and numbers of lines are taken out."""
    return " ".join(_NOT_WORDS.sub(" ", fold(text)).split())


def _mark(words: str) -> str:
    return hashlib.sha256(words.encode()).hexdigest()[:_MARK]
