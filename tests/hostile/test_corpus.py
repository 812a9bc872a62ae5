"""The 74 inputs that a reader of strangers' files should know, each with its sentence and exit code.

Numbers 1 to 63 are workbooks and go through ``convert`` here. The others are of other doors: 64 to 69, 71 and 72
stand below, 70, 73 and 74 belong to the queue and the channel.
"""

import json
import re
import shutil
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests.conftest import SAMPLES
from tests.hostile import books, packages
from tests.hostile.boards import NAME
from tests.hostile.cases import CLEAN, Case
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.workbook.gate import MAX_BYTES

WORKBOOKS: Final = (*packages.CASES, *books.CASES)
INSTANCES: Final = (35, 64, 65, 66, 67, 68, 69, 71, 72)
# numbers that have no door here yet, and the door that will take them
LATER: Final = {
    70: "the queue: tests/submission/test_at_once.py adds one dossier twice at the same time",
    73: "the channel to the receiver: answers and statuses",
    74: "the channel to the receiver: clocks, certificates and lines that fail",
}


def test_every_number_on_the_list_is_here_or_has_its_door() -> None:
    counted = Counter({case.number for case in WORKBOOKS} | set(INSTANCES)) + Counter(LATER.keys())
    assert sorted(counted) == list(range(1, 75))
    assert set(counted.values()) == {1}


@pytest.fixture(scope="session")
def good(tmp_path_factory: pytest.TempPathFactory, state: Path) -> dict[str, bytes]:  # noqa: ARG001 - state first
    """Return what ``convert`` makes of the sample itself."""
    out = tmp_path_factory.mktemp("good")
    assert guarded(["convert", str(SAMPLES / f"{NAME}.xlsx"), "--out", str(out), "--quiet"]) == ExitCode.VALID
    return {file.name: file.read_bytes() for file in out.iterdir()}


def sentence(code: str) -> re.Pattern[str]:
    """Return what the sentence of a code looks like, whatever fills its gaps."""
    found = messages("nl").find(code)
    assert found is not None, code
    pieces = re.split(r"\{\w+\}", found.message)
    return re.compile(".*?".join(map(re.escape, pieces)), re.DOTALL)


