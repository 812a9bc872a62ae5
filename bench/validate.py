"""Ours against plain Arelle, side by side in one run: CPU and wall seconds per file, and memory.

    python bench/validate.py                          our jaarverantwoording and, where it is at hand, the NT11 sample
    python bench/validate.py --counts 1 10 100        without the long run over 1,000 files

All judge the same instance with the same options and filing rules; ours also finds causes and reads the taxonomy's
names. Figures of one run compare, those of two runs do not: rounds take turns, and medians are kept in
``bench/validate.json``. CPU includes every process that was started, wherever it ended up.
"""

import argparse
import ctypes
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parent.parent
RESULT: Final = ROOT / "bench" / "validate.json"
ROUNDS: Final = 3
MANY: Final = 100
_SUBREAPER: Final = 36  # prctl: processes whose parent has ended become ours, so that their time is counted


@dataclass(frozen=True)
class Subject:
    """An instance, and the options under which Arelle gets it."""

    name: str
    instance: Path
    packages: tuple[Path, ...]
    options: tuple[str, ...]
    facts: int


@dataclass(frozen=True)
class Cost:
    """What a command took, in seconds and MiB."""

    cpu: float
    wall: float
    memory: float = 0.0  # highest sum over all processes, pages that are shared counted once


def main() -> None:
    """Measure and write the table."""
    options = _options()
    ctypes.CDLL(None).prctl(_SUBREAPER, 1, 0, 0, 0)
    made: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    }
    with tempfile.TemporaryDirectory(prefix="xbrl-bench-") as folder:
        for subject in _subjects(Path(folder), options.subject):
            made[subject.name] = _measured(subject, Path(folder), options.counts, options.rounds)
            print(json.dumps({subject.name: made[subject.name]}, indent=1), flush=True)
    kept = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    RESULT.write_text(json.dumps(kept | made, indent=1) + "\n", "utf-8")


def _measured(subject: Subject, folder: Path, counts: Sequence[int], rounds_wanted: int) -> dict[str, Any]:
    def arelle(*more: str, files: int = 1) -> Callable[[], Cost]:
        return lambda: _cost(_arelle(subject, _copies(subject, files, folder), *more))

    none = ("--baseTaxonomyValidation", "none")
    jobs: dict[str, Callable[[], Cost]] = {
        "arelle_per_file": arelle(),
        "arelle_per_file_without_base": arelle(*none),
        "arelle_one_process_2_files": lambda: _cost(_loop(subject, _copies(subject, 2, folder))),
        "arelle_one_process_6_files": lambda: _cost(_loop(subject, _copies(subject, 6, folder))),
        **{f"ours_{n}": _ours(subject, n, folder) for n in counts if n < MANY},
    }
    rounds = {name: [job() for _ in range(1)] for name, job in jobs.items()}
    for _ in range(rounds_wanted - 1):
        for name, job in jobs.items():
            rounds[name].append(job())
    rounds |= {f"ours_{n}": [_ours(subject, n, folder)()] for n in counts if n >= MANY}
    for count in (n for n in counts if n >= MANY):
        rounds[f"ours_{count}_two_workers"] = [_ours(subject, count, folder, jobs=2)()]
    rows = {name: _median(costs) for name, costs in rounds.items()}
    rows["floor"] = _floor(subject)
    return {"facts": subject.facts, "rows": rows, "ratios": _ratios(rows, counts)}


def _ratios(rows: dict[str, dict[str, float]], counts: Sequence[int]) -> dict[str, float]:
    """Return what the goals are about; the loop is what one file more costs in one Arelle process."""
    loop = (rows["arelle_one_process_6_files"]["cpu"] - rows["arelle_one_process_2_files"]["cpu"]) / 4
    made = {"loop_cpu_per_file": loop}
    for count in counts:
        ours = rows[f"ours_{count}"]["cpu"] / count
        made |= {
            f"ours_cpu_per_file_{count}": ours,
            f"arelle_over_ours_{count}": rows["arelle_per_file"]["cpu"] / ours,
            f"arelle_without_base_over_ours_{count}": rows["arelle_per_file_without_base"]["cpu"] / ours,
            f"loop_over_ours_{count}": loop / ours,
        }
    for count in (n for n in counts if n >= MANY):
        one, two = rows[f"ours_{count}"]["wall"], rows[f"ours_{count}_two_workers"]["wall"]
        made[f"two_workers_over_one_wall_{count}"] = one / two
    return {name: round(value, 3) for name, value in made.items()}


def _ours(subject: Subject, count: int, folder: Path, jobs: int = 1) -> Callable[[], Cost]:
    def run() -> Cost:
        files = _copies(subject, count, folder)
        listed = folder / "list.txt"
        listed.write_text("\n".join(map(str, files)), "utf-8")
        program = str(Path(sys.executable).with_name("xbrl-pipeline"))
        return _cost([program, "validate", f"@{listed}", "--jsonl", "--no-cache", "--no-keep", "--jobs", str(jobs)])

    return run


