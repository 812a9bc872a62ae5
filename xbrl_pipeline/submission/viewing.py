"""The report that somebody is about to decide on, from the store: not from a folder in which it may be another."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from xbrl_pipeline.dossier.names import ACCOUNT, PAGE
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.files import make_folder
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, files_of, look_up, select_items
from xbrl_pipeline.submission.office import Office, refusals


@dataclass(frozen=True, slots=True)
class LaidOut:
    """The files of an item, as they were approved or are to be."""

    item: QueueItem
    folder: Path

    @property
    def page(self) -> Path:
        """The report for people."""
        return self.folder / PAGE

    @property
    def account(self) -> Path | None:
        """The account itself as a person reads it, where the dossier has it."""
        place = self.folder / ACCOUNT
        return place if place.is_file() else None


def lay_out(office: Office, subject: Subject, number: str, folder: Path, *, now: datetime) -> LaidOut:
    """Copy the files of an item from the store, each hashed on the way; the version is part of the folder's name."""
    with (
        refusals(office, subject, Action.QUEUE_SHOW, now, {"number": number}) as about,
        office.database.reading() as connection,
    ):
        item = look_up(connection, subject, Action.QUEUE_SHOW, number, about, now=now)
        place = folder.absolute() / f"{item.number}-{item.revision}"
        files = files_of(connection, item)
        if PAGE not in files:
            raise PipelineError("submission.nothing_to_open", number=item.number)
        return _copied(office, item, files, place)


def read_file(office: Office, subject: Subject, number: str, name: str, *, now: datetime) -> bytes | None:
    """Return one file of an item from the store, hashed on the way; None where the item has no such file."""
    with (
        refusals(office, subject, Action.QUEUE_SHOW, now, {"number": number}) as about,
        office.database.reading() as connection,
    ):
        item = look_up(connection, subject, Action.QUEUE_SHOW, number, about, now=now)
        sha256 = files_of(connection, item).get(name)
        return office.store.read(sha256) if sha256 else None


def lay_out_versions(
    office: Office, subject: Subject, number: str, folder: Path, *, now: datetime, years: int = 0
) -> tuple[LaidOut, LaidOut] | None:
    """Copy the files of the version before an item, and its own; None where there is no version before it.

    ``years``: how many years back; then the newest report of that year takes the place of the version before.
    """
    with (
        refusals(office, subject, Action.QUEUE_SHOW, now, {"number": number}) as about,
        office.database.reading() as connection,
    ):
        item = look_up(connection, subject, Action.QUEUE_SHOW, number, about, now=now)
        found = ((each, files_of(connection, each)) for each in _versions_before(connection, item, years))
        before = next(((each, files) for each, files in found if files), None)
        own = files_of(connection, item)
        if before is None or not own:
            return None
        both = (before, (item, own))
        one, two = (_copied(office, each, files, folder / f"{each.number}-{each.revision}") for each, files in both)
        return one, two


def _versions_before(connection: Connection, item: QueueItem, years: int) -> Iterator[QueueItem]:
    """Give what may be the version before an item: what it corrects, else what was added before, the last first.

    Another dossier of the same instance is the same item. An earlier one may have been withdrawn; it is of the same
    board, so that who may see the one may see the other.
    """
    columns = tables.item.c
    board, year, report = item.same_report
    mine = (columns.bestuursnummer == board, columns.verslagjaar == year - years, columns.report == report)
    if years:
        yield from reversed(select_items(connection, *mine, tables.LIVE))
        return
    if item.corrects_id:
        yield from select_items(connection, columns.id == item.corrects_id)
    yield from reversed(select_items(connection, *mine, columns.added_at < item.added_at))


def _copied(office: Office, item: QueueItem, files: Mapping[str, str], place: Path) -> LaidOut:
    try:
        make_folder(place)
    except OSError as problem:
        reason = os_cause(problem)
        raise PipelineError("submission.not_writable", folder=str(place), reason=reason) from problem
    for name, sha256 in files.items():
        office.store.copy_out(sha256, place / name)
    return LaidOut(item, place)
