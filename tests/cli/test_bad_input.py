"""Bad input ends in one clear sentence and the right exit code, and leaves nothing half-written."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from samples.builder.workbook import build_board
from samples.builder.writer import write_workbook
from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
NAME = "po-99001"


@pytest.fixture
def board(tmp_path: Path) -> Path:
    """Return a copy of a good workbook with its mapping beside it."""
    for suffix in ("xlsx", "mapping.yaml"):
        shutil.copy(SAMPLES / f"{NAME}.{suffix}", tmp_path / f"{NAME}.{suffix}")
    return tmp_path / f"{NAME}.xlsx"


def _empty(board: Path) -> None:
    board.write_bytes(b"")


def _truncate(board: Path) -> None:
    board.write_bytes(board.read_bytes()[:-5000])


def _password(board: Path) -> None:
    board.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))


def _xls(board: Path) -> None:
    board.write_bytes(OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(600))


def _csv(board: Path) -> None:
    board.write_text("RJ;omschrijving;bedrag\n1.1;Vaste activa;100\n", "utf-8")


def _no_mapping(board: Path) -> None:
    board.with_name(f"{NAME}.mapping.yaml").unlink()
    book = Workbook()
    book.worksheets[0]["A1"] = "Boodschappen"
    book.save(board)


def _other_board(board: Path) -> None:
    _in_mapping(board, "bestuursnummer: '99001'", "bestuursnummer: '99009'")


def _broken_mapping(board: Path) -> None:
    _in_mapping(board, "version: 1", "version: [1")


def _unknown_concept(board: Path) -> None:
    _in_mapping(board, "concept: Assets\n", "concept: Asets\n")


def _other_taxonomy(board: Path) -> None:
    _in_mapping(board, "taxonomy: onderwijs-2025", "taxonomy: onderwijs-1999")


def _other_workbook(board: Path) -> None:
    other = board.parent / "other.xlsx"
    from openpyxl import Workbook  # noqa: PLC0415

    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "iets anders"
    book.save(other)
    other.replace(board)


def _in_mapping(board: Path, old: str, new: str) -> None:
    mapping = board.with_name(f"{NAME}.mapping.yaml")
    text = mapping.read_text("utf-8")
    assert old in text
    mapping.write_text(text.replace(old, new), "utf-8")


def _missing(board: Path) -> None:
    board.unlink()


CASES = [
    (_missing, ExitCode.INPUT_REFUSED, "bestaat niet"),
    (_empty, ExitCode.INPUT_REFUSED, "leeg"),
    (_truncate, ExitCode.INPUT_REFUSED, "beschadigd"),
    (_password, ExitCode.INPUT_REFUSED, "wachtwoord"),
    (_xls, ExitCode.INPUT_REFUSED, ".xls"),
    (_csv, ExitCode.INPUT_REFUSED, ".xlsx"),
    (_no_mapping, ExitCode.INPUT_REFUSED, "po-99001.mapping.yaml"),
    (_other_board, ExitCode.INPUT_REFUSED, "99009"),
    (_broken_mapping, ExitCode.INPUT_REFUSED, "po-99001.mapping.yaml"),
    (_unknown_concept, ExitCode.INPUT_REFUSED, "Asets"),
    (_other_taxonomy, ExitCode.INPUT_REFUSED, "onderwijs-1999"),
    (_other_workbook, ExitCode.INPUT_REFUSED, "Balans"),
]


@pytest.mark.parametrize("command", ["convert", "run"])
@pytest.mark.parametrize(("spoil", "code", "words"), CASES)
def test_bad_input_is_refused_in_one_sentence(
    command: str,
    spoil: Callable[[Path], None],
    code: ExitCode,
    words: str,
    board: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    spoil(board)
    out = tmp_path / "out"
    assert guarded([command, str(board), "--out", str(out)]) == code
    shown = capsys.readouterr()
    assert words in " ".join(shown.err.split())
    assert "→" in shown.err, "every refusal says what to do"
    assert "Traceback" not in shown.err + shown.out
    left = {path.name for path in out.rglob("*")} if out.exists() else set()
    assert left == ({"overview.html", "overview.xlsx", "overview.json"} if command == "run" else set())


@pytest.mark.parametrize("command", ["convert", "run"])
def test_a_folder_that_cannot_be_written_is_named(
    command: str, board: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("no folder")
    code = guarded([command, str(board), "--out", str(tmp_path / "file" / "out")])
    assert code == ExitCode.INPUT_REFUSED
    assert "kan niet worden geschreven" in capsys.readouterr().err


def test_a_renamed_sheet_is_named_and_costs_no_fact_in_silence(
    board: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _in_mapping(board, "sheet: Balans\n", "sheet: Balansen\n")
    out = tmp_path / "out"
    assert guarded(["convert", str(board), "--out", str(out)]) == ExitCode.INVALID
    shown = capsys.readouterr().err
    assert "Balansen" in shown
    assert not (out / "instance.xbrl").exists()


def test_a_text_in_a_number_cell_gives_no_instance(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workbook = tmp_path / "board.xlsx"
    write_workbook(build_board("po"), workbook, {("Balans", "D10"): "n.n.b."})
    shutil.copy(SAMPLES / f"{NAME}.mapping.yaml", tmp_path / "board.mapping.yaml")
    assert guarded(["convert", str(workbook), "--out", str(tmp_path / "out")]) == ExitCode.INVALID
    assert "Balans!D10" in capsys.readouterr().err
    assert list((tmp_path / "out").rglob("*")) == []


def test_a_doctype_is_refused_before_arelle_sees_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    instance = tmp_path / "x.xbrl"
    instance.write_text('<!DOCTYPE x [<!ENTITY a "1">]><xbrl xmlns="http://www.xbrl.org/2003/instance"/>', "utf-8")
    assert guarded(["validate", str(instance)]) == ExitCode.INPUT_REFUSED
    assert "DOCTYPE" in capsys.readouterr().err


def test_an_instance_of_an_unknown_taxonomy_is_not_validated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    instance = tmp_path / "x.xbrl"
    url = "http://www.example.org/taxonomy.xsd"
    instance.write_text(
        '<xbrl xmlns="http://www.xbrl.org/2003/instance" xmlns:l="http://www.xbrl.org/2003/linkbase"'
        f' xmlns:x="http://www.w3.org/1999/xlink"><l:schemaRef x:type="simple" x:href="{url}"/></xbrl>',
        "utf-8",
    )
    assert guarded(["validate", str(instance)]) == ExitCode.NOT_VALIDATED
    assert url in capsys.readouterr().err


def test_nothing_to_do_is_an_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["run", str(tmp_path), "--out", str(tmp_path / "out")]) == ExitCode.USAGE
    assert str(tmp_path) in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_an_unknown_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded(["run", "--no-such-option"]) == ExitCode.USAGE
    assert "no-such-option" in capsys.readouterr().err


def test_a_surprise_gets_a_number_and_a_log_file(
    monkeypatch: pytest.MonkeyPatch, board: Path, state: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def surprise(*_: object) -> None:
        message = "what a surprise"
        raise ZeroDivisionError(message)

    monkeypatch.setattr("xbrl_pipeline.inputs.sources.read_admitted", surprise)
    assert guarded(["convert", str(board), "--out", str(tmp_path / "out")]) == ExitCode.INTERNAL
    shown = capsys.readouterr().err
    assert "Storingsnummer" in shown
    assert "surprise" not in shown
    logs = [path.read_text("utf-8") for path in (state / "incidents").iterdir()]
    assert any("what a surprise" in log for log in logs)
