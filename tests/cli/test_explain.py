"""``explain``: what a code means, and that every code that asks something of a user says why."""

import pytest

from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.messages import LANGUAGES, messages
from xbrl_pipeline.messages.explanations import explain, explained_codes
from xbrl_pipeline.model.outcome import ExitCode


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_code_that_asks_something_says_why(lang: str) -> None:
    texts = messages(lang)
    silent = [code for code in explained_codes(texts) if not (found := explain(code, texts)) or not found.why]
    assert len(explained_codes(texts)) > 600
    assert silent == []


def test_a_code_is_explained_in_four_parts(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["explain", "calc11e:inconsistentCalculationUsingRounding"]) == ExitCode.VALID
    shown = capsys.readouterr().out
    assert shown.splitlines()[0] == "calc11e:inconsistentCalculationUsingRounding"
    assert [line for line in shown.splitlines() if line and line[0].isupper()] == [
        "Melding", "Waarom", "Wat te doen", "Bron",
    ]  # fmt: skip
    assert "XBRL Calculations 1.1" in shown
    assert "{" not in shown


def test_a_rule_of_plausibility_names_its_own_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["explain", "plausibility.result_equity", "--lang", "en"]) == ExitCode.VALID
    assert "RJ 660, models of the accounts" in capsys.readouterr().out.rpartition("Source")[2]
    assert guarded(["explain", "plausibility.result_equity"]) == ExitCode.VALID
    assert "RJ 660, modellen van de jaarrekening" in capsys.readouterr().out.rpartition("Bron")[2]


@pytest.mark.parametrize(("code", "told"), [("plausibility.result_equty", "plausibility.result_equity"), ("xyzzy", "")])
def test_a_code_that_is_none_is_told_with_those_that_look_like_it(
    capsys: pytest.CaptureFixture[str], code: str, told: str
) -> None:
    assert guarded(["explain", code]) == ExitCode.USAGE
    shown = capsys.readouterr().err
    assert code in shown
    assert told in shown


def test_without_a_code_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["explain"]) == ExitCode.VALID
    assert tuple(capsys.readouterr().out.split()) == explained_codes(messages("nl"))
