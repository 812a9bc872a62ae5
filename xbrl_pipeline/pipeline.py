"""The recipes: from a workbook, or from an instance, to a checked report.

    workbook -> cells -> facts -> instance -> records -> findings -> report

Data flows one way. This module reads files and starts the engine; what it calls takes and returns plain values.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Final

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.dossier.names import INSTANCE
from xbrl_pipeline.engine import NAME, Engine, EngineResult, engine_version
from xbrl_pipeline.inputs.lastyear import open_last_year
from xbrl_pipeline.inputs.openings import with_questions
from xbrl_pipeline.inputs.sources import InstanceSource, Source, UsedMapping, WorkbookSource, sha256
from xbrl_pipeline.instance.facts import InstanceFacts, known_facts, repeated_in
from xbrl_pipeline.instance.reader import InstanceFile
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.judging import expect, judge_elsewhere, judge_installed, judge_written
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.boards import kind_of_board
from xbrl_pipeline.model.facts import Fact, QName
from xbrl_pipeline.model.findings import Finding, Phase, PhaseName, PhaseStatus, Severity
from xbrl_pipeline.model.ledger import Ledger
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.parts import Part
from xbrl_pipeline.model.ratios import Ratio
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

_LONGEST: Final = 200  # characters of the names of many lists
_OUT_OF_BOUNDS: Final = ("timeout", "memory")  # who set a limit does not wait for more after it


@dataclass(frozen=True, slots=True)
class Product:
    """A checked report, and what was made on the way. No instance where reading found errors: facts may be missing."""

    report: Report
    facts: tuple[Fact, ...] = ()
    instance: bytes | None = None
    names: Mapping[QName, str] = field(default_factory=dict)  # concepts and members of the facts, in words
    model: TaxonomyModel | None = None  # by which the instance is shown; None where nothing of it may be


def convert(source: WorkbookSource, engine: Engine, messages: Messages) -> tuple[Mapped, TaxonomyModel]:
    """Read the workbook and turn its cells into facts."""
    book = source.cells()
    model = load_model(source.profile, engine)
    match source.mapping:
        case UsedMapping() as used:
            mapped = map_cells(book, used.file, model, source.profile, messages)
            told = with_questions(mapped, used, source.path, messages)
        case Fingerprint() as fingerprint:
            told = map_cells(book, fingerprint, model, source.profile, messages)
    if not told.facts:
        raise PipelineError("convert.no_facts", path=str(source.path))
    return told, model


Reached = Callable[[PhaseName], None]


def check(
    source: Source, engine: Engine, messages: Messages, *, strict: bool = False, reached: Reached = lambda _: None
) -> Product:
    """Take one input all the way to a verdict; ``reached`` is told when it comes to being mapped, and to the engine."""
    match source:
        case WorkbookSource():
            return check_workbook(source, engine, messages, strict=strict, reached=reached)
        case InstanceSource():
            reached(PhaseName.XBRL)
            return check_instance(source, engine, messages, strict=strict)


def check_workbook(
    source: WorkbookSource,
    engine: Engine,
    messages: Messages,
    *,
    strict: bool = False,
    reached: Reached = lambda _: None,
) -> Product:
    """Make the report of a workbook, and judge it. No instance is given out where reading found errors."""
    expect(source, engine)
    reached(PhaseName.MAP)
    mapped, model = convert(source, engine, messages)
    reached(PhaseName.XBRL)
    read = tuple(under_repeated(mapped.findings, mapped.formulas))
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
    made = _Made(mapped.entity, mapped.facts, len(mapped.facts), _phases(PhaseName.READ, PhaseName.MAP), mapped.ledger)
    if not mapped.entity.kvk:  # nobody to report about: a finding says so
        unasked = skipped_phases(filing_rules=source.profile.filing_rules is not None)
        phases = (*made.phases, Phase(PhaseName.INSTANCE, PhaseStatus.SKIPPED), *unasked)
        return _product(replace(made, phases=phases), source, evidence, _Weighed(read), strict=strict)
    data = write_instance(mapped.facts, mapped.entity.kvk, model, mapped.profile)
    judged = judge_written(data, source, engine)
    findings = _completed(_explain(judged, evidence, source, INSTANCE, read), judged, evidence, source)
    weighed = _weigh(findings, mapped.entity, source, evidence, engine)
    phases = (*made.phases, *_phases(PhaseName.INSTANCE), *_judged_phases(judged, source))
    complete = not any(finding.severity is Severity.ERROR for finding in read)
    made = replace(made, phases=phases, instance=data if complete else None, cached=judged.cached)
    return _product(made, source, evidence, weighed, strict=strict)


def check_instance(source: InstanceSource, engine: Engine, messages: Messages, *, strict: bool = False) -> Product:
    """Judge a report that is XBRL already, by an installed taxonomy or by one that lies elsewhere."""
    judged, model = _judge_given(source, engine)
    judged, read = _read_back(source, judged, model)
    evidence = Evidence.of(model, messages, read.facts, lines=read.lines, unread=read.unread, days=read.days)
    findings = _found_in(source, judged, read, evidence)
    entity = _entity_of(source.instance, source.profile)
    weighed = _weigh(findings, entity, source, evidence, engine)
    phases = _judged_phases(judged, source)
    shown = source.instance.flaw is None and read.alike and judged.failure not in _OUT_OF_BOUNDS
    made = _Made(entity, read.facts, source.instance.facts, phases, None, source.data, judged.cached, shown)
    return _product(made, source, evidence, weighed, strict=strict)


@dataclass(frozen=True, slots=True)
class _Made:
    """What was made on the way to a report, or read of one; ``number`` counts the facts that the engine sees."""

    entity: Entity
    facts: tuple[Fact, ...]
    number: int
    phases: tuple[Phase, ...]
    ledger: Ledger | None = None
    instance: bytes | None = None
    cached: bool = False  # the engine spoke in an earlier run
    shown: bool = True  # its figures are those that were judged


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What was found and how heavy that is."""

    findings: tuple[Finding, ...]
    muted: tuple[Finding, ...] = ()
    ratios: tuple[Ratio, ...] = ()
    parts: tuple[Part, ...] = ()


