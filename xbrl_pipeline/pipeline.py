"""The recipe: from a workbook or an instance to a checked report, on one screen.

    workbook -> cells -> facts -> instance -> records -> findings -> report

Data flows one way. This module reads files and starts the engine; what it calls takes and returns plain values.
"""

import tempfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from xbrl_pipeline import VERSION
from xbrl_pipeline.engine import NAME, OPTIONS, Engine, EngineResult, ValidateJob, engine_version
from xbrl_pipeline.instance.facts import known_facts
from xbrl_pipeline.instance.reader import InstanceFile
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.findings import Finding, Phase, PhaseName, PhaseStatus, Severity
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import EngineRef, Entity, FileRef, Report, TaxonomyRef
from xbrl_pipeline.sources import Source, sha256
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package, load_model
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.phases import engine_phases, give_verdict, skipped_phases
from xbrl_pipeline.validation.plausibility import figures_of, find_oddities, measure
from xbrl_pipeline.validation.records import failure_finding, findings_of
from xbrl_pipeline.validation.rulebook import grade
from xbrl_pipeline.workbook.reader import read_admitted

INSTANCE: Final = "instance.xbrl"


@dataclass(frozen=True, slots=True)
class Product:
    """A checked report, and what was made on the way. No instance where reading found errors: facts may be missing."""

    report: Report
    facts: tuple[Fact, ...] = ()
    instance: bytes | None = None


def convert(source: Source, engine: Engine, messages: Messages) -> tuple[Mapped, TaxonomyModel]:
    """Read the workbook and turn its cells into facts."""
    if source.mapping is None or source.workbook is None:
        raise TypeError
    book = source.book or read_admitted(source.workbook)
    model = load_model(source.profile, engine)
    mapped = map_cells(book, source.mapping, model, source.profile, messages)
    if not mapped.facts:
        raise PipelineError("convert.no_facts", path=str(source.path))
    return mapped, model


def check(source: Source, engine: Engine, messages: Messages, *, strict: bool = False) -> Product:
    """Take one input all the way to a verdict."""
    product = _check_workbook if source.instance is None else _check_instance
    made = product(source, engine, messages)
    verdict = give_verdict(made.report.phases, made.report.findings, strict=strict)
    return replace(made, report=replace(made.report, verdict=verdict))


def _check_workbook(source: Source, engine: Engine, messages: Messages) -> Product:
    mapped, model = convert(source, engine, messages)
    evidence = Evidence.of(
        model,
        messages,
        mapped.facts,
        lost=mapped.lost,
        empty=mapped.empty,
        titles=mapped.titles,
        ledger=mapped.ledger,
    )
    done = tuple(Phase(name, PhaseStatus.DONE) for name in (PhaseName.READ, PhaseName.MAP, PhaseName.INSTANCE))
    data = write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile) if mapped.entity.kvk else None
    if data is None:  # nobody to report about: a finding says so
        phases = (*done[:2], Phase(PhaseName.INSTANCE, PhaseStatus.SKIPPED), *_skipped(source.profile))
        return Product(_report(source, mapped.entity, phases, mapped.findings, mapped=mapped), mapped.facts)
    result = _run_engine(data, INSTANCE, source.profile, engine)
    findings = tuple(_judge(result, evidence, INSTANCE, source.profile, mapped.findings))
    phases = (*done, *engine_phases(result, filing_rules=source.profile.filing_rules is not None))
    complete = not any(finding.severity is Severity.ERROR for finding in mapped.findings)
    report = _report(source, mapped.entity, phases, findings, mapped=mapped, instance=data if complete else None)
    return Product(_weigh(report, source, evidence), mapped.facts, data if complete else None)


def _check_instance(source: Source, engine: Engine, messages: Messages) -> Product:
    if source.instance is None:
        raise TypeError
    model = load_model(source.profile, engine)
    read = known_facts(source.data, model)
    evidence = Evidence.of(model, messages, read.facts, lines=read.lines, unread=read.unread)
    result = _run_engine(source.data, source.instance.name, source.profile, engine)
    findings = tuple(_judge(result, evidence, source.instance.name, source.profile))
    phases = engine_phases(result, filing_rules=source.profile.filing_rules is not None)
    entity = _entity_of(source.instance, source.profile)
    report = _report(source, entity, phases, findings, instance=source.data)
    report = replace(report, facts=source.instance.facts)
    return Product(_weigh(report, source, evidence), read.facts, instance=source.data)


