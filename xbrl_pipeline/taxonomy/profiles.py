"""Report profiles: what a taxonomy does not say by itself about filling in one of its reports."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field

from xbrl_pipeline.model.outcome import PipelineError

PrefixedName = Annotated[str, Field(pattern=r"^[\w.-]+:[\w.-]+$")]


class ReportProfile(BaseModel):
    """One report of one taxonomy. Names are ``prefix:Local`` with the prefixes that the taxonomy declares."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    taxonomy: str
    report: str
    entry_point: str
    identifier_scheme: str = Field(description="Scheme of xbrli:identifier")
    identifier_concept: PrefixedName = Field(description="Concept whose value is the identifier (KvK number)")
    bestuursnummer_concept: PrefixedName
    name_concept: PrefixedName
    period_end_concept: PrefixedName = Field(description="Concept with the last day of the reporting period")
    statement_axis: PrefixedName
    separate_member: PrefixedName
    consolidated_member: PrefixedName
    budget_axis: PrefixedName
    budget_member: PrefixedName
    filing_rules: Literal["NT20"] | None = Field(None, description="Disclosure system of Arelle's validate/NL")
    kvk: bool = Field(default=False, description="Whether the rules of the Chamber of Commerce apply")
    decimals: Literal["INF", "0"] = "INF"
    lang: str = Field("nl", description="xml:lang of the instance")


def load_profile(taxonomy: str, report: str) -> ReportProfile:
    """Return the profile for a report; an unknown pair is a PipelineError that lists what there is."""
    profiles = shipped_profiles()
    for profile in profiles:
        if (profile.taxonomy, profile.report) == (taxonomy, report):
            return profile
    known = tuple(f"{profile.taxonomy}/{profile.report}" for profile in profiles)
    raise PipelineError("profile.unknown", taxonomy=taxonomy, report=report, known=known)


def profile_of(entry_point: str) -> ReportProfile | None:
    """Return the profile whose entry point an instance names, if any."""
    return next((profile for profile in shipped_profiles() if profile.entry_point == entry_point), None)


@cache
def shipped_profiles() -> tuple[ReportProfile, ...]:
    """Return every profile that comes with the program, by file name."""
    folder = files(__package__).joinpath("profiles")
    texts = (entry.read_text("utf-8") for entry in sorted(folder.iterdir(), key=lambda entry: entry.name))
    return tuple(ReportProfile.model_validate(yaml.safe_load(text)) for text in texts)
