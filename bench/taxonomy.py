"""Compiling a taxonomy against reading its compiled model, side by side in one run: CPU seconds, sizes, and the ratio.

Run it with the path of a zipped package to measure that one too: then also what `taxonomy add` takes of it, unpacked in
a folder with spaces in its name, zipped, and zipped once more inside a folder, against plain Arelle that loads the
same entry points once. The figures of one run compare, those of two runs do not.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from xbrl_pipeline.engine import CompileJob, session
from xbrl_pipeline.taxonomy import cache
from xbrl_pipeline.taxonomy.bundle import Bundle, make_bundle
from xbrl_pipeline.taxonomy.compiler import from_dump
from xbrl_pipeline.taxonomy.contents import read_contents
from xbrl_pipeline.taxonomy.store import find_package

ROUNDS = 3
Result = TypeVar("Result")


def main() -> None:
    """Measure our own package, and those given as arguments."""
    results = [_measure(find_package("onderwijs-2025").path, "onderwijs-2025")]
    for name in sys.argv[1:]:
        results += [_measure(Path(name), Path(name).name), _measure_adding(Path(name))]
    print(json.dumps(results, indent=2))


def _measure_adding(package: Path) -> dict[str, object]:
    """Add a package in each of its forms, and have plain Arelle load what was added before and after that."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        loading = [_loading(package, root)]
        adding = {form: _adding(path, root / form) for form, path in _forms(package, root).items()}
        loading.append(_loading(package, root))
    once = statistics.mean(loading)
    return {
        "taxonomy": package.name,
        "entry_points": len(_bundle(package).description.entry_points),
        "arelle_load_cpu_s": [round(each, 2) for each in loading],
        "add_cpu_s": {form: round(each, 2) for form, each in adding.items()},
        "add_to_load": {form: round(each / once, 2) for form, each in adding.items()},
    }


def _forms(package: Path, root: Path) -> dict[str, Path]:
    """Return a package as people have it: unpacked, as it is, and packed once more."""
    unpacked = root / f"{package.stem} - taxonomyPackage"
    with zipfile.ZipFile(package) as archive:
        archive.extractall(unpacked)
    again = root / "download.zip"
    with zipfile.ZipFile(again, "w") as archive:
        archive.write(package, f"the download/{package.name}")
    return {"folder": unpacked, "zip": package, "zip_in_zip": again}


def _adding(path: Path, state: Path) -> float:
    """Return the CPU seconds of `taxonomy add` with a state folder of its own, those of its processes included."""
    command = [sys.executable, "-m", "xbrl_pipeline", "taxonomy", "add", str(path), "--quiet"]
    return _cpu_of(command, {"XBRL_PIPELINE_HOME": str(state)})


def _loading(package: Path, root: Path) -> float:
    """Return the CPU seconds that Arelle takes to load all entry points of a package, without validating anything."""
    entries = _bundle(package).description.entry_points
    with session.together(tuple(url for entry in entries for url in entry.documents or (entry.url,))) as start:
        command = [sys.executable, "-m", "arelle.CntlrCmdLine", "--packages", str(package), "--file", start]
        options = ["--internetConnectivity", "offline", "--disablePersistentConfig", "--logFile", str(root / "log.txt")]
        return _cpu_of([*command, *options], {"XDG_CONFIG_HOME": str(root)})


def _cpu_of(command: list[str], more: dict[str, str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, env=os.environ | more, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _measure(package: Path, name: str) -> dict[str, object]:
    url = _bundle(package).description.entry_points[0].url
    with tempfile.TemporaryDirectory() as folder:
        job = CompileJob(url, (package,))
        dump, compiling = _timed(lambda: session.compile_dts(job, Path(folder)))
    model = from_dump(name, url, "", dump)
    data = cache.to_bytes(model)
    reading = statistics.median(_timed(lambda: cache.from_bytes(data))[1] for _ in range(ROUNDS))
    return {
        "taxonomy": name,
        "entry_point": url.rpartition("/")[2],
        "concepts": len(model.concepts),
        "rules": len(model.rules),
        "package_kib": package.stat().st_size // 1024,
        "model_kib": len(data) // 1024,
        "compile_cpu_s": round(compiling, 3),
        "read_cpu_s": round(reading, 3),
        "ratio": round(compiling / reading, 1),
    }


def _bundle(package: Path) -> Bundle:
    return make_bundle(package.name, read_contents(package))


def _timed(work: Callable[[], Result]) -> tuple[Result, float]:
    started = time.process_time()
    result = work()
    return result, time.process_time() - started


if __name__ == "__main__":
    main()
