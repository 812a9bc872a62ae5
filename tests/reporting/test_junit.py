from dataclasses import replace

from lxml import etree

from tests.reporting import examples
from xbrl_pipeline.messages import messages
from xbrl_pipeline.reporting.junit import junit_xml

NL = messages("nl")


def test_a_report_is_a_suite_whose_errors_are_failures() -> None:
    root = etree.fromstring(junit_xml([examples.valid(), examples.invalid(), examples.not_validated()], NL))
    valid, invalid, stopped = root
    assert valid.get("failures") == valid.get("errors") == "0"
    assert int(invalid.get("failures", "0")) > 0
    assert int(stopped.get("errors", "0")) > 0
    assert int(stopped.get("skipped", "0")) > 0
    assert root.get("tests") == str(sum(len(suite.findall("testcase")) for suite in root))
    codes = {failure.get("type") for failure in invalid.iter("failure")}
    assert {"onderwijs:sum-PropertyPlantEquipment", "number.ambiguous", "INVALID"} <= codes
    assert "xbrl.5.2.4.1" not in codes, "what is wrong with the taxonomy is not the board's"


def test_hostile_text_stays_text() -> None:
    text = junit_xml([replace(examples.invalid(), findings=(examples.hostile(),))], NL).decode()
    assert "<script>" not in text
    assert "\x07" not in text


def test_a_result_of_an_earlier_check_is_called_so() -> None:
    fresh = examples.valid()
    kept = replace(fresh, engine=replace(examples.ENGINE, cached=True))
    root = etree.fromstring(junit_xml([fresh, kept], NL))
    told = [[each.get("value") for each in suite.iter("property") if each.get("name") == "cached"] for suite in root]
    assert told == [["false"], ["true"]]
    assert ["eerdere controle" in etree.tostring(suite, encoding="unicode") for suite in root] == [False, True]
