"""What the columns of a block mean for the report: this year, the year before, the budget; or why they stay open."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final, Literal

from xbrl_pipeline.mapping.recognise.blocks import Block
from xbrl_pipeline.mapping.recognise.columns import Sense, StatementKind, statements_in
from xbrl_pipeline.mapping.recognise.tables import FigureColumn, Row
from xbrl_pipeline.mapping.recognise.tokens import plain_letters
from xbrl_pipeline.mapping.scale import said_scale

Means = Literal["current", "previous", "budget", "note", "ignore"]
Scale = Literal[1, 1000, 1000000]
_YEARS: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_SURELY: Final = re.compile(r"versch|afwijk|variance|difference|t\.?o\.?v|ten opzichte|delta|δ")
_LEAST_ROWS: Final = 4


@dataclass(frozen=True)
class Meaning:
    """What a column is. Without ``means`` it stays open; ``reason`` is a code of the catalogue."""

    column: FigureColumn
    means: Means | None
    reason: str
    statement: StatementKind | None = None
    confidence: float = 0.95


def meanings(block: Block, year: int) -> list[Meaning]:
    """Return what each column with figures of a block means in the accounts of a year."""
    found = [_meaning(column, block, year) for column in block.table.columns]
    found = _yearless(found, block, year)
    found = [_without_doubles(each, found) for each in found]
    return [_checked_difference(each, found, block.rows) for each in found]


def _meaning(column: FigureColumn, block: Block, year: int) -> Meaning:
    sense = column.sense
    if column.clash or sense is None:
        return Meaning(column, None, "clash" if column.clash else "no_header")
    statement = sense.statement
    if sense.aside:
        means: Means = "note" if sense.kind == "note" else "ignore"
        return Meaning(column, means, str(sense.kind))
    if sense.odd:
        return Meaning(column, None, "odd", statement)
    offset = sense.year - year if sense.year is not None else sense.relative
    if offset is None:
        return Meaning(column, "budget" if sense.kind == "budget" and _budget(block) else None, "yearless", statement)
    return _dated(column, sense, offset, statement, block)


def _budget(block: Block) -> bool:
    return block.statement == "income"


def _dated(column: FigureColumn, sense: Sense, offset: int, statement: StatementKind | None, block: Block) -> Meaning:
    if sense.kind == "budget":
        if offset == 0 and _budget(block):
            return Meaning(column, "budget", "budget", statement)
        return Meaning(column, "ignore", "other_budget", statement)
    if offset == 0:
        return Meaning(column, "current", "current", statement)
    if offset == -1:
        return Meaning(column, "previous", "previous", statement)
    return Meaning(column, "ignore", "other_year", statement)


def _yearless(found: list[Meaning], block: Block, year: int) -> list[Meaning]:
    """Give a column that says no year the year of the title, where it is the only one of its sort."""
    waiting = [each for each in found if each.means is None and each.reason in ("yearless", "no_header")]
    waiting = [
        each for each in waiting if each.column.sense is None or each.column.sense.kind in ("actual", "unit", None)
    ]
    dated = [each for each in found if each.means in ("current", "previous")]
    titles = _title_years(block)
    if len(waiting) != 1 or len(titles) != 1:
        return found
    only = waiting[0]
    headless = only.reason == "no_header"
    if headless and (only.column.header or len(found) > 1):
        return found
    offset = next(iter(titles)) - year
    means: Means | None = {0: "current", -1: "previous"}.get(offset)  # type: ignore[assignment]
    if means is None or any(each.means == means for each in dated):
        return found
    told = replace(only, means=means, reason="title_year", confidence=0.88)
    return [told if each is only else each for each in found]


def _title_years(block: Block) -> set[int]:
    """Return the years that the titles of a block and the name of its sheet mention."""
    texts = (*block.titles, block.table.sheet.name)
    return {int(year) for text in texts for year in _YEARS.findall(text)}


def _without_doubles(meaning: Meaning, found: Sequence[Meaning]) -> Meaning:
    """Two columns of the same year and sort: which of them to report is not for the program to say."""
    if meaning.means not in ("current", "previous", "budget"):
        return meaning
    same = [each for each in found if (each.means, each.statement) == (meaning.means, meaning.statement)]
    return meaning if len(same) == 1 else replace(meaning, means=None, reason="column_twice")


def _checked_difference(meaning: Meaning, found: Sequence[Meaning], rows: Sequence[Row]) -> Meaning:
    """Leave a column out as a difference when its words are beyond doubt, or when it is one in every row."""
    if meaning.means not in (None, "ignore") or meaning.reason not in ("difference", "no_header", "odd", "yearless"):
        return meaning
    if meaning.reason == "difference" and _SURELY.search(plain_letters(meaning.column.header)):
        return meaning
    others = [each.column.number for each in found if each.means in ("current", "previous", "budget")]
    if _is_difference(meaning.column.number, others, rows):
        return replace(meaning, means="ignore", reason="difference_checked")
    return replace(meaning, means=None, reason="no_difference") if meaning.reason == "difference" else meaning


def _is_difference(column: int, others: Sequence[int], rows: Sequence[Row]) -> bool:
    for left in others:
        for right in others:
            checked = [
                row.values[column] == (row.values.get(left) or Decimal(0)) - (row.values.get(right) or Decimal(0))
                for row in rows
                if left != right and row.values.get(column)
            ]
            if len(checked) >= _LEAST_ROWS and all(checked):
                return True
    return False


def scale_of(block: Block) -> Scale | None:
    """Return the scale that a block mentions; euros where it mentions none, None where it mentions two."""
    head = [cell.shown for cell in block.table.sheet.cells if _heads(block, cell.ref.row, cell.ref.column)]
    texts = [*head, block.table.sheet.name, *block.titles]
    found = {scale for text in texts if (scale := said_scale(text)) is not None}
    if len(found) > 1:
        return None
    return found.pop() if found else 1


def _heads(block: Block, row: int, column: int) -> bool:
    end = block.table.header_rows[-1] if block.table.header_rows else block.table.first_row
    left = 1 if block.table.alone else min(block.table.labels)
    right = max(each.number for each in block.table.columns)
    return block.table.first_row <= row <= end and left <= column <= (right if not block.table.alone else 10**6)


def kinds_of(block: Block) -> set[StatementKind]:
    """Return whether the titles of a block, or else its sheet, call it separate or consolidated."""
    titles: set[StatementKind] = set()
    for title in block.titles:
        titles |= statements_in(title)
    return titles | statements_in(block.table.sheet.name)


def years_in(blocks: Iterable[Block]) -> Mapping[int, int]:
    """Count the years of columns with actual figures."""
    counts: dict[int, int] = {}
    for block in blocks:
        for column in block.table.columns:
            sense = column.sense
            if sense and sense.year is not None and not sense.odd and sense.kind in (None, "actual", "unit"):
                counts[sense.year] = counts.get(sense.year, 0) + 1
    return counts
