"""What is given as last year's report and is not that is said once, instead of a difference for every amount."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.support import KVK, LAST_YEAR, Report
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.lastyear import open_last_year
from xbrl_pipeline.inputs.sources import read_side_inputs, read_source
from xbrl_pipeline.instance.reader import parse_instance
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.plausibility import figures_of
from xbrl_pipeline.validation.previous import compared


@pytest.mark.parametrize(
    ("name", "board", "code"),
    [("vo-99002", b"99002", "previous.other_board"), ("po-99001", b"99001", "previous.other_year")],
)
def test_a_report_of_another_board_or_year_is_not_compared_with(
    name: str, board: bytes, code: str, tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    given = check(read_source(SAMPLES / f"{name}.xlsx", SAMPLES / f"{name}.mapping.yaml"), engine, nl).instance
    assert given is not None
    assert board in given
    file = tmp_path / "vorig-jaar.xbrl"
    file.write_bytes(given)
    source = read_source(SAMPLES / "po-99001.xlsx", SAMPLES / "po-99001.mapping.yaml")
    report = check(replace(source, beside=read_side_inputs(None, file)), engine, nl).report
    warnings = [finding for finding in report.findings if finding.severity is Severity.WARNING]
    assert [finding.code for finding in warnings] == [code]
    assert report.verdict is Verdict.VALID
    assert report.previous is not None


def test_amounts_of_another_years_taxonomy_get_this_years_names(
    model: TaxonomyModel, profile: ReportProfile, engine: Engine
) -> None:
    then = Report(model, profile)
    now = load_model(load_profile("onderwijs-2026", "jaarverantwoording"), engine)
    lines = ("Assets", "HolidayPayAndHolidaysPayable", "EmployeeExpensesHiredStaff")
    data = write_instance([then.fact(line, 1000 + place) for place, line in enumerate(lines)], KVK, model, profile)
    read = open_last_year(parse_instance(data, "vorig-jaar.xbrl"), now, engine)
    assert {fact.key.concept.local: fact.value for fact in read.facts} == {
        "Assets": 1000,
        "HolidayPayAndLeavePayable": 1001,
    }
    assert all(fact.key.concept in now.concepts for fact in read.facts)
    assert read.gone == 1  # the publisher split it


def test_how_many_amounts_were_compared_is_always_told(
    model: TaxonomyModel, profile: ReportProfile, nl: Messages
) -> None:
    report = Report(model, profile)
    now = [report.fact("Equity", 14_000_001, LAST_YEAR), report.fact("Income", 39_000_001, LAST_YEAR)]
    evidence = Evidence.of(model, nl, now)
    told = compared(figures_of(evidence, profile, now[:1]), 0, nl)
    assert (told.code, told.severity) == ("previous.compared", Severity.INFO)
    assert told.message.startswith("Er zijn 1 bedragen vergeleken")
    nothing = compared(figures_of(evidence, profile, [report.fact("Assets", 5)]), 0, nl)
    assert (nothing.code, nothing.severity) == ("previous.nothing_compared", Severity.WARNING)
