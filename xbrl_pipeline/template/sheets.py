"""From drafts to sheets: rows, columns and the fact of every cell, still without formulas."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Final

from xbrl_pipeline.messages import Messages, day
from xbrl_pipeline.model.facts import Dimension, FactKey, QName
from xbrl_pipeline.taxonomy.labels import best_label
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.obligations import obligations
from xbrl_pipeline.taxonomy.profiles import HiddenParts, ReportProfile
from xbrl_pipeline.template.codes import ROW, SKIP, Aspects, CodeNames
from xbrl_pipeline.template.drafts import NUMERIC, DraftLine, SheetDraft, current_only, matches, plain_label
from xbrl_pipeline.template.layout import (
    FIRST_COLUMN,
    FIRST_ROW,
    KEY_FIRST_COLUMN,
    Settings,
    SheetColumn,
    SheetPlan,
    SheetRow,
    Slot,
    SlotKind,
)
from xbrl_pipeline.template.shapes import Combination, Shapes
from xbrl_pipeline.template.tabs import name_tab

SPARE_ROWS: Final = 12
_MODEL_STATEMENTS: Final = "Richtlijn Jaarverslag Onderwijs"


@dataclass
class Maker:
    """What all sheets of one template share; tabs keep their names apart."""

    model: TaxonomyModel
    profile: ReportProfile
    shapes: Shapes
    settings: Settings
    messages: Messages
    tabs: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.names = CodeNames(self.model)
        self.current = current_only(self.model)
        asked = [*obligations(self.model)]
        sector = self.settings.sector.casefold()
        self.mandatory = {each.line for each in asked if not each.codes or sector in map(str.casefold, each.codes)}
        self.depends = {each.line: each.codes for each in asked if not sector and each.line not in self.mandatory}
        self.hidden = self.profile.template.sectors.get(self.settings.sector, HiddenParts())

    def sheet(self, draft: SheetDraft, code: str) -> SheetPlan:
        """Make a sheet of a draft."""
        heading = self._heading(draft)
        columns = self._table_columns(draft) if draft.keys else self._columns(draft)
        rows = self._table_rows() if draft.keys else self._rows(draft)
        slots = self._table_slots(draft, columns, rows) if draft.keys else self._slots(draft, columns, rows)
        asked = any(slot.mandatory for slot in slots.values())
        return SheetPlan(
            code,
            self.tab(heading),
            heading,
            columns,
            rows,
            slots,
            table=bool(draft.keys),
            hidden=matches(draft.roles[0], self.hidden.roles),
            first=asked or any(matches(role, self.profile.template.expected_roles) for role in draft.roles),
            roles=tuple(role.uri for role in draft.roles),
        )

    def tab(self, heading: str) -> str:
        """Return a name for a tab: short, allowed by Excel, and used once."""
        name = name_tab(heading, self.tabs)
        self.tabs.add(name.casefold())
        return name

    def key(self, concept: Concept, year: int, combination: Combination, *, start: bool) -> FactKey:
        """Return the fact of a line in a column."""
        period = self.settings.year.shifted(year).period(instant=concept.instant, at="start" if start else "end")
        unit = {Kind.MONETARY: self.settings.currency, Kind.NUMBER: "pure"}.get(concept.kind)
        return FactKey(concept.name, period, combination, unit)

    def member_label(self, item: Dimension) -> str:
        """Return a member in few words."""
        element = self.model.element(item.member)
        text = best_label(element.labels, self.messages.lang, "terseLabel") if element is not None else None
        return plain_label(text or item.member.local)

    def axis_label(self, axis: QName) -> str:
        """Return an axis in few words."""
        element = self.model.element(axis)
        return plain_label(element.label(self.messages.lang, "terseLabel")) if element is not None else axis.local

    def _heading(self, draft: SheetDraft) -> str:
        label = draft.roles[0].label(self.messages.lang)
        separate = self.model.find_any(self.profile.separate_member or "SeparateMember")
        if separate is None or self.settings.consolidated:
            return label
        words = plain_label(separate.label(self.messages.lang, "terseLabel"))
        return re.sub(rf"\s*\({re.escape(words)}\)$", "", label, flags=re.IGNORECASE)

    def _years(self, draft: SheetDraft, combination: Combination) -> tuple[int, ...]:
        hints = self.profile.template
        if self.shapes.is_budget(combination):
            ahead = any(matches(role, hints.forecast_roles) for role in draft.roles)
            return tuple(range(1, hints.forecast_years + 1)) if ahead else (0,)
        compared = any(self._compares(concept) for concept in draft.concepts)
        alone = matches(draft.roles[0], hints.current_roles)
        return (0, -1) if compared and not alone else (0,)

    def _compares(self, concept: Concept) -> bool:
        return concept.kind in NUMERIC and concept.name not in self.current

    def _columns(self, draft: SheetDraft) -> dict[int, SheetColumn]:
        found = [(year, each) for each in draft.combinations for year in self._years(draft, each)]
        order = sorted(found, key=lambda item: (_year_order(item[0]), self.shapes.is_budget(item[1]), -len(item[1])))
        common = set.intersection(*({item for item in each if not self._tells(item)} for _, each in found))
        return {
            FIRST_COLUMN + place: self._column(draft, year, each, common) for place, (year, each) in enumerate(order)
        }

    def _tells(self, item: Dimension) -> bool:
        return self.shapes.is_budget((item,))

    def _column(self, draft: SheetDraft, year: int, combination: Combination, common: set[Dimension]) -> SheetColumn:
        aspects = Aspects(year=year, dimensions=combination)
        told = [item for item in combination if item not in common and not self.shapes.is_budget((item,))]
        whole = any(len(each) > len(combination) for each in draft.combinations if self._same_kind(each, combination))
        title = ", ".join(map(self.member_label, told))
        if not title:
            title = self.messages.text("template.total") if whole else self._moment(draft, year)
        return SheetColumn(aspects, self.names.code(aspects), title, self._group(year, combination))

    def _same_kind(self, one: Combination, other: Combination) -> bool:
        return self.shapes.is_budget(one) == self.shapes.is_budget(other)

    def _moment(self, draft: SheetDraft, year: int) -> str:
        end = self.settings.year.shifted(year).end
        return day(end) if all(concept.instant for concept in draft.concepts) else str(end.year)

    def _group(self, year: int, combination: Combination) -> str:
        budget = self.shapes.is_budget(combination)
        code = "budget" if budget else {0: "current", -1: "previous"}.get(year, "other")
        return self.messages.text(f"template.column.{code}", year=str(self.settings.year.shifted(year).end.year))

    def _rows(self, draft: SheetDraft) -> dict[int, SheetRow]:
        seen: Counter[str] = Counter()
        rows: dict[int, SheetRow] = {}
        for place, each in enumerate(draft.lines):
            rows[FIRST_ROW + place] = self._row(each, seen)
        return rows

    def _row(self, each: DraftLine, seen: Counter[str]) -> SheetRow:
        if each.concept is None:
            return SheetRow(each.label, depth=each.line.depth)
        aspects = Aspects(each.concept.name, start=each.start)
        code = self.names.code(aspects)
        seen[code] += 1
        return SheetRow(
            each.label,
            code if seen[code] == 1 else SKIP,  # a line that the statement repeats is bound once
            aspects,
            each.line.depth,
            number_of(each.concept),
            self.noted(each.concept),
            mandatory=each.concept.name in self.mandatory,
            hidden=any(fnmatchcase(each.concept.name.local, pattern) for pattern in self.hidden.concepts),
        )

    def noted(self, concept: Concept) -> str:
        """Return the guidance of a line, behind the word that says that it is mandatory, or when."""
        if concept.name in self.mandatory:
            must = self.messages.text("template.mandatory")
        elif concept.name in self.depends:
            must = self.messages.text("template.mandatory.for", codes=self.depends[concept.name])
        else:
            must = ""
        return " ".join(filter(None, (must, self.guidance(concept))))

    def guidance(self, concept: Concept) -> str:
        """Return what the taxonomy says about filling in a line."""
        return next(
            (concept.labels[role, lang] for role, lang in (("documentation", self.messages.lang),)
             if (role, lang) in concept.labels), ""
        )  # fmt: skip

    def _slots(
        self, draft: SheetDraft, columns: dict[int, SheetColumn], rows: dict[int, SheetRow]
    ) -> dict[tuple[int, int], Slot]:
        lines = {FIRST_ROW + place: each for place, each in enumerate(draft.lines)}
        return {
            (row, column): self._slot(each, columns[column])
            for row, each in lines.items()
            if each.concept is not None and row in rows
            for column in columns
        }

    def _slot(self, each: DraftLine, column: SheetColumn) -> Slot:
        concept, year = each.concept, column.aspects.year or 0
        combination = column.aspects.dimensions
        if concept is None or combination not in each.combinations or not self._fits(concept, year):
            return Slot(SlotKind.CLOSED)
        key = self.key(concept, year, combination, start=each.start)
        return Slot(SlotKind.INPUT, concept, key, choices=concept.codes, mandatory=concept.name in self.mandatory)

    def _fits(self, concept: Concept, year: int) -> bool:
        return year == 0 or year > 0 or self._compares(concept)

    def _table_columns(self, draft: SheetDraft) -> dict[int, SheetColumn]:
        return dict(enumerate(self._all_table_columns(draft), KEY_FIRST_COLUMN))

    def _all_table_columns(self, draft: SheetDraft) -> Iterator[SheetColumn]:
        for axis in draft.keys:
            aspects = Aspects(key=axis)
            yield SheetColumn(aspects, self.names.code(aspects), self.axis_label(axis))
        years = {year: None for each in draft.combinations for year in self._years(draft, each)}
        for year in sorted(years, key=_year_order):
            for line in draft.lines:
                yield from self._line_columns(draft, line, year)

    def _line_columns(self, draft: SheetDraft, line: DraftLine, year: int) -> Iterator[SheetColumn]:
        if line.concept is None or (line.concept.name in self.current and year):
            return
        for each in line.combinations:
            if year not in self._years(draft, each):
                continue
            aspects = Aspects(line.concept.name, line.start, year, each)
            code, note = self.names.code(aspects), self.guidance(line.concept)
            yield SheetColumn(aspects, code, line.label, self._group(year, each), note=note)

    def _table_rows(self) -> dict[int, SheetRow]:
        return {FIRST_ROW + place: SheetRow("", ROW, Aspects(marker=ROW)) for place in range(SPARE_ROWS)}

    def _table_slots(
        self, draft: SheetDraft, columns: dict[int, SheetColumn], rows: dict[int, SheetRow]
    ) -> dict[tuple[int, int], Slot]:
        cells = {column: self._table_slot(each) for column, each in columns.items()}
        return {(row, column): cells[column] for row in rows for column in columns if draft.keys}

    def _table_slot(self, column: SheetColumn) -> Slot:
        axis = column.aspects.key
        if axis is not None:
            members = [Dimension(axis, member) for member in self.shapes.members.get(axis, ())]
            kept = [
                item for item in members if self.settings.consolidated or not self.shapes.is_consolidated(item.member)
            ]
            return Slot(SlotKind.KEY, axis=axis, choices=tuple(map(self.member_label, kept)))
        concept = self.model.concepts[column.aspects.concept] if column.aspects.concept else None
        return Slot(SlotKind.INPUT, concept, choices=concept.codes if concept else ())


def number_of(concept: Concept) -> str:
    """Return the number of a line in the model statements for education, where the taxonomy refers to it."""
    for reference in concept.references:
        parts = dict(reference)
        if parts.get("Name") == _MODEL_STATEMENTS and "Subparagraph" in parts:
            return parts["Subparagraph"]
    return ""


def _year_order(year: int) -> tuple[bool, int]:
    """Put the reporting period first, then the years after it, then those before."""
    return year < 0, abs(year)
