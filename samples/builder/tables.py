"""The lines of the statements, read from ``samples/tables``."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent.parent / "tables"
SHARE_COLUMNS = ("po", "vo", "mbo", "hbo", "dochter")


@dataclass(frozen=True, slots=True)
class Part:
    """A line that a sum adds up: the first of ``keys`` that the sheet has, counted ``weight`` times.

    Without a ``needed`` part there is no sum.
    """

    keys: tuple[str, ...]
    weight: int
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a statement. ``key`` is the concept, with ``@start`` for an opening balance; ``~`` has no concept."""

    key: str
    label: str
    style: str
    number: str = ""
    parts: tuple[Part, ...] = ()
    reversed: bool = False
    start: bool = False
    note: str = ""
    moves: str = ""
    shares: tuple[tuple[str, str], ...] = ()

    @property
    def concept(self) -> str:
        """Local name of the concept, or nothing."""
        return "" if self.key.startswith("~") else self.key.partition("@")[0]

    @property
    def sign(self) -> int:
        """Sign with which the sheet shows the amount."""
        return -1 if self.reversed else 1

    def share(self, column: str) -> str:
        """Return what the table says of this line for a kind of board; empty where it has no such line."""
        return dict(self.shares).get(column, "")


@dataclass(frozen=True, slots=True)
class GeneralLine:
    """One row of the sheet with general data; a heading has no concept."""

    label: str
    concept: str
    field: str


@cache
def statement_lines(table: str) -> tuple[Line, ...]:
    """Return the rows of one statement in the order of the sheet."""
    return tuple(_line(row) for row in _rows(table))


@cache
def general_lines() -> tuple[GeneralLine, ...]:
    """Return the rows of the sheet with general data."""
    return tuple(GeneralLine(row["label"], row["concept"], row["field"]) for row in _rows("algemeen"))


def _rows(table: str) -> Iterator[dict[str, str]]:
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _line(row: dict[str, str]) -> Line:
    return Line(
        key=row["key"],
        label=row["label"],
        style=row["style"],
        number=row.get("number", ""),
        parts=tuple(_part(text) for text in row["sum"].split()),
        reversed=row.get("sign") == "reversed",
        start=row.get("at") == "start",
        note=row.get("note", ""),
        moves=row.get("moves", ""),
        shares=tuple((name, row[name]) for name in SHARE_COLUMNS if row.get(name)),
    )


def _part(text: str) -> Part:
    names = text.removeprefix("-").removesuffix("!").split("|")
    return Part(tuple(names), -1 if text.startswith("-") else 1, text.endswith("!"))
