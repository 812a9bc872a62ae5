import json
import os
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.submission.dossiers import (
    ALICE,
    BOARD,
    BOB,
    NOW,
    OTHER_BOARD,
    edit_manifest,
    give_role,
    instance,
    make_dossier,
    seal,
    sha256,
)
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.identity import IdentitySource
from xbrl_pipeline.submission.queue import State, add, items
from xbrl_pipeline.submission.roles import Role

AND_ANOTHER = "</ow-i:CompetentAuthorityNumber><ow-i:CompetentAuthorityNumber>"
FILES = ("instance.xbrl", "mapping.yaml", "report.json", "source.xlsx")


def _refused(database: Database, folder: Path) -> PipelineError:
    """Add, expect a refusal, and prove that it left one event and changed nothing else."""
    before, known = events(database), items(database, ALICE, now=NOW)
    with pytest.raises(PipelineError) as refusal:
        add(database, folder, ALICE, now=NOW)
    *earlier, event = events(database)
    assert tuple(earlier) == before
    assert (event.actor, event.action, event.at, event.item_id) == ("alice", "queue.add.refused", NOW, None)
    assert event.detail["code"] == refusal.value.code
    assert event.detail["folder"] == str(folder)
    give_role(database)  # so that nothing can hide behind a missing role
    assert items(database, ALICE, now=NOW) == known
    return refusal.value


def _refused_input(database: Database, folder: Path) -> tuple[str, object]:
    refusal = _refused(database, folder)
    assert refusal.exit_code is ExitCode.INPUT_REFUSED
    return refusal.code, refusal.params.get("file")


def test_a_valid_dossier_of_an_own_board_is_taken(staffed: Database, dossier: Path) -> None:
    item = add(staffed, dossier, ALICE, now=NOW)
    assert (item.bestuursnummer, item.verslagjaar, item.report) == (BOARD, 2025, "jaarverantwoording")
    assert item.instance_sha256 == sha256(dossier / "instance.xbrl")
    assert item.manifest_sha256 == sha256(dossier / "manifest.json")
    assert (item.folder, item.state, item.already) == (dossier.resolve(), State.GEVALIDEERD, False)
    assert (item.added_by, item.identity_source, item.added_at) == ("alice", IdentitySource.OS_ACCOUNT, NOW)
    assert items(staffed, ALICE, now=NOW) == (item,)


def test_taking_it_leaves_an_event_that_names_item_and_hashes(staffed: Database, dossier: Path) -> None:
    item = add(staffed, dossier, ALICE, now=NOW)
    event = events(staffed)[-1]
    assert (event.actor, event.action, event.at, event.item_id) == ("alice", "queue.add", NOW, item.id)
    assert event.detail == {
        "bestuursnummer": BOARD,
        "to": "gevalideerd",
        "instance_sha256": item.instance_sha256,
        "manifest_sha256": item.manifest_sha256,
    }


def test_a_relative_folder_is_kept_absolute(staffed: Database, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dossier.parent)
    assert add(staffed, Path(dossier.name), ALICE, now=NOW).folder == dossier.resolve()


def test_the_same_dossier_twice_is_one_item(staffed: Database, dossier: Path) -> None:
    first = add(staffed, dossier, ALICE, now=NOW)
    count = len(events(staffed))
    again = add(staffed, dossier, ALICE, now=NOW)
    assert (again, again.already) == (first, True)
    assert items(staffed, ALICE, now=NOW) == (first,)
    assert len(events(staffed)) == count


def test_a_copy_elsewhere_is_the_same_item(staffed: Database, dossier: Path, tmp_path: Path) -> None:
    first = add(staffed, dossier, ALICE, now=NOW)
    shutil.copytree(dossier, tmp_path / "copy")
    assert add(staffed, tmp_path / "copy", ALICE, now=NOW) == first


@pytest.mark.parametrize(
    "change",
    [{"report": "beleidsinformatie"}, {"entity": {"bestuursnummer": BOARD, "verslagjaar": 2024}}],
)
def test_another_report_or_year_is_another_item(staffed: Database, dossier: Path, change: dict[str, object]) -> None:
    first = add(staffed, dossier, ALICE, now=NOW)
    edit_manifest(dossier, **change)
    second = add(staffed, dossier, ALICE, now=NOW)
    assert {item.id for item in items(staffed, ALICE, now=NOW)} == {first.id, second.id}


