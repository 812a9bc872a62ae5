"""The commands on taxonomies, as a user types them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.taxonomy import examples
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_source
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode, Verdict
from xbrl_pipeline.pipeline import check

INSTANCE = f"""<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:link="http://www.xbrl.org/2003/linkbase"
 xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:acc="{examples.HOST}core"
 xmlns:iso4217="http://www.xbrl.org/2003/iso4217">
 <link:schemaRef xlink:type="simple" xlink:href="{examples.ENTRY}"/>
 <context id="c"><entity><identifier scheme="urn:x">1</identifier></entity>
  <period><startDate>2024-01-01</startDate><endDate>2024-12-31</endDate></period></context>
 <unit id="e"><measure>iso4217:EUR</measure></unit>
 <acc:Profit contextRef="c" unitRef="e" decimals="0">-5</acc:Profit>
 <acc:Costs contextRef="c" unitRef="e" decimals="0">5</acc:Costs>
 <acc:Home contextRef="c">HOME</acc:Home>
</xbrl>"""


@pytest.fixture
def installed(own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:  # noqa: ARG001 - the store
    """Install the foreign package in a store of its own."""
    file = examples.write_zip(tmp_path / "accounts.zip", examples.package())
    assert guarded(["taxonomy", "add", str(file)]) == ExitCode.VALID
    capsys.readouterr()
    return file


def _json(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:  # noqa: ANN401 - what JSON holds
    assert guarded(["taxonomy", *arguments, "--json"]) == ExitCode.VALID
    return json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("installed")
def test_list_names_packages_and_entry_points(capsys: pytest.CaptureFixture[str]) -> None:
    found = {item["id"]: item for item in _json(capsys, "list")}
    assert found["onderwijs-2025"]["shipped"]
    assert [entry["name"] for entry in found["accounts"]["entry_points"]] == ["Full report"]
    assert guarded(["taxonomy", "list"]) == ExitCode.VALID
    assert "Full report" in capsys.readouterr().out


def test_adding_again_says_that_nothing_changed(installed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert _json(capsys, "add", str(installed))["known"]


@pytest.mark.usefixtures("installed")
def test_show_gives_tree_labels_types_and_sums(capsys: pytest.CaptureFixture[str]) -> None:
    tree = _json(capsys, "show", "accounts")
    labels = [line["label"] for line in tree["roles"][0]["lines"]]
    assert labels == ["Statement", "Sales", "Costs", "Total profit"]
    profit = _json(capsys, "show", "accounts", "acc:Profit")
    assert profit["type"] == "xbrli:monetaryItemType"
    assert [part["sign"] for part in profit["sums"][0]["parts"]] == ["+", "-"]
    role = _json(capsys, "show", "accounts", "statement")
    assert role["label"] == "Income statement"
    assert role["tables"][0]["axes"][0]["members"] == ["acc:Ireland", "acc:Malta"]
    for name in ([], ["Profit"], ["statement"]):
        assert guarded(["taxonomy", "show", "accounts", *name]) == ExitCode.VALID
        assert "Profit" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
def test_an_unknown_name_or_report_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["taxonomy", "show", "accounts", "Nothing"]) == ExitCode.USAGE
    assert "Nothing" in capsys.readouterr().err
    assert guarded(["taxonomy", "show", "accounts", "--report", "other"]) == ExitCode.USAGE
    assert "full report" in capsys.readouterr().err
    assert guarded(["taxonomy", "show", "nothing"]) == ExitCode.INPUT_REFUSED


@pytest.mark.usefixtures("installed")
def test_verify_and_remove(capsys: pytest.CaptureFixture[str]) -> None:
    assert all(item["sound"] for item in _json(capsys, "verify"))
    assert _json(capsys, "remove", "accounts")["id"] == "accounts"
    assert guarded(["taxonomy", "remove", "accounts"]) == ExitCode.INPUT_REFUSED


@pytest.mark.usefixtures("installed")
def test_diff_writes_text_page_and_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    data = _json(capsys, "diff", "onderwijs-2025:jaarverantwoording", "accounts:full report")
    assert data["counts"]["added"] == 3
    page = tmp_path / "diff.html"
    arguments = ["onderwijs-2025:jaarverantwoording", "accounts:full report"]
    assert guarded(["taxonomy", "diff", *arguments, "--format", "html", "--out", str(page)]) == ExitCode.VALID
    assert page.read_text("utf-8").startswith("<!DOCTYPE html>")
    assert guarded(["taxonomy", "diff", *arguments, "--lang", "en"]) == ExitCode.VALID
    assert "New items" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
def test_doctor_tries_added_packages_too(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["doctor"]) == ExitCode.VALID
    assert "accounts" in capsys.readouterr().out


@pytest.mark.usefixtures("installed")
def test_an_instance_of_a_foreign_report_is_judged_by_its_own_taxonomy(
    tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    good, wrong = tmp_path / "good.xbrl", tmp_path / "wrong.xbrl"
    good.write_text(INSTANCE.replace("HOME", f"{examples.HOST}core#Malta"), "utf-8")
    wrong.write_text(INSTANCE.replace("HOME", f"{examples.HOST}core#France"), "utf-8")
    assert check(read_source(good, None), engine, nl).report.verdict is Verdict.VALID
    report = check(read_source(wrong, None), engine, nl).report
    assert report.verdict is Verdict.INVALID
    assert report.report == "full report"
    wrong.write_text(good.read_text("utf-8").replace(">-5<", ">10<"), "utf-8")
    sums = check(read_source(wrong, None), engine, nl).report
    assert sums.verdict is Verdict.INVALID
    assert [finding.code for finding in sums.findings] == ["calc11e:inconsistentCalculationUsingRounding"]
