"""``report.xlsx``: one report as tables to filter and sort."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from xbrl_pipeline.dossier.files import meaning
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import Fact, QName
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.ledger import Fate, Ledger, LedgerEntry
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.figures import figures, number
from xbrl_pipeline.reporting.html import file_name, place, place_of
from xbrl_pipeline.reporting.sheets import MOST_LINES, CellLink, ReportWorkbook, Value
from xbrl_pipeline.reporting.tables import FACT_CODES, FACTS, PARTS, RATIOS, fact_rows, part_rows, ratio_rows
from xbrl_pipeline.reporting.text import moment, suspicion
from xbrl_pipeline.reporting.view import listed, ranges, sections

_FINDINGS = (
    ("report.xlsx.number", 6),
    ("report.xlsx.severity", 14),
    ("report.figure.cell", 22),
    ("report.figure.label", 26),
    ("report.xlsx.period", 13),
    ("report.xlsx.message", 52),
    ("report.xlsx.likely", 36),
    ("report.advice", 42),
    ("report.xlsx.times", 8),
    ("report.xlsx.left", 18),
    ("report.xlsx.right", 18),
    ("report.difference", 16),
    ("report.because", 18),
    ("report.other_cells", 24),
    ("report.phase", 28),
    ("report.code", 34),
    ("report.ref", 14),
    ("report.xlsx.reason", 30),
)
_FIGURES = (
    ("report.xlsx.number", 6),
    ("report.figure.label", 44),
    ("report.figure.cell", 28),
    ("report.figure.value", 20),
)
_PLACES = (
    ("report.xlsx.number", 6),
    ("report.figure.cell", 28),
    ("report.figure.label", 44),
    ("report.xlsx.period", 16),
    ("report.xlsx.message", 60),
)
_LEDGER = (
    ("report.figure.cell", 32),
    ("report.ledger.text", 44),
    ("report.ledger.fate", 28),
    ("report.ledger.reason", 36),
    ("report.figure.label", 44),
    ("report.ledger.hidden", 10),
    ("report.ledger.concept", 40),
)
_NOT_PRINTED = 10  # of the columns of findings: figures that stand on a sheet of their own, and codes


def report_xlsx(
    report: Report,
    messages: Messages,
    facts: Sequence[Fact] = (),
    source: str = "",
    names: Mapping[QName, str] | None = None,
) -> bytes:
    """Write ``report.xlsx``: summary, findings in reading order, their figures and places, ratios, facts, the ledger.

    ``source`` is the file name of the workbook beside the report: cells then lead to it. ``names`` are the concepts and
    members of the facts in words.
    """
    book = ReportWorkbook(report.created, messages.text(f"verdict.{report.verdict}"))
    numbered = list(enumerate(_reading_order(report), start=1))
    summary = messages.text("report.xlsx.summary")
    book.sheet(summary, (summary, ""), _summary(report, messages), (36, 80))
    _table(
        book,
        "report.xlsx.findings",
        _FINDINGS,
        [_finding(no, each, messages, source) for no, each in numbered],
        messages,
        aside=_NOT_PRINTED,
    )
    rows = [row for no, finding in numbered for row in _figures(no, finding, messages)]
    _table(book, "report.xlsx.figures", _FIGURES, rows, messages)
    spread = [row for no, finding in numbered for row in _places(no, finding, messages, source)]
    if spread:
        _table(book, "report.xlsx.places", _PLACES, spread, messages)
    if report.muted:
        muted = [_finding(no, each, messages, source) for no, each in enumerate(report.muted, start=1)]
        _table(book, "report.xlsx.muted", _FINDINGS, muted, messages, aside=_NOT_PRINTED)
    if report.parts:
        _table(book, "report.parts", PARTS, list(part_rows(report.parts, messages)), messages)
    if report.ratios:
        _table(book, "report.xlsx.ratios", RATIOS, list(ratio_rows(report.ratios, messages)), messages)
    if facts:
        rows = list(fact_rows(facts, names or {}, source))
        _table(book, "report.xlsx.reported", FACTS, rows, messages, aside=FACT_CODES)
    if report.ledger:
        _table(book, "report.xlsx.ledger", _LEDGER, _ledger(report.ledger, messages), messages, aside=1, lines=1)
    return book.close()


def _table(
    book: ReportWorkbook,
    code: str,
    columns: Sequence[tuple[str, int]],
    rows: Sequence[Sequence[Value]],
    messages: Messages,
    *,
    aside: int = 0,
    lines: int = MOST_LINES,
) -> None:
    """Add a table with rows of at most so many lines; the last columns that stand ``aside`` are not printed."""
    heads = [messages.text(head) for head, _ in columns]
    book.sheet(messages.text(code), heads, rows, [width for _, width in columns], aside=aside, lines=lines)


def _reading_order(report: Report) -> Iterator[Finding]:
    for section in sections(report):
        for item in section.items:
            yield item.finding
            yield from item.consequences


def _summary(report: Report, messages: Messages) -> list[tuple[Value, Value]]:
    text = messages.text
    rows: list[tuple[Value, Value]] = [
        (text("report.xlsx.verdict"), text(f"verdict.{report.verdict}")),
        ("", meaning(report, messages)),
        (text("report.entity"), report.entity.name),
        (text("report.bestuursnummer"), report.entity.bestuursnummer),
        (text("report.kvk"), report.entity.kvk),
        (text("report.verslagjaar"), str(report.entity.verslagjaar or "")),
        (text("report.report"), report.report),
        (text("report.file"), file_name(report.input)),
        (text("report.hash"), report.input.sha256),
        (text("report.section.error"), report.counts.error),
        (text("report.section.warning"), report.counts.warning),
        (text("report.section.info"), report.counts.info),
        (text("report.xlsx.facts"), report.facts),
    ]
    return [*rows, *_balance(report, messages), *_phases(report, messages), *_provenance(report, messages)]


def _balance(report: Report, messages: Messages) -> list[tuple[Value, Value]]:
    if report.ledger is None:
        return []
    names = ("cells", "facts", "skipped", "rejected")
    head = messages.text("report.ledger")
    return [(f"{head}: {messages.text(f'report.ledger.{name}')}", getattr(report.ledger, name)) for name in names]


def _phases(report: Report, messages: Messages) -> list[tuple[Value, Value]]:
    return [(messages.text(f"phase.{phase.name}"), messages.text(f"status.{phase.status}")) for phase in report.phases]


def _provenance(report: Report, messages: Messages) -> list[tuple[Value, Value]]:
    text = messages.text
    taxonomy, engine = report.taxonomy, report.engine
    return [
        (text("report.taxonomy"), f"{taxonomy.id} ({taxonomy.entry_point})" if taxonomy else ""),
        (text("report.engine"), f"{engine.name} {engine.version}" if engine else ""),
        *([("", text("report.cached"))] if engine and engine.cached else []),
        (text("report.program"), f"xbrl-pipeline {report.program}"),
        (text("report.created"), moment(report.created, messages)),
    ]


def _finding(no: int, finding: Finding, messages: Messages, source: str) -> tuple[Value, ...]:
    sides = finding.comparison
    where = place(finding, messages)
    return (
        no,
        messages.text(f"severity.{finding.severity}"),
        CellLink(where, source, finding.cells[0]) if source and finding.cells else where,
        finding.concept or "",
        finding.period or "",
        finding.message,
        suspicion(finding, messages),
        finding.advice,
        finding.times,
        *((_exact(sides.left), _exact(sides.right), _exact(sides.difference)) if sides else ("", "", "")),
        ", ".join(map(str, finding.because)),
        messages.text("report.xlsx.see_places") if finding.places else ", ".join(listed(finding.cells[1:])),
        messages.text(f"phase.{finding.phase}"),
        finding.code,
        finding.ref,
        finding.regraded,
    )


def _exact(text: str) -> Value:
    value = number(text)
    return text if value is None else value


def _figures(no: int, finding: Finding, messages: Messages) -> Iterator[tuple[Value, ...]]:
    for row in figures(finding, messages):
        value = row.shown if row.number is None else row.number
        yield no, row.label, ", ".join(listed(row.cells)), value


def _places(no: int, finding: Finding, messages: Messages, source: str) -> Iterator[tuple[Value, ...]]:
    """Give each place of one cause, with a link to its cell."""
    for each in finding.places:
        told = place_of(each, messages)
        where = CellLink(told, source, each.cells[0]) if source and each.cells else told
        yield no, where, each.concept or "", each.period or "", each.message


def _ledger(ledger: Ledger, messages: Messages) -> list[tuple[Value, ...]]:
    """Give a row for each cell; the codes of a template go sheet by sheet, on one row behind the other cells."""
    rows: list[tuple[Value, ...]] = []
    fates = {fate: messages.text(f"report.fate.{fate}") for fate in Fate}
    hidden = messages.text("report.yes")

    def told(entry: LedgerEntry, where: str, text: str, *, unseen: bool) -> tuple[Value, ...]:
        fate, seen = fates[entry.fate], hidden if unseen else ""
        return (where, text, fate, entry.reason, entry.label, seen, entry.concept or "")

    for _, entries in groupby(ledger.entries, key=lambda entry: entry.cell.sheet):
        here = list(entries)
        codes = [entry for entry in here if entry.fate is Fate.CODE]
        others = (entry for entry in here if entry.fate is not Fate.CODE)
        rows += [told(entry, str(entry.cell), entry.text, unseen=entry.hidden) for entry in others]
        if codes:
            where = ", ".join(ranges(entry.cell for entry in codes))
            rows.append(told(codes[0], where, "", unseen=False))
    return rows
