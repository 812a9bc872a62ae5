"""Walking the cells of one sheet: each becomes a fact or gets its reason why not."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Final

from xbrl_pipeline.mapping.locate import find_headers, find_lines
from xbrl_pipeline.mapping.plan import MappingPlan, PlannedLine, PlannedSheet, Target
from xbrl_pipeline.mapping.scale import find_other_scale
from xbrl_pipeline.mapping.sheets import Column
from xbrl_pipeline.mapping.tally import CandidateValue, Tally
from xbrl_pipeline.mapping.values import NUMBER_AS_TEXT, Nothing, Refused, TakenValue, read_value
from xbrl_pipeline.mapping.words import Remark, fold
from xbrl_pipeline.model.cells import CellRef, column_letters, column_number
from xbrl_pipeline.model.facts import LostFact
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate
from xbrl_pipeline.workbook.cells import Cell, CellError, Merge, SheetCells
from xbrl_pipeline.workbook.notation import Decimals, Number, Unread, is_minus, read_number

_SIDE_FATES: Final = {"note": Fate.NOTE, "ignore": Fate.IGNORED, "minus": Fate.NOTE}


def account_for(
    plan: MappingPlan, planned: PlannedSheet, sheet: SheetCells, tally: Tally, *, untitled: bool = False
) -> None:
    """Give every cell of a sheet its fate. Nothing is taken where the title that says its period is gone."""
    headers = find_headers(planned, sheet)
    lines = find_lines(planned, sheet, headers)
    other_scale = find_other_scale(planned, sheet, headers.last)
    for trouble in (*headers.remarks, *filter(None, [other_scale])):
        tally.note(trouble.remark, *trouble.cells)
    columns = {number: tally.note(trouble.remark, *trouble.cells) for number, trouble in headers.troubles.items()}
    if untitled:
        params = {"sheet": planned.sheet.sheet, "expected": planned.sheet.title or ""}
        columns |= dict.fromkeys(planned.amounts, tally.note(Remark("mapping.title_missing", params)))
    findings = {trouble: tally.note(trouble.remark, *trouble.cells) for trouble in lines.troubles}
    spoiled = {row: (line, findings[trouble]) for row, (line, trouble) in lines.spoiled.items()}
    Walk(plan, planned, sheet, headers.rows, lines.bound, columns, spoiled, tally, narrow=lines.narrow).walk()


@dataclass(frozen=True)
class Walk:
    """One pass over the cells of a sheet; a trial balance has rows of its own kind."""

    plan: MappingPlan
    planned: PlannedSheet
    sheet: SheetCells
    headers: tuple[int, ...]
    bound: dict[int, PlannedLine]
    wrong_columns: dict[int, Finding]
    spoiled: dict[int, tuple[PlannedLine, Finding]]
    tally: Tally
    narrow: dict[tuple[int, int], PlannedLine] = field(default_factory=dict, kw_only=True)

    @property
    def header(self) -> int:
        """The last row with headers; 0 where there is none."""
        return self.headers[-1] if self.headers else 0

    def walk(self) -> None:
        """Settle every cell: rows from the top, then what stands in columns that the mapping does not name."""
        for row, cells in _by_row(self.sheet.cells).items():
            if row <= self.header:
                self._settle_head(cells)
            else:
                self.settle_row(row, [cell for cell in cells if cell.ref.column in self.planned.amounts])
                self._settle_beside([cell for cell in cells if cell.ref.column not in self.planned.amounts])
        self._settle_outside()
        self._note_empty()

    def _note_empty(self) -> None:
        """Remember the cells that could have given a fact: an empty one may explain why a rule does not hold."""
        for row, line in self.bound.items():
            for number, column in self.planned.amounts.items():
                target = self.plan.target(self.planned.sheet, self.narrow.get((row, number), line), column)
                if target is not None and self.sheet.at(row, number) is None:
                    self.tally.empty.append(LostFact(target.key, CellRef(self.sheet.name, row, number)))

    def _settle_head(self, cells: list[Cell]) -> None:
        for cell in cells:
            self.tally.skip(cell, Fate.HEADER if cell.ref.row in self.headers else Fate.TITLE)

    def settle_row(self, row: int, amounts: list[Cell]) -> None:
        """Settle the cells of one row that stand in columns for facts."""
        for cell in amounts:
            if (row, cell.ref.column) in self.narrow:
                self._settle_line(self.narrow[row, cell.ref.column], [cell])
        amounts = [cell for cell in amounts if (row, cell.ref.column) not in self.narrow]
        if row in self.bound:
            self._settle_line(self.bound[row], amounts)
        elif row in self.spoiled:
            self._settle_spoiled(*self.spoiled[row], amounts)
        else:
            self._settle_unmapped(amounts)

    def _settle_beside(self, cells: list[Cell]) -> None:
        for cell in cells:
            column = self.planned.columns.get(cell.ref.column)
            if column is not None:
                self.tally.skip(cell, _SIDE_FATES[column.means], column.reason)
            elif cell.ref.column in _word_columns(self.planned):
                self.tally.skip(cell, Fate.LABEL)
            elif not self._is_outside(cell):
                self.tally.skip(cell, Fate.TEXT)

    def _is_outside(self, cell: Cell) -> bool:
        known = (*self.planned.columns, *_word_columns(self.planned))
        below = cell.ref.row > self.header
        return below and cell.ref.column not in known and is_figure(cell)

    def _settle_line(self, line: PlannedLine, cells: list[Cell]) -> None:
        for cell in cells:
            target = self._target(line, cell)
            if target is None:
                self.tally.skip_line(cell, line.line.ignore or "")
            elif (merge := self._merge(cell)) is not None:
                finding = self.tally.note(merge, cell.ref, about=target)
                self.tally.reject(cell, finding, target)
            elif cell.ref.column in self.wrong_columns:
                self.tally.reject(cell, self.wrong_columns[cell.ref.column], target)
            elif (sign := self._loose_sign(cell)) is not None:
                loose = Remark("mapping.loose_minus", {"shown": cell.shown, "sign": str(sign.ref)})
                finding = self.tally.note(loose, cell.ref, about=target)
                self.tally.reject(cell, finding, target)
            else:
                settle(cell, replace(target, negated=target.negated != self._is_minus(cell)), self.tally)

    def _is_minus(self, cell: Cell) -> bool:
        """Tell whether a column of minus signs has one beside an amount."""
        column = self.planned.minuses.get(cell.ref.column)
        sign = self.sheet.at(cell.ref.row, column) if column is not None else None
        return sign is not None and is_minus(sign.shown)

    def _loose_sign(self, cell: Cell) -> Cell | None:
        """Return the minus sign beside an amount that the mapping says nothing of: it may turn the amount."""
        row, column, turned = cell.ref.row, cell.ref.column, self.planned.sheet.turned
        places = [(row + step, column) if turned else (row, column + step) for step in (-1, 1)]
        beside = (self.sheet.at(*place) for place in places)
        return next((each for each in beside if each is not None and self._is_loose(each)), None)

    def _is_loose(self, cell: Cell) -> bool:
        named = cell.ref.column in self.planned.columns or cell.ref.column in _word_columns(self.planned)
        return (not named or self.planned.sheet.turned) and cell.shown.strip() == "-/-"

    def _merge(self, cell: Cell) -> Remark | None:
        """Say that an amount stands in merged cells that cover more than one place for an amount."""
        merge = self.merges.get((cell.ref.row, cell.ref.column))
        if merge is None:
            return None
        columns = [number for number in self.planned.amounts if merge.first_column <= number <= merge.last_column]
        rows = [row for row in self.bound if merge.first_row <= row <= merge.last_row]
        if len(columns) * len(rows) <= 1:
            return None
        params = {"shown": cell.shown, "columns": tuple(map(column_letters, columns)), "rows": tuple(map(str, rows))}
        return Remark("mapping.merged_amount", params)

    @cached_property
    def merges(self) -> dict[tuple[int, int], Merge]:
        """Merged cells by each place for an amount that is among them."""
        rows, columns = sorted(self.bound), sorted(self.planned.amounts)
        return {
            (row, column): merge
            for merge in self.sheet.merges
            for row in rows[bisect_left(rows, merge.first_row) : bisect_right(rows, merge.last_row)]
            for column in columns[bisect_left(columns, merge.first_column) : bisect_right(columns, merge.last_column)]
        }

    def _settle_spoiled(self, line: PlannedLine, finding: Finding, cells: list[Cell]) -> None:
        for cell in cells:
            self.tally.reject(cell, finding, self._target(line, cell))

    def _target(self, line: PlannedLine, cell: Cell) -> Target | None:
        return self.plan.target(self.planned.sheet, line, self.planned.amounts[cell.ref.column])

    def _settle_unmapped(self, cells: list[Cell]) -> None:
        columns = self.planned.amounts
        if repeats_header(cells, columns):
            for cell in cells:
                self.tally.skip(cell, Fate.HEADER)
            return
        counting = [
            cell for cell in cells if counts(cell, columns[cell.ref.column], decimals=self.planned.sheet.decimals)
        ]
        finding = self._unmapped(counting) if counting else None
        for cell in cells:
            if finding is not None and cell in counting:
                self.tally.reject(cell, finding)
            else:
                self.tally.skip(cell, Fate.NIL if is_nil(cell) else Fate.TEXT)

    def _unmapped(self, cells: list[Cell]) -> Finding:
        row = cells[0].ref.row
        words = (self.sheet.at(row, column) for column in _word_columns(self.planned))
        title = " ".join(cell.shown for cell in words if cell is not None)
        params = {
            "row": str(row),
            "sheet": self.sheet.name,
            "title": title or self.tally.pen.messages.text("mapping.no_words"),
        }
        return self.tally.note(Remark("mapping.row_unmapped", params), *(cell.ref for cell in cells))

    def _settle_outside(self) -> None:
        outside = [cell for cell in self.sheet.cells if self._is_outside(cell)]
        for column in sorted({cell.ref.column for cell in outside}):
            cells = [cell for cell in outside if cell.ref.column == column]
            params: dict[str, object] = {
                "column": column_letters(column),
                "sheet": self.sheet.name,
                "count": len(cells),
            }
            finding = self.tally.note(Remark("mapping.column_unmapped", params), *(cell.ref for cell in cells))
            for cell in cells:
                self.tally.reject(cell, finding)


def settle(cell: Cell, target: Target, tally: Tally) -> None:
    """Let a cell give its fact, or say why it does not."""
    tally.targets.append((target, cell))
    match read_value(cell, target):
        case Nothing():
            tally.skip(cell, Fate.NIL)
        case Refused(remark):
            tally.reject(cell, tally.note(remark, cell.ref, about=target), target)
        case TakenValue(value, remarks):
            for remark in remarks:
                if not (tally.book.untyped and remark.code == NUMBER_AS_TEXT):  # said once of the whole file
                    tally.note(remark, cell.ref, about=target)
            tally.take(CandidateValue(target, cell, value))


def account_for_rest(cells: Iterable[Cell], tally: Tally) -> None:
    """Give the cells of a mapped sheet that stand in none of its blocks their fate: figures may not be lost."""
    for row in _by_row(cells).values():
        figures = [cell for cell in row if is_figure(cell)]
        finding = tally.note(_outside_blocks(figures[0]), *(cell.ref for cell in figures)) if figures else None
        for cell in row:
            if finding is not None and is_figure(cell):
                tally.reject(cell, finding)
            else:
                tally.skip(cell, Fate.TEXT)


def _outside_blocks(cell: Cell) -> Remark:
    return Remark("mapping.outside_blocks", {"row": str(cell.ref.row), "sheet": cell.ref.sheet})


def is_figure(cell: Cell) -> bool:
    """Tell whether a cell holds a number, or an error where one may have stood."""
    return isinstance(cell.value, Decimal | CellError)


def _by_row(cells: Iterable[Cell]) -> dict[int, list[Cell]]:
    rows: dict[int, list[Cell]] = {}
    for cell in cells:
        rows.setdefault(cell.ref.row, []).append(cell)
    return rows


def _word_columns(planned: PlannedSheet) -> list[int]:
    numbers = planned.sheet.line_column
    return [*([column_number(numbers)] if numbers else []), *planned.labels]


def repeats_header(cells: list[Cell], columns: dict[int, Column]) -> bool:
    """Recognise the header of a second table: every column for facts holds its own header again."""
    headers = [columns[cell.ref.column].header for cell in cells]
    whole = len(cells) == len(columns)
    return whole and all(
        header and fold(header) == fold(cell.shown) for header, cell in zip(headers, cells, strict=True)
    )


def counts(cell: Cell, column: Column, *, decimals: Decimals) -> bool:
    """Tell whether a cell in a column for facts holds something that must not be lost."""
    if isinstance(cell.value, Decimal | CellError):
        return True
    if column.means == "value":
        return not is_nil(cell)
    read = read_number(cell.shown, decimals=decimals) if isinstance(cell.value, str) else None
    return isinstance(read, Number) or read is Unread.AMBIGUOUS


def is_nil(cell: Cell) -> bool:
    """Tell whether a cell says in words that there is nothing."""
    return isinstance(cell.value, str) and read_number(cell.shown) is Unread.NIL
