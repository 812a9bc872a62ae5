"""Tables whose periods stand below one another: a row for each line of each year, or years in rows under each line.

Such a table is given as one of a sheet on which the amounts of each line stand in a column for each period
(``stacking``), so that all that follows reads it like any other. It is found by its shape alone: texts that say a
period and nothing else come back again and again in one column, a figure stands beside each, and most lines have more
than one. What does not fit that in every way stays as it stands.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xbrl_pipeline.mapping.locate import header_text
from xbrl_pipeline.mapping.stacked import FIRST_MOVED
from xbrl_pipeline.mapping.stacking import Stack, find_groups, fold_sheet, period_text
from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.heads import Head, is_year, join_heads
from xbrl_pipeline.recognise.levels import RowReader
from xbrl_pipeline.recognise.moments import period_of
from xbrl_pipeline.recognise.table import FigureColumn, Row, Stacked, Table, figure, is_code, is_nil, is_words
from xbrl_pipeline.workbook.cells import Cell, SheetCells
from xbrl_pipeline.workbook.notation import is_minus

_LEAST_RECORDS: Final = 6
_LEAST_LINES: Final = 3
_MOST_PERIODS: Final = 12
_MOST_LABELS: Final = 4
_REACH: Final = 3  # rows between a head and the first period below it
_NOT_EACH: Final = 0.75
_NEARLY: Final = 0.9
_FEW: Final = 0.1


def find_stacked(sheet: SheetCells) -> list[Table]:
    """Return the stacked tables of a sheet, from top to bottom."""
    if len(sheet.cells) < 2 * _LEAST_RECORDS:
        return []
    return list(_Finder(sheet).tables())


@dataclass(frozen=True)
class _Roles:
    """What the columns of a table hold; ``kinds`` say the same of many rows, and what is left holds notes."""

    periods: tuple[int, ...]
    amounts: int
    kinds: tuple[int, ...]
    label: int
    codes: int | None
    notes: tuple[int, ...]

    @property
    def labels(self) -> tuple[int, ...]:
        """The columns with words, from left to right."""
        return tuple(sorted((*self.kinds, self.label)))


class _Finder:
    def __init__(self, sheet: SheetCells) -> None:
        self.sheet = sheet
        self.heads: dict[tuple[int, int], Head] = {}
        for cell in sheet.cells:
            head = period_of(cell)
            if head is not None:
                self.heads[cell.ref.row, cell.ref.column] = head
        self.rows: dict[int, dict[int, Cell]] = {}
        for cell in sheet.cells:
            self.rows.setdefault(cell.ref.row, {})[cell.ref.column] = cell

    def tables(self) -> Iterator[Table]:
        column = self._period_column()
        if column is None:
            return
        starts = [0, *self._repeated_heads(column)]
        for place, start in enumerate(starts):
            end = starts[place + 1] if place + 1 < len(starts) else max(self.rows) + 1
            records = [row for row in self.rows if start < row < end and (row, column) in self.heads]
            table = self._table(column, records, start, end)
            if table is not None:
                yield table

    def _period_column(self) -> int | None:
        """Return the column in which a few texts that say a period come back most often."""
        found: dict[int, Counter[str]] = {}
        for row, column in self.heads:
            found.setdefault(column, Counter())[fold(self.rows[row][column].shown)] += 1
        sizes = {
            column: sum(texts.values())
            for column, texts in found.items()
            if 1 < len(texts) <= _MOST_PERIODS and sum(number > 1 for number in texts.values()) > 1
        }
        timed = {column for (_, column), head in self.heads.items() if head.timed}
        best = max(sizes, key=lambda column: (column in timed, sizes[column], -column), default=None)
        return best if best is not None and sizes[best] >= _LEAST_RECORDS else None

    def _repeated_heads(self, column: int) -> list[int]:
        """Return the rows that are heads of a table below another: with what stands over the periods of the first."""
        first = min(row for row, each in self.heads if each == column)
        heads = [row for row in self.rows if first - _REACH <= row < first and column in self.rows[row]]
        if not heads:
            return []
        shown = fold(self.rows[heads[-1]][column].shown)
        return [row - 1 for row, cells in self.rows.items() if column in cells and fold(cells[column].shown) == shown][
            1:
        ]

    def _table(self, column: int, records: Sequence[int], start: int, end: int) -> Table | None:
        if len(records) < _LEAST_RECORDS:
            return None
        roles = self._roles(column, records)
        if roles is None:
            return None
        head = self._head(column, roles.amounts, records[0], start)
        first = head + 1 if head else max(start + 1, self._above(roles, records[0]))
        last = records[-1]
        texts = self._texts(roles, records)
        columns = self._columns(roles, texts, records, first, last)
        if columns is None:
            return None
        stack = Stack(
            first,
            last,
            roles.labels,
            roles.codes,
            roles.periods,
            roles.amounts,
            {fold(t): c for t, c in columns.items()},
        )
        groups = find_groups(self.sheet, stack)
        several = sum(len(group.rows) > 1 for group in groups)
        named = sum(any(group.words) for group in groups)
        if several < _LEAST_LINES or 2 * several < len(groups) or named < _NEARLY * len(groups):
            return None
        if not all(self._fits(row, roles) for row in records) or self._has_others(roles, first, last):
            return None
        return self._made(stack, roles, columns, head, (start + 1, end - 1))

    # what the columns hold

    def _roles(self, column: int, records: Sequence[int]) -> _Roles | None:
        cells: dict[int, list[Cell]] = {}
        for row in records:
            for other, cell in self.rows[row].items():
                if other != column:
                    cells.setdefault(other, []).append(cell)
        periods = [column]
        for other, own in list(cells.items()):
            heads = [self.heads.get((cell.ref.row, other)) for cell in own]
            few = len({fold(cell.shown) for cell in own}) <= _MOST_PERIODS
            if len(own) >= _NEARLY * len(records) and few and all(heads):
                periods.append(other)
                del cells[other]
        amounts = self._amounts(cells, len(records))
        if amounts is None:
            return None
        del cells[amounts]
        codes = [other for other, own in cells.items() if all(map(is_code, own)) and len({c.shown for c in own}) > 1]
        words = {
            other: own
            for other, own in cells.items()
            if other not in codes and 2 * sum(isinstance(c.value, str) and is_words(c) for c in own) > len(own)
        }
        found = self._labels(words, records, amounts) if words else None
        label, kinds = found or (self._label_above(column, amounts, records), ())
        if label is None:
            return None
        lines = len(cells.get(label, ())) if found is not None else 0
        named = [
            other for other in sorted(codes) if other < amounts and _are_of_lines(cells[other], lines, len(records))
        ]
        code = next(iter(named), None) if found is not None else self._code_above(label, periods, records)
        noted = tuple(sorted(cells.keys() - {label, code, *kinds}))
        return _Roles(tuple(sorted(periods)), amounts, kinds, label, code, noted)

    def _amounts(self, cells: Mapping[int, Sequence[Cell]], records: int) -> int | None:
        """Return the one column with a figure in nearly every row."""
        filled = {
            other: sum(figure(cell)[0] or is_nil(cell) for cell in own)
            for other, own in cells.items()
            if not all(is_year(cell) for cell in own) and not all(map(is_code, own))
        }
        if not any(filled.values()):  # small whole numbers look like codes
            filled = {other: sum(figure(cell)[0] for cell in own) for other, own in cells.items()}
        full = [other for other, number in filled.items() if number >= _NEARLY * records]
        others = [other for other, number in filled.items() if number and other not in full]
        return full[0] if len(full) == 1 and not any(filled[other] > _FEW * records for other in others) else None

    def _labels(
        self, words: Mapping[int, Sequence[Cell]], records: Sequence[int], amounts: int
    ) -> tuple[int, tuple[int, ...]] | None:
        """Return the column with the names of the lines, and those that say the same of many rows."""
        left = {other: own for other, own in words.items() if other < amounts} or dict(words)
        distinct = {other: len({fold(cell.shown) for cell in own}) for other, own in left.items()}
        label = max(distinct, key=lambda other: (distinct[other], other))
        if distinct[label] < _LEAST_LINES:
            return None
        kinds = [
            other
            for other in sorted(left)
            if other != label and len(left[other]) == len(records) and 1 < distinct[other] <= distinct[label]
        ]
        return label, tuple(kinds[-_MOST_LABELS + 1 :])

    def _label_above(self, column: int, amounts: int, records: Sequence[int]) -> int | None:
        """Return the column with words in the rows above those with periods."""
        own = set(records)
        found: Counter[int] = Counter()
        for row in records:
            above = self.rows.get(row - 1, {})
            if row - 1 not in own and not (amounts in above and figure(above[amounts])[0]):
                found.update(other for other, cell in above.items() if is_words(cell) and isinstance(cell.value, str))
        likely = [other for other in found if other <= amounts and found[other] >= _LEAST_LINES]
        return max(likely, key=lambda other: (found[other], other == column), default=None)

    def _code_above(self, label: int, periods: Sequence[int], records: Sequence[int]) -> int | None:
        """Return the column with codes beside the words in the rows above those with periods."""
        own = set(records)
        above = [self.rows[row - 1] for row in records if row - 1 in self.rows and row - 1 not in own]
        others = sorted({other for cells in above for other in cells if other < label and other not in periods})
        return next((each for each in others if all(is_code(cells[each]) for cells in above if each in cells)), None)

    def _fits(self, row: int, roles: _Roles) -> bool:
        """Tell whether nothing stands beside an amount that could turn it or be another amount."""
        beside = [cell for column, cell in self.rows[row].items() if column in roles.notes]
        return not any(is_minus(cell.shown) or figure(cell)[0] for cell in beside if not is_code(cell))

    def _has_others(self, roles: _Roles, first: int, last: int) -> bool:
        """Tell whether figures stand among the rows of a table that say no period."""
        return any(
            roles.amounts in cells and figure(cells[roles.amounts])[0] and (row, roles.periods[0]) not in self.heads
            for row, cells in self.rows.items()
            if first <= row <= last and not any((row, column) in self.heads for column in roles.periods)
        )

    # its head and its periods

    def _head(self, column: int, amounts: int, first: int, start: int) -> int:
        """Return the row with what stands above periods and amounts; 0 where there is none."""
        for row in range(first - 1, max(start, first - 1 - _REACH), -1):
            over = [self.rows.get(row, {}).get(each) for each in (column, amounts)]
            if over[1] is not None and isinstance(over[1].value, str) and not figure(over[1])[0]:
                return row
        return 0

    def _above(self, roles: _Roles, first: int) -> int:
        """Return the first row with words of a line, where these stand above its periods."""
        return first - 1 if roles.label in self.rows.get(first - 1, {}) else first

    def _texts(self, roles: _Roles, records: Sequence[int]) -> list[str]:
        return list({fold(text): text for row in records[::-1] if (text := self._text(roles, row))}.values())[::-1]

    def _text(self, roles: _Roles, row: int) -> str:
        return period_text(self.sheet, roles.periods, row)

    def _columns(
        self, roles: _Roles, texts: Sequence[str], records: Sequence[int], first: int, last: int
    ) -> dict[str, int] | None:
        """Return a column for each text; texts that say the same and never stand beside one line share one."""
        if len(texts) > _MOST_PERIODS:
            return None
        apart = {fold(text): FIRST_MOVED + place for place, text in enumerate(texts)}
        stack = Stack(first, last, roles.labels, roles.codes, roles.periods, roles.amounts, apart)
        together = [set(group.rows) for group in find_groups(self.sheet, stack)]
        heads = {fold(self._text(roles, row)): self._said(roles, row) for row in records}
        found: dict[str, int] = {}
        for text in texts:
            own, head = apart[fold(text)], heads[fold(text)]
            same = [
                apart[fold(other)]
                for other in found
                if head is not None
                and found[other] == apart[fold(other)]
                and _same_period(head, heads[fold(other)])
                and not any({own, apart[fold(other)]} <= each for each in together)
            ]
            found[text] = same[0] if same else own
        return found

    def _said(self, roles: _Roles, row: int) -> Head | None:
        return join_heads(head for column in roles.periods if (head := self.heads.get((row, column))) is not None)

    # the table

    def _made(
        self, stack: Stack, roles: _Roles, columns: Mapping[str, int], head: int, span: tuple[int, int]
    ) -> Table | None:
        folded = fold_sheet(self.sheet, stack)
        view = folded.view
        heads = {
            fold(self._text(roles, row)): self._said(roles, row)
            for group in folded.groups
            for row in group.rows.values()
        }
        figures: dict[int, FigureColumn] = {}
        for text, number in columns.items():
            own = heads[fold(text)]
            figures.setdefault(number, FigureColumn(number, text, own, clash=own is None))
        reader = RowReader(view, roles.labels, roles.codes, tuple(figures.values()), {})
        found = [row for index in range(stack.first, stack.last + 1) for row in reader.row(index)]
        rows = tuple(replace(row, place=place) for place, row in enumerate(self._with_kinds(found, roles)))
        if not any(row.values for row in rows):
            return None
        top, bottom = span
        titles = tuple(
            cell.shown
            for row in self.rows
            if top <= row < (head or stack.first)
            for cell in self.rows[row].values()
            if isinstance(cell.value, str)
        )
        over = header_text(self.sheet, [head], stack.amounts) if head else ""
        shown = (min(rows[0].index, stack.first), stack.last)
        stacked = Stacked(stack, columns, over, shown)
        heading = (head,) if head else ()
        dated = tuple(figures.values())
        table = Table(view, heading, top, bottom, roles.labels, roles.codes, dated, rows, titles, roles.notes)
        return replace(table, whole=False, stacked=stacked)

    def _with_kinds(self, rows: Sequence[Row], roles: _Roles) -> Iterator[Row]:
        """Give the rows, what columns in front say of many of them as headings."""
        before: tuple[str, ...] = ()
        for row in rows:
            cells = [self.sheet.at(row.index, column) for column in roles.kinds]
            kinds = tuple(cell.shown for cell in cells if cell is not None)
            own = self.sheet.at(row.index, roles.label)
            if not kinds or own is None or not row.values:
                yield row
                continue
            changed = next(
                (place for place, kind in enumerate(kinds) if before[place : place + 1] != (kind,)), len(kinds)
            )
            for kind in kinds[changed:]:
                yield Row(row.index, "", kind, (kind,), {})
            before = kinds
            within = " ".join(kinds) if roles.label > max(roles.kinds) else ""
            yield replace(row, texts=(own.shown,), within=within)


def _are_of_lines(codes: Sequence[Cell], lines: int, records: int) -> bool:
    """Tell codes of lines from numbers of rows: they come back for each period, or stand where the words do."""
    again = len({cell.shown for cell in codes}) < _NOT_EACH * len(codes)
    return again or (len(codes) <= lines < _NOT_EACH * records)


def _same_period(one: Head, other: Head | None) -> bool:
    return other is not None and _key(one) == _key(other)


def _key(head: Head) -> tuple[object, ...]:
    kind = None if head.kind == "actual" else head.kind
    moment = "opening" if head.moment == "opening" else None
    return head.year, head.relative, kind, moment, head.scope, head.draft
