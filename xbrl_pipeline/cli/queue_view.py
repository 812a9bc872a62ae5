"""Items of the queue as a table, as lines and as plain values."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date

from rich.box import SIMPLE_HEAD
from rich.table import Table
from rich.text import Text

from xbrl_pipeline.cli.office import shown
from xbrl_pipeline.dossier.names import ACCOUNT
from xbrl_pipeline.messages import Messages, clock, day
from xbrl_pipeline.submission.audit import event_words
from xbrl_pipeline.submission.deadlines import QueueLine, last_day, missing_of
from xbrl_pipeline.submission.details import Details
from xbrl_pipeline.submission.events import Event
from xbrl_pipeline.submission.items import QueueItem
from xbrl_pipeline.submission.tables import parsed
from xbrl_pipeline.submission.week import Week

_COLUMNS = ("item", "board", "name", "year", "state", "days", "missing")
_AT_LEAST = {"item": 8, "board": 5, "state": 11, "missing": 11}  # characters; the name gives way
_MOST = 20  # lines of one kind in the overview of the week


def plain_item(item: QueueItem) -> dict[str, object]:
    """Return an item as JSON can hold it."""
    return asdict(item) | {"state": item.state.value, "number": item.number}


def plain_row(row: QueueLine, texts: Messages) -> dict[str, object]:
    """Return a line of the queue as JSON can hold it; a report without a dossier has no id and no state."""
    known = plain_item(row.item) if row.item else {"id": None, "number": None, "state": None}
    return known | {
        "bestuursnummer": row.bestuursnummer,
        "verslagjaar": row.verslagjaar,
        "report": row.report,
        "name": row.name,
        "last_day": row.last_day.isoformat(),
        "days_left": row.days_left,
        "missing": texts.text(row.missing),
        "void": row.void,
        "corrected_by": row.corrected_by,
    }


def table(rows: Sequence[QueueLine], texts: Messages) -> Table:
    """Return lines of the queue as a table for the terminal."""
    made = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for column in _COLUMNS:
        made.add_column(texts.text(f"cli.queue.column.{column}"), overflow="fold", min_width=_AT_LEAST.get(column))
    for row in rows:
        number = row.item.number if row.item else "-"
        year = f"{row.verslagjaar} {row.report}"
        cells = (number, row.bestuursnummer, shown(row.name), shown(year), _state(row, texts), _days(row, texts))
        made.add_row(*map(Text, (*cells, texts.text(row.missing))))
    return made


def _state(row: QueueLine, texts: Messages) -> str:
    return texts.text(row.state.phrase) if row.state else texts.text("submission.state.dossier")


def _days(row: QueueLine, texts: Messages) -> str:
    if row.days_left is None:
        return ""
    late = row.days_left < 0
    return texts.text("cli.queue.days.late" if late else "cli.queue.days.left", days=abs(row.days_left))


def plain_details(found: Details) -> dict[str, object]:
    """Return everything about an item as JSON can hold it."""
    events = [asdict(event) | {"at": event.at.isoformat()} for event in found.events]
    return plain_item(found.item) | {
        "void": found.void,
        "corrected_by": found.corrected_by,
        "files": found.files,
        "approvals": found.approvals,
        "attempts": [asdict(attempt) for attempt in found.attempts],
        "evidence": found.evidence,
        "notices": found.notices,
        "events": events,
    }


def detail_lines(found: Details, texts: Messages, difference: str = "") -> Iterator[str]:
    """Give what a person wants to know of an item, line by line; ``difference`` is what the version before says."""
    item = found.item

    def fact(code: str, value: str) -> str:
        return f"{texts.text(f'cli.queue.show.{code}') + ':':<22}{shown(value)}"

    year = str(item.verslagjaar)
    yield texts.text("cli.queue.show.title", number=item.number, name=shown(item.name) or item.bestuursnummer)
    yield fact("report", f"{item.bestuursnummer} {item.report} {year}")
    version = texts.text("cli.queue.show.version", version=item.version)
    yield fact("state", f"{texts.text(item.state.phrase)} ({version})")
    if item.reason:
        yield fact("why", f"{texts.text(f'submission.reason.{item.reason}')} {item.note}".strip())
    missing = missing_of(item, found.void, found.corrected_by)
    yield fact("next", texts.text(f"submission.missing.{missing}"))
    yield fact("deadline", day(last_day(item.verslagjaar)))
    yield fact("prepared", item.prepared_by)
    for approval in found.approvals:
        mark = "" if approval["id"] == item.approval_id else texts.text("cli.queue.show.fallen")
        yield fact("approved", f"{approval['approved_by']}, {clock(parsed(approval['approved_at']))} {mark}".strip())
    if item.corrects_id:
        yield fact("corrects", item.corrects_id[:8])
    if found.corrected_by:
        yield fact("corrected_by", found.corrected_by[:8])
    yield from [fact("difference", difference)] if difference else []
    for attempt in found.attempts:
        yield fact(
            "attempt", f"{attempt.channel}, {clock(parsed(attempt.started_at))}, {attempt.target}, {attempt.reference}"
        )
    for proof in found.evidence:
        yield fact("evidence", f"{proof['outcome']}, {proof['given_by']}, {proof['name']} {proof['note']}".strip())
    for notice in found.notices:
        dated = day(date.fromisoformat(notice["dated"]))
        yield fact(notice["kind"].replace("-", "_"), f"{notice['value']}, {dated} ({notice['given_by']})")
    yield fact("instance", item.instance_sha256)
    yield from [fact("account", found.files[name]) for name in (ACCOUNT,) if name in found.files]
    yield fact("taxonomy", f"{item.taxonomy} {item.taxonomy_sha256[:16]}")
    yield fact("folder", item.folder)
    yield texts.text("cli.queue.show.events")
    for event in found.events:
        yield _event_line(event, texts)


def _event_line(event: Event, texts: Messages) -> str:
    refused = texts.text("cli.queue.refused") if event.refused else ""
    return f"  {event.seq:>5}  {clock(event.at)}  {shown(event.actor):<16}  {event_words(event, texts)}{refused}"


def plain_week(week: Week, texts: Messages) -> dict[str, object]:
    """Return the overview of the week as JSON can hold it."""
    rows = {name: getattr(week, name) for name in ("attention", "late", "soon", "waiting")}
    lists = {name: [plain_row(row, texts) for row in found] for name, found in rows.items()}
    return {"states": week.states, "done": week.done, "refused": week.refused, **lists}


def week_lines(week: Week, texts: Messages) -> Iterator[str]:
    """Give the overview of the week, line by line; long lists are cut and say so."""
    yield texts.text("cli.queue.week.states")
    for state, count in sorted(week.states.items(), key=lambda pair: -pair[1]):
        yield f"  {count:>5}  {texts.text(f'submission.state.{state}')}"
    for name in ("attention", "late", "soon", "waiting"):
        rows: tuple[QueueLine, ...] = getattr(week, name)
        yield texts.text(f"cli.queue.week.{name}", count=len(rows))
        for row in rows[:_MOST]:
            number = row.item.number if row.item else "-"
            yield f"  {row.bestuursnummer}  {number:<8}  {_days(row, texts):<16}  {texts.text(row.missing)}"
        if len(rows) > _MOST:
            yield texts.text("cli.queue.week.more", count=len(rows) - _MOST)
    yield texts.text("cli.queue.week.done", count=sum(week.done.values()), refused=week.refused)
