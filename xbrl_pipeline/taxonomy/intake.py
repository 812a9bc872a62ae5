"""Taking a package in: everything is checked before anything is kept."""

import fnmatch
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine import CompileJob, DtsDump, Engine, Record
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.bundle import Bundle, make_bundle
from xbrl_pipeline.taxonomy.catalog import EntryPoint
from xbrl_pipeline.taxonomy.compiled import keep_model
from xbrl_pipeline.taxonomy.contents import check_documents, read_contents
from xbrl_pipeline.taxonomy.packages import Package, Remark, described, drop, find_package, keep, packages, shipped_ids
from xbrl_pipeline.taxonomy.standing import rivals_of

TIME_LIMIT: Final = 1800.0  # seconds for one entry point: a national taxonomy takes half a minute
_WORKERS: Final = 2  # each holds a whole taxonomy in memory
_NOT_LOADED: Final = ("IOerror", "FileNotLoadable")
_STRUCTURE: Final = ("import", "include", "redefine", "schemaRef", "linkbaseRef")
_NOT_A_NAME: Final = re.compile(r"[^a-z0-9._-]+")

Progress = Callable[[EntryPoint, int, int], None]


@dataclass(frozen=True, slots=True)
class Taken:
    """The package, and whether it was already there."""

    package: Package
    known: bool


def add(path: Path, *, name: str = "", only: Sequence[str] = (), progress: Progress | None = None) -> Taken:
    """Check a package and keep it. ``only`` holds patterns for the entry points to keep; all by default."""
    bundle = _chosen(make_bundle(path.name, check_documents(path, read_contents(path))), only, path)
    data = bundle.packed()
    package = described(_chosen_id(name, path), hashlib.sha256(data).hexdigest(), bundle)
    known = next((each for each in packages() if each.sha256 == package.sha256), None)
    if known is not None:
        return Taken(known, known=True)
    if package.id in {each.id for each in packages()}:
        raise PipelineError("package.id_taken", path=path.name, id=package.id)
    _refuse_rival(package, path)
    with TemporaryDirectory(prefix=scratch_prefix("package")) as folder:
        place = Path(folder) / f"{package.id}.zip"
        place.write_bytes(data)
        checked, dumps = _check(replace(package, path=place, source=path.name), progress)
    kept = keep(checked, data)
    for entry, dump in zip(kept.entry_points, dumps, strict=True):
        keep_model(kept, entry, dump)
    return Taken(kept, known=False)


def remove(name: str) -> Package:
    """Take an added package out; one that ships with the program stays."""
    if name in shipped_ids():
        raise PipelineError("package.shipped", id=name)
    package = next((each for each in packages() if each.id == name), None) or find_package(name)
    drop(package)
    return package


def _chosen_id(name: str, path: Path) -> str:
    """Return the id for a package, by default after its file; it is the name of a folder too."""
    if name and _clean(name) != name:
        raise PipelineError("package.wrong_id", ExitCode.USAGE, id=name)
    return name or _clean(path.resolve().name if path.is_dir() else path.stem) or "taxonomie"


def _clean(name: str) -> str:
    return _NOT_A_NAME.sub("-", name.lower()).strip("-.")


def _chosen(bundle: Bundle, only: Sequence[str], path: Path) -> Bundle:
    if not only:
        return bundle
    entries = bundle.description.entry_points
    kept = tuple(entry for entry in entries if any(fnmatch.fnmatchcase(entry.url, f"*{each}*") for each in only))
    if not kept:
        raise PipelineError("package.no_such_entry_point", path=path.name, wanted=tuple(only))
    return replace(bundle, description=replace(bundle.description, entry_points=kept))


def _refuse_rival(package: Package, path: Path) -> None:
    """Refuse a second package for a report that has one: which of both judges may never be a matter of luck."""
    for url, other in rivals_of(package.entry_points).items():
        code = "package.rival_of_ours" if other.shipped else "package.rival"
        raise PipelineError(code, path=path.name, entry_point=url, id=other.id)


def _check(package: Package, progress: Progress | None) -> tuple[Package, list[DtsDump]]:
    """Load and validate every entry point; one that cannot be loaded is a reason to refuse the package."""
    dumps = _read_all(package, progress)
    needed = _needed(package, {url for dump in dumps for url in dump.missing})
    if needed:
        package = replace(package, needs=needed)
        dumps = _read_all(package, progress)
    for entry, dump in zip(package.entry_points, dumps, strict=True):
        _require(package, entry, dump)
    missing = tuple(sorted({url for dump in dumps for url in dump.missing}))
    return replace(package, remarks=_remarks(package.entry_points, dumps), missing=missing), dumps


def _read_all(package: Package, progress: Progress | None) -> list[DtsDump]:
    entries = package.entry_points
    workers = min(_WORKERS, cpu_count() or 1, len(entries))
    shares = [range(start, len(entries), workers) for start in range(workers)]
    found: dict[int, DtsDump] = {}

    def work(share: Iterable[int]) -> None:
        with Engine(TIME_LIMIT) as engine:
            for place in share:
                entry = entries[place]
                found[place] = engine.read(CompileJob(entry.url, package.paths, entry.documents, check=True))
                if progress is not None:
                    progress(entry, len(found), len(entries))

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, shares))
    return [found[place] for place in range(len(entries))]


def _needed(package: Package, missing: set[str]) -> tuple[str, ...]:
    """Return the installed packages that have what this one lacks."""
    lacking = [url for url in missing if not package.maps(url)]
    return tuple(each.id for each in packages() if any(each.maps(url) for url in lacking))


def _require(package: Package, entry: EntryPoint, dump: DtsDump) -> None:
    """Refuse an entry point of which a part cannot be found: what it says would not be the whole."""
    structural = {
        ref.element.rpartition(":")[2] for record in dump.problems if record.code in _NOT_LOADED for ref in record.refs
    }
    if structural & set(_STRUCTURE) or not dump.concepts:
        urls = dump.missing or (entry.url,)
        raise PipelineError("package.not_loaded", path=package.source, entry_point=entry.stem, missing=urls[:5])


def _remarks(entries: Sequence[EntryPoint], dumps: Sequence[DtsDump]) -> tuple[Remark, ...]:
    """Bring what was said of all entry points together: each thing once, with where it was said."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for entry, dump in zip(entries, dumps, strict=True):
        unfinished = () if dump.complete else (Record("engine.exception", "warning", ""),)
        for record in (*dump.problems, *unfinished):
            places = found.setdefault((record.code, record.level, record.text), [])
            places += [entry.url] if entry.url not in places else []
    return tuple(Remark(*key, tuple(places)) for key, places in sorted(found.items()))
