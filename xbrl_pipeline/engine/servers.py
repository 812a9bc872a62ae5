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
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from multiprocessing.connection import Connection
from pathlib import Path
from typing import IO, Final

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.base.system import is_own_peer
from xbrl_pipeline.engine.records import EngineResult, ValidateJob

ARELLE: Final = "arelle-release"
_MOST: Final = 3  # servers at a time: each keeps a whole DTS in memory
_WARM_UP: Final = 300.0  # seconds more for a job that finds the DTS not loaded yet
_GRACE: Final = 0.05  # seconds for a server to end by itself


@dataclass(frozen=True, slots=True)
class Meeting:
    """Where the processes of one run find their servers, and the process that these belong to.

    With ``idle`` they belong to none: they are for later runs of the same account too, and end after so many seconds
    in which nobody asked anything.
    """

    folder: Path
    owner: int
    idle: float = 0.0

    @classmethod
    def new(cls) -> "Meeting":
        """Make a private folder for servers of this process."""
        return cls(Path(tempfile.mkdtemp(prefix=scratch_prefix("dts"))), os.getpid())

    @property
    def kept(self) -> bool:
        """Whether the servers outlive the run."""
        return self.idle > 0

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
        job = _absolute(job)
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

    def expect(self, job: ValidateJob) -> None:
        """Have the DTS of a job that is to come loaded meanwhile; returns at once."""
        job = _absolute(job)
        place = self._place(job)
        with suppress(OSError), _locked(place, wait=False) as lock:
            if any(judge.place == place for judge in self._waiting):
                return
            found = _connect(place)
            if found is not None:
                self._waiting.append(_Judge(place, found))
            else:
                self._start(place, job, lock)

    def stop(self) -> None:
        """End the servers that this process started, if they have not ended yet; those that are kept stay."""
        self._dismiss(None)
        for process in self._started:
            if not self.meeting.kept:
                with suppress(OSError):
                    os.killpg(process.pid, signal.SIGKILL)
            process.wait()  # what is kept has left this process behind as soon as it can be asked

    def _judge(self, job: ValidateJob) -> _Judge | None:
        place = self._place(job)
        self._dismiss(place)
        with suppress(IndexError):
            return self._waiting.pop()
        connection = self._connection(place, job)
        return _Judge(place, connection) if connection is not None else None

    def _place(self, job: ValidateJob) -> Path:
        """Return the socket for a DTS; what is kept is for the same program, engine and bytes of the taxonomy only."""
        dts = (job.entry_point, *map(str, job.packages), job.disclosure_system)
        dts += (identity(), version(ARELLE), sys.prefix, job.taxonomy) if self.meeting.kept else ()
        return self.meeting.folder / f"{hashlib.sha256(repr(dts).encode()).hexdigest()[:16]}.sock"

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
        """Connect to a server; a new one has the lock until it listens, so that nobody starts a second one."""
        started = False
        while True:
            found = _connect(place)
            if found is not None:
                return found
            with _locked(place) as lock:
                found = _connect(place)
                if found is not None or started:  # or it ended before anybody could ask it
                    return found
                self._start(place, job, lock)
                started = True

    def _start(self, place: Path, job: ValidateJob, lock: IO[str]) -> None:
        self._make_room()
        place.unlink(missing_ok=True)
        meeting, number = self.meeting, lock.fileno()
        told = (str(place), str(meeting.owner), str(meeting.idle), str(number), identity() if meeting.kept else "")
        process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-P", "-m", "xbrl_pipeline.engine.server", *told],
            env=os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(number,),
            start_new_session=True,
        )
        self._started.append(process)
        if not meeting.kept:
            place.with_suffix(".pid").write_text(str(process.pid), "ascii")
        if process.stdin is not None:
            process.stdin.write(pickle.dumps(job))
            process.stdin.close()

    def _make_room(self) -> None:
        """Take away the socket that was used longest ago; its server ends when it sees that."""
        used = sorted(self.meeting.folder.glob("*.sock"), key=lambda place: place.stat().st_mtime)
        for place in used[: max(0, len(used) + 1 - _MOST)]:
            place.unlink(missing_ok=True)


def _absolute(job: ValidateJob) -> ValidateJob:
    """Name files so that a process with another folder of work finds them too."""
    packages = tuple(package.absolute() for package in job.packages)
    return replace(job, instance=job.instance.absolute(), packages=packages)


def _end(servers: Iterable[int]) -> None:
    for sign in (signal.SIGTERM, signal.SIGKILL):
        for server in servers:
            with suppress(OSError):
                os.killpg(server, sign)
        time.sleep(_GRACE if sign is signal.SIGTERM else 0)


def _connect(place: Path) -> Connection | None:
    """Connect to a server of this account; what others put in its place is not spoken to."""
    with socket.socket(socket.AF_UNIX) as opened:
        try:
            opened.connect(str(place))
            os.utime(place)
        except OSError:  # nobody there (any more)
            return None
        return Connection(opened.detach()) if is_own_peer(opened) is not False else None


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
def _locked(place: Path, *, wait: bool = True) -> Iterator[IO[str]]:
    """Hold the right to start a server; without ``wait`` a lock that somebody has is an OSError.

    Closing the file gives it back, unless a process that inherited the file has it still.
    """
    import fcntl  # noqa: PLC0415 - not on every system

    with place.with_suffix(".lock").open("w", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file
