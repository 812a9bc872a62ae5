"""What a taxonomy from elsewhere may bring along, what it may not, and what its verdict is never taken for."""

import hashlib
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import pieces as p
from tests.conformance.filing import BROKEN
from tests.conformance.filing import TAXONOMY as NT
from tests.submission.dossiers import make_dossier
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import EngineSettings
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.dossier import read_dossier

TAXONOMY = p.schema(p.element("A"), p.element("T", p.TEXT), info=p.linkbase_ref("l.xml"))
LABEL = (
    '<link:label xlink:type="resource" xlink:label="w" xlink:role="http://www.xbrl.org/2003/role/label" '
    'xml:lang="nl">Verzonnen post</link:label>'
)
LABELS = p.linkbase(p.link("label", p.loc("A"), LABEL, p.arc("label", f"{p.ARC}concept-label", "A", "w")))
GOOD = p.instance(*p.BASE, p.fact())
BAD = p.instance(*p.BASE, p.fact(value="veel"))


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder as a suite has them: taxonomies in one folder, instances in another."""
    return _written(
        tmp_path / "suite",
        {
            "lib/t.xsd": TAXONOMY,
            "lib/l.xml": LABELS,
            "a/goed.xml": _by("../lib/t.xsd", GOOD),
            "a/fout.xml": _by("../lib/t.xsd", BAD),
        },
    )


def _written(root: Path, files: dict[str, str]) -> Path:
    root.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    return root


def _by(href: str, text: str) -> str:
    return text.replace('"t.xsd"', f'"{href}"')


def _validate(*arguments: object) -> int:
    return guarded(["validate", *map(str, arguments)])


def _report(capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    capsys.readouterr()
    _validate(*arguments, "--format", "json")
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def _codes(report: dict[str, Any]) -> list[str]:
    return [finding["code"] for finding in report["findings"]]


def test_without_the_option_the_advice_is_the_command_to_give(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("nl", "en"):
        assert _validate(suite / "a/goed.xml", "--lang", lang) == ExitCode.NOT_VALIDATED
        told = re.search(r"xbrl-pipeline validate (--taxonomy \S+ \S+\.xml)", capsys.readouterr().err)
        assert told is not None
        assert _validate(*told[1].split()) == ExitCode.VALID


@pytest.mark.parametrize("href", ["../../../../t.xsd", "/etc/t.xsd", "file:///etc/t.xsd"])
def test_a_far_folder_is_never_proposed(href: str, suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/ver.xml").write_text(_by(href, GOOD), "utf-8")
    assert _validate(suite / "a/ver.xml") == ExitCode.NOT_VALIDATED
    shown = capsys.readouterr().err
    assert href in shown
    assert "--taxonomy" not in shown


def test_a_dossier_is_only_made_with_an_installed_taxonomy(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = Path(__file__).parents[2] / "samples/po-99001.xlsx"
    run = ["run", str(book), "--out", str(tmp_path / "uit"), "--quiet", "--taxonomy"]
    assert guarded([*run, str(suite)]) == ExitCode.USAGE
    assert "validate --taxonomy" in capsys.readouterr().err
    assert guarded([*run, "onderwijs-2026"]) == ExitCode.INPUT_REFUSED
    assert guarded([*run, "onderwijs-2025"]) == ExitCode.VALID


def test_a_finding_has_line_element_and_label(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = _report(capsys, "--taxonomy", suite, suite / "a/fout.xml")
    finding = next(each for each in report["findings"] if each["code"] == "xmlSchema:valueError")
    assert finding["concept"] == "Verzonnen post"
    assert finding["values"][0]["element"] == "t:A"
    line = (suite / "a/fout.xml").read_text("utf-8").splitlines()[finding["lines"][0] - 1]
    assert ">veel<" in line


def test_a_finding_in_the_taxonomy_names_file_and_line(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "lib/t.xsd").write_text(p.schema(p.element("A"), p.element("T", p.TEXT, period="")), "utf-8")
    report = _report(capsys, "--taxonomy", suite, suite / "a/goed.xml")
    assert report["verdict"] == "INVALID"
    assert report["counts"]["error"] == 1
    assert "t.xsd regel" in report["findings"][0]["message"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_report_says_that_it_counts_for_nothing(
    suite: Path, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = messages(lang).text("verdict.elsewhere", taxonomy="suite")
    assert "DUO" in said
    assert _validate("--taxonomy", suite, suite / "a/goed.xml", "--lang", lang) == ExitCode.VALID
    assert said in capsys.readouterr().out.splitlines()[1]
    report = _report(capsys, "--taxonomy", suite, suite / "a/goed.xml", "--lang", lang)
    assert said in report["summary"]
    assert report["taxonomy"]["installed"] is False
    _validate("--taxonomy", suite, suite / "a/goed.xml", "--lang", lang, "--format", "html", "--out", tmp_path)
    assert said in (tmp_path / "goed.report.html").read_text("utf-8")


@pytest.mark.parametrize("file", ["manifest.json", "report.json"])
def test_such_a_report_never_gets_into_the_queue(file: str, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "dossier")
    content = json.loads((folder / file).read_text("utf-8"))
    content["taxonomy"] = content.get("taxonomy", {}) | {"installed": False}
    text = json.dumps(content)
    if file == "report.json":  # sealed again, as somebody would who wants to get it in
        manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
        (folder / file).write_text(text, "utf-8")
        manifest["files"][file] = _sha256(folder / file)
        file, text = "manifest.json", json.dumps(manifest)
    (folder / file).write_text(text, "utf-8")
    with pytest.raises(PipelineError) as refused:
        read_dossier(folder)
    assert refused.value.code == "submission.not_installed"


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


SECRET = p.schema(p.element("A"), namespace="http://toets.example/geheim")


@pytest.mark.parametrize(
    "href", ["../../buiten.xsd", "../../../../../../etc/hostname", "file:///etc/hostname", "/etc/hostname", "C:\\x.xsd"]
)
@pytest.mark.parametrize("kind", ["schemaRef", "linkbaseRef"])
def test_an_instance_may_not_lead_out(
    suite: Path, href: str, kind: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "buiten.xsd").write_text(TAXONOMY, "utf-8")
    head = p.linkbase_ref(href) if kind == "linkbaseRef" else ""
    text = p.instance(*p.BASE, p.fact(), refs=(href,) if kind == "schemaRef" else ("../lib/t.xsd",), head=head)
    (suite / "a/uit.xml").write_text(text, "utf-8")
    assert _validate("--taxonomy", suite, suite / "a/uit.xml") == ExitCode.INPUT_REFUSED
    assert "buiten suite" in capsys.readouterr().err


def test_a_base_may_not_lead_out_either(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = p.instance(*p.BASE, p.fact(), refs=("t.xsd",), more='xml:base="../../suite/lib/"')
    (suite / "a/uit.xml").write_text(text, "utf-8")
    assert _validate("--taxonomy", suite / "a", suite / "a/uit.xml") == ExitCode.INPUT_REFUSED
    assert "Daar wordt niet gekeken" in capsys.readouterr().err


@pytest.mark.parametrize("how", ["address", "steps"])
def test_a_schema_may_not_lead_out(suite: Path, how: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "buiten.xsd"
    outside.write_text(SECRET, "utf-8")
    where = outside.as_uri() if how == "address" else f"../../{'../' * 20}{outside.relative_to('/')}"
    imports = f'<xs:import namespace="http://toets.example/geheim" schemaLocation="{where}"/>'
    (suite / "lib/t.xsd").write_text(p.schema(p.element("A"), imports=imports), "utf-8")
    used = '<g:A xmlns:g="http://toets.example/geheim" contextRef="c" unitRef="u" decimals="0">1</g:A>'
    (suite / "a/uit.xml").write_text(p.instance(*p.BASE, used, refs=("../lib/t.xsd",)), "utf-8")
    report = _report(capsys, "--taxonomy", suite, suite / "a/uit.xml")
    assert report["verdict"] == "INVALID"
    assert "IOerror" in _codes(report)
    # the same schema inside the folder is read
    (suite / "lib/buiten.xsd").write_text(SECRET, "utf-8")
    (suite / "lib/t.xsd").write_text(p.schema(p.element("A"), imports=imports.replace(where, "buiten.xsd")), "utf-8")
    assert _report(capsys, "--taxonomy", suite, suite / "a/uit.xml")["verdict"] == "VALID"


def test_a_link_in_the_folder_is_refused(suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "buiten.xsd").write_text(SECRET, "utf-8")
    (suite / "lib/link.xsd").symlink_to(tmp_path / "buiten.xsd")
    assert _validate("--taxonomy", suite, suite / "a/goed.xml") == ExitCode.INPUT_REFUSED
    assert "link.xsd" in capsys.readouterr().err


def test_a_document_with_a_doctype_is_not_read(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "lib/t.xsd").write_text(f'<!DOCTYPE x [<!ENTITY e "A">]>{TAXONOMY}', "utf-8")
    assert _validate("--taxonomy", suite, suite / "a/goed.xml") == ExitCode.NOT_VALIDATED
    shown = capsys.readouterr().err
    assert "lib/t.xsd" in shown
    assert "DOCTYPE" in shown
    (suite / "a/dt.xml").write_text(f'<!DOCTYPE x [<!ENTITY e "1">]>{GOOD.partition("?>")[2]}', "utf-8")
    assert _validate("--taxonomy", suite, suite / "a/dt.xml") == ExitCode.INPUT_REFUSED
    assert "dt.xml bevat een DOCTYPE" in capsys.readouterr().err
    assert _validate("--taxonomy", suite, suite / "a/dt.xml", "--filing-rules", "none") == ExitCode.INPUT_REFUSED
    capsys.readouterr()
    assert _validate("--taxonomy", suite, suite / "a/weg.xml") == ExitCode.INPUT_REFUSED
    assert f"{suite / 'a/weg.xml'} bestaat niet" in capsys.readouterr().err


def test_a_doctype_breaks_a_filing_rule_and_resolves_nothing(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "geheim.txt").write_text("4321987", "utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "geheim.txt").as_uri()}">]>'
    text = _by("../lib/t.xsd", p.instance(*p.BASE, p.fact(value="&e;")))
    (suite / "a/dt.xml").write_text(f"{entity}{text.partition('?>')[2]}", "utf-8")
    report = _report(capsys, "--taxonomy", suite, suite / "a/dt.xml", "--filing-rules", "NT20")
    assert (report["verdict"], _codes(report)) == ("INVALID", ["NL.FR-NL-1.03", "engine.flawed"])
    assert {phase["status"] for phase in report["phases"] if phase["name"] != "plausibility"} == {"skipped"}
    assert "4321987" not in json.dumps(report)


@pytest.mark.parametrize("spoilt", [GOOD[:-30], GOOD.replace(">1<", ">1<<"), GOOD.replace("t:A", "x:A")])
def test_ill_formed_xml_is_invalid_and_its_figures_are_not_read(
    spoilt: str, suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (suite / "a/kapot.xml").write_text(_by("../lib/t.xsd", spoilt), "utf-8")
    report = _report(capsys, "--taxonomy", suite, suite / "a/kapot.xml")
    assert (report["verdict"], report["facts"], report["ratios"]) == ("INVALID", 0, [])
    assert "xmlSchema:syntax" in _codes(report)


def test_ill_formed_xml_may_not_lead_out_either(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "buiten.xsd").write_text(TAXONOMY, "utf-8")
    (suite / "a/kapot.xml").write_text(_by("../../buiten.xsd", GOOD[:-30]), "utf-8")
    assert _validate("--taxonomy", suite, suite / "a/kapot.xml") == ExitCode.INPUT_REFUSED
    assert "buiten suite" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a;b;c", "<a><b></a>", "<!DOCTYPE x><a/>"])
def test_what_is_no_instance_at_all_is_refused(text: str, suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/vreemd.xml").write_text(text, "utf-8")
    assert _validate("--taxonomy", suite, suite / "a/vreemd.xml") == ExitCode.INPUT_REFUSED
    assert "vreemd.xml" in capsys.readouterr().err


def test_an_address_that_nothing_holds_is_a_missing_taxonomy(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/ver.xml").write_text(_by("http://toets.example/weg.xsd", GOOD), "utf-8")
    assert _validate("--taxonomy", suite, suite / "a/ver.xml") == ExitCode.NOT_VALIDATED
    assert "http://toets.example/weg.xsd" in capsys.readouterr().err


def test_what_was_said_is_never_kept(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert EngineSettings().results is None
    assert _report(capsys, "--taxonomy", suite, suite / "a/goed.xml")["verdict"] == "VALID"
    first = _report(capsys, "--taxonomy", suite, suite / "a/goed.xml")["taxonomy"]["sha256"]
    (suite / "lib/t.xsd").write_text(p.schema(p.element("B")), "utf-8")
    second = _report(capsys, "--taxonomy", suite, suite / "a/goed.xml")
    assert second["verdict"] == "INVALID"
    assert second["taxonomy"]["sha256"] != first


def test_many_files_by_a_list_and_by_several_workers(
    suite: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for number in range(8):
        (suite / f"a/n{number}.xml").write_text(_by("../lib/t.xsd", BAD if number % 2 else GOOD), "utf-8")
    (tmp_path / "lijst").write_text("suite/a/n*.xml\n", "utf-8")
    assert _validate("--taxonomy", suite, f"@{tmp_path / 'lijst'}", "--jsonl", "--jobs", 2) == ExitCode.INVALID
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert sorted((Path(line["path"]).stem, line["exit_code"]) for line in lines) == [
        (f"n{number}", number % 2) for number in range(8)
    ]


def test_a_folder_of_a_suite_gives_its_instances_alone(suite: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (suite / "testcase.xml").write_text(
        '<testcase xmlns="http://toets.example/tc"><instance>http://www.xbrl.org/2003/instance</instance></testcase>',
        "utf-8",
    )
    _validate("--taxonomy", suite, suite, "--jsonl")
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert sorted(Path(line["path"]).name for line in lines) == ["fout.xml", "goed.xml"]


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
    (tmp_path / "verslag.xbrl").write_text(_by(HOST.format("nt19"), GOOD), "utf-8")
    report = _report(capsys, "--taxonomy", package, tmp_path / "verslag.xbrl")
    assert _codes(report).count("NL.FR-NL-2.03") == 1
    assert any(option.startswith("filing-rules=NT19") for option in report["engine"]["options"])
    assert report["taxonomy"]["id"] == "toets.zip"
    (tmp_path / "naast.xbrl").write_text(GOOD, "utf-8")
    assert _validate("--taxonomy", package, tmp_path / "naast.xbrl") == ExitCode.INPUT_REFUSED


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
    (nt / "verslag.xbrl").write_text(_by(HOST.format(year), GOOD), "utf-8")
    report = _report(capsys, nt / "verslag.xbrl")
    assert report["taxonomy"] | {"sha256": ""} == {
        "id": "toets-nt",
        "entry_point": HOST.format(year),
        "sha256": "",
        "installed": True,
    }
    assert "NL.FR-NL-2.03" in _codes(report)
    assert any(option.startswith(f"filing-rules={year.upper()}") for option in report["engine"]["options"])


def test_filing_rules_newer_than_the_engine_are_never_passed_over(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nt / "verslag.xbrl").write_text(_by(HOST.format("nt21"), GOOD), "utf-8")
    report = _report(capsys, nt / "verslag.xbrl")
    assert report["verdict"] == "NOT_VALIDATED"
    assert _codes(report) == ["filing_rules.ahead"]
    assert {"name": "filing_rules", "status": "skipped"} in report["phases"]
    chosen = _report(capsys, nt / "verslag.xbrl", "--filing-rules", "NT20")
    assert chosen["verdict"] == "INVALID"
    assert "NL.FR-NL-2.03" in _codes(chosen)
    assert _report(capsys, nt / "verslag.xbrl", "--filing-rules", "none")["verdict"] == "VALID"


def test_a_folder_may_build_on_an_installed_package(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    imports = f'<xs:import namespace="http://toets.example/nt18" schemaLocation="{HOST.format("nt18")}"/>'
    own = p.schema(imports=imports, namespace="http://toets.example/eigen")
    suite = _written(nt / "eigen", {"e.xsd": own, "i.xbrl": _by("e.xsd", GOOD)})
    assert _report(capsys, "--taxonomy", suite, suite / "i.xbrl")["verdict"] == "VALID"
    ruled = _report(capsys, "--taxonomy", suite, suite / "i.xbrl", "--filing-rules", "NT18")
    assert "NL.FR-NL-2.03" in _codes(ruled)


def test_an_installed_taxonomy_can_be_chosen(nt: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (nt / "verslag.xbrl").write_text(_by(HOST.format("nt18"), GOOD), "utf-8")
    report = _report(capsys, "--taxonomy", "toets-nt", nt / "verslag.xbrl")
    assert report["taxonomy"]["installed"] is True
    assert _validate("--taxonomy", "onderwijs-2025", nt / "verslag.xbrl") == ExitCode.NOT_VALIDATED
    assert "onderwijs-2025" in capsys.readouterr().err
    assert _validate("--taxonomy", "toets-nt", nt / "verslag.xbrl", "--calc", "c11r") == ExitCode.USAGE


def test_every_broken_rule_is_found_by_an_installed_package(
    nt: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """Every rule, warm where it may be; case by case against Arelle in ``test_suite``."""
    folder = _written(nt / "regels", {})
    names = dict(enumerate(BROKEN))
    for number, rule in names.items():
        (folder / f"{number}.xbrl").write_bytes(_renamed(BROKEN[rule]))
    _validate(folder, "--jsonl", "--jobs", 1)
    for line in capsysbinary.readouterr().out.splitlines():
        report = json.loads(line).get("report")
        rule = names[int(Path(json.loads(line)["path"]).stem)]
        name = rule.partition("-")[0]
        if name == "1.03":
            assert (rule, json.loads(line)["exit_code"], report) == (rule, ExitCode.INPUT_REFUSED, None)
            continue
        if rule in ("1.04-named", "2.06-tail"):  # ill-formed, so nothing else is looked at
            assert (rule, _codes(report)) == (rule, ["xmlSchema:syntax", "engine.flawed"])
            continue
        if name in ("2.04", "2.05"):  # what lies beside an instance is not looked at here
            assert (rule, report["verdict"]) == (rule, "INVALID")
        elif name[0].isdigit() and not rule.endswith(("allowed", "instant")):
            assert (rule, f"NL.FR-NL-{name}" in _codes(report)) == (rule, True)


def _renamed(text: str | bytes) -> bytes:
    """Give an instance of the suite the address of an entry point."""
    data = text if isinstance(text, bytes) else text.encode()
    encoding = "utf-16" if data.startswith(b"\xff\xfe") else "latin-1"
    return _by(HOST.format("nt19"), data.decode(encoding)).encode(encoding)


def test_a_workbook_is_not_for_a_taxonomy_from_elsewhere(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Path(__file__).parents[2] / "samples/po-99001.xlsx"
    assert _validate("--taxonomy", suite, book) == ExitCode.INPUT_REFUSED
    assert "onderwijs-2025" in capsys.readouterr().err


def test_a_name_that_is_nowhere_names_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert _validate("--taxonomy", "nergens", "x.xml") == ExitCode.USAGE
    assert "onderwijs-2025" in capsys.readouterr().err


def test_calculations_are_checked_as_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total = p.arc("calculation", "summation-item", "A", "B", 'weight="1"')
    files = {
        "t.xsd": p.schema(p.element("A"), p.element("B"), info=p.linkbase_ref("l.xml")),
        "l.xml": p.linkbase(p.link("calculation", p.loc("A"), p.loc("B"), total)),
        "i.xml": p.instance(*p.BASE, p.fact(value="5"), p.fact("B", "3")),
    }
    suite = _written(tmp_path / "som", files)
    told = {
        mode: _report(capsys, "--taxonomy", suite, suite / "i.xml", "--calc", mode)
        for mode in ("xbrl21", "c11r", "none")
    }
    assert _codes(told["xbrl21"]) == ["xbrl.5.2.5.2:calcInconsistency"]
    assert _codes(told["c11r"]) == ["calc11e:inconsistentCalculationUsingRounding"]
    assert told["none"]["verdict"] == "VALID"


def test_a_text_of_a_taxonomy_with_labels_alone(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/nota.xml").write_text(_by("../lib/t.xsd", p.instance(*p.BASE, p.note("T"))), "utf-8")
    assert _report(capsys, "--taxonomy", suite, suite / "a/nota.xml")["facts"] == 1
