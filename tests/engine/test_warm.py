"""A warm engine says exactly what a cold one says: records, references, counts; in any order, after any neighbour."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import KVK, LAST_YEAR, Report
from xbrl_pipeline.engine import Engine, EngineResult, ValidateJob
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

# what is done to the text of a sound instance, by name
SPOILED = {
    "sound": ("", ""),
    "no-language": (' xml:lang="nl"', ""),
    "unknown-concept": ("ow-i:Sector", "ow-i:Sectorr"),
    "unknown-context": ('contextRef="I20251231_SeparateMember"', 'contextRef="nowhere"'),
    "unknown-unit": ('unitRef="EUR"', 'unitRef="USD"'),
    "no-unit": (' unitRef="EUR"', ""),
    "text-for-amount": (">100<", ">veel<"),
    "half-a-euro": (">100<", ">100.5<"),
    "wrong-code": (">MBO<", ">KLEUTERS<"),
    "wrong-day": (">2025-12-31<", ">2025-02-30<"),
    "wrong-year": (">2025-12-31<", ">2026-12-31<"),
    "time-in-period": ("<xbrli:instant>2025-12-31<", "<xbrli:instant>2025-12-31T00:00:00<"),
    "other-member": ("ow-dm:SeparateMember<", "ow-dm:ConsolidatedMember<"),
    "unknown-member": ("ow-dm:SeparateMember<", "ow-dm:NoSuchMember<"),
    "other-identifier": (f">{KVK}</xbrli:identifier>", ">12345678</xbrli:identifier>"),
    "other-scheme": ("http://www.kvk.nl/kvk-id", "http://www.example.org/id"),
    "decimals": ('decimals="INF"', 'decimals="-3"'),
    "precision": ('decimals="INF"', 'precision="3"'),
    "nil": (">MBO<", ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"><'),
    "segment": ("xbrli:scenario", "xbrli:segment"),
    "odd-unit": ("iso4217:EUR", "iso4217:XXQ"),
    "other-entry-point": ("ow-rpt-jaarverantwoording-2025.xsd", "ow-rpt-iets-anders-2025.xsd"),
    "two-entry-points": ("<link:schemaRef", '<link:schemaRef xlink:type="simple" xlink:href="x.xsd"/><link:schemaRef'),
    "comment": ("<ow-i:Sector", "<!-- opmerking --><ow-i:Sector"),
    "not-latin-1": (">Fictiestad<", ">Fict\u0131estad<"),
    "doubled-context": ('id="I20251231_SeparateMember">', 'id="I20251231_SeparateMember"  >'),
}


class Corpus:
    """Writes instances to files of their own, as jobs for the engine."""

    def __init__(self, folder: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
        self._folder, self._model, self._profile = folder, model, profile

    def job(self, name: str, facts: list[Fact], old: str = "", new: str = "") -> ValidateJob:
        text = write_instance(facts, KVK, self._model, self._profile).decode()
        assert old in text, name
        path = self._folder / f"{name}.xbrl"
        path.write_text(text.replace(old, new) if old else text, "utf-8")
        package = find_package(self._profile.taxonomy)
        return ValidateJob(path, (package.path,), self._profile.filing_rules, self._profile.entry_point)

    def jobs(self) -> list[ValidateJob]:
        spoiled = [self.job(name, self._new().small(), *texts) for name, texts in SPOILED.items()]
        return spoiled + [self.job(f"facts-{number}", facts) for number, facts in enumerate(self._reports())]

    def _new(self) -> Report:
        return Report(self._model, self._profile)

    def _reports(self) -> Iterator[list[Fact]]:
        for local in ("Assets", "AssetsCurrent", "CashAndCashEquivalents", "EquityAndLiabilities", "Equity"):
            yield self._new().small(**{local: 7})
            yield self._new().small(**{local: None})
        report = self._new()
        twice = report.fact("Inventories", 0)
        yield [*report.small(), twice, twice]
        yield [*report.small(), report.fact("CashOnHand", 0, members=("separate", "budget"))]
        yield [*report.small(), report.fact("Income", 5, members=())]
        yield [*report.small(), report.fact("Equity", 90, LAST_YEAR), report.fact("EquityMovement", 20)]
        yield [fact for fact in report.small() if fact.key.concept.local != "LegalEntityName"]


def _judged(result: EngineResult) -> tuple[list[str], int | None, int, str]:
    # where Arelle crashes on an instance, what it still says differs from one cold run to the next
    records = [] if result.failure else sorted(map(repr, result.records))
    return records, result.assertions, result.facts, result.failure


@pytest.mark.parametrize("part", [pytest.param(5, id="some"), pytest.param(1, id="all", marks=pytest.mark.slow)])
def test_warm_equals_cold_in_any_order(part: int, tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    jobs = Corpus(tmp_path, model, profile).jobs()[::part]
    with Engine(warm=False) as cold:
        expected = {job.instance.name: _judged(cold.validate(job)) for job in jobs}
    shuffled = random.Random(20251231).sample(jobs, len(jobs))  # noqa: S311 - an order, not a secret
    with Engine() as warm:
        warm.validate(jobs[0])  # the first is judged cold
        seen = {job.instance.name: _judged(warm.validate(job)) for job in shuffled}
        assert next(iter(warm._warm.values())) is not None
    assert seen == expected
    assert len({str(judged) for judged in expected.values()}) > len(jobs) // 2, "the defects must differ"


def test_a_warm_child_that_dies_costs_nothing(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> None:
    job = Corpus(tmp_path, model, profile).job("sound", Report(model, profile).small())
    with Engine() as engine:
        for _ in range(2):
            assert engine.validate(job).failure == ""
        child = next(iter(engine._warm.values()))
        assert child is not None
        child.stop()
        assert engine.validate(job).failure == ""


def test_another_version_of_arelle_is_never_used_warm(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, model: TaxonomyModel, profile: ReportProfile
) -> None:
    monkeypatch.setattr("xbrl_pipeline.engine.client.PROVEN", "0.0.0")
    job = Corpus(tmp_path, model, profile).job("sound", Report(model, profile).small())
    with Engine() as engine:
        assert [engine.validate(job).failure for _ in range(2)] == ["", ""]
        assert engine._warm == {}
