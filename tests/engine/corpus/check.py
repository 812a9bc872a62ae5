"""``make engine-check``: the warm engine against recorded logs of a cold one, all instances in random order.

    python -m tests.engine.corpus.check                  compare; an instance without a recording is judged cold now
    python -m tests.engine.corpus.check --record         record anew, one fresh session for each instance
    python -m tests.engine.corpus.check --taxonomy NAME  only one taxonomy

Every fiftieth instance the server that keeps the DTS is killed, and between two instances one is broken off: neither
may change what is said of the others. Runs with whatever version of Arelle is installed.
"""

import argparse
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import Final

from tests.engine.corpus import recordings
from tests.engine.corpus.again import runs_of
from tests.engine.corpus.cases import OURS, REAL_PACKAGE, Case, cases_of, real_home
from tests.engine.corpus.recordings import Log, job_of, key_of, log_of
from xbrl_pipeline.engine import Engine, EngineSettings, ValidateJob, engine_version
from xbrl_pipeline.engine.servers import Meeting
from xbrl_pipeline.taxonomy import store

REAL: Final = "nt11-kvk-20161214"
_NO_ANSWER: Final = ("died", "timeout", "memory")
_KEEP_EVERY: Final = 30
_KILL_EVERY: Final = 50
_BREAK_OFF_EVERY: Final = 10


def main(arguments: Sequence[str] | None = None) -> int:
    """Record or compare; the number of instances that are judged differently decides the exit code."""
    options = _options(arguments)
    bad = 0
    for taxonomy in options.taxonomy:
        with _home(taxonomy) as here, tempfile.TemporaryDirectory(prefix="xbrl-corpus-") as folder:
            if not here:
                _say(f"{taxonomy}: not here ({REAL_PACKAGE})")
                continue
            cases = cases_of(taxonomy)
            if options.record:
                record(taxonomy, cases, Path(folder), options.jobs)
            else:
                bad += len(compare(taxonomy, cases, Path(folder), seed=options.seed, jobs=options.jobs))
    return min(bad, 1)


def record(taxonomy: str, cases: Sequence[Case], folder: Path, jobs: int) -> None:
    """Judge every instance in a fresh session and keep what was said; what is done is kept on the way."""
    made, started = recordings.empty(taxonomy), time.monotonic()
    for part in range(0, len(cases), _KEEP_EVERY):
        made.logs |= _cold(cases[part : part + _KEEP_EVERY], taxonomy, folder, jobs)
        recordings.write(made)
        _say(f"{taxonomy}: {len(made.logs)} of {len(cases)}")
    size = recordings.path_of(taxonomy).stat().st_size
    _say(f"{taxonomy}: {len(made.logs)} logs recorded in {time.monotonic() - started:.0f} s, {size:,} bytes")


def compare(taxonomy: str, cases: Sequence[Case], folder: Path, *, seed: int, jobs: int) -> list[str]:
    """Judge every instance warm, in random order among unruly neighbours; return the names that differ from cold."""
    found, started = recordings.read(taxonomy), time.monotonic()
    known = dict(found.logs) if found is not None else {}
    missing = [case for case in cases if key_of(case) not in known]
    if missing:
        _say(f"{taxonomy}: {len(missing)} of {len(cases)} not recorded for this package and engine: judged cold now")
        known |= _cold(missing, taxonomy, folder, jobs)
    order = random.Random(seed).sample(cases, len(cases))  # noqa: S311 - an order
    seen = _warm(order, taxonomy, folder, jobs)
    other = [(case, log) for case, log in zip(order, seen, strict=True) if log != known[key_of(case)]]
    unsteady = {case.name for case, log in other if _unsteady(job_of(case, taxonomy, folder), known[key_of(case)], log)}
    for case, log in other:
        if case.name not in unsteady:
            _show(case, known[key_of(case)], log)
    differing = [case.name for case, _ in other if case.name not in unsteady]
    texts = {str(log) for log in known.values()}
    _say(
        f"{taxonomy}: {len(cases) - len(differing)} of {len(cases)} as cold, {len(texts)} different logs, "
        f"{len(unsteady)} with messages that differ from one cold run to the next, "
        f"arelle {engine_version()}, seed {seed}, {time.monotonic() - started:.0f} s"
    )
    return differing


