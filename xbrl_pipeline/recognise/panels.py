"""Which columns with words go with which columns with figures, where several of either stand side by side.

Words mostly stand to the left of their figures. Where that leaves something unexplained (two columns of one period in
one table, a year to the left of all words, figures in rows that have no words there) all other ways to put columns
together are tried: words to the right of their figures or between them. One is taken only if it leaves nothing
unexplained and no other does.
"""

from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import Final

from xbrl_pipeline.recognise.heads import Head

_MOST_COLUMNS: Final = 16  # of words and figures in one band; more of them are tried in one way only
_LEAST_DISTINCT: Final = 3


@dataclass(frozen=True)
class Panel:
    """Columns that form one table: words, a line number, figures, and what are no figures to report."""

    labels: tuple[int, ...] = ()
    codes: int | None = None
    figures: tuple[int, ...] = ()
    notes: tuple[int, ...] = ()


@dataclass(frozen=True)
class BandLayout:
    """The columns of a band: ``kinds`` by column, the rows that each fills, the heads that say a period."""

    kinds: Mapping[int, str]
    rows: Mapping[int, AbstractSet[int]] = field(default_factory=dict)
    timed: Mapping[int, Head] = field(default_factory=dict)
    texts: Mapping[int, Mapping[int, str]] = field(default_factory=dict)  # the words of a column by row


def find_panels(layout: BandLayout, *, mirrored: bool) -> list[Panel]:
    """Put columns together. ``mirrored`` says that all words stand to the right of their figures."""
    columns = sorted(layout.kinds, reverse=mirrored)
    usual = [panel for panel in _in_order(columns, layout.kinds) if panel.figures and panel.labels]
    if mirrored:
        usual = [replace(each, labels=each.labels[::-1], figures=each.figures[::-1]) for each in usual[::-1]]
    other = [] if _explains(usual, layout) else _search(layout)
    panels = other or usual
    return [_with_translation(panels[0], layout)] if len(panels) == 1 else panels


def _in_order(columns: Sequence[int], kinds: Mapping[int, str]) -> Iterator[Panel]:
    """Give stretches of words with the figures that follow; words after all figures are remarks."""
    last = max((place for place, column in enumerate(columns) if kinds[column] == "figures"), default=0)
    panel = Panel()
    for place, column in enumerate(columns):
        kind = kinds[column]
        if kind == "words" and panel.figures and place < last:
            yield panel
            panel = Panel()
        if kind == "words" and not panel.figures:
            panel = replace(panel, labels=(*panel.labels, column))
        elif kind == "codes" and not panel.figures and panel.codes is None and not panel.labels:
            panel = replace(panel, codes=column)
        elif kind == "figures":
            panel = replace(panel, figures=(*panel.figures, column))
        elif kind in ("codes", "notes"):
            panel = replace(panel, notes=(*panel.notes, column))
    yield panel


def _explains(panels: Sequence[Panel], layout: BandLayout) -> bool:
    """Tell whether each column of a period is in a table that has it once, with words in each row that has any."""
    taken = {column for panel in panels for column in panel.figures}
    left = [column for column, kind in layout.kinds.items() if kind == "figures" and column in layout.timed]
    return taken.issuperset(left) and all(_is_whole(panel, layout) for panel in panels)


def _is_whole(panel: Panel, layout: BandLayout) -> bool:
    heads = [layout.timed[column] for column in panel.figures if column in layout.timed]
    return len(heads) == len(set(heads)) and _covers(panel.labels, panel.figures, layout)


def _covers(labels: Sequence[int], figures: Sequence[int], layout: BandLayout) -> bool:
    """Tell whether words stand in all rows with figures that have words anywhere."""
    worded = {row for column, kind in layout.kinds.items() if kind == "words" for row in layout.rows[column]}
    mine = {row for column in labels for row in layout.rows[column]}
    filled = {row for column in figures for row in layout.rows[column]}
    return filled & worded <= mine


def _search(layout: BandLayout) -> list[Panel]:
    """Return the one way to put columns together that explains all; nothing where there is none or are several."""
    columns = [column for column in sorted(layout.kinds) if layout.kinds[column] in ("words", "figures")]
    if len(columns) > _MOST_COLUMNS:
        return []
    found = [panels for panels in _ways(columns, layout) if panels]
    least = min((len(panels) for panels in found), default=0)
    found = [panels for panels in found if len(panels) == least]
    return [_with_others(panel, layout, found[0]) for panel in found[0]] if len(found) == 1 else []


def _ways(columns: Sequence[int], layout: BandLayout) -> Iterator[list[Panel]]:
    """Give all ways to cut columns into tables that each are whole; what has words only may be left over."""
    if not columns:
        yield []
        return
    for end in range(1, len(columns) + 1):
        part = columns[:end]
        figures = tuple(column for column in part if layout.kinds[column] == "figures")
        if not figures:
            if end == len(columns):
                yield []  # remarks, to the right of everything
            continue
        labels = tuple(column for column in part if layout.kinds[column] == "words")
        if not labels or not _is_one_stretch(labels, part) or not all(column in layout.timed for column in figures):
            continue
        panel = Panel(labels=labels, figures=figures)
        if _is_whole(panel, layout):
            yield from ([panel, *others] for others in _ways(columns[end:], layout))


def _is_one_stretch(labels: Sequence[int], part: Sequence[int]) -> bool:
    first = part.index(labels[0])
    return tuple(part[first : first + len(labels)]) == tuple(labels)


def _with_others(panel: Panel, layout: BandLayout, panels: Sequence[Panel]) -> Panel:
    """Add the columns of references within a table, or next to it on its side of the sheet."""
    mine = {*panel.labels, *panel.figures}
    start = min(mine) if panel is not panels[0] else min(layout.kinds)
    after = panels[panels.index(panel) + 1 :]
    end = min((*after[0].labels, *after[0].figures)) - 1 if after else max(layout.kinds)
    notes = tuple(
        column
        for column, kind in sorted(layout.kinds.items())
        if start <= column <= end and kind in ("codes", "notes") and column not in mine
    )
    return replace(panel, notes=notes)


def _with_translation(panel: Panel, layout: BandLayout) -> Panel:
    """Add words to the right of all figures that name each row again: in another language, or in full.

    Remarks do not stand in each row, and not each of them says something else.
    """
    after = [
        column
        for column, kind in sorted(layout.kinds.items())
        if kind == "words" and column > max((*panel.figures, *panel.labels))
    ]
    filled = {row for column in panel.figures for row in layout.rows[column]}
    if len(after) != 1 or max(panel.labels) > min(panel.figures) or len(filled) < _LEAST_DISTINCT:
        return panel
    texts = [layout.texts[after[0]].get(row, "") for row in sorted(filled)]
    names_all = all(texts) and len(set(texts)) == len(texts)
    return replace(panel, labels=(*panel.labels, after[0])) if names_all else panel
