"""What is given as last year's report and is not that is said once, instead of a difference for every amount."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.model.outcome import Verdict
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.sources import read_beside, read_source


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
    report = check(replace(source, beside=read_beside(None, file)), engine, nl).report
    warnings = [finding for finding in report.findings if finding.severity is Severity.WARNING]
    assert [finding.code for finding in warnings] == [code]
    assert report.verdict is Verdict.VALID
    assert report.previous is not None
