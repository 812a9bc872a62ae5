"""Four eyes, what an approval is bound to, and what makes it fall away."""

import json
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.submission.dossiers import TAXONOMY, instance, make_dossier, seal, sha256
from tests.submission.offices import (
    ALICE,
    BOB,
    LATER,
    NOW,
    added,
    approved,
    contents,
    give,
    last_event,
    newer,
    said,
    to_portal,
    unchecked,
    visible_items,
)
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.approvals import LASTS, approve, reject
from xbrl_pipeline.submission.checking import CheckedDossier, Checker
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.queue import IntakeRequest, withdraw
from xbrl_pipeline.submission.states import State
from xbrl_pipeline.submission.stocktaking import verify_queue
from xbrl_pipeline.submission.viewing import lay_out


def test_an_approval_holds_the_hashes_of_everything_it_is_about(staffed: Office, dossier: Path) -> None:
    item = approved(staffed, dossier)
    with staffed.database.reading() as connection:
        row = connection.execute(select(tables.approval)).mappings().one()
    assert (row["approved_by"], row["instance_sha256"]) == ("bob", sha256(dossier / "instance.xbrl"))
    assert row["report_sha256"] == sha256(dossier / "report.json")
    assert row["manifest_sha256"] == sha256(dossier / "manifest.json")
    assert row["taxonomy_sha256"] == TAXONOMY["sha256"]
    assert row["rules"] == "arelle-release 2.47.3; xbrl-pipeline 0.1.0; validate; offline"
    assert (item.state, item.approval_id) == (State.GOEDGEKEURD, row["id"])


def test_nobody_approves_his_own_work(staffed: Office, dossier: Path) -> None:
    item = added(staffed, dossier)
    before = contents(staffed)
    with pytest.raises(PipelineError) as refusal:
        approve(staffed, ALICE, item.id, now=NOW)
    assert (refusal.value.code, refusal.value.exit_code) == ("submission.four_eyes", ExitCode.NOT_AUTHORISED)
    assert (last_event(staffed).refused, contents(staffed)) == (True, before)


def test_whoever_takes_it_in_anew_is_a_preparer_too(staffed: Office, dossier: Path) -> None:
    item = added(staffed, dossier)
    reject(staffed, BOB, item.id, "kijk nog eens", now=NOW)
    give(staffed, "carl")
    from xbrl_pipeline.submission.queue import add  # noqa: PLC0415

    with pytest.raises(PipelineError) as refusal:
        add(staffed, dossier, BOB, now=NOW)
    assert (refusal.value.code, refusal.value.params["note"]) == ("submission.rejected_same", "kijk nog eens")
    assert add(staffed, dossier, BOB, now=NOW, wish=IntakeRequest(why="het klopt toch")).item.prepared_by == "bob"
    for who in (ALICE, BOB):
        with pytest.raises(PipelineError, match="four_eyes"):
            approve(staffed, who, item.id, now=NOW)
    assert approve(staffed, Subject("carl"), item.id, now=NOW).state is State.GOEDGEKEURD


def test_what_was_seen_is_what_is_approved(staffed: Office, dossier: Path) -> None:
    item = added(staffed, dossier)
    with pytest.raises(PipelineError, match="changed_meanwhile"):
        approve(staffed, BOB, item.id, now=NOW, seen=item.version - 1)
    assert approve(staffed, BOB, item.id, now=NOW, seen=item.version).version == item.version + 1


def test_a_rejected_report_does_not_come_back_as_a_new_one_either(staffed: Office, dossier: Path) -> None:
    item = added(staffed, dossier)
    reject(staffed, BOB, item.id, "balans klopt niet", now=NOW)
    withdraw(staffed, ALICE, item.id, "verkeerd", now=NOW)
    with pytest.raises(PipelineError, match="rejected_same"):
        added(staffed, dossier)
    again = added(staffed, dossier, wish=IntakeRequest(why="zij klopt wel"))
    assert any(event.detail.get("note") == "zij klopt wel" for event in events(staffed.database))
    assert again.state is State.TER_GOEDKEURING


