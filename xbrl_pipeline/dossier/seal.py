"""A dossier as it lies on disk, checked against its own manifest.

Files are read once and judged by the bytes that were read. What is wrong is a PipelineError that names the file.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import PipelineError, Verdict, os_cause

MANIFEST: Final = "manifest.json"
REPORT: Final = "report.json"
_FOUND: Final = ("verdict", "counts", "findings", "muted", "entity", "report")  # of a report, what was found
UNCONFIRMED: Final = "mapping.unconfirmed"  # the finding on a mapping that was recognised
INSTANCE: Final = "instance.xbrl"
_MOST: Final = 1_000_000  # findings that anybody counts
_YEARS: Final = range(2000, 2100)
_NAME: Final = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}")  # of a report, a taxonomy and a file
_KVK: Final = re.compile(r"[0-9]{8}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_LONGEST: Final = 400  # characters of any other text
_MOST_FILES: Final = 20
_LIMIT: Final = 200  # MiB of one file; far above any real one
_MOST_BYTES: Final = _LIMIT * 2**20


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
    kvk: str
    verslagjaar: int
    created: datetime  # UTC
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
    _check_report(contents[REPORT])
    _check_installed(MANIFEST, _parse(MANIFEST, data))
    return SealedDossier(folder.resolve(), manifest, {**contents, MANIFEST: data})


def own_dossier(folder: Path, contents: Mapping[str, bytes]) -> SealedDossier:
    """Seal a dossier that was made here of what lies in a folder; one that is not valid is a PipelineError."""
    manifest = manifest_of(contents[MANIFEST])
    if manifest.verdict is not Verdict.VALID:
        raise PipelineError(f"submission.own_verdict.{manifest.verdict}")
    _check_report(contents[REPORT])
    return SealedDossier(folder.resolve(), manifest, contents)


def _check_report(data: bytes) -> None:
    report = _parse(REPORT, data)
    _check_verdict(REPORT, _verdict(REPORT, report))
    _check_confirmed(report)
    _check_installed(REPORT, report)


def finds_same(report: bytes, other: bytes) -> bool:
    """Say whether two valid reports say the same of a report, apart from versions, names and moments."""
    contents = [_parse(REPORT, data) for data in (report, other)]
    _check_report(report)
    return all(contents[0].get(name) == contents[1].get(name) for name in _FOUND)


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
    return manifest_of(data), data


def manifest_of(data: bytes) -> Manifest:
    """Read a manifest; one without what is needed, or with something odd, is a PipelineError."""
    content = _parse(MANIFEST, data)
    entity, taxonomy, engine = (_mapping(content, name) for name in ("entity", "taxonomy", "engine"))
    verdict = _verdict(MANIFEST, content)
    if not entity.get("bestuursnummer"):  # a report that was broken off does not say whose it is
        _check_verdict(MANIFEST, verdict)
    return Manifest(
        sha256=hashlib.sha256(data).hexdigest(),
        files=_files(content),
        report=_written(content, "report", _NAME),
        verdict=verdict,
        bestuursnummer=_text(entity, "bestuursnummer"),
        name=_shown(entity.get("name")),
        kvk=_written(entity, "kvk", _KVK),
        verslagjaar=_year(entity, "verslagjaar"),
        created=_moment(content, "created"),
        warnings=_count(_mapping(content, "counts"), "warning"),
        taxonomy=_written(taxonomy, "id", _NAME),
        taxonomy_sha256=_written(taxonomy, "sha256", _SHA256),
        engine=f"{_text(engine, 'name')} {_text(engine, 'version')}",
        program=_text(content, "program"),
        options=_texts(engine, "options"),
    )


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
    lists = [report.get(name) for name in ("findings", "muted")]  # no rule set can silence it
    told = [each for found in lists if isinstance(found, list) for each in found]
    if any(isinstance(each, dict) and each.get("code") == UNCONFIRMED for each in told):
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
    if path.stat().st_size > _MOST_BYTES:
        raise PipelineError("submission.dossier_file_too_large", folder=str(folder), file=name, limit=_LIMIT)
    with path.open("rb") as file:
        data = file.read(_MOST_BYTES + 1)
    if len(data) > _MOST_BYTES:  # it grew meanwhile
        raise PipelineError("submission.dossier_file_too_large", folder=str(folder), file=name, limit=_LIMIT)
    return data


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
    if not {INSTANCE, REPORT} <= files.keys() or not all(map(_plain, files)) or len(files) > _MOST_FILES:
        raise PipelineError("submission.field", file=MANIFEST, field="files")
    return {name: _written(files, name, _SHA256) for name in files}


def _plain(name: str) -> bool:
    """Whether a name can only mean a file in the folder itself."""
    return _NAME.fullmatch(name) is not None and name != MANIFEST


def _mapping(content: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = content.get(key)
    if not isinstance(value, dict):
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _text(content: Mapping[str, object], key: str) -> str:
    value = content.get(key)
    if not isinstance(value, str) or not value.isprintable() or not 0 < len(value) <= _LONGEST:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _written(content: Mapping[str, object], key: str, grammar: re.Pattern[str]) -> str:
    """Return a text that is written as it must be."""
    value = _text(content, key)
    if not grammar.fullmatch(value):
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _moment(content: Mapping[str, object], key: str) -> datetime:
    try:
        at = datetime.fromisoformat(_text(content, key))
    except ValueError as problem:
        raise PipelineError("submission.field", file=MANIFEST, field=key) from problem
    if at.tzinfo is None:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return at.astimezone(UTC)


def _shown(value: object) -> str:
    """Return a name that may be shown: the instance is the work of strangers."""
    return one_line(value, _LONGEST // 2) if isinstance(value, str) else ""


def _texts(content: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = content.get(key)
    if not isinstance(value, list) or not all(isinstance(each, str) and each.isprintable() for each in value):
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    if sum(map(len, value)) > _LONGEST:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return tuple(value)


def _count(content: Mapping[str, object], key: str) -> int:
    value = content.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _MOST:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value


def _year(content: Mapping[str, object], key: str) -> int:
    value = content.get(key)
    if not isinstance(value, int) or value not in _YEARS:
        raise PipelineError("submission.field", file=MANIFEST, field=key)
    return value
