"""An instance from outside: the gate before Arelle, and the few things we must know of it ourselves.

Arelle resolves nothing offline but turns an entity into an empty fact without a word, and goes on after ill-formed XML.
Therefore a file with a DOCTYPE or with ill-formed XML has a flaw here, before any parser resolves anything: no figure
is read from it, and the best that can become of it is INVALID.
"""

import posixpath
import re
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Final
from urllib.parse import urljoin

from xbrl_pipeline.base.kinds import other_than_instance
from xbrl_pipeline.base.markup import SYNTAX, Element, local_name, parse, repair, text_of
from xbrl_pipeline.messages.xml_causes import xml_gaps
from xbrl_pipeline.model.outcome import PipelineError, os_cause

MAX_BYTES: Final = 100 * 2**20
DOCTYPE: Final = "instance.doctype"
NOT_XML: Final = "instance.not_xml"
FLAWS: Final = (DOCTYPE, NOT_XML)
_XBRL: Final = "{http://www.xbrl.org/2003/instance}xbrl"
_DOCUMENTS: Final = ("{http://www.w3.org/2001/XMLSchema}schema", "{http://www.xbrl.org/2003/linkbase}linkbase")
_SCHEMA_REF: Final = "{http://www.xbrl.org/2003/linkbase}schemaRef"
_LINKBASE_REF: Final = "{http://www.xbrl.org/2003/linkbase}linkbaseRef"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_HREF: Final = "{http://www.w3.org/1999/xlink}href"
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_PROLOG: Final = re.compile(r"\A\ufeff?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_MARKS: Final = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"<\x00", "utf-16-le"), (b"\x00<", "utf-16-be"))


@dataclass(frozen=True, slots=True)
class InstanceFile:
    """An instance that passed the gate. ``texts`` holds the text of each fact's first occurrence by local name.

    ``references`` are the schemas and linkbases it names, as its ``xml:base`` makes them. With a ``flaw``, which only
    who asks for flawed files gets to see, its figures cannot be trusted and none may be read.
    """

    name: str
    data: bytes
    schema_refs: tuple[str, ...]
    texts: dict[str, str]
    facts: int
    references: tuple[str, ...] = ()
    flaw: PipelineError | None = None


def read_instance(path: Path, *, whole: bool = False, flawed: bool = False) -> InstanceFile:
    """Read an instance from a file; what is no XBRL instance is refused with a PipelineError.

    As part of a ``whole`` that comes with its taxonomy it may also be a schema, a linkbase, or in another document. A
    DOCTYPE and ill-formed XML are refused too, unless the caller takes ``flawed`` instances.
    """
    try:
        if path.exists() and not path.is_file():  # a pipe would never end
            raise PipelineError("input.not_a_file", path=str(path))
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else None
    except FileNotFoundError as error:
        raise PipelineError("input.missing", path=str(path)) from error
    except OSError as error:
        raise PipelineError("input.unreadable", path=str(path), cause=os_cause(error)) from error
    if data is None:
        raise PipelineError("instance.too_large", path=str(path), limit=MAX_BYTES // 2**20)
    return parse_instance(data, path.name, whole=whole, flawed=flawed)


def parse_instance(data: bytes, name: str, *, whole: bool = False, flawed: bool = False) -> InstanceFile:
    """Check bytes and read what the program needs to know of them."""
    if not data.strip():
        raise PipelineError("instance.empty", path=name)
    other = other_than_instance(data) if not whole else ""  # a document set may hold anything
    if other:
        raise PipelineError(other, path=name)
    try:
        root = _root_of(_parse(data, name), name, whole=whole)
    except PipelineError as flaw:
        if not flawed or flaw.code not in FLAWS:
            raise
        return _flawed(flaw, data, name, whole=whole)
    facts = [child for child in root if child.get("contextRef") is not None]
    texts: dict[str, str] = {}
    for fact in facts:
        texts.setdefault(local_name(fact), text_of(fact).strip())
    return InstanceFile(name, data, _schemas(root), texts, len(facts), _references(root))


def _flawed(flaw: PipelineError, data: bytes, name: str, *, whole: bool) -> InstanceFile:
    """Read where a flawed file leads, for who judges it; a DOCTYPE is not parsed even for that."""
    if flaw.code == DOCTYPE:
        return InstanceFile(name, data, (), {}, 0, flaw=flaw)
    top = repair(data)
    if top is None:  # nothing that looks like an element
        raise flaw
    if top.getroottree().docinfo.internalDTD is not None:
        raise PipelineError(DOCTYPE, path=name)
    root = _root_of(top, name, whole=whole)
    return InstanceFile(name, data, _schemas(root), {}, 0, _references(root), flaw)


def _root_of(top: Element, name: str, *, whole: bool) -> Element:
    """Return the element that is the instance, or the document of a taxonomy where that will do."""
    root = next((each for tag in (_XBRL, *_DOCUMENTS) for each in top.iter(tag)), top) if whole else top
    if root.tag != _XBRL and not (whole and root.tag in _DOCUMENTS):
        raise PipelineError("instance.not_xbrl", path=name, root=str(root.tag))
    return root


def _schemas(root: Element) -> tuple[str, ...]:
    return tuple(child.get(_HREF, "") for child in root.iterchildren(_SCHEMA_REF))


def _references(root: Element) -> tuple[str, ...]:
    return tuple(map(_reference, root.iterchildren(_SCHEMA_REF, _LINKBASE_REF)))


def _reference(element: Element) -> str:
    """Return where a reference leads, not yet resolved against the place of the file."""
    bases = [each.get(_BASE, "") for each in (element, *element.iterancestors())]
    return reduce(_joined, (*reversed(bases), element.get(_HREF, "")))


def _joined(base: str, href: str) -> str:
    if not base or _SCHEME.match(href) or href.startswith("/"):
        return href or base
    return urljoin(base, href) if _SCHEME.match(base) else posixpath.join(posixpath.dirname(base), href)


def read_references(data: bytes, name: str) -> tuple[str, ...]:
    """Return the schemas and linkbases that an instance or an inline XBRL document names, wherever in it.

    A DOCTYPE and ill-formed XML are PipelineErrors.
    """
    return tuple(map(_reference, _parse(data, name).iter(_SCHEMA_REF, _LINKBASE_REF)))


def has_doctype(data: bytes) -> bool:
    """Tell whether a DOCTYPE stands before the root element, in whatever encoding."""
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "latin-1")
    text = data[:MAX_BYTES].decode(encoding, "replace").removeprefix("\xef\xbb\xbf")
    prolog = _PROLOG.match(text)
    return text.startswith("<!DOCTYPE", prolog.end() if prolog else 0)


def _parse(data: bytes, name: str) -> Element:
    if has_doctype(data):
        raise PipelineError(DOCTYPE, path=name)
    try:
        root = parse(data)
    except SYNTAX as error:
        raise PipelineError(NOT_XML, path=name, **xml_gaps(error)) from error
    if root.getroottree().docinfo.internalDTD is not None:  # in characters among which the search above does not see it
        raise PipelineError(DOCTYPE, path=name)
    return root
