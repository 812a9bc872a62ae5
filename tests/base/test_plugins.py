"""What another package adds through an entry point works as if it were ours, and is named."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "samples" / "po-99001.xlsx"
_CODE = """
from pathlib import Path
from xbrl_pipeline.model.findings import Severity
from xbrl_pipeline.submission.channels import Answer, AttemptOutcome, ChannelKind
from xbrl_pipeline.validation.plausibility.registry import Oddity, rule

@rule("of_the_house", Severity.WARNING, "huisregel")
def of_the_house(figures):
    yield Oddity((), {})

class Pigeon:
    name, stays, waits = "pigeon", False, 1.0
    def check(self, item, store, *, again=False): return "dak"
    def send(self, parcel, store): return Answer(AttemptOutcome.ACCEPTED, "ring 7")
    def ask(self, reference, sha256, target): return None

KIND = ChannelKind("pigeon", lambda wish: Pigeon(), "pigeon.handed")
"""
_ENTRY_POINTS = """
[xbrl_pipeline.channels]
pigeon = verzonnen_uitbreiding:KIND
[xbrl_pipeline.rules]
house = verzonnen_uitbreiding
[xbrl_pipeline.profiles]
house = verzonnen_uitbreiding
[xbrl_pipeline.messages]
house = verzonnen_uitbreiding
"""
_SENTENCES = """
["plausibility.of_the_house"]
message = "Het huis vindt dit {0}."
advice = "Kijk ernaar."
["pigeon.handed"]
message = "{{place}} vliegt met {{item}}"
"""


_PROFILES = """
- {taxonomy: duif-2030, report: vluchtverslag, entry_point: "https://duif.example/2030/*.xsd", decimals: "0"}
- {taxonomy: onderwijs-2025, report: jaarverantwoording, entry_point: "https://duif.example/ours.xsd"}
"""


@pytest.fixture
def beside(tmp_path: Path) -> dict[str, str]:
    """An environment in which another package is installed beside the program."""
    package, papers = tmp_path / "verzonnen_uitbreiding", tmp_path / "verzonnen_uitbreiding-1.2.dist-info"
    for folder in (package / "nl", package / "en", papers):
        folder.mkdir(parents=True)
    (package / "__init__.py").write_text(_CODE, "utf-8")
    (package / "nl" / "house.toml").write_text(_SENTENCES.format("vreemd"), "utf-8")
    (package / "en" / "house.toml").write_text(_SENTENCES.format("odd"), "utf-8")
    (package / "profiles").mkdir()
    (package / "profiles" / "duif.yaml").write_text(_PROFILES, "utf-8")
    (papers / "METADATA").write_text("Metadata-Version: 2.1\nName: verzonnen-uitbreiding\nVersion: 1.2\n", "utf-8")
    (papers / "entry_points.txt").write_text(_ENTRY_POINTS, "utf-8")
    path = os.pathsep.join(filter(None, (str(tmp_path), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path}


def _run(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "xbrl_pipeline", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, encoding="utf-8")


def test_a_rule_of_another_package_is_told_in_its_own_words(beside: dict[str, str]) -> None:
    done = _run(beside, "validate", str(SAMPLE), "--format", "json")
    assert done.returncode == 0, done.stderr
    (found,) = (each for each in json.loads(done.stdout)["findings"] if each["code"] == "plausibility.of_the_house")
    assert (found["message"], found["severity"]) == ("Het huis vindt dit vreemd.", "warning")


def test_a_channel_of_another_package_can_be_chosen_and_the_identity_names_it(beside: dict[str, str]) -> None:
    asked = """
from xbrl_pipeline.base.program import identity
from xbrl_pipeline.submission.channels.kinds import channel_kinds
print(identity(), *sorted(channel_kinds()))
"""
    command = [sys.executable, "-c", asked]
    environments = (beside, dict(os.environ))
    with_it, without = (
        subprocess.run(command, env=each, capture_output=True, text=True, check=True).stdout.split()
        for each in environments
    )
    assert (with_it[1:], without[1:]) == (["folder", "pigeon", "portal"], ["folder", "portal"])
    assert with_it[0] != without[0]


def test_a_profile_of_another_package_serves_its_entry_point_and_none_of_ours(beside: dict[str, str]) -> None:
    asked = """
from xbrl_pipeline.taxonomy.profiles import profile_elsewhere, profiles
found = profile_elsewhere("uitprobeersel", "https://duif.example/2030/vlucht.xsd")
print(found.report, found.decimals)
ours = ("onderwijs-2025", "jaarverantwoording")
print(*(each.entry_point for each in profiles() if (each.taxonomy, each.report) == ours))
"""
    done = subprocess.run([sys.executable, "-c", asked], env=beside, capture_output=True, text=True, check=True)
    found, ours = done.stdout.splitlines()
    assert found == "vluchtverslag 0"
    assert "duif" not in ours
    assert ours.count("http") == 1


def test_a_profile_that_cannot_be_used_is_refused_with_the_name_of_its_package(
    tmp_path: Path, beside: dict[str, str]
) -> None:
    (tmp_path / "verzonnen_uitbreiding" / "profiles" / "duif.yaml").write_text("taxonomy: duif-2030\n", "utf-8")
    done = _run(beside, "validate", str(SAMPLE))
    assert done.returncode != 0
    assert "verzonnen-uitbreiding 1.2" in done.stderr
    assert "Traceback" not in done.stderr


def test_what_is_added_is_named_by_doctor(beside: dict[str, str]) -> None:
    told = _run(beside, "doctor").stdout
    named = [line for line in told.splitlines() if "verzonnen-uitbreiding 1.2" in line]
    assert len(named) == 4, told
    assert all(any(f"({group})" in line for line in named) for group in ("channels", "rules", "profiles", "messages"))


def test_an_unknown_channel_is_refused_with_those_there_are(tmp_path: Path, beside: dict[str, str]) -> None:
    apart = {**beside, "XBRL_PIPELINE_QUEUE": str(tmp_path / "rij")}
    done = _run(apart, "queue", "handover", "1", "--channel", "ezel")
    assert done.returncode == 2, done.stderr
    assert "folder, pigeon, portal" in done.stderr
    assert not (tmp_path / "rij").exists()
