"""The line of every row of a table, found together: words propose, sums and headings decide, the runner-up is kept.

Two rows with different figures are never one line, and a row is never the total of the rows beside it: where the best
explanation says so, the weaker claim gives way and all rows are looked at again.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from xbrl_pipeline.recognise.forest import Node, Reasons, best_of, solve_forest
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.options import OWN_WORDS, RESULTS, Context, RowOptions, is_total
from xbrl_pipeline.recognise.steps import is_carried
from xbrl_pipeline.recognise.structure import Groups, Vector, ties
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.tokens import words_of

_ROUNDS: Final = 8
_FAMILY: Final = 2  # parts of a line that stand beside it, from which it follows that it is the rest of them
_CLOSE: Final = 1.0  # points by which two rows that claim one line must differ for one of them to have it


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


def decide_rows(
    rows: Sequence[Row], vectors: Mapping[int, Vector], lines: Lines, context: Context
) -> tuple[list[Decision], Groups]:
    """Return what every row with figures is, and which rows add up to which."""
    solver = _Solver(rows, vectors, lines, context)
    return solver.decide(), solver.known.groups


class _Solver:
    def __init__(self, rows: Sequence[Row], vectors: Mapping[int, Vector], lines: Lines, context: Context) -> None:
        self.rows, self.vectors, self.lines, self.slack = rows, vectors, lines, context.slack
        self.known = RowOptions(rows, vectors, lines, context)
        self.by_place = self.known.by_place
        self.twice: set[int] = set()

    def decide(self) -> list[Decision]:
        nodes = self._solve()
        for _ in range(_ROUNDS):
            changed = self._part_doubles(nodes)
            if not (self._find_left(nodes) or changed):
                break
            nodes = self._solve()
        return [self._decision(node) for node in nodes.values()]

    def _solve(self) -> dict[int, Node]:
        groups = self.known.groups
        nodes = {}
        for row in self.rows:
            if row.values or row.nil:
                total = groups.total_of.get(row.place)
                # a sum that is carried over says nothing of what it is made of
                total = None if total is not None and is_carried(self.by_place[total]) else total
                parts = () if is_carried(row) else groups.parts_of.get(row.place, ())
                nodes[row.place] = Node(row, self.known.of_row(row), parts, total)
        solve_forest(nodes, self.lines, self.known.prior)
        return nodes

    # two rows, one line

    def _part_doubles(self, nodes: Mapping[int, Node]) -> bool:
        """Two rows with different figures are not the same line: the one with the weaker claim gives way."""
        claims: dict[Line, list[int]] = {}
        for place, node in nodes.items():
            best = best_of(node)
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
            keeper = self._keeper(line, winner, rival)
            if keeper is not None:
                ranked.sort(key=lambda place: place != keeper)
                lasting = True
            losers = ranked[1:] if lasting else ranked
            if not lasting:
                self.twice |= set(ranked)
            for place in losers:
                self.known.excluded.setdefault(place, set()).add(line)
                changed = True
        return changed

    def _keeper(self, line: Line, one: int, other: int) -> int | None:
        """Return which of two rows is a line, where one of them is part of the other."""
        if line in RESULTS:  # they differ in a word, and each adds up to the next
            return None
        if self.known.holds(one, other):
            return self.known.keeper(line, one, other)
        return self.known.keeper(line, other, one) if self.known.holds(other, one) else None

    def _part_only_child(self, line: Line, places: Sequence[int], nodes: Mapping[int, Node]) -> bool:
        """Of two rows with the same figures, one the total of the other, the part is the line below where it can be."""
        totals = [place for place in places if is_total(self.by_place[place]) or not self.by_place[place].label]
        changed = False
        named = [place for place in places if not _is_wordless(nodes[place])]
        for place in set(places) - set(named):
            if named and (place in totals or self._repeats_heading(place) or self._says_more(place, named)):
                self.known.excluded.setdefault(place, set()).add(line)  # the total of a part is not that part
                changed = True
        for place in places:
            below = [
                option
                for option in nodes[place].options
                if option.line is not None and self.lines.relate(line, option.line) == "direct" and option.points > 0
            ]
            if len(totals) == 1 and place not in totals and below and self._is_beside(place, totals[0]):
                self.known.excluded.setdefault(place, set()).add(line)
                changed = True
        return changed

    def _says_more(self, place: int, named: Sequence[int]) -> bool:
        """Tell whether a row has words of its own, beside one that has the name: it is all that is part of it."""
        words = words_of(self.by_place[place].bare).stems
        return bool(words) and any(self._is_beside(place, other) for other in named)

    def _is_beside(self, one: int, other: int) -> bool:
        """Tell whether no visible row with an amount stands between two: elsewhere a total is of other parts."""
        return not any(
            min(one, other) < place < max(one, other) and any(figures) and not self.by_place[place].hidden
            for place, figures in self.vectors.items()
        )

    def _repeats_heading(self, place: int) -> bool:
        heading = self.known.headings.get(place)
        return heading is not None and words_of(heading.bare).same(words_of(self.by_place[place].bare))

    def _part_families(self, nodes: Mapping[int, Node]) -> bool:
        """Bar a line for a row without parts that stands beside rows below that line: it is its rest, or not known."""
        changed = False
        for place, node in nodes.items():
            line = best_of(node).line
            if line is None or node.parts or node.total is None or line[1] not in self.lines.lexica[line[0]].adds:
                continue
            beside = {other: best_of(nodes[other]).line for other in nodes[node.total].parts if other != place}
            below = [
                other
                for other, each in beside.items()
                if each is not None and self.lines.relate(line, each) in ("direct", "below")
            ]
            if not below or line in self.known.excluded.get(place, ()):
                continue
            rest = self.lines.lexica[line[0]].remainder.get(line[1])
            filled = [other for other in (*below, place) if any(self.vectors.get(other, ()))]
            if any(option.line is not None and option.line != line for option in node.options):
                self.known.excluded.setdefault(place, set()).add(line)
                changed = True
            elif len(filled) >= _FAMILY and not is_total(self.by_place[place]):
                self.known.excluded.setdefault(place, set()).add(line)
                if rest is not None and (line[0], rest) not in beside.values():
                    self.known.left.setdefault(place, (line[0], rest))
                changed = True
        return changed

    def _find_left(self, nodes: Mapping[int, Node]) -> bool:
        """Where all parts of a total but one are lines that add up to it, and one line is left: that is the part."""
        changed = False
        for node in nodes.values():
            total = best_of(node).line
            if total is None or len(node.parts) < 3:  # noqa: PLR2004 - of two parts either may be the odd one
                continue
            found = {part: best_of(nodes[part]).line for part in node.parts}
            unknown = [part for part, line in found.items() if line is None and part not in self.known.left]
            direct = set(self.lines.lexica[total[0]].adds.get(total[1], ()))
            free = direct - {line[1] for line in found.values() if line is not None}
            fitting = all(line is None or line[1] in direct for line in found.values())
            if len(unknown) == 1 and len(free) == 1 and fitting:
                self.known.left[unknown[0]] = (total[0], free.pop())
                changed = True
        return changed

    def _alike(self, places: Sequence[int]) -> bool:
        first = self.vectors[places[0]]
        return all(ties(first, self.vectors[place], self.slack) for place in places[1:])

    def _gap(self, node: Node) -> float:
        best = best_of(node)
        others = [whole for whole, option in zip(node.whole, node.options, strict=True) if option.line != best.line]
        return max(node.whole) - max(others) if others else 99.0

    def _decision(self, node: Node) -> Decision:
        best = best_of(node)
        ranked = sorted(zip(node.whole, node.options, strict=True), key=lambda pair: -pair[0])
        options = tuple(option.line for _, option in ranked if option.line is not None)
        reasons = best.reasons
        if best.line is not None and node.total is not None:
            reasons = (*reasons, "sum")
        barred = self.known.excluded.get(node.row.place, set()) if node.row.place in self.twice else set()
        return Decision(
            node.row,
            best.line,
            self._gap(node),
            reasons,
            (*options, *sorted(line for line in barred if line not in options)),
            best.how,
            twice=node.row.place in self.twice,
        )


def _is_wordless(node: Node) -> bool:
    """Tell whether the best line of a row is not one that its own words name."""
    return not any(reason in OWN_WORDS for reason in best_of(node).reasons)
