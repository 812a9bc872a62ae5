"""Who holds which role for which board. The beheerder grants and revokes, and cannot grant himself anything."""

import re
import unicodedata
import uuid
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, insert, update

from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action, Role
from xbrl_pipeline.submission.assignments import all_assignments, any_beheerder, any_of_board, as_assignment, of_board
from xbrl_pipeline.submission.authorisation import Assignment, Resource, authorize, boards
from xbrl_pipeline.submission.events import Note, record
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office, actor_of, refusals, today
from xbrl_pipeline.submission.tables import moment

_BESTUURSNUMMER = re.compile(r"[0-9]{5}")
_LONGEST = 100  # characters of a name
_INSTELLINGSCODE = re.compile(r"[0-9]{2}[A-Z0-9]{2}")


@dataclass(frozen=True, slots=True)
class Grant:
    """A role to be given."""

    subject: str
    role: Role
    bestuursnummer: str
    valid_from: date
    valid_to: date | None = None
    instellingscodes: frozenset[str] = frozenset()


def check_bestuursnummer(text: str) -> None:
    """Refuse what is not five digits."""
    if not _BESTUURSNUMMER.fullmatch(text):
        raise PipelineError("submission.bestuursnummer", value=one_line(text, _LONGEST))


def bootstrap(office: Office, subject: Subject, name: str, numbers: Collection[str], *, now: datetime) -> int:
    """Make the first beheerder, for the boards that are named; this works once. Return how many boards."""
    with refusals(office, subject, Action.ROLE_GRANT, now, {"bootstrap": name, "boards": " ".join(numbers)}):
        wanted = [Grant(name, Role.BEHEERDER, number, today(now)) for number in dict.fromkeys(numbers)]
        for each in wanted:
            _check(each)
        with office.changing(now) as connection:
            if any_beheerder(connection):
                raise PipelineError("submission.bootstrap_done", ExitCode.NOT_AUTHORISED)
            for each in wanted:
                _store(connection, subject, each, now, {"bootstrap": "1"})
    return len(wanted)


def grant(office: Office, granter: Subject, wanted: Grant, *, now: datetime) -> Assignment:
    """Give somebody a role for a board; the grant and its event are one transaction."""
    detail = {"granted_to": wanted.subject, "granted_role": wanted.role.value}
    with refusals(office, granter, Action.ROLE_GRANT, now, detail) as about:
        _check(wanted)
        about.bestuursnummer = wanted.bestuursnummer
        with office.changing(now) as connection:
            _authorize_grant(connection, granter, wanted, now)
            return _store(connection, granter, wanted, now, {})


def _authorize_grant(connection: Connection, granter: Subject, wanted: Grant, now: datetime) -> None:
    board = wanted.bestuursnummer
    opens = wanted.role is Role.BEHEERDER and not any_of_board(connection, board)
    if not (opens and boards(actor_of(connection, granter, now), Action.ROLE_OPEN)):
        authorize(actor_of(connection, granter, now, {board}), Action.ROLE_GRANT, Resource(board))
    if wanted.subject == granter.name:
        raise PipelineError("submission.grant_self", ExitCode.NOT_AUTHORISED)


def revoke(office: Office, revoker: Subject, name: str, role: Role, number: str, *, now: datetime) -> int:
    """End the assignments of a role; return how many. What was done under them stays as it is."""
    with refusals(office, revoker, Action.ROLE_REVOKE, now, {"revoked_from": name, "revoked_role": role}) as about:
        check_bestuursnummer(number)
        about.bestuursnummer = number
        with office.changing(now) as connection:
            authorize(actor_of(connection, revoker, now, {number}), Action.ROLE_REVOKE, Resource(number))
            ending = [
                each for each in of_board(connection, number, role) if each.subject == name and not each.revoked_at
            ]
            _check_ending(connection, ending, name, role, number)
            for each in ending:
                _end(connection, revoker, each, now)
    return len(ending)


