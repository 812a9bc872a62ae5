"""No name of a file moves the terminal, turns its text around, or writes a line of its own."""

import json
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded

NASTY = "a\x1b[31mb\u202ec\x9bd\nGELDIG  x"
RAW = ("\x1b", "\u202e", "\x9b", "\nGELDIG")


def _said(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    guarded(arguments)
    told = capsys.readouterr()
    return told.out + told.err


@pytest.mark.parametrize(
    "command",
    [
        ["validate", "{}.xbrl"],
        ["validate", "{}.xlsx"],
        ["validate", "--jsonl", "{}.xbrl"],
        ["validate", "{}.xbrl", "{}.xml"],
        ["validate", "--rules", "{}.yaml", "{}.xbrl"],
        ["validate", "--list", "{}.txt"],
        ["validate", "--taxonomy", "{}", "{}.xbrl"],
        ["convert", "{}.xlsx"],
        ["mapping", "check", "{}.xlsx", "--mapping", "{}.yaml"],
        ["run", "{}.xlsx", "--out", "{}"],
        ["taxonomy", "add", "{}.zip"],
        ["taxonomy", "show", "{}"],
        ["{}"],
    ],
)
@pytest.mark.parametrize("there", [True, False])
def test_a_name_stays_a_name(
    command: list[str], there: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    given = [part.format(NASTY) for part in command]
    for name in given if there else ():
        if Path(name).suffix:
            Path(name).write_bytes(b"<x>")
    said = _said(given, capsys)
    assert "b\ufffdc" in said or "b\\u202ec" in said or "<x>" in said
    assert not [mark for mark in RAW if mark in said]


def test_a_report_about_such_a_file_has_its_name_in_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    guarded(["convert", str(SAMPLES / "po-99001.xlsx"), "--out", str(tmp_path), "--quiet"])
    path = tmp_path / f"{NASTY}.xbrl"
    (tmp_path / "instance.xbrl").rename(path)
    said = _said(["validate", "--format", "json", str(path)], capsys)
    assert not [mark for mark in RAW if mark in said]
    assert json.loads(said)["input"]["path"] == path.name
    said = _said(["validate", str(path)], capsys)
    assert not [mark for mark in RAW if mark in said]
    assert "  a\ufffd[31mb\ufffdc\ufffdd GELDIG  x.xbrl  (" in said
