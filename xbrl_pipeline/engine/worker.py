"""The child processes: they take jobs from a pipe, run Arelle, and send plain values back.

Arelle keeps global state and may print, hang or crash; none of that may reach the program that holds the user's work.
"""

import os
import signal
import tempfile
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import CompileJob, EngineResult, Job, ValidateJob

Answer = EngineResult | DtsDump | Exception | None


def serve(connection: Connection) -> None:
    """Answer jobs one by one, each in a session of its own, until the pipe closes."""
    with tempfile.TemporaryDirectory(prefix="xbrl-engine-") as scratch:
        _settle_down(scratch)
        _answer_all(connection, lambda job: _cold(job, Path(scratch)))


def serve_warm(connection: Connection, first: ValidateJob, time_limit: float) -> None:
    """Load the DTS of a job, then judge instances of it; an instance that needs a cold run is answered by None."""
    from xbrl_pipeline.engine import session, warm  # noqa: PLC0415 - Arelle is loaded in the child only

    with tempfile.TemporaryDirectory(prefix="xbrl-engine-") as scratch:
        _settle_down(scratch)
        entry = first.entry_point or ""
        loaded = warm.load_warm(entry, session.validation_options(entry, first, Path(scratch)))
        _answer_all(connection, lambda job: loaded.judge(job, time_limit) if loaded is not None else None)


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


def _settle_down(scratch: str) -> None:
    os.setpgid(0, 0)  # forks end together with this process
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work stops
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)
    # Arelle writes settings and a web cache under here: private and empty, so that offline is offline
    os.environ["XDG_CONFIG_HOME"] = scratch


def _cold(job: Job, cache: Path) -> Answer:
    from xbrl_pipeline.engine import session  # noqa: PLC0415 - Arelle is loaded in the child only

    return session.compile_dts(job, cache) if isinstance(job, CompileJob) else session.validate(job, cache)
