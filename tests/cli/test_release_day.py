"""The day on which the State publishes the release for the next reporting year, as a user lives through it.

The release is a stand-in (``tests/taxonomy/standin.py``). The workbook is a sample in which all years are one later, as
a board's next one is.
"""

import json
import re
import shutil
from collections import defaultdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

import openpyxl
import pytest
import yaml

from tests.conftest import SAMPLES, furnish
from tests.recognise import test_questions as questions
from tests.taxonomy import standin
from xbrl_pipeline.base.system import SystemAccount
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.taxonomy import store
from xbrl_pipeline.taxonomy.profiles import own_folder, profile_for_year

PACKAGE: Final = "nt21-ocw-20270105"
RENAMED: Final = {  # what a person does with what the program says of last year's mapping
    "ProgressiveDecentralisationLocalGovermentFunds": "ProgressiveDecentralisationLocalGovernmentFunds",
    "HolidayPayAndHolidaysPayable": "HolidayPayAndLeavePayable",
    "EmployeeExpensesHiredStaff": "EmployeeExpensesHiredOtherStaff",
}
_YEAR: Final = re.compile(r"202[3-6]")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, compiled: Path) -> Path:
    """A state folder in which the release is installed, and nothing is known of what it leaves open."""
    folder = furnish(tmp_path_factory.mktemp("day") / "home", compiled)
    name = "NT21 OCW 20270105 - taxonomyPackage.zip"
    file = standin.write_zip(folder.parent / name, standin.below("taxonomie", standin.release()))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XBRL_PIPELINE_HOME", str(folder))
        assert guarded(["taxonomy", "add", str(file), "--quiet"]) == ExitCode.VALID
    return folder