def _arelle(subject: Subject, files: Sequence[Path], *more: str) -> list[str]:
    packages = "|".join(map(str, subject.packages))
    program = str(Path(sys.executable).with_name("arelleCmdLine"))
    where = ["--workOffline", "--disablePersistentConfig", "--packages", packages, "--file", "|".join(map(str, files))]
    return [program, *where, *subject.options, *more]


def _loop(subject: Subject, files: Sequence[Path]) -> list[str]:
    """Return the best loop in one Arelle process: the public Session, base taxonomies left alone."""
    system = (
        subject.options[subject.options.index("--disclosureSystem") + 1] if "--plugins" in subject.options else None
    )
    options = {
        "packages": list(map(str, subject.packages)),
        "workOffline": True,
        "disablePersistentConfig": True,
        "validate": True,
        "calcs": "c11r",
        "utrValidate": True,
        "validateDuplicateFacts": "inconsistent",
        "baseTaxonomyValidationMode": "none",
        **({"plugins": "validate/NL", "disclosureSystemName": system} if system else {}),
    }
    code = (
        "import json, logging, sys\n"
        "from arelle.api.Session import Session\n"
        "from arelle.RuntimeOptions import RuntimeOptions\n"
        "for file in sys.argv[2:]:\n"
        "    with Session() as session:\n"
        "        options = RuntimeOptions(entrypointFile=file, **json.loads(sys.argv[1]))\n"
        "        session.run(options, logHandler=logging.NullHandler())\n"
    )
    return [sys.executable, "-c", code, json.dumps(options), *map(str, files)]


def _floor(subject: Subject) -> dict[str, float]:
    """Parse with lxml, put facts in a dictionary and add up every equation of the taxonomy: nothing else."""
    from bench.floor import floor  # noqa: PLC0415 - imports the program

    costs = []
    for _ in range(20):
        before = time.process_time()
        floor(subject.instance)
        costs.append(time.process_time() - before)
    return {"cpu": round(statistics.median(costs), 4)}


def _cost(command: Sequence[str]) -> Cost:
    """Run a command and wait for every process that comes of it."""
    null = subprocess.DEVNULL
    # Installed programs find their modules compiled: pip sees to that, and this variable would take it from ours.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    with (
        subprocess.Popen(command, stdout=null, stderr=null, env=environment) as process,
        _watched() as memory,
    ):
        process.wait()
        wall = time.monotonic() - started
        with suppress(ChildProcessError):
            while True:
                os.waitpid(-1, 0)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall, max(memory, default=0.0))


@contextmanager
def _watched() -> Iterator[list[float]]:
    """Look at the memory of all processes below this one twice a second."""
    seen: list[float] = []
    end = threading.Event()

    def look() -> None:
        while not end.wait(0.5):
            seen.append(sum(map(_memory, _below(os.getpid()))))

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    yield seen
    end.set()
    thread.join()


def _memory(process: int) -> float:
    with suppress(OSError, ValueError):
        for line in Path(f"/proc/{process}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _below(process: int) -> set[int]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with suppress(OSError):
                parent = int((entry / "stat").read_text("utf-8").rpartition(")")[2].split()[1])
                parents.setdefault(parent, []).append(int(entry.name))
    found, todo = set[int](), [process]
    while todo:
        children = parents.get(todo.pop(), [])
        found |= set(children)
        todo += children
    return found


def _median(costs: Sequence[Cost]) -> dict[str, float]:
    return {
        name: round(statistics.median(getattr(cost, name) for cost in costs), 2) for name in ("cpu", "wall", "memory")
    }


def _copies(subject: Subject, count: int, folder: Path) -> list[Path]:
    """Give every instance a file of its own: the program looks at each file once."""
    place = folder / f"{subject.name}-{count}"
    place.mkdir(exist_ok=True)
    copies = [place / f"copy-{number}.xbrl" for number in range(count)]
    for copy in copies:
        if not copy.exists():
            shutil.copy(subject.instance, copy)
    return copies


def _subjects(folder: Path, chosen: Sequence[str]) -> Iterator[Subject]:
    from bench.subjects import subjects  # noqa: PLC0415 - imports the program

    for name, instance, packages, options, facts in subjects(folder):
        if not chosen or name in chosen:
            yield Subject(name, instance, packages, options, facts)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/validate.py")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="of those that are quick; the rest runs once")
    parser.add_argument("--counts", type=int, nargs="+", default=[1, 10, 100, 1000])
    parser.add_argument("--subject", nargs="*", default=[])
    return parser.parse_args()


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