def _cold(cases: Sequence[Case], taxonomy: str, folder: Path, jobs: int) -> dict[str, Log]:
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


def _warm(cases: Sequence[Case], taxonomy: str, folder: Path, jobs: int) -> list[Log]:
    meeting = Meeting.new()
    settings = EngineSettings(proven=engine_version(), meeting=meeting)
    with Engine(settings=settings) as engine, Engine(settings=replace(settings, time_limit=0.05)) as hasty:

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
    return made


def _kill(meeting: Meeting) -> None:
    for file in meeting.folder.glob("*.pid"):
        with suppress(OSError, ValueError):
            os.kill(int(file.read_text("ascii")), signal.SIGKILL)


def installed(taxonomy: str) -> bool:
    """Install the real taxonomy where its package is at hand; tell whether it is there now."""
    known = {package.id for package in store.packages()}
    if taxonomy not in known and REAL_PACKAGE.is_file():
        return store.add(REAL_PACKAGE).package.id == taxonomy
    return taxonomy in known


@contextmanager
def _home(taxonomy: str) -> Iterator[bool]:
    """Keep the program's state apart: a passing folder for ours, one that is kept for the real taxonomy."""
    before = os.environ.get("XBRL_PIPELINE_HOME")
    with tempfile.TemporaryDirectory(prefix="xbrl-corpus-home-") as passing:
        os.environ["XBRL_PIPELINE_HOME"] = passing if taxonomy in OURS else str(real_home())
        yield taxonomy in OURS or installed(taxonomy)
    os.environ.pop("XBRL_PIPELINE_HOME")
    if before is not None:
        os.environ["XBRL_PIPELINE_HOME"] = before


def _unsteady(job: ValidateJob, cold: Log, warm: Log) -> bool:
    """Tell whether a log differs only in records that differ among cold runs too.

    Their number must be the same, unless that differs among cold runs as well: a rule that breaks off at one of its
    facts has been through as many others as happened to come first.
    """
    logs = [cold, *(log_of(result, job) for result in runs_of(job))]
    every = [record for log in logs for record in log["records"]]
    codes = {record[0] for record in every if any(record not in log["records"] for log in logs)}
    counts = [Counter(record[0] for record in log["records"]) for log in logs]
    uncounted = {code for code in codes if len({count[code] for count in counts}) > 1}
    return bool(codes) and _masked(warm, codes, uncounted) == _masked(cold, codes, uncounted)


def _masked(log: Log, codes: set[str], uncounted: set[str]) -> Log:
    kept = [record for record in log["records"] if record[0] not in uncounted]
    told = sorted({record[0] for record in log["records"]} & uncounted)
    return log | {"records": sorted(record[:2] if record[0] in codes else record for record in kept), "told": told}


def _show(case: Case, cold: Log, warm: Log) -> None:
    _say(f"DIFFERS {case.name}: failure {cold['failure']!r} {warm['failure']!r}, facts {cold['facts']} {warm['facts']}")
    for sign, one, other in (("-", cold, warm), ("+", warm, cold)):
        for record in [each for each in one["records"] if each not in other["records"]][:3]:
            _say(f"  {sign} {str(record)[:400]}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="engine-check")
    parser.add_argument("--record", action="store_true", help="record the cold logs anew")
    parser.add_argument("--taxonomy", action="append", choices=[*OURS, REAL])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - an order
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    options.taxonomy = options.taxonomy or [*OURS, REAL]
    return options


if __name__ == "__main__":
    sys.exit(main())
