"""A dossier as it lies on disk, checked against its own manifest.

Files are read once and judged by the bytes that were read. What is wrong is a PipelineError that names the file.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from xbrl_pipeline.model.outcome import PipelineError, Verdict, os_cause

MANIFEST: Final = "manifest.json"
REPORT: Final = "report.json"
UNCONFIRMED: Final = "mapping.unconfirmed"  # the finding on a mapping that was recognised
INSTANCE: Final = "instance.xbrl"
_YEARS: Final = range(1900, 2200)


@dataclass(frozen=True, slots=True)
class SealedDossier:
    """A valid dossier in which every file is what its manifest says, with the very bytes that were hashed."""

    folder: Path  # absolute, without links
    manifest: "Manifest"
    contents: Mapping[str, bytes]  # by file name, the manifest itself too

    @property
    def instance(self) -> bytes:
        """The bytes for DUO."""
        return self.contents[INSTANCE]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What the queue needs to know of ``manifest.json``."""

    sha256: str
    files: Mapping[str, str]
    report: str
    verdict: Verdict
    bestuursnummer: str
    name: str  # of the board; empty where the report does not say
    verslagjaar: int
    warnings: int
    taxonomy: str
    taxonomy_sha256: str
    engine: str  # name and version
    program: str
    options: tuple[str, ...]  # of the engine


def read_dossier(folder: Path) -> SealedDossier:
    """Read and check a dossier: its manifest, then its files, then its verdict."""
    try:
        return _read_dossier(folder)
    except OSError as problem:
        path = str(problem.filename or folder)
        raise PipelineError("submission.unreadable", path=path, reason=os_cause(problem)) from problem


def _read_dossier(folder: Path) -> SealedDossier:
    manifest, data = read_manifest(folder)
    _check_names(folder, manifest)
    contents = {name: _checked(folder, name, sha256) for name, sha256 in manifest.files.items()}
    _check_verdict(MANIFEST, manifest.verdict)
    report = _parse(REPORT, contents[REPORT])
    _check_verdict(REPORT, _verdict(REPORT, report))
    _check_confirmed(report)
    for file, content in ((MANIFEST, _parse(MANIFEST, data)), (REPORT, report)):
        _check_installed(file, content)
    return SealedDossier(folder.resolve(), manifest, {**contents, MANIFEST: data})


def is_altered(folder: Path, files: Mapping[str, str]) -> bool:
    """Say whether a folder holds anything but these files with these hashes.

    One that was moved away, or that this account may not look into, harms nobody: the store has its bytes.
    """
    try:
        names = {entry.name for entry in folder.iterdir()}
    except OSError:
        return False
    return names != set(files) or any(_is_other(folder, name, sha256) for name, sha256 in files.items())


def _is_other(folder: Path, name: str, sha256: str) -> bool:
    try:
        return hashlib.sha256(_read(folder, name)).hexdigest() != sha256
    except PermissionError:
        return False
    except (OSError, PipelineError):
        return True


def read_manifest(folder: Path) -> tuple[Manifest, bytes]:
    """Read the manifest of a dossier, and return its bytes too."""
    if not (folder / MANIFEST).is_file():
        raise PipelineError("submission.no_dossier", folder=str(folder))
    data = _read(folder, MANIFEST)
    content = _parse(MANIFEST, data)
    entity, taxonomy, engine = (_mapping(content, name) for name in ("entity", "taxonomy", "engine"))
    verdict = _verdict(MANIFEST, content)
    if not entity.get("bestuursnummer"):  # a report that was broken off does not say whose it is
        _check_verdict(MANIFEST, verdict)
    return Manifest(
        sha256=hashlib.sha256(data).hexdigest(),
        files=_files(content),
        report=_text(content, "report"),
        verdict=verdict,
        bestuursnummer=_text(entity, "bestuursnummer"),
        name=_shown(entity.get("name")),
        verslagjaar=_year(entity, "verslagjaar"),
        warnings=_count(_mapping(content, "counts"), "warning"),
        taxonomy=_text(taxonomy, "id"),
        taxonomy_sha256=_text(taxonomy, "sha256"),
        engine=f"{_text(engine, 'name')} {_text(engine, 'version')}",
        program=_text(content, "program"),
        options=_texts(engine, "options"),
    ), data


