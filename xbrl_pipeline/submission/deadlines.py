"""When a report must be with DUO: the day in the year after the reporting year that ``dated/filing_dates.csv`` has."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Connection

from xbrl_pipeline.dated import covered_years, in_force, missing_reports, owed_reports
from xbrl_pipeline.dossier.seal import sector_in
from xbrl_pipeline.model.outcome import Phrase, PipelineError
from xbrl_pipeline.submission import tables
from xbrl_pipeline.submission.actions import Action
from xbrl_pipeline.submission.approvals import awaits_check, why_void
from xbrl_pipeline.submission.authorisation import boards
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.items import QueueItem, select_items
from xbrl_pipeline.submission.office import Office, actor_of, today
from xbrl_pipeline.submission.states import FINISHED, State

_TABLE: Final = "filing_dates"
EVERYBODY: Final = "jaarverantwoording"  # what is asked of a board of which no report says what it is
_ORDER: Final = (
    State.ONBEKEND,
    State.CORRECTIE_GEVRAAGD,
    State.CONCEPT,
    State.GEVALIDEERD,
    State.TER_GOEDKEURING,
    State.GOEDGEKEURD,
    State.KLAARGEZET,
    State.INGEDIEND,
    State.DUO_GOEDGEKEURD,
    State.INGETROKKEN,
)


def last_day(verslagjaar: int) -> date:
    """Return the last day on which a report of that year is in time.

    For a year that the table does not know it is the day of the nearest year that it does: the regulation stays until
    another takes its place, and without a day nobody would be told that it passes.
    """
    known = covered_years(_TABLE)
    (row,) = in_force(_TABLE, min(max(verslagjaar, known[0]), known[-1]))
    month, day = row.values["due"].split("-")
    return date(verslagjaar + 1, int(month), int(day))


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One line of the queue: an item, or a report that a board owes and of which there is nothing yet."""

    bestuursnummer: str
    verslagjaar: int
    report: str
    item: QueueItem | None
    state: State | None
    last_day: date
    days_left: int | None  # until the last day, below zero: too late; none where DUO has it
    missing: Phrase  # what has to happen next
    void: str = ""  # why the check or approval no longer counts
    corrected_by: str = ""  # number of the item that takes its place
    board_name: str = ""  # where there is no item: as other reports of the board have it

    @property
    def name(self) -> str:
        """The name of the board, where it is known."""
        return self.item.name if self.item else self.board_name

    @property
    def open(self) -> bool:
        """Whether something has still to happen."""
        return not self.corrected_by and self.state not in FINISHED


def worklist(office: Office, subject: Subject, *, now: datetime) -> tuple[QueueLine, ...]:
    """Return the items of the subject's boards and the reports that they owe besides, most urgent first."""
    day = today(now)
    with office.database.reading() as connection:
        own = boards(actor_of(connection, subject, now), Action.QUEUE_LIST)
        items = select_items(connection, tables.item.c.bestuursnummer.in_(own))
        corrected = {each.corrects_id: each.number for each in items if each.state is not State.INGETROKKEN}
        rows = [_row(connection, office, each, corrected.get(each.id, ""), now) for each in items]
    return tuple(sorted([*rows, *_owed(office, own, items, day)], key=_urgency))


def _row(connection: Connection, office: Office, item: QueueItem, corrected_by: str, now: datetime) -> QueueLine:
    reason = why_void(connection, item, office.installed, now)
    with_duo = item.state in FINISHED or item.state is State.INGEDIEND or bool(corrected_by)
    due = last_day(item.verslagjaar)
    missing = missing_of(item, reason, corrected_by)
    return QueueLine(
        item.bestuursnummer,
        item.verslagjaar,
        item.report,
        item,
        item.state,
        due,
        None if with_duo else (due - today(now)).days,
        Phrase(f"submission.missing.{missing}"),
        reason,
        corrected_by,
    )


def missing_of(item: QueueItem, void: str, corrected_by: str) -> str:
    """Return what has to happen next, as the end of a code."""
    if awaits_check(item, void):
        return "again"
    return f"void.{void}" if void else "corrected" if corrected_by else item.state.value


def _owed(office: Office, own: frozenset[str], items: tuple[QueueItem, ...], day: date) -> list[QueueLine]:
    """Return what boards owe over last year, from 1 January, and have nothing of here yet."""
    year = day.year - 1
    due = last_day(year)
    live: dict[str, list[QueueItem]] = {board: [] for board in sorted(own)}
    for each in items:
        if each.state is not State.INGETROKKEN:
            live[each.bestuursnummer].append(each)
    rows = []
    for board, mine in live.items():
        there = {each.report for each in mine if each.verslagjaar == year}
        owed = owed_reports(_sector(office, mine), year) or (EVERYBODY,)
        for report in missing_reports(owed, there):
            missing = Phrase("submission.missing.dossier")
            rows.append(
                QueueLine(board, year, report, None, None, due, (due - day).days, missing, board_name=_name(mine))
            )
    return rows


def _sector(office: Office, items: list[QueueItem]) -> str:
    """Return what kind of board it is, as its last report here says; empty where none does."""
    newest = sorted(items, key=lambda each: (each.verslagjaar, each.added_at), reverse=True)
    return next((found for each in newest if (found := _said_in(office, each))), "")


def _said_in(office: Office, item: QueueItem) -> str:
    try:
        return sector_in(office.store.read(item.manifest_sha256))
    except PipelineError:
        return ""  # a damaged store is told by ``queue verify``; which boards owe what must be told all the same


def _name(items: list[QueueItem]) -> str:
    return next((each.name for each in reversed(items) if each.name), "")


def _urgency(row: QueueLine) -> tuple[bool, bool, int, int, str, str]:
    place = _ORDER.index(row.state) if row.state else 2
    return (
        not row.open,
        row.days_left is None,
        row.days_left or 0,
        place,
        row.bestuursnummer,
        row.item.added_at if row.item else "",
    )
