"""Whose accounts a workbook holds and of which year, as far as the workbook itself says so."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xbrl_pipeline.mapping.recognise.blocks import Block
from xbrl_pipeline.mapping.recognise.lexicon import Lexicon
from xbrl_pipeline.mapping.recognise.meanings import years_in
from xbrl_pipeline.mapping.recognise.tokens import plain_letters, words_of
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.workbook.cells import Cell, SheetCells, Workbook
from xbrl_pipeline.workbook.notation import NotADate, read_date

_BOARD: Final = re.compile(
    r"(?:bestuurs?\s*(?:nummer|nr\.?)|bevoegd gezag(?:s?\s*(?:nummer|nr\.?))?|bg-?\s?n(?:umme)?r\.?)"
    r"\D{0,12}(?<![0-9])([0-9]{5})(?![0-9])"
)
_KVK: Final = re.compile(r"(?:kvk|k\.v\.k\.|kamer van koophandel|handelsregister)\D{0,30}(?<![0-9])([0-9]{8})(?![0-9])")
_TITLE_YEAR: Final = re.compile(
    r"(?:jaarrekening|jaarverslag\w*|jaarstukken|verslagjaar|boekjaar|verantwoording|annual (?:report|accounts))"
    r"\D{0,12}(?<![0-9])(20[0-9]{2})(?![-/0-9])"
)
_NAME: Final = re.compile(r"^(?:stichting|vereniging|coöperatie|cooperatie)\s+\S.{2,110}$", re.IGNORECASE)
_LONGEST_VALUE: Final = 120


@dataclass(frozen=True)
class Told:
    """Something that a workbook says, and the cell that says it."""

    value: str
    cell: CellRef | None = None


@dataclass(frozen=True)
class Board:
    """What is known of a report: empty where the workbook does not say it, or says two things."""

    year: Told | None = None
    number: Told | None = None
    kvk: Told | None = None
    name: Told | None = None
    doubts: tuple[tuple[str, tuple[str, ...]], ...] = ()  # what is said in two ways, and how


@dataclass(frozen=True)
class Pair:
    """A cell with words and the cell to the right of it, on a sheet with general data."""

    key: str
    label: Cell
    value: Cell


def pairs_in(sheet: SheetCells, lexicon: Lexicon) -> Iterator[Pair]:
    """Give the cells of general data: words that name one line, with something to the right of them."""
    for cell in sheet.cells:
        if not isinstance(cell.value, str) or len(cell.shown) > _LONGEST_VALUE:
            continue
        words = words_of(re.sub(r"\(j/?n\)|\(ja/nee\)|:\s*$|\?\s*$", "", plain_letters(cell.shown)))
        keys = lexicon.exact.get(tuple(sorted(words.stems))) or lexicon.joined.get(words.joined) or []
        beside = next(
            (
                sheet.at(cell.ref.row, cell.ref.column + step)
                for step in (1, 2, 3)
                if sheet.at(cell.ref.row, cell.ref.column + step)
            ),
            None,
        )
        if len(keys) == 1 and beside is not None:
            yield Pair(keys[0], cell, beside)


def find_board(
    book: Workbook, blocks: Sequence[Block], pairs: Iterable[Pair], year_end: str, keys: dict[str, str]
) -> Board:
    """Find year, number, KvK number and name. ``keys`` gives the concept of number, kvk and name."""
    known = list(pairs)
    doubts: list[tuple[str, tuple[str, ...]]] = []
    year = _one("verslagjaar", _years(book, blocks, known, year_end), doubts)
    number = _one("bestuursnummer", [*_values(known, keys["number"], r"[0-9]{1,5}", 5), *_search(book, _BOARD)], doubts)
    kvk = _one("kvk", [*_values(known, keys["kvk"], r"[0-9]{7,8}", 8), *_search(book, _KVK)], doubts)
    name = _one("naam", _names(book, known, keys["name"]), [])
    return Board(year, number, kvk, name, tuple(doubts))


def _one(what: str, told: Iterable[Told], doubts: list[tuple[str, tuple[str, ...]]]) -> Told | None:
    found: dict[str, Told] = {}
    for each in told:
        found.setdefault(each.value, each)
    if len(found) > 1:
        doubts.append((what, tuple(found)))
    return next(iter(found.values())) if len(found) == 1 else None


def _years(book: Workbook, blocks: Sequence[Block], pairs: Iterable[Pair], year_end: str) -> list[Told]:
    """Return the year of the period's last day, of titles, and the latest year with actual figures."""
    ends = [Told(str(day.year), pair.value.ref) for pair in pairs if pair.key == year_end and (day := _day(pair.value))]
    if ends:
        return ends
    heads = {
        (block.table.sheet.name, row, column.number)
        for block in blocks
        for row in block.table.header_rows
        for column in block.table.columns
    }
    titles = [
        Told(match[1], cell.ref)
        for sheet in book.sheets
        for cell in sheet.cells
        if isinstance(cell.value, str)
        and (sheet.name, cell.ref.row, cell.ref.column) not in heads
        and len(cell.shown) <= _LONGEST_VALUE
        and (match := _TITLE_YEAR.search(plain_letters(cell.shown)))
    ]
    years = years_in(blocks)
    latest = [Told(str(max(years)))] if years else []
    return [*titles, *latest]


def _day(cell: Cell) -> date | None:
    if isinstance(cell.value, date):
        return cell.value
    day = read_date(cell.shown) if isinstance(cell.value, str) else None
    return None if day is None or isinstance(day, NotADate) else day


def _values(pairs: Iterable[Pair], key: str, pattern: str, length: int) -> Iterator[Told]:
    for pair in pairs:
        if pair.key == key and re.fullmatch(pattern, pair.value.shown):
            yield Told(pair.value.shown.zfill(length), pair.value.ref)


def _search(book: Workbook, pattern: re.Pattern[str]) -> Iterator[Told]:
    for sheet in book.sheets:
        for cell in sheet.cells:
            if isinstance(cell.value, str) and (match := pattern.search(plain_letters(cell.shown))):
                yield Told(match[1], cell.ref)


def _names(book: Workbook, pairs: Iterable[Pair], key: str) -> list[Told]:
    """Return the name beside its label; else what every title that is a name says."""
    named = [
        Told(pair.value.shown, pair.value.ref)
        for pair in pairs
        if pair.key == key and isinstance(pair.value.value, str)
    ]
    if named:
        return named
    return [
        Told(" ".join(cell.shown.split()), cell.ref)
        for sheet in book.sheets
        for cell in sheet.cells[:12]
        if isinstance(cell.value, str) and _NAME.match(cell.shown) and not _YEAR.search(cell.shown)
    ]


_YEAR: Final = re.compile(r"20[0-9]{2}|jaarrekening|balans|staat van", re.IGNORECASE)
