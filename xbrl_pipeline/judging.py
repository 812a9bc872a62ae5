"""Handing an instance to the engine: with an installed package, or with a taxonomy that lies elsewhere.

Bytes are judged under a name of their own in a private folder: what is judged is what was hashed.
"""

import tempfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.dossier.names import INSTANCE
from xbrl_pipeline.engine import DtsDump, Engine, EngineResult, Record, Ref, ValidateJob, WholeJob
from xbrl_pipeline.inputs.sources import InstanceSource, WorkbookSource
from xbrl_pipeline.instance.facts import most_combinations
from xbrl_pipeline.instance.reader import DOCTYPE, NOT_XML
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.compiler import from_dump
from xbrl_pipeline.taxonomy.elsewhere import FoundTaxonomy, overlaps
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.packages import packages
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

_UNLOADED: Final = ("IOerror", "FileNotLoadable")
_FLAWS: Final = {NOT_XML: "xmlSchema:syntax", DOCTYPE: "NL.FR-NL-1.03"}  # as the engine calls them
_MOST_COMBINATIONS: Final = 10_000
_ADDRESS: Final = ("http://", "https://")


def expect(source: WorkbookSource, engine: Engine) -> None:
    """Have the taxonomy loaded by which a workbook will be judged, while that is read."""
    engine.expect(_job(Path(INSTANCE), source.profile, formulas=True))


def judge_written(data: bytes, source: WorkbookSource, engine: Engine) -> EngineResult:
    """Validate the instance that was made of a workbook by an installed package."""
    return _judge(data, INSTANCE, source.profile, engine, formulas=True)


def judge_installed(source: InstanceSource, engine: Engine) -> EngineResult:
    """Validate an instance by an installed package.

    A file with a flaw never comes near the warm taxonomy. Facts that stand there again and again break a filing rule;
    rules that combine them would take each combination, so that these are not begun.
    """
    given, profile = source.instance, source.profile
    if source.form is not None and source.form.complete:
        return _as_counted(_without_known(source.form.result, profile), given.facts)
    if given.flaw is not None:
        return _unasked(given.flaw, given.name)
    formulas = not (profile.filing_rules and most_combinations(source.data) > _MOST_COMBINATIONS)
    result = _judge(source.data, given.name, profile, engine, formulas=formulas)
    if source.form is not None:
        result = replace(result, records=(*source.form.result.records, *result.records))
    return replace(result, failure="repeated") if not formulas and result.failure == "formula" else result


def _judge(data: bytes, name: str, profile: ReportProfile, engine: Engine, *, formulas: bool) -> EngineResult:
    """Give the engine an instance."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("pipeline")) as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        return _without_known(engine.validate(_job(path, profile, formulas=formulas)), profile)


def _as_counted(result: EngineResult, facts: int) -> EngineResult:
    """Mistrust a report of which others facts were read than were judged."""
    return result if result.failure or result.facts == facts else replace(result, failure="unlike")


def _without_known(result: EngineResult, profile: ReportProfile) -> EngineResult:
    """Leave out what was said of the taxonomy itself when it was installed: it is not said again of each report."""
    package = find_package(profile.taxonomy)
    known = {(remark.code, remark.level, remark.text) for remark in package.remarks}
    kept = [
        record
        for record in result.records
        if (record.code, record.level, record.text) not in known or any(ref.fact for ref in record.refs)
    ]
    return replace(result, records=tuple(kept))


def _job(path: Path, profile: ReportProfile, *, formulas: bool) -> ValidateJob:
    package = find_package(profile.taxonomy)
    return ValidateJob(path, package.paths, profile.filing_rules, profile.entry_point, package.sha256, formulas)


def judge_elsewhere(source: InstanceSource, place: FoundTaxonomy, engine: Engine) -> tuple[EngineResult, TaxonomyModel]:
    """Validate an instance together with the taxonomy that it is to be judged by, and return what that holds."""
    flaw = source.instance.flaw
    if flaw is not None and flaw.code == DOCTYPE:
        return _unasked(flaw, source.path.name), _model(source, place, DtsDump())
    found = place.copied(source.path)
    if place.copy is not None and found.is_relative_to(place.copy):
        return _judge_whole(found, source, place, engine)
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("pipeline")) as folder:
        path = Path(folder) / source.path.name
        path.write_bytes(source.data)
        return _judge_whole(path, source, place, engine)


def _judge_whole(
    path: Path, source: InstanceSource, place: FoundTaxonomy, engine: Engine
) -> tuple[EngineResult, TaxonomyModel]:
    zips = tuple(dict.fromkeys((*place.packages, *_named(source, place))))
    within = (path, *zips) if place.copy is None else (path, place.copy, *zips)
    job = WholeJob(path, zips, within, source.profile.filing_rules, source.calculations, place.is_package)
    answer = engine.validate_whole(job)
    _require(answer.result, source, place)
    result = _as_given(answer.result, place.copy or path.parent)
    return _with_flaw(result, source.instance.flaw, path.name), _model(source, place, answer.dts)


def _as_given(result: EngineResult, copy: Path) -> EngineResult:
    """Name files as they lie with the user, not as they lay in the copy, which is gone when this is read."""
    records = (replace(record, text=record.text.replace(f"{copy}/", "")) for record in result.records)
    return replace(result, records=tuple(records))


def _unasked(flaw: PipelineError, name: str) -> EngineResult:
    """Say what is wrong with a file that is not given to the engine."""
    return EngineResult((_told(flaw, name),), None, 0, failure="flawed")


def _with_flaw(result: EngineResult, flaw: PipelineError | None, name: str) -> EngineResult:
    """Make sure that a flaw counts, also where the engine repairs the file without a word."""
    if flaw is None or any(record.code == _FLAWS[flaw.code] for record in result.records):
        return result
    return replace(result, records=(_told(flaw, name), *result.records))


def _told(flaw: PipelineError, name: str) -> Record:
    line = int(str(flaw.params.get("line", 0)))
    return Record(_FLAWS[flaw.code], "error", str(flaw.params.get("detail", "")), (Ref("", name, line or None),))


def _named(source: InstanceSource, place: FoundTaxonomy) -> tuple[Path, ...]:
    """Return the installed packages that hold what the instance names."""
    others = (package for package in packages() if not overlaps(package, place.starts))
    return tuple(
        path for package in others if any(map(package.maps, source.instance.references)) for path in package.paths
    )


def _require(result: EngineResult, source: InstanceSource, place: FoundTaxonomy) -> None:
    """Refuse to judge by half a taxonomy: where its own address, or a document that is not read, was not there."""
    told = [record.text for record in result.records if record.code in _UNLOADED]
    name = source.path.name
    for url in source.instance.schema_refs:
        if url.startswith(_ADDRESS) and any(url in text for text in told):
            raise PipelineError("instance.taxonomy_missing", ExitCode.NOT_VALIDATED, path=name, url=url)
    for part in place.unread:
        if any(part.rpartition("/")[2] in text for text in told):
            raise PipelineError("taxonomy.doctype_elsewhere", ExitCode.NOT_VALIDATED, path=name, part=part)


def _model(source: InstanceSource, place: FoundTaxonomy, dts: DtsDump) -> TaxonomyModel:
    """Describe a taxonomy for the sake of labels; one that is too odd for that is judged all the same."""
    about = (place.name, source.profile.entry_point, place.sha256)
    with suppress(Exception):
        return from_dump(*about, dts)
    return from_dump(*about, DtsDump())
