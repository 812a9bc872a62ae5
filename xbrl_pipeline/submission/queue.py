"""The queue: which valid dossiers stand ready for DUO, who put them there, and when.

``add`` trusts nothing that it has not read itself in the same call. A local user who owns the dossier and the database
can still make both say what he likes; see the docstring of the package.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, insert, select

from xbrl_pipeline.model.outcome import PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.authorisation import Action, authorize, boards
from xbrl_pipeline.submission.board import bestuursnummer_in
from xbrl_pipeline.submission.database import Database
from xbrl_pipeline.submission.dossier import SealedDossier, read_dossier
from xbrl_pipeline.submission.events import record
from xbrl_pipeline.submission.identity import IdentitySource, Subject


class State(StrEnum):
    """How far an item is."""

    GEVALIDEERD = "gevalideerd"


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One report in the queue."""

    id: UUID
    bestuursnummer: str
    verslagjaar: int
    report: str
    instance_sha256: str
    manifest_sha256: str
    folder: Path  # where the dossier lay when it was added
    state: State
    added_by: str
    identity_source: IdentitySource
    added_at: datetime  # UTC
    already: bool = field(default=False, compare=False)  # it stood in the queue before this call


def add(database: Database, folder: Path, subject: Subject, *, now: datetime) -> QueueItem:
    """Put a valid dossier in the queue; a refusal is a PipelineError, and leaves an event and nothing else.

    The same report of the same board with the same instance is the same item, from whichever folder it comes.
    """
    try:
        dossier = _admit(database, folder, subject, now)
    except PipelineError as refusal:
        _record_refusal(database, folder, subject, now, refusal)
        raise
    with database.writing() as connection:
        known = _find(connection, dossier)
        return replace(known, already=True) if known else _insert(connection, dossier, subject, now)


def items(database: Database, subject: Subject, *, now: datetime) -> tuple[QueueItem, ...]:
    """Return the items of the boards whose queue the subject may see today, by board, year and time of adding."""
    allowed = boards(database, subject, Action.QUEUE_LIST, _today(now))
    columns = tables.item.c
    query = select(tables.item).order_by(columns.bestuursnummer, columns.verslagjaar, columns.added_at, columns.id)
    with database.reading() as connection:
        rows = connection.execute(query.where(columns.bestuursnummer.in_(allowed))).mappings()
        return tuple(_item(**row) for row in rows)


def _admit(database: Database, folder: Path, subject: Subject, now: datetime) -> SealedDossier:
    dossier = read_dossier(folder)
    bestuursnummer = bestuursnummer_in(dossier.instance)
    # before anything is said about the board: who may not act for it learns nothing more
    authorize(database, subject, Action.QUEUE_ADD, bestuursnummer, _today(now))
    if bestuursnummer != dossier.bestuursnummer:
        raise PipelineError("submission.other_board", instance=bestuursnummer, manifest=dossier.bestuursnummer)
    return dossier


def _today(now: datetime) -> date:
    return now.astimezone().date()


def _record_refusal(database: Database, folder: Path, subject: Subject, now: datetime, refusal: PipelineError) -> None:
    params = {name: str(value) for name, value in refusal.params.items()}
    detail = params | {"folder": str(folder.absolute()), "code": refusal.code}
    with database.writing() as connection:
        record(connection, subject, f"{Action.QUEUE_ADD}.refused", now, detail=detail)


def _find(connection: Connection, dossier: SealedDossier) -> QueueItem | None:
    columns = tables.item.c
    query = select(tables.item).where(
        columns.bestuursnummer == dossier.bestuursnummer,
        columns.verslagjaar == dossier.verslagjaar,
        columns.report == dossier.report,
        columns.instance_sha256 == dossier.instance_sha256,
    )
    row = connection.execute(query).mappings().one_or_none()
    return _item(**row) if row else None


def _insert(connection: Connection, dossier: SealedDossier, subject: Subject, now: datetime) -> QueueItem:
    item = _new_item(dossier, subject, now)
    row = {name: value for name, value in asdict(item).items() if name != "already"}
    connection.execute(insert(tables.item).values(row | {"folder": str(item.folder)}))
    detail = {"bestuursnummer": item.bestuursnummer, "to": item.state.value}
    hashes = {"instance_sha256": item.instance_sha256, "manifest_sha256": item.manifest_sha256}
    record(connection, subject, Action.QUEUE_ADD, now, detail=detail | hashes, item_id=item.id)
    return item


def _new_item(dossier: SealedDossier, subject: Subject, now: datetime) -> QueueItem:
    return QueueItem(
        id=uuid4(),
        bestuursnummer=dossier.bestuursnummer,
        verslagjaar=dossier.verslagjaar,
        report=dossier.report,
        instance_sha256=dossier.instance_sha256,
        manifest_sha256=dossier.manifest_sha256,
        folder=dossier.folder,
        state=State.GEVALIDEERD,
        added_by=subject.name,
        identity_source=subject.identity_source,
        added_at=now.astimezone(UTC),
    )


def _item(*, folder: str, state: str, identity_source: str, **values: Any) -> QueueItem:  # noqa: ANN401
    return QueueItem(folder=Path(folder), state=State(state), identity_source=IdentitySource(identity_source), **values)
