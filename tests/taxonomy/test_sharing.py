"""One folder of state for several accounts: what one of them makes, the others in its group can use."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.taxonomy import packages, store
from xbrl_pipeline.taxonomy.home import keep_whole


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home that a group shares, used by somebody whose new files are his own."""
    home = tmp_path / "home"
    home.mkdir()
    home.chmod(0o2770)
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(home))
    before = os.umask(0o077)
    yield home
    os.umask(before)


def _closed(folder: Path) -> list[str]:
    """What the group cannot use."""
    made = [(path, stat.S_IMODE(path.stat().st_mode)) for path in sorted(folder.rglob("*"))]
    needed = {True: 0o2770, False: 0o660}
    return [f"{path}: {mode:o}" for path, mode in made if mode & needed[path.is_dir()] != needed[path.is_dir()]]


def test_what_is_kept_is_open_to_the_group_of_the_folder(shared: Path) -> None:
    keep_whole(shared / "models" / "deep" / "x.model", b"x")
    assert _closed(shared) == []


def test_the_packages_that_come_along_are_open_to_the_group_of_the_folder(shared: Path) -> None:
    assert all(package.path.is_relative_to(shared) for package in store.packages())
    assert _closed(shared) == []


def test_who_may_not_see_the_folder_is_told_what_to_do(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(_path: Path) -> str:
        raise PermissionError(13, "Permission denied")

    store.packages()
    other = shutil.copytree(shared, shared.with_name("other"))
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(other))
    monkeypatch.setattr(packages, "digest", closed)
    with pytest.raises(PipelineError) as refusal:
        store.packages()
    assert (refusal.value.code, refusal.value.params["path"]) == ("store.not_readable", str(other))
