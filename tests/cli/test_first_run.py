"""The first thing a person does: run one file on a terminal, and read there what is wrong with it."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

WRONG = SAMPLES / "fout-tekst-99006.xlsx"
GOOD = SAMPLES / "po-99001.xlsx"
_MARKS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")


def on_terminal(*arguments: str, columns: int = 60, before: str = "pass") -> str:
    """Run a command on a terminal of so many columns and return what it showed, its colours and moves left out."""
    ours, theirs = pty.openpty()
    code = f"import sys; {before}; from xbrl_pipeline.cli.main import guarded; sys.exit(guarded(sys.argv[1:]))"
    process = subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=theirs,
        env=os.environ | {"COLUMNS": str(columns), "TERM": "xterm"},
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:  # the other end was closed
            break
        if not part:
            break
        shown += part
    os.close(ours)
    process.wait()
    return _MARKS.sub("", shown.decode()).replace("\r\n", "\n")


def test_one_file_shows_its_findings_in_whole_sentences(tmp_path: Path) -> None:
    out = tmp_path / "uit"
    shown = on_terminal("run", str(WRONG), "--out", str(out))
    (report,) = out.glob("99006-*/report.json")
    findings = json.loads(report.read_text("utf-8"))["findings"]
    read = " ".join(shown.split())
    assert len(findings) > 4
    assert [each["message"] for each in findings if " ".join(each["message"].split()) not in read] == []
    lines = shown.rpartition("NIET GELDIG")[2].splitlines()
    assert max(len(line) for line in lines if str(out) not in line) <= 60
    assert str(report.with_suffix(".html")) in shown
    assert "per seconde" not in shown


@pytest.mark.parametrize("again", [False, True])
def test_a_pipe_gets_a_line_for_each_sentence(again: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(1 + again):
        capsys.readouterr()
        assert guarded(["run", str(GOOD), "--out", str(tmp_path)]) == ExitCode.VALID
    told = capsys.readouterr()
    assert told.out.startswith("GELDIG  po-99001.xlsx  (fouten: 0")
    assert f"Het XBRL-bestand: {tmp_path}" in told.out
    assert ("niet veranderd" in told.out) is again
    assert told.err == ""


def test_a_single_file_that_is_refused_is_told_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "leeg.xlsx"
    file.write_bytes(b"")
    assert guarded(["run", str(file), "--out", str(tmp_path / "uit")]) == ExitCode.INPUT_REFUSED
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.count("leeg.xlsx") == 1
    assert "→" in told.err


def test_several_files_give_a_table(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        (tmp_path / name).write_bytes(b"")
    assert guarded(["run", str(tmp_path), "--out", str(tmp_path / "uit")]) == ExitCode.INPUT_REFUSED
    assert "2 bestanden" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("said", "arguments"),
    [
        ("Taxonomieën proberen", ["doctor"]),
        ("Sjabloon maken", ["template", "--taxonomy", "onderwijs-2025", "--out", "{folder}/t.xlsx"]),
        ("De werkmap wordt bekeken", ["mapping", "suggest", str(GOOD), "--no-ask", "--out", "{folder}/m.yaml"]),
    ],
    ids=["doctor", "template", "suggest"],
)
def test_what_takes_long_says_what_it_does(said: str, arguments: list[str], tmp_path: Path) -> None:
    asked = [each.format(folder=tmp_path) for each in arguments]
    at_once = "import xbrl_pipeline.cli.progress as p; p._SOON = 0.0"
    shown = on_terminal(*asked, columns=200, before=at_once)
    assert said in shown
    lines = [line.rpartition("\r")[2] for line in shown.splitlines()]
    assert any(line and said not in line for line in lines)


def test_words_about_a_wait_of_less_than_a_second_are_not_shown() -> None:
    code = "from xbrl_pipeline.cli.progress import busy; from xbrl_pipeline.messages import messages"
    wait = "import threading; w = busy(messages('nl'), 'cli.busy.doctor'); w.__enter__(); w.__exit__(None, None, None)"
    shown = on_terminal("--help", before=f"{code}; {wait}")
    assert "Taxonomieën proberen" not in shown
