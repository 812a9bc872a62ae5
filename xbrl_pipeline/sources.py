"""The input of a run, read once: what is hashed here is what is checked and kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline import VERSION
from xbrl_pipeline.engine import Engine, engine_version
from xbrl_pipeline.instance.reader import InstanceFile, read_instance
from xbrl_pipeline.mapping.files import MappingFile, load_mapping
from xbrl_pipeline.mapping.recognise.draft import make_draft
from xbrl_pipeline.mapping.recognise.propose import Recognition, Wishes, recognise
from xbrl_pipeline.mapping.recognise.text import mapping_text
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, os_cause
from xbrl_pipeline.taxonomy.profiles import USUAL, ReportProfile, installed_profiles, load_profile, profile_of
from xbrl_pipeline.taxonomy.store import find_package, load_model
from xbrl_pipeline.workbook.cells import Workbook
from xbrl_pipeline.workbook.reader import read_workbook


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
    book: Workbook | None = None  # where it was read to find out what is in it

    @property
    def fingerprint(self) -> str:
        """SHA-256 over everything the outcome depends on, but for the language."""
        package = find_package(self.profile.taxonomy).sha256
        versions = (VERSION, engine_version(), self.profile.model_dump_json(), package)
        parts = (self.path.name.encode(), self.data, self.mapping_data, *(text.encode() for text in versions))
        return sha256(b"".join(hashlib.sha256(part).digest() for part in parts))


INSTANCES: Final = {".xbrl", ".xml"}
_RECOGNISED: Final = "mapping.yaml"


def open_source(path: Path, mapping: Path | None, engine: Engine, messages: Messages) -> Source:
    """Read an input and find out which report it is. A workbook without a mapping is recognised as far as it goes."""
    if mapping is None and path.suffix.lower() not in INSTANCES:
        return recognised_source(path, Wishes(), engine, messages)
    return read_source(path, mapping)


def read_source(path: Path, mapping: Path | None) -> Source:
    """Read an instance, or a workbook with its mapping. ``mapping`` is None for an instance."""
    if mapping is None:
        instance = read_instance(path)
        return Source(path, instance.data, _profile_of(instance), instance=instance)
    file = load_mapping(mapping)
    profile = load_profile(file.taxonomy, file.report)
    return Source(path, _read(path), profile, file, mapping, _read(mapping))


def recognised_source(path: Path, wishes: Wishes, engine: Engine, messages: Messages) -> Source:
    """Read a workbook that nobody has mapped; one in which nothing is recognised is a PipelineError."""
    book = read_workbook(path)
    data = _read(path)
    if book.sha256 != sha256(data):
        raise PipelineError("input.changed", path=str(path))
    recognition, profile = recognise_book(book, wishes, engine)
    try:
        draft = make_draft(recognition, profile, messages)
    except PipelineError as error:
        if error.code != "recognise.nothing":
            raise
        raise PipelineError("input.no_mapping", path=str(path), expected=f"{path.stem}.mapping.yaml") from error
    text = mapping_text(draft, recognition, messages)
    return Source(path, data, profile, draft.mapping, Path(_RECOGNISED), text.encode(), book=book)


def recognise_book(book: Workbook, wishes: Wishes, engine: Engine) -> tuple[Recognition, ReportProfile]:
    """Recognise a workbook by the taxonomy of its year, or of the one that was asked for."""
    profile = load_profile(*wishes.report) if wishes.report else _latest_profile()
    recognition = recognise(book, load_model(profile, engine), profile, wishes)
    year = recognition.board.year
    if wishes.report or year is None:
        return recognition, profile
    fitting = _profile_for_year(year.value)
    if fitting.taxonomy == profile.taxonomy:
        return recognition, profile
    return recognise(book, load_model(fitting, engine), fitting, wishes), fitting


def _profile_for_year(year: str) -> ReportProfile:
    """Return the annual accounts of a year in the taxonomy that is installed for it."""
    found = [profile for profile in _annual() if profile.taxonomy.endswith(f"-{year}")]
    if not found:
        known = tuple(profile.taxonomy for profile in _annual())
        raise PipelineError("recognise.no_taxonomy", year=year, known=known)
    return load_profile(found[0].taxonomy, found[0].report)


def _latest_profile() -> ReportProfile:
    return load_profile(*max((profile.taxonomy, profile.report) for profile in _annual()))


def _annual() -> list[ReportProfile]:
    """Return the shipped reports first: which of several taxonomies of one year is meant is for a person to say."""
    annual = [profile for profile in installed_profiles() if profile.report == USUAL and not profile.missing]
    return sorted(annual, key=lambda profile: not profile.taxonomy.startswith("onderwijs-"))


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
