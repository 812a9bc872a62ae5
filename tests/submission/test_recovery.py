"""A queue that is gone or older than it was is no empty one, and what is damaged is noticed by who needs it."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import text

from tests.submission.dossiers import BOARD
from tests.submission.offices import (
    ALICE,
    BEA,
    BOB,
    EVE,
    INSTALLED,
    NOW,
    added,
    approved,
    office_in,
    staff,
    to_portal,
    unchecked,
)
from tests.submission.servers import Server
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.details import details
from xbrl_pipeline.submission.events import events
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.proof import examine
from xbrl_pipeline.submission.recovery import Remains, find_loss, recover
from xbrl_pipeline.submission.roles import bootstrap

WHY = "geen reservekopie"


@pytest.fixture
def backend() -> str:
    """What is special about the server has a test of its own."""
    return "sqlite"


@pytest.fixture
def home(staffed: Office, dossier: Path, tmp_path: Path) -> Path:
    """A queue with one report in it, closed."""
    added(staffed, dossier)
    return tmp_path / "home"


def _remains(home: Path, place: Path | str | None = None) -> Remains:
    return Remains(place or home / "queue.sqlite", home, INSTALLED, unchecked)


def _open(home: Path) -> Office:
    return office_in(home / "queue.sqlite", home)


def _refused(home: Path) -> str:
    with pytest.raises(PipelineError) as refusal:
        _open(home)
    return refusal.value.code


def _wipe(home: Path) -> None:
    for path in home.glob("queue.sqlite*"):
        path.unlink()


def test_nothing_is_missing_from_a_whole_queue_or_a_new_one(home: Path, tmp_path: Path) -> None:
    assert find_loss(_remains(home)) is None
    assert find_loss(_remains(tmp_path / "new")) is None
    with pytest.raises(PipelineError, match="nothing_lost"):
        recover(_remains(home), BEA, WHY, now=NOW)


@pytest.mark.parametrize("left", ["checkpoints", "store"])
def test_a_deleted_database_is_not_made_anew(home: Path, left: str) -> None:
    _wipe(home)
    shutil.rmtree(home / ({"checkpoints", "store"} - {left}).pop())
    assert _refused(home) == "submission.queue_gone"
    assert not (home / "queue.sqlite").exists()


def test_what_was_in_a_deleted_database_is_named_and_it_goes_on_when_told_why(home: Path) -> None:
    before = len(events(_open(home).database))
    _wipe(home)
    loss = recover(_remains(home), EVE, WHY, now=NOW)
    assert loss.gone
    assert loss.last is not None
    assert loss.last.seq == before
    assert [(each.bestuursnummer, each.verslagjaar, each.report) for each in loss.reports] == [
        (BOARD, "2025", "jaarverantwoording")
    ]
    office = _open(home)
    _, told = events(office.database)
    assert (told.action, told.actor, told.detail["reason"]) == ("ledger.recovered", "eve", WHY)
    bootstrap(office, BEA, "bea", (BOARD,), now=NOW)
    assert examine(office).flaws == ()


@pytest.fixture
def older(home: Path, tmp_path: Path) -> Path:
    """The same queue after a backup of before the last events was put back."""
    with sqlite3.connect(home / "queue.sqlite") as source, sqlite3.connect(tmp_path / "backup") as target:
        source.backup(target)
    office = _open(home)
    (number,) = [event.item_id for event in events(office.database) if event.after == "ter-goedkeuring"]
    approve(office, BOB, number, now=NOW)
    _wipe(home)
    shutil.copy(tmp_path / "backup", home / "queue.sqlite")
    return home


def test_an_older_database_is_refused_until_that_is_recorded(older: Path) -> None:
    assert _refused(older) == "submission.queue_older"
    loss = find_loss(_remains(older))
    assert loss is not None
    assert loss.last is not None
    assert (loss.gone, loss.last.seq - loss.kept) == (False, 1)
    with pytest.raises(PipelineError, match="no_role"):
        recover(_remains(older), ALICE, WHY, now=NOW)
    recover(_remains(older), BEA, WHY, now=NOW)
    office = _open(older)
    assert examine(office).flaws == ()
    (number,) = [event.item_id for event in events(office.database) if event.after == "ter-goedkeuring"]
    approve(office, BOB, number, now=NOW)
    assert (examine(_open(older)).flaws, find_loss(_remains(older))) == ((), None)


def test_a_log_that_was_cut_off_is_noticed(home: Path, tmp_path: Path) -> None:
    """What is committed may stand in the log only; without it the database is an older one."""
    keeping = sqlite3.connect(home / "queue.sqlite")
    keeping.execute("SELECT count(*) FROM event").fetchone()
    keeping.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    office = _open(home)
    (number,) = [event.item_id for event in events(office.database) if event.after == "ter-goedkeuring"]
    approve(office, BOB, number, now=NOW)
    shutil.copytree(home, tmp_path / "cut")  # as the disk is at this moment
    (tmp_path / "cut" / "queue.sqlite-wal").unlink()
    keeping.close()
    assert _refused(tmp_path / "cut") == "submission.queue_older"


def test_another_queue_is_not_this_one(home: Path, tmp_path: Path) -> None:
    staff(office_in(tmp_path / "other" / "queue.sqlite", tmp_path / "other"))
    _wipe(home)
    shutil.copy(tmp_path / "other" / "queue.sqlite", home / "queue.sqlite")
    assert _refused(home) == "submission.queue_older"


def test_a_line_that_nobody_here_signed_keeps_nobody_out(home: Path) -> None:
    file = home / "checkpoints" / "checkpoints.jsonl"
    last = file.read_bytes().splitlines()[-1]
    with file.open("ab") as lines:
        lines.write(last.replace(b'"seq":', b'"seq":9') + b"\n" + b'{"ledger": "torn')
    assert _open(home)


def test_a_server_that_was_emptied_is_noticed(server: Server, tmp_path: Path) -> None:
    url = server.fresh()
    staff(office_in(url, tmp_path))
    server.drop(url)
    empty = server.fresh(empty=True)
    with pytest.raises(PipelineError, match="queue_gone"):
        office_in(empty, tmp_path)
    recover(_remains(tmp_path, empty), BEA, WHY, now=NOW)
    assert examine(office_in(empty, tmp_path)).flaws == ()
    server.drop(empty)


TAMPERED = {
    "item": "UPDATE item SET warnings = 7",
    "state": "UPDATE item SET state = 'pending'",
    "note": "UPDATE item SET name = 'Een ander'",
    "approval": "INSERT INTO approval SELECT 'x', item_id, instance_sha256, report_sha256, manifest_sha256, "
    "taxonomy_sha256, rules, 'carl', identity_source, approved_at FROM approval",
    "file": "INSERT INTO item_file SELECT item_id, revision, 'x.html', sha256, size FROM item_file LIMIT 1",
}


@pytest.fixture
def tampered(home: Path, dossier: Path, request: pytest.FixtureRequest) -> Office:
    office = _open(home)
    approved(office, dossier)
    with office.database.writing() as connection:
        connection.execute(text(TAMPERED[request.param]))
    return office


@pytest.mark.parametrize("tampered", TAMPERED, indirect=True)
def test_a_row_that_is_not_as_recorded_stops_the_step_that_needs_it(tampered: Office) -> None:
    (number,) = {event.item_id for event in events(tampered.database) if event.item_id}
    with pytest.raises(PipelineError, match="row_damaged"):
        details(tampered, ALICE, number, now=NOW)


def test_nothing_is_handed_over_from_a_record_that_was_altered_elsewhere(
    home: Path, dossier: Path, tmp_path: Path
) -> None:
    """The altered event is about a role, not about the report that is handed over."""
    office = _open(home)
    item = approved(office, dossier)
    with office.database.writing() as connection:
        triggers = connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all()
        for name in triggers:
            connection.execute(text(f"DROP TRIGGER {name}"))
        connection.execute(text("UPDATE event SET actor = 'iemand' WHERE seq = 2"))
    with pytest.raises(PipelineError, match="row_damaged") as refusal:
        to_portal(office, item, tmp_path / "out")
    assert refusal.value.params["row"] == "event/2"
    assert not (tmp_path / "out").exists()


def test_a_damaged_page_is_noticed_by_the_step_that_needs_it(home: Path) -> None:
    with sqlite3.connect(home / "queue.sqlite") as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (number,) = connection.execute("SELECT id FROM item").fetchone()
    path = home / "queue.sqlite"
    whole = path.read_bytes()
    place = whole.rindex(b"Stichting Voorbeeld")
    path.write_bytes(whole[:place] + b"x" + whole[place + 1 :])
    with pytest.raises(PipelineError) as refusal:
        details(_open(home), ALICE, number, now=NOW)
    assert refusal.value.code in {"submission.row_damaged", "submission.database_damaged"}


@pytest.mark.parametrize(
    "change", ["valid_from = '2000-01-01'", "instellingscodes = '00AA'", "role = 'medewerker'", "granted_by = 'carl'"]
)
def test_a_role_that_is_not_as_recorded_is_noticed_by_the_step_that_uses_it(home: Path, change: str) -> None:
    office = _open(home)
    (number,) = {event.item_id for event in events(office.database) if event.item_id}
    assert details(office, ALICE, number, now=NOW)
    with office.database.writing() as connection:
        connection.execute(text(f"UPDATE assignment SET {change} WHERE subject = '{ALICE.name}'"))
    with pytest.raises(PipelineError, match="role_damaged"):
        details(_open(home), ALICE, number, now=NOW)
