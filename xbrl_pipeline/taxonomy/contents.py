"""The files of a taxonomy as someone hands it over: a zip or a folder, checked before anything reads it."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from lxml import etree

from xbrl_pipeline.base.archive import (
    BROKEN,
    MIB,
    ArchiveLimits,
    Meter,
    RefusedError,
    check_entries,
    check_members,
    printable,
)
from xbrl_pipeline.messages.xml_causes import xml_gaps
from xbrl_pipeline.model.outcome import PipelineError

LIMITS: Final = ArchiveLimits(members=60_000, inflated=1024 * MIB)
MAX_PACKED: Final = 512 * MIB
_XML: Final = (".xml", ".xsd")
_PACKED: Final = ".zip"
_LITTER: Final = ("__MACOSX", ".DS_Store", "Thumbs.db", "desktop.ini", ".git")
# the only documents that need a DOCTYPE are the W3C's own schemas; the engine brings those itself
_SPECIFICATIONS: Final = "www.w3.org"

Files = dict[str, bytes]


def read_contents(path: Path) -> Files:
    """Return the files of a zip or a folder by name with forward slashes; what is not safe is a PipelineError.

    Where it holds no schemas but zips, as when somebody packed a download once more, those are opened too.
    """
    try:
        found = dict(_folder(path) if path.is_dir() else _zip(path))
        if not _has_schemas(found):
            found = dict(_opened(found))
    except RefusedError as refused:
        raise PipelineError(f"package.{refused.reason}", path=path.name, **refused.gaps) from refused
    except FileNotFoundError as error:
        raise PipelineError("package.missing", path=str(path)) from error
    except BROKEN as error:
        raise PipelineError("package.damaged", path=path.name) from error
    return {name: found[name] for name in sorted(found) if not _litter(name)}


def check_documents(path: Path, files: Files) -> Files:
    """Return the files without the W3C's own schemas; refuse XML that is not well-formed or has a DOCTYPE."""
    left = {}
    for name, data in files.items():
        doctype = name.lower().endswith(_XML) and _has_doctype(path, name, data)
        if doctype and _SPECIFICATIONS not in name.split("/"):
            raise PipelineError("package.doctype", path=path.name, part=printable(name))
        if not doctype:
            left[name] = data
    return left


def parser() -> etree.XMLParser:
    """Return a parser that resolves nothing and fetches nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


def _has_doctype(path: Path, name: str, data: bytes) -> bool:
    try:
        tree = etree.parse(io.BytesIO(data), parser())
    except etree.XMLSyntaxError as error:
        raise PipelineError("package.not_xml", path=path.name, part=printable(name), **xml_gaps(error)) from error
    return tree.docinfo.internalDTD is not None


def _litter(name: str) -> bool:
    return any(step in _LITTER for step in name.split("/"))


def _has_schemas(files: Files) -> bool:
    return any(name.lower().endswith(".xsd") for name in files)


def _opened(files: Files) -> Iterator[tuple[str, bytes]]:
    """Put the files of each zip where the zip was, in a folder of its name; all of them together within the limits."""
    meter = Meter(LIMITS)
    for name, data in files.items():
        if name.lower().endswith(_PACKED) and not _litter(name):
            folder = name[: -len(_PACKED)]
            yield from ((f"{folder}/{inner}", contents) for inner, contents in _members(data, meter))
        else:
            yield name, data


def _zip(path: Path) -> Iterator[tuple[str, bytes]]:
    if path.stat().st_size > MAX_PACKED:
        raise PipelineError("package.too_large", path=path.name, limit=MAX_PACKED // MIB)
    return _members(path.read_bytes(), Meter(LIMITS))


def _members(data: bytes, meter: Meter) -> Iterator[tuple[str, bytes]]:
    check_entries(data, LIMITS)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        check_members(archive.infolist(), LIMITS)
        for member in archive.infolist():
            contents = b"".join(meter.chunks(archive, member))
            if not member.is_dir():
                yield member.filename.replace("\\", "/"), contents


def _folder(path: Path) -> Iterator[tuple[str, bytes]]:
    total = 0
    for number, file in enumerate(sorted(path.rglob("*"))):
        if number > LIMITS.members:
            raise RefusedError("too_many_parts", limit=LIMITS.members)
        if file.is_symlink():
            raise RefusedError("unsafe_part", printable(file.name))
        if file.is_file():
            total += file.stat().st_size
            if total > LIMITS.inflated:
                raise RefusedError("bomb", printable(file.name))
            yield file.relative_to(path).as_posix(), file.read_bytes()
