"""Whose key is whose: the beheerder enrols the public key of a person, and from then on that key signs.

Without it an account is a label that the operating system gives. With it who acts must have the private half, which
only that account can read; ``audit verify`` finds what an enrolled person is said to have done without it.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.assignments import all_assignments
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.events import Note, record
from xbrl_pipeline.submission.identity import IdentitySource, Subject
from xbrl_pipeline.submission.keys import PUBLIC_KEY
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.roles import check_name
from xbrl_pipeline.submission.tables import moment


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person and the key that signs for that person from a moment on."""

    subject: str
    key: str
    enrolled_by: str
    enrolled_at: str


def enrol(office: Office, keeper: Subject, name: str, key: str, *, now: datetime) -> Enrolled:
    """Enrol the public key of somebody who has a role for one of the beheerder's boards; a later one takes its place.

    One's own key can only be enrolled where there is none yet: another beheerder has to replace it.
    """
    detail = {"subject": name, "key": key}
    with refusals(office, keeper, Action.ROLE_ENROL, now, detail):
        check_name(name)
        if not PUBLIC_KEY.fullmatch(key):
            raise PipelineError("submission.no_key", ExitCode.USAGE, value=key)
        with office.changing(now) as connection:
            board = _common_board(connection, keeper, name, now)
            if name == keeper.name and key_of(connection, name):
                raise PipelineError("submission.enrol_self", ExitCode.NOT_AUTHORISED)
            made = Enrolled(name, key, keeper.name, moment(now))
            number = str(uuid.uuid4())
            row = {"id": number, "subject": name, "key": key, "enrolled_by": keeper.name, "enrolled_at": moment(now)}
            connection.execute(insert(tables.person_key).values(row))
            rows = ((tables.person_key, (number,)),)
            record(connection, keeper, Note(Action.ROLE_ENROL, board, detail=detail, rows=rows), now)
    return made


def _common_board(connection: Connection, keeper: Subject, name: str, now: datetime) -> str:
    """Return a board of the beheerder for which the other has a role too."""
    mine = boards(actor_of(connection, keeper, now), Action.ROLE_ENROL)
    theirs = all_assignments(connection, tables.assignment.c.subject == name)
    common = {each.bestuursnummer for each in theirs if not each.revoked_at} & mine
    if not mine:
        raise PipelineError("submission.no_role", ExitCode.NOT_AUTHORISED, subject=keeper.name)
    if not common:
        raise PipelineError("submission.enrol_stranger", ExitCode.NOT_AUTHORISED, subject=name)
    return min(common)


def key_of(connection: Connection, name: str) -> str:
    """Return the key that is enrolled for a person; empty where there is none."""
    columns = tables.person_key.c
    newest = columns.enrolled_at.desc(), columns.id
    query = select(columns.key).where(columns.subject == name).order_by(*newest).limit(1)
    return connection.scalar(query) or ""


def identify(office: Office, subject: Subject) -> Subject:
    """Return a subject when it is who it says it is, as far as that can be asked: who is enrolled has the key."""
    if subject.identity_source is not IdentitySource.OS_ACCOUNT:
        return subject
    with office.database.reading() as connection:
        key = key_of(connection, subject.name)
    if key and office.checkpoints.own_key().key != key:
        raise PipelineError("submission.other_key", ExitCode.NOT_AUTHORISED, subject=subject.name)
    return subject
