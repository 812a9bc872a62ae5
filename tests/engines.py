"""Engines of one worker of the tests that work with the same processes, as those of one batch do.

Most tests open an engine through a command, and each would start Arelle and load a taxonomy for one small file. What an
engine of its own starts and ends is tested in ``tests/engine``, and by every test that runs the program in a process.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import pytest

from xbrl_pipeline.base.child import Child, Heard
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.engine.servers import Meeting
from xbrl_pipeline.engine.worker import serve

_own: Final[Callable[..., None]] = Engine.__init__


@dataclass(frozen=True)
class _Lent:
    """A child that outlives the engine that asks it."""

    child: Child

    def ask(self, job: object, time_limit: float, heard: Heard | None = None) -> object:
        return self.child.ask(job, time_limit, heard)

    def stop(self) -> None:
        """Leave it to the next engine."""

    @property
    def pid(self) -> int | None:
        return self.child.pid


@dataclass
class Processes:
    """Servers for each folder that is worked in, and children for each limit too: relative paths start there."""

    meetings: dict[Path, Meeting] = field(default_factory=dict)
    children: dict[tuple[Path, int], Child] = field(default_factory=dict)

    def meeting(self) -> Meeting:
        """Return the place where the servers of this folder are found."""
        here = Path.cwd()
        if here not in self.meetings:
            self.meetings[here] = Meeting.new()
        return self.meetings[here]

    def child(self, memory_limit: int) -> Child:
        """Return the child of this folder that judges cold."""
        return self.children.setdefault((Path.cwd(), memory_limit), Child(serve, memory_limit))

    def stop(self) -> None:
        """End all of them."""
        for meeting in self.meetings.values():
            meeting.stop()
        for child in self.children.values():
            child.stop()


@contextmanager
def shared_processes() -> Iterator[None]:
    """Lend the same processes to every engine that has no meeting of its own."""
    processes = Processes()

    def lend(engine: Any, *arguments: Any, **named: Any) -> None:  # noqa: ANN401 - as an engine is made
        _own(engine, *arguments, **named)
        asked = engine.settings
        if asked.meeting is None:
            engine._settings = replace(asked, meeting=processes.meeting())
        engine._cold = _Lent(processes.child(asked.memory_limit))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "__init__", lend)
        yield
    processes.stop()


def keep_apart(patch: pytest.MonkeyPatch) -> None:
    """Let engines start and end their own processes again."""
    patch.setattr(Engine, "__init__", _own)
