"""Every weight of the recognition, in one table. Points are in the same currency everywhere: one exact name is 6.

``bench/recognition.py`` measures what they are worth together; ``docs/recognition.md`` has the calibration.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

WEIGHTS: Final[Mapping[str, float]] = MappingProxyType(
    {
        # words of a row against the names of a line
        "words.exact": 6.0,
        "words.relative": 4.0,
        "words.short": 5.0,
        "words.typo": 4.5,
        "words.near": 2.5,
        "words.part": 2.0,
        # a row without words of its own, or with no more than "totaal"
        "words.heading": 3.5,
        "words.title": 3.5,
        "words.parent": 1.0,
        "words.unlike": -1.5,  # the same, but the row has words and they are not those of the line
        "words.left": 1.5,  # all other rows of a sum are lines of it, and this line is the only one left
        # the amounts of the row stand elsewhere in the workbook as those of the line
        "same.amounts": 3.5,
        # numbers of RJ 660, where the sheet proves that its numbers are these
        "number.same": 4.0,
        "number.part": 2.5,  # the line that has the number is the sum of this one and others
        "number.other": -5.0,
        # the figures add up, and the taxonomy has the one below the other, or does not
        "sum.direct": 3.5,
        "sum.below": 1.5,
        "sum.same": -6.0,
        "sum.stranger": -4.0,
        "sum.foreign": -7.0,  # not even of the same statement
        # the row stands under a heading, without figures that prove it
        "flow.direct": 1.5,
        "flow.below": 1.0,
        "flow.same": -1.0,
        "flow.stranger": -1.5,
        "flow.foreign": -2.5,
        # titles of the table and the name of its sheet
        "title.statement": 4.0,
        "sheet.statement": 2.5,
        "title.direct": 2.0,
        "title.below": 1.2,
        "title.same": 2.0,
        "title.stranger": -2.0,
        "title.foreign": -3.0,
        "statement.switch": -5.0,
        # where a row stands and how it looks
        "row.hidden": -4.0,
        "row.budgeted": -3.0,  # a balance: boards budget income, expenses and cash
        "row.last_result": 2.5,  # the last result of a statement is the net one; one before it is not
        "row.earlier_result": -2.5,
        "row.last_before_tax": -6.0,  # a name of both, "resultaat", of the last result of a statement is the net one
        "row.before_tax": -6.0,  # the result after tax does not stand before the tax
        "row.after_financial": -4.0,  # the balance of income and expenses stands before the financial ones
    }
)
# below this distance to the runner-up a row is a question; half of it is enough where its sum is proven
MARGIN: Final = 1.5
PROVEN_MARGIN: Final = 0.75
# how sure a row is, as log-odds: of no points, of each point to the runner-up, of a sum of the taxonomy that holds;
# fitted and checked by bench/calibration.py
ODDS: Final = 1.2
ODDS_OF_POINT: Final = 0.25
ODDS_OF_SUM: Final = 1.6
MOST_POINTS: Final = 16.0  # more of them say no more
