"""Deadlines as a calendar file (RFC 5545) for the agenda of a person."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.submission.deadlines import QueueLine

_FOLD: Final = 73  # octets on a line, besides the line break and the space of a folded line


def calendar(rows: Iterable[QueueLine], texts: Messages, *, now: datetime) -> bytes:
    """Return an event on the last day of every report that is still open, with reminders a month and a week before."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//xbrl-pipeline//queue//NL", "CALSCALE:GREGORIAN"]
    seen: set[tuple[str, int, str]] = set()
    for row in rows:
        key = (row.bestuursnummer, row.verslagjaar, row.report)
        if row.open and key not in seen:
            seen.add(key)
            lines += _event(row, texts, now)
    return "".join(_folded(line) for line in [*lines, "END:VCALENDAR"]).encode("utf-8")


def _event(row: QueueLine, texts: Messages, now: datetime) -> list[str]:
    gaps = {"bestuursnummer": row.bestuursnummer, "verslagjaar": str(row.verslagjaar), "report": row.report}
    state = row.state.phrase if row.state else "-"
    return [
        "BEGIN:VEVENT",
        f"UID:{row.bestuursnummer}-{row.verslagjaar}-{row.report}@xbrl-pipeline.invalid",
        f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{row.last_day:%Y%m%d}",
        f"DTEND;VALUE=DATE:{row.last_day + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(texts.text('submission.calendar.summary', name=row.name, **gaps))}",
        f"DESCRIPTION:{_escaped(texts.text('submission.calendar.description', state=state, missing=row.missing))}",
        "TRANSP:TRANSPARENT",
        *_alarm(30, texts, gaps),
        *_alarm(7, texts, gaps),
        "END:VEVENT",
    ]


def _alarm(days: int, texts: Messages, gaps: dict[str, str]) -> list[str]:
    said = _escaped(texts.text("submission.calendar.summary", name="", **gaps))
    return ["BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{said}", f"TRIGGER:-P{days}D", "END:VALARM"]


def _escaped(text: str) -> str:
    plain = "".join(char if char.isprintable() else " " for char in text)
    for char in "\\;,":
        plain = plain.replace(char, f"\\{char}")
    return plain.strip()


def _folded(line: str) -> str:
    """Fold a line where it is too long, never inside a character."""
    parts, part = [], ""
    for char in line:
        if len((part + char).encode("utf-8")) > _FOLD:
            parts.append(part)
            part = ""
        part += char
    return "\r\n ".join([*parts, part]) + "\r\n"
