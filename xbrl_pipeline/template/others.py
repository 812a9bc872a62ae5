"""Sheets for the facts of a report that no statement of its taxonomy shows: bound by codes like all others."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from typing import Final

from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.facts import FactKey, FactValue, Period, QName
from xbrl_pipeline.taxonomy.model import Concept
from xbrl_pipeline.template.codes import ROW, Aspects
from xbrl_pipeline.template.layout import (
    FIRST_COLUMN,
    FIRST_ROW,
    KEY_FIRST_COLUMN,
    SheetColumn,
    SheetPlan,
    SheetRow,
    Slot,
    SlotKind,
)
from xbrl_pipeline.template.sheets import Maker
from xbrl_pipeline.template.tables import Members

_MOST_YEARS: Final = 30  # before or after the reporting period


def place_in_years(period: Period, year: BookYear, *, instant: bool) -> tuple[int, bool] | None:
    """Return the year of a period, counted from the reporting period, and whether it is its start; None for others."""
    for number in sorted(range(-_MOST_YEARS, _MOST_YEARS + 1), key=lambda each: (abs(each), each > 0)):
        shifted = year.shifted(number)
        if period == shifted.period(instant=instant):
            return number, False
        if instant and period == shifted.period(instant=True, at="start"):
            return number, True
    return None


def other_sheets(maker: Maker, facts: Mapping[FactKey, FactValue]) -> Iterator[SheetPlan]:
    """Give a sheet for facts with members of the taxonomy, and a table for each set of axes with free members."""
    groups: dict[tuple[QName, ...], list[FactKey]] = {}
    for key in facts:
        groups.setdefault(tuple(item.axis for item in key.dimensions if item.typed), []).append(key)
    for number, (axes, keys) in zip(count(1), groups.items(), strict=False):
        heading = maker.messages.text("template.others")
        columns, rows, slots = _table(maker, axes, keys, facts) if axes else _list(maker, keys)
        yield SheetPlan(f"o{number}", maker.tab(heading), heading, columns, rows, slots, table=bool(axes))


def _list(
    maker: Maker, keys: Sequence[FactKey]
) -> tuple[dict[int, SheetColumn], dict[int, SheetRow], dict[tuple[int, int], Slot]]:
    """Lay facts out by line and members below each other, and by year beside each other."""
    years: dict[int, None] = {}
    lines: dict[Aspects, dict[int, FactKey]] = {}
    for key in keys:
        year, start = _when(maker, key)
        years[year] = None
        lines.setdefault(Aspects(key.concept, start, dimensions=key.dimensions), {})[year] = key
    order = sorted(years, reverse=True)
    columns = {FIRST_COLUMN + at: _column(maker, Aspects(year=year)) for at, year in enumerate(order)}
    rows: dict[int, SheetRow] = {}
    slots: dict[tuple[int, int], Slot] = {}
    for row, (aspects, found) in enumerate(lines.items(), FIRST_ROW):
        rows[row] = SheetRow(_words(maker, aspects), maker.names.code(aspects), aspects)
        for column, year in zip(columns, order, strict=True):
            slots[row, column] = _slot(maker, found[year]) if year in found else Slot(SlotKind.CLOSED)
    return columns, rows, slots


def _table(
    maker: Maker, axes: tuple[QName, ...], keys: Sequence[FactKey], facts: Mapping[FactKey, FactValue]
) -> tuple[dict[int, SheetColumn], dict[int, SheetRow], dict[tuple[int, int], Slot]]:
    """Lay facts out with a row for each set of free members, and a column for each line, year and other members."""
    heads: dict[Aspects, Concept] = {}
    found: dict[Members, dict[Aspects, FactValue]] = {}
    for key in keys:
        year, start = _when(maker, key)
        fixed = tuple(item for item in key.dimensions if not item.typed)
        aspects = Aspects(key.concept, start, year, fixed)
        heads[aspects] = maker.model.concepts[key.concept]
        free = tuple(item for item in key.dimensions if item.typed)
        found.setdefault(free, {})[aspects] = facts[key]
    told = [*(Aspects(key=axis) for axis in axes), *heads]
    columns = {at: _column(maker, aspects) for at, aspects in enumerate(told, KEY_FIRST_COLUMN)}
    rows = {at: SheetRow("", ROW, Aspects(marker=ROW)) for at in range(FIRST_ROW, FIRST_ROW + len(found))}
    slots = {
        (row, column): _cell(each.aspects, free, values, heads)
        for row, (free, values) in zip(rows, found.items(), strict=True)
        for column, each in columns.items()
    }
    return columns, rows, slots


def _cell(
    aspects: Aspects, free: Members, values: Mapping[Aspects, FactValue], heads: Mapping[Aspects, Concept]
) -> Slot:
    if aspects.key is not None:
        text = next(item.member.local for item in free if item.axis == aspects.key)
        return Slot(SlotKind.KEY, axis=aspects.key, value=text)
    return Slot(SlotKind.INPUT, heads[aspects], value=values.get(aspects), choices=heads[aspects].codes)


def _slot(maker: Maker, key: FactKey) -> Slot:
    concept = maker.model.concepts[key.concept]
    return Slot(SlotKind.INPUT, concept, key, choices=concept.codes)


def _when(maker: Maker, key: FactKey) -> tuple[int, bool]:
    concept = maker.model.concepts[key.concept]
    found = place_in_years(key.period, maker.settings.year, instant=concept.instant)
    if found is None:
        msg = f"{key.period} is no period of the template"
        raise ValueError(msg)
    return found


def _column(maker: Maker, aspects: Aspects) -> SheetColumn:
    if aspects.key is not None:
        return SheetColumn(aspects, maker.names.code(aspects), maker.axis_label(aspects.key))
    year = str(maker.settings.year.shifted(aspects.year or 0).end.year)
    words = [_words(maker, aspects)] if aspects.concept is not None else []
    return SheetColumn(aspects, maker.names.code(aspects), " ".join([*words, year]))


def _words(maker: Maker, aspects: Aspects) -> str:
    concept = maker.model.concepts[aspects.concept] if aspects.concept is not None else None
    line = "" if concept is None else concept.label(maker.messages.lang)
    if aspects.start:
        line = maker.messages.text("template.check.start", line=line)
    members = ", ".join(map(maker.member_label, aspects.dimensions))
    return f"{line} ({members})" if members else line
