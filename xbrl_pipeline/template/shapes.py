"""Which combinations of members a line takes in a statement, by the hypercubes of the taxonomy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Final

from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.taxonomy.model import Axis, Hypercube, LinkRole, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

Combination = tuple[Dimension, ...]
_MOST_COLUMNS: Final = 40  # combinations; more become rows that name their members
_CONSOLIDATED: Final = "ConsolidatedMember"  # as in the NT, where no profile says otherwise
_BUDGET: Final = "BudgetMember"


@dataclass(frozen=True, slots=True)
class TableShape:
    """Axes whose members the user fills in per row, and the fixed combinations beside them."""

    keys: tuple[QName, ...]
    combinations: tuple[Combination, ...]


@dataclass(frozen=True)
class Shapes:
    """The hypercubes of one report, asked line by line."""

    model: TaxonomyModel
    profile: ReportProfile
    consolidated: bool

    def of(self, concept: QName, role: LinkRole) -> tuple[TableShape, ...]:
        """Return the ways in which a concept is reported in a role; none where only consolidated figures fit."""
        tables = [table for table in self.model.tables_of(concept) if not table.excludes]
        here = [table for table in tables if table.role == role.uri]
        groups = [here] if here else [[table] for table in tables]
        excluding = [table for table in self.model.tables_of(concept) if table.excludes and table.role == role.uri]
        shapes = [self._shape(group, excluding) for group in groups] if groups else [TableShape((), ((),))]
        return tuple(_merged(shape for shape in shapes if shape.combinations))

    def is_budget(self, combination: Combination) -> bool:
        """Tell whether figures are budgeted."""
        return any(self.means(item.member, self.profile.budget_member, _BUDGET) for item in combination)

    def is_consolidated(self, member: QName) -> bool:
        """Tell whether a member stands for consolidated figures."""
        return self.means(member, self.profile.consolidated_member, _CONSOLIDATED)

    def means(self, member: QName, known: str, usual: str) -> bool:
        """Tell whether a member is the one of the profile, or has the usual name where no profile says."""
        return member.local == (known.rpartition(":")[2] or usual)

    @cached_property
    def members(self) -> dict[QName, tuple[QName, ...]]:
        """Every member of each axis."""
        found: dict[QName, dict[QName, None]] = {}
        for table in self.model.tables:
            for axis in table.axes:
                found.setdefault(axis.name, {}).update(dict.fromkeys(axis.members))
        return {axis: tuple(members) for axis, members in found.items()}

    def _shape(self, tables: Iterable[Hypercube], excluding: list[Hypercube]) -> TableShape:
        axes = _together(axis for table in tables for axis in table.axes)
        typed = [axis for axis in axes if axis.typed]
        fixed = [axis for axis in axes if not axis.typed]
        options = {axis.name: self._options(axis) for axis in fixed}
        keys = [axis.name for axis in typed]
        for axis in sorted(fixed, key=lambda axis: -len(options[axis.name])):
            if len(options[axis.name]) > 1 and (keys or _size(options, keys) > _MOST_COLUMNS):
                keys.append(axis.name)
        chosen = [options[axis.name] for axis in fixed if axis.name not in keys]
        found = (tuple(sorted(item for item in each if item is not None)) for each in product(*chosen))
        kept = (each for each in found if not any(_excluded(each, table) for table in excluding))
        return TableShape(tuple(sorted(keys)), tuple(dict.fromkeys(kept)))

    def _options(self, axis: Axis) -> tuple[Dimension | None, ...]:
        members = [member for member in axis.members if self.consolidated or not self.is_consolidated(member)]
        options = [None if member == axis.default else Dimension(axis.name, member) for member in members]
        if axis.default is not None and None not in options:
            options.append(None)
        return tuple(options)


def _size(options: dict[QName, tuple[Dimension | None, ...]], keys: list[QName]) -> int:
    size = 1
    for axis, members in options.items():
        size *= 1 if axis in keys else len(members)
    return size


def _together(axes: Iterable[Axis]) -> list[Axis]:
    """Join the axes of hypercubes that hold at once; a member must be in each."""
    found: dict[QName, Axis] = {}
    for axis in axes:
        other = found.get(axis.name)
        both = axis.members if other is None else tuple(name for name in other.members if name in axis.members)
        found[axis.name] = Axis(axis.name, axis.typed, both, axis.default)
    return list(found.values())


def _excluded(combination: Combination, table: Hypercube) -> bool:
    """Tell whether a forbidding hypercube covers a combination."""
    members = {item.axis: item.member for item in combination}
    return all(members.get(axis.name, axis.default) in axis.members for axis in table.axes)


def _merged(shapes: Iterable[TableShape]) -> Iterator[TableShape]:
    by_keys: dict[tuple[QName, ...], dict[Combination, None]] = {}
    for shape in shapes:
        by_keys.setdefault(shape.keys, {}).update(dict.fromkeys(shape.combinations))
    return (TableShape(keys, tuple(found)) for keys, found in by_keys.items())
