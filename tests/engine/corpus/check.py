"""``make engine-check``: the warm engine against recorded logs of a cold one, all instances in random order.

    python -m tests.engine.corpus.check                  compare; an instance without a recording is judged cold now
    python -m tests.engine.corpus.check --sample 50      only so many instances of each taxonomy, others for each seed
    python -m tests.engine.corpus.check --taxonomy NAME  only one taxonomy
    python -m tests.engine.corpus.check --record         record anew, one fresh session for each instance
    python -m tests.engine.corpus.check --fill           record what is missing

With another version of Arelle than the one that was recorded it tells two things: what that version says otherwise when
it is cold, and whether its warm runs equal its own cold ones. The second alone decides the exit code.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tests.engine.corpus import recordings
from tests.engine.corpus.cases import OURS, REAL_PACKAGE, Case, cases_of, real_home
from tests.engine.corpus.judging import judge_cold, judge_warm
from tests.engine.corpus.recordings import Log, job_of, key_of
from tests.engine.corpus.steady import why_no_cold_run, why_other
from xbrl_pipeline.engine import CompileJob, Engine, ValidateJob, engine_version
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy import store

REAL: Final = "nt11-kvk-20161214"
_KEEP_EVERY: Final = 30
_WIDTH: Final = 400  # of a line about a difference
_LOOK_INTO: Final = 10  # differences of one comparison; after so many there is no doubt
_Logs = dict[str, Log]
_Why = Callable[[ValidateJob, Log, Log], str]


@dataclass(frozen=True)
class _Corpus:
    """The instances of one comparison, and where they are written."""

    taxonomy: str
    cases: Sequence[Case]
    folder: Path
    jobs: int

    def job(self, case: Case) -> ValidateJob:
        """Return the job for an instance."""
        return job_of(case, self.taxonomy, self.folder)

    def say(self, text: str) -> None:
        """Tell something about this taxonomy."""
        _say(f"{self.taxonomy}: {text}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Record or compare; an instance that is judged differently warm and cold makes the exit code 1."""
    options = _options(arguments)
    bad = 0
    for taxonomy in options.taxonomy:
        with _home(taxonomy) as here, tempfile.TemporaryDirectory(prefix="xbrl-corpus-") as folder:
            if not here:
                _say(f"{taxonomy}: not here ({REAL_PACKAGE})")
                continue
            corpus = _Corpus(taxonomy, _sample(cases_of(taxonomy), options), Path(folder), options.jobs)
            if options.record or options.fill:
                _record(corpus, anew=options.record)
            else:
                bad += _differences(corpus, options.seed)
    return min(bad, 1)


def compare(taxonomy: str, cases: Sequence[Case], folder: Path, *, seed: int, jobs: int) -> list[str]:
    """Judge every instance warm, in random order among unruly neighbours; return the names that differ from cold."""
    return _compare(_Corpus(taxonomy, cases, folder, jobs), seed)


def _differences(corpus: _Corpus, seed: int) -> int:
    """Return how many instances are judged differently, all of them where this Arelle does not even run."""
    try:
        return len(_compare(corpus, seed))
    except PipelineError as problem:
        corpus.say(f"arelle {engine_version()} does not run: {problem.params.get('cause', problem)}")
        return len(corpus.cases)


def _record(corpus: _Corpus, *, anew: bool) -> None:
    """Judge instances in fresh sessions and keep what was said; what is done is kept on the way."""
    kept, started = None if anew else recordings.read(corpus.taxonomy), time.monotonic()
    made = kept if kept is not None and kept.engine == engine_version() else recordings.empty(corpus.taxonomy)
    missing = [case for case in corpus.cases if key_of(case) not in made.logs]
    for part in range(0, len(missing), _KEEP_EVERY):
        made.logs |= _cold(corpus, missing[part : part + _KEEP_EVERY])
        recordings.write(made)
        corpus.say(f"{min(part + _KEEP_EVERY, len(missing))} of {len(missing)}")
    size = recordings.path_of(corpus.taxonomy).stat().st_size if made.logs else 0
    taken = time.monotonic() - started
    corpus.say(f"{len(missing)} instances recorded in {taken:.0f} s, {len(made.logs)} logs kept in {size:,} bytes")


