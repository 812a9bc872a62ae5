"""Opening the queue for a command: where it is kept, what is installed, and who is at the keyboard."""

import json
import os
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

import click

from xbrl_pipeline.base.system import has_account
from xbrl_pipeline.cli.options import show_problem
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.messages.plain import escaped
from xbrl_pipeline.model.outcome import ExitCode, PipelineError, worst
from xbrl_pipeline.submission.identity import Subject, current_subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.recovery import Remains

TOKEN: Final = "XBRL_PIPELINE_TOKEN"  # noqa: S105 - the name of a variable


@dataclass(frozen=True, slots=True)
class QueueSession:
    """What a command of the queue works with."""

    office: Office
    subject: Subject
    now: datetime
    texts: Messages


def desk(database: str | None, lang: str) -> QueueSession:
    """Open the queue; the subject is the OS account, or the owner of the token in the environment."""
    from xbrl_pipeline.batch.premises import open_premises
    from xbrl_pipeline.submission.persons import identify
    from xbrl_pipeline.submission.tokens import subject_of

    secret = os.environ.get(TOKEN)
    if secret is not None and not secret.strip():  # a secret that got lost on the way must not give a person's rights
        raise PipelineError("submission.token_empty", ExitCode.USAGE, name=TOKEN)
    subject = current_subject() if secret is None else None
    office = open_premises(database)
    now = office.database.now()
    known = identify(office, subject) if subject else subject_of(office, secret or "", now=now)
    return QueueSession(office, known, now, messages(lang))


def remains(database: str | None) -> Remains:
    """Return where the queue is kept, whether or not it can be opened."""
    from xbrl_pipeline.batch import premises

    return premises.remains(database)


def ask_about_account(name: str, texts: Messages, *, sure: bool) -> None:
    """Ask whether an account is meant that this machine does not know; where nobody can answer it is refused."""
    if sure or has_account(name) is not False:
        return
    if sys.stdin.isatty() and click.confirm(texts.text("cli.role.no_such_account", subject=shown(name)), err=True):
        return
    raise PipelineError("cli.role.unknown_account", ExitCode.USAGE, subject=name)


def print_json(content: object) -> None:
    """Print plain values as JSON."""
    click.echo(escaped(json.dumps(content, ensure_ascii=False, indent=2, default=str)))


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
