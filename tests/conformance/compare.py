"""A suite that somebody has on disk, by ``arelleCmdLine`` and by ``validate``: prints each difference, then the count.

    python -m tests.conformance.compare FOLDER LIST [NT20 [PACKAGE.zip]]

LIST names the files to judge, relative to itself. PACKAGE.zip holds the taxonomy that the cases refer to by address, as
a taxonomy package for Arelle; for ``validate`` install it first.
"""

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from tests.conformance.door import codes_in
from tests.conformance.reference import ask_file

Told = tuple[str, dict[str, int]]


def ours(folder: str, listed: Path, rules: str) -> dict[str, Told]:
    """Return the verdict of ``validate`` on each file, or the code of the problem, and the codes found."""
    chosen = ("--filing-rules", rules) if rules else ()
    program = str(Path(sys.executable).with_name("xbrl-pipeline"))
    command = [program, "validate", "--taxonomy", folder, *chosen, "--list", str(listed), "--jsonl", "--no-cache"]
    shown = subprocess.run(command, check=False, capture_output=True).stdout
    return {str(Path(line["path"]).resolve()): _told(line) for line in map(json.loads, shown.splitlines())}


def _told(line: dict[str, Any]) -> Told:
    if line.get("report") is None:
        return line["problem"]["code"], {}
    return line["verdict"], codes_in(line["report"])


def theirs(entry: Path, rules: str, package: str) -> Told:
    """Return what Arelle says of a file."""
    with tempfile.TemporaryDirectory() as folder:
        valid, codes = ask_file(entry, Path(folder) / "log.json", rules, package)
    return "VALID" if valid else "INVALID", codes


def main() -> None:
    """Compare and print."""
    folder, listed, rules, package = (*sys.argv[1:], "", "")[:4]
    place = Path(listed).resolve()
    entries = [(place.parent / line).resolve() for line in place.read_text("utf-8").splitlines() if line]
    ourselves = ours(folder, place, rules)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda entry: theirs(entry, rules, package), entries))
    pairs = [(entry, each, ourselves.get(str(entry), ("", {}))) for entry, each in zip(entries, told, strict=True)]
    for entry, they, we in pairs:
        if they != we:
            print(f"{entry.name}\n  arelleCmdLine {they}\n  validate      {we}")  # noqa: T201
    verdicts, same = (sum(they[:n] == we[:n] for _, they, we in pairs) for n in (1, 2))
    print(f"{len(pairs)} files, {verdicts} with the same verdict, {same} with the same codes too")  # noqa: T201


if __name__ == "__main__":
    main()
