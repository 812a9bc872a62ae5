"""The input of a run, read once: what is hashed here is what is checked and kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline import VERSION
from xbrl_pipeline.engine import engine_version
from xbrl_pipeline.instance.reader import InstanceFile, read_instance
from xbrl_pipeline.mapping.binding import find_fingerprint, has_codes
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, os_cause
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile, profile_of, report_profile
from xbrl_pipeline.taxonomy.store import find_package
from xbrl_pipeline.workbook.cells import Workbook
from xbrl_pipeline.workbook.gate import Admitted, admit
from xbrl_pipeline.workbook.reader import read_admitted
from xbrl_pipeline.workbook.template.fingerprint import Fingerprint

INSTANCES: Final = frozenset({".xbrl", ".xml"})


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook with its mapping or with the codes of our own template, or an instance."""

    path: Path
    data: bytes
    profile: ReportProfile
    mapping: MappingFile | Fingerprint | None = None  # for workbooks
    workbook: Admitted | None = None
    mapping_path: Path | None = None
    mapping_data: bytes = b""
    instance: InstanceFile | None = None  # for instances
    book: Workbook | None = None  # where finding out what it is took reading it

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything the outcome depends on, but for the language."""
        package = find_package(self.profile.taxonomy).sha256
        versions = (VERSION, engine_version(), self.profile.model_dump_json(), package)
        parts = (self.path.name.encode(), self.data, self.mapping_data, *(text.encode() for text in versions))
        return sha256(b"".join(hashlib.sha256(part).digest() for part in parts))


def is_instance(path: Path) -> bool:
    """Tell whether a file is an instance by its name; all else is a workbook."""
    return path.suffix.lower() in INSTANCES


def read_source(path: Path, mapping: Path | None) -> Source:
    """Read an input and find out which report it is; a workbook without a mapping must be our own template."""
    if is_instance(path):
        instance = read_instance(path)
        return Source(path, instance.data, _profile_of(instance), instance=instance)
    admitted = admit(path)
    if mapping is None:
        return _read_template(admitted)
    file = load_mapping(mapping)
    profile = load_profile(file.taxonomy, file.report)
    return Source(path, admitted.data, profile, file, admitted, mapping, _read(mapping))


def _read_template(file: Admitted) -> Source:
    book, path = read_admitted(file), file.path
    found = find_fingerprint(book)
    if found is None and has_codes(book):
        raise PipelineError("template.no_fingerprint", path=str(path))
    if found is None:
        raise PipelineError("input.no_mapping", path=str(path), expected=f"{path.stem}.mapping.yaml")
    fingerprint, _ = found
    profile = report_profile(find_package(fingerprint.taxonomy), fingerprint.entry_point)
    return Source(path, file.data, profile, fingerprint, file, book=book)


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
