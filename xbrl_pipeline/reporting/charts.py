"""Small drawings for a page, as numbers: no library, no script, nothing from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages, amount
from xbrl_pipeline.model.ratios import Ratio, RatioPoint

WIDTH: Final = 240  # of a ratio chart, in its own units
HEIGHT: Final = 110
_TOP: Final = 18
_BOTTOM: Final = 24
_GAP: Final = 14


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar with the texts above and below it; all in the units of the chart."""

    x: float
    y: float
    width: float
    height: float
    value: str
    label: str
    budget: bool
    beyond: bool


@dataclass(frozen=True, slots=True)
class RatioChart:
    """Bars over the years, the zero line, and the limits at their heights."""

    ratio: Ratio
    name: str
    bars: tuple[Bar, ...]
    zero: float
    limits: tuple[tuple[float, str], ...]
    owner: str  # whose limits they are, or that there are none
    summary: str  # for who cannot see it


def ratio_charts(ratios: Sequence[Ratio], messages: Messages) -> tuple[RatioChart, ...]:
    """Return a chart for each ratio."""
    return tuple(_chart(ratio, messages) for ratio in ratios)


def shown_ratio(value: Decimal | None, ratio: Ratio, messages: Messages) -> str:
    """Write a ratio: ``31,4%`` or ``1,35``."""
    if value is None:
        return messages.text("report.not_reported")
    if ratio.percentage:
        return f"{amount((value * 100).quantize(Decimal('0.1')), messages.lang)}%"
    return amount(value.quantize(Decimal("0.01")), messages.lang)


def column_name(point: RatioPoint, messages: Messages) -> str:
    """Name a column: ``2025`` or ``2025 begr.``."""
    return messages.text("report.ratio.budget", year=str(point.year)) if point.budget else str(point.year)


def owner_words(ratio: Ratio, messages: Messages) -> str:
    """Say whose the value is that a ratio is held against, and since which reporting year; or that there is none."""
    if ratio.low is ratio.high is None:
        return messages.text("report.ratio.no_limit")
    return messages.text("report.ratio.limit", owner=ratio.owner, since=str(ratio.since))


def is_beyond(value: Decimal | None, ratio: Ratio) -> bool:
    """Tell whether a ratio is beyond one of its limits."""
    if value is None:
        return False
    return (ratio.low is not None and value < ratio.low) or (ratio.high is not None and value > ratio.high)


def _chart(ratio: Ratio, messages: Messages) -> RatioChart:
    values = [point.value or Decimal(0) for point in ratio.points]
    limits = [limit for limit in (ratio.low, ratio.high) if limit is not None]
    top, bottom = max([*values, *limits, Decimal(0)]), min([*values, Decimal(0)])
    span = float(top - bottom) or 1.0
    inner = HEIGHT - _TOP - _BOTTOM

    def height(value: Decimal) -> float:
        return round(_TOP + float(top - value) / span * inner, 1)

    zero = height(Decimal(0))
    step = WIDTH / max(len(values), 1)
    spots = [(place * step, step, height(value), zero) for place, value in enumerate(values)]
    bars = tuple(_bar(spot, point, ratio, messages) for spot, point in zip(spots, ratio.points, strict=True))
    name = messages.text(f"report.ratio.{ratio.code}")
    told = "; ".join(f"{bar.label}: {bar.value}" for bar in bars)
    lines = tuple((height(limit), shown_ratio(limit, ratio, messages)) for limit in limits)
    owner = owner_words(ratio, messages)
    return RatioChart(ratio, name, bars, zero, lines, owner, f"{name}. {told}")


def _bar(spot: tuple[float, float, float, float], point: RatioPoint, ratio: Ratio, messages: Messages) -> Bar:
    """Draw one bar in its spot: where it begins, how wide that is, how high the bar reaches, and the zero line."""
    left, step, y, zero = spot
    width = min(48.0, step - _GAP)
    return Bar(
        round(left + (step - width) / 2, 1),
        min(y, zero),
        round(width, 1),
        max(1.0, round(abs(zero - y), 1)),
        shown_ratio(point.value, ratio, messages),
        column_name(point, messages),
        point.budget,
        is_beyond(point.value, ratio),
    )
