"""Items of the queue as a table and as plain values."""

from dataclasses import asdict

from rich.table import Table

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.submission.queue import QueueItem

_COLUMNS = ("item", "board", "year", "report", "state", "by", "at", "hash")


def plain(item: QueueItem) -> dict[str, object]:
    """Return an item as JSON can hold it."""
    return {name: value if isinstance(value, bool | int) else str(value) for name, value in asdict(item).items()}


def table(found: tuple[QueueItem, ...], texts: Messages) -> Table:
    """Return items as a table for the terminal."""
    made = Table(*(texts.text(f"cli.queue.column.{column}") for column in _COLUMNS))
    for item in found:
        board = (str(item.id)[:8], item.bestuursnummer, str(item.verslagjaar), item.report)
        made.add_row(
            *board, item.state, item.added_by, f"{item.added_at:%d-%m-%Y %H:%M} UTC", item.instance_sha256[:12]
        )
    return made
