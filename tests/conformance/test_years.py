"""National taxonomies of several years, installed or as a package: each brings the filing rules of its year."""

import json
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import pieces as p
from tests.conformance.asking import GOOD, asked, by, codes_of, validate, written
from tests.conformance.filing import BROKEN
from tests.conformance.filing import TAXONOMY as NT
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

HOST = "http://www.nltaxonomie.nl/{}/toets/20250101/entrypoints/toets-rpt.xsd"


def _published(path: Path, years: Sequence[str]) -> Path:
    """Write a zip as an authority publishes it, with an entry point for each year."""
    with zipfile.ZipFile(path, "w") as archive:
        for year in years:
            name = HOST.format(year).removeprefix("http://")
            imports = '<xs:import namespace="http://toets.example/t" schemaLocation="../dictionary/t.xsd"/>'
            archive.writestr(name, p.schema(imports=imports, namespace=f"http://toets.example/{year}"))
            archive.writestr(name.replace("entrypoints/toets-rpt", "dictionary/t"), NT)
    return path


def test_a_package_that_is_not_installed_serves_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    package = _published(tmp_path / "toets.zip", ["nt19"])
    (tmp_path / "verslag.xbrl").write_text(by(HOST.format("nt19"), GOOD), "utf-8")
    report = asked(capsys, "--taxonomy", package, tmp_path / "verslag.xbrl")
    assert codes_of(report).count("NL.FR-NL-2.03") == 1
    assert any(option.startswith("filing-rules=NT19") for option in report["engine"]["options"])
    assert report["taxonomy"]["id"] == "toets.zip"
    (tmp_path / "naast.xbrl").write_text(GOOD, "utf-8")
    assert validate("--taxonomy", package, tmp_path / "naast.xbrl") == ExitCode.INPUT_REFUSED


YEARS = ("nt16", "nt17", "nt18", "nt19", "nt20", "nt21")


