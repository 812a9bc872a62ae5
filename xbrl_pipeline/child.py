"""One child process behind a pipe: a job in, an answer out, within a time limit."""

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from threading import Lock

from xbrl_pipeline.system import end_group


class Child:
    """Starts when it is first asked. A child that dies or hangs costs one job and is replaced by the next."""

    def __init__(self, target: Callable[..., None], *arguments: object) -> None:
        self._target, self._arguments = target, arguments
        self._busy = Lock()
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def ask(self, job: object, time_limit: float) -> object:
        """Return the answer to a job, or "timeout" or "died"; one caller at a time."""
        with self._busy:
            return self._ask(job, time_limit)

    def _ask(self, job: object, time_limit: float) -> object:
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            if pipe.poll(time_limit):
                return pipe.recv()
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
        pipe = self._pipe or self._start()
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
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None and self._process.pid is not None:
            end_group(self._process.pid)  # it leads one as soon as it runs
            self._process.kill()
            self._process.join()
        self._pipe = self._process = None

    @property
    def pid(self) -> int | None:
        """The process id while the child runs."""
        return self._process.pid if self._process is not None else None

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=self._target, args=(theirs, *self._arguments), daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe
