"""Worker processes: one item each at a time, answers in the order in which they are ready.

A worker that dies or takes too long costs the item it had and is replaced. Workers leave Ctrl-C to the process that
started them, and end by themselves when that is gone.

Pebble, the kept library for this, was tried and does not serve. It starts workers by Python's own ways: without fork,
as on Windows, these run the script of the user again (``base/starting``), and of a script without a main guard pebble
5.2 leaves no result, only "all workers expired". And it tells a worker how to begin but not how to end, where ours
must end its engine.
"""

import signal
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from subprocess import TimeoutExpired
from typing import Any, Final, Generic, Protocol, TypeVar

from xbrl_pipeline.base.starting import Started, start

ItemT_contra = TypeVar("ItemT_contra", contravariant=True)
ResultT_co = TypeVar("ResultT_co", covariant=True)
ItemT = TypeVar("ItemT")
ResultT = TypeVar("ResultT")
_GRACE: Final = 5.0  # seconds for a worker to end in good order
_LOOK_UP: Final = 1.0  # seconds between looks at workers that may hang


class Task(Protocol[ItemT_contra, ResultT_co]):
    """What workers do; it travels to them, so it holds plain values only."""

    def open(self) -> AbstractContextManager[Callable[[ItemT_contra], ResultT_co]]:
        """Give the function for one item, with what it needs until the context ends."""
        ...


@dataclass(frozen=True, slots=True)
class Lost:
    """What became of an item whose worker did not answer: ``died`` or ``timeout``."""

    reason: str


@dataclass(slots=True)
class _Worker(Generic[ItemT]):
    started: Started
    number: int | None = None  # of the item it has
    since: float = 0.0

    @property
    def pipe(self) -> Connection:
        """Our end of the pipe to it."""
        return self.started.connection


class Seat(Generic[ItemT, ResultT]):
    """One worker process that is asked one item at a time, and is replaced when it dies or takes too long."""

    def __init__(self, task: Task[ItemT, ResultT], patience: float) -> None:
        self._task, self._patience = task, patience
        self._worker: _Worker[ItemT] | None = None

    def ask(self, item: ItemT) -> ResultT | Lost:
        """Return what came of an item, or how its worker was lost."""
        if self._worker is None:
            self._worker = _started(self._task)
            self._worker.started.wait_until_ready()
        pipe = self._worker.pipe
        lost = "died"
        try:
            pipe.send(item)
            if pipe.poll(self._patience):
                answer: ResultT = pipe.recv()
                return answer
            lost = "timeout"
        except (EOFError, OSError):
            pass
        self.end(grace=0)
        return Lost(lost)

    def end(self, grace: float = _GRACE) -> None:
        """End the process, if there is one."""
        if self._worker is not None:
            _end(self._worker, grace)
            self._worker = None


def run_pool(
    items: Sequence[ItemT], task: Task[ItemT, ResultT], *, jobs: int, patience: float
) -> Iterator[tuple[int, ResultT | Lost]]:
    """Yield the number of each item with its result; ``patience`` is in seconds per item.

    One item or one job needs no other process.
    """
    if min(jobs, len(items)) <= 1:
        with task.open() as work:
            yield from ((number, work(item)) for number, item in enumerate(items))
        return
    waiting = deque(range(len(items)))
    workers = [_started(task) for _ in range(min(jobs, len(items)))]
    try:
        for worker in workers:  # all are on their way by now
            worker.started.wait_until_ready()
        while waiting or any(worker.number is not None for worker in workers):
            for worker in workers:
                if worker.number is None and waiting:
                    _give(worker, waiting.popleft(), items)
            yield from _answers(workers, task, patience)
    finally:
        for worker in workers:
            _end(worker)


def _answers(
    workers: list[_Worker[ItemT]], task: Task[ItemT, ResultT], patience: float
) -> Iterator[tuple[int, ResultT | Lost]]:
    ready = wait([worker.pipe for worker in workers if worker.number is not None], _LOOK_UP)
    for place, worker in enumerate(workers):
        number, late = worker.number, time.monotonic() - worker.since > patience
        if number is None or (worker.pipe not in ready and not late):
            continue
        worker.number = None
        answer: Any = Lost("timeout")
        if worker.pipe in ready:
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                answer = Lost("died")
        if isinstance(answer, Lost):
            _end(worker, grace=0)
            workers[place] = _started(task)
            workers[place].started.wait_until_ready()
        yield number, answer


def _give(worker: _Worker[ItemT], number: int, items: Sequence[ItemT]) -> None:
    worker.number, worker.since = number, time.monotonic()
    with suppress(OSError):  # a worker that is gone is found when its answer is read
        worker.pipe.send(items[number])


def _started(task: Task[Any, Any]) -> _Worker[Any]:
    return _Worker(start(_work, task))


def _end(worker: _Worker[Any], grace: float = _GRACE) -> None:
    worker.pipe.close()
    process = worker.started.process
    process.terminate()
    with suppress(TimeoutExpired):
        process.wait(grace)
    worker.started.end()


def _work(pipe: Connection, task: Task[Any, Any]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # contexts are left in good order
    with suppress(EOFError, ConnectionError), task.open() as work:
        while True:
            pipe.send(work(pipe.recv()))
