"""A warm engine says exactly what a cold one says, whatever happens beside it; all instances: `make engine-check`."""

import os
import signal
from pathlib import Path

import pytest

from tests.engine.corpus.cases import OURS, cases_of
from tests.engine.corpus.check import compare
from tests.support import KVK, Report
from xbrl_pipeline.engine import Engine, EngineResult, EngineSettings, ValidateJob
from xbrl_pipeline.engine.servers import Meeting, Servers
from xbrl_pipeline.instance.writer import write_instance
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.taxonomy.store import find_package

pytestmark = pytest.mark.usefixtures("own_processes")

SEED = 20251231
PART = 12  # of the corpus goes along with every run of the tests


@pytest.fixture
def job(tmp_path: Path, model: TaxonomyModel, profile: ReportProfile) -> ValidateJob:
    """Return the job for a sound instance."""
    path = tmp_path / "sound.xbrl"
    path.write_bytes(write_instance(Report(model, profile).small(), KVK, model, profile))
    return ValidateJob(path, (find_package(profile.taxonomy).path,), profile.filing_rules, profile.entry_point)


@pytest.fixture
def meeting() -> Meeting:
    """Return a meeting place that the test looks into."""
    return Meeting.new()


def _answers(meeting: Meeting, job: ValidateJob, *, seconds: float = 60, mebibytes: int = 2048) -> EngineResult | None:
    return Servers(meeting).ask(job, seconds, mebibytes)


def _server(meeting: Meeting) -> int:
    (file,) = meeting.folder.glob("*.pid")
    return int(file.read_text("ascii"))


@pytest.mark.parametrize("taxonomy", OURS)
def test_warm_equals_cold_in_any_order(taxonomy: str, tmp_path: Path, engine: Engine) -> None:  # noqa: ARG001 - its state
    cases = cases_of(taxonomy)[::PART]
    assert compare(taxonomy, cases, tmp_path, seed=SEED, jobs=1) == []


def test_a_plain_instance_is_judged_by_the_server_and_not_cold(job: ValidateJob, meeting: Meeting) -> None:
    answers = [_answers(meeting, job) for _ in range(2)]
    assert all(answer is not None and answer.failure == "" for answer in answers)
    assert len(list(meeting.folder.glob("*.pid"))) == 1
    meeting.stop()


def test_a_server_that_dies_is_started_again(job: ValidateJob, meeting: Meeting) -> None:
    with Engine(settings=EngineSettings(meeting=meeting)) as engine:
        assert engine.validate(job).failure == ""
        first = _server(meeting)
        os.killpg(first, signal.SIGKILL)
        assert engine.validate(job).failure == ""
        assert _answers(meeting, job) is not None
        assert _server(meeting) != first
    meeting.stop()


def _judges(meeting: Meeting) -> list[int]:
    """Return the processes that the server has forked and that still run."""
    server = _server(meeting)
    children = Path(f"/proc/{server}/task/{server}/children").read_text("ascii").split()
    return [int(each) for each in children if "\nState:\tZ" not in Path(f"/proc/{each}/status").read_text("ascii")]


def test_one_judge_takes_a_series_and_says_the_same_each_time(job: ValidateJob, meeting: Meeting) -> None:
    servers, sound = Servers(meeting), job.instance.read_text("utf-8")
    first, judges = servers.ask(job, 60, 2048), _judges(meeting)
    job.instance.write_text(sound.replace(">Fictiestad<", "><"), "utf-8")
    other = servers.ask(job, 60, 2048)
    job.instance.write_text(sound, "utf-8")
    assert servers.ask(job, 60, 2048) == first
    assert first is not None
    assert other != first
    assert (_judges(meeting), len(judges)) == (judges, 1)
    meeting.stop()


def test_a_judge_that_is_gone_is_replaced_without_a_cold_run(job: ValidateJob, meeting: Meeting) -> None:
    servers = Servers(meeting)
    first = servers.ask(job, 60, 2048)
    (judge,) = _judges(meeting)
    os.kill(judge, signal.SIGKILL)
    again = servers.ask(job, 60, 2048)
    assert again is not None
    assert again == first
    assert _judges(meeting) != [judge]
    meeting.stop()


def test_an_instance_that_takes_too_long_costs_itself_only(job: ValidateJob, meeting: Meeting) -> None:
    assert _answers(meeting, job) is not None
    hasty = _answers(meeting, job, seconds=0.01)
    assert hasty is not None
    assert hasty.failure == "timeout"
    assert _answers(meeting, job) is not None
    meeting.stop()


def test_an_instance_that_takes_too_much_memory_costs_itself_only(job: ValidateJob, meeting: Meeting) -> None:
    text = job.instance.read_text("utf-8")
    job.instance.write_text(text.replace(">Fictiestad<", f">{'Fictiestad ' * 800_000}<"), "utf-8")
    large = _answers(meeting, job, mebibytes=12)
    assert large is not None
    assert large.failure == "memory"
    job.instance.write_text(text, "utf-8")
    assert _answers(meeting, job) is not None
    meeting.stop()


def test_a_server_ends_with_the_process_it_belongs_to(job: ValidateJob) -> None:
    gone = os.fork()
    if gone == 0:
        os._exit(0)
    os.waitpid(gone, 0)
    meeting = Meeting(Meeting.new().folder, gone)
    servers = Servers(meeting)
    servers.ask(job, 60, 2048)
    (process,) = servers._started
    assert process.wait(timeout=60) is not None
    meeting.stop()


def test_an_engine_leaves_no_process_behind(job: ValidateJob) -> None:
    with Engine() as engine:
        assert engine.validate(job).failure == ""
        assert engine._servers is not None
        meeting, pid = engine._servers.meeting, _server(engine._servers.meeting)
        os.kill(pid, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not meeting.folder.exists()


def test_another_version_of_arelle_is_never_used_warm(job: ValidateJob) -> None:
    with Engine(settings=EngineSettings(proven="0.0.0")) as engine:
        assert [engine.validate(job).failure for _ in range(2)] == ["", ""]
        assert engine._servers is None
