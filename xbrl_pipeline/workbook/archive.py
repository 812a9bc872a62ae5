"""The zip and XML side of the gate: limits counted while inflating, honest names, no DOCTYPE, a workbook inside."""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from xbrl_pipeline.model.outcome import PipelineError

MIB: Final = 1024 * 1024
MAX_MEMBERS: Final = 2_000
MAX_INFLATED: Final = 500 * MIB
MAX_RATIO: Final = 200
_RATIO_FROM: Final = MIB  # below this a ratio harms nobody: an empty sheet of blanks packs very well
_CHUNK: Final = 256 * 1024
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_ENCRYPTED: Final = 0x1
_ENTRY: Final = b"PK\x01\x02"
_MAX_ENTRIES: Final = 5 * MAX_MEMBERS  # workbooks embedded in a workbook have entries too

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
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,
)


def check_archive(path: Path, data: bytes) -> None:
    """Raise a PipelineError unless the bytes are a zip within the limits that holds a workbook and no DOCTYPE."""
    if data.count(_ENTRY) > _MAX_ENTRIES:  # before zipfile makes an object of each
        raise PipelineError("workbook.too_many_parts", path=str(path), limit=MAX_MEMBERS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_directory(path, archive.infolist())
            _check_contents(path, archive)
            _check_workbook(path, archive)
    except _BROKEN as error:
        raise PipelineError("workbook.damaged", path=str(path)) from error


def _check_directory(path: Path, members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_MEMBERS:
        raise PipelineError("workbook.too_many_parts", path=str(path), limit=MAX_MEMBERS)
    for member in members:
        _check_member(path, member)
    names = [member.filename.casefold() for member in members]
    if len(set(names)) < len(names):
        twice = next(member.filename for member in members if names.count(member.filename.casefold()) > 1)
        raise PipelineError("workbook.unsafe_part", path=str(path), part=_printable(twice))


def _check_member(path: Path, member: zipfile.ZipInfo) -> None:
    if member.flag_bits & _ENCRYPTED:
        raise PipelineError("workbook.password", path=str(path))
    if not _safe(member) or member.compress_type not in _METHODS:
        raise PipelineError("workbook.unsafe_part", path=str(path), part=_printable(member.filename))


def _safe(member: zipfile.ZipInfo) -> bool:
    # orig_filename: zipfile itself cuts a name at a NUL and turns backslashes into slashes
    name = member.orig_filename
    steps = name.replace("\\", "/").split("/")
    drive = len(name) > 1 and name[1] == ":"
    link = stat.S_ISLNK(member.external_attr >> 16)
    return not (link or drive or name.startswith(("/", "\\")) or ".." in steps or "\0" in name)


def _printable(name: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in name)[:100]


def _check_contents(path: Path, archive: zipfile.ZipFile) -> None:
    total = 0
    for member in archive.infolist():
        size = 0
        for chunk in _scanned(path, archive, member):
            size += len(chunk)
            if total + size > MAX_INFLATED or size > max(_RATIO_FROM, MAX_RATIO * member.compress_size):
                raise PipelineError("workbook.bomb", path=str(path), part=_printable(member.filename))
        total += size


def _scanned(path: Path, archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give the chunks of a member after looking for what an XML part may not hold."""
    tail = b""
    xml = False
    for number, chunk in enumerate(_chunks(archive, member)):
        if number == 0:
            xml = _is_xml(path, member, chunk)
        window = tail + chunk
        if xml and any(doctype in window for doctype in _DOCTYPES):
            raise PipelineError("workbook.doctype", path=str(path), part=_printable(member.filename))
        tail = window[-_OVERLAP:]
        yield chunk


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(member) as stream:
        yield from iter(lambda: stream.read(_CHUNK), b"")


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
