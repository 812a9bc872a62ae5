"""The wheel is the whole program: it works from any folder, writes nothing where it lies, and needs no home."""

import compileall
import hashlib
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from hatchling.builders.sdist import SdistBuilder

from tests.conftest import ROOT, SAMPLES
from tests.nofork.names import INSTALLED_IN, LONGEST, refused_by_windows
from xbrl_pipeline.base.program import identity


@dataclass(frozen=True, slots=True)
class Installed:
    """The wheel as it lies in somebody's environment, a folder to work in, and an empty home."""

    place: Path
    work: Path
    home: Path

    def run(self, *arguments: str, ends: int = 0) -> str:
        """Run a command of it, away from any checkout."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XBRL_", "XDG_"))}
        surroundings = kept | {
            "HOME": str(self.home),
            "PYTHONPATH": str(self.place),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        asked = [sys.executable, "-m", "xbrl_pipeline", *arguments]
        done = subprocess.run(
            asked, cwd=self.work, env=surroundings, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode == ends, done.stdout + done.stderr
        return done.stdout

    def state(self) -> dict[str, str]:
        """Return what lies where it is installed, by hash."""
        files = (file for file in sorted(self.place.rglob("*")) if file.is_file())
        return {str(file): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Unpack the wheel where nobody may write."""
    made = Installed(*(tmp_path_factory.mktemp(name) for name in ("site", "work", "home")))
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(made.place)  # noqa: S202 - ours
    assert compileall.compile_dir(made.place, quiet=1)  # as pip does with what it installs
    for file in (*made.place.rglob("*"), made.place):
        file.chmod(0o555 if file.is_dir() else 0o444)
    return made


def test_the_wheel_and_the_checkout_it_was_built_from_are_one_program(installed: Installed) -> None:
    told = installed.run("--version").splitlines()
    assert told[0] == f"xbrl-pipeline {identity()}"
    assert [line.split()[0] for line in told[1:]] == ["arelle-release", "onderwijs-2025", "onderwijs-2026"]


def test_everything_works_from_any_folder_and_nothing_is_written_where_it_lies(installed: Installed) -> None:
    before = installed.state()
    told = installed.run("demo", "--out", "proef")
    assert "6 geldig, 2 niet geldig" in told
    assert (installed.work / "proef/overview.html").is_file()
    installed.run("template", "--taxonomy", "onderwijs-2026", "--out", "leeg.xlsx")
    dossier = next(installed.work.glob("proef/99002-*"))
    installed.run("validate", str(dossier / "instance.xbrl"))
    installed.run("queue", "add", str(dossier), ends=5)  # nobody has a role yet
    assert json.loads(installed.run("queue", "list", "--json")) == []
    installed.run("taxonomy", "verify")
    installed.run("doctor")
    assert installed.state() == before


def test_all_that_the_program_is_made_of_is_in_the_wheel(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    here = (file for file in (ROOT / "xbrl_pipeline").rglob("*") if file.is_file())
    ours = {file.relative_to(ROOT).as_posix() for file in here if "__pycache__" not in file.parts}
    shipped = {f"xbrl_pipeline/shipped/samples/{file.name}" for file in SAMPLES.iterdir() if file.suffix != ".py"}
    shipped |= {
        f"xbrl_pipeline/shipped/samples/{file.parent.name}/{file.name}" for file in SAMPLES.glob("beleidsinformatie/*")
    }
    shipped |= {f"xbrl_pipeline/shipped/schemas/{file.name}" for file in ROOT.glob("schemas/*.json")}
    shipped |= {f"xbrl_pipeline/shipped/onderwijs-{year}.zip" for year in (2025, 2026)}
    wanted = ours | {name for name in shipped if "." in name.rpartition("/")[2]}
    assert wanted - set(names) == set()
    assert {name for name in names if ".dist-info/" not in name} - wanted == set()
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_windows_can_install_it(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert refused_by_windows(names) == []
    assert max(map(len, names)) < LONGEST - len(INSTALLED_IN)


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    (sdist,) = SdistBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    with tarfile.open(sdist) as archive:
        archive.extractall(tmp_path / "source")  # noqa: S202 - ours
    (source,) = (tmp_path / "source").iterdir()
    asked = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(asked, cwd=source, check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()
