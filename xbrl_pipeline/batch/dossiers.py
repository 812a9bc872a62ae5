"""Dossiers on disk: written in one move, recognised when nothing has changed."""

import hashlib
import os
import re
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.system import is_running
from xbrl_pipeline.dossier.files import facts_json, ledger_json, manifest_json, read_manifest, report_json
from xbrl_pipeline.dossier.names import (
    ACCOUNT,
    ANNOTATED,
    FACTS,
    INSTANCE,
    LEDGER,
    MANIFEST,
    MAPPING,
    PAGE,
    PREVIOUS,
    REPORT,
    RULES,
    SHEETS,
    SOURCE,
)
from xbrl_pipeline.inputs.sources import InstanceSource, Source, UsedMapping, WorkbookSource
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.model.report import Dossier, Entity, Manifest, Report
from xbrl_pipeline.pipeline import Product
from xbrl_pipeline.rendering.render import as_page
from xbrl_pipeline.reporting.annotated import annotated_xlsx
from xbrl_pipeline.reporting.html import report_html
from xbrl_pipeline.reporting.xlsx import report_xlsx

_STAGING: Final = ".in-the-making-"  # and the process of the run
_STRICT: Final = "-strict"
_A_DAY: Final = 86_400.0  # seconds
_UNSAFE: Final = re.compile(r"[^0-9A-Za-z_-]+")


def folder_name(entity: Entity, report: str, path: Path) -> str:
    """Return ``<bestuursnummer>-<verslagjaar>-<report>``, or a name after the file where the board is not known."""
    if is_board(entity.bestuursnummer) and entity.verslagjaar is not None:
        return dossier_name(entity.bestuursnummer, entity.verslagjaar, report)
    return f"{_UNSAFE.sub('-', path.stem)[:60]}-{report}"


def is_board(bestuursnummer: str) -> bool:
    """Tell whether a bestuursnummer can be one: five digits."""
    return re.fullmatch(r"[0-9]{5}", bestuursnummer) is not None


def dossier_name(bestuursnummer: str, verslagjaar: int, report: str) -> str:
    """Return the folder of the dossier of a known board."""
    return f"{bestuursnummer}-{verslagjaar}-{report}"


@dataclass(frozen=True, slots=True)
class Staged:
    """A dossier that is complete but not in its place yet; ``name`` is that of its folder."""

    place: Path
    name: str
    manifest: Manifest


def stage_dossier(staging: Path, source: Source, product: Product, fingerprint: str, messages: Messages) -> Staged:
    """Write everything about one report in a folder of its own beside the dossiers."""
    files, manifest = dossier_files(source, product, fingerprint, messages)
    name = folder_name(product.report.entity, product.report.report, source.path)
    return Staged(stage_files(staging, files), name, manifest)


