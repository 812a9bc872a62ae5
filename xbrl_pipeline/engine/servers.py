"""The callers' end of the servers: found through a private folder, started by the first who needs one.

All processes of a run share a folder, so that a DTS is loaded once for all of them. A connection leads to a judge of
one's own and is kept for the next instance of the same DTS. Where there is no fork there are no servers, and everything
is judged cold.
"""

import hashlib
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Client, Connection
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine.records import EngineResult, ValidateJob

_MOST: Final = 3  # servers at a time: each keeps a whole DTS in memory
_WARM_UP: Final = 300.0  # seconds more for a job that finds the DTS not loaded yet
_GRACE: Final = 0.05  # seconds for a server to end by itself
_PATIENCE: Final = 0.02  # seconds between two tries to connect


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the processes of one run find their servers, and the process that these belong to."""

    folder: Path
    owner: int

    @classmethod
    def new(cls) -> "Meeting":
        """Make a private folder for servers of this process."""
        return cls(Path(tempfile.mkdtemp(prefix=scratch_prefix("dts"))), os.getpid())

    def stop(self) -> None:
        """End all servers that were started here, and whatever they forked."""
        servers = [int(text) for file in self.folder.glob("*.pid") if (text := file.read_text("ascii")).isdigit()]
        if servers:
            _end(servers)
        shutil.rmtree(self.folder, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class _Judge:
    """A connection to a process that judges by one DTS."""

    place: Path
    connection: Connection
    used: bool = False


@dataclass(slots=True)
class Servers:
    """Asks the server of a DTS, and starts it where there is none. Threads may share it."""

    meeting: Meeting
    _started: list[subprocess.Popen[bytes]] = field(default_factory=list)
    _waiting: list[_Judge] = field(default_factory=list)

    def ask(self, job: ValidateJob, seconds: float, mebibytes: int) -> EngineResult | None:
        """Have an instance judged in the DTS it names; None: this one needs a cold run."""
        with suppress(OSError):
            while (judge := self._judge(job)) is not None:
                try:
                    answer, fit = _answer(judge.connection, job, seconds, mebibytes)
                except (EOFError, OSError):  # it ended, in a way that a cold run may survive
                    judge.connection.close()
                    if judge.used:  # while it waited: a fresh one knows better
                        continue
                    return None
                self._keep(judge, fit=fit)
                return answer
        return None

    def stop(self) -> None:
        """End the servers that this process started, if they have not ended yet."""
        self._dismiss(None)
        for process in self._started:
            with suppress(OSError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def _judge(self, job: ValidateJob) -> _Judge | None:
        dts = (job.entry_point, *map(str, job.packages), job.disclosure_system)
        place = self.meeting.folder / f"{hashlib.sha256(repr(dts).encode()).hexdigest()[:16]}.sock"
        self._dismiss(place)
        with suppress(IndexError):
            return self._waiting.pop()
        connection = self._connection(place, job)
        return _Judge(place, connection) if connection is not None else None

    def _keep(self, judge: _Judge, *, fit: bool) -> None:
        if fit:
            self._waiting.append(replace(judge, used=True))
        else:
            judge.connection.close()

    def _dismiss(self, but: Path | None) -> None:
        """Let judges by another DTS go: each of them would keep that in memory."""
        for judge in [each for each in self._waiting if each.place != but]:
            self._waiting.remove(judge)
            judge.connection.close()

    def _connection(self, place: Path, job: ValidateJob) -> Connection | None:
        found = _connect(place)
        if found is not None:
            return found
        with _locked(place.with_suffix(".lock")):
            return _connect(place) or self._start(place, job)

    def _start(self, place: Path, job: ValidateJob) -> Connection | None:
        self._make_room()
        place.unlink(missing_ok=True)
        command = [sys.executable, "-m", "xbrl_pipeline.engine.server", str(place), str(self.meeting.owner)]
        null = subprocess.DEVNULL
        process = subprocess.Popen(  # noqa: S603 - our own module
            command, stdin=subprocess.PIPE, stdout=null, stderr=null, start_new_session=True
        )
        self._started.append(process)
        place.with_suffix(".pid").write_text(str(process.pid), "ascii")
        if process.stdin is not None:
            process.stdin.write(pickle.dumps(job))
            process.stdin.close()
        while process.poll() is None:
            found = _connect(place)
            if found is not None:
                return found
            time.sleep(_PATIENCE)
        return None

    def _make_room(self) -> None:
        """Take away the socket that was used longest ago; its server ends when it sees that."""
        used = sorted(self.meeting.folder.glob("*.sock"), key=lambda place: place.stat().st_mtime)
        for place in used[: max(0, len(used) + 1 - _MOST)]:
            place.unlink(missing_ok=True)


def _end(servers: Iterable[int]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for server in servers:
            with suppress(OSError):
                os.killpg(server, sign)
        time.sleep(_GRACE if sign is signal.SIGTERM else 0)


def _connect(place: Path) -> Connection | None:
    try:
        connection = Client(str(place), "AF_UNIX")
        os.utime(place)
    except OSError:  # nobody there (any more)
        return None
    return connection


def _answer(
    connection: Connection, job: ValidateJob, seconds: float, mebibytes: int
) -> tuple[EngineResult | None, bool]:
    """Return what a judge says, and whether it can be asked again."""
    started = time.monotonic()
    try:
        connection.send((job, seconds, mebibytes))
        made = connection.recv() if connection.poll(seconds + _WARM_UP) else (None, False)
    except (EOFError, OSError):
        if time.monotonic() - started < seconds:
            raise
        made = EngineResult((), None, 0, "timeout"), False  # by its own alarm
    answer, fit = made
    return answer, fit


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    import fcntl  # noqa: PLC0415 - not on every system

    with path.open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
