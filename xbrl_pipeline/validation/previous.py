"""Last year's report: whether what was given is that, and how many of its amounts could be compared."""

from xbrl_pipeline.messages import Messages
from xbrl_pipeline.model.findings import Finding, PhaseName, Severity
from xbrl_pipeline.model.report import Entity
from xbrl_pipeline.validation.plausibility import years
from xbrl_pipeline.validation.plausibility.columns import Figures


def unfit(previous: Entity, report: Entity, messages: Messages) -> Finding | None:
    """Say once why another report is none to compare with; every amount would differ from it."""
    if of_other_board(previous, report):
        params = {"given": previous.bestuursnummer, "own": report.bestuursnummer}
        return _finding("previous.other_board", params, messages)
    if previous.verslagjaar and report.verslagjaar and previous.verslagjaar != report.verslagjaar - 1:
        params = {"given": str(previous.verslagjaar), "own": str(report.verslagjaar)}
        return _finding("previous.other_year", params, messages)
    return None


def of_other_board(one: Entity, other: Entity) -> bool:
    """Tell whether two reports name two boards; one that names none may be of any."""
    return bool(one.bestuursnummer and other.bestuursnummer and one.bestuursnummer != other.bestuursnummer)


def compared(figures: Figures, gone: int, messages: Messages) -> Finding:
    """Say how many amounts stand in both reports; that there are none is a warning, for nothing was checked.

    ``gone`` counts the amounts of last year for which this year's taxonomy has no line any more.
    """
    count = sum(1 for _ in years.common(figures))
    if not count:
        return _finding("previous.nothing_compared", {}, messages)
    params = {"count": count, "gone": gone}
    return _finding("previous.compared.gone" if gone else "previous.compared", params, messages, Severity.INFO)


def _finding(
    code: str, params: dict[str, str] | dict[str, int], messages: Messages, severity: Severity = Severity.WARNING
) -> Finding:
    message, advice = messages.text(code, **params), messages.advice(code, **params)
    return Finding(code, severity, message, advice, PhaseName.PLAUSIBILITY)