def stage_files(staging: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files of a dossier in a new folder and return that."""
    try:
        place = Path(tempfile.mkdtemp(prefix="new-", dir=staging))
        place.chmod(stat.S_IMODE(staging.parent.stat().st_mode))  # a colleague who may look here has to approve it
        for file, data in files.items():
            (place / file).write_bytes(data)
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(staging.parent), cause=os_cause(error)) from error
    return place


def dossier_files(
    source: Source, product: Product, fingerprint: str, messages: Messages
) -> tuple[dict[str, bytes], Manifest]:
    """Return the files of a dossier by name, its manifest too, and what stands in that."""
    files = _contents(source, product, messages)
    manifest = _manifest(files, product.report, fingerprint)
    return files | {MANIFEST: manifest_json(manifest)}, manifest


def fingerprint_of(source: Source, lang: str, *, strict: bool) -> str:
    """Return what a finished dossier is recognised by: everything that its files depend on."""
    return f"{source.fingerprint}-{lang}{_STRICT if strict else ''}"


def is_strict(fingerprint: str) -> bool:
    """Tell whether a dossier was made with no warning allowed."""
    return fingerprint.endswith(_STRICT)


def put_in_place(staged: Staged, out: Path) -> Dossier:
    """Move a dossier to its place, which is free, in one go."""
    folder = out / staged.name
    try:
        staged.place.replace(folder)
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(out), cause=os_cause(error)) from error
    return Dossier(folder, staged.manifest)


def set_aside(name: str, out: Path, staging: Path) -> Path | None:
    """Move a dossier out of its place, to where it goes away with the run; None where there is none."""
    try:
        if not (out / name).exists():
            return None
        return (out / name).replace(Path(tempfile.mkdtemp(prefix="old-", dir=staging)) / name)
    except OSError as error:
        raise PipelineError("output.not_writable", path=str(out), cause=os_cause(error)) from error


@contextmanager
def staging_in(out: Path) -> Iterator[Path]:
    """Give a folder of this run for dossiers in the making, and clear away those of runs that were broken off."""
    for left in out.glob(f"{_STAGING}*"):
        if _is_left(left):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{_STAGING}{os.getpid()}-", dir=out))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_left(folder: Path) -> bool:
    """Tell whether the run that works here has ended; where that cannot be asked a day without a change says so."""
    process = folder.name.removeprefix(_STAGING).partition("-")[0]
    running = process.isdecimal() and is_running(int(process))
    return time.time() - folder.stat().st_mtime > _A_DAY if running is None else not running


def finished_in(out: Path) -> dict[str, Dossier]:
    """Return the dossiers of earlier runs by fingerprint; one look at the folder serves a whole run."""
    read = ((file.parent, _read(file)) for file in sorted(out.glob(f"*/{MANIFEST}")))
    return {manifest.fingerprint: Dossier(folder, manifest) for folder, manifest in read if manifest is not None}


def is_untouched(dossier: Dossier) -> bool:
    """Tell whether all files of a dossier, and no others, are there as its manifest says."""
    names = {file.name for file in dossier.folder.iterdir()} - {MANIFEST}
    hashes = dossier.manifest.files
    return names == set(hashes) and all(_sha256(dossier.folder / name) == hashes[name] for name in names)


def _contents(source: Source, product: Product, messages: Messages) -> dict[str, bytes]:
    report = product.report
    match source:
        case WorkbookSource():
            name, own = f"{SOURCE}{source.path.suffix.lower()}", _of_workbook(source, product, messages)
        case InstanceSource():
            name, own = "", {}
    files = {
        REPORT: report_json(report, messages),
        PAGE: report_html(report, messages),
        SHEETS: report_xlsx(report, messages, product.facts, name, product.names),
        **own,
    }
    if report.ledger is not None:
        files[LEDGER] = ledger_json(report.ledger)
    if source.rules is not None:
        files[RULES] = source.rules.data
    if source.previous is not None:
        files[PREVIOUS] = source.previous.data
    if product.instance is not None:
        files[INSTANCE] = product.instance
    if product.instance is not None and product.model is not None:
        files[ACCOUNT] = as_page(product.instance, product.model).data
    return files


def _of_workbook(source: WorkbookSource, product: Product, messages: Messages) -> dict[str, bytes]:
    """Return the workbook, marked too, the mapping that was used, and the facts that came of it."""
    suffix = source.path.suffix.lower()
    files = {f"{SOURCE}{suffix}": source.data, FACTS: facts_json(product.facts)}
    annotated = annotated_xlsx(source.data, product.report, messages)
    if annotated is not None:
        files[f"{ANNOTATED}{suffix}"] = annotated
    if isinstance(source.mapping, UsedMapping):
        files[MAPPING] = source.mapping.data
    return files


def _manifest(files: Mapping[str, bytes], report: Report, fingerprint: str) -> Manifest:
    return Manifest(
        files={name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())},
        report=report.report,
        verdict=report.verdict,
        counts=report.counts,
        entity=report.entity,
        taxonomy=report.taxonomy,
        engine=report.engine,
        program=report.program,
        created=report.created,
        fingerprint=fingerprint,
        rules=report.rules,
        previous=report.previous,
        boards=report.boards,
    )


def _read(file: Path) -> Manifest | None:
    try:
        return read_manifest(file.read_bytes())
    except (OSError, PipelineError):
        return None  # no dossier of ours: made anew


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
