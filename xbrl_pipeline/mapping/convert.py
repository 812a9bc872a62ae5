"""From the cells of a workbook to the facts of a report, with an account of every cell."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from xbrl_pipeline.mapping.account import account_for, account_for_rest, is_figure
from xbrl_pipeline.mapping.blocks import split, within, without
from xbrl_pipeline.mapping.derived import derive_period, derive_totals
from xbrl_pipeline.mapping.filenotes import note_file
from xbrl_pipeline.mapping.files import IgnoredArea, IgnoredSheet, MappingFile
from xbrl_pipeline.mapping.identity import check_board, check_identifier, entity_of
from xbrl_pipeline.mapping.locate import is_titled
from xbrl_pipeline.mapping.plan import MappingPlan, Plan, PlannedSheet, TemplatePlan, make_plan
from xbrl_pipeline.mapping.stacking import account_for_stacked
from xbrl_pipeline.mapping.tally import CandidateValue, Tally
from xbrl_pipeline.mapping.template.account import account_for_template
from xbrl_pipeline.mapping.trial_balance.account import account_for_trial
from xbrl_pipeline.mapping.trial_balance.plan import PlannedTrial, plan_trials
from xbrl_pipeline.mapping.turning import account_for_turned, split_turned
from xbrl_pipeline.mapping.values import TakenValue, read_value
from xbrl_pipeline.mapping.words import Pen, Remark, fold, nearest
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, FactKey, FactValue, LostFact, QName
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.ledger import Fate, Ledger
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.model.report import Entity
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.workbook.cells import Cell, SheetCells, Workbook

_NAMES: Final = re.compile(r"[A-Za-z]\$?[0-9]|\[|:")  # another cell, a column of a table or a whole column


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
    formulas: frozenset[CellRef] = frozenset()  # cells whose value is worked out from other cells


def map_cells(
    book: Workbook,
    source: MappingFile | Fingerprint,
    model: TaxonomyModel,
    profile: ReportProfile,
    messages: Messages,
) -> Mapped:
    """Apply a mapping, or the codes of our own template, to a workbook; one of another report is a PipelineError."""
    match source:
        case MappingFile():
            bound = make_plan(source, model, profile)
            plan: Plan = bound
            titles = bound.titles
            tally = Tally(Pen(messages), book)
            facts = _mapped_facts(bound, book, tally)
        case Fingerprint():
            plan, titles = TemplatePlan(model, profile, source), {}
            tally = Tally(Pen(messages, template=True), book)
            account_for_template(plan, book, tally)
            facts = tuple(_merge(plan, tally))
    check_identifier(plan, facts, tally)
    note_file(book, tally)
    keys = {fact.key for fact in facts}
    lost = tuple(lost for lost in tally.lost if lost.key not in keys)
    empty = tuple(empty for empty in tally.empty if empty.key not in keys)
    entity = entity_of(plan, facts, tally)
    used = profile.model_copy(update={"identifier_scheme": profile.identifier_scheme or tally.scheme})
    return Mapped(facts, lost, tuple(tally.findings), tally.ledger(), entity, used, empty, titles, _formulas(book))


def _mapped_facts(plan: MappingPlan, book: Workbook, tally: Tally) -> tuple[Fact, ...]:
    """Return what the cells give, what the mapping itself states, and what follows from these."""
    _account_for_mapped(plan, book, tally)
    merged = tuple(_merge(plan, tally))
    facts = (*merged, *_said_facts(plan, merged, tally))
    if plan.mapping.totals == "derive":
        facts = (*facts, *derive_totals(plan, facts, tally))
    return (*facts, *derive_period(plan, facts, tally))


def _formulas(book: Workbook) -> frozenset[CellRef]:
    """Return the cells that name others in their formula; ``=2*1000`` is an amount that somebody typed."""
    cells = (cell for sheet in book.sheets for cell in sheet.cells)
    return frozenset(cell.ref for cell in cells if cell.formula and (not cell.source or _NAMES.search(cell.source)))


def _account_for_mapped(plan: MappingPlan, book: Workbook, tally: Tally) -> None:
    trials = {fold(trial.sheet.sheet): trial for trial in plan_trials(plan.mapping, plan.model)}
    books: dict[str, list[tuple[PlannedTrial, SheetCells]]] = {}  # by the sheet on which each begins
    for blocks, sheet in _pairs(plan, [trial.columns for trial in trials.values()], book, tally):
        trial = trials.get(fold(sheet.name))
        if trial is not None:
            books.setdefault(fold(trial.trial.continues or sheet.name), []).append((trial, sheet))
        else:
            _account_for_sheet(plan, blocks, sheet, tally)
    for parts in books.values():
        account_for_trial(plan, parts, tally)
    check_board(plan, tally)
    _note_unmapped_sheets(plan, book, tally)
    _note_drafts(plan, book, tally)
    _note_unconfirmed(plan, tally)


def _account_for_sheet(plan: MappingPlan, blocks: list[PlannedSheet], sheet: SheetCells, tally: Tally) -> None:
    """Give every cell of a mapped sheet its fate, block by block; what is in no block may hold no figures."""
    ignored = {entry.area: entry for entry in plan.mapping.ignore_areas if fold(entry.sheet) == fold(sheet.name)}
    turned, left = split_turned(blocks, without(sheet, ignored), tally)
    for planned, view in turned:
        account_for_turned(plan, planned, view, tally)
    views, rest = split([planned for planned in blocks if not planned.sheet.turned], left, ignored)
    for planned, view in views:
        if planned.sheet.stacked:
            account_for_stacked(plan, planned, view, tally)
        else:
            account_for(plan, planned, view, tally, untitled=not is_titled(planned, sheet))
    account_for_rest(rest.cells, tally)
    skipped = [(cell, entry.reason) for area, entry in ignored.items() for cell in within(sheet, area)]
    for cell, reason in dict(skipped).items():
        tally.skip(cell, Fate.IGNORED, reason)


def _pairs(
    plan: MappingPlan, trials: Iterable[PlannedSheet], book: Workbook, tally: Tally
) -> list[tuple[list[PlannedSheet], SheetCells]]:
    sheets = {fold(sheet.name): sheet for sheet in book.sheets}
    blocks: dict[str, list[PlannedSheet]] = {}
    for planned in (*plan.sheets, *trials):
        blocks.setdefault(fold(planned.sheet.sheet), []).append(planned)
    if blocks and not set(blocks) & set(sheets):
        names = tuple(sheet.name for sheet in book.sheets)
        wanted = tuple(planned[0].sheet.sheet for planned in blocks.values())
        raise PipelineError("mapping.other_workbook", sheets=names, expected=wanted)
    unclaimed = [sheet.name for sheet in _unmapped(plan, book)]
    for name, planned_blocks in blocks.items():
        if name not in sheets:
            tally.note(_missing(planned_blocks[0], unclaimed))
    return [(planned_blocks, sheets[name]) for name, planned_blocks in blocks.items() if name in sheets]


def _missing(planned: PlannedSheet, names: list[str]) -> Remark:
    near = nearest(planned.sheet.sheet, names)
    if near is None:
        return Remark("mapping.sheet_missing", {"sheet": planned.sheet.sheet})
    return Remark("mapping.sheet_missing.similar", {"sheet": planned.sheet.sheet, "similar": near})


def _unmapped(plan: MappingPlan, book: Workbook) -> list[SheetCells]:
    mapped = {fold(sheet.sheet) for sheet in (*plan.mapping.sheets, *plan.mapping.trial_balance_sheets)}
    known = mapped | {fold(sheet.sheet) for sheet in plan.mapping.ignore_sheets}
    return [sheet for sheet in book.sheets if fold(sheet.name) not in known]


def _note_unmapped_sheets(plan: MappingPlan, book: Workbook, tally: Tally) -> None:
    for sheet in _unmapped(plan, book):
        figures = [] if plan.mapping.confirmed else [cell.ref for cell in sheet.cells if is_figure(cell)]
        if figures:
            params = {"sheet": sheet.name, "count": len(figures)}
            tally.note(Remark("mapping.sheet_open", params), *figures)
        elif sheet.cells:
            params = {"sheet": sheet.name, "count": len(sheet.cells)}
            tally.note(Remark("mapping.sheet_unmapped", params, Severity.WARNING), sheet.cells[0].ref)


def _note_drafts(plan: MappingPlan, book: Workbook, tally: Tally) -> None:
    """Say of a draft that was left out, and of what is reported instead, where their figures stand."""
    sheets = {fold(sheet.name): sheet for sheet in book.sheets}
    left_out: list[IgnoredArea | IgnoredSheet] = [*plan.mapping.ignore_areas, *plan.mapping.ignore_sheets]
    for entry in left_out:
        sheet = sheets.get(fold(entry.sheet))
        if plan.mapping.confirmed or entry.instead is None or sheet is None:
            continue
        drafts = within(sheet, entry.area) if isinstance(entry, IgnoredArea) else sheet.cells
        name, _, area = entry.instead.rpartition("!")
        final = within(sheets[fold(name)], area) if fold(name) in sheets else []
        cells = [*drafts, *final]
        columns = {(cell.ref.sheet, cell.ref.column) for cell in cells if is_figure(cell)}
        figures = [cell.ref for cell in cells if (cell.ref.sheet, cell.ref.column) in columns]
        place = f"{entry.sheet}!{entry.area}" if isinstance(entry, IgnoredArea) else entry.sheet
        params = {"draft": place, "final": entry.instead}
        tally.note(Remark("mapping.draft_left_out", params, Severity.WARNING), *figures)


def _note_unconfirmed(plan: MappingPlan, tally: Tally) -> None:
    if not plan.mapping.confirmed:
        tally.note(
            Remark("mapping.unconfirmed", {"lines": str(sum(len(s.lines) for s in plan.sheets))}, Severity.WARNING)
        )


def _said_facts(plan: MappingPlan, facts: tuple[Fact, ...], tally: Tally) -> Iterator[Fact]:
    """Give the facts that the mapping itself states; one that a cell contradicts is refused."""
    known = {fact.key: fact for fact in facts}
    for value, concept in plan.values:
        target = plan.said_target(concept)
        read = read_value(Cell(CellRef("", 1, 1), value.value, value.value), target)
        said = known.get(target.key)
        if not isinstance(read, TakenValue):
            params = {"concept": value.concept, "value": value.value}
            tally.note(Remark("mapping.value_wrong", params), about=target)
        elif said is None:
            yield Fact(target.key, read.value, (), _decimals_of(plan, concept))
        elif said.value != read.value:
            params = {"concept": value.concept, "value": value.value, "shown": str(said.value)}
            tally.note(Remark("mapping.value_differs", params), *said.cells, about=target)


def _merge(plan: Plan, tally: Tally) -> Iterator[Fact]:
    groups: dict[FactKey, list[CandidateValue]] = {}
    for candidate in tally.candidates:
        groups.setdefault(candidate.target.key, []).append(candidate)
    for key, group in groups.items():
        values = tuple(dict.fromkeys(candidate.value for candidate in group))
        if len(values) > 1:
            _contradict(group, values, tally)
        else:
            yield Fact(key, values[0], _cells(group), _decimals_of(plan, group[0].target.concept))


def _contradict(group: list[CandidateValue], values: tuple[FactValue, ...], tally: Tally) -> None:
    cells = _cells(group)
    finding = tally.note(Remark("mapping.contradiction", {"values": values}), *cells, about=group[0].target)
    for candidate in group:
        tally.withdraw(candidate, finding)


def _cells(group: list[CandidateValue]) -> tuple[CellRef, ...]:
    return tuple(dict.fromkeys(cell for candidate in group for cell in candidate.cells))


def _decimals_of(plan: Plan, concept: Concept) -> str | None:
    return {Kind.MONETARY: plan.profile.decimals, Kind.NUMBER: "INF"}.get(concept.kind)
