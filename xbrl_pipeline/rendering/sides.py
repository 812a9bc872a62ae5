"""The two sides of a table for one report: which rows and columns its nodes become, and what facts these take."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from xbrl_pipeline.model.facts import Dimension, Period, QName
from xbrl_pipeline.rendering.parameters import Values
from xbrl_pipeline.taxonomy.layouts import AspectRuleSet, Breakdown, LayoutNode

Members = frozenset[Dimension]
_IMPLIED = {"periodStartLabel": "table.periodStart", "periodEndLabel": "table.periodEnd"}


class UnknownValueError(LookupError):
    """A table needs a value that this report does not give."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What all nodes from the top of a side to one of its rows or columns say together."""

    concept: QName | None = None
    period: Mapping[str, Period] | None = None  # by tag
    members: tuple[Dimension, ...] = ()
    open: tuple[QName, ...] = ()
    tags: frozenset[str] = frozenset()  # of the rule sets that it takes from the other side

    def takes(self, period: Period, tags: Iterable[str]) -> bool:
        """Tell whether a fact of a period may stand in a line with these tags; a side without periods takes any."""
        if self.period is None:
            return True
        named = next((self.period[tag] for tag in tags if tag in self.period), self.period.get(""))
        return period == named


@dataclass(frozen=True, slots=True)
class SideSlot:
    """A row or a column, or a heading above some (``own`` is false).

    ``path`` holds the nodes above it and itself; ``values`` are the members it has on the open axes of its rules.
    """

    path: tuple[LayoutNode, ...]
    rules: Rules
    own: bool
    values: tuple[QName, ...] = ()
    anchor: LayoutNode | None = None  # the highest total that it counts towards

    @property
    def node(self) -> LayoutNode:
        """The node that it comes from."""
        return self.path[-1]

    @property
    def members(self) -> Members:
        """The members that its facts have."""
        pairs = zip(self.rules.open, self.values, strict=True)
        return frozenset((*self.rules.members, *(Dimension(*pair) for pair in pairs)))


def slots_of(breakdown: Breakdown, values: Values) -> tuple[SideSlot, ...]:
    """Return the rows or columns of one side in the order in which they are shown."""
    return tuple(_slots(breakdown.nodes, values, (), Rules(), None))


def _slots(
    nodes: Sequence[LayoutNode], values: Values, above: tuple[LayoutNode, ...], rules: Rules, anchor: LayoutNode | None
) -> Iterator[SideSlot]:
    """Give the slots of nodes of which the first and its siblings have one depth."""
    for node, below in _families(nodes):
        path, own = (*above, node), _joined(rules, node, values)
        inside = anchor or (node if node.preferred.lower().startswith("total") else None)
        slot = SideSlot(path, own, not node.abstract, anchor=inside)
        inner = _slots(below, values, path, own, inside)
        if node.last and not node.abstract:
            yield from inner
            yield slot
        else:
            yield slot
            yield from inner


def _families(nodes: Sequence[LayoutNode]) -> Iterator[tuple[LayoutNode, Sequence[LayoutNode]]]:
    """Give each node of the first depth with those below it."""
    start = 0
    while start < len(nodes):
        end = start + 1
        while end < len(nodes) and nodes[end].depth > nodes[start].depth:
            end += 1
        yield nodes[start], nodes[start + 1 : end]
        start = end


def _joined(rules: Rules, node: LayoutNode, values: Values) -> Rules:
    for each in node.rules:
        rules = _with(rules, each, values)
    if node.open is not None:
        rules = replace(rules, open=(*rules.open, node.open))
    tags = {tag for tag in (node.tag, _IMPLIED.get(node.preferred, "")) if tag}
    return replace(rules, tags=rules.tags | tags) if tags else rules


def _with(rules: Rules, found: AspectRuleSet, values: Values) -> Rules:
    members = {each.axis: each for each in rules.members}
    for rule in found.members:
        members.pop(rule.axis, None)
        member = rule.member
        if rule.expression:
            value = values.of(rule.expression)
            if not isinstance(value, QName):
                raise UnknownValueError(rule.expression)
            member = value
        if member is not None:
            members[rule.axis] = Dimension(rule.axis, member)
    period = rules.period
    if found.period is not None and any(found.period):
        period = {**(period or {}), found.tag: _period(found.period, values)}
    return replace(rules, concept=found.concept or rules.concept, members=tuple(members.values()), period=period)


def _period(expressions: tuple[str, str], values: Values) -> Period:
    start, end = expressions
    first, last = (values.day(start) if start else None), values.day(end)
    if last is None or (start and first is None):
        raise UnknownValueError(start or end)
    return Period(first, last)
