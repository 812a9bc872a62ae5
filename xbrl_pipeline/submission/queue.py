"""Putting valid dossiers in the queue, and taking them out.

``add`` trusts nothing that it has not made itself in the same call: the dossier that is brought is made anew from its
input, validated in full, and must be what was brought. A local user who owns the dossier and the database
can still make both say what he likes; see the docstring of the package.
"""

import json
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, insert, select

from xbrl_pipeline.dossier.names import INSTANCE, REPORT
from xbrl_pipeline.dossier.seal import (
    SealedDossier,
    SealedManifest,
    manifest_of,
    own_dossier,
    read_dossier,
)
from xbrl_pipeline.messages.plain import one_line
from xbrl_pipeline.model.outcome import Phrase, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import check_note, outdated, rules_of, take_back, void
from xbrl_pipeline.submission.authorisation import Resource, authorize
from xbrl_pipeline.submission.checking import refuse_different, refuse_disagreement
from xbrl_pipeline.submission.events import storable
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.instance import bestuursnummer_in
from xbrl_pipeline.submission.items import (
    ItemChange,
    QueueItem,
    as_item,
    find,
    last_sent,
    move,
    refuse_damaged,
    select_items,
)
from xbrl_pipeline.submission.office import Installed, Office, RefusalSubject, actor_of, refusals
from xbrl_pipeline.submission.roles import check_bestuursnummer
from xbrl_pipeline.submission.states import HANDED_OVER, SETTLED, State, Step, step_from
from xbrl_pipeline.submission.store import StoredFile
from xbrl_pipeline.submission.tables import AHEAD, moment
from xbrl_pipeline.submission.taxonomies import refuse_not_allowed

_LONGEST: Final = 200  # characters of an explanation that is told again


@dataclass(frozen=True, slots=True)
class IntakeRequest:
    """How a dossier is to be taken in."""

    strict: bool = False  # refuse warnings too, now and at every later step
    hold: bool = False  # do not offer it for approval yet
    corrects: str = ""  # number of the item that it corrects
    why: str = ""  # why a report that was rejected comes back as it was
    lang: str = "nl"  # of the dossier, where the queue makes the first


@dataclass(frozen=True, slots=True)
class Added:
    """An item, and whether it stood there before this call."""

    item: QueueItem
    already: bool


def add(
    office: Office, folder: Path, subject: Subject, *, now: datetime, wish: IntakeRequest = IntakeRequest()
) -> Added:
    """Put a valid dossier in the queue; a refusal is a PipelineError, and leaves an event and nothing else.

    A workbook or an instance will do: then the queue makes the only dossier there is.
    The same report of the same board with the same instance is the same item, from whichever folder it comes.
    """
    detail = {"folder": str(folder.absolute())}
    with refusals(office, subject, Action.QUEUE_ADD, now, detail) as about:
        admit = _make if folder.is_file() else _admit
        dossier = admit(office, folder, subject, about, now=now, wish=wish)
        stored = {name: office.store.put(data) for name, data in dossier.contents.items()}
        with office.changing(now) as connection:
            _authorize(connection, subject, dossier.manifest.bestuursnummer, now)
            return _Intake(connection, subject, dossier, stored, wish, now).take(about)


def _admit(
    office: Office, folder: Path, subject: Subject, about: RefusalSubject, *, now: datetime, wish: IntakeRequest
) -> SealedDossier:
    dossier = read_dossier(folder)
    manifest = dossier.manifest
    number = bestuursnummer_in(dossier.instance)
    check_bestuursnummer(number)
    about.bestuursnummer = number
    # before anything is said about the board: who may not act for it learns nothing more
    with office.database.reading() as connection:
        _authorize(connection, subject, number, now)
    if number != manifest.bestuursnummer:
        raise PipelineError("submission.other_board", instance=number, manifest=manifest.bestuursnummer)
    _refuse_outdated(dossier, office.installed)
    with office.database.reading() as connection:
        refuse_not_allowed(connection, office, manifest.taxonomy, manifest.taxonomy_sha256)
    _refuse_other_time(manifest, now)
    _refuse_other_kvk(office, manifest, wish)
    if wish.strict and manifest.warnings:
        raise PipelineError("submission.strict", count=manifest.warnings)
    return _checked(office, dossier)


