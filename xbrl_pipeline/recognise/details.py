"""Rows that specify a total that is reported: asked about together, and put aside together when a person says so."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from xbrl_pipeline.model.questions import Answers
from xbrl_pipeline.recognise.judge import Judged
from xbrl_pipeline.recognise.offers import WHOLE
from xbrl_pipeline.recognise.structure import Groups

_ROW: Final = "row:"


def total_above(judged: Judged, rows: Mapping[int, Judged], groups: Groups) -> Judged | None:
    """Return the total that a row is a part of, None where that is not reported. ``rows`` are by place."""
    total = rows.get(groups.total_of.get(judged.row.place, -1))
    return total if total is not None and total.line is not None else None


def details_id(total: Judged) -> str:
    """Return the id of the question whether the parts of a total are reported."""
    return f"rows:{total.question.removeprefix(_ROW)}"


def parts_below(total: Judged, rows: Mapping[int, Judged], groups: Groups) -> Iterator[Judged]:
    """Give the parts of a total and what these are the sum of."""
    for place in groups.parts_of.get(total.row.place, ()):
        if place in rows:
            yield rows[place]
            yield from parts_below(rows[place], rows, groups)


def put_details_aside(found: Sequence[Judged], groups: Groups, answers: Answers) -> list[Judged]:
    """Leave out the parts of totals of which a person wants no more; what was said of a row itself comes first."""
    rows = {judged.row.place: judged for judged in found}
    gone = {
        part.row.place
        for total in found
        if total.line is not None and answers.to(details_id(total)) == WHOLE
        for part in parts_below(total, rows, groups)
        if answers.to(part.question) is None and not part.aside
    }
    return [replace(each, line=None, aside="person", reasons=()) if each.row.place in gone else each for each in found]
