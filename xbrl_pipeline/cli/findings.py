"""Findings as lines on a terminal."""

from collections.abc import Iterator

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import About, Finding
from xbrl_pipeline.model.ledger import Ledger
from xbrl_pipeline.model.report import Report


def report_lines(report: Report, texts: Messages) -> Iterator[str]:
    """Write a report: verdict first, then each finding with its cells and advice."""
    counts = report.counts
    verdict = texts.text(f"verdict.{report.verdict}").upper()
    yield texts.text("cli.verdict", verdict=verdict, path=report.input.path, error=counts.error, warning=counts.warning)
    for finding in report.findings:
        yield from finding_lines(finding, texts)
    if report.ledger is not None:
        yield ledger_line(report.ledger, texts)


def finding_lines(finding: Finding, texts: Messages) -> Iterator[str]:
    """Write one finding: severity, place, sentence; advice on a line of its own."""
    severity = texts.text(f"severity.{finding.severity}").upper()
    if finding.about is About.TAXONOMY:
        severity = texts.text("cli.about_taxonomy")
    place = ", ".join(str(cell) for cell in finding.cells) or ", ".join(
        texts.text("cli.line", line=str(line)) for line in finding.lines
    )
    yield f"  {severity}  {place + ': ' if place else ''}{finding.message}"
    if finding.because:
        yield f"      {texts.text('cli.because', cells=finding.because)}"
    elif finding.advice:
        yield f"      → {finding.advice}"


def ledger_line(ledger: Ledger, texts: Messages) -> str:
    """Write the balance of the ledger: cells read = facts + explained skips + rejected."""
    return texts.text(
        "cli.ledger", cells=ledger.cells, facts=ledger.facts, skipped=ledger.skipped, rejected=ledger.rejected
    )
