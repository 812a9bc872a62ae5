"""The input of a run, read once: what is hashed here is what is checked and kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from xbrl_pipeline import VERSION
from xbrl_pipeline.engine import engine_version
from xbrl_pipeline.instance.reader import InstanceFile, read_instance
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, os_cause
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile, profile_of
from xbrl_pipeline.taxonomy.store import find_package
from xbrl_pipeline.workbook.gate import Admitted, admit


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook with its mapping, or an instance."""

    path: Path
    data: bytes
    profile: ReportProfile
    mapping: MappingFile | None = None  # for workbooks
    workbook: Admitted | None = None
    mapping_path: Path | None = None
    mapping_data: bytes = b""
    instance: InstanceFile | None = None  # for instances

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything the outcome depends on, but for the language."""
        package = find_package(self.profile.taxonomy).sha256
        versions = (VERSION, engine_version(), self.profile.model_dump_json(), package)
        parts = (self.path.name.encode(), self.data, self.mapping_data, *(text.encode() for text in versions))
        return sha256(b"".join(hashlib.sha256(part).digest() for part in parts))


def read_source(path: Path, mapping: Path | None) -> Source:
    """Read an input and find out which report it is. ``mapping`` is None for an instance."""
    if mapping is None:
        instance = read_instance(path)
        return Source(path, instance.data, _profile_of(instance), instance=instance)
    admitted = admit(path)
    file = load_mapping(mapping)
    profile = load_profile(file.taxonomy, file.report)
    return Source(path, admitted.data, profile, file, admitted, mapping, _read(mapping))


def _profile_of(instance: InstanceFile) -> ReportProfile:
    """Find the installed report that the schemaRef names."""
    if not instance.schema_refs:
        raise PipelineError("instance.no_schema_ref", path=instance.name)
    found = next((profile for url in instance.schema_refs if (profile := profile_of(url))), None)
    if found is None:
        url = instance.schema_refs[0]
        raise PipelineError("instance.taxonomy_missing", ExitCode.NOT_VALIDATED, path=instance.name, url=url)
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise PipelineError("input.missing", path=str(path)) from error
    except OSError as error:
        raise PipelineError("input.unreadable", path=str(path), cause=os_cause(error)) from error


def sha256(data: bytes) -> str:
    """Return the SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
