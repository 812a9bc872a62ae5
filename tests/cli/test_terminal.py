"""What a person reads on a terminal: the cause first, what follows from it in short, never a screen full of numbers."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.reporting.examples import cell, valid, warning
from xbrl_pipeline.cli.findings import report_lines
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.outcome import ExitCode

Said = Callable[[str, str], str]


@pytest.fixture
def said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Said:
    """Give what is said of the sample's instance after a replacement in it."""

    def validate(old: str, new: str) -> str:
        guarded(["convert", str(SAMPLES / "po-99001.xlsx"), "--out", str(tmp_path), "--quiet"])
        text = (tmp_path / "instance.xbrl").read_text("utf-8")
        assert re.search(old, text)
        (tmp_path / "x.xbrl").write_text(re.sub(old, new, text), "utf-8")
        capsys.readouterr()
        assert guarded(["validate", str(tmp_path / "x.xbrl")]) == ExitCode.INVALID
        return capsys.readouterr().out

    return validate


def test_one_mistake_on_hundreds_of_lines_is_one_finding_with_what_follows_under_it(said: Said) -> None:
    lines = said('unit id="EUR"', 'unit id="EURO"').splitlines()
    found = [line for line in lines if line.startswith("  FOUT")]
    assert re.fullmatch(r"  FOUT  regel \d+-\d+: .* is een getal zonder \(bestaande\) eenheid\. \(300 keer\)", found[0])
    place = lines.index("      Hierdoor kloppen ook 2 andere controles niet:")
    assert [line[:10] for line in lines[place + 1 : place + 3]] == ["        · "] * 2
    assert len(found) == 1


def test_a_long_list_of_consequences_is_broken_off_and_says_so(said: Said) -> None:
    lines = said(r"(:Receivables contextRef=\S+) unitRef=\S+", r'\1 unitRef="nergens"').splitlines()
    more = [line for line in lines if re.fullmatch(r"        · en nog \d+; --format html toont ze allemaal\.", line)]
    shown = [line for line in lines if line.startswith("        · ")]
    assert (len(more), len(shown)) == (1, 4)


def test_a_sentence_of_the_engine_that_has_no_end_is_broken_off(nl: Messages) -> None:
    long = replace(warning(), message="Er is iets met\n" + "lang " * 400)
    lines = list(report_lines(replace(valid(), findings=(long,)), nl))
    (line,) = [line for line in lines if "Er is iets met lang lang" in line]
    assert line.endswith("lang …")
    assert len(line) < 600


def test_advice_is_kept_where_the_next_finding_has_the_same_and_a_cause_of_its_own(nl: Messages) -> None:
    one = warning()
    two = replace(one, message="Nog een bedrag.", cells=(cell("Staat van baten en lasten!D99"),), follows="B-elders")
    lines = list(report_lines(replace(valid(), findings=(one, two)), nl))
    assert sum(one.advice in line for line in lines) == 1
    assert sum("B-elders" in line for line in lines) == 1


def test_the_same_advice_for_one_finding_after_another_stands_under_the_last(nl: Messages) -> None:
    one = warning()
    two = replace(one, message="Nog een bedrag.", cells=(cell("Staat van baten en lasten!D99"),))
    lines = list(report_lines(replace(valid(), findings=(one, two)), nl))
    advice = [place for place, line in enumerate(lines) if line.startswith("      → ")]
    assert advice == [next(place for place, line in enumerate(lines) if "Nog een bedrag." in line) + 1]
    assert one.advice in lines[advice[0]]
