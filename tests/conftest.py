"""What all tests share: private state, no network, one engine per worker."""

import os
import socket
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from hatchling.builders.wheel import WheelBuilder

from tests.browser import browser, opened  # noqa: F401 - fixtures
from tests.engines import keep_apart, shared_processes
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.messages import Messages, messages
from xbrl_pipeline.taxonomy.model import TaxonomyModel
from xbrl_pipeline.taxonomy.profiles import ReportProfile, load_profile
from xbrl_pipeline.taxonomy.store import load_model

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "samples"
GOOD = ("po-99001", "vo-99002", "mbo-99003", "hbo-99004")
WRONG = ("fout-balans-99005", "fout-tekst-99006")

# how long an example takes says how busy the machine is
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


@pytest.fixture(scope="session", autouse=True)
def state(compiled: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep the program's state away from the user's own."""
    folder = tmp_path_factory.mktemp("state")
    names = ("XBRL_PIPELINE_HOME", "XBRL_PIPELINE_LANG", "XBRL_PIPELINE_KEEP")
    before = {name: os.environ.get(name) for name in names}
    os.environ["XBRL_PIPELINE_HOME"] = str(furnish(folder, compiled))
    os.environ["XBRL_PIPELINE_KEEP"] = "0"  # nothing is to be left behind
    os.environ.pop("XBRL_PIPELINE_LANG", None)
    yield folder
    for name, value in before.items():
        if value is not None:
            os.environ[name] = value


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """Where compiled taxonomies are kept, for all workers of one run of the tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "compiled"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def furnish(home: Path, compiled: Path) -> Path:
    """Make a state folder in which nothing is known but what was compiled before."""
    home.mkdir(mode=0o700, exist_ok=True)
    (home / "models").symlink_to(compiled)
    return home


@pytest.fixture
def own_home(tmp_path: Path, compiled: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give a test a state folder of its own."""
    home = furnish(tmp_path / "home", compiled)
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(home))
    return home


@pytest.fixture(scope="session", autouse=True)
def processes() -> Iterator[None]:
    """Let the engines of a worker share their processes; a module about these says that it wants ``own_processes``."""
    with shared_processes():
        yield


@pytest.fixture
def own_processes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every engine of a test start and end processes of its own."""
    keep_apart(monkeypatch)


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        if self.family != socket.AF_UNIX:
            message = f"a test tried to reach {address}"
            raise AssertionError(message)
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture(scope="session")
def engine(state: Path, processes: None) -> Iterator[Engine]:  # noqa: ARG001 - these come first
    """Share one engine process among the tests of a worker."""
    with Engine() as shared:
        yield shared


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel that users install."""
    (made,) = WheelBuilder(str(ROOT)).build(directory=str(tmp_path_factory.mktemp("dist")), versions=["standard"])
    return Path(made)


@pytest.fixture(scope="session")
def profile() -> ReportProfile:
    """Return the report that the samples fill in."""
    return load_profile("onderwijs-2025", "jaarverantwoording")


@pytest.fixture(scope="session")
def model(profile: ReportProfile, engine: Engine) -> TaxonomyModel:
    """Return the compiled taxonomy of that report."""
    return load_model(profile, engine)


@pytest.fixture(scope="session")
def nl() -> Messages:
    """Return the Dutch catalogue."""
    return messages("nl")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the seeded defects and the rules of our taxonomies came to."""
    totals: dict[str, list[int]] = {}
    recognised: dict[str, list[int]] = {}
    for report in [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]:
        for name, value in getattr(report, "user_properties", ()):
            if name in {"rules", "mutations", "proof"} and report.when == "call":
                terminalreporter.write_line(str(value))
            if name == "recognised" and report.when == "call":
                group, *counts = value
                recognised[group] = [sum(pair) for pair in zip(recognised.get(group, [0, 0, 0]), counts, strict=True)]
            if name == "defects" and report.when == "call":
                mode, counts = value
                terminalreporter.write_line(f"random defects, {mode}: {counts}")
            if name == "seeded" and report.when == "call":
                board, *counts = value
                totals[board] = [sum(pair) for pair in zip(totals.get(board, [0, 0, 0]), counts, strict=True)]
    for board, (cells, found, pointed) in sorted(totals.items()):
        terminalreporter.write_line(f"seeded defects in {board}: found {found}/{cells}, pointed {pointed}/{cells}")
    for group, (right, is_open, wrong) in sorted(recognised.items()):
        share = 100 * right / max(right + is_open + wrong, 1)
        terminalreporter.write_line(
            f"recognised in {group}: right {right} ({share:.1f}%), open {is_open}, wrong {wrong}"
        )
