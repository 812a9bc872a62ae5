"""What ties a workbook to a taxonomy: of a mapping file every line and column, of our own template its fingerprint."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from xbrl_pipeline.mapping.files import MappingFile, Value
from xbrl_pipeline.mapping.sheets import Column, Line, Sheet
from xbrl_pipeline.mapping.words import nearest
from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.cells import column_number
from xbrl_pipeline.model.facts import Dimension, FactKey, QName
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.model import Code, Concept, Kind, TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile, own_profile
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.workbook.notation import Decimals

_NO_AMOUNTS: Final = frozenset({"note", "ignore", "minus"})
_POWERS = {1: 0, 1_000: 3, 1_000_000: 6}


@dataclass(frozen=True)
class PlannedLine:
    """A line of the mapping and its concept; none where the line is ignored."""

    line: Line
    concept: Concept | None

    @cached_property
    def columns(self) -> tuple[int, ...]:
        """The columns that it is about, by number; none where it is about all."""
        return tuple(column_number(column) for column in self.line.columns)

    @property
    def title(self) -> str:
        """The line as people name it: number and words."""
        row = str(self.line.row) if self.line.row else None
        return " ".join(part for part in (self.line.line, self.line.label, row) if part)


@dataclass(frozen=True)
class PlannedSheet:
    """A sheet of the mapping with its lines bound."""

    sheet: Sheet
    lines: tuple[PlannedLine, ...]

    @cached_property
    def columns(self) -> dict[int, Column]:
        """The named columns by number."""
        return {column_number(column.column): column for column in self.sheet.columns}

    @cached_property
    def labels(self) -> tuple[int, ...]:
        """The columns with words, by number."""
        return tuple(column_number(column) for column in self.sheet.label_columns)

    @cached_property
    def amounts(self) -> dict[int, Column]:
        """The columns that hold facts, by number."""
        return {number: column for number, column in self.columns.items() if column.means not in _NO_AMOUNTS}

    @cached_property
    def minuses(self) -> dict[int, int]:
        """The columns of minus signs, by number of the column with the amounts."""
        return {column_number(column.of): number for number, column in self.columns.items() if column.of is not None}


@dataclass(frozen=True, slots=True)
class Target:
    """The fact that a cell should give."""

    concept: Concept
    key: FactKey
    title: str  # of its line, as the workbook has it
    budget: bool = False
    codes: tuple[Code, ...] = ()  # of a code list, in words where the taxonomy has them
    power: int = 0  # of ten, by which the sheet's amounts are scaled down
    negated: bool = False
    decimals: Decimals = "comma"  # of amounts that are texts


@dataclass(frozen=True)
class BoundPlan:
    """What every plan has: the taxonomy and the report."""

    model: TaxonomyModel
    profile: ReportProfile

    def qname(self, name: str) -> QName:
        """Resolve ``prefix:Local`` of the profile; a prefix that the taxonomy lacks is a PipelineError."""
        prefix, _, local = name.rpartition(":")
        if prefix not in self.model.prefixes:
            place = str(own_profile(self.profile))
            raise PipelineError("mapping.profile_prefix", name=name, taxonomy=self.model.package, path=place)
        return QName(self.model.prefixes[prefix], local)


@dataclass(frozen=True)
class TemplatePlan(BoundPlan):
    """Our own template, whose codes name the facts: its fingerprint."""

    fingerprint: Fingerprint

    @property
    def verslagjaar(self) -> int:
        """The year that the report is about."""
        return self.fingerprint.year.end.year


@dataclass(frozen=True)
class MappingPlan(BoundPlan):
    """A mapping file: its sheets bound line by line, and what it states itself.

    Its trial balances are bound apart (``trial_balance/plan.py``): one workbook may have both.
    """

    mapping: MappingFile
    sheets: tuple[PlannedSheet, ...]
    values: tuple[tuple[Value, Concept], ...]

    @property
    def verslagjaar(self) -> int:
        """The year that the report is about."""
        return self.mapping.verslagjaar

    @cached_property
    def titles(self) -> dict[QName, str]:
        """The words that the workbook itself has for a concept; of several lines the first."""
        lines = [line for sheet in self.sheets for line in sheet.lines if line.concept is not None]
        return {line.concept.name: line.title for line in reversed(lines) if line.concept is not None}

    def target(self, sheet: Sheet, line: PlannedLine, column: Column) -> Target | None:
        """Return the fact that a line has in a column, none where the line is ignored."""
        return None if line.concept is None else self.target_of(sheet, line, line.concept, column)

    def target_of(self, sheet: Sheet, line: PlannedLine, concept: Concept, column: Column) -> Target:
        """Return the fact that a concept has in a column."""
        return Target(
            concept,
            self._key(sheet, line, concept, column),
            line.title,
            budget=column.means == "budget",
            codes=self.model.codes_of(concept),
            power=_POWERS[line.line.scale or column.scale or sheet.scale] if concept.kind is Kind.MONETARY else 0,
            negated=line.line.sign == "reversed",
            decimals=sheet.decimals,
        )

    def said_target(self, concept: Concept) -> Target:
        """Return the fact that a value of the mapping itself gives."""
        unit = {Kind.MONETARY: self.mapping.currency, Kind.NUMBER: "pure"}.get(concept.kind)
        period = BookYear.calendar(self.mapping.verslagjaar).period(instant=concept.instant)
        key = FactKey(concept.name, period, (), unit)
        return Target(concept, key, concept.label("nl"), codes=self.model.codes_of(concept))

    def _key(self, sheet: Sheet, line: PlannedLine, concept: Concept, column: Column) -> FactKey:
        year = self.mapping.verslagjaar - (column.means == "previous")
        unit = {Kind.MONETARY: self.mapping.currency, Kind.NUMBER: "pure"}.get(concept.kind)
        return FactKey(
            concept.name,
            BookYear.calendar(year).period(instant=concept.instant, at=line.line.at),
            self._dimensions(sheet, column),
            unit,
        )

    def _dimensions(self, sheet: Sheet, column: Column) -> tuple[Dimension, ...]:
        if column.means == "value":
            return ()
        profile = self.profile
        pairs = {
            "separate": [(profile.statement_axis, profile.separate_member)],
            "consolidated": [(profile.statement_axis, profile.consolidated_member)],
            "none": [],
        }[column.statement or sheet.statement]
        if column.means == "budget":
            pairs = [*pairs, (profile.budget_axis, profile.budget_member)]
        return tuple(sorted(Dimension(self.qname(axis), self.qname(member)) for axis, member in pairs))


Plan = MappingPlan | TemplatePlan


def make_plan(mapping: MappingFile, model: TaxonomyModel, profile: ReportProfile) -> MappingPlan:
    """Bind a mapping; a line that cannot be bound is a PipelineError that names it, or all that have no concept."""
    gone = tuple(dict.fromkeys(_gone(mapping, model)))
    if len(gone) > 1:  # of a mapping that was made for another taxonomy, as last year's
        shown = {"n": len(gone), "taxonomy": model.package, "names": gone}
        raise PipelineError("mapping.unknown_concepts", ExitCode.INPUT_REFUSED, **shown)
    sheets = tuple(
        PlannedSheet(sheet, tuple(_plan_line(sheet, line, model) for line in sheet.lines)) for sheet in mapping.sheets
    )
    values = tuple((value, _said_concept(value, model)) for value in mapping.values)
    return MappingPlan(model, profile, mapping, sheets, values)


def _gone(mapping: MappingFile, model: TaxonomyModel) -> Iterator[str]:
    """Give the names that a mapping has and the taxonomy has not, each with the nearest one that is there."""
    named = (line.concept for sheet in mapping.sheets for line in sheet.lines)
    for name in (*named, *(value.concept for value in mapping.values)):
        if name is not None and model.find(name) is None:
            near = _near(name, model)
            yield f"{name} → {' / '.join(near)}?" if near else name


def _said_concept(value: Value, model: TaxonomyModel) -> Concept:
    concept = model.find(value.concept)
    if concept is None:
        params: dict[str, Any] = {
            "sheet": "values",
            "line": value.value,
            "concept": value.concept,
            "taxonomy": model.package,
        }
        raise PipelineError("mapping.unknown_concept", **params)
    return concept


def _plan_line(sheet: Sheet, line: Line, model: TaxonomyModel) -> PlannedLine:
    title = PlannedLine(line, None).title
    concept = None if line.concept is None else find_concept(sheet.sheet, title, line.concept, model)
    planned = PlannedLine(line, concept)
    if concept is not None:
        _check_use(sheet, planned, concept)
    return planned


def find_concept(sheet: str, title: str, name: str, model: TaxonomyModel) -> Concept:
    """Return the concept that a line of a mapping names; one that is not there is a PipelineError with the nearest."""
    concept = model.find(name)
    if concept is not None:
        return concept
    params: dict[str, Any] = {
        "sheet": sheet,
        "line": title,
        "concept": name,
        "taxonomy": model.package,
    }
    options = _near(name, model)
    if options:
        raise PipelineError("mapping.unknown_concept.similar", **params, options=options)
    raise PipelineError("mapping.unknown_concept", **params)


def _near(name: str, model: TaxonomyModel) -> tuple[str, ...]:
    """Return the concepts with that local name, or else with the nearest one."""
    local = name.rpartition(":")[2]
    near = local if local in model.by_local_name else nearest(local, model.by_local_name)
    return tuple(_prefixed(concept) for concept in model.by_local_name.get(near or "", ()))


def _prefixed(concept: Concept) -> str:
    return f"{concept.prefix}:{concept.name.local}"


def _check_use(sheet: Sheet, line: PlannedLine, concept: Concept) -> None:
    params: dict[str, Any] = {"sheet": sheet.sheet, "line": line.title, "concept": concept.name.local}
    if line.line.at == "start" and not concept.instant:
        raise PipelineError("mapping.start_of_duration", **params)
    if line.line.sign == "reversed" and not concept.numeric:
        raise PipelineError("mapping.sign_of_text", **params)
