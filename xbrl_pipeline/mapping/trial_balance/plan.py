"""A trial balance bound to a taxonomy: which line an account makes, and with which sign."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from importlib.resources import files
from typing import Any, Final

import yaml
from pydantic import ValidationError

from xbrl_pipeline.mapping.files import MappingFile, sheet_of
from xbrl_pipeline.mapping.plan import MappingPlan, PlannedLine, PlannedSheet, Target, find_concept
from xbrl_pipeline.mapping.sheets import Column, Line, Sheet
from xbrl_pipeline.mapping.trial_balance.files import AccountEntry, AccountPlan, TrialBalance, Year
from xbrl_pipeline.mapping.trial_balance.numbers import AccountNumber, Name, RgsCode, Span
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.model import Concept, Kind, TaxonomyModel

_PLANS: Final = files("xbrl_pipeline.mapping").joinpath("plans")
_DEBIT, _CREDIT = 1, -1


@dataclass(frozen=True, slots=True)
class PlannedEntry:
    """An entry with its concept; none where its accounts are left out.

    ``sign`` turns a balance, positive for debit, into the value of the concept.
    """

    entry: AccountEntry
    concept: Concept | None
    sign: int
    choices: tuple[Concept, ...] = ()  # of an entry that is still open
    within: tuple[Concept, ...] = ()  # totals below which it may be on another line as well

    @property
    def flow(self) -> bool | None:
        """Whether an open entry is of income and expenses; None where it may be either."""
        kinds = {concept.instant for concept in (*self.choices, *self.within)}
        return not kinds.pop() if len(kinds) == 1 else None

    def holds(self, number: AccountNumber | None, code: str) -> bool:
        """Tell whether the entry claims an account."""
        return any(_names(name, number, code) for name in self.entry.names) and not any(
            _names(name, number, code) for name in self.entry.excepted
        )

    def takes(self, balance: Decimal) -> bool:
        """Tell whether the entry takes a balance (debit positive) of an account that it claims."""
        return {"both": True, "debit": balance >= 0, "credit": balance < 0}[self.entry.side]


@dataclass(frozen=True)
class PlannedTrial:
    """A trial balance of a mapping, bound."""

    trial: TrialBalance
    sheet: Sheet
    entries: tuple[PlannedEntry, ...]
    defaults: tuple[PlannedEntry, ...]
    results: tuple[PlannedEntry, ...]
    rounding: tuple[Concept, ...]

    @cached_property
    def columns(self) -> PlannedSheet:
        """The trial balance as a sheet without lines."""
        return PlannedSheet(self.sheet, ())

    def results_of(self, means: Year) -> tuple[PlannedEntry, ...]:
        """Return the lines on which the result of a year is put: none where the reserves hold it already."""
        return () if self.trial.is_unclosed(means) else self.results

    def claims(self, number: AccountNumber | None, code: str) -> list[PlannedEntry]:
        """Return the entries that claim an account: those of the mapping, and without any those of the plan."""
        own = [entry for entry in self.entries if entry.holds(number, code)]
        return own or [entry for entry in self.defaults if entry.holds(number, code)]

    def outside(self, number: AccountNumber | None, code: str) -> bool:
        """Tell whether an account holds no money, so that debit and credit must tie without it."""
        return any(entry.holds(number, code) for entry in self.entries if entry.entry.outside)

    def target(self, plan: MappingPlan, concept: Concept, title: str, means: str) -> Target:
        """Return the fact of a line in the columns of one meaning."""
        column = next(column for column in self.sheet.columns if column.means == means)
        return replace(target_of(plan, self.sheet, concept, title, column), power=0)


def target_of(plan: MappingPlan, sheet: Sheet, concept: Concept, title: str, column: Column) -> Target:
    """Return the fact that a concept has in a column, under a title of the caller's."""
    line = Line.model_validate({"label": title, "concept": concept.name.local or "amount"})
    return plan.target_of(sheet, PlannedLine(line, concept), concept, column)


def plan_trials(mapping: MappingFile, model: TaxonomyModel) -> tuple[PlannedTrial, ...]:
    """Bind every trial balance; an entry that cannot be bound is a PipelineError that names it."""
    return tuple(_plan_trial(trial, model) for trial in mapping.trial_balances)


