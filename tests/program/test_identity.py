"""The program that judged is known by what it is made of, not by a version that somebody forgot to raise."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, SAMPLES
from xbrl_pipeline import VERSION
from xbrl_pipeline.base.program import identity

WORKBOOK = SAMPLES / "po-99001.xlsx"
DESK = Path(__file__).with_name("desk.py")


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the program that a test may change, and the state and dossiers that it leaves."""

    folder: Path
    state: Path
    out: Path

    def python(self, *arguments: str | Path, ends: int = 0) -> str:
        """Run Python with the copy in the place of the program."""
        surroundings = os.environ | {
            "PYTHONPATH": str(self.folder),
            "XBRL_PIPELINE_HOME": str(self.state),
        }
        asked = [sys.executable, *map(str, arguments)]
        done = subprocess.run(asked, env=surroundings, cwd=self.folder, capture_output=True, check=False)
        assert done.returncode == ends, done.stderr.decode()
        return done.stdout.decode()

    def run(self, ends: int = 0) -> dict[str, Any]:
        """Run the main job on one board, and return what came of it."""
        asked = ("-m", "xbrl_pipeline", "run", WORKBOOK, "--out", self.out, "--jsonl")
        return dict(json.loads(self.python(*asked, ends=ends)))

    def look(self) -> dict[str, str]:
        """Ask the program as it is now who it is, and whether dossier and approval still count."""
        return dict(json.loads(self.python(DESK, "look", self.state, WORKBOOK)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy of the program with one finished and approved dossier."""
    folder = tmp_path_factory.mktemp("program")
    shutil.copytree(ROOT / "xbrl_pipeline", folder / "xbrl_pipeline")
    for taxonomy in ROOT.glob("taxonomies/onderwijs-*"):
        shutil.copytree(taxonomy, folder / "taxonomies" / taxonomy.name)
    copy = Copy(folder, folder / "state", folder / "out")
    line = copy.run()
    copy.python(DESK, "approve", copy.state, line["dossier"])
    return copy


def _fingerprint(copy: Copy) -> str:
    (manifest,) = copy.out.glob("*/manifest.json")
    return str(json.loads(manifest.read_text("utf-8"))["fingerprint"]).removesuffix("-nl")


def test_the_same_program_stands_by_what_it_said(made: Copy) -> None:
    line, seen = made.run(), made.look()
    assert (line["reused"], line["verdict"]) == (True, "VALID")
    assert seen == {"identity": identity(), "fingerprint": _fingerprint(made), "void": ""}


def _append(name: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        file = folder / name
        file.write_bytes(file.read_bytes() + b"\n")

    return change


def _one_sentence(folder: Path) -> None:
    file = folder / "xbrl_pipeline/messages/nl/cli.toml"
    text = file.read_text("utf-8")
    assert "Opdrachten" in text
    file.write_text(text.replace("Opdrachten", "Bevelen"), "utf-8")


def _another_engine(folder: Path) -> None:
    record = folder / "arelle_release-99.0.dist-info"
    record.mkdir()
    (record / "METADATA").write_text("Metadata-Version: 2.1\nName: arelle-release\nVersion: 99.0\n", "utf-8")


CHANGES: dict[str, tuple[Callable[[Path], None], str]] = {
    "one sentence": (_one_sentence, "rules"),
    "one rule": (_append("xbrl_pipeline/validation/plausibility/amounts.py"), "rules"),
    "one file of a profile": (_append("xbrl_pipeline/taxonomy/profiles/onderwijs-2025.yaml"), "rules"),
    "one template": (_append("xbrl_pipeline/reporting/templates/report.html.j2"), "rules"),
    "one file of a taxonomy": (
        _append(
            "taxonomies/onderwijs-2025/www.onderwijstaxonomie.example/ot2025/20260101/dictionary/ow-data-lab-nl.xml"
        ),
        "rules",
    ),
    "the engine": (_another_engine, "engine"),
}


@pytest.fixture
def changed(made: Copy, tmp_path: Path) -> Copy:
    """The same program to change: what it is made of is copied, state and dossiers are shared."""
    for part in ("xbrl_pipeline", "taxonomies"):
        shutil.copytree(made.folder / part, tmp_path / part)
    return Copy(tmp_path, made.state, made.out)


@pytest.mark.parametrize("what", CHANGES)
def test_each_change_asks_for_a_new_dossier_and_voids_the_approval(made: Copy, changed: Copy, what: str) -> None:
    change, reason = CHANGES[what]
    change(changed.folder)
    seen = changed.look()
    assert seen["fingerprint"] != _fingerprint(made)
    assert seen["void"] == reason
    assert (seen["identity"] == identity()) is (what == "the engine")  # which stands apart


def test_a_changed_verdict_is_not_told_from_memory(made: Copy, changed: Copy) -> None:
    phases = changed.folder / "xbrl_pipeline/validation/phases.py"
    text = phases.read_text("utf-8")
    last = "return Verdict.NOT_VALIDATED if PhaseStatus.SKIPPED in statuses else Verdict.VALID"
    assert text.count(last) == 1
    phases.write_text(text.replace(last, "return Verdict.INVALID"), "utf-8")
    one = Copy(changed.folder, made.state, changed.folder / "out")
    shutil.copytree(made.out, one.out)
    line = one.run(ends=1)
    assert (line["reused"], line["verdict"]) == (False, "INVALID")
    before = Copy(made.folder, made.state, one.out).run()
    assert (before["reused"], before["verdict"]) == (False, "VALID")


def test_the_identity_names_the_version_and_a_hash() -> None:
    assert re.fullmatch(re.escape(VERSION) + r"\+sha256\.[0-9a-f]{64}", identity())
