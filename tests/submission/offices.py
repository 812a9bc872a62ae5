"""Offices to test in: who works there, and the steps of an item in short words."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.submission.dossiers import BOARD, ENGINE, PROGRAM, TAXONOMY, make_dossier
from xbrl_pipeline.messages import messages
from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action, Role
from xbrl_pipeline.submission.approvals import approve
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.channels.folder import Folder
from xbrl_pipeline.submission.channels.portal import Portal
from xbrl_pipeline.submission.checking import CheckedDossier
from xbrl_pipeline.submission.confirmation import Confirmation, confirm
from xbrl_pipeline.submission.events import Event, as_event, events
from xbrl_pipeline.submission.handover import Handed, handover
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, select_items
from xbrl_pipeline.submission.office import Installed, Office, actor_of, open_office
from xbrl_pipeline.submission.queue import IntakeRequest, add
from xbrl_pipeline.submission.roles import Grant, bootstrap, grant

ALICE = Subject("alice")  # prepares
BOB = Subject("bob")  # approves
BEA = Subject("bea")  # beheerder
EVE = Subject("eve")  # holds no role
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
TODAY = date(2026, 6, 1)
LATER = NOW + timedelta(minutes=4)  # a clock may be that much behind the record
_OWN = frozenset({TAXONOMY["sha256"]})
INSTALLED = Installed(PROGRAM, f"{ENGINE['name']} {ENGINE['version']}", {TAXONOMY["id"]: TAXONOMY["sha256"]}, _OWN)
NO_WISH = IntakeRequest()


def unchecked(brought: Mapping[str, bytes] | Path, lang: str = "nl") -> CheckedDossier:  # noqa: ARG001 - the interface
    """Stand in for the check of the queue itself, which ``tests/batch/test_recheck.py`` tries: all is as said."""
    assert not isinstance(brought, Path)
    manifest = json.loads(brought["manifest.json"])
    entity = manifest["entity"]
    return CheckedDossier(brought, entity["bestuursnummer"], entity["kvk"], entity["verslagjaar"], manifest["report"])


def office_in(place: Path | str, folder: Path) -> Office:
    return open_office(place, folder, INSTALLED, unchecked)


def staff(office: Office, *boards: str) -> Office:
    """Bea is beheerder; alice and bob are medewerker verantwoording."""
    bootstrap(office, BEA, "bea", boards or (BOARD,), now=NOW)
    for board in boards or (BOARD,):
        for name in ("alice", "bob"):
            give(office, name, board=board)
    return office


def give(
    office: Office,
    name: str,
    role: Role = Role.MEDEWERKER_VERANTWOORDING,
    *,
    board: str = BOARD,
    valid_from: date = date(2026, 1, 1),
    valid_to: date | None = None,
) -> None:
    grant(office, BEA, Grant(name, role, board, valid_from, valid_to), now=NOW)


def added(office: Office, folder: Path, *, wish: IntakeRequest = NO_WISH, now: datetime = NOW) -> QueueItem:
    return add(office, folder, ALICE, now=now, wish=wish).item


def approved(office: Office, folder: Path, *, now: datetime = NOW) -> QueueItem:
    return approve(office, BOB, added(office, folder, now=now).id, now=now)


def to_portal(office: Office, item: QueueItem, out: Path, *, now: datetime = NOW) -> Handed:
    return handover(office, ALICE, item.id, Portal(out, messages("nl")), now=now)


def to_folder(office: Office, item: QueueItem, place: Path, *, wait: float = 0, now: datetime = NOW) -> Handed:
    place.mkdir(exist_ok=True)
    return handover(office, ALICE, item.id, Folder(place, wait), now=now)


def said(office: Office, item: QueueItem, outcome: str, *, now: datetime = LATER) -> QueueItem:
    return confirm(office, ALICE, item.id, Confirmation(outcome, note="gezien in het portaal"), now=now)


def submitted(office: Office, folder: Path, out: Path, *, now: datetime = NOW) -> QueueItem:
    item = to_portal(office, approved(office, folder, now=now), out, now=now).item
    return said(office, item, "ingediend", now=now)


def newer(office: Office, **changes: Any) -> Office:  # noqa: ANN401
    """The same office after an update of what is installed."""
    return replace(office, installed=replace(office.installed, **changes))


def contents(office: Office) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table but the events."""
    with office.database.reading() as connection:
        return {
            table.name: sorted((tuple(row) for row in connection.execute(select(table))), key=repr)
            for table in tables.STATE_TABLES
        }


def visible_items(office: Office, subject: Subject, *, now: datetime) -> tuple[QueueItem, ...]:
    """The items of the boards whose queue the subject may see today."""
    with office.database.reading() as connection:
        allowed = boards(actor_of(connection, subject, now), Action.QUEUE_LIST)
        return select_items(connection, tables.item.c.bestuursnummer.in_(allowed))


def last_event(office: Office) -> Event:
    """The newest event, without reading the others; its number says how many there are."""
    with office.database.reading() as connection:
        query = select(tables.event).order_by(tables.event.c.seq.desc()).limit(1)
        return as_event(dict(connection.execute(query).mappings().one()))


def in_state(office: Office, folder: Path, state: str) -> QueueItem:
    """Bring a fresh item into a state by the steps that lead there."""
    dossier = make_dossier(folder / "dossier")
    if state == "gevalideerd":
        return added(office, dossier, wish=IntakeRequest(hold=True))
    item = added(office, dossier)
    if state in {"concept", "ingetrokken"}:
        from xbrl_pipeline.submission.approvals import reject  # noqa: PLC0415
        from xbrl_pipeline.submission.queue import withdraw  # noqa: PLC0415

        door = reject if state == "concept" else withdraw
        return door(office, BOB, item.id, "nog niet af", now=NOW)
    if state == "ter-goedkeuring":
        return item
    item = approve(office, BOB, item.id, now=NOW)
    if state == "goedgekeurd":
        return item
    item = to_portal(office, item, folder / "out").item
    for outcome in PATHS[state]:
        item = said(office, item, outcome, now=NOW)
    return item


PATHS: dict[str, tuple[str, ...]] = {
    "klaargezet": (),
    "onbekend": ("onbekend",),
    "ingediend": ("ingediend",),
    "duo-goedgekeurd": ("ingediend", "goedgekeurd"),
    "correctie-gevraagd": ("ingediend", "correctie-gevraagd"),
}


def refused_add(office: Office, folder: Path) -> PipelineError:
    """Add, expect a refusal, and prove that it left one event and changed nothing else."""
    before, known = events(office.database), contents(office)
    with pytest.raises(PipelineError) as refusal:
        add(office, folder, ALICE, now=NOW)
    *earlier, event = events(office.database)
    assert tuple(earlier) == before
    assert (event.actor, event.action, event.refused, event.at) == ("alice", "queue.add", True, NOW)
    assert event.detail["code"] == refusal.value.code
    assert event.detail["folder"] == str(folder)
    assert contents(office) == known
    return refusal.value
