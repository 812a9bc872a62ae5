"""Looking at the installation: what is installed, what is missing."""

import os
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

import click

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.profiles import ReportProfile, installed_profiles
from xbrl_pipeline.taxonomy.store import home, load_model, packages, verify


def problems(texts: Messages) -> list[str]:
    """Return everything that is wrong, in sentences; print what is found on the way."""
    return [*_missing_libraries(texts), *_state_problems(texts), *_taxonomy_problems(texts)]


def _missing_libraries(texts: Messages) -> list[str]:
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


def _state_problems(texts: Messages) -> list[str]:
    folder = next(place for place in (home(), *home().parents) if place.exists())
    click.echo(texts.text("cli.doctor.state", path=str(home())))
    writable = Path(folder).is_dir() and os.access(folder, os.W_OK)
    return [] if writable else [texts.text("store.not_writable", path=str(home()), cause="-")]


def _taxonomy_problems(texts: Messages) -> list[str]:
    found = []
    with Engine() as engine:
        for profile in _tried():
            try:
                model = load_model(profile, engine)
            except PipelineError as error:
                found.append(texts.text(error.code, **error.params))
            else:
                counts = {"concepts": len(model.concepts), "rules": len(model.rules)}
                click.echo(texts.text("cli.doctor.taxonomy", id=profile.taxonomy, report=profile.report, **counts))
    changed = [each.package.id for each in verify() if not each.sound]
    return found + [f"{name}: {texts.text('taxonomy.changed')}" for name in changed]


def _tried() -> list[ReportProfile]:
    """Return the reports to try: all of the program's own packages, and one of each package a user has added."""
    found: dict[str, ReportProfile] = {}
    shipped = {package.id for package in packages() if package.shipped}
    for profile in installed_profiles():
        key = f"{profile.taxonomy} {profile.report}" if profile.taxonomy in shipped else profile.taxonomy
        found.setdefault(key, profile)
    return list(found.values())
