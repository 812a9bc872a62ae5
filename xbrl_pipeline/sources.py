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
from xbrl_pipeline.validation.rulebook import RuleSet, load_rules


@dataclass(frozen=True, slots=True)
class Source:
    """A workbook with its mapping, or an instance."""

    path: Path
    data: bytes
    profile: ReportProfile
    mapping: MappingFile | None = None  # for workbooks
    mapping_path: Path | None = None
    mapping_data: bytes = b""
    instance: InstanceFile | None = None  # for instances
    beside: "Beside | None" = None

    @property
    def rules(self) -> RuleSet | None:
        """The rule set, where one was given."""
        return self.beside.rules if self.beside else None

    @property
    def previous(self) -> InstanceFile | None:
        """Last year's report, where it was given."""
        return self.beside.previous if self.beside else None

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything the outcome depends on, but for the language."""
        package = find_package(self.profile.taxonomy).sha256
        versions = (VERSION, engine_version(), self.profile.model_dump_json(), package)
        beside = (self.rules.data if self.rules else b"", self.previous.data if self.previous else b"")
        parts = (self.path.name.encode(), self.data, self.mapping_data, *beside, *(text.encode() for text in versions))
        return sha256(b"".join(hashlib.sha256(part).digest() for part in parts))


@dataclass(frozen=True, slots=True)
class Beside:
    """What is read beside the inputs of a run: a rule set, and last year's report to compare with."""

    rules: RuleSet | None = None
    previous: InstanceFile | None = None


def read_beside(rules: Path | None, previous: Path | None, *, number: int = 1) -> Beside:
    """Read what stands beside ``number`` inputs; last year's report can only stand beside one."""
    if previous is not None and number > 1:
        raise PipelineError("input.previous_for_many", ExitCode.USAGE)
    return Beside(
        None if rules is None else load_rules(rules),
        None if previous is None else read_instance(previous),
    )


def read_source(path: Path, mapping: Path | None, beside: Beside | None = None) -> Source:
    """Read an input and find out which report it is. ``mapping`` is None for an instance."""
    if mapping is None:
        instance = read_instance(path)
        return Source(path, instance.data, _profile_of(instance), instance=instance, beside=beside)
    file = load_mapping(mapping)
    profile = load_profile(file.taxonomy, file.report)
    return Source(path, _read(path), profile, file, mapping, _read(mapping), beside=beside)


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