def _product(made: _Made, source: Source, evidence: Evidence, weighed: _Weighed, *, strict: bool) -> Product:
    whole = source.place is not None
    mapping = source.mapping if isinstance(source, WorkbookSource) else None
    used = FileRef(mapping.path.name, sha256(mapping.data)) if isinstance(mapping, UsedMapping) else None
    report = Report(
        verdict=give_verdict(made.phases, weighed.findings, strict=strict, whole=whole),
        input=FileRef(source.shown, sha256(source.given)),
        report=source.profile.report,
        phases=made.phases,
        findings=gather(weighed.findings, evidence.messages),
        created=datetime.now(UTC).replace(microsecond=0),
        program=identity(),
        entity=made.entity,
        mapping=used,
        instance=None if made.instance is None else FileRef(INSTANCE, sha256(made.instance)),
        taxonomy=source.taxonomy,
        engine=EngineRef(NAME, engine_version(), source.options, cached=made.cached),
        ledger=made.ledger,
        facts=made.number,
        muted=gather(weighed.muted, evidence.messages),
        rules=None if source.rules is None else FileRef(source.rules.path.name, sha256(source.rules.data)),
        rules_name="" if source.rules is None else source.rules.file.name,
        previous=None if source.previous is None else FileRef(source.previous.name, sha256(source.previous.data)),
        boards=None if source.boards is None else FileRef(one_line(source.boards.name, _LONGEST), source.boards.sha256),
        ratios=weighed.ratios,
        parts=weighed.parts,
    )
    return Product(report, made.facts, made.instance, _names(evidence), evidence.model if made.shown else None)


def _names(evidence: Evidence) -> dict[QName, str]:
    members = {item.member for key in evidence.facts for item in key.dimensions}
    names = {member: evidence.label_of_member(member) for member in members}
    return names | {key.concept: evidence.label(key.concept) for key in evidence.facts}


def _judge_given(source: InstanceSource, engine: Engine) -> tuple[EngineResult, TaxonomyModel]:
    if source.place is not None:
        return judge_elsewhere(source, source.place, engine)
    model = load_model(source.profile, engine)
    return judge_installed(source, engine), model


def _read_back(
    source: InstanceSource, judged: EngineResult, model: TaxonomyModel
) -> tuple[EngineResult, InstanceFacts]:
    """Read the facts that are shown; where we count others than the engine it has not judged what we would show."""
    if source.instance.flaw is not None or judged.failure in _OUT_OF_BOUNDS:
        return judged, InstanceFacts()
    as_judged = source.form is None or not source.form.complete
    read = known_facts(source.data, model, _values(judged) if as_judged else None)
    return (judged if read.alike or judged.failure else replace(judged, failure="unlike")), read


