"""Two filled templates side by side: the codes in the cells say what is held against what, no mapping is needed."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.template.conftest import Maker
from tests.template.filling import inputs, open_template
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode


def test_a_cell_that_was_changed_is_the_only_difference_but_for_its_totals(
    made: Maker, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    each = made("onderwijs-2025", "beleidsinformatie", 2025, "--sector", "po")
    book = open_template(each.full)
    amounts = [cell for cell in inputs(book) if isinstance(book[cell.sheet][cell.address].value, int | float)]
    chosen = amounts[-1]
    before = Decimal(str(book[chosen.sheet][chosen.address].value))
    book[chosen.sheet][chosen.address] = float(before + 7)
    after = tmp_path / "verbeterd.xlsx"
    book.save(after)
    assert guarded(["compare", str(each.full), str(after), "--format", "json"]) == ExitCode.VALID
    found = json.loads(capsys.readouterr().out)
    (typed,) = (row for row in found["differences"] if not row["total"])
    assert Decimal(typed["before"]) == before
    assert Decimal(typed["change"]) == 7
    assert typed["after_cells"] == typed["before_cells"] == [f"{chosen.sheet}!{chosen.address}"]
    assert found["counts"]["added"] == found["counts"]["gone"] == 0
    assert found["before"]["tally"]["facts"] == found["after"]["tally"]["facts"] > 10
