"""What happened, in order: one row for every change and for every refusal. Rows are only ever added."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, insert, select

from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.identity import IdentitySource, Subject
from xbrl_pipeline.submission.tables import event


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when, to which item."""

    seq: int
    at: datetime  # UTC
    actor: str
    identity_source: IdentitySource
    action: str  # "queue.add", "queue.add.refused", "role.grant"
    item_id: UUID | None
    detail: Mapping[str, str]


def record(
    connection: Connection,
    subject: Subject,
    action: str,
    at: datetime,
    *,
    detail: Mapping[str, str],
    item_id: UUID | None = None,
) -> None:
    """Add an event inside the transaction of the change it is about."""
    connection.execute(
        insert(event).values(
            at=at,
            actor=subject.name,
            identity_source=subject.identity_source,
            action=action,
            item_id=item_id,
            detail=dict(detail),
        ),
    )


def events(database: Database) -> tuple[Event, ...]:
    """Return all events, oldest first."""
    with database.reading() as connection:
        rows = connection.execute(select(event).order_by(event.c.seq)).mappings()
        return tuple(_event(**row) for row in rows)


def _event(*, identity_source: str, **values: Any) -> Event:  # noqa: ANN401 - a row has many types
    return Event(identity_source=IdentitySource(identity_source), **values)
