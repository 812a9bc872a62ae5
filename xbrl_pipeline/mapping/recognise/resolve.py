"""The line of every row of a table: its words, its number, its place under other rows, and the sums it is part of."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from xbrl_pipeline.mapping.recognise.findings import Finding, Why
from xbrl_pipeline.mapping.recognise.lexicon import Lexicon
from xbrl_pipeline.mapping.recognise.match import Candidate, How, candidates
from xbrl_pipeline.mapping.recognise.signs import Signs, solve
from xbrl_pipeline.mapping.recognise.structure import Groups, Vector, find_groups, ties, vector
from xbrl_pipeline.mapping.recognise.tables import Row
from xbrl_pipeline.mapping.recognise.tokens import plain_letters, words_of

_TOTAL: Final = re.compile(r"^\W*(?:sub)?(?:totaa?le?|total|som|saldo|subtotaal|sum)\b|\b(?:totaal|total)\W*$")
_CHECK: Final = re.compile(r"controle|check|\bverschil|aansluit|difference")
_REST: Final = frozenset({"overig", "divers", "post"})
_ROUNDS: Final = 4
_EQUAL: Final = {"Assets": "EquityAndLiabilities", "EquityAndLiabilities": "Assets"}
_BASE: Final = {How.EXACT: 0.92, How.RELATIVE: 0.84, How.SHORT: 0.90, How.TYPO: 0.86, How.NEAR: 0.62, How.PART: 0.58}


@dataclass
class _State:
    keys: dict[int, str] = field(default_factory=dict)  # row -> line, headings too
    evidence: dict[int, int] = field(default_factory=dict)
    how: dict[int, How] = field(default_factory=dict)
    why: dict[int, list[Why]] = field(default_factory=dict)
    options: dict[int, tuple[str, ...]] = field(default_factory=dict)
    left: set[int] = field(default_factory=set)  # rows that are what they are because nothing else was left


def resolve(rows: Sequence[Row], lexicon: Lexicon, columns: Sequence[int], slack: int = 0) -> list[Finding]:
    """Return what each row with figures is. ``columns`` are those whose figures are used for the sums."""
    return _Resolver(rows, lexicon, columns, slack).resolve()


class _Resolver:
    def __init__(self, rows: Sequence[Row], lexicon: Lexicon, columns: Sequence[int], slack: int) -> None:
        self.rows, self.lexicon, self.columns, self.slack = rows, lexicon, columns, slack
        self.by_index = {row.index: row for row in rows}
        self.vectors = {row.index: found for row in rows if row.values and (found := vector(row, columns)) is not None}
        self.groups: Groups = find_groups(rows, columns, slack, _is_total)
        self.found = {row.index: candidates(row, lexicon) for row in rows}
        self.by_code = {row.code: row.index for row in rows if row.code}
        self.state = _State()
        self.flows: dict[int, tuple[str, ...]] = {}
        self.numbers_mean = self._numbers_mean()

    def resolve(self) -> list[Finding]:
        for _ in range(_ROUNDS):
            before = dict(self.state.keys)
            self._flow()
            for row in self.rows:
                self._choose(row)
            self._drop_doubles()
            if self.state.keys == before:
                break
        return self._findings()

    # which numbers the workbook uses

    def _numbers_mean(self) -> bool:
        """Tell whether the numbers in the table are those of RJ 660: most that say a line say that of the words."""
        hits = misses = 0
        for row in self.rows:
            line = self.lexicon.numbered.get(row.code)
            keys = [candidate.key for candidate in self.found[row.index] if candidate.how >= How.SHORT]
            if line is not None and keys:
                hits += line in keys
                misses += line not in keys
        return hits >= 3 and hits >= 4 * misses  # noqa: PLR2004 - a few hits may be chance

    # where each row stands

    def _flow(self) -> None:
        """Walk down the table and remember below which lines each row stands."""
        stack: list[str] = []
        for row in self.rows:
            key = self.state.keys.get(row.index)
            self.flows[row.index] = tuple(stack)
            if key is None:
                if row.heading or row.index in self.groups.parts_of:
                    stack = []  # something begins or ends here that was not understood
                continue
            above = self.lexicon.ancestors(key)
            if any(name in above for name in stack) or key in stack:
                while stack and stack[-1] not in above and stack[-1] != key:
                    stack.pop()
            elif key in self.lexicon.children:
                stack = []
            self.flows[row.index] = tuple(name for name in stack if name != key)
            self._turn(row, key, stack)

    def _turn(self, row: Row, key: str, stack: list[str]) -> None:
        """Begin below a line with a row that opens it; end there with its total."""
        if key not in self.lexicon.children:
            return
        if self._closes(row):
            while key in stack:
                stack.pop()
        elif key not in stack:
            stack.append(key)

    def _closes(self, row: Row) -> bool:
        """Tell whether a row is a total below its parts."""
        if row.heading:
            return False
        if row.index in self.groups.below or row.index in self.groups.parts_of:
            return row.index in self.groups.below
        key = self.state.keys.get(row.index)
        return _is_total(row) and any(
            index < row.index and key is not None and key in self.lexicon.ancestors(line)
            for index, line in self.state.keys.items()
        )

    # what each row is

    def _choose(self, row: Row) -> None:
        options = self._options(row)
        judged = [(self._evidence(row, candidate), candidate) for candidate in options]
        fitting = [(points, candidate) for points, candidate in judged if points is not None]
        state = self.state
        state.options[row.index] = tuple(candidate.key for candidate in options)
        if not fitting:
            state.keys.pop(row.index, None)
            state.why[row.index] = [self._why_not(row, options)]
            return
        best = max(points for points, _ in fitting)
        top = [candidate for points, candidate in fitting if points == best]
        top = self._nearest(row, top) if len(top) > 1 else top
        clear = len(top) == 1 and (len(options) == 1 or best > 0 or row.heading)
        left = [] if clear else self._not_taken(row, top)
        if len(left) == 1:
            top = left
            state.left.add(row.index)
        elif not clear:
            state.keys.pop(row.index, None)
            state.why[row.index] = [Why.AMBIGUOUS]
            return
        state.keys[row.index] = top[0].key
        state.evidence[row.index] = best
        state.how[row.index] = top[0].how
        state.why[row.index] = self._because(row, top[0], best, len(options))

    def _not_taken(self, row: Row, top: list[Candidate]) -> list[Candidate]:
        """Leave out the lines that other rows have by a name that is theirs alone."""
        taken = {
            found[0].key
            for index, found in self.found.items()
            if index != row.index and len(found) == 1 and found[0].how is How.EXACT and self.by_index[index].values
        }
        left = [candidate for candidate in top if candidate.key not in taken]
        return left if len(left) < len(top) else []

    def _options(self, row: Row) -> tuple[Candidate, ...]:
        found = self.found[row.index]
        if row.heading:
            groups = tuple(candidate for candidate in found if candidate.key in self.lexicon.children)
            return groups or found
        rest = self._rest_of(row, found)
        return (*found, Candidate(rest, How.RELATIVE)) if rest and all(c.key != rest for c in found) else found

    def _rest_of(self, row: Row, found: Iterable[Candidate]) -> str | None:
        """Return the line "overige" of the total that a row is part of, if it says no more or repeats that total.

        Only sums and numbers tell: the row above may be the end of another group.
        """
        words = set(words_of(row.bare).stems)
        plain = bool(words) and words <= _REST
        numbered = self.lexicon.numbered.get(row.code) if self.numbers_mean else None
        if numbered and plain and "rest" in self.lexicon.entries[numbered].traits:
            return numbered
        above = self.state.keys.get(self.groups.total_of.get(row.index, 0))
        if above is None:
            return None
        repeats = any(candidate.key == above for candidate in found)
        return self.lexicon.rest.get(above) if plain or repeats else None

    def _container(self, row: Row) -> str | None:
        total = self.groups.total_of.get(row.index)
        if total is not None and total in self.state.keys:
            return self.state.keys[total]
        flow = self.flows.get(row.index, ())
        return flow[-1] if flow else None

    def _evidence(self, row: Row, candidate: Candidate) -> int | None:
        """Count what speaks for a line; None where something speaks against it."""
        above = self.lexicon.ancestors(candidate.key)
        points = 0
        for judge in (self._by_sum, self._by_flow, self._by_number):
            found = judge(row, candidate.key, above)
            if found is None:
                return None
            points += found
        return points

    def _by_sum(self, row: Row, key: str, above: list[str]) -> int | None:
        parts = [self.state.keys[part] for part in self.groups.parts_of.get(row.index, ()) if part in self.state.keys]
        mine = [part for part in parts if self._adds_to(part, key)]
        if parts and not mine and self._top_heavy(row):
            return None
        points = 1 if parts and len(mine) == len(parts) else 0
        total = self.groups.total_of.get(row.index)
        line = self.state.keys.get(total) if total is not None else None
        if line is None:
            return points
        if line == key:
            return None
        if line in above:
            return points + 1 + (above[0] == line)
        if self._adds_to(key, line):
            return points + 1
        return points if _EQUAL.get(line) in above else None

    def _top_heavy(self, row: Row) -> bool:
        """Tell whether most of what adds up to a row is known."""
        parts = self.groups.parts_of.get(row.index, ())
        return 2 * sum(part in self.state.keys for part in parts) > len(parts)

    def _adds_to(self, part: str, total: str) -> bool:
        """Tell whether a line is somewhere below a total, in the tree or in the sums."""
        waiting, seen = [total], set[str]()
        while waiting:
            each = waiting.pop()
            below = self.lexicon.adds.get(each, frozenset())
            if part in below:
                return True
            waiting += below - seen
            seen |= below
        return False

    def _by_flow(self, row: Row, key: str, above: list[str]) -> int | None:
        flow = self.flows.get(row.index, ())
        if row.index in self.groups.total_of and self.groups.total_of[row.index] in self.state.keys:
            return 0  # the sums have spoken
        if key in flow:
            return None if not self._closes(row) and not self._again(row, key) else 0
        parent = above[0] if above else None
        if parent is None:
            return 0
        if parent in flow:
            return 2 if flow[-1] == parent else 1
        placed = [index for index, line in self.state.keys.items() if line == parent]
        if placed and not self._before(row, placed, parent):
            return None
        return 1 if any(name in flow for name in above) else 0

    def _again(self, row: Row, key: str) -> bool:
        """Tell whether a row repeats the figures of the row that opened its line, as a total below does."""
        same = [index for index, line in self.state.keys.items() if line == key and index != row.index]
        return all(self.by_index[index].heading or self._same(index, row.index) for index in same)

    def _same(self, left: int, right: int) -> bool:
        a, b = self.vectors.get(left), self.vectors.get(right)
        return a is not None and b is not None and ties(a, b, 0)

    def _before(self, row: Row, placed: list[int], parent: str) -> bool:
        """Tell whether a row may be one of the parts above a total, with no other total in between."""
        for total in placed:
            if total < row.index:
                continue
            between = (
                self.state.keys[index]
                for index in self.state.keys
                if row.index < index < total and self._closes(self.by_index[index])
            )
            if all(parent in self.lexicon.ancestors(line) for line in between):
                return True
        return False

    def _by_number(self, row: Row, key: str, above: list[str]) -> int | None:
        code = row.code
        if self.numbers_mean and code in self.lexicon.numbered:
            return 2 if self.lexicon.numbered[code] == key else None
        parent = code.rpartition(".")[0]
        while parent:
            line = self.state.keys.get(self.by_code.get(parent, 0))
            if line is not None:
                if line in above:
                    return 1
                return None if line in self.lexicon.children and line != key and not self._adds_to(key, line) else 0
            parent = parent.rpartition(".")[0]
        return 0

    def _nearest(self, row: Row, top: list[Candidate]) -> list[Candidate]:
        """Of lines that fit as well, take the one nearest to what the row stands under."""
        above = self._container(row)
        if above is None:
            return top
        steps = {c.key: self._steps(c.key, above) for c in top}
        least = min(steps.values())
        near = [candidate for candidate in top if steps[candidate.key] == least]
        best = max(candidate.how for candidate in near)
        return [candidate for candidate in near if candidate.how == best]

    def _steps(self, key: str, above: str) -> int:
        chain = self.lexicon.ancestors(key)
        return chain.index(above) if above in chain else len(self.lexicon.entries)

    def _why_not(self, row: Row, options: Sequence[Candidate]) -> Why:
        if not options:
            return Why.UNKNOWN if row.label else Why.NO_WORDS
        if self.numbers_mean and row.code in self.lexicon.numbered:
            return Why.NUMBER_DIFFERS
        return Why.ELSEWHERE

    def _because(self, row: Row, candidate: Candidate, points: int, options: int) -> list[Why]:
        name = {How.SHORT: Why.SHORT, How.TYPO: Why.TYPO, How.NEAR: Why.NEAR, How.PART: Why.NEAR}.get(
            candidate.how, Why.NAME
        )
        why = [Why.REST if candidate.how is How.RELATIVE and name is Why.NAME else name]
        if self.numbers_mean and self.lexicon.numbered.get(row.code) == candidate.key:
            why.append(Why.NUMBER)
        if points and (options > 1 or candidate.how is not How.EXACT):
            why.append(Why.CONTEXT)
        return why

    def _drop_doubles(self) -> None:
        """Two rows with different figures are not the same line: leave the one with the better grounds, or none."""
        rows: dict[str, list[int]] = {}
        for index, key in self.state.keys.items():
            if self.by_index[index].values:
                rows.setdefault(key, []).append(index)
        for indexes in rows.values():
            if len(indexes) > 1 and not all(self._same(indexes[0], other) for other in indexes[1:]):
                self._leave_best(indexes)

    def _leave_best(self, indexes: list[int]) -> None:
        ranks = {index: (self.state.how[index], self.state.evidence[index]) for index in indexes}
        best = max(ranks.values())
        winners = [index for index in indexes if ranks[index] == best]
        clear = len(winners) == 1 and self.state.evidence[winners[0]] > 0
        for index in indexes:
            if not clear or index not in winners:
                del self.state.keys[index]
                self.state.why[index] = [Why.TWICE]

    # what comes of it

    def _findings(self) -> list[Finding]:
        state = self.state
        shown: dict[str, Vector] = {}
        for index, key in state.keys.items():
            if index in self.vectors:
                shown.setdefault(key, self.vectors[index])
        signs = solve(self.lexicon, shown, self.slack)
        tied = Counter(key for total, keys in signs.tied for key in (total, *keys) if len(keys) > 1)
        broken = Counter(key for total, keys in signs.broken for key in (total, *keys))
        return [self._finding(row, signs, tied, broken) for row in self.rows if row.values or row.nil]

    def _finding(self, row: Row, signs: Signs, tied: Mapping[str, int], broken: Mapping[str, int]) -> Finding:
        key = self.state.keys.get(row.index)
        why = tuple(self.state.why.get(row.index, [Why.UNKNOWN]))
        options = self.state.options.get(row.index, ())
        if key is None:
            return self._left_out(row) or Finding(row, None, False, 0.0, why, options)
        how, points = self.state.how[row.index], self.state.evidence[row.index]
        confidence = _BASE[how] + 0.02 * min(points, 3)
        if key in tied:
            confidence, why = confidence + 0.05, (*why, Why.SUM)
            if how in (How.NEAR, How.PART) and points > 1 and self._in_sum(row, key):
                confidence += 0.15
        elif key in broken:
            confidence, why = confidence - 0.06, (*why, Why.BROKEN)
        if row.index in self.state.left and key not in tied:
            confidence, why = min(confidence, 0.7), (Why.AMBIGUOUS,)
        if key in signs.unclear:
            confidence, why = 0.5, (*why, Why.SIGN)
        found = Finding(row, key, signs.of.get(key, 1) < 0, min(confidence, 0.99), why, options)
        return (self._left_out(row) or found) if found.open and not options else found

    def _in_sum(self, row: Row, key: str) -> bool:
        """Tell whether a row is by its figures a part of the very line that stands above it in the taxonomy."""
        total = self.state.keys.get(self.groups.total_of.get(row.index, 0))
        return total is not None and key in self.lexicon.adds.get(total, frozenset())

    def _left_out(self, row: Row) -> Finding | None:
        """Leave out a row that is no line by the figures themselves: a subtotal that ties, a check that is nil."""
        values = self.vectors.get(row.index)
        if values is None:
            return None
        words = plain_letters(row.bare)
        if _CHECK.search(words) and not any(values):
            return Finding(row, None, False, 0.9, (Why.CHECK,), (), ignored=True)
        known = bool(self.state.options.get(row.index))
        if row.index in self.groups.below and (not row.label or _TOTAL.search(words)) and not known:
            return Finding(row, None, False, 0.9, (Why.SUBTOTAL,), (), ignored=True)
        return None


def _is_total(row: Row) -> bool:
    return _TOTAL.search(plain_letters(row.bare)) is not None
