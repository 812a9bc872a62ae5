"""Where the queue of this machine is kept, what is installed here, and how the queue checks what it is brought."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.engine import NAME, engine_version
from xbrl_pipeline.submission.checking import CheckedDossier
from xbrl_pipeline.submission.office import Installed, Office, open_office
from xbrl_pipeline.submission.recovery import Remains
from xbrl_pipeline.taxonomy.store import home, packages

DATABASE: Final = "XBRL_PIPELINE_DATABASE"
FOLDER: Final = "XBRL_PIPELINE_QUEUE"  # of a queue that several accounts share
RULES: Final = "rules.yaml"  # in the folder of the queue: the rule set of the house


def open_premises(database: str | None = None) -> Office:
    """Open the queue of this machine."""
    kept = remains(database)
    return open_office(kept.place, kept.folder, kept.installed, kept.checker)


def remains(database: str | None = None) -> Remains:
    """Return where the queue is kept, whether or not it can be opened."""
    folder = Path(os.environ.get(FOLDER) or home())
    place = database or os.environ.get(DATABASE) or folder / "queue.sqlite"
    house = folder / RULES
    return Remains(place, folder, read_installed(), _Later(house if house.exists() else None))


@dataclass(frozen=True, slots=True)
class _Later:
    """The check that a queue does itself; what it needs is imported when something is checked."""

    rules: Path | None

    def __call__(self, brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:
        from xbrl_pipeline.batch.recheck import Recheck  # noqa: PLC0415 - brings along all that reads workbooks

        return Recheck(self.rules)(brought, lang)


def read_installed() -> Installed:
    """Return with what a dossier would be checked here and now."""
    found = packages()
    own = frozenset(package.sha256 for package in found if package.shipped)
    taxonomies = {package.id: package.sha256 for package in found}
    return Installed(identity(), f"{NAME} {engine_version()}", taxonomies, own)
