"""Rule sets: weights with a reason, nothing silent, and no error talked away."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import cli
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, PhaseName, Severity
from xbrl_pipeline.model.outcome import PipelineError, Verdict
from xbrl_pipeline.taxonomy.profiles import ReportProfile
from xbrl_pipeline.validation.phases import give_verdict
from xbrl_pipeline.validation.rulebook import RuleSet, grade, load_rules


def written(folder: Path, *rules: str) -> Path:
    path = folder / "regels.yaml"
    path.write_text("version: 1\nname: Regels van het kantoor\nrules:\n" + "".join(f"  - {rule}\n" for rule in rules))
    return path


def choice(code: str, severity: str, more: str = "") -> str:
    return f'{{code: "{code}", severity: {severity}, reason: "zo afgesproken"{more}}}'


def finding(code: str, severity: Severity, phase: PhaseName = PhaseName.FORMULA, **more: str) -> Finding:
    return Finding(code, severity, "zin", "advies", phase, **more)  # type: ignore[arg-type]


def graded(rules: RuleSet, profile: ReportProfile, nl: Messages, *findings: Finding) -> dict[str, Severity | str]:
    outcome = grade(findings, rules, profile, nl)
    shown: dict[str, Severity | str] = {each.code: each.severity for each in outcome.findings}
    return shown | {each.code: "muted" for each in outcome.muted}


def test_the_first_choice_that_fits_counts(tmp_path: Path, profile: ReportProfile, nl: Messages) -> None:
    rules = load_rules(written(tmp_path, choice("a:b", "info"), choice("a:*", "mute"), choice("c", "error")))
    found = [finding(code, Severity.WARNING) for code in ("a:b", "a:c", "c", "d")]
    assert graded(rules, profile, nl, *found) == {
        "a:b": Severity.INFO,
        "a:c": "muted",
        "c": Severity.ERROR,
        "d": Severity.WARNING,
    }


@pytest.mark.parametrize("severity", ["warning", "info", "mute"])
def test_an_error_stays_an_error_and_says_so(
    severity: str, tmp_path: Path, profile: ReportProfile, nl: Messages
) -> None:
    rules = load_rules(written(tmp_path, choice("x*", severity)))
    outcome = grade([finding("xyz", Severity.ERROR)], rules, profile, nl)
    assert [each.severity for each in outcome.findings] == [Severity.ERROR]
    assert "zo afgesproken" in outcome.findings[0].regraded
    assert give_verdict((), outcome.findings) is Verdict.INVALID


GUARDS = ("mapping.unconfirmed", "question.open", "filing_rules.ahead", "engine.flawed", "facts.unshown")


@pytest.mark.parametrize("code", GUARDS)
@pytest.mark.parametrize("severity", ["info", "mute"])
@pytest.mark.parametrize("pattern", ["{}", "*"])
def test_a_guard_cannot_be_muted_or_lowered(
    code: str, severity: str, pattern: str, tmp_path: Path, profile: ReportProfile, nl: Messages
) -> None:
    rules = load_rules(written(tmp_path, choice(pattern.format(code), severity)))
    outcome = grade([finding(code, Severity.WARNING)], rules, profile, nl)
    assert [each.severity for each in outcome.findings] == [Severity.WARNING]
    assert "zo afgesproken" in outcome.findings[0].regraded
    assert not outcome.muted
    raised = load_rules(written(tmp_path, choice(code, "error")))
    assert graded(raised, profile, nl, finding(code, Severity.WARNING)) == {code: Severity.ERROR}


@pytest.mark.parametrize("text", ["name: &a [x]\nrules: [*a, *a]\n", "[" * 5_000])
def test_a_rule_set_never_grows(text: str, tmp_path: Path) -> None:
    path = tmp_path / "regels.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(PipelineError) as caught:
        load_rules(path)
    assert caught.value.code == "rules.too_much"


def test_a_choice_may_be_about_some_reports_only(tmp_path: Path, profile: ReportProfile, nl: Messages) -> None:
    other = load_rules(written(tmp_path, choice("x", "mute", ', reports: ["wnt"]')))
    mine = [f"{profile.taxonomy}/{profile.report}", profile.report]
    assert graded(other, profile, nl, finding("x", Severity.INFO)) == {"x": Severity.INFO}
    for name in mine:
        rules = load_rules(written(tmp_path, choice("x", "mute", f', reports: ["{name}"]')))
        assert graded(rules, profile, nl, finding("x", Severity.INFO)) == {"x": "muted"}


def test_what_followed_a_muted_finding_stands_by_itself(tmp_path: Path, profile: ReportProfile, nl: Messages) -> None:
    cause = finding("cause", Severity.WARNING)
    effect = finding("effect", Severity.WARNING, follows=cause.ref)
    rules = load_rules(written(tmp_path, choice("cause", "mute")))
    (left,) = grade([cause, effect], rules, profile, nl).findings
    assert left.follows == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[1, 2]",
        "version: 2\nname: x\nrules: []",
        "version: 1\nname: x\nrules: [{code: a, severity: mute}]",
        "version: 1\nname: x\nrules: [{code: a, severity: fatal, reason: zomaar}]",
        "version: 1\nname: x\nrules: []\nmore: 1",
        "a: [b",
        "\x00",
    ],
)
def test_a_file_that_is_no_rule_set_is_refused_with_its_place(text: str, tmp_path: Path) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(text)
    with pytest.raises(PipelineError, match=r"rules\."):
        load_rules(path)


def test_the_command_line_shows_what_is_muted_and_binds_the_rule_set(tmp_path: Path) -> None:
    rules = written(tmp_path, choice("plausibility.*", "mute"))
    arguments = [
        "run",
        str(SAMPLES / "po-99001.xlsx"),
        "--out",
        str(tmp_path / "out"),
        "--rules",
        str(rules),
        "--quiet",
    ]
    assert CliRunner().invoke(cli, arguments, standalone_mode=False).return_value == 0
    (folder,) = (tmp_path / "out").glob("99001-*")
    report = json.loads((folder / "report.json").read_text("utf-8"))
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    assert report["findings"] == []
    assert {each["regraded"] for each in report["muted"]} == {"zo afgesproken"}
    assert manifest["rules"]["sha256"] == report["rules"]["sha256"] == manifest["files"]["rules.yaml"]
    assert "Niet meegeteld volgens uw regelset" in (folder / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("rule", "told"),
    [
        ("{code: a, severity: mute}", "ontbreekt rules.0.reason"),
        ("{code: a, severity: fatal, reason: zomaar}", "'fatal'; die keuze bestaat niet"),
        ("{code: a, severity: mute, reason: zomaar, meer: 1}", "een veld dat niet bestaat: rules.0.meer"),
        ("{code: a, severity: mute, reason: ' '}", "rules.0.reason leeg of te kort"),
        ("{code: a, severity: mute, reason: [x]}", "geen tekst"),
        ("5", "klopt niet bij rules.0"),
    ],
)
def test_what_is_wrong_with_a_rule_set_is_said_in_dutch(rule: str, told: str, tmp_path: Path, nl: Messages) -> None:
    path = tmp_path / "r.yaml"
    path.write_text(f"version: 1\nname: x\nrules: [{rule}]")
    with pytest.raises(PipelineError) as caught:
        load_rules(path)
    assert told in nl.text(caught.value.code, **caught.value.params)
