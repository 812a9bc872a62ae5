"""The linear rules of the taxonomy as rows below a statement: each shows the difference between both its sides."""

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Final, NamedTuple

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import Dimension, FactKey, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.labels import best_label
from xbrl_pipeline.taxonomy.model import Rule, Term
from xbrl_pipeline.template.drafts import plain_label
from xbrl_pipeline.template.formulas import Web
from xbrl_pipeline.template.layout import Check, PlannedCell, SheetPlan

_OPENING: Final = re.compile(r"begin|start|open", re.IGNORECASE)
_MOST_WORDS: Final = 8  # lines of a sum that are named one by one
_PAIR: Final = 2  # concepts of a rule that says that one equals the other
# conditions that hold wherever a check shows anything: it wants a figure of each single line and one of each sum
_MET: Final = re.compile(r"exists\(\$\w+\)(?: or exists\(\$\w+\))*")

Refs = list[tuple[PlannedCell, int]]  # cells with their weight


class _Side(NamedTuple):
    """The cells of one side, term by term; ``sums`` are those of which one filled cell is enough."""

    single: list[Refs]
    sums: Refs

    @property
    def refs(self) -> Refs:
        return [*(ref for refs in self.single for ref in refs), *self.sums]


def checked(sheet: SheetPlan, number: int, web: Web, messages: Messages) -> SheetPlan:
    """Return a statement with its checks."""
    if sheet.table:
        return sheet
    rules = (rule for rule in web.model.rules.values() if rule.linear and rule.role in sheet.roles)
    unique = {(rule.left, rule.right): rule for rule in rules if all(map(_MET.fullmatch, rule.conditions))}
    found = (_Checker(sheet, number, web, rule, messages).check() for rule in unique.values())
    return replace(sheet, checks=tuple(check for check in found if check is not None))


