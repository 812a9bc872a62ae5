from typing import Any

from xbrl_pipeline.engine.readout import MOST_REFS, records_of


def refs(*numbers: int) -> list[dict[str, Any]]:
    return [{"href": f"x.xbrl#{number}", "sourceLine": number} for number in numbers]


def test_a_record_keeps_so_many_references_and_counts_the_others() -> None:
    every = refs(*range(MOST_REFS + 500, 0, -1))
    (record,) = records_of(None, [("x:code", "error", "text", every)])
    assert [ref.line for ref in record.refs] == list(range(1, MOST_REFS + 1))
    assert record.more == 500


def test_records_share_what_they_point_at() -> None:
    first, second = records_of(None, [("x:a", "error", "", refs(2, 1)), ("x:b", "error", "", refs(1, 2, 3))])
    assert all(one is other for one, other in zip(first.refs, second.refs, strict=False))
    assert (first.more, len(second.refs)) == (0, 3)
