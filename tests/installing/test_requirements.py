"""What the set-up installs is named in full, and a newer release of anything changes nothing about it."""

import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT
from tests.installing.index import NEWER, build_index
from tests.installing.requirement_files import FILES, Line, read_lines

_BUNDLED = {"pip", "setuptools", "wheel"}  # come with the environment


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned_and_hashed(name: str) -> None:
    lines = list(read_lines(name))
    assert len(lines) > 40
    assert [str(line.requirement) for line in lines if not line.version or not line.hashes] == []
    assert [str(line.requirement) for line in lines if line.requirement.extras or line.requirement.url] == []


def test_the_tools_are_tried_on_what_users_install() -> None:
    # without the markers: a tool may want a package on machines where the program does without it
    runtime, dev = (
        {f"{line.requirement.name}{line.requirement.specifier}": line.hashes for line in read_lines(name)}
        for name in ("runtime", "dev")
    )
    assert runtime.items() <= dev.items()


def test_the_pins_are_what_the_project_asks_for_and_below_a_next_major_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    pinned = {canonicalize_name(line.requirement.name): line for line in read_lines("runtime") if line.applies}
    for wanted in map(Requirement, project["dependencies"]):
        assert wanted.specifier.contains(pinned[canonicalize_name(wanted.name)].version)
        assert not wanted.specifier.contains(NEWER)


def test_no_command_of_the_makefile_leaves_anything_to_a_resolver() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    assert re.findall(r"pip install(?!.*--no-deps).*", text) == []


@dataclass(frozen=True, slots=True)
class Fresh:
    """A checkout on a machine that has nothing, and whose index offers a newer release of everything."""

    folder: Path
    index: Path

    def run(self, *command: str) -> None:
        """Run a command that must succeed."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "VIRTUAL_ENV"))}
        surroundings = kept | {
            "HOME": str(self.folder),
            "PIP_CONFIG_FILE": os.devnull,
            "PIP_INDEX_URL": self.index.as_uri(),
            "PIP_NO_CACHE_DIR": "1",
        }
        done = subprocess.run(
            command, cwd=self.folder, env=surroundings, capture_output=True, check=False, encoding="utf-8"
        )
        assert done.returncode == 0, done.stdout + done.stderr

    def installed(self, environment: str) -> dict[str, str]:
        """Return the version of everything that is installed."""
        python = self.folder / environment / "bin/python"
        asked = [str(python), "-m", "pip", "list", "--format=json", "--disable-pip-version-check"]
        listed = json.loads(subprocess.run(asked, capture_output=True, check=True).stdout)
        found = {canonicalize_name(item["name"]): item["version"] for item in listed}
        return {name: version for name, version in found.items() if name not in _BUNDLED}


def _offered(folder: Path, name: str) -> tuple[Fresh, dict[str, str]]:
    """Make a checkout with the requirements of a file, whose hashes are those of the wheels on offer here."""
    lines = [line for line in read_lines(name) if line.applies]
    hashes = build_index(folder / "index", lines)
    (folder / "requirements").mkdir()
    (folder / "requirements" / f"{name}.txt").write_text("\n".join(_rehashed(line, hashes) for line in lines), "utf-8")
    versions: dict[str, str] = {canonicalize_name(line.requirement.name): line.version for line in lines}
    return Fresh(folder, folder / "index"), versions


def _rehashed(line: Line, hashes: dict[str, str]) -> str:
    return f"{line.requirement} --hash=sha256:{hashes[canonicalize_name(line.requirement.name)]}"


def test_the_set_up_installs_what_the_file_names_although_all_of_it_has_newer_releases(tmp_path: Path) -> None:
    fresh, versions = _offered(tmp_path, "dev")
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "xbrl_pipeline").mkdir()
    fresh.run("make", ".venv/.ready", f"PYTHON={sys.executable}")
    assert fresh.installed(".venv") == versions | {"xbrl-pipeline": "0"}


@pytest.mark.slow  # `make dist-check` does the same with the registry
def test_the_wheel_is_installed_with_what_the_file_names(tmp_path: Path, wheel: Path) -> None:
    fresh, versions = _offered(tmp_path, "runtime")
    fresh.run(sys.executable, "-m", "venv", "own")
    pip = ("own/bin/python", "-m", "pip", "install", "--disable-pip-version-check")
    fresh.run(*pip, "--no-deps", "--require-hashes", "-r", "requirements/runtime.txt")
    fresh.run(*pip, "--no-deps", str(wheel))
    fresh.run("own/bin/python", "-m", "pip", "check")
    found = fresh.installed("own")
    assert found.pop("xbrl-pipeline") == wheel.name.split("-")[1]
    assert found == versions


def test_the_wheel_alone_takes_no_major_version_that_nobody_tried(tmp_path: Path, wheel: Path) -> None:
    fresh, versions = _offered(tmp_path, "runtime")
    fresh.run(sys.executable, "-m", "venv", "own")
    fresh.run("own/bin/python", "-m", "pip", "install", "--disable-pip-version-check", str(wheel))
    found = fresh.installed("own")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    direct = [canonicalize_name(Requirement(each).name) for each in project["dependencies"]]
    assert {name: found[name] for name in direct} == {name: versions[name] for name in direct}
