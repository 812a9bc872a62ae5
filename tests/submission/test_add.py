import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.submission.dossiers import (
    BOARD,
    OTHER_BOARD,
    TAXONOMY,
    WHOSE,
    edit_manifest,
    instance,
    make_dossier,
    sha256,
)
from tests.submission.offices import (
    ALICE,
    BEA,
    EVE,
    NOW,
    added,
    approved,
    give,
    newer,
    refused_add,
    staff,
    visible_items,
)
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Role
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.identity import IdentitySource
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.queue import Added, IntakeRequest, add, withdraw
from xbrl_pipeline.submission.states import State


def test_a_valid_dossier_of_an_own_board_is_taken(staffed: Office, dossier: Path) -> None:
    item = added(staffed, dossier)
    assert (item.bestuursnummer, item.verslagjaar, item.report) == (BOARD, 2025, "jaarverantwoording")
    assert item.instance_sha256 == sha256(dossier / "instance.xbrl")
    assert item.manifest_sha256 == sha256(dossier / "manifest.json")
    assert (item.place, item.state) == (dossier.resolve(), State.TER_GOEDKEURING)
    assert (item.added_by, item.identity_source) == ("alice", IdentitySource.OS_ACCOUNT)
    assert visible_items(staffed, ALICE, now=NOW) == (item,)


def test_every_file_of_the_dossier_is_kept_read_only(staffed: Office, dossier: Path) -> None:
    added(staffed, dossier)
    for path in dossier.iterdir():
        kept = staffed.store.path(sha256(path))
        assert kept.read_bytes() == path.read_bytes()
        assert kept.stat().st_mode & 0o222 == 0


def test_taking_it_leaves_events_that_name_states_and_hashes(staffed: Office, dossier: Path) -> None:
    item = added(staffed, dossier)
    three = events(staffed.database)[-3:]
    assert [(event.before, event.after) for event in three] == [
        ("", "concept"), ("concept", "gevalideerd"), ("gevalideerd", "ter-goedkeuring")
    ]  # fmt: skip
    for event in three:
        assert (event.actor, event.action, event.at, event.item_id) == ("alice", "queue.add", NOW, item.id)
        assert (event.identity_source, event.assurance, event.bestuursnummer) == ("os-account", "label", BOARD)
        assert event.detail["instance_sha256"] == item.instance_sha256


def test_a_held_dossier_waits_until_it_is_added_again(staffed: Office, dossier: Path) -> None:
    held = added(staffed, dossier, wish=IntakeRequest(hold=True))
    assert held.state is State.GEVALIDEERD
    offered = added(staffed, dossier)
    assert (offered.id, offered.state) == (held.id, State.TER_GOEDKEURING)


