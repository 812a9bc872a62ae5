"""``role``: who may do what for which board."""

import json
from dataclasses import asdict
from datetime import UTC, datetime

import click

from xbrl_pipeline.cli.options import json_option, lang_option, words
from xbrl_pipeline.cli.queue import database
from xbrl_pipeline.messages import day, messages
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.submission.identity import current_subject
from xbrl_pipeline.submission.roles import Assignment, Role, assignments, grant

_DATE = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])


@click.group("role", help=words("role.help"))
def command() -> None:
    """Group the actions on roles."""


@command.command("grant", help=words("role.grant.help"))
@click.argument("subject")
@click.argument("role", type=click.Choice([role.value for role in Role]))
@click.argument("bestuursnummer")
@click.option("--from", "start", type=_DATE, default=None, help=words("role.from"))
@click.option("--to", "end", type=_DATE, default=None, help=words("role.to"))
@lang_option
def grant_command(
    subject: str, role: str, bestuursnummer: str, start: datetime | None, end: datetime | None, lang: str
) -> int:
    """Give an OS account a role for a board, from today unless told otherwise."""
    now = datetime.now(UTC)
    first = (start or now.astimezone()).date()
    last = end.date() if end else None
    made = grant(
        database(), current_subject(), subject, Role(role), bestuursnummer, valid_from=first, valid_to=last, now=now
    )
    text = messages(lang).text(
        "cli.role.granted",
        subject=made.subject,
        role=made.role.label,
        bestuursnummer=made.bestuursnummer,
        first=made.valid_from,
    )
    click.echo(text)
    return ExitCode.VALID


@command.command("list", help=words("role.list.help"))
@json_option
@lang_option
def list_command(as_json: bool, lang: str) -> int:
    """Show all assignments, also those that have ended."""
    found = assignments(database())
    if as_json:
        click.echo(json.dumps([_plain(item) for item in found], ensure_ascii=False, indent=2))
    for item in () if as_json else found:
        until = f" t/m {day(item.valid_to)}" if item.valid_to else ""
        click.echo(f"{item.bestuursnummer}  {item.subject}  {item.role.label}  {day(item.valid_from)}{until}")
    if not found and not as_json:
        click.echo(messages(lang).text("cli.role.none"))
    return ExitCode.VALID


def _plain(item: Assignment) -> dict[str, object]:
    return {name: None if value is None else str(value) for name, value in asdict(item).items()}
