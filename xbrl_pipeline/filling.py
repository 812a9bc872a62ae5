"""A report back into Excel: the whole of it in its own template, and the proof that the template gives it back."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import (
    InstanceSource,
    SideInputs,
    WorkbookSource,
    choose_installed,
    open_report,
    read_workbook_source,
)
from xbrl_pipeline.instance.facts import ReadFact, count_beside, identifiers, read_facts
from xbrl_pipeline.mapping.convert import Mapped, map_cells
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.facts import FactKey, Period
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.store import find_package, load_model
from xbrl_pipeline.template.drafts import plain_label
from xbrl_pipeline.template.fill import Whose, place_whole
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.template.layout import Settings, Template
from xbrl_pipeline.template.make import make_template, with_remarks
from xbrl_pipeline.template.prefill import Cause, Past, read_value, shortened, told
from xbrl_pipeline.template.shapes import Shapes
from xbrl_pipeline.template.write import template_xlsx
from xbrl_pipeline.templates import LONGEST_YEAR, sector_of

_FIRST_DAY: Final = "FinancialReportingPeriodCurrentStartDate"  # local names in the NT
_LAST_DAY: Final = "FinancialReportingPeriodCurrentEndDate"


@dataclass(frozen=True, slots=True)
class Filled:
    """A report as a workbook: ``facts`` are those of the report, ``kept`` those that were read back out of it.

    ``lines`` say in words what came of it, and name what the workbook could not take.
    """

    template: Template
    data: bytes
    facts: int
    kept: int
    lines: tuple[str, ...]
    complete: bool


def fill(path: Path, engine: Engine, texts: Messages, *, taxonomy: str = "", year: BookYear | None = None) -> Filled:
    """Put a whole report into the template of its taxonomy, and read that back.

    Without ``year`` the reporting period is the one that the report names, or else that of most of its facts.
    """
    source = open_report(path, engine, SideInputs(choice=choose_installed(taxonomy)))
    model = load_model(source.profile, engine)
    return _Filling(source, model, engine, texts).fill(year)


@dataclass(frozen=True)
class _Filling:
    source: InstanceSource
    model: TaxonomyModel
    engine: Engine
    texts: Messages

    def fill(self, year: BookYear | None) -> Filled:
        facts = read_facts(self.source.data)
        found = identifiers(self.source.data)
        whose = Whose(*found[0]) if found else Whose("", "")
        settings = self._settings(year or self._year(facts), facts)
        empty = make_template(self.model, self.source.profile, settings, self.texts)
        pasts = [Past(fact.concept, fact.key, fact.value, fact.text, fact.entity) for fact in facts]
        given, left = place_whole(pasts, whose, empty, self.model)
        filled = make_template(self.model, self.source.profile, settings, self.texts, given)
        left = (*left, *self._unread(filled, pasts, left, whose))
        lines = [told(cause, *self._words(cause.past), self.texts) for cause in left]
        counted = [*self._counted(facts, whose)]
        kept = len(facts) - len(left)
        head = [self.texts.text("template.fill.kept", kept=kept, facts=len(facts), path=self.source.path.name)]
        head += [self.texts.text("template.fill.left", count=len(left))] if left else []
        marked = with_remarks(filled, (*head, *lines, *counted))
        shown = shortened(head, lines, counted, self.texts)
        complete = not (left or counted)
        return Filled(marked, template_xlsx(marked, self.texts), len(facts), kept, shown, complete)

    def _settings(self, year: BookYear, facts: tuple[ReadFact, ...]) -> Settings:
        profile = self.source.profile
        shapes = Shapes(self.model, profile, consolidated=True)
        members = {item.member for fact in facts if fact.key is not None for item in fact.key.dimensions}
        entry = find_package(profile.taxonomy).entry_point(profile.entry_point)
        return Settings(
            year,
            any(map(shapes.is_consolidated, members)),
            sector_of(self.source.instance, profile.template.sectors),
            title=entry.name(self.texts.lang) if entry is not None else "",
        )

    def _year(self, facts: tuple[ReadFact, ...]) -> BookYear:
        told_days = [_day(self.source.instance.texts.get(name, "")) for name in (_FIRST_DAY, _LAST_DAY)]
        first, last = told_days
        ends = {fact.key.period.end for fact in facts if fact.key is not None}
        if first is not None and last is not None and _is_year(first, last) and last in ends:
            return BookYear(first, last)
        spans = Counter(fact.key.period for fact in facts if fact.key is not None and fact.key.period.start is not None)
        likely = [each for each, _ in spans.most_common() if each.start is not None and _is_year(each.start, each.end)]
        if not likely or likely[0].start is None:
            raise PipelineError("template.no_year", ExitCode.USAGE, entry_point=self.source.path.name)
        most = spans[likely[0]]
        latest = max((each for each in likely if 2 * spans[each] >= most), key=_end)
        return BookYear(latest.start or latest.end, latest.end)

    def _unread(self, filled: Template, pasts: list[Past], left: tuple[Cause, ...], whose: Whose) -> Iterator[Cause]:
        """Read the workbook as ``run`` would, and name what it says otherwise than the report."""
        mapped = read_back(filled, self.model, self.texts)
        missed = {id(cause.past) for cause in left}
        back = {fact.key: fact.value for fact in mapped.facts}
        want: dict[FactKey, Past] = {}
        for past in pasts:
            if past.key is not None and id(past) not in missed:
                want.setdefault(past.key, past)
        for key, past in want.items():
            value = read_value(past, self.model.concepts[key.concept])
            if back.get(key) != value:
                yield Cause(past, "read")
        for key, value in back.items():
            if key not in want:
                yield Cause(Past(key.concept, key, value, str(value), whose.identifier), "added")

    def _counted(self, facts: tuple[ReadFact, ...], whose: Whose) -> Iterator[str]:
        """Tell what is no fact with a value and has no place in a workbook."""
        nil, notes = count_beside(self.source.data)
        if nil:
            yield self.texts.text("template.fill.nil", count=nil)
        if notes:
            yield self.texts.text("template.fill.footnotes", count=notes)
        told_scheme = self.source.profile.identifier_scheme or whose.scheme
        if told_scheme != whose.scheme:
            yield self.texts.text("template.fill.scheme", scheme=whose.scheme, own=told_scheme)
        known = self.source.profile.identifier_concept.rpartition(":")[2]
        said = self.source.instance.texts.get(known, "") if known else whose.identifier
        if said != whose.identifier:
            yield self.texts.text("template.fill.identifier", identifier=whose.identifier, own=said)
        decimals = self.source.profile.decimals
        others = sum(fact.decimals not in (None, decimals) for fact in facts if self._is_amount(fact))
        if others:
            yield self.texts.text("template.fill.decimals", count=others, decimals=decimals)

    def _is_amount(self, fact: ReadFact) -> bool:
        return fact.key is not None and fact.key.unit == "EUR"

    def _words(self, past: Past) -> tuple[str, list[str]]:
        lang = self.texts.lang
        concept = self.model.concepts.get(past.concept)
        dimensions = past.key.dimensions if past.key is not None else ()
        elements = [(item, self.model.element(item.member)) for item in dimensions]
        members = [item.member.local if found is None else plain_label(found.label(lang)) for item, found in elements]
        return past.concept.local if concept is None else concept.label(lang), members


def read_back(template: Template, model: TaxonomyModel, texts: Messages) -> Mapped:
    """Return what ``run`` would read in the workbook of a template."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("filling")) as folder:
        path = Path(folder) / "filled.xlsx"
        path.write_bytes(template_xlsx(template, texts))
        source = read_workbook_source(path, None)
        return map_cells(source.cells(), _codes_of(source), model, source.profile, texts)


def _codes_of(source: WorkbookSource) -> Fingerprint:
    if not isinstance(source.mapping, Fingerprint):
        msg = "a template without its fingerprint"
        raise TypeError(msg)
    return source.mapping


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _is_year(first: date, last: date) -> bool:
    return 0 < (last - first).days <= LONGEST_YEAR


def _end(period: Period) -> date:
    return period.end