def test_a_relative_folder_is_kept_absolute(staffed: Office, dossier: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(dossier.parent)
    assert added(staffed, Path(dossier.name)).place == dossier.resolve()


def test_the_same_dossier_twice_is_one_item(staffed: Office, dossier: Path) -> None:
    first = added(staffed, dossier)
    count = len(events(staffed.database))
    assert add(staffed, dossier, ALICE, now=NOW) == Added(first, already=True)
    assert visible_items(staffed, ALICE, now=NOW) == (first,)
    assert len(events(staffed.database)) == count


def test_a_copy_elsewhere_is_the_same_item(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    first = added(staffed, dossier)
    shutil.copytree(dossier, tmp_path / "copy")
    assert added(staffed, tmp_path / "copy") == first


def test_a_withdrawn_dossier_may_come_again_as_a_new_item(staffed: Office, dossier: Path) -> None:
    first = added(staffed, dossier)
    withdraw(staffed, ALICE, first.id, "toch niet", now=NOW)
    again = add(staffed, dossier, ALICE, now=NOW)
    assert (again.already, again.item.state) == (False, State.TER_GOEDKEURING)
    assert again.item.id != first.id


@pytest.mark.parametrize(
    "change",
    [{"report": "beleidsinformatie"}, {"entity": WHOSE | {"verslagjaar": 2024}}],
)
def test_another_report_or_year_is_another_item(staffed: Office, dossier: Path, change: dict[str, object]) -> None:
    first = added(staffed, dossier)
    edit_manifest(dossier, **change)
    second = added(staffed, dossier)
    assert {item.id for item in visible_items(staffed, ALICE, now=NOW)} == {first.id, second.id}


def test_another_kvk_number_of_a_known_board_is_asked_about(staffed: Office, dossier: Path) -> None:
    added(staffed, dossier)
    edit_manifest(dossier, entity=WHOSE | {"kvk": "87654321"})
    (dossier / "instance.xbrl").write_text(instance() + "<!-- other -->", "utf-8")
    files = {path.name: sha256(path) for path in dossier.iterdir() if path.name != "manifest.json"}
    edit_manifest(dossier, files=files)
    refusal = refused_add(staffed, dossier)
    assert (refusal.code, refusal.params["known"]) == ("submission.other_kvk", "12345678")
    assert added(staffed, dossier, wish=IntakeRequest(why="fusie")).bestuursnummer == BOARD


def test_another_instance_is_another_item(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    corrected = make_dossier(tmp_path / "corrected", xbrl=instance() + "<!-- corrected -->")
    assert added(staffed, dossier).id != added(staffed, corrected).id


def test_the_same_instance_checked_again_is_the_same_item_and_needs_a_new_approval(
    staffed: Office, dossier: Path, tmp_path: Path
) -> None:
    item = approved(staffed, dossier)
    again = added(staffed, make_dossier(tmp_path / "again", created="2026-06-01T08:00:00Z"))
    assert (again.id, again.state, again.approval_id) == (item.id, State.TER_GOEDKEURING, None)
    assert "revalidated" in [event.detail.get("reason") for event in events(staffed.database)]


def test_a_report_with_warnings_is_taken_unless_strict(staffed: Office, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "d", warnings=2)
    with pytest.raises(PipelineError, match=r"submission\.strict"):
        added(staffed, folder, wish=IntakeRequest(strict=True))
    assert added(staffed, folder).warnings == 2


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"engine": "arelle-release 99.0.0"}, "engine"),
        ({"program": "99.0.0"}, "rules"),
        ({"taxonomies": {TAXONOMY["id"]: "cd" * 32}}, "taxonomy"),
        ({"taxonomies": {}}, "taxonomy"),
    ],
)
def test_a_dossier_that_was_checked_with_something_else_is_refused(
    staffed: Office, dossier: Path, changes: dict[str, Any], reason: str
) -> None:
    refusal = refused_add(newer(staffed, **changes), dossier)
    assert (refusal.code, refusal.params["reason"]) == ("submission.outdated", f"submission.reason.{reason}")


def test_the_board_in_the_instance_decides_who_may(staffed: Office, tmp_path: Path) -> None:
    folder = make_dossier(tmp_path / "d", board=BOARD, xbrl=instance(OTHER_BOARD))
    refusal = refused_add(staffed, folder)
    assert refusal.exit_code is ExitCode.NOT_AUTHORISED
    assert refusal.params["bestuursnummer"] == OTHER_BOARD
    assert BOARD not in refusal.params.values()


def test_without_the_role_a_known_dossier_answers_like_an_unknown_one(staffed: Office, dossier: Path) -> None:
    with pytest.raises(PipelineError) as unknown:
        add(staffed, dossier, EVE, now=NOW)
    added(staffed, dossier)
    with pytest.raises(PipelineError) as known:
        add(staffed, dossier, EVE, now=NOW)
    assert known.value.args == unknown.value.args


def test_a_list_shows_own_boards_only(office: Office, dossier: Path, tmp_path: Path) -> None:
    staff(office, BOARD, OTHER_BOARD)
    give(office, "eve", Role.RAADPLEGER, board=OTHER_BOARD)
    own = added(office, dossier)
    other = added(office, make_dossier(tmp_path / "other", board=OTHER_BOARD))
    assert visible_items(office, ALICE, now=NOW) == (other, own)
    assert visible_items(office, EVE, now=NOW) == (other,)
    assert visible_items(office, BEA, now=NOW) == ()
