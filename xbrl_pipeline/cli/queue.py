"""``queue``: put valid dossiers in the board's own queue, and see what stands there."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from xbrl_pipeline.cli.options import json_option, lang_option, quiet_option, words
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode

if TYPE_CHECKING:
    from xbrl_pipeline.submission.database import Database


@click.group("queue", help=words("queue.help"))
def command() -> None:
    """Group the actions of the queue."""


def database() -> "Database":
    """Open the queue's database in the user's data folder."""
    from xbrl_pipeline.submission.database import open_database
    from xbrl_pipeline.taxonomy.store import home

    return open_database(home() / "queue.sqlite")


@command.command("add", help=words("queue.add.help"))
@click.argument("dossier", type=click.Path(path_type=Path))
@lang_option
@json_option
@quiet_option
def add_command(dossier: Path, lang: str, as_json: bool, quiet: bool) -> int:
    """Add one dossier; the subject is the OS account."""
    from datetime import UTC, datetime

    from xbrl_pipeline.cli.queue_view import plain
    from xbrl_pipeline.submission.identity import current_subject
    from xbrl_pipeline.submission.queue import add

    item = add(database(), dossier, current_subject(), now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(plain(item), ensure_ascii=False, indent=2))
    elif not quiet:
        code = "cli.queue.already" if item.already else "cli.queue.added"
        year = str(item.verslagjaar)
        gaps = {"item": str(item.id)[:8], "bestuursnummer": item.bestuursnummer, "verslagjaar": year}
        click.echo(messages(lang).text(code, **gaps))
    return ExitCode.VALID


@command.command("list", help=words("queue.list.help"))
@lang_option
@json_option
def list_command(lang: str, as_json: bool) -> int:
    """Show the items of the boards that the subject may see."""
    from datetime import UTC, datetime

    from rich.console import Console

    from xbrl_pipeline.cli.queue_view import plain, table
    from xbrl_pipeline.submission.identity import current_subject
    from xbrl_pipeline.submission.queue import items

    found = items(database(), current_subject(), now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([plain(item) for item in found], ensure_ascii=False, indent=2))
    elif found:
        Console().print(table(found, messages(lang)))
    else:
        click.echo(messages(lang).text("cli.queue.empty"))
    return ExitCode.VALID
