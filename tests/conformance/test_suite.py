"""The verdicts of ``validate --taxonomy`` are those of Arelle's own command line, case by case and code by code."""

import re
from collections.abc import Iterable
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final

import pytest

from tests.conformance.cases import Case
from tests.conformance.door import through
from tests.conformance.reference import all_cases, ask, recorded

# Arelle breaks off while it loads this one, and calls that an error of the file; here it is no verdict.
CRASHES: Final = {"instance-fraction-by-zero"}
# Never given to Arelle: of a file with a DOCTYPE only that is said.
UNASKED: Final = {"NL.FR-NL-1.03": 1}
# What Arelle's validator cannot be brought to say of a DTS that it can load.
UNREACHED: Final[set[str]] = set()
ROOMS: Final = sorted({name.partition("-")[0] for name in all_cases()})


def test_what_was_recorded_is_of_these_cases() -> None:
    assert {name: each.digest for name, each in recorded().items()} == {
        name: case.digest for name, case in all_cases().items()
    }, "record anew: python -m tests.conformance.reference"


@pytest.mark.parametrize("rules", ["", "NT19"])
def test_a_sample_has_the_verdicts_and_codes_of_the_command_line(
    rules: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    ruled = [case for case in all_cases().values() if case.rules == rules]
    chosen = [case for number, case in enumerate(ruled) if number % 6 == 0 or case.name in CRASHES]
    _compare(chosen, tmp_path, capsysbinary)


@pytest.mark.slow
@pytest.mark.parametrize("room", ROOMS)
def test_verdicts_and_codes_are_those_of_the_command_line(
    room: str, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    cases = [case for name, case in all_cases().items() if name.partition("-")[0] == room]
    _compare(cases, tmp_path, capsysbinary)


def _compare(cases: Iterable[Case], tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    theirs = recorded()
    for name, (verdict, ours) in through(cases, tmp_path, capsysbinary).items():
        if name in CRASHES:
            assert (verdict, theirs[name].valid) == ("NOT_VALIDATED", False)
            continue
        assert (name, verdict) == (name, "VALID" if theirs[name].valid else "INVALID")
        expected = UNASKED if name.endswith("-1.03") else theirs[name].codes
        assert (name, ours.codes) == (name, expected)
        assert expected.items() <= theirs[name].codes.items()


@pytest.mark.slow
def test_what_was_recorded_is_what_the_command_line_says_today(tmp_path: Path) -> None:
    told = recorded()
    for case in islice(all_cases().values(), 0, None, 8):
        assert (case.name, ask(case, tmp_path)) == (case.name, told[case.name])


def _raised(pattern: str, *sources: str) -> set[str]:
    spec = find_spec("arelle")
    assert spec is not None
    assert spec.submodule_search_locations
    root = Path(spec.submodule_search_locations[0])
    texts = [file.read_text("utf-8") for source in sources for file in root.glob(source)]
    return {code for text in texts for code in re.findall(pattern, text)}


def test_every_code_of_dimensions_is_met() -> None:
    known = _raised(r'"(xbrld[it]e:\w+)"', "Validate*.py", "Model*.py")
    met = {code for each in recorded().values() for code in each.codes}
    assert len(known) > 20, "the pattern finds too little to say anything"
    assert known - met == UNREACHED


@pytest.mark.parametrize("year", ["NT16", "NT17", "NT18", "NT19", "NT20"])
def test_every_filing_rule_is_broken_in_every_year(year: str) -> None:
    known = _raised(r'"(NL\.F[RG]-NL-[\d.]+)"', "plugin/validate/NL/rules/f?_nl.py")
    met = {code for name, each in recorded().items() if name.startswith(year) for code in each.codes}
    assert len(known) > 25, "the pattern finds too little to say anything"
    assert known - met == (set() if year == "NT19" else {"NL.FR-NL-1.06"})
