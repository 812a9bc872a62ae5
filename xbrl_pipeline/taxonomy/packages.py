"""The packages that are there: those that ship with the program, and those a user has added.

Each stands in a folder of its own under the state folder, named after its id and content: the package as a zip, and a
record of what is known of it. A package that ships is packed anew when it has changed, so that a change can
never be validated under an old hash.
"""

import hashlib
import json
import os
import shutil
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from xbrl_pipeline.base.program import shipped_taxonomies
from xbrl_pipeline.base.sharing import make_folder
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.bundle import Bundle, file_of, make_bundle
from xbrl_pipeline.taxonomy.catalog import EntryPoint, Rewrite, in_words
from xbrl_pipeline.taxonomy.contents import read_contents
from xbrl_pipeline.taxonomy.home import home, not_readable, not_writable

PACKED: Final = "package.zip"
RECORD: Final = "record.json"


@dataclass(frozen=True, slots=True)
class PackageRemark:
    """Something that full validation said of the taxonomy itself, and at which entry points."""

    code: str
    level: str
    text: str
    entry_points: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Package:
    """An installed taxonomy package: id, SHA-256 of the zip, and the zip itself."""

    id: str
    sha256: str
    path: Path
    names: dict[str, str]
    version: str
    entry_points: tuple[EntryPoint, ...]
    rules: tuple[Rewrite, ...]
    shipped: bool = False
    source: str = ""  # name of the file that was added
    remarks: tuple[PackageRemark, ...] = ()
    missing: tuple[str, ...] = ()  # addresses that the taxonomy names and no package has
    needs: tuple[str, ...] = ()  # ids of packages it was checked together with

    @property
    def paths(self) -> tuple[Path, ...]:
        """The zips that the engine needs for this package: its own and those it builds on."""
        return (self.path, *(find_package(name).path for name in self.needs))

    def name(self, lang: str) -> str:
        """Return the package in words."""
        return in_words(self.names, lang) or self.id

    def entry_point(self, url: str) -> EntryPoint | None:
        """Return the entry point with an address, also where it is one of several documents."""
        return next((entry for entry in self.entry_points if url in (entry.url, *entry.documents)), None)

    def maps(self, url: str) -> bool:
        """Tell whether an address leads into this package; whether the file is there is for the engine to say."""
        return file_of(self.rules, url) is not None


def packages() -> tuple[Package, ...]:
    """Return all installed packages, by id."""
    found = [*(_shipped(folder, home()) for folder in shipped_taxonomies()), *_added()]
    return tuple(sorted(found, key=lambda package: package.id))


def versions() -> dict[str, str]:
    """Return the version of each installed package by id; the store is left as it is."""
    shipped = {path.stem: make_bundle(path.stem, read_contents(path)).description for path in shipped_taxonomies()}
    found = {name: description.version for name, description in shipped.items()}
    return dict(sorted((found | {package.id: package.version for package in _added()}).items()))


def find_package(taxonomy: str) -> Package:
    """Return a package by id; an unknown one, and one that is no longer what was checked, are PipelineErrors."""
    folder = next((folder for folder in shipped_taxonomies() if folder.stem == taxonomy), None)
    if folder is not None:
        return _shipped(folder, home())
    for package in _added():
        if package.id == taxonomy:
            return _unchanged(package)
    raise PipelineError("taxonomy.unknown", taxonomy=taxonomy, known=tuple(package.id for package in packages()))


def keep(package: Package, bundle: bytes) -> Package:
    """Put a package into the store, whole or not at all; one that is there already is left as it is."""
    folder = home() / "packages" / f"{package.id}-{package.sha256[:16]}"
    if not _sound(folder / PACKED, package.sha256):
        _place(folder, {PACKED: bundle, RECORD: json.dumps(_to_json(package), ensure_ascii=False, indent=1).encode()})
    return _at(package, folder)


def drop(package: Package) -> None:
    """Take a package out of the store."""
    try:
        shutil.rmtree(package.path.parent)
    except OSError as error:
        raise not_writable(package.path.parent, error) from error


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, empty where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""


def described(name: str, sha256: str, bundle: Bundle) -> Package:
    """Describe a bundle as a package that has no place yet."""
    description = bundle.description
    return Package(
        id=name,
        sha256=sha256,
        path=Path(),
        names=description.names,
        version=description.version,
        entry_points=description.entry_points,
        rules=bundle.rules,
    )


