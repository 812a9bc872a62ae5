"""The worker processes of a server, and which file is next: of every job in turn, so that none starves another."""

import os
import threading
import time
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import wait
from typing import Final

from xbrl_pipeline.base.starting import Started, start
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy.store import home
from xbrl_pipeline.web import work
from xbrl_pipeline.web.jobs import CheckJob, FileStage, FileState, JobEntry, Jobs, Work

_LOOK: Final = 1.0  # seconds between looks at workers that may hang
_HOUR: Final = 3_600.0
_PATIENCE: Final = 4  # how many times the limit of one validation a file may take in all
_TRIES: Final = 2  # a file that ends its worker twice is told so
Unit = tuple[str, int]  # a job and the number of a file


@dataclass(slots=True)
class _Worker:
    started: Started
    unit: Unit | None = None
    since: float = 0.0


class Workshop:
    """Does the work of jobs in other processes and keeps in their folders how far it is."""

    def __init__(self, jobs: Jobs, workers: int, settings: EngineSettings | None = None) -> None:
        self._jobs, self._most = jobs, workers
        self._engine = Engine(settings=settings or EngineSettings(results=home() / "results"))
        self._waiting: dict[str, deque[int]] = {}  # by job; the one that is served goes to the end
        self._workers: list[_Worker] = []
        self._lock = threading.RLock()
        self._ours, self._bell = Pipe(duplex=False)
        self._open = False
        self._thread = threading.Thread(target=self._run, name="workshop", daemon=True)

    def start(self) -> None:
        """Begin, with what an earlier server left undone."""
        self._open = True
        self._jobs.sweep()
        for job in reversed(self._jobs.all()):
            for entry, state in self._jobs.states(job):
                if not state.stage.ended:
                    self._queue((job.id, entry.number))
        self._thread.start()

    def stop(self) -> None:
        """End all workers; what they were at is taken up by the next server."""
        self._open = False
        self._ring()
        self._thread.join()
        for worker in self._workers:
            worker.started.end()
        self._engine.__exit__(None, None, None)

    def submit(self, job: CheckJob, entry: JobEntry, what: Work = Work.CHECK) -> None:
        """Have something done with a file."""
        with self._lock:
            before = self._jobs.state(job, entry)
            self._jobs.put(job, entry, before.model_copy(update={"work": what, "stage": FileStage.WAITING, "tries": 0}))
            self._queue((job.id, entry.number))
        self._ring()

    def cancel(self, job: CheckJob) -> None:
        """Stop what is done and what waits of a job; what is ready stays."""
        with self._lock:
            self._waiting.pop(job.id, None)
            for worker in list(self._workers):
                if worker.unit is not None and worker.unit[0] == job.id:
                    self._end(worker)
            for entry, state in self._jobs.states(job):
                if not state.stage.ended:
                    self._jobs.put(job, entry, state.model_copy(update={"stage": FileStage.CANCELLED}))
        self._ring()

    def ahead(self, job: CheckJob) -> int:
        """Return how many files of others wait, of which each has its turn too."""
        with self._lock:
            return sum(len(numbers) for name, numbers in self._waiting.items() if name != job.id)

    def _queue(self, unit: Unit) -> None:
        numbers = self._waiting.setdefault(unit[0], deque())
        if unit[1] not in numbers:
            numbers.append(unit[1])

    def _ring(self) -> None:
        self._bell.send_bytes(b"!")

    def _run(self) -> None:
        swept = time.monotonic()
        while self._open:
            if self._is_short():
                self._hire()
            with self._lock:
                self._give()
                pipes = [worker.started.connection for worker in self._workers if worker.unit is not None]
            ready = wait([self._ours, *pipes], 0 if self._is_short() else _LOOK)
            if self._ours in ready:
                self._ours.recv_bytes()
            with self._lock:
                for worker in list(self._workers):
                    self._hear(worker, ready=worker.started.connection in ready)
            if time.monotonic() - swept > _HOUR:
                swept = time.monotonic()
                self._jobs.sweep()

    def _give(self) -> None:
        """Give work to workers that have none, of the job that was served longest ago."""
        while self._waiting:
            worker = self._free()
            if worker is None:
                return
            name = next(iter(self._waiting))
            numbers = self._waiting.pop(name)
            number = numbers.popleft()
            if numbers:
                self._waiting[name] = numbers
            self._begin(worker, (name, number))

    def _free(self) -> _Worker | None:
        return next((worker for worker in self._workers if worker.unit is None), None)

    def _is_short(self) -> bool:
        """Tell whether something waits for a worker that there could be."""
        with self._lock:
            return bool(self._waiting) and self._free() is None and len(self._workers) < self._most

    def _hire(self) -> None:
        """Start a worker; nobody who asks for a page has to wait for that."""
        made = _Worker(start(work.serve, self._engine.shared(), os.getpid()))
        try:
            made.started.wait_until_ready()
        except PipelineError:
            return
        with self._lock:
            self._workers.append(made)

    def _begin(self, worker: _Worker, unit: Unit) -> None:
        found = self._found(unit)
        if found is None:
            return
        job, entry = found
        state = self._jobs.state(job, entry)
        if state.stage.ended:  # another server was first, or it was cancelled
            return
        if state.tries >= _TRIES:
            self._jobs.put(job, entry, _died(state, job))
            return
        self._jobs.put(job, entry, state.model_copy(update={"tries": state.tries + 1, "stage": FileStage.READING}))
        worker.unit, worker.since = unit, time.monotonic()
        with suppress(OSError):  # one that is gone is found when its answer is read
            worker.started.connection.send(self._item(job, entry, state))

    def _item(self, job: CheckJob, entry: JobEntry, state: FileState) -> work.WorkItem:
        before = job.entry(entry.corrects) if entry.corrects is not None else None
        dossier = None
        if before is not None:
            last = self._jobs.state(job, before)
            dossier = job.dossier(before, last) if last.dossier else None
        return work.WorkItem(state.work, job.place(entry), job.path(entry), entry.shown, job.file.lang, dossier)

    def _hear(self, worker: _Worker, *, ready: bool) -> None:
        if worker.unit is None or worker not in self._workers:
            return
        late = time.monotonic() - worker.since > _PATIENCE * self._engine.settings.time_limit
        if not ready and not late:
            return
        unit = worker.unit
        try:
            said = worker.started.connection.recv() if ready else None
        except (EOFError, OSError):
            said = None
        if said is None:
            self._end(worker)
            self._queue(unit)
            return
        found = self._found(unit)
        if isinstance(said, FileStage):
            if found is not None:
                state = self._jobs.state(*found)
                self._jobs.put(*found, state.model_copy(update={"stage": said}))
            return
        worker.unit = None
        if found is not None:
            self._jobs.put(*found, _merged(self._jobs.state(*found), said))

    def _found(self, unit: Unit) -> tuple[CheckJob, JobEntry] | None:
        job = self._jobs.find(unit[0])
        entry = job.entry(unit[1]) if job is not None else None
        return None if job is None or entry is None else (job, entry)

    def _end(self, worker: _Worker) -> None:
        worker.started.end()
        self._workers.remove(worker)


def _merged(before: FileState, said: FileState) -> FileState:
    """Return what is known of a file now: questions that were asked leave the outcome of its check as it was."""
    if said.work is Work.ASK and said.stage is FileStage.DONE:
        stage = FileStage.DONE if before.dossier else FileStage.REFUSED
        return before.model_copy(update={"stage": stage, "asks": True, "work": Work.ASK, "tries": 0})
    return said.model_copy(update={"mended": before.mended or before.work is Work.AGREE})


def _died(state: FileState, job: CheckJob) -> FileState:
    from xbrl_pipeline.messages import messages  # noqa: PLC0415

    return state.model_copy(update={"stage": FileStage.REFUSED, "problem": messages(job.file.lang).text("web.died")})
