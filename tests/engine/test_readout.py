"""What a log of Arelle's comes to as records."""

from types import SimpleNamespace
from typing import Any

from xbrl_pipeline.engine.readout import records_of

MODEL = SimpleNamespace(modelVariableSets=(), factsByLocalName={})


def _entry(code: str, level: str, rule: str) -> tuple[str, str, str, list[dict[str, Any]]]:
    return code, level, f"about {rule}", [{"href": f"rules.xml#{rule}"}]


def test_a_trace_before_or_after_the_message_of_its_assertion_says_nothing_new() -> None:
    trace = "formula:assertionUnsatisfied"
    log = [
        _entry(trace, "info", "exists"),
        _entry("message:exists", "warning", "exists"),
        _entry("message:adds_up", "error", "adds_up"),
        _entry(trace, "info", "adds_up"),
    ]
    assert [(each.code, each.level) for each in records_of(MODEL, log)] == [
        ("message:exists", "warning"),
        ("message:adds_up", "error"),
    ]


def test_an_assertion_without_a_message_is_not_lost() -> None:
    (record,) = records_of(MODEL, [_entry("formula:assertionUnsatisfied", "info", "silent")])
    assert (record.code, record.level, record.text) == ("formula:assertionUnsatisfied", "warning", "about silent")
