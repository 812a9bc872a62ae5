"""Who may do what for which board: one table, one door, denied unless the table says otherwise.

A local user who owns the database can write himself any role; see the docstring of the package for what this guards.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.roles import Role, assignments, check_bestuursnummer


class Action(StrEnum):
    """What can be done with the queue."""

    QUEUE_ADD = "queue.add"
    QUEUE_LIST = "queue.list"


ALLOWED: Final[Mapping[Action, tuple[Role, ...]]] = {
    Action.QUEUE_ADD: (Role.MEDEWERKER_VERANTWOORDING,),
    Action.QUEUE_LIST: (Role.MEDEWERKER_VERANTWOORDING, Role.RAADPLEGER),
}


def authorize(database: Database, subject: Subject, action: Action, bestuursnummer: str, on: date) -> None:
    """Return when the subject holds a role for the action and the board on that day; raise PipelineError otherwise."""
    check_bestuursnummer(bestuursnummer)
    if bestuursnummer in boards(database, subject, action, on):
        return
    raise PipelineError(
        "submission.not_authorised",
        ExitCode.NOT_AUTHORISED,
        subject=subject.name,
        roles=tuple(role.label for role in ALLOWED[action]),
        bestuursnummer=bestuursnummer,
        on=on,
    )


def boards(database: Database, subject: Subject, action: Action, on: date) -> frozenset[str]:
    """Return the boards for which the subject may do the action on that day; lists show nothing else."""
    return frozenset(
        assignment.bestuursnummer
        for assignment in assignments(database, subject.name)
        if assignment.role in ALLOWED[action] and assignment.holds(on)
    )
