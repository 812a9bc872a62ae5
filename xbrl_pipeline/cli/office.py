"""Opening the queue for a command: where it is kept, what is installed, and who is at the keyboard."""

import json
import os
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import click

from xbrl_pipeline.cli.options import show_problem
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, worst
from xbrl_pipeline.submission.checking import Checked
from xbrl_pipeline.submission.identity import Subject, current_subject
from xbrl_pipeline.submission.office import Installed, Office, open_office

DATABASE: Final = "XBRL_PIPELINE_DATABASE"
FOLDER: Final = "XBRL_PIPELINE_QUEUE"  # of a queue that several accounts share
RULES: Final = "rules.yaml"  # in the folder of the queue: the rule set of the house
TOKEN: Final = "XBRL_PIPELINE_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class Desk:
    """What a command of the queue works with."""

    office: Office
    subject: Subject
    now: datetime
    texts: Messages


def desk(database: str | None, lang: str) -> Desk:
    """Open the queue; the subject is the OS account, or the owner of the token in the environment."""
    from xbrl_pipeline.submission.tokens import subject_of

    office, now = _office(database), datetime.now(UTC)
    secret = os.environ.get(TOKEN)
    subject = subject_of(office, secret, now=now) if secret else current_subject()
    return Desk(office, subject, now, messages(lang))


def _office(database: str | None) -> Office:
    from xbrl_pipeline.taxonomy.store import home

    folder = Path(os.environ.get(FOLDER) or home())
    place = database or os.environ.get(DATABASE) or folder / "queue.sqlite"
    house = folder / RULES
    return open_office(place, folder, _installed(), _Later(house if house.exists() else None))


@dataclass(frozen=True, slots=True)
class _Later:
    """The check that a queue does itself; what it needs is imported when something is checked."""

    rules: Path | None

    def __call__(self, brought: Mapping[str, bytes]) -> Checked:
        from xbrl_pipeline.batch.recheck import Recheck

        return Recheck(self.rules)(brought)


def _installed() -> Installed:
    from xbrl_pipeline.engine import NAME, engine_version
    from xbrl_pipeline.program import identity
    from xbrl_pipeline.taxonomy.store import packages

    taxonomies = {package.id: package.sha256 for package in packages()}
    return Installed(identity(), f"{NAME} {engine_version()}", taxonomies)


def print_json(content: object) -> None:
    """Print plain values as JSON."""
    click.echo(json.dumps(content, ensure_ascii=False, indent=2, default=str))


def each(things: Iterable[Any], do: Callable[[Any], None], texts: Messages) -> ExitCode:
    """Do something with each thing; one that is refused does not stop the others. Return the worst exit code."""
    codes = [ExitCode.VALID]
    for thing in things:
        try:
            do(thing)
        except PipelineError as refusal:
            show_problem(refusal, texts)
            codes.append(refusal.exit_code)
    return worst(codes)


def shown(text: str) -> str:
    """Return text of strangers as a terminal may show it: no control or reordering characters."""
    return "".join(char if char.isprintable() else "?" for char in text)
