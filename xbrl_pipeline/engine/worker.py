"""The child process: takes jobs from a pipe, runs Arelle, sends plain values back.

Arelle keeps global state and may print, hang or crash; none of that may reach the program that holds the user's work.
"""

import os
import signal
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path

from xbrl_pipeline.engine.dumps import DtsDump
from xbrl_pipeline.engine.records import CompileJob, EngineResult, Job


def serve(connection: Connection) -> None:
    """Answer jobs until the pipe closes. A job that raises is answered by the exception's text."""
    _settle_down()
    with tempfile.TemporaryDirectory(prefix="xbrl-engine-") as scratch:
        # Arelle writes settings and a web cache under here: private and empty, so that offline is offline
        os.environ["XDG_CONFIG_HOME"] = scratch
        while True:
            try:
                job = connection.recv()
            except EOFError:
                return
            connection.send(_answer(job, Path(scratch)))


def _settle_down() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work stops
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 1)
    os.dup2(null, 2)


def _answer(job: Job, cache: Path) -> EngineResult | DtsDump | Exception:
    from xbrl_pipeline.engine import session  # noqa: PLC0415 - Arelle is loaded in the child only

    try:
        if isinstance(job, CompileJob):
            return session.compile_dts(job, cache)
        return session.validate(job, cache)
    except Exception as error:  # noqa: BLE001 - whatever Arelle raises, the parent must hear of it
        return RuntimeError(f"{type(error).__name__}: {error}")
