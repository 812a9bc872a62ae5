"""The parent's end: jobs out to child processes, plain values back.

The first instance of a DTS is judged in a fresh session, which is the fastest way to one answer. From the second on a
child keeps that DTS loaded; what it cannot promise to judge as a fresh session would goes to the fresh session still.
"""

from importlib.metadata import version
from types import TracebackType
from typing import Final, Self

from xbrl_pipeline.child import Child
from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import CompileJob, EngineResult, ValidateJob
from xbrl_pipeline.engine.worker import serve, serve_warm
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

NAME: Final = "arelle-release"
PROVEN: Final = "2.47.3"  # the version whose insides ``warm`` relies on; with any other every run is cold
OPTIONS: Final = ("validate", "calcs=c11r", "utr", "duplicates=inconsistent", "offline", "base-taxonomy=none")
TIME_LIMIT: Final = 300.0  # seconds per job
_WARM_UP: Final = 120.0  # seconds more for the job that finds the DTS not loaded yet


def engine_version() -> str:
    """Return the installed version of the engine, without importing it."""
    return version(NAME)


def _not_loaded(job: CompileJob, cause: str) -> PipelineError:
    return PipelineError("taxonomy.not_loaded", ExitCode.NOT_VALIDATED, entry_point=job.entry_point, cause=cause)


class Engine:
    """A context manager around the child processes."""

    def __init__(self, time_limit: float = TIME_LIMIT, *, warm: bool = True) -> None:
        self._time_limit = time_limit
        self._may_warm = warm and engine_version() == PROVEN
        self._cold = Child(serve)
        self._warm: dict[tuple[object, ...], Child | None] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for child in (self._cold, *self._warm.values()):
            if child is not None:
                child.stop()

    def validate(self, job: ValidateJob) -> EngineResult:
        """Validate one instance; never raises for what happens in a child: see ``EngineResult.failure``."""
        answer = self._ask_warm(job) or self._cold.ask(job, self._time_limit)
        return answer if isinstance(answer, EngineResult) else EngineResult((), None, 0, str(answer))

    def compile(self, job: CompileJob) -> DtsDump:
        """Read one entry point; one that declares nothing is a PipelineError."""
        answer = self.read(job)
        if answer.concepts:
            return answer
        raise _not_loaded(job, answer.problems[0].text if answer.problems else "")

    def read(self, job: CompileJob) -> DtsDump:
        """Read one entry point, whatever it holds; a child that hangs or dies is a PipelineError."""
        answer = self._cold.ask(job, self._time_limit)
        if isinstance(answer, DtsDump):
            return answer
        raise _not_loaded(job, str(answer))

    def _ask_warm(self, job: ValidateJob) -> EngineResult | None:
        """Return the answer of a child that keeps the DTS loaded, if there is one and it will answer."""
        if job.entry_point is None or not self._may_warm:
            return None
        dts = (job.entry_point, job.packages, job.disclosure_system)
        if dts not in self._warm:
            self._warm[dts] = None  # its first instance: loading the DTS for one is not worth it
            return None
        child = self._warm[dts] = self._warm[dts] or Child(serve_warm, job, self._time_limit)
        answer = child.ask(job, self._time_limit + _WARM_UP)
        return answer if isinstance(answer, EngineResult) else None
