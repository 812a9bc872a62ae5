"""Instances of other hands: no cells, so lines and elements; one mistake is one finding with what follows under it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, PhaseName, PhaseStatus, Severity, SuspectKind
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import check

FACT = re.compile(r"\s*<[\w-]+:(\w+) contextRef=[^>]*>[^<]*</[^>]*>")
LINE = re.compile(r"<([\w-]+:TradeReceivables) [^>]*>(\d+)<")


@pytest.fixture(scope="module")
def sound(engine: Engine, nl: Messages) -> str:
    made = check(read_source(SAMPLES / "po-99001.xlsx", SAMPLES / "po-99001.mapping.yaml"), engine, nl)
    assert made.instance is not None
    return made.instance.decode()


@pytest.fixture
def errors(tmp_path: Path, engine: Engine, nl: Messages) -> Callable[[str], list[Finding]]:
    def run(text: str) -> list[Finding]:
        path = tmp_path / "foreign.xbrl"
        path.write_text(text, "utf-8")
        findings = check(read_source(path, None), engine, nl).report.findings
        return [each for each in findings if each.severity is Severity.ERROR]

    return run


def test_the_culprit_of_a_broken_sum_is_named_by_its_line(sound: str, errors: Callable[[str], list[Finding]]) -> None:
    place = LINE.search(sound)
    assert place is not None
    (finding,) = errors(f"{sound[: place.end(2)]}0{sound[place.end(2) :]}")
    (suspect, *_) = finding.suspects
    assert (suspect.kind, suspect.expected, suspect.cells) == (SuspectKind.SCALE, place[2], ())
    assert "TradeReceivables" in sound.splitlines()[(suspect.line or 0) - 1]
    assert {value.element.partition(":")[2] for value in finding.values} >= {"Receivables", "TradeReceivables"}
    assert all(value.line in finding.lines for value in finding.values)


def test_an_unknown_element_has_the_broken_sums_under_it(sound: str, errors: Callable[[str], list[Finding]]) -> None:
    findings = errors(re.sub(r"([\w-]+:TradeReceivables)\b", r"\1OfTheMoon", sound))
    (cause,) = [each for each in findings if not each.follows]
    assert cause.phase in {PhaseName.XML, PhaseName.XBRL}
    assert {each.follows for each in findings} == {"", cause.ref}
    assert any(each.phase is PhaseName.FORMULA for each in findings)


def test_a_missing_context_is_told_once_with_all_its_lines(sound: str, errors: Callable[[str], list[Finding]]) -> None:
    findings = errors(re.sub(r'<xbrli:context id="', '<xbrli:context id="other-', sound, count=1))
    (cause,) = [each for each in findings if each.code.startswith("xbrl.4.6.1")]
    assert cause.times == len(cause.lines) >= 1
    alone = {each.code for each in findings if not each.follows}
    assert alone <= {cause.code, "engine.exception"}


def test_an_engine_that_broke_off_over_errors_sends_to_these(
    sound: str, errors: Callable[[str], list[Finding]]
) -> None:
    findings = errors(re.sub(r'<xbrli:context id="', '<xbrli:context id="other-', sound))
    (broken_off,) = [each for each in findings if each.code == "engine.exception"]
    assert broken_off.advice.startswith("Verhelp eerst de andere fouten")
    assert len(findings) > 1


def test_an_amount_without_a_unit_has_the_sums_that_miss_it_under_it(
    sound: str, errors: Callable[[str], list[Finding]]
) -> None:
    findings = errors(re.sub(r'(:Receivables\b[^>]*) unitRef="[^"]*"', r'\1 unitRef="none"', sound))
    (cause,) = [each for each in findings if not each.follows]
    assert cause.code.startswith("xbrl.4.6.2")
    assert {each.phase for each in findings if each.follows} >= {PhaseName.FORMULA}


def test_a_fact_that_is_not_there_is_called_missing_from_the_file(
    sound: str, errors: Callable[[str], list[Finding]]
) -> None:
    findings = errors(re.sub(r"<[\w-]+:TradeReceivables\b[^>]*>[^<]*</[^>]*>", "", sound, count=1))
    told = [suspect.sentence for each in findings for suspect in (*each.suspects, *each.leads)]
    assert any("in het XBRL-bestand" in sentence for sentence in told)
    assert not any("?" in sentence for sentence in told)


def test_facts_that_stand_there_three_times_are_named_before_rules_combine_them(
    sound: str, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    path = tmp_path / "foreign.xbrl"
    tripled, count = FACT.subn(lambda fact: fact[0] * 3, sound)
    path.write_text(tripled, "utf-8")
    report = check(read_source(path, None), engine, nl).report
    assert report.verdict is Verdict.INVALID
    errors = {each.code: each for each in report.findings if each.severity is Severity.ERROR}
    assert set(errors) == {"engine.repeated", "NL.FR-NL-5.01"}
    repeated = errors["NL.FR-NL-5.01"]
    assert len(repeated.places) == repeated.times == count > 100
    assert all(len(place.lines) > 1 for place in repeated.places)
    assert len([each for each in report.findings if each.code == "NL.FR-NL-5.01"]) == 1
    phases = {phase.name: phase.status for phase in report.phases}
    assert phases[PhaseName.FORMULA] is PhaseStatus.SKIPPED
    assert {status for name, status in phases.items() if name is not PhaseName.FORMULA} == {PhaseStatus.DONE}


def test_a_day_that_nobody_can_reckon_with_is_named_and_the_broken_off_check_follows_it(
    sound: str, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    """Arelle stumbles over the last day there is without naming it, and counts that as an error of the file."""
    path = tmp_path / "far.xbrl"
    before, _, after = sound.partition("<xbrli:instant>2025-12-31<")
    path.write_text(f"{before}<xbrli:instant>9999-12-31<{after}", "utf-8")
    context = re.findall(r'<xbrli:context id="([^"]*)"', before)[-1]
    report = check(read_source(path, None), engine, nl).report
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    (cause,) = (each for each in errors if not each.follows)
    assert cause.code == "facts.far_day"
    assert all(word in cause.message for word in (context, "9999-12-31"))
    assert "9999-12-31" in path.read_text("utf-8").splitlines()[cause.lines[0] - 1]
    assert {each.follows for each in errors} == {"", cause.ref}
    assert report.verdict is Verdict.INVALID


def test_a_fact_with_a_dimension_too_many_says_which(sound: str, errors: Callable[[str], list[Finding]]) -> None:
    own, other = "D20250101-20251231_SeparateMember", "D20250101-20251231_BudgetMember_SeparateMember"
    line = f'PurchasePropertyPlantEquipment contextRef="{own}"'
    assert sound.count(line) == 1
    findings = errors(sound.replace(line, line.replace(own, other)))
    (told,) = [each for each in findings if each.code == "xbrldie:PrimaryItemDimensionallyInvalidError"]
    assert "mag niet worden gerapporteerd met Begroting" in told.message
    assert told.lines


def test_a_fact_that_stands_there_twice_is_named_with_both_its_lines(
    sound: str, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    place = LINE.search(sound)
    assert place is not None
    start, end = sound.rindex("\n", 0, place.start()), sound.index("\n", place.end())
    second = sound[start:end].replace(f">{place[2]}<", f">{place[2]}1<")
    path = tmp_path / "twice.xbrl"
    path.write_text(f"{sound[:end]}{second}{sound[end:]}", "utf-8")
    findings = check(read_source(path, None), engine, nl).report.findings
    (told,) = [each for each in findings if each.code == "arelle:duplicateFacts"]
    assert "staat meer dan eens in het bestand" in told.message
    number = sound[:end].count("\n") + 1
    assert told.lines == (number, number + 1)
