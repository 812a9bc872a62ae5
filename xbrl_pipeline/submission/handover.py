"""Handing an approved report over, once.

The intent is recorded and committed before the channel does anything, the outcome afterwards. Whoever crashes in
between leaves an attempt without an outcome: for the portal nothing has left the machine, so the package is made
again; a channel that sends is asked what it knows, and where it does not know the item becomes *onbekend* and stays so
until a person says otherwise.
"""

import base64
import hashlib
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select, update

from xbrl_pipeline.model.outcome import Phrase, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import ItemStanding, awaits_check, checked_again, refuse_unsound, sight_of
from xbrl_pipeline.submission.channels import Answer, AttemptOutcome, Channel, Parcel
from xbrl_pipeline.submission.events import ChainHead, Note, head, record, storable
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import (
    ItemChange,
    QueueItem,
    again,
    check_stored,
    check_version,
    files_of,
    last_sent,
    look_up,
    move,
    select_items,
)
from xbrl_pipeline.submission.office import Office, refusals
from xbrl_pipeline.submission.proof import OF_RECORD, examine
from xbrl_pipeline.submission.states import SETTLED, State, step_from
from xbrl_pipeline.submission.tables import moment, parsed

_STEP_OF: Final = {
    AttemptOutcome.ACCEPTED: "acknowledged",
    AttemptOutcome.REFUSED: "not-sent",
    AttemptOutcome.NOT_SENT: "not-sent",
    AttemptOutcome.UNKNOWN: "lost",
}


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt to hand over, as recorded."""

    id: str
    item_id: str
    number: int
    channel: str
    target: str
    reference: str
    sent_sha256: str
    started_by: str
    started_at: str
    answer_by: str
    outcome: str | None
    receipt: str


@dataclass(frozen=True, slots=True)
class Handed:
    """An item after an attempt, and what came of it."""

    item: QueueItem
    answer: Answer


def handover(
    office: Office, subject: Subject, number: str, channel: Channel, *, now: datetime, seen: int | None = None
) -> Handed:
    """Hand an approved item over; PipelineError when it was not, or when nobody knows."""
    with refusals(office, subject, Action.QUEUE_HANDOVER, now, {"number": number, "channel": channel.name}) as about:
        work = _Work(office, subject, channel, now, time.monotonic())
        with office.database.reading() as connection:  # all as it is at one moment
            item = look_up(connection, subject, Action.QUEUE_HANDOVER, number, about, now=now)
            attempt = open_attempt(connection, item)
            sight = sight_of(connection, item, office.installed, now)
        check_version(item, seen)
        if attempt is not None:
            return work.resume(sight, attempt)
        step_from(item.state, "handover")
        told: Mapping[str, str] = {}
        if awaits_check(item, sight.void):
            told = checked_again(office, subject, sight, now)
            sight = replace(sight, void=sight.void_whatever)
        refuse_unsound(office, subject, sight, now)
        _refuse_broken_record(office, item)
        target = channel.check(item, office.store)
        return work.first(item, target, told)


def _refuse_broken_record(office: Office, item: QueueItem) -> None:
    """Hand nothing over while the record of who did what is not as it was written, of this report or of another.

    What lies outside the database is left to ``audit verify``: a crash may leave the last event without its checkpoint.
    """
    flaw = next((each for each in examine(office).flaws if each.code in OF_RECORD), None)
    if flaw is not None:
        raise PipelineError("submission.row_damaged", number=item.number, row=f"{flaw.code}/{flaw.place}")


@dataclass(frozen=True, slots=True)
class _Work:
    """One call of ``handover``."""

    office: Office
    subject: Subject
    channel: Channel
    now: datetime
    started: float  # time.monotonic()

    def first(self, item: QueueItem, target: str, checked: Mapping[str, str]) -> Handed:
        """Record the intent, send, and record what came of it; ``checked``: with what it was validated once more."""
        with self.office.changing(self.now) as connection:
            current = again(connection, self.subject, Action.QUEUE_HANDOVER, item, self.now)
            _refuse_overtaken(connection, current)
            row = self._intent(connection, current, target)
            told = {name: str(row[name]) for name in ("channel", "target", "reference", "sent_sha256", "answer_by")}
            told |= {f"checked_again.{name}": value for name, value in checked.items()}
            change = ItemChange(detail=told, rows=((tables.attempt, (row["id"],)),))
            step = step_from(current.state, "handover")
            moved = move(connection, self.subject, current, step, change, now=self.now)
            parcel = self._parcel(connection, moved, Attempt(**row), head(connection))
        return self._send(parcel, Attempt(**row))

    def resume(self, sight: ItemStanding, attempt: Attempt) -> Handed:
        """Go on after a crash or a lost answer, without ever sending a second time."""
        item = sight.item
        if self.channel.name != attempt.channel:
            raise PipelineError("submission.other_channel", number=item.number, channel=attempt.channel)
        if attempt.outcome is None and parsed(attempt.answer_by) > self.now:
            raise PipelineError("submission.busy", number=item.number)
        if attempt.outcome is None and self.channel.stays and item.state is State.KLAARGEZET:
            return self._make_again(sight, attempt)
        answer = self.channel.ask(attempt.reference, attempt.sent_sha256, attempt.target)
        if answer is None and item.state is State.ONBEKEND:
            raise PipelineError("submission.not_resent", number=item.number)
        return self._conclude(item, attempt, answer or Answer(AttemptOutcome.UNKNOWN, reason=_NO_ANSWER))

    def _make_again(self, sight: ItemStanding, attempt: Attempt) -> Handed:
        item = sight.item
        check_stored(self.office, sight.files)
        self.channel.check(item, self.office.store, again=True)
        with self.office.changing(self.now) as connection:
            current = again(connection, self.subject, Action.QUEUE_HANDOVER, item, self.now)
            until = moment(self.now + timedelta(seconds=self.channel.waits))
            _write(connection, attempt, {"answer_by": until})
            note = _note(current, "handover-again", {"reference": attempt.reference}, attempt)
            made = record(connection, self.subject, note, self.now)
            parcel = self._parcel(connection, current, attempt, made)
        return self._send(parcel, attempt)

    def _intent(self, connection: Connection, item: QueueItem, target: str) -> dict[str, Any]:
        query = select(tables.attempt.c.id).where(tables.attempt.c.item_id == item.id)
        number = len(connection.execute(query).all()) + 1
        return _insert(
            connection,
            {
                "id": str(uuid.uuid4()),
                "item_id": item.id,
                "number": number,
                "channel": self.channel.name,
                "target": storable(target),
                "reference": reference_of(item, number),
                "sent_sha256": item.instance_sha256,
                "started_by": self.subject.name,
                "started_at": moment(self.now),
                "answer_by": moment(self.now + timedelta(seconds=self.channel.waits)),
                "outcome": None,
                "receipt": "",
            },
        )

    def _send(self, parcel: Parcel, attempt: Attempt) -> Handed:
        answer = self.channel.send(parcel, self.office.store)
        return self._conclude(parcel.item, attempt, answer)

    def _parcel(self, connection: Connection, item: QueueItem, attempt: Attempt, made: ChainHead) -> Parcel:
        approval = tables.approval.c
        query = select(approval.approved_by, approval.approved_at).where(approval.id == item.approval_id)
        by, at = connection.execute(query).one()
        until = self.started + self.channel.waits / 2
        files = files_of(connection, item)
        earlier = tuple(reference_of(item, number) for number in range(1, attempt.number))
        return Parcel(item, attempt.reference, attempt.target, files, by, at, attempt.started_by, made, until, earlier)

    def _conclude(self, item: QueueItem, attempt: Attempt, answer: Answer) -> Handed:
        """Record what came of an attempt; nothing that was learned in the meantime is overwritten."""
        later = self.now + timedelta(seconds=time.monotonic() - self.started)
        with self.office.changing(later) as connection:
            (current,) = select_items(connection, tables.item.c.id == item.id)
            if answer.outcome is not AttemptOutcome.UNKNOWN or open_attempt(connection, current) is not None:
                _write(connection, attempt, {"outcome": answer.outcome.value, "receipt": storable(answer.receipt)})
            moved = self._moved(connection, current, attempt, answer, later)
        _refuse_failed(moved, answer)
        return Handed(moved, answer)

    def _moved(
        self, connection: Connection, item: QueueItem, attempt: Attempt, answer: Answer, later: datetime
    ) -> QueueItem:
        told = {"reference": attempt.reference, "outcome": answer.outcome.value, "receipt": answer.receipt}
        told |= {"why": str(answer.reason)} if answer.reason else {}
        name = _STEP_OF.get(answer.outcome, "")
        if not name or item.state not in {State.KLAARGEZET, State.ONBEKEND} or (name, item.state) == _AGAIN:
            record(connection, self.subject, _note(item, name or "prepared", told, attempt), later)
            return item
        reason = "" if name == "acknowledged" else name
        change = ItemChange(reason=reason, detail=told, rows=((tables.attempt, (attempt.id,)),))
        return move(connection, self.subject, item, step_from(item.state, name), change, now=later)


_NO_ANSWER: Final = Phrase("submission.reason.no_answer")
_AGAIN: Final = ("lost", State.ONBEKEND)


def _insert(connection: Connection, row: dict[str, Any]) -> dict[str, Any]:
    connection.execute(insert(tables.attempt).values(row))
    return row


def _write(connection: Connection, attempt: Attempt, values: dict[str, Any]) -> None:
    connection.execute(update(tables.attempt).where(tables.attempt.c.id == attempt.id).values(values))


def _note(item: QueueItem, step: str, told: dict[str, str], attempt: Attempt) -> Note:
    rows = ((tables.attempt, (attempt.id,)),)
    state = item.state
    return Note(Action.QUEUE_HANDOVER, item.bestuursnummer, item.id, state, state, {"step": step} | told, rows)


def _refuse_failed(item: QueueItem, answer: Answer) -> None:
    if answer.outcome in {AttemptOutcome.NOT_SENT, AttemptOutcome.REFUSED}:
        code = "submission.not_sent" if answer.outcome is AttemptOutcome.NOT_SENT else "submission.receiver_refused"
        raise PipelineError(code, number=item.number, reason=answer.reason or "-")
    if answer.outcome is AttemptOutcome.UNKNOWN:
        raise PipelineError("submission.answer_lost", number=item.number)


def _refuse_overtaken(connection: Connection, item: QueueItem) -> None:
    """Refuse when another report of the same board and year went before, unless this one corrects it."""
    last = last_sent(connection, item.same_report)
    if last is None and item.corrects_id is None:
        return
    if last is None or last.id != item.corrects_id:
        number = last.number if last else str(item.corrects_id)[:8]
        raise PipelineError("submission.overtaken", number=item.number, other=number)
    if last.state not in SETTLED:
        raise PipelineError("submission.corrects_open", number=last.number, state=last.state.phrase)


def reference_of(item: QueueItem, number: int) -> str:
    """Return our own mark of an attempt: 32 characters that no other attempt has."""
    mark = hashlib.sha256(f"{item.id}/{number}".encode()).digest()[:20]
    return base64.b32encode(mark).decode("ascii")


def open_attempt(connection: Connection, item: QueueItem) -> Attempt | None:
    """Return the last attempt of an item that is handed over, when nobody knows yet what came of it."""
    if item.state not in {State.KLAARGEZET, State.ONBEKEND}:
        return None
    last = attempts_of(connection, item)[-1]
    return last if last.outcome in {None, AttemptOutcome.UNKNOWN} or item.state is State.ONBEKEND else None


def attempts_of(connection: Connection, item: QueueItem) -> tuple[Attempt, ...]:
    """Return the attempts of an item, oldest first."""
    columns = tables.attempt.c
    query = select(tables.attempt).where(columns.item_id == item.id).order_by(columns.number)
    return tuple(Attempt(**row) for row in connection.execute(query).mappings())
