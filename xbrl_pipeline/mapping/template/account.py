"""Walking the sheets of our own template: every cell becomes a fact by the codes of its row and column."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.account import is_nil, settle
from xbrl_pipeline.mapping.plan import Target, TemplatePlan
from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.template.binding import BoundCells, CodeCell, bound_sheets
from xbrl_pipeline.mapping.template.damage import note_damage
from xbrl_pipeline.mapping.template.members import Members, RowMembers
from xbrl_pipeline.mapping.template.totals import TemplateTotals, is_link, is_total
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.facts import Dimension, FactKey, LostFact, QName
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.taxonomy.model import Concept, Kind
from xbrl_pipeline.template.codes import Aspects, CodeNames
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.workbook.cells import Cell, CellError, SheetCells, Workbook

CURRENCY: Final = "EUR"
_DATES: Final = {  # what a report says of its own period, by local name in the NT
    "FinancialReportingPeriodCurrentStartDate": (0, "start"),
    "FinancialReportingPeriodCurrentEndDate": (0, "end"),
}


def account_for_template(plan: TemplatePlan, book: Workbook, tally: Tally) -> None:
    """Give every cell of a template's sheets its fate."""
    fingerprint = plan.fingerprint
    names = CodeNames(plan.model)
    found = list(bound_sheets(book, fingerprint, names))
    bound = [each for each in found if isinstance(each, BoundCells)]
    note_damage(fingerprint, bound, [each for each in found if isinstance(each, SheetCells)], names, tally)
    totals = TemplateTotals(plan, names, tally)
    seen: set[FactKey] = set()
    for each in bound:
        _Walk(plan, each, tally, totals, seen).walk()
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
    plan: TemplatePlan
    bound: BoundCells
    tally: Tally
    totals: TemplateTotals
    seen: set[FactKey]
    said: dict[tuple[object, ...], Finding] = field(default_factory=dict)  # one finding per cause

    def walk(self) -> None:
        for code in () if self.bound.foreign else self.bound.columns.values():
            if code.aspects is None and not code.skips:
                self._unknown(code)
        rows: dict[int, list[Cell]] = {}
        for cell in self.bound.sheet.cells:
            if cell.ref in self.bound.code_cells:
                self.tally.skip(cell, Fate.CODE, self._reason("code"))
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
            if aspects.marker == "@identifier" and self.bound.columns:
                self.tally.asked = CellRef(self.bound.sheet.name, row, next(iter(self.bound.columns)))
            self._entity(aspects.marker, cells)
            return
        named = self._named(row, cells)
        for cell in cells:
            if self._column_key(cell) is None:
                self._cell(cell, aspects, named)
        self._note_empty(row, aspects, named.members)

    def _entity(self, marker: str, cells: list[Cell]) -> None:
        for cell in cells:
            bound = cell.ref.column in self.bound.columns
            if bound and not isinstance(cell.value, CellError):
                setattr(self.tally, marker.removeprefix("@"), cell.shown)
            self.tally.skip(cell, Fate.HEADER if bound else Fate.LABEL, self._reason("entity") if bound else None)

    def _cell(self, cell: Cell, row: Aspects, named: RowMembers) -> None:
        code = self.bound.columns.get(cell.ref.column)
        if code is None:
            self._beside(cell)
        elif code.skips:
            self.tally.skip(cell, Fate.IGNORED, self._reason("skipped"))
        elif code.aspects is None:
            self.tally.reject(cell, self._unknown(code))
        elif named.finding is not None:
            self.tally.reject(cell, named.finding)
        elif named.members is None:  # a spare row: nothing but formulas
            self.tally.skip(cell, Fate.NIL, self._reason("no_parts"))
        else:
            self._fact(cell, row, code, named.members)

    def _fact(self, cell: Cell, row: Aspects, code: CodeCell, members: tuple[Dimension, ...]) -> None:
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

    def _parts(self, cell: Cell, code: CodeCell) -> str:
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
        period = self.plan.fingerprint.year.shifted(aspects.year)
        at = period.period(instant=concept.instant, at="start" if aspects.start else "end")
        dimensions = tuple(sorted({*aspects.dimensions, *members}))
        key = FactKey(concept.name, at, dimensions, _unit(concept))
        budget = any("Budget" in item.member.local for item in aspects.dimensions)
        return Target(concept, key, concept.label(self.tally.pen.messages.lang), budget=budget)

    @cached_property
    def members(self) -> Members:
        """The key columns of a table."""
        axes = {
            column: code.aspects.key
            for column, code in self.bound.columns.items()
            if code.aspects is not None and code.aspects.key is not None
        }
        return Members(self.plan.model, self.tally, self.bound.sheet.name, axes)

    def _named(self, row: int, cells: list[Cell]) -> RowMembers:
        if not self.bound.is_table:
            return RowMembers(())
        keys = {cell.ref.column: cell for cell in cells if cell.ref.column in self.members.axes}
        bound = (cell for cell in cells if cell.ref.column in self.bound.columns and cell.ref.column not in keys)
        return self.members.read(row, keys, tuple(cell for cell in bound if not _is_ours(cell)))

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
        finding = self._without_codes() if counting else None
        if counting and finding is None:
            params = {"row": str(row), "sheet": self.bound.sheet.name}
            finding = self.tally.note(Remark("template.row_without_code", params), *(cell.ref for cell in counting))
        for cell in cells:
            if finding is not None and cell in counting:
                self.tally.reject(cell, finding)
            elif cell.ref.column in self.bound.columns or above:
                self.tally.skip(cell, Fate.TITLE if above else Fate.NIL if is_nil(cell) else Fate.TEXT)
            else:
                self._beside(cell)

    def _without_codes(self) -> Finding | None:
        """Return the finding that says that this sheet has no codes at all: it is the cause for every row."""
        told = (each for each in self.tally.findings if each.code.startswith("template.no_codes"))
        return next((each for each in told if each.cells and each.cells[0].sheet == self.bound.sheet.name), None)

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

    def _unknown(self, code: CodeCell) -> Finding:
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


def _is_ours(cell: Cell) -> bool:
    """Tell whether a cell holds a formula that the template came with, and nothing that anybody typed."""
    return is_link(cell.source) or is_total(cell.source)
