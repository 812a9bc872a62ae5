"""Compiled models: made by the engine once per content, kept in the state folder, and read without Arelle."""

import hashlib
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.engine import CompileJob, DtsDump, Engine, engine_version
from xbrl_pipeline.taxonomy import cache
from xbrl_pipeline.taxonomy.catalog import EntryPoint
from xbrl_pipeline.taxonomy.compiler import from_dump
from xbrl_pipeline.taxonomy.home import home, keep_whole
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.packages import Package


def model_file(package: Package, url: str) -> Path:
    """Return the file for the model of an entry point; its name tells content, engine and program apart."""
    key = f"{url} {engine_version()} {identity()} {' '.join(package.needs)}"
    return home() / "models" / f"{package.sha256[:16]}-{hashlib.sha256(key.encode()).hexdigest()[:16]}.model"


def read_model(package: Package, url: str) -> TaxonomyModel | None:
    """Return a model that was compiled before."""
    file = model_file(package, url)
    try:
        stamp = file.stat()
    except OSError:
        return None
    model = _read(file, stamp.st_mtime_ns, stamp.st_ino)
    if model is None or model.package == package.id:
        return model
    return replace(model, package=package.id)  # the same content was installed under another name before


@lru_cache(maxsize=4)
def _read(file: Path, *_stamp: int) -> TaxonomyModel | None:
    """Read a file once as long as it stays the same: a batch needs the same few models for every report."""
    return cache.from_bytes(file.read_bytes())


def compiled_model(package: Package, url: str, engine: Engine) -> TaxonomyModel:
    """Return the model of an entry point; the first time the engine compiles it."""
    entry = package.entry_point(url) or EntryPoint(url)
    found = read_model(package, entry.url)
    if found is not None:
        return found
    return keep_model(package, entry, engine.compile(CompileJob(entry.url, package.paths, entry.documents)))


def keep_model(package: Package, entry: EntryPoint, dump: DtsDump) -> TaxonomyModel:
    """Make the model of a dump and keep it."""
    model = from_dump(package.id, entry.url, package.sha256, dump)
    keep_whole(model_file(package, entry.url), cache.to_bytes(model))
    return model
