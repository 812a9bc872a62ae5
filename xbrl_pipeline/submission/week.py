"""What to look at this week, for a person with hundreds of items."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select

from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.deadlines import QueueLine, worklist
from xbrl_pipeline.submission.events import Event, as_event
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office, actor_of
from xbrl_pipeline.submission.states import State
from xbrl_pipeline.submission.tables import event, moment, parsed

DAYS: Final = 7
SOON: Final = 30  # days before the last day


@dataclass(frozen=True, slots=True)
class Week:
    """Numbers, and the items behind the worrying ones, most urgent first."""

    states: dict[str, int]  # how many stand where; "dossier": reports that are owed and without any
    done: dict[str, int]  # what happened in the past seven days, by action
    refused: int
    attention: tuple[QueueLine, ...]  # unknown, correction asked, approval void
    late: tuple[QueueLine, ...]
    soon: tuple[QueueLine, ...]
    waiting: tuple[QueueLine, ...]  # for more than a week in the same state


def this_week(office: Office, subject: Subject, *, now: datetime) -> Week:
    """Return the overview of the subject's boards."""
    rows = worklist(office, subject, now=now)
    happened = _events(office, subject, now)
    states = Counter(row.state.value if row.state else "dossier" for row in rows)
    todo = [row for row in rows if row.open]
    return Week(
        states=dict(states),
        done=dict(Counter(each.action for each in happened if not each.refused)),
        refused=sum(each.refused for each in happened),
        attention=tuple(row for row in todo if row.void or row.state in _WORRYING),
        late=tuple(row for row in todo if row.days_left is not None and row.days_left < 0),
        soon=tuple(row for row in todo if row.days_left is not None and 0 <= row.days_left <= SOON),
        waiting=tuple(row for row in todo if row.item and _stands(row.item.changed_at, now)),
    )


_WORRYING: Final = frozenset({State.ONBEKEND, State.CORRECTIE_GEVRAAGD})


def _stands(changed_at: str, now: datetime) -> bool:
    return parsed(changed_at) + timedelta(days=DAYS) < now


def _events(office: Office, subject: Subject, now: datetime) -> list[Event]:
    since = moment(now - timedelta(days=DAYS))
    with office.database.reading() as connection:
        own = boards(actor_of(connection, subject, now), Action.AUDIT_SHOW)
        query = select(event).where(event.c.bestuursnummer.in_(own), event.c.at >= since)
        return [as_event(dict(row)) for row in connection.execute(query).mappings()]
