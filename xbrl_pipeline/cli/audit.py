"""``audit``: what happened, and proof that it was not altered."""

from datetime import datetime
from pathlib import Path

import click

from xbrl_pipeline.cli.options import Command, database_option, json_option, lang_option
from xbrl_pipeline.cli.wording import words

_DATE = click.DateTime(["%Y-%m-%d", "%d-%m-%Y"])
_FILE = click.Path(path_type=Path)


def _common(command: Command) -> Command:
    """Add ``--database``, ``--lang`` and ``--json``."""
    return database_option(lang_option(json_option(command)))


@click.group("audit", help=words("audit.help"))
def command() -> None:
    """Group the actions on the record."""


@command.command("show", help=words("audit.show.help"))
@click.option("--board", default=None, metavar="BESTUURSNUMMER", help=words("audit.board"))
@click.option("--item", default="", metavar="NR", help=words("audit.item"))
@click.option("--from", "start", type=_DATE, default=None, help=words("audit.from"))
@click.option("--to", "end", type=_DATE, default=None, help=words("audit.to"))
@click.option("--format", "kind", type=click.Choice(["table", "json", "csv"]), default="table", show_default=True,
              help=words("audit.format"))  # fmt: skip
@click.option("--out", type=_FILE, default=None, help=words("audit.out"))
@_common
def show_command(
    board: str | None,
    item: str,
    start: datetime | None,
    end: datetime | None,
    kind: str,
    out: Path | None,
    database: str | None,
    lang: str,
    as_json: bool,
) -> int:
    """Show events."""
    from xbrl_pipeline.cli.audit_actions import show
    from xbrl_pipeline.cli.office import desk
    from xbrl_pipeline.submission.audit import Window

    window = Window(board, start.date() if start else None, end.date() if end else None, item.strip().lower())
    return show(desk(database, lang), window, "json" if as_json else kind, out)


@command.command("verify", help=words("audit.verify.help"))
@click.option("--checkpoint", type=_FILE, default=None, help=words("audit.checkpoint"))
@click.option("--key", "keys", multiple=True, metavar="SLEUTEL", help=words("audit.key"))
@_common
def verify_command(
    checkpoint: Path | None, keys: tuple[str, ...], database: str | None, lang: str, as_json: bool
) -> int:
    """Check chain, rows and checkpoints."""
    from xbrl_pipeline.cli.audit_actions import verify
    from xbrl_pipeline.cli.office import desk

    return verify(desk(database, lang), checkpoint, keys, as_json=as_json)


@command.command("key", help=words("audit.key.help"))
@_common
def key_command(database: str | None, lang: str, as_json: bool) -> int:
    """Show the public key of this account."""
    from xbrl_pipeline.cli.audit_actions import show_key
    from xbrl_pipeline.cli.office import desk

    return show_key(desk(database, lang), as_json=as_json)