def _check_ending(connection: Connection, ending: list[Assignment], name: str, role: Role, number: str) -> None:
    if not ending:
        raise PipelineError("submission.no_assignment", subject=name, role=role.label, bestuursnummer=number)
    left = [
        each for each in of_board(connection, number, role)
        if not each.revoked_at and each.subject != name and each.valid_to is None
    ]  # fmt: skip
    if role is Role.BEHEERDER and not left:
        raise PipelineError("submission.last_beheerder", bestuursnummer=number)


def _end(connection: Connection, revoker: Subject, ending: Assignment, now: datetime) -> None:
    values = {"revoked_by": revoker.name, "revoked_at": moment(now)}
    connection.execute(update(tables.assignment).where(tables.assignment.c.id == ending.id).values(values))
    detail = {"subject": ending.subject, "role": ending.role.value}
    rows = ((tables.assignment, (ending.id,)),)
    note = Note(Action.ROLE_REVOKE, ending.bestuursnummer, detail=detail, rows=rows)
    record(connection, revoker, note, now)


def _check(wanted: Grant) -> None:
    check_bestuursnummer(wanted.bestuursnummer)
    check_name(wanted.subject)
    for code in sorted(wanted.instellingscodes):
        if not _INSTELLINGSCODE.fullmatch(code):
            raise PipelineError("submission.instellingscode", ExitCode.USAGE, value=code)
    if wanted.valid_to is not None and wanted.valid_to < wanted.valid_from:
        period = {"valid_from": wanted.valid_from, "valid_to": wanted.valid_to}
        raise PipelineError("submission.period", ExitCode.USAGE, **period)


def check_name(name: str) -> None:
    """Refuse a name that no account can have, or that looks like another."""
    if not name.strip():
        raise PipelineError("submission.subject_empty", ExitCode.USAGE)
    odd = name != unicodedata.normalize("NFKC", name).strip() or not name.isprintable()
    if odd or len(name) > _LONGEST:
        raise PipelineError("submission.subject_odd", ExitCode.USAGE, subject=one_line(name, _LONGEST))


def _store(
    connection: Connection, granter: Subject, wanted: Grant, now: datetime, detail: dict[str, str]
) -> Assignment:
    row: dict[str, Any] = {
        "id": str(uuid.uuid4()),
        "subject": wanted.subject,
        "role": wanted.role.value,
        "bestuursnummer": wanted.bestuursnummer,
        "instellingscodes": " ".join(sorted(wanted.instellingscodes)),
        "valid_from": wanted.valid_from.isoformat(),
        "valid_to": wanted.valid_to and wanted.valid_to.isoformat(),
        "granted_by": granter.name,
        "identity_source": granter.identity_source.value,
        "granted_at": moment(now),
        "revoked_by": None,
        "revoked_at": None,
    }
    connection.execute(insert(tables.assignment).values(row))
    told = {name: str(row[name] or "") for name in ("subject", "role", "instellingscodes", "valid_from", "valid_to")}
    rows = ((tables.assignment, (row["id"],)),)
    note = Note(Action.ROLE_GRANT, wanted.bestuursnummer, detail=told | detail, rows=rows)
    record(connection, granter, note, now)
    return as_assignment(row)


def visible_assignments(office: Office, subject: Subject, *, now: datetime) -> tuple[Assignment, ...]:
    """Return one's own assignments, and all of the boards of which the subject is beheerder; in order of granting."""
    columns = tables.assignment.c
    with office.database.reading() as connection:
        allowed = boards(actor_of(connection, subject, now), Action.ROLE_LIST)
        return all_assignments(connection, columns.bestuursnummer.in_(allowed) | (columns.subject == subject.name))


def boards_for(office: Office, subject: Subject, action: Action, *, now: datetime) -> frozenset[str]:
    """Return the boards for which a subject may do something today."""
    with office.database.reading() as connection:
        return boards(actor_of(connection, subject, now), action)
