"""The sheet in front of ``annotated.xlsx``: every finding that stands on its own, with links to its cells.

It holds texts only and says in its corner what it is, so that whoever corrects that workbook and has it read again is
not asked what the sheet means: ``workbook/reader.py`` leaves it out.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from lxml import etree

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import printable
from xbrl_pipeline.model.cells import CellRef, column_letters
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.model.sheets import LISTING
from xbrl_pipeline.reporting.ooxml import MAIN, Look, WorkbookParts, add_child, element
from xbrl_pipeline.reporting.text import suspicion
from xbrl_pipeline.reporting.view import FEW, sections

FILLS: Final = {Severity.ERROR: "FFF4B6B1", Severity.WARNING: "FFFFE3A3", Severity.INFO: "FFD6E4F0"}
_HEADS: Final = ("report.xlsx.severity", "report.figure.cell", "report.xlsx.message", "report.advice", "report.ref")
_WIDTHS: Final = (16, 34, 78, 60, 16)
_TAB: Final = "FFC0392B"
_LINK: Final = "FF0563C1"
_HEAD_ROW: Final = 3  # above it stand the mark, hidden, and what this sheet is
_CELL_COLUMN: Final = 2
_LONGEST: Final = 30_000  # characters of a cell; Excel takes 32,767
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


@dataclass(frozen=True, slots=True)
class _Text:
    text: str
    look: Look = field(default_factory=Look)
    target: CellRef | None = None


def add_listing(package: WorkbookParts, report: Report, messages: Messages) -> None:
    """Put the list in front of all sheets of a workbook."""
    names = {name.casefold() for name in package.sheet_names()}
    title = messages.text("report.listing")
    free = (title, *(f"{title} {number}" for number in range(2, len(names) + 3)))
    name = next(each for each in free if each.casefold() not in names)
    package.add_first_sheet(name, _sheet(package, list(_rows(report, messages)), messages))


def _rows(report: Report, messages: Messages) -> Iterator[Sequence[_Text]]:
    for item in (item for section in sections(report) for item in section.items):
        finding = item.finding
        cells = tuple(dict.fromkeys(finding.cells))
        yield (
            _Text(messages.text(f"severity.{finding.severity}").capitalize(), Look(fill=FILLS[finding.severity])),
            _link(cells[0]) if cells else _Text(""),
            _Text(_said(finding, messages)),
            _Text(finding.advice),
            _Text(finding.ref),
        )
        for cell in cells[1:FEW]:
            yield (_Text(""), _link(cell))
        if len(cells) > FEW:
            yield (_Text(""), _Text(messages.text("report.listing.more", count=len(cells) - FEW)))


def _said(finding: Finding, messages: Messages) -> str:
    return "\n".join(dict.fromkeys(filter(None, (finding.message, suspicion(finding, messages)))))


def _link(cell: CellRef) -> _Text:
    return _Text(str(cell), Look(underlined=True, colour=_LINK), cell)


def _sheet(package: WorkbookParts, rows: Sequence[Sequence[_Text]], messages: Messages) -> etree._Element:
    sheet = element(f"{MAIN}worksheet")
    kind = _add(sheet, "sheetPr")
    _add(kind, "tabColor", rgb=_TAB)
    _add(kind, "pageSetUpPr", fitToPage="1")
    view = _add(_add(sheet, "sheetViews"), "sheetView", workbookViewId="0", showGridLines="0")
    below = f"A{_HEAD_ROW + 1}"
    _add(view, "pane", ySplit=str(_HEAD_ROW), topLeftCell=below, activePane="bottomLeft", state="frozen")
    columns = _add(sheet, "cols")
    for place, width in enumerate(_WIDTHS, start=1):
        _add(columns, "col", min=str(place), max=str(place), width=str(width), customWidth="1")
    data, links = _add(sheet, "sheetData"), []
    _write(data, 1, [_Text(LISTING)], package).set("hidden", "1")
    _write(data, 2, [_Text(messages.text("report.listing.intro"), Look(wrapped=False))], package)
    _write(data, _HEAD_ROW, [_Text(messages.text(head), Look(bold=True)) for head in _HEADS], package)
    for number, row in enumerate(rows, start=_HEAD_ROW + 1):
        _write(data, number, row, package)
        links += [(number, each.target) for each in row if each.target is not None]
    if links:
        listed = _add(sheet, "hyperlinks")
        for number, cell in links:
            _add(listed, "hyperlink", ref=f"{column_letters(_CELL_COLUMN)}{number}", location=_location(cell))
    _add(sheet, "pageSetup", orientation="landscape", fitToHeight="0")
    return sheet


def _location(cell: CellRef) -> str:
    """Name a cell as Excel does in a link: the sheet between quotes, and quotes in it twice."""
    quoted = cell.sheet.replace("'", "''")
    return f"'{quoted}'!{cell.address}"


def _write(data: etree._Element, number: int, texts: Sequence[_Text], package: WorkbookParts) -> etree._Element:
    row = _add(data, "row", r=str(number))
    for place, each in enumerate(texts, start=1):
        if each.text:
            address = f"{column_letters(place)}{number}"
            cell = _add(row, "c", r=address, s=package.look(each.look), t="inlineStr")
            text = _add(_add(cell, "is"), "t")
            text.text = printable(each.text)[:_LONGEST]
            text.set(_SPACE, "preserve")
    return row


def _add(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return add_child(parent, f"{MAIN}{name}", attributes, len(parent))
