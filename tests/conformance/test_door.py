"""What a taxonomy from elsewhere may bring along, what it may not, and what its verdict is never taken for."""

import hashlib
import json
import re
import shutil
from pathlib import Path

import pytest

from tests.conformance import pieces as p
from tests.conformance.asking import GOOD, asked, by, codes_of, validate, written
from tests.submission import dossiers
from tests.submission.dossiers import make_dossier
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.dossier.seal import read_dossier
from xbrl_pipeline.engine import EngineSettings
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode, PipelineError

TAXONOMY = p.schema(p.element("A"), p.element("T", p.TEXT), info=p.linkbase_ref("l.xml"))
LABEL = (
    '<link:label xlink:type="resource" xlink:label="w" xlink:role="http://www.xbrl.org/2003/role/label" '
    'xml:lang="nl">Verzonnen post</link:label>'
)
LABELS = p.linkbase(p.link("label", p.loc("A"), LABEL, p.arc("label", f"{p.ARC}concept-label", "A", "w")))
BAD = p.instance(*p.BASE, p.fact(value="veel"))


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A folder as a suite has them: taxonomies in one folder, instances in another."""
    return written(
        tmp_path / "suite",
        {
            "lib/t.xsd": TAXONOMY,
            "lib/l.xml": LABELS,
            "a/goed.xml": by("../lib/t.xsd", GOOD),
            "a/fout.xml": by("../lib/t.xsd", BAD),
        },
    )


def test_without_the_option_the_advice_is_the_command_to_give(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for lang in ("nl", "en"):
        assert validate(suite / "a/goed.xml", "--lang", lang) == ExitCode.NOT_VALIDATED
        told = re.search(r"xbrl-pipeline validate (--taxonomy \S+ \S+\.xml)", capsys.readouterr().err)
        assert told is not None
        assert validate(*told[1].split()) == ExitCode.VALID


def test_a_file_that_is_missing_is_named_as_it_should_lie_there(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (suite / "a/half.xml").write_text(by("../lib/weg.xsd", GOOD), "utf-8")
    assert validate("--taxonomy", suite, suite / "a/half.xml") == ExitCode.INVALID
    shown = capsys.readouterr().out
    assert "file: lib/weg.xsd" in shown
    assert "xbrl-elsewhere" not in shown


def test_what_lies_in_a_zip_is_to_be_unpacked_first(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    packed = shutil.make_archive(str(tmp_path / "suite"), "zip", suite)
    assert validate(packed) == ExitCode.NOT_VALIDATED
    shown = capsys.readouterr().err
    assert "pak de zip dan eerst uit" in shown
    assert "--taxonomy MAP BESTAND" in shown


def test_the_command_to_give_keeps_the_filing_rules_that_were_given(
    suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert validate("--filing-rules", "NT19", suite / "a/goed.xml") == ExitCode.NOT_VALIDATED
    assert f"validate --filing-rules NT19 --taxonomy {suite} {suite}/a/goed.xml" in capsys.readouterr().err


@pytest.mark.parametrize("href", ["../../../../t.xsd", "/etc/t.xsd", "file:///etc/t.xsd"])
def test_a_far_folder_is_never_proposed(href: str, suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/ver.xml").write_text(by(href, GOOD), "utf-8")
    assert validate(suite / "a/ver.xml") == ExitCode.NOT_VALIDATED
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
    report = asked(capsys, "--taxonomy", suite, suite / "a/fout.xml")
    finding = next(each for each in report["findings"] if each["code"] == "xmlSchema:valueError")
    assert finding["concept"] == "Verzonnen post"
    assert finding["values"][0]["element"] == "t:A"
    line = (suite / "a/fout.xml").read_text("utf-8").splitlines()[finding["lines"][0] - 1]
    assert ">veel<" in line


def test_a_finding_in_the_taxonomy_names_file_and_line(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "lib/t.xsd").write_text(p.schema(p.element("A"), p.element("T", p.TEXT, period="")), "utf-8")
    report = asked(capsys, "--taxonomy", suite, suite / "a/goed.xml")
    assert report["verdict"] == "INVALID"
    assert report["counts"]["error"] == 1
    assert "t.xsd regel" in report["findings"][0]["message"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_every_report_says_that_it_counts_for_nothing(
    suite: Path, lang: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = messages(lang).text("verdict.elsewhere", taxonomy="suite")
    assert "DUO" in said
    assert validate("--taxonomy", suite, suite / "a/goed.xml", "--lang", lang) == ExitCode.VALID
    assert said in capsys.readouterr().out.splitlines()[1]
    report = asked(capsys, "--taxonomy", suite, suite / "a/goed.xml", "--lang", lang)
    assert said in report["summary"]
    assert report["taxonomy"]["installed"] is False
    validate("--taxonomy", suite, suite / "a/goed.xml", "--lang", lang, "--format", "html", "--out", tmp_path)
    assert said in (tmp_path / "goed.report.html").read_text("utf-8")


@pytest.mark.parametrize("file", ["manifest.json", "report.json"])
def test_such_a_report_never_gets_into_the_queue(file: str, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "dossier")
    content = json.loads((folder / file).read_text("utf-8"))
    content["taxonomy"] = dossiers.TAXONOMY | {"installed": False}
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
    assert validate("--taxonomy", suite, suite / "a/uit.xml") == ExitCode.INPUT_REFUSED
    assert "buiten suite" in capsys.readouterr().err


def test_a_base_may_not_lead_out_either(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = p.instance(*p.BASE, p.fact(), refs=("t.xsd",), more='xml:base="../../suite/lib/"')
    (suite / "a/uit.xml").write_text(text, "utf-8")
    assert validate("--taxonomy", suite / "a", suite / "a/uit.xml") == ExitCode.INPUT_REFUSED
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
    report = asked(capsys, "--taxonomy", suite, suite / "a/uit.xml")
    assert report["verdict"] == "INVALID"
    assert "IOerror" in codes_of(report)
    # the same schema inside the folder is read
    (suite / "lib/buiten.xsd").write_text(SECRET, "utf-8")
    (suite / "lib/t.xsd").write_text(p.schema(p.element("A"), imports=imports.replace(where, "buiten.xsd")), "utf-8")
    assert asked(capsys, "--taxonomy", suite, suite / "a/uit.xml")["verdict"] == "VALID"


def test_a_link_in_the_folder_is_refused(suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "buiten.xsd").write_text(SECRET, "utf-8")
    (suite / "lib/link.xsd").symlink_to(tmp_path / "buiten.xsd")
    assert validate("--taxonomy", suite, suite / "a/goed.xml") == ExitCode.INPUT_REFUSED
    assert "link.xsd" in capsys.readouterr().err


def test_a_document_with_a_doctype_is_not_read(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "lib/t.xsd").write_text(f'<!DOCTYPE x [<!ENTITY e "A">]>{TAXONOMY}', "utf-8")
    assert validate("--taxonomy", suite, suite / "a/goed.xml") == ExitCode.NOT_VALIDATED
    shown = capsys.readouterr().err
    assert "lib/t.xsd" in shown
    assert "DOCTYPE" in shown
    (suite / "a/dt.xml").write_text(f'<!DOCTYPE x [<!ENTITY e "1">]>{GOOD.partition("?>")[2]}', "utf-8")
    assert validate("--taxonomy", suite, suite / "a/dt.xml") == ExitCode.INPUT_REFUSED
    assert "dt.xml bevat een DOCTYPE" in capsys.readouterr().err
    assert validate("--taxonomy", suite, suite / "a/dt.xml", "--filing-rules", "none") == ExitCode.INPUT_REFUSED
    capsys.readouterr()
    assert validate("--taxonomy", suite, suite / "a/weg.xml") == ExitCode.INPUT_REFUSED
    assert f"{suite / 'a/weg.xml'} bestaat niet" in capsys.readouterr().err


def test_a_doctype_breaks_a_filing_rule_and_resolves_nothing(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "geheim.txt").write_text("4321987", "utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "geheim.txt").as_uri()}">]>'
    text = by("../lib/t.xsd", p.instance(*p.BASE, p.fact(value="&e;")))
    (suite / "a/dt.xml").write_text(f"{entity}{text.partition('?>')[2]}", "utf-8")
    report = asked(capsys, "--taxonomy", suite, suite / "a/dt.xml", "--filing-rules", "NT20")
    assert (report["verdict"], codes_of(report)) == ("INVALID", ["NL.FR-NL-1.03", "engine.flawed"])
    assert {phase["status"] for phase in report["phases"] if phase["name"] != "plausibility"} == {"skipped"}
    assert "4321987" not in json.dumps(report)


@pytest.mark.parametrize("spoilt", [GOOD[:-30], GOOD.replace(">1<", ">1<<"), GOOD.replace("t:A", "x:A")])
def test_ill_formed_xml_is_invalid_and_its_figures_are_not_read(
    spoilt: str, suite: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (suite / "a/kapot.xml").write_text(by("../lib/t.xsd", spoilt), "utf-8")
    report = asked(capsys, "--taxonomy", suite, suite / "a/kapot.xml")
    assert (report["verdict"], report["facts"], report["ratios"]) == ("INVALID", 0, [])
    assert "xmlSchema:syntax" in codes_of(report)


def test_ill_formed_xml_may_not_lead_out_either(
    suite: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "buiten.xsd").write_text(TAXONOMY, "utf-8")
    (suite / "a/kapot.xml").write_text(by("../../buiten.xsd", GOOD[:-30]), "utf-8")
    assert validate("--taxonomy", suite, suite / "a/kapot.xml") == ExitCode.INPUT_REFUSED
    assert "buiten suite" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["a;b;c", "<a><b></a>", "<!DOCTYPE x><a/>"])
def test_what_is_no_instance_at_all_is_refused(text: str, suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/vreemd.xml").write_text(text, "utf-8")
    assert validate("--taxonomy", suite, suite / "a/vreemd.xml") == ExitCode.INPUT_REFUSED
    assert "vreemd.xml" in capsys.readouterr().err


def test_an_address_that_nothing_holds_is_a_missing_taxonomy(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/ver.xml").write_text(by("http://toets.example/weg.xsd", GOOD), "utf-8")
    assert validate("--taxonomy", suite, suite / "a/ver.xml") == ExitCode.NOT_VALIDATED
    assert "http://toets.example/weg.xsd" in capsys.readouterr().err


def test_what_was_said_is_never_kept(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert EngineSettings().results is None
    assert asked(capsys, "--taxonomy", suite, suite / "a/goed.xml")["verdict"] == "VALID"
    first = asked(capsys, "--taxonomy", suite, suite / "a/goed.xml")["taxonomy"]["sha256"]
    (suite / "lib/t.xsd").write_text(p.schema(p.element("B")), "utf-8")
    second = asked(capsys, "--taxonomy", suite, suite / "a/goed.xml")
    assert second["verdict"] == "INVALID"
    assert second["taxonomy"]["sha256"] != first


def test_many_files_by_a_list_and_by_several_workers(
    suite: Path, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    for number in range(8):
        (suite / f"a/n{number}.xml").write_text(by("../lib/t.xsd", BAD if number % 2 else GOOD), "utf-8")
    (tmp_path / "lijst").write_text("suite/a/n*.xml\n", "utf-8")
    assert validate("--taxonomy", suite, f"@{tmp_path / 'lijst'}", "--jsonl", "--jobs", 2) == ExitCode.INVALID
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert sorted((Path(line["path"]).stem, line["exit_code"]) for line in lines) == [
        (f"n{number}", number % 2) for number in range(8)
    ]


def test_a_folder_of_a_suite_gives_its_instances_alone(suite: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (suite / "testcase.xml").write_text(
        '<testcase xmlns="http://toets.example/tc"><instance>http://www.xbrl.org/2003/instance</instance></testcase>',
        "utf-8",
    )
    validate("--taxonomy", suite, suite, "--jsonl")
    lines = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    judged = {Path(line["path"]).name for line in lines if line["verdict"]}
    told = {Path(line["path"]).name: line["problem"]["code"] for line in lines if not line["verdict"]}
    assert judged == {"fout.xml", "goed.xml"}
    assert told["testcase.xml"] == "input.left_out.other"
    assert len(judged) + len(told) == len(lines)


def test_a_workbook_is_not_for_a_taxonomy_from_elsewhere(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = Path(__file__).parents[2] / "samples/po-99001.xlsx"
    assert validate("--taxonomy", suite, book) == ExitCode.INPUT_REFUSED
    assert "onderwijs-2025" in capsys.readouterr().err


def test_a_name_that_is_nowhere_names_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert validate("--taxonomy", "nergens", "x.xml") == ExitCode.USAGE
    assert "onderwijs-2025" in capsys.readouterr().err


def test_calculations_are_checked_as_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    total = p.arc("calculation", "summation-item", "A", "B", 'weight="1"')
    files = {
        "t.xsd": p.schema(p.element("A"), p.element("B"), info=p.linkbase_ref("l.xml")),
        "l.xml": p.linkbase(p.link("calculation", p.loc("A"), p.loc("B"), total)),
        "i.xml": p.instance(*p.BASE, p.fact(value="5"), p.fact("B", "3")),
    }
    suite = written(tmp_path / "som", files)
    told = {
        mode: asked(capsys, "--taxonomy", suite, suite / "i.xml", "--calc", mode) for mode in ("xbrl21", "c11r", "none")
    }
    assert codes_of(told["xbrl21"]) == ["xbrl.5.2.5.2:calcInconsistency"]
    assert codes_of(told["c11r"]) == ["calc11e:inconsistentCalculationUsingRounding"]
    assert told["none"]["verdict"] == "VALID"


def test_a_text_of_a_taxonomy_with_labels_alone(suite: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (suite / "a/nota.xml").write_text(by("../lib/t.xsd", p.instance(*p.BASE, p.note("T"))), "utf-8")
    assert asked(capsys, "--taxonomy", suite, suite / "a/nota.xml")["facts"] == 1
