"""Branch coverage of a whole run of the tests, held against the last figure that was committed.

``python -m tests.covered`` reads what ``make test-all`` measured, prints it by room, and fails where it is lower than
``tests/covered.json``. ``--record COMMAND`` writes that file, with the command that measured: that of fewer tests gives
a floor for all of them, as branches that are not taken count too. Only what runs in the processes of the tests is
counted: the children that read workbooks may not write files, and Arelle's run apart.
"""

import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
MEASURED: Final = ROOT / "out" / "coverage.json"
COMMITTED: Final = ROOT / "tests" / "covered.json"


def branches_by_room(measured: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """Return how many branches of each room were taken, and how many there are, from the report of coverage.py."""
    taken, known = Counter[str](), Counter[str]()
    for name, each in measured["files"].items():
        room = Path(name).parts[1]
        taken[room] += each["summary"]["covered_branches"]
        known[room] += each["summary"]["num_branches"]
    return taken, known


def compare(measured: dict[str, Any], committed: dict[str, Any] | None) -> tuple[list[str], bool]:
    """Return what to print, and whether the coverage is at least what was committed (or nothing was)."""
    taken, known = branches_by_room(measured)
    lines = [f"{room:<15} {taken[room]:>6} of {known[room]:>6}" for room in sorted(known) if known[room]]
    found = percentage(measured)
    if committed is None:
        return [*lines, f"branch coverage: {found:.2f} %; no figure was committed yet (--record)"], True
    least = float(committed["percent"])
    return [*lines, f"branch coverage: {found:.2f} %; committed: {least:.2f} %"], found >= least


def percentage(measured: dict[str, Any]) -> float:
    """Return how many of a hundred branches were taken, rounded down to two decimals."""
    taken, known = (sum(each.values()) for each in branches_by_room(measured))
    return taken * 10000 // known / 100 if known else 0.0


def main() -> int:
    """Print the coverage and compare it, or record it."""
    measured = json.loads(MEASURED.read_text("utf-8"))
    if len(sys.argv) > 2 and sys.argv[1] == "--record":
        figure = {"command": sys.argv[2], "percent": percentage(measured)}
        COMMITTED.write_text(json.dumps(figure, indent=2) + "\n", "utf-8")
    committed = json.loads(COMMITTED.read_text("utf-8")) if COMMITTED.exists() else None
    lines, enough = compare(measured, committed)
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