def _weigh(report: Report, source: Source, evidence: Evidence) -> Report:
    """Add what is implausible and the ratios, and give every finding the weight that the rule set chooses."""
    previous = known_facts(source.previous.data, evidence.model).facts if source.previous else None
    figures = figures_of(evidence, source.profile, previous)
    oddities = find_oddities(figures, evidence, report.findings)
    graded = grade((*report.findings, *oddities), source.rules, source.profile, evidence.messages)
    phases = (*report.phases, Phase(PhaseName.PLAUSIBILITY, PhaseStatus.DONE))
    return replace(report, phases=phases, findings=graded.findings, muted=graded.muted, ratios=measure(figures))


def _run_engine(data: bytes, name: str, profile: ReportProfile, engine: Engine) -> EngineResult:
    """Validate bytes under a name of their own in a private folder: what is judged is what was hashed.

    What was said of the taxonomy itself when it was installed is kept with it, and not said again of each report.
    """
    package = find_package(profile.taxonomy)
    with tempfile.TemporaryDirectory(prefix="xbrl-pipeline-") as folder:
        path = Path(folder) / name
        path.write_bytes(data)
        job = ValidateJob(path, package.paths, profile.filing_rules, profile.entry_point, package.sha256)
        result = engine.validate(job)
    known = {(remark.code, remark.level, remark.text) for remark in package.remarks}
    kept = [
        record
        for record in result.records
        if (record.code, record.level, record.text) not in known or any(ref.fact for ref in record.refs)
    ]
    return replace(result, records=tuple(kept))


def _judge(
    result: EngineResult, evidence: Evidence, name: str, profile: ReportProfile, mapped: tuple[Finding, ...] = ()
) -> list[Finding]:
    findings = findings_of(result, evidence, name, kvk=profile.kvk, mapped=mapped)
    return [failure_finding(result.failure, evidence), *findings] if result.failure else findings


def _report(
    source: Source,
    entity: Entity,
    phases: tuple[Phase, ...],
    findings: tuple[Finding, ...],
    *,
    mapped: Mapped | None = None,
    instance: bytes | None = None,
) -> Report:
    package = find_package(source.profile.taxonomy)
    mapping = source.mapping_path
    return Report(
        verdict=give_verdict(phases, findings),
        input=FileRef(source.path.name, sha256(source.data)),
        report=source.profile.report,
        phases=phases,
        findings=findings,
        created=datetime.now(UTC).replace(microsecond=0),
        program=VERSION,
        entity=entity,
        mapping=None if mapping is None else FileRef(mapping.name, sha256(source.mapping_data)),
        instance=None if instance is None else FileRef(INSTANCE, sha256(instance)),
        taxonomy=TaxonomyRef(package.id, source.profile.entry_point, package.sha256),
        engine=EngineRef(NAME, engine_version(), _options(source.profile)),
        ledger=None if mapped is None else mapped.ledger,
        facts=0 if mapped is None else len(mapped.facts),
        rules=None if source.rules is None else FileRef(source.rules.path.name, sha256(source.rules.data)),
        rules_name="" if source.rules is None else source.rules.file.name,
        previous=None if source.previous is None else FileRef(source.previous.name, sha256(source.previous.data)),
    )


def _options(profile: ReportProfile) -> tuple[str, ...]:
    sets = "FR-NL, FG-NL, FR-KVK, BR-KVK" if profile.kvk else "FR-NL, FG-NL"
    return OPTIONS if profile.filing_rules is None else (*OPTIONS, f"filing-rules={profile.filing_rules} ({sets})")


def _skipped(profile: ReportProfile) -> tuple[Phase, ...]:
    return skipped_phases(filing_rules=profile.filing_rules is not None)


def _entity_of(instance: InstanceFile, profile: ReportProfile) -> Entity:
    def text(name: str) -> str:
        return instance.texts.get(name.rpartition(":")[2], "")

    year = text(profile.period_end_concept)[:4]
    return Entity(
        text(profile.name_concept),
        text(profile.bestuursnummer_concept),
        text(profile.identifier_concept),
        int(year) if year.isdecimal() else None,
    )
