"""Whose accounts a workbook holds and of which year, as far as the workbook itself says so."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.recognise.heads import FIRST_YEAR, LAST_YEAR
from xbrl_pipeline.recognise.lexicon import Lexicon
from xbrl_pipeline.recognise.table import Table
from xbrl_pipeline.recognise.tokens import plain_letters, words_of
from xbrl_pipeline.workbook.cells import Cell, SheetCells, Workbook
from xbrl_pipeline.workbook.notation import NotADate, read_date

_BOARD_WORDS: Final = (
    r"bestuurs?\s*-?(?:nummer|nr\.?)|(?:nummer|nr\.?) (?:van het )?(?:bevoegd gezag|bestuur)|"
    r"bevoegd gezag(?:s?\s*-?(?:nummer|nr\.?))?|"
    r"bg-?\s?n(?:umme)?r\.?|brin\s*-?bestuur|ocw-?nummer"
)
_BOARD: Final = re.compile(rf"(?:{_BOARD_WORDS})\D{{0,20}}(?<![0-9])([0-9]{{5}})(?![0-9])")
_BOARD_LABEL: Final = re.compile(rf"^\W*(?:{_BOARD_WORDS})(?:\s+[\w/()]+){{0,3}}\W*$")
_KVK: Final = re.compile(r"(?:kvk|k\.v\.k\.|kamer van koophandel|handelsregister)\D{0,30}(?<![0-9])([0-9]{8})(?![0-9])")
_KVK_LABEL: Final = re.compile(r"^\W*(?:kvk|k\.v\.k\.|kamer van koophandel|handelsregister)\b[^0-9]{0,25}$")
_ALONE: Final = re.compile(r"^\W*([0-9]{5})\s*[-\u2013:,/ ]+\s*(?:stichting|vereniging|[a-z]{3}\s)")
_YEAR_LABEL: Final = re.compile(
    r"^\W*(?:verslagjaar|boekjaar|jaar|kalenderjaar|rapportagejaar|rapportjaar|"
    r"reporting year|financial year|year|fiscal year|jaarrekening|"
    r"verantwoordingsjaar|periode(?: \(jaar\))?|period)\W*$"
)
_TITLE_YEAR: Final = re.compile(
    r"(?:jaarrekening|jaarverslag\w*|beleidsinformatie|jaarstukken|jaarverantwoording|verslagjaar|boekjaar|verantwoording|"
    r"annual (?:report|accounts)|"
    r"balans|baten en lasten|kasstroomoverzicht|exploitatie\w*|financial statements|balance sheet)"
    r"[^0-9]{0,28}(?:31[- /.](?:12|december)[- /.])?(?<![0-9])(20[0-9]{2})(?![-/0-9])"
)
_NAME: Final = re.compile(r"^(?:stichting|vereniging|co\u00f6peratie|cooperatie)\s+\S.{2,110}$", re.IGNORECASE)
_NAME_LABEL: Final = re.compile(
    r"^\W*(?:naam (?:rechtspersoon|instelling|bestuur|bevoegd gezag|stichting|organisatie)|"
    r"statutaire naam|rechtspersoon|bestuur|instelling|name)\W*$"
)
_NOT_A_NAME: Final = re.compile(r"20[0-9]{2}|jaarrekening|balans|staat van", re.IGNORECASE)
_LONGEST_VALUE: Final = 120
_NEAR: Final = 4  # columns to the right of a label


@dataclass(frozen=True)
class WorkbookClaim:
    """Something that a workbook says, and the cell that says it."""

    value: str
    cell: CellRef | None = None


@dataclass(frozen=True)
class BoardClaims:
    """What is known of a report: empty where the workbook does not say it, or says two things."""

    year: WorkbookClaim | None = None
    number: WorkbookClaim | None = None
    kvk: WorkbookClaim | None = None
    name: WorkbookClaim | None = None
    doubts: tuple[
        tuple[str, tuple[WorkbookClaim, ...]], ...
    ] = ()  # what is said in two ways or only hinted at, and how


@dataclass(frozen=True)
class Pair:
    """A cell with words and the cell to the right of it, on a sheet with general data."""

    key: str
    label: Cell
    value: Cell


def likely_year(board: BoardClaims) -> int | None:
    """Return the latest year that a workbook speaks of, to show what there is while a person has not said it."""
    return max((int(told.value) for told in dict(board.doubts).get("verslagjaar", ())), default=None)


def cells_of(board: BoardClaims) -> set[CellRef]:
    """Return the cells that say who a workbook is about, and of which year it is."""
    told = (board.year, board.number, board.kvk, board.name)
    return {each.cell for each in told if each is not None and each.cell is not None}


def pairs_in(sheet: SheetCells, lexicon: Lexicon) -> Iterator[Pair]:
    """Give the cells of general data: words that name one line, with something to the right of them."""
    for cell in sheet.cells:
        if not isinstance(cell.value, str) or len(cell.shown) > _LONGEST_VALUE:
            continue
        text = plain_letters(cell.shown)
        keys = _keys_of(re.sub(r"\(j/?n\)|\(ja/nee\)|:\s*$|\?\s*$", "", text), lexicon) or _keys_of(text, lexicon)
        beside = _beside(sheet, cell)
        if len(keys) == 1 and beside is not None:
            yield Pair(keys[0], cell, beside)


def _keys_of(text: str, lexicon: Lexicon) -> list[str]:
    words = words_of(text)
    return lexicon.exact.get(tuple(sorted(words.stems))) or lexicon.joined.get(words.joined) or []


def _beside(sheet: SheetCells, cell: Cell) -> Cell | None:
    return next(
        (found for step in range(1, _NEAR) if (found := sheet.at(cell.ref.row, cell.ref.column + step)) is not None),
        None,
    )


def find_board(
    book: Workbook, tables: Sequence[Table], pairs: Iterable[Pair], year_end: str, keys: dict[str, str]
) -> BoardClaims:
    """Find year, number, KvK number and name. ``keys`` gives the concept of number, kvk and name."""
    known = list(pairs)
    doubts: dict[str, tuple[WorkbookClaim, ...]] = {}
    year = _find_year(book, tables, known, year_end, doubts)
    numbers = [
        *_values(known, keys["number"], r"[0-9]{1,5}", 5),
        *_search(book, _BOARD),
        *_labelled(book, _BOARD_LABEL, 5),
    ]
    number = _one("bestuursnummer", numbers, doubts)
    if not numbers and (hinted := _distinct(_search(book, _ALONE))):
        doubts["bestuursnummer"] = hinted
    kvks = [*_values(known, keys["kvk"], r"[0-9]{7,8}", 8), *_search(book, _KVK), *_labelled(book, _KVK_LABEL, 8)]
    kvk = _one("kvk", kvks, doubts)
    name = _one("naam", _names(book, known, keys["name"]), {})
    return BoardClaims(year, number, kvk, name, tuple(doubts.items()))


def _one(
    what: str, told: Iterable[WorkbookClaim], doubts: dict[str, tuple[WorkbookClaim, ...]]
) -> WorkbookClaim | None:
    found = _distinct(told)
    if len(found) > 1:
        doubts[what] = found
    return found[0] if len(found) == 1 else None


def _distinct(told: Iterable[WorkbookClaim]) -> tuple[WorkbookClaim, ...]:
    found: dict[str, WorkbookClaim] = {}
    for each in told:
        found.setdefault(each.value, each)
    return tuple(found.values())


def _find_year(
    book: Workbook,
    tables: Sequence[Table],
    pairs: Iterable[Pair],
    year_end: str,
    doubts: dict[str, tuple[WorkbookClaim, ...]],
) -> WorkbookClaim | None:
    """Find the year: said beside a label, else in titles, else the year of most tables.

    What titles and tables say otherwise than a label makes it a doubt when no table has a column of that year.
    """
    ends = [
        WorkbookClaim(str(day.year), pair.value.ref)
        for pair in pairs
        if pair.key == year_end and (day := _day(pair.value))
    ]
    said = _distinct([*ends, *_labelled_years(book)])
    headed = _headed_years(tables)
    titles = _distinct(_titled_years(book, tables))
    columns = {column.head.year for table in tables for column in table.columns if column.head is not None} - {None}
    if len(said) == 1 and (not columns or int(said[0].value) in columns):
        return said[0]
    if len(said) == 1:
        doubts["verslagjaar"] = _distinct([*said, *(titles or (WorkbookClaim(str(year)) for year in sorted(headed)))])
        return None
    fitting = [
        told for told in said or titles if not headed or int(told.value) == max(headed, key=lambda y: (headed[y], y))
    ]
    if len(fitting) == 1:
        return fitting[0]
    if not said and not titles and headed:
        ranked = headed.most_common(2)
        if len(ranked) == 1 or ranked[0][1] > ranked[1][1]:
            return WorkbookClaim(str(ranked[0][0]))
    found = said or titles or tuple(WorkbookClaim(str(year)) for year in sorted(headed, reverse=True))
    if found:
        doubts["verslagjaar"] = found
    return None


def _labelled_years(book: Workbook) -> Iterator[WorkbookClaim]:
    for sheet in book.sheets:
        for cell in sheet.cells:
            if not isinstance(cell.value, str) or not _YEAR_LABEL.match(plain_letters(cell.shown)):
                continue
            beside = _beside(sheet, cell)
            year = _year(beside) if beside is not None else None
            if beside is not None and year is not None and not _goes_on(sheet, beside):
                yield WorkbookClaim(str(year), beside.ref)


def _goes_on(sheet: SheetCells, cell: Cell) -> bool:
    """Tell whether years follow to the right of a cell: then it is one of the heads of columns."""
    return any(
        _year(other) is not None
        for other in sheet.cells
        if other.ref.row == cell.ref.row and other.ref.column > cell.ref.column
    )


def _year(cell: Cell) -> int | None:
    if isinstance(cell.value, Decimal) and cell.value % 1 == 0 and FIRST_YEAR <= cell.value <= LAST_YEAR:
        return int(cell.value)
    if isinstance(cell.value, date):
        return cell.value.year
    text = re.fullmatch(r"\W*((?:19|20)[0-9]{2})\W*", cell.shown) if isinstance(cell.value, str) else None
    return int(text[1]) if text else None


def _headed_years(tables: Sequence[Table]) -> Counter[int]:
    """Count for each year the tables of which it is the latest with actual figures."""
    counts: Counter[int] = Counter()
    titled: Counter[int] = Counter()
    for table in tables:
        heads = [column.head for column in table.columns if column.head is not None and not column.head.odd]
        years = {
            head.year for head in heads if head.year is not None and head.kind in (None, "actual", "words", "total")
        }
        ahead = {head.year for head in heads if head.year is not None and head.kind in ("forecast", "budget")}
        if table.said is not None:
            titled.update(year for year in years if year is not None)
        elif years and len(years | ahead) <= 4:  # noqa: PLR2004 - more years are a forecast or a row of years
            counts[max(years)] += 1
    if titled:
        counts[max(titled)] += titled.total()  # of years with a table each the last is that of the accounts
    return counts


def _titled_years(book: Workbook, tables: Sequence[Table]) -> Iterator[WorkbookClaim]:
    heads = {
        table.sheet.place(row, column.number) for table in tables for row in table.head_rows for column in table.columns
    }
    for sheet in book.sheets:
        for cell in sheet.cells:
            if not isinstance(cell.value, str) or len(cell.shown) > _LONGEST_VALUE:
                continue
            if cell.ref not in heads:
                match = _TITLE_YEAR.search(plain_letters(cell.shown))
                if match:
                    yield WorkbookClaim(match[1], cell.ref)


def _day(cell: Cell) -> date | None:
    if isinstance(cell.value, date):
        return cell.value
    day = read_date(cell.shown) if isinstance(cell.value, str) else None
    return None if day is None or isinstance(day, NotADate) else day


def _values(pairs: Iterable[Pair], key: str, pattern: str, length: int) -> Iterator[WorkbookClaim]:
    for pair in pairs:
        if pair.key == key and re.fullmatch(pattern, pair.value.shown):
            yield WorkbookClaim(pair.value.shown.zfill(length), pair.value.ref)


def _labelled(book: Workbook, pattern: re.Pattern[str], length: int) -> Iterator[WorkbookClaim]:
    """Give numbers of some length beside or below a cell with a label."""
    for sheet in book.sheets:
        for cell in sheet.cells:
            if not isinstance(cell.value, str) or not pattern.match(plain_letters(cell.shown)):
                continue
            for found in (_beside(sheet, cell), sheet.at(cell.ref.row + 1, cell.ref.column)):
                if found is not None and re.fullmatch(rf"[0-9]{{{length - 1},{length}}}", found.shown.strip()):
                    yield WorkbookClaim(found.shown.strip().zfill(length), found.ref)
                    break


def _search(book: Workbook, pattern: re.Pattern[str]) -> Iterator[WorkbookClaim]:
    for sheet in book.sheets:
        for cell in sheet.cells:
            if isinstance(cell.value, str) and (match := pattern.search(plain_letters(cell.shown))):
                yield WorkbookClaim(match[1], cell.ref)


def _names(book: Workbook, pairs: Iterable[Pair], key: str) -> list[WorkbookClaim]:
    """Return the name beside its label; else what every title that is a name says."""
    named = [
        WorkbookClaim(pair.value.shown, pair.value.ref)
        for pair in pairs
        if pair.key == key and isinstance(pair.value.value, str)
    ]
    if named:
        return named
    for sheet in book.sheets:
        for cell in sheet.cells:
            if isinstance(cell.value, str) and _NAME_LABEL.match(plain_letters(cell.shown)):
                beside = _beside(sheet, cell)
                if beside is not None and isinstance(beside.value, str):
                    return [WorkbookClaim(beside.shown, beside.ref)]
    return [
        WorkbookClaim(" ".join(cell.shown.split()), cell.ref)
        for sheet in book.sheets
        for cell in sheet.cells[:12]
        if isinstance(cell.value, str) and _NAME.match(cell.shown) and not _NOT_A_NAME.search(cell.shown)
    ]
