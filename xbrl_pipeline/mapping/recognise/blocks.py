"""Which statement each stretch of a table is, by the words of its rows, its titles and the name of its sheet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xbrl_pipeline.mapping.recognise.lexicon import Lexicon, Statement, statement_patterns
from xbrl_pipeline.mapping.recognise.match import How, candidates
from xbrl_pipeline.mapping.recognise.tables import Row, Table
from xbrl_pipeline.mapping.recognise.tokens import plain_letters

KINDS: Final[tuple[Statement, ...]] = ("balance", "income", "cash", "equity")
_SWITCH, _TITLE, _SHEET = 3.0, 2.5, 1.0
_LEAST_VOTES: Final = 3
_SHARE: Final = 0.35
Scores = dict[Statement, float]


@dataclass(frozen=True)
class Block:
    """A stretch of rows of a table that is one statement."""

    table: Table
    statement: Statement
    rows: tuple[Row, ...]
    first: bool  # it begins with the header of the table
    titles: tuple[str, ...]

    @property
    def first_row(self) -> int:
        """The first row of the block on its sheet."""
        return self.table.first_row if self.first else self.rows[0].index

    @property
    def last_row(self) -> int:
        """The last row of the block on its sheet."""
        return self.rows[-1].index

    @property
    def header_rows(self) -> tuple[int, ...]:
        """The rows with the headers, where they stand in the block."""
        return self.table.header_rows if self.first else ()


def split_statements(table: Table, lexica: Mapping[Statement, Lexicon]) -> list[Block]:
    """Cut a table where one statement ends and the next begins; stretches that are no statement are left out."""
    known = [statement for statement in KINDS if statement in lexica]
    votes = {row.index: _votes(row, known, lexica) for row in table.rows}
    titled = _title_scores((*table.titles, table.sheet.name), known)
    path = _best_path(table.rows, votes, titled, known)
    blocks: list[Block] = []
    start = 0
    for place in range(1, len(path) + 1):
        if place == len(path) or path[place] != path[start]:
            rows = table.rows[start:place]
            titles = (*table.titles, *_headings(rows)) if start == 0 else tuple(_headings(rows))
            block = Block(table, path[start], rows, start == 0, titles)
            if _convinces(block, votes, titled if start == 0 else {}):
                blocks.append(block)
            start = place
    return blocks


def _headings(rows: Sequence[Row]) -> Iterable[str]:
    """Give the words above the first figures."""
    for row in rows:
        if row.values:
            return
        yield row.label


def _votes(row: Row, known: Iterable[Statement], lexica: Mapping[Statement, Lexicon]) -> Scores:
    if not row.label:
        return {}
    scores: Scores = {}
    for statement in known:
        found = candidates(row, lexica[statement])
        if found and max(candidate.how for candidate in found) >= How.RELATIVE:
            scores[statement] = 1.0
    if len(scores) > 1:
        scores = dict.fromkeys(scores, 0.6)
    if row.heading:
        for statement, score in _title_scores((row.label,), known, body=True).items():
            scores[statement] = scores.get(statement, 0) + score
    return scores


def _title_scores(titles: Iterable[str], known: Iterable[Statement], *, body: bool = False) -> Scores:
    scores: Scores = {}
    texts = [plain_letters(title) for title in titles]
    for statement in known:
        pattern = statement_patterns()[statement][1]
        if any(pattern.search(text) for text in texts):
            scores[statement] = _TITLE if body else _SHEET + 1
    return scores


def _best_path(
    rows: Sequence[Row], votes: Mapping[int, Scores], start: Scores, known: Sequence[Statement]
) -> list[Statement]:
    """Find the statements of the rows that most rows vote for, changing no more often than pays."""
    best = {statement: (start.get(statement, 0.0), [statement]) for statement in known}
    for place, row in enumerate(rows):
        step: dict[Statement, tuple[float, list[Statement]]] = {}
        for statement in known:
            stay = best[statement]
            other = max((best[each] for each in known if each != statement), default=stay, key=lambda pair: pair[0])
            score, path = stay if stay[0] >= other[0] - _SWITCH or place == 0 else (other[0] - _SWITCH, other[1])
            step[statement] = (score + votes[row.index].get(statement, 0.0), [*path, statement])
        best = step
    path = max(best.values(), key=lambda pair: pair[0])[1][1:]
    return _with_titles(rows, votes, path)


def _with_titles(rows: Sequence[Row], votes: Mapping[int, Scores], path: list[Statement]) -> list[Statement]:
    """Give the rows without figures above the first row of a statement to that statement."""
    for place in range(len(path) - 1, 0, -1):
        if path[place] != path[place - 1]:
            back = place - 1
            while (
                back > 0
                and rows[back].heading
                and path[back - 1] != path[place]
                and not votes[rows[back].index].get(path[back])
            ):
                path[back] = path[place]
                back -= 1
    return path


def _convinces(block: Block, votes: Mapping[int, Scores], titled: Scores) -> bool:
    """Tell whether enough rows with figures are lines of the statement."""
    filled = [row for row in block.rows if row.values]
    hits = sum(bool(votes[row.index].get(block.statement)) for row in filled)
    if not filled:
        return False
    enough = hits >= _LEAST_VOTES or (hits >= _LEAST_VOTES - 1 and bool(titled.get(block.statement)))
    return enough and hits >= _SHARE * len(filled)


def narrowed(block: Block, columns: Iterable[int]) -> Block:
    """Return a block with the figures of some columns only."""
    wanted = set(columns)
    rows = tuple(replace(row, values={c: v for c, v in row.values.items() if c in wanted}) for row in block.rows)
    return replace(block, rows=rows)
