"""Upright, turned and stacked tables say the same of a line and of a period, each by its own places.

What one of them could not say was lost, or could not be written: a scale of its own was, twice.
"""

import pytest

from xbrl_pipeline.mapping.sheets import Column, Line, Sheet
from xbrl_pipeline.mapping.stacked import StackedLine, StackedPeriod, StackedSheet
from xbrl_pipeline.mapping.strict import Strict
from xbrl_pipeline.mapping.turned import TurnedLine, TurnedRow, TurnedSheet

# where a line, a period or a block stands is told in words of its own kind of table
LINE_PLACES = {"row", "column"}
PERIOD_PLACES = {"column", "header", "of"}  # of: the amounts that a column of minus signs belongs to
BLOCK_PLACES = {"rows", "columns", "header_row", "line_column", "label_column", "lines", "title", "start"}


@pytest.mark.parametrize(
    ("kind", "upright", "places"),
    [
        (TurnedLine, Line, LINE_PLACES),
        (StackedLine, Line, LINE_PLACES),
        (TurnedRow, Column, PERIOD_PLACES),
        (StackedPeriod, Column, PERIOD_PLACES),
        (TurnedSheet, Sheet, BLOCK_PLACES),
        (StackedSheet, Sheet, BLOCK_PLACES),
    ],
)
def test_every_kind_of_table_can_say_what_an_upright_one_can(
    kind: type[Strict], upright: type[Strict], places: set[str]
) -> None:
    assert set(upright.model_fields) - places - set(kind.model_fields) == set()
