"""The account that a person reads: who approves gets it, the portal gets it, and no other may take its place."""

import json
from pathlib import Path

import pytest

from tests.submission.dossiers import BOARD, make_dossier, seal, sha256
from tests.submission.offices import ALICE, BOB, LATER, NOW, added, office_in, staff, to_portal, visible_items
from xbrl_pipeline.cli.queue_view import detail_lines
from xbrl_pipeline.dossier.names import ACCOUNT
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.details import details
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.states import State
from xbrl_pipeline.submission.viewing import lay_out

PAGE = b"<p>De jaarrekening om te lezen</p>"


@pytest.fixture
def staffed(tmp_path: Path) -> Office:
    """On one database: which one says nothing of files."""
    return staff(office_in(tmp_path / "home" / "queue.sqlite", tmp_path / "home"))


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    folder = make_dossier(tmp_path / "dossier")
    (folder / ACCOUNT).write_bytes(PAGE)
    seal(folder)
    return folder


def test_who_approves_gets_it_from_the_store_and_show_names_its_hash(
    staffed: Office, dossier: Path, tmp_path: Path
) -> None:
    item = added(staffed, dossier)
    laid = lay_out(staffed, BOB, item.id, tmp_path / "look", now=NOW)
    assert laid.account is not None
    assert laid.account.read_bytes() == PAGE
    told = list(detail_lines(details(staffed, BOB, item.id, now=NOW), messages("nl")))
    assert any(sha256(dossier / ACCOUNT) in line for line in told)


def test_it_is_in_the_package_for_the_portal_as_it_was_approved(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approve(staffed, BOB, added(staffed, dossier).id, now=NOW)
    package = Path(to_portal(staffed, item, tmp_path / "out").answer.receipt)
    name = f"{BOARD}-2025-jaarverantwoording-leesbaar.html"
    assert (package / name).read_bytes() == PAGE
    assert json.loads((package / "voorblad.json").read_text("utf-8"))["files"][name] == sha256(dossier / ACCOUNT)


@pytest.mark.parametrize("sealed", [False, True])
def test_another_one_in_its_place_is_not_approved(staffed: Office, dossier: Path, sealed: bool) -> None:
    item = added(staffed, dossier)
    (dossier / ACCOUNT).write_bytes(PAGE + b"<p>en nog iets</p>")
    if sealed:
        seal(dossier)
    with pytest.raises(PipelineError, match=r"submission\.void"):
        approve(staffed, BOB, item.id, now=NOW)
    (now,) = visible_items(staffed, ALICE, now=NOW)
    assert (now.state, now.reason) == (State.CONCEPT, "changed")


@pytest.mark.parametrize("sealed", [False, True])
def test_after_the_approval_it_is_not_handed_over(staffed: Office, dossier: Path, tmp_path: Path, sealed: bool) -> None:
    item = approve(staffed, BOB, added(staffed, dossier).id, now=NOW)
    (dossier / ACCOUNT).write_bytes(PAGE + b"<p>en nog iets</p>")
    if sealed:
        seal(dossier)
    with pytest.raises(PipelineError, match=r"submission\.void"):
        to_portal(staffed, item, tmp_path / "out", now=LATER)
    assert not (tmp_path / "out").exists()


def test_one_that_is_damaged_in_the_store_is_not_handed_over(staffed: Office, dossier: Path, tmp_path: Path) -> None:
    item = approve(staffed, BOB, added(staffed, dossier).id, now=NOW)
    kept = staffed.store.path(sha256(dossier / ACCOUNT))
    kept.chmod(0o600)
    kept.write_bytes(b"damaged")
    with pytest.raises(PipelineError, match="store_damaged"):
        to_portal(staffed, item, tmp_path / "out", now=LATER)
    assert not (tmp_path / "out").exists()