@dataclass(frozen=True)
class _Checker:
    sheet: SheetPlan
    number: int
    web: Web
    rule: Rule
    messages: Messages

    def check(self) -> Check | None:
        formulas: dict[int, str] = {}
        shown: dict[int, Decimal] = {}
        guards: list[tuple[int, int]] = []
        label = ""
        for column in self.sheet.columns:
            sides = self._sides(column)
            if sides is not None:
                left, right = sides
                label = label or self._label(left, right)
                formulas[column] = self._formula(left, right)
                shown |= {column: amount} if (amount := self._shown(left, right)) is not None else {}
                guards += [(place.row, place.column) for place, _ in left.refs if place.sheet == self.number]
        if not formulas:
            return None
        return Check(label, self.rule.severity is Severity.ERROR, formulas, shown, tuple(guards))

    @cached_property
    def _both(self) -> set[QName]:
        """The concepts that stand on both sides: a balance at the start and at the end, or a total of its members."""
        left, right = ({name for term in side for name in term.concepts} for side in (self.rule.left, self.rule.right))
        return left & right

    @property
    def _adds_members(self) -> bool:
        return bool(self._both) and len(self.rule.concepts) == 1

    @cached_property
    def _axes(self) -> frozenset[QName]:
        """The axes on which the rule itself says which members it is about; on others all its facts have the same."""
        return frozenset(item.axis for term in (*self.rule.left, *self.rule.right) for item in term.members)

    def _sides(self, column: int) -> tuple[_Side, _Side] | None:
        """Return the cells of both sides in a column; None where the rule is not about it."""
        if not self._is_about(column):
            return None
        if self._adds_members:
            found = self._over_members(column)
        else:
            left = self._side(self.rule.left, column, opening=False)
            right = self._side(self.rule.right, column, opening=bool(self._both))
            found = None if left is None or right is None else (left, right)
        if found is None or not (found[0].refs and found[1].refs):
            return None
        refs = (*found[0].refs, *found[1].refs)
        moves = bool(self._both) and not self._adds_members
        return None if moves and not any(place in self._opening_cells(column) for place, _ in refs) else found

    def _is_about(self, column: int) -> bool:
        """Tell whether a fact of the rule can stand in a column, by the members that the rule asks for."""
        own = tuple(sorted(self.sheet.columns[column].aspects.dimensions))
        terms = (*self.rule.left, *self.rule.right)
        combinations = [self._combination(term, column) for term in terms]
        allowed = all(
            item.axis not in term.without or item in term.members
            for term, found in zip(terms, combinations, strict=True)
            for item in found
        )
        here = {row.aspects.concept for row in self.sheet.rows.values()}
        stands = (here & set(term.concepts) for term, found in zip(terms, combinations, strict=True) if found == own)
        return allowed and any(stands)

    def _combination(self, term: Term, column: int) -> tuple[Dimension, ...]:
        """Return the members of a term's facts where the other facts of the rule stand in a column."""
        own = self.sheet.columns[column].aspects.dimensions
        return tuple(sorted({*(item for item in own if item.axis not in self._axes), *term.members}))

    @cached_property
    def _summed_axis(self) -> QName | None:
        """The axis over which a rule adds up: its total has no member there, and what it adds has one."""
        left, right = ({axis for term in side for axis in term.without} for side in (self.rule.left, self.rule.right))
        return next(iter(left ^ right)) if len(left ^ right) == 1 else None

    def _over_members(self, column: int) -> tuple[_Side, _Side] | None:
        name = next(iter(self.rule.concepts))
        rows = [row for row, each in self.sheet.rows.items() if each.aspects.concept == name and each.code != "#"]
        for row in rows[-1:]:  # of a balance: the end of the period
            slot = self.sheet.slots.get((row, column))
            if slot is not None and slot.key is not None:
                place = PlannedCell(self.number, row, column)
                parts = self.web.members_of(place, slot.key, self._summed_axis)
                added: Refs = [(self.web.near(part, self.number), 1) for part in parts]
                return _Side([[(place, 1)]], []), _Side([], added)
        return None

    def _side(self, terms: tuple[Term, ...], column: int, *, opening: bool) -> _Side | None:
        """Return the cells of a side; None where a part of it has no cell, as the difference would mean nothing."""
        side = _Side([], [])
        for term in terms:
            found = self._refs(term, column, opening=opening)
            if found is None:
                return None
            if term.summed:
                side.sums.extend(found)
            else:
                side.single.append(found)
        return side

    def _refs(self, term: Term, column: int, *, opening: bool) -> Refs | None:
        refs: Refs = []
        for name in term.concepts:
            if not self.web.is_shown(name, self.sheet) and len(self.rule.concepts) > _PAIR:
                continue
            start = name in self._both and (opening or _OPENING.search(term.variable) is not None)
            place = self._place(name, column, self._combination(term, column), start=start)
            if place is None:
                return None
            refs.append((place, term.weight))
        return refs

    def _place(
        self, name: QName, column: int, combination: tuple[Dimension, ...], *, start: bool
    ) -> PlannedCell | None:
        if combination == tuple(sorted(self.sheet.columns[column].aspects.dimensions)):
            for row, each in self.sheet.rows.items():
                slot = self.sheet.slots.get((row, column))
                stands = each.aspects.concept == name and each.aspects.start == start
                if stands and slot is not None and slot.key is not None:
                    return PlannedCell(self.number, row, column)
        beside = self._any_key(column)
        if beside is None or start:
            return None
        beside = beside._replace(dimensions=combination)
        key = self.web.part_key(name, self.sheet.columns[column], beside, start=start)
        return None if key is None else self.web.home(key)

    def _any_key(self, column: int) -> FactKey | None:
        """Return a fact of a concept of the rule in a column: its unit holds for the whole rule."""
        keys = (slot.key for (_, at), slot in self.sheet.slots.items() if at == column and slot.key is not None)
        return next((key for key in keys if key.concept in self.rule.concepts), None)

    def _opening_cells(self, column: int) -> list[PlannedCell]:
        rows = [row for row, each in self.sheet.rows.items() if each.aspects.start]
        return [PlannedCell(self.number, row, column) for row in rows]

    def _formula(self, left: _Side, right: _Side) -> str:
        """Write the difference; nothing is shown as long as a line without which the rule does not hold is empty."""
        web, sheet = self.web, self.number
        needed = [*left.single, *right.single, [*left.sums, *right.sums]]
        counts = (web.ranges((place for place, _ in refs), sheet) for refs in needed if refs)
        empty = ",".join(dict.fromkeys(f"COUNT({cells})=0" for cells in counts))
        signed = [*left.refs, *((place, -weight) for place, weight in right.refs)]
        plus = web.ranges((place for place, weight in signed if weight > 0), sheet)
        minus = web.ranges((place for place, weight in signed if weight < 0), sheet)
        amount = (f"SUM({plus})" if plus else "0") + (f"-SUM({minus})" if minus else "")
        return f'=IF(OR({empty}),"",ROUND({amount},2))'

    def _shown(self, left: _Side, right: _Side) -> Decimal | None:
        """Return the difference as it is before anybody types; None where the formula shows nothing."""
        needed = [*left.single, *right.single, [*left.sums, *right.sums]]
        if any(refs and not self._amounts(refs) for refs in needed):
            return None
        return round(sum(self._amounts(left.refs), Decimal(0)) - sum(self._amounts(right.refs), Decimal(0)), 2)

    def _amounts(self, refs: Refs) -> list[Decimal]:
        values = ((self.web.value(self.web.keys[place]), weight) for place, weight in refs)
        return [value * weight for value, weight in values if isinstance(value, Decimal)]

    def _label(self, left: _Side, right: _Side) -> str:
        if self._adds_members:
            name = next(iter(self.rule.concepts))
            axis = self.web.model.element(self._summed_axis) if self._summed_axis is not None else None
            if axis is None:
                return self.messages.text("template.check.members", line=self._line(name))
            over = plain_label(axis.label(self.messages.lang, "terseLabel"))
            return self.messages.text("template.check.axis", line=self._line(name), axis=over)
        return f"{self._words(left)} = {self._words(right)}"

    def _words(self, side: _Side) -> str:
        words = [("\u2212 " if weight < 0 else "+ ") + self._said(place) for place, weight in side.refs]
        if len(words) > _MOST_WORDS:
            ends = {"first": words[0].removeprefix("+ "), "last": words[-1].removeprefix("+ ")}
            return self.messages.text("template.check.many", n=len(words), **ends)
        return " ".join(words).removeprefix("+ ")

    def _said(self, place: PlannedCell) -> str:
        """Name the line of a cell: at which end of the period, in which column or on which sheet, where that tells."""
        sheet = self.web.sheets[place.sheet]
        row, key = sheet.rows[place.row], self.web.keys[place]
        said = self._line(key.concept)
        if key.concept in self._both:
            said = self.messages.text("template.check.start" if row.aspects.start else "template.check.end", line=said)
        named = [item for item in key.dimensions if item.axis in self._axes and not self._shared(item)]
        if named:
            members = ", ".join(map(self._member, named))
            said = self.messages.text("template.check.member", line=said, member=members)
        if place.sheet != self.number:
            said = self.messages.text("template.check.elsewhere", line=said, sheet=sheet.title)
        return said

    def _shared(self, item: Dimension) -> bool:
        return all(item in term.members for term in (*self.rule.left, *self.rule.right))

    def _member(self, item: Dimension) -> str:
        element = self.web.model.element(item.member)
        text = best_label(element.labels, self.messages.lang, "terseLabel") if element is not None else None
        return plain_label(text or item.member.local)

    def _line(self, name: QName) -> str:
        concept = self.web.model.concepts.get(name)
        return plain_label(concept.label(self.messages.lang)) if concept is not None else name.local
