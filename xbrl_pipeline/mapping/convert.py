"""From the cells of a workbook to the facts of a report, with an account of every cell."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from xbrl_pipeline.mapping.account import account_for
from xbrl_pipeline.mapping.filenotes import note_file
from xbrl_pipeline.mapping.files import MappingFile
from xbrl_pipeline.mapping.identity import check_board, check_identifier, entity_of
from xbrl_pipeline.mapping.plan import Plan, PlannedSheet, make_plan
from xbrl_pipeline.mapping.tally import Candidate, Tally
from xbrl_pipeline.mapping.template import account_for_template
from xbrl_pipeline.mapping.trial_balance.account import account_for_trial
from xbrl_pipeline.mapping.trial_balance.plan import plan_trials
from xbrl_pipeline.mapping.words import Pen, Remark, fold, nearest
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, FactKey, FactValue, LostFact, QName
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Ledger
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Entity
from xbrl_pipeline.taxonomy.model import Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.cells import SheetCells, Workbook
from xbrl_pipeline.workbook.template.fingerprint import Fingerprint


@dataclass(frozen=True, slots=True)
class Mapped:
    """What a workbook gives: facts, what was lost, why, and what became of every cell of the mapped sheets.

    ``empty`` holds the facts that mapped but empty cells could have given; that is no fault by itself. ``titles`` are
    the workbook's own words for the concepts; ``profile`` is that of the report, with what the workbook adds to it.
    """

    facts: tuple[Fact, ...]
    lost: tuple[LostFact, ...]
    findings: tuple[Finding, ...]
    ledger: Ledger
    entity: Entity
    profile: ReportProfile
    empty: tuple[LostFact, ...] = ()
    titles: Mapping[QName, str] = field(default_factory=dict)


def map_cells(
    book: Workbook,
    source: MappingFile | Fingerprint,
    model: TaxonomyModel,
    profile: ReportProfile,
    messages: Messages,
) -> Mapped:
    """Apply a mapping, or the codes of our own template, to a workbook; one of another report is a PipelineError."""
    plan = make_plan(source, model, profile) if isinstance(source, MappingFile) else Plan(source, model, profile)
    tally = Tally(Pen(messages), book)
    if isinstance(source, Fingerprint):
        account_for_template(plan, source, book, tally)
    else:
        _account_for_mapped(plan, book, tally)
    facts = tuple(_merge(plan, tally))
    check_identifier(plan, facts, tally)
    note_file(book, tally)
    keys = {fact.key for fact in facts}
    lost = tuple(lost for lost in tally.lost if lost.key not in keys)
    empty = tuple(empty for empty in tally.empty if empty.key not in keys)
    entity = entity_of(plan, facts, tally)
    used = profile.model_copy(update={"identifier_scheme": profile.identifier_scheme or tally.scheme})
    return Mapped(facts, lost, tuple(tally.findings), tally.ledger(), entity, used, empty, plan.titles)


def _account_for_mapped(plan: Plan, book: Workbook, tally: Tally) -> None:
    trials = {trial.sheet.sheet: trial for trial in plan_trials(plan.mapping, plan.model)}
    for planned, sheet in _pairs(plan, [trial.columns for trial in trials.values()], book, tally):
        if planned.sheet.sheet in trials:
            account_for_trial(plan, trials[planned.sheet.sheet], sheet, tally)
        else:
            account_for(plan, planned, sheet, tally)
    check_board(plan, tally)
    _note_unmapped_sheets(plan, book, tally)


def _pairs(
    plan: Plan, trials: Iterable[PlannedSheet], book: Workbook, tally: Tally
) -> list[tuple[PlannedSheet, SheetCells]]:
    sheets = {fold(sheet.name): sheet for sheet in book.sheets}
    pairs = [(planned, sheets.get(fold(planned.sheet.sheet))) for planned in (*plan.sheets, *trials)]
    if all(sheet is None for _, sheet in pairs):
        names = tuple(sheet.name for sheet in book.sheets)
        wanted = tuple(planned.sheet.sheet for planned, _ in pairs)
        raise PipelineError("mapping.other_workbook", sheets=names, expected=wanted)
    unclaimed = [sheet.name for sheet in _unmapped(plan, book)]
    for planned, sheet in pairs:
        if sheet is None:
            tally.note(_missing(planned, unclaimed))
    return [(planned, sheet) for planned, sheet in pairs if sheet is not None]


def _missing(planned: PlannedSheet, names: list[str]) -> Remark:
    near = nearest(planned.sheet.sheet, names)
    if near is None:
        return Remark("mapping.sheet_missing", {"sheet": planned.sheet.sheet})
    return Remark("mapping.sheet_missing.similar", {"sheet": planned.sheet.sheet, "similar": near})


def _unmapped(plan: Plan, book: Workbook) -> list[SheetCells]:
    mapped = {fold(sheet.sheet) for sheet in (*plan.mapping.sheets, *plan.mapping.trial_balance_sheets)}
    known = mapped | {fold(sheet.sheet) for sheet in plan.mapping.ignore_sheets}
    return [sheet for sheet in book.sheets if fold(sheet.name) not in known]


def _note_unmapped_sheets(plan: Plan, book: Workbook, tally: Tally) -> None:
    for sheet in _unmapped(plan, book):
        if sheet.cells:
            params = {"sheet": sheet.name, "count": len(sheet.cells)}
            tally.note(Remark("mapping.sheet_unmapped", params, Severity.WARNING), sheet.cells[0].ref)


def _merge(plan: Plan, tally: Tally) -> Iterator[Fact]:
    groups: dict[FactKey, list[Candidate]] = {}
    for candidate in tally.candidates:
        groups.setdefault(candidate.target.key, []).append(candidate)
    for key, group in groups.items():
        values = tuple(dict.fromkeys(candidate.value for candidate in group))
        if len(values) > 1:
            _contradict(group, values, tally)
        else:
            cells = _cells(group)
            yield Fact(key, values[0], cells, _decimals(plan, group[0]))


def _contradict(group: list[Candidate], values: tuple[FactValue, ...], tally: Tally) -> None:
    cells = _cells(group)
    finding = tally.note(Remark("mapping.contradiction", {"values": values}), *cells, about=group[0].target)
    for candidate in group:
        tally.withdraw(candidate, finding)


def _cells(group: list[Candidate]) -> tuple[CellRef, ...]:
    return tuple(dict.fromkeys(cell for candidate in group for cell in candidate.cells))


def _decimals(plan: Plan, candidate: Candidate) -> str | None:
    return {Kind.MONETARY: plan.profile.decimals, Kind.NUMBER: "INF"}.get(candidate.target.concept.kind)
