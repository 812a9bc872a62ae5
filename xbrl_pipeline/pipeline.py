"""The recipe: from a workbook or an instance to a checked report, on one screen.

    workbook -> cells -> facts -> instance -> records -> findings -> report

Data flows one way. This module reads files and starts the engine; what it calls takes and returns plain values.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.dossier.names import INSTANCE
from xbrl_pipeline.engine import NAME, Engine, EngineResult, engine_version
from xbrl_pipeline.inputs.lastyear import open_last_year
from xbrl_pipeline.inputs.openings import with_questions
from xbrl_pipeline.inputs.sources import Source, sha256
from xbrl_pipeline.instance.facts import InstanceFacts, known_facts, repeated_in
from xbrl_pipeline.instance.reader import InstanceFile
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.judging import judge_elsewhere, judge_installed
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.boards import kind_of_board
from xbrl_pipeline.model.facts import Fact, QName
from xbrl_pipeline.model.findings import Finding, Phase, PhaseName, PhaseStatus, Severity
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import EngineRef, Entity, FileRef, Report
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.validation.boards import find_strangers
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.folding import gather, under_repeated, under_scale
from xbrl_pipeline.validation.phases import engine_phases, give_verdict, skipped_phases
from xbrl_pipeline.validation.plausibility import figures_of, find_oddities, measure
from xbrl_pipeline.validation.previous import compared, unfit
from xbrl_pipeline.validation.records import (
    ahead_finding,
    failure_finding,
    findings_of,
    repeated_finding,
    rival_finding,
    unshown_finding,
)
from xbrl_pipeline.validation.rulebook import grade
from xbrl_pipeline.workbook.reader import read_admitted

_LONGEST: Final = 200  # characters of the names of many lists
_OUT_OF_BOUNDS: Final = ("timeout", "memory")  # who set a limit does not wait for more after it


@dataclass(frozen=True, slots=True)
class Product:
    """A checked report, and what was made on the way. No instance where reading found errors: facts may be missing."""

    report: Report
    facts: tuple[Fact, ...] = ()
    instance: bytes | None = None
    names: Mapping[QName, str] = field(default_factory=dict)  # concepts and members of the facts, in words


def convert(source: Source, engine: Engine, messages: Messages) -> tuple[Mapped, TaxonomyModel]:
    """Read the workbook and turn its cells into facts."""
    if source.mapping is None or source.workbook is None:
        raise TypeError
    book = source.book or read_admitted(source.workbook)
    model = load_model(source.profile, engine)
    mapped = map_cells(book, source.mapping, model, source.profile, messages)
    if not mapped.facts:
        raise PipelineError("convert.no_facts", path=str(source.path))
    return with_questions(mapped, source, messages), model


def check(source: Source, engine: Engine, messages: Messages, *, strict: bool = False) -> Product:
    """Take one input all the way to a verdict."""
    product = _check_workbook if source.instance is None else _check_instance
    made = product(source, engine, messages)
    whole = source.place is not None
    verdict = give_verdict(made.report.phases, made.report.findings, strict=strict, whole=whole)
    findings, muted = (gather(found, messages) for found in (made.report.findings, made.report.muted))
    return replace(made, report=replace(made.report, verdict=verdict, findings=findings, muted=muted))


def _check_workbook(source: Source, engine: Engine, messages: Messages) -> Product:
    mapped, model = convert(source, engine, messages)
    mapped = replace(mapped, findings=tuple(under_repeated(mapped.findings, mapped.formulas)))
    evidence = Evidence.of(
        model,
        messages,
        mapped.facts,
        lost=mapped.lost,
        empty=mapped.empty,
        titles=mapped.titles,
        ledger=mapped.ledger,
        formulas=mapped.formulas,
        template=isinstance(source.mapping, Fingerprint),
    )
    done = tuple(Phase(name, PhaseStatus.DONE) for name in (PhaseName.READ, PhaseName.MAP, PhaseName.INSTANCE))
    data = write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile) if mapped.entity.kvk else None
    if data is None:  # nobody to report about: a finding says so
        phases = (*done[:2], Phase(PhaseName.INSTANCE, PhaseStatus.SKIPPED), *_skipped(source.profile))
        return Product(
            _report(source, mapped.entity, phases, mapped.findings, mapped=mapped), mapped.facts, None, _names(evidence)
        )
    judged = judge_installed(data, INSTANCE, source, engine)
    findings = tuple(_judge(judged, evidence, source, mapped.findings))
    phases = (*done, *_engine_phases(judged, source))
    complete = not any(finding.severity is Severity.ERROR for finding in mapped.findings)
    report = _report(source, mapped.entity, phases, findings, mapped=mapped, instance=data if complete else None)
    report = _told(report, judged)
    return Product(_weigh(report, source, evidence, engine), mapped.facts, data if complete else None, _names(evidence))


def _check_instance(source: Source, engine: Engine, messages: Messages) -> Product:
    if source.instance is None:
        raise TypeError
    if source.place is None:
        model = load_model(source.profile, engine)
        judged = judge_installed(source.data, source.instance.name, source, engine)
    else:
        judged, model = judge_elsewhere(source, source.place, engine)
    unread = source.instance.flaw is not None or judged.failure in _OUT_OF_BOUNDS
    read = InstanceFacts() if unread else known_facts(source.data, model, _values(judged))
    if not (read.alike or judged.failure):
        judged = replace(judged, failure="unlike")
    evidence = Evidence.of(model, messages, read.facts, lines=read.lines, unread=read.unread, days=read.days)
    findings = _judge(judged, evidence, source)
    repeated = repeated_in(source.data) if judged.failure in _OUT_OF_BOUNDS else ()
    findings += [repeated_finding(repeated, evidence)] if repeated else []
    unshown = unshown_finding(read.unshown, findings, evidence) if source.place is None else None
    findings += [unshown] if unshown else []
    phases = _engine_phases(judged, source)
    entity = _entity_of(source.instance, source.profile)
    report = _report(source, entity, phases, tuple(findings), instance=source.data)
    report = replace(_told(report, judged), facts=source.instance.facts)
    return Product(_weigh(report, source, evidence, engine), read.facts, source.data, _names(evidence))


def _names(evidence: Evidence) -> dict[QName, str]:
    members = {item.member for key in evidence.facts for item in key.dimensions}
    names = {member: evidence.label_of_member(member) for member in members}
    return names | {key.concept: evidence.label(key.concept) for key in evidence.facts}


def _values(judged: EngineResult) -> tuple[str, ...] | None:
    """Return the values that are shown: those that the engine has judged, where it got that far."""
    return None if judged.failure and not judged.values else judged.values


def _told(report: Report, judged: EngineResult) -> Report:
    """Say where the engine spoke in an earlier run."""
    engine = None if report.engine is None else replace(report.engine, cached=judged.cached)
    return replace(report, engine=engine)


def _weigh(report: Report, source: Source, evidence: Evidence, engine: Engine) -> Report:
    """Add what is implausible, what the register of boards says, and the ratios; weigh findings by the rule set."""
    given = source.previous
    wrong = unfit(_entity_of(given, source.profile), report.entity, evidence.messages) if given else None
    last_year = open_last_year(given, evidence.model, engine) if given and wrong is None else None
    figures = figures_of(evidence, source.profile, None if last_year is None else last_year.facts)
    told = wrong or (compared(figures, last_year.gone, evidence.messages) if last_year is not None else None)
    strangers = find_strangers(source.boards, report.entity, source.profile, evidence) if source.boards else ()
    oddities = (*([told] if told else []), *find_oddities(figures, evidence, report.findings), *strangers)
    findings = under_scale(report.findings, oddities)
    graded = grade((*findings, *oddities), source.rules, source.profile, evidence.messages)
    phases = (*report.phases, Phase(PhaseName.PLAUSIBILITY, PhaseStatus.DONE))
    return replace(
        report,
        phases=phases,
        findings=graded.findings,
        muted=graded.muted,
        ratios=measure(figures),
        parts=figures.complete,
    )


def _judge(result: EngineResult, evidence: Evidence, source: Source, mapped: tuple[Finding, ...] = ()) -> list[Finding]:
    name = INSTANCE if source.instance is None else source.instance.name
    whole = source.place is not None
    figures = figures_of(evidence, source.profile)
    findings = findings_of(result, evidence, name, kvk=source.profile.kvk, whole=whole, mapped=mapped, figures=figures)
    flaw = source.instance.flaw if source.instance is not None else None
    if flaw is not None and result.failure == "flawed":
        return [*_in_words(findings, flaw, evidence.messages), failure_finding(result.failure, evidence)]
    findings += [ahead_finding(source.rules_ahead, evidence)] if source.rules_ahead else []
    if source.rules_instead:
        findings.append(ahead_finding(source.rules_instead, evidence, source.profile.filing_rules or "none"))
    findings += [rival_finding(source.taxonomy.id, source.rivals, evidence)] if source.rivals else []
    return [failure_finding(result.failure, evidence, findings), *findings] if result.failure else findings


def _in_words(findings: Sequence[Finding], flaw: PipelineError, messages: Messages) -> Iterator[Finding]:
    """Tell a flaw that kept the file from the engine as who reads it would be told in a refusal."""
    message, advice = messages.text(flaw.code, **flaw.params), messages.advice(flaw.code, **flaw.params)
    return (replace(finding, message=message, advice=advice) for finding in findings)


def _engine_phases(result: EngineResult, source: Source) -> tuple[Phase, ...]:
    """Tell how the engine's phases ended; rules that it does not know yet were not checked."""
    phases = engine_phases(result, filing_rules=source.profile.filing_rules is not None)
    return (*phases, Phase(PhaseName.FILING_RULES, PhaseStatus.SKIPPED)) if source.rules_ahead else phases


