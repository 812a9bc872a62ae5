"""Last year's workbook as the start of next year's: its year becomes the year before, in the new taxonomy's template.

Every cell of the old workbook that gave a fact is either found again in the new one or named with its reason:
cells before = cells after + cells named.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.filling import read_back
from xbrl_pipeline.inputs.plan import Input
from xbrl_pipeline.inputs.sources import WorkbookSource, open_workbook
from xbrl_pipeline.mapping.convert import Mapped
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.cells import CellRef, cells_text
from xbrl_pipeline.model.facts import Fact, FactKey
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.model.taxonomy_changes import ChangeKind, TaxonomyChange, TaxonomyChanges
from xbrl_pipeline.pipeline import convert
from xbrl_pipeline.taxonomy.changes import compare, publishers_list
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package, load_model
from xbrl_pipeline.template.drafts import plain_label
from xbrl_pipeline.template.fingerprint import Fingerprint
from xbrl_pipeline.template.layout import Settings, Template
from xbrl_pipeline.template.make import make_template, with_remarks
from xbrl_pipeline.template.prefill import Cause, Past, Prefill, place, read_value, shortened, told
from xbrl_pipeline.template.shapes import Shapes
from xbrl_pipeline.templates import choose_report

_SECTOR: Final = "Sector"  # local name in the NT
_FIRST: Final = ("double", "foreign", "value", "read", "dropped", "place")  # what somebody should look at


@dataclass(frozen=True, slots=True)
class Migrated:
    """Next year's start. ``cells`` gave the facts of the old workbook: ``kept`` are found in the new one, others named.

    ``lines`` say in words what came of it, all of it; ``shown`` is what fits on a screen. Without a template reading
    the old workbook found errors, and ``findings`` say which.
    """

    template: Template | None
    findings: tuple[Finding, ...]
    cells: int = 0
    kept: int = 0
    named: int = 0
    lines: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()


def migrate(path: Path, mapping: Path | None, taxonomy: str, engine: Engine, texts: Messages) -> Migrated:
    """Make next year's template of a filled template or a mapped workbook of last year."""
    source = open_workbook(path, Input(path, mapping).workbook_mapping(), engine, texts)
    mapped, before = convert(source, engine, texts)
    if any(finding.severity is Severity.ERROR for finding in mapped.findings):
        return Migrated(None, mapped.findings)
    profile = choose_report(taxonomy, source.profile.report)
    year = _year(source, mapped).shifted(1)
    if profile.year is not None and profile.year != year.end.year:
        gaps = {"path": path.name, "year": str(year.end.year - 1), "taxonomy": taxonomy, "next": str(profile.year)}
        raise PipelineError("migrate.other_year", ExitCode.USAGE, **gaps)
    return _Moving(path.name, mapped, before, load_model(profile, engine), profile, year, texts).migrate()


def _year(source: WorkbookSource, mapped: Mapped) -> BookYear:
    if isinstance(source.mapping, Fingerprint):
        return source.mapping.year
    return BookYear.calendar(mapped.entity.verslagjaar or source.mapping.file.verslagjaar)


