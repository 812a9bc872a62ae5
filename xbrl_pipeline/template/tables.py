"""Where a fact stands in the tables of a template: the column by what it is about, the row by its members."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from xbrl_pipeline.model.facts import Dimension, FactKey, Period, QName
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel
from xbrl_pipeline.template.layout import SheetPlan, Template

Members = tuple[Dimension, ...]
_Mark = tuple[QName, Period, Members]


class Spot(NamedTuple):
    """The sheet and the column of a fact, by their codes, and the members that its row names."""

    sheet: str
    members: Members
    column: str


class _Head(NamedTuple):
    """A column of a table: the axes whose members its rows name, and where it is."""

    axes: frozenset[QName]
    sheet: str
    column: str


class Tables:
    """The tables of one template."""

    def __init__(self, empty: Template, model: TaxonomyModel) -> None:
        self._empty: Final = empty
        self._model: Final = model

    def find(self, key: FactKey) -> Spot | None:
        """Return where a fact stands; the first column where a table shows it twice, as the second repeats it."""
        for size in range(len(key.dimensions), -1, -1):  # rows that name all members before those that name fewer
            for head in self._heads.get((key.concept, key.period), ()):
                spot = self._spot(key, *head)
                if spot is not None and len(spot.members) == size:
                    return spot
        return None

    def _spot(self, key: FactKey, fixed: Members, head: _Head) -> Spot | None:
        members = tuple(item for item in key.dimensions if item.axis in head.axes)
        rest = tuple(item for item in key.dimensions if item.axis not in head.axes)
        unnamed = head.axes - {item.axis for item in members}
        fits = rest == fixed and all(map(self._has_default, unnamed)) and all(map(self._is_choice, members))
        return Spot(head.sheet, members, head.column) if fits else None

    def _has_default(self, axis: QName) -> bool:
        return self._members.get(axis, (False, frozenset()))[0]

    def _is_choice(self, item: Dimension) -> bool:
        element = self._model.element(item.axis)
        typed = element is not None and element.kind is Kind.TYPED_AXIS
        return (
            bool(item.member.local) if typed else item.member in self._members.get(item.axis, (False, frozenset()))[1]
        )

    @cached_property
    def _members(self) -> Mapping[QName, tuple[bool, frozenset[QName]]]:
        """Whether each axis has a default, and its members in all hypercubes."""
        found: dict[QName, tuple[bool, frozenset[QName]]] = {}
        for axis in (axis for table in self._model.tables for axis in table.axes):
            default, members = found.get(axis.name, (False, frozenset()))
            found[axis.name] = (default or axis.default is not None, members.union(axis.members))
        return found

    @cached_property
    def _heads(self) -> Mapping[tuple[QName, Period], list[tuple[Members, _Head]]]:
        found: dict[tuple[QName, Period], dict[tuple[Members, frozenset[QName]], _Head]] = {}
        for (concept, period, fixed), head in self._columns():
            found.setdefault((concept, period), {}).setdefault((fixed, head.axes), head)
        return {at: [(fixed, head) for (fixed, _), head in heads.items()] for at, heads in found.items()}

    def _columns(self) -> Iterator[tuple[_Mark, _Head]]:
        for sheet in self._empty.sheets:
            for column in sheet.columns.values() if sheet.table else ():
                concept = self._model.concepts.get(column.aspects.concept) if column.aspects.concept else None
                if concept is not None:
                    year = self._empty.year.shifted(column.aspects.year or 0)
                    at = year.period(instant=concept.instant, at="start" if column.aspects.start else "end")
                    yield (concept.name, at, column.aspects.dimensions), _Head(_axes(sheet), sheet.code, column.code)


def _axes(sheet: SheetPlan) -> frozenset[QName]:
    return frozenset(each.aspects.key for each in sheet.columns.values() if each.aspects.key is not None)
