"""What is given in place of something else is called what it is, in a folder and in a zip too."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

WORKBOOK = SAMPLES / "po-99001.xlsx"
INLINE = (
    b'<?xml version="1.0"?><!-- een <xbrl> --><html xmlns="http://www.w3.org/1999/xhtml" '
    b'xmlns:ix="http://www.xbrl.org/2013/inlineXBRL" xmlns:xbrli="http://www.xbrl.org/2003/instance"></html>'
)
JSON = b'{"documentInfo": {"documentType": "https://xbrl.org/2021/xbrl-json"}, "facts": {}}'
INSTANCE = b'<xbrl xmlns="http://www.xbrl.org/2003/instance"><!-- geen inlineXBRL, geen /xbrl-json --></xbrl>'


def packed(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return stream.getvalue()


PACKAGE = packed(**{"META-INF__reportPackage_json": b"{}", "reports__r_xhtml": INLINE})
KINDS = {
    "inline XBRL": ("verslag.xhtml", INLINE),
    "xBRL-JSON": ("verslag.json", JSON),
    "rapportpakket": ("verslag.xbri", PACKAGE),
}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("suffix", ["", ".xbrl", ".XBRL"])
def test_what_is_to_be_filed_is_an_instance(
    kind: str, suffix: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name, data = KINDS[kind]
    file = tmp_path / (f"{Path(name).stem}{suffix}" if suffix else name)
    file.write_bytes(data)
    assert guarded(["run", str(file), "--out", str(tmp_path / "out")]) == ExitCode.INPUT_REFUSED
    told = capsys.readouterr()
    assert kind in told.err
    assert ".xbrl" in told.err.partition("→")[2]


@pytest.mark.parametrize("command", ["run", "validate"])
@pytest.mark.parametrize("place", ["map", "zip"])
def test_none_of_them_is_passed_over_in_a_folder_or_a_zip(
    command: str, place: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = tmp_path / place
    if place == "map":
        where.mkdir()
        for name, data in KINDS.values():
            (where / name).write_bytes(data)
    else:
        where = tmp_path / "alles.zip"
        with zipfile.ZipFile(where, "w") as archive:
            for name, data in KINDS.values():
                archive.writestr(name, data)
    out = ["--out", str(tmp_path / "out")] if command == "run" else []
    assert guarded([command, str(where), *out]) == ExitCode.INPUT_REFUSED
    told = capsys.readouterr().err
    said = " is een" if command == "run" else ""
    assert [f"{where.name}/{name}{said}" in told for name, _ in KINDS.values()] == [True] * 3
    assert command == "validate" or all(kind in told for kind in KINDS)


@pytest.mark.parametrize("name", ["jaarrekening.xbrl", "vorig.xml"])
def test_a_workbook_where_an_xbrl_file_is_asked_is_called_one(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = Path(shutil.copy(WORKBOOK, tmp_path / name))
    template = ["template", "--taxonomy", "onderwijs-2026", "--out", str(tmp_path / "t.xlsx"), "--prefill", str(file)]
    for arguments in (["validate", str(file)], ["validate", str(WORKBOOK), "--previous", str(file)], template):
        assert guarded(arguments) == ExitCode.INPUT_REFUSED
        told = capsys.readouterr().err
        assert f"{name} is een werkmap" in told
        assert "XML" not in told.replace(name, "")


def test_an_xbrl_file_where_a_workbook_is_asked_is_called_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("instance.xbrl", "instance.xlsx"):
        file = tmp_path / name
        file.write_bytes(INSTANCE)
        wrong = (["convert", str(file)], ["mapping", "suggest", str(file), "--review", str(tmp_path / "r.xlsx")])
        for arguments in wrong:
            assert guarded(arguments) == ExitCode.INPUT_REFUSED
            assert f"{name} is een XBRL-bestand, geen werkmap" in capsys.readouterr().err


def test_words_inside_an_xbrl_file_do_not_make_it_something_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gewoon.xbrl"
    file.write_bytes(INSTANCE)
    assert guarded(["validate", str(file)]) == ExitCode.INPUT_REFUSED
    assert "schemaRef" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["run", "validate"])
def test_nothing_given_is_said_without_an_empty_name(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert guarded([command]) == ExitCode.USAGE
    told = capsys.readouterr().err
    assert "nog geen bestand of map" in told
    assert "  " not in told
