"""A dossier as it lies on disk, checked against its own manifest.

Files are read once and judged by the bytes that were read. What is wrong is a PipelineError that names the file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Annotated, Final

from pydantic import (
    AfterValidator,
    AliasPath,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)

from xbrl_pipeline.dossier.files import read_manifest_file, read_report_file
from xbrl_pipeline.dossier.names import INSTANCE, MANIFEST, REPORT
from xbrl_pipeline.dossier.schema import ReportFile, TaxonomyEntry
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import PipelineError, Verdict, os_cause

_FOUND: Final = ("verdict", "counts", "findings", "muted", "entity", "report")  # of a report, what was found
UNCONFIRMED: Final = "mapping.unconfirmed"  # the finding on a mapping that was recognised
_LONGEST: Final = 400  # characters of any text
_MOST_FILES: Final = 20
_LIMIT: Final = 200  # MiB of one file; far above any real one
_MOST_BYTES: Final = _LIMIT * 2**20


def _be_printable(text: str) -> str:
    if not text.isprintable():
        raise ValueError
    return text


def _hold_a_report(files: Mapping[str, str]) -> Mapping[str, str]:
    if not {INSTANCE, REPORT} <= files.keys() or MANIFEST in files:
        raise ValueError
    return files


def _be_few(texts: tuple[str, ...]) -> tuple[str, ...]:
    if sum(map(len, texts)) > _LONGEST:
        raise ValueError
    return texts


_NAME: Final = r"^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$"  # of a report, a taxonomy and a file
_Printable = Annotated[str, Field(min_length=1, max_length=_LONGEST), AfterValidator(_be_printable)]
_Name = Annotated[str, Field(pattern=_NAME)]
_Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class SealedManifest(BaseModel):
    """What ``manifest.json`` says of a report that may be filed: nothing is missing and every text has a grammar.

    ``manifest.json`` of a report that is not valid has the same form (``dossier/schema.py``) and may lack any of this.
    """

    model_config = ConfigDict(frozen=True, strict=True)

    sha256: str  # of the manifest itself
    files: Annotated[dict[_Name, _Hash], Field(max_length=_MOST_FILES), AfterValidator(_hold_a_report)]
    report: _Name
    verdict: Verdict
    bestuursnummer: Annotated[_Printable, Field(validation_alias=AliasPath("entity", "bestuursnummer"))]
    # of the board, fit to be shown: the instance is the work of strangers
    name: Annotated[
        str,
        BeforeValidator(lambda name: one_line(name, _LONGEST // 2)),
        Field(validation_alias=AliasPath("entity", "name")),
    ]
    kvk: Annotated[str, Field(validation_alias=AliasPath("entity", "kvk"), pattern=r"^[0-9]{8}$")]
    verslagjaar: Annotated[int, Field(validation_alias=AliasPath("entity", "verslagjaar"), ge=2000, le=2099)]
    created: Annotated[AwareDatetime, AfterValidator(lambda at: at.astimezone(UTC))]
    warnings: Annotated[int, Field(validation_alias=AliasPath("counts", "warning"), le=1_000_000)]
    taxonomy: Annotated[_Name, Field(validation_alias=AliasPath("taxonomy", "id"))]
    taxonomy_sha256: Annotated[_Hash, Field(validation_alias=AliasPath("taxonomy", "sha256"))]
    engine_name: Annotated[_Printable, Field(validation_alias=AliasPath("engine", "name"))]
    engine_version: Annotated[_Printable, Field(validation_alias=AliasPath("engine", "version"))]
    # of the engine
    options: Annotated[
        tuple[Annotated[str, AfterValidator(_be_printable)], ...],
        Field(validation_alias=AliasPath("engine", "options")),
        AfterValidator(_be_few),
    ]
    program: _Printable

    @property
    def engine(self) -> str:
        """Name and version."""
        return f"{self.engine_name} {self.engine_version}"


@dataclass(frozen=True, slots=True)
class SealedDossier:
    """A valid dossier in which every file is what its manifest says, with the very bytes that were hashed."""

    folder: Path  # absolute, without links
    manifest: SealedManifest
    contents: Mapping[str, bytes]  # by file name, the manifest itself too

    @property
    def instance(self) -> bytes:
        """The bytes for DUO."""
        return self.contents[INSTANCE]


def read_dossier(folder: Path) -> SealedDossier:
    """Read and check a dossier: its manifest, then its files, then its verdict."""
    try:
        return _read_dossier(folder)
    except OSError as problem:
        path = str(problem.filename or folder)
        raise PipelineError("submission.unreadable", path=path, reason=os_cause(problem)) from problem


def _read_dossier(folder: Path) -> SealedDossier:
    if not (folder / MANIFEST).is_file():
        raise PipelineError("submission.no_dossier", folder=str(folder))
    data = _read(folder, MANIFEST)
    manifest = manifest_of(data)
    _check_names(folder, manifest.files)
    contents = {name: _checked(folder, name, sha256) for name, sha256 in manifest.files.items()}
    _check_verdict(MANIFEST, manifest.verdict)
    _check_report(contents[REPORT])
    _check_installed(MANIFEST, read_manifest_file(data).taxonomy)
    return SealedDossier(folder.resolve(), manifest, {**contents, MANIFEST: data})


def read_kept(folder: Path) -> Mapping[str, bytes]:
    """Return the files of a dossier of any verdict; one that is not what its manifest says is a PipelineError."""
    try:
        if not (folder / MANIFEST).is_file():
            raise PipelineError("submission.no_dossier", folder=str(folder))
        manifest = read_manifest_file(_read(folder, MANIFEST))
        _check_names(folder, manifest.files)
        return {name: _checked(folder, name, sha256) for name, sha256 in manifest.files.items()}
    except OSError as problem:
        path = str(problem.filename or folder)
        raise PipelineError("submission.unreadable", path=path, reason=os_cause(problem)) from problem


def own_dossier(folder: Path, contents: Mapping[str, bytes]) -> SealedDossier:
    """Seal a dossier that was made here of what lies in a folder; one that is not valid is a PipelineError."""
    manifest = manifest_of(contents[MANIFEST])
    if manifest.verdict is not Verdict.VALID:
        raise PipelineError(f"submission.own_verdict.{manifest.verdict}")
    _check_report(contents[REPORT])
    return SealedDossier(folder.resolve(), manifest, contents)


def _check_report(data: bytes) -> None:
    report = read_report_file(data)
    _check_verdict(REPORT, report.verdict)
    if any(finding.code == UNCONFIRMED for finding in (*report.findings, *report.muted)):  # no rule set can silence it
        raise PipelineError("submission.unconfirmed", file=REPORT)  # only the program says what the figures are
    _check_installed(REPORT, report.taxonomy)


def finds_same(report: bytes, other: bytes) -> bool:
    """Say whether two valid reports say the same of a report, apart from versions, names and moments."""
    _check_report(report)
    one, two = read_report_file(report), read_report_file(other)
    return all(_found(one, name) == _found(two, name) for name in _FOUND)


def _found(report: ReportFile, name: str) -> object:
    """Return what a report says; older ones do not say the sector, which is in the instance that is compared too."""
    return report.entity.model_copy(update={"sector": ""}) if name == "entity" else getattr(report, name)


def sector_in(manifest: bytes) -> str:
    """Return what kind of board a dossier is of; empty where its manifest is from before that was said."""
    return read_manifest_file(manifest).entity.sector


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


def manifest_of(data: bytes) -> SealedManifest:
    """Read a manifest; one without what is needed, or with something odd, is a PipelineError."""
    said = read_manifest_file(data)
    if not said.entity.bestuursnummer:  # a report that was broken off does not say whose it is
        _check_verdict(MANIFEST, said.verdict)
    try:
        return SealedManifest.model_validate({**said.model_dump(), "sha256": hashlib.sha256(data).hexdigest()})
    except ValidationError as problem:
        field = ".".join(map(str, problem.errors()[0]["loc"][:2]))
        raise PipelineError("dossier.field", file=MANIFEST, field=field) from problem


def _check_names(folder: Path, files: Mapping[str, str]) -> None:
    present = {entry.name for entry in folder.iterdir()} - {MANIFEST}
    for name in sorted(files.keys() - present):
        raise PipelineError("submission.file_missing", folder=str(folder), file=name)
    for name in sorted(present - files.keys()):
        raise PipelineError("submission.file_extra", folder=str(folder), file=name)


def _checked(folder: Path, name: str, sha256: str) -> bytes:
    data = _read(folder, name)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise PipelineError("submission.file_changed", folder=str(folder), file=name)
    return data


def _check_verdict(file: str, verdict: Verdict) -> None:
    if verdict is not Verdict.VALID:
        raise PipelineError(f"submission.verdict.{verdict}", file=file)


def _check_installed(file: str, taxonomy: TaxonomyEntry | None) -> None:
    """Refuse a report that was judged by a taxonomy that anybody may have made."""
    if taxonomy is not None and not taxonomy.installed:
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