def _compare(corpus: _Corpus, seed: int) -> list[str]:
    started, cold = time.monotonic(), _recorded_or_now(corpus)
    order = random.Random(seed).sample(corpus.cases, len(corpus.cases))  # noqa: S311 - an order
    logs, warm = judge_warm(order, corpus.taxonomy, corpus.folder, corpus.jobs)
    seen = {key_of(case): log for case, log in zip(order, logs, strict=True)}
    differing, unsteady = _differing(corpus, cold, seen, why_other)
    corpus.say(
        f"{len(corpus.cases) - len(differing)} of {len(corpus.cases)} as cold ({warm} judged warm), "
        f"{len({str(log) for log in cold.values()})} different logs, "
        f"{unsteady} that differ from one cold run to the next, "
        f"arelle {engine_version()}, seed {seed}, {time.monotonic() - started:.0f} s"
    )
    if not warm:
        corpus.say("NOTHING was judged warm: the comparison proves nothing")
    return differing if warm else [case.name for case in corpus.cases]


def _recorded_or_now(corpus: _Corpus) -> _Logs:
    """Return cold logs of the installed version, by the key of the instance; tell what another version says else."""
    found = recordings.read(corpus.taxonomy)
    same = found is not None and found.engine == engine_version()
    known = {key: log for key, log in found.logs.items() if same} if found is not None else {}
    missing = [case for case in corpus.cases if key_of(case) not in known]
    if missing:
        corpus.say(f"{len(missing)} of {len(corpus.cases)} not recorded for this package and engine: judged cold now")
        _check_that_it_runs(corpus.job(missing[0]))
        known |= _cold(corpus, missing)
    if found is not None and not same:
        _compare_versions(corpus, found.engine, found.logs, known)
    return {key_of(case): known[key_of(case)] for case in corpus.cases}


def _check_that_it_runs(job: ValidateJob) -> None:
    """Load a taxonomy and raise what Arelle raises: one that refuses our options says the same of all instances."""
    with Engine() as engine:
        engine.compile(CompileJob(job.entry_point or "", job.packages))


def _compare_versions(corpus: _Corpus, version: str, recorded: _Logs, cold: _Logs) -> None:
    both = [case for case in corpus.cases if key_of(case) in recorded]
    differing, unsteady = _differing(
        _Corpus(corpus.taxonomy, both, corpus.folder, corpus.jobs), recorded, cold, why_no_cold_run
    )
    corpus.say(
        f"cold, {len(both) - len(differing)} of {len(both)} are judged by arelle {engine_version()} as was recorded of "
        f"{version}, {unsteady} that differ from one run to the next"
    )


def _differing(corpus: _Corpus, one: _Logs, two: _Logs, why: _Why) -> tuple[list[str], int]:
    """Return the names of instances of which logs differ, and the number of those that do so by chance alone."""
    names: list[str] = []
    unsteady = 0
    for case in corpus.cases:
        log, other = one[key_of(case)], two[key_of(case)]
        if log == other:
            continue
        reason = why(corpus.job(case), log, other) if len(names) < _LOOK_INTO else "not looked into any more"
        if not reason:
            unsteady += 1
            continue
        names.append(case.name)
        _say(f"DIFFERS {case.name}: {reason[:_WIDTH]}")
        if len(names) <= _LOOK_INTO:
            _show(log, other)
    return names, unsteady


def _cold(corpus: _Corpus, cases: Sequence[Case]) -> _Logs:
    return judge_cold(cases, corpus.taxonomy, corpus.folder, corpus.jobs)


def _sample(cases: Sequence[Case], options: argparse.Namespace) -> Sequence[Case]:
    size = min(options.sample or len(cases), len(cases))
    return cases if size == len(cases) else random.Random(options.seed).sample(cases, size)  # noqa: S311 - a choice


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


def _show(one: Log, two: Log) -> None:
    for name in ("failure", "facts", "assertions"):
        if one[name] != two[name]:
            _say(f"  {name}: {one[name]!r} {two[name]!r}")
    for sign, these, those in (("-", one, two), ("+", two, one)):
        for record in [each for each in these["records"] if each not in those["records"]][:3]:
            _say(f"  {sign} {str(record)[:_WIDTH]}")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="engine-check")
    parser.add_argument("--record", action="store_true", help="record the cold logs anew")
    parser.add_argument("--fill", action="store_true", help="record the cold logs that are missing")
    parser.add_argument("--sample", type=int, metavar="N", help="take part of the instances, by the seed")
    parser.add_argument("--taxonomy", action="append", choices=[*OURS, REAL])
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))  # noqa: S311 - an order
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args(arguments)
    options.taxonomy = options.taxonomy or [*OURS, REAL]
    return options


if __name__ == "__main__":
    sys.exit(main())
