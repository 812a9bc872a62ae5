"""Dossiers that are not what they say they are."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.submission.dossiers import (
    BOARD,
    OTHER_BOARD,
    edit_manifest,
    instance,
    make_dossier,
    seal,
)
from tests.submission.offices import added, refused_add
from xbrl_pipeline.model.outcome import ExitCode
from xbrl_pipeline.submission.office import Office


@pytest.fixture
def backend() -> str:
    """What is refused here never reaches the database: one is enough."""
    return "sqlite"


AND_ANOTHER = "</ow-i:CompetentAuthorityNumber><ow-i:CompetentAuthorityNumber>"
FILES = ("instance.xbrl", "mapping.yaml", "report.html", "report.json", "source.xlsx")


def _refused_input(office: Office, folder: Path) -> tuple[str, object]:
    refusal = refused_add(office, folder)
    assert refusal.exit_code is ExitCode.INPUT_REFUSED
    return refusal.code, refusal.params.get("file")


@pytest.mark.parametrize("name", FILES)
def test_any_changed_byte_is_refused(staffed: Office, dossier: Path, name: str) -> None:
    path = dossier / name
    original = path.read_bytes()
    for place in (0, len(original) // 2, len(original) - 1):
        path.write_bytes(original[:place] + bytes([original[place] ^ 1]) + original[place + 1 :])
        assert _refused_input(staffed, dossier) == ("submission.file_changed", name)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(staffed: Office, dossier: Path, name: str) -> None:
    (dossier / name).unlink()
    assert _refused_input(staffed, dossier) == ("submission.file_missing", name)


@pytest.mark.parametrize("name", ["instance-2.xbrl", ".hidden"])
def test_an_extra_file_is_refused(staffed: Office, dossier: Path, name: str) -> None:
    (dossier / name).write_text("", "utf-8")
    assert _refused_input(staffed, dossier) == ("submission.file_extra", name)


def test_an_extra_folder_is_refused(staffed: Office, dossier: Path) -> None:
    (dossier / "bijlagen").mkdir()
    assert _refused_input(staffed, dossier) == ("submission.file_extra", "bijlagen")


@pytest.mark.parametrize("name", ["instance.xbrl", "manifest.json"])
def test_a_link_in_place_of_a_file_is_refused(staffed: Office, dossier: Path, tmp_path: Path, name: str) -> None:
    (dossier / name).rename(tmp_path / name)
    (dossier / name).symlink_to(tmp_path / name)
    assert _refused_input(staffed, dossier) == ("submission.file_special", name)


def test_a_pipe_in_place_of_a_file_does_not_hang(staffed: Office, dossier: Path) -> None:
    (dossier / "source.xlsx").unlink()
    os.mkfifo(dossier / "source.xlsx")
    assert _refused_input(staffed, dossier) == ("submission.file_special", "source.xlsx")


@pytest.mark.parametrize("name", ["report.html", "manifest.json"])
def test_a_file_of_more_than_200_mib_is_named_with_the_limit(staffed: Office, dossier: Path, name: str) -> None:
    with (dossier / name).open("r+b") as file:
        file.truncate(200 * 2**20 + 1)  # takes no room on the disk
    assert _refused_input(staffed, dossier) == ("submission.dossier_file_too_large", name)


@pytest.mark.parametrize("name", ["../dossier/source.xlsx", "/etc/hostname", "..", ".", "manifest.json", "a\nb"])
def test_a_manifest_that_points_elsewhere_is_refused(staffed: Office, dossier: Path, name: str) -> None:
    files = json.loads((dossier / "manifest.json").read_text("utf-8"))["files"]
    edit_manifest(dossier, files=files | {name: "0" * 64})
    assert _refused_input(staffed, dossier) == ("dossier.field", "manifest.json")


@pytest.mark.parametrize("name", ["instance.xbrl", "report.json"])
def test_a_manifest_without_instance_or_report_is_refused(staffed: Office, dossier: Path, name: str) -> None:
    (dossier / name).unlink()
    seal(dossier)
    assert _refused_input(staffed, dossier) == ("dossier.field", "manifest.json")


def test_a_mapping_that_nobody_confirmed_is_refused(staffed: Office, tmp_path: Path) -> None:
    guessed = make_dossier(tmp_path / "guessed", codes=("mapping.rounded", "mapping.unconfirmed"))
    assert _refused_input(staffed, guessed) == ("submission.unconfirmed", "report.json")


@pytest.mark.parametrize("verdict", ["INVALID", "NOT_VALIDATED"])
def test_a_verdict_other_than_valid_is_refused(staffed: Office, tmp_path: Path, verdict: str) -> None:
    said = make_dossier(tmp_path / "said", manifest_verdict=verdict)
    hidden = make_dossier(tmp_path / "hidden", report_verdict=verdict)
    assert _refused_input(staffed, said) == (f"submission.verdict.{verdict}", "manifest.json")
    assert _refused_input(staffed, hidden) == (f"submission.verdict.{verdict}", "report.json")


def test_a_report_that_does_not_say_whose_it_is_is_refused_for_its_verdict(staffed: Office, tmp_path: Path) -> None:
    broken = make_dossier(tmp_path / "broken", manifest_verdict="INVALID")
    edit_manifest(broken, entity={"name": "", "bestuursnummer": "", "kvk": "", "verslagjaar": None})
    assert _refused_input(staffed, broken) == ("submission.verdict.INVALID", "manifest.json")
    edit_manifest(broken, verdict="VALID")
    assert _refused_input(staffed, broken) == ("dossier.field", "manifest.json")


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": None},
        {"verdict": "valid"},
        {"verdict": ["VALID"]},
        {"files": None},
        {"files": []},
        {"files": {"instance.xbrl": 1, "report.json": 2}},
        {"report": None},
        {"report": ""},
        {"entity": None},
        {"entity": "99041"},
        {"entity": {"bestuursnummer": 99041, "verslagjaar": 2025}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": None}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": "2025"}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": True}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": 10**30}},
        {"taxonomy": None},
        {"engine": None},
        {"engine": {"name": "arelle-release", "version": "2.47.3", "options": "validate"}},
        {"program": None},
        {"counts": {"warning": True}},
        {"counts": {"warning": -1}},
    ],
)
def test_a_manifest_without_what_is_needed_is_refused(
    staffed: Office, dossier: Path, change: dict[str, object]
) -> None:
    edit_manifest(dossier, **change)
    assert _refused_input(staffed, dossier) == ("dossier.field", "manifest.json")


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"null", b'{"report": "\\ud800"}', b"\xff\xfe\xff", b"[" * 100_000, b"9" * 5000]
)
def test_json_that_is_none_is_refused(staffed: Office, dossier: Path, content: bytes) -> None:
    (dossier / "report.json").write_bytes(content)
    seal(dossier)
    assert _refused_input(staffed, dossier) == ("dossier.json", "report.json")
    (dossier / "manifest.json").write_bytes(content)
    assert _refused_input(staffed, dossier) == ("dossier.json", "manifest.json")


def test_a_key_that_no_manifest_has_is_refused(staffed: Office, dossier: Path) -> None:
    edit_manifest(dossier, later={"more": 1})
    assert _refused_input(staffed, dossier) == ("dossier.field", "manifest.json")


def _no_folder(dossier: Path) -> Path:
    return dossier / "nowhere"


def _the_parent(dossier: Path) -> Path:
    return dossier.parent


@pytest.mark.parametrize("where", [_no_folder, _the_parent])
def test_what_is_no_dossier_is_refused(staffed: Office, dossier: Path, where: Callable[[Path], Path]) -> None:
    assert _refused_input(staffed, where(dossier)) == ("submission.no_dossier", None)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("name", ["source.xlsx", "manifest.json", "."])
def test_what_may_not_be_read_is_refused(staffed: Office, dossier: Path, name: str) -> None:
    (dossier / name).chmod(0)
    try:
        assert _refused_input(staffed, dossier) == ("submission.unreadable", None)
    finally:
        (dossier / name).chmod(0o700)


@pytest.mark.parametrize(
    ("xbrl", "code"),
    [
        ("", "instance_unreadable"),
        (instance()[:-5], "instance_unreadable"),
        (instance().replace("UTF-8", "no-such-encoding"), "instance_unreadable"),
        (instance().replace("UTF-8", "big5"), "instance_unreadable"),
        (instance().replace("?>", "?><!DOCTYPE x>", 1), "instance_doctype"),
        (instance().replace("?>", '?><!DOCTYPE x SYSTEM "file:///etc/hostname">', 1), "instance_doctype"),
        (instance("&b;").replace("?>", '?><!DOCTYPE x [<!ENTITY b "99041">]>', 1), "instance_doctype"),
        (instance("&b;"), "instance_unreadable"),
        (instance().replace("CompetentAuthorityNumber", "Other"), "instance_no_board"),
        (instance(" "), "instance_no_board"),
        (instance("9904"), "bestuursnummer"),
        (instance(BOARD + AND_ANOTHER + OTHER_BOARD), "instance_boards"),
        (instance(BOARD + AND_ANOTHER), "instance_boards"),
    ],
)
def test_an_instance_that_does_not_say_one_board_is_refused(
    staffed: Office, tmp_path: Path, xbrl: str, code: str
) -> None:
    assert _refused_input(staffed, make_dossier(tmp_path / "d", xbrl=xbrl)) == (f"submission.{code}", None)


@pytest.mark.parametrize(
    "board",
    [
        f"\n {BOARD}\t",
        f"{BOARD[:2]}<!-- x -->{BOARD[2:]}",
        f"<![CDATA[{BOARD}]]>",
        f"<b>{BOARD[:2]}</b>{BOARD[2:]}",
        BOARD + AND_ANOTHER + BOARD,
    ],
)
def test_a_board_is_read_as_xml_says(staffed: Office, tmp_path: Path, board: str) -> None:
    folder = make_dossier(tmp_path / "d", xbrl=instance(board))
    assert added(staffed, folder).bestuursnummer == BOARD


def test_an_instance_of_another_board_than_the_manifest_is_refused(staffed: Office, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "d", board=OTHER_BOARD, xbrl=instance(BOARD))
    assert _refused_input(staffed, folder) == ("submission.other_board", None)