@dataclass(frozen=True)
class _Moving:
    """One workbook on its way to the next year."""

    name: str
    mapped: Mapped
    before: TaxonomyModel
    model: TaxonomyModel
    profile: ReportProfile
    year: BookYear
    texts: Messages

    def migrate(self) -> Migrated:
        settings = self._settings()
        empty = make_template(self.model, self.profile, settings, self.texts)
        pasts = [self._past(fact) for fact in self.mapped.facts]
        given = place(
            pasts,
            empty,
            self.model,
            self.profile,
            self._renamed,
            texts=self.texts,
            source=self.name,
            old_label=lambda name: self.before.concepts[name].label(self.texts.lang),
        )
        if not given.comparative:
            raise PipelineError("template.prefill.other_year", path=self.name, year=str(self.year.end.year))
        filled = make_template(self.model, self.profile, settings, self.texts, given)
        left = (*given.left, *self._unread(filled, given))
        return self._told(filled, given, pasts, left)

    def _settings(self) -> Settings:
        shapes = Shapes(self.before, self.profile, consolidated=True)
        members = {item.member for fact in self.mapped.facts for item in fact.key.dimensions}
        said = {fact.key.concept.local: str(fact.value).casefold() for fact in self.mapped.facts}
        sector = said.get(_SECTOR, "")
        entry = find_package(self.profile.taxonomy).entry_point(self.profile.entry_point)
        return Settings(
            self.year,
            any(map(shapes.is_consolidated, members)),
            sector if sector in self.profile.template.sectors else "",
            title=entry.name(self.texts.lang) if entry is not None else "",
        )

    @cached_property
    def _changes(self) -> TaxonomyChanges:
        listed = publishers_list(find_package(self.profile.taxonomy))
        return compare(self.before, self.model, listed, self.texts.lang)

    @cached_property
    def _renamed(self) -> Mapping[str, str]:
        """New names by old ones: as ``taxonomy diff`` finds them, and the publisher's for what no statement shows."""
        listed = publishers_list(find_package(self.profile.taxonomy))
        told_names = {item.before: item.after[0] for item in listed if len(item.after) == 1}
        return told_names | {_local(each.name): _local(each.to[0]) for each in self._changes.of(ChangeKind.RENAMED)}

    def _past(self, fact: Fact) -> Past:
        """Return a fact as last year's; a total that was worked out stands in no cell."""
        text = fact.value if isinstance(fact.value, str) else str(fact.value)
        return Past(fact.key.concept, fact.key, fact.value, text, "", () if fact.derived else fact.cells)

    def _unread(self, filled: Template, given: Prefill) -> Iterator[Cause]:
        """Name what the new workbook does not say as the old one did, by reading it as ``run`` would."""
        back = {fact.key: fact.value for fact in read_back(filled, self.model, self.texts).facts}
        for past, key in given.carried:
            if back.get(key) != read_value(past, self.model.concepts[key.concept]):
                yield Cause(past, "read")

    def _told(self, filled: Template, given: Prefill, pasts: Iterable[Past], left: tuple[Cause, ...]) -> Migrated:
        text = self.texts.text
        missed = {id(cause.past) for cause in left}
        cells = {cell for past in pasts for cell in past.cells}
        kept = {cell for past, _ in given.carried if id(past) not in missed for cell in past.cells}
        named = cells - kept
        head = text("migrate.cells", cells=len(cells), kept=len(kept), named=len(named), path=self.name)
        order = sorted(left, key=lambda cause: _FIRST.index(cause.reason) if cause.reason in _FIRST else len(_FIRST))
        lines = [self._line(cause) for cause in order]
        renamed = [*self._elsewhere(given, missed)]
        about = [text("migrate.left", count=len(lines))] if lines else []
        beside = [text("migrate.renamed", count=len(renamed)), *renamed] if renamed else []
        marked = with_remarks(filled, (head, *about, *lines, *beside))
        urgent = [self._line(cause) for cause in order if cause.reason in _FIRST]
        rest = [text("migrate.rest", count=len(lines) - len(urgent))] if len(urgent) < len(lines) else []
        shown = shortened([head, *about], urgent, [*rest, *beside[:1]], self.texts)
        whole = Migrated(marked, self.mapped.findings, len(cells), len(kept), len(named))
        return replace(whole, lines=marked.remarks, shown=shown)

    def _line(self, cause: Cause) -> str:
        words = told(cause, self._label(cause.past), self._members(cause.past.key), self.texts)
        became = self._became.get(cause.past.concept.local) if cause.reason == "dropped" else None
        if became is not None:
            names = tuple(self._now(name) for name in became.to)
            words = self.texts.text(f"migrate.{became.kind}", line=words, names=names)
        return self._with_cells(words, cause.past.cells)

    def _with_cells(self, words: str, cells: tuple[CellRef, ...]) -> str:
        return self.texts.text("migrate.item", cells=cells_text(cells), line=words) if cells else words

    def _elsewhere(self, given: Prefill, missed: set[int]) -> Iterator[str]:
        """Name what was carried over under another name, or stands under another line than before."""
        moved = {_local(change.name) for change in self._changes.of(ChangeKind.MOVED)}
        for past, key in given.carried:
            other = key.concept.local != past.concept.local
            if id(past) not in missed and (other or key.concept.local in moved):
                now = self.model.concepts[key.concept].label(self.texts.lang)
                code = "migrate.now" if other else "migrate.moved"
                words = self.texts.text(code, line=self._label(past), now=now, value=past.value or past.text)
                yield self._with_cells(words, past.cells)

    @cached_property
    def _became(self) -> Mapping[str, TaxonomyChange]:
        """What the taxonomies say of names that are no more, by local name."""
        kinds = (ChangeKind.SPLIT, ChangeKind.SUGGESTED)
        return {_local(change.name): change for kind in kinds for change in self._changes.of(kind)}

    def _label(self, past: Past) -> str:
        return self.before.concepts[past.concept].label(self.texts.lang)

    def _now(self, name: str) -> str:
        element = self.model.find_any(name)
        return name if element is None else element.label(self.texts.lang)

    def _members(self, key: FactKey | None) -> list[str]:
        dimensions = key.dimensions if key is not None else ()
        elements = [(item, self.before.element(item.member)) for item in dimensions]
        return [
            item.member.local if found is None else plain_label(found.label(self.texts.lang))
            for item, found in elements
        ]


def _local(name: str) -> str:
    return name.rpartition(":")[2]
