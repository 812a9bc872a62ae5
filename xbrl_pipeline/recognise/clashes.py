"""Lines of which two tables have different amounts of one period, such as a statement and the note to it.

Which of them is right no figure says. Both are left open by what makes facts of cells; a person is asked which to take.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.details import parts_below
from xbrl_pipeline.recognise.lexicon import START
from xbrl_pipeline.recognise.lines import Line
from xbrl_pipeline.recognise.periods import ColumnPeriod
from xbrl_pipeline.recognise.recognition import Block, Clash, Stand

_ROUNDING: Final = 2  # what a printed amount may be off, in its unit
_EARLIER: Final = {"current": "previous", "previous": "before"}
_At = tuple[int, int]  # places of a block and of a row in it
_Key = tuple[Line, str, str]  # line, period, scope


def settle_clashes(blocks: Sequence[Block], answers: Answers) -> tuple[list[Block], tuple[Clash, ...]]:
    """Leave out what a person calls wrong of amounts that contradict one another; return what nobody spoke of too."""
    ids = [block.id for block in blocks]
    left: dict[int, set[tuple[int, int]]] = {}
    waiting = []
    for clash in _clashes(blocks):
        choices = clash.choices(ids)
        said = answers.to(clash.name(ids))
        if said not in choices:
            waiting.append(clash)
            continue
        for choice, side in zip(choices, clash.sides, strict=True):
            for place, row, column in side if choice != said else ():
                left.setdefault(place, set()).update((each, column) for each in rows_with(blocks[place], row))
    settled = [
        replace(block, left=block.left | left[place]) if place in left else block for place, block in enumerate(blocks)
    ]
    return settled, tuple(waiting)


def rows_with(block: Block, row: int) -> list[int]:
    """Return the places of a row and of all that it is the sum of in its table."""
    below = parts_below(block.by_place[row], block.by_place, block.reading.groups)
    return [row, *(part.row.place for part in below)]


def _clashes(blocks: Sequence[Block]) -> Iterator[Clash]:
    """Give each line once for the same rows, whatever the number of periods in which these differ."""
    found: dict[_Key, list[tuple[Decimal, int, Stand]]] = {}
    for key, value, unit, stand in _amounts(blocks):
        found.setdefault(key, []).append((value, unit, stand))
    causes: dict[tuple[Line, frozenset[_At]], list[tuple[str, list[list[Stand]]]]] = {}
    for (line, means, _), amounts in found.items():
        sides = _sides(amounts)
        if len(sides) > 1 and len({blocks[side[0][0]].id for side in sides}) == len(sides):
            rows = frozenset((place, row) for side in sides for place, row, _ in side)
            causes.setdefault((line, rows), []).append((means, sides))
    for (line, _), periods in causes.items():
        by_table: dict[str, list[Stand]] = {}
        for _, sides in periods:
            for side in sides:
                by_table.setdefault(blocks[side[0][0]].id, []).extend(side)
        yield Clash(line, tuple(means for means, _ in periods), tuple(tuple(stands) for stands in by_table.values()))


def _sides(amounts: Sequence[tuple[Decimal, int, Stand]]) -> list[list[Stand]]:
    """Put the places of one amount together, rounding aside."""
    sides: list[tuple[Decimal, int, list[Stand]]] = []
    for value, unit, stand in amounts:
        same = (side for side in sides if abs(value - side[0]) <= _ROUNDING * max(unit, side[1]))
        side = next(same, None)
        if side is None:
            sides.append((value, unit, [stand]))
        else:
            side[2].append(stand)
    return [stands for _, _, stands in sides]


def _amounts(blocks: Sequence[Block]) -> Iterator[tuple[_Key, Decimal, int, Stand]]:
    """Give every amount that would be reported, in euros, with the unit in which it is printed."""
    for place, block in enumerate(blocks):
        for judged in block.rows if block.taken and not block.loose else ():
            if judged.line is None:
                continue
            sign = -1 if judged.reversed else 1
            for period in block.reading.periods.reported:
                column = period.column.number
                value = judged.row.values.get(column)
                if value is None or period.means is None or (judged.row.place, column) in block.left:
                    continue
                unit = block.reading.scale_of(period)
                key = _key_of(judged.line, period, period.scope or block.reading.scope or "separate")
                yield key, value * unit * sign, unit, (place, judged.row.place, column)


def _key_of(line: Line, period: ColumnPeriod, scope: str) -> _Key:
    """Name what is reported: a balance at the begin of a year is that at the end of the year before."""
    means = str(period.means)
    if line[1].endswith(START):
        return ("balance", line[1].removesuffix(START)), _EARLIER.get(means, means), scope
    statement = "balance" if line[0] == "equity" else line[0]
    return (statement, line[1]), means, scope
