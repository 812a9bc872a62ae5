"""Reports made by hand, judged by the real engine."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.support import KVK, Report
from xbrl_pipeline.engine import Engine, ValidateJob
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.cells import CellRef
from xbrl_pipeline.model.facts import Fact, LostFact
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package
from xbrl_pipeline.validation.evidence import Evidence
from xbrl_pipeline.validation.records import findings_of


@pytest.fixture
def report(model: TaxonomyModel, profile: ReportProfile) -> Report:
    return Report(model, profile)


class Judge:
    """Takes facts through the real engine to findings."""

    def __init__(self, folder: Path, engine: Engine, model: TaxonomyModel, profile: ReportProfile) -> None:
        self._path = folder / "instance.xbrl"
        self._engine, self._model, self._profile = engine, model, profile

    def __call__(
        self,
        facts: list[Fact],
        lost: tuple[LostFact, ...] = (),
        empty: tuple[LostFact, ...] = (),
        lang: str = "nl",
        formulas: Iterable[CellRef] = (),
    ) -> list[Finding]:
        self._path.write_bytes(write_instance(facts, KVK, self._model, self._profile))
        package = find_package(self._profile.taxonomy)
        job = ValidateJob(self._path, (package.path,), self._profile.filing_rules, self._profile.entry_point)
        result = self._engine.validate(job)
        evidence = Evidence.of(self._model, messages(lang), facts, lost=lost, empty=empty, formulas=frozenset(formulas))
        return findings_of(result, evidence, self._path.name, kvk=self._profile.kvk)


@pytest.fixture
def judge(tmp_path: Path, engine: Engine, model: TaxonomyModel, profile: ReportProfile) -> Judge:
    return Judge(tmp_path, engine, model, profile)
