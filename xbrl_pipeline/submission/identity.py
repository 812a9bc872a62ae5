"""Who does something: the OS account, and how that is known.

The account is found by user id, not in LOGNAME or USER, which anyone can set before starting the program. It is a label
that the operating system gives, not proof of a person: whoever can act as the account is the account.
"""

import os
import pwd
from dataclasses import dataclass
from enum import StrEnum


class IdentitySource(StrEnum):
    """How a subject was known; every event records it."""

    OS_ACCOUNT = "os-account"


@dataclass(frozen=True, slots=True)
class Subject:
    """Who acts."""

    name: str
    identity_source: IdentitySource = IdentitySource.OS_ACCOUNT


def current_subject() -> Subject:
    """Return the OS account that runs this process; one without a name is ``uid:`` and its number."""
    uid = os.getuid()
    try:
        return Subject(pwd.getpwuid(uid).pw_name)
    except KeyError:
        return Subject(f"uid:{uid}")
