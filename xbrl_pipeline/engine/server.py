"""One process that keeps one DTS loaded and forks a judge for every caller.

Started as ``python -m xbrl_pipeline.engine.server SOCKET OWNER IDLE LOCK IDENTITY`` with the first job on its standard
input; the file with number LOCK is closed as soon as callers can come. Whoever asks connects to the socket, sends a job
with its limits, waits for the answer and may then send the next one; callers that come while the DTS is loading wait in
the queue of the socket. A judge that is not as it was before an instance ends with that answer. The server ends when
its owner is gone or its socket is taken away; one with IDLE has no owner, and ends after so many seconds without a
caller.
"""

import json
import os
import pickle
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xbrl_pipeline.base.program import identity
from xbrl_pipeline.base.scratch import scratch_prefix, sweep_scratch
from xbrl_pipeline.base.system import is_own_peer
from xbrl_pipeline.engine.limits import lift_limit, limit_memory
from xbrl_pipeline.engine.records import EngineResult, ValidateJob
from xbrl_pipeline.engine.worker import settle_down

if TYPE_CHECKING:
    from xbrl_pipeline.engine.warm import WarmDts

_LOOK_UP: Final = 1.0  # seconds between looks at whether anyone still needs this process
_QUEUE: Final = 1024
_SERIES: Final = 200  # instances that one judge takes; what it may leak ends with it


@dataclass(frozen=True, slots=True)
class _Post:
    """Where a server is found, and for whom it is there."""

    place: Path
    owner: int
    idle: float
    node: int  # of the socket: another may come in its place

    def is_needed(self, since: float) -> bool:
        """Tell whether somebody may still come; ``since`` is when somebody was there last."""
        if self.idle:
            return time.monotonic() - since < self.idle and self._is_there()
        with suppress(PermissionError):
            try:
                os.kill(self.owner, 0)
            except ProcessLookupError:
                return False
        return self._is_there()

    def leave(self) -> None:
        """Take the socket away, so that nobody comes any more."""
        if self._is_there():
            self.place.unlink(missing_ok=True)

    def _is_there(self) -> bool:
        with suppress(OSError):
            return self.place.lstat().st_ino == self.node
        return False


def main() -> None:
    """Serve one DTS until nobody needs it any more."""
    place, owner, idle, lock, program = Path(sys.argv[1]), *sys.argv[2:]
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    if program not in ("", identity()):
        return  # it has changed since: what it would say now is not what is looked for here
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        listener.listen(_QUEUE)
        post = _Post(place, int(owner), float(idle), place.lstat().st_ino)
        with _scratch(post, job) as scratch:
            os.close(int(lock))
            settle_down(scratch)
            _serve(listener, post, job, Path(scratch))


@contextmanager
def _scratch(post: _Post, job: ValidateJob) -> Iterator[str]:
    """Give a folder of its own; a server that is kept leaves the process that was started, and all of that run."""
    if not post.idle:
        with tempfile.TemporaryDirectory(prefix=scratch_prefix("engine")) as made:
            yield made
        return
    import fcntl  # noqa: PLC0415 - not on every system

    if os.fork():
        os._exit(0)
    os.setsid()
    os.chdir(post.place.parent)
    sweep_scratch(post.place.parent)
    file = post.place.with_suffix(".server")
    prefix = f"xbrl-engine-{os.getpid()}-"
    with (
        file.open("w", encoding="utf-8") as told,
        tempfile.TemporaryDirectory(prefix=prefix, dir=post.place.parent) as made,
    ):
        fcntl.flock(told, fcntl.LOCK_EX)
        json.dump({"process": os.getpid(), "entry_point": job.entry_point}, told)
        told.flush()
        tempfile.tempdir = str(post.place.parent)  # that of the run may be gone before this process is
        yield made
        file.unlink(missing_ok=True)


def _serve(listener: socket.socket, post: _Post, job: ValidateJob, scratch: Path) -> None:
    from xbrl_pipeline.engine.warm import WarmDts, load_warm  # noqa: PLC0415 - callers can queue before Arelle is in

    warm: WarmDts | None = None
    with suppress(Exception):  # what cannot be loaded is judged cold, which tells what is wrong
        warm = load_warm(job, scratch)
    if not post.idle:
        signal.signal(signal.SIGTERM, _leave)
    elif warm is None:  # only for those who wait already: the next run may have more luck
        post.leave()
    listener.settimeout(_LOOK_UP)
    since = time.monotonic()
    while post.is_needed(since):
        since = time.monotonic() if _bury() else since
        if _take(listener, warm):
            since = time.monotonic()
    if post.idle:
        post.leave()
        listener.settimeout(0)
        while _take(listener, warm):  # who came at the last moment
            pass
        while _bury():
            time.sleep(_LOOK_UP)


def _take(listener: socket.socket, warm: "WarmDts | None") -> bool:
    """Fork a judge for the next caller; tell whether there was one in time. Strangers are not listened to."""
    try:
        asked, _ = listener.accept()
    except (TimeoutError, BlockingIOError):
        return False
    with asked:
        if is_own_peer(asked) is False:
            return True
        asked.setblocking(True)
        if os.fork() == 0:
            listener.close()
            _judge(Connection(asked.detach()), warm)
    return True


def _bury() -> bool:
    """Take note of judges that have ended, and tell whether others are at work.

    Ignoring them would keep what they cost from the account of this process.
    """
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
        return True
    return False


def _leave(*_: object) -> None:
    _bury()
    os._exit(0)


def _judge(caller: Connection, warm: object) -> None:
    """Answer the jobs of one caller in a fork, and end without touching anything the server owns."""
    from xbrl_pipeline.engine.warm import WarmDts  # noqa: PLC0415 - loaded by now

    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    with suppress(Exception):
        if isinstance(warm, WarmDts):
            warm.take_up()
            _answer_all(caller, warm)
        else:
            caller.recv()
            caller.send((None, False))
    os._exit(0)


def _answer_all(caller: Connection, warm: "WarmDts") -> None:
    for left in reversed(range(_SERIES)):
        answer, fit = _answer(warm, *caller.recv())
        caller.send((answer, fit and left > 0))
        if not fit:
            return


def _answer(warm: "WarmDts", job: ValidateJob, seconds: float, mebibytes: int) -> tuple[EngineResult | None, bool]:
    """Judge an instance within its limits, and tell whether another may follow it here."""
    signal.setitimer(signal.ITIMER_REAL, seconds)  # ends this process, whatever it is doing
    lift_limit()
    limit_memory(mebibytes)
    try:
        answer = warm.judge(job)
        return answer, answer is not None and not answer.failure and warm.forget()
    except MemoryError:
        return EngineResult((), None, 0, "memory"), False
    except Exception:  # noqa: BLE001 - whatever went wrong, a cold run gives the answer
        return None, False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


if __name__ == "__main__":
    main()
