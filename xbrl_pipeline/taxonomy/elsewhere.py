"""A taxonomy that is not installed: a folder or a package, read once, for the files that somebody wants judged by it.

A folder is copied with everything in it, so that what is judged is what was hashed, and so that a relative reference
can lead to nothing but the folder itself. Documents with a DOCTYPE stay out of the copy: nothing may resolve one.
"""

import hashlib
import posixpath
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from lxml import etree

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.bundle import make_bundle
from xbrl_pipeline.taxonomy.catalog import CATALOG, DESCRIPTION
from xbrl_pipeline.taxonomy.contents import Files, check_documents, parser, read_contents
from xbrl_pipeline.taxonomy.packages import Package, packages

_XML: Final = (".xml", ".xsd", ".xbrl")
_DOCTYPE: Final = b"<!DOCTYPE"
_FAR: Final = ("http://", "https://")


@dataclass(frozen=True, slots=True)
class FoundTaxonomy:
    """A taxonomy where it was found. ``copy`` is None for a package: then nothing lies beside an instance."""

    name: str  # as its user calls it
    sha256: str  # over the names and contents of all its files
    origin: Path
    copy: Path | None
    packages: tuple[Path, ...]  # its own, and the installed ones that it names
    unread: tuple[str, ...] = ()  # documents with a DOCTYPE
    starts: frozenset[str] = frozenset()  # of the addresses that its own package has

    @property
    def is_package(self) -> bool:
        """Whether it could be installed as it is: then it is judged by as an installed one."""
        return self.copy is None

    def copied(self, path: Path) -> Path:
        """Return where a file of the folder lies in the copy; what is not in there is returned as it is."""
        found = self._within(path)
        target = path if self.copy is None or found is None else self.copy / found
        return target if target.is_file() else path

    def leads_out(self, path: Path, reference: str) -> bool:
        """Tell whether a reference in a file leads to anything but an address or a file of the folder."""
        if reference.lower().startswith(_FAR):
            return False
        target, found = unquote(reference.partition("#")[0]).replace("\\", "/"), self._within(path)
        if self.copy is None or found is None or ":" in target or target.startswith("/"):
            return True
        return posixpath.normpath(posixpath.join(posixpath.dirname(found), target)).split("/")[0] == ".."

    def _within(self, path: Path) -> str | None:
        """Return the name of a file within the folder or its copy."""
        found = path.resolve()
        for root in (self.origin, self.copy):
            if root is not None and found.is_relative_to(root):
                return found.relative_to(root).as_posix()
        return None


@contextmanager
def open_place(where: Path) -> Iterator[FoundTaxonomy]:
    """Read a folder or a package; its copy goes away again when the context ends."""
    if not where.is_dir() and not where.is_file():
        known = tuple(package.id for package in packages())
        raise PipelineError("taxonomy.nowhere", ExitCode.USAGE, where=str(where), known=known)
    files = read_contents(where)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("elsewhere")) as scratch:
        root = Path(scratch).resolve()
        yield _folder(where, files, root) if where.is_dir() else _package(where, files, root)


def _folder(where: Path, files: Files, scratch: Path) -> FoundTaxonomy:
    kept = {name: data for name, data in files.items() if not _has_doctype(name, data)}
    for name, data in kept.items():
        target = scratch / "files" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    own, starts = _packed(where.name, kept, scratch) if _is_package(kept) else ((), frozenset[str]())
    unread = tuple(sorted(files.keys() - kept.keys()))
    paths, origin = (*own, *_needed(kept, starts)), where.resolve()
    return FoundTaxonomy(origin.name, _digest(files), origin, scratch / "files", paths, unread, starts)


def _package(where: Path, files: Files, scratch: Path) -> FoundTaxonomy:
    checked = check_documents(where, files)
    own, starts = _packed(where.name, checked, scratch)
    paths = (*own, *_needed(checked, starts))
    return FoundTaxonomy(where.name, _digest(files), where.resolve(), None, paths, (), starts)


def _packed(name: str, files: Files, scratch: Path) -> tuple[tuple[Path, ...], frozenset[str]]:
    """Write a package, and return with it where the addresses begin that lead into it."""
    path, bundle = scratch / "package.zip", make_bundle(name, files)
    path.write_bytes(bundle.packed())
    return (path,), frozenset(rule.start for rule in bundle.rules)


def _is_package(files: Files) -> bool:
    """Tell whether a folder is a package or holds just one; a package deeper down is somebody's example."""
    return any(name.split("/", 1)[-1] in (CATALOG, DESCRIPTION) or name in (CATALOG, DESCRIPTION) for name in files)


def _needed(files: Files, own: frozenset[str]) -> tuple[Path, ...]:
    """Return the installed packages to which documents refer by address, but for those with the same addresses.

    Who brings a taxonomy along wants it judged by that one: the engine takes two for one address for a fault.
    """
    texts = [data for name, data in files.items() if name.lower().endswith(_XML)]
    others = (package for package in packages() if not overlaps(package, own))
    starts = ((package, {rule.start.encode() for rule in package.rules}) for package in others)
    found = [package for package, each in starts if any(start in text for start in each for text in texts)]
    return tuple(dict.fromkeys(path for package in found for path in package.paths))


def overlaps(package: Package, starts: frozenset[str]) -> bool:
    """Tell whether an installed package has addresses that begin as those of another do."""
    return any(rule.start in starts for rule in package.rules)


def _has_doctype(name: str, data: bytes) -> bool:
    if not name.lower().endswith(_XML):
        return False
    try:
        return etree.fromstring(data, parser()).getroottree().docinfo.internalDTD is not None
    except etree.XMLSyntaxError:  # whatever is wrong with it is for the engine to say
        return _DOCTYPE in data.replace(b"\0", b"")


def _digest(files: Mapping[str, bytes]) -> str:
    whole = hashlib.sha256()
    for name in sorted(files):
        whole.update(hashlib.sha256(name.encode("utf-8", "surrogateescape")).digest())
        whole.update(hashlib.sha256(files[name]).digest())
    return whole.hexdigest()
