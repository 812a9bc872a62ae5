"""The branches that the tests take are counted by room, and fewer than were committed are refused."""

from typing import Any

import pytest

from tests.covered import branches_by_room, compare


def _measured(**files: tuple[int, int]) -> dict[str, Any]:
    return {
        "files": {
            f"xbrl_pipeline/{name.replace('__', '/')}.py": {
                "summary": {"covered_branches": taken, "num_branches": known}
            }
            for name, (taken, known) in files.items()
        }
    }


def test_branches_are_counted_by_room() -> None:
    taken, known = branches_by_room(_measured(model__a=(3, 4), model__b=(1, 2), base__c=(0, 2)))
    assert (taken["model"], known["model"], taken["base"], known["base"]) == (4, 6, 0, 2)


@pytest.mark.parametrize(("committed", "enough"), [(66.65, True), (66.66, True), (66.67, False)])
def test_fewer_branches_than_were_committed_are_refused(committed: float, enough: bool) -> None:
    lines, found = compare(_measured(model__a=(2, 3)), {"percent": committed})
    assert found is enough
    assert "66.66 %" in lines[-1]
    assert f"{committed} %" in lines[-1]


def test_without_a_committed_figure_it_is_said_that_there_is_none() -> None:
    lines, enough = compare(_measured(model__a=(2, 3)), None)
    assert enough
    assert "no figure was committed yet" in lines[-1]
