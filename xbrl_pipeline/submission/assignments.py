"""The rows of the table of assignments."""

import json
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from sqlalchemy import Connection, Select, func, select

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action, Role
from xbrl_pipeline.submission.authorisation import Assignment
from xbrl_pipeline.submission.chain import row_digest
from xbrl_pipeline.submission.events import row_name
from xbrl_pipeline.submission.identity import IdentitySource, Subject


def own_assignments(
    connection: Connection, subject: Subject, of: Collection[str] | None = None
) -> tuple[Assignment, ...]:
    """Return the assignments of one subject, also those not yet or no longer valid; ``of`` these boards only."""
    columns = tables.assignment.c
    mine = () if of is None else (columns.bestuursnummer.in_(of),)
    query = _in_order(columns.subject == subject.name, *mine)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    _refuse_damaged(connection, rows)
    return tuple(map(as_assignment, rows))


def _refuse_damaged(connection: Connection, rows: list[dict[str, Any]]) -> None:
    """Refuse to go by a role of which the row is not as the last event about it says."""
    columns = tables.event.c
    told = columns.action.in_((Action.ROLE_GRANT, Action.ROLE_REVOKE)) & (columns.refused == 0)
    numbers = {row["bestuursnummer"] for row in rows}
    query = select(columns.rows).where(columns.bestuursnummer.in_(numbers), told).order_by(columns.seq)
    recorded: dict[str, str] = {}
    for (digests,) in connection.execute(query):
        recorded |= json.loads(digests)
    for row in rows:
        name, digest = row_name(tables.assignment, (row["id"],)), row_digest(tables.assignment.name, row)
        if recorded.get(name, digest) != digest:  # one of before the record has no event
            gaps = {"subject": row["subject"], "bestuursnummer": row["bestuursnummer"]}
            raise PipelineError("submission.role_damaged", row=name, **gaps)


def all_assignments(connection: Connection, *where: Any) -> tuple[Assignment, ...]:  # noqa: ANN401
    """Return the assignments for which conditions hold, in order of granting."""
    return tuple(as_assignment(row) for row in connection.execute(_in_order(*where)).mappings())


def _in_order(*where: Any) -> Select[Any]:  # noqa: ANN401
    columns = tables.assignment.c
    return select(tables.assignment).where(*where).order_by(columns.granted_at, columns.bestuursnummer, columns.id)


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
