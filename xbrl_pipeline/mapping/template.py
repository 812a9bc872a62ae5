"""Walking the sheets of our own template: every cell becomes a fact by the codes of its row and column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.account import is_nil, settle
from xbrl_pipeline.mapping.binding import BoundCells, Code, bound_sheets, find_fingerprint
from xbrl_pipeline.mapping.damage import note_damage
from xbrl_pipeline.mapping.plan import Plan, Target
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.totals import Totals, is_link, is_total
from xbrl_pipeline.mapping.words import Remark, fold
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.facts import Dimension, FactKey, LostFact, QName
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.taxonomy.model import Concept, Kind
from xbrl_pipeline.workbook.cells import Cell, CellError, SheetCells, Workbook
from xbrl_pipeline.workbook.template.codes import Aspects, Names
from xbrl_pipeline.workbook.template.fingerprint import Fingerprint

CURRENCY: Final = "EUR"
_DATES: Final = {  # what a report says of its own period, by local name in the NT
    "FinancialReportingPeriodCurrentStartDate": (0, "start"),
    "FinancialReportingPeriodCurrentEndDate": (0, "end"),
}


def account_for_template(plan: Plan, fingerprint: Fingerprint, book: Workbook, tally: Tally) -> None:
    """Give every cell of a template's sheets its fate."""
    own = find_fingerprint(book)
    names = Names(plan.model)
    found = list(bound_sheets(book, fingerprint, own[1] if own else "", names))
    bound = [each for each in found if isinstance(each, BoundCells)]
    note_damage(fingerprint, bound, [each for each in found if isinstance(each, SheetCells)], names, tally)
    totals = Totals(plan, fingerprint, names, tally)
    seen: set[FactKey] = set()
    for each in bound:
        _Walk(plan, fingerprint, each, tally, totals, seen).walk()
    totals.settle()
    _check_period(fingerprint, tally)


def _check_period(fingerprint: Fingerprint, tally: Tally) -> None:
    """Warn when the report says that it is about another period than its columns."""
    for candidate in tally.candidates:
        year, edge = _DATES.get(candidate.target.concept.name.local, (None, ""))
        if year is not None and isinstance(candidate.value, date):
            expected = fingerprint.year.start if edge == "start" else fingerprint.year.end
            if candidate.value != expected:
                params = {"shown": candidate.value, "expected": expected}
                remark = Remark("template.other_period", params, Severity.WARNING)
                tally.note(remark, candidate.cell.ref, about=candidate.target)


