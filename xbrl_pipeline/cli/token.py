"""``token``: let a script act for you, within bounds."""

import click

from xbrl_pipeline.cli.options import Command, database_option, json_option, lang_option
from xbrl_pipeline.cli.wording import words


def _common(command: Command) -> Command:
    """Add ``--database``, ``--lang`` and ``--json``."""
    return database_option(lang_option(json_option(command)))


@click.group("token", help=words("token.help"))
def command() -> None:
    """Group the actions on tokens."""


@command.command("create", help=words("token.create.help"))
@click.argument("boards", nargs=-1, required=True, metavar="BESTUURSNUMMER...")
@click.option("--may", "actions", multiple=True, default=("queue.list", "queue.add"), show_default=True,
              help=words("token.may"))  # fmt: skip
@click.option("--days", type=int, default=90, show_default=True, help=words("token.days"))
@_common
def create_command(
    boards: tuple[str, ...], actions: tuple[str, ...], days: int, database: str | None, lang: str, as_json: bool
) -> int:
    """Make a token and show its secret, once."""
    from dataclasses import asdict

    from xbrl_pipeline.cli.office import desk, print_json
    from xbrl_pipeline.messages import clock
    from xbrl_pipeline.model.outcome import ExitCode, PipelineError
    from xbrl_pipeline.submission.actions import PERSONAL, Action
    from xbrl_pipeline.submission.identity import Scope
    from xbrl_pipeline.submission.tables import parsed
    from xbrl_pipeline.submission.tokens import create

    unknown = set(actions) - {action.value for action in Action}
    if unknown:
        known = tuple(action.value for action in Action if action not in PERSONAL)
        raise PipelineError("cli.token.unknown_action", ExitCode.USAGE, action=min(unknown), known=known)
    at = desk(database, lang)
    scope = Scope(frozenset(map(Action, actions)), frozenset(boards))
    made, secret = create(at.office, at.subject, scope, days, now=at.now)
    if as_json:
        print_json(asdict(made) | {"secret": secret})
    else:
        click.echo(
            at.texts.text("cli.token.created", token=made.id[:8], until=clock(parsed(made.expires_at))), err=True
        )
        click.echo(secret)
    return ExitCode.VALID


@command.command("revoke", help=words("token.revoke.help"))
@click.argument("number", metavar="NR")
@_common
def revoke_command(number: str, database: str | None, lang: str, as_json: bool) -> int:
    """End a token."""
    from dataclasses import asdict

    from xbrl_pipeline.cli.office import desk, print_json
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.submission.tokens import revoke

    at = desk(database, lang)
    ended = revoke(at.office, at.subject, number, now=at.now)
    if as_json:
        print_json(asdict(ended))
    else:
        click.echo(at.texts.text("cli.token.revoked", token=ended.id[:8]))
    return ExitCode.VALID


@command.command("list", help=words("token.list.help"))
@_common
def list_command(database: str | None, lang: str, as_json: bool) -> int:
    """Show tokens without their secrets."""
    from dataclasses import asdict

    from xbrl_pipeline.cli.office import desk, print_json
    from xbrl_pipeline.messages import clock
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.submission.tables import parsed
    from xbrl_pipeline.submission.tokens import visible_tokens

    at = desk(database, lang)
    found = visible_tokens(at.office, at.subject, now=at.now)
    if as_json:
        print_json([asdict(each) for each in found])
    for each in () if as_json else found:
        ended = f" ({at.texts.text('cli.role.ended', by=str(each.revoked_by))})" if each.revoked_at else ""
        until = f"t/m {clock(parsed(each.expires_at))}"
        click.echo(f"{each.id[:8]}  {each.subject}  {' '.join(each.boards)}  {' '.join(each.actions)}  {until}{ended}")
    if not found and not as_json:
        click.echo(at.texts.text("cli.token.none"))
    return ExitCode.VALID
