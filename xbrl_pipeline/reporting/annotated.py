"""``annotated.xlsx``: the user's own workbook, with notes at the cells that findings are about, and a list in front.

The parts of the package are edited themselves. Reading a workbook into a library and writing it again loses what the
library does not know: charts, pivot tables, macros, conditional formats. Here every part that is not touched is copied
byte for byte, and in a sheet only the style of a marked cell changes. The list is a part more (``listing.py``).

Parts and relations are those of ECMA-376 (Office Open XML), part 1: comments (18.7), styles (18.8), worksheets (18.3),
and part 4 for the drawing that places a note (VML).
"""

import zipfile
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

from lxml import etree

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.reporting.grid import Grid
from xbrl_pipeline.reporting.listing import FILLS, add_listing
from xbrl_pipeline.reporting.ooxml import MAIN, RELATIONS, WorkbookParts, add_child, element
from xbrl_pipeline.reporting.text import suspicion
from xbrl_pipeline.reporting.view import sections
from xbrl_pipeline.reporting.vml import add_shapes

_WEIGHT: Final = {severity: weight for weight, severity in enumerate(Severity)}
_COMMENTS: Final = f"{RELATIONS}/comments"
_DRAWING: Final = f"{RELATIONS}/vmlDrawing"
_COMMENTS_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_LONGEST: Final = 30_000  # characters of a note; Excel takes 32,767
_AUTHOR: Final = "xbrl-pipeline"
# what may stand behind legacyDrawing in a sheet (ECMA-376, 18.3.1.99)
_BEHIND: Final = (
    "legacyDrawingHF",
    "drawingHF",
    "picture",
    "oleObjects",
    "controls",
    "webPublishItems",
    "tableParts",
    "extLst",
)


@dataclass(frozen=True, slots=True)
class _Note:
    severity: Severity
    text: str


def annotated_xlsx(workbook: bytes, report: Report, messages: Messages) -> bytes | None:
    """Return the workbook with notes; None where there is nothing to note or the package cannot be edited safely."""
    notes = _notes(report, messages)
    if not notes:
        return None
    try:
        with zipfile.ZipFile(BytesIO(workbook)) as archive:
            package = WorkbookParts.read(archive)
            _annotate(package, notes)
            add_listing(package, report, messages)
            return package.write(archive)
    except (KeyError, ValueError, etree.XMLSyntaxError, zipfile.BadZipFile):
        return None  # the reader took it, but its parts are not where the standard puts them: no half work


def _notes(report: Report, messages: Messages) -> dict[str, dict[CellRef, _Note]]:
    """Write what each cell is noted for: the finding it heads, or that it is the likely cause of."""
    found: dict[CellRef, list[tuple[Finding, str]]] = defaultdict(list)
    for item in (item for section in sections(report) for item in section.items):
        finding = item.finding
        suspects = {cell: suspect.sentence for suspect in finding.suspects[:1] for cell in suspect.cells}
        for cell in dict.fromkeys((*finding.cells[:1], *suspects)) if not finding.places else ():
            found[cell].append((finding, suspects.get(cell, "")))
        for place in finding.places:
            for cell in place.cells:
                found[cell].append((replace(finding, message=place.message), ""))
    notes: dict[str, dict[CellRef, _Note]] = defaultdict(dict)
    for cell, reasons in found.items():
        worst = min((finding.severity for finding, _ in reasons), key=_WEIGHT.__getitem__)
        notes[cell.sheet][cell] = _Note(worst, _text(reasons, messages))
    return notes


def _text(reasons: list[tuple[Finding, str]], messages: Messages) -> str:
    parts = []
    for finding, culprit in reasons:
        severity = messages.text(f"severity.{finding.severity}").capitalize()
        title = messages.text("report.note_title", severity=severity, ref=finding.ref)
        advice = messages.text("report.note_advice", advice=finding.advice) if finding.advice else ""
        possible = suspicion(finding, messages) if finding.leads else ""
        lines = (title, culprit, finding.message, possible, "" if culprit else advice)
        parts.append("\n".join(dict.fromkeys(line for line in lines if line)))
    return printable("\n\n".join(dict.fromkeys(parts)))[:_LONGEST]


def _annotate(package: WorkbookParts, notes: Mapping[str, Mapping[CellRef, _Note]]) -> None:
    sheets = package.sheets()
    marks: dict[tuple[str, Severity], str] = {}
    for name, cells in notes.items():
        part = sheets.get(name)
        if part is None:
            continue
        sheet = package.tree(part)
        for cell, note in cells.items():
            _mark(package, sheet, cell, note.severity, marks)
        _add_comments(package, part, sheet, cells)