def test_another_instance_is_another_item(staffed: Database, dossier: Path, tmp_path: Path) -> None:
    corrected = make_dossier(tmp_path / "corrected", xbrl=instance() + "<!-- corrected -->")
    assert add(staffed, dossier, ALICE, now=NOW) != add(staffed, corrected, ALICE, now=NOW)


@pytest.mark.parametrize("name", FILES)
def test_any_changed_byte_is_refused(staffed: Database, dossier: Path, name: str) -> None:
    path = dossier / name
    original = path.read_bytes()
    for place in (0, len(original) // 2, len(original) - 1):
        path.write_bytes(original[:place] + bytes([original[place] ^ 1]) + original[place + 1 :])
        assert _refused_input(staffed, dossier) == ("submission.file_changed", name)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused(staffed: Database, dossier: Path, name: str) -> None:
    (dossier / name).unlink()
    assert _refused_input(staffed, dossier) == ("submission.file_missing", name)


@pytest.mark.parametrize("name", ["instance-2.xbrl", ".hidden"])
def test_an_extra_file_is_refused(staffed: Database, dossier: Path, name: str) -> None:
    (dossier / name).write_text("", "utf-8")
    assert _refused_input(staffed, dossier) == ("submission.file_extra", name)


def test_an_extra_folder_is_refused(staffed: Database, dossier: Path) -> None:
    (dossier / "bijlagen").mkdir()
    assert _refused_input(staffed, dossier) == ("submission.file_extra", "bijlagen")


@pytest.mark.parametrize("name", ["instance.xbrl", "manifest.json"])
def test_a_link_in_place_of_a_file_is_refused(staffed: Database, dossier: Path, tmp_path: Path, name: str) -> None:
    (dossier / name).rename(tmp_path / name)
    (dossier / name).symlink_to(tmp_path / name)
    assert _refused_input(staffed, dossier) == ("submission.file_special", name)


def test_a_pipe_in_place_of_a_file_does_not_hang(staffed: Database, dossier: Path) -> None:
    (dossier / "source.xlsx").unlink()
    os.mkfifo(dossier / "source.xlsx")
    assert _refused_input(staffed, dossier) == ("submission.file_special", "source.xlsx")


@pytest.mark.parametrize("name", ["../dossier/source.xlsx", "/etc/hostname", "..", ".", "manifest.json", "a\nb"])
def test_a_manifest_that_points_elsewhere_is_refused(staffed: Database, dossier: Path, name: str) -> None:
    files = json.loads((dossier / "manifest.json").read_text("utf-8"))["files"]
    edit_manifest(dossier, files=files | {name: "0" * 64})
    assert _refused_input(staffed, dossier) == ("submission.field", "manifest.json")


@pytest.mark.parametrize("name", ["instance.xbrl", "report.json"])
def test_a_manifest_without_instance_or_report_is_refused(staffed: Database, dossier: Path, name: str) -> None:
    (dossier / name).unlink()
    seal(dossier)
    assert _refused_input(staffed, dossier) == ("submission.field", "manifest.json")


@pytest.mark.parametrize("verdict", ["INVALID", "NOT_VALIDATED"])
def test_a_verdict_other_than_valid_is_refused(staffed: Database, tmp_path: Path, verdict: str) -> None:
    said = make_dossier(tmp_path / "said", manifest_verdict=verdict)
    hidden = make_dossier(tmp_path / "hidden", report_verdict=verdict)
    assert _refused_input(staffed, said) == (f"submission.verdict.{verdict}", "manifest.json")
    assert _refused_input(staffed, hidden) == (f"submission.verdict.{verdict}", "report.json")


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
        {"report": "\ud800"},
        {"entity": None},
        {"entity": "99041"},
        {"entity": {"bestuursnummer": 99041, "verslagjaar": 2025}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": None}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": "2025"}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": True}},
        {"entity": {"bestuursnummer": BOARD, "verslagjaar": 10**30}},
    ],
)
def test_a_manifest_without_what_is_needed_is_refused(
    staffed: Database, dossier: Path, change: dict[str, object]
) -> None:
    edit_manifest(dossier, **change)
    assert _refused_input(staffed, dossier) == ("submission.field", "manifest.json")


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b"\xff\xfe\xff", b"[" * 100_000, b"9" * 5000])
def test_json_that_is_none_is_refused(staffed: Database, dossier: Path, content: bytes) -> None:
    (dossier / "report.json").write_bytes(content)
    seal(dossier)
    assert _refused_input(staffed, dossier) == ("submission.json", "report.json")
    (dossier / "manifest.json").write_bytes(content)
    assert _refused_input(staffed, dossier) == ("submission.json", "manifest.json")


