"""Facts as the XBRL 2.1 and Dimensions specifications see them, plus the cells they came from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from xbrl_pipeline.model.cells import CellRef


class QName(NamedTuple):
    """A namespace and a local name."""

    namespace: str
    local: str

    def __str__(self) -> str:
        return f"{{{self.namespace}}}{self.local}"


class Period(NamedTuple):
    """An instant (no start) or a duration; both days belong to it."""

    start: date | None
    end: date


def has_neighbours(period: Period) -> bool:
    """Tell whether a period lies so that there are days before and after it to reckon with."""
    return date.min.year < (period.start or period.end).year and period.end.year < date.max.year


class Dimension(NamedTuple):
    """A member on an axis; that of a typed axis is its text, as a name without namespace."""

    axis: QName
    member: QName

    @property
    def typed(self) -> bool:
        """Whether the member is free text, and not an element of the taxonomy."""
        return not self.member.namespace


class FactKey(NamedTuple):
    """What makes two facts the same fact: concept, period, sorted dimensions, unit (``EUR``, ``pure`` or none)."""

    concept: QName
    period: Period
    dimensions: tuple[Dimension, ...]
    unit: str | None


FactValue = Decimal | date | str


@dataclass(frozen=True, slots=True)
class Fact:
    """A value for a key. Several cells may state the same fact (an opening balance and last year's closing).

    A fact that is ``derived`` stands in no cell; its cells are those of its parts.
    """

    key: FactKey
    value: FactValue
    cells: tuple[CellRef, ...]
    decimals: str | None = None  # "INF" or a number, for numeric facts only
    derived: bool = False


@dataclass(frozen=True, slots=True)
class LostFact:
    """A fact that a cell should have given and could not; a finding says why."""

    key: FactKey
    cell: CellRef
    value: FactValue | None = None  # where the cell could be read and another one contradicts it
