"""What every builder needs: figures, words, units and the style of the sheet at hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from .draw import Draw
from .figures import Figures
from .grid import Workbook
from .heads import HeadStyle
from .numforms import NumberForm
from .words import Words

Weighted = Sequence[tuple[Any, float]]


@dataclass(frozen=True)
class Style:
    """The choices that hold for the tables of one sheet."""

    form: NumberForm
    head: HeadStyle
    scale: int
    decimals: int
    shape: str
    order: str
    numbers: str
    refs: str
    balance_signs: str
    income_signs: str
    cash_signs: str
    below_negative: bool
    unit: str
    extra_columns: str
    indent: str
    caps: str
    totals: str
    spacing: str
    rules: bool
    fill: str


@dataclass
class Part:
    """The lists and shapes of one part (seen or unseen)."""

    name: str
    axes: dict[str, Weighted]
    lists: dict[str, tuple[str, ...]]
    splits: dict[str, tuple[str, ...]]
    merges: dict[str, tuple[str, ...]]
    own: dict[str, tuple[str, ...]]
    memos: dict[str, tuple[str, ...]]
    heads: Weighted
    forms: Weighted
    text: dict[str, tuple[str, ...]]
    orders: dict[str, tuple[str, ...]]
    shapes: dict[str, Any]
    arrangements: dict[str, Any]
    balance_forms: dict[str, Any]
    matrices: dict[str, Any]
    english: tuple[dict[str, tuple[str, ...]], Weighted, dict[str, tuple[str, ...]]]
    language: str = "nl"


@dataclass
class Context:
    """One book in the making."""

    draw: Draw
    part: Part
    words: Words
    unit: Decimal
    cents: bool
    book: Workbook
    figures: dict[str, Figures]
    before: bool
    style: Style
    notes: list[str] = field(default_factory=list)
    groups: int = 0

    def text(self, key: str, draw: Draw | None = None) -> str:
        """A text of a kind, drawn anew."""
        return (draw or self.draw).pick(self.part.text[key])

    def fixed(self, key: str) -> str:
        """A text of a kind, the same in the whole book."""
        return self.draw.sub("text " + key).pick(self.part.text[key])

    def axis(self, name: str, draw: Draw | None = None) -> str:
        """Draw an option of an axis."""
        return str((draw or self.draw).sub("axis " + name).weigh(self.part.axes[name]))

    def number(self, amount: int, scale: int) -> Decimal:
        """An amount in the board's unit as the number that is shown, in natural sign."""
        euros = Decimal(amount) * self.unit
        if self.style.decimals and scale == 1:
            return euros.quantize(Decimal("0.01"))
        return (euros / scale).quantize(Decimal(1), ROUND_HALF_UP)

    def value(self, amount: int, scale: int) -> int:
        """The value in whole euros that a cell states."""
        return int((self.number(amount, scale) * scale).quantize(Decimal(1), ROUND_HALF_UP))

    @property
    def exact(self) -> bool:
        """Whether shown numbers add up without rounding differences."""
        scale = self.style.scale
        if self.cents:
            return bool(self.style.decimals) and scale == 1
        return scale == 1 or self.unit >= scale

    def group(self) -> str:
        """A new name for a group of cells that add up to one fact."""
        self.groups += 1
        return f"g{self.groups}"

    def with_style(self, style: Style) -> Context:
        """The same book with another style."""
        return replace(self, style=style)
