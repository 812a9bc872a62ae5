"""What happened, in order: one event for every change and for every refusal. Events are only ever added.

Each event holds the hash of the one before, and the digest of every row it changed, so that an event or a row that is
changed outside the program no longer fits.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select

from xbrl_pipeline import VERSION
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.chain import GENESIS, canonical, event_hash, row_digest
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.identity import IdentitySource, Subject
from xbrl_pipeline.submission.tables import AHEAD, event, moment, parsed

LEDGER_CREATED = "ledger.created"
LEDGER_RECOVERED = "ledger.recovered"
_LEDGER = "ledger."


@dataclass(frozen=True, slots=True)
class Event:
    """Who did what, when, to which item, and how that person was known."""

    seq: int
    at: datetime  # UTC
    actor: str
    identity_source: IdentitySource
    assurance: str
    action: str  # as in ``Action``, or "ledger.created"
    refused: bool
    bestuursnummer: str  # empty where the event is of no board
    item_id: str
    before: str  # states; empty where there is none
    after: str
    detail: Mapping[str, str]
    rows: Mapping[str, str]
    program: str
    prev: str
    hash: str


@dataclass(frozen=True, slots=True)
class Note:
    """What to record. ``rows``: the rows that the change has written, as table and primary key."""

    action: str
    bestuursnummer: str = ""
    item_id: str = ""
    before: str = ""
    after: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[tuple[Table, tuple[Any, ...]], ...] = ()
    refused: bool = False


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The last event of a chain."""

    seq: int
    hash: str


def record(connection: Connection, subject: Subject, note: Note, at: datetime) -> ChainHead:
    """Add an event inside the transaction of the change it is about, which holds the write lock."""
    last = head(connection)
    row: dict[str, Any] = {
        "seq": last.seq + 1,
        "at": moment(at),
        "actor": storable(subject.name),
        "identity_source": subject.identity_source.value,
        "assurance": subject.identity_source.assurance.value,
        "action": note.action,
        "refused": int(note.refused),
        "bestuursnummer": storable(note.bestuursnummer),
        "item_id": note.item_id,
        "before": note.before,
        "after": note.after,
        "detail": canonical({name: storable(value) for name, value in note.detail.items()}),
        "rows": canonical(dict(_digests(connection, note.rows))),
        "program": VERSION,
        "prev": last.hash,
    }
    row["hash"] = event_hash(row)
    connection.execute(insert(event).values(row))
    return ChainHead(row["seq"], row["hash"])


def refuse_earlier(connection: Connection, now: datetime) -> None:
    """Refuse a moment before the last event: a clock that went back would give things another order than they had."""
    acts = event.c.action.not_like(f"{_LEDGER}%")  # a ledger may be made on another day than it is used from
    last = connection.scalar(select(event.c.at).where(acts).order_by(event.c.seq.desc()).limit(1))
    if last is not None and now + AHEAD < parsed(last):
        raise PipelineError("submission.clock_back", now=now, last=parsed(last))


def _digests(connection: Connection, rows: Iterable[tuple[Table, tuple[Any, ...]]]) -> Iterable[tuple[str, str]]:
    for table, key in rows:
        keys = list(table.primary_key.columns)
        wanted = (column == value for column, value in zip(keys, key, strict=True))
        stored = connection.execute(select(table).where(*wanted)).mappings().one()
        yield row_name(table, key), row_digest(table.name, dict(stored))


def row_name(table: Table, key: Iterable[Any]) -> str:
    """Return the name by which events know a row."""
    return "/".join((table.name, *map(str, key)))


def storable(text: str) -> str:
    """Return text that every database can hold: no halves of characters, no NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "?")


def head(connection: Connection) -> ChainHead:
    """Return the last event; of an empty chain the point from which it starts."""
    last = connection.execute(select(event.c.seq, event.c.hash).order_by(event.c.seq.desc()).limit(1)).one_or_none()
    return ChainHead(last.seq, last.hash) if last else ChainHead(0, GENESIS)


def ledger_id(connection: Connection) -> str:
    """Return the number that this chain got when it was made."""
    return standing(connection)[0]


def standing(connection: Connection) -> tuple[str, ChainHead]:
    """Return the number that this chain got when it was made, and its last event."""
    newest = select(func.max(event.c.seq)).scalar_subquery()
    query = select(event.c.seq, event.c.hash, event.c.detail).where((event.c.seq == 1) | (event.c.seq == newest))
    rows = connection.execute(query.order_by(event.c.seq)).all()
    ledger = str(json.loads(rows[0].detail).get("ledger", "")) if rows and rows[0].seq == 1 else ""
    return ledger, ChainHead(rows[-1].seq, rows[-1].hash) if rows else ChainHead(0, GENESIS)


def events(database: Database) -> tuple[Event, ...]:
    """Return all events, oldest first; for tests and repairs: ``audit.visible_events`` asks who may see them."""
    with database.reading() as connection:
        rows = connection.execute(select(event).order_by(event.c.seq)).mappings()
        return tuple(as_event(dict(row)) for row in rows)


def as_event(row: Mapping[str, Any]) -> Event:
    """Turn a row into an event."""
    return Event(
        **dict(row)
        | {
            "at": parsed(row["at"]),
            "identity_source": IdentitySource(row["identity_source"]),
            "refused": bool(row["refused"]),
            "detail": json.loads(row["detail"]),
            "rows": json.loads(row["rows"]),
        }
    )
