"""Tables of a taxonomy filled in from a report: rows, columns and the facts where they meet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import Final

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.rendering.parameters import Values
from xbrl_pipeline.rendering.sides import Members, Rules, SideSlot, UnknownValueError, slots_of
from xbrl_pipeline.rendering.words import AccountWords
from xbrl_pipeline.taxonomy.layouts import TableLayout

_ORDER: Final = "PresentationOrder"  # of the NT: the place of a member among the others
Places = Mapping[tuple[int, int], tuple[ReadFact, ...]]  # by row and column


class Index:
    """The facts of a report, by what a table asks for."""

    def __init__(self, facts: Iterable[ReadFact]) -> None:
        self._by_members: dict[tuple[QName, Members], list[ReadFact]] = defaultdict(list)
        self._by_concept: dict[QName, list[ReadFact]] = defaultdict(list)
        self._orders: dict[Members, Decimal | None] = {}
        for fact in facts:
            if fact.key is None:
                continue
            members = frozenset(fact.key.dimensions)
            self._by_members[fact.concept, members].append(fact)
            self._by_concept[fact.concept].append(fact)
            if fact.concept.local == _ORDER:
                self._orders[members] = read_amount(fact.text)

    def find(self, concept: QName, members: Members) -> Sequence[ReadFact]:
        """Return the facts of a concept with exactly these members."""
        return self._by_members.get((concept, members), ())

    def of(self, concept: QName) -> Sequence[ReadFact]:
        """Return all facts of a concept."""
        return self._by_concept.get(concept, ())

    def has_any(self, concepts: Iterable[QName]) -> bool:
        """Tell whether there is a fact of one of these concepts."""
        return any(concept in self._by_concept for concept in concepts)

    def order(self, members: Members) -> Decimal | None:
        """Return the place that the report gives to members of an open axis."""
        return self._orders.get(members)


@dataclass(frozen=True, slots=True)
class Laid:
    """A table with the facts in it."""

    layout: TableLayout
    rows: tuple[SideSlot, ...]
    columns: tuple[SideSlot, ...]
    places: Places

    @property
    def facts(self) -> Iterator[ReadFact]:
        """Every fact, once for each place."""
        return (fact for found in self.places.values() for fact in found)


def lay_out(layout: TableLayout, index: Index, values: Values, words: AccountWords) -> Laid | None:
    """Return a table with its facts; None where it has none, or needs what the report does not give."""
    try:
        sides = {axis: _side(layout, axis, values) for axis in ("x", "y", "z")}
    except UnknownValueError:
        return None
    concepts = [slot.rules.concept for side in sides.values() for slot in side if slot.rules.concept]
    if not index.has_any(concepts):
        return None
    columns = [_below(outer, slot) for outer in sides["z"] or (None,) for slot in sides["x"]]
    rows = _opened(sides["y"], columns, concepts, index, words)
    columns = _opened([slot for slot in columns if slot.own], sides["y"], concepts, index, words)
    places = _places(rows, columns, index)
    return Laid(layout, tuple(rows), tuple(columns), places) if places else None


def _side(layout: TableLayout, axis: str, values: Values) -> list[SideSlot]:
    """Return the slots of one side; of several breakdowns every combination."""
    sides = [slots_of(each, values) for each in layout.breakdowns if each.axis == axis]
    if len(sides) <= 1:
        return list(sides[0]) if sides else []
    combined = product(*([slot for slot in side if slot.own] for side in sides))
    return [_chain(slots) for slots in combined]


def _chain(slots: Sequence[SideSlot]) -> SideSlot:
    found = slots[0]
    for slot in slots[1:]:
        found = _below(found, slot)
    return found


def _below(outer: SideSlot | None, slot: SideSlot) -> SideSlot:
    """Return a slot with all that another says too."""
    if outer is None:
        return slot
    one, two = outer.rules, slot.rules
    taken = {each.axis for each in two.members}
    rules = Rules(
        concept=two.concept or one.concept,
        period=two.period if two.period is not None else one.period,
        members=(*(each for each in one.members if each.axis not in taken), *two.members),
        open=(*one.open, *two.open),
        tags=one.tags | two.tags,
    )
    return SideSlot((*outer.path, *slot.path), rules, slot.own and outer.own, anchor=slot.anchor)


def _opened(
    slots: Sequence[SideSlot], across: Sequence[SideSlot], concepts: Sequence[QName], index: Index, words: AccountWords
) -> list[SideSlot]:
    """Give each slot on an open axis once for each of the members that the report has there."""
    if not any(slot.rules.open for slot in slots):
        return list(slots)
    elsewhere = {each.axis for slot in across for each in slot.rules.members} | {
        axis for slot in across for axis in slot.rules.open
    }
    found: list[SideSlot] = []
    for slot in slots:
        if not slot.rules.open:
            found.append(slot)
            continue
        asked = [slot.rules.concept] if slot.rules.concept else concepts
        facts = (fact for concept in dict.fromkeys(asked) for fact in index.of(concept))
        values = {value for fact in facts if (value := _values(slot, fact, elsewhere)) is not None}
        made = [replace(slot, values=each) for each in values]
        found += _ordered(made, index, words)
    return found


def _values(slot: SideSlot, fact: ReadFact, elsewhere: set[QName]) -> tuple[QName, ...] | None:
    """Return the members that a fact has on the open axes of a slot; None where it has no place in it."""
    if fact.key is None:
        return None
    members = dict(fact.key.dimensions)
    asked = dict(slot.rules.members)
    if any(members.pop(axis, None) != member for axis, member in asked.items() if axis not in elsewhere):
        return None
    if slot.rules.period is not None and fact.key.period not in slot.rules.period.values():
        return None
    values = [members.pop(axis, None) for axis in slot.rules.open]
    left = members.keys() - elsewhere
    return None if left or None in values else tuple(value for value in values if value is not None)


def _ordered(slots: list[SideSlot], index: Index, words: AccountWords) -> list[SideSlot]:
    """Put the members of an open axis in the order that the report gives, else in that of the alphabet (SCP-08, 09)."""
    placed = [(index.order(slot.members), slot) for slot in slots]
    given = [order for order, _ in placed if order is not None]
    if len(given) == len(slots) == len(set(given)):
        return [slot for _, slot in sorted(placed, key=lambda each: each[0] or Decimal(0))]
    return sorted(slots, key=lambda slot: [words.member(Dimension(*each)).casefold() for each in _pairs(slot)])


def _pairs(slot: SideSlot) -> Iterator[tuple[QName, QName]]:
    return zip(slot.rules.open, slot.values, strict=True)


def _places(rows: Sequence[SideSlot], columns: Sequence[SideSlot], index: Index) -> Places:
    found: dict[tuple[int, int], tuple[ReadFact, ...]] = {}
    across = [(number, column, column.members) for number, column in enumerate(columns)]
    for place, row in enumerate(rows):
        if not row.own:
            continue
        own = row.members
        for number, column, members in across:
            concept = column.rules.concept or row.rules.concept
            if concept is None:
                continue
            facts = _meeting(row.rules, column.rules, index.find(concept, own | members))
            if facts:
                found[place, number] = facts
    return found


def _meeting(row: Rules, column: Rules, facts: Sequence[ReadFact]) -> tuple[ReadFact, ...]:
    return tuple(
        fact
        for fact in facts
        if fact.key is not None
        and column.takes(fact.key.period, sorted(row.tags))
        and row.takes(fact.key.period, sorted(column.tags))
    )


def merge(one: Laid, two: Laid) -> Laid | None:
    """Return two tables as one: they have the same rows, and the second asks for one more member, say of a budget.

    Columns of one period stand beside each other; None where the tables are not like that.
    """
    if [_shape(row) for row in one.rows] != [_shape(row) for row in two.rows]:
        return None
    if any(slot.rules.open for slot in (*one.columns, *two.columns)):
        return None
    first, second = ({axis for slot in laid.columns for axis, _ in slot.rules.members} for laid in (one, two))
    same = {each for slot in one.columns for each in slot.members} <= {e for s in two.columns for e in s.members}
    if not same or len(second - first) != 1:
        return None
    offset = len(one.columns)
    columns = (*one.columns, *two.columns)
    places = {**one.places, **{(row, column + offset): found for (row, column), found in two.places.items()}}
    order = _interleaved(columns, offset)
    moved = {old: new for new, old in enumerate(order)}
    return Laid(
        one.layout,
        one.rows,
        tuple(columns[number] for number in order),
        {(row, moved[column]): found for (row, column), found in places.items()},
    )


def _shape(row: SideSlot) -> tuple[object, ...]:
    return row.rules.concept, row.rules.tags, len(row.path), row.own, row.node.preferred


def _interleaved(columns: Sequence[SideSlot], offset: int) -> list[int]:
    """Return columns by period, the latest first; where the second table is of years ahead the earliest first."""
    ends = [_last_day(column) for column in columns]
    way = 1 if max(ends[offset:]) > max(ends[:offset]) else -1
    return sorted(range(len(columns)), key=lambda number: (way * ends[number].toordinal(), number))


def _last_day(column: SideSlot) -> date:
    return max((period.end for period in (column.rules.period or {}).values()), default=date.min)
