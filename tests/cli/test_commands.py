"""Each command from the outside: what it prints, what it writes, how it ends."""

import json
import re
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.conftest import ROOT, SAMPLES
from xbrl_pipeline.base.system import SystemAccount, has_account
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

GOOD, BAD = SAMPLES / "po-99001.xlsx", SAMPLES / "fout-balans-99005.xlsx"
COMMANDS = (
    "run",
    "convert",
    "validate",
    "compare",
    "render",
    "mapping",
    "taxonomy",
    "boards",
    "queue",
    "role",
    "token",
    "audit",
    "doctor",
    "demo",
)


def _schema(name: str) -> dict[str, Any]:
    schema: dict[str, Any] = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))
    return schema


def test_convert_writes_three_files_and_prints_the_balance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["convert", str(GOOD), "--out", str(tmp_path)]) == ExitCode.VALID
    assert {path.name for path in tmp_path.iterdir()} == {"instance.xbrl", "facts.json", "ledger.json"}
    assert "Celtelling:" in capsys.readouterr().out
    for name in ("facts", "ledger"):
        jsonschema.validate(json.loads((tmp_path / f"{name}.json").read_text("utf-8")), _schema(name))


def test_validate_prints_findings_and_says_invalid(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["validate", str(BAD)]) == ExitCode.INVALID
    shown = capsys.readouterr().out
    assert shown.startswith("NIET GELDIG")
    assert "Balans!D34" in shown


def test_validate_gives_json_by_its_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["validate", str(GOOD), str(BAD), "--format", "json", "--lang", "en"]) == ExitCode.INVALID
    reports = json.loads(capsys.readouterr().out)
    assert [report["verdict"] for report in reports] == ["VALID", "INVALID"]
    for report in reports:
        jsonschema.validate(report, _schema("report"))
    assert "must be equal" in reports[1]["findings"][0]["message"]


@pytest.mark.parametrize("kind", ["html", "xlsx", "json"])
def test_validate_writes_files(kind: str, tmp_path: Path) -> None:
    assert guarded(["validate", str(GOOD), "--format", kind, "--out", str(tmp_path)]) == ExitCode.VALID
    assert [path.name for path in tmp_path.iterdir()] == [f"po-99001.report.{kind}"]


def test_validate_quietly_gives_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["validate", str(BAD), "--quiet"]) == ExitCode.INVALID
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_mapping_check_shows_what_becomes_of_every_cell(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["mapping", "check", str(GOOD), "--cells"]) == ExitCode.VALID
    lines = capsys.readouterr().out.splitlines()
    cells = [line for line in lines if "\t" in line]
    assert f"{len(cells)} cellen gelezen" in lines[-1].replace(".", "")


def test_taxonomy_show_lists_the_names_that_a_mapping_uses(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["taxonomy", "show", "onderwijs-2025"]) == ExitCode.VALID
    assert "IntangibleAssets" in capsys.readouterr().out


def test_taxonomy_list_shows_the_shipped_package(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["taxonomy", "list", "--json"]) == ExitCode.VALID
    assert "onderwijs-2025" in [item["id"] for item in json.loads(capsys.readouterr().out)]


def test_doctor_finds_everything_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["doctor"]) == ExitCode.VALID
    assert "Alles werkt." in capsys.readouterr().out


def test_doctor_does_not_miss_what_is_for_those_who_choose_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    needs = ["click>=8", 'not-chosen>=3; extra == "postgresql"', "not-there>=1"]
    monkeypatch.setattr("xbrl_pipeline.cli.checkup.requires", lambda _: needs)
    assert guarded(["doctor"]) == ExitCode.NOT_VALIDATED
    told = capsys.readouterr().err
    assert "not-there" in told
    assert "not-chosen" not in told


def _as(monkeypatch: pytest.MonkeyPatch, name: str, *arguments: str) -> int:
    """Run a command under another account."""
    monkeypatch.setattr("xbrl_pipeline.base.system.account", lambda: SystemAccount(name, name))
    monkeypatch.setattr("xbrl_pipeline.cli.office.has_account", lambda _: True)
    return guarded(list(arguments))