def _values(judged: EngineResult) -> tuple[str, ...] | None:
    """Return the values that are shown: those that the engine has judged, where it got that far."""
    return None if judged.failure and not judged.values else judged.values


def _found_in(source: InstanceSource, judged: EngineResult, read: InstanceFacts, evidence: Evidence) -> list[Finding]:
    """Return what is wrong with an instance, and what of it could not be shown."""
    flaw = source.instance.flaw
    findings = _explain(judged, evidence, source, source.instance.name)
    if flaw is not None and judged.failure == "flawed":
        findings = [*_in_words(findings, flaw, evidence.messages), failure_finding(judged.failure, evidence)]
    else:
        findings = _completed(findings, judged, evidence, source)
    repeated = repeated_in(source.data) if judged.failure in _OUT_OF_BOUNDS else ()
    findings += [repeated_finding(repeated, evidence)] if repeated else []
    unshown = unshown_finding(read.unshown, findings, evidence) if source.place is None else None
    return [*findings, unshown] if unshown else findings


def _weigh(found: Sequence[Finding], entity: Entity, source: Source, evidence: Evidence, engine: Engine) -> _Weighed:
    """Add what is implausible, what the register of boards says, and the ratios; weigh findings by the rule set."""
    given = source.previous
    wrong = unfit(_entity_of(given, source.profile), entity, evidence.messages) if given else None
    last_year = open_last_year(given, evidence.model, engine) if given and wrong is None else None
    figures = figures_of(evidence, source.profile, None if last_year is None else last_year.facts)
    told = wrong or (compared(figures, last_year.gone, evidence.messages) if last_year is not None else None)
    strangers = find_strangers(source.boards, entity, source.profile, evidence) if source.boards else ()
    oddities = (*([told] if told else []), *find_oddities(figures, evidence, found), *strangers)
    graded = grade((*under_scale(found, oddities), *oddities), source.rules, source.profile, evidence.messages)
    return _Weighed(graded.findings, graded.muted, measure(figures), figures.complete)


def _explain(
    judged: EngineResult, evidence: Evidence, source: Source, name: str, mapped: tuple[Finding, ...] = ()
) -> list[Finding]:
    """Return what the engine said as findings, after those of reading."""
    whole, figures = source.place is not None, figures_of(evidence, source.profile)
    return findings_of(judged, evidence, name, kvk=source.profile.kvk, whole=whole, mapped=mapped, figures=figures)


def _completed(findings: list[Finding], judged: EngineResult, evidence: Evidence, source: Source) -> list[Finding]:
    """Add what there is to say about the check itself."""
    about = [ahead_finding(source.rules_ahead, evidence)] if source.rules_ahead else []
    if source.rules_instead:
        about.append(ahead_finding(source.rules_instead, evidence, source.profile.filing_rules or "none"))
    about += [rival_finding(source.taxonomy.id, source.rivals, evidence)] if source.rivals else []
    told = [*findings, *about]
    return [failure_finding(judged.failure, evidence, told), *told] if judged.failure else told


def _in_words(findings: Sequence[Finding], flaw: PipelineError, messages: Messages) -> Iterator[Finding]:
    """Tell a flaw that kept the file from the engine as who reads it would be told in a refusal."""
    message, advice = messages.text(flaw.code, **flaw.params), messages.advice(flaw.code, **flaw.params)
    return (replace(finding, message=message, advice=advice) for finding in findings)


def _judged_phases(result: EngineResult, source: Source) -> tuple[Phase, ...]:
    """Tell how the engine's phases ended, and that plausibility was looked at; rules it does not know were skipped."""
    phases = engine_phases(result, filing_rules=source.profile.filing_rules is not None)
    unknown = (Phase(PhaseName.FILING_RULES, PhaseStatus.SKIPPED),) if source.rules_ahead else ()
    return (*phases, *unknown, *_phases(PhaseName.PLAUSIBILITY))


def _phases(*names: PhaseName) -> tuple[Phase, ...]:
    return tuple(Phase(name, PhaseStatus.DONE) for name in names)


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
