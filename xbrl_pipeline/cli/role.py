"""``role``: who may do what for which board."""

import json
from datetime import UTC, datetime

import click

from xbrl_pipeline.cli.options import json_option, lang_option, words
from xbrl_pipeline.cli.queue import database
from xbrl_pipeline.messages import day, messages
from xbrl_pipeline.model.outcome import ExitCode

_DATE = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])


@click.group("role", help=words("role.help"))
def command() -> None:
    """Group the actions on roles."""


@command.command("grant", help=words("role.grant.help"))
@click.argument("subject")
@click.argument("role")
@click.argument("bestuursnummer")
@click.option("--from", "start", type=_DATE, default=None, help=words("role.from"))
@click.option("--to", "end", type=_DATE, default=None, help=words("role.to"))
@lang_option
def grant_command(
    subject: str, role: str, bestuursnummer: str, start: datetime | None, end: datetime | None, lang: str
) -> int:
    """Give an OS account a role for a board, from today unless told otherwise."""
    from xbrl_pipeline.submission.identity import current_subject
    from xbrl_pipeline.submission.roles import grant, role_named

    now = datetime.now(UTC)
    first, last = (start or now.astimezone()).date(), end.date() if end else None
    chosen = role_named(role)
    made = grant(
        database(), current_subject(), subject, chosen, bestuursnummer, valid_from=first, valid_to=last, now=now
    )
    gaps = {"subject": made.subject, "role": made.role.label, "bestuursnummer": made.bestuursnummer}
    click.echo(messages(lang).text("cli.role.granted", first=made.valid_from, **gaps))
    return ExitCode.VALID


@command.command("list", help=words("role.list.help"))
@json_option
@lang_option
def list_command(as_json: bool, lang: str) -> int:
    """Show all assignments, also those that have ended."""
    from dataclasses import asdict

    from xbrl_pipeline.submission.roles import assignments

    found = assignments(database())
    if as_json:
        rows = [{name: value and str(value) for name, value in asdict(item).items()} for item in found]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
    for item in () if as_json else found:
        until = f" t/m {day(item.valid_to)}" if item.valid_to else ""
        click.echo(f"{item.bestuursnummer}  {item.subject}  {item.role.label}  {day(item.valid_from)}{until}")
    if not found and not as_json:
        click.echo(messages(lang).text("cli.role.none"))
    return ExitCode.VALID
