"""What a person saw in the portal, recorded with evidence: who, when, and a screenshot or words."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import insert

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import check_note
from xbrl_pipeline.submission.events import storable
from xbrl_pipeline.submission.handover import open_attempt
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import Change, QueueItem, again, check_version, look_up, move
from xbrl_pipeline.submission.office import Office, refusals
from xbrl_pipeline.submission.states import OUTCOMES, step_from
from xbrl_pipeline.submission.store import Stored
from xbrl_pipeline.submission.tables import AHEAD, moment, parsed

LIMIT: Final = 25 * 2**20  # bytes of one screenshot or saved page


@dataclass(frozen=True, slots=True)
class Seen:
    """What somebody saw. ``outcome``: one of ``OUTCOMES``; a file, words or both prove it."""

    outcome: str
    file: Path | None = None
    note: str = ""
    at: datetime | None = None  # when; none means now


def confirm(
    office: Office, subject: Subject, number: str, seen: Seen, *, now: datetime, version: int | None = None
) -> QueueItem:
    """Record what the portal said about an item that was handed over."""
    with refusals(office, subject, Action.QUEUE_CONFIRM, now, {"number": number, "outcome": seen.outcome}) as about:
        with office.database.reading() as connection:
            item = look_up(connection, subject, Action.QUEUE_CONFIRM, number, about, now=now)
        check_version(item, version)
        _check(seen, now)
        step = step_from(item.state, seen.outcome)
        stored = office.store.take_in(seen.file, LIMIT) if seen.file else Stored("", 0)
        with office.changing(now) as connection:
            current = again(connection, subject, Action.QUEUE_CONFIRM, item, now)
            attempt = open_attempt(connection, current)
            if attempt is not None and attempt.outcome is None and parsed(attempt.answer_by) > now:
                raise PipelineError("submission.busy", number=item.number)
            row = _row(current, subject, seen, stored, now)
            connection.execute(insert(tables.evidence).values(row))
            told = {name: str(row[name]) for name in ("outcome", "name", "sha256", "seen_at") if row[name]}
            change = Change(note=seen.note, detail=told, rows=((tables.evidence, (row["id"],)),))
            return move(connection, subject, current, step, change, now=now)


def _check(seen: Seen, now: datetime) -> None:
    if seen.outcome not in OUTCOMES:
        raise PipelineError("submission.unknown_outcome", ExitCode.USAGE, outcome=seen.outcome, known=OUTCOMES)
    if seen.file is None and not seen.note.strip():
        raise PipelineError("submission.no_evidence", ExitCode.USAGE)
    if seen.note:
        check_note(seen.note)
    if seen.at is not None and seen.at > now + AHEAD:
        raise PipelineError("submission.seen_later", ExitCode.USAGE)


def _row(item: QueueItem, subject: Subject, seen: Seen, stored: Stored, now: datetime) -> dict[str, Any]:
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
