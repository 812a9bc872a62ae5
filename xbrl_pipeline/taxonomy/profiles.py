"""Report profiles: what a taxonomy does not say by itself about filling in one of its reports.

They are tables (YAML): those of the program, those of plugins, and those a user puts in ``profiles`` under the state
folder. A user's own goes before a plugin's, which takes no name of ours. A profile
names its entry point, or a pattern for it where authorities publish it under a new address each year. One without a
report name serves every entry point that fits; an entry point that no profile knows is validated without filing rules.
A setting that nobody has published is left empty, and asked for by name when it is needed.
"""

import fnmatch
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Final, Literal, get_args

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from xbrl_pipeline.base.handwritten import MOST_BYTES, read_handwritten
from xbrl_pipeline.base.plugins import PROFILES, plugins_of
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.catalog import EntryPoint, newest
from xbrl_pipeline.taxonomy.home import home
from xbrl_pipeline.taxonomy.packages import Package, find_package, packages
from xbrl_pipeline.taxonomy.standing import TRUSTED, is_practice, standing_of

PrefixedName = Annotated[str, Field(pattern=r"^[\w.-]+:[\w.-]+$")]
FilingRules = Literal["NT16", "NT17", "NT18", "NT19", "NT20"]
RULE_YEARS: Final[tuple[FilingRules, ...]] = get_args(FilingRules)
_LAST_RULES: Final = int(RULE_YEARS[-1].removeprefix("NT"))
_NT_DOMAIN: Final = re.compile(r"nltaxonomie\.nl/nt[0-9]{1,3}/([^/]+)/", re.IGNORECASE)
_NT_YEAR: Final = re.compile(r"nltaxonomie\.nl/nt([0-9]{1,3})/", re.IGNORECASE)
_YEAR: Final = re.compile(r"(?<![0-9])20[0-9]{2}(?![0-9])")
_WILD: Final = "*?["
USUAL: Final = "jaarverantwoording"


class HiddenParts(BaseModel):
    """What a sector never fills in; hidden in its templates, not left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    roles: list[str] = Field(
        default=[], description="Statements and notes, by the end of their role; * stands for any part"
    )
    concepts: list[str] = Field(default=[], description="Lines, by local name; * stands for any part")


_LASTING: Final = (  # in the words of the NT
    *("LegalEntityLegalForm", "LegalEntityRegisteredOffice", "Sector", "OrganisationName"),
    *("JointVentureTailoredEducation", "IncludedInFinancialReportingLocalGovernment"),
    "ProgressiveDecentralisationLocalGovermentFunds",
    *("FirstName", "FamilyName", "FamilyNamePrefix", "TelephoneNumber", "EmailAddressFull"),
    *(
        "StreetName*",
        "HouseNumber*",
        "PostalCode*",
        "PlaceOfResidence*",
        "Country*",
        "PostOfficeBox*",
        "WebsiteAddress*",
    ),
    *("DocumentRelatesToIndividualEntityOrGroup", "DocumentPresentationCurrency", "BasisOfPreparation"),
    *("BalanceSheetBeforeAfterAppropriationResults", "CashFlowStatementMethodType"),
)


class TemplateHints(BaseModel):
    """What a template needs to know and the taxonomy does not say by itself."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    forecast_roles: list[str] = Field(
        default=[], description="Roles whose budget is for the years after the reporting period"
    )
    forecast_years: Annotated[int, Field(ge=0, le=10)] = 0
    current_roles: list[str] = Field(default=[], description="Roles without comparative figures")
    expected_roles: list[str] = Field(
        default=[], description="Roles that boards fill in by law or guideline, beside what the taxonomy's rules demand"
    )
    lasting_concepts: list[str] = Field(
        default=[*_LASTING], description="Lines that stay the same from year to year; * stands for any part"
    )
    sectors: dict[str, HiddenParts] = Field(default={}, description="By sector: po, vo, mbo, hbo, wo, swv")