def _check_names(folder: Path, manifest: Manifest) -> None:
    present = {entry.name for entry in folder.iterdir()} - {MANIFEST}
    for name in sorted(manifest.files.keys() - present):
        raise PipelineError("submission.file_missing", folder=str(folder), file=name)
    for name in sorted(present - manifest.files.keys()):
        raise PipelineError("submission.file_extra", folder=str(folder), file=name)


def _checked(folder: Path, name: str, sha256: str) -> bytes:
    data = _read(folder, name)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PipelineError("submission.file_changed", folder=str(folder), file=name)
    return data


def _check_verdict(file: str, verdict: Verdict) -> None:
    if verdict is not Verdict.VALID:
        raise PipelineError(f"submission.verdict.{verdict}", file=file)


def _check_confirmed(report: Mapping[str, object]) -> None:
    """Refuse figures of which only the program says what they are: somebody must have said so too."""
    findings = report.get("findings")
    codes = [each.get("code") for each in findings if isinstance(each, dict)] if isinstance(findings, list) else []
    if UNCONFIRMED in codes:
        raise PipelineError("submission.unconfirmed", file=REPORT)


def _check_installed(file: str, content: Mapping[str, object]) -> None:
    """Refuse a report that was judged by a taxonomy that anybody may have made."""
    taxonomy = content.get("taxonomy")
    if isinstance(taxonomy, dict) and taxonomy.get("installed", True) is not True:
        raise PipelineError("submission.not_installed", file=file)


def _read(folder: Path, name: str) -> bytes:
    path = folder / name
    if path.is_symlink() or not path.is_file():  # what a link points at can be exchanged without a trace here
        raise PipelineError("submission.file_special", folder=str(folder), file=name)
    return path.read_bytes()


def _parse(file: str, data: bytes) -> Mapping[str, object]:
    try:
        content = json.loads(data)
    except (ValueError, RecursionError) as problem:
        raise PipelineError("submission.json", file=file) from problem
    if not isinstance(content, dict):
        raise PipelineError("submission.json", file=file)
    return content


def _verdict(file: str, content: Mapping[str, object]) -> Verdict:
    try:
        return Verdict(str(content.get("verdict")))
    except ValueError as problem:
        raise PipelineError("submission.field", file=file, field="verdict") from problem


def _files(content: Mapping[str, object]) -> Mapping[str, str]:
    files = _mapping(content, "files")
    names = {name: _text(files, name) for name in files}
    if not {INSTANCE, REPORT} <= names.keys() or not all(map(_plain, names)):
        raise PipelineError("submission.field", file=MANIFEST, field="files")
    return names


def _plain(name: str) -> bool:
    """Whether a name can only mean a file in the folder itself."""
    return PurePosixPath(name).name == name and name not in {"..", MANIFEST} and name.isprintable()


def _mapping(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = content.get(key)
    if not isinstance(value, dict):
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _text(content: Mapping[str, object], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value or not value.isprintable():
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _shown(value: object) -> str:
    """Return a name that may be shown: the instance is the work of strangers."""
    return "".join(char if char.isprintable() else " " for char in value)[:200] if isinstance(value, str) else ""


def _texts(content: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = content.get(key)
    if not isinstance(value, list) or not all(isinstance(each, str) and each.isprintable() for each in value):
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return tuple(value)


def _count(content: Mapping[str, object], key: str) -> int:
    value = content.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _year(content: Mapping[str, object], key: str) -> int:
    value = content.get(key)
    if not isinstance(value, int) or value not in _YEARS:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value
