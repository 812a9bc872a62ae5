"""The cells of a sheet sorted by what they can be: figures, years, words and heads. Each cell is looked at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xbrl_pipeline.recognise.heads import Head, is_year, read_head
from xbrl_pipeline.recognise.table import figure, is_nil, is_words
from xbrl_pipeline.workbook.cells import Cell


@dataclass
class SortedRow:
    """A row of the sheet, or some columns of it, sorted."""

    cells: list[Cell] = field(default_factory=list)
    figures: set[int] = field(default_factory=set)  # columns with amounts, years and small codes among them
    years: set[int] = field(default_factory=set)
    words: set[int] = field(default_factory=set)
    heads: dict[int, Head] = field(default_factory=dict)

    def add(self, each: "SortedCell") -> None:
        """Add a cell to the right of the others."""
        column = each.cell.ref.column
        self.cells.append(each.cell)
        if each.figure:
            self.figures.add(column)
        elif each.year:
            self.years.add(column)
        elif each.words:
            self.words.add(column)
        if each.head is not None:
            self.heads[column] = each.head


@dataclass(frozen=True, slots=True)
class SortedCell:
    """A cell and what it can be; ``year`` is a number that may be one, ``figure`` any other number."""

    cell: Cell
    head: Head | None
    figure: bool = False
    nil: bool = False
    year: bool = False
    words: bool = False


def sort_cells(cells: Iterable[Cell]) -> Sequence[SortedCell]:
    """Say of each cell what it can be."""
    return [_sort(cell) for cell in cells]


def _sort(cell: Cell) -> SortedCell:
    if is_nil(cell):
        return SortedCell(cell, None, nil=True)
    head = read_head(cell)
    if figure(cell)[0]:
        year = is_year(cell)
        return SortedCell(cell, head, figure=not year, year=year)
    return SortedCell(cell, head, words=isinstance(cell.value, str) and is_words(cell))
