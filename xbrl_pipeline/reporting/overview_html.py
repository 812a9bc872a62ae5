"""``overview.html``: all inputs of a run on one page."""

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.reporting.overview import (
    BoardRow,
    EndCounts,
    LeftOut,
    OverviewRow,
    owed_sentence,
    owing,
    rule_totals,
    totals,
    totals_sentence,
    worst_first,
)
from xbrl_pipeline.reporting.pages import render
from xbrl_pipeline.reporting.text import moment

_TONES = {"VALID": "valid", "INVALID": "invalid", "NOT_VALIDATED": "not_validated", "REFUSED": "refused"}


def overview_html(
    rows: Sequence[OverviewRow],
    messages: Messages,
    *,
    created: datetime,
    program: str,
    left_out: Sequence[LeftOut] = (),
    boards: Sequence[BoardRow] = (),
) -> bytes:
    """Write ``overview.html``; each row leads to the report in its dossier by a relative link."""
    total = totals(rows)
    return render(
        "overview.html.j2",
        messages,
        script="overview.js",
        rules=rule_totals(rows),
        shares=_shares(total),
        rows=worst_first(rows),
        boards=owing(boards),
        counted=len(boards),
        owed=lambda board: owed_sentence(board, messages),
        left_out=left_out,
        totals=[(name, getattr(total, name)) for name in ("not_validated", "refused", "invalid", "valid")],
        sentence=totals_sentence(total, messages),
        tones=_TONES,
        link=link,
        created=moment(created, messages),
        program=program,
    )


def _shares(total: EndCounts) -> list[tuple[str, float, float]]:
    """Return the outcomes as parts of a bar that is 100 wide: name, where it begins, how wide it is."""
    names = ("not_validated", "refused", "invalid", "valid")
    everything = sum(getattr(total, name) for name in names) or 1
    shares, begin = [], 0.0
    for name in names:
        width = round(100 * getattr(total, name) / everything, 2)
        shares.append((name, round(begin, 2), width))
        begin += width
    return [share for share in shares if share[2]]


def link(row: OverviewRow) -> str:
    """Return the relative address of a row's report; a dossier name can never become another scheme or host."""
    return f"./{quote(row.dossier.strip('/'), errors='replace')}/report.html" if row.dossier else ""
