"""What a person saw in the portal, recorded with evidence: who, when, and a screenshot or words."""

import re
import uuid
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Table, insert

from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import check_note
from xbrl_pipeline.submission.events import Note, record, storable
from xbrl_pipeline.submission.handover import open_attempt
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import ItemChange, QueueItem, again, check_version, look_up, move
from xbrl_pipeline.submission.office import Office, refusals, today
from xbrl_pipeline.submission.states import HANDED_OVER, OUTCOMES, step_from
from xbrl_pipeline.submission.store import StoredFile
from xbrl_pipeline.submission.tables import AHEAD, moment, parsed

_LONGEST: Final = 100
_FIRST_YEAR: Final = 2000  # before that nobody reported in XBRL
LIMIT: Final = 25 * 2**20  # bytes of one screenshot or saved page


class NoticeKind(StrEnum):
    """What DUO tells besides an outcome."""

    REFERENCE = "mijn-duo-reference"  # of the mail that Mijn DUO sends for the PDFs
    STATUS = "portal-status"  # as the portal words it


_GRAMMAR: Final = {
    NoticeKind.REFERENCE: re.compile(r"[0-9A-Za-z][0-9A-Za-z ./_-]{2,59}"),
    NoticeKind.STATUS: re.compile(r"[^\W_][\w ,.:()/'-]{1,99}"),
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Something that DUO told, and the day that it bears."""

    kind: NoticeKind
    value: str
    dated: date


@dataclass(frozen=True, slots=True)
class Confirmation:
    """What somebody saw. ``outcome``: one of ``OUTCOMES``; a file, words or both prove it.

    Without an outcome only ``notices`` are recorded, and the item stays where it stands.
    """

    outcome: str
    file: Path | None = None
    note: str = ""
    at: datetime | None = None  # when; none means now
    notices: tuple[Notice, ...] = ()


def confirm(
    office: Office, subject: Subject, number: str, seen: Confirmation, *, now: datetime, version: int | None = None
) -> QueueItem:
    """Record what the portal said about an item that was handed over."""
    with refusals(office, subject, Action.QUEUE_CONFIRM, now, {"number": number, "outcome": seen.outcome}) as about:
        with office.database.reading() as connection:
            item = look_up(connection, subject, Action.QUEUE_CONFIRM, number, about, now=now)
        check_version(item, version)
        _check(seen, now)
        if not seen.outcome:
            return _note_down(office, subject, item, seen, now)
        step = step_from(item.state, seen.outcome)
        stored = office.store.take_in(seen.file, LIMIT) if seen.file else StoredFile("", 0)
        with office.changing(now) as connection:
            current = again(connection, subject, Action.QUEUE_CONFIRM, item, now)
            attempt = open_attempt(connection, current)
            if attempt is not None and attempt.outcome is None and parsed(attempt.answer_by) > now:
                raise PipelineError("submission.busy", number=item.number)
            row = _row(current, subject, seen, stored, now)
            connection.execute(insert(tables.evidence).values(row))
            told = {name: str(row[name]) for name in ("outcome", "name", "sha256", "seen_at") if row[name]}
            rows, more = _insert_notices(connection, current, subject, seen, now)
            change = ItemChange(note=seen.note, detail=told | more, rows=((tables.evidence, (row["id"],)), *rows))
            return move(connection, subject, current, step, change, now=now)


def _note_down(office: Office, subject: Subject, item: QueueItem, seen: Confirmation, now: datetime) -> QueueItem:
    """Record what DUO told of an item that was handed over, and leave it where it stands."""
    if item.state not in HANDED_OVER:
        raise PipelineError("submission.not_handed_over", number=item.number, state=item.state.phrase)
    with office.changing(now) as connection:
        current = again(connection, subject, Action.QUEUE_CONFIRM, item, now)
        rows, told = _insert_notices(connection, current, subject, seen, now)
        state = current.state
        board = current.bestuursnummer
        note = Note(Action.QUEUE_CONFIRM, board, current.id, state, state, told | {"step": "notice"}, rows)
        record(connection, subject, note, now)
    return current


def _insert_notices(
    connection: Connection, item: QueueItem, subject: Subject, seen: Confirmation, now: datetime
) -> tuple[tuple[tuple[Table, tuple[str]], ...], dict[str, str]]:
    """Write the notices; return their rows, and what the event is to tell."""
    rows = []
    for each in seen.notices:
        row = {
            "id": str(uuid.uuid4()),
            "item_id": item.id,
            "kind": each.kind.value,
            "value": each.value,
            "dated": each.dated.isoformat(),
            "given_by": subject.name,
            "given_at": moment(now),
        }
        connection.execute(insert(tables.notice).values(row))
        rows.append((tables.notice, (row["id"],)))
    return tuple(rows), {each.kind.value: f"{each.value} ({each.dated.isoformat()})" for each in seen.notices}


def _check(seen: Confirmation, now: datetime) -> None:
    for each in seen.notices:
        if not _GRAMMAR[each.kind].fullmatch(each.value):
            value = one_line(each.value, _LONGEST)
            raise PipelineError(f"submission.notice.{each.kind}", ExitCode.USAGE, value=value)
        if each.dated > today(now):
            raise PipelineError("submission.seen_later", ExitCode.USAGE)
    if not seen.outcome and seen.notices and not (seen.file or seen.note):
        return
    if seen.outcome not in OUTCOMES:
        raise PipelineError("submission.unknown_outcome", ExitCode.USAGE, outcome=seen.outcome, known=OUTCOMES)
    if seen.file is None and not seen.note.strip():
        raise PipelineError("submission.no_evidence", ExitCode.USAGE)
    if seen.note:
        check_note(seen.note)
    if seen.at is not None and seen.at.year < _FIRST_YEAR:
        raise PipelineError("submission.seen_long_ago", ExitCode.USAGE)
    if seen.at is not None and seen.at > now + AHEAD:
        raise PipelineError("submission.seen_later", ExitCode.USAGE)


def _row(item: QueueItem, subject: Subject, seen: Confirmation, stored: StoredFile, now: datetime) -> dict[str, Any]:
    return {
        "id": str(uuid.uuid4()),
        "item_id": item.id,
        "outcome": seen.outcome,
        "name": storable(seen.file.name) if seen.file else "",
        "sha256": stored.sha256,
        "size": stored.size,
        "note": storable(seen.note),
        "seen_at": moment(seen.at or now),
        "given_by": subject.name,
        "given_at": moment(now),
    }
