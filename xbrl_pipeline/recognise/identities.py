"""How questions are known: by topic and words, never by amounts, places or the year itself.

So the same layout asks the same question next year and for the next board, and an answer can be kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from xbrl_pipeline.recognise.periods import ColumnPeriod, plain_header
from xbrl_pipeline.recognise.table import Row, Table
from xbrl_pipeline.recognise.tokens import plain_letters

_NUMBERS: Final = re.compile(r"[0-9][0-9.,/-]*")
_LONGEST: Final = 60


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Return words without numbers, case and signs."""
    words = _NUMBERS.sub(" ", plain_letters(text))
    return " ".join(re.sub(r"[^\w/ ]", " ", words).split())[:_LONGEST].strip()


def table_id(table: Table, before: Sequence[Table]) -> str:
    """Return how a table is known: its sheet, its nearest title, and which of those with the same it is."""
    name = _table_words(table)
    place = sum(_table_words(other) == name for other in before)
    return f"{name}|{place + 1}" if place else name


def _table_words(table: Table) -> str:
    title = plain(table.titles[-1]) if table.titles else ""
    return f"{plain(table.sheet.name)}|{title}"


def column_ids(periods: Sequence[ColumnPeriod], table: str) -> dict[int, str]:
    """Return the ids of the columns of a table, by number. A head asks the same question wherever it stands."""
    seen: Counter[str] = Counter()
    found: dict[int, str] = {}
    for period in periods:
        name = plain_header(period.column) or f"{table}|"
        seen[name] += 1
        found[period.column.number] = f"column:{name}#{seen[name]}"
    return found


def row_ids(rows: Iterable[Row], table: str, title: str) -> dict[int, str]:
    """Return the ids of the rows of a table, by place: the heading or title that they stand under and their words."""
    found: dict[int, str] = {}
    seen: Counter[str] = Counter()
    above = plain(title) or table
    heading = above
    for row in rows:
        if row.heading:
            heading = plain(row.label) or above
            continue
        name = f"row:{heading}|{plain(row.label)}"
        seen[name] += 1
        found[row.place] = name if seen[name] == 1 else f"{name}|{seen[name]}"
    return found


def sign_id(row: str) -> str:
    """Return the id of the question with which sign a row is reported. ``row`` is the id of the row."""
    return f"sign:{row.removeprefix('row:')}"


def rivals_id(names: Iterable[str]) -> str:
    """Return the id of the question which of several tables or columns is meant."""
    found = sorted(set(names))
    topic = "column" if found and found[0].startswith("column:") else "table"
    return f"{topic}:{' / '.join(name.removeprefix('column:') for name in found)}"