def _report(
    source: Source,
    entity: Entity,
    phases: tuple[Phase, ...],
    findings: tuple[Finding, ...],
    *,
    mapped: Mapped | None = None,
    instance: bytes | None = None,
) -> Report:
    mapping = source.mapping_path
    return Report(
        verdict=give_verdict(phases, findings),
        input=FileRef(source.shown, sha256(source.data)),
        report=source.profile.report,
        phases=phases,
        findings=findings,
        created=datetime.now(UTC).replace(microsecond=0),
        program=identity(),
        entity=entity,
        mapping=None if mapping is None else FileRef(mapping.name, sha256(source.mapping_data)),
        instance=None if instance is None else FileRef(INSTANCE, sha256(instance)),
        taxonomy=source.taxonomy,
        engine=EngineRef(NAME, engine_version(), source.options),
        ledger=None if mapped is None else mapped.ledger,
        facts=0 if mapped is None else len(mapped.facts),
        rules=None if source.rules is None else FileRef(source.rules.path.name, sha256(source.rules.data)),
        rules_name="" if source.rules is None else source.rules.file.name,
        previous=None if source.previous is None else FileRef(source.previous.name, sha256(source.previous.data)),
        boards=None if source.boards is None else FileRef(one_line(source.boards.name, _LONGEST), source.boards.sha256),
    )


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
        kind_of_board(instance.texts),
    )
