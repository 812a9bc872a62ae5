"""Words that several kinds of report share."""

from datetime import datetime, timedelta

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding


def moment(when: datetime, messages: Messages) -> str:
    """Write a moment by the clock of whoever reads: that of this machine, and how far it is from UTC."""
    local = when.astimezone()
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    zone = f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
    return messages.text("report.created_at", day=local.date(), time=f"{local:%H:%M}", zone=zone)


def suspicion(finding: Finding, messages: Messages) -> str:
    """Say what probably went wrong, else which of several amounts may have; empty where nothing is known of it."""
    if finding.suspects:
        return finding.suspects[0].sentence
    told = " ".join(lead.sentence for lead in finding.leads)
    return f"{messages.text('report.leads')} {told}" if told else ""
