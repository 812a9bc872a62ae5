"""A report in another form is the same report: its facts, its verdict, and no difference in a comparison."""

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conftest import GOOD, SAMPLES
from tests.forms.conftest import FORMS, Instance, Recasting, recast
from tests.forms.making import inline, package
from tests.template.conftest import Maker, made  # noqa: F401 - a fixture
from tests.template.filling import facts_of
from xbrl_pipeline.cli.main import guarded

MORE = (*GOOD[1:], "saldibalans-99007", "fout-balans-99005", "beleidsinformatie/beleidsinformatie-99001")


@pytest.mark.parametrize("target", FORMS)
@pytest.mark.parametrize("sample", [GOOD[0], *(pytest.param(name, marks=pytest.mark.slow) for name in MORE)])
def test_a_sample_goes_round(
    instance: Instance, recasting: Recasting, sample: str, target: str, tmp_path: Path
) -> None:
    back = recast(recasting(sample, target), "xbrl", tmp_path / "back")
    assert facts_of(back) == facts_of(instance(sample))


@pytest.fixture(scope="module")
def typed(made: Maker, tmp_path_factory: pytest.TempPathFactory) -> Path:  # noqa: F811 - the fixture
    """Return an instance with typed axes: hundreds of facts stand on one."""
    full = made("onderwijs-2025", "wnt", 2025).full
    first = recast(full, "xbrl", tmp_path_factory.mktemp("typed"))
    assert sum(any(item.typed for item in key.dimensions) for key in facts_of(first)) > 400
    return first


@pytest.mark.parametrize("target", FORMS)
def test_typed_axes_go_round(typed: Path, target: str, tmp_path: Path) -> None:
    back = recast(recast(typed, target, tmp_path), "xbrl", tmp_path / "back")
    assert facts_of(back) == facts_of(typed)


@pytest.mark.parametrize("sample", ["po-99001", pytest.param("vo-99002", marks=pytest.mark.slow)])
def test_inline_xbrl_is_read(instance: Instance, sample: str, tmp_path: Path) -> None:
    first = instance(sample)
    (tmp_path / "verslag.xhtml").write_bytes(inline(first.read_bytes()))
    (tmp_path / "verslag.xbri").write_bytes(package("verslag.xhtml", inline(first.read_bytes()), "xbri"))
    for name in ("verslag.xhtml", "verslag.xbri"):
        back = recast(tmp_path / name, "xbrl", tmp_path / name.partition(".")[2])
        assert facts_of(back) == facts_of(first)


@pytest.mark.parametrize(
    ("sample", "code", "verdict", "target"),
    [
        ("po-99001", 0, "VALID", "xbrl-json"),
        pytest.param("po-99001", 0, "VALID", "xbrl-csv", marks=pytest.mark.slow),
        pytest.param("po-99001", 0, "VALID", "package", marks=pytest.mark.slow),
        pytest.param("fout-balans-99005", 1, "INVALID", "xbrl-json", marks=pytest.mark.slow),
        ("fout-balans-99005", 1, "INVALID", "xbrl-csv"),
        ("fout-balans-99005", 1, "INVALID", "package"),
    ],
)
def test_the_verdict_is_that_of_the_instance(
    instance: Instance,
    recasting: Recasting,
    sample: str,
    code: int,
    verdict: str,
    target: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = []
    for file in (instance(sample), recasting(sample, target)):
        capsys.readouterr()
        assert guarded(["validate", str(file), "--format", "json"]) == code
        told.append(json.loads(capsys.readouterr().out))
    assert [each["verdict"] for each in told] == [verdict, verdict]
    assert _codes(told[0]) == _codes(told[1])
    assert told[0]["input"]["sha256"] != told[1]["input"]["sha256"]


def _codes(report: dict[str, list[dict[str, str]]]) -> list[tuple[str, str]]:
    return sorted((each["code"], each["severity"]) for each in report["findings"])


def test_a_workbook_becomes_a_package_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    there = recast(SAMPLES / "po-99001.xlsx", "package", tmp_path)
    assert guarded(["compare", str(SAMPLES / "po-99001.xlsx"), str(there), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["differences"] == []
    assert told["after"]["tally"]["same"] == 332


def test_the_same_report_gives_the_same_package(instance: Instance, recasting: Recasting, tmp_path: Path) -> None:
    again = recast(instance("po-99001"), "package", tmp_path)
    assert again.read_bytes() == recasting("po-99001", "package").read_bytes()


def test_a_zip_that_is_a_package_is_not_a_folder_of_reports(
    recasting: Recasting, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is judged as one report; the norm for packages wants another name for what is in this one."""
    there = recasting("po-99001", "package")
    capsys.readouterr()
    assert guarded(["validate", str(shutil.copy(str(there), tmp_path / "verslag.zip")), "--lang", "en"]) == 1
    said = capsys.readouterr().out
    assert "does not match the file extension: .zip" in said
    assert said.count("NOT VALID  verslag.zip") == 1


def test_a_workbook_with_errors_becomes_nothing(tmp_path: Path) -> None:
    wrong = SAMPLES / "fout-tekst-99006.xlsx"
    assert guarded(["convert", str(wrong), "--to", "xbrl-json", "--out", str(tmp_path / "out"), "--quiet"]) == 1
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("form", ["json", "xhtml"])
def test_a_report_of_which_a_part_is_not_read_becomes_nothing_else(
    instance: Instance, form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The engine leaves out a fact that it cannot read; what is left would pass for the whole report."""
    first = instance("po-99001")
    file = tmp_path / f"deel.{form}"
    if form == "json":
        there = json.loads(recast(first, "xbrl-json", tmp_path).read_text("utf-8"))
        about = next(each["dimensions"] for each in there["facts"].values())
        there["facts"]["more"] = {"value": "1", "dimensions": {**about, "concept": "ow-i:NoSuchThing"}}
        file.write_text(json.dumps(there), "utf-8")
    else:
        file.write_bytes(inline(first.read_bytes()).replace(b"ixt:num-dot-decimal", b"ixt:no-such", 1))
    for command in (["convert", "--to", "xbrl"], ["render"], ["compare", str(first)]):
        capsys.readouterr()
        assert guarded([*command, str(file), "--out", str(tmp_path / "uit")]) == 1
        said = capsys.readouterr().err
        assert "Niet alles in deel" in said
        assert "NoSuchThing" in said or "no-such" in said
        assert not (tmp_path / "uit").exists()


def test_the_account_of_another_form_is_that_of_the_instance(instance: Instance, tmp_path: Path) -> None:
    first = instance("po-99001")
    pages = []
    for file in (first, recast(first, "package", tmp_path), recast(first, "xbrl-json", tmp_path)):
        out = tmp_path / f"uit{file.suffix}"
        assert guarded(["render", str(file), "--out", str(out), "--quiet"]) == 0
        text = (out / f"{file.stem}.html").read_text("utf-8")
        pages.append(re.sub(r"<code>[0-9a-f]{64}</code>", "", text))  # of the bytes that were read
    assert pages == [pages[0]] * 3
