"""A comparison of two reports as lines, as a page, as a workbook and as JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from xbrl_pipeline.dossier.comparison import ComparisonFile
from xbrl_pipeline.dossier.files import to_bytes
from xbrl_pipeline.messages import Messages, amount, day
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.cells import CellRef, cells_text
from xbrl_pipeline.model.comparison import Compared, Difference, DifferenceKind, Kin, RatioChange, ReportComparison
from xbrl_pipeline.model.facts import FactValue
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.reporting.pages import render
from xbrl_pipeline.reporting.sheets import ReportWorkbook, Value

_SHOWN: Final = 20  # differences of one kind on a terminal
_MOST: Final = 500  # on a page
_LONGEST: Final = 120  # characters of a text on a terminal
_ON_PAGE: Final = 1_000
_DIFFERENCES: Final = (
    ("compare.column.kind", 14),
    ("compare.column.statement", 36),
    ("report.figure.label", 48),
    ("compare.column.period", 32),
    ("compare.column.before", 20),
    ("compare.column.after", 20),
    ("report.difference", 18),
    ("report.xlsx.unit", 8),
    ("compare.column.before_cells", 24),
    ("compare.column.after_cells", 24),
    ("compare.column.total", 8),
    ("compare.column.remark", 32),
    ("report.xlsx.element", 40),
)
_ASIDE: Final = 1  # column at the end that is for other programs
_RATIOS: Final = (
    ("report.xlsx.ratio", 40),
    ("report.xlsx.statement", 18),
    ("report.xlsx.year", 8),
    ("report.xlsx.kind", 14),
    ("compare.column.before", 16),
    ("compare.column.after", 16),
    ("report.difference", 14),
)
_FINDINGS: Final = (
    ("compare.column.fate", 14),
    ("report.xlsx.severity", 14),
    ("report.figure.cell", 24),
    ("report.xlsx.message", 80),
    ("report.code", 34),
)
_SUMMARY: Final = (36, 44, 44)


@dataclass(frozen=True, slots=True)
class ShownDifference:
    """One difference as a reader sees it."""

    label: str
    place: str
    before: str
    after: str
    change: str
    cells: str
    remark: str
    figure: bool


@dataclass(frozen=True, slots=True)
class DifferenceSection:
    """The differences of one kind: those that are shown, and how many there are."""

    title: str
    number: int
    rows: tuple[ShownDifference, ...]
    left_out: int


def comparison_json(comparison: ReportComparison, messages: Messages) -> bytes:
    """Write the comparison for programs."""
    return to_bytes(ComparisonFile.of(comparison, messages.lang))


def comparison_html(comparison: ReportComparison, messages: Messages) -> bytes:
    """Write the comparison as a page of its own."""
    return render(
        "comparison.html.j2",
        messages,
        title=_title(comparison, messages),
        conclusion=_conclusion(comparison, messages),
        sides=(comparison.before, comparison.after),
        balance=[_balance(side, messages) for side in (comparison.before, comparison.after)],
        remarks=tuple(_remarks(comparison, messages)),
        sections=[_section(title, found, messages, _MOST, _ON_PAGE) for title, found in _parts(comparison, messages)],
        ratios=[_ratio_cells(each, messages) for each in comparison.ratios],
        findings=[
            (messages.text(f"compare.findings.{name}"), found)
            for name, found in (("solved", comparison.solved), ("new", comparison.new))
            if found
        ],
        remaining=_remaining(comparison, messages),
    )


def comparison_lines(comparison: ReportComparison, messages: Messages, *, quiet: bool = False) -> Iterator[str]:
    """Give the comparison as lines of text, of each kind the largest differences; ``quiet``: the conclusion only."""
    yield _title(comparison, messages)
    yield f"  {_conclusion(comparison, messages)}"
    if quiet:
        return
    for side in (comparison.before, comparison.after):
        yield f"  {_balance(side, messages)}"
    for remark in _remarks(comparison, messages):
        yield f"  {remark}"
    for title, found in _parts(comparison, messages):
        yield from _section_lines(title, found, messages)
    if comparison.ratios:
        yield f"{messages.text('compare.ratios')} ({amount(len(comparison.ratios), messages.lang)})"
        for name, column, before, after in (_ratio_cells(each, messages) for each in comparison.ratios):
            yield f"  {name} ({column}): {before} → {after}"
    yield from _finding_lines(comparison, messages)


def comparison_xlsx(comparison: ReportComparison, messages: Messages) -> bytes:
    """Write the comparison as a workbook: numbers are numbers."""
    text = messages.text
    book = ReportWorkbook(comparison.after.report.created, _title(comparison, messages))
    heads = (text("report.xlsx.summary"), text("compare.column.before"), text("compare.column.after"))
    book.sheet(text("report.xlsx.summary"), heads, list(_summary(comparison, messages)), _SUMMARY)
    tables: list[tuple[str, tuple[tuple[str, int], ...], list[tuple[Value, ...]], int]] = [
        ("compare.differences", _DIFFERENCES, [_row(each, messages) for each in comparison.differences], _ASIDE)
    ]
    if comparison.ratios:
        tables.append(("report.xlsx.ratios", _RATIOS, [_ratio_row(each, messages) for each in comparison.ratios], 0))
    if comparison.solved or comparison.new:
        tables.append(("report.xlsx.findings", _FINDINGS, list(_finding_rows(comparison, messages)), 0))
    for title, columns, rows, aside in tables:
        names = [text(name) for name, _ in columns]
        book.sheet(text(title), names, rows, [width for _, width in columns], aside=aside)
    return book.close()


def counts_text(comparison: ReportComparison, messages: Messages) -> str:
    """Return in one sentence how many facts changed, came and went."""
    if not comparison.differences:
        return messages.text("compare.none")
    counts = {kind.value: len(comparison.of(kind)) for kind in DifferenceKind}
    totals = len(comparison.totals)
    told = messages.text("compare.counts", **counts)
    return f"{told} {messages.text('compare.counts.totals', n=totals)}" if totals else told


def _title(comparison: ReportComparison, messages: Messages) -> str:
    names = {"before": comparison.before.name, "after": comparison.after.name}
    return messages.text(f"compare.title.{comparison.kin}", **names)


def _conclusion(comparison: ReportComparison, messages: Messages) -> str:
    if comparison.kin is Kin.NEXT_YEAR and not comparison.after.tally.same and not comparison.after.tally.changed:
        return messages.text("compare.nothing_compared")
    return counts_text(comparison, messages)


def _parts(comparison: ReportComparison, messages: Messages) -> Iterator[tuple[str, tuple[Difference, ...]]]:
    """Give the differences under their titles: what was typed comes first, then what it does to totals."""
    for kind in DifferenceKind:
        if found := comparison.lines(kind):
            yield _kind_title(comparison, kind, messages), found
    if comparison.totals:
        yield messages.text("compare.totals"), comparison.totals


def _kind_title(comparison: ReportComparison, kind: DifferenceKind, messages: Messages) -> str:
    own = f"compare.{kind}.{comparison.kin}"
    return messages.text(own if messages.has(own) else f"compare.{kind}")


def _balance(side: Compared, messages: Messages) -> str:
    tally = side.tally
    verdict = messages.text(f"verdict.{side.report.verdict}")
    entity = side.report.entity
    who = " ".join(filter(None, (entity.bestuursnummer, entity.name, str(entity.verslagjaar or ""))))
    gaps: dict[str, object] = {name: getattr(tally, name) for name in ("facts", "same", "changed", "single", "aside")}
    return messages.text("compare.balance", name=side.name, who=who or "-", verdict=verdict, **gaps)


def _remarks(comparison: ReportComparison, messages: Messages) -> Iterator[str]:
    """Say what a reader has to know before trusting the comparison."""
    before, after = comparison.before, comparison.after
    if comparison.kin is Kin.NEXT_YEAR:
        yield messages.text("compare.remark.next_year", name=before.name)
    for side in (before, after):
        if side.tally.rejected:
            yield messages.text("compare.remark.rejected", name=side.name, n=side.tally.rejected)
        if side.tally.unread:
            yield messages.text("compare.remark.unread", name=side.name, n=side.tally.unread)
    if before.report.program != after.report.program:
        yield messages.text("compare.remark.program")
    ids = [side.report.taxonomy.id if side.report.taxonomy else "-" for side in (before, after)]
    if ids[0] != ids[1]:
        unnamed = sum(each.unnamed for each in comparison.differences)
        yield messages.text("compare.remark.taxonomy", before=ids[0], after=ids[1], n=unnamed)


def _section(title: str, found: Sequence[Difference], messages: Messages, most: int, longest: int) -> DifferenceSection:
    rows = tuple(_shown(each, messages, longest) for each in found[:most])
    return DifferenceSection(title, len(found), rows, max(0, len(found) - most))


def _section_lines(title: str, found: Sequence[Difference], messages: Messages) -> Iterator[str]:
    section = _section(title, found, messages, _SHOWN, _LONGEST)
    yield f"{section.title} ({amount(section.number, messages.lang)})"
    for row in section.rows:
        change = f" ({row.change})" if row.change else ""
        remark = f" · {row.remark}" if row.remark else ""
        yield f"  {row.label} · {row.place}: {row.before} → {row.after}{change}{remark}"
        if row.cells:
            yield f"      {row.cells}"
    if section.left_out:
        yield f"  {messages.text('compare.more', n=section.left_out)}"


def _shown(each: Difference, messages: Messages, longest: int) -> ShownDifference:
    change = each.change
    return ShownDifference(
        each.label,
        " · ".join(filter(None, (each.period, each.statement))),
        _value(each.before, messages, longest),
        _value(each.after, messages, longest),
        "" if change is None else _signed(change, messages),
        _cells(each.before_cells, each.after_cells, each.kind) or each.element,
        messages.text("compare.unnamed") if each.unnamed else "",
        change is not None,
    )


def _value(value: FactValue | None, messages: Messages, longest: int) -> str:
    match value:
        case None:
            return messages.text("report.not_reported")
        case Decimal():
            return amount(value, messages.lang)
        case date():
            return day(value)
        case _:
            return one_line(value, longest)


def _signed(change: Decimal, messages: Messages) -> str:
    return f"{'+' if change > 0 else ''}{amount(change, messages.lang)}"


def _cells(before: tuple[CellRef, ...], after: tuple[CellRef, ...], kind: DifferenceKind) -> str:
    one, two = cells_text(before), cells_text(after)
    return f"{one} → {two}" if kind is DifferenceKind.CHANGED and one != two and one and two else two or one


def _ratio_cells(each: RatioChange, messages: Messages) -> tuple[str, str, str, str]:
    name = messages.text(f"report.ratio.{each.code}")
    statement = f", {messages.text(f'report.statement.{each.statement}').lower()}" if each.statement else ""
    column = messages.text("report.ratio.budget", year=str(each.year)) if each.budget else str(each.year)
    before, after = (_ratio(value, each, messages) for value in (each.before, each.after))
    return f"{name}{statement}", column, before, after


def _ratio(value: Decimal | None, each: RatioChange, messages: Messages) -> str:
    if value is None:
        return messages.text("report.not_reported")
    exact = value * 100 if each.percentage else value
    return f"{amount(exact.quantize(Decimal('0.01')), messages.lang)}{'%' if each.percentage else ''}"


def _finding_lines(comparison: ReportComparison, messages: Messages) -> Iterator[str]:
    for name, found in (("solved", comparison.solved), ("new", comparison.new)):
        if found:
            yield f"{messages.text(f'compare.findings.{name}')} ({amount(len(found), messages.lang)})"
        for finding in found[:_SHOWN]:
            severity = messages.text(f"severity.{finding.severity}").upper()
            place = cells_text(finding.cells)
            yield f"  {severity}  {f'{place}: ' if place else ''}{one_line(finding.message, 500)}"
        if len(found) > _SHOWN:
            yield f"  {messages.text('compare.more', n=len(found) - _SHOWN)}"
    if told := _remaining(comparison, messages):
        yield told


def _remaining(comparison: ReportComparison, messages: Messages) -> str:
    return messages.text("compare.findings.remaining", n=comparison.remaining) if comparison.remaining else ""


def _summary(comparison: ReportComparison, messages: Messages) -> Iterator[tuple[Value, ...]]:
    text = messages.text
    sides = (comparison.before, comparison.after)
    reports = [side.report for side in sides]
    yield (_title(comparison, messages), "", "")
    yield (_conclusion(comparison, messages), "", "")
    yield (text("report.file"), *(side.name for side in sides))
    yield (text("report.xlsx.verdict"), *(text(f"verdict.{each.verdict}") for each in reports))
    yield (text("report.entity"), *(each.entity.name for each in reports))
    yield (text("report.bestuursnummer"), *(each.entity.bestuursnummer for each in reports))
    yield (text("report.verslagjaar"), *(str(each.entity.verslagjaar or "") for each in reports))
    yield (text("report.taxonomy"), *(each.taxonomy.id if each.taxonomy else "" for each in reports))
    yield (text("report.hash"), *(each.input.sha256 for each in reports))
    yield (text("report.program"), *(each.program for each in reports))
    for name in ("facts", "same", "changed", "single", "aside", "unread", "rejected"):
        yield (text(f"compare.tally.{name}"), *(getattr(side.tally, name) for side in sides))
    for kind in DifferenceKind:
        yield (_kind_title(comparison, kind, messages), "", len(comparison.of(kind)))
    for remark in _remarks(comparison, messages):
        yield (remark, "", "")


def _row(each: Difference, messages: Messages) -> tuple[Value, ...]:
    return (
        messages.text(f"compare.kind.{each.kind}"),
        each.statement,
        each.label,
        each.period,
        _exact(each.before),
        _exact(each.after),
        each.change,
        each.unit or "",
        ", ".join(map(str, each.before_cells)),
        ", ".join(map(str, each.after_cells)),
        messages.text("report.yes") if each.total else "",
        messages.text("compare.unnamed") if each.unnamed else "",
        each.element,
    )


def _exact(value: FactValue | None) -> Value:
    return day(value) if isinstance(value, date) else value


def _ratio_row(each: RatioChange, messages: Messages) -> tuple[Value, ...]:
    factor = 100 if each.percentage else 1
    before, after = (None if value is None else value * factor for value in (each.before, each.after))
    return (
        messages.text(f"report.ratio.{each.code}") + (" (%)" if each.percentage else ""),
        messages.text(f"report.statement.{each.statement}") if each.statement else "",
        str(each.year),
        messages.text("report.xlsx.budget" if each.budget else "report.xlsx.actual"),
        before,
        after,
        None if before is None or after is None else after - before,
    )


def _finding_rows(comparison: ReportComparison, messages: Messages) -> Iterator[tuple[Value, ...]]:
    fates: tuple[tuple[str, tuple[Finding, ...]], ...] = (("solved", comparison.solved), ("new", comparison.new))
    for name, found in fates:
        for finding in found:
            severity = messages.text(f"severity.{finding.severity}")
            cells = ", ".join(map(str, finding.cells))
            yield messages.text(f"compare.fate.{name}"), severity, cells, finding.message, finding.code
