"""Compiling a taxonomy against reading its compiled model, side by side in one run: CPU seconds, sizes, and the ratio.

Run it with the path of a package to measure that one too. The figures of one run compare, those of two runs do not.
"""

import json
import statistics
import sys
import tempfile
import time
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
    results += [_measure(Path(name), Path(name).name) for name in sys.argv[1:]]
    print(json.dumps(results, indent=2))


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