def _make(
    office: Office, file: Path, subject: Subject, about: RefusalSubject, *, now: datetime, wish: IntakeRequest
) -> SealedDossier:
    """Make the dossier of a workbook or an instance that nobody has made one of."""
    own = office.checker(file.absolute(), wish.lang)
    check_bestuursnummer(own.bestuursnummer)
    about.bestuursnummer = own.bestuursnummer
    with office.database.reading() as connection:
        _authorize(connection, subject, own.bestuursnummer, now)
    sealed = own_dossier(file, own.contents)
    refuse_disagreement(own, sealed.manifest)
    with office.database.reading() as connection:
        refuse_not_allowed(connection, office, sealed.manifest.taxonomy, sealed.manifest.taxonomy_sha256)
    _refuse_other_kvk(office, sealed.manifest, wish)
    if wish.strict and sealed.manifest.warnings:
        raise PipelineError("submission.strict", count=sealed.manifest.warnings)
    return sealed


def _checked(office: Office, brought: SealedDossier) -> SealedDossier:
    """Return the dossier that the queue has made itself of the same input, when it is the one that was brought."""
    own = office.checker(brought.contents)
    sealed = own_dossier(brought.folder, own.contents)
    refuse_different(brought.contents, own.contents)
    refuse_disagreement(own, sealed.manifest)
    return sealed


def _refuse_other_kvk(office: Office, manifest: SealedManifest, wish: IntakeRequest) -> None:
    """Refuse another KvK number than the board had in its last report here, unless it is told why."""
    if wish.why:
        return
    columns = tables.item.c
    with office.database.reading() as connection:
        query = select(columns.manifest_sha256).where(columns.bestuursnummer == manifest.bestuursnummer, tables.LIVE)
        last = connection.scalar(query.order_by(columns.changed_at.desc(), columns.revision.desc()).limit(1))
    known = manifest_of(office.store.read(last)).kvk if last and office.store.path(last).exists() else manifest.kvk
    if known != manifest.kvk:
        raise PipelineError("submission.other_kvk", known=known, found=manifest.kvk, board=manifest.bestuursnummer)


def _refuse_other_time(manifest: SealedManifest, now: datetime) -> None:
    """Refuse a dossier that says that it was made before its year began, or that is of the future."""
    began = datetime(manifest.verslagjaar, 1, 1, tzinfo=UTC)
    if not began <= manifest.created <= now + AHEAD or manifest.verslagjaar > now.year:
        raise PipelineError("submission.other_time", at=manifest.created, year=str(manifest.verslagjaar))


def _authorize(connection: Connection, subject: Subject, board: str, now: datetime) -> None:
    authorize(actor_of(connection, subject, now, {board}), Action.QUEUE_ADD, Resource(board))


def _refuse_outdated(dossier: SealedDossier, installed: Installed) -> None:
    manifest = dossier.manifest
    reason = outdated(rules_of(manifest), manifest.taxonomy, manifest.taxonomy_sha256, installed)
    if reason:
        raise PipelineError("submission.outdated", reason=Phrase(f"submission.reason.{reason}"))


