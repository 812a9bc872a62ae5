"""Items of the queue as rows: finding them, and moving them from one state to the next."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, select, update

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.authorisation import Resource, authorize, may
from xbrl_pipeline.submission.chain import event_hash, row_digest
from xbrl_pipeline.submission.events import Note, record, row_name
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office, RefusalSubject, actor_of
from xbrl_pipeline.submission.states import HANDED_OVER, State, Step
from xbrl_pipeline.submission.tables import moment

_NUMBER: Final = re.compile(r"[0-9a-f]{4}[0-9a-f-]{0,32}")
_BEYOND: Final = "g"  # sorts after every character of a number


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One report in the queue. Moments are UTC, as text; hashes are SHA-256."""

    id: str
    bestuursnummer: str
    name: str
    verslagjaar: int
    report: str
    instance_sha256: str
    manifest_sha256: str
    report_sha256: str
    taxonomy: str
    taxonomy_sha256: str
    rules: str
    warnings: int
    strict: bool
    folder: str  # where the dossier lay when it was added
    revision: int
    state: State
    version: int
    reason: str
    note: str
    corrects_id: str | None
    approval_id: str | None
    added_by: str
    prepared_by: str
    identity_source: str
    added_at: str
    changed_at: str

    @property
    def number(self) -> str:
        """The short number that people use."""
        return self.id[:8]

    @property
    def place(self) -> Path:
        """The folder of the dossier."""
        return Path(self.folder)

    @property
    def resource(self) -> Resource:
        """What is asked for when somebody wants to do something with it."""
        return Resource(self.bestuursnummer)

    @property
    def same_report(self) -> tuple[str, int, str]:
        """Board, year and report: what DUO sees as one."""
        return self.bestuursnummer, self.verslagjaar, self.report


_FIELDS: Final = tuple(each.name for each in fields(QueueItem))


def as_item(row: Mapping[str, Any]) -> QueueItem:
    """Turn a row into an item; one in a state that there is not was changed by something else: PipelineError."""
    values = {name: row[name] for name in _FIELDS}
    if values["state"] not in set(State):
        raise PipelineError("submission.row_damaged", number=values["id"], row=f"item/{values['id']}")
    return QueueItem(**values | {"state": State(values["state"]), "strict": bool(values["strict"])})


def select_items(connection: Connection, *where: Any) -> tuple[QueueItem, ...]:  # noqa: ANN401
    """Return the items for which conditions hold, by board, year and time of adding."""
    columns = tables.item.c
    query = select(tables.item).where(*where)
    query = query.order_by(columns.bestuursnummer, columns.verslagjaar, columns.added_at, columns.id)
    return tuple(as_item(dict(row)) for row in connection.execute(query).mappings())


def find(connection: Connection, subject: Subject, number: str, about: RefusalSubject, *, now: datetime) -> QueueItem:
    """Return the item with a number, or its first four or more characters.

    An item that the subject may not see is as unknown as one that does not exist; the record knows better.
    """
    typed = number.strip().lower()
    found = _starting_with(connection, typed) if _NUMBER.fullmatch(typed) else ()
    actor = actor_of(connection, subject, now, {each.bestuursnummer for each in found})
    if len(found) == 1:
        about.bestuursnummer, about.item_id = found[0].bestuursnummer, found[0].id
    seen = [each for each in found if may(actor, Action.QUEUE_SHOW, each.resource)]
    if not seen:
        raise PipelineError("submission.unknown_item", number=number)
    if len(seen) > 1:
        raise PipelineError("submission.ambiguous_item", number=number)
    about.bestuursnummer, about.item_id = seen[0].bestuursnummer, seen[0].id
    return seen[0]


def refuse_damaged(connection: Connection, item: QueueItem) -> None:
    """Refuse an item of which a row is not as the last event about it says: damaged, or changed by something else."""
    columns = tables.event.c
    query = select(tables.event).where(columns.item_id == item.id, columns.refused == 0).order_by(columns.seq)
    recorded: dict[str, str] = {}
    for row in connection.execute(query).mappings():
        if event_hash(dict(row)) != row["hash"]:
            raise PipelineError("submission.row_damaged", number=item.number, row=f"event/{row['seq']}")
        recorded |= json.loads(row["rows"])
    for table in (tables.item, tables.item_file, tables.approval, tables.attempt, tables.evidence, tables.notice):
        of_item = table.c.id if table is tables.item else table.c.item_id
        for row in connection.execute(select(table).where(of_item == item.id)).mappings():
            name = row_name(table, [row[column.name] for column in table.primary_key.columns])
            digest = row_digest(table.name, dict(row))
            known = digest if table is tables.item else ""  # one of before the record was moved without an event
            if recorded.pop(name, known) != digest:
                raise PipelineError("submission.row_damaged", number=item.number, row=name)
    if recorded:
        raise PipelineError("submission.row_damaged", number=item.number, row=min(recorded))


