"""A queue that is gone, or older than its checkpoints say: what is missing, and going on without it.

Opening such a queue is refused everywhere else. Going on is an event of its own, which names what was lost.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import select

from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import check_note
from xbrl_pipeline.submission.assignments import any_beheerder
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.checking import Checker
from xbrl_pipeline.submission.checkpoints import Checkpoint, Checkpoints
from xbrl_pipeline.submission.events import LEDGER_RECOVERED, ChainHead, Note, head, record
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Installed, Office, actor_of, compare_standing
from xbrl_pipeline.submission.opening import open_database
from xbrl_pipeline.submission.store import Store

_MOST: Final = 2**20  # bytes of a manifest
_LONGEST: Final = 100
_GONE: Final = "submission.queue_gone"


@dataclass(frozen=True, slots=True)
class LostReport:
    """A report of which the store has the manifest and the database knows nothing."""

    bestuursnummer: str
    verslagjaar: str
    report: str
    manifest_sha256: str


@dataclass(frozen=True, slots=True)
class Loss:
    """What is not there any more. ``kept``: the last event that is; 0 where the whole database is gone."""

    kept: int
    last: Checkpoint | None  # where the queue stood, as far as is known
    reports: tuple[LostReport, ...]

    @property
    def gone(self) -> bool:
        """Whether nothing is left of the database."""
        return self.kept == 0


@dataclass(frozen=True, slots=True)
class Remains:
    """Where a queue is kept, and what it would be opened with."""

    place: Path | str
    folder: Path
    installed: Installed
    checker: Checker

    @property
    def checkpoints(self) -> Checkpoints:
        """The checkpoints beside the database."""
        return Checkpoints(self.folder / "checkpoints")

    def open(self, *, may_make: bool) -> Office:
        """Open what there is, without asking whether it is all."""
        database = open_database(self.place, may_make=may_make)
        return Office(database, Store(self.folder / "store"), self.checkpoints, self.installed, self.checker)


def find_loss(remains: Remains) -> Loss | None:
    """Say what is missing; None where nothing is, or where there never was a queue."""
    lines = remains.checkpoints.lines()
    store = Store(remains.folder / "store")
    try:
        office = remains.open(may_make=not lines and next(store.names(), None) is None)
    except PipelineError as problem:
        if problem.code != _GONE:
            raise
        return Loss(0, remains.checkpoints.newest(lines), tuple(_lost(store, frozenset())))
    last = compare_standing(office, lines)
    if last is None:
        return None
    with office.database.reading() as connection:
        known = frozenset(connection.execute(select(tables.item_file.c.sha256)).scalars())
        kept = head(connection).seq
    return Loss(kept, last, tuple(_lost(store, known)))


def recover(remains: Remains, subject: Subject, why: str, *, now: datetime) -> Loss:
    """Go on with what is left, or with a new database; the event tells what was lost and who decided so.

    Where a database is left its beheerders decide.
    """
    check_note(why)
    loss = find_loss(remains)
    if loss is None:
        raise PipelineError("submission.nothing_lost")
    office = remains.open(may_make=True)
    with office.changing(now) as connection:
        if any_beheerder(connection) and not boards(actor_of(connection, subject, now), Action.ROLE_GRANT):
            raise PipelineError("submission.no_role", ExitCode.NOT_AUTHORISED, subject=subject.name)
        record(connection, subject, _note(loss, head(connection), why), now)
    return loss


def _note(loss: Loss, at: ChainHead, why: str) -> Note:
    last = loss.last
    detail = {"reason": why, "kept": str(at.seq), "reports": str(len(loss.reports))}
    if last is not None:
        detail |= {"lost_ledger": last.ledger, "lost_to": str(last.seq), "lost_hash": last.hash}
    return Note(LEDGER_RECOVERED, detail=detail)


def _lost(store: Store, known: frozenset[str]) -> Iterator[LostReport]:
    """Look for manifests that no item has."""
    for name in store.names():
        if name in known or not store.is_name(name) or store.path(name).stat().st_size > _MOST:
            continue
        try:
            content = json.loads(store.read(name))
            entity, report = content["entity"], content["report"]
            told = (entity["bestuursnummer"], entity["verslagjaar"], report)
            board, year, kind = (one_line(str(each), _LONGEST) for each in told)
        except (PipelineError, ValueError, TypeError, KeyError, RecursionError):
            continue
        if "files" in content:
            yield LostReport(board, year, kind, name)