@pytest.mark.parametrize("case", WORKBOOKS, ids=str)
def test_a_workbook_ends_in_its_sentence(
    case: Case, good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"invoer{case.suffix}"
    path.write_bytes(case.make())
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", tmp_path / "invoer.mapping.yaml")
    out = tmp_path / "out"
    code = guarded(["convert", str(path), "--out", str(out)])
    shown = "".join(capsys.readouterr())
    assert code == case.exit_code, shown
    for expected in (case.codes,) if isinstance(case.codes, str) else case.codes:
        assert sentence(expected).search(shown), shown
    assert case.cell in shown
    assert "Traceback" not in shown
    check_output(case, out, good, shown)


def check_output(case: Case, out: Path, good: dict[str, bytes], shown: str) -> None:
    """All files or none; every cell has its fate, and a clean input gives the facts of the sample."""
    made = {file.name: file.read_bytes() for file in out.iterdir()} if out.exists() else {}
    assert set(made) == (set(good) if case.exit_code is CLEAN else set())
    if case.exit_code is CLEAN:
        assert (made["instance.xbrl"] == good["instance.xbrl"]) is case.same
        counts = json.loads(made["ledger.json"])["counts"]
        assert counts["cells"] == counts["facts"] + counts["skipped"] + counts["rejected"]
        assert counts["rejected"] == 0
        assert "Celtelling" in shown


def test_64_a_balance_that_is_off_by_one(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    board = build_board("po")
    balance = next(sheet for sheet in board.sheets if sheet.name == "Balans")
    old = next(cell.value for cell in balance.cells if (cell.row, cell.column) == (11, 4))
    assert isinstance(old, int)
    write_workbook(board, tmp_path / f"{NAME}.xlsx", {("Balans", "D11"): old + 1})
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", tmp_path)
    assert guarded(["validate", str(tmp_path / f"{NAME}.xlsx")]) == ExitCode.INVALID
    shown = capsys.readouterr().out
    assert "Balans!D10" in shown
    assert sentence("workbook.cell.stale").search(shown)


def instance(good: dict[str, bytes], old: str, new: str) -> bytes:
    text = good["instance.xbrl"].decode()
    assert old in text
    return text.replace(old, new, 1).encode()


def judge(path: Path, data: bytes, capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    path.write_bytes(data)
    code = guarded(["validate", str(path)])
    shown = "".join(capsys.readouterr())
    assert "Traceback" not in shown
    return code, shown


def test_34_a_schema_location_on_the_web_in_an_instance(
    good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = (
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="http://x http://x.example/s.xsd" '
    )
    code, shown = judge(tmp_path / "x.xbrl", instance(good, "<xbrli:xbrl ", f"<xbrli:xbrl {place}"), capsys)
    assert code in {ExitCode.INVALID, ExitCode.NOT_VALIDATED}, shown


@pytest.mark.parametrize("url", ["file:///etc/passwd", "../../../etc/passwd", "http://127.0.0.1/x.xsd"])
def test_35_a_taxonomy_that_is_no_taxonomy(
    url: str, good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = re.sub(rb'xlink:href="[^"]*"', f'xlink:href="{url}"'.encode(), good["instance.xbrl"], count=1)
    code, shown = judge(tmp_path / "x.xbrl", data, capsys)
    assert (code, url in shown) == (ExitCode.NOT_VALIDATED, True)
    assert "root:" not in shown


def test_65_a_truncated_instance(good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, shown = judge(tmp_path / "x.xbrl", good["instance.xbrl"][:-200], capsys)
    assert code == ExitCode.INVALID
    assert sentence("instance.not_xml").search(shown)


@pytest.mark.parametrize("encoding", ["UTF-7", "cp037", "utf-16"])
def test_a_doctype_in_an_instance_that_hides_its_characters(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?><!DOCTYPE x [<!ENTITY a "1">]><x>&a;</x>'
    for each in (text, text[:-4]):
        code, shown = judge(tmp_path / "x.xbrl", each.encode(encoding), capsys)
        assert code == ExitCode.INPUT_REFUSED, shown


def test_66_two_facts_that_contradict_each_other(
    good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = good["instance.xbrl"].decode()
    fact = re.search(r"<[\w-]+:Equity contextRef[^>]*>[0-9]+</[^>]*>", text)
    assert fact is not None
    other = re.sub(r">[0-9]+<", ">1<", fact[0])
    code, shown = judge(tmp_path / "x.xbrl", text.replace(fact[0], fact[0] + other).encode(), capsys)
    assert code == ExitCode.INVALID, shown


def test_67_the_same_context_twice(good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = good["instance.xbrl"].decode()
    context = re.search(r'<xbrli:context id="([^"]*)">.*?</xbrli:context>', text, re.DOTALL)
    assert context is not None
    double = context[0].replace(context[1], "dubbel")
    used = text.replace(context[0], context[0] + double).replace(f'contextRef="{context[1]}"', 'contextRef="dubbel"', 1)
    code, shown = judge(tmp_path / "x.xbrl", used.encode(), capsys)
    assert code == ExitCode.INVALID, shown
    assert "FR-NL-3" in shown or "context" in shown.lower()


def test_68_the_entry_point_of_another_year(
    good: dict[str, bytes], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    url = re.search(r'xlink:href="([^"]*)"', good["instance.xbrl"].decode())
    assert url is not None
    code, shown = judge(tmp_path / "x.xbrl", instance(good, url[1], url[1].replace("2025", "2019")), capsys)
    assert code == ExitCode.NOT_VALIDATED
    assert sentence("instance.taxonomy_missing").search(shown)


def test_69_a_dossier_that_changed_after_validation(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert guarded(["run", str(SAMPLES / f"{NAME}.xlsx"), "--out", str(out), "--quiet"]) == ExitCode.VALID
    (dossier,) = (folder for folder in out.iterdir() if folder.is_dir())
    with (dossier / "instance.xbrl").open("ab") as file:
        file.write(b" ")
    assert guarded(["queue", "add", str(dossier)]) == ExitCode.INPUT_REFUSED
    assert "instance.xbrl" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["a" * 120, "jaarrekening \u00eb 2025 (definitief)", "..verslag", "-rf", "a;b&c"])
def test_71_names_of_files(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copy(SAMPLES / f"{NAME}.xlsx", tmp_path / f"{name}.xlsx")
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", tmp_path / f"{name}.mapping.yaml")
    assert guarded(["mapping", "check", str(tmp_path / f"{name}.xlsx")]) == ExitCode.VALID
    assert "Celtelling" in capsys.readouterr().out


def test_72_a_workbook_at_the_limit_and_one_byte_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for size, code in ((MAX_BYTES, "workbook.markup"), (MAX_BYTES + 1, "workbook.too_large")):
        path = tmp_path / "groot.xlsx"
        with path.open("wb") as file:
            file.write(b"<")
            file.truncate(size)
        assert guarded(["mapping", "check", str(path)]) == ExitCode.INPUT_REFUSED
        assert sentence(code).search(capsys.readouterr().err)
