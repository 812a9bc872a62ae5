"""The second pair of eyes, and why an approval does not last.

An approval is of these bytes, checked with this engine, these rules and this taxonomy. When the bytes are others, or
after thirty days, it falls away, with the reason. When something else is installed now, the bytes are validated once
more at the hand-over, and it stays only where that says the same.
"""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from xbrl_pipeline.dossier.names import INSTANCE, REPORT
from xbrl_pipeline.dossier.seal import SealedManifest, finds_same, is_altered
from xbrl_pipeline.model.outcome import ExitCode, Phrase, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import (
    ItemChange,
    QueueItem,
    again,
    check_stored,
    check_version,
    files_of,
    look_up,
    move,
)
from xbrl_pipeline.submission.office import Installed, Office, refusals
from xbrl_pipeline.submission.states import State, step_from
from xbrl_pipeline.submission.tables import moment, parsed

LASTS: Final = timedelta(days=30)
_WATCHED: Final = frozenset({State.GEVALIDEERD, State.TER_GOEDKEURING, State.GOEDGEKEURD})
_BETWEEN: Final = "; "
EXPIRED: Final = "expired"
OUTDATED: Final = frozenset({"engine", "rules", "taxonomy"})


def rules_of(manifest: SealedManifest) -> str:
    """Return by which rules a dossier was checked, on one line: engine, program, and the options of the engine."""
    return _BETWEEN.join((manifest.engine, f"xbrl-pipeline {manifest.program}", *manifest.options))


def outdated(rules: str, taxonomy: str, taxonomy_sha256: str, installed: Installed) -> str:
    """Return what a check would be done otherwise with now: ``engine``, ``rules``, ``taxonomy``; empty: the same."""
    engine, program = (*rules.split(_BETWEEN), "", "")[:2]
    if engine != installed.engine:
        return "engine"
    if program != f"xbrl-pipeline {installed.program}":
        return "rules"
    return "" if installed.taxonomies.get(taxonomy) == taxonomy_sha256 else "taxonomy"


def why_void(connection: Connection, item: QueueItem, installed: Installed, now: datetime) -> str:
    """Return why a check or an approval no longer counts, as a code; empty when it does."""
    if item.state not in _WATCHED:
        return ""
    reason = outdated(item.rules, item.taxonomy, item.taxonomy_sha256, installed)
    return reason or _why_else(connection, item, now)


def _why_else(connection: Connection, item: QueueItem, now: datetime) -> str:
    """Return why it no longer counts, whatever is installed."""
    if is_altered(item.place, files_of(connection, item)):
        return "changed"
    if item.state is not State.GOEDGEKEURD:
        return ""
    return _why_approval_void(connection, item, now)


def _why_approval_void(connection: Connection, item: QueueItem, now: datetime) -> str:
    query = select(tables.approval).where(tables.approval.c.id == item.approval_id)
    approval = connection.execute(query).mappings().one_or_none()
    if approval is None or any(approval[name] != getattr(item, name) for name in BOUND):
        return "changed"
    return EXPIRED if parsed(approval["approved_at"]) + LASTS < now else ""


BOUND: Final = ("instance_sha256", "report_sha256", "manifest_sha256", "taxonomy_sha256", "rules")


@dataclass(frozen=True, slots=True)
class ItemStanding:
    """An item with what has to be known of it before something is done with it, all of one moment."""

    item: QueueItem
    files: Mapping[str, str]  # name -> SHA-256
    void: str  # why its check or approval no longer counts, as a code; empty when it does
    void_whatever: str  # the same, apart from what is installed


def sight_of(connection: Connection, item: QueueItem, installed: Installed, now: datetime) -> ItemStanding:
    """Look at an item closely."""
    void = why_void(connection, item, installed, now)
    whatever = _why_else(connection, item, now) if void in OUTDATED else void
    return ItemStanding(item, files_of(connection, item), void, whatever)


def awaits_check(item: QueueItem, void: str) -> bool:
    """Say whether an approved item is validated once more when it is handed over, and may then go on."""
    return item.state is State.GOEDGEKEURD and void in OUTDATED


def checked_again(office: Office, subject: Subject, sight: ItemStanding, now: datetime) -> Mapping[str, str]:
    """Validate an approved item once more with what is installed now, and return what the event is to tell.

    The approval falls away, with a PipelineError, where that does not say the same of the same bytes.
    """
    check_stored(office, sight.files)
    kept = {name: office.store.read(sha256) for name, sha256 in sight.files.items()}
    try:
        own = office.checker(kept).contents
        same = own.get(INSTANCE) == kept[INSTANCE] and finds_same(own[REPORT], kept[REPORT])
    except PipelineError:  # what is installed now cannot do it
        same = False
    if not same:
        _refuse_void(office, subject, sight.item, "otherwise", now)
    installed = office.installed
    sha256 = installed.taxonomies.get(sight.item.taxonomy, "")
    return {"engine": installed.engine, "program": installed.program, "taxonomy_sha256": sha256, "why": sight.void}