def _mark(
    package: WorkbookParts,
    sheet: etree._Element,
    cell: CellRef,
    severity: Severity,
    marks: dict[tuple[str, Severity], str],
) -> None:
    """Give a cell the look it has with another fill; an absent cell is made, empty."""
    target = _cell(sheet, cell)
    style = target.get("s", "0")
    if (style, severity) not in marks:
        marks[style, severity] = package.filled_style(int(style), FILLS[severity])
    target.set("s", marks[style, severity])


def _cell(sheet: etree._Element, cell: CellRef) -> etree._Element:
    data = sheet.find(f"{MAIN}sheetData")
    if data is None:
        raise KeyError(cell.sheet)
    row = _row(data, cell.row)
    for place, each in enumerate(row):
        found = CellRef.parse(f"!{each.get('r', 'A0')}").column
        if found == cell.column:
            return each
        if found > cell.column:
            return add_child(row, f"{MAIN}c", {"r": cell.address}, place)
    return add_child(row, f"{MAIN}c", {"r": cell.address}, len(row))


def _row(data: etree._Element, number: int) -> etree._Element:
    for place, row in enumerate(data):
        found = int(row.get("r", "0"))
        if found == number:
            return row
        if found > number:
            return add_child(data, f"{MAIN}row", {"r": str(number)}, place)
    return add_child(data, f"{MAIN}row", {"r": str(number)}, len(data))


def _add_comments(package: WorkbookParts, part: str, sheet: etree._Element, cells: Mapping[CellRef, _Note]) -> None:
    comments = package.related(part, _COMMENTS) or package.add_related(
        part, _COMMENTS, "xl/commentsXP{}.xml", _COMMENTS_TYPE, element(f"{MAIN}comments")
    )
    fresh = _write_comments(package.tree(comments), cells)
    drawing = _drawing(package, part, sheet)
    add_shapes(package.tree(drawing), {cell: cells[cell].text for cell in fresh}, Grid.read(sheet))


def _write_comments(comments: etree._Element, cells: Mapping[CellRef, _Note]) -> list[CellRef]:
    """Add notes; one that a cell has already is kept and ours stands behind it. Return the cells that had none."""
    authors = comments.find(f"{MAIN}authors")
    if authors is None:
        authors = add_child(comments, f"{MAIN}authors", {}, 0)
    add_child(authors, f"{MAIN}author", {}, len(authors)).text = _AUTHOR
    listed = comments.find(f"{MAIN}commentList")
    if listed is None:
        listed = add_child(comments, f"{MAIN}commentList", {}, len(comments))
    known = {each.get("ref"): each for each in listed}
    fresh = []
    for cell, note in sorted(cells.items()):
        old = known.get(cell.address)
        if old is None:
            attributes = {"ref": cell.address, "authorId": str(len(authors) - 1)}
            old = add_child(listed, f"{MAIN}comment", attributes, len(listed))
            fresh.append(cell)
        text = old.find(f"{MAIN}text")
        if text is None:
            text = add_child(old, f"{MAIN}text", {}, 0)
        _append_text(text, note.text, behind=len(text) > 0)
    return fresh


def _append_text(text: etree._Element, words: str, *, behind: bool) -> None:
    plain = text.find(f"{MAIN}t")
    if plain is not None:  # a note without runs: its text becomes the first run
        text.remove(plain)
        run = add_child(text, f"{MAIN}r", {}, 0)
        run.append(plain)
    run = add_child(text, f"{MAIN}r", {}, len(text))
    piece = add_child(run, f"{MAIN}t", {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}, 0)
    piece.text = ("\n\n" if behind else "") + words


def _drawing(package: WorkbookParts, part: str, sheet: etree._Element) -> str:
    """Return the part with the shapes of a sheet's notes, made where there is none."""
    known = sheet.find(f"{MAIN}legacyDrawing")
    attribute = f"{{{RELATIONS}}}id"
    if known is not None:
        return package.by_id(part, known.get(attribute, ""))
    root = etree.fromstring(
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel"/>'
    )
    drawing = package.add_related(part, _DRAWING, "xl/drawings/vmlDrawingXP{}.vml", _DRAWING_TYPE, root)
    names = [etree.QName(child).localname if isinstance(child.tag, str) else "" for child in sheet]
    place = next((place for place, name in enumerate(names) if name in _BEHIND), len(sheet))
    add_child(sheet, f"{MAIN}legacyDrawing", {attribute: package.id_of(part, drawing)}, place)
    return drawing
