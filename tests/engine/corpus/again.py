"""A cold run whose memory lies otherwise: ``python -m tests.engine.corpus.again NUMBER``, a job in, a result out.

Where a rule takes "the" fact from a set of several, Arelle takes the one that happens to lie first in memory; its
message then differs from one cold run to the next. Such a record says nothing about warm or cold.
"""

import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from xbrl_pipeline.engine import EngineResult, ValidateJob

RUNS = 6


def runs_of(job: ValidateJob) -> list[EngineResult]:
    """Judge an instance in several processes whose memory lies otherwise."""
    return [_run(job, number) for number in range(RUNS)]


def _run(job: ValidateJob, number: int) -> EngineResult:
    command = [sys.executable, "-m", "tests.engine.corpus.again", str(number)]
    root = Path(__file__).resolve().parents[3]
    done = subprocess.run(command, input=pickle.dumps(job), capture_output=True, check=True, cwd=root)
    answer = pickle.loads(done.stdout.rpartition(b"RESULT")[2])  # noqa: S301 - from our own process
    if not isinstance(answer, EngineResult):
        raise TypeError(type(answer))
    return answer


def main() -> None:
    """Fill memory with holes first, then judge."""
    number, job = int(sys.argv[1]), pickle.load(sys.stdin.buffer)  # noqa: S301 - from our own process
    filled = [bytearray(100 + place * 37 % 900) for place in range(number * 7919)]
    kept = filled[::3]
    del filled
    from xbrl_pipeline.engine import session  # noqa: PLC0415 - memory is filled first

    with tempfile.TemporaryDirectory() as scratch:
        result = session.validate(job, Path(scratch))
    sys.stdout.buffer.write(b"RESULT" + pickle.dumps(result))
    del kept


if __name__ == "__main__":
    main()
