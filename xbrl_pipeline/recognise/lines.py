"""All lines of all statements in one place, and how two lines stand to one another."""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final, Literal

from xbrl_pipeline.recognise.lexicon import Entry, Lexicon, Statement, statement_patterns
from xbrl_pipeline.recognise.match import Candidate, How, candidates
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import plain_letters

Line = tuple[Statement, str]
Relation = Literal["direct", "below", "same", "stranger", "foreign"]  # foreign: of another statement
KINDS: Final[tuple[Statement, ...]] = ("balance", "income", "cash", "equity")
_PART: Final = re.compile(
    r"^(?!.*\bbalans).*\b(?:activa|passiva)\b|"
    r"^\W*(?:totaa?l )?(?:baten|lasten|eigen vermogen)\W*$|kasstroom uit|kasstromen|cash flows? from|"
    r"financiele baten|\bsaldo\b|\bresultaat uit\b"
)
_BRACKETED: Final = re.compile(r"\(([^)]{4,})\)\s*$")


class Lines:
    """The lines that rows can be. What the words of a row can mean is looked up once."""

    def __init__(self, lexica: Mapping[Statement, Lexicon]) -> None:
        self.lexica = {statement: lexica[statement] for statement in KINDS if statement in lexica}
        self._below: dict[Line, dict[str, int]] = {}
        self._found: dict[tuple[str, tuple[str, ...]], dict[Line, How]] = {}

        self.subtracted = frozenset(
            (statement, part.key)
            for statement, lexicon in self.lexica.items()
            for _, parts in lexicon.sums
            for part in parts
            if part.weight < 0 and part.key not in lexicon.adds
        )

    def entry(self, line: Line) -> Entry:
        """Return a line with its names."""
        return self.lexica[line[0]].entries[line[1]]

    def parents(self, line: Line) -> list[Line]:
        """Return the lines that a line adds up to."""
        statement, key = line
        return [(statement, total) for total in self.lexica[statement].totals.get(key, ())]

    def relate(self, above: Line, line: Line) -> Relation:
        """Tell how a line stands to one that a row stands under."""
        if above[0] != line[0]:
            return "foreign"
        steps = self.steps(above, line)
        return "stranger" if steps is None else ("same", "direct")[steps] if steps <= 1 else "below"

    def steps(self, above: Line, line: Line) -> int | None:
        """Return over how many sums a line adds up to another: 0 is the line itself, None where it does not."""
        if above == line:
            return 0
        return self._all_below(above).get(line[1]) if above[0] == line[0] else None

    def _all_below(self, line: Line) -> dict[str, int]:
        if line not in self._below:
            adds = self.lexica[line[0]].adds
            found: dict[str, int] = {}
            level, depth = {line[1]}, 0
            while level:
                depth += 1
                level = {part for key in level for part in adds.get(key, ())} - found.keys()
                found |= dict.fromkeys(level, depth)
            self._below[line] = found
        return self._below[line]

    def candidates(self, row: Row) -> dict[Line, How]:
        """Return the lines that the words of a row may name, over all statements."""
        known = (row.bare, row.texts)
        if known not in self._found:
            found: dict[Line, How] = {}
            for statement, lexicon in self.lexica.items():
                for candidate in candidates(row, lexicon):
                    found[statement, candidate.key] = candidate.how
            self._found[known] = self._with_whole(row, _best(found))
        return self._found[known]

    def _with_whole(self, row: Row, found: dict[Line, How]) -> dict[Line, How]:
        """Prefer the line that words in brackets name to the one below it: "Banktegoeden (liquide middelen)".

        It stays possible: "Bekostiging OCW (rijksbijdrage)" may stand among the parts of the contributions.
        """
        bracketed = _BRACKETED.search(row.bare)
        if bracketed is None or bracketed[0] == row.bare.strip():
            return found
        inside = Row(0, "", bracketed[1], (bracketed[1],), {})
        whole = {line for line, how in self.candidates(inside).items() if how is How.EXACT}
        above = {line: How.EXACT for line in whole if any(self.relate(line, each) == "direct" for each in found)}
        below = {line: min(how, How.RELATIVE) for line, how in found.items()}
        return {**below, **above} if above else found

    def named(self, text: str) -> dict[Line, How]:
        """Return the lines that a title or heading may name."""
        return self.candidates(Row(0, "", text, (text,), {}))

    def titled(self, texts: Iterable[str]) -> dict[Statement, int]:
        """Return the statements that titles name, and how near to the table: 1 is the nearest title."""
        found: dict[Statement, int] = {}
        for place, text in enumerate(reversed(list(texts)), 1):
            for statement in _titled(text):
                if statement in self.lexica:
                    found.setdefault(statement, place)
        return found


@lru_cache(maxsize=20_000)
def _titled(text: str) -> tuple[Statement, ...]:
    """Return the statements that a title names."""
    plain = plain_letters(text).replace("_", " ")
    return tuple(statement for statement in KINDS if statement_patterns()[statement][1].search(plain))


def names_statement(text: str) -> bool:
    """Tell whether a text names a statement, and not a part of one as *activa* does."""
    plain = plain_letters(text).replace("_", " ")
    return (bool(_titled(text)) or "exploitatie" in plain) and _PART.search(plain) is None


def _best(found: dict[Line, How]) -> dict[Line, How]:
    """Keep likenesses only where nothing is a name outright."""
    if any(how >= How.TYPO for how in found.values()):
        return {line: how for line, how in found.items() if how >= How.TYPO}
    return found


__all__ = ["KINDS", "Candidate", "Line", "Lines", "Relation"]
