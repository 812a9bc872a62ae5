"""What a report is told when a register is kept, and that nothing is another when none is."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from samples.builder.sheets import Overrides
from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests.boards.lists import FIRST, HEADINGS, SECOND, write_csv
from tests.conftest import GOOD, SAMPLES, WRONG
from xbrl_pipeline.batch.dossiers import dossier_files, fingerprint_of
from xbrl_pipeline.boards.store import find_register, forget_register, update_register
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.engine import Engine
from xbrl_pipeline.inputs.sources import read_side_inputs, read_source
from xbrl_pipeline.messages import LANGUAGES, Messages, messages
from xbrl_pipeline.model.findings import Finding, Severity
from xbrl_pipeline.model.outcome import ExitCode, Verdict
from xbrl_pipeline.model.report import Report
from xbrl_pipeline.pipeline import check
from xbrl_pipeline.validation.boards import is_alike

SHIPPED = SAMPLES / "register-verzonnen-besturen.csv"
GENERAL = "Algemene gegevens"
KVK, NUMBER, NAME = "B27", "B28", "B24"
THEN = datetime(2026, 6, 1, 12, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("own_home")


def judge(folder: Path, engine: Engine, texts: Messages, overrides: Overrides, *, strict: bool = False) -> Report:
    """Check the accounts of a sample board in which other general data were typed."""
    path = folder / "po.xlsx"
    write_workbook(build_board("po"), path, overrides)
    source = read_source(path, SAMPLES / "po-99001.mapping.yaml", read_side_inputs(None, None))
    return check(source, engine, texts, strict=strict).report


def told(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.code.startswith("board.")]


def cells(finding: Finding) -> list[str]:
    return [cell.address for cell in finding.cells]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_numbers_of_two_boards_are_an_error_with_both_names(lang: str, tmp_path: Path, engine: Engine) -> None:
    update_register([SHIPPED])
    report = judge(tmp_path, engine, messages(lang), {(GENERAL, KVK): "99990002"})
    (finding,) = told(report)
    assert (finding.code, finding.severity) == ("board.two_boards", Severity.ERROR)
    assert report.verdict is Verdict.INVALID
    assert cells(finding) == [KVK, NUMBER]
    for text in ("99990002", SECOND[1], "99001", "Stg. Voorbeeld Prim. Onderw. Fictiestad"):
        assert text in finding.message
    assert finding.advice


def test_an_instance_of_two_boards_is_told_by_its_lines(
    tmp_path: Path, engine: Engine, nl: Messages, capsys: pytest.CaptureFixture[str]
) -> None:
    own = read_source(SAMPLES / "po-99001.xlsx", SAMPLES / "po-99001.mapping.yaml")
    data = check(own, engine, nl).instance
    assert data is not None
    path = tmp_path / "verslag.xbrl"
    path.write_bytes(data.replace(b"99990001", b"99990002"))
    assert guarded(["validate", str(path)]) == ExitCode.VALID
    update_register([SHIPPED])
    capsys.readouterr()
    assert guarded(["validate", str(path), "--format", "json"]) == ExitCode.INVALID
    report = json.loads(capsys.readouterr().out)
    (finding,) = [each for each in report["findings"] if each["code"] == "board.two_boards"]
    assert len(finding["lines"]) == 2
    assert report["boards"]["path"] == SHIPPED.name


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ([SECOND], "board.unknown_number", [NUMBER]),
        ([("99099", *FIRST[1:])], "board.unknown_number.kvk", [KVK, NUMBER]),
        ([(*FIRST[:3], "99990099")], "board.unknown_kvk.other", [KVK, NUMBER]),
        ([(*FIRST[:3], ""), SECOND], "board.unknown_kvk.none", [KVK]),
    ],
)
def test_a_number_that_the_register_does_not_know_is_a_warning(
    rows: list[tuple[str, ...]], code: str, where: list[str], tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    update_register([write_csv(tmp_path / "lijst.csv", *rows)])
    report = judge(tmp_path, engine, nl, {}, strict=True)
    first, *others = told(report)
    assert (first.code, cells(first)) == (code, where)
    assert [finding.code for finding in others] == (["board.unknown_kvk"] if rows == [SECOND] else [])
    assert {finding.severity for finding in (first, *others)} == {Severity.WARNING}
    assert report.verdict is Verdict.VALID


def test_a_list_without_kvk_numbers_says_nothing_about_one(tmp_path: Path, engine: Engine, nl: Messages) -> None:
    update_register([write_csv(tmp_path / "lijst.csv", FIRST[:3], headings=HEADINGS[:3])])
    assert told(judge(tmp_path, engine, nl, {})) == []


def test_one_legal_person_may_be_several_boards_and_one_board_have_several_numbers(
    tmp_path: Path, engine: Engine, nl: Messages
) -> None:
    shared = ("99002", SECOND[1], SECOND[2], FIRST[3])
    update_register([write_csv(tmp_path / "lijst.csv", shared, FIRST, (*FIRST[:3], "99990077"))])
    for kvk in (FIRST[3], "99990077"):
        assert told(judge(tmp_path, engine, nl, {(GENERAL, KVK): kvk})) == []


def test_a_name_that_does_not_resemble_is_a_note(tmp_path: Path, engine: Engine, nl: Messages) -> None:
    update_register([SHIPPED])
    report = judge(tmp_path, engine, nl, {(GENERAL, NAME): "Vereniging De Verdwaalde Zeilboot"})
    (finding,) = told(report)
    assert (finding.code, finding.severity, cells(finding)) == ("board.other_name", Severity.INFO, [NAME])
    assert "Verdwaalde Zeilboot" in finding.message
    assert "Stg. Voorbeeld Prim. Onderw. Fictiestad" in finding.message
    assert report.verdict is Verdict.VALID


@pytest.mark.parametrize(
    ("name", "known", "alike"),
    [
        ("Stichting Openbaar Primair Onderwijs Fictiestad", "Stg. Openb. Prim. Onderw. Fictiestad", True),
        ("Stichting Katholiek Onderwijs Fictiestad e.o.", "St. Kath. Onderwijs Fictiestad", True),
        ("STICHTING PRÉ-VOORBEELD", "Stichting Pre Voorbeeld te Fictiestad", True),
        ("Stichting Kindlint", "Stichting Kinderlint", True),
        ("Stichting De Vlieger", "Stichting De Zeilboot", False),
        ("Vereniging Christelijk Onderwijs Nergenshuizen", "Vereniging Christelijk Onderwijs Dwaalhoven", False),
        ("Stichting Onderwijs Fictiestad", "Stichting Onderwijs Dwaalhoven", False),
    ],
)
def test_names_resemble_through_abbreviations_and_not_by_words_that_all_share(
    name: str, known: str, alike: bool
) -> None:
    assert is_alike(name, known) is is_alike(known, name) is alike


def files_of(name: str, engine: Engine, texts: Messages) -> dict[str, bytes]:
    """Return the dossier of a sample as it would be made at one moment."""
    path = SAMPLES / f"{name}.xlsx"
    source = read_source(path, path.with_suffix(".mapping.yaml"), read_side_inputs(None, None))
    product = check(source, engine, texts)
    assert product.report.engine is not None
    told_anew = replace(product.report.engine, cached=False)
    product = replace(product, report=replace(product.report, created=THEN, engine=told_anew))
    files, _ = dossier_files(source, product, fingerprint_of(source, texts.lang, strict=False), texts)
    return files


@pytest.mark.parametrize("name", [*GOOD, *WRONG, "saldibalans-99007"])
def test_without_a_register_every_byte_of_a_dossier_is_as_before(name: str, engine: Engine, nl: Messages) -> None:
    before = files_of(name, engine, nl)
    assert "boards" not in json.loads(before["report.json"])
    assert "boards" not in json.loads(before["manifest.json"])
    assert b"egister van besturen" not in b"".join(before.values())
    update_register([SHIPPED])
    kept = files_of(name, engine, nl)
    naming = {"report.json", "report.html", "report.xlsx", "manifest.json"}
    assert {file for file in before if before[file] != kept[file]} <= naming
    one, other = (json.loads(files["report.json"]) for files in (before, kept))
    assert other.pop("boards")["path"] == SHIPPED.name
    assert one == other  # the samples are in the register, so that it has nothing to say
    assert b"Register van besturen" in kept["report.html"]
    forget_register()
    assert files_of(name, engine, nl) == before


def test_another_register_makes_a_dossier_anew_and_the_same_boards_do_not(tmp_path: Path) -> None:
    workbook, out = str(SAMPLES / "po-99001.xlsx"), tmp_path / "uit"

    def run() -> str:
        assert guarded(["run", workbook, "--out", str(out)]) == ExitCode.VALID
        (manifest,) = out.glob("*/manifest.json")
        text = manifest.read_text("utf-8")
        return f"{json.loads(text)['fingerprint']} {manifest.stat().st_mtime_ns}"

    without = run()
    update_register([SHIPPED])
    first = run()
    assert first != without
    renamed = tmp_path / "lijst (1).csv"
    renamed.write_bytes(SHIPPED.read_bytes())
    update_register([renamed])
    assert run() == first
    update_register([write_csv(tmp_path / "lijst.csv", FIRST)])
    assert run() not in {first, without}


def test_the_register_is_the_boards_of_its_lists(tmp_path: Path) -> None:
    update_register([write_csv(tmp_path / "een.csv", FIRST), write_csv(tmp_path / "twee.csv", SECOND)])
    kept = find_register()
    assert kept is not None
    assert [board.number for board in kept.boards] == ["99001", "99002"]
    assert kept.name == "een.csv, twee.csv"
