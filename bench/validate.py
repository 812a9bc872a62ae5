"""Ours against plain Arelle on the good samples, side by side in one run: CPU seconds per file, and their ratio.

Both validate the same instances against the same package with the same base-taxonomy setting; ours also applies the
filing rules and writes findings. Three rounds, medians; the figures of one run compare, those of two runs do not. Plain
Arelle costs the same for each file, so that it is timed on four; ours keeps the taxonomy, so that it is timed on more.
"""

import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from functools import partial
from itertools import cycle
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("po-99001", "vo-99002", "mbo-99003", "hbo-99004")
ROUNDS = 3
COUNTS = (1, 10, 100)


def main() -> None:
    """Convert the samples, then time both programs on the instances."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XBRL_PIPELINE_HOME"] = str(Path(folder) / "state")
        instances = [_convert(name, Path(folder)) for name in NAMES]
        package = next((Path(folder) / "state" / "packages").glob("onderwijs-2025-*/package.zip"))
        plain = _median(lambda: _plain(instances, package))
        rows = [
            {"files": count, "ours": _median(partial(_ours, _copies(instances, count, Path(folder))))}
            for count in COUNTS
        ]
    table = [row | {"plain_arelle": plain, "ratio": round(plain / row["ours"], 2)} for row in rows]
    print(json.dumps(table, indent=2))


def _copies(instances: Sequence[Path], count: int, folder: Path) -> list[Path]:
    """Give every instance a file of its own: the program looks at each file once."""
    copies = [folder / f"copy-{number}.xbrl" for number in range(count)]
    for source, copy in zip(cycle(instances), copies, strict=False):
        shutil.copy(source, copy)
    return copies


def _convert(name: str, folder: Path) -> Path:
    out = folder / name
    _run([_program(), "convert", str(ROOT / "samples" / f"{name}.xlsx"), "--out", str(out), "--quiet"])
    return out / "instance.xbrl"


def _median(job: Callable[[], float]) -> float:
    return round(statistics.median(job() for _ in range(ROUNDS)), 3)


def _plain(instances: Sequence[Path], package: Path) -> float:
    options = ["--validate", "--workOffline", "--disablePersistentConfig", "--baseTaxonomyValidation", "none"]
    command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--packages", str(package), *options, "--file"]
    jobs = [[*command, str(instance)] for instance in instances]
    return _cpu(jobs) / len(instances)


def _ours(instances: Sequence[Path]) -> float:
    return _cpu([[_program(), "validate", *map(str, instances), "--quiet"]]) / len(instances)


def _cpu(commands: Sequence[Sequence[str]]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for command in commands:
        _run(command)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _program() -> str:
    return str(Path(sys.executable).with_name("xbrl-pipeline"))


def _run(command: Sequence[str]) -> None:
    subprocess.run(command, check=True, capture_output=True)


if __name__ == "__main__":
    main()
