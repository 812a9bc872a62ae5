"""The figures behind a finding, as rows of a small table: both sides of a rule and the difference."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from xbrl_pipeline.messages import Messages, amount, day
from xbrl_pipeline.model.amounts import read_amount
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Comparison, Finding, FindingValue

_CENTS = "00"
Kind = Literal["line", "total", "difference"]


@dataclass(frozen=True, slots=True)
class Figure:
    """A row: what it is, where it stands, and its value as people write it; ``number`` is exact."""

    label: str
    cells: tuple[CellRef, ...]
    shown: str
    number: Decimal | None = None
    kind: Kind = "line"
    where: str = ""  # element and line of the instance, where there are no cells


def figures(finding: Finding, messages: Messages) -> tuple[Figure, ...]:
    """Return the rows for a finding: left side, right side, difference, and whatever stands on neither side."""
    rows = tuple(_rows(finding, messages))
    if all(row.number is None or row.number == row.number.to_integral_value() for row in rows):
        return rows
    return tuple(_with_cents(row, messages) for row in rows)


def shown_value(value: FindingValue, messages: Messages) -> str:
    """Return a value as a reader writes it."""
    return _line(value, messages).shown


def number(text: str | None) -> Decimal | None:
    """Return the number a text of the instance holds, or None."""
    return read_amount(text)


def _with_cents(row: Figure, messages: Messages) -> Figure:
    """Write a figure with at least two decimals, so that a column with cents lines up."""
    if row.number is None or -int(row.number.as_tuple().exponent) >= len(_CENTS):
        return row
    return replace(row, shown=amount(row.number.quantize(Decimal(f"0.{_CENTS}")), messages.lang))


def _rows(finding: Finding, messages: Messages) -> Iterator[Figure]:
    comparison = finding.comparison
    left = [value for value in finding.values if value.role == "left"]
    right = [value for value in finding.values if value.role == "right"]
    yield from _side(left, comparison.left if comparison else None, messages)
    yield from _side(right, comparison.right if comparison else None, messages)
    yield from (_line(value, messages) for value in finding.values if value not in left + right)
    if comparison:
        yield _difference(comparison, messages)


def _side(values: Sequence[FindingValue], outcome: str | None, messages: Messages) -> Iterator[Figure]:
    lines = [_line(value, messages) for value in values]
    yield from lines
    if outcome is None or (len(lines) == 1 and lines[0].number == number(outcome)):
        return
    is_sum = len(lines) > 1 and sum(line.number or 0 for line in lines) == number(outcome)
    yield _computed(messages.text("report.sum" if is_sum else "report.outcome"), outcome, messages, "total")


def _difference(comparison: Comparison, messages: Messages) -> Figure:
    return _computed(messages.text("report.difference"), comparison.difference, messages, "difference")


def _computed(label: str, text: str, messages: Messages, kind: Kind) -> Figure:
    value = number(text)
    return Figure(label, (), text if value is None else amount(value, messages.lang), value, kind)


def _line(value: FindingValue, messages: Messages) -> Figure:
    figure = number(value.value) if value.unit or value.role else None
    where = "" if value.cells or not value.element else _where(value, messages)
    return Figure(value.label, value.cells, _shown(value.value, figure, messages), figure, where=where)


def _where(value: FindingValue, messages: Messages) -> str:
    if not value.line:
        return value.element
    return messages.text("report.element", element=value.element, line=str(value.line))


def _shown(text: str | None, figure: Decimal | None, messages: Messages) -> str:
    if text is None:
        return messages.text("report.not_reported")
    if figure is not None:
        return amount(figure, messages.lang)
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text
