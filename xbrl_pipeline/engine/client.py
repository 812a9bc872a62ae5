"""The parent's end: one child process, jobs in, plain values out, with a time limit on each job."""

import multiprocessing
from importlib.metadata import version
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Final, Self

from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import CompileJob, EngineResult, Job, ValidateJob
from xbrl_pipeline.engine.worker import serve
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

NAME: Final = "arelle-release"
OPTIONS: Final = ("validate", "calcs=c11r", "utr", "duplicates=inconsistent", "offline", "base-taxonomy=none")
TIME_LIMIT: Final = 300.0  # seconds per job


def engine_version() -> str:
    """Return the installed version of the engine, without importing it."""
    return version(NAME)


def _not_loaded(job: CompileJob, cause: str) -> PipelineError:
    return PipelineError("taxonomy.not_loaded", ExitCode.NOT_VALIDATED, entry_point=job.entry_point, cause=cause)


class Engine:
    """A context manager around the child process. A child that dies or hangs costs one job and is replaced."""

    def __init__(self, time_limit: float = TIME_LIMIT) -> None:
        self._time_limit = time_limit
        self._process: SpawnProcess | None = None
        self._pipe: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def validate(self, job: ValidateJob) -> EngineResult:
        """Validate one instance; never raises for what happens in the child: see ``EngineResult.failure``."""
        answer = self._ask(job)
        return answer if isinstance(answer, EngineResult) else EngineResult((), None, 0, str(answer))

    def compile(self, job: CompileJob) -> DtsDump:
        """Read one entry point; one that declares nothing is a PipelineError."""
        answer = self.read(job)
        if answer.concepts:
            return answer
        raise _not_loaded(job, answer.problems[0].text if answer.problems else "")

    def read(self, job: CompileJob) -> DtsDump:
        """Read one entry point, whatever it holds; a child that hangs or dies is a PipelineError."""
        answer = self._ask(job)
        if isinstance(answer, DtsDump):
            return answer
        raise _not_loaded(job, str(answer))

    def _ask(self, job: Job) -> object:
        pipe = self._pipe or self._start()
        try:
            pipe.send(job)
            if not pipe.poll(self._time_limit):
                self._stop()
                return "timeout"
            return pipe.recv()
        except (EOFError, ConnectionError):
            self._stop()
            return "died"

    def _start(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        return self._pipe

    def _stop(self) -> None:
        if self._pipe is not None:
            self._pipe.close()
        if self._process is not None:
            self._process.terminate()
            self._process.join(5)
            if self._process.is_alive():
                self._process.kill()
                self._process.join()
        self._pipe = self._process = None
