"""What a file is by its content, where something else was asked for: the user then hears what it is, not what fails."""

import io
import re
import zipfile
from pathlib import Path
from typing import Final

SAMPLE: Final = 64 * 1024  # bytes of the start that tell
INLINE: Final = "workbook.inline"
XBRL_JSON: Final = "workbook.xbrl_json"
XBRL_CSV: Final = "workbook.xbrl_csv"
PACKAGE: Final = "workbook.report_package"
INSTANCE: Final = "workbook.instance"
_WORKBOOK: Final = "instance.workbook"
PACKAGES: Final = (".xbri", ".xbr")  # extensions that a .zip may have too
_LARGEST: Final = 100 * 2**20  # bytes of a package
_ENTRY: Final = b"PK\x01\x02"
_MOST_ENTRIES: Final = 100_000
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_PDF: Final = b"%PDF"
_IN_PACKAGES: Final = b"META-INF/reportPackage.json"
_IN_WORKBOOKS: Final = (b"xl/workbook.", b"content.xml", b"xl\\workbook.")
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_FIRST_TAG: Final = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_DOCUMENT_TYPE: Final = re.compile(rb'"documentType"\s*:\s*"[^"]*/xbrl-(json|csv)"')
_BLANK: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_XBRL: Final = b"http://www.xbrl.org/2003/instance"


def report_kind(start: bytes) -> str:
    """Return the code for a report that is text, by its start; empty for anything else.

    An XBRL file, inline XBRL, xBRL-JSON, or the description of a report in xBRL-CSV.
    """
    text = start[:SAMPLE].replace(b"\0", b"")
    if text.lstrip(_BLANK).startswith(b"{"):
        told = _DOCUMENT_TYPE.search(text)
        return {b"json": XBRL_JSON, b"csv": XBRL_CSV}[told[1]] if told else ""
    first = _FIRST_TAG.search(_COMMENT.sub(b"", text))
    if first is None:
        return ""
    if first[1] == b"xbrl" and _XBRL in text:
        return INSTANCE
    return INLINE if b"inlineXBRL" in text and first[1].lower() == b"html" else ""


def is_report_package(path: Path) -> bool:
    """Tell whether a zip is a report package, by its extension or by the one file in it that all of them have."""
    if path.suffix.lower() in PACKAGES:
        return True
    try:
        data = path.read_bytes() if path.stat().st_size <= _LARGEST else b""
        if _IN_PACKAGES not in data or data.count(_ENTRY) > _MOST_ENTRIES:  # a package inside a zip has the name too
            return False
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [name.split("/", 1)[-1] for name in archive.namelist()]
        return _IN_PACKAGES.decode() in names
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


def other_than_instance(data: bytes) -> str:
    """Return the code for what was given where an XBRL file was asked for; empty where it may be one."""
    if data.startswith(_ZIP):
        if _IN_PACKAGES in data:
            return PACKAGE
        return _WORKBOOK if any(name in data for name in _IN_WORKBOOKS) else "instance.zip"
    if data.startswith(_OLE):
        return _WORKBOOK
    if data.startswith(_PDF):
        return "instance.pdf"
    kind = report_kind(data)
    return "" if kind == INSTANCE else kind
