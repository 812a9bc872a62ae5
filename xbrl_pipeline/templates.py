"""What ``template`` does: choose the report and its period, lay the workbook out, fill in what is known."""

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.instance.facts import read_facts
from xbrl_pipeline.instance.reader import InstanceFile, read_instance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.bookyear import BookYear
from xbrl_pipeline.model.facts import QName
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.catalog import newest
from xbrl_pipeline.taxonomy.changes import publishers_list
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import (
    USUAL,
    ReportProfile,
    profile_for_year,
    profile_of,
    report_profile,
    usual_entry_point,
)
from xbrl_pipeline.taxonomy.store import find_package, load_model
from xbrl_pipeline.template.layout import Settings, Template
from xbrl_pipeline.template.make import make_template, with_remarks
from xbrl_pipeline.template.prefill import Past, Prefill, place

_YEAR: Final = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
LONGEST_YEAR: Final = 731  # days of a first book year


@dataclass(frozen=True, slots=True)
class TemplateRequest:
    """What the user asked for."""

    year: BookYear
    consolidated: bool = False
    sector: str = ""
    prefill: Path | None = None


def choose_report(taxonomy: str, report: str, year: int | None = None) -> ReportProfile:
    """Return the profile of a report by name, address or a part of its name; none or several is a PipelineError.

    Without a taxonomy it is the one that is installed for the year.
    """
    if not taxonomy:
        if year is None:
            raise PipelineError("template.taxonomy_or_year", ExitCode.USAGE)
        return profile_for_year(year, report or USUAL)
    package = find_package(taxonomy)
    usual = usual_entry_point(package) if not report else None
    if usual is not None:
        return report_profile(package, usual.url)
    entries = newest(package.entry_points)
    profiles = [report_profile(package, entry.url) for entry in entries]
    stems = {entry.url: entry.stem for entry in entries}
    exact = [each for each in profiles if report in (each.report, each.entry_point, stems[each.entry_point])]
    ends = _shortest([each for each in profiles if report and stems[each.entry_point].endswith(f"-{report}")])
    loose = [
        each for each in profiles if report and report.casefold() in f"{each.report} {each.entry_point}".casefold()
    ]
    found = next((some for some in (exact, ends, loose) if len(some) == 1), [])
    if not found:
        known = tuple(each.report for each in profiles)
        raise PipelineError("template.which_report", ExitCode.USAGE, taxonomy=taxonomy, report=report, known=known)
    return found[0]


def _shortest(profiles: list[ReportProfile]) -> list[ReportProfile]:
    """Of entry points that end alike, the shortest: ``klein`` goes before ``zonder-winststreven-klein``."""
    return sorted(profiles, key=lambda each: len(each.entry_point))[:1]


def book_year(profile: ReportProfile, year: int | None, start: date | None, end: date | None) -> BookYear:
    """Return the reporting period that was asked for, else the year in the name of the entry point."""
    asked = asked_year(year, start, end)
    if asked is not None:
        return asked
    stem = profile.entry_point.rpartition("/")[2]
    found = [int(each) for each in _YEAR.findall(f"{stem} {profile.taxonomy}")]
    if not found:
        raise PipelineError("template.no_year", ExitCode.USAGE, entry_point=stem)
    return BookYear.calendar(found[0])


def asked_year(year: int | None, start: date | None, end: date | None) -> BookYear | None:
    """Return the reporting period that was asked for by its days, or else by its year; None where none was."""
    if start is not None and end is not None:
        if not 0 < (end - start).days <= LONGEST_YEAR:
            raise PipelineError("template.wrong_period", ExitCode.USAGE, start=start, end=end)
        return BookYear(start, end)
    if start is not None or end is not None:
        raise PipelineError("template.half_period", ExitCode.USAGE)
    return BookYear.calendar(year) if year else None


def build(profile: ReportProfile, wish: TemplateRequest, texts: Messages) -> tuple[Template, tuple[str, ...]]:
    """Return the template, and in words what of last year's report it could not take."""
    sectors = profile.template.sectors
    instance = None if wish.prefill is None else read_instance(wish.prefill)
    if instance is not None and not wish.sector:
        wish = replace(wish, sector=sector_of(instance, sectors))
    if wish.sector and wish.sector not in sectors:
        params = {"taxonomy": profile.taxonomy, "sector": wish.sector, "known": tuple(sectors)}
        raise PipelineError("template.no_sector", ExitCode.USAGE, **params)
    with Engine() as engine:
        model = load_model(profile, engine)
        return _Building(profile, wish, texts, model, engine).build(instance)


@dataclass(frozen=True, slots=True)
class _Building:
    """One template in the making."""

    profile: ReportProfile
    wish: TemplateRequest
    texts: Messages
    model: TaxonomyModel
    engine: Engine

    def build(self, instance: InstanceFile | None) -> tuple[Template, tuple[str, ...]]:
        entry = find_package(self.profile.taxonomy).entry_point(self.profile.entry_point)
        title = entry.name(self.texts.lang) if entry is not None else ""
        settings = Settings(self.wish.year, self.wish.consolidated, self.wish.sector, title=title)
        empty = make_template(self.model, self.profile, settings, self.texts)
        if instance is None:
            return empty, ()
        given = self._given(instance, empty)
        if not given.comparative:
            year = str(empty.year.end.year)
            raise PipelineError("template.prefill.other_year", path=str(self.wish.prefill), year=year)
        filled = make_template(self.model, self.profile, settings, self.texts, given)
        return with_remarks(filled, given.remarks), given.told

    def _given(self, instance: InstanceFile, empty: Template) -> Prefill:
        facts = tuple(
            Past(fact.concept, fact.key, fact.value, fact.text, fact.entity) for fact in read_facts(instance.data)
        )
        listed = publishers_list(find_package(self.profile.taxonomy))
        renamed = {item.before: item.after[0] for item in listed if len(item.after) == 1}
        label = partial(_old_label, instance.schema_refs, self.engine, self.texts.lang)
        return place(
            facts, empty, self.model, self.profile, renamed, texts=self.texts, source=instance.name, old_label=label
        )


def sector_of(instance: InstanceFile, known: Collection[str]) -> str:
    """Return the sector that a report names, empty where it is not one of those that are known."""
    sector = instance.texts.get("Sector", "").casefold()
    return sector if sector in known else ""


def _old_label(urls: tuple[str, ...], engine: Engine, lang: str, name: QName) -> str:
    """Return what last year's taxonomy calls a line, where it is installed; else the name of its element."""
    found = next((profile for url in urls if (profile := profile_of(url))), None)
    concept = load_model(found, engine).concepts.get(name) if found is not None else None
    return concept.label(lang) if concept is not None else name.local
