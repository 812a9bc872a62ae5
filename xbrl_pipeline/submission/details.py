"""Everything about one item, for whoever may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Table, select

from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import is_own, why_void
from xbrl_pipeline.submission.authorisation import may
from xbrl_pipeline.submission.events import Event, as_event
from xbrl_pipeline.submission.handover import Attempt, attempts_of, open_attempt
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, files_of, look_up
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.states import HANDED_OVER, STEPS, State

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
    steps: frozenset[Action]  # what the subject may do with it as it stands


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
            steps=_steps(connection, subject, item, now),
        )


def _steps(connection: Connection, subject: Subject, item: QueueItem, now: datetime) -> frozenset[Action]:
    """Return what the doors would let the subject do, as far as role, state and four eyes decide it."""
    actor = actor_of(connection, subject, now, {item.bestuursnummer})
    possible = {step.action for step in STEPS if step.before is item.state and step.action in OFFERED}
    if item.state in HANDED_OVER:
        possible.add(Action.QUEUE_CONFIRM)  # what DUO tells besides an outcome
    if is_own(subject, item):
        possible.discard(Action.QUEUE_APPROVE)
    if item.state is not State.GOEDGEKEURD and open_attempt(connection, item) is None:
        possible.discard(Action.QUEUE_HANDOVER)
    return frozenset(action for action in possible if may(actor, action, item.resource))


OFFERED: Final = frozenset(
    {
        Action.QUEUE_APPROVE,
        Action.QUEUE_REJECT,
        Action.QUEUE_WITHDRAW,
        Action.QUEUE_HANDOVER,
        Action.QUEUE_CONFIRM,
    }
)


def _rows(connection: Connection, table: Table, item: QueueItem, order: str) -> Rows:
    query = select(table).where(table.c.item_id == item.id).order_by(table.c[order], table.c.id)
    return tuple(dict(row) for row in connection.execute(query).mappings())


def _events(connection: Connection, item: QueueItem) -> tuple[Event, ...]:
    query = select(tables.event).where(tables.event.c.item_id == item.id).order_by(tables.event.c.seq)
    return tuple(as_event(dict(row)) for row in connection.execute(query).mappings())
