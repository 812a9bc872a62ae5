"""Running Arelle over reports: one run for many of them."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from arelle.api.Session import Session
from arelle.RuntimeOptions import RuntimeOptions


@dataclass(frozen=True)
class Outcome:
    """What Arelle said of one document: counts of each assertion, and the codes of errors of any other kind."""

    satisfied: dict[str, int]
    unsatisfied: dict[str, int]
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Run:
    outcomes: dict[str, Outcome]
    records: tuple[dict[str, Any], ...]

    def above_info(self) -> list[str]:
        return [record["code"] for record in self.records if record["level"] not in {"info", "debug"}]


def zip_package(folder: Path, target: Path) -> Path:
    """Zip a package folder as a user would."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, Path(folder.name) / path.relative_to(folder))
    return target


def run(package: Path, documents: list[str], *, base: bool = False) -> Run:
    """Validate documents with formulas, offline."""
    options = RuntimeOptions(
        entrypointFile="|".join(documents),
        packages=[str(package)],
        workOffline=True,
        keepOpen=True,
        validate=True,
        baseTaxonomyValidationMode=None if base else "none",
        disablePersistentConfig=True,
        logFile="logToStructuredMessage",
    )
    with Session() as session:
        session.run(options)
        records = json.loads(session.get_logs("json"))["log"]
        models = [model for model in session.get_models() if model.modelDocument]
        outcomes = {Path(model.uri).name: _outcome(model.errors) for model in models}
    return Run(outcomes, tuple(records))


def _outcome(errors: list[Any]) -> Outcome:
    satisfied: dict[str, int] = {}
    unsatisfied: dict[str, int] = {}
    for error in errors:
        if isinstance(error, dict):
            satisfied |= {name: counts[0] for name, counts in error.items()}
            unsatisfied |= {name: counts[1] for name, counts in error.items()}
    codes = tuple(error for error in errors if isinstance(error, str) and not error.startswith("message:"))
    return Outcome(satisfied, unsatisfied, codes)
