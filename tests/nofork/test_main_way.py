"""The main way, from workbook to the package for the portal, in processes without fork and Unix sockets."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.nofork.names import LONGEST, WORKED_IN, files_below, refused_by_windows

HERE = Path(__file__).parent
GOOD, BAD = SAMPLES / "po-99001.xlsx", SAMPLES / "fout-tekst-99006.xlsx"


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine without fork: its state, and a folder to work in."""

    state: Path
    work: Path

    def run(self, *arguments: str | Path, account: str = "Voor Beeld") -> subprocess.CompletedProcess[str]:
        """Run a command as an account; text that is opened without an encoding is an error here."""
        surroundings = os.environ | {
            "PYTHONPATH": str(HERE),
            "PYTHONWARNDEFAULTENCODING": "1",
            "PYTHONIOENCODING": "cp1252",  # of a pipe on Windows
            "NOFORK_ACCOUNT": account,
            "XBRL_PIPELINE_HOME": str(self.state),
        }
        asked = [sys.executable, "-W", "error::EncodingWarning:xbrl_pipeline", "-m", "xbrl_pipeline"]
        return subprocess.run(
            [*asked, *map(str, arguments)],
            env=surroundings,
            cwd=self.work,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )

    def succeed(self, *arguments: str | Path, account: str = "Voor Beeld", ends: int = 0) -> str:
        """Run a command that must end so, and return what it printed."""
        done = self.run(*arguments, account=account)
        assert done.returncode == ends, done.stdout + done.stderr
        return done.stdout


@pytest.fixture(scope="module")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Machine:
    """A machine on which two reports were checked by two workers."""
    made = Machine(tmp_path_factory.mktemp("state"), tmp_path_factory.mktemp("work"))
    lines = made.succeed("run", GOOD, BAD, "--out", "uitvoer", "--jobs", "2", "--jsonl", ends=1).splitlines()
    assert {Path(line["path"]): line["verdict"] for line in map(json.loads, lines)} == {GOOD: "VALID", BAD: "INVALID"}
    return made


def test_it_was_taken_away() -> None:
    looked = (
        "import os, socket; __name__ = 'xbrl_pipeline.x'; print(hasattr(os, 'fork'), hasattr(socket, 'AF_UNIX'));"
        "import pwd"
    )
    done = subprocess.run(
        [sys.executable, "-c", looked],
        env=os.environ | {"PYTHONPATH": str(HERE)},
        capture_output=True,
        check=False,
        encoding="utf-8",
    )
    assert done.stdout.split() == ["False", "False"]
    assert "ModuleNotFoundError: pwd" in done.stderr


def test_nothing_is_moved_while_it_is_open(tmp_path: Path) -> None:
    moving = "import os, sys; f = open('a/x', 'w'); os.rename('a', 'b') if sys.argv[1] == 'open' else f.close()"
    for how, ends in (("open", 1), ("closed", 0)):
        (tmp_path / "a").mkdir(exist_ok=True)
        done = subprocess.run(
            [sys.executable, "-c", f"{moving}; os.rename('a', 'b')", how],
            env=os.environ | {"PYTHONPATH": str(HERE)},
            cwd=tmp_path,
            capture_output=True,
            check=False,
            encoding="utf-8",
        )
        assert done.returncode == ends
        assert ("moved while it is open" in done.stderr) is (how == "open")


def test_an_instance_is_judged_and_told_in_utf_8(machine: Machine) -> None:
    instance = next(machine.work.glob("uitvoer/99001-*/instance.xbrl"))
    (report,) = json.loads(f"[{machine.succeed('validate', instance, '--format', 'json')}]")
    assert report["verdict"] == "VALID"
    told = machine.succeed("validate", BAD, ends=1)
    assert told.startswith("NIET GELDIG")
    assert "→" in told


def test_a_report_goes_through_the_queue(machine: Machine) -> None:
    keeper, clerk, checker = "BEA", "Jan van Voor Beeld", "bob"
    dossier = next(machine.work.glob("uitvoer/99001-*-jaarverantwoording"))
    machine.succeed("role", "bootstrap", keeper, "99001", account=keeper)
    for name in (clerk, checker):
        machine.succeed("role", "grant", name, "medewerker-verantwoording", "99001", account=keeper)
    machine.succeed("queue", "add", dossier, account=clerk)
    listed = json.loads(machine.succeed("queue", "list", "--json", account=clerk))
    (item,) = (each for each in listed if each["report"] == "jaarverantwoording")
    assert machine.run("queue", "approve", item["number"], account=clerk).returncode == 5
    machine.succeed("queue", "approve", item["number"], account=checker)
    machine.succeed("queue", "handover", item["number"], "--out", "klaar", account=clerk)
    assert len(list(machine.work.glob("klaar/*/*.xbrl"))) == 1
    machine.succeed("audit", "verify", account=keeper)
    assert machine.succeed("token", "list", account=clerk) is not None


def test_the_other_commands_work(machine: Machine) -> None:
    machine.succeed("template", "--taxonomy", "onderwijs-2025", "--out", "leeg.xlsx")
    machine.succeed("convert", GOOD, "--out", "omgezet")
    machine.succeed("mapping", "check", GOOD)
    machine.succeed("doctor")
    assert "arelle-release" in machine.succeed("--version")


def test_windows_takes_every_name_that_was_written(machine: Machine) -> None:
    names = files_below(machine.work)
    assert len(names) > 10
    assert refused_by_windows(names) == []
    assert refused_by_windows(files_below(machine.state)) == []
    assert max(map(len, [*names, *files_below(machine.state)])) < LONGEST - len(WORKED_IN)
