"""One process that keeps one DTS loaded and forks a judge for every caller.

Started as ``python -m xbrl_pipeline.engine.server SOCKET OWNER`` with the first job on its standard input. Whoever asks
connects to the socket, sends a job with its limits, waits for the answer and may then send the next one; callers that
come while the DTS is loading wait in the queue of the socket. A judge that is not as it was before an instance ends
with that answer. The server ends when its owner is gone or its socket is taken away.
"""

import os
import pickle
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Final

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.engine.limits import lift_limit, limit_memory
from xbrl_pipeline.engine.records import EngineResult, ValidateJob
from xbrl_pipeline.engine.worker import settle_down

if TYPE_CHECKING:
    from xbrl_pipeline.engine.warm import WarmDts

_LOOK_UP: Final = 1.0  # seconds between looks at whether anyone still needs this process
_QUEUE: Final = 1024
_SERIES: Final = 200  # instances that one judge takes; what it may leak ends with it


def main() -> None:
    """Serve one DTS until nobody needs it any more."""
    place, owner = Path(sys.argv[1]), int(sys.argv[2])
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    with (
        socket.socket(socket.AF_UNIX) as listener,
        tempfile.TemporaryDirectory(prefix=scratch_prefix("engine")) as scratch,
    ):
        listener.bind(str(place))
        listener.listen(_QUEUE)
        settle_down(scratch)
        _serve(listener, place, owner, job, Path(scratch))


def _serve(listener: socket.socket, place: Path, owner: int, job: ValidateJob, scratch: Path) -> None:
    from xbrl_pipeline.engine.warm import WarmDts, load_warm  # noqa: PLC0415 - callers can queue before Arelle is in

    warm: WarmDts | None = None
    with suppress(Exception):  # what cannot be loaded is judged cold, which tells what is wrong
        warm = load_warm(job, scratch)
    signal.signal(signal.SIGTERM, _leave)
    listener.settimeout(_LOOK_UP)
    while _is_needed(place, owner):
        _bury()
        try:
            asked, _ = listener.accept()
        except TimeoutError:
            continue
        asked.setblocking(True)
        if os.fork() == 0:
            listener.close()
            _judge(Connection(asked.detach()), warm)
        asked.close()


def _bury() -> None:
    """Take note of judges that have ended; ignoring them would keep what they cost from the account of this process."""
    with suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass


def _leave(*_: object) -> None:
    _bury()
    os._exit(0)


def _is_needed(place: Path, owner: int) -> bool:
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return place.exists()


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
