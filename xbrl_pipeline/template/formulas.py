"""Totals, links and checks: what the sums and rules of the taxonomy make of the cells of a template.

A fact has one cell where it is typed or added up; wherever else it is shown, a link repeats it. No formula depends on
itself: a sum that would close a circle stays a check.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Final

from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.facts import FactKey, FactValue, QName
from xbrl_pipeline.taxonomy.model import Sum, TaxonomyModel
from xbrl_pipeline.template.codes import OVER, WAYS, CodeNames
from xbrl_pipeline.template.layout import PlannedCell, SheetColumn, SheetPlan, Slot, SlotKind, Summand

Values = Mapping[FactKey, FactValue]
_MOST_PARTS: Final = 120  # well below what Excel takes in one formula


@dataclass(frozen=True)
class Web:
    """All cells of a template by the fact they show, and what adds up to what."""

    model: TaxonomyModel
    year: BookYear
    sheets: tuple[SheetPlan, ...]
    values: Values
    whole: bool = False  # the values are all there is: what has none is not worked out either

    @cached_property
    def keys(self) -> dict[PlannedCell, FactKey]:
        """The fact of every cell that shows one, in reading order."""
        return {
            PlannedCell(number, row, column): slot.key
            for number, sheet in enumerate(self.sheets)
            for (row, column), slot in sheet.slots.items()
            if slot.key is not None
        }

    @cached_property
    def places(self) -> dict[FactKey, list[PlannedCell]]:
        """Every cell that shows a fact, in reading order."""
        found: dict[FactKey, list[PlannedCell]] = {}
        for place, key in self.keys.items():
            found.setdefault(key, []).append(place)
        return found

    @cached_property
    def totals(self) -> dict[FactKey, tuple[PlannedCell, tuple[Summand, ...]]]:
        """The facts that are added up, where, and of what."""
        found: dict[FactKey, tuple[PlannedCell, tuple[Summand, ...]]] = {}
        for key, places in self.places.items():
            for place in places if key in self.values or not self.whole else ():
                parts = next((each for each in self._ways(place, key) if not _circular(key, each, found)), ())
                if parts and key not in found:
                    found[key] = place, parts
        return found

    def home(self, key: FactKey) -> PlannedCell:
        """Return the cell where a fact is typed or added up."""
        return self.totals[key][0] if key in self.totals else self.places[key][0]

    def near(self, key: FactKey, sheet: int) -> PlannedCell:
        """Return the cell of a fact that a formula on a sheet refers to: one on the same sheet if there is any."""
        return next((place for place in self.places[key] if place.sheet == sheet), self.home(key))

    def value(self, key: FactKey) -> FactValue | None:
        """Return what a cell shows before anybody has typed: what was filled in, or the sum of it."""
        if key in self.values or key not in self.totals:
            return self.values.get(key)
        amounts = [(self.value(part.key), part.weight) for part in self.totals[key][1]]
        known = [amount * weight for amount, weight in amounts if isinstance(amount, Decimal)]
        return sum(known, Decimal(0)) if known else None

    def added(self, key: FactKey) -> bool:
        """Tell whether a total follows from its parts; what was filled in may say otherwise, and then stands."""
        if key not in self.totals:
            return False
        if key not in self.values:
            return True
        amounts = [(self.value(part.key), part.weight) for part in self.totals[key][1]]
        known = [amount * weight for amount, weight in amounts if isinstance(amount, Decimal)]
        return bool(known) and sum(known, Decimal(0)) == self.values[key]

    def part_key(self, concept: QName, column: SheetColumn, key: FactKey, *, start: bool) -> FactKey | None:
        """Return the fact of a concept beside another fact; None where the template does not show it."""
        known = self.model.concepts.get(concept)
        if known is None or (start and not known.instant):
            return None
        period = self.year.shifted(column.aspects.year or 0)
        at = period.period(instant=known.instant, at="start" if start else "end")
        found = FactKey(concept, at, key.dimensions, key.unit)
        return found if found in self.places else None

    def is_shown(self, name: QName, sheet: SheetPlan) -> bool:
        """Tell whether the statements on a sheet have a line; what they lack cannot be part of their totals."""
        known = [self.model.roles[uri] for uri in sheet.roles if uri in self.model.roles]
        return not known or any(line.name == name for role in known for line in role.lines)

    def _ways(self, place: PlannedCell, key: FactKey) -> Iterator[tuple[Summand, ...]]:
        """Give the ways to add a fact up at a place: from lines on its sheet, else from the members of an axis."""
        sheet = self.sheets[place.sheet]
        column, row = sheet.columns[place.column], sheet.rows[place.row]
        for total in self._sums_of(place.sheet).get(key.concept, ()):
            wanted = [(name, weight) for name, weight in total.parts if self.is_shown(name, sheet)]
            keys = [self.part_key(name, column, key, start=row.aspects.start) for name, _ in wanted]
            parts = [Summand(found, int(weight)) for found, (_, weight) in zip(keys, wanted, strict=True) if found]
            whole = len(parts) == len(keys) and all(abs(weight) == 1 for _, weight in wanted)
            if parts and whole and len(parts) <= _MOST_PARTS:  # a part without a cell would be missing from the total
                yield tuple(parts)
        if key.concept in self._over_members(sheet) and self.places[key][0] == place:  # else: typed in the statement
            yield tuple(Summand(found, 1) for found in self.members_of(place, key))

    def members_of(self, place: PlannedCell, key: FactKey, axis: QName | None = None) -> list[FactKey]:
        """Return the facts beside one that have one more member, all on one axis: else the axis with most of them."""
        sheet = self.sheets[place.sheet]
        beside = [slot.key for (row, _), slot in sheet.slots.items() if row == place.row and slot.key is not None]
        by_axis: dict[QName, list[FactKey]] = {}
        for each in beside:
            extra = set(each.dimensions) - set(key.dimensions)
            if each.period == key.period and len(extra) == 1 and len(each.dimensions) == len(key.dimensions) + 1:
                by_axis.setdefault(extra.pop().axis, []).append(each)
        if axis is not None:
            return by_axis.get(axis, [])
        return max(by_axis.values(), key=len, default=[])

    def _over_members(self, sheet: SheetPlan) -> frozenset[QName]:
        """Return the concepts that a rule adds up over the members of an axis."""
        rules = (rule for rule in self.model.rules.values() if rule.linear and rule.role in sheet.roles)
        return frozenset(
            rule.left[0].concepts[0]
            for rule in rules
            if len(rule.left) == 1 and len(rule.concepts) == 1 and all(term.summed for term in rule.right)
        )

    def _sums_of(self, number: int) -> Mapping[QName, list[Sum]]:
        if number not in self._sums:
            sheet = self.sheets[number]
            found: dict[QName, list[Sum]] = {}
            for item in self.model.sums:
                if item.role in sheet.roles or item.role not in self.model.roles:
                    found.setdefault(item.total, []).append(item)
            self._sums[number] = found
        return self._sums[number]

    @cached_property
    def _sums(self) -> dict[int, dict[QName, list[Sum]]]:
        return {}

    def finished(self) -> tuple[SheetPlan, ...]:
        """Return the sheets with their formulas and values."""
        return tuple(
            self._table(number, sheet) if sheet.table else self._statement(number, sheet)
            for number, sheet in enumerate(self.sheets)
        )

    def _statement(self, number: int, sheet: SheetPlan) -> SheetPlan:
        slots = {
            (row, column): self._slot(PlannedCell(number, row, column), slot)
            for (row, column), slot in sheet.slots.items()
        }
        rows = dict(sheet.rows)
        ways: dict[int, set[str]] = {}
        for (row, _), slot in slots.items():
            if slot.kind is SlotKind.TOTAL:
                ways.setdefault(row, set()).add(self._parts_code(slot))
        for row, codes in ways.items():
            order = sorted(codes, key=lambda code: (code.startswith(OVER), -len(code), code))
            rows[row] = replace(rows[row], parts=WAYS.join(order), total=True)
        return replace(sheet, slots=slots, rows=rows)

    def _parts_code(self, slot: Slot) -> str:
        if slot.key is None:
            return ""
        parts = self.totals[slot.key][1]
        names = CodeNames(self.model)
        if all(part.key.concept == slot.key.concept for part in parts):
            extra = set(parts[0].key.dimensions) - set(slot.key.dimensions)
            return f"{OVER}{names.name(extra.pop().axis)}"
        return " ".join(f"{'-' if part.weight < 0 else '+'}{names.name(part.key.concept)}" for part in parts)

    def _slot(self, place: PlannedCell, slot: Slot) -> Slot:
        key = slot.key
        if key is None:
            return slot
        home = self.home(key)
        if place != home:
            there = self.sheets[home.sheet]
            ref = home.address if home.sheet == place.sheet else f"{quoted(there.title)}!{home.address}"
            return replace(slot, kind=SlotKind.LINK, formula=f'=IF({ref}="","",{ref})', value=self.value(key))
        if self.added(key):
            refs = [(self.near(part.key, place.sheet), part.weight) for part in self.totals[key][1]]
            return replace(slot, kind=SlotKind.TOTAL, formula=self.total(refs, place.sheet), value=self.value(key))
        return replace(slot, value=self.values.get(key))

    def total(self, refs: list[tuple[PlannedCell, int]], sheet: int) -> str:
        """Write a total that stays empty as long as all its parts are."""
        every = self.ranges((place for place, _ in refs), sheet)
        plus = self.ranges((place for place, weight in refs if weight > 0), sheet)
        minus = self.ranges((place for place, weight in refs if weight < 0), sheet)
        amount = (f"SUM({plus})" if plus else "") + (f"-SUM({minus})" if minus else "")
        return f'=IF(COUNT({every})=0,"",{amount})'

    def ranges(self, places: Iterable[PlannedCell], sheet: int) -> str:
        """Write cells as few ranges."""
        order = sorted(set(places), key=lambda place: (place.sheet != sheet, place.sheet, place.column, place.row))
        runs = groupby(enumerate(order), key=lambda item: (item[1].sheet, item[1].column, item[1].row - item[0]))
        return ",".join(self._range([place for _, place in run], sheet) for _, run in runs)

    def _range(self, run: list[PlannedCell], sheet: int) -> str:
        where = "" if run[0].sheet == sheet else f"{quoted(self.sheets[run[0].sheet].title)}!"
        return where + (run[0].address if len(run) == 1 else f"{run[0].address}:{run[-1].address}")

    def _table(self, number: int, sheet: SheetPlan) -> SheetPlan:
        """Add up within each row of a table; an opening balance that is last year's closing is shown there again."""
        columns, slots = dict(sheet.columns), self._repeated(number, sheet)
        filled = {row for (row, _), slot in sheet.slots.items() if self.whole and slot.value is not None}
        added: dict[int, list[tuple[int, int]]] = {}
        for place, column in sheet.columns.items():
            parts = self._table_parts(number, place)
            linked = any(slots[row, at].kind is SlotKind.LINK for row, at in slots if at == place)
            if parts and not linked and not _circular_columns(place, parts, added):
                added[place] = parts
                names = CodeNames(self.model)
                code = " ".join(
                    f"{'-' if weight < 0 else '+'}{names.name(columns[each].aspects.concept or QName('', ''))}"
                    for each, weight in parts
                )
                columns[place] = replace(column, parts=code)
        for row, at in slots:
            if at in added:
                refs = [(PlannedCell(number, row, each), weight) for each, weight in added[at]]
                slot = slots[row, at]
                amounts = [(slots[row, each].value, weight) for each, weight in added[at]]
                known = [amount * weight for amount, weight in amounts if isinstance(amount, Decimal)]
                total = sum(known, Decimal(0)) if known else None
                stands = slot.value is None if row in filled else slot.value not in (None, total)
                if not stands:  # what was filled in may say otherwise
                    formula = self.total(refs, number)
                    slots[row, at] = replace(slot, kind=SlotKind.TOTAL, formula=formula, value=total)
        return replace(sheet, columns=columns, slots=slots)

    def _repeated(self, number: int, sheet: SheetPlan) -> dict[tuple[int, int], Slot]:
        first: dict[object, int] = {}
        again: dict[int, int] = {}
        for place, column in sheet.columns.items():
            mark = self._mark(column, place)
            if first.setdefault(mark, place) != place:
                again[place] = first[mark]
        slots = dict(sheet.slots)
        for row, at in sheet.slots:
            if at in again:
                home = slots[row, again[at]]
                ref = PlannedCell(number, row, again[at]).address
                slots[row, at] = replace(home, kind=SlotKind.LINK, formula=f'=IF({ref}="","",{ref})', value=home.value)
        return slots

    def _mark(self, column: SheetColumn, place: int) -> object:
        """Return what a column of a table is about; a key column is about itself."""
        concept = self.model.concepts.get(column.aspects.concept) if column.aspects.concept else None
        if concept is None:
            return place
        year = self.year.shifted(column.aspects.year or 0)
        period = year.period(instant=concept.instant, at="start" if column.aspects.start else "end")
        return concept.name, period, column.aspects.dimensions

    def _table_parts(self, number: int, place: int) -> list[tuple[int, int]]:
        columns = self.sheets[number].columns
        aspects = columns[place].aspects
        for total in self._sums_of(number).get(aspects.concept or QName("", ""), ()):
            beside = {
                each.aspects.concept: other
                for other, each in columns.items()
                if (each.aspects.year, each.aspects.dimensions) == (aspects.year, aspects.dimensions)
                and not each.aspects.start
            }
            parts = [(beside[name], int(weight)) for name, weight in total.parts if name in beside]
            if parts and len(parts) == len(total.parts) and all(abs(weight) == 1 for _, weight in total.parts):
                return parts
        return []


def quoted(title: str) -> str:
    """Write the name of a sheet as formulas do."""
    return "'" + title.replace("'", "''") + "'"


def _circular(
    key: FactKey, parts: tuple[Summand, ...], totals: Mapping[FactKey, tuple[PlannedCell, tuple[Summand, ...]]]
) -> bool:
    """Tell whether adding a fact up of these parts would make it depend on itself."""
    waiting, seen = [part.key for part in parts], set[FactKey]()
    while waiting:
        each = waiting.pop()
        if each == key:
            return True
        if each not in seen and each in totals:
            waiting += [part.key for part in totals[each][1]]
        seen.add(each)
    return not parts


def _circular_columns(place: int, parts: list[tuple[int, int]], added: Mapping[int, list[tuple[int, int]]]) -> bool:
    waiting = [each for each, _ in parts]
    while waiting:
        each = waiting.pop()
        if each == place:
            return True
        waiting += [part for part, _ in added.get(each, ())]
    return False
