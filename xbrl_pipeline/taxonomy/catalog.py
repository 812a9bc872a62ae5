"""Catalogs and package descriptions (XBRL Taxonomy Packages 1.0): which address is which file, and the entry points."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple
from urllib.parse import unquote

from lxml import etree

from xbrl_pipeline.taxonomy.contents import Files, parser

CATALOG: Final = "META-INF/catalog.xml"
DESCRIPTION: Final = "META-INF/taxonomyPackage.xml"
_OASIS: Final = "urn:oasis:names:tc:entity:xmlns:xml:catalog"
_PACKAGE: Final = "http://xbrl.org/2016/taxonomy-package"
_BASE: Final = "{http://www.w3.org/XML/1998/namespace}base"
_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_EDITION: Final = re.compile(r"/([0-9]{8}(?:\.[A-Za-z0-9]+)?)(?=/)")
_STARTS: Final = {
    "rewriteURI": ("uriStartString", "rewritePrefix"),
    "rewriteSystem": ("systemIdStartString", "rewritePrefix"),
    "uri": ("name", "uri"),
    "system": ("systemId", "uri"),
}


class Rewrite(NamedTuple):
    """An address that starts so is found under this folder (or is this file) of the package."""

    start: str
    target: str


@dataclass(frozen=True, slots=True)
class EntryPoint:
    """A way into a taxonomy: its address, all its documents where it has several, and its name per language."""

    url: str
    names: dict[str, str] = field(default_factory=dict)
    documents: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file name without extension: what people call an entry point that has no name."""
        return posixpath.splitext(unquote(self.url).rpartition("/")[2])[0]

    @property
    def edition(self) -> str:
        """The date of the release in the address, with the letter of a later one behind it (``20270105.b``)."""
        found = _EDITION.findall(self.url)
        return found[-1] if found else ""

    def name(self, lang: str) -> str:
        """Return the entry point in words."""
        return in_words(self.names, lang) or self.stem


@dataclass(frozen=True, slots=True)
class Description:
    """What a package says of itself."""

    identifier: str = ""
    version: str = ""
    names: dict[str, str] = field(default_factory=dict)
    entry_points: tuple[EntryPoint, ...] = ()


def newest(entries: Iterable[EntryPoint]) -> tuple[EntryPoint, ...]:
    """Return entry points without those of which a later edition is there too."""
    last: dict[str, EntryPoint] = {}
    for entry in entries:
        known = last.setdefault(entry.stem, entry)
        last[entry.stem] = max(known, entry, key=lambda each: each.edition)
    return tuple(last.values())


def in_words(names: Mapping[str, str], lang: str) -> str:
    """Return a name in a language, else in Dutch, English, or any; a regional variant serves its language."""
    for wanted in (lang, "nl", "en", ""):
        for tongue, name in names.items():
            if tongue.lower().startswith(wanted) and name:
                return name
    return ""


def read_catalog(files: Files, name: str) -> Iterator[Rewrite]:
    """Give the rules of a catalog and of the catalogs it goes on with; targets are names in the package."""
    yield from _rules(files, name, frozenset())


def _rules(files: Files, name: str, seen: frozenset[str]) -> Iterator[Rewrite]:
    if name in seen or name not in files:
        return
    for element in etree.fromstring(files[name], parser()).iter(f"{{{_OASIS}}}*"):
        kind = etree.QName(element).localname
        folder = _folder_of(element, name)
        if kind in _STARTS:
            start, target = (element.get(attribute, "") for attribute in _STARTS[kind])
            if start and "://" not in target:
                yield Rewrite(start, _within(folder, target))
        elif kind == "nextCatalog":
            yield from _rules(files, _within(folder, element.get("catalog", "")), seen | {name})


def _folder_of(element: etree._Element, name: str) -> str:
    bases = [each.get(_BASE, "") for each in (element, *element.iterancestors())]
    return posixpath.join(posixpath.dirname(name), *(base for base in reversed(bases) if base))


def _within(folder: str, target: str) -> str:
    """Resolve a target; a folder keeps its slash at the end, as rules are about the start of an address."""
    path = posixpath.normpath(posixpath.join(folder, unquote(target)))
    path = "" if path == "." else path
    return f"{path}/" if path and target.endswith("/") else path


def write_catalog(rules: Iterable[Rewrite]) -> bytes:
    """Write rules as one catalog; of rules for the same start the first one counts."""
    root = etree.Element(f"{{{_OASIS}}}catalog", nsmap={"er": _OASIS})
    firsts = {rule.start: rule for rule in reversed(list(rules))}
    for start in sorted(firsts):
        target = posixpath.join("..", firsts[start].target)
        etree.SubElement(root, f"{{{_OASIS}}}rewriteURI", uriStartString=start, rewritePrefix=target)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_description(data: bytes) -> Description:
    """Read a package's description, of whatever edition of the specification."""
    root = etree.fromstring(data, parser())
    entries = list(root.iter("{*}entryPoint"))
    return Description(
        identifier=(root.findtext("{*}identifier") or "").strip(),
        version=(root.findtext("{*}version") or "").strip(),
        names=_names(root),
        entry_points=tuple(entry for element in entries if (entry := _entry_point(element)) is not None),
    )


def _names(element: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in element.iterchildren("{*}name"):
        lang = next((each.get(_LANG) for each in (name, *name.iterancestors()) if each.get(_LANG)), "")
        found.setdefault(lang or "", " ".join((name.text or "").split()))
    return found


def _entry_point(element: etree._Element) -> EntryPoint | None:
    documents = tuple(each.get("href", "").strip() for each in element.iterchildren("{*}entryPointDocument"))
    documents = tuple(url for url in documents if url)
    return EntryPoint(documents[0], _names(element), documents) if documents else None


def write_description(description: Description) -> bytes:
    """Write a description for a package that came without one."""
    root = etree.Element(f"{{{_PACKAGE}}}taxonomyPackage", nsmap={"tp": _PACKAGE})
    root.set(_LANG, "nl")
    _text(root, "identifier", description.identifier)
    for lang, name in description.names.items():
        _text(root, "name", name).set(_LANG, lang or "nl")
    _text(root, "version", description.version)
    entries = etree.SubElement(root, f"{{{_PACKAGE}}}entryPoints")
    for entry in description.entry_points:
        element = etree.SubElement(entries, f"{{{_PACKAGE}}}entryPoint")
        _text(element, "name", entry.name("nl"))
        for url in entry.documents or (entry.url,):
            etree.SubElement(element, f"{{{_PACKAGE}}}entryPointDocument", href=url)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _text(parent: etree._Element, tag: str, text: str) -> etree._Element:
    element = etree.SubElement(parent, f"{{{_PACKAGE}}}{tag}")
    element.text = text
    return element
