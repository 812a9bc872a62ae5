"""Who does something, how that is known, and what that is worth.

The OS account is asked of the system, not found in LOGNAME or USER, which anyone can set before starting the program.
It is a label that the operating system gives, not proof of a person: whoever can act as the account is the account, and
whoever owns the files can write what he likes.
"""

from dataclasses import dataclass
from enum import StrEnum

from xbrl_pipeline.base import system
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Action


class Assurance(StrEnum):
    """What the way in which a subject was known is worth."""

    LABEL = "label"  # a name given by the operating system of this machine
    BEARER = "bearer"  # whoever holds the secret
    LOGIN = "login"  # a person who logged in at an identity provider


class IdentitySource(StrEnum):
    """How a subject was known; every event records it."""

    OS_ACCOUNT = "os-account"
    TOKEN = "token"  # noqa: S105 - the name of a source
    OIDC = "oidc"  # for a central service that lets people log in; the command line never gives it

    @property
    def assurance(self) -> Assurance:
        """What this source is worth."""
        return _WORTH[self]


_WORTH = {
    IdentitySource.OS_ACCOUNT: Assurance.LABEL,
    IdentitySource.TOKEN: Assurance.BEARER,
    IdentitySource.OIDC: Assurance.LOGIN,
}


@dataclass(frozen=True, slots=True)
class Scope:
    """What a token is for; never more than its owner may."""

    actions: frozenset[Action]
    boards: frozenset[str]


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts. ``name`` is the stable id that assignments and four eyes go by; a token has that of its owner."""

    name: str
    identity_source: IdentitySource = IdentitySource.OS_ACCOUNT
    scope: Scope | None = None  # of a token


def current_subject() -> Subject:
    """Return the OS account that runs this process; one without a name is ``uid:`` and its number.

    In a user namespace (``unshare --map-user``) whoever started it chose the account: PipelineError.
    """
    if system.in_own_accounts():
        raise PipelineError("submission.own_accounts", ExitCode.NOT_AUTHORISED)
    try:
        return Subject(system.account().name)
    except OSError as problem:
        raise PipelineError("submission.no_account", ExitCode.NOT_AUTHORISED) from problem