def _plan_trial(trial: TrialBalance, model: TaxonomyModel) -> PlannedTrial:
    entries = [_plan_entry(trial, entry, model) for entry in trial.accounts]
    return PlannedTrial(
        trial,
        sheet_of(trial),
        tuple(entry for entry in entries if not entry.entry.result),
        tuple(_defaults(trial, model)),
        tuple(entry for entry in entries if entry.entry.result),
        tuple(_rounding(trial, model)),
    )


def join_trials(trials: Sequence[PlannedTrial]) -> PlannedTrial:
    """Return the sheets of one trial balance as one."""
    first = trials[0]
    if len(trials) == 1:
        return first
    amounts = [amounts for each in trials for amounts in each.trial.amounts]
    fullest = max(trials, key=lambda each: len({amounts.means for amounts in each.trial.amounts}))
    years = dict.fromkeys(each.means for each in amounts)
    unclosed = [means for means in years if any(each.trial.is_unclosed(means) for each in trials)]
    return PlannedTrial(
        first.trial.model_copy(update={"amounts": amounts, "unclosed": unclosed}),
        fullest.sheet,
        tuple(entry for each in trials for entry in each.entries),
        first.defaults or next((each.defaults for each in trials if each.defaults), ()),
        tuple(entry for each in trials for entry in each.results),
        tuple({concept.name: concept for each in trials for concept in each.rounding}.values()),
    )


def _plan_entry(trial: TrialBalance, entry: AccountEntry, model: TaxonomyModel) -> PlannedEntry:
    if entry.concept is None:
        choices = tuple(find_concept(trial.sheet, entry.title, name, model) for name in entry.open or ())
        within = tuple(find_concept(trial.sheet, entry.title, name, model) for name in entry.within or ())
        return PlannedEntry(entry, None, _DEBIT, choices, within)
    concept = find_concept(trial.sheet, entry.title, entry.concept, model)
    params: dict[str, Any] = {"sheet": trial.sheet, "line": entry.title, "concept": concept.name.local}
    if concept.kind is not Kind.MONETARY:
        raise PipelineError("mapping.trial.not_money", **params)
    side = concept.balance if entry.sign == "natural" else entry.sign
    if side is None:
        raise PipelineError("mapping.trial.no_side", **params)
    return PlannedEntry(entry, concept, _DEBIT if side == "debit" else _CREDIT)


def _defaults(trial: TrialBalance, model: TaxonomyModel) -> Iterator[PlannedEntry]:
    """Give the entries of the shared plan; a line that this taxonomy lacks leaves its accounts without one."""
    for entry in load_plan(trial.plan).accounts if trial.plan is not None else ():
        if entry.concept is not None and model.find(entry.concept) is not None:
            yield _plan_entry(trial, entry, model)


def _rounding(trial: TrialBalance, model: TaxonomyModel) -> Iterator[Concept]:
    found = [find_concept(trial.sheet, "rounding", name, model) for name in trial.rounding]
    if len({concept.name for concept in found}) < len(found):
        raise PipelineError("mapping.trial.rounding_twice", sheet=trial.sheet, names=tuple(trial.rounding))
    yield from found


def plan_names() -> tuple[str, ...]:
    """Return the names of the plans that come with the program."""
    return tuple(sorted(file.name.removesuffix(".yaml") for file in _PLANS.iterdir() if file.name.endswith(".yaml")))


def load_plan(name: str) -> AccountPlan:
    """Read a plan that comes with the program; an unknown name is a PipelineError with the known ones."""
    if name not in plan_names():
        raise PipelineError("mapping.trial.unknown_plan", name=name, plans=plan_names())
    try:
        return AccountPlan.model_validate(yaml.safe_load(_PLANS.joinpath(f"{name}.yaml").read_text("utf-8")))
    except ValidationError as error:
        raise ValueError(name) from error


def _names(name: Name, number: AccountNumber | None, code: str) -> bool:
    match name:
        case Span():
            return number is not None and name.holds(number)
        case RgsCode():
            return bool(code) and name.holds(code)
