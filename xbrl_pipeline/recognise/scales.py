"""The unit of every table: stated where it stands or above it, or proven by amounts that stand elsewhere too.

A unit that is stated once on a sheet holds until another is stated. What states none takes the unit that makes its
amounts those of the tables that do. What rests on nothing is weighed by the usual size of a school board; what that
leaves open is a question.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xbrl_pipeline.mapping.scale import stated_scale
from xbrl_pipeline.recognise.heads import is_year
from xbrl_pipeline.recognise.options import RESULTS
from xbrl_pipeline.recognise.readings import FactId, TableReading
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

SCALES: Final = (1, 1_000, 1_000_000)
# The largest total of income or balance sheet that a school board has, and the smallest, in euros; the public figures
# of the sector run from about half a million (a small alliance) to under two thousand million (a university).
_LARGEST: Final = Decimal(1_600_000_000)
_SMALLEST: Final = Decimal(300_000)
_LARGEST_WITHOUT_FEES: Final = Decimal(800_000_000)  # a board whose students pay it nothing is no university
_FEES: Final = "TuitionCourseTrainingExamFees"
_OF_ALL: Final = re.compile(r"\b(?:alle|all) (?:de )?(?:bedragen|cijfers|amounts|figures)\b", re.IGNORECASE)
_EXCEPT: Final = re.compile(
    r"\b(?:tenzij|behalve|uitgezonderd|unless|except)\b|\banders (?:is )?(?:vermeld|aangegeven)", re.IGNORECASE
)
_WHOLES: Final = ("Assets", "Income", "Expenses", "EquityAndLiabilities", "BalanceTotal")
_LEAST_EQUAL: Final = 2
_THOUSAND: Final = (Decimal(1000), Decimal(1) / 1000)
_TELLING: Final = 20  # a movement of equity below that is a result by chance


@dataclass(frozen=True)
class Link:
    """How often the amounts of two tables are the same when those of the second count ``ratio`` times."""

    ratio: Decimal
    equal: int
    shared: int

    @property
    def strong(self) -> bool:
        """Whether that is no chance."""
        enough = self.equal >= _LEAST_EQUAL or (self.ratio == 1 and self.equal == self.shared)
        return enough and 2 * self.equal > self.shared


def say_scales(book: Workbook, readings: Sequence[TableReading]) -> None:
    """Write down the unit that each table states, or that is stated above it, on its sheet or on the cover."""
    cover = _cover_scale(book, {reading.table.sheet.name for reading in readings if reading.named})
    for reading in readings:
        scale, reason = _own_scale(reading)
        if scale is None and cover is not None:
            scale, reason = cover, "cover"
        reading.said_scale, reading.scale, reading.scale_reason = scale, scale, reason


def _own_scale(reading: TableReading) -> tuple[int | None, str]:
    table = reading.table
    if table.units is not None:
        return 1, "stated"
    heads = [scale for scale in reading.head_scales if scale is not None]
    if heads:
        return min(heads), "head"
    sheet = table.sheet.turn() if table.turned else table.sheet
    first = table.rows_shown[0] if table.turned else table.first_row
    last = max((*table.labels, first)) if table.turned else max((*table.head_rows, first))
    if table.said is not None:
        last = max(last, next(row.index for row in table.rows if row.values) - 1)
    for cell in reversed(sheet.cells):
        if (
            cell.ref.row <= last
            and isinstance(cell.value, str)
            and cell.ref.column <= max(table.columns_shown[1] + 2, 12)
        ):
            scale = stated_scale(cell.shown)
            if scale is not None:
                own = cell.ref.row >= first or not _is_row(sheet, cell.ref.row)
                if own:
                    return scale, "stated" if cell.ref.row >= first else "above"
    scale = stated_scale(table.sheet.name)
    return (scale, "sheet") if scale is not None else (None, "")


def _is_row(sheet: SheetCells, row: int) -> bool:
    """Tell whether a row above a table holds figures: then what it says is about that row alone."""
    return any(
        cell.ref.row == row and isinstance(cell.value, Decimal) and abs(cell.value) > 2100  # noqa: PLR2004 - no year
        for cell in sheet.cells
    )


def _cover_scale(book: Workbook, statements: set[str]) -> int | None:
    """Return the unit that sheets without a statement state for the whole workbook."""
    found = {
        scale
        for sheet in book.sheets
        if sheet.name not in statements and not sheet.hidden and _is_prose(sheet)
        for cell in sheet.cells
        if isinstance(cell.value, str) and (scale := stated_scale(cell.shown)) is not None
    }
    return found.pop() if len(found) == 1 else None


def claimed_scale(book: Workbook) -> int | None:
    """Return the unit that a sheet of words states of all amounts of the workbook, without exceptions."""
    found = {
        scale
        for sheet in book.sheets
        if not sheet.hidden and _is_prose(sheet)
        for cell in sheet.cells
        if isinstance(cell.value, str) and _OF_ALL.search(cell.shown) and not _EXCEPT.search(cell.shown)
        if (scale := stated_scale(cell.shown)) is not None
    }
    return found.pop() if len(found) == 1 else None


def _is_prose(sheet: SheetCells) -> bool:
    """Tell whether a sheet speaks of others: more words than anything else, and no rows of amounts of its own."""
    rows = Counter(cell.ref.row for cell in sheet.cells if isinstance(cell.value, Decimal) and not is_year(cell))
    if sum(count > 1 for count in rows.values()) > 1:
        return False
    words = sum(isinstance(cell.value, str) for cell in sheet.cells)
    return 2 * words > len(sheet.cells)


def link(one: Mapping[FactId, Decimal], other: Mapping[FactId, Decimal], ratios: Iterable[Decimal]) -> Link | None:
    """Compare the amounts of two tables; None where they share none."""
    shared = [key for key in one if key in other and one[key] and other[key]]
    if not shared:
        return None
    links = [
        Link(ratio, sum(_same(one[key], other[key] * ratio, ratio) for key in shared), len(shared)) for ratio in ratios
    ]
    return max(links, key=lambda each: (each.equal, each.ratio == 1))


def _same(left: Decimal, right: Decimal, ratio: Decimal) -> bool:
    slack = Decimal(0) if ratio == 1 else max(ratio, Decimal(1)) / 2 + Decimal("0.5")
    return abs(abs(left) - abs(right)) <= slack and (ratio == 1 or abs(left) >= 2 or abs(right) >= 2)  # noqa: PLR2004


_EURO: Final = re.compile(r"€|\beuro?s?\b", re.IGNORECASE)
_SURE: Final = ("head", "stated", "above", "equal")  # a table with the very amounts of another is weighed with that one
RATIOS: Final = (Decimal(1), Decimal(1000), Decimal(1) / 1000, Decimal(1_000_000), Decimal(1) / 1_000_000)


def settle_scales(
    readings: Sequence[TableReading], given: Mapping[int, int], claimed: int | None = None
) -> dict[int, tuple[str, tuple[int, ...]]]:
    """Settle the unit of every table. Return what stays a question: reason and candidates by place of the table.

    ``given`` is what a person said, by place; ``claimed`` what the workbook says of all its amounts.
    """
    facts = [dict(reading.facts(scoped=False)) for reading in readings]
    for place, scale in given.items():
        readings[place].said_scale, readings[place].scale, readings[place].scale_reason = scale, scale, "person"
    links = {
        (a, b): found
        for a in range(len(readings))
        for b in range(len(readings))
        if a != b and (found := link(facts[a], facts[b], RATIOS)) is not None and found.strong
    }
    open_scales = {
        place: (
            "contradiction",
            tuple(sorted(scale for scale in reading.head_scales if scale is not None)) or (1, 1000),
        )
        for place, reading in enumerate(readings)
        if place not in given and _is_torn(reading)
    }
    _spread(readings, links)
    silent = all(reading.scale is None for reading in readings if not reading.aside)
    groups = _groups(range(len(readings)), links)
    if silent and all(found.ratio == 1 for found in links.values()):
        groups = [list(range(len(readings)))]  # what the whole workbook does not say is one question
    for group in groups:
        unsaid = [place for place in group if readings[place].scale is None]
        if unsaid:
            _weigh(unsaid, readings, facts, open_scales)
    _contradictions(readings, links, open_scales, given)
    for place, reading in enumerate(readings):
        if claimed is not None and reading.said_scale not in (None, claimed):
            together = tuple(each for group in groups if place in group for each in group)
            _ask(together, (claimed, reading.said_scale or claimed), readings, open_scales, given)
    for pair, scales in _odd_results(readings, facts):
        tied = [group for group in _groups(range(len(readings)), links) if set(group) & set(pair)]
        _ask(tuple(place for group in tied for place in group), scales, readings, open_scales, given)
    _implausible(readings, facts, open_scales, given)
    return open_scales


def _is_torn(reading: TableReading) -> bool:
    """Tell whether heads state several units, and not of every column which, or rows not of every row."""
    if reading.table.units is not None and any(row.scale is None for row in reading.table.rows if row.values):
        return True
    stated = reading.head_scales
    return len(stated - {None}) > 1 and (None in stated or reading.table.turned)


def _spread(readings: Sequence[TableReading], links: Mapping[tuple[int, int], Link]) -> None:
    """Give tables without a unit that of tables with the very same amounts."""
    changed = True
    while changed:
        changed = False
        for (a, b), found in links.items():
            if readings[a].scale is None and readings[b].scale is not None and found.ratio == 1:
                readings[a].scale, readings[a].scale_reason = readings[b].scale, "equal"
                changed = True


def _groups(places: Iterable[int], links: Mapping[tuple[int, int], Link]) -> list[list[int]]:
    """Return tables that share amounts in the same unit, together."""
    group_of = {place: place for place in places}

    def root(place: int) -> int:
        while group_of[place] != place:
            place = group_of[place]
        return place

    for (a, b), found in links.items():
        if found.ratio == 1:
            group_of[root(a)] = root(b)
    groups: dict[int, list[int]] = {}
    for place in group_of:
        groups.setdefault(root(place), []).append(place)
    return list(groups.values())


def _weigh(
    places: Sequence[int],
    readings: Sequence[TableReading],
    facts: Sequence[Mapping[FactId, Decimal]],
    open_scales: dict[int, tuple[str, tuple[int, ...]]],
) -> None:
    """Weigh amounts that say no unit by the size of a board: cents, or more than any board has times a thousand."""
    wholes = [abs(value) for place in places for key, value in facts[place].items() if key[0] in _WHOLES]
    largest = max(wholes, default=max((abs(v) for place in places for v in facts[place].values()), default=Decimal(0)))
    cents = any(value % 1 for place in places for value in facts[place].values())
    elsewhere = any(reading.scale not in (None, 1) for reading in readings)
    signed = any(_EURO.search(each.column.header) for place in places for each in readings[place].periods.reported)
    said = {key[0] for place in places for key, value in facts[place].items() if value}
    most = _LARGEST_WITHOUT_FEES if "Income" in said and _FEES not in said else _LARGEST
    sure = largest * 1000 > most or ((cents or signed) and not elsewhere and largest >= _SMALLEST)
    for place in places:
        if sure:
            readings[place].scale, readings[place].scale_reason = 1, "size"
        else:
            first = (1, 1000) if largest >= _SMALLEST and not elsewhere else (1000, 1)
            open_scales[place] = ("unsaid", first)


def _contradictions(
    readings: Sequence[TableReading],
    links: Mapping[tuple[int, int], Link],
    open_scales: dict[int, tuple[str, tuple[int, ...]]],
    given: Mapping[int, int],
) -> None:
    """Ask about tables whose amounts are those of another only in another unit than is stated, or that state none."""
    for (a, b), found in links.items():
        mine, other = readings[a].scale, readings[b].scale
        if found.ratio == 1 and mine is not None and other is not None and mine != other:
            _ask((a, b), (mine, other), readings, open_scales, given)
        if found.ratio == 1 or other is None:
            continue
        wanted = int(Decimal(other) / found.ratio)
        if wanted not in SCALES or mine == wanted:
            continue
        if a in open_scales and readings[a].scale is None:
            open_scales[a] = ("elsewhere", (wanted, *(scale for scale in (1, 1000) if scale != wanted)))
        elif mine is not None and readings[a].scale_reason in ("size", "equal", "cover") and a not in given:
            open_scales[a] = ("elsewhere", (wanted, mine))
        elif mine is not None:
            _ask((a, b), (mine, wanted), readings, open_scales, given)


def _odd_results(
    readings: Sequence[TableReading], facts: Sequence[Mapping[FactId, Decimal]]
) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    """Give tables of which the result is what equity moved by in another only in another unit, with both units."""
    for place, shown in enumerate(facts):
        moments = [shown.get(("Equity", moment, "")) for moment in ("current", "previous")]
        scale = readings[place].scale
        if scale is None or moments[0] is None or moments[1] is None or abs(moments[0] - moments[1]) < _TELLING:
            continue
        moved = abs(moments[0] - moments[1]) * scale
        results = [
            (at, key, abs(value) * (other.scale or 0))
            for at, (other, found) in enumerate(zip(readings, facts, strict=True))
            for _, key in RESULTS
            if (value := found.get((key, "current", ""))) and other.scale is not None
        ]
        if any(_near(moved, result, Decimal(1), scale) for _, _, result in results):
            continue
        for at, _, result in results:
            mine, theirs = scale, int(readings[at].scale or 1)
            if any(
                _near(moved * ratio, result, ratio, max(mine, theirs)) for ratio in (Decimal(1000), Decimal("0.001"))
            ):
                yield (place, at), (mine, theirs) if mine != theirs else (mine, 1 if mine != 1 else 1000)
                break


def _near(one: Decimal, other: Decimal, ratio: Decimal, scale: int) -> bool:
    """Tell whether two amounts are equal but for the rounding of the larger unit."""
    return abs(one - other) <= 2 * max(ratio, Decimal(scale), Decimal(1))


def _ask(
    pair: tuple[int, ...],
    scales: tuple[int, ...],
    readings: Sequence[TableReading],
    open_scales: dict[int, tuple[str, tuple[int, ...]]],
    given: Mapping[int, int],
) -> None:
    if given.keys() >= set(pair):
        return
    for place in pair:
        if place not in given and not readings[place].aside:
            open_scales.setdefault(place, ("contradiction", scales))


def _implausible(
    readings: Sequence[TableReading],
    facts: Sequence[Mapping[FactId, Decimal]],
    open_scales: dict[int, tuple[str, tuple[int, ...]]],
    given: Mapping[int, int],
) -> None:
    """Ask about a unit that makes a board larger than any there is, or smaller."""
    too_large = [
        place
        for place, reading in enumerate(readings)
        if (reading.scale or 1) > 1
        and max(map(abs, facts[place].values()), default=Decimal(0)) * (reading.scale or 1) > _LARGEST
    ]
    covered = any(readings[place].scale_reason == "cover" for place in too_large)
    for place, reading in enumerate(readings):
        wholes = [abs(value) for key, value in facts[place].items() if key[0] in _WHOLES]
        if reading.scale is None or place in given or place in open_scales:
            continue
        if place in too_large or (covered and reading.scale_reason == "cover" and reading.scale > 1):
            open_scales[place] = ("too_large", (1, reading.scale))
            continue
        total = max(wholes, default=_SMALLEST) * reading.scale
        if total < _SMALLEST and reading.scale == 1 and reading.scale_reason not in _SURE:
            open_scales[place] = ("too_small", (1000, 1))
