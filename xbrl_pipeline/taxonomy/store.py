"""The taxonomy packages this program knows, by id and content hash, and their compiled models.

A package that ships with the program is a folder. The engine reads it as a zip that is made once per content and kept
in the user's data folder, so that a change in the folder can never be validated under an old hash.
"""

import hashlib
import io
import os
import tempfile
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

import platformdirs

from xbrl_pipeline.engine import CompileJob, Engine, engine_version
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, os_cause
from xbrl_pipeline.taxonomy import compiler
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)  # one date for all members: equal contents, equal bytes
_PROGRAM: Final = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Package:
    """An installed taxonomy package: id, SHA-256 of the zip, and the zip itself."""

    id: str
    sha256: str
    path: Path


def home() -> Path:
    """Return the folder for this program's state; ``XBRL_PIPELINE_HOME`` overrides the platform's choice."""
    chosen = os.environ.get("XBRL_PIPELINE_HOME")
    return Path(chosen) if chosen else Path(platformdirs.user_data_dir("xbrl-pipeline", appauthor=False))


def packages() -> tuple[Package, ...]:
    """Return all installed packages, by id."""
    return tuple(_install(folder, home()) for folder in sorted(_shipped()))


def find_package(taxonomy: str) -> Package:
    """Return a package by id; an unknown one is a PipelineError that lists what there is."""
    folders = {folder.name: folder for folder in _shipped()}
    if taxonomy not in folders:
        raise PipelineError("taxonomy.unknown", taxonomy=taxonomy, known=tuple(sorted(folders)))
    return _install(folders[taxonomy], home())


def load_model(profile: ReportProfile, engine: Engine) -> TaxonomyModel:
    """Return the compiled model of a report's entry point; the first time per content it is compiled by the engine."""
    package = find_package(profile.taxonomy)
    name = hashlib.sha256(f"{profile.entry_point} {engine_version()}".encode()).hexdigest()[:16]
    file = home() / "models" / f"{package.sha256[:16]}-{name}.json"
    model = compiler.from_bytes(file.read_bytes()) if file.is_file() else None
    if model is None:
        dump = engine.compile(CompileJob(profile.entry_point, (package.path,)))
        model = compiler.from_dump(package.id, profile.entry_point, package.sha256, dump)
        _write(file, compiler.to_bytes(model))
    return model


def _shipped() -> list[Path]:
    """Return the folders of shipped packages: inside an installed program, or beside it in a checkout."""
    places = (_PROGRAM / "shipped", _PROGRAM.parent / "taxonomies")
    folders = [folder for place in places if place.is_dir() for folder in place.iterdir()]
    return [folder for folder in folders if (folder / "META-INF" / "taxonomyPackage.xml").is_file()]


@cache
def _install(folder: Path, state: Path) -> Package:
    data = _zipped(folder)
    sha256 = hashlib.sha256(data).hexdigest()
    path = state / "packages" / f"{folder.name}-{sha256[:16]}.zip"
    if not path.is_file() or hashlib.sha256(path.read_bytes()).hexdigest() != sha256:
        _write(path, data)
    return Package(folder.name, sha256, path)


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for file in sorted(item for item in folder.rglob("*") if item.is_file()):
            name = f"{folder.name}/{file.relative_to(folder).as_posix()}"
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), file.read_bytes())
    return buffer.getvalue()


def _write(path: Path, data: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as scratch:
            scratch.write(data)
        Path(scratch.name).replace(path)
    except OSError as error:
        raise PipelineError(
            "store.not_writable", ExitCode.INPUT_REFUSED, path=str(path.parent), cause=os_cause(error)
        ) from error
