"""One process that keeps one DTS loaded and forks a judge for every instance it is asked about.

Started as ``python -m xbrl_pipeline.engine.server SOCKET OWNER`` with the first job on its standard input. Whoever asks
connects to the socket, sends a job with its limits and waits for the answer; callers that come while the DTS is loading
wait in the queue of the socket. The server ends when its owner is gone or its socket is taken away.
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
from typing import Final

from xbrl_pipeline.engine.limits import limit_memory
from xbrl_pipeline.engine.records import EngineResult, ValidateJob
from xbrl_pipeline.engine.worker import settle_down

_LOOK_UP: Final = 1.0  # seconds between looks at whether anyone still needs this process
_QUEUE: Final = 1024


def main() -> None:
    """Serve one DTS until nobody needs it any more."""
    place, owner = Path(sys.argv[1]), int(sys.argv[2])
    job = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started this one
    with socket.socket(socket.AF_UNIX) as listener, tempfile.TemporaryDirectory(prefix="xbrl-engine-") as scratch:
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
    """Answer one job in a fork, and end without touching anything the server owns."""
    from xbrl_pipeline.engine.warm import WarmDts  # noqa: PLC0415 - loaded by now

    answer: EngineResult | None = None
    with suppress(Exception):  # whatever went wrong, a cold run gives the answer
        job, seconds, mebibytes = caller.recv()
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_REAL, seconds)  # ends this process, whatever it is doing
        limit_memory(mebibytes)
        try:
            answer = warm.judge(job) if isinstance(warm, WarmDts) else None
        except MemoryError:
            answer = EngineResult((), None, 0, "memory")
    with suppress(OSError):
        caller.send(answer)
    os._exit(0)


if __name__ == "__main__":
    main()
