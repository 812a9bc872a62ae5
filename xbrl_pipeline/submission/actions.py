"""Who may do what: the roles, the actions, and the one table that joins them."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from xbrl_pipeline.model.outcome import ExitCode, PipelineError


class Role(StrEnum):
    """A role; the value is what is stored and typed. All but ``fiatteur`` are those of Mijn DUO."""

    BEHEERDER = "beheerder-bekostiging-en-opleidingen"
    MEDEWERKER_BEKOSTIGING = "medewerker-bekostiging"
    MEDEWERKER_OPLEIDINGEN = "medewerker-opleidingen"
    RAADPLEGER = "raadpleger-zaakdossier"
    MEDEWERKER_VERANTWOORDING = "medewerker-verantwoording"
    FIATTEUR = "fiatteur"  # of this program: DUO does not know it

    @property
    def label(self) -> str:
        """The role as people write it; a name, so the same in every language."""
        return self.value.replace("-", " ").capitalize()


def role_named(text: str) -> Role:
    """Return the role that a user typed; ``beheerder`` is enough. An unknown one is a PipelineError that lists all."""
    typed = text.strip().lower().replace(" ", "-")
    found = [role for role in Role if role == typed or (typed == "beheerder" and role is Role.BEHEERDER)]
    if found:
        return found[0]
    known = tuple(role.value for role in Role)
    raise PipelineError("submission.unknown_role", ExitCode.USAGE, role=text, known=known)


class Action(StrEnum):
    """What can be done with the queue; the value stands in events and in the scope of tokens."""

    QUEUE_ADD = "queue.add"
    QUEUE_APPROVE = "queue.approve"
    QUEUE_REJECT = "queue.reject"
    QUEUE_WITHDRAW = "queue.withdraw"
    QUEUE_HANDOVER = "queue.handover"
    QUEUE_CONFIRM = "queue.confirm"
    QUEUE_VOID = "queue.void"  # done by the program, on the way to one of the others
    QUEUE_LIST = "queue.list"
    QUEUE_SHOW = "queue.show"
    QUEUE_VERIFY = "queue.verify"
    AUDIT_SHOW = "audit.show"  # all events of a board
    AUDIT_ROLES = "audit.roles"  # its events on roles and tokens, which say nothing of reports
    AUDIT_VERIFY = "audit.verify"
    ROLE_GRANT = "role.grant"
    ROLE_OPEN = "role.open"  # a first beheerder for a board that nobody has a role for yet
    ROLE_REVOKE = "role.revoke"
    ROLE_LIST = "role.list"
    ROLE_ENROL = "role.enrol"  # the public key of a person
    TAXONOMY_ALLOW = "taxonomy.allow"  # a package by its bytes, for every report of the queue
    TOKEN_CREATE = "token.create"  # noqa: S105 - the name of an action
    TOKEN_REVOKE = "token.revoke"  # noqa: S105 - a token of somebody else; one's own may always go


_READS: Final = frozenset(
    {Action.QUEUE_LIST, Action.QUEUE_SHOW, Action.QUEUE_VERIFY, Action.AUDIT_SHOW, Action.AUDIT_VERIFY}
)
_DECIDES: Final = frozenset({Action.QUEUE_APPROVE, Action.QUEUE_REJECT})
_SENDS: Final = frozenset({Action.QUEUE_ADD, Action.QUEUE_WITHDRAW, Action.QUEUE_HANDOVER, Action.QUEUE_CONFIRM})
_GRANTS: Final = frozenset(
    {
        Action.ROLE_GRANT,
        Action.ROLE_OPEN,
        Action.ROLE_REVOKE,
        Action.ROLE_LIST,
        Action.ROLE_ENROL,
        Action.TAXONOMY_ALLOW,
        Action.TOKEN_REVOKE,
    }
)

# Denied unless it stands here, for a board of the assignment and within its days.
MATRIX: Final[Mapping[Role, frozenset[Action]]] = {
    Role.BEHEERDER: _GRANTS | {Action.AUDIT_ROLES, Action.AUDIT_VERIFY},
    Role.MEDEWERKER_BEKOSTIGING: frozenset(),
    Role.MEDEWERKER_OPLEIDINGEN: frozenset(),
    Role.RAADPLEGER: _READS | {Action.TOKEN_CREATE},
    Role.MEDEWERKER_VERANTWOORDING: _READS | _DECIDES | _SENDS | {Action.QUEUE_VOID, Action.TOKEN_CREATE},
    Role.FIATTEUR: _READS | _DECIDES | {Action.QUEUE_VOID, Action.TOKEN_CREATE},
}

# Decisions that are a person's own: a token acts without one.
PERSONAL: Final = _DECIDES | _GRANTS | {Action.QUEUE_CONFIRM, Action.TOKEN_CREATE}


def roles_for(action: Action) -> tuple[Role, ...]:
    """Return the roles that may do an action."""
    return tuple(role for role, actions in MATRIX.items() if action in actions)
