from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.submission.dossiers import make_dossier
from tests.submission.offices import office_in, staff
from tests.submission.servers import Server, postgresql
from xbrl_pipeline.submission.office import Office

# every test runs on both databases; of these the half on PostgreSQL waits for `make test-all`
_THOROUGH = {"test_approvals.py", "test_confirmation.py", "test_handover.py", "test_roles.py", "test_tokens.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        callspec = getattr(item, "callspec", None)
        if callspec and item.path.name in _THOROUGH and callspec.params.get("backend") == "postgresql":
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """One PostgreSQL server among the tests of a worker."""
    with postgresql() as running:
        yield running


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Every test that needs a queue runs on both databases; files in which that proves nothing say so."""
    return str(request.param)


@pytest.fixture
def place(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path | str]:
    """Where a queue is kept."""
    if backend == "sqlite":
        yield tmp_path / "home" / "queue.sqlite"
        return
    server: Server = request.getfixturevalue("server")
    url = server.fresh()
    yield url
    server.drop(url)


@pytest.fixture
def office(place: Path | str, tmp_path: Path) -> Office:
    return office_in(place, tmp_path / "home")


@pytest.fixture
def staffed(office: Office) -> Office:
    """An office with a beheerder and two medewerkers verantwoording for BOARD."""
    return staff(office)


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path / "dossier")
