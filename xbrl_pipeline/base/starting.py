"""Processes of our own, started as ``python -m``.

Python's own way to start one (``spawn``) runs the script again that started it. One without ``if __name__ ==
"__main__"`` would then start processes without end. Here the new process imports nothing but the module it works in.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Final

from xbrl_pipeline.base.system import connection_of, start_with
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

_READY: Final = b"ready"
_PATIENCE: Final = 60.0  # seconds for a process to import its module, on a machine that is busy


@dataclass(frozen=True, slots=True)
class Started:
    """A process and our end of the pipe to it."""

    process: subprocess.Popen[bytes]
    connection: Connection

    def wait_until_ready(self) -> None:
        """Wait for its word that it runs; one that does not come to that is ended, and is a PipelineError."""
        try:
            ready = self.connection.poll(_PATIENCE) and self.connection.recv_bytes(len(_READY)) == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.end()
            raise PipelineError("program.not_started", ExitCode.NOT_VALIDATED)

    def end(self) -> None:
        """End the process at once."""
        self.connection.close()
        self.process.kill()
        self.process.wait()


def start(target: Callable[..., None], *arguments: object) -> Started:
    """Start a process that calls a function of a module with its end of a pipe and with plain arguments.

    It looks for modules where this process does, and not in the folder that the user happens to be in.
    """
    ours, theirs = Pipe()
    warnings = [f"-W{option}" for option in sys.warnoptions]
    command = [sys.executable, "-P", *warnings, "-m", __name__, target.__module__, target.__qualname__]
    surroundings = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    process = start_with(theirs, command, surroundings)
    theirs.close()
    started = Started(process, ours)
    try:
        ours.send(arguments)
    except OSError:  # it is gone already; waiting for it will say so
        return started
    return started


def _serve(module: str, name: str, pipe: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when work stops
    connection = connection_of(int(pipe))
    target = getattr(import_module(module), name)
    arguments = connection.recv()
    connection.send_bytes(_READY)
    target(connection, *arguments)


if __name__ == "__main__":
    _serve(*sys.argv[1:])
