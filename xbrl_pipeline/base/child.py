"""One child process behind a pipe: a job in, an answer out, within a time limit."""

import atexit
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from threading import Lock

from xbrl_pipeline.base.starting import Started, start
from xbrl_pipeline.base.system import end_group


@dataclass(frozen=True, slots=True)
class Progress:
    """Sent by a child before its answer: how much of the job is done, in whatever the job counts."""

    done: int


Heard = Callable[[int], None]


class Child:
    """Starts when it is first asked. A child that dies or hangs costs one job and is replaced by the next."""

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        self._target, self._arguments = target, arguments
        self._busy = Lock()
        self._started: Started | None = None

    def ask(self, job: object, time_limit: float, heard: Heard | None = None) -> object:
        """Return the answer to a job, or "timeout" or "died"; one caller at a time.

        ``heard`` is told of the progress that comes before the answer.
        """
        with self._busy:
            return self._ask(job, time_limit, heard)

    def _ask(self, job: object, time_limit: float, heard: Heard | None) -> object:
        pipe = self._pipe()
        deadline = time.monotonic() + time_limit
        try:
            pipe.send(job)
            while pipe.poll(max(0.0, deadline - time.monotonic())):
                answer = pipe.recv()
                if not isinstance(answer, Progress):
                    return answer
                if heard is not None:
                    heard(answer.done)
        except (EOFError, ConnectionError):
            self.stop()
            return "died"
        self.stop()
        return "timeout"

    def converse(self, messages: Iterable[bytes], time_limit: float, longest: int) -> Iterator[bytes]:
        """Send bytes and give the answers as bytes, at most ``longest`` each, until the caller has had enough.

        Nothing that comes back is unpickled: this is for a child that works on what strangers made. A child that
        dies raises EOFError, one that takes longer than the limit TimeoutError; the next conversation has a new one.
        """
        pipe = self._pipe()
        deadline = time.monotonic() + time_limit
        try:
            for message in messages:
                pipe.send_bytes(message)
            while pipe.poll(max(0.0, deadline - time.monotonic())):
                yield pipe.recv_bytes(longest)
        except OSError as error:  # gone, or too much at once
            self.stop()
            raise EOFError from error
        except EOFError:
            self.stop()
            raise
        self.stop()
        raise TimeoutError

    def stop(self) -> None:
        """End the process, and whatever it forked."""
        if self._started is not None:
            end_group(self._started.process.pid)  # it leads one as soon as it runs
            self._started.end()
            atexit.unregister(self.stop)
        self._started = None

    @property
    def pid(self) -> int | None:
        """The process id while the child runs."""
        return self._started.process.pid if self._started is not None else None

    def _pipe(self) -> Connection:
        if self._started is None:
            started = start(self._target, *self._arguments)
            started.wait_until_ready()
            self._started = started
            atexit.register(self.stop)
        return self._started.connection
