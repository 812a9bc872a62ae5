"""Workbooks and files that look like workbooks, made byte by byte."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_TYPE: Final = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")


def parts(sheet: str = '<row r="1"><c r="A1"><v>1</v></c></row>', kind: str = SHEET_TYPE) -> dict[str, bytes]:
    """Return the parts of a small workbook with these rows on its only sheet."""
    override = '<Override PartName="/{}" ContentType="{}"/>'
    worksheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
    types = override.format("xl/workbook.xml", kind) + override.format("xl/worksheets/sheet1.xml", worksheet)
    texts = {
        "[Content_Types].xml": f"<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'>"
        f"<Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/>"
        f"{types}</Types>",
        "xl/workbook.xml": f"<workbook xmlns='{MAIN}' xmlns:r='{RELATIONS}'>"
        f"<sheets><sheet name='Balans' sheetId='1' r:id='rId1'/></sheets></workbook>",
        "xl/_rels/workbook.xml.rels": "<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>"
        f"<Relationship Id='rId1' Type='{RELATIONS}/worksheet' Target='worksheets/sheet1.xml'/></Relationships>",
        "xl/worksheets/sheet1.xml": f"<worksheet xmlns='{MAIN}'><sheetData>{sheet}</sheetData></worksheet>",
    }
    return {name: text.encode() for name, text in texts.items()}


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def saved(folder: Path, data: bytes, name: str = "jaarrekening.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
