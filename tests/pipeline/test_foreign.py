"""Instances of other hands: no cells, so lines and elements; one mistake is one finding with what follows under it."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, PhaseName, Severity, SuspectKind
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.sources import read_source

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
