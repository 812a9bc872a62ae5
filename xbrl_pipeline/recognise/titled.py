"""Tables with one column of amounts over which no period stands: a sheet for each year, or years below one another.

Which period it is, is said by a title above the amounts, or by the name of the sheet. Each title that says another
period begins a table of its own. What a title of the whole document says (*jaarrekening 2025*) counts only where
nothing nearer speaks. Where two texts say different periods, or a heading among the amounts says another year than the
title above it, nothing is taken: the column has no period, and a person is asked.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.grid import find_tables
from xbrl_pipeline.recognise.heads import Head, is_year, join_heads, read_head, read_head_text
from xbrl_pipeline.recognise.lines import names_statement
from xbrl_pipeline.recognise.moments import is_bare
from xbrl_pipeline.recognise.table import PeriodTitle, Table, figure, is_code, is_nil
from xbrl_pipeline.recognise.tokens import plain_letters
from xbrl_pipeline.workbook.cells import Cell, SheetCells

_LEAST_AMOUNTS: Final = 4
_FEW: Final = 0.1
_LONGEST: Final = 60
_NO_AMOUNTS: Final = ("movement", "difference", "percent")
_PLANNED: Final = ("budget", "forecast")
_DOCUMENT: Final = re.compile(
    r"jaarrekening|jaarverslag|jaarstukken|jaarverantwoording|jaarcijfers|annual (?:report|accounts)|"
    r"financial statements|verslagjaar|boekjaar"
)
_OF_DAY: Final = re.compile(r"vastgesteld|opgesteld|opgemaakt|goedgekeurd|datum|versie|gedrukt|export|d\.d\.|\bdd\b")
_NOTES: Final = re.compile(r"\btoelichting|\bspecificatie|\bnotes? to\b|\bdetails\b")
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_FIRST_DAY: Final = re.compile(r"(?<![0-9])0?1[-/. ]+(?:0?1\b|jan)")
_LAST_DAY: Final = re.compile(r"(?<![0-9])31[-/. ]+(?:12\b|dec)")
_APPROPRIATED: Final = re.compile(r"\b(?:na|voor|after|before)\b.*(?:resultaat|bestemming|appropriation)")
_BRACKETS: Final = re.compile(r"\([^()]*\)")
_PARTS: Final = re.compile(r"\s+[-\u2013|]\s+|[;:|]\s*|,\s+")


@dataclass(frozen=True)
class _Said:
    """A period that a text says; ``own`` where it says nothing else, ``wide`` where it is about the document."""

    head: Head
    text: str
    row: int | None
    own: bool = False
    wide: bool = False


@dataclass(frozen=True)
class _Part:
    """Rows of a sheet from a title on; without ``said`` nothing says their period."""

    first: int
    last: int
    said: _Said | None
    head_row: int | None


def find_titled(sheet: SheetCells) -> list[Table]:
    """Return the tables of a sheet with one column of amounts and no period over it; none where it has others."""
    column = _amount_column(sheet)
    if column is None:
        return []
    rows: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        rows.setdefault(cell.ref.row, []).append(cell)
    parts = list(_parts(sheet, rows, column))
    if all(part.said is None for part in parts) and not _speaks(sheet, rows, column):
        return []
    found = [table for part in parts if (table := _table(sheet, rows, column, part)) is not None]
    amounts = sum(cell.ref.column == column and figure(cell)[0] for cell in sheet.cells)
    read = sum(bool(row.values) for table in found for row in table.rows)
    if read < amounts - sum(1 for each in rows if _year_title(rows[each], column) is not None):
        return []
    return [replace(table, whole=len(found) == 1) for table in found]


def _amount_column(sheet: SheetCells) -> int | None:
    """Return the only column with amounts, where words stand to the left of it."""
    figures: dict[int, list[Cell]] = {}
    for cell in sheet.cells:
        if figure(cell)[0]:
            figures.setdefault(cell.ref.column, []).append(cell)
    amounts = {
        column: len(cells)
        for column, cells in figures.items()
        if not all(map(is_code, cells)) and not all(map(is_year, cells))
    }
    column = max(amounts, key=lambda each: amounts[each], default=0)
    if not column or amounts[column] < _LEAST_AMOUNTS:
        return None
    words = {cell.ref.row for cell in sheet.cells if cell.ref.column < column and isinstance(cell.value, str)}
    if sum(cell.ref.row in words for cell in figures[column]) < (1 - _FEW) * amounts[column]:
        return None
    others = [column_ for column_ in figures if column_ > column or (column_ in amounts and column_ != column)]
    return None if others else column


# what says a period


def _speaks(sheet: SheetCells, rows: Mapping[int, Sequence[Cell]], column: int) -> bool:
    """Tell whether anything says a period: then it is two things, or not said of what."""
    return _of_name(sheet.name) is not None or any(_titles_in(row, cells, column) for row, cells in rows.items())


def _parts(sheet: SheetCells, rows: Mapping[int, Sequence[Cell]], column: int) -> Iterator[_Part]:
    """Give the parts of a sheet: each begins at a title that says another period, or at words over the amounts."""
    titles = {row: _titles_in(row, cells, column) for row, cells in rows.items() if not _has_amount(cells, column)}
    first_amount = next(row for row in sorted(rows) if row not in titles)
    above = [said for row in titles if row < first_amount for said in titles[row]]
    name = _of_name(sheet.name)
    below = [said for row in titles if row > first_amount for said in titles[row] if not said.wide]
    periods = {_key(said.head) for said in (*above, *below) if not said.wide}
    several = bool(below) and len(periods) > 1
    common = None if several else _one([*([name] if name else []), *above, *below])
    seen = Counter(fold(text) for row in titles for text in _texts(rows[row]))
    starts: list[tuple[int, _Said | None, bool]] = [(1, None if several else common, False)]
    current = common
    lasting: _Said | None = None
    for row in sorted(titles):
        strong = [said for said in titles[row] if not said.wide]
        unit = any(cell.ref.column == column for cell in rows[row]) and not strong
        if several and strong:
            said = _one(strong)
            if said is None or current is None or _key(said.head) != _key(current.head):
                starts.append((row, said, unit))
                current = said
            lasting = said if said is not None and said.own else lasting
        elif (
            several and row > first_amount and (lasting is None or current is not lasting) and _begins(row, rows, seen)
        ):
            current = lasting
            starts.append((row, lasting, unit))
        elif row > first_amount and (unit or _explains(rows[row])):
            starts.append((row, current, unit))
    yield from _bounded(starts, rows, titles, column)


def _bounded(
    starts: Sequence[tuple[int, _Said | None, bool]],
    rows: Mapping[int, Sequence[Cell]],
    titles: Mapping[int, Sequence[_Said]],
    column: int,
) -> Iterator[_Part]:
    for place, (first, said, _) in enumerate(starts):
        last = starts[place + 1][0] - 1 if place + 1 < len(starts) else max(rows)
        mine = [row for row in rows if first <= row <= last]
        amounts = [row for row in mine if row not in titles]
        if not amounts:
            continue
        over = [row for row in mine if row < amounts[0] and any(cell.ref.column == column for cell in rows[row])]
        over_it = [text for row in mine if row < amounts[0] for text in _texts(rows[row])]
        sure = said is not None and not any(map(_moves, over_it))
        sure = (
            sure
            and said is not None
            and not any(
                _contradicts(text, said.head)
                for row in mine
                if row > amounts[0] and row in titles
                for text in _texts(rows[row])
            )
        )
        yield _Part(first, last, said if sure else None, over[-1] if over else None)


def _moves(text: str) -> bool:
    """Tell whether a title says that what stands below it is no balance and no statement, but changes or shares."""
    head = read_head_text(text)
    told = names_statement(text) or _APPROPRIATED.search(plain_letters(text)) is not None
    return head is not None and head.kind in _NO_AMOUNTS and not told


def _begins(row: int, rows: Mapping[int, Sequence[Cell]], seen: Counter[str]) -> bool:
    """Tell whether something else may begin at a heading: a statement, a note, or what an empty row parts off.

    What stands below one title as below another is a heading of both tables.
    """
    texts = _texts(rows[row])
    if _explains(rows[row]):
        return True
    apart = row - 1 not in rows and all(seen[fold(text)] == 1 for text in texts)
    return bool(texts) and (apart or any(map(names_statement, texts)))


def _explains(cells: Sequence[Cell]) -> bool:
    """Tell whether notes to what stands above begin at a heading."""
    return any(_NOTES.search(plain_letters(text)) for text in _texts(cells))


def _titles_in(row: int, cells: Sequence[Cell], column: int) -> list[_Said]:
    found = [said for cell in cells if (said := _of_cell(cell, row)) is not None]
    year = _year_title(cells, column)
    return found if year is None else [*found, year]


def _year_title(cells: Sequence[Cell], column: int) -> _Said | None:
    """Return the year that stands over the amounts beside a title, or alone: a number that is no amount."""
    over = next((cell for cell in cells if cell.ref.column == column and is_year(cell)), None)
    texts = _texts([cell for cell in cells if cell.ref.column < column])
    if over is None or isinstance(over.value, str) or not all(is_bare(t) or names_statement(t) for t in texts):
        return None
    head = read_head(over)
    return None if head is None else _Said(head, over.shown, over.ref.row, own=not texts)


def _of_cell(cell: Cell, row: int) -> _Said | None:
    if not isinstance(cell.value, str):
        head = read_head(cell) if not figure(cell)[0] or is_year(cell) else None
        return _Said(head, cell.shown, row, own=True) if head is not None and head.timed and not head.odd else None
    return _of_text(cell.shown, row)


def _of_name(name: str) -> _Said | None:
    """Return what the name of a sheet says: there any words may stand beside the period."""
    head = read_head_text(name.replace("_", " "))
    if head is None or head.odd or not head.timed:
        return None
    return _Said(head, name, None, own=is_bare(name))


def _of_text(text: str, row: int) -> _Said | None:
    """Return the period that a title says: by itself, with the name of a statement, or of the document.

    That it is a budget may be said anywhere in it; said in brackets alone it may be about something else, so that the
    title says nothing certain (``odd``).
    """
    whole = _BRACKETS.sub(" ", text).strip()
    parts = _PARTS.split(whole) if not is_bare(whole) else [whole]
    heads = {part: read_head_text(part) for part in parts if len(part) <= _LONGEST}
    planned = next((head.kind for head in heads.values() if head is not None and head.kind in _PLANNED), None)
    found = []
    for part, told in heads.items():
        plain = plain_letters(part)
        if told is None or not (told.timed or told.odd) or _OF_DAY.search(plain):
            continue
        bare, wide = is_bare(part), _DOCUMENT.search(plain) is not None
        doubtful = planned is None and any(_is_planned(inside) for inside in _BRACKETS.findall(text))
        head = _of_year(plain) if told.odd else told
        head = replace(head, kind=planned or told.kind, odd=head.odd or doubtful)
        if bare or wide or planned is not None or names_statement(part):
            found.append(_Said(head, text, row, own=bare and not wide, wide=wide and planned is None))
    narrow = [said for said in found if not said.wide] or found
    return narrow[0] if len({_key(said.head) for said in narrow}) == 1 else None


def _of_year(plain: str) -> Head:
    """Return what two days say: the first and last of one year are that year."""
    years = {int(year) for year in _YEAR.findall(plain)}
    whole = len(years) == 1 and _FIRST_DAY.search(plain) is not None and _LAST_DAY.search(plain) is not None
    return Head(year=min(years)) if whole else Head(odd=True)


def _is_planned(text: str) -> bool:
    head = read_head_text(text)
    return head is not None and head.kind in _PLANNED


def _one(said: Sequence[_Said]) -> _Said | None:
    """Return what texts agree on; what is about the document counts where nothing else speaks."""
    narrow = [each for each in said if not each.wide] or list(said)
    return narrow[0] if narrow and len({_key(each.head) for each in narrow}) == 1 else None


def _key(head: Head) -> tuple[object, ...]:
    return head.year, head.relative, head.kind if head.kind in _PLANNED else None, head.odd


def _contradicts(text: str, head: Head) -> bool:
    """Tell whether a heading among the amounts speaks of another year."""
    own = read_head_text(_BRACKETS.sub(" ", text))
    if own is None or own.odd:
        return own is not None
    return own.timed and (own.year, own.relative) != (head.year, head.relative)


def _texts(cells: Sequence[Cell]) -> list[str]:
    return [cell.shown for cell in cells if isinstance(cell.value, str)]


def _has_amount(cells: Sequence[Cell], column: int) -> bool:
    amount = any(cell.ref.column == column and (figure(cell)[0] or is_nil(cell)) for cell in cells)
    return amount and _year_title(cells, column) is None


# as a table


def _table(sheet: SheetCells, rows: Mapping[int, Sequence[Cell]], column: int, part: _Part) -> Table | None:
    mine = {row: cells for row, cells in rows.items() if part.first <= row <= part.last}
    first = next(row for row in sorted(mine) if _has_amount(mine[row], column))
    heading = _first_heading(mine, first, part, column)
    body = [cell for row, cells in mine.items() if row >= heading for cell in cells if _is_of_table(cell, column)]
    found = find_tables(replace(sheet, cells=tuple(sorted(body, key=lambda cell: cell.ref))))
    if len(found) != 1 or [each.number for each in found[0].columns] != [column] or found[0].head_rows:
        return None
    (table,) = found
    start = next(iter(_texts(mine.get(part.first, ()))), "")
    over = next((cell.shown for cell in mine.get(part.head_row or 0, ()) if cell.ref.column == column), "")
    said = part.said
    head = said.head if said is not None else Head(odd=True)
    own = join_heads(filter(None, [head, read_head_text(over) if over else None]))
    titles = [text for row, cells in mine.items() if row < heading for text in _texts(cells)]
    if said is not None and said.text not in titles and said.text != sheet.name:
        titles.insert(0, said.text)
    return replace(
        table,
        sheet=sheet,
        head_rows=(part.head_row,) if part.head_row is not None and over else (),
        first_row=part.first,
        last_row=part.last,
        columns=(replace(table.columns[0], header=over, head=own, clash=own is None),),
        titles=tuple(titles),
        said=PeriodTitle("" if said is None else said.text, start),
        alone=True,
    )


def _first_heading(rows: Mapping[int, Sequence[Cell]], first: int, part: _Part, column: int) -> int:
    """Return where the table itself begins: headings right above the first amount are its own, titles are not."""
    start = first
    for row in sorted((row for row in rows if row < first), reverse=True):
        texts = _texts(rows[row])
        titled = any(map(_of_title, texts)) or row == part.head_row
        if row < start - 1 or titled or any(cell.ref.column >= column for cell in rows[row]):
            break
        start = row
    return start


def _of_title(text: str) -> bool:
    head = read_head_text(text)
    return len(text) > _LONGEST or (head is not None and head.timed) or names_statement(text)


def _is_of_table(cell: Cell, column: int) -> bool:
    return cell.ref.column != column or figure(cell)[0] or is_nil(cell)


__all__ = ["find_titled"]
