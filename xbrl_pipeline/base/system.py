"""What not every operating system has, asked for in one place and done without where it is not there.

Windows has no accounts by number, no groups of processes, no permissions of an open file, and no folders that can be
synced; a signal sent there ends the process. What this module gives works everywhere. Outside it only the warm engine
and the limits of child processes know such calls: they are not used where there is no fork.
"""

import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

_POSIX: Final = hasattr(os, "killpg")
_ACCOUNTS: Final = Path("/proc/self/uid_map")
_ALL_ACCOUNTS: Final = ["0", "0", "4294967295"]  # as the first user namespace has them
BINARY: Final = getattr(os, "O_BINARY", 0)  # Windows would otherwise change line ends
_NO_LINKS: Final = getattr(os, "O_NOFOLLOW", 0)
_PEER: Final = "3i"  # process, account and group of who is at the other end of a local socket
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)  # for the other end of a pipe


@dataclass(frozen=True, slots=True)
class SystemAccount:
    """Who runs this process. ``label`` stands for a name that cannot be that of a file."""

    name: str
    label: str


def account() -> SystemAccount:
    """Return the account as the operating system knows it, not as the environment says; OSError where it says none."""
    try:
        import pwd  # noqa: PLC0415 - not on every system
    except ImportError:
        name = os.getlogin()
        return SystemAccount(name, f"account-{sha256(name.encode()).hexdigest()[:16]}")
    uid = os.getuid()
    try:
        return SystemAccount(pwd.getpwuid(uid).pw_name, f"uid-{uid}")
    except KeyError:
        return SystemAccount(f"uid:{uid}", f"uid-{uid}")


def in_own_accounts() -> bool:
    """Tell whether the accounts here are not those of the machine: in a user namespace anybody can be anybody."""
    try:
        found = _ACCOUNTS.read_text("ascii").split()
    except OSError:
        return False
    return found != _ALL_ACCOUNTS


def has_account(name: str) -> bool | None:
    """Tell whether the machine knows an account; None where it cannot be asked."""
    try:
        import pwd  # noqa: PLC0415 - not on every system
    except ImportError:
        return None
    try:
        pwd.getpwnam(name)
    except KeyError:
        return False
    return True


def lead_group() -> None:
    """Put this process at the head of a group, so that it can be ended with all that it starts."""
    if hasattr(os, "setpgid"):
        os.setpgid(0, 0)


def end_group(process: int) -> None:
    """End the group of a process at once, if there is one (any more)."""
    if hasattr(os, "killpg"):
        with suppress(OSError):
            os.killpg(process, signal.SIGKILL)


def start_with(
    connection: Connection, command: Sequence[str], surroundings: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    """Start a process that inherits one end of a pipe; the number of that is added to the command."""
    number = connection.fileno()
    whole = [*command, str(number)]
    null = subprocess.DEVNULL
    if sys.platform == "win32":
        os.set_handle_inheritable(number, True)
        taken = subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})
        return subprocess.Popen(whole, env=surroundings, stdin=null, startupinfo=taken)  # noqa: S603 - our own module
    return subprocess.Popen(whole, env=surroundings, stdin=null, pass_fds=(number,))  # noqa: S603 - our own module


def connection_of(number: int) -> Connection:
    """Return the end of a pipe that this process inherited."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection  # noqa: PLC0415 - there only

        return PipeConnection(number)
    return Connection(number)


def is_running(process: int) -> bool | None:
    """Tell whether a process runs; None where asking is not possible."""
    if not _POSIX:  # where a signal that does nothing would end it
        return None
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def can_tell_peers() -> bool:
    """Tell whether the system says who is at the other end of a local socket."""
    return hasattr(socket, "SO_PEERCRED")


def is_own_peer(connected: socket.socket) -> bool | None:
    """Tell whether this account is at the other end of a local socket; None where the system does not say."""
    if not can_tell_peers():
        return None
    told = connected.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize(_PEER))
    return bool(struct.unpack(_PEER, told)[1] == os.getuid())


def set_mode(descriptor: int, mode: int) -> None:
    """Give an open file its permissions, where files have such."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where a folder can be opened for that."""
    if not _POSIX:
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_unlinked(path: Path) -> int:
    """Open a file for reading that is no link and keeps nobody waiting; OSError otherwise."""
    if not _NO_LINKS and path.is_symlink():
        raise OSError(0, "link", str(path))
    return os.open(path, os.O_RDONLY | BINARY | _NO_LINKS | _NO_WAITING)


def set_up_output() -> None:
    """Write what is piped as UTF-8, and let a terminal that lacks a character show another."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace") if stream.isatty() else reconfigure(encoding="utf-8")
