"""What has become of a template since it was made: codes and sheets that are gone, doubled or of another template."""

from collections.abc import Sequence
from dataclasses import replace

from xbrl_pipeline.mapping.tally import Tally
from xbrl_pipeline.mapping.template.binding import BoundCells
from xbrl_pipeline.mapping.words import Remark
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.template.codes import ROW, CodeNames
from xbrl_pipeline.template.fingerprint import BoundSheet, Fingerprint, FormerLine
from xbrl_pipeline.workbook.cells import SheetCells

_NAMED = 8  # lines that a sentence names


def note_damage(
    fingerprint: Fingerprint, bound: Sequence[BoundCells], bare: Sequence[SheetCells], names: CodeNames, tally: Tally
) -> None:
    """Name everything that is not as it was made and could cost a figure."""
    if not fingerprint.sound:
        tally.note(Remark("template.fingerprint_changed", {}, Severity.WARNING))
    if fingerprint.package != names.model.sha256:
        tally.note(Remark("template.other_package", {"taxonomy": fingerprint.taxonomy}, Severity.WARNING))
    for sheet in bare:
        if sheet.cells and not _is_list(sheet):
            params = {"sheet": sheet.name, "count": len(sheet.cells)}
            tally.note(Remark("template.sheet_without_code", params, Severity.WARNING), sheet.cells[0].ref)
    for each in bound:
        _note_codes(each, tally)
    _note_gone(fingerprint, bound, tally)


def _is_list(sheet: SheetCells) -> bool:
    """Recognise the hidden sheet with choices: it holds texts alone."""
    return sheet.hidden and all(isinstance(cell.value, str) for cell in sheet.cells)


def _note_codes(each: BoundCells, tally: Tally) -> None:
    name = each.sheet.name
    if each.foreign:
        return  # said where its cells are refused
    if not each.columns or not each.rows:
        missing = "template.no_codes.rows" if each.columns else "template.no_codes.columns"
        cells = each.sheet.cells[:1]
        tally.note(Remark(missing, {"sheet": name}), *(cell.ref for cell in cells))
    elif each.corner is None:
        tally.note(Remark("template.no_corner", {"sheet": name}, Severity.WARNING), CellRef(name, 1, 1))
    for codes in (each.rows, each.columns):
        places: dict[str, list[CellRef]] = {}
        for code in codes.values():
            if code.aspects is not None and code.cell.shown != ROW:
                places.setdefault(code.cell.shown, []).append(code.cell.ref)
        for shown, refs in places.items():
            if len(refs) > 1:
                tally.note(Remark("template.code_twice", {"code": shown}, Severity.WARNING), *refs)


def _note_gone(fingerprint: Fingerprint, bound: Sequence[BoundCells], tally: Tally) -> None:
    """Name rows, columns and sheets that are no longer there; an error where they held figures."""
    there = {each.made.code for each in bound if each.made is not None}
    moved = {code for each in bound for code in _brought(each)}
    for made in fingerprint.sheets:
        if made.code not in there:
            _gone(
                "sheet", made, [FormerLine(made.code, made.title, filled=any(row.filled for row in made.rows))], tally
            )
            continue
        here = [each for each in bound if each.made is not None and each.made.code == made.code]
        rows = {code.cell.shown for each in here for code in each.rows.values()}
        columns = {code.cell.shown for each in here for code in each.columns.values()}
        if rows:
            _gone("row", made, [row for row in made.rows if row.code not in rows | moved], tally)
        if columns:
            _gone("column", made, [column for column in made.columns if column.code not in columns], tally)


def _brought(each: BoundCells) -> set[str]:
    """Return the codes of rows that a sheet was not made with: these were moved to it."""
    own = {row.code for row in each.made.rows} if each.made is not None else set()
    return {code.cell.shown for code in each.rows.values()} - own


def _in_words(made: FormerLine, tally: Tally) -> str:
    """Name a row or column as a reader knows it; its code only where it has no words."""
    if "Budget" in made.code and made.label:
        return tally.pen.messages.text("mapping.period.budget", period=made.label)
    return made.label or made.code


def _gone(kind: str, made: BoundSheet, missing: list[FormerLine], tally: Tally) -> None:
    for filled in (True, False):
        found = [each for each in missing if each.filled is filled]
        if found:
            shown = tuple(_in_words(each, tally) for each in found[:_NAMED])
            more = (*shown, "\u2026") if len(found) > _NAMED else shown
            severity = Severity.ERROR if filled else Severity.WARNING
            code = f"template.{kind}_gone{'.filled' if filled else ''}"
            one = ".one" if kind != "sheet" and len(found) == 1 else ""
            remark = Remark(f"{code}{one}", {"sheet": made.title, "lines": more, "count": len(found)}, severity)
            tally.findings.append(replace(tally.pen.write(remark), code=code))
