"""Automatic recognition against the truth: on the samples without their mappings and on workbooks of other hands."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from tests.conftest import GOOD, SAMPLES, WRONG
from tests.recognition.generator import Layout, build
from tests.recognition.layouts import HELD_OUT, LAYOUTS
from tests.recognition.score import recognised, score
from xbrl_pipeline.mapping.convert import map_cells
from xbrl_pipeline.mapping.files import load_mapping
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.workbook.reader import read_workbook

Record = Callable[[str, object], None]
LEAST = 0.85  # of one layout; all together must reach 95 %, which the summary prints


def named(layout: Layout) -> str:
    return layout.name


@pytest.mark.parametrize("layout", [*LAYOUTS, *HELD_OUT], ids=named)
def test_no_amount_of_a_layout_is_taken_wrongly(
    layout: Layout, tmp_path: Path, model: TaxonomyModel, profile: ReportProfile, record_property: Record
) -> None:
    path = tmp_path / "workbook.xlsx"
    truth = build(layout, path)
    found = score(recognised(path, model, profile), truth)
    group = "held-out layouts" if layout in HELD_OUT else "generated layouts"
    record_property("recognised", (group, found.right, len(found.open), len(found.wrong)))
    assert found.wrong == []
    if layout not in HELD_OUT:
        assert found.right >= LEAST * found.total, found.open


def test_the_generated_layouts_are_at_least_95_percent_right(
    tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    right = total = 0
    for layout in LAYOUTS[::4]:  # the summary has them all; a share of them keeps this test short
        path = tmp_path / f"{layout.name}.xlsx"
        truth = build(layout, path)
        found = score(recognised(path, model, profile), truth)
        right, total = right + found.right, total + found.total
    assert right >= Decimal("0.95") * total


@pytest.mark.parametrize("name", [*GOOD, *WRONG])
def test_the_samples_without_their_mappings_give_the_same_amounts(
    name: str, model: TaxonomyModel, profile: ReportProfile, record_property: Record
) -> None:
    book = read_workbook(SAMPLES / f"{name}.xlsx")
    mapping = load_mapping(SAMPLES / f"{name}.mapping.yaml")
    by_hand = map_cells(book, mapping, model, profile, messages("nl"))
    found = recognised(SAMPLES / f"{name}.xlsx", model, profile)
    expected = {cell: (fact.key, fact.value) for fact in by_hand.facts for cell in fact.cells}
    given = {cell: (fact.key, fact.value) for fact in found.facts for cell in fact.cells}
    wrong = {cell for cell in given if given[cell] != expected.get(cell)}
    amounts = _amounts(expected)
    right = amounts - wrong
    record_property("recognised", ("samples", len(right & given.keys()), len(amounts - given.keys()), len(wrong)))
    assert not wrong
    assert len(right & given.keys()) >= Decimal("0.95") * len(amounts)


def _amounts(facts: Mapping[CellRef, tuple[object, object]]) -> set[CellRef]:
    return {cell for cell, (_, value) in facts.items() if isinstance(value, Decimal)}
