"""What every door of this room works with: the database, the bytes, the checkpoints, and what is installed here."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, select

from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.assignments import own_assignments
from xbrl_pipeline.submission.authorisation import Actor
from xbrl_pipeline.submission.checking import Checker
from xbrl_pipeline.submission.checkpoints import Checkpoint, Checkpoints
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.events import Note, head, record, refuse_earlier, standing
from xbrl_pipeline.submission.files import sweep
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.opening import open_database
from xbrl_pipeline.submission.store import Store
from xbrl_pipeline.submission.tables import event

_NOT_RECORDED: Final = {"submission.checkpoint_failed", "submission.clock_back"}
_NO_DATABASE: Final = {"submission.database_failed", "submission.database_unreachable"}


@dataclass(frozen=True, slots=True)
class Installed:
    """With what a dossier would be checked here and now; an approval given on anything else no longer counts."""

    program: str  # its identity: version and SHA-256
    engine: str  # name and version
    taxonomies: Mapping[str, str]  # id -> SHA-256 of the package
    own: frozenset[str] = frozenset()  # SHA-256 of the packages that came with the program


@dataclass(frozen=True, slots=True)
class Office:
    """One board's, or one administratiekantoor's, queue with everything that belongs to it."""

    database: Database
    store: Store
    checkpoints: Checkpoints
    installed: Installed
    checker: Checker

    @contextmanager
    def changing(self, now: datetime) -> Iterator[Connection]:
        """Give a transaction that writes; when it is committed, a checkpoint is set outside the database."""
        with self.database.writing() as connection:
            before = head(connection)
            refuse_earlier(connection, now)
            yield connection
            ledger, after = standing(connection)
        if after != before:
            try:
                self.checkpoints.add(ledger, after, now)
            except PipelineError as problem:  # what was done stands
                code, exit_code = "submission.checkpoint_failed", ExitCode.INPUT_REFUSED
                raise PipelineError(code, exit_code, **problem.params) from problem


def open_office(place: Path | str, folder: Path, installed: Installed, checker: Checker) -> Office:
    """Open a queue: its database, and the folder that holds its bytes and checkpoints."""
    store, checkpoints = Store(folder / "store"), Checkpoints(folder / "checkpoints")
    sweep(store.folder, "*/.*.part")
    sweep(checkpoints.folder, ".*.part", "keys/.*.part")
    lines = checkpoints.lines()  # before the database: others may be at work
    database = open_database(place, may_make=not lines and next(store.names(), None) is None)
    office = Office(database, store, checkpoints, installed, checker)
    if compare_standing(office, lines) is not None:
        raise PipelineError("submission.queue_older", path=database.name)
    return office


def compare_standing(office: Office, lines: tuple[bytes, ...]) -> Checkpoint | None:
    """Return the checkpoint with which the database does not agree: it lacks the end, or is another one."""
    with office.database.reading() as connection:
        ledger, _ = standing(connection)
        last = office.checkpoints.newest(lines, ledger)
        if last is None:
            return office.checkpoints.newest(lines)
        found = connection.scalar(select(event.c.hash).where(event.c.seq == last.seq))
    return None if found == last.hash else last


def actor_of(connection: Connection, subject: Subject, now: datetime, of: Collection[str] | None = None) -> Actor:
    """Return a subject with its assignments as they stand in this transaction.

    ``of``: the boards that are asked about; who works for hundreds of them need not read all roles each time.
    """
    return Actor(subject, own_assignments(connection, subject, of), today(now))


def today(now: datetime) -> date:
    """Return the day it is for the people here."""
    return now.astimezone().date()


@dataclass
class RefusalSubject:
    """What an action turned out to be about, for the event of its refusal."""

    bestuursnummer: str = ""
    item_id: str = ""


@contextmanager
def refusals(
    office: Office, subject: Subject, action: Action, now: datetime, detail: Mapping[str, str]
) -> Iterator[RefusalSubject]:
    """Leave an event of every refusal inside; it changes nothing else."""
    about = RefusalSubject()
    try:
        yield about
    except PipelineError as refusal:
        if refusal.code not in _NOT_RECORDED:
            params = {name: _plain(value) for name, value in refusal.params.items()}
            note = Note(
                action,
                about.bestuursnummer,
                about.item_id,
                detail=params | dict(detail) | {"code": refusal.code},
                refused=True,
            )
            _record(office, subject, note, now, refusal)
        raise


def _plain(value: object) -> str:
    """Write a gap of a sentence as the record keeps it: codes and moments as they are, several with commas."""
    return ", ".join(map(_plain, value)) if isinstance(value, tuple | list) else str(value)


def _record(office: Office, subject: Subject, note: Note, now: datetime, refusal: PipelineError) -> None:
    try:
        with office.changing(now) as connection:
            record(connection, subject, note, now)
    except PipelineError as problem:
        if refusal.code in _NO_DATABASE:
            raise refusal from problem  # where nothing can be written the refusal itself still has to be told
        raise
