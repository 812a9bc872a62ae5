"""The general data of a sheet: words with what they say beside them, where no table stands."""

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from xbrl_pipeline.mapping.scale import stated_scale
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.recognise.board import Pair
from xbrl_pipeline.recognise.heads import is_year
from xbrl_pipeline.recognise.lexicon import Lexicon
from xbrl_pipeline.recognise.recognition import Block, GeneralRows
from xbrl_pipeline.recognise.table import figure
from xbrl_pipeline.taxonomy.model import Kind
from xbrl_pipeline.workbook.cells import SheetCells, Workbook

_LEAST_PAIRS: Final = 3


def find_general(sheet: SheetCells, pairs: list[Pair], blocks: Iterable[Block]) -> GeneralRows | None:
    """Return the general data that a sheet holds beside its tables; None where it has too few."""
    taken = {
        block.table.sheet.place(row.index, column)
        for block in blocks
        if block.table.sheet.name == sheet.name and block.reading.named
        for row in block.table.rows
        for column in (*block.table.labels, *(each.number for each in block.table.columns))
    }
    free = [pair for pair in pairs if pair.label.ref not in taken]
    if len({pair.key for pair in free}) < _LEAST_PAIRS:
        return None
    places = Counter((pair.label.ref.column, pair.value.ref.column) for pair in free)
    (label, value), _ = places.most_common(1)[0]
    mine = [pair for pair in free if (pair.label.ref.column, pair.value.ref.column) == (label, value)]
    return GeneralRows(sheet, label, value, tuple(_agreeing(mine)))


def without_doubtful(sheet: SheetCells, pairs: Iterable[Pair], lexicon: Lexicon, *, scaled: bool) -> list[Pair]:
    """Leave out amounts that may be others: of several in a row, and where the workbook states another unit.

    General data have no years and no units, so that another figure beside an amount, or thousands, would be lost.
    """
    return [pair for pair in pairs if not _is_money(pair, lexicon) or not (scaled or _has_more(sheet, pair))]


def is_scaled(book: Workbook) -> bool:
    """Tell whether any words of a workbook state thousands or millions."""
    texts = (cell.shown for sheet in book.sheets for cell in sheet.cells if isinstance(cell.value, str))
    return any(stated_scale(text) not in (None, 1) for text in texts)


def _is_money(pair: Pair, lexicon: Lexicon) -> bool:
    return pair.key in lexicon.asked and lexicon.entries[pair.key].concept.kind is Kind.MONETARY


def _has_more(sheet: SheetCells, pair: Pair) -> bool:
    """Tell whether a row has another figure, or none at all."""
    row = [cell for cell in sheet.cells if cell.ref.row == pair.label.ref.row and figure(cell)[0]]
    return [cell.ref for cell in row] != [pair.value.ref]


def _agreeing(pairs: list[Pair]) -> list[Pair]:
    """Leave out what is said twice in different ways."""
    values: dict[str, set[str]] = {}
    for pair in pairs:
        values.setdefault(pair.key, set()).add(pair.value.shown)
    return [pair for pair in pairs if len(values[pair.key]) == 1]


def has_figures(sheet: SheetCells, told: Collection[CellRef]) -> bool:
    """Tell whether a sheet has amounts: figures that are no years, and not who it is about (``told``)."""
    return any(figure(cell)[0] and not is_year(cell) and cell.ref not in told for cell in sheet.cells)
