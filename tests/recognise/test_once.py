"""Of a workbook without a mapping nothing is found out twice, also where it is of an older year."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import open_workbook
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.recognise import propose
from xbrl_pipeline.taxonomy.profiles import installed_profiles


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count the readings of a trial balance and of the tables together."""
    found = Counter[str]()

    def counting(name: str, step: Callable[..., Any]) -> Callable[..., Any]:
        def run(*arguments: Any, **named: Any) -> Any:  # noqa: ANN401 - as it is called
            found[name] += 1
            return step(*arguments, **named)

        return run

    for name in ("recognise_trial_book", "with_questions"):
        monkeypatch.setattr(propose, name, counting(name, getattr(propose, name)))
    return found


@pytest.mark.parametrize(("name", "trials"), [("po-99001", 0), ("saldibalans-99007", 1)])
def test_a_workbook_of_an_older_year_is_recognised_once(
    name: str, trials: int, counted: Counter[str], tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    alone = tmp_path / "rekening.xlsx"
    alone.write_bytes((SAMPLES / f"{name}.xlsx").read_bytes())
    found = open_workbook(alone, None, engine, nl)
    assert found.profile.year == 2025
    assert max(each.year or 0 for each in installed_profiles()) > 2025
    assert counted == Counter({"with_questions": 1, "recognise_trial_book": trials})
