"""The tests of formula assertions that are linear equations, taken apart into what is added and subtracted."""

import re
from collections.abc import Mapping
from typing import Final, NamedTuple

from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.taxonomy.model import Term

_EQUALS: Final = re.compile(r"\s(?:eq|=)\s|(?<=[)\w])=(?=[$\w(])")
_TERM: Final = re.compile(r"\s*([+-])?\s*(?:sum\(\s*\$([\w:.-]+?)\s*\)|\$([\w:.-]*\w))\s*")


class Sides(NamedTuple):
    """Both sides of an equation; both empty where the test is something else."""

    left: tuple[Term, ...] = ()
    right: tuple[Term, ...] = ()


def sides(test: str, concepts: Mapping[str, tuple[QName, ...]]) -> Sides:
    """Split ``$a = sum($b) - $c``; ``concepts`` tells which concepts each variable may bind."""
    parts = _EQUALS.split(test.strip())
    if len(parts) != 2:  # noqa: PLR2004 - an equation has two sides
        return Sides()
    left, right = (_terms(part, concepts) for part in parts)
    return Sides(left, right) if left and right else Sides()


def _terms(side: str, concepts: Mapping[str, tuple[QName, ...]]) -> tuple[Term, ...]:
    terms: list[Term] = []
    place = 0
    while place < len(side):
        match = _TERM.match(side, place)
        if match is None or (terms and match[1] is None):
            return ()
        variable = (match[2] or match[3]).rpartition(":")[2]
        if not concepts.get(variable):
            return ()
        terms.append(Term(variable, concepts[variable], -1 if match[1] == "-" else 1, summed=match[2] is not None))
        place = match.end()
    return tuple(terms)
