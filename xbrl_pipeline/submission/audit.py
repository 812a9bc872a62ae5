"""Looking at the record of what happened, for those who may see it."""

import csv
import io
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import or_, select

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.authorisation import Resource, authorize, boards
from xbrl_pipeline.submission.events import ChainHead, Event, as_event, standing
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.roles import check_bestuursnummer
from xbrl_pipeline.submission.schema import AuditFile, EventEntry, written
from xbrl_pipeline.submission.tables import event

_OF_ROLES: Final = ("role.", "token.")
COLUMNS: Final = (
    "seq", "at", "actor", "identity_source", "assurance", "action", "refused", "bestuursnummer", "item_id",
    "before", "after", "detail", "program", "prev", "hash",
)  # fmt: skip
_FORMULA: Final = "=+-@|\uff1d\uff0b\uff0d\uff20\t\r\n"
_INVISIBLE: Final = " \u00a0\u200b\u200c\u200d\u2060\ufeff"


@dataclass(frozen=True, slots=True)
class Trail:
    """The events that somebody may see, and where the whole chain stands."""

    ledger: str
    head: ChainHead
    events: tuple[Event, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """Which events are asked for; days are those of the clock on the wall here, both included."""

    board: str | None = None
    first: date | None = None
    last: date | None = None
    item: str = ""  # the first characters of its number

    def holds(self, each: Event) -> bool:
        """Say whether an event is asked for."""
        day = each.at.astimezone().date()
        inside = (self.first is None or self.first <= day) and (self.last is None or day <= self.last)
        return inside and self.board in (None, each.bestuursnummer) and each.item_id.startswith(self.item)


def visible_events(office: Office, subject: Subject, window: Window, *, now: datetime) -> Trail:
    """Return the events of the subject's boards; a beheerder sees those on roles and tokens only."""
    with refusals(office, subject, Action.AUDIT_SHOW, now, {"board": window.board or ""}) as about:
        if window.board is not None:
            check_bestuursnummer(window.board)
            about.bestuursnummer = window.board
        with office.database.reading() as connection:
            actor = actor_of(connection, subject, now)
            everything, roles = boards(actor, Action.AUDIT_SHOW), boards(actor, Action.AUDIT_ROLES)
            if window.board is not None and window.board not in everything | roles:
                authorize(actor, Action.AUDIT_SHOW, Resource(window.board))
            if not everything | roles:
                raise PipelineError("submission.no_role", ExitCode.NOT_AUTHORISED, subject=subject.name)
            columns = event.c
            on_roles = or_(*(columns.action.startswith(start) for start in _OF_ROLES))
            mine = columns.bestuursnummer.in_(everything) | (columns.bestuursnummer.in_(roles) & on_roles)
            rows = connection.execute(select(event).where(mine).order_by(columns.seq)).mappings()
            found = tuple(filter(window.holds, (as_event(dict(row)) for row in rows)))
            return Trail(*standing(connection), found)


def event_words(event: Event, texts: Messages) -> str:
    """Say what happened, or was tried, in words."""
    for code in (f"submission.step.{event.detail.get('step', '')}", f"submission.action.{event.action}"):
        named = texts.find(code)
        if named:
            return named.message
    return event.action


def trail_json(trail: Trail) -> bytes:
    """Return the events as the file that ``schemas/audit.schema.json`` describes."""
    entries = tuple(EventEntry.model_validate(asdict(each)) for each in trail.events)
    return written(AuditFile(ledger=trail.ledger, last=trail.head.seq, last_hash=trail.head.hash, events=entries))


def trail_csv(trail: Trail) -> str:
    """Return the events as CSV that a spreadsheet shows and does not run."""
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for each in trail.events:
        values = asdict(each) | {
            "at": each.at.isoformat(),
            "detail": "; ".join(f"{name}={value}" for name, value in each.detail.items()),
        }
        writer.writerow([harmless(str(values[column])) for column in COLUMNS])
    return out.getvalue()


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula, on one line and without characters that hide things."""
    plain = "".join(char if char.isprintable() else " " for char in text)
    return f"'{plain}" if plain.lstrip(_INVISIBLE)[:1] in tuple(_FORMULA) or text[:1] in tuple("\t\r\n") else plain
