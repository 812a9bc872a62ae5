"""Servers that stay for the next run of the same account: where they are found, which there are, how they end.

They listen in a folder that only this account may enter, and both ends ask the system who the other is before a byte
is read: what goes between them is pickled. Where the system cannot say that, nothing is kept.
"""

import json
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.system import can_tell_peers
from xbrl_pipeline.engine.servers import Meeting

IDLE: Final = 600.0  # seconds without a question
_LONGEST: Final = 75  # characters of the folder: the address of a socket has at most 107
_PATIENCE: Final = 10.0  # seconds for servers to see that they are to end
_LOOK: Final = 0.05
_PRIVATE: Final = 0o700


@dataclass(frozen=True, slots=True)
class KeptServer:
    """A server that waits for the next run."""

    process: int
    entry_point: str
    mebibytes: int | None  # of its own memory, where the system says so


def kept_meeting(idle: float = IDLE) -> Meeting | None:
    """Return where runs of this account meet; None where it is not for this account alone, or too long a name."""
    folder = _folder()
    if folder is None or not can_tell_peers() or len(os.fsencode(folder)) > _LONGEST:
        return None
    with suppress(OSError):
        folder.mkdir(_PRIVATE)
    return Meeting(folder, 0, idle) if _is_private(folder) else None


def kept_servers() -> tuple[KeptServer, ...]:
    """Return the servers of this account that are kept now."""
    meeting = kept_meeting()
    return tuple(map(_described, _living(meeting.folder))) if meeting is not None else ()


def stop_kept() -> tuple[int, int]:
    """Take the sockets of all kept servers away, at which they end; return how many ended and how many are at work.

    No process gets a signal: one that judges for a run that is not over ends with that.
    """
    meeting = kept_meeting()
    if meeting is None:
        return 0, 0
    living = list(_living(meeting.folder))
    for place in meeting.folder.glob("*.sock"):
        place.unlink(missing_ok=True)
    deadline = time.monotonic() + _PATIENCE
    while (left := list(_living(meeting.folder))) and time.monotonic() < deadline:
        time.sleep(_LOOK)
    return len(living) - len(left), len(left)


def _folder() -> Path | None:
    if not hasattr(os, "getuid"):
        return None
    session = os.environ.get("XDG_RUNTIME_DIR")
    base = Path(session) if session and _is_private(Path(session)) else Path(tempfile.gettempdir())
    return base / f"xbrl-pipeline-{os.getuid()}"


def _is_private(folder: Path) -> bool:
    """Tell whether a folder is one, no link to one, and of this account alone."""
    try:
        found = folder.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077


def _living(folder: Path) -> Iterator[Path]:
    """Give the files of servers that run: each holds a lock on its own."""
    import fcntl  # noqa: PLC0415 - not on every system

    for file in sorted(folder.glob("*.server")):
        with suppress(FileNotFoundError), file.open("rb") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                yield file


def _described(file: Path) -> KeptServer:
    said: dict[str, str | int] = {}
    with suppress(OSError, ValueError):
        said = json.loads(file.read_text("utf-8"))
    process = int(said.get("process", 0))
    return KeptServer(process, str(said.get("entry_point", "")), _memory(process))


def _memory(process: int) -> int | None:
    with suppress(OSError, ValueError, IndexError):
        return int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
    return None
