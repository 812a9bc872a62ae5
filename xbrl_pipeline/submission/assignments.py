"""The rows of the table of assignments."""

from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, func, select

from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.authorisation import Assignment
from xbrl_pipeline.submission.identity import IdentitySource, Subject


def own_assignments(
    connection: Connection, subject: Subject, of: Collection[str] | None = None
) -> tuple[Assignment, ...]:
    """Return the assignments of one subject, also those not yet or no longer valid; ``of`` these boards only."""
    columns = tables.assignment.c
    mine = () if of is None else (columns.bestuursnummer.in_(of),)
    return all_assignments(connection, columns.subject == subject.name, *mine)


def all_assignments(connection: Connection, *where: Any) -> tuple[Assignment, ...]:  # noqa: ANN401
    """Return the assignments for which conditions hold, in order of granting."""
    columns = tables.assignment.c
    query = select(tables.assignment).where(*where).order_by(columns.granted_at, columns.bestuursnummer, columns.id)
    return tuple(as_assignment(row) for row in connection.execute(query).mappings())


def of_board(connection: Connection, number: str, role: Role) -> tuple[Assignment, ...]:
    """Return all assignments of a role for a board."""
    columns = tables.assignment.c
    return all_assignments(connection, columns.bestuursnummer == number, columns.role == role.value)


def any_of_board(connection: Connection, number: str) -> bool:
    """Say whether anybody ever had a role for a board."""
    query = select(func.count()).select_from(tables.assignment).where(tables.assignment.c.bestuursnummer == number)
    return bool(connection.scalar(query))


def any_beheerder(connection: Connection) -> bool:
    """Say whether there ever was a beheerder, of any board."""
    query = select(func.count()).select_from(tables.assignment)
    return bool(connection.scalar(query.where(tables.assignment.c.role == Role.BEHEERDER.value)))


def as_assignment(row: Any) -> Assignment:  # noqa: ANN401 - a row has many types
    """Turn a row into an assignment."""
    values = dict(row)
    end = values["valid_to"]
    codes: Iterable[str] = values["instellingscodes"].split()
    return Assignment(
        **values
        | {
            "role": Role(values["role"]),
            "instellingscodes": frozenset(codes),
            "valid_from": date.fromisoformat(values["valid_from"]),
            "valid_to": date.fromisoformat(end) if end else None,
            "identity_source": IdentitySource(values["identity_source"]),
        }
    )
