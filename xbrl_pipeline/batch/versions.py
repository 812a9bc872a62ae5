"""What an item of the queue is held against: the version before it or an earlier year, from the store."""

import tempfile
from datetime import datetime
from pathlib import Path

from xbrl_pipeline.base.scratch import scratch_prefix
from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.comparison import ReportComparison
from xbrl_pipeline.submission.identity import Subject
from xbrl_pipeline.submission.office import Office
from xbrl_pipeline.submission.viewing import lay_out_versions


def compare_versions(
    office: Office, subject: Subject, number: str, texts: Messages, *, now: datetime, years: int = 0
) -> ReportComparison | None:
    """Return what differs from the version before, or from ``years`` before; None where there is none.

    What compares is imported when there is something to compare: it brings along all that reads workbooks.
    """
    with tempfile.TemporaryDirectory(prefix=scratch_prefix("queue")) as folder:
        laid = lay_out_versions(office, subject, number, Path(folder), now=now, years=years)
        if laid is None:
            return None
        from xbrl_pipeline.comparing import NamedReport, compare  # noqa: PLC0415
        from xbrl_pipeline.engine import Engine  # noqa: PLC0415

        before, after = (NamedReport(each.folder, None, each.folder.name) for each in laid)
        with Engine() as engine:
            return compare(before, after, engine, texts)
