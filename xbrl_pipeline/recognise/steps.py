"""Rows that only hand an amount on: what is left in between, and what is carried over to the next page."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Final

from xbrl_pipeline.recognise.structure import Vector, added, negated
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import plain_letters

_LEFT: Final = re.compile(r"\W*(?:rest|restant|restbedrag|resteert|blijft(?: over)?|remainder|remains)\W*")
_CARRIED: Final = re.compile(
    r"\W*(?:(?:per |te )?transport(?:eren)?|over te brengen|overgebracht|overbrengen|carried forward|brought forward)"
    r"(?P<more>\W*| \(.*\)| (?:van|naar|from|to|vorige|volgende)\b.*)"
)


def is_left(row: Row) -> bool:
    """Tell whether the words of a row say no more than that something is left."""
    return _says_left(row.bare)


def is_carried(row: Row) -> bool:
    """Tell whether the words of a row say that an amount is carried over from one page to the next."""
    return _carries(row.bare) is not None


def is_surely_carried(row: Row) -> bool:
    """Tell whether they also say of what, or to where: "transport" alone may be what it costs to move something."""
    more = _carries(row.bare)
    return bool(more) or "transporteren" in plain_letters(row.bare)


@lru_cache(maxsize=20_000)
def _says_left(text: str) -> bool:
    return _LEFT.fullmatch(plain_letters(text)) is not None


@lru_cache(maxsize=20_000)
def _carries(text: str) -> str | None:
    found = _CARRIED.fullmatch(plain_letters(text))
    return found["more"].strip() if found is not None else None


def find_left(rows: Sequence[Row], vectors: Mapping[int, Vector]) -> frozenset[int]:
    """Return the rows with what is left of an amount, in every column: the last such amount less or with one row."""
    found: set[int] = set()
    shown = [row for row in rows if row.place in vectors]
    for (start, step), row in zip(pairwise(shown), shown[2:], strict=False):
        if is_left(row) and not (is_left(step) or (is_left(start) and start.place not in found)):
            whole, part = vectors[start.place], vectors[step.place]
            if vectors[row.place] in (added(whole, negated(part)), added(whole, part)):
                found.add(row.place)
    return frozenset(found)
