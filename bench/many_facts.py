"""Instances of very many facts: whether time and memory grow with the facts, and whether there is a verdict.

    python -m bench.many_facts                        10,000 and 100,000 facts
    python -m bench.many_facts --times 1 9 --kinds repeated

A jaarverantwoording of 1,141 facts, so many times over: ``repeated`` has each fact again and again, ``years`` each
amount again in other periods, so that no two facts are the same. Each is judged by one ``validate`` of its own; CPU is
that of all its processes, memory that of the largest. The first row has no more facts: it is what starting costs.
``bench/many_facts.json`` keeps the rows of each kind that was measured last.
"""

import argparse
import copy
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from lxml import etree

from bench.subjects import subjects

KINDS: Final = ("repeated", "years")
_XBRLI: Final = "{http://www.xbrl.org/2003/instance}"
_DAYS: Final = tuple(f"{_XBRLI}{name}" for name in ("startDate", "endDate", "instant"))
_APART: Final = 10  # years between copies: more than any report looks back
RESULT: Final = Path(__file__).with_suffix(".json")
_REPORT: Final = """
import ctypes, json, os, resource, subprocess, sys
ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)
done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE)
while True:
    try:
        os.waitpid(-1, 0)
    except ChildProcessError:
        break
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(json.dumps([used.ru_utime + used.ru_stime, used.ru_maxrss // 1024, done.returncode]))
"""


def main() -> None:
    """Make the instances, judge each, and print one row for each."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--times", type=int, nargs="+", default=[1, 9, 88])
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xbrl-bench-") as name:
        folder = Path(name)
        _, source, *_ = next(subjects(folder))
        kept = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
        for kind in options.kinds:
            kept[kind] = []
            for times in options.times:
                path = folder / f"{kind}-{times}.xbrl"
                path.write_bytes(many(source.read_bytes(), kind, times))
                kept[kind].append({"times": times} | _judged(path, folder))
                print(json.dumps({"kind": kind} | kept[kind][-1]), flush=True)
        RESULT.write_text(json.dumps(kept, indent=1) + "\n", "utf-8")


def many(data: bytes, kind: str, times: int) -> bytes:
    """Return an instance with its facts so many times over."""
    root = etree.fromstring(data)
    facts = [each for each in root if each.get("contextRef") is not None]
    contexts = root.findall(f"{_XBRLI}context")
    for number in range(1, times):
        if kind == "repeated":
            root.extend(copy.deepcopy(facts))
            continue
        for context in contexts:
            root.insert(root.index(contexts[0]), _earlier(context, number))
        root.extend(_moved(fact, number) for fact in facts if fact.get("unitRef") is not None)
    made: bytes = etree.tostring(root, xml_declaration=True, encoding="utf-8")
    return made


def _earlier(context: etree._Element, number: int) -> etree._Element:
    moved = copy.deepcopy(context)
    moved.set("id", f"{context.get('id')}-{number}")
    for day in moved.iter(*_DAYS):
        text = day.text or ""
        day.text = f"{int(text[:4]) - _APART * number:04}{text[4:]}".replace("02-29", "02-28")
    return moved


def _moved(fact: etree._Element, number: int) -> etree._Element:
    moved = copy.deepcopy(fact)
    moved.set("contextRef", f"{fact.get('contextRef')}-{number}")
    return moved


def _judged(path: Path, folder: Path) -> dict[str, object]:
    out = folder / path.stem
    asked = ["validate", "--no-cache", "--no-keep", "--format", "json", "--out", str(out), str(path)]
    command = [sys.executable, "-c", _REPORT, sys.executable, "-m", "xbrl_pipeline", *asked]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    cpu, memory, code = json.loads(done.stdout)
    (report,) = (json.loads(file.read_bytes()) for file in out.glob("*.json"))
    return {"facts": report["facts"], "cpu": round(cpu, 1), "mib": memory, "exit": code, "verdict": report["verdict"]}


if __name__ == "__main__":
    main()
