"""Formulas: a verdict wherever Arelle has one, a word about every rule that does not hold, in the reader's language."""

import json
from pathlib import Path

import pytest

from tests.conformance import formulas
from tests.conformance.cases import Case
from tests.conformance.door import through
from tests.conformance.pieces import context, element, fact, instance, schema, unit
from tests.conformance.reference import recorded
from xbrl_pipeline.cli.main import guarded


def test_every_formula_case_has_the_verdict_and_codes_of_the_command_line(
    tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    theirs, cases = recorded(), list(formulas.cases())
    told = through(cases, tmp_path, capsysbinary)
    expected = {each.name: "VALID" if theirs[each.name].valid else "INVALID" for each in cases}
    assert {name: verdict for name, (verdict, _) in told.items()} == expected
    assert {name: ours.codes for name, (_, ours) in told.items()} == {
        each.name: theirs[each.name].codes for each in cases
    }
    assert len(cases) == 10


def _findings(
    case: Case, folder: Path, capsys: pytest.CaptureFixture[str], lang: str = "nl"
) -> list[dict[str, object]]:
    path = case.write(folder)
    guarded(["validate", "--taxonomy", str(path.parent), "--format", "json", "--lang", lang, str(path)])
    found: list[dict[str, object]] = json.loads(capsys.readouterr().out)["findings"]
    return found


@pytest.mark.parametrize("name", ["value-broken", "existence-broken", "consistency-broken"])
def test_a_rule_without_a_sentence_that_does_not_hold_is_told(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case,) = [each for each in formulas.cases() if each.name == f"formula-{name}"]
    (finding,) = _findings(case, tmp_path, capsys)
    assert (finding["code"], finding["severity"]) == ("formula:assertionUnsatisfied", "warning")


@pytest.mark.parametrize("name", ["value-broken-told", "value-broken-told-nl"])
@pytest.mark.parametrize(("lang", "sentence"), [("nl", "De waarde 50 is geen"), ("en", "The value 50 is no")])
def test_a_rule_speaks_the_language_of_the_run_with_its_gaps_filled_in(
    name: str, lang: str, sentence: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (case,) = [each for each in formulas.cases() if each.name == f"formula-{name}"]
    (finding,) = _findings(case, tmp_path, capsys, lang)
    assert str(finding["message"]).startswith(sentence)
    assert "\x1e" not in json.dumps(finding, ensure_ascii=False)


def test_a_package_is_judged_by_itself_beside_an_installed_one_of_the_same_addresses(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    catalog = (
        '<catalog xmlns="urn:oasis:names:tc:entity:xmlns:xml:catalog">'
        '<rewriteURI uriStartString="http://www.onderwijstaxonomie.example/" rewritePrefix="../x/"/></catalog>'
    )
    place = tmp_path / "eigen"
    (place / "META-INF").mkdir(parents=True)
    (place / "META-INF/catalog.xml").write_text(catalog, "utf-8")
    (place / "x").mkdir()
    (place / "x/t.xsd").write_text(schema(element("A")), "utf-8")
    address = "http://www.onderwijstaxonomie.example/t.xsd"
    path = place / "i.xml"
    path.write_text(instance(context(), unit(), fact(), refs=(address,)), "utf-8")
    guarded(["validate", "--taxonomy", str(place), "--format", "json", str(path)])
    report = json.loads(capsys.readouterr().out)
    assert (report["verdict"], report["findings"]) == ("VALID", [])
