"""The best lines for all rows of a table together, found exactly, and for each row the best in which it is another.

The rows are a forest: each total with the rows that add up to it. Points go from the leaves up and back (max-sum); the
rows that are part of nothing form a chain that may change from one statement to the next, at a price. A subtotal of
the workbook's own hides nothing: what it holds is weighed against the line that it is part of.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from operator import add, sub
from typing import Final

from xbrl_pipeline.recognise.lexicon import Statement
from xbrl_pipeline.recognise.lines import Line, Lines
from xbrl_pipeline.recognise.match import How
from xbrl_pipeline.recognise.table import Row
from xbrl_pipeline.recognise.weights import WEIGHTS

_FAR: Final = -1e9
_MOST_PASSED: Final = 8  # lines of a total that are weighed against what stands below its subtotals
Reasons = tuple[str, ...]


@dataclass(frozen=True)
class Option:
    """What a row may be; without a line it is none of the taxonomy's, below one that is ``under``."""

    line: Line | None
    points: float = 0.0
    reasons: Reasons = ()
    how: How | None = None
    under: Line | None = None

    @property
    def whole(self) -> Line | None:
        """The line that the parts of the row add up to, or are part of."""
        return self.line or self.under


@dataclass
class Node:
    """A row with what it may be, the rows that add up to it and the row it is part of."""

    row: Row
    options: list[Option]
    parts: tuple[int, ...] = ()
    total: int | None = None
    passed: frozenset[Line] = frozenset()  # lines that it may be an own subtotal of
    inside: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)  # best explanation of the table with each option


def solve_forest(nodes: Mapping[int, Node], lines: Lines, prior: Mapping[Statement, float]) -> float:
    """Find for each option of each row the points of the best explanation of the table with it; return the best.

    ``prior`` has the points of every statement for the first row.
    """
    return _Forest(nodes, lines, prior).solve()


def best_of(node: Node) -> Option:
    """Return what a row is in the best explanation."""
    place = max(range(len(node.whole)), key=node.whole.__getitem__)
    return node.options[place]


class _Forest:
    def __init__(self, nodes: Mapping[int, Node], lines: Lines, prior: Mapping[Statement, float]) -> None:
        self.nodes, self.lines, self.prior = nodes, lines, prior
        # by part, for each option of its total: the points with each of its own options, and the most there is below
        self.pairs: dict[int, list[list[float]]] = {}
        self.best: dict[int, list[float]] = {}

    def solve(self) -> float:
        order = self._leaves_first()
        for place in reversed(order):
            self._pass_lines(self.nodes[place])
        for place in order:
            self._sum_up(self.nodes[place])
        score = self._chain([self.nodes[place] for place in sorted(self.nodes) if self.nodes[place].total is None])
        for place in reversed(order):
            self._hand_down(self.nodes[place])
        return score

    def _leaves_first(self) -> list[int]:
        order: list[int] = []
        waiting = [place for place, node in self.nodes.items() if node.total is None]
        while waiting:
            place = waiting.pop()
            order.append(place)
            waiting += self.nodes[place].parts
        return order[::-1]

    def _pass_lines(self, node: Node) -> None:
        """Let a subtotal be an own one below each of the likely lines of its total."""
        if node.total is None or not node.parts:
            return
        above = sorted(self.nodes[node.total].options, key=lambda option: -option.points)
        lines = [option.whole for option in above if option.whole is not None]
        node.passed = frozenset(list(dict.fromkeys(lines))[:_MOST_PASSED])
        node.options += [Option(None, under=line) for line in sorted(node.passed)]

    def _pair(self, above: Line, below: Line) -> float:
        steps = self.lines.steps(above, below)
        if steps is None:
            return WEIGHTS["sum.stranger" if above[0] == below[0] else "sum.foreign"]
        return WEIGHTS[("sum.same", "sum.direct")[steps] if steps <= 1 else "sum.below"]

    def _pairs(self, above: Option, below: Node) -> list[float]:
        whole = above.whole
        passed = whole if whole in below.passed else None
        return [
            (0.0 if each.under == passed else _FAR)
            if each.line is None
            else 0.0
            if whole is None
            else self._pair(whole, each.line)
            for each in below.options
        ]

    def _sum_up(self, node: Node) -> None:
        for part in node.parts:
            below = self.nodes[part]
            self.pairs[part] = [self._pairs(option, below) for option in node.options]
            self.best[part] = [max(map(add, below.inside, points)) for points in self.pairs[part]]
        node.inside = [
            option.points + sum(self.best[part][place] for part in node.parts)
            for place, option in enumerate(node.options)
        ]

    def _chain(self, roots: Sequence[Node]) -> float:
        """Give the rows that are part of nothing their statements, one after the other."""
        kinds = list(self.lines.lexica)
        local = [self._by_statement(node) for node in roots]
        forward: list[dict[Statement, float]] = []
        before: dict[Statement, float] = dict(self.prior)
        for place, own in enumerate(local):
            reached = before if place == 0 else _moved(before, kinds)
            forward.append(reached)
            before = {kind: reached[kind] + max(own[kind], own[None]) for kind in kinds}
        score = max(before.values())
        after: dict[Statement, float] = dict.fromkeys(kinds, 0.0)
        for place in range(len(roots) - 1, -1, -1):
            node, own = roots[place], local[place]
            around = {kind: forward[place][kind] + after[kind] for kind in kinds}
            node.whole = [
                inside + (max(around.values()) if option.line is None else around[option.line[0]])
                for inside, option in zip(node.inside, node.options, strict=True)
            ]
            after = _moved({kind: after[kind] + max(own[kind], own[None]) for kind in kinds}, kinds)
        return score

    def _by_statement(self, node: Node) -> dict[Statement | None, float]:
        best: dict[Statement | None, float] = dict.fromkeys((*self.lines.lexica, None), _FAR)
        for inside, option in zip(node.inside, node.options, strict=True):
            kind = option.line[0] if option.line is not None else None
            best[kind] = max(best[kind], inside)
        return best

    def _hand_down(self, node: Node) -> None:
        for part in node.parts:
            below = self.nodes[part]
            rest = list(map(sub, node.whole, self.best[part]))
            below.whole = [
                inside + max(map(add, rest, points))
                for inside, points in zip(below.inside, zip(*self.pairs[part], strict=True), strict=True)
            ]


def _moved(points: Mapping[Statement, float], kinds: Sequence[Statement]) -> dict[Statement, float]:
    best = max(points.values())
    return {kind: max(points[kind], best + WEIGHTS["statement.switch"]) for kind in kinds}
