"""Which way the tables of a sheet stand: the reading that explains more of the same cells, or a question."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.recognise.grid import find_tables
from xbrl_pipeline.recognise.identities import table_id
from xbrl_pipeline.recognise.legends import Legend, with_codes, write_out
from xbrl_pipeline.recognise.lines import Line
from xbrl_pipeline.recognise.offers import TABLE, TURNED, UPRIGHT
from xbrl_pipeline.recognise.readings import TableReading, is_statement
from xbrl_pipeline.recognise.stacked import find_stacked
from xbrl_pipeline.recognise.table import Table
from xbrl_pipeline.recognise.titled import find_titled
from xbrl_pipeline.recognise.turned import find_around, find_turned
from xbrl_pipeline.workbook.cells import SheetCells

_CLEAR: Final = 3  # times as many cells explained: what the other reading says of some of them is chance
_Cells = Mapping[CellRef, tuple[Line, str]]
Read = Callable[[Table], TableReading]
Said = Callable[[str], str | None]


@dataclass(frozen=True)
class Sight:
    """A sheet with its tables as they stand, and those that it could have the other way round."""

    sheet: SheetCells
    upright: tuple[Table, ...]
    turned: tuple[Table, ...]


def see(sheet: SheetCells, legend: Legend) -> Sight:
    """Find the tables of a sheet, both ways; codes in the first column mean what the legend says."""
    stacked = find_stacked(sheet)
    if stacked:
        return Sight(sheet, tuple(find_around(sheet, stacked)), ())
    titled = find_titled(sheet)
    if titled:
        return Sight(sheet, tuple(titled), ())
    written = write_out(sheet, legend)
    upright = [with_codes(table, sheet) if written is not sheet else table for table in find_tables(written)]
    return Sight(sheet, tuple(upright), tuple(find_turned(sheet)))


def choose_facing(sight: Sight, read: Read | None, said: Said) -> list[Table]:
    """Return the tables of a sheet, each the way it stands; as they are while no year is known to read them by.

    Where both ways explain cells nearly as well and say different things of them, a person is asked, and the upright
    tables wait for the answer.
    """
    sheet, upright, turned = sight.sheet, sight.upright, sight.turned
    if read is None or not turned:
        return list(upright)
    taken: list[Table] = []
    waiting: dict[int, str] = {}
    for table in turned:
        question = f"{TABLE}turned {table_id(table, ())}"
        others = [other for other in upright if _meet(table, other)]
        facing = said(question) or _facing(read(table), [read(other) for other in others])
        if facing == TURNED:
            taken.append(table)
        elif facing != UPRIGHT:
            waiting |= {id(other): question for other in others}
    if not taken:
        return [replace(table, facing=waiting[id(table)]) if id(table) in waiting else table for table in upright]
    kept = {table.rows_shown: waiting[id(table)] for table in upright if id(table) in waiting}
    return [replace(each, facing=kept.get(each.rows_shown, "")) for each in find_around(sheet, taken)]


def _meet(one: Table, other: Table) -> bool:
    (top, bottom), (first, last) = one.rows_shown, other.rows_shown
    return first <= bottom and top <= last


def _facing(turned: TableReading, upright: Sequence[TableReading]) -> str:
    """Return which way explains more; nothing where that cannot be told."""
    if not is_statement(turned):
        return UPRIGHT
    mine: _Cells = _explained(turned)
    others: _Cells = {cell: what for reading in upright for cell, what in _explained(reading).items()}
    differ = any(mine[cell] != others[cell] for cell in mine.keys() & others.keys())
    few, many = sorted((len(mine), len(others)))
    if differ and _CLEAR * few > many:
        return ""
    left_out = bool(turned.aside) and not others  # for a reason that the other way does not show
    return TURNED if len(mine) > len(others) or left_out else UPRIGHT


def _explained(reading: TableReading) -> _Cells:
    """Return what each cell of a table is said to be: its line and its period."""
    return {
        reading.table.sheet.place(decision.row.index, period.column.number): (decision.line, str(period.means))
        for decision in reading.decisions
        for period in reading.periods.reported
        if decision.line is not None and not decision.twice and period.column.number in decision.row.values
    }