@pytest.fixture(scope="module")
def nt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which a national taxonomy of all years lies, and the id under which it is installed."""
    folder = tmp_path_factory.mktemp("nt")
    package = _published(folder / "toets-nt.zip", YEARS)
    assert guarded(["taxonomy", "add", str(package)]) == ExitCode.VALID
    return folder


@pytest.mark.parametrize("year", YEARS[:-1])
def test_the_year_of_an_installed_package_gives_its_filing_rules(
    year: str, nt: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (nt / "verslag.xbrl").write_text(by(HOST.format(year), GOOD), "utf-8")
    report = asked(capsys, nt / "verslag.xbrl")
    assert report["taxonomy"] | {"sha256": ""} == {
        "id": "toets-nt",
        "entry_point": HOST.format(year),
        "sha256": "",
        "installed": True,
    }
    assert "NL.FR-NL-2.03" in codes_of(report)
    assert any(option.startswith(f"filing-rules={year.upper()}") for option in report["engine"]["options"])


def test_the_same_zip_has_the_same_rules_installed_or_not(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nt / "verslag.xbrl").write_text(by(HOST.format("nt19"), GOOD), "utf-8")
    for chosen in ([], ["--filing-rules", "NT18"]):
        installed = asked(capsys, nt / "verslag.xbrl", *chosen)
        brought = asked(capsys, "--taxonomy", nt / "toets-nt.zip", nt / "verslag.xbrl", *chosen)
        assert brought["verdict"] == installed["verdict"]
        assert _rules(brought) == _rules(installed) == [f"filing-rules={(chosen or ['NT19'])[-1]} (FR-NL, FG-NL)"]
        assert codes_of(brought) == codes_of(installed)


def _rules(report: dict[str, Any]) -> list[str]:
    return [option for option in report["engine"]["options"] if option.startswith("filing-rules")]


def test_filing_rules_newer_than_the_engine_are_never_passed_over(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nt / "verslag.xbrl").write_text(by(HOST.format("nt21"), GOOD), "utf-8")
    report = asked(capsys, nt / "verslag.xbrl")
    assert report["verdict"] == "NOT_VALIDATED"
    assert codes_of(report) == ["filing_rules.ahead"]
    assert {"name": "filing_rules", "status": "skipped"} in report["phases"]
    chosen = asked(capsys, nt / "verslag.xbrl", "--filing-rules", "NT20")
    assert chosen["verdict"] == "INVALID"
    assert "NL.FR-NL-2.03" in codes_of(chosen)
    assert "filing_rules.instead" in codes_of(chosen)
    assert asked(capsys, nt / "verslag.xbrl", "--filing-rules", "none")["verdict"] == "VALID"


def test_a_run_can_take_the_rules_of_another_year_and_says_so(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nt / "verslag.xbrl").write_text(by(HOST.format("nt21"), GOOD), "utf-8")
    command = ["run", str(nt / "verslag.xbrl"), "--out", str(nt / "uit"), "--jsonl"]
    assert guarded(command) == ExitCode.NOT_VALIDATED
    assert guarded([*command, "--filing-rules", "none"]) == ExitCode.USAGE
    capsys.readouterr()
    assert guarded([*command, "--filing-rules", "NT20"]) == ExitCode.INVALID
    folder = Path(json.loads(capsys.readouterr().out)["dossier"])
    report = json.loads((folder / "report.json").read_text("utf-8"))
    assert {"filing_rules.instead", "NL.FR-NL-2.03"} <= set(codes_of(report))
    assert "FR-KVK" not in str(report["engine"]["options"])


def test_a_folder_may_build_on_an_installed_package(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imports = f'<xs:import namespace="http://toets.example/nt18" schemaLocation="{HOST.format("nt18")}"/>'
    own = p.schema(imports=imports, namespace="http://toets.example/eigen")
    suite = written(nt / "eigen", {"e.xsd": own, "i.xbrl": by("e.xsd", GOOD)})
    assert asked(capsys, "--taxonomy", suite, suite / "i.xbrl")["verdict"] == "VALID"
    ruled = asked(capsys, "--taxonomy", suite, suite / "i.xbrl", "--filing-rules", "NT18")
    assert "NL.FR-NL-2.03" in codes_of(ruled)


def test_an_installed_taxonomy_can_be_chosen(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nt / "verslag.xbrl").write_text(by(HOST.format("nt18"), GOOD), "utf-8")
    report = asked(capsys, "--taxonomy", "toets-nt", nt / "verslag.xbrl")
    assert report["taxonomy"]["installed"] is True
    assert validate("--taxonomy", "onderwijs-2025", nt / "verslag.xbrl") == ExitCode.NOT_VALIDATED
    assert "onderwijs-2025" in capsys.readouterr().err
    assert validate("--taxonomy", "toets-nt", nt / "verslag.xbrl", "--calc", "c11r") == ExitCode.USAGE


def test_every_broken_rule_is_found_by_an_installed_package(
    nt: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Every rule, warm where it may be; case by case against Arelle in ``test_suite``."""
    folder = written(nt / "regels", {})
    names = dict(enumerate(BROKEN))
    for number, rule in names.items():
        (folder / f"{number}.xbrl").write_bytes(_renamed(BROKEN[rule]))
    validate(folder, "--jsonl", "--jobs", 1)
    for line in capsysbinary.readouterr().out.splitlines():
        report = json.loads(line).get("report")
        rule = names[int(Path(json.loads(line)["path"]).stem)]
        name = rule.partition("-")[0]
        if name == "1.03":
            assert (rule, json.loads(line)["exit_code"], report) == (rule, ExitCode.INPUT_REFUSED, None)
            continue
        if rule in ("1.04-named", "2.06-tail"):  # ill-formed, so nothing else is looked at
            assert (rule, codes_of(report)) == (rule, ["xmlSchema:syntax", "engine.flawed"])
            continue
        if name in ("2.04", "2.05"):  # what lies beside an instance is not looked at here
            assert (rule, report["verdict"]) == (rule, "INVALID")
        elif name[0].isdigit() and not rule.endswith(("allowed", "instant")):
            assert (rule, f"NL.FR-NL-{name}" in codes_of(report)) == (rule, True)


def _renamed(text: str | bytes) -> bytes:
    """Give an instance of the suite the address of an entry point."""
    data = text if isinstance(text, bytes) else text.encode()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "latin-1"
    return by(HOST.format("nt19"), data.decode(encoding)).encode(encoding)
