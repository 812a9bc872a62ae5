"""Which program this is, and what came with it.

A version alone does not tell: two commits of one version can judge otherwise. So whatever is kept, reused or approved
carries the identity: the version, and the SHA-256 over all that the program itself brings to a verdict.
"""

import hashlib
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from xbrl_pipeline import VERSION
from xbrl_pipeline.base.plugins import plugins

_PACKAGE: Final = Path(__file__).resolve().parents[1]
_INSTALLED: Final = _PACKAGE / "shipped"  # there when the program was installed from a wheel
_CHECKOUT: Final = _PACKAGE.parent
_DESCRIPTION: Final = "META-INF/taxonomyPackage.xml"
_NOT_OURS: Final = ("__pycache__", ".DS_Store", "Thumbs.db", "desktop.ini")


@cache
def identity() -> str:
    """Return version and SHA-256 over code, catalogues, templates and shipped taxonomies: ``0.1.0+sha256.<64 hex>``.

    A checkout and a wheel that was built from it are the same program. Once per process, some hundredths of a second.
    """
    found = hashlib.sha256()
    for name, data in sorted(_parts()):
        found.update(hashlib.sha256(name.encode()).digest() + hashlib.sha256(data).digest())
    return f"{VERSION}+sha256.{found.hexdigest()}"


@cache
def shipped_taxonomies() -> tuple[Path, ...]:
    """Return the taxonomy packages of the program: zips in an installed one, folders beside it in a checkout."""
    if _INSTALLED.is_dir():
        return tuple(sorted(_INSTALLED.glob("*.zip")))
    return tuple(file.parent.parent for file in sorted(_CHECKOUT.glob(f"taxonomies/*/{_DESCRIPTION}")))


def shipped_samples() -> Path:
    """Return the folder with the sample accounts."""
    return (_INSTALLED if _INSTALLED.is_dir() else _CHECKOUT) / "samples"


def _parts() -> Iterator[tuple[str, bytes]]:
    """Give everything that can change a verdict, by a name that does not depend on where it lies."""
    yield from _files(_PACKAGE, "xbrl_pipeline")
    for package in shipped_taxonomies():
        yield from _files(package, package.stem) if package.is_dir() else _members(package)
    for plugin in plugins():
        yield f"plugin/{plugin.group}/{plugin.name}", f"{plugin.package} {plugin.entry_point.value}".encode()


def _files(folder: Path, top: str) -> Iterator[tuple[str, bytes]]:
    for file in sorted(folder.iterdir()):
        if file.name in _NOT_OURS or file == _INSTALLED:
            continue
        if file.is_dir():
            yield from _files(file, f"{top}/{file.name}")
        else:
            yield f"{top}/{file.name}", file.read_bytes()


def _members(package: Path) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(package) as archive:
        for name in archive.namelist():
            yield f"{package.stem}/{name}", archive.read(name)
