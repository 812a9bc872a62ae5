"""What the first `validate` of a session costs, and one that finds the taxonomy loaded by a run before.

    python -m bench.start

The instance of `bench/validate.py` (1,141 facts), one file a command, all of it: start, imports, judging, findings. CPU
is that of every process of the run; where the taxonomy is kept, that of its server and judges too while the command
runs. A file is judged once before, so that the model of the taxonomy is compiled. Medians of five; kept in
``bench/start.json``.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from bench.subjects import subjects
from xbrl_pipeline.engine.keeping import kept_servers, stop_kept

RESULT: Final = Path(__file__).with_suffix(".json")
ROUNDS: Final = 5
_TICKS: Final = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure, print and keep the table."""
    with tempfile.TemporaryDirectory(prefix="k-", dir="/tmp") as name:
        os.environ["XDG_RUNTIME_DIR"] = name
        _, instance, *_ = next(subjects(Path(name)))
        _validate(instance, "--no-keep")
        made = {"first": _median(lambda: _validate(instance, "--no-keep"))}
        _validate(instance, "--keep")
        made["kept"] = _median(lambda: _validate(instance, "--keep"))
        made["kept"]["server_mib"] = float(kept_servers()[0].mebibytes or 0)
        stop_kept()
    print(json.dumps(made, indent=1))
    RESULT.write_text(json.dumps(made, indent=1) + "\n", "utf-8")


def _median(work: Callable[[], tuple[float, float]]) -> dict[str, float]:
    cpu, wall = zip(*(work() for _ in range(ROUNDS)), strict=True)
    return {"cpu": round(statistics.median(cpu), 2), "wall": round(statistics.median(wall), 2)}


def _validate(instance: Path, keep: str) -> tuple[float, float]:
    """Return the seconds of CPU and on the clock of one command."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-m", "xbrl_pipeline", "validate", str(instance), "--no-cache", "--quiet", keep]
    before, started = _used(), time.monotonic()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    wall = time.monotonic() - started
    time.sleep(2)  # the server takes note of its judges once a second
    return _used() - before, wall


def _used() -> float:
    """Return the CPU seconds of commands that have ended and of servers that are kept, their judges included."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    total = ended.ru_utime + ended.ru_stime
    for kept in kept_servers():
        fields = Path(f"/proc/{kept.process}/stat").read_text("ascii").rpartition(")")[2].split()
        total += sum(map(int, fields[11:15])) / _TICKS
    return total


if __name__ == "__main__":
    main()