def test_a_report_goes_all_the_way_to_duo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_QUEUE", str(tmp_path / "wachtrij"))
    out = tmp_path / "out"
    assert guarded(["run", str(GOOD), str(BAD), "--out", str(out), "--quiet"]) == ExitCode.INVALID
    good, bad = (str(out / f"{number}-2025-jaarverantwoording") for number in ("99001", "99005"))
    run = partial(_as, monkeypatch)
    assert run("alice", "queue", "add", good) == ExitCode.NOT_AUTHORISED
    assert run("bea", "role", "bootstrap", "bea", "99001", "99005") == ExitCode.VALID
    assert run("bea", "role", "bootstrap", "bea", "99001") == ExitCode.NOT_AUTHORISED
    for name in ("alice", "bob"):
        assert run("bea", "role", "grant", name, "medewerker-verantwoording", "99001", "99005") == ExitCode.VALID
    assert run("bea", "role", "grant", "bea", "medewerker-verantwoording", "99001") == ExitCode.NOT_AUTHORISED
    assert run("alice", "queue", "add", good) == ExitCode.VALID
    assert run("alice", "queue", "add", bad) == ExitCode.INPUT_REFUSED
    capsys.readouterr()
    assert run("alice", "queue", "list", "--json") == ExitCode.VALID
    rows = {row["bestuursnummer"]: row for row in json.loads(capsys.readouterr().out)}
    assert (rows["99001"]["state"], rows["99005"]["state"]) == ("ter-goedkeuring", None)
    number = rows["99001"]["number"]
    assert run("alice", "queue", "approve", number) == ExitCode.NOT_AUTHORISED
    assert run("bob", "queue", "open", number, "--no-browser", "--json") == ExitCode.VALID
    assert Path(json.loads(capsys.readouterr().out)["page"]).read_bytes() == (Path(good) / "report.html").read_bytes()
    assert run("bob", "queue", "approve", number, "--version", str(rows["99001"]["version"])) == ExitCode.VALID
    assert run("alice", "queue", "handover", number, "--out", str(tmp_path / "klaar")) == ExitCode.VALID
    (package,) = (tmp_path / "klaar").iterdir()
    assert (package / "99001-2025-jaarverantwoording.xbrl").read_bytes() == (Path(good) / "instance.xbrl").read_bytes()
    reference = json.loads((package / "voorblad.json").read_text("utf-8"))["reference"]
    capsys.readouterr()
    assert run("alice", "queue", "show", number) == ExitCode.VALID
    assert reference in capsys.readouterr().out  # by which it can be found again
    assert run("alice", "queue", "confirm", number, "ingediend") == ExitCode.USAGE
    assert run("alice", "queue", "confirm", number, "ingediend", "--note", "gezien") == ExitCode.VALID
    assert run("alice", "queue", "confirm", number, "goedgekeurd", "--note", "gezien") == ExitCode.VALID
    mailed = ("--mijn-duo", "VO-2026-00123", "--mijn-duo-on", "20-06-2026", "--status", "Goedgekeurd")
    assert run("alice", "queue", "confirm", number, *mailed) == ExitCode.VALID
    capsys.readouterr()
    assert run("alice", "queue", "show", number) == ExitCode.VALID
    assert "VO-2026-00123, 20-06-2026" in capsys.readouterr().out
    assert run("alice", "queue", "recover") == ExitCode.VALID  # nothing is missing
    for view in (["queue", "show", number], ["queue", "list"], ["queue", "week"], ["queue", "verify"],
                 ["audit", "show"], ["audit", "verify"], ["role", "list"], ["token", "list"]):  # fmt: skip
        assert run("alice", *view) == ExitCode.VALID, view
    capsys.readouterr()
    for view in (["queue", "show", number], ["queue", "list"], ["queue", "week"], ["queue", "verify"],
                 ["audit", "show"], ["audit", "verify"], ["role", "list"], ["token", "list"]):  # fmt: skip
        assert run("alice", *view, "--json") == ExitCode.VALID, view
        json.loads(capsys.readouterr().out)
    assert run("eve", "queue", "show", number) == ExitCode.INPUT_REFUSED
    assert run("eve", "audit", "show") == ExitCode.NOT_AUTHORISED
    assert run("alice", "audit", "show", "--format", "csv", "--out", str(tmp_path / "log.csv")) == ExitCode.VALID
    assert run("alice", "queue", "calendar", "--out", str(tmp_path / "d.ics")) == ExitCode.VALID
    _read_the_record(run, capsys)
    (Path(good) / "report.html").write_text("tampered")
    assert run("alice", "queue", "verify") == ExitCode.INVALID
    assert "veranderd" in capsys.readouterr().out


