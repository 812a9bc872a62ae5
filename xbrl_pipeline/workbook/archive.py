"""The zip side of the gate: limits counted while inflating, honest names, no DOCTYPE, and which kind of workbook."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from typing import IO, Final

from xbrl_pipeline.base.archive import (
    BROKEN,
    MIB,
    ArchiveLimits,
    Meter,
    RefusedError,
    check_entries,
    check_members,
    fold_name,
    printable,
)
from xbrl_pipeline.base.markup import SYNTAX, local_name, parse, stream
from xbrl_pipeline.workbook.cells import FileNote
from xbrl_pipeline.workbook.raw import RefusalError

LIMITS: Final = ArchiveLimits(members=2_000, inflated=500 * MIB)

_TYPES_PART: Final = "[Content_Types].xml"
_SPREADSHEET: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_PLAIN: Final = (f"{_SPREADSHEET}sheet.main+xml", f"{_SPREADSHEET}template.main+xml")
_MACROS: Final = (
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
)
_BINARY: Final = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
_ODS: Final = (
    b"application/vnd.oasis.opendocument.spreadsheet",
    b"application/vnd.oasis.opendocument.spreadsheet-template",
)
_ODS_CONTENT: Final = "content.xml"
_OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_ODS_BODIES: Final = ("spreadsheet", "text", "presentation", "drawing", "chart", "image", "database")
_MANIFEST: Final = "meta-inf/manifest.xml"
_ROOT_RELATIONS: Final = "_rels/.rels"

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
_LONGEST_TAG: Final = 4 * MIB  # bytes from < to >; formulas and texts of 100,000 characters are far below this

# parts that say what else a workbook can do; the first match in a name counts
_TELLING: Final = (
    (re.compile(r"(^|/)vbaproject\.bin$|^basic/|^scripts/"), "workbook.note.macros"),
    (re.compile(r"(^|/)macrosheets/"), "workbook.note.macros"),
    (re.compile(r"(^|/)externallinks/[^/]+$"), "workbook.note.external_link"),
    (re.compile(r"(^|/)connections\.xml$|(^|/)querytables/[^/]+$"), "workbook.note.connection"),
    (re.compile(r"(^|/)(embeddings|activex)/[^/]+$|^object [0-9]+/content\.xml$"), "workbook.note.embedding"),
)
_DDE: Final = b"<ddeLink"


class ArchiveParts:
    """The parts of an archive by name, in whatever case and with whichever slashes their writer spelt it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {fold_name(name): name for name in archive.namelist()}

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __contains__(self, name: str) -> bool:
        return fold_name(name) in self._names

    def read(self, name: str) -> bytes | None:
        """Return the contents of a part, None where it is not there."""
        found = self._names.get(fold_name(name))
        return None if found is None else self._archive.read(found)

    def open(self, name: str) -> IO[bytes]:
        """Open a part that is there; one that is not is a KeyError."""
        return self._archive.open(self._names[fold_name(name)])


@contextmanager
def open_archive(data: bytes) -> Iterator[zipfile.ZipFile]:
    """Open a zip for reading; whatever is wrong with it or its limits is a RefusalError."""
    try:
        check_entries(data, LIMITS)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            check_members(archive.infolist(), LIMITS)
            yield archive
    except RefusedError as refused:
        raise RefusalError(f"workbook.{refused.reason}", **refused.gaps) from refused
    except SYNTAX as error:
        raise RefusalError("workbook.unreadable") from error
    except BROKEN as error:
        raise RefusalError("workbook.damaged") from error


def check_contents(archive: zipfile.ZipFile) -> list[FileNote]:
    """Inflate every part within the limits and look for what may not be there; return what there is to say."""
    meter = Meter(LIMITS)
    codes: dict[str, None] = {}
    for member in sorted(archive.infolist(), key=lambda member: fold_name(member.filename) != _MANIFEST):
        if _scan(member, meter.chunks(archive, member)):
            codes["workbook.note.dde"] = None
        name = fold_name(member.filename)
        if name == _MANIFEST:
            _refuse_encrypted(archive.read(member))  # before its other parts, which are no XML then
        found = next((code for pattern, code in _TELLING if pattern.search(name)), None)
        if found is not None:
            codes[found] = None
    return [FileNote(code, {}) for code in codes]


