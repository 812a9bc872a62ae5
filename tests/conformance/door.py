"""All cases through ``validate``, the way a suite is run: one list, one process, one line of JSON for each file."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import pytest

from tests.conformance.cases import Case
from tests.conformance.reference import Verdict
from xbrl_pipeline.cli.main import guarded

# What Arelle's log does not say: that it broke off, and that a rule without a sentence of its own does not hold.
_OURS: Final = ("engine.", "formula:assertionUnsatisfied")


def through(
    cases: Iterable[Case], folder: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> dict[str, tuple[str, Verdict]]:
    """Return our verdict on each case, with the codes and numbers of what was found."""
    by_rules: dict[str, list[Case]] = defaultdict(list)
    for case in cases:
        by_rules[case.rules].append(case)
    told: dict[str, tuple[str, Verdict]] = {}
    for rules, several in by_rules.items():
        chosen = ("--filing-rules", rules) if rules else ()
        (folder / "lijst.txt").write_text("\n".join(str(case.write(folder)) for case in several), "utf-8")
        command = ("validate", "--taxonomy", folder, *chosen, "--list", folder / "lijst.txt", "--jsonl", "--jobs", "1")
        guarded([str(part) for part in command])
        lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
        by_path = {Path(line["path"]).relative_to(folder).parts[0]: line for line in lines}
        told |= {case.name: _verdict(case, by_path[case.name]["report"]) for case in several}
    return told


def _verdict(case: Case, report: dict[str, object]) -> tuple[str, Verdict]:
    verdict = str(report["verdict"])
    return verdict, Verdict(case.digest, verdict == "VALID", codes_in(report))


def codes_in(report: dict[str, object]) -> dict[str, int]:
    """Return how often each code of Arelle was given in a report."""
    codes: Counter[str] = Counter()
    findings = report["findings"]
    assert isinstance(findings, list)
    for finding in findings:
        if finding["phase"] != "plausibility" and not finding["code"].startswith(_OURS):
            codes[finding["code"]] += finding["times"]
    return dict(sorted(codes.items()))
