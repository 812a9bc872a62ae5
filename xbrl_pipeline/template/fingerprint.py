"""The fingerprint of a template: what was in it when it was made, as rows of text on a sheet of its own."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from urllib.parse import quote

from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.template.codes import FINGERPRINT, ROW, SHEET, SKIP
from xbrl_pipeline.template.layout import SheetPlan, Template

VERSION: Final = "1"
_CHECKSUM: Final = "checksum"
_WIDTH: Final = 6


@dataclass(frozen=True, slots=True)
class FormerLine:
    """A row or column that a sheet had: its code and words, what a total in it adds, whether it had figures."""

    code: str
    label: str
    parts: str = ""
    filled: bool = False


@dataclass(frozen=True, slots=True)
class BoundSheet:
    """A sheet as it was made."""

    code: str
    title: str
    rows: tuple[FormerLine, ...]
    columns: tuple[FormerLine, ...]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What a template was made of. ``sound`` tells whether it still is what was written, ``own`` on which sheet."""

    taxonomy: str
    report: str
    entry_point: str
    package: str  # SHA-256
    year: BookYear
    scheme: str
    sheets: tuple[BoundSheet, ...]
    sound: bool = True
    own: str = ""


def corner(taxonomy: str, report: str, sheet: str) -> str:
    """Return the code in the corner of a sheet."""
    return " ".join((SHEET, quote(taxonomy), quote(report), sheet))


def fingerprint_rows(template: Template) -> list[list[str]]:
    """Return the cells of the fingerprint sheet."""
    body = [
        ["taxonomy", template.taxonomy],
        ["report", template.report],
        ["entry_point", template.entry_point],
        ["package", template.sha256],
        ["start", template.year.start.isoformat()],
        ["end", template.year.end.isoformat()],
        ["scheme", template.scheme],
        *(row for sheet in template.sheets for row in _sheet_rows(sheet)),
    ]
    return [[FINGERPRINT, VERSION], [_CHECKSUM, _checksum(body)], *body]


def read_fingerprint(cells: Iterable[Sequence[str]]) -> Fingerprint | None:
    """Read the rows of a sheet; None where it is no fingerprint or tells too little to go on."""
    rows = [_trimmed(row) for row in cells]
    if not rows or rows[0][:1] != [FINGERPRINT]:
        return None
    said = next((row[1] for row in rows if row[0] == _CHECKSUM and len(row) > 1), "")
    body = [row for row in rows[1:] if row[0] != _CHECKSUM]
    facts = {row[0]: row[1] for row in body if len(row) > 1}
    try:
        year = BookYear(date.fromisoformat(facts["start"]), date.fromisoformat(facts["end"]))
        return Fingerprint(
            facts["taxonomy"],
            facts["report"],
            facts["entry_point"],
            facts["package"],
            year,
            facts.get("scheme", ""),
            tuple(_sheets(body)),
            sound=said == _checksum(body),
        )
    except (KeyError, ValueError):
        return None


def _sheet_rows(sheet: SheetPlan) -> Iterator[list[str]]:
    yield ["sheet", sheet.code, sheet.title]
    for number, row in sheet.rows.items():
        if row.code not in ("", SKIP, ROW):
            filled = any(slot.value is not None for (at, _), slot in sheet.slots.items() if at == number)
            yield ["row", sheet.code, row.code, row.label, row.parts, "filled" if filled else ""]
    for column in sheet.columns.values():
        yield ["column", sheet.code, column.code, column.title, column.parts]


def _sheets(body: Sequence[Sequence[str]]) -> Iterator[BoundSheet]:
    for row in body:
        if row[0] == "sheet":
            _, code, title, *_ = [*row, ""]
            yield BoundSheet(code, title, _bound("row", code, body), _bound("column", code, body))


def _bound(kind: str, sheet: str, body: Sequence[Sequence[str]]) -> tuple[FormerLine, ...]:
    found = ([*row, "", "", "", ""] for row in body if row[0] == kind and row[1:2] == [sheet])
    return tuple(FormerLine(row[2], row[3], row[4], row[5] == "filled") for row in found)


def _trimmed(row: Sequence[str]) -> list[str]:
    cells = [" ".join(cell.split()) for cell in row[:_WIDTH]]
    while len(cells) > 1 and not cells[-1]:
        cells.pop()
    return cells or [""]


def _checksum(body: Iterable[Sequence[str]]) -> str:
    text = "\n".join("\t".join(_trimmed(row)) for row in body)
    return hashlib.sha256(text.encode()).hexdigest()
