"""The report that somebody is about to decide on, from the store: not from a folder in which it may be another."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from xbrl_pipeline.dossier.names import PAGE
from xbrl_pipeline.model.outcome import PipelineError, os_cause
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.files import make_folder
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, files_of, look_up
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


def lay_out(office: Office, subject: Subject, number: str, folder: Path, *, now: datetime) -> LaidOut:
    """Copy the files of an item from the store, each hashed on the way; the version is part of the folder's name."""
    with (
        refusals(office, subject, Action.QUEUE_SHOW, now, {"number": number}) as about,
        office.database.reading() as connection,
    ):
        item = look_up(connection, subject, Action.QUEUE_SHOW, number, about, now=now)
        files = files_of(connection, item)
        place = folder.absolute() / f"{item.number}-{item.revision}"
        if PAGE not in files:
            raise PipelineError("submission.nothing_to_open", number=item.number)
        try:
            make_folder(place)
        except OSError as problem:
            reason = os_cause(problem)
            raise PipelineError("submission.not_writable", folder=str(place), reason=reason) from problem
        for name, sha256 in files.items():
            office.store.copy_out(sha256, place / name)
        return LaidOut(item, place)
