"""Dossiers made of samples once, for all that is tried on them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.batch.forging import BAD, GOOD, open_staffed
from tests.conftest import SAMPLES
from xbrl_pipeline.batch.checking import check_all
from xbrl_pipeline.batch.options import Keep, RunOptions
from xbrl_pipeline.batch.recheck import Recheck
from xbrl_pipeline.engine import Engine, EngineSettings
from xbrl_pipeline.inputs.plan import plan
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.submission.office import Office


@pytest.fixture(scope="session")
def listening(engine: Engine, answers: Path) -> Iterator[Engine]:
    """Share the warm engine, and keep what it says."""
    with Engine(settings=replace(engine.shared(), results=answers)) as shared:
        yield shared


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, listening: Engine, nl: Messages) -> Path:
    """Return a folder with the dossiers of a good board and of one whose balance sheet does not balance."""
    out = tmp_path_factory.mktemp("dossiers")
    inputs = plan([SAMPLES / f"{name}.xlsx" for name in (GOOD, BAD)])
    made = [outcome.dossier for outcome in check_all(inputs, listening, RunOptions(nl, keep=Keep(out)))]
    assert all(made)
    return out


@pytest.fixture(scope="session")
def alone(tmp_path_factory: pytest.TempPathFactory, made: Path, listening: Engine, nl: Messages) -> Path:
    """Return the dossier of an instance that came without a workbook."""
    folder = tmp_path_factory.mktemp("alone")
    shutil.copy(made / "99001-2025-jaarverantwoording" / "instance.xbrl", folder / "aangeleverd.xbrl")
    ((outcome,),) = [
        list(check_all(plan([folder / "aangeleverd.xbrl"]), listening, RunOptions(nl, keep=Keep(folder / "out"))))
    ]
    assert outcome.dossier is not None
    return outcome.dossier.folder


@pytest.fixture(scope="session")
def answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the engine keeps what it said of an instance."""
    return tmp_path_factory.mktemp("answers")


@pytest.fixture
def office(tmp_path: Path, answers: Path) -> Office:
    return open_staffed(tmp_path, Recheck(engine=EngineSettings(warm=False, results=answers)))


@pytest.fixture
def dossier(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made / "99001-2025-jaarverantwoording", tmp_path / "dossier")