def _read_the_record(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert run("alice", "audit", "show") == ExitCode.VALID
    table = capsys.readouterr().out
    assert not re.search(r"submission\.|\('|four_eyes", "".join(table.split()))  # words, no codes or notation of ours
    assert run("alice", "queue", "list") == ExitCode.VALID
    assert "…" not in table + capsys.readouterr().out  # nothing is cut off
    assert run("alice", "audit", "key", "--json") == ExitCode.VALID
    key = json.loads(capsys.readouterr().out)["key"]
    assert run("bob", "audit", "verify", "--key", key) == ExitCode.VALID
    assert key in capsys.readouterr().out
    assert run("bob", "audit", "verify", "--key", key[:-1]) == ExitCode.USAGE


def test_a_token_works_from_the_environment_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_QUEUE", str(tmp_path / "wachtrij"))
    run = partial(_as, monkeypatch)
    assert run("bea", "role", "bootstrap", "bea", "99001") == ExitCode.VALID
    assert run("bea", "role", "grant", "alice", "raadpleger-zaakdossier", "99001") == ExitCode.VALID
    capsys.readouterr()
    assert run("alice", "token", "create", "99001", "--may", "queue.list") == ExitCode.VALID
    secret = capsys.readouterr().out.strip()
    monkeypatch.setenv("XBRL_PIPELINE_TOKEN", secret)
    assert run("robot", "queue", "list", "--json") == ExitCode.VALID
    assert [row["bestuursnummer"] for row in json.loads(capsys.readouterr().out)] == ["99001"]
    assert run("robot", "token", "create", "99001") == ExitCode.NOT_AUTHORISED
    monkeypatch.setenv("XBRL_PIPELINE_TOKEN", secret + "x")
    assert run("robot", "queue", "list") == ExitCode.NOT_AUTHORISED
    for lost in ("", " "):  # on its way from a vault, say: that gives nobody a person's own rights
        monkeypatch.setenv("XBRL_PIPELINE_TOKEN", lost)
        assert run("bea", "queue", "list") == ExitCode.USAGE


@pytest.mark.skipif(has_account("root") is None, reason="this system has no accounts that can be looked up")
def test_an_account_that_is_not_there_is_asked_about(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XBRL_PIPELINE_QUEUE", str(tmp_path / "wachtrij"))
    monkeypatch.setattr("xbrl_pipeline.base.system.account", lambda: SystemAccount("bea", "bea"))
    stranger = "geen-account-van-deze-computer"
    assert guarded(["role", "bootstrap", stranger, "99001"]) == ExitCode.USAGE
    assert stranger in capsys.readouterr().err
    assert guarded(["role", "bootstrap", "bea", "99001", "--new-account"]) == ExitCode.VALID
    role = ["role", "grant", stranger, "raadpleger-zaakdossier", "99001"]
    assert guarded(role) == ExitCode.USAGE
    assert guarded([*role, "--new-account"]) == ExitCode.VALID
    key = "ab" * 32
    assert guarded(["role", "enrol", stranger, key]) == ExitCode.VALID
    assert key in capsys.readouterr().out


def test_an_unknown_role_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["role", "grant", "iemand", "koning", "99001"]) == ExitCode.USAGE
    assert "medewerker-verantwoording" in capsys.readouterr().err


@pytest.mark.parametrize("command", COMMANDS)
def test_help_is_dutch_and_needs_no_heavy_import(command: str) -> None:
    code = (
        "import sys; from xbrl_pipeline.cli.main import guarded\n"
        f"assert guarded(['{command}', '--help']) == 0\n"
        "heavy = {'arelle', 'pandas', 'numpy', 'sqlalchemy', 'openpyxl', 'xlsxwriter', 'jinja2', 'pydantic', 'lxml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"


def test_help_costs_a_fraction_of_a_validation(tmp_path: Path) -> None:
    def seconds(*arguments: str) -> float:
        started = time.perf_counter()
        subprocess.run([sys.executable, "-m", "xbrl_pipeline", *arguments], capture_output=True, check=True)
        return time.perf_counter() - started

    assert seconds("--help") * 4 < seconds("convert", str(GOOD), "--out", str(tmp_path))
