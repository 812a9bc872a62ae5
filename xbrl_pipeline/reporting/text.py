"""Text from workbooks and file names, made fit to show."""

import re
from datetime import datetime, timedelta
from typing import Final

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding
from xbrl_pipeline.model.report import Report

_REPLACEMENT: Final = "\ufffd"
# Control characters, and the marks that turn the reading direction so that text seems to say something else.
_DECEIVING: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def moment(when: datetime, messages: Messages) -> str:
    """Write a moment by the clock of whoever reads: that of this machine, and how far it is from UTC."""
    local = when.astimezone()
    minutes = int((local.utcoffset() or timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    zone = f"UTC{'-' if minutes < 0 else '+'}{hours}{f':{rest:02}' if rest else ''}" if minutes else "UTC"
    return messages.text("report.created_at", day=local.date(), time=f"{local:%H:%M}", zone=zone)


def meaning(report: Report, messages: Messages) -> str:
    """Say what the verdict means; by a taxonomy that is not installed it means nothing to a receiver."""
    if report.taxonomy is not None and not report.taxonomy.installed:
        return messages.text("verdict.elsewhere", taxonomy=printable(report.taxonomy.id))
    return messages.advice(f"verdict.{report.verdict}")


def suspicion(finding: Finding, messages: Messages) -> str:
    """Say what probably went wrong, else which of several amounts may have; empty where nothing is known of it."""
    if finding.suspects:
        return finding.suspects[0].sentence
    told = " ".join(lead.sentence for lead in finding.leads)
    return f"{messages.text('report.leads')} {told}" if told else ""


def printable(text: str) -> str:
    """Replace what a reader cannot see or should not be misled by."""
    return _DECEIVING.sub(_REPLACEMENT, text)
