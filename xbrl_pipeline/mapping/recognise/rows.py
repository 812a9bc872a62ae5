"""The line of every row of a table, found together: words propose, sums and headings decide, the runner-up is kept.

The rows of a table are a forest: each total with the rows that add up to it. The best lines for all rows together are
found exactly, from the leaves up and back (max-sum); so is, for each row, the best explanation in which it is something
else. The rows that are part of nothing form a chain that may change from one statement to the next, at a price.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.recognise.grid import Row
from xbrl_pipeline.mapping.recognise.lexicon import Statement
from xbrl_pipeline.mapping.recognise.lines import Line, Lines
from xbrl_pipeline.mapping.recognise.match import How
from xbrl_pipeline.mapping.recognise.structure import Groups, Vector, find_groups, negated, ties
from xbrl_pipeline.mapping.recognise.tokens import plain_letters, words_of
from xbrl_pipeline.mapping.recognise.weights import WEIGHTS

_TOTAL: Final = re.compile(
    r"^\W*(?:sub)?(?:totaa?le?n?|total|som|saldo|subtotaal|sum)\b|\b(?:totaal|total)\W*$|^\W*(?:balanstotaal|telling)\b"
)
_WITHIN: Final = re.compile(r"^\W*(?:w\.?v\b\.?|waarvan|waaronder|hiervan|of which|including)\b")
_HOW: Final = {
    How.EXACT: "words.exact",
    How.RELATIVE: "words.relative",
    How.SHORT: "words.short",
    How.TYPO: "words.typo",
    How.NEAR: "words.near",
    How.PART: "words.part",
}
_OWN_WORDS: Final = frozenset(_HOW.values()) - {"words.near", "words.part"}
_ROUNDS: Final = 8
_CLOSE: Final = 1.0  # points by which two rows that claim one line must differ for one of them to have it
_LEAST_NUMBERS: Final = 3
_MOST_OPTIONS: Final = 24
_FAR: Final = -1e9
_NET: Final[Line] = ("income", "NetResultAfterTax")
_SALDO: Final[Line] = ("income", "BalanceIncomeAndExpenses")
_FINANCIAL: Final[frozenset[Line]] = frozenset(
    ("income", key)
    for key in ("FinancialIncomeExpenses", "InterestIncomeRelatedIncome", "InterestExpensesRelatedExpenses")
)
_RESULTS: Final[frozenset[Line]] = frozenset(
    ("income", key) for key in ("ResultBeforeTax", "ResultAfterTax", "NetResultAfterTax", "BalanceIncomeAndExpenses")
)
Reasons = tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """What a row may be; without a line it is none of the taxonomy's."""

    line: Line | None
    points: float = 0.0
    reasons: Reasons = ()
    how: How | None = None


@dataclass(frozen=True)
class Decision:
    """What a row is taken for. ``margin`` is the distance in points to the best explanation in which it is not that."""

    row: Row
    line: Line | None
    margin: float
    reasons: Reasons
    options: tuple[Line, ...]  # best first
    how: How | None = None
    twice: bool = False  # another row has as good a claim to the line


@dataclass(frozen=True)
class Context:
    """What is known of a table before its rows are looked at."""

    titles: tuple[str, ...] = ()
    sheet: str = ""
    before: Statement | None = None  # the statement of the table above, for one that goes on without a title
    slack: int = 0
    forbidden: Mapping[int, frozenset[Line]] = field(default_factory=dict)  # by place: what a row is not
    given: Mapping[int, Line | None] = field(default_factory=dict)  # by place: what a person said it is
    same: Mapping[int, frozenset[Line]] = field(default_factory=dict)  # by place: lines with these very amounts
    numbered: bool = False  # the numbers of the workbook are those of RJ 660


@dataclass
class _Node:
    row: Row
    options: list[Option]
    parts: tuple[int, ...] = ()
    total: int | None = None
    inside: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)  # best explanation of the table with each option


def decide_rows(
    rows: Sequence[Row], vectors: Mapping[int, Vector], lines: Lines, context: Context
) -> tuple[list[Decision], Groups]:
    """Return what every row with figures is, and which rows add up to which."""
    solver = _Solver(rows, vectors, lines, context)
    return solver.decide(), solver.groups