@dataclass(frozen=True, slots=True)
class _Intake:
    """One dossier on its way in, inside the transaction that takes it."""

    connection: Connection
    subject: Subject
    dossier: SealedDossier
    stored: dict[str, StoredFile]
    wish: IntakeRequest
    now: datetime

    def take(self, about: RefusalSubject) -> Added:
        known = self._known()
        self._refuse_rejected(known)
        if known is None:
            return Added(self._onwards(self._insert()), already=False)
        about.item_id = known.id
        refuse_damaged(self.connection, known)
        if known.state in HANDED_OVER:
            return Added(known, already=True)
        same = known.manifest_sha256 == self.dossier.manifest.sha256
        if not same and known.state is not State.CONCEPT:
            known = void(self.connection, self.subject, known, "revalidated", self.now)
        return Added(self._onwards(known), already=same)

    def _onwards(self, item: QueueItem) -> QueueItem:
        if item.state is State.CONCEPT:
            item = self._validated(item)
        if item.state is State.GEVALIDEERD and not self.wish.hold:
            item = self._move(item, step_from(item.state, "offer"), ItemChange())
        return item

    def _known(self) -> QueueItem | None:
        columns, manifest = tables.item.c, self.dossier.manifest
        found = select_items(
            self.connection,
            columns.bestuursnummer == manifest.bestuursnummer,
            columns.verslagjaar == manifest.verslagjaar,
            columns.report == manifest.report,
            columns.instance_sha256 == self.stored[INSTANCE].sha256,
            tables.LIVE,
        )
        return found[0] if found else None

    def _refuse_rejected(self, known: QueueItem | None) -> None:
        """Refuse the very report that was rejected, unless it is told why it comes back unchanged."""
        if self.wish.why:
            check_note(self.wish.why)
            return
        columns = tables.item.c
        mine = (columns.bestuursnummer == self.dossier.manifest.bestuursnummer,)
        same = select_items(self.connection, *mine, columns.instance_sha256 == self.stored[INSTANCE].sha256)
        event = tables.event.c
        of_these = event.item_id.in_([each.id for each in same])
        decided = event.action.in_([Action.QUEUE_REJECT, Action.QUEUE_APPROVE])
        query = select(event.actor, event.action, event.detail).where(of_these, decided, event.refused == 0)
        last = self.connection.execute(query.order_by(event.seq.desc()).limit(1)).one_or_none()
        comes_back = known is None or known.state is State.CONCEPT
        if last is not None and last.action == Action.QUEUE_REJECT and comes_back:
            note = one_line(str(json.loads(last.detail).get("note", "")), _LONGEST)
            raise PipelineError("submission.rejected_same", by=last.actor, note=note)

    def _insert(self) -> QueueItem:
        row = self._row(self._corrected())
        self.connection.execute(insert(tables.item).values(row))
        return self._move(as_item(row), step_from(None, "take-in"), ItemChange(note=self.wish.why))

    def _row(self, corrects: str | None) -> dict[str, Any]:
        manifest, at = self.dossier.manifest, moment(self.now)
        return self._checked() | {
            "id": str(uuid.uuid4()),
            "bestuursnummer": manifest.bestuursnummer,
            "verslagjaar": manifest.verslagjaar,
            "report": manifest.report,
            "instance_sha256": self.stored[INSTANCE].sha256,
            "revision": 0,
            "state": State.CONCEPT.value,
            "version": 0,
            "reason": "",
            "note": "",
            "corrects_id": corrects,
            "approval_id": None,
            "added_by": self.subject.name,
            "identity_source": self.subject.identity_source.value,
            "added_at": at,
            "changed_at": at,
        }

    def _checked(self) -> dict[str, Any]:
        """Return what an item takes from a dossier each time that it is taken in."""
        manifest = self.dossier.manifest
        return {
            "name": manifest.name,
            "manifest_sha256": manifest.sha256,
            "report_sha256": self.stored[REPORT].sha256,
            "taxonomy": manifest.taxonomy,
            "taxonomy_sha256": manifest.taxonomy_sha256,
            "rules": rules_of(manifest),
            "warnings": manifest.warnings,
            "strict": int(self.wish.strict),
            "folder": storable(str(self.dossier.folder)),
            "prepared_by": self.subject.name,
        }

    def _validated(self, item: QueueItem) -> QueueItem:
        revision = item.revision + 1
        rows = []
        for name, stored in sorted(self.stored.items()):
            key = {"item_id": item.id, "revision": revision, "name": name}
            values = key | {"sha256": stored.sha256, "size": stored.size}
            self.connection.execute(insert(tables.item_file).values(values))
            rows.append((tables.item_file, tuple(key.values())))
        change = ItemChange(note=self.wish.why, values=self._checked() | {"revision": revision}, rows=tuple(rows))
        return self._move(item, step_from(item.state, "validate"), change)

    def _move(self, item: QueueItem, step: Step, change: ItemChange) -> QueueItem:
        return move(self.connection, self.subject, item, step, change, now=self.now)

    def _corrected(self) -> str | None:
        """Return the id of the item that this one corrects, and refuse a correction of anything but the last."""
        manifest = self.dossier.manifest
        last = last_sent(self.connection, (manifest.bestuursnummer, manifest.verslagjaar, manifest.report))
        if not self.wish.corrects:
            if last is not None:
                raise PipelineError("submission.needs_corrects", number=last.number, state=last.state.phrase)
            return None
        named = find(self.connection, self.subject, self.wish.corrects, RefusalSubject(), now=self.now)
        if last is None or named.id != last.id:
            raise PipelineError("submission.corrects_other", number=named.number)
        if last.state not in SETTLED:
            raise PipelineError("submission.corrects_open", number=named.number, state=last.state.phrase)
        return last.id


def withdraw(
    office: Office, subject: Subject, number: str, why: str, *, now: datetime, seen: int | None = None
) -> QueueItem:
    """Take an item out of the queue, only before it has been handed over; ``seen`` as in ``approve``."""
    by = ("withdraw", "withdrawn")
    return take_back(office, subject, number, why, action=Action.QUEUE_WITHDRAW, by=by, now=now, seen=seen)