@pytest.fixture
def fresh(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The release is installed, its profile is not complete."""
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(home))
    shutil.rmtree(home / "profiles", ignore_errors=True)
    return home


@pytest.fixture
def ready(fresh: Path) -> Path:
    """The user has filled in what the ministry said."""
    own_folder().mkdir()
    (own_folder() / "ocw-2026.yaml").write_text(standin.PROFILE, "utf-8")
    return fresh


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Next year's workbook."""
    book = openpyxl.load_workbook(SAMPLES / "vo-99002.xlsx", data_only=True)
    for cell in (cell for sheet in book for row in sheet.iter_rows() for cell in row):
        cell.value = _later(cell.value)
    path = tmp_path_factory.mktemp("books") / "jaarrekening.xlsx"
    book.save(path)
    return path


@pytest.fixture
def board(workbook: Path, tmp_path: Path) -> Path:
    """The workbook in a folder of its own."""
    return Path(shutil.copy(workbook, tmp_path / "jaarrekening.xlsx"))


def _later(value: object) -> Any:  # noqa: ANN401 - what a cell holds
    if isinstance(value, datetime):
        return value.replace(year=value.year + 1)
    if isinstance(value, int) and 2023 <= value <= 2026:
        return value + 1
    return _in_words(value) if isinstance(value, str) else value


def _in_words(text: str) -> str:
    return _YEAR.sub(lambda found: str(int(found[0]) + 1), text)


def _carried(board: Path, names: dict[str, str]) -> Path:
    """Write last year's mapping for this year's workbook."""
    text = _in_words((SAMPLES / "vo-99002.mapping.yaml").read_text("utf-8")).replace("onderwijs-2026", "ocw-2026")
    for old, new in names.items():
        text = text.replace(old, new)
    path = board.with_suffix(".mapping.yaml")
    path.write_text(text, "utf-8")
    return path


def _reports(out: Path) -> list[dict[str, Any]]:
    return [json.loads(path.read_text("utf-8")) for path in out.glob("*/report.json")]


def _codes(report: dict[str, Any]) -> set[str]:
    return {finding["code"] for finding in report["findings"]}


@pytest.mark.usefixtures("fresh")
def test_a_workbook_never_goes_to_the_practice_taxonomy_where_the_official_one_is_there(
    board: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command in (
        ["run", str(board), "--out", str(tmp_path / "out")],
        ["mapping", "suggest", str(board), "--no-ask", "--out", str(tmp_path / "m.yaml")],
        ["template", "--year", "2026", "--out", str(tmp_path / "t.xlsx")],
    ):
        assert guarded(command) == ExitCode.INPUT_REFUSED
        said = capsys.readouterr().err
        assert "identifier_scheme" in said
        assert str(own_folder() / "ocw-2026.yaml") in said
        assert "--taxonomy onderwijs-2026" in said
    assert not list((tmp_path / "out").glob("*/instance.xbrl"))


@pytest.mark.usefixtures("fresh")
def test_who_only_practises_says_so(board: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    guarded(["run", str(board), "--taxonomy", "onderwijs-2026", "--out", str(out), "--quiet"])
    assert [report["taxonomy"]["id"] for report in _reports(out)] == ["onderwijs-2026"]


@pytest.mark.usefixtures("fresh")
def test_a_profile_by_the_name_of_the_package_counts_too() -> None:
    own_folder().mkdir()
    (own_folder() / "mine.yaml").write_text(standin.PROFILE.replace("ocw-2026", PACKAGE), "utf-8")
    profile = profile_for_year(2026)
    assert (profile.taxonomy, profile.entry_point, profile.missing) == (PACKAGE, standin.address(), ())


@pytest.mark.usefixtures("ready")
def test_the_year_of_the_workbook_chooses_the_release(board: Path, tmp_path: Path) -> None:
    made = tmp_path / "m.yaml"
    assert guarded(["mapping", "suggest", str(board), "--no-ask", "--out", str(made), "--quiet"]) == ExitCode.VALID
    mapping = yaml.safe_load(made.read_text("utf-8"))
    assert (mapping["taxonomy"], mapping["report"], mapping["verslagjaar"]) == (PACKAGE, "jaarverantwoording", 2026)
    assert profile_for_year(2025).taxonomy == "onderwijs-2025"
    with pytest.raises(PipelineError) as caught:
        profile_for_year(2031)
    assert caught.value.code == "recognise.no_taxonomy"


@pytest.mark.usefixtures("ready")
def test_a_template_is_made_for_the_release_of_a_year(tmp_path: Path) -> None:
    empty = tmp_path / "leeg.xlsx"
    assert guarded(["template", "--year", "2026", "--sector", "vo", "--out", str(empty), "--quiet"]) == ExitCode.USAGE
    assert guarded(["template", "--year", "2026", "--out", str(empty), "--quiet"]) == ExitCode.VALID
    guarded(["run", str(empty), "--out", str(tmp_path / "out"), "--quiet"])
    (report,) = _reports(tmp_path / "out")
    assert report["taxonomy"]["entry_point"] == standin.address()


def _policy(path: Path) -> Path:
    """Write a workbook for Beleidsinformatie of the release's year."""
    book = openpyxl.Workbook()
    for row in [*questions.GENERAL, *questions.ANSWERS]:
        book.worksheets[0].append([_later(value) for value in row])
    book.save(path)
    return path


@pytest.mark.usefixtures("ready")
def test_the_other_reports_of_the_release_are_known_by_their_names() -> None:
    (own_folder() / "ocw-2026.yaml").unlink()
    for report, name in standin.OTHERS.items():
        (own_folder() / f"{report}.yaml").write_text(standin.profile(report), "utf-8")
        profile = profile_for_year(2026, report)
        assert (profile.taxonomy, profile.entry_point) == (PACKAGE, standin.address(report=name))


@pytest.mark.usefixtures("ready")
@pytest.mark.parametrize("chosen", [[], ["--taxonomy", PACKAGE]], ids=["by-year", "by-name"])
def test_a_workbook_of_another_report_of_the_release_is_taken_for_it(
    chosen: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book, made = _policy(tmp_path / "beleid.xlsx"), tmp_path / "m.yaml"
    suggest = ["mapping", "suggest", str(book), "--no-ask", "--out", str(made), "--quiet", *chosen]
    assert guarded(suggest) == ExitCode.INPUT_REFUSED
    said = capsys.readouterr().err
    assert "beleidsinformatie" in said
    assert "identifier_scheme" in said
    (own_folder() / "beleid.yaml").write_text(standin.profile("beleidsinformatie"), "utf-8")
    assert guarded(suggest) == ExitCode.VALID
    mapping = yaml.safe_load(made.read_text("utf-8"))
    assert (mapping["taxonomy"], mapping["report"]) == (PACKAGE, "beleidsinformatie")
    guarded(["run", str(book), "--filing-rules", "NT20", "--out", str(tmp_path / "out"), "--quiet", *chosen])
    (report,) = _reports(tmp_path / "out")
    entry_point = standin.address(report=standin.OTHERS["beleidsinformatie"])
    assert (report["verdict"], report["taxonomy"]["entry_point"]) == ("VALID", entry_point)


def test_a_template_needs_a_taxonomy_or_a_year(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["template", "--out", str(tmp_path / "t.xlsx")]) == ExitCode.USAGE
    assert "--year" in capsys.readouterr().err


@pytest.mark.usefixtures("ready")
def test_names_that_are_gone_are_told_all_at_once(
    board: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _carried(board, {})
    assert guarded(["run", str(board), "--out", str(tmp_path / "out")]) == ExitCode.INPUT_REFUSED
    said = capsys.readouterr().err
    assert all(name in said for name in RENAMED)
    assert f"taxonomy diff VORIGE {PACKAGE}" in said


@pytest.mark.usefixtures("ready")
def test_rules_that_nobody_can_check_yet_leave_a_report_unjudged_until_the_user_chooses(
    board: Path, tmp_path: Path
) -> None:
    _carried(board, RENAMED)
    out, chosen = tmp_path / "out", tmp_path / "chosen"
    assert guarded(["run", str(board), "--out", str(out), "--quiet"]) == ExitCode.NOT_VALIDATED
    (report,) = _reports(out)
    assert report["verdict"] == "NOT_VALIDATED"
    assert "filing_rules.ahead" in _codes(report)
    assert guarded(["run", str(board), "--filing-rules", "NT20", "--out", str(chosen), "--quiet"]) == ExitCode.VALID
    (report,) = _reports(chosen)
    assert (report["taxonomy"]["id"], report["taxonomy"]["entry_point"]) == (PACKAGE, standin.address())
    instance = next(chosen.glob("*/instance.xbrl"))
    assert guarded(["validate", str(instance), "--quiet"]) == ExitCode.NOT_VALIDATED
    assert guarded(["validate", str(instance), "--filing-rules", "NT20", "--quiet"]) == ExitCode.VALID


@pytest.mark.usefixtures("ready")
def test_the_queue_wants_the_release_allowed_and_its_rules_known(
    board: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_QUEUE", str(tmp_path / "queue"))
    _carried(board, RENAMED)
    guarded(["run", str(board), "--filing-rules", "NT20", "--out", str(tmp_path / "out"), "--quiet"])
    (dossier,) = (path.parent for path in (tmp_path / "out").glob("*/manifest.json"))
    run = partial(_as, monkeypatch)
    assert run("bea", "role", "bootstrap", "bea", "99002") == ExitCode.VALID
    assert run("bea", "role", "grant", "alice", "medewerker-verantwoording", "99002") == ExitCode.VALID
    capsys.readouterr()
    assert run("alice", "queue", "add", str(dossier)) == ExitCode.INPUT_REFUSED
    assert f"queue allow {PACKAGE}" in capsys.readouterr().err
    assert run("bea", "queue", "allow", PACKAGE, store.find_package(PACKAGE).sha256) == ExitCode.VALID
    capsys.readouterr()
    assert run("alice", "queue", "add", str(dossier)) == ExitCode.INPUT_REFUSED
    assert "kwam niet tot een einde" in capsys.readouterr().err  # it takes no rules of another year


def test_diff_tells_what_the_release_changed(home: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_HOME", str(home))
    ours, theirs = (_differences(tmp_path / f"{name}.json", name) for name in ("onderwijs-2026", PACKAGE))
    assert ours["added"] < theirs["added"]
    listed = {name for kind in ("renamed", "split", "dropped") for name in ours[kind]}
    assert listed == {name for kind in ("suggested", "dropped") for name in theirs[kind]}  # it brings no list along
    assert set(RENAMED) <= listed
    assert ours["rule_added"] & theirs["rule_added"]


def _differences(out: Path, taxonomy: str) -> defaultdict[str, set[str]]:
    """Return the local names of what changed since our own taxonomy of the year before, by kind."""
    asked = ["taxonomy", "diff", "onderwijs-2025", taxonomy, "--format", "json", "--out", str(out)]
    assert guarded(asked) == ExitCode.VALID
    found = defaultdict(set)
    for change in json.loads(out.read_text("utf-8"))["changes"]:
        found[change["kind"]].add(change["name"].rpartition(":")[2])
    return found


def _as(monkeypatch: pytest.MonkeyPatch, name: str, *arguments: str) -> int:
    """Run a command under another account."""
    monkeypatch.setattr("xbrl_pipeline.base.system.account", lambda: SystemAccount(name, name))
    monkeypatch.setattr("xbrl_pipeline.cli.office.has_account", lambda _: True)
    return guarded(list(arguments))


def test_a_later_edition_is_taken_for_what_is_made_from_then_on(own_home: Path, tmp_path: Path) -> None:
    for edition in ("20270105", "20270105.a"):
        store.add(standin.write_zip(tmp_path / f"NT21 {edition}.zip", standin.release(edition)))
    (own_home / "profiles").mkdir()
    (own_home / "profiles" / "ocw-2026.yaml").write_text(standin.PROFILE, "utf-8")
    assert profile_for_year(2026).entry_point == standin.address("20270105.a")
