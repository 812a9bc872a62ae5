"""``report.html``: one report for the people who have to act on it."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from pathlib import PurePath
from typing import Any, Final

from markupsafe import Markup, escape

from xbrl_pipeline.dossier.files import meaning
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.explanations import Explanation, explain, explain_rule
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import About, Finding, PhaseName, PhaseStatus, Place
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.model.parts import Need, Part
from xbrl_pipeline.model.report import FileRef, Report
from xbrl_pipeline.reporting.charts import HEIGHT, WIDTH, ratio_charts
from xbrl_pipeline.reporting.figures import figures, shown_value
from xbrl_pipeline.reporting.pages import render
from xbrl_pipeline.reporting.statement import SheetView, ShownCell, StatementRow, sheet_views
from xbrl_pipeline.reporting.text import moment
from xbrl_pipeline.reporting.view import FEW, Section, fates, lines_text, listed, ranges, sections, sheets_of

_MARKUP: Final = re.compile("[&<>'\"]")


def report_html(report: Report, messages: Messages) -> bytes:
    """Write ``report.html``: self-contained, in the language of the messages; without scripts it shows everything."""
    parts = sections(report)
    return render(
        "report.html.j2",
        messages,
        script="report.js",
        report=report,
        title=_title(report, messages),
        tone=report.verdict.value.lower(),
        files=[(code, file) for code, file in _files(report) if file],
        sections=parts,
        phases_met=_phases_met(parts),
        sheets_met=_sheets_met(parts),
        parts=_by_state(report.parts),
        charts=ratio_charts(report.ratios, messages),
        chart_size=(WIDTH, HEIGHT),
        fates=fates(report.ledger) if report.ledger else (),
        finished=bool(report.phases) and all(phase.status is PhaseStatus.DONE for phase in report.phases),
        stopped=_stopped(report, messages),
        meaning=meaning(report, messages),
        created=moment(report.created, messages),
        ranges=ranges,
        **finding_words(report, messages),
    )


def finding_words(report: Report, messages: Messages) -> dict[str, Any]:
    """Return what the sheets and findings of a report are shown with, by ``finding.html.j2`` on any page.

    A marked cell leads to its finding, and a finding to its first cell where that is shown.
    """
    sheets = sheet_views(report, messages)
    cells = ((sheet.name, cell) for sheet in sheets for row in sheet.rows for cell in row.cells)
    marked = {f"{sheet}!{cell.address}" for sheet, cell in cells if cell.findings}
    return {
        "sheets": sheets,
        "across": lambda sheet, row: _across(sheet, row, messages),
        "jump": lambda finding: next((cell_anchor(str(cell)) for cell in finding.cells[:1] if str(cell) in marked), ""),
        "explained": _explained(report, messages),
        "figures": lambda finding: figures(finding, messages),
        "place": lambda finding: place(finding, messages),
        "where": lambda each: place_of(each, messages),
        "shown": lambda value: shown_value(value, messages),
        "other_cells": lambda finding: other_cells(finding, messages),
        "in_brief": lambda cells: in_brief(cells, messages),
        "sheets_of": sheets_of,
        "in_euros": _in_euros,
        "name": file_name(report.input),
    }


def _explained(report: Report, messages: Messages) -> dict[str, tuple[str, Explanation]]:
    """Return why each kind of finding in the report is told, by code, with the anchor of that."""
    codes = sorted({finding.code for finding in (*report.findings, *report.muted)})
    told = (explain(code, messages) or explain_rule(code, messages) for code in codes)
    return {each.code: (f"code-{number}", each) for number, each in enumerate(told, 1)}


def _by_state(parts: Sequence[Part]) -> tuple[tuple[str, tuple[Part, ...]], ...]:
    """Return the empty parts that are wanted, those that are filled in, and the other empty ones."""
    wanted = (Need.REQUIRED, Need.EXPECTED)
    groups = {
        "missing": tuple(part for part in parts if part.empty and part.need in wanted),
        "filled": tuple(part for part in parts if not part.empty),
        "empty": tuple(part for part in parts if part.empty and part.need not in wanted),
    }
    return tuple((state, found) for state, found in groups.items() if found)


def _phases_met(parts: Sequence[Section]) -> tuple[PhaseName, ...]:
    met = {item.finding.phase for part in parts for item in part.items}
    return tuple(phase for phase in PhaseName if phase in met)


def _sheets_met(parts: Sequence[Section]) -> tuple[str, ...]:
    """Return the sheets that findings can be looked for under, in reading order."""
    items = (item for part in parts for item in part.items)
    return tuple(dict.fromkeys(sheet for item in items for sheet in sheets_of(item.finding)))


def cell_anchor(cell: str) -> str:
    """Return the name under which a marked cell can be jumped to: names of sheets may hold anything."""
    return f"cell-{hashlib.sha256(cell.encode('utf-8', 'replace')).hexdigest()[:12]}"


def _across(sheet: SheetView, row: StatementRow, messages: Messages) -> Markup:
    """Write the cells of a row: over a thousand of them a template takes most of the time of a page."""
    return Markup("".join(_grid_cell(sheet.name, cell, messages) for cell in row.cells))  # noqa: S704 - escaped one by one


def _grid_cell(sheet: str, cell: ShownCell, messages: Messages) -> str:
    kinds = cell.fate.value if cell.fate else "empty"
    if cell.numeric:
        kinds += " n"
    if cell.severity:
        kinds += f" marked {cell.severity.value}"
    if cell.suspect:
        kinds += " culprit"
    if cell.spills:
        kinds += " spills"
    if cell.bare:
        kinds += " bare"
    text = cell.text
    if not cell.findings:
        return f'<td class="{kinds}"><bdi>{_escaped(text)}</bdi></td>'
    number = cell.findings[0]
    title = _escaped(messages.text("report.see", n=number))
    shown = _escaped(text or messages.text("report.empty_cell"))
    anchor = cell_anchor(f"{sheet}!{cell.address}")
    return f'<td class="{kinds}" id="{anchor}"><a href="#finding-{number}" title="{title}"><bdi>{shown}</bdi></a></td>'


def _escaped(text: str) -> str:
    shown = printable(text)
    return escape(shown) if _MARKUP.search(shown) else shown


def place(finding: Finding, messages: Messages) -> str:
    """Return where a finding is: its first cell, and how many more have its cause; else its lines; else nowhere."""
    if finding.places and finding.cells:
        return messages.text("report.places", cell=str(finding.cells[0]), n=len(finding.cells) - 1)
    if finding.cells:
        return str(finding.cells[0])
    if finding.about is About.TAXONOMY:
        return messages.text("report.taxonomy_finding")
    if finding.lines:
        return messages.text("report.line", lines=lines_text(finding.lines))
    return messages.text("report.whole")


def place_of(each: Place, messages: Messages) -> str:
    """Return where one of the places of a finding is: its cells, else its lines."""
    return ", ".join(map(str, each.cells)) or messages.text("report.line", lines=lines_text(each.lines))


def other_cells(finding: Finding, messages: Messages) -> str:
    """Return the cells of a finding that neither its heading nor a table under it shows."""
    if finding.places:
        return ""
    shown = {cell for value in finding.values for cell in value.cells} | set(finding.cells[:1])
    return in_brief([cell for cell in finding.cells if cell not in shown], messages)


def in_brief(cells: Iterable[CellRef], messages: Messages) -> str:
    """Name cells; of a great many the first, and how many more there are."""
    every = list(dict.fromkeys(cells))
    told = listed(every)
    if len(told) <= FEW:
        return ", ".join(told)
    return messages.text("report.cells", cells=", ".join(map(str, every[: FEW - 1])), n=len(every) - FEW + 1)


def file_name(file: FileRef) -> str:
    """Return the last part of a path, on whichever system it was written; of what lay in a zip from the zip on."""
    parts = PurePath(file.path.replace("\\", "/")).parts
    zips = (place for place, part in enumerate(parts) if part.lower().endswith(".zip"))
    return "/".join(parts[next(zips, len(parts) - 1) :]) or file.path


def _files(report: Report) -> tuple[tuple[str, FileRef | None], ...]:
    same = report.instance is not None and report.instance.sha256 == report.input.sha256
    return (
        ("report.file", report.input),
        ("report.mapping", report.mapping),
        ("report.instance", None if same else report.instance),
        ("report.rules", report.rules),
        ("report.previous", report.previous),
        ("report.boards", report.boards),
    )


def _title(report: Report, messages: Messages) -> str:
    verdict = messages.text(f"verdict.{report.verdict}")
    return messages.text("report.title", verdict=verdict, name=report.entity.name or file_name(report.input))


def _stopped(report: Report, messages: Messages) -> str:
    if report.verdict is not Verdict.NOT_VALIDATED:
        return ""
    failed = (phase for phase in report.phases if phase.status is PhaseStatus.FAILED)
    phase = next(failed, None)
    return messages.text("report.stopped_at", phase=messages.text(f"phase.{phase.name}")) if phase else ""


def _in_euros(finding: Finding) -> bool:
    """Return whether a table holds euros and nothing else, so that its heading can say so."""
    return bool(finding.values) and all(value.unit == "EUR" for value in finding.values)
