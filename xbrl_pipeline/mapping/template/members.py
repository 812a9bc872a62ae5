"""The members that a row of a table names: free text on typed axes, a choice of the taxonomy on the others."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.words import Remark, fold
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Dimension, QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.taxonomy.model import Axis, Kind, TaxonomyModel
from xbrl_pipeline.template.codes import CodeNames
from xbrl_pipeline.workbook.cells import Cell, CellError


@dataclass(frozen=True, slots=True)
class RowMembers:
    """The members of a row; none where it names nothing, and a finding where what it names is wrong or missing."""

    members: tuple[Dimension, ...] | None
    finding: Finding | None = None


@dataclass
class Members:
    """Reads the key columns of one table."""

    model: TaxonomyModel
    tally: Tally
    sheet: str
    axes: Mapping[int, QName]  # by column
    seen: dict[tuple[Dimension, ...], CellRef] = field(default_factory=dict)

    def read(self, row: int, keys: Mapping[int, Cell], counting: tuple[Cell, ...]) -> RowMembers:
        """Read a row; ``counting`` are its cells that would be lost without a name."""
        found: list[Dimension] = []
        for column, axis in self.axes.items():
            cell = keys.get(column)
            if cell is None and self._default(axis) is None:
                return self._missing(row, column, keys, counting)
            member = None if cell is None else self._member(axis, cell)
            if cell is not None and member is None:
                return self._unknown(cell, keys)
            if member is not None and member.member != self._default(axis):
                found.append(member)
        if not keys and not counting:
            return RowMembers(None)
        self._settle(keys)
        self._check_twice(tuple(sorted(found)), keys)
        return RowMembers(tuple(sorted(found)))

    def _missing(self, row: int, column: int, keys: Mapping[int, Cell], counting: tuple[Cell, ...]) -> RowMembers:
        self._settle(keys)
        if not counting:
            return RowMembers(None)
        place = CellRef(self.sheet, row, column)
        return RowMembers(None, self.tally.note(Remark("template.key_missing", {"row": str(row)}), place))

    def _unknown(self, wrong: Cell, keys: Mapping[int, Cell]) -> RowMembers:
        finding = self.tally.note(Remark("template.unknown_member", {"shown": wrong.shown}), wrong.ref)
        self.tally.reject(wrong, finding)
        self._settle({column: cell for column, cell in keys.items() if cell is not wrong})
        return RowMembers(None, finding)

    def _settle(self, keys: Mapping[int, Cell]) -> None:
        for cell in keys.values():
            self.tally.skip(cell, Fate.LABEL, self.tally.pen.messages.text("template.reason.key"))

    def _check_twice(self, members: tuple[Dimension, ...], keys: Mapping[int, Cell]) -> None:
        if not keys:
            return
        ref = next(iter(keys.values())).ref
        if members in self.seen:
            shown = tuple(cell.shown for cell in keys.values())
            self.tally.note(Remark("template.key_twice", {"shown": shown}), self.seen[members], ref)
        self.seen.setdefault(members, ref)

    def _member(self, axis: QName, cell: Cell) -> Dimension | None:
        element = self.model.element(axis)
        if isinstance(cell.value, CellError):
            return None
        if element is not None and element.kind is Kind.TYPED_AXIS:
            return Dimension(axis, QName("", _text(cell)))
        names = CodeNames(self.model)
        found = [member for member in self._axis(axis).members if fold(cell.shown) in _words(self.model, member, names)]
        return Dimension(axis, found[0]) if len(found) == 1 else None

    def _default(self, axis: QName) -> QName | None:
        return self._axis(axis).default

    def _axis(self, name: QName) -> Axis:
        return self._known.get(name, Axis(name, typed=True, members=()))

    @cached_property
    def _known(self) -> dict[QName, Axis]:
        """Each axis with its members in all hypercubes."""
        found: dict[QName, Axis] = {}
        for axis in (axis for table in self.model.tables for axis in table.axes):
            other = found.get(axis.name, axis)
            both = tuple(dict.fromkeys((*other.members, *axis.members)))
            found[axis.name] = Axis(axis.name, axis.typed, both, axis.default)
        return found


def _text(cell: Cell) -> str:
    """Return the text of a typed member, as XML Schema writes numbers and days."""
    match cell.value:
        case Decimal():
            return f"{cell.value:f}"
        case date():
            return cell.value.isoformat()
        case _:
            return " ".join(cell.shown.split())


def _words(model: TaxonomyModel, member: QName, names: CodeNames) -> set[str]:
    """Return what people may call a member: its labels in any language, its name, its code."""
    element = model.element(member)
    labels = element.labels.values() if element is not None else ()
    plain = {label.partition(" [")[0] for label in labels}
    return {fold(text) for text in (*labels, *plain, member.local, names.name(member))}
