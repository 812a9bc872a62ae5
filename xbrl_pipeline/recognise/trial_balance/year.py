"""Of which year a trial balance is, as far as its sheet says so: above its columns, in its titles, in its name."""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from xbrl_pipeline.mapping.words import fold
from xbrl_pipeline.recognise.board import WorkbookClaim
from xbrl_pipeline.recognise.trial_balance.amounts import read_amounts
from xbrl_pipeline.recognise.trial_balance.finder import find_shape
from xbrl_pipeline.recognise.trial_balance.shape import Shape
from xbrl_pipeline.workbook.cells import SheetCells

_YEAR: Final = re.compile(r"(?<![0-9])(20[0-9]{2})(?![0-9])")
_SAYS_YEAR: Final = re.compile(r"\b(?:boek|verslag|kalender)?jaar\b|\byear\b")
_SAYS_PRINTED: Final = re.compile(r"afgedrukt|afdruk|gedrukt|\bprint|aangemaakt|gegenereerd|printed|created|generated")


def find_year(sheets: Sequence[SheetCells]) -> WorkbookClaim | None:
    """Return the year of sheets with trial balances; None where they say none, or two of them something else."""
    found = [told for sheet in sheets if (shape := find_shape(sheet)) is not None and (told := _year(shape))]
    return found[0] if len({told.value for told in found}) == 1 else None


def _year(shape: Shape) -> WorkbookClaim | None:
    headed = [amount.year for amount in read_amounts(shape) if amount.year is not None and not amount.budget]
    if headed:
        return WorkbookClaim(str(max(headed)))
    for told in (_titles(shape, _SAYS_YEAR), _titles(shape), _columns(shape)):
        years = {each.value: each for each in told}
        if years:
            return next(iter(years.values())) if len(years) == 1 else None
    named = set(_YEAR.findall(shape.sheet.name))
    return WorkbookClaim(named.pop()) if len(named) == 1 else None


def _titles(shape: Shape, saying: re.Pattern[str] | None = None) -> Iterator[WorkbookClaim]:
    """Give the years in the words above the accounts, but for those that say when the list was printed.

    ``saying`` keeps the words that say outright that a year is what they are about.
    """
    first = shape.lines[0].row
    for cell in shape.sheet.cells:
        words = fold(cell.shown)
        if cell.ref.row >= first or cell.ref.row in shape.heads or _SAYS_PRINTED.search(words):
            continue
        if saying is None or saying.search(words):
            yield from (WorkbookClaim(year, cell.ref) for year in _YEAR.findall(cell.shown))


def _columns(shape: Shape) -> Iterator[WorkbookClaim]:
    """Give the years in a column that says of every row of which year it is."""
    for column in shape.beside:
        if _SAYS_YEAR.search(fold(shape.head(column))):
            cells = [shape.sheet.at(line.row, column) for line in shape.lines]
            yield from (
                WorkbookClaim(cell.shown, cell.ref)
                for cell in cells
                if cell is not None and _YEAR.fullmatch(cell.shown)
            )
