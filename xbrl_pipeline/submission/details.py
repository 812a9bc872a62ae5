"""Everything about one item, for whoever may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, select

from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import why_void
from xbrl_pipeline.submission.events import Event, as_event
from xbrl_pipeline.submission.handover import Attempt, attempts_of
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, files_of, look_up
from xbrl_pipeline.submission.office import Office, refusals

Rows = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Details:
    """An item and its papers, oldest first."""

    item: QueueItem
    void: str  # why the check or approval no longer counts, as a code; empty when it does
    files: Mapping[str, str]
    approvals: Rows
    attempts: tuple[Attempt, ...]
    evidence: Rows
    notices: Rows
    events: tuple[Event, ...]
    corrected_by: str


def details(office: Office, subject: Subject, number: str, *, now: datetime) -> Details:
    """Return an item with its files, approvals, attempts, evidence and events."""
    detail = {"number": number}
    with (
        refusals(office, subject, Action.QUEUE_SHOW, now, detail) as about,
        office.database.reading() as connection,
    ):
        item = look_up(connection, subject, Action.QUEUE_SHOW, number, about, now=now)
        columns = tables.item.c
        heir = select(columns.id).where(columns.corrects_id == item.id, tables.LIVE)
        return Details(
            item=item,
            void=why_void(connection, item, office.installed, now),
            files=files_of(connection, item),
            approvals=_rows(connection, tables.approval, item, "approved_at"),
            attempts=attempts_of(connection, item),
            evidence=_rows(connection, tables.evidence, item, "given_at"),
            notices=_rows(connection, tables.notice, item, "given_at"),
            events=_events(connection, item),
            corrected_by=connection.scalar(heir) or "",
        )


def _rows(connection: Connection, table: Table, item: QueueItem, order: str) -> Rows:
    query = select(table).where(table.c.item_id == item.id).order_by(table.c[order], table.c.id)
    return tuple(dict(row) for row in connection.execute(query).mappings())


def _events(connection: Connection, item: QueueItem) -> tuple[Event, ...]:
    query = select(tables.event).where(tables.event.c.item_id == item.id).order_by(tables.event.c.seq)
    return tuple(as_event(dict(row)) for row in connection.execute(query).mappings())
