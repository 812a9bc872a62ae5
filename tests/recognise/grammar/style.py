"""Drawing the style of a book and of its sheets."""

from __future__ import annotations

from dataclasses import replace

from .context import Context, Part, Style
from .draw import Draw


def draw_style(part: Part, draw: Draw, cents: bool, large: bool) -> Style:
    """A style for a book: each axis on its own."""

    def axis(name: str) -> str:
        return str(draw.sub(name).weigh(part.axes[name]))

    scale = int(axis("scale")) if large and not cents else 1
    decimals = 2 if cents else 0
    unit = axis("unit")
    if scale == 1000 and unit == "none":
        unit = "sheet_top"
    form = draw.sub("form").weigh(part.forms)
    shape = axis("shape")
    if form.euro_column:
        shape = "flat"
    return Style(
        form,
        draw.sub("head").weigh(part.heads),
        scale,
        decimals,
        shape,
        axis("order"),
        axis("numbers"),
        axis("refs"),
        axis("balance_signs"),
        axis("income_signs"),
        axis("cash_signs"),
        draw.sub("below").chance(0.4),
        unit,
        axis("extra_columns"),
        axis("indent"),
        axis("caps"),
        axis("totals"),
        axis("spacing"),
        draw.sub("rules").chance(0.75),
        axis("fill"),
    )


def vary(ctx: Context, draw: Draw, base: Style) -> Style:
    """A sheet's style: mostly the book's, with one or two axes of its own."""
    if ctx.unit >= 1000 and base.scale == 1000 and draw.chance(0.15):
        return replace(base, scale=1, unit=draw.pick(("sheet_top", "title", "head")))
    if draw.chance(0.7):
        return base
    other = draw_style(ctx.part, draw.sub("other"), ctx.cents, False)
    names = draw.some(
        (
            "head",
            "form",
            "order",
            "numbers",
            "refs",
            "indent",
            "caps",
            "shape",
            "spacing",
            "totals",
            "below_negative",
            "fill",
            "extra_columns",
        ),
        1,
        2,
    )
    changed = replace(base, **{n: getattr(other, n) for n in names})
    if changed.form.euro_column:
        changed = replace(changed, shape="flat")
    return changed
