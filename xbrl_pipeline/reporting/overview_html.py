"""``overview.html``: all inputs of a run on one page."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.reporting.overview import OverviewRow, totals, totals_sentence, worst_first
from xbrl_pipeline.reporting.pages import render

_TONES = {"VALID": "valid", "INVALID": "invalid", "NOT_VALIDATED": "not_validated", "REFUSED": "refused"}


def overview_html(rows: Sequence[OverviewRow], messages: Messages, *, created: datetime, program: str) -> bytes:
    """Write ``overview.html``; each row leads to the report in its dossier by a relative link."""
    total = totals(rows)
    return render(
        "overview.html.j2",
        messages,
        rows=worst_first(rows),
        totals=[(name, getattr(total, name)) for name in ("not_validated", "refused", "invalid", "valid")],
        sentence=totals_sentence(total, messages),
        tones=_TONES,
        link=link,
        created=messages.text("report.created_at", day=created.date(), time=f"{created:%H:%M}"),
        program=program,
    )


def link(row: OverviewRow) -> str:
    """Return the relative address of a row's report; a dossier name can never become another scheme or host."""
    return f"./{quote(row.dossier.strip('/'), errors='replace')}/report.html" if row.dossier else ""
