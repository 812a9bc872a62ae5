"""Taking a package in: everything is checked before anything is kept.

All entry points are loaded together, once: that shows whether each is whole. Their models are made when they are first
used. That the taxonomy keeps to the specifications is checked where it is asked for, one entry point after the other.
"""

import fnmatch
import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from enum import StrEnum
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine import CompileJob, DtsDump, Engine, Record, Survey, SurveyJob
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.bundle import Bundle, count_reached, make_bundle
from xbrl_pipeline.taxonomy.catalog import EntryPoint
from xbrl_pipeline.taxonomy.compiled import keep_model
from xbrl_pipeline.taxonomy.contents import check_documents, read_contents
from xbrl_pipeline.taxonomy.packages import (
    Package,
    PackageRemark,
    described,
    drop,
    find_package,
    keep,
    packages,
    shipped_ids,
)
from xbrl_pipeline.taxonomy.standing import documents_digest, rivals_of

TIME_LIMIT: Final = 1800.0  # seconds for one job of the engine: a national taxonomy takes half a minute
_WORKERS: Final = 2  # each holds a whole taxonomy in memory
_NOT_A_NAME: Final = re.compile(r"[^a-z0-9._-]+")
_ENDING: Final = re.compile(r"[\s_-]*taxonomy[\s_-]*package$", re.IGNORECASE)  # as software names what it packs


class Stage(StrEnum):
    """What is being counted while a package is taken in."""

    DOCUMENTS = "documents"
    ENTRY_POINTS = "entry_points"


Progress = Callable[[Stage, int, int], None]


@dataclass(frozen=True, slots=True)
class AddedPackage:
    """The package, whether it was already there, and the ids of those that it took the place of."""

    package: Package
    known: bool
    replaced: tuple[str, ...] = ()


def add(
    path: Path,
    *,
    name: str = "",
    only: Sequence[str] = (),
    replacing: bool = False,
    checking: bool = False,
    progress: Progress | None = None,
) -> AddedPackage:
    """Check a package and keep it. ``only`` holds patterns for the entry points to keep; all by default.

    ``replacing`` puts it in the place of packages with the same id or entry points. With ``checking`` the taxonomy
    itself is validated too, which takes several times longer than loading it, for each entry point.
    """
    bundle = _chosen(make_bundle(path.name, check_documents(path, read_contents(path))), only, path)
    data = bundle.packed()
    package = described(_chosen_id(name, path), hashlib.sha256(data).hexdigest(), bundle)
    with TemporaryDirectory(prefix=scratch_prefix("package")) as folder:
        place = Path(folder) / f"{package.id}.zip"
        place.write_bytes(data)
        package = replace(package, path=place, source=path.name)
        known = _known(package)
        if known is not None:
            return AddedPackage(known, known=True)
        others = _others(package, path, replacing=replacing)
        loaded = _load(package, count_reached(bundle), progress)
        checked, dumps = _check(loaded, progress) if checking else (loaded, [])
    kept = keep(checked, data)
    for other in others:
        drop(other)
    for entry, dump in zip(kept.entry_points, dumps, strict=False):
        keep_model(kept, entry, dump)
    return AddedPackage(kept, known=False, replaced=tuple(other.id for other in others))


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
    given = path.resolve().name if path.is_dir() else path.stem
    return name or _clean(re.sub(r"\s+-\s+", "-", _ENDING.sub("", given))) or "taxonomie"


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


def _known(package: Package) -> Package | None:
    """Return the installed package with the same contents, or the same release packed otherwise."""
    same = next((each for each in packages() if each.sha256 == package.sha256), None)
    if same is not None:
        return same
    urls = {entry.url for entry in package.entry_points}
    rivals = rivals_of(package.entry_points).values()
    alike = (each for each in rivals if {entry.url for entry in each.entry_points} == urls)
    return next((each for each in alike if documents_digest(each) == documents_digest(package)), None)


def _others(package: Package, path: Path, *, replacing: bool) -> list[Package]:
    """Return the packages whose place this one takes: those with its id or with one of its entry points.

    Without ``replacing`` they are a reason to refuse it: which of two judges is asked may never be a matter of luck.
    Those that come with the program always are.
    """
    named = next((each for each in packages() if each.id == package.id), None)
    if named is not None and (named.shipped or not replacing):
        raise PipelineError("package.id_taken", path=path.name, id=package.id)
    rivals = rivals_of(package.entry_points)
    for url, other in rivals.items():
        if other.shipped or not replacing:
            code = "package.rival_of_ours" if other.shipped else "package.rival"
            raise PipelineError(code, path=path.name, entry_point=url, id=other.id)
    return list({each.id: each for each in (*rivals.values(), *filter(None, [named]))}.values())


def _load(package: Package, documents: int, progress: Progress | None) -> Package:
    """Load all entry points; one of which a part cannot be found is a reason to refuse the package."""
    found = _surveyed(package, documents, progress)
    needed = _needed(package, set(found.missing))
    if needed:
        package = replace(package, needs=needed)
        found = _surveyed(package, documents, progress)
    for place in found.incomplete[:1]:
        entry = package.entry_points[place]
        urls = found.missing or (entry.url,)
        raise PipelineError("package.not_loaded", path=package.source, entry_point=entry.stem, missing=urls[:5])
    return replace(package, missing=found.missing)


def _surveyed(package: Package, documents: int, progress: Progress | None) -> Survey:
    entries = tuple(entry.documents or (entry.url,) for entry in package.entry_points)

    def hear(done: int) -> None:
        if progress is not None:
            progress(Stage.DOCUMENTS, done, max(done, documents))

    with Engine(TIME_LIMIT) as engine:
        return engine.survey(SurveyJob(entries, package.paths), hear)


def _check(package: Package, progress: Progress | None) -> tuple[Package, list[DtsDump]]:
    """Validate every entry point of a taxonomy that is whole."""
    dumps = _read_all(package, progress)
    return replace(package, remarks=_remarks(package.entry_points, dumps)), dumps


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
                    progress(Stage.ENTRY_POINTS, len(found), len(entries))

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, shares))
    return [found[place] for place in range(len(entries))]


def _needed(package: Package, missing: set[str]) -> tuple[str, ...]:
    """Return the installed packages that have what this one lacks."""
    lacking = [url for url in missing if not package.maps(url)]
    return tuple(each.id for each in packages() if any(each.maps(url) for url in lacking))


def _remarks(entries: Sequence[EntryPoint], dumps: Sequence[DtsDump]) -> tuple[PackageRemark, ...]:
    """Bring what was said of all entry points together: each thing once, with where it was said."""
    found: dict[tuple[str, str, str], list[str]] = {}
    for entry, dump in zip(entries, dumps, strict=True):
        unfinished = () if dump.complete else (Record("engine.exception", "warning", ""),)
        for record in (*dump.problems, *unfinished):
            places = found.setdefault((record.code, record.level, record.text), [])
            places += [entry.url] if entry.url not in places else []
    return tuple(PackageRemark(*key, tuple(places)) for key, places in sorted(found.items()))