def _starting_with(connection: Connection, typed: str) -> tuple[QueueItem, ...]:
    number = tables.item.c.id
    near = number.between(typed, typed + _BEYOND)  # finds them by the index, which LIKE alone does not
    return select_items(connection, near, number.startswith(typed, autoescape=True))


def look_up(
    connection: Connection, subject: Subject, action: Action, number: str, about: RefusalSubject, *, now: datetime
) -> QueueItem:
    """Return an item that the subject may do an action with."""
    item = find(connection, subject, number, about, now=now)
    _authorize(connection, subject, action, item, now)
    refuse_damaged(connection, item)
    return item


def _authorize(connection: Connection, subject: Subject, action: Action, item: QueueItem, now: datetime) -> None:
    authorize(actor_of(connection, subject, now, {item.bestuursnummer}), action, item.resource)


def again(connection: Connection, subject: Subject, action: Action, item: QueueItem, now: datetime) -> QueueItem:
    """Return the item as it is inside a transaction; refuse when it has changed, or the role has gone, meanwhile."""
    _authorize(connection, subject, action, item, now)
    (current,) = select_items(connection, tables.item.c.id == item.id)
    check_version(current, item.version)
    return current


def check_version(item: QueueItem, expected: int | None) -> None:
    """Refuse when an item is not as it was when somebody looked at it."""
    if expected is not None and item.version != expected:
        raise PipelineError("submission.changed_meanwhile", number=item.number, state=item.state.phrase)


@dataclass(frozen=True, slots=True)
class ItemChange:
    """What a step changes besides the state, and what its event tells."""

    reason: str = ""
    note: str = ""
    values: Mapping[str, Any] | None = None  # columns of the item
    detail: Mapping[str, str] | None = None
    rows: tuple[tuple[Table, tuple[Any, ...]], ...] = ()  # written along with it


def move(
    connection: Connection, subject: Subject, item: QueueItem, step: Step, change: ItemChange, *, now: datetime
) -> QueueItem:
    """Take one step: the new state and its event, in the transaction of the caller."""
    values = dict(change.values or {}) | {
        "state": step.after.value,
        "version": item.version + 1,
        "reason": change.reason,
        "note": change.note,
        "changed_at": moment(now),
    }
    columns = tables.item.c
    written = update(tables.item).where(columns.id == item.id, columns.version == item.version).values(values)
    if connection.execute(written).rowcount != 1:
        raise PipelineError("submission.changed_meanwhile", number=item.number, state=item.state.phrase)
    (moved,) = select_items(connection, columns.id == item.id)
    record(connection, subject, _note(item, moved, step, change), now)
    return moved


def _note(item: QueueItem, moved: QueueItem, step: Step, change: ItemChange) -> Note:
    told = {"step": step.name, "instance_sha256": moved.instance_sha256, "manifest_sha256": moved.manifest_sha256}
    told |= {name: value for name, value in (("reason", change.reason), ("note", change.note)) if value}
    rows = ((tables.item, (item.id,)), *change.rows)
    before = item.state if step.before is not None else ""
    board = item.bestuursnummer
    return Note(step.action, board, item.id, before, moved.state, told | dict(change.detail or {}), rows)


def last_sent(connection: Connection, of: tuple[str, int, str]) -> QueueItem | None:
    """Return the item of a board, year and report that was handed over last: the end of the row of corrections."""
    columns = tables.item.c
    board, year, report = of
    mine = (columns.bestuursnummer == board, columns.verslagjaar == year, columns.report == report)
    sent = select_items(connection, *mine, columns.state.in_([state.value for state in HANDED_OVER]))
    corrected = {each.corrects_id for each in sent}
    return next((each for each in sent if each.id not in corrected), None)


def files_of(connection: Connection, item: QueueItem) -> dict[str, str]:
    """Return name and hash of the files of the present revision of an item."""
    columns = tables.item_file.c
    query = select(columns.name, columns.sha256).where(columns.item_id == item.id, columns.revision == item.revision)
    return {row.name: row.sha256 for row in connection.execute(query)}


def check_stored(office: Office, files: Mapping[str, str]) -> None:
    """Hash the files of an item again; a damaged one is refused."""
    for sha256 in files.values():
        office.store.check(sha256)
