"""``queue``: put valid dossiers in the board's own queue, and see what stands there."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from xbrl_pipeline.cli.options import json_option, lang_option, quiet_option, words
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.submission.database import Database, open_database
from xbrl_pipeline.submission.identity import current_subject
from xbrl_pipeline.submission.queue import QueueItem, add, items
from xbrl_pipeline.taxonomy.store import home


@click.group("queue", help=words("queue.help"))
def command() -> None:
    """Group the actions of the queue."""


def database() -> Database:
    """Open the queue's database in the user's data folder."""
    return open_database(home() / "queue.sqlite")


@command.command("add", help=words("queue.add.help"))
@click.argument("dossier", type=click.Path(path_type=Path))
@lang_option
@json_option
@quiet_option
def add_command(dossier: Path, lang: str, as_json: bool, quiet: bool) -> int:
    """Add one dossier; the subject is the OS account."""
    item = add(database(), dossier, current_subject(), now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps(_plain(item), ensure_ascii=False, indent=2))
    elif not quiet:
        code = "cli.queue.already" if item.already else "cli.queue.added"
        text = messages(lang).text(
            code, item=str(item.id)[:8], bestuursnummer=item.bestuursnummer, verslagjaar=str(item.verslagjaar)
        )
        click.echo(text)
    return ExitCode.VALID


@command.command("list", help=words("queue.list.help"))
@lang_option
@json_option
def list_command(lang: str, as_json: bool) -> int:
    """Show the items of the boards that the subject may see."""
    found = items(database(), current_subject(), now=datetime.now(UTC))
    if as_json:
        click.echo(json.dumps([_plain(item) for item in found], ensure_ascii=False, indent=2))
    elif found:
        Console().print(_table(found, messages(lang)))
    else:
        click.echo(messages(lang).text("cli.queue.empty"))
    return ExitCode.VALID


def _plain(item: QueueItem) -> dict[str, object]:
    return {name: value if isinstance(value, bool | int) else str(value) for name, value in asdict(item).items()}


def _table(found: tuple[QueueItem, ...], texts: Messages) -> Table:
    table = Table()
    for column in ("item", "board", "year", "report", "state", "by", "at", "hash"):
        table.add_column(texts.text(f"cli.queue.column.{column}"))
    for item in found:
        added = f"{item.added_at:%d-%m-%Y %H:%M} UTC"
        digest = item.instance_sha256[:12]
        cells = (str(item.id)[:8], item.bestuursnummer, str(item.verslagjaar), item.report, item.state, item.added_by)
        table.add_row(*cells, added, digest)
    return table
