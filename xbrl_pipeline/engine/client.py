"""The parent's end: jobs out to other processes, plain values back.

An instance that names an entry point and brings nothing of its own along is judged by a server that keeps the DTS
loaded; what that cannot promise to judge as a fresh session would goes to a fresh session.
"""

import os
import socket
import time
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from xbrl_pipeline.base.child import Child, Heard
from xbrl_pipeline.engine.dumps import DtsDump, Survey, WholeResult
from xbrl_pipeline.engine.guard import is_plain
from xbrl_pipeline.engine.keeping import kept_meeting
from xbrl_pipeline.engine.limits import MEMORY_LIMIT
from xbrl_pipeline.engine.records import (
    CompileJob,
    EngineResult,
    FormJob,
    FormResult,
    SavedForm,
    SaveJob,
    SurveyJob,
    ValidateJob,
    WholeJob,
)
from xbrl_pipeline.engine.results import Results
from xbrl_pipeline.engine.servers import ARELLE, Meeting, Servers
from xbrl_pipeline.engine.worker import serve
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

NAME: Final = ARELLE
PROVEN: Final = "2.47.3"  # the version whose insides ``warm`` relies on; with any other every run is cold
OPTIONS: Final = ("validate", "calcs=c11r", "utr", "duplicates=inconsistent", "offline", "base-taxonomy=none")
WHOLE_OPTIONS: Final = ("validate", "duplicates=inconsistent", "offline")
_CAN_FORK: Final = hasattr(os, "fork") and hasattr(socket, "AF_UNIX")  # else every run is cold too
TIME_LIMIT: Final = 300.0  # seconds per job


@cache
def engine_version() -> str:
    """Return the installed version of the engine, without importing it."""
    return version(NAME)


def _not_loaded(entry_point: str, cause: str) -> PipelineError:
    return PipelineError("taxonomy.not_loaded", ExitCode.NOT_VALIDATED, entry_point=entry_point, cause=cause)


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """What holds for every job: limits per instance, and where processes of one run meet the same servers.

    Without ``warm`` every instance is judged in a fresh session; ``proven`` is the version that may do otherwise.
    Without ``results`` every instance is judged anew. With ``keep`` servers stay for the next run of this account.
    """

    time_limit: float = TIME_LIMIT  # seconds
    memory_limit: int = MEMORY_LIMIT  # MiB, beside what a DTS takes
    warm: bool = True
    proven: str = PROVEN
    meeting: Meeting | None = None
    results: Path | None = None  # folder of what was said before
    keep: bool = False


class Engine:
    """A context manager around the processes that know Arelle."""

    def __init__(
        self,
        time_limit: float = TIME_LIMIT,
        *,
        warm: bool = True,
        settings: EngineSettings | None = None,
    ) -> None:
        self._settings = settings or EngineSettings(time_limit, warm=warm)
        self._cold = Child(serve, self._settings.memory_limit)
        self._may_warm = self._settings.warm and engine_version() == self._settings.proven and _CAN_FORK
        self._servers: Servers | None = None
        folder = self._settings.results
        self._results = Results(folder, (engine_version(), *OPTIONS)) if folder is not None else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._cold.stop()
        if self._results is not None and self._settings.meeting is None:  # the one that shares does it for all
            self._results.prune()
        if self._servers is not None and self._settings.meeting is None:
            if not self._servers.meeting.kept:
                self._servers.meeting.stop()
            self._servers.stop()
            self._servers = None

    @property
    def settings(self) -> EngineSettings:
        """The settings that this engine was made with."""
        return self._settings

    def shared(self) -> EngineSettings:
        """Return settings for engines in other processes that use the servers of this one while it lasts."""
        return replace(self._settings, meeting=self._meet().meeting)

    def validate(self, job: ValidateJob) -> EngineResult:
        """Validate one instance; never raises for what happens elsewhere: see ``EngineResult.failure``."""
        if self._results is None or not job.taxonomy:
            return self._judge(job)
        found = self._results.find(job)
        if found is None:
            found = self._judge(job)
            self._results.keep(job, found)
        return found

    def expect(self, job: ValidateJob) -> None:
        """Have the DTS of an instance that is still to be made loaded meanwhile."""
        if self._may_warm and job.formulas and job.entry_point is not None:
            self._meet().expect(job)

    def _judge(self, job: ValidateJob) -> EngineResult:
        started, limit = time.monotonic(), self._settings.time_limit
        # what a warm run has used up is gone: the limit is for both, and the cold one is sure of a part of it
        answer = self._ask_warm(job) or self._cold.ask(job, max(limit - (time.monotonic() - started), limit / 4))
        return answer if isinstance(answer, EngineResult) else EngineResult((), None, 0, str(answer))

    def validate_whole(self, job: WholeJob) -> WholeResult:
        """Judge an instance with the taxonomy that comes along: cold, in full, and anew each time."""
        answer = self._cold.ask(job, self._settings.time_limit)
        if isinstance(answer, WholeResult):
            return answer
        failed = answer if isinstance(answer, EngineResult) else EngineResult((), None, 0, str(answer))
        return WholeResult(failed, DtsDump())

    def read_form(self, job: FormJob) -> FormResult:
        """Judge a report in another form, cold and anew each time, and return it as an instance."""
        answer = self._cold.ask(job, self._settings.time_limit)
        if isinstance(answer, FormResult):
            return answer
        failed = answer if isinstance(answer, EngineResult) else EngineResult((), None, 0, str(answer))
        return FormResult(failed, b"")

    def save_form(self, job: SaveJob) -> SavedForm:
        """Write an instance in another form; no files where that could not be done."""
        answer = self._cold.ask(job, self._settings.time_limit)
        return answer if isinstance(answer, SavedForm) else SavedForm(())

    def compile(self, job: CompileJob) -> DtsDump:
        """Read one entry point; one that declares nothing is a PipelineError."""
        answer = self.read(job)
        if answer.concepts:
            return answer
        raise _not_loaded(job.entry_point, answer.problems[0].text if answer.problems else "")

    def read(self, job: CompileJob) -> DtsDump:
        """Read one entry point, whatever it holds; a child that hangs or dies is a PipelineError."""
        answer = self._cold.ask(job, self._settings.time_limit)
        if isinstance(answer, DtsDump):
            return answer
        raise _not_loaded(job.entry_point, str(answer))

    def survey(self, job: SurveyJob, heard: Heard | None = None) -> Survey:
        """Load many entry points together; ``heard`` is told how many documents were read until then.

        A child that hangs or dies is a PipelineError.
        """
        answer = self._cold.ask(job, self._settings.time_limit, heard)
        if isinstance(answer, Survey):
            return answer
        raise _not_loaded(job.entry_points[0][0], str(answer))

    def _ask_warm(self, job: ValidateJob) -> EngineResult | None:
        """Return the answer of a server that keeps the DTS loaded, where it may judge this instance."""
        if (
            not (self._may_warm and job.formulas)
            or job.entry_point is None
            or not is_plain(job.instance, job.entry_point)
        ):
            return None
        return self._meet().ask(job, self._settings.time_limit, self._settings.memory_limit)

    def _meet(self) -> Servers:
        if self._servers is None:
            kept = kept_meeting() if self._settings.keep and self._settings.meeting is None else None
            self._servers = Servers(self._settings.meeting or kept or Meeting.new())
        return self._servers