def _scan(member: zipfile.ZipInfo, chunks: Iterable[bytes]) -> bool:
    """Look for what an XML part may not hold; tell whether it links to a running program (DDE)."""
    tail, xml, dde, tag = b"", False, False, 0
    for number, chunk in enumerate(chunks):
        if number == 0:
            xml = _is_xml(member, chunk)
        window = tail + chunk
        if xml and any(doctype in window for doctype in _DOCTYPES):
            raise RefusalError("workbook.doctype", part=printable(member.filename))
        dde = dde or (xml and _DDE in window)
        tag = _open_tag(tag, chunk) if xml else 0
        if tag > _LONGEST_TAG:
            raise RefusalError("workbook.flood", part=printable(member.filename))
        tail = window[-_OVERLAP:]
    return dde


def _open_tag(before: int, chunk: bytes) -> int:
    """Return how long the tag is that a chunk leaves open; an endless one is a flood of attributes."""
    end, start = chunk.rfind(b">"), chunk.rfind(b"<")
    if start > end:
        return len(chunk) - start
    return before + len(chunk) if end < 0 and before else 0


def _is_xml(member: zipfile.ZipInfo, start: bytes) -> bool:
    """Tell XML by its first character, whatever its name; a part that hides its characters is refused."""
    utf_16 = start.startswith(_UTF_16)
    text = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    xml = utf_16 or text.startswith(b"<")
    declared = _DECLARED.match(text)
    hidden = declared is not None and declared[1].lower() not in _ENCODINGS
    empty = not xml and bool(text) and member.filename.lower().endswith(_XML_SUFFIXES)
    if hidden or start.startswith(_UNSEEN) or empty:
        raise RefusalError("workbook.hidden_characters", part=printable(member.filename))
    return xml


def _refuse_encrypted(manifest: bytes) -> None:
    if any(local_name(entry) == "encryption-data" for entry in parse(manifest).iter()):
        raise RefusalError("workbook.password")


def kind_of(parts: ArchiveParts) -> tuple[str, str]:
    """Return ``ods`` or ``xlsx`` or ``xlsm``, and the name of the main part; anything else is a RefusalError."""
    if _is_ods(parts):
        return "ods", _ODS_CONTENT
    types = parts.read(_TYPES_PART)
    if types is None:
        raise RefusalError(_other_kind(parts))
    overrides, defaults = _types(types)
    if _BINARY in overrides.values():
        raise RefusalError("workbook.xlsb")
    main = _main_part(parts, overrides, defaults)
    if main is None:
        raise RefusalError("workbook.no_workbook")
    part, type_ = main
    return ("xlsm" if type_ in _MACROS else "xlsx"), part


def _is_ods(parts: ArchiveParts) -> bool:
    """Tell an OpenDocument spreadsheet by what it says it is; where it says nothing, by what its contents are."""
    if _ODS_CONTENT not in parts:
        return False
    said = parts.read("mimetype")
    if said is not None or _TYPES_PART in parts:
        return said is not None and said.strip() in _ODS
    with parts.open(_ODS_CONTENT) as source:
        bodies = stream(source, [], [f"{_OFFICE}{body}" for body in _ODS_BODIES])
        return any(body.tag == f"{_OFFICE}spreadsheet" for _, body in islice(bodies, 1))


def _other_kind(names: ArchiveParts) -> str:
    if any(name.endswith(".iwa") or name == "index.zip" for name in names):
        return "workbook.numbers"
    packed = any(name.endswith((".xlsx", ".xlsm", ".ods", ".csv", ".xls")) for name in names)
    return "workbook.zipped" if packed else "workbook.no_workbook"


def _types(data: bytes) -> tuple[dict[str, str], dict[str, str]]:
    """Return the content types by part and by extension."""
    overrides, defaults = {}, {}
    for entry in parse(data):
        type_ = entry.get("ContentType", "")
        if entry.get("PartName"):
            overrides[fold_name(entry.get("PartName", "")).lstrip("/")] = type_
        elif entry.get("Extension"):
            defaults[entry.get("Extension", "").lower()] = type_
    return overrides, defaults


def _main_part(parts: ArchiveParts, overrides: dict[str, str], defaults: dict[str, str]) -> tuple[str, str] | None:
    """Find the workbook part by its type, or by where the package says that its document is."""
    wanted = (*_PLAIN, *_MACROS)
    for part in (*overrides, *_documents(parts)):
        type_ = overrides.get(part) or defaults.get(part.rpartition(".")[2], "")
        if type_ in wanted and part in parts:
            return part, type_
    return None


def _documents(parts: ArchiveParts) -> list[str]:
    data = parts.read(_ROOT_RELATIONS)
    root = parse(data) if data is not None else ()
    targets = (each.get("Target", "") for each in root if each.get("Type", "").endswith("/officeDocument"))
    return [fold_name(target).lstrip("/") for target in targets]
