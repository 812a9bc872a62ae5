"""The roles of Mijn DUO, and who holds which for which board.

In this first cut whoever can write to the database may grant; the grant and the granter are recorded. Granting by the
beheerder alone comes with the full queue.
"""

import re
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import insert, select

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.events import record
from xbrl_pipeline.submission.identity import IdentitySource, Subject

_BESTUURSNUMMER = re.compile(r"[0-9]{5}")


class Role(StrEnum):
    """A role as Mijn DUO knows it; the value is what is stored and typed."""

    BEHEERDER = "beheerder-bekostiging-en-opleidingen"
    MEDEWERKER_BEKOSTIGING = "medewerker-bekostiging"
    MEDEWERKER_OPLEIDINGEN = "medewerker-opleidingen"
    RAADPLEGER = "raadpleger-zaakdossier"
    MEDEWERKER_VERANTWOORDING = "medewerker-verantwoording"

    @property
    def label(self) -> str:
        """The role as people write it; a name, so the same in every language."""
        return self.value.replace("-", " ").capitalize()


def role_named(text: str) -> Role:
    """Return the role that a user typed; an unknown one is a PipelineError that lists the roles."""
    try:
        return Role(text)
    except ValueError as error:
        known = tuple(role.value for role in Role)
        raise PipelineError("submission.unknown_role", ExitCode.USAGE, role=text, known=known) from error


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role of a subject for one board; both days belong to the period, no last day means until further notice."""

    subject: str
    role: Role
    bestuursnummer: str
    valid_from: date
    valid_to: date | None
    granted_by: str
    identity_source: IdentitySource  # how the granter was known
    granted_at: datetime  # UTC

    def holds(self, on: date) -> bool:
        """Say whether the assignment counts on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


def check_bestuursnummer(text: str) -> None:
    """Refuse what is not five digits."""
    if not _BESTUURSNUMMER.fullmatch(text):
        raise PipelineError("submission.bestuursnummer", value=text)


def grant(
    database: Database,
    granter: Subject,
    subject: str,
    role: Role,
    bestuursnummer: str,
    *,
    valid_from: date,
    valid_to: date | None = None,
    now: datetime,
) -> Assignment:
    """Give a subject (the name of an OS account) a role for a board; the grant and its event are one transaction."""
    check_bestuursnummer(bestuursnummer)
    if not subject.strip():
        raise PipelineError("submission.subject_empty", ExitCode.USAGE)
    if valid_to is not None and valid_to < valid_from:
        raise PipelineError("submission.period", ExitCode.USAGE, valid_from=valid_from, valid_to=valid_to)
    assignment = Assignment(
        subject, role, bestuursnummer, valid_from, valid_to, granter.name, granter.identity_source, now.astimezone(UTC)
    )
    _store(database, granter, assignment)
    return assignment


def _store(database: Database, granter: Subject, assignment: Assignment) -> None:
    detail = {
        "subject": assignment.subject,
        "role": assignment.role.value,
        "bestuursnummer": assignment.bestuursnummer,
        "valid_from": assignment.valid_from.isoformat(),
        "valid_to": assignment.valid_to.isoformat() if assignment.valid_to else "",
    }
    with database.writing() as connection:
        connection.execute(insert(tables.assignment).values(asdict(assignment)))
        record(connection, granter, "role.grant", assignment.granted_at, detail=detail)


def assignments(database: Database, subject: str | None = None) -> tuple[Assignment, ...]:
    """Return the assignments of one subject or of all, also those not yet or no longer valid, in order of granting."""
    columns = [column for column in tables.assignment.c if column is not tables.assignment.c.id]
    query = select(*columns).order_by(tables.assignment.c.id)
    if subject is not None:
        query = query.where(tables.assignment.c.subject == subject)
    with database.reading() as connection:
        return tuple(_assignment(**row) for row in connection.execute(query).mappings())


def _assignment(*, role: str, identity_source: str, **values: Any) -> Assignment:  # noqa: ANN401
    return Assignment(role=Role(role), identity_source=IdentitySource(identity_source), **values)