def is_total(row: Row) -> bool:
    """Tell whether the words of a row call it a total."""
    return _TOTAL.search(plain_letters(row.bare)) is not None


def numbered_lines(row: Row, lines: Lines) -> set[Line]:
    """Return the lines that have the number of a row in RJ 660."""
    number = row.number
    return {
        (statement, lexicon.numbered[number])
        for statement, lexicon in lines.lexica.items()
        if number in lexicon.numbered
    }


def count_numbers(rows: Sequence[Row], lines: Lines) -> tuple[int, int]:
    """Count the numbers that say the line of the words, and those that say another, taken for those of RJ 660."""
    hits = misses = 0
    for row in rows:
        said = numbered_lines(row, lines) if row.label else set()
        named = [line for line, how in lines.candidates(row).items() if how >= How.SHORT] if said else []
        if named:
            hits += bool(said & set(named))
            misses += not said & set(named)
    return hits, misses


def is_within(row: Row) -> bool:
    """Tell whether a row says a part of the row above it, beside the parts that add up: "waarvan"."""
    return _WITHIN.match(plain_letters(row.bare)) is not None


class _Solver:
    def __init__(self, rows: Sequence[Row], vectors: Mapping[int, Vector], lines: Lines, context: Context) -> None:
        self.rows, self.vectors, self.lines, self.context = rows, vectors, lines, context
        self.by_place = {row.place: row for row in rows}
        self.found = {row.place: lines.candidates(row) for row in rows if row.label}
        self.groups = self._find_groups(vectors)
        self.headings = self._headings()
        self.titles = [named for text in context.titles[-3:][::-1] if (named := self._named(text))]
        hits, misses = count_numbers(rows, lines)
        self.numbered = context.numbered or (hits >= _LEAST_NUMBERS and hits >= 4 * misses)
        results = [place for place, named in self.found.items() if place in vectors and _RESULTS & named.keys()]
        self.last_result = max(results, default=-1)
        financial = [place for place, named in self.found.items() if place in vectors and _FINANCIAL & named.keys()]
        self.first_financial = min(financial, default=len(rows))
        self.excluded: dict[int, set[Line]] = {place: set(found) for place, found in context.forbidden.items()}
        self.twice: set[int] = set()
        self.left: dict[int, Line] = {}
        self.score = 0.0

    def decide(self) -> list[Decision]:
        nodes = self._solve()
        for place in self._subtotals(nodes):
            nodes = self._flattened(place, nodes)
        for _ in range(_ROUNDS):
            changed = self._part_doubles(nodes)
            if not (self._find_left(nodes) or changed):
                break
            nodes = self._solve()
        return [self._decision(node) for node in nodes.values()]

    # what is known of the rows

    def _find_groups(self, vectors: Mapping[int, Vector]) -> Groups:
        """Find the sums that explain most rows: with hidden rows and "waarvan" or without, as they stand or subtracted."""
        hidden = {place for place in vectors if self.by_place[place].hidden}
        within = {place for place in vectors if is_within(self.by_place[place])}
        best: Groups | None = None
        for dropped in dict.fromkeys(map(frozenset, (hidden | within, hidden, within, frozenset[int]()))):
            kept = {place: found for place, found in vectors.items() if place not in dropped}
            found = self._with_minus(kept)
            if best is None or len(found.total_of) > len(best.total_of):
                best = found
        return best or Groups()

    def _with_minus(self, vectors: Mapping[int, Vector]) -> Groups:
        """Find sums as they stand, and with what the taxonomy subtracts subtracted; take what explains more rows."""
        slack = self.context.slack
        plain = find_groups(self.rows, vectors, slack, is_total, self._may_add)
        minus = {
            place: negated(found)
            for place, found in vectors.items()
            if place not in plain.parts_of
            and self._is_minus(place)
            and all(value is None or value >= 0 for value in found)
        }
        if not minus:
            return plain
        other = find_groups(self.rows, {**vectors, **minus}, slack, is_total, self._may_add)
        return other if len(other.total_of) > len(plain.total_of) else plain

    def _is_minus(self, place: int) -> bool:
        named = [line for line, how in self.found.get(place, {}).items() if how >= How.TYPO]
        return bool(named) and all(line in self.lines.subtracted for line in named)

    def _may_add(self, total: int, parts: Sequence[int]) -> bool:
        """Tell whether the words allow rows to be parts of another: not where all that have a name are strangers."""
        above = [line for line, how in self.found.get(total, {}).items() if how is How.EXACT]
        named = [[line for line, how in self.found.get(part, {}).items() if how is How.EXACT] for part in parts]
        named = [each for each in named if each]
        if not above or not named:
            return True
        strange = sum(
            all(self.lines.relate(each, line) == "stranger" for each in above for line in found) for found in named
        )
        return strange < len(named)

    def _named(self, text: str) -> dict[Line, How]:
        """Return the lines that a title names; the name of a whole statement is no line."""
        if {"income", "cash"} & self.lines.titled([text]).keys():
            return {}
        return {line: how for line, how in self.lines.named(text).items() if how >= How.TYPO}

    def _headings(self) -> dict[int, Row | None]:
        """Return for each row the heading that it stands under and that no total has closed."""
        found: dict[int, Row | None] = {}
        stack: list[Row] = []
        before: Row | None = None
        for row in self.rows:
            if row.heading:
                stack.append(row)
                continue
            parts = self.groups.parts_of.get(row.place, ()) if row.place in self.groups.below else ()
            if parts:
                first = min(parts)
                opened = [each for each in stack if each.place < first]
                stack = opened[: len(opened) - 1] if opened and self._opens(opened[-1], first) else opened
                found[row.place] = opened[-1] if opened and self._opens(opened[-1], first) else None
            else:
                found[row.place] = stack[-1] if stack else None
            if is_within(row) and row.place not in self.groups.total_of:
                found[row.place] = before
            elif row.label:
                before = row
        return found

    def _opens(self, heading: Row, first: int) -> bool:
        """Tell whether no row with figures stands between a heading and the first part of a total."""
        return not any(heading.place < place < first for place in self.vectors)

    def _numbered(self, row: Row) -> set[Line]:
        return numbered_lines(row, self.lines)

    # options

    def _options(self, row: Row) -> list[Option]:
        given = self.context.given.get(row.place, ...)
        if given is not ...:
            return [Option(given, 0.0, ("person",), How.EXACT)]  # type: ignore[arg-type]
        found: dict[Line, Option] = {}
        for line, how in self.found.get(row.place, {}).items():
            found[line] = Option(line, WEIGHTS[_HOW[how]], (_HOW[how],), how)
        bare = not words_of(row.bare).stems
        if bare:
            self._add(found, self._of_heading(row), "words.heading")
            if self._is_whole(row):
                for place, named in enumerate(self.titles):
                    self._add(found, named, "words.title", less=place * 0.5)
        if row.place in self.groups.parts_of:
            free = bare and not found
            self._add(found, self._of_parts(row), "words.parent" if free else "words.unlike")
        self._add(found, dict.fromkeys(self.context.same.get(row.place, ()), How.SHORT), "words.parent")
        left = self.left.get(row.place)
        if left is not None:
            self._add(found, {left: How.SHORT}, "words.left")
        if self.numbered:
            said = self._numbered(row)
            for line in said - found.keys():
                found[line] = Option(line, 0.0, ("number.same",), How.PART)
        excluded = self.excluded.get(row.place, set())
        options = [self._weighed(row, option) for line, option in found.items() if line not in excluded]
        options.sort(key=lambda option: -option.points)
        return [*options[:_MOST_OPTIONS], Option(None)]

    def _add(self, found: dict[Line, Option], named: Mapping[Line, How], weight: str, less: float = 0.0) -> None:
        for line, how in named.items():
            if line not in found and how >= How.TYPO:
                found[line] = Option(line, WEIGHTS[weight] - less, (weight,), how)

    def _of_heading(self, row: Row) -> Mapping[Line, How]:
        heading = self.headings.get(row.place)
        if heading is None:
            return {}
        said = self._numbered(heading) if self.numbered else set()
        return self.found.get(heading.place, {}) if not said else dict.fromkeys(said, How.EXACT)

    def _is_whole(self, row: Row) -> bool:
        """Tell whether a row is the total of its table: part of nothing, and the first or last with figures."""
        filled = sorted(self.vectors)
        return row.place not in self.groups.total_of and row.place in (filled[0], filled[-1])

    def _of_parts(self, row: Row) -> dict[Line, How]:
        found: dict[Line, How] = {}
        for part in self.groups.parts_of.get(row.place, ()):
            for line, how in self.found.get(part, {}).items():
                if how >= How.SHORT:
                    found |= dict.fromkeys(self.lines.parents(line), How.SHORT)
        return found

    def _weighed(self, row: Row, option: Option) -> Option:
        line = option.line
        if line is None:
            return option
        points, reasons = option.points, list(option.reasons)
        for name in self._unary(row, line):
            points += WEIGHTS[name]
            reasons.append(name)
        return Option(line, points, tuple(dict.fromkeys(reasons)), option.how)

    def _unary(self, row: Row, line: Line) -> Iterator[str]:
        if row.hidden:
            yield "row.hidden"
        if line in self.context.same.get(row.place, ()):
            yield "same.amounts"
        if line == _SALDO and self.first_financial < row.place:
            yield "row.after_financial"
        if line == _NET:
            yield "row.last_result" if row.place >= self.last_result else "row.earlier_result"
        if self.numbered and (said := self._numbered(row)):
            named = _HOW.get(self.found.get(row.place, {}).get(line, How.PART), "") in _OWN_WORDS
            part = named and any(
                "direct" in (self.lines.relate(each, line), self.lines.relate(line, each)) for each in said
            )
            yield "number.same" if line in said else "number.part" if part else "number.other"
        if row.place in self.groups.total_of:
            return
        named = self._of_heading(row)
        if named:
            relation = self._best_relation(named, line)
            if relation == "same" and (row.place in self.groups.parts_of or is_total(row)):
                relation = "direct"
            yield f"flow.{relation}"
        elif self.titles:
            yield f"title.{self._best_relation(self.titles[0], line)}"

    def _best_relation(self, above: Mapping[Line, How], line: Line) -> str:
        best = max(above.values())
        found = {self.lines.relate(each, line) for each, how in above.items() if how >= min(best, How.RELATIVE)}
        return next(name for name in ("direct", "below", "same", "stranger") if name in found)

    # the solution

    def _solve(self) -> dict[int, _Node]:
        nodes = {
            row.place: _Node(
                row,
                self._options(row),
                self.groups.parts_of.get(row.place, ()),
                self.groups.total_of.get(row.place),
            )
            for row in self.rows
            if row.values or row.nil
        }
        order = self._leaves_first(nodes)
        for place in order:
            self._sum_up(nodes[place], nodes)
        roots = [nodes[place] for place in sorted(nodes) if nodes[place].total is None]
        self._chain(roots)
        for place in reversed(order):
            self._hand_down(nodes[place], nodes)
        return nodes

    def _leaves_first(self, nodes: Mapping[int, _Node]) -> list[int]:
        order: list[int] = []
        waiting = [place for place, node in nodes.items() if node.total is None]
        while waiting:
            place = waiting.pop()
            order.append(place)
            waiting += nodes[place].parts
        return order[::-1]

    def _pair(self, above: Option, below: Option) -> float:
        if above.line is None or below.line is None:
            return 0.0
        steps = self.lines.steps(above.line, below.line)
        if steps is None:
            return WEIGHTS["sum.stranger"]
        return WEIGHTS[("sum.same", "sum.direct")[steps] if steps <= 1 else "sum.below"]

    def _best_below(self, option: Option, node: _Node) -> float:
        return max(inside + self._pair(option, each) for inside, each in zip(node.inside, node.options, strict=True))

    def _sum_up(self, node: _Node, nodes: Mapping[int, _Node]) -> None:
        node.inside = [
            option.points + sum(self._best_below(option, nodes[part]) for part in node.parts) for option in node.options
        ]

    @cached_property
    def _prior(self) -> dict[Statement, float]:
        titled = self.lines.titled(self.context.titles)
        points = dict.fromkeys(self.lines.lexica, 0.0)
        for statement, place in titled.items():
            points[statement] += WEIGHTS["title.statement"] / place**0.5
        for statement in self.lines.titled([self.context.sheet]):
            points[statement] += WEIGHTS["sheet.statement"]
        if self.context.before is not None and not titled:
            points[self.context.before] += 1.0
        return points

    def _chain(self, roots: Sequence[_Node]) -> None:
        """Give the rows that are part of nothing their statements, one after the other."""
        kinds = list(self.lines.lexica)
        local = [self._by_statement(node) for node in roots]
        forward: list[dict[Statement, float]] = []
        before: dict[Statement, float] = self._prior
        for place, own in enumerate(local):
            reached = before if place == 0 else _moved(before, kinds)
            forward.append(reached)
            before = {kind: reached[kind] + max(own[kind], own[None]) for kind in kinds}
        self.score = max(before.values())
        after: dict[Statement, float] = dict.fromkeys(kinds, 0.0)
        for place in range(len(roots) - 1, -1, -1):
            node, own = roots[place], local[place]
            around = {kind: forward[place][kind] + after[kind] for kind in kinds}
            node.whole = [
                inside + (max(around.values()) if option.line is None else around[option.line[0]])
                for inside, option in zip(node.inside, node.options, strict=True)
            ]
            after = _moved({kind: after[kind] + max(own[kind], own[None]) for kind in kinds}, kinds)

    def _by_statement(self, node: _Node) -> dict[Statement | None, float]:
        best: dict[Statement | None, float] = dict.fromkeys((*self.lines.lexica, None), _FAR)
        for inside, option in zip(node.inside, node.options, strict=True):
            kind = option.line[0] if option.line is not None else None
            best[kind] = max(best[kind], inside)
        return best

    def _hand_down(self, node: _Node, nodes: Mapping[int, _Node]) -> None:
        for part in node.parts:
            below = nodes[part]
            rest = [
                whole - self._best_below(option, below) for whole, option in zip(node.whole, node.options, strict=True)
            ]
            below.whole = [
                inside + max(r + self._pair(above, option) for r, above in zip(rest, node.options, strict=True))
                for inside, option in zip(below.inside, below.options, strict=True)
            ]

    # subtotals of the workbook's own

    def _subtotals(self, nodes: Mapping[int, _Node]) -> list[int]:
        """Return totals that are part of a total, with words of their own that name no line."""
        return [
            place
            for place, node in nodes.items()
            if node.parts
            and node.total is not None
            and words_of(node.row.bare).stems
            and not any(how >= How.TYPO for how in self.found.get(place, {}).values())
        ]

    def _flattened(self, place: int, nodes: dict[int, _Node]) -> dict[int, _Node]:
        """Let the parts of a subtotal be parts of the total above it, where that explains more."""
        before, score = self.groups, self.score
        total = before.total_of[place]
        parts = {each: found for each, found in before.parts_of.items() if each != place}
        parts[total] = tuple(sorted({*parts[total], *before.parts_of[place]} - {place}))
        totals = {part: total if above == place else above for part, above in before.total_of.items() if part != place}
        self.groups = Groups(totals, parts, before.below)
        flat = self._solve()
        if self.score > score:
            return flat
        self.groups, self.score = before, score
        return nodes

    # two rows, one line

    def _part_doubles(self, nodes: Mapping[int, _Node]) -> bool:
        """Two rows with different figures are not the same line: the one with the weaker claim gives way."""
        claims: dict[Line, list[int]] = {}
        for place, node in nodes.items():
            best = _best_of(node)
            if best.line is not None and place in self.vectors:
                claims.setdefault(best.line, []).append(place)
        changed = self._part_families(nodes)
        for line, places in claims.items():
            if len(places) < 2:  # noqa: PLR2004 - two rows
                continue
            if self._alike(places):
                changed = self._part_only_child(line, places, nodes) or changed
                continue
            ranked = sorted(
                places,
                key=lambda place: (self.by_place[place].hidden, _is_wordless(nodes[place]), -self._gap(nodes[place])),
            )
            winner, rival = ranked[0], ranked[1]
            lasting = self._gap(nodes[winner]) - self._gap(nodes[rival]) >= _CLOSE
            lasting = lasting or (self.by_place[rival].hidden and not self.by_place[winner].hidden)
            lasting = lasting or (_is_wordless(nodes[rival]) and not _is_wordless(nodes[winner]))
            losers = ranked[1:] if lasting else ranked
            if not lasting:
                self.twice |= set(ranked)
            for place in losers:
                self.excluded.setdefault(place, set()).add(line)
                changed = True
        return changed

    def _part_only_child(self, line: Line, places: Sequence[int], nodes: Mapping[int, _Node]) -> bool:
        """Of two rows with the same figures, one the total of the other, the part is the line below where it can be."""
        totals = [place for place in places if is_total(self.by_place[place]) or not self.by_place[place].label]
        changed = False
        for place in places:
            below = [
                option
                for option in nodes[place].options
                if option.line is not None and self.lines.relate(line, option.line) == "direct" and option.points > 0
            ]
            if len(totals) == 1 and place not in totals and below:
                self.excluded.setdefault(place, set()).add(line)
                changed = True
        return changed

    def _part_families(self, nodes: Mapping[int, _Node]) -> bool:
        """A row without parts of its own, beside rows that are below its line, is not that line but its rest."""
        changed = False
        for place, node in nodes.items():
            line = _best_of(node).line
            if line is None or node.parts or node.total is None or line[1] not in self.lines.lexica[line[0]].adds:
                continue
            beside = [_best_of(nodes[other]).line for other in nodes[node.total].parts if other != place]
            below = [
                each for each in beside if each is not None and self.lines.relate(line, each) in ("direct", "below")
            ]
            if below and any(option.line is not None and option.line != line for option in node.options):
                self.excluded.setdefault(place, set()).add(line)
                changed = True
        return changed

    def _find_left(self, nodes: Mapping[int, _Node]) -> bool:
        """Where all parts of a total but one are lines that add up to it, and one line is left: that is the part."""
        changed = False
        for node in nodes.values():
            total = _best_of(node).line
            if total is None or len(node.parts) < 3:  # noqa: PLR2004 - of two parts either may be the odd one
                continue
            found = {part: _best_of(nodes[part]).line for part in node.parts}
            unknown = [part for part, line in found.items() if line is None and part not in self.left]
            direct = set(self.lines.lexica[total[0]].adds.get(total[1], ()))
            free = direct - {line[1] for line in found.values() if line is not None}
            fitting = all(line is None or line[1] in direct for line in found.values())
            if len(unknown) == 1 and len(free) == 1 and fitting:
                self.left[unknown[0]] = (total[0], free.pop())
                changed = True
        return changed

    def _alike(self, places: Sequence[int]) -> bool:
        first = self.vectors[places[0]]
        return all(ties(first, self.vectors[place], self.context.slack) for place in places[1:])

    def _gap(self, node: _Node) -> float:
        ranked = sorted(node.whole, reverse=True)
        return ranked[0] - ranked[1] if len(ranked) > 1 else 99.0

    def _decision(self, node: _Node) -> Decision:
        best = _best_of(node)
        ranked = sorted(zip(node.whole, node.options, strict=True), key=lambda pair: -pair[0])
        options = tuple(option.line for _, option in ranked if option.line is not None)
        reasons = best.reasons
        if best.line is not None and node.total is not None:
            reasons = (*reasons, "sum")
        barred = self.excluded.get(node.row.place, set()) if node.row.place in self.twice else set()
        return Decision(
            node.row,
            best.line,
            self._gap(node),
            reasons,
            (*options, *(line for line in barred if line not in options)),
            best.how,
            twice=node.row.place in self.twice,
        )


def _best_of(node: _Node) -> Option:
    place = max(range(len(node.whole)), key=node.whole.__getitem__)
    return node.options[place]


def _is_wordless(node: _Node) -> bool:
    """Tell whether the best line of a row is not one that its own words name."""
    return not any(reason in _OWN_WORDS for reason in _best_of(node).reasons)


def _moved(points: Mapping[Statement, float], kinds: Sequence[Statement]) -> dict[Statement, float]:
    best = max(points.values())
    return {kind: max(points[kind], best + WEIGHTS["statement.switch"]) for kind in kinds}
