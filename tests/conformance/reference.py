"""What Arelle's own command line says of every case, kept small; run as a module it records that anew."""

import json
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from tests.conformance import dimensions, filing, formulas, instances, taxonomies
from tests.conformance.cases import Case

RECORDED: Final = Path(__file__).with_name("recorded.json")
OPTIONS: Final = ("--validate", "--calc", "xbrl21", "--validateDuplicateFacts", "inconsistent", "--workOffline")
QUIET: Final = ("--disablePersistentConfig", "--logFormat", "%(message)s")
RULES: Final = ("--plugins", "validate/NL", "--baseTaxonomyValidation", "none", "--disclosureSystem")
FAULTS: Final = ("critical", "error", "inconsistency")
COUNTED: Final = (*FAULTS, "warning")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was said of one case: whether Arelle found no fault in it, and each code with its number."""

    digest: str
    valid: bool
    codes: dict[str, int]


@cache
def all_cases() -> dict[str, Case]:
    """Return every case by name."""
    found = [case for room in (instances, taxonomies, dimensions, filing, formulas) for case in room.cases()]
    by_name = {case.name: case for case in found}
    assert len(by_name) == len(found), "two cases of one name"
    return by_name


def ask(case: Case, folder: Path) -> Verdict:
    """Run the command line over one case, in a process of its own."""
    valid, codes = ask_file(case.write(folder), folder / f"{case.name}.json", case.rules)
    return Verdict(case.digest, valid, codes)


def ask_file(entry: Path, log: Path, rules: str = "", package: str = "") -> tuple[bool, dict[str, int]]:
    """Return whether Arelle finds no fault in a file, and how often it gave each code.

    Levels tell, not ``--validationExitCode``: that is 3 as well where a DTS has assertions and all of them hold.
    """
    program = str(Path(sys.executable).with_name("arelleCmdLine"))
    more = (*((*RULES, rules) if rules else ()), *(("--packages", package) if package else ()))
    command = [program, *OPTIONS, *QUIET, *more, "--file", str(entry), "--logFile", str(log)]
    code = subprocess.run(command, check=False, capture_output=True).returncode
    assert code == 0, f"{entry}: exit code {code}"
    records = json.loads(log.read_text("utf-8"))["log"]
    counted = Counter(record["code"] for record in records if record["level"] in COUNTED)
    return not any(record["level"] in FAULTS for record in records), dict(sorted(counted.items()))


def recorded() -> dict[str, Verdict]:
    """Return what was recorded."""
    if not RECORDED.exists():
        return {}
    return {name: Verdict(**entry) for name, entry in json.loads(RECORDED.read_text("utf-8")).items()}


def main() -> None:
    """Record what is not recorded yet, or with ``--all`` every case anew."""
    cases = all_cases()
    known = {} if "--all" in sys.argv else recorded()
    known = {name: each for name, each in known.items() if name in cases and cases[name].digest == each.digest}
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        wanted = [case for name, case in cases.items() if name not in known]
        known |= dict(pool.map(lambda case: (case.name, ask(case, Path(folder))), wanted))
    entries = {
        name: {"digest": each.digest, "valid": each.valid, "codes": each.codes} for name, each in sorted(known.items())
    }
    lines = [f"{json.dumps(name)}: {json.dumps(entry)}" for name, entry in entries.items()]
    RECORDED.write_text("{\n" + ",\n".join(lines) + "\n}\n", "utf-8")


if __name__ == "__main__":
    main()
