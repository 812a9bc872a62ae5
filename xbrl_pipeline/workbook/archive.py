"""The zip and XML side of the gate: limits counted while inflating, honest names, no DOCTYPE, a workbook inside."""

import io
import re
import zipfile
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from lxml import etree

from xbrl_pipeline.archive import BROKEN, MIB, Limits, Meter, RefusedError, check_entries, check_members, printable
from xbrl_pipeline.model.outcome import PipelineError

LIMITS: Final = Limits(members=2_000, inflated=500 * MIB)

_TYPES_PART: Final = "[Content_Types].xml"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PLAIN: Final = (f"{_SPREADSHEET}sheet.main+xml", f"{_SPREADSHEET}template.main+xml")
_MACROS: Final = (
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
)
_BINARY: Final = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_STRICT: Final = b"http://purl.oclc.org/ooxml/spreadsheetml/main"

_DOCTYPES: Final = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))
_OVERLAP: Final = max(map(len, _DOCTYPES)) - 1
_XML_SUFFIXES: Final = (".xml", ".rels", ".vml")
_DECLARED: Final = re.compile(rb"""^<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_ENCODINGS: Final = (
    b"utf-8",
    b"utf-16",
    b"utf-16le",
    b"utf-16be",
    b"us-ascii",
    b"ascii",
    b"iso-8859-1",
    b"windows-1252",
)
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_UNSEEN: Final = (b"\xff\xfe\0\0", b"\0\0\xfe\xff", b"<\0\0\0", b"\0\0\0<", b"Lo\xa7\x94")  # XML in UTF-32 and EBCDIC


def check_archive(path: Path, data: bytes) -> None:
    """Raise a PipelineError unless the bytes are a zip within the limits that holds a workbook and no DOCTYPE."""
    try:
        check_entries(data, LIMITS)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_members(archive.infolist(), LIMITS)
            _check_contents(path, archive)
            _check_workbook(path, archive)
    except RefusedError as refused:
        raise PipelineError(f"workbook.{refused.reason}", path=str(path), **refused.gaps) from refused
    except BROKEN as error:
        raise PipelineError("workbook.damaged", path=str(path)) from error


def _check_contents(path: Path, archive: zipfile.ZipFile) -> None:
    meter = Meter(LIMITS)
    for member in archive.infolist():
        _scan(path, member, meter.chunks(archive, member))


def _scan(path: Path, member: zipfile.ZipInfo, chunks: Iterable[bytes]) -> None:
    """Look for what an XML part may not hold."""
    tail = b""
    xml = False
    for number, chunk in enumerate(chunks):
        if number == 0:
            xml = _is_xml(path, member, chunk)
        window = tail + chunk
        if xml and any(doctype in window for doctype in _DOCTYPES):
            raise PipelineError("workbook.doctype", path=str(path), part=printable(member.filename))
        tail = window[-_OVERLAP:]


def _is_xml(path: Path, member: zipfile.ZipInfo, start: bytes) -> bool:
    """Tell XML by its first character, whatever its name; a part that hides its characters is refused."""
    utf_16 = start.startswith(_UTF_16)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    xml = utf_16 or text.startswith(b"<")
    declared = _DECLARED.match(text)
    hidden = declared is not None and declared[1].lower() not in _ENCODINGS
    if hidden or start.startswith(_UNSEEN) or (not xml and member.filename.lower().endswith(_XML_SUFFIXES)):
        raise PipelineError("workbook.damaged", path=str(path))
    return xml


def _check_workbook(path: Path, archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if _TYPES_PART not in names:
        raise PipelineError("workbook.no_workbook", path=str(path))
    parts = _parts(path, archive.read(_TYPES_PART))
    if any(type_ == _BINARY for type_ in parts.values()):
        raise PipelineError("workbook.xlsb", path=str(path))
    part = _first(parts, _PLAIN) or _first(parts, _MACROS)
    if part is None or part not in names:
        raise PipelineError("workbook.no_workbook", path=str(path))
    if parts[part] in _MACROS and path.suffix.lower() != ".xlsm":
        raise PipelineError("workbook.macros", path=str(path))
    if _STRICT in archive.read(part):
        raise PipelineError("workbook.strict", path=str(path))


def _parts(path: Path, data: bytes) -> dict[str, str]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise PipelineError("workbook.damaged", path=str(path)) from error
    overrides = (element for element in root if element.get("PartName"))
    return {element.get("PartName", "").lstrip("/"): element.get("ContentType", "") for element in overrides}


def _first(parts: dict[str, str], types: Iterable[str]) -> str | None:
    wanted = set(types)
    return next((name for name, type_ in parts.items() if type_ in wanted), None)
