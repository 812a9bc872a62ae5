"""Whatever was handed over, as one taxonomy package of one shape.

A package by the specification keeps its description; its catalogs become one. Several packages in one zip become one.
A zip as an authority publishes it, with folders named after hosts and nothing else, gets a catalog that maps each host
and an entry point for each document that a reporter may name.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.catalog import (
    CATALOG,
    DESCRIPTION,
    Description,
    EntryPoint,
    Rewrite,
    read_catalog,
    read_description,
    write_catalog,
    write_description,
)
from xbrl_pipeline.taxonomy.contents import Files

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # one date for all members: equal contents, equal bytes
_TOP: Final = "package"
_HOST: Final = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}")
_ENTRY_FOLDERS: Final = ("entrypoints", "entrypoint", "entry-points", "entry_points")
_REFERENCE: Final = re.compile(rb"""(?:href|schemaLocation)\s*=\s*["']([^"'#]+)""")
_ENTRY: Final = re.compile(rb"<(?:\w+:)?(?:linkbaseRef|import)\b")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A package in the one shape: its files without a top folder, its rules, and what it says of itself."""

    files: Files
    rules: tuple[Rewrite, ...]
    description: Description

    def packed(self) -> bytes:
        """Return the package as a zip; equal contents give equal bytes."""
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
            for name in sorted(self.files):
                archive.writestr(zipfile.ZipInfo(f"{_TOP}/{name}", _EPOCH), self.files[name])
        return buffer.getvalue()


def make_bundle(name: str, files: Files) -> Bundle:
    """Bring files into the one shape; ``name`` is used in messages and where a package has none itself."""
    roots = _roots(files)
    if not roots:
        return _published(name, files)
    parts = [_part(files, root) for root in roots]
    if len(parts) == 1:
        rules = tuple(read_catalog(parts[0], CATALOG))
        return _described(name, parts[0], rules) if rules else _published(name, parts[0])
    return _merged(name, parts)


def address_of(rules: Iterable[Rewrite], name: str) -> str | None:
    """Return the address under which a file of the package is known; the longest rule decides."""
    rule = _rule_for(rules, name)
    return None if rule is None else rule.start + quote(name[len(rule.target) :])


def _rule_for(rules: Iterable[Rewrite], name: str) -> Rewrite | None:
    fitting = [rule for rule in rules if name.startswith(rule.target)]
    return max(fitting, key=lambda each: len(each.target), default=None)


def file_of(rules: Iterable[Rewrite], url: str) -> str | None:
    """Return the file of the package that an address leads to, whether it is there or not."""
    fitting = [rule for rule in rules if url.startswith(rule.start)]
    rule = max(fitting, key=lambda each: len(each.start), default=None)
    return None if rule is None else rule.target + unquote(url[len(rule.start) :])


def _roots(files: Files) -> list[str]:
    """Return the folders that hold a package; one inside another belongs to it."""
    marks = [
        name for name in files if name.endswith((f"/{DESCRIPTION}", f"/{CATALOG}")) or name in (DESCRIPTION, CATALOG)
    ]
    found = sorted({posixpath.dirname(posixpath.dirname(name)) for name in marks}, key=len)
    roots: list[str] = []
    for root in found:
        if not any(outer == "" or root.startswith(f"{outer}/") for outer in roots):
            roots.append(root)
    return roots


def _part(files: Files, root: str) -> Files:
    start = f"{root}/" if root else ""
    return {name[len(start) :]: data for name, data in files.items() if name.startswith(start)}


def _described(name: str, files: Files, rules: tuple[Rewrite, ...]) -> Bundle:
    """Complete a package: one catalog, and a description with at least one entry point."""
    given = read_description(files[DESCRIPTION]) if DESCRIPTION in files else Description()
    known = tuple(_whole(entry, rules) for entry in given.entry_points)
    entries = known or tuple(_discovered(files, rules))
    if not entries:
        raise PipelineError("package.no_entry_points", path=name)
    description = Description(given.identifier or entries[0].url, given.version, given.names or {"": name}, entries)
    own = files.get(DESCRIPTION) if given.entry_points else None
    made = {CATALOG: write_catalog(rules), DESCRIPTION: own or write_description(description)}
    return Bundle(files | _escaped(files, rules) | made, rules, description)


def _escaped(files: Files, rules: tuple[Rewrite, ...]) -> Files:
    """Return files with a space or the like in their name under the name that addresses have for them too."""
    found = {}
    for name, data in files.items():
        address, rule = address_of(rules, name), _rule_for(rules, name)
        if address is not None and rule is not None:
            found[rule.target + address[len(rule.start) :]] = data
    return found


def _whole(entry: EntryPoint, rules: tuple[Rewrite, ...]) -> EntryPoint:
    """Give documents that a description names by file their address."""
    documents = tuple(
        url if "://" in url else address_of(rules, posixpath.normpath(posixpath.join("META-INF", url))) or url
        for url in entry.documents
    )
    return EntryPoint(documents[0], entry.names, documents)


def _merged(name: str, parts: list[Files]) -> Bundle:
    """Put several packages side by side in folders of their own."""
    files: Files = {}
    rules: list[Rewrite] = []
    descriptions = []
    for number, part in enumerate(parts, start=1):
        folder = f"{number}/"
        files |= {folder + each: data for each, data in part.items()}
        rules += [Rewrite(rule.start, folder + rule.target) for rule in read_catalog(part, CATALOG)]
        descriptions += [read_description(part[DESCRIPTION])] if DESCRIPTION in part else []
    entries = tuple(entry for each in descriptions for entry in each.entry_points)
    first = descriptions[0] if descriptions else Description()
    made = write_description(Description(first.identifier, first.version, {"": name}, entries))
    return _described(name, *_united(name, files | {DESCRIPTION: made}, rules))


def _united(name: str, files: Files, rules: Iterable[Rewrite]) -> tuple[Files, tuple[Rewrite, ...]]:
    """Bring what stands under one address in several folders together in the first of them.

    Two documents for one address are a PipelineError: which of both is meant nobody can know.
    """
    firsts: dict[str, str] = {}
    united = dict(files)
    for start, target in rules:
        first = firsts.setdefault(start, target)
        for each in [each for each in files if each.startswith(target)] if first != target else ():
            place = first + each[len(target) :]
            if united.setdefault(place, files[each]) != files[each]:
                raise PipelineError("package.two_editions", path=name, part=start + each[len(target) :])
    return united, tuple(Rewrite(*each) for each in firsts.items())


def _published(name: str, files: Files) -> Bundle:
    """Map every folder that is named after a host to its address; a description without a catalog is kept."""
    found = sorted({place for each in files for place in _host_of(each)})
    if not found:
        raise PipelineError("package.no_layout", path=name)
    above = posixpath.commonpath([posixpath.dirname(folder) for _, folder in found]) if DESCRIPTION not in files else ""
    start = f"{above}/" if above else ""
    kept = {each[len(start) :]: data for each, data in files.items() if each.startswith(start)}
    rules = [
        Rewrite(f"{scheme}://{host}/", f"{folder}/"[len(start) :])
        for host, folder in found
        for scheme in _schemes(files, host)
    ]
    return _described(name, *_united(name, kept, rules))


def _host_of(name: str) -> Iterator[tuple[str, str]]:
    steps = name.split("/")[:-1]
    for place, step in enumerate(steps):
        if _HOST.fullmatch(step):
            yield step, "/".join(steps[: place + 1])
            return


def _schemes(files: Files, host: str) -> tuple[str, str]:
    """Return both schemes, that of the namespaces first: entry points are known by it."""
    mark = f"https://{host}/".encode()
    secure = any(mark in data[:4096] for name, data in files.items() if f"{host}/" in name and name.endswith(".xsd"))
    return ("https", "http") if secure else ("http", "https")


def _discovered(files: Files, rules: tuple[Rewrite, ...]) -> Iterator[EntryPoint]:
    """Give the documents in a folder for entry points, else the schemas that no other document refers to."""
    schemas = [name for name in files if name.endswith(".xsd")]
    named = [name for name in schemas if posixpath.basename(posixpath.dirname(name)).lower() in _ENTRY_FOLDERS]
    for name in named or sorted(set(schemas) - _referred(files)):
        url = address_of(rules, name)
        if url is not None and _ENTRY.search(files[name]):
            yield EntryPoint(url, {}, (url,))


def count_reached(bundle: Bundle) -> int:
    """Return how many documents the entry points lead to, as far as references in their text tell."""
    ahead = [url for entry in bundle.description.entry_points for url in entry.documents or (entry.url,)]
    seen = {name for url in ahead if (name := file_of(bundle.rules, url)) in bundle.files}
    waiting = list(seen)
    while waiting:
        name = waiting.pop()
        fresh = _targets(name, bundle.files[name], bundle.rules) & bundle.files.keys() - seen
        seen |= fresh
        waiting += fresh
    return len(seen)


def _targets(name: str, data: bytes, rules: tuple[Rewrite, ...] = ()) -> set[str]:
    """Return the files that a document refers to, by a relative path or (with rules) by an address."""
    found = set()
    for text in set(_REFERENCE.findall(data)):
        for each in text.decode("utf-8", "replace").split():
            relative = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(each)))
            found.add(file_of(rules, each) or "" if "://" in each else relative)
    return found


def _referred(files: Files) -> set[str]:
    """Return the files that others refer to by a relative path or by name."""
    documents = ((name, data) for name, data in files.items() if name.endswith((".xsd", ".xml")))
    return {target for name, data in documents for target in _targets(name, data)}