class ReportProfile(BaseModel):
    """One report of one taxonomy. Names are ``prefix:Local`` with the prefixes that the taxonomy declares."""

    model_config = ConfigDict(extra="forbid", frozen=True, title="Report profile")

    taxonomy: str = Field(description="The id that mappings use; the id of the package once it is installed")
    report: str = Field("", description="The name that mappings use; empty: every entry point that fits the pattern")
    entry_point: str = Field(description="Address of the entry point; * stands for any part of it")
    identifier_scheme: str = Field("", description="Scheme of xbrli:identifier")
    identifier_concept: PrefixedName | Literal[""] = Field(
        "", description="Concept whose value is the identifier (KvK number)"
    )
    bestuursnummer_concept: PrefixedName | Literal[""] = ""
    name_concept: PrefixedName | Literal[""] = ""
    period_end_concept: PrefixedName | Literal[""] = Field(
        "", description="Concept with the last day of the reporting period"
    )
    statement_axis: PrefixedName | Literal[""] = ""
    separate_member: PrefixedName | Literal[""] = ""
    consolidated_member: PrefixedName | Literal[""] = ""
    budget_axis: PrefixedName | Literal[""] = ""
    budget_member: PrefixedName | Literal[""] = ""
    filing_rules: FilingRules | None = Field(None, description="Disclosure system of Arelle's validate/NL")
    kvk: bool = Field(default=False, description="Whether the rules of the Chamber of Commerce apply")
    decimals: Literal["INF", "0"] = "INF"
    lang: str = Field("nl", description="xml:lang of the instance")
    template: TemplateHints = Field(default=TemplateHints(), description="For templates made from the taxonomy")

    @property
    def rules_ahead(self) -> str:
        """The year of the NT ("NT21") where its filing rules are newer than the engine, and nobody chose others."""
        return self.year_ahead if self.filing_rules is None else ""

    @property
    def year_ahead(self) -> str:
        """The year of the NT ("NT21") where it is newer than the engine, whichever filing rules are used."""
        year = _NT_YEAR.search(self.entry_point)
        return f"NT{year[1]}" if year is not None and int(year[1]) > _LAST_RULES else ""

    @property
    def year(self) -> int | None:
        """The reporting year, as the name of the entry point or else the id of the taxonomy says it."""
        found = _YEAR.search(_stem(self.entry_point)) or _YEAR.search(self.taxonomy)
        return int(found[0]) if found is not None else None

    @property
    def of_other_domain(self) -> bool:
        """Whether the address says that it is a report of the NT for somebody else than the Chamber of Commerce."""
        domain = _NT_DOMAIN.search(self.entry_point)
        return domain is not None and domain[1].lower() != "kvk"

    @property
    def missing(self) -> tuple[str, ...]:
        """The settings without which no instance can be made from a workbook."""
        return tuple(name for name in _NEEDED if not getattr(self, name))

    def fits(self, url: str) -> bool:
        """Tell whether the profile is about an entry point."""
        return url == self.entry_point or (
            any(char in self.entry_point for char in _WILD) and fnmatch.fnmatchcase(url, self.entry_point)
        )


_NEEDED: Final = (
    "identifier_scheme",
    "identifier_concept",
    "bestuursnummer_concept",
    "name_concept",
    "period_end_concept",
    "statement_axis",
    "separate_member",
    "consolidated_member",
    "budget_axis",
    "budget_member",
)


def load_profile(taxonomy: str, report: str) -> ReportProfile:
    """Return the profile for a report, tied to the package that has it.

    An unknown pair, a package that is not installed, and a setting that nobody has filled in are PipelineErrors.
    """
    for profile in profiles():
        if (profile.taxonomy, profile.report) == (taxonomy, report):
            return _complete(_installed(profile))
    for package in packages():
        for found in _reports_of(package) if package.id == taxonomy else ():
            if found.report == report:
                return _complete(found)
    known = tuple(f"{profile.taxonomy}/{profile.report}" for profile in profiles() if profile.report)
    raise PipelineError("profile.unknown", taxonomy=taxonomy, report=report, known=known)


def profile_of(url: str, taxonomy: str = "") -> ReportProfile | None:
    """Return the profile for the entry point that an instance names; None where no installed package has it.

    With ``taxonomy`` only that package is looked at; of several that claim it one that is known goes first.
    """
    among = [find_package(taxonomy)] if taxonomy else packages()
    listed = [package for package in among if package.entry_point(url) is not None]
    if len(listed) > 1:
        listed.sort(key=lambda package: standing_of(package) not in TRUSTED)
    held = listed or [package for package in among if package.maps(url)]
    return _profile_for(held[0], url) if held else None


def report_profile(package: Package, url: str) -> ReportProfile:
    """Return the profile for an entry point of a package; what no profile says is left to be asked for."""
    if package.entry_point(url) is None:
        raise PipelineError("profile.not_installed", taxonomy=package.id, entry_point=url)
    return _profile_for(package, url)