def test_extra_keys_do_no_harm(staffed: Database, dossier: Path) -> None:
    edit_manifest(dossier, later={"more": 1})
    assert not add(staffed, dossier, ALICE, now=NOW).already


def _no_folder(dossier: Path) -> Path:
    return dossier / "nowhere"


def _a_file(dossier: Path) -> Path:
    return dossier / "instance.xbrl"


def _the_parent(dossier: Path) -> Path:
    return dossier.parent


@pytest.mark.parametrize("where", [_no_folder, _a_file, _the_parent])
def test_what_is_no_dossier_is_refused(staffed: Database, dossier: Path, where: Callable[[Path], Path]) -> None:
    assert _refused_input(staffed, where(dossier)) == ("submission.no_dossier", None)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read everything")
@pytest.mark.parametrize("name", ["source.xlsx", "manifest.json", "."])
def test_what_may_not_be_read_is_refused(staffed: Database, dossier: Path, name: str) -> None:
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
    staffed: Database, tmp_path: Path, xbrl: str, code: str
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
def test_a_board_is_read_as_xml_says(staffed: Database, tmp_path: Path, board: str) -> None:
    folder = make_dossier(tmp_path / "d", xbrl=instance(board))
    assert add(staffed, folder, ALICE, now=NOW).bestuursnummer == BOARD


def test_an_instance_of_another_board_than_the_manifest_is_refused(staffed: Database, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "d", board=OTHER_BOARD, xbrl=instance(BOARD))
    assert _refused_input(staffed, folder) == ("submission.other_board", None)


def test_the_board_in_the_instance_decides_who_may(staffed: Database, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "d", board=BOARD, xbrl=instance(OTHER_BOARD))
    refusal = _refused(staffed, folder)
    assert refusal.exit_code is ExitCode.NOT_AUTHORISED
    assert refusal.params["bestuursnummer"] == OTHER_BOARD
    assert BOARD not in refusal.params.values()


NOT_ENOUGH = {
    "no role": None,
    "expired": {"valid_to": date(2026, 5, 31)},
    "not yet": {"valid_from": date(2026, 6, 2)},
    "other board": {"board": OTHER_BOARD},
    "other person": {"subject": BOB},
} | {role.value: {"role": role} for role in Role if role is not Role.MEDEWERKER_VERANTWOORDING}


@pytest.mark.parametrize("case", NOT_ENOUGH)
def test_without_the_role_nothing_is_added(database: Database, dossier: Path, case: str) -> None:
    role = NOT_ENOUGH[case]
    if role is not None:
        give_role(database, **role)
    refusal = _refused(database, dossier)
    assert (refusal.code, refusal.exit_code) == ("submission.not_authorised", ExitCode.NOT_AUTHORISED)


def test_without_the_role_a_known_dossier_answers_like_an_unknown_one(staffed: Database, dossier: Path) -> None:
    with pytest.raises(PipelineError) as unknown:
        add(staffed, dossier, BOB, now=NOW)
    add(staffed, dossier, ALICE, now=NOW)
    with pytest.raises(PipelineError) as known:
        add(staffed, dossier, BOB, now=NOW)
    assert known.value.args == unknown.value.args


def test_a_list_shows_own_boards_only(staffed: Database, dossier: Path, tmp_path: Path) -> None:
    give_role(staffed, board=OTHER_BOARD)
    give_role(staffed, subject=BOB, role=Role.RAADPLEGER, board=OTHER_BOARD)
    own = add(staffed, dossier, ALICE, now=NOW)
    other = add(staffed, make_dossier(tmp_path / "other", board=OTHER_BOARD), ALICE, now=NOW)
    assert items(staffed, ALICE, now=NOW) == (other, own)
    assert items(staffed, BOB, now=NOW) == (other,)
