"""Facts and ratios as rows of a spreadsheet."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from xbrl_pipeline.messages import Messages, day
from xbrl_pipeline.model.facts import Fact, QName
from xbrl_pipeline.model.parts import Part
from xbrl_pipeline.model.ratios import Ratio
from xbrl_pipeline.reporting.charts import owner_words
from xbrl_pipeline.reporting.sheets import CellLink, Value

FACTS: Final = (
    ("report.figure.cell", 28),
    ("report.figure.label", 56),
    ("report.xlsx.start", 12),
    ("report.xlsx.end", 12),
    ("report.xlsx.dimensions", 36),
    ("report.figure.value", 24),
    ("report.xlsx.unit", 9),
    ("report.xlsx.element", 40),
    ("report.xlsx.members", 40),
)
FACT_CODES: Final = 2  # columns at the end that are for other programs
PARTS: Final = (
    ("report.part", 60),
    ("report.part.state", 14),
    ("report.part.need", 24),
    ("report.part.reported", 16),
    ("report.part.lines", 16),
)
RATIOS: Final = (
    ("report.xlsx.ratio", 40),
    ("report.xlsx.statement", 18),
    ("report.xlsx.year", 8),
    ("report.xlsx.kind", 12),
    ("report.figure.value", 12),
    ("report.xlsx.low", 14),
    ("report.xlsx.high", 14),
    ("report.xlsx.owner", 40),
    ("report.xlsx.source", 60),
)


def fact_rows(facts: Sequence[Fact], names: Mapping[QName, str], source: str) -> Iterator[tuple[Value, ...]]:
    """Give each fact in words, with its first cell as a link, in the order of the instance; codes stand last."""
    for fact in facts:
        key = fact.key
        cells = ", ".join(map(str, fact.cells))
        yield (
            CellLink(cells, source, fact.cells[0]) if source and fact.cells else cells,
            names.get(key.concept, key.concept.local),
            day(key.period.start) if key.period.start else "",
            day(key.period.end),
            ", ".join(names.get(item.member, item.member.local) for item in key.dimensions),
            day(fact.value) if isinstance(fact.value, date) else fact.value,
            key.unit or "",
            key.concept.local,
            ", ".join(item.member.local for item in key.dimensions),
        )


def part_rows(parts: Sequence[Part], messages: Messages) -> Iterator[tuple[Value, ...]]:
    """Give each part of the report with whether it is filled in."""
    for part in parts:
        state = messages.text("report.part.empty" if part.empty else "report.part.filled")
        yield (part.title, state, messages.text(f"report.need.{part.need}"), part.filled, part.lines)


def ratio_rows(ratios: Sequence[Ratio], messages: Messages) -> Iterator[tuple[Value, ...]]:
    """Give each ratio in each column; percentages as they are written, without their sign."""
    for ratio in ratios:
        statement = messages.text(f"report.statement.{ratio.statement}") if ratio.statement else ""
        for point in ratio.points:
            kind = messages.text("report.xlsx.budget" if point.budget else "report.xlsx.actual")
            name = messages.text(f"report.ratio.{ratio.code}") + (" (%)" if ratio.percentage else "")
            values = (_scaled(value, ratio) for value in (point.value, ratio.low, ratio.high))
            yield (name, statement, str(point.year), kind, *values, owner_words(ratio, messages), ratio.source)


def _scaled(value: Decimal | None, ratio: Ratio) -> Decimal | None:
    return value * 100 if value is not None and ratio.percentage else value
