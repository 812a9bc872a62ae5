"""The linear rules of the taxonomy as rows below a statement: each shows the difference between both its sides."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.facts import FactKey, QName
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.taxonomy.model import Rule, Term
from xbrl_pipeline.workbook.template.drafts import plain_label
from xbrl_pipeline.workbook.template.formulas import Web
from xbrl_pipeline.workbook.template.layout import Check, Place, SheetPlan

_OPENING: Final = re.compile(r"begin|start|open", re.IGNORECASE)
_LONGEST: Final = 140
_PAIR: Final = 2  # concepts of a rule that says that one equals the other

Refs = list[tuple[Place, int]]  # cells with their weight


def checked(sheet: SheetPlan, number: int, web: Web, lang: str) -> SheetPlan:
    """Return a statement with its checks."""
    if sheet.table:
        return sheet
    rules = (rule for rule in web.model.rules.values() if rule.linear and rule.role in sheet.roles)
    unique = {(rule.left, rule.right): rule for rule in rules}
    found = (_Checker(sheet, number, web, rule).check(lang) for rule in unique.values())
    return replace(sheet, checks=tuple(check for check in found if check is not None))


@dataclass(frozen=True)
class _Checker:
    sheet: SheetPlan
    number: int
    web: Web
    rule: Rule

    def check(self, lang: str) -> Check | None:
        formulas: dict[int, str] = {}
        shown: dict[int, Decimal] = {}
        guards: list[tuple[int, int]] = []
        for column in self.sheet.columns:
            left, right = self._sides(column)
            if left and right:
                formulas[column] = self._formula(left, right)
                shown |= {column: amount} if (amount := self._shown(left, right)) is not None else {}
                guards += [(place.row, place.column) for place, _ in left if place.sheet == self.number]
        if not formulas:
            return None
        return Check(self._label(lang), self.rule.severity is Severity.ERROR, formulas, shown, tuple(guards))

    def _sides(self, column: int) -> tuple[Refs, Refs]:
        both = {name for term in self.rule.left for name in term.concepts} & {
            name for term in self.rule.right for name in term.concepts
        }
        if both and len(self.rule.concepts) == 1:
            return self._over_members(column)
        left = _whole(self._refs(self.rule.left, column, both, opening=False))
        right = _whole(self._refs(self.rule.right, column, both, opening=bool(both)))
        if both and not any(place in self._opening_cells(column) for place, _ in (*left, *right)):
            return [], []
        return left, right

    def _over_members(self, column: int) -> tuple[Refs, Refs]:
        name = next(iter(self.rule.concepts))
        rows = [row for row, each in self.sheet.rows.items() if each.aspects.concept == name and each.code != "#"]
        left: Refs = []
        right: Refs = []
        for row in rows[-1:]:  # of a balance: the end of the period
            slot = self.sheet.slots.get((row, column))
            if slot is None or slot.key is None:
                continue
            place = Place(self.number, row, column)
            parts = self.web.members_of(place, slot.key)
            left, right = [(place, 1)], [(self.web.near(part, self.number), 1) for part in parts]
        return left, right

    def _refs(
        self, terms: tuple[Term, ...], column: int, both: set[QName], *, opening: bool
    ) -> Iterator[tuple[Place | None, int]]:
        for term in terms:
            for name in term.concepts:
                if not self.web.is_shown(name, self.sheet) and len(self.rule.concepts) > _PAIR:
                    continue
                start = name in both and (opening or _OPENING.search(term.variable) is not None)
                yield self._place(name, column, start=start), term.weight

    def _place(self, name: QName, column: int, *, start: bool) -> Place | None:
        for row, each in self.sheet.rows.items():
            slot = self.sheet.slots.get((row, column))
            if (
                each.aspects.concept == name
                and each.aspects.start == start
                and slot is not None
                and slot.key is not None
            ):
                return Place(self.number, row, column)
        beside = self._any_key(column)
        key = None if beside is None else self.web.part_key(name, self.sheet.columns[column], beside, start=start)
        return None if key is None or start else self.web.home(key)

    def _any_key(self, column: int) -> FactKey | None:
        """Return a fact of a concept of the rule in a column: its members and unit hold for the whole rule."""
        keys = (slot.key for (_, at), slot in self.sheet.slots.items() if at == column and slot.key is not None)
        return next((key for key in keys if key.concept in self.rule.concepts), None)

    def _opening_cells(self, column: int) -> list[Place]:
        rows = [row for row, each in self.sheet.rows.items() if each.aspects.start]
        return [Place(self.number, row, column) for row in rows]

    def _formula(self, left: Refs, right: Refs) -> str:
        web, sheet = self.web, self.number
        counts = (web.ranges((place for place, _ in side), sheet) for side in (left, right))
        empty = ",".join(f"COUNT({cells})=0" for cells in counts)
        signed = [*left, *((place, -weight) for place, weight in right)]
        plus = web.ranges((place for place, weight in signed if weight > 0), sheet)
        minus = web.ranges((place for place, weight in signed if weight < 0), sheet)
        amount = (f"SUM({plus})" if plus else "0") + (f"-SUM({minus})" if minus else "")
        return f'=IF(OR({empty}),"",ROUND({amount},2))'

    def _shown(self, left: Refs, right: Refs) -> Decimal | None:
        """Return the difference as it is before anybody types; None where a side has no figures."""
        totals = []
        for side in (left, right):
            values = ((self.web.value(self._key(place)), weight) for place, weight in side)
            amounts = [value * weight for value, weight in values if isinstance(value, Decimal)]
            if not amounts:
                return None
            totals.append(sum(amounts, Decimal(0)))
        return round(totals[0] - totals[1], 2)

    def _key(self, place: Place) -> FactKey:
        key = self.web.sheets[place.sheet].slots[place.row, place.column].key
        if key is None:
            raise TypeError
        return key

    def _label(self, lang: str) -> str:
        text = f"{self._words(self.rule.left, lang)} = {self._words(self.rule.right, lang)}"
        return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}\u2026"

    def _words(self, terms: tuple[Term, ...], lang: str) -> str:
        parts = [(term.weight, name) for term in terms for name in term.concepts]
        words = [("\u2212 " if weight < 0 else "+ ") + self._line(name, lang) for weight, name in parts]
        return " ".join(words).removeprefix("+ ")

    def _line(self, name: QName, lang: str) -> str:
        concept = self.web.model.concepts.get(name)
        return plain_label(concept.label(lang)) if concept is not None else name.local


def _whole(refs: Iterable[tuple[Place | None, int]]) -> Refs:
    """Return the cells of one side; none where a part of it has no cell, as the difference would mean nothing."""
    found = list(refs)
    known = [(place, weight) for place, weight in found if place is not None]
    return known if len(known) == len(found) else []
