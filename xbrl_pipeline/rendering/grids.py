"""From a table with its facts to what is shown: empty rows and columns go, long texts stand on their own."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Final

from xbrl_pipeline.instance.facts import ReadFact
from xbrl_pipeline.model.facts import Dimension, Period, QName
from xbrl_pipeline.rendering.parameters import Values
from xbrl_pipeline.rendering.shapes import AccountGrid, Block, GridCell, GridColumn, GridRow, RowKind, Text
from xbrl_pipeline.rendering.sides import SideSlot
from xbrl_pipeline.rendering.tables import Laid
from xbrl_pipeline.rendering.words import AccountWords

_MOST_COLUMNS: Final = 6  # beside each other that can be read on paper; more go below (SCP-24)
_FEW_LINES: Final = 8  # lines of a specification that fit beside each other
_STATEMENT_OF_RESULT: Final = ("income-statement", "income-expenses-statement")  # in the name of a role (SCP-30.6)
_PREVIOUS_MOVEMENT: Final = "PeriodeVoorgaandTypeJaarrekeningVerloopoverzicht"  # in the id of a table (SCP-02.1)


@dataclass(frozen=True, slots=True)
class GridMaker:
    """Makes what is shown of the tables of one report."""

    words: AccountWords
    values: Values

    def blocks(self, laid: Laid) -> tuple[Block, ...]:
        """Return what is shown of a table, nothing where it only repeats the end of last year (SCP-02.1)."""
        columns = self._columns(laid)
        if not columns or self._is_repetition(laid):
            return ()
        grid = self._grid(laid, columns)
        pieces = [
            piece
            for block in self._apart(grid)
            for piece in (self._split(self._turned(block, laid)) if isinstance(block, AccountGrid) else (block,))
        ]
        return tuple(pieces)

    def _is_repetition(self, laid: Laid) -> bool:
        ends = {fact.key.period for fact in laid.facts if fact.key is not None}
        return _PREVIOUS_MOVEMENT in laid.layout.id and len(ends) == 1 and next(iter(ends)).start is None

    def _columns(self, laid: Laid) -> list[int]:
        """Return the columns that hold facts; one of which all stand in others too goes, say of opening balances."""
        found: dict[int, set[int]] = {}
        for (_, number), facts in laid.places.items():
            found.setdefault(number, set()).update(fact.place for fact in facts)
        for number in sorted(found, reverse=True):
            elsewhere = set[int]().union(*(each for other, each in found.items() if other != number))
            if found[number] <= elsewhere:
                del found[number]
        return sorted(found)

    def _grid(self, laid: Laid, columns: Sequence[int]) -> AccountGrid:
        return AccountGrid(self._heads(laid, columns), _without_root(tuple(self._rows(laid, columns))))

    def _heads(self, laid: Laid, columns: Sequence[int]) -> tuple[GridColumn, ...]:
        made = [self._column(laid, number) for number in columns]
        while made and len(made) > 1 and len({column.heads[:1] for column in made}) == 1 and made[0].heads:
            made = [replace(column, heads=column.heads[1:]) for column in made]
        return tuple(made)

    def _column(self, laid: Laid, number: int) -> GridColumn:
        slot = laid.columns[number]
        heads, dated = self._names(slot)
        facts = [fact for (_, column), found in laid.places.items() if column == number for fact in found]
        return GridColumn(heads, None if dated else _period_of(facts))

    def _names(self, slot: SideSlot) -> tuple[tuple[str, ...], bool]:
        """Return what is written above a column or before a row, and whether that tells its period."""
        told = [(self.words.node(node, self.values), node.open is not None) for node in slot.path]
        names = [text for (text, _), opened in told if text and not opened]
        pairs = zip(slot.rules.open, slot.values, strict=True)
        return (*names, *(self.words.member(Dimension(*pair)) for pair in pairs)), any(own for (_, own), _ in told)

    def _rows(self, laid: Laid, columns: Sequence[int]) -> Iterator[GridRow]:
        filled = {row for row, column in laid.places if column in set(columns)}
        shown = [
            number for number in range(len(laid.rows)) if number in filled or self._heads_any(laid, number, filled)
        ]
        concepts = {laid.rows[number].rules.concept for number in shown if number in filled}
        totals = self._totals(concepts)
        parts = {part for total in totals for part in totals[total]}
        before = set[QName]()
        for number in shown:
            row = laid.rows[number]
            if number not in filled:
                yield GridRow(self._name(row), len(row.path) - 1, RowKind.HEADING)
                continue
            negated = self._is_negated(row, laid)
            cells = (
                GridCell(laid.places[number, column], negated) if (number, column) in laid.places else None
                for column in columns
            )
            concept = row.rules.concept
            is_total = concept in totals or row.node.preferred.lower().startswith("total")
            after = concept in totals and bool(totals[concept] & before)
            kind = RowKind.GRAND if after and concept not in parts else RowKind.TOTAL if is_total else RowKind.LINE
            before |= {concept} if concept else set()
            yield GridRow(self._name(row), len(row.path) - 1, kind, tuple(cells))

    def _heads_any(self, laid: Laid, number: int, filled: set[int]) -> bool:
        """Tell whether a heading has lines below it that are shown (SCP-06)."""
        row = laid.rows[number]
        if row.own and not row.node.abstract:
            return False
        return any(laid.rows[other].path[: len(row.path)] == row.path for other in filled)

    def _name(self, row: SideSlot) -> str:
        if row.values:
            return ", ".join(self._names(row)[0][-len(row.values) :])
        return self.words.node(row.node, self.values)[0]

    def _totals(self, concepts: set[QName | None]) -> dict[QName | None, set[QName]]:
        """Return the totals among lines, each with its parts among them."""
        found: dict[QName | None, set[QName]] = {}
        for each in self.words.model.sums:
            parts = {name for name, _ in each.parts} & concepts
            if each.total in concepts and parts - {each.total}:
                found.setdefault(each.total, set()).update(name for name in parts if name is not None)
        return found

    def _is_negated(self, row: SideSlot, laid: Laid) -> bool:
        """Tell whether an amount is of the other balance than the total it counts towards (SCP-30.5, not 30.6)."""
        role = laid.layout.role.rpartition(":")[2]
        if row.anchor is None or row.anchor is row.node or any(part in role for part in _STATEMENT_OF_RESULT):
            return False
        concepts = self.words.model.concepts
        names = [rules.concept for rules in row.anchor.rules if rules.concept]
        total, own = (concepts.get(name) if name else None for name in (names[0] if names else None, row.rules.concept))
        if total is None or own is None or not total.balance or not own.balance:
            return False
        return total.instant == own.instant and total.balance != own.balance

    def _apart(self, grid: AccountGrid) -> Iterator[Block]:
        """Give a table in pieces where long texts stand between its lines: those go below their own titles."""
        for long, rows in groupby(grid.rows, key=self._is_text):
            if not long:
                yield from self._piece(grid, tuple(rows))
                continue
            for row in rows:
                for column, cell in zip(grid.columns, row.cells, strict=True):
                    if cell is not None:
                        heads = self._which(column) if len(grid.columns) > 1 else ()
                        yield Text(row.label, heads, cell)

    def _piece(self, grid: AccountGrid, rows: tuple[GridRow, ...]) -> Iterator[AccountGrid]:
        """Give a part of a table, without headings that have nothing below them in it and columns that are empty."""
        kept = _with_lines(rows)
        if not kept:
            return
        used = [
            number
            for number in range(len(grid.columns))
            if any(row.cells[number] is not None for row in kept if row.cells)
        ]
        lines = (replace(row, cells=tuple(row.cells[number] for number in used if row.cells)) for row in kept)
        yield AccountGrid(tuple(grid.columns[number] for number in used), tuple(lines), grid.label)

    def _which(self, column: GridColumn) -> tuple[str, ...]:
        period = (self.words.period(column.period),) if column.period is not None else ()
        return (*column.heads, *period)

    def _is_text(self, row: GridRow) -> bool:
        facts = [fact for cell in row.cells if cell for fact in cell.facts]
        return bool(facts) and any(self.words.is_long(fact) for fact in facts)

    def _turned(self, grid: AccountGrid, laid: Laid) -> AccountGrid:
        """Return a specification of many members and few lines with its members below each other (SCP-25.5)."""
        typed = any(slot.values for slot in laid.columns)
        lines = [row for row in grid.rows if row.kind is not RowKind.HEADING]
        if not typed or len(grid.columns) <= 1 or len(lines) > _FEW_LINES or len(lines) >= len(grid.columns) * 2:
            return grid
        columns = tuple(GridColumn((row.label,)) for row in lines)
        members = list(dict.fromkeys(column.heads[-1:] for column in grid.columns))
        rows = tuple(
            GridRow(
                ", ".join(self._which_member(column, grid)), 0, RowKind.LINE, tuple(row.cells[number] for row in lines)
            )
            for number, column in sorted(enumerate(grid.columns), key=lambda each: members.index(each[1].heads[-1:]))
        )
        return AccountGrid(columns, rows, self._axes(laid))

    def _which_member(self, column: GridColumn, grid: AccountGrid) -> tuple[str, ...]:
        """Return what tells a member from the others: its own name first, its period where nothing else says it."""
        above = {each.heads[:-1] for each in grid.columns}
        heads = (*column.heads[-1:], *(column.heads[:-1] if len(above) > 1 else ()))
        years = len({(each.heads[:-1], each.period) for each in grid.columns}) > len(above)
        return (*heads, self.words.period(column.period)) if years and column.period is not None else heads

    def _axes(self, laid: Laid) -> str:
        axes = dict.fromkeys(axis for slot in laid.columns for axis in slot.rules.open)
        return ", ".join(self.words.label(axis) for axis in axes)

    def _split(self, grid: AccountGrid) -> Iterator[AccountGrid]:
        """Give a table that is too wide in several, each with all its rows that are filled in there (SCP-24)."""
        if len(grid.columns) <= _MOST_COLUMNS:
            yield grid
            return
        count = -(-len(grid.columns) // _MOST_COLUMNS)
        size = -(-len(grid.columns) // count)
        for start in range(0, len(grid.columns), size):
            part = replace(
                grid,
                columns=grid.columns[start : start + size],
                rows=tuple(replace(row, cells=row.cells[start : start + size]) for row in grid.rows),
            )
            filled = tuple(row for row in part.rows if not row.cells or any(row.cells))
            yield from self._piece(part, filled)


def _without_root(rows: tuple[GridRow, ...]) -> tuple[GridRow, ...]:
    """Leave out the heading above all other rows: a table stands below the title of its section (SCP-04)."""
    first, *others = rows or (None,)
    if first is None or first.kind is not RowKind.HEADING or any(row.depth <= first.depth for row in others):
        return rows
    return tuple(replace(row, depth=row.depth - 1) for row in others)


def _with_lines(rows: Sequence[GridRow]) -> tuple[GridRow, ...]:
    """Leave out headings below which no line of the same piece stands."""
    kept: list[GridRow] = []
    deepest: list[GridRow] = []  # headings that wait for a line
    for row in rows:
        deepest = [heading for heading in deepest if heading.depth < row.depth]
        if row.kind is RowKind.HEADING:
            deepest.append(row)
            continue
        kept += [*deepest, row]
        deepest = []
    return tuple(kept)


def _period_of(facts: Sequence[ReadFact]) -> Period | None:
    periods = {fact.key.period for fact in facts if fact.key is not None}
    spans = {period for period in periods if period.start is not None}
    if spans:
        return next(iter(spans)) if len(spans) == 1 else None
    return max(periods, key=lambda period: period.end, default=None)


def is_numeric(cell: GridCell, words: AccountWords) -> bool:
    """Tell whether a cell holds a number."""
    concept = words.concept(cell.facts[0])
    return concept.numeric if concept is not None else words.number(cell.facts[0]) is not None
