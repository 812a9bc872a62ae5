"""``queue verify``: every byte in the store hashed again, and every item looked at."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from xbrl_pipeline.dossier.seal import is_altered
from xbrl_pipeline.model.outcome import ExitCode, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import why_void
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, files_of, select_items
from xbrl_pipeline.submission.office import Office, actor_of, refusals
from xbrl_pipeline.submission.proof import Flaw
from xbrl_pipeline.submission.states import State


@dataclass(frozen=True, slots=True)
class Stock:
    """What was hashed and what was found."""

    files: int  # in the store, hashed again
    items: int  # of the subject's boards
    flaws: tuple[Flaw, ...]
    remarks: tuple[Flaw, ...]  # what is no damage, but worth knowing


def verify_queue(office: Office, subject: Subject, *, now: datetime) -> Stock:
    """Hash every file of every item of the subject's boards again, and everything else that lies in the store."""
    with refusals(office, subject, Action.QUEUE_VERIFY, now, {}):
        with office.database.reading() as connection:
            allowed = boards(actor_of(connection, subject, now), Action.QUEUE_VERIFY)
            if not allowed:
                raise PipelineError("submission.no_role", ExitCode.NOT_AUTHORISED, subject=subject.name)
            items = select_items(connection, tables.item.c.bestuursnummer.in_(allowed))
            wanted = _wanted(connection)
            dossiers = [flaw for item in items for flaw in _dossier(connection, item)]
            remarks = [flaw for item in items for flaw in _remarks(connection, office, item, now)]
        files, flaws = _hash_all(office, wanted)
        return Stock(files, len(items), (*flaws, *dossiers), tuple(remarks))


def _wanted(connection: Connection) -> dict[str, str]:
    """Return every hash that the database speaks of, and what it is of."""
    of_items = connection.execute(select(tables.item_file.c.sha256, tables.item_file.c.item_id))
    of_evidence = connection.execute(select(tables.evidence.c.sha256, tables.evidence.c.item_id))
    return {sha256: item_id[:8] for sha256, item_id in (*of_items, *of_evidence) if sha256}


def _hash_all(office: Office, wanted: dict[str, str]) -> tuple[int, list[Flaw]]:
    present = set(office.store.names())
    flaws = [Flaw("store_missing", f"{wanted[name]} {name}") for name in sorted(wanted.keys() - present)]
    for name in sorted(present):
        try:
            office.store.check(name)
        except PipelineError:
            flaws.append(Flaw("store", f"{wanted.get(name, '-')} {name}"))
    return len(present), flaws


def _dossier(connection: Connection, item: QueueItem) -> list[Flaw]:
    """Compare the folder of a dossier with what was taken in; one that was moved away harms nobody."""
    files = files_of(connection, item)
    touched = item.state is not State.INGETROKKEN and files and is_altered(item.place, files)
    return [Flaw("dossier", f"{item.number} {item.folder}")] if touched else []


def _remarks(connection: Connection, office: Office, item: QueueItem, now: datetime) -> list[Flaw]:
    reason = why_void(connection, item, office.installed, now)
    return [Flaw(f"void.{reason}", item.number)] if reason and reason != "changed" else []
