"""The store of taxonomies, as the rest of the program uses it."""

from dataclasses import dataclass

from xbrl_pipeline.engine import Engine
from xbrl_pipeline.taxonomy.compiled import compiled_model
from xbrl_pipeline.taxonomy.home import home
from xbrl_pipeline.taxonomy.intake import AddedPackage, add, remove
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.packages import Package, digest, find_package, packages
from xbrl_pipeline.taxonomy.profiles import ReportProfile

__all__ = [
    "AddedPackage",
    "Package",
    "VerifiedPackage",
    "add",
    "compiled_model",
    "find_package",
    "home",
    "load_model",
    "packages",
    "remove",
    "verify",
]


@dataclass(frozen=True, slots=True)
class VerifiedPackage:
    """A package, and whether its zip is still the one that was taken in."""

    package: Package
    sound: bool


def verify() -> tuple[VerifiedPackage, ...]:
    """Hash every package again."""
    return tuple(VerifiedPackage(package, sound=digest(package.path) == package.sha256) for package in packages())


def load_model(profile: ReportProfile, engine: Engine) -> TaxonomyModel:
    """Return the compiled model of a report's entry point; the first time per content it is compiled by the engine."""
    return compiled_model(find_package(profile.taxonomy), profile.entry_point, engine)
