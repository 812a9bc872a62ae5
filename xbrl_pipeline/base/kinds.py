"""What a file is by its content, where something else was asked for: the user then hears what it is, not what fails."""

import re
from typing import Final

SAMPLE: Final = 64 * 1024  # bytes of the start that tell
INLINE: Final = "workbook.inline"
XBRL_JSON: Final = "workbook.xbrl_json"
PACKAGE: Final = "workbook.report_package"
INSTANCE: Final = "workbook.instance"
_WORKBOOK: Final = "instance.workbook"
_ZIP: Final = b"PK\x03\x04"
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_PDF: Final = b"%PDF"
_IN_PACKAGES: Final = b"META-INF/reportPackage.json"
_IN_WORKBOOKS: Final = (b"xl/workbook.", b"content.xml", b"xl\\workbook.")
_COMMENT: Final = re.compile(rb"<!--.*?-->", re.DOTALL)
_FIRST_TAG: Final = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_BLANK: Final = b"\xef\xbb\xbf\xff\xfe \t\r\n"
_XBRL: Final = b"http://www.xbrl.org/2003/instance"


def report_kind(start: bytes) -> str:
    """Return the code for a report that is text, by its start: inline XBRL, xBRL-JSON or an XBRL file; else empty."""
    text = start[:SAMPLE].replace(b"\0", b"")
    if b"/xbrl-json" in text and text.lstrip(_BLANK).startswith(b"{"):
        return XBRL_JSON
    first = _FIRST_TAG.search(_COMMENT.sub(b"", text))
    if first is None:
        return ""
    if first[1] == b"xbrl" and _XBRL in text:
        return INSTANCE
    return INLINE if b"inlineXBRL" in text and first[1].lower() == b"html" else ""


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
