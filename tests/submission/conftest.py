from pathlib import Path

import pytest

from tests.submission.dossiers import give_role, make_dossier
from xbrl_pipeline.submission.database import Database, open_database


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return open_database(tmp_path / "home" / "queue.db")


@pytest.fixture
def staffed(database: Database) -> Database:
    """A database in which alice may add for BOARD."""
    give_role(database)
    return database


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    return make_dossier(tmp_path / "dossier")
