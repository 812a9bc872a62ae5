"""The child processes: they take jobs from a pipe, run Arelle, and send plain values back.

Arelle keeps global state and may print, hang or crash; none of that may reach the program that holds the user's work.
"""

import os
import signal
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Final

from xbrl_pipeline.base.child import Progress
from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.base.system import lead_group
from xbrl_pipeline.engine.dumps import DtsDump, Survey, WholeResult
from xbrl_pipeline.engine.limits import lift_limit, limit_memory
from xbrl_pipeline.engine.records import (
    CompileJob,
    EngineResult,
    FormJob,
    FormResult,
    Job,
    SavedForm,
    SaveJob,
    SurveyJob,
    ValidateJob,
    WholeJob,
)

_FOR_DTS: Final = 2048  # MiB that a DTS may take in a process that loads one for each instance
_TELL_EVERY: Final = 0.2  # seconds
Answer = EngineResult | WholeResult | DtsDump | Survey | FormResult | SavedForm | Exception | None


def serve(connection: Connection, memory_limit: int) -> None:
    """Answer jobs one by one, each in a session of its own, until the pipe closes."""
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("engine")) as scratch:
        lead_group()  # whatever it may start ends together with this process
        settle_down(scratch)
        tell = _teller(connection)
        _answer_all(connection, lambda job: _cold(job, Path(scratch), memory_limit, tell))


def _answer_all(connection: Connection, answer: Callable[..., Answer]) -> None:
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            connection.send(answer(job))
        except Exception as error:  # noqa: BLE001 - whatever Arelle raises, the parent must hear of it
            connection.send(RuntimeError(f"{type(error).__name__}: {error}"))


def _teller(connection: Connection) -> Callable[[int], None]:
    """Return what tells the parent how far a job is, not more often than anybody can see."""
    told = 0.0

    def tell(done: int) -> None:
        nonlocal told
        if time.monotonic() - told >= _TELL_EVERY:
            told = time.monotonic()
            connection.send(Progress(done))

    return tell


def settle_down(scratch: str) -> None:
    """Make this process quiet, and leave it to others when it ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work stops
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    # Arelle writes settings and a web cache under here: private and empty, so that offline is offline
    os.environ["XDG_CONFIG_HOME"] = scratch


def _cold(job: Job, cache: Path, memory_limit: int, tell: Callable[[int], None]) -> Answer:
    from xbrl_pipeline.engine import session  # noqa: PLC0415 - Arelle is loaded in the child only

    if isinstance(job, CompileJob):
        return session.compile_dts(job, cache)
    if isinstance(job, SurveyJob):
        return session.survey(job, cache, tell)
    limit_memory(memory_limit + _FOR_DTS)
    try:
        return _judged(job, cache)
    except MemoryError:
        return EngineResult((), None, 0, "memory")
    finally:
        lift_limit()


def _judged(job: ValidateJob | WholeJob | FormJob | SaveJob, cache: Path) -> Answer:
    from xbrl_pipeline.engine import forms, session  # noqa: PLC0415 - Arelle is loaded in the child only

    match job:
        case FormJob():
            return forms.read_form(job, cache)
        case SaveJob():
            return forms.save_form(job, cache)
        case WholeJob():
            return session.validate_whole(job, cache)
        case ValidateJob():
            return session.validate(job, cache)