@dataclass
class _Walk:
    plan: Plan
    fingerprint: Fingerprint
    bound: BoundCells
    tally: Tally
    totals: Totals
    seen: set[FactKey]
    keys: dict[tuple[Dimension, ...], CellRef] = field(default_factory=dict)
    said: dict[tuple[object, ...], Finding] = field(default_factory=dict)  # one finding per cause

    def walk(self) -> None:
        for code in () if self.bound.foreign else self.bound.columns.values():
            if code.aspects is None and not code.skips:
                self._unknown(code)
        rows: dict[int, list[Cell]] = {}
        for cell in self.bound.sheet.cells:
            if cell.ref in self.bound.code_cells:
                self.tally.skip(cell, Fate.HEADER, self._reason("code"))
            else:
                rows.setdefault(cell.ref.row, []).append(cell)
        for row in sorted({*rows, *self.bound.rows}):
            self._row(row, rows.get(row, []))

    def _reason(self, code: str) -> str:
        return self.tally.pen.messages.text(f"template.reason.{code}")

    @property
    def first(self) -> int:
        """The first row that is bound; what stands above it are headings."""
        return min((row for row, code in self.bound.rows.items() if code.aspects is not None), default=0)

    def _row(self, row: int, cells: list[Cell]) -> None:
        code = self.bound.rows.get(row)
        if self.bound.foreign:
            self._reject_all(cells, self._foreign())
        elif code is not None and code.skips:
            for cell in cells:
                self.tally.skip(cell, Fate.IGNORED, self._reason("skipped"))
        elif code is not None and code.aspects is None:
            self._reject_all(cells, self._unknown(code))
        elif code is not None and code.aspects is not None:
            self._bound_row(row, code.aspects, cells)
        elif self._is_new_row(row, cells):
            self._bound_row(row, Aspects(marker="@row"), cells)
        else:
            self._unbound_row(row, cells)

    def _is_new_row(self, row: int, cells: list[Cell]) -> bool:
        """Recognise a row that the user added to a table: it names its members."""
        if not self.bound.is_table or row < self.first:
            return False
        return any(self._column_key(cell) is not None for cell in cells if isinstance(cell.value, str))

    def _column_key(self, cell: Cell) -> QName | None:
        code = self.bound.columns.get(cell.ref.column)
        return code.aspects.key if code is not None and code.aspects is not None else None

    def _bound_row(self, row: int, aspects: Aspects, cells: list[Cell]) -> None:
        if aspects.marker in ("@scheme", "@identifier"):
            self._entity(aspects.marker, cells)
            return
        members, finding = self._members(row, cells) if self.bound.is_table else ((), None)
        for cell in cells:
            if self._column_key(cell) is None:
                self._cell(cell, aspects, members, finding)
        self._note_empty(row, aspects, members)

    def _entity(self, marker: str, cells: list[Cell]) -> None:
        for cell in cells:
            bound = cell.ref.column in self.bound.columns
            if bound and not isinstance(cell.value, CellError):
                setattr(self.tally, marker.removeprefix("@"), cell.shown)
            self.tally.skip(cell, Fate.HEADER if bound else Fate.LABEL, self._reason("entity") if bound else None)

    def _cell(self, cell: Cell, row: Aspects, members: tuple[Dimension, ...] | None, trouble: Finding | None) -> None:
        code = self.bound.columns.get(cell.ref.column)
        if code is None:
            self._beside(cell)
        elif code.skips:
            self.tally.skip(cell, Fate.IGNORED, self._reason("skipped"))
        elif code.aspects is None:
            self.tally.reject(cell, self._unknown(code))
        elif trouble is not None:
            self.tally.reject(cell, trouble)
        else:
            self._fact(cell, row, code, members or ())

    def _fact(self, cell: Cell, row: Aspects, code: Code, members: tuple[Dimension, ...]) -> None:
        joined = row.joined(code.aspects or Aspects())
        target = self._target(joined, members)
        if target is None:
            params = {"place": code.cell.ref.address, "row": str(cell.ref.row)}
            self._refuse(cell, "template.incomplete_code", params)
        elif cell.value is CellError.NOT_CALCULATED and is_link(cell.source):
            self.tally.skip(cell, Fate.IGNORED, self._reason("link"))
        elif (
            cell.value is CellError.NOT_CALCULATED
            and is_total(cell.source)
            and self.totals.expects(cell, target, self._parts(cell, code), joined)
        ):
            pass  # settled when all other cells are known
        else:
            settle(cell, target, self.tally)

    def _parts(self, cell: Cell, code: Code) -> str:
        """Return what the total in a cell adds up, by the fingerprint."""
        made = self.bound.made
        row = self.bound.rows.get(cell.ref.row)
        if made is None:
            return ""
        if self.bound.is_table:
            return next((each.parts for each in made.columns if each.code == code.cell.shown), "")
        return next((each.parts for each in made.rows if row is not None and each.code == row.cell.shown), "")

    def _target(self, aspects: Aspects, members: tuple[Dimension, ...]) -> Target | None:
        concept = self.plan.model.concepts.get(aspects.concept) if aspects.concept is not None else None
        if concept is None or aspects.year is None:
            return None
        period = self.fingerprint.year.shifted(aspects.year)
        at = period.period(instant=concept.instant, at="start" if aspects.start else "end")
        dimensions = tuple(sorted({*aspects.dimensions, *members}))
        key = FactKey(concept.name, at, dimensions, _unit(concept))
        budget = any("Budget" in item.member.local for item in aspects.dimensions)
        return Target(concept, key, concept.label(self.tally.pen.messages.lang), budget=budget)

    def _members(self, row: int, cells: list[Cell]) -> tuple[tuple[Dimension, ...] | None, Finding | None]:
        """Read the members that a row of a table names."""
        keys = {cell.ref.column: cell for cell in cells if self._column_key(cell) is not None}
        axes = {
            column: code.aspects.key
            for column, code in self.bound.columns.items()
            if code.aspects is not None and code.aspects.key is not None
        }
        filled = [cell for cell in cells if cell.ref.column in self.bound.columns and cell.ref.column not in axes]
        counting = [cell for cell in filled if not is_link(cell.source) and not is_total(cell.source)]
        found: list[Dimension] = []
        finding: Finding | None = None
        for column, axis in axes.items():
            cell = keys.get(column)
            member = self._member(axis, cell) if cell is not None and axis is not None else None
            if cell is not None and (isinstance(cell.value, CellError) or member is None):
                finding = self.tally.note(Remark("template.unknown_member", {"shown": cell.shown}), cell.ref)
                self.tally.reject(cell, finding)
            elif cell is not None:
                self.tally.skip(cell, Fate.LABEL, self._reason("key"))
            elif counting and finding is None:
                ref = CellRef(self.bound.sheet.name, row, column)
                finding = self.tally.note(Remark("template.key_missing", {"row": str(row)}), ref)
            if member is not None:
                found.append(member)
        if len(found) < len(axes):
            return None, finding or (self._spare(counting, row) if filled else None)
        self._check_twice(tuple(sorted(found)), keys)
        return tuple(sorted(found)), finding

    def _spare(self, counting: list[Cell], row: int) -> Finding | None:
        if not counting:
            return None
        return self.tally.note(Remark("template.key_missing", {"row": str(row)}), *(cell.ref for cell in counting))

    def _check_twice(self, members: tuple[Dimension, ...], keys: dict[int, Cell]) -> None:
        ref = next(iter(keys.values())).ref
        if members in self.keys:
            shown = ", ".join(cell.shown for cell in keys.values())
            self.tally.note(Remark("template.key_twice", {"shown": shown}), self.keys[members], ref)
        self.keys.setdefault(members, ref)

    def _member(self, axis: QName, cell: Cell) -> Dimension | None:
        element = self.plan.model.element(axis)
        text = " ".join(cell.shown.split())
        if element is not None and element.kind is Kind.TYPED_AXIS:
            return Dimension(axis, QName("", text))
        member = _member_by_words(self.plan, axis, text)
        return None if member is None else Dimension(axis, member)

    def _note_empty(self, row: int, aspects: Aspects, members: tuple[Dimension, ...] | None) -> None:
        if members is None:
            return
        for column, code in self.bound.columns.items():
            if code.aspects is None or code.aspects.key is not None or self.bound.sheet.at(row, column) is not None:
                continue
            target = self._target(aspects.joined(code.aspects), members)
            if target is not None and target.key not in self.seen:
                self.seen.add(target.key)
                self.tally.empty.append(LostFact(target.key, CellRef(self.bound.sheet.name, row, column)))

    def _unbound_row(self, row: int, cells: list[Cell]) -> None:
        above = row < self.first
        counting = [cell for cell in cells if self._counts(cell, above=above)]
        finding = None
        if counting:
            params = {"row": str(row), "sheet": self.bound.sheet.name}
            finding = self.tally.note(Remark("template.row_without_code", params), *(cell.ref for cell in counting))
        for cell in cells:
            if finding is not None and cell in counting:
                self.tally.reject(cell, finding)
            elif cell.ref.column in self.bound.columns or above:
                self.tally.skip(cell, Fate.TITLE if above else Fate.NIL if is_nil(cell) else Fate.TEXT)
            else:
                self._beside(cell)

    def _counts(self, cell: Cell, *, above: bool) -> bool:
        """Tell whether a cell in a row without code holds something that must not be lost."""
        code = self.bound.columns.get(cell.ref.column)
        if code is None or code.skips:
            return False
        figure = isinstance(cell.value, Decimal | CellError | date)
        return figure or (not above and not is_nil(cell))

    def _beside(self, cell: Cell) -> None:
        """Settle a cell in a column without a code: figures there would be lost."""
        if cell.ref.row >= self.first and isinstance(cell.value, Decimal | CellError):
            params = {"column": column_letters(cell.ref.column), "sheet": self.bound.sheet.name}
            self._refuse(cell, "template.column_without_code", params)
        else:
            self.tally.skip(cell, Fate.LABEL if isinstance(cell.value, str) else Fate.TEXT)

    def _refuse(self, cell: Cell, code: str, params: Mapping[str, object]) -> None:
        self.tally.reject(cell, self._shared(code, params, cell.ref))

    def _shared(self, code: str, params: Mapping[str, object], ref: CellRef) -> Finding:
        """Write one finding per cause; the first cell stands for its fellows."""
        mark = (code, *params.values())
        if mark not in self.said:
            self.said[mark] = self.tally.note(Remark(code, params), ref)
        return self.said[mark]

    def _unknown(self, code: Code) -> Finding:
        return self._shared("template.unknown_code", {"code": code.cell.shown}, code.cell.ref)

    def _foreign(self) -> Finding:
        params: dict[str, object] = {"sheet": self.bound.sheet.name, "found": self.bound.foreign}
        return self._shared("template.foreign_sheet", params, self.bound.corner or self.bound.sheet.cells[0].ref)

    def _reject_all(self, cells: list[Cell], finding: Finding) -> None:
        for cell in cells:
            if isinstance(cell.value, str) and not (
                cell.ref.column in self.bound.columns and cell.ref.row >= self.first
            ):
                self.tally.skip(cell, Fate.LABEL)
            else:
                self.tally.reject(cell, finding)


def _unit(concept: Concept) -> str | None:
    return {Kind.MONETARY: CURRENCY, Kind.NUMBER: "pure"}.get(concept.kind)


def _member_by_words(plan: Plan, axis: QName, text: str) -> QName | None:
    """Return the member of an axis that a text names: by its label in any language, its name or its code."""
    members: Iterable[QName] = dict.fromkeys(
        member for table in plan.model.tables for each in table.axes if each.name == axis for member in each.members
    )
    names = Names(plan.model)
    found = [member for member in members if fold(text) in _words(plan, member, names)]
    return found[0] if len(found) == 1 else None


def _words(plan: Plan, member: QName, names: Names) -> set[str]:
    element = plan.model.element(member)
    labels = element.labels.values() if element is not None else ()
    plain = {label.partition(" [")[0] for label in labels}
    return {fold(text) for text in (*labels, *plain, member.local, names.name(member))}
