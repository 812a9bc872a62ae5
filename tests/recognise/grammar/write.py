"""Writing a workbook with XlsxWriter, and its answer key; the same input gives the same bytes."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name, xl_rowcol_to_cell

from .grid import Cell, Face, Sheet, Workbook

Places = dict[int, tuple[Sheet, int, int]]
MOMENT = datetime(2026, 3, 1, 9, 0, 0)  # noqa: DTZ001 - Excel knows no time zones


def places(book: Workbook) -> Places:
    """Where every cell stands."""
    return {id(cell): (sheet, r, c) for sheet in book.sheets for (r, c), cell in sheet.cells.items()}


def formula(cell: Cell, sheet: Sheet, where: Places) -> str | None:
    """The formula of a total: SUM over a clean range, or plus and minus; None when a part stands nowhere."""
    spots = []
    for sign, part in cell.parts:
        if id(part) not in where:
            return None
        spots.append((sign, *where[id(part)]))
    if len(spots) > 2 and all(s == 1 and sh is sheet and c == spots[0][3] for s, sh, _, c in spots):
        rows = [r for _, _, r, _ in spots]
        col = spots[0][3]
        wanted = set(rows)
        others = [r for r in range(min(rows), max(rows) + 1) if r not in wanted and (r, col) in sheet.cells]
        own = where[id(cell)]
        if not others and not (own[2] == col and min(rows) <= own[1] <= max(rows)):
            return f"=SUM({xl_rowcol_to_cell(min(rows), col)}:{xl_rowcol_to_cell(max(rows), col)})"
    text = ""
    for sign, sh, r, c in spots:
        ref = xl_rowcol_to_cell(r, c)
        if sh is not sheet:
            name = sh.name.replace("'", "''")
            ref = f"'{name}'!{ref}"
        text += ("-" if sign < 0 else "+" if text else "") + ref
    return "=" + text


def write(book: Workbook, path: Path) -> None:
    """Write the workbook."""
    out = xlsxwriter.Workbook(str(path), {"default_date_format": "dd-mm-yyyy"})
    out.set_properties({"title": book.title, "author": book.author, "created": MOMENT})
    formats: dict[Face, Any] = {}
    where = places(book)
    for sheet in book.sheets:
        ws = out.add_worksheet(sheet.name)
        setup(ws, sheet)
        merged = {(a, b): (a, b, c, d) for a, b, c, d in sheet.merges if (a, b) != (c, d)}
        for (r, c), cell in sorted(sheet.cells.items(), key=lambda kv: kv[0]):
            face = face_format(out, formats, cell.face)
            if (r, c) in merged:
                ws.merge_range(*merged[r, c], "", face)
            put(ws, r, c, cell, face, formula(cell, sheet, where) if cell.parts else None)
            if cell.comment:
                ws.write_comment(r, c, cell.comment, {"author": "controller"})
    visible = next(i for i, s in enumerate(book.sheets) if s.state == "visible")
    out.worksheets()[visible].activate()
    out.worksheets()[visible].set_first_sheet()
    out.close()


def put(ws: Any, r: int, c: int, cell: Cell, face: Any, text: str | None) -> None:
    """Write one cell."""
    value = cell.value
    if text is not None:
        ws.write_formula(r, c, text, face, value)
    elif isinstance(value, bool) or value is None:
        ws.write_blank(r, c, None, face)
    elif isinstance(value, int | float):
        ws.write_number(r, c, value, face)
    elif isinstance(value, date):
        ws.write_datetime(r, c, datetime.combine(value, time()), face)
    else:
        ws.write_string(r, c, value, face)


def setup(ws: Any, sheet: Sheet) -> None:
    """Page, widths, hidden rows and columns."""
    for c, w in sheet.widths.items():
        ws.set_column(c, c, w)
    for c in sheet.hidden_cols:
        ws.set_column(c, c, 12, None, {"hidden": True})
    for r in sheet.hidden_rows:
        ws.set_row(r, None, None, {"hidden": True})
    if sheet.header:
        ws.set_header(sheet.header)
    if sheet.footer:
        ws.set_footer(sheet.footer)
    if sheet.landscape:
        ws.set_landscape()
    if sheet.freeze:
        ws.freeze_panes(*sheet.freeze)
    if not sheet.gridlines:
        ws.hide_gridlines(2)
    if sheet.zoom != 100:
        ws.set_zoom(sheet.zoom)
    if sheet.state == "hidden":
        ws.hide()
    elif sheet.state == "very_hidden":
        ws.very_hidden()
    ws.set_paper(9)


def face_format(out: Any, formats: dict[Face, Any], face: Face) -> Any:
    """The format of a face, made once."""
    if face not in formats:
        want: dict[str, Any] = {"num_format": face.form}
        kept = ("bold", "italic", "indent", "align", "top", "bottom")
        want |= {name: value for name, value in asdict(face).items() if name in kept and value}
        if face.fill:
            want["bg_color"] = face.fill
        if face.color:
            want["font_color"] = face.color
        if face.size:
            want["font_size"] = face.size
        if face.wrap:
            want["text_wrap"] = True
        formats[face] = out.add_format(want)
    return formats[face]


def key(book: Workbook, entity: dict[str, Any], sector: str, year: int, notes: str) -> dict[str, Any]:
    """The answer key."""
    where = places(book)
    facts: list[dict[str, Any]] = []
    optional: list[dict[str, Any]] = []
    nots: list[dict[str, Any]] = []
    entities: dict[str, dict[str, str]] = {}
    for sheet in book.sheets:
        for (r, c), cell in sorted(sheet.cells.items(), key=lambda kv: kv[0]):
            spot: dict[str, str] = {"sheet": sheet.name, "cell": f"{xl_col_to_name(c)}{r + 1}"}
            for mark in cell.marks:
                if mark.kind == "entity":
                    entities.setdefault(mark.concept, dict(spot))
                elif mark.kind in ("neutral", "forbidden"):
                    nots.append({**spot, "why": mark.why, "must_not_report": mark.kind == "forbidden"})
                else:
                    entry: dict[str, Any] = {
                        **spot,
                        "concept": mark.concept,
                        "period": mark.period,
                        "scope": mark.scope,
                        "value": str(mark.value),
                        "scale": mark.scale,
                        "sign": mark.sign,
                    }
                    if mark.why:
                        entry["why"] = mark.why
                    if mark.group:
                        entry["sum_group"] = f"{sheet.name}/{mark.group}"
                    (facts if mark.kind == "fact" else optional).append(entry)
    return {
        "entity": entity,
        "year": year,
        "sector": sector,
        "facts": facts,
        "not_facts": nots,
        "optional_facts": optional,
        "entity_cells": entities,
        "cell_sums": cell_sums(book, where),
        "known_differences": differences(book, where),
        "notes": notes,
    }


def differences(book: Workbook, where: Places) -> list[dict[str, Any]]:
    """Totals that are a little off their parts because each was rounded."""
    out = []
    for relation in book.relations:
        if id(relation.total) not in where or any(id(p) not in where for _, p in relation.parts):
            continue
        total = relation.total.number or Decimal(0)
        gap = total - sum((s * (p.number or Decimal(0)) for s, p in relation.parts), Decimal(0))
        if gap:
            sheet, r, c = where[id(relation.total)]
            out.append(
                {
                    "sheet": sheet.name,
                    "cell": xl_rowcol_to_cell(r, c),
                    "difference": str(gap),
                    "why": f"rounding: the parts of {relation.name} do not quite add up (in numbers as shown)",
                }
            )
    return out


def cell_sums(book: Workbook, where: Places) -> list[dict[str, Any]]:
    """Every total and its parts, as cells of one sheet (parts on another sheet carry its name)."""
    out = []
    for relation in book.relations:
        if id(relation.total) not in where or any(id(p) not in where for _, p in relation.parts):
            continue
        sheet, r, c = where[id(relation.total)]
        parts: list[list[Any]] = []
        for sign, part in relation.parts:
            other, pr, pc = where[id(part)]
            name = xl_rowcol_to_cell(pr, pc)
            parts.append([sign, name] if other is sheet else [sign, name, other.name])
        entry: dict[str, Any] = {
            "name": relation.name,
            "sheet": sheet.name,
            "total": xl_rowcol_to_cell(r, c),
            "parts": parts,
        }
        if relation.slack:
            entry["slack"] = str(relation.slack)
        out.append(entry)
    return out


def save(book: Workbook, answers: dict[str, Any], path: Path) -> None:
    """Write workbook and key."""
    write(book, path)
    text = json.dumps(answers, ensure_ascii=False, indent=1)
    path.with_suffix(".key.json").write_text(text + "\n", encoding="utf-8")