def refuse_unsound(office: Office, subject: Subject, sight: ItemStanding, now: datetime) -> None:
    """Let a check or approval that no longer counts fall away, and refuse to go on; so too where bytes are damaged."""
    if sight.void:
        _refuse_void(office, subject, sight.item, sight.void, now)
    check_stored(office, sight.files)


def _refuse_void(office: Office, subject: Subject, item: QueueItem, reason: str, now: datetime) -> None:
    with office.changing(now) as connection:
        current = again(connection, subject, Action.QUEUE_VOID, item, now)
        void(connection, subject, current, reason, now)
    raise PipelineError("submission.void", number=item.number, reason=Phrase(f"submission.reason.{reason}"))


def void(connection: Connection, subject: Subject, item: QueueItem, reason: str, now: datetime) -> QueueItem:
    """Let the approval fall away, and the check too unless it was only too long ago."""
    step = step_from(item.state, "expire" if reason == EXPIRED else "void")
    return move(connection, subject, item, step, ItemChange(reason=reason, values={"approval_id": None}), now=now)


def approve(office: Office, subject: Subject, number: str, *, now: datetime, seen: int | None = None) -> QueueItem:
    """Approve an item that somebody else prepared; ``seen`` is the version that was looked at."""
    with refusals(office, subject, Action.QUEUE_APPROVE, now, {"number": number}) as about:
        with office.database.reading() as connection:
            item = look_up(connection, subject, Action.QUEUE_APPROVE, number, about, now=now)
            sight = sight_of(connection, item, office.installed, now)
        check_version(item, seen)
        step = step_from(item.state, "approve")
        if is_own(subject, item):
            raise PipelineError("submission.four_eyes", ExitCode.NOT_AUTHORISED, number=item.number)
        refuse_unsound(office, subject, sight, now)
        with office.changing(now) as connection:
            current = again(connection, subject, Action.QUEUE_APPROVE, item, now)
            row = _approval(current, subject, now)
            connection.execute(insert(tables.approval).values(row))
            told = {name: str(row[name]) for name in ("report_sha256", "taxonomy_sha256", "rules")}
            rows = ((tables.approval, (row["id"],)),)
            change = ItemChange(values={"approval_id": row["id"]}, detail=told, rows=rows)
            return move(connection, subject, current, step, change, now=now)


def is_own(subject: Subject, item: QueueItem) -> bool:
    """Say whether somebody put an item in the queue or prepared it, and so cannot be its second pair of eyes."""
    return subject.name in {item.added_by, item.prepared_by}


def _approval(item: QueueItem, subject: Subject, now: datetime) -> dict[str, Any]:
    return {name: getattr(item, name) for name in BOUND} | {
        "id": str(uuid.uuid4()),
        "item_id": item.id,
        "approved_by": subject.name,
        "identity_source": subject.identity_source.value,
        "approved_at": moment(now),
    }


def reject(
    office: Office, subject: Subject, number: str, why: str, *, now: datetime, seen: int | None = None
) -> QueueItem:
    """Send an item back to whoever prepared it, with the reason in words; ``seen`` as in ``approve``."""
    by = ("reject", "rejected")
    return take_back(office, subject, number, why, action=Action.QUEUE_REJECT, by=by, now=now, seen=seen)


def take_back(
    office: Office,
    subject: Subject,
    number: str,
    why: str,
    *,
    action: Action,
    by: tuple[str, str],
    now: datetime,
    seen: int | None,
) -> QueueItem:
    """Take an item's approval away ``by`` a step and its reason; ``why`` says it for people."""
    name, reason = by
    with refusals(office, subject, action, now, {"number": number}) as about:
        with office.database.reading() as connection:
            item = look_up(connection, subject, action, number, about, now=now)
        check_version(item, seen)
        step = step_from(item.state, name)
        check_note(why)
        with office.changing(now) as connection:
            current = again(connection, subject, action, item, now)
            change = ItemChange(reason=reason, note=why, values={"approval_id": None})
            return move(connection, subject, current, step, change, now=now)


def check_note(text: str) -> None:
    """Refuse an explanation that says nothing, or is a book."""
    if not text.strip():
        raise PipelineError("submission.note_empty", ExitCode.USAGE)
    if len(text) > MOST_WORDS or not text.replace("\n", " ").isprintable():
        raise PipelineError("submission.note_odd", ExitCode.USAGE, most=MOST_WORDS)


MOST_WORDS: Final = 4000  # characters
