"""The one question every door asks: whether this subject may do this, to this board, today.

Denied unless the table in ``actions`` says otherwise. A local user who owns the database can write himself any role;
see the docstring of the package for what this guards.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import MATRIX, PERSONAL, Action, Role, roles_for
from xbrl_pipeline.submission.identity import IdentitySource, Subject

ALL_OF_BOARD: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, slots=True)
class Assignment:
    """A role of a subject for one board; both days belong to the period, no last day means until further notice.

    ``instellingscodes`` narrow it to those institutions of the board; none means the whole board.
    """

    id: str
    subject: str
    role: Role
    bestuursnummer: str
    instellingscodes: frozenset[str]
    valid_from: date
    valid_to: date | None
    granted_by: str
    identity_source: IdentitySource  # how the granter was known
    granted_at: str  # UTC
    revoked_by: str | None = None
    revoked_at: str | None = None

    def holds(self, on: date) -> bool:
        """Say whether the assignment counts on a day."""
        inside = self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)
        return inside and self.revoked_at is None


@dataclass(frozen=True, slots=True)
class Resource:
    """What an action is done to: something of a board; an annual report is of the whole board."""

    bestuursnummer: str
    instellingscodes: frozenset[str] = ALL_OF_BOARD


@dataclass(frozen=True, slots=True)
class Actor:
    """A subject with its own assignments, on a day."""

    subject: Subject
    assignments: tuple[Assignment, ...]
    on: date


def authorize(actor: Actor, action: Action, resource: Resource) -> None:
    """Return when the actor holds a role for the action and the resource; PipelineError otherwise."""
    if may(actor, action, resource):
        return
    raise PipelineError(
        "submission.not_authorised",
        ExitCode.NOT_AUTHORISED,
        subject=actor.subject.name,
        roles=tuple(role.label for role in roles_for(action)),
        bestuursnummer=resource.bestuursnummer,
        on=actor.on,
    )


def may(actor: Actor, action: Action, resource: Resource) -> bool:
    """Say whether ``authorize`` would return."""
    return _in_scope(actor.subject, action, resource.bestuursnummer) and any(
        _covers(assignment, actor, action, resource) for assignment in actor.assignments
    )


def boards(actor: Actor, action: Action) -> frozenset[str]:
    """Return the boards for which the actor may do the action; lists show nothing else."""
    own = {assignment.bestuursnummer for assignment in actor.assignments}
    return frozenset(board for board in own if may(actor, action, Resource(board)))


def _covers(assignment: Assignment, actor: Actor, action: Action, resource: Resource) -> bool:
    codes = assignment.instellingscodes
    return (
        assignment.subject == actor.subject.name
        and action in MATRIX[assignment.role]
        and assignment.bestuursnummer == resource.bestuursnummer
        and assignment.holds(actor.on)
        and (not codes or (bool(resource.instellingscodes) and resource.instellingscodes <= codes))
    )


def _in_scope(subject: Subject, action: Action, board: str) -> bool:
    if subject.identity_source is not IdentitySource.TOKEN:
        return True
    scope = subject.scope
    return scope is not None and action not in PERSONAL and action in scope.actions and board in scope.boards
