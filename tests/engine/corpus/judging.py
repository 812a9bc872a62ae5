"""The instances of the corpus judged: each in a fresh session, or warm among unruly neighbours."""

import os
import signal
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.engine.corpus.cases import Case
from tests.engine.corpus.recordings import Log, job_of, key_of, log_of
from xbrl_pipeline.engine import Engine, EngineResult, EngineSettings, ValidateJob, engine_version
from xbrl_pipeline.engine.servers import Meeting

_NO_ANSWER: Final = ("died", "timeout", "memory")
_KILL_EVERY: Final = 50
_BREAK_OFF_EVERY: Final = 10


def judge_cold(cases: Sequence[Case], taxonomy: str, folder: Path, jobs: int) -> dict[str, Log]:
    """Judge instances in sessions of their own; logs by the key of the instance."""
    share = [cases[number::jobs] for number in range(jobs)]

    def work(mine: Sequence[Case]) -> dict[str, Log]:
        with Engine(settings=EngineSettings(warm=False)) as engine:
            made = {}
            for case in mine:
                job = job_of(case, taxonomy, folder)
                made[key_of(case)] = log = log_of(engine.validate(job), job)
                if log["failure"] in _NO_ANSWER:
                    message = f"{case.name}: {log['failure']} says nothing about the instance"
                    raise RuntimeError(message)
            return made

    with ThreadPoolExecutor(jobs) as pool:
        return {key: log for part in pool.map(work, share) for key, log in part.items()}


def judge_warm(cases: Sequence[Case], taxonomy: str, folder: Path, jobs: int) -> tuple[list[Log], int]:
    """Judge instances in this order, whatever the version; return their logs, and how many were not sent to be cold.

    Every fiftieth instance the server that keeps the DTS is killed, and between two instances one is broken off.
    """
    meeting = Meeting.new()
    settings = EngineSettings(proven=engine_version(), meeting=meeting)
    with _Watched(settings=settings) as engine, Engine(settings=replace(settings, time_limit=0.05)) as hasty:

        def judge(number: int) -> Log:
            job = job_of(cases[number], taxonomy, folder)
            if number % _BREAK_OFF_EVERY == _BREAK_OFF_EVERY - 1:
                hasty.validate(job)
            if number % _KILL_EVERY == _KILL_EVERY - 1:
                _kill(meeting)
            return log_of(engine.validate(job), job)

        with ThreadPoolExecutor(jobs) as pool:
            made = list(pool.map(judge, range(len(cases))))
    meeting.stop()
    return made, len(engine.warm)


class _Watched(Engine):
    """An engine that notes what was judged warm: a comparison of cold with cold would prove nothing."""

    def __init__(self, *, settings: EngineSettings) -> None:
        super().__init__(settings=settings)
        self.warm: list[Path] = []

    def _ask_warm(self, job: ValidateJob) -> EngineResult | None:
        answer = super()._ask_warm(job)
        self.warm += [job.instance] if answer is not None else []
        return answer


def _kill(meeting: Meeting) -> None:
    for file in meeting.folder.glob("*.pid"):
        with suppress(OSError, ValueError):
            os.kill(int(file.read_text("ascii")), signal.SIGKILL)
