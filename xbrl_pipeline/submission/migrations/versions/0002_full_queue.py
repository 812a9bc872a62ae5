"""The whole queue: approvals, files, attempts, evidence, tokens, and events that are tied to each other.

What the first cut held is kept. Its events are tied together as they stand now: that they were not changed before
cannot be proven any more, and the event that closes them says so. Its items have no bytes in the store yet and go
back to *concept*; adding their dossier again takes them on.
"""

import json
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from alembic import op
from sqlalchemy import Connection, insert, text

from xbrl_pipeline import VERSION
from xbrl_pipeline.submission.chain import GENESIS, canonical, event_hash, row_digest
from xbrl_pipeline.submission.migrations.tables_0002 import (
    STATE_TABLES,
    UNCHANGING,
    assignment,
    event,
    item,
    metadata,
)
from xbrl_pipeline.submission.migrations.triggers import add_triggers
from xbrl_pipeline.submission.tables import moment

revision = "0002"
down_revision = "0001"
_NONE = "0" * 64
_SYSTEM = {"identity_source": "os-account", "assurance": "label", "actor": "xbrl-pipeline"}


def upgrade() -> None:
    """Make the new tables, take over what the old ones held, and let the old ones go."""
    connection = op.get_bind()
    old = {name: _rows(connection, name) for name in ("assignment", "item", "event")}
    for name in ("event", "item", "assignment", "schema_version"):
        op.drop_table(name)
    metadata.create_all(connection)
    digests = {**_take_assignments(connection, old["assignment"]), **_take_items(connection, old["item"])}
    _take_events(connection, old["event"], digests)
    add_triggers(connection, (*STATE_TABLES, event), UNCHANGING)


def _rows(connection: Connection, table: str) -> list[dict[str, Any]]:
    order = "seq" if table == "event" else "id"
    return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table} ORDER BY {order}")).mappings()]  # noqa: S608


def _take_assignments(connection: Connection, rows: list[dict[str, Any]]) -> dict[str, str]:
    digests = {}
    for row in rows:
        taken = {column.name: None for column in assignment.c} | row
        taken |= {"id": str(uuid.uuid4()), "instellingscodes": "", "granted_at": _moment(row["granted_at"])}
        taken |= {name: row[name] and str(row[name]) for name in ("valid_from", "valid_to")}
        connection.execute(insert(assignment).values(taken))
        digests[f"assignment/{taken['id']}"] = row_digest("assignment", taken)
    return digests


def _take_items(connection: Connection, rows: list[dict[str, Any]]) -> dict[str, str]:
    digests = {}
    for row in rows:
        at = _moment(row["added_at"])
        taken = row | {"id": _uuid(row["id"]), "name": "", "report_sha256": _NONE, "taxonomy": "", "rules": ""}
        taken |= {"taxonomy_sha256": _NONE, "warnings": 0, "strict": 0, "revision": 0, "state": "concept"}
        taken |= {"version": 1, "reason": "migrated", "note": "", "corrects_id": None, "approval_id": None}
        taken |= {"prepared_by": row["added_by"], "added_at": at, "changed_at": at}
        connection.execute(insert(item).values(taken))
        digests[f"item/{taken['id']}"] = row_digest("item", taken)
    return digests


def _take_events(connection: Connection, rows: list[dict[str, Any]], digests: Mapping[str, str]) -> None:
    chain = _Chain(connection)
    now = moment(datetime.now(UTC))
    chain.add(_SYSTEM | {"at": now, "action": "ledger.created", "detail": {"ledger": str(uuid.uuid4())}})
    for row in rows:
        chain.add(_taken(row))
    if rows or digests:
        detail = {"layout": "0001", "events": str(len(rows)), "rows": str(len(digests))}
        chain.add(_SYSTEM | {"at": now, "action": "ledger.migrated", "detail": detail, "rows": digests})


def _taken(row: Mapping[str, Any]) -> dict[str, Any]:
    stored = row["detail"]
    detail = json.loads(stored) if isinstance(stored, str) else stored
    action = str(row["action"])
    return {
        "at": _moment(row["at"]),
        "actor": row["actor"],
        "identity_source": row["identity_source"],
        "assurance": "label",
        "action": action.removesuffix(".refused"),
        "refused": int(action.endswith(".refused")),
        "bestuursnummer": str(detail.get("bestuursnummer", "")),
        "item_id": _uuid(row["item_id"]) if row["item_id"] else "",
        "after": str(detail.get("to", "")),
        "detail": detail,
    }


class _Chain:
    """Ties events to each other while they are written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._seq = 0
        self._prev = GENESIS

    def add(self, values: Mapping[str, Any]) -> None:
        self._seq += 1
        row = {"bestuursnummer": "", "item_id": "", "before": "", "after": "", "refused": 0, "rows": {}} | dict(values)
        row |= {"seq": self._seq, "prev": self._prev, "program": VERSION}
        row |= {name: canonical(row[name]) for name in ("detail", "rows")}
        self._prev = event_hash(row)
        self._connection.execute(insert(event).values(row | {"hash": self._prev}))


def _uuid(value: object) -> str:
    return str(uuid.UUID(str(value)))


def _moment(value: object) -> str:
    """Read a moment of the first cut, UTC without a zone: text on SQLite, a datetime elsewhere."""
    at = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    return moment(at.replace(tzinfo=UTC))
