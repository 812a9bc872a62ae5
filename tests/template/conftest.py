"""Templates that several tests start from, each made once."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.template.filling import Filled, fill
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.store import load_model
from xbrl_pipeline.templates import choose_report

Maker = Callable[..., "Made"]


@dataclass(frozen=True)
class Made:
    """A template, the model it was made from, and a copy with every input cell filled in."""

    empty: Path
    model: TaxonomyModel
    full: Path
    filled: Filled


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Maker:
    known: dict[tuple[str, ...], Made] = {}

    def make(taxonomy: str, report: str, year: int, *options: str) -> Made:
        key = (taxonomy, report, str(year), *options)
        if key not in known:
            known[key] = _make(tmp_path_factory.mktemp("template"), taxonomy, report, year, *options)
        return known[key]

    return make


def _make(folder: Path, taxonomy: str, report: str, year: int, *options: str) -> Made:
    empty, full = folder / "leeg.xlsx", folder / "vol.xlsx"
    arguments = ["--taxonomy", taxonomy, "--report", report, "--out", str(empty), "--quiet"]
    assert guarded(["template", *arguments, *options]) == 0
    with Engine() as engine:
        model = load_model(choose_report(taxonomy, report), engine)
    return Made(empty, model, full, fill(empty, full, model, year))
