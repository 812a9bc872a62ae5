"""The engine's own door: what it says of small instances, and what it survives."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from tests.support import KVK, LAST_YEAR, Report
from xbrl_pipeline.engine import CompileJob, Engine, EngineResult, EngineSettings, ValidateJob
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.model.facts import Fact
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

pytestmark = pytest.mark.usefixtures("own_processes")


class Bench:
    """Writes facts as a file and has the engine look at it."""

    def __init__(self, folder: Path, engine: Engine, model: TaxonomyModel, profile: ReportProfile) -> None:
        self.report = Report(model, profile)
        self._path = folder / "instance.xbrl"
        self._engine, self._model, self._profile = engine, model, profile

    def run(self, facts: list[Fact], **replacements: str) -> EngineResult:
        """Validate facts; ``replacements`` are made in the text of the instance first."""
        text = write_instance(facts, KVK, self._model, self._profile).decode()
        for old, new in replacements.items():
            assert old in text
            text = text.replace(old, new)
        self._path.write_text(text, "utf-8")
        return self._engine.validate(self.job())

    def job(self) -> ValidateJob:
        """Return the job for the file that was written last."""
        package = find_package(self._profile.taxonomy)
        return ValidateJob(self._path, (package.path,), self._profile.filing_rules, self._profile.entry_point)


@pytest.fixture
def bench(tmp_path: Path, engine: Engine, model: TaxonomyModel, profile: ReportProfile) -> Bench:
    return Bench(tmp_path, engine, model, profile)


def _codes(result: EngineResult) -> set[str]:
    return {record.code for record in result.records if not record.code.startswith("NL.FR-KVK")}


def test_a_sound_instance_has_no_record_and_every_phase_ended(bench: Bench, model: TaxonomyModel) -> None:
    facts = bench.report.small()
    result = bench.run(facts)
    assert result.failure == ""
    assert _codes(result) == set()
    assert result.assertions == len(model.rules)
    assert result.facts == len(facts)


def test_an_assertion_names_its_facts_by_key_and_its_variables(bench: Bench) -> None:
    opening, movement = bench.report.fact("Equity", 90, LAST_YEAR), bench.report.fact("EquityMovement", 20)
    passiva = bench.report.fact("EquityAndLiabilities", 90, LAST_YEAR)
    result = bench.run([*bench.report.small(), opening, movement, passiva])
    (record,) = [record for record in result.records if "PeriodStartMutationPeriodEnd_Equity" in record.code]
    assert record.level == "warning"
    assert {ref.fact for ref in record.refs} >= {opening.key, movement.key}
    bindings = dict(record.bindings)
    assert bindings["begin"] == opening.key
    assert bindings["end"].period.end > opening.key.period.end


@pytest.mark.parametrize(
    ("local", "value", "members", "code"),
    [
        ("Income", "5", (), "xbrldie:PrimaryItemDimensionallyInvalidError"),
        ("CashOnHand", "0", ("separate", "budget"), "xbrldie:PrimaryItemDimensionallyInvalidError"),
        ("Inventories", "0.5", ("separate",), "xmlSchema:valueError"),
    ],
)
def test_what_does_not_belong_is_refused(
    bench: Bench, local: str, value: str, members: tuple[str, ...], code: str
) -> None:
    result = bench.run([*bench.report.small(), bench.report.fact(local, value, members=members)])
    assert code in _codes(result)


def test_filing_rules_of_the_nt_apply(bench: Bench) -> None:
    fact = bench.report.fact("Inventories", 0)
    result = bench.run([*bench.report.small(), fact, fact], **{' xml:lang="nl"': ""})
    assert {"NL.FR-NL-5.01", "NL.FR-NL-2.03"} <= _codes(result)


def test_an_instance_of_another_taxonomy_is_not_judged(bench: Bench) -> None:
    result = bench.run(bench.report.small(), **{"entrypoints/ow-rpt": "entrypoints/another"})
    assert {"FileNotLoadable", "IOerror"} & _codes(result) or result.failure


def test_a_missing_entry_point_is_a_clear_problem(engine: Engine, profile: ReportProfile) -> None:
    package = find_package(profile.taxonomy)
    with pytest.raises(PipelineError) as caught:
        engine.compile(CompileJob("http://www.onderwijstaxonomie.example/nowhere.xsd", (package.path,)))
    assert caught.value.exit_code is ExitCode.NOT_VALIDATED
    assert "nowhere.xsd" in str(caught.value.params["entry_point"])


def test_a_hanging_or_dying_child_costs_one_job_only(bench: Bench) -> None:
    bench.run(bench.report.small())
    cold = EngineSettings(warm=False)
    with Engine(settings=replace(cold, time_limit=0.01)) as impatient:
        assert impatient.validate(bench.job()).failure == "timeout"
    with Engine(settings=cold) as fresh:
        assert fresh.validate(bench.job()).failure == ""
        process = fresh._cold.pid
        assert process is not None
        os.kill(process, signal.SIGKILL)
        time.sleep(0.2)
        assert fresh.validate(bench.job()).failure == "died"
        assert fresh.validate(bench.job()).failure == ""


def test_the_program_itself_never_imports_arelle() -> None:
    code = (
        "import sys, xbrl_pipeline.engine, xbrl_pipeline.taxonomy.store, xbrl_pipeline.instance.writer;"
        "sys.exit(any(name.split('.')[0] == 'arelle' for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
