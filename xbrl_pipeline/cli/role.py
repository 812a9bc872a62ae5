"""``role``: who may do what for which board."""

from datetime import datetime

import click

from xbrl_pipeline.cli.options import Command, database_option, json_option, lang_option
from xbrl_pipeline.cli.wording import words

_DATE = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])


def _common(command: Command) -> Command:
    """Add ``--database`` and ``--lang``."""
    return database_option(lang_option(command))


def _sure(command: Command) -> Command:
    """Add ``--new-account``: the account need not be there yet."""
    return click.option("--new-account", "sure", is_flag=True, help=words("role.new_account"))(command)


@click.group("role", help=words("role.help"))
def command() -> None:
    """Group the actions on roles."""


@command.command("bootstrap", help=words("role.bootstrap.help"))
@click.argument("subject", metavar="ACCOUNT")
@click.argument("boards", nargs=-1, required=True, metavar="BESTUURSNUMMER...")
@_sure
@_common
def bootstrap_command(subject: str, boards: tuple[str, ...], sure: bool, database: str | None, lang: str) -> int:
    """Name the first beheerder; once."""
    from xbrl_pipeline.cli.office import ask_about_account, desk
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.submission.roles import bootstrap

    at = desk(database, lang)
    ask_about_account(subject, at.texts, sure=sure)
    count = bootstrap(at.office, at.subject, subject, boards, now=at.now)
    click.echo(at.texts.text("cli.role.bootstrapped", subject=subject, count=count))
    return ExitCode.VALID


@command.command("grant", help=words("role.grant.help"))
@click.argument("subject", metavar="ACCOUNT")
@click.argument("role", metavar="ROL")
@click.argument("boards", nargs=-1, required=True, metavar="BESTUURSNUMMER...")
@click.option("--from", "start", type=_DATE, default=None, help=words("role.from"))
@click.option("--to", "end", type=_DATE, default=None, help=words("role.to"))
@click.option("--instelling", "codes", multiple=True, metavar="CODE", help=words("role.instelling"))
@_sure
@_common
def grant_command(
    subject: str,
    role: str,
    boards: tuple[str, ...],
    start: datetime | None,
    end: datetime | None,
    codes: tuple[str, ...],
    sure: bool,
    database: str | None,
    lang: str,
) -> int:
    """Give an account a role for boards, from today unless told otherwise."""
    from xbrl_pipeline.cli.office import ask_about_account, desk, each
    from xbrl_pipeline.submission.actions import role_named
    from xbrl_pipeline.submission.office import today
    from xbrl_pipeline.submission.roles import Grant, grant

    chosen = role_named(role)
    at = desk(database, lang)
    ask_about_account(subject, at.texts, sure=sure)
    first, last = start.date() if start else today(at.now), end.date() if end else None

    def grant_one(board: str) -> None:
        made = grant(at.office, at.subject, Grant(subject, chosen, board, first, last, frozenset(codes)), now=at.now)
        gaps = {"subject": made.subject, "role": made.role.label, "bestuursnummer": made.bestuursnummer}
        click.echo(at.texts.text("cli.role.granted", first=made.valid_from, **gaps))
        if codes:
            click.echo(at.texts.text("cli.role.narrow"))

    return each(boards, grant_one, at.texts)


@command.command("enrol", help=words("role.enrol.help"))
@click.argument("subject", metavar="ACCOUNT")
@click.argument("key", metavar="SLEUTEL")
@_common
def enrol_command(subject: str, key: str, database: str | None, lang: str) -> int:
    """Enrol the public key of a person."""
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.submission.persons import enrol

    at = desk(database, lang)
    made = enrol(at.office, at.subject, subject, key.strip().lower(), now=at.now)
    click.echo(at.texts.text("cli.role.enrolled", subject=made.subject, key=made.key))
    return ExitCode.VALID


@command.command("revoke", help=words("role.revoke.help"))
@click.argument("subject", metavar="ACCOUNT")
@click.argument("role", metavar="ROL")
@click.argument("boards", nargs=-1, required=True, metavar="BESTUURSNUMMER...")
@_common
def revoke_command(subject: str, role: str, boards: tuple[str, ...], database: str | None, lang: str) -> int:
    """Take a role away from an account."""
    from xbrl_pipeline.cli.office import desk, each
    from xbrl_pipeline.submission.actions import role_named
    from xbrl_pipeline.submission.roles import revoke

    chosen = role_named(role)
    at = desk(database, lang)

    def revoke_one(board: str) -> None:
        revoke(at.office, at.subject, subject, chosen, board, now=at.now)
        gaps = {"subject": subject, "role": chosen.label, "bestuursnummer": board}
        click.echo(at.texts.text("cli.role.revoked", **gaps))

    return each(boards, revoke_one, at.texts)


@command.command("list", help=words("role.list.help"))
@json_option
@_common
def list_command(as_json: bool, database: str | None, lang: str) -> int:
    """Show one's own assignments and those of one's boards, also those that have ended."""
    from dataclasses import asdict

    from xbrl_pipeline.cli.office import desk, print_json
    from xbrl_pipeline.messages import day
    from xbrl_pipeline.model.outcome import ExitCode
    from xbrl_pipeline.submission.roles import visible_assignments

    at = desk(database, lang)
    found = visible_assignments(at.office, at.subject, now=at.now)
    if as_json:
        print_json([asdict(each) | {"instellingscodes": sorted(each.instellingscodes)} for each in found])
    for each in () if as_json else found:
        until = f" t/m {day(each.valid_to)}" if each.valid_to else ""
        ended = f" ({at.texts.text('cli.role.ended', by=str(each.revoked_by))})" if each.revoked_at else ""
        codes = f" [{' '.join(sorted(each.instellingscodes))}]" if each.instellingscodes else ""
        line = f"{each.bestuursnummer}{codes}  {each.subject}  {each.role.label}  {day(each.valid_from)}{until}{ended}"
        click.echo(line)
    if not found and not as_json:
        click.echo(at.texts.text("cli.role.none"))
    return ExitCode.VALID