def profile_for_year(year: int, report: str = USUAL) -> ReportProfile:
    """Return the report of a year in the taxonomy that is installed for it: an authority's before one for practice.

    Of several editions it is the last one. What no package has, and a setting that nobody has filled in, are
    PipelineErrors: a report by a taxonomy for practice is none that anybody takes.
    """
    reports = [profile for profile in installed_profiles() if profile.report == report]
    found = [profile for profile in reports if profile.year == year]
    if not found:
        raise PipelineError("recognise.no_taxonomy", year=str(year), known=tuple(each.taxonomy for each in reports))
    best, last = max(found, key=_preference), min(found, key=_preference)
    if best.missing and is_practice(last.entry_point):
        gaps = {"year": str(year), "id": best.taxonomy, "practice": last.taxonomy}
        raise PipelineError("profile.incomplete_for_year", ExitCode.INPUT_REFUSED, **gaps | _lacking(best))
    return _complete(best)


def _preference(profile: ReportProfile) -> tuple[bool, str]:
    return not is_practice(profile.entry_point), EntryPoint(profile.entry_point).edition


def installed_profiles() -> tuple[ReportProfile, ...]:
    """Return a profile for every entry point of every installed package; of several editions the last one."""
    return tuple(found for package in packages() for found in _reports_of(package))


def choose_entry_point(package: Package, report: str) -> EntryPoint:
    """Return the entry point of a report by its name, file name or address; without a name, the usual one."""
    if not report and (usual := usual_entry_point(package)) is not None:
        return usual
    names = {entry.url: _profile_for(package, entry.url).report for entry in package.entry_points}
    named = [entry for entry in package.entry_points if report in (entry.url, entry.stem, names[entry.url])]
    named = list(newest(named))
    if len(named) != 1:
        known = tuple(names.values())
        raise PipelineError("taxonomy.choose_entry_point", ExitCode.USAGE, taxonomy=package.id, known=known)
    return named[0]


def usual_entry_point(package: Package) -> EntryPoint | None:
    """Return the only entry point, or that of the annual accounts; None where neither tells."""
    entries = newest(package.entry_points)
    usual = [entry for entry in entries if len(entries) == 1 or _profile_for(package, entry.url).report == USUAL]
    return usual[0] if len(usual) == 1 else None


def profiles() -> tuple[ReportProfile, ...]:
    """Return the profiles of the program and of plugins with what the user has added to them, and the user's own."""
    installed = {(profile.taxonomy, profile.report): profile for profile in _installed_tables()}
    own = {(profile.taxonomy, profile.report): profile for profile in _own_profiles()}
    return (*(own | {key: own.get(key, profile) for key, profile in installed.items()}).values(),)


@cache
def shipped_profiles() -> tuple[ReportProfile, ...]:
    """Return every profile that comes with the program, by file name."""
    return tuple(_tables_of(__package__))


@cache
def _installed_tables() -> tuple[ReportProfile, ...]:
    """Return the profiles of the program, then those of plugins for reports that the program does not know."""
    ours = {(profile.taxonomy, profile.report): profile for profile in shipped_profiles()}
    theirs = {(profile.taxonomy, profile.report): profile for profile in _profiles_of_plugins()}
    return (*(ours | theirs | ours).values(),)


def _profiles_of_plugins() -> Iterator[ReportProfile]:
    for plugin in plugins_of(PROFILES):
        try:
            yield from _tables_of(plugin.entry_point.value)
        except (ImportError, OSError, yaml.YAMLError, TypeError, ValueError) as error:
            raise PipelineError("profile.wrong_plugin", package=plugin.package, cause=str(error)) from error


def _tables_of(package: str) -> Iterator[ReportProfile]:
    """Give the profiles in the folder ``profiles`` of a package, by file name."""
    entries = (each for each in files(package).joinpath("profiles").iterdir() if each.name.endswith(".yaml"))
    for entry in sorted(entries, key=lambda entry: entry.name):
        yield from map(ReportProfile.model_validate, _tables(entry.read_text("utf-8")))


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema of a profile file: one profile or a list of them."""
    return TypeAdapter(ReportProfile | list[ReportProfile]).json_schema()


def own_folder() -> Path:
    """Return the folder for profiles of the user's own."""
    return home() / "profiles"


def _own_profiles() -> Iterator[ReportProfile]:
    """Give the user's profiles; one for a report that the program knows only needs what is different."""
    for file in sorted(own_folder().glob("*.yaml")):
        try:
            for raw in _tables(file.read_text("utf-8")):
                yield ReportProfile.model_validate(_known(raw) | raw)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(map(str, first["loc"]))
            raise PipelineError("profile.wrong", path=str(file), field=field, cause=first["msg"]) from error
        except (OSError, yaml.YAMLError, TypeError, ValueError) as error:
            raise PipelineError("profile.unreadable", path=str(file)) from error


