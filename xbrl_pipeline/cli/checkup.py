"""Looking at the installation: what is installed, what is missing."""

import os
import re
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.plugins import plugins
from xbrl_pipeline.boards.store import find_register
from xbrl_pipeline.dated import covered_years, missing_years, table_names
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.engine.keeping import kept_servers
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.profiles import ReportProfile, installed_profiles
from xbrl_pipeline.taxonomy.store import home, load_model, packages, verify

_YEAR: Final = re.compile(r"-(20\d\d)\b[^/]*$")  # the reporting year in the address of an entry point


@dataclass(frozen=True, slots=True)
class Checkup:
    """What is there, and what is wrong, each in sentences."""

    there: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)


def look(texts: Messages) -> Checkup:
    """Look at the libraries, at the folder for state, and try the taxonomies."""
    found = Checkup()
    found.wrong.extend(_missing_libraries(texts))
    _look_at_state(found, texts)
    _look_at_boards(found, texts)
    _look_at_taxonomies(found, texts)
    found.there.extend(_kept(texts))
    found.there.extend(_dated(texts))
    found.there.extend(_plugins(texts))
    return found


def _plugins(texts: Messages) -> list[str]:
    """Name what other packages add."""
    return [
        texts.text("cli.doctor.plugin", name=each.name, group=each.group, package=each.package) for each in plugins()
    ]


def _missing_libraries(texts: Messages) -> list[str]:
    """Name the libraries that are missing; those of an extra are for who asked for it."""
    needs = (line.partition(";") for line in requires("xbrl-pipeline") or [])
    names = [name for name, _, condition in needs if "extra ==" not in condition]
    return [texts.text("cli.doctor.missing", name=name) for name in map(_bare, names) if not _installed(name)]


def _bare(requirement: str) -> str:
    for mark in "[<>=! ":
        requirement = requirement.partition(mark)[0]
    return requirement


def _installed(name: str) -> bool:
    try:
        return bool(version(name))
    except PackageNotFoundError:
        return False


def _look_at_state(found: Checkup, texts: Messages) -> None:
    folder = next(place for place in (home(), *home().parents) if place.exists())
    found.there.append(texts.text("cli.doctor.state", path=str(home())))
    if not (Path(folder).is_dir() and os.access(folder, os.W_OK)):
        found.wrong.append(texts.text("store.not_writable", path=str(home()), cause="-"))


def _look_at_boards(found: Checkup, texts: Messages) -> None:
    """Name the register of boards, where one is kept."""
    try:
        register = find_register()
    except PipelineError as error:
        found.wrong.append(texts.text(error.code, **error.params))
        return
    if register is not None:
        facts = {"n": len(register.boards), "when": register.loaded.date(), "sha256": register.sha256}
        found.there.append(texts.text("cli.doctor.boards", name=register.name, **facts))


def _look_at_taxonomies(found: Checkup, texts: Messages) -> None:
    with Engine() as engine:
        for profile in _tried():
            try:
                model = load_model(profile, engine)
            except PipelineError as error:
                found.wrong.append(texts.text(error.code, **error.params))
            else:
                counts = {"concepts": len(model.concepts), "rules": len(model.rules)}
                told = texts.text("cli.doctor.taxonomy", id=profile.taxonomy, report=profile.report, **counts)
                found.there.append(told)
    changed = [each.package.id for each in verify() if not each.sound]
    found.wrong.extend(f"{name}: {texts.text('taxonomy.changed')}" for name in changed)


def _kept(texts: Messages) -> list[str]:
    """Name the taxonomies that are ready for the next run."""
    told = ((each, each.entry_point.rpartition("/")[2].removesuffix(".xsd")) for each in kept_servers())
    return [
        texts.text("cli.doctor.kept", name=name, process=str(each.process), memory=each.mebibytes or "?")
        for each, name in told
    ]


def _dated(texts: Messages) -> list[str]:
    """Say for which reporting years each table of dated amounts holds, and which installed years it does not know."""
    years = {int(found[1]) for profile in installed_profiles() if (found := _YEAR.search(profile.entry_point))}
    told = []
    for name in table_names():
        known, missing = covered_years(name), missing_years(name, years)
        span = {"first": str(known[0]), "last": str(known[-1])}
        code = "cli.doctor.dated.missing" if missing else "cli.doctor.dated"
        what = texts.text(f"cli.dated.{name}")
        told.append(texts.text(code, what=what, missing=", ".join(map(str, missing)), **span))
    return told


def _tried() -> list[ReportProfile]:
    """Return the reports to try: all of the program's own packages, and one of each package a user has added."""
    found: dict[str, ReportProfile] = {}
    shipped = {package.id for package in packages() if package.shipped}
    for profile in installed_profiles():
        key = f"{profile.taxonomy} {profile.report}" if profile.taxonomy in shipped else profile.taxonomy
        found.setdefault(key, profile)
    return list(found.values())