def shipped_ids() -> tuple[str, ...]:
    """Return the ids of the packages that come with the program."""
    return tuple(folder.stem for folder in shipped_taxonomies())


@cache
def _shipped(folder: Path, state: Path) -> Package:
    bundle = make_bundle(folder.stem, read_contents(folder))
    data = bundle.packed()
    package = described(folder.stem, hashlib.sha256(data).hexdigest(), bundle)
    place = state / "packages" / f"{package.id}-{package.sha256[:16]}"
    if not _sound(place / PACKED, package.sha256):
        _place(place, {PACKED: data})
    return _at(package, place, shipped=True)


def _added() -> Iterator[Package]:
    for record in sorted((home() / "packages").glob(f"*/{RECORD}")):
        package = _read_record(record)
        if package is not None and package.id not in shipped_ids():
            yield package


def _read_record(record: Path) -> Package | None:
    """Read a record; None for one that is being written, was left by a run that was cut off, or is damaged."""
    if record.parent.name.startswith("."):
        return None
    try:
        state = record.stat()
        return _recorded(record, state.st_mtime_ns, state.st_size)
    except (OSError, ValueError, LookupError, TypeError):
        return None


@cache
def _recorded(record: Path, _changed: int, _size: int) -> Package:
    """Read a record once for as long as the file has the same time and size."""
    return _at(_from_json(json.loads(record.read_text("utf-8"))), record.parent)


def _at(package: Package, folder: Path, *, shipped: bool = False) -> Package:
    values = {name: getattr(package, name) for name in Package.__dataclass_fields__}
    return Package(**values | {"path": folder / PACKED, "shipped": shipped})


def _unchanged(package: Package) -> Package:
    try:
        state = package.path.stat()
    except OSError:
        raise PipelineError("package.changed", id=package.id) from None
    if not _sound_now(package.path, package.sha256, state.st_mtime_ns, state.st_size):
        raise PipelineError("package.changed", id=package.id)
    return package


@cache
def _sound_now(path: Path, sha256: str, _changed: int, _size: int) -> bool:
    """Hash a package once for as long as the file has the same time and size."""
    return _sound(path, sha256)


def _sound(path: Path, sha256: str) -> bool:
    try:
        return path.is_file() and digest(path) == sha256
    except PermissionError as error:
        raise not_readable(error) from error


def _place(folder: Path, files: dict[str, bytes]) -> None:
    """Write files into a new folder and give it its name when all are there."""
    try:
        make_folder(folder.parent)
        scratch = Path(tempfile.mkdtemp(prefix=".", dir=folder.parent))
        mode = stat.S_IMODE(folder.parent.stat().st_mode)  # who may use the store may use the package
        scratch.chmod(mode)
        try:
            for name, data in files.items():
                (scratch / name).write_bytes(data)
                (scratch / name).chmod(mode & 0o666)
            _move(scratch, folder)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
    except OSError as error:
        raise not_writable(folder.parent, error) from error


def _move(scratch: Path, folder: Path) -> None:
    """Rename a folder into place; one of the same content that another process put there first is as good."""
    if folder.exists() and not _sound(folder / PACKED, digest(scratch / PACKED)):
        shutil.rmtree(folder)
    try:
        os.rename(scratch, folder)  # noqa: PTH104 - Path.replace is for files
    except OSError:
        if not folder.is_dir():
            raise


def _to_json(package: Package) -> dict[str, Any]:
    skipped = ("path", "shipped")
    return {name: value for name, value in asdict(package).items() if name not in skipped}


def _from_json(raw: dict[str, Any]) -> Package:
    entries = (EntryPoint(item["url"], item["names"], tuple(item["documents"])) for item in raw["entry_points"])
    remarks = (
        PackageRemark(item["code"], item["level"], item["text"], tuple(item["entry_points"])) for item in raw["remarks"]
    )
    lists = {name: tuple(raw[name]) for name in ("missing", "needs")}
    rules = tuple(Rewrite(*item) for item in raw["rules"])
    return Package(
        **raw | lists | {"entry_points": tuple(entries), "remarks": tuple(remarks), "rules": rules, "path": Path()}
    )
