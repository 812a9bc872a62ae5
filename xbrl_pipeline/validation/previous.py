"""Whether what was given as last year's report is that: of the same board, and of the year before."""

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, PhaseName, Severity
from xbrl_pipeline.model.report import Entity


def unfit(previous: Entity, report: Entity, messages: Messages) -> Finding | None:
    """Say once why another report is none to compare with; every amount would differ from it."""
    if previous.bestuursnummer and report.bestuursnummer and previous.bestuursnummer != report.bestuursnummer:
        params = {"given": previous.bestuursnummer, "own": report.bestuursnummer}
        return _finding("previous.other_board", params, messages)
    if previous.verslagjaar and report.verslagjaar and previous.verslagjaar != report.verslagjaar - 1:
        params = {"given": str(previous.verslagjaar), "own": str(report.verslagjaar)}
        return _finding("previous.other_year", params, messages)
    return None


def _finding(code: str, params: dict[str, str], messages: Messages) -> Finding:
    message, advice = messages.text(code, **params), messages.advice(code, **params)
    return Finding(code, Severity.WARNING, message, advice, PhaseName.PLAUSIBILITY)