def test_a_rejected_report_comes_back_when_it_was_changed(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    reject(staffed, BOB, added(staffed, dossier).id, "balans klopt niet", now=NOW)
    changed = make_dossier(tmp_path / "changed", xbrl=instance() + "<!-- beter -->")
    assert added(staffed, changed).state is State.TER_GOEDKEURING


def test_who_approves_sees_what_the_store_holds(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = added(staffed, dossier)
    page = (dossier / "report.html").read_bytes()
    shutil.rmtree(dossier)
    laid = lay_out(staffed, BOB, item.id, tmp_path / "look", now=NOW)
    assert (laid.page.read_bytes(), laid.item) == (page, item)
    laid.page.write_bytes(b"something else")
    assert lay_out(staffed, BOB, item.id, tmp_path / "look", now=NOW).page.read_bytes() == page
    with pytest.raises(PipelineError, match="unknown_item"):
        lay_out(staffed, Subject("eve"), item.id, tmp_path / "look", now=NOW)
    kept = staffed.store.path(sha256(laid.page))
    kept.chmod(0o600)
    kept.write_bytes(b"damaged")
    with pytest.raises(PipelineError, match="store_damaged"):
        lay_out(staffed, BOB, item.id, tmp_path / "look", now=NOW)


INSTALLS: list[tuple[dict[str, Any], str]] = [
    ({"engine": "arelle-release 99.0.0"}, "engine"),
    ({"program": "99.0.0"}, "rules"),
    ({"taxonomies": {TAXONOMY["id"]: "cd" * 32}}, "taxonomy"),
]


def _saying(**changes: object) -> Checker:
    """A check of today that says something else of the same input."""

    def check(brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:  # noqa: ARG001 - the interface
        assert not isinstance(brought, Path)
        report = json.loads(brought["report.json"]) | changes
        return unchecked({**brought, "report.json": json.dumps(report).encode()})

    return check


def _refusing(brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:  # noqa: ARG001 - the interface
    raise PipelineError("dossier.json", file="report.json")


def _other_instance(brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:  # noqa: ARG001 - the interface
    assert not isinstance(brought, Path)
    return unchecked({**brought, "instance.xbrl": brought["instance.xbrl"] + b" "})


@pytest.mark.parametrize(("changes", "reason"), INSTALLS)
def test_with_another_engine_program_or_taxonomy_it_is_validated_once_more(
    staffed: Office, dossier: Path, tmp_path: Path, changes: dict[str, Any], reason: str
) -> None:
    item, later = approved(staffed, dossier), newer(staffed, **changes)
    assert to_portal(later, item, tmp_path / "out").item.state is State.KLAARGEZET
    intent = next(each for each in events(staffed.database) if each.detail.get("step") == "handover")
    assert intent.detail["checked_again.why"] == reason
    assert intent.detail["checked_again.engine"] == later.installed.engine


@pytest.mark.parametrize(
    "checker",
    [
        _saying(verdict="INVALID"),
        _saying(verdict="NOT_VALIDATED"),
        _saying(findings=[{"code": "new"}]),
        _saying(counts={"warning": 1}),
        _other_instance,
        _refusing,
    ],
)
def test_an_approval_falls_away_where_that_says_something_else(
    staffed: Office, dossier: Path, tmp_path: Path, checker: Checker
) -> None:
    item = approved(staffed, dossier)
    with pytest.raises(PipelineError) as refusal:
        to_portal(replace(newer(staffed, program="99.0.0"), checker=checker), item, tmp_path / "out")
    assert (refusal.value.code, refusal.value.params["reason"]) == ("submission.void", "submission.reason.otherwise")
    _assert_void(staffed, State.CONCEPT, "otherwise")
    assert not (tmp_path / "out").exists()


def test_one_that_is_checked_once_more_can_still_be_too_old_or_changed(
    staffed: Office, dossier: Path, tmp_path: Path
) -> None:
    item, later = approved(staffed, dossier), newer(staffed, program="99.0.0")
    with pytest.raises(PipelineError) as refusal:
        to_portal(later, item, tmp_path / "out", now=NOW + LASTS + timedelta(days=1))
    assert refusal.value.params["reason"] == "submission.reason.expired"


def _assert_void(office: Office, state: State, reason: str) -> None:
    (item,) = visible_items(office, ALICE, now=NOW)
    assert (item.state, item.reason, item.approval_id) == (state, reason, None)
    assert examine(office).flaws == ()


@pytest.mark.parametrize("name", ["instance.xbrl", "mapping.yaml", "manifest.json", "report.html", "source.xlsx"])
def test_a_changed_dossier_voids(staffed: Office, dossier: Path, tmp_path: Path, name: str) -> None:
    item = approved(staffed, dossier)
    (dossier / name).write_bytes((dossier / name).read_bytes() + b" ")
    with pytest.raises(PipelineError, match=r"submission\.void"):
        to_portal(staffed, item, tmp_path / "out")
    _assert_void(staffed, State.CONCEPT, "changed")


def test_a_dossier_made_anew_in_its_place_voids(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    seal(dossier, created="2026-06-01T10:00:00Z")
    with pytest.raises(PipelineError, match=r"submission\.void"):
        to_portal(staffed, item, tmp_path / "out")
    _assert_void(staffed, State.CONCEPT, "changed")
    assert added(staffed, dossier).state is State.TER_GOEDKEURING  # and so it goes on


def test_a_dossier_that_was_moved_away_harms_nobody(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    shutil.move(dossier, tmp_path / "archive")
    assert to_portal(staffed, item, tmp_path / "out").item.state is State.KLAARGEZET


def test_after_thirty_days_somebody_has_to_look_again(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    late = NOW + LASTS + timedelta(seconds=1)
    with pytest.raises(PipelineError, match=r"submission\.void"):
        to_portal(staffed, item, tmp_path / "out", now=late)
    _assert_void(staffed, State.TER_GOEDKEURING, "expired")
    approve(staffed, BOB, item.id, now=late)
    assert to_portal(staffed, item, tmp_path / "out", now=late).item.state is State.KLAARGEZET


def test_until_thirty_days_it_counts(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    assert to_portal(staffed, item, tmp_path / "out", now=NOW + LASTS).item.state is State.KLAARGEZET


def test_a_damaged_store_stops_everything_and_voids_nothing(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approved(staffed, dossier)
    kept = staffed.store.path(sha256(dossier / "report.html"))
    kept.chmod(0o644)
    kept.write_bytes(b"<p>Ongeldig</p>")
    with pytest.raises(PipelineError, match="store_damaged"):
        to_portal(staffed, item, tmp_path / "out")
    assert visible_items(staffed, ALICE, now=NOW) == (item,)


def test_a_rejection_says_why_and_the_dossier_may_come_back(staffed: Office, dossier: Path) -> None:
    item = reject(staffed, BOB, added(staffed, dossier).id, "de toelichting ontbreekt", now=NOW)
    assert (item.state, item.reason, item.note) == (State.CONCEPT, "rejected", "de toelichting ontbreekt")
    assert added(staffed, dossier, wish=IntakeRequest(why="zij staat er wel")).state is State.TER_GOEDKEURING


@pytest.mark.parametrize("why", ["", " \n", "\x1b[2J", "x" * 4001])
def test_a_rejection_or_withdrawal_without_a_readable_reason_is_refused(
    staffed: Office, dossier: Path, why: str
) -> None:
    item = added(staffed, dossier)
    for door in (reject, withdraw):
        with pytest.raises(PipelineError, match=r"note_(empty|odd)"):
            door(staffed, BOB, item.id, why, now=NOW)


def test_a_withdrawn_item_is_out_for_good(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = withdraw(staffed, ALICE, approved(staffed, dossier).id, "dubbel", now=NOW)
    with pytest.raises(PipelineError, match="not_possible"):
        to_portal(staffed, item, tmp_path / "out")
    with pytest.raises(PipelineError, match="not_possible"):
        said(staffed, item, "ingediend", now=LATER)


def test_a_held_item_cannot_be_approved(staffed: Office, dossier: Path) -> None:
    held = added(staffed, dossier, wish=IntakeRequest(hold=True))
    with pytest.raises(PipelineError, match="not_possible"):
        approve(staffed, BOB, held.id, now=NOW)


@pytest.mark.parametrize("closed", ["folder", "files"])
def test_a_dossier_that_the_approver_may_not_look_into_is_not_called_changed(
    closed: str, staffed: Office, dossier: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = added(staffed, dossier)
    listed, read = Path.iterdir, Path.read_bytes

    def list_none(folder: Path) -> Iterator[Path]:
        if folder == dossier:
            raise PermissionError(13, "Permission denied")
        return listed(folder)

    def read_none(path: Path) -> bytes:
        if dossier in path.parents:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, *(("iterdir", list_none) if closed == "folder" else ("read_bytes", read_none)))
    assert approve(staffed, BOB, item.id, now=NOW).state is State.GOEDGEKEURD
    assert verify_queue(staffed, BOB, now=NOW).flaws == ()