def _known(raw: dict[str, Any]) -> dict[str, Any]:
    key = (raw.get("taxonomy"), raw.get("report", ""))
    known = (*_installed_tables(), *(() if "entry_point" in raw else _without_table(str(key[0]))))
    found = next((each for each in known if (each.taxonomy, each.report) == key), None)
    return found.model_dump() if found is not None else {}


def _without_table(taxonomy: str) -> Iterator[ReportProfile]:
    """Give the reports of a package as the program itself knows them: for who names them by the package's id."""
    entries = (entry for package in packages() if package.id == taxonomy for entry in newest(package.entry_points))
    return (_named(_installed_tables(), taxonomy, entry.stem, entry.url) for entry in entries)


def _tables(text: str) -> list[dict[str, Any]]:
    if len(text) > MOST_BYTES:
        raise ValueError
    raw: Any = read_handwritten(text)[1]
    return [dict(item) for item in (raw if isinstance(raw, list) else [raw])]


def _installed(profile: ReportProfile) -> ReportProfile:
    """Tie a profile to the package that has its entry point; its own name goes before others, then the last edition."""
    fitting = [(package, entry) for package in packages() for entry in package.entry_points if profile.fits(entry.url)]
    if not fitting:
        raise PipelineError("profile.not_installed", taxonomy=profile.taxonomy, entry_point=profile.entry_point)
    package, entry = max(fitting, key=lambda each: (each[0].id == profile.taxonomy, each[1].edition))
    return _with_rules(profile.model_copy(update={"taxonomy": package.id, "entry_point": entry.url}))


def _complete(profile: ReportProfile) -> ReportProfile:
    """Refuse a profile that lacks something, and name the one to complete."""
    if profile.missing:
        raise PipelineError("profile.incomplete", ExitCode.INPUT_REFUSED, **_lacking(profile))
    return profile


def _lacking(profile: ReportProfile) -> dict[str, Any]:
    place = own_profile(profile)
    return {"taxonomy": place.stem, "report": profile.report, "path": str(place), "missing": profile.missing}


def own_profile(profile: ReportProfile) -> Path:
    """Return the file for what a user adds to a profile: named after its table, which holds for all editions."""
    table = _closest(profiles(), profile.entry_point)
    name = profile.taxonomy if table is None or not table.report else table.taxonomy
    return own_folder() / f"{name}.yaml"


def _reports_of(package: Package) -> Iterator[ReportProfile]:
    return (_profile_for(package, entry.url) for entry in newest(package.entry_points))


def _profile_for(package: Package, url: str) -> ReportProfile:
    entry = package.entry_point(url)
    return _named(profiles(), package.id, entry.stem if entry is not None else _stem(url), url)


def profile_elsewhere(name: str, url: str) -> ReportProfile:
    """Return the profile for an entry point of a taxonomy that is not installed; ``url`` as the instance has it."""
    return _named(profiles(), name, _stem(url) or name, url)


def _stem(url: str) -> str:
    return url.rpartition("/")[2].removesuffix(".xsd")


def _named(tables: Iterable[ReportProfile], taxonomy: str, stem: str, url: str) -> ReportProfile:
    """Return the most specific profile for an entry point, or one that asks for nothing but the taxonomy itself."""
    found = _closest(tables, url)
    if found is None:
        return ReportProfile.model_validate({"taxonomy": taxonomy, "report": stem, "entry_point": url})
    return _with_rules(
        found.model_copy(update={"taxonomy": taxonomy, "entry_point": url, "report": found.report or stem})
    )


def _with_rules(profile: ReportProfile) -> ReportProfile:
    """Give a profile without filing rules those of the year of the NT in its address, where the engine knows them."""
    year = _NT_YEAR.search(profile.entry_point)
    rules = next((each for each in RULE_YEARS if year is not None and each == f"NT{year[1]}"), None)
    return profile if profile.filing_rules or rules is None else profile.model_copy(update={"filing_rules": rules})


def _closest(candidates: Iterable[ReportProfile], url: str) -> ReportProfile | None:
    fitting = [profile for profile in candidates if profile.fits(url)]
    return max(fitting, key=_closeness, default=None)


def _closeness(profile: ReportProfile) -> tuple[bool, bool, int]:
    exact = not any(char in profile.entry_point for char in _WILD)
    return exact, bool(profile.report), len(profile.entry_point)
