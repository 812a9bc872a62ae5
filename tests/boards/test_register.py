"""The register as a user meets it: read from lists in every shape, shown, replaced as a whole or not at all."""

import hashlib
import json
import stat
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.boards.lists import FIRST, HEADINGS, SECOND, write_csv, write_xlsx
from tests.conftest import ROOT, SAMPLES
from xbrl_pipeline.cli.main import guarded
from xbrl_pipeline.model.outcome import ExitCode

SHIPPED = SAMPLES / "register-verzonnen-besturen.csv"
pytestmark = pytest.mark.usefixtures("own_home")


def load(*files: Path, ends: int = ExitCode.VALID) -> None:
    assert guarded(["boards", "update", *map(str, files)]) == ends


def said(capsys: pytest.CaptureFixture[str], *arguments: str, ends: int = ExitCode.VALID) -> str:
    """Return what a command prints, and what it says beside that."""
    capsys.readouterr()
    assert guarded(["boards", *arguments]) == ends
    shown = capsys.readouterr()
    return shown.out + shown.err


def register(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(said(capsys, "list", "--json"))
    return found


def numbers(capsys: pytest.CaptureFixture[str]) -> dict[str, list[str]]:
    return {board["number"]: board["kvks"] for board in register(capsys)["boards"]}


@pytest.mark.parametrize("separator", [";", ",", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_text_is_read_in_every_form(
    separator: str, encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = ("99003", "Stichting Prés-Écoles, Verzonnen", "NERGENSHUIZEN", "99990003")
    load(write_csv(tmp_path / "lijst.csv", FIRST, odd, separator=separator, encoding=encoding))
    assert [board["names"] for board in register(capsys)["boards"]] == [[FIRST[1]], [odd[1]]]


def test_zeros_that_a_spreadsheet_took_off_come_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ((8, "Vereniging Nul", "NULHUIZEN", 9990008), (99001, FIRST[1], FIRST[2], 99990001))
    load(write_xlsx(tmp_path / "lijst.xlsx", *rows, top=3))
    assert numbers(capsys) == {"00008": ["09990008"], "99001": ["99990001"]}
    for wanted in ("8", "00008", "9990008", "09990008", "vereniging NUL"):
        assert "NULHUIZEN" in said(capsys, "show", wanted)


def test_numbers_that_are_text_keep_their_zeros(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(write_csv(tmp_path / "lijst.csv", ("00008", "Vereniging Nul", "NULHUIZEN", "09990008")))
    assert numbers(capsys) == {"00008": ["09990008"]}


@pytest.mark.parametrize("none", ["", "-", "0", "00000000"])
def test_a_board_may_have_no_kvk_number(none: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    load(write_csv(tmp_path / "lijst.csv", FIRST, (*SECOND[:3], none)))
    assert numbers(capsys) == {"99001": ["99990001"], "99002": []}


def test_several_names_sectors_and_numbers_are_one_board(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = write_csv(tmp_path / "po.csv", (*FIRST, "PO"), headings=(*HEADINGS, "SOORT PRIMAIR ONDERWIJS"))
    again = ("99001", "Voorbeeldgroep Fictiestad", "FICTIESTAD", "99990009", "hbo")
    second = write_xlsx(tmp_path / "ho.xlsx", again, headings=(*HEADINGS, "SOORT HO"))
    load(first, second)
    kept = register(capsys)
    (board,) = kept["boards"]
    assert (board["names"], board["kvks"]) == ([FIRST[1], "Voorbeeldgroep Fictiestad"], ["99990001", "99990009"])
    assert (board["places"], board["sectors"]) == (["FICTIESTAD"], ["PO", "hbo"])
    assert [each["name"] for each in kept["lists"]] == ["po.csv", "ho.xlsx"]
    load(second, first)
    assert register(capsys)["sha256"] == kept["sha256"]


def test_headings_may_be_written_otherwise(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    headings = ("Bevoegd_gezag_nummer", "Bevoegd gezag naam", "Plaatsnaam", "KvK nummer")
    load(write_csv(tmp_path / "lijst.csv", FIRST, headings=headings))
    assert numbers(capsys) == {"99001": ["99990001"]}


def test_a_list_without_kvk_numbers_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_csv(tmp_path / "lijst.csv", FIRST[:3], headings=HEADINGS[:3])
    assert "geen kolom KVK-NUMMER" in said(capsys, "update", str(path))
    assert numbers(capsys) == {"99001": []}


def test_a_remark_under_the_table_is_named_and_no_board(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_xlsx(tmp_path / "lijst.xlsx", FIRST, ("Peildatum 1 oktober",))
    assert "Besturen!A3" in said(capsys, "update", str(path))
    assert list(numbers(capsys)) == ["99001"]


def test_the_register_says_where_it_comes_from(
    own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_csv(tmp_path / "lijst.csv", FIRST, SECOND)
    load(path)
    kept = register(capsys)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert kept["lists"] == [{"name": "lijst.csv", "sha256": digest, "boards": 2}]
    shown = said(capsys, "list")
    day = "-".join(reversed(kept["loaded"][:10].split("-")))
    assert all(text in shown for text in ("lijst.csv", digest, kept["sha256"], day, FIRST[1], SECOND[3]))
    assert FIRST[1] in said(capsys, "show", "99001", "--json")
    schema = json.loads((ROOT / "schemas" / "boards.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads((own_home / "boards.json").read_text("utf-8")), schema)


def test_the_register_is_for_its_own_account_and_leaves_nothing_beside_it(own_home: Path) -> None:
    before = {path.name for path in own_home.iterdir()}
    load(SHIPPED)
    assert {path.name for path in own_home.iterdir()} - before == {"boards.json"}
    assert stat.S_IMODE((own_home / "boards.json").stat().st_mode) == stat.S_IRUSR | stat.S_IWUSR


def test_the_shipped_register_holds_the_samples_and_says_that_it_is_invented(
    capsys: pytest.CaptureFixture[str],
) -> None:
    load(SHIPPED)
    found = numbers(capsys)
    assert {f"9900{place}": [f"9999000{place}"] for place in range(1, 8)}.items() <= found.items()
    assert "00008" in found
    assert "Verzonnen" in SHIPPED.read_text("utf-8").splitlines()[0]
    assert SHIPPED.name in (SAMPLES / "README.md").read_text("utf-8")


def _wrong(folder: Path) -> dict[str, Path]:
    return {
        "boards.bad_number": write_xlsx(folder / "a.xlsx", FIRST, ("99A02", *SECOND[1:])),
        "boards.bad_number.long": write_csv(folder / "b.csv", FIRST, ("990021", *SECOND[1:])),
        "boards.bad_number.none": write_xlsx(folder / "c.xlsx", FIRST, ("", *SECOND[1:])),
        "boards.bad_kvk": write_xlsx(folder / "d.xlsx", FIRST, (*SECOND[:3], "12345678901")),
        "boards.no_name": write_xlsx(folder / "e.xlsx", FIRST, ("99002", "", "", "99990002")),
        "boards.no_headings": write_csv(folder / "f.csv", FIRST, headings=("NUMMER", "NAAM", "PLAATS", "KVK")),
        "boards.two_columns": write_csv(folder / "g.csv", ("1", *FIRST), headings=(HEADINGS[0], *HEADINGS)),
        "boards.empty": write_csv(folder / "h.csv"),
        "workbook.missing": folder / "weg.csv",
    }


@pytest.mark.parametrize(
    ("case", "where"),
    [
        ("boards.bad_number", "Besturen!A3"),
        ("boards.bad_number.long", "b!A3"),
        ("boards.bad_number.none", "Besturen!A3"),
        ("boards.bad_kvk", "Besturen!D3"),
        ("boards.no_name", "Besturen!A3"),
        ("boards.no_headings", "f.csv"),
        ("boards.two_columns", "g!A1, B1"),
        ("boards.empty", "h.csv"),
        ("workbook.missing", "weg.csv"),
    ],
)
def test_a_wrong_list_is_refused_and_the_register_stays(
    case: str, where: str, own_home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(SHIPPED)
    before = (own_home / "boards.json").read_bytes()
    told = said(capsys, "update", str(SHIPPED), str(_wrong(tmp_path)[case]), ends=ExitCode.INPUT_REFUSED)
    assert where in told
    assert "\n→ " in told
    assert (own_home / "boards.json").read_bytes() == before


def test_what_is_no_list_at_all_is_refused_by_the_gate(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "lijst.xlsx"
    path.write_bytes(b"%PDF-1.7")
    assert "PDF" in said(capsys, "update", str(path), ends=ExitCode.INPUT_REFUSED)
    assert "geen register" in said(capsys, "list")


@pytest.mark.parametrize("damage", ["half", "changed"])
def test_a_damaged_register_stops_a_run_and_can_be_read_again(
    damage: str, own_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(SHIPPED)
    kept = own_home / "boards.json"
    text = kept.read_text("utf-8")
    kept.write_text(text[:200] if damage == "half" else text.replace("99990001", "99990002"), "utf-8")
    assert guarded(["validate", str(SAMPLES / "po-99001.xlsx")]) == ExitCode.INPUT_REFUSED
    assert "boards update" in capsys.readouterr().err
    load(SHIPPED)
    assert "99001" in numbers(capsys)


def test_without_a_register_the_commands_say_so_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert "geen register" in said(capsys, "list")
    assert said(capsys, "list", "--json") == "null\n"
    assert "boards update" in said(capsys, "show", "99001", ends=ExitCode.USAGE)
    assert "no register" in said(capsys, "forget", "--lang", "en")
    load(SHIPPED)
    assert "knows no" in said(capsys, "show", "onbekend", "--lang", "en", ends=ExitCode.USAGE)
    assert "is weg" in said(capsys, "forget")
    assert "geen register" in said(capsys, "list")


def test_doctor_names_the_register(capsys: pytest.CaptureFixture[str]) -> None:
    load(SHIPPED)
    digest = register(capsys)["sha256"]
    assert guarded(["doctor"]) == ExitCode.VALID
    (line,) = [line for line in capsys.readouterr().out.splitlines() if SHIPPED.name in line]
    assert digest in line
